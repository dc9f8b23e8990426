package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"livebrief/internal/brief"
)

// runner runs statements by their names on a pool or in a transaction.
type runner struct {
	query func(ctx context.Context, name string, args ...any) (*sql.Rows, error)
	touch func(ctx context.Context, name string, args ...any) (sql.Result, error)
}

// onPool runs prepared statements on the pool that they were prepared on.
func onPool(p prepared) runner {
	return runner{
		query: func(ctx context.Context, name string, args ...any) (*sql.Rows, error) {
			return p[name].QueryContext(ctx, args...)
		},
		touch: func(ctx context.Context, name string, args ...any) (sql.Result, error) {
			return p[name].ExecContext(ctx, args...)
		},
	}
}

// inTransaction runs the same statements within a transaction of that pool.
func inTransaction(p prepared, tx *sql.Tx) runner {
	return runner{
		query: func(ctx context.Context, name string, args ...any) (*sql.Rows, error) {
			return tx.StmtContext(ctx, p[name]).QueryContext(ctx, args...)
		},
		touch: func(ctx context.Context, name string, args ...any) (sql.Result, error) {
			return tx.StmtContext(ctx, p[name]).ExecContext(ctx, args...)
		},
	}
}

func (s *Store) reader() runner { return onPool(s.reading) }

func (s *Store) writer() runner { return onPool(s.writing) }

// row is what a scan function reads one row from.
type row interface{ Scan(into ...any) error }

// exec runs the statement of that name and gives how many rows it touched.
func (r runner) exec(ctx context.Context, name string, args ...any) (int64, error) {
	result, err := r.touch(ctx, name, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return result.RowsAffected()
}

// each runs the query of that name and hands every row to see, which can end the walk with an error.
func (r runner) each(ctx context.Context, see func(row) error, name string, args ...any) (err error) {
	rows, err := r.query(ctx, name, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := see(rows); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// many gives all rows of a query.
func many[T any](ctx context.Context, r runner, read func(row) (T, error), name string, args ...any) ([]T, error) {
	list := []T{}
	err := r.each(ctx, func(rows row) error {
		v, err := read(rows)
		list = append(list, v)
		return err
	}, name, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// one gives the first row of a query, sql.ErrNoRows when there is none.
func one[T any](ctx context.Context, r runner, read func(row) (T, error), name string, args ...any) (T, error) {
	list, err := many(ctx, r, read, name, args...)
	if err != nil {
		var zero T
		return zero, err
	}
	if len(list) == 0 {
		var zero T
		return zero, fmt.Errorf("%s: %w", name, sql.ErrNoRows)
	}
	return list[0], nil
}

// scan reads rows of one column.
func scan[T any](r row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// transact runs work in one writing transaction: all of it is kept, or nothing, and nothing once another store writes.
func (s *Store) transact(ctx context.Context, work func(runner) error) error {
	if err := s.MayWrite(ctx); err != nil {
		return err
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	r := inTransaction(s.writing, tx)
	if err = s.fence(ctx, r); err == nil {
		err = work(r)
	}
	if err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			return errors.Join(err, undo)
		}
		return err
	}
	return tx.Commit()
}

// look runs work on one state of the database, whatever others write meanwhile. It is short work: as long as it lasts,
// SQLite cannot empty its write-ahead log, and a redaction has to.
func (s *Store) look(ctx context.Context, work func(runner) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	err = work(inTransaction(s.reading, tx))
	if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) {
		err = errors.Join(err, end)
	}
	return err
}

// absent turns "no row" into a sentence and leaves other errors alone.
func absent(err error, what, do string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return brief.NotFound(what, do)
	}
	return err
}

// notNil stands in for bytes that are empty, because a column without a value is something else.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
