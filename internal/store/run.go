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
	// pipe runs several on one way to the server and back; nil where there is no way.
	pipe func(ctx context.Context, list []statement) error
}

// statement is one that is run with others: its name, its arguments, and who looks at its rows, nil for nobody. One that
// is run for many has rows of arguments instead; on PostgreSQL it takes them all at once, as one list for each column.
type statement struct {
	name string
	args []any
	see  func(row) error
	rows [][]any
}

// all runs statements one after the other.
func (r runner) all(ctx context.Context, list []statement) error {
	if len(list) == 0 {
		return nil
	}
	if r.pipe != nil {
		return r.pipe(ctx, list)
	}
	for _, st := range list {
		if err := r.run(ctx, st); err != nil {
			return err
		}
	}
	return nil
}

func (r runner) run(ctx context.Context, st statement) error {
	rows := st.rows
	if rows == nil {
		rows = [][]any{st.args}
	}
	for _, args := range rows {
		var err error
		if st.see != nil {
			err = r.each(ctx, st.see, st.name, args...)
		} else {
			_, err = r.exec(ctx, st.name, args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
	return s.transactRound(ctx, nil, func(r runner) ([]statement, error) { return nil, work(r) })
}

// transactRound is transact round work: first goes to the database with its beginning, and what work gives with its end.
func (s *Store) transactRound(ctx context.Context, first []statement, work func(runner) (last []statement, err error)) error {
	if err := s.MayWrite(ctx); err != nil {
		return err
	}
	if s.dialect.transact != nil {
		return s.dialect.transact(ctx, s, first, work)
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	r := inTransaction(s.writing, tx)
	var last []statement
	if err = r.all(ctx, first); err == nil {
		last, err = work(r)
	}
	if err == nil {
		err = r.all(ctx, last)
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
