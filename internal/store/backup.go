package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"

	"livebrief/internal/backup"
)

// Backup writes down everything that is kept, as it stands at one moment, while others go on publishing. Nothing is
// written before the database has answered. On SQLite the log grows for as long as it takes, since the moment has to
// be kept. A text that was removed before that moment is not in it.
func (s *Store) Backup(ctx context.Context, program string, w io.Writer) error {
	err := s.backup(ctx, program, w)
	s.scrub(ctx) // a redaction meanwhile found this reader in its way
	return s.explain("making the backup", err)
}

func (s *Store) backup(ctx context.Context, program string, w io.Writer) (err error) {
	provider, err := s.migrations()
	if err != nil {
		return err
	}
	schema, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("asking for the version of the tables: %w", err)
	}
	tx, err := s.read.BeginTx(ctx, &s.dialect.moment)
	if err != nil {
		return err
	}
	defer func() {
		if undo := tx.Rollback(); !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
	}()
	// The moment is that of the first row that is read, so one is read before the clock.
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM briefings").Scan(new(int64)); err != nil {
		return err
	}
	out, err := backup.NewWriter(w, backup.Header{Schema: schema, MadeAt: s.now(), Program: program})
	if err != nil {
		return err
	}
	for _, t := range keptTables {
		if err := writeTable(ctx, tx, out, t.name, t.order); err != nil {
			return fmt.Errorf("the table %s: %w", t.name, err)
		}
	}
	return out.Close()
}

// writeTable writes the rows of one table.
func writeTable(ctx context.Context, tx *sql.Tx, out *backup.Writer, name, order string) (err error) {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+name+" ORDER BY "+order)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := columnsOf(rows)
	if err != nil {
		return err
	}
	if err := out.Table(backup.Table{Name: name, Columns: columns}); err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	removed := slices.Index(columns, backup.Column{Name: "removed", Kind: backup.Int})
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		tidy(values, columns)
		if name == "bodies" && removed >= 0 && values[removed] != int64(0) {
			// SQLite keeps as many zeros as there was text; how many is nobody's business.
			empty(values, columns)
		}
		if err := out.Row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// tidy brings the values of either database to one form.
func tidy(values []any, columns []backup.Column) {
	for i, v := range values {
		switch {
		case v == true:
			values[i] = int64(1)
		case v == false:
			values[i] = int64(0)
		case v == nil && columns[i].Kind == backup.Bytes:
			values[i] = []byte{}
		}
	}
}

// empty leaves nothing of the bytes of a row.
func empty(values []any, columns []backup.Column) {
	for i := range columns {
		if columns[i].Kind == backup.Bytes {
			values[i] = []byte{}
		}
	}
}
