package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEveryStatementPreparesAndIsUsed(t *testing.T) {
	var source []byte
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, text...)
	}
	onBoth(t, func(t *testing.T, h *house) {
		if len(h.sql) < 60 {
			t.Errorf("only %d statements", len(h.sql))
		}
		for name, text := range h.sql {
			statement, err := h.write.Prepare(text)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if err := statement.Close(); err != nil {
				t.Error(err)
			}
			if !bytes.Contains(source, []byte(`"`+name+`"`)) {
				t.Errorf("nothing runs %s", name)
			}
		}
	})
}

func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	columns := func(h *house, query string) []string {
		rows, err := many(context.Background(), runner{h.write, queries{"test": query}}, scan[string], "test")
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows)
		return rows
	}
	lite := columns(openFileIn(t), `SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'`)
	server := columns(openAt(t, cluster.Database(t)), `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`)
	if len(lite) < 80 || !slices.Equal(lite, server) {
		t.Errorf("columns on SQLite %v\non PostgreSQL %v", lite, server)
	}
}

func TestPlaceholdersAreNumberedOutsideQuotesAndComments(t *testing.T) {
	for statement, want := range map[string]string{
		"a = ? AND b IN (?, ?)":            "a = $1 AND b IN ($2, $3)",
		"a = '?' AND b = ?":                "a = '?' AND b = $1",
		"a = 'it''s ?' OR b = ?":           "a = 'it''s ?' OR b = $1",
		"-- why?\nSELECT ? -- isn't it?":   "-- why?\nSELECT $1 -- isn't it?",
		"-- it's\nSELECT ?":                "-- it's\nSELECT $1",
		"SELECT '--', ?":                   "SELECT '--', $1",
		"?,?,?,?,?,?,?,?,?,?,?":            "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11",
		"SELECT 'наводнение' || ? || 'ё?'": "SELECT 'наводнение' || $1 || 'ё?'",
	} {
		if got := numberPlaceholders(statement); got != want {
			t.Errorf("%q became %q, want %q", statement, got, want)
		}
	}
}
