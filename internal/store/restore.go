package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"

	"livebrief/internal/backup"
	"livebrief/internal/brief"
)

// Restore fills the empty database at url from a backup, all of it or nothing, brings its tables up to this program,
// and checks every record. A database that holds anything is a conflict. Tell hears how many rows have been written, now and then and when all have;
// it may be nil. Signatures are not checked, since the keys are elsewhere: accept, which may be nil, looks at the
// store last, and when it does not like it nothing is kept either.
func Restore(ctx context.Context, url string, from *backup.Reader, tell func(rows int64), accept func(*Store) error) error {
	d, err := dialectOf(url)
	if err != nil {
		return err
	}
	s := &Store{dialect: d, url: url}
	if s.write, s.read, err = d.open(url); err != nil {
		return s.explain("opening the database", err)
	}
	release, err := s.hold(ctx)
	if err == nil {
		defer release()
		err = s.prepareEmpty(ctx, from.Header().Schema)
	}
	if err == nil {
		err = s.transactPlain(ctx, func(tx *sql.Tx) error { return s.fill(ctx, tx, from, tell) })
		if err != nil && brief.KindOf(err) != brief.KindInvalid {
			err = cmp.Or(damage(from), err)
		}
	}
	if err == nil {
		err = s.bringUpHeld(ctx)
	}
	if err = s.explain("restoring the backup", errors.Join(err, s.closePools())); err != nil {
		return err
	}
	return checkRestored(ctx, url, accept)
}

// damage reads a backup to its end, and tells whether it is not whole: a bit that is turned can make two rows the same, which the database
// refuses before the backup has been held against its hash.
func damage(from *backup.Reader) error {
	for {
		if _, err := from.Table(); errors.Is(err, io.EOF) {
			return nil
		} else if brief.KindOf(err) == brief.KindInvalid {
			return err
		} else if err != nil {
			return nil // it cannot be read on; what the database says stands
		}
	}
}

// prepareEmpty makes the tables in the version that the backup has them in, and refuses a database with rows.
func (s *Store) prepareEmpty(ctx context.Context, schema int64) error {
	provider, err := s.migrations()
	if err != nil {
		return err
	}
	known := provider.ListSources()
	if newest := known[len(known)-1].Version; schema > newest {
		return brief.Invalid(fmt.Sprintf("the backup was made by a newer livebrief (tables %d, this one knows %d)", schema, newest),
			"install the newer version, and restore with it")
	}
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("asking for the version of the tables: %w", err)
	}
	if current > schema {
		return occupied()
	}
	if _, err := provider.UpTo(ctx, schema); err != nil {
		return fmt.Errorf("making the tables: %w", err)
	}
	for _, t := range keptTables {
		if t.since > schema {
			continue
		}
		var some bool
		if err := s.write.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+")").Scan(&some); err != nil {
			return err
		}
		if some {
			return occupied()
		}
	}
	return nil
}

func occupied() error {
	return brief.Conflict("the database is not empty", "restore into a new one; nothing was changed")
}

