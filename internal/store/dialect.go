package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/pressly/goose/v3"

	"livebrief/internal/brief"
)

// dialect is what differs between the two databases, beside the SQL files.
type dialect struct {
	// name is also the folder of its migrations and the middle part of a file that replaces its namesake.
	name  string
	goose goose.Dialect
	// open gives the pool that writes and the pool that reads; they may be the same.
	open func(url string) (write, read *sql.DB, err error)
	// openReading gives a pool to which the database refuses every change.
	openReading func(url string) (*sql.DB, error)
	// sort tells what an error of the driver means to a person.
	sort func(error) trouble
	// probe asks whether the file is sound; "ok" means yes. probed says what a yes means.
	probe, probed string
	// scrub takes deleted text out of the files and tells whether it could; nil where only the server can.
	scrub func(ctx context.Context, write *sql.DB) bool
}

// dialectOf picks the database by the scheme of the url; whatever has none is the path of an SQLite file.
func dialectOf(url string) (dialect, error) {
	scheme, rest, found := strings.Cut(url, "://")
	switch {
	case found && (scheme == "postgres" || scheme == "postgresql"):
		return postgresDialect(), nil
	case found && scheme == "sqlite" && rest != "":
		return sqliteDialect(), nil
	case !found && url != "" && !strings.ContainsRune(url, 0):
		return sqliteDialect(), nil
	}
	// The url itself may hold a password, so that it is not repeated.
	return dialect{}, brief.Invalid("the address of the database is not understood",
		"write a path, sqlite:///path/file.db or postgres://user@host/name")
}
