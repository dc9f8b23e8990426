package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryStatementIsUsedAndEveryNameHasOne(t *testing.T) {
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
	for _, dialect := range []string{"sqlite", "postgres"} {
		text, err := loadQueries(dialect)
		if err != nil || len(text) < 60 {
			t.Fatalf("only %d statements, %v", len(text), err)
		}
		for name := range text {
			if !bytes.Contains(source, []byte(`"`+name+`"`)) {
				t.Errorf("nothing runs %s", name)
			}
		}
		// A name that the code runs and no file holds would be found by nobody but a reader.
		for _, m := range regexp.MustCompile(`"([a-z]+\.[A-Z][A-Za-z]+)"`).FindAllSubmatch(source, -1) {
			if text[string(m[1])] == "" {
				t.Errorf("there is no statement %s", m[1])
			}
		}
	}
}

func TestStatementThatDoesNotFitTheTablesIsFoundAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		_, err := queries{"entry.Wrong": "SELECT nothing FROM nowhere"}.prepare(context.Background(), h.write)
		if err == nil || !strings.Contains(err.Error(), "entry.Wrong") {
			t.Error(describe(err))
		}
	})
}

func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	columns := func(h *house, query string) []string {
		asked, err := queries{"test": query}.prepare(context.Background(), h.write)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := many(context.Background(), onPool(asked), scan[string], "test")
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
