package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed sql/*.sql
var statements embed.FS

// queries holds the text of every statement by its name, in the dialect of one database.
type queries map[string]string

// loadQueries reads sql/NAME.sql, and prefers sql/NAME.DIALECT.sql where there is one.
func loadQueries(dialect string) (queries, error) {
	files, err := statements.ReadDir("sql")
	if err != nil {
		return nil, fmt.Errorf("listing the statements: %w", err)
	}
	loaded := queries{}
	for _, f := range files {
		table, rest, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".sql"), ".")
		act, only, special := strings.Cut(rest, ".")
		name := table + "." + act
		if special && only != dialect || !special && loaded[name] != "" {
			continue
		}
		text, err := statements.ReadFile("sql/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("reading a statement: %w", err)
		}
		loaded[name] = string(text)
		if dialect == "postgres" {
			loaded[name] = numberPlaceholders(string(text))
		}
	}
	return loaded, nil
}

// prepared holds the same statements, parsed once and for all on one pool.
type prepared map[string]*sql.Stmt

// prepare parses every statement on db. A statement that does not fit the tables is found here, not when somebody
// publishes.
func (q queries) prepare(ctx context.Context, db *sql.DB) (prepared, error) {
	p := prepared{}
	for name, text := range q {
		statement, err := db.PrepareContext(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("preparing %s: %w", name, err)
		}
		p[name] = statement
	}
	return p, nil
}

// numberPlaceholders turns each ? into $1, $2 and so on, save in quotes and comments.
func numberPlaceholders(statement string) string {
	var b strings.Builder
	n, quoted, comment := 0, false, false
	for i := range len(statement) {
		c := statement[i]
		switch {
		case comment:
			comment = c != '\n'
		case c == '\'':
			quoted = !quoted
		case !quoted && strings.HasPrefix(statement[i:], "--"):
			comment = true
		case !quoted && c == '?':
			n++
			b.WriteString("$" + strconv.Itoa(n))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
