package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/backup"
)

// keptTables are the tables that a backup holds, parents before their children, each with the columns that order its
// rows, and the version of the tables that brought it. Snapshots are left out: they are folded from the record again. Who
// writes is no matter of another database, and how far the record was handed on to edges neither: it is handed on again.
var keptTables = []struct {
	name, order string
	since       int64
}{
	{"briefings", "id", 1},
	{"entries", "briefing, seq", 1},
	{"bodies", "briefing, seq", 1},
	{"removals", "briefing, seq", 1},
	{"items", "briefing, item", 1},
	{"hashes", "briefing, place", 1},
	{"checkpoints", "briefing", 1},
	{"cosignatures", "briefing, witness", 2},
	{"lists", "briefing, name", 3},
	{"idempotency", "briefing, act_key", 1},
	{"drafts", "n", 1},
	{"proposals", "n", 4},
	{"reports", "n", 1},
	{"readings", "report", 1},
	{"apart", "report, other", 5},
	{"sources", "n", 1},
	{"people", "n", 1},
	{"audit", "n", 1},
}

// isKept tells whether a backup of tables of that version holds the table.
func isKept(name string, schema int64) bool {
	for _, t := range keptTables {
		if t.name == name && t.since <= schema {
			return true
		}
	}
	return false
}

// queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// columnsOf tells which columns rows have. Both databases declare them with few types.
func columnsOf(rows *sql.Rows) ([]backup.Column, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]backup.Column, len(types))
	for i, t := range types {
		columns[i].Name = t.Name()
		switch t.DatabaseTypeName() {
		case "INTEGER", "INT8", "BOOL":
			columns[i].Kind = backup.Int
		case "TEXT":
			columns[i].Kind = backup.Text
		case "BLOB", "BYTEA":
			columns[i].Kind = backup.Bytes
		default:
			return nil, fmt.Errorf("the column %s has the type %q, which no backup holds", t.Name(), t.DatabaseTypeName())
		}
	}
	return columns, nil
}

// truths gives the columns of a table that hold truth values and are no integers in this database.
func truths(rows *sql.Rows) ([]string, error) {
	types, err := rows.ColumnTypes()
	var names []string
	for _, t := range types {
		if t.DatabaseTypeName() == "BOOL" {
			names = append(names, t.Name())
		}
	}
	return names, err
}

// shape reads the columns of a table and which of them hold truth values.
func shape(ctx context.Context, q queryer, table string) (columns []backup.Column, bools []string, err error) {
	rows, err := q.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, nil, fmt.Errorf("looking at the table %s: %w", table, err)
	}
	defer rows.Close()
	if columns, err = columnsOf(rows); err != nil {
		return nil, nil, err
	}
	bools, err = truths(rows)
	return columns, bools, err
}

// insertion writes the statement that adds so many rows.
func insertion(d *dialect, table string, columns []backup.Column, rows int) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	places := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + ")"
	text := fmt.Sprintf("INSERT INTO %s (%s) %sVALUES %s", table, strings.Join(names, ", "), d.overriding,
		strings.TrimSuffix(strings.Repeat(places+", ", rows), ", "))
	if d.numbered {
		return numberPlaceholders(text)
	}
	return text
}

// sameColumns tells whether a backup's table has the columns of the one in the database, in any order.
func sameColumns(a, b []backup.Column) bool {
	if len(a) != len(b) {
		return false
	}
	for _, c := range a {
		if !slices.Contains(b, c) {
			return false
		}
	}
	return true
}
