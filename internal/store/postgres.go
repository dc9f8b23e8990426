package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"livebrief/internal/brief"
)

func postgresDialect() dialect {
	as := "livebrief-" + rand.Text()
	return dialect{name: "postgres", goose: goose.DialectPostgres,
		open:        func(address string) (write, read *sql.DB, err error) { return openPostgres(address, as) },
		openReading: openPostgresReading, session: as, transact: transactPostgres, patience: 30 * time.Second,
		lock: func(ctx context.Context, address string, wait bool) (*session, error) {
			return lockPostgres(ctx, address, as, wait)
		},
		probe:  "SELECT 'ok'",
		probed: "it answers; its files and indexes are for PostgreSQL's own pg_amcheck", sort: sortPostgres,
		moment: sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, numbered: true,
		overriding: "OVERRIDING SYSTEM VALUE ",
		renumber:   "SELECT setval(pg_get_serial_sequence('%[1]s', 'n'), (SELECT MAX(n) FROM %[1]s))"}
}

// openPostgres opens one pool that reads and writes; a transaction locks the briefing it appends to.
func openPostgres(address, as string) (write, read *sql.DB, err error) {
	config, err := parsePostgres(address)
	if err != nil {
		return nil, nil, err
	}
	config.RuntimeParams["application_name"] = as
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(planByIndex))
	connections := max(16, 4*runtime.NumCPU())
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, db, nil
}

// planByIndex keeps a connection from plans that were made while a table was small: such a plan, kept for a statement or for
// the check of a foreign key, would read the whole of what has grown since. Every statement here has its index.
func planByIndex(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET enable_seqscan = off; SET jit = off")
	return err
}

// openPostgresReading opens a small pool whose transactions can only read.
func openPostgresReading(address string) (*sql.DB, error) {
	config, err := parsePostgres(address)
	if err != nil {
		return nil, err
	}
	// It is said after connecting: an address with two hosts may ask for the one that takes changes.
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SET default_transaction_read_only = on")
		return err
	}))
	db.SetMaxOpenConns(2)
	db.SetMaxIdleConns(2)
	return db, nil
}

func parsePostgres(address string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The cause repeats the address, of which only the password is blanked; it stays out of the sentence.
		return nil, &brief.Error{Kind: brief.KindInvalid, What: "the address of the database is not understood",
			Do: "write postgres://user@host/name", Err: err}
	}
	if !strings.Contains(address, "connect_timeout") {
		config.ConnectTimeout = connectPatience
	}
	// A server that lost its network says nothing: the kernel finds out, also on a connection that waits for an answer.
	dialer := net.Dialer{Timeout: config.ConnectTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 5 * time.Second, Count: 3}}
	config.DialFunc = dialer.DialContext
	return config, nil
}

// connectPatience is how long one of the hosts of an address may take to answer.
const connectPatience = 5 * time.Second

// sortPostgres reads the SQLSTATE, by its class where the class says enough.
func sortPostgres(err error) trouble {
	var answer *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.As(err, &answer):
		return sortState(answer.Code)
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, driver.ErrBadConn), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return unreachable
	}
	return unknown
}

func sortState(state string) trouble {
	switch state {
	case "53100":
		return diskFull
	case "23505":
		return duplicate
	case "42501", "28000", "28P01", "3D000":
		return denied
	case "25006":
		return readOnly
	case "40001", "40P01", "55P03", "57014":
		return busy
	case "54000":
		return tooBig
	}
	if len(state) != 5 {
		return unknown
	}
	switch state[:2] {
	case "08", "57":
		return unreachable
	case "53":
		return busy
	case "58":
		return failing
	case "XX":
		return damaged
	}
	return unknown
}