// transactPlain is one transaction of statements that are not prepared, since the tables may be older than they are.
func (s *Store) transactPlain(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// fill writes every row. The backup has been held against its SHA-256 when it returns without an error.
func (s *Store) fill(ctx context.Context, tx *sql.Tx, from *backup.Reader, tell func(int64)) error {
	var done int64
	for {
		t, err := from.Table()
		if errors.Is(err, io.EOF) {
			if tell != nil {
				tell(done)
			}
			return s.renumber(ctx, tx, from.Header().Schema)
		}
		if err != nil {
			return err
		}
		if err := s.fillTable(ctx, tx, t, from, func() {
			if done++; tell != nil && done%1000 == 0 {
				tell(done)
			}
		}); err != nil {
			return err
		}
	}
}

// fillTable writes the rows of one table. Nothing that stands in the backup becomes part of a statement unless the
// database has it by the same name.
func (s *Store) fillTable(ctx context.Context, tx *sql.Tx, t backup.Table, from *backup.Reader, tick func()) error {
	if !isKept(t.Name, from.Header().Schema) {
		return unlike(t.Name)
	}
	columns, bools, err := shape(ctx, tx, t.Name)
	if err != nil {
		return err
	}
	if !sameColumns(columns, t.Columns) {
		return unlike(t.Name)
	}
	add, err := s.beginRows(ctx, tx, t, bools)
	if err != nil {
		return err
	}
	defer add.close()
	for {
		row, err := from.Row()
		if errors.Is(err, io.EOF) {
			return add.flush(ctx)
		}
		if err == nil {
			err = add.row(ctx, row)
		}
		if err != nil {
			return err
		}
		tick()
	}
}

// rowsAtOnce is how many rows go to the database with one statement, unless they have more than bytesAtOnce.
const (
	rowsAtOnce  = 64
	bytesAtOnce = 1 << 20
)

// rowWriter adds rows to one table, many with a statement, since each costs a way to the server and back.
type rowWriter struct {
	table     string
	one, many *sql.Stmt
	// isTruth says which columns hold truth values.
	isTruth []bool
	// waiting are the values of rows that have not been written.
	waiting []any
	bytes   int
}

// beginRows prepares the statements.
func (s *Store) beginRows(ctx context.Context, tx *sql.Tx, t backup.Table, bools []string) (*rowWriter, error) {
	w := &rowWriter{table: t.Name, isTruth: make([]bool, len(t.Columns))}
	for i, c := range t.Columns {
		w.isTruth[i] = slices.Contains(bools, c.Name)
	}
	var err error
	if w.one, err = tx.PrepareContext(ctx, insertion(&s.dialect, t.Name, t.Columns, 1)); err != nil {
		return nil, err
	}
	if w.many, err = tx.PrepareContext(ctx, insertion(&s.dialect, t.Name, t.Columns, rowsAtOnce)); err != nil {
		return nil, errors.Join(err, w.one.Close())
	}
	return w, nil
}

func (w *rowWriter) close() {
	_ = w.one.Close() // they end with the transaction
	_ = w.many.Close()
}

// row adds a row, now or with others.
func (w *rowWriter) row(ctx context.Context, row []any) error {
	for i, v := range row {
		switch v := v.(type) {
		case int64:
			if w.isTruth[i] {
				row[i] = v != 0
			}
		case string:
			w.bytes += len(v)
		case []byte:
			w.bytes += len(v)
		}
	}
	w.waiting = append(w.waiting, row...)
	if len(w.waiting) == rowsAtOnce*len(w.isTruth) {
		return w.write(ctx, w.many, w.take())
	}
	if w.bytes > bytesAtOnce {
		return w.flush(ctx)
	}
	return nil
}

// flush writes what waits, row by row.
func (w *rowWriter) flush(ctx context.Context) error {
	for row := range slices.Chunk(w.take(), len(w.isTruth)) {
		if err := w.write(ctx, w.one, row); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) take() []any {
	waiting := w.waiting
	w.waiting, w.bytes = nil, 0
	return waiting
}

func (w *rowWriter) write(ctx context.Context, by *sql.Stmt, values []any) error {
	if _, err := by.ExecContext(ctx, values...); err != nil {
		return fmt.Errorf("the table %s: %w", w.table, err)
	}
	return nil
}

func unlike(table string) error {
	return brief.Invalid(fmt.Sprintf("the backup holds a table %.40q that this livebrief does not have like that", table),
		"restore it with the version that made it")
}

// renumber lets the counters of the tables go on behind what was written.
func (s *Store) renumber(ctx context.Context, tx *sql.Tx, schema int64) error {
	if s.dialect.renumber == "" {
		return nil
	}
	for _, t := range keptTables {
		if t.order != "n" || t.since > schema {
			continue
		}
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(s.dialect.renumber, t.name)); err != nil {
			return err
		}
	}
	return nil
}

// bringUpHeld brings the tables up to this program, under the lock that this store holds.
func (s *Store) bringUpHeld(ctx context.Context) error {
	provider, err := s.provider()
	if err != nil {
		return err
	}
	return up(ctx, provider)
}

// checkRestored checks everything; what does not pass is taken out again.
func checkRestored(ctx context.Context, url string, accept func(*Store) error) error {
	s, err := Open(ctx, url, Options{})
	if err != nil {
		return err
	}
	if err = s.Check(ctx); err != nil {
		err = &brief.Error{Kind: brief.KindInvalid, What: "the record in the backup does not stand up to its check: " + err.Error(),
			Do: "take another backup; nothing of this one was kept", Err: err}
	} else if accept != nil {
		err = accept(s)
	}
	if err != nil {
		err = errors.Join(err, s.clear(ctx))
	}
	return errors.Join(err, s.Close())
}

// clear empties every table, children first.
func (s *Store) clear(ctx context.Context) error {
	return s.transactPlain(context.WithoutCancel(ctx), func(tx *sql.Tx) error {
		for i := range keptTables {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+keptTables[len(keptTables)-1-i].name); err != nil {
				return err
			}
		}
		return nil
	})
}
