package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"livebrief/internal/brief"
)

// attempts is how often a transaction is begun when the connection turns out to be dead.
const attempts = 3

// transactPostgres runs a transaction on two ways to the server and back, when work asks nothing: there with the fence and
// what work begins with, and there with what it ends with and the commit.
func transactPostgres(ctx context.Context, s *Store, first []statement, work func(runner) ([]statement, error)) error {
	var fence statement
	mine, epoch := s.lead.epoch.Load(), int64(0)
	begin := []statement{{name: "BEGIN"}}
	if !s.reads {
		fence = statement{name: "writer.Fence", see: func(r row) error { return r.Scan(&epoch) }}
		begin = append(begin, fence)
	}
	begin = append(begin, first...)
	for attempt := 1; ; attempt++ {
		conn, err := s.write.Conn(ctx)
		if err != nil {
			return err
		}
		r := onConnection(conn, s.text)
		if err = r.pipe(ctx, begin); err != nil && attempt < attempts && s.dialect.sort(err) == unreachable && ctx.Err() == nil {
			_ = conn.Close() // the server ended it, and nothing has happened on it
			continue
		}
		if err == nil && !s.reads && (epoch != mine || mine == 0) {
			s.lead.epoch.CompareAndSwap(mine, 0)
			err = s.overtaken(ctx)
		}
		var last []statement
		if err == nil {
			last, err = work(r)
		}
		if err == nil {
			err = committed(r.pipe(ctx, append(last, statement{name: "COMMIT"})))
		}
		if err != nil {
			rollBack(ctx, conn)
		}
		_ = conn.Close() // it goes back to the pool
		return err
	}
}

// rollBack ends a transaction that failed. A connection on which that fails too is not used again.
func rollBack(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_, _ = conn.ExecContext(ctx, "ROLLBACK")
}

// committed tells a commit that failed from one of which nobody knows: the server may have kept everything and then been
// cut off before it could say so.
func committed(err error) error {
	var said *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &said) && sortState(said.Code) != unreachable, pgconn.SafeToRetry(err):
		return err
	}
	return brief.Unavailable("the database was cut off before it could say whether it kept this",
		"it may be there, so look; sent again with the same idempotency key it is published once, whether it was kept or not", errors.Join(ErrUnknown, err))
}

// ErrUnknown is the cause of an error after which nobody knows whether the change was kept.
var ErrUnknown = errors.New("the commit has no answer")

// onConnection runs statements on one connection. The driver keeps them parsed.
func onConnection(conn *sql.Conn, text queries) runner {
	return runner{
		query: func(ctx context.Context, name string, args ...any) (*sql.Rows, error) {
			return conn.QueryContext(ctx, text[name], args...)
		},
		touch: func(ctx context.Context, name string, args ...any) (sql.Result, error) {
			return conn.ExecContext(ctx, text[name], args...)
		},
		pipe: func(ctx context.Context, list []statement) error { return pipe(ctx, conn, text, list) },
	}
}

// pipe sends statements together and then takes their answers: the way to the server costs more than most of them. A name
// that has no text is the text.
func pipe(ctx context.Context, conn *sql.Conn, text queries, list []statement) error {
	batch := &pgx.Batch{}
	for _, st := range list {
		args, err := arguments(st)
		if err != nil {
			return fmt.Errorf("%s: %w", st.name, err)
		}
		batch.Queue(cmp.Or(text[st.name], st.name), args...)
	}
	return conn.Raw(func(c any) error {
		answers := c.(*stdlib.Conn).Conn().SendBatch(ctx, batch)
		for _, st := range list {
			if err := answered(answers, st); err != nil {
				_ = answers.Close() // it says the same
				return fmt.Errorf("%s: %w", st.name, err)
			}
		}
		return answers.Close()
	})
}

// answered takes the answer to one statement.
func answered(answers pgx.BatchResults, st statement) error {
	if st.see == nil {
		_, err := answers.Exec()
		return err
	}
	rows, err := answers.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := st.see(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// arguments gives those of a statement as the server takes them: rows become one list for each column.
func arguments(st statement) ([]any, error) {
	if st.rows == nil {
		return plainly(st.args)
	}
	columns := make([]any, len(st.rows[0]))
	for _, row := range st.rows {
		values, err := plainly(row)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			switch v := v.(type) {
			case string:
				columns[i] = longer(columns[i], v)
			case int64:
				columns[i] = longer(columns[i], v)
			case bool:
				columns[i] = longer(columns[i], v)
			case []byte:
				columns[i] = longer(columns[i], v)
			default:
				return nil, fmt.Errorf("no list of %T", v)
			}
		}
	}
	return columns, nil
}

// longer adds a value to a list of its kind.
func longer[T any](list any, v T) []T {
	of, _ := list.([]T)
	return append(of, v)
}

// plainly leaves of named types what they are made of.
func plainly(args []any) ([]any, error) {
	values := make([]any, len(args))
	for i, arg := range args {
		var err error
		if values[i], err = driver.DefaultParameterConverter.ConvertValue(arg); err != nil {
			return nil, err
		}
	}
	return values, nil
}
