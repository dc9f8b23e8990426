package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/pressly/goose/v3"
	sqlite "modernc.org/sqlite"
	code "modernc.org/sqlite/lib"
)

func sqliteDialect() dialect {
	// Only the full check sees keys that are out of order and indexes that say something else than their tables.
	return dialect{name: "sqlite", goose: goose.DialectSQLite3, open: openSQLite, openReading: openSQLiteReading, probe: "PRAGMA integrity_check(1)",
		probed: "every page and every index of the file", sort: sortSQLite, scrub: scrubSQLite}
}

// openSQLite opens one connection that writes and a pool that only reads. Deleted content is overwritten with
// zeros (secure_delete), because a redaction has to remove text from the file, not only from the tables.
func openSQLite(address string) (write, read *sql.DB, err error) {
	path := strings.TrimPrefix(address, "sqlite://")
	if err := restrict(path); err != nil {
		return nil, nil, err
	}
	write, err = openFile(path, forEveryConnection+"&_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"+
		"&_pragma=secure_delete(1)", 1)
	if err != nil {
		return nil, nil, err
	}
	// The writer goes first: it is the one that may have to bring the file up after a crash.
	if err := write.Ping(); err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read, err = openFile(path, forEveryConnection+"&_pragma=query_only(1)", max(4, runtime.NumCPU()))
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	return write, read, nil
}

// forEveryConnection are the settings of all connections to a file.
const forEveryConnection = "_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=temp_store(2)&_dqs=0"

// openSQLiteReading opens a file that is there, and only reads: it neither makes nor mends anything, and folds no
// write-ahead log into the file when it closes.
func openSQLiteReading(address string) (*sql.DB, error) {
	return openFile(strings.TrimPrefix(address, "sqlite://"), forEveryConnection+"&mode=ro&_pragma=query_only(1)", 2)
}

func openFile(path, settings string, connections int) (*sql.DB, error) {
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// restrict makes the file if it is not there, and in any case readable by its owner only; SQLite gives the files
// beside it (-wal, -shm) the same mode.
func restrict(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// scrubSQLite empties the write-ahead log. It waits a quarter of a second for readers, then gives up: true means
// that the log is empty.
func scrubSQLite(ctx context.Context, write *sql.DB) (done bool) {
	conn, err := write.Conn(ctx)
	if err != nil {
		return false
	}
	defer func() { done = conn.Close() == nil && done }()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 250"); err != nil {
		return false
	}
	var blocked, frames, folded int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&blocked, &frames, &folded)
	if _, again := conn.ExecContext(ctx, "PRAGMA busy_timeout = 5000"); again != nil {
		return false
	}
	return err == nil && blocked == 0
}

// sortSQLite reads the primary result code, and the extended one where the primary says too little.
func sortSQLite(err error) trouble {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return sortFile(err)
	}
	switch e.Code() & 0xff {
	case code.SQLITE_FULL:
		return diskFull
	case code.SQLITE_CORRUPT, code.SQLITE_NOTADB:
		return damaged
	case code.SQLITE_BUSY, code.SQLITE_LOCKED:
		return busy
	case code.SQLITE_READONLY, code.SQLITE_CANTOPEN, code.SQLITE_PERM, code.SQLITE_AUTH:
		return denied
	case code.SQLITE_IOERR, code.SQLITE_NOMEM:
		return failing
	case code.SQLITE_TOOBIG:
		return tooBig
	}
	switch e.Code() {
	case code.SQLITE_CONSTRAINT_UNIQUE, code.SQLITE_CONSTRAINT_PRIMARYKEY:
		return duplicate
	}
	return unknown
}

// sortFile sorts what the file system said before SQLite was asked.
func sortFile(err error) trouble {
	var at *fs.PathError
	switch {
	case isDiskFull(err):
		return diskFull
	case errors.As(err, &at):
		return denied
	}
	return unknown
}
