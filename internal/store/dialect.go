package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

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
	// moment begins a transaction that sees the database as it stands at one moment.
	moment sql.TxOptions
	// numbered says that placeholders are $1, $2 and not question marks.
	numbered bool
	// lock asks for a session of its own that holds the lock of the one writer, nil when somebody else holds it; it is nil
	// where the file and its folder see to that.
	lock func(ctx context.Context, url string, wait bool) (*session, error)
	// session is how the connections of this store are known to the server.
	session string
	// transact runs a writing transaction on few ways to the server and back; nil where there is no way.
	transact func(ctx context.Context, s *Store, first []statement, work func(runner) ([]statement, error)) error
	// patience is how long a publishing transaction may take; 0 sets no bound.
	patience time.Duration
	// overriding lets an INSERT set a column that the database counts itself; renumber, with the name of a table in
	// it, lets that count go on behind the last row. Both are empty where nothing has to be said.
	overriding, renumber string
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

// File gives the path of the SQLite file that a url names; ok is false for a database on a server.
func File(url string) (path string, ok bool) {
	if d, err := dialectOf(url); err != nil || d.name != "sqlite" {
		return "", false
	}
	return strings.TrimPrefix(url, "sqlite://"), true
}
