package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"livebrief/internal/brief"
)

func TestFullDiskIsSaidAndNothingIsLost(t *testing.T) {
	h := openFileIn(t)
	ctx := context.Background()
	h.begin("flood", false)
	var pages int
	if err := h.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := h.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+2)); err != nil {
		t.Fatal(err)
	}
	long := h.act(brief.Publish, "a", 0, strings.Repeat("Rain. ", 10_000))
	_, err := h.Append(ctx, long)
	refused(t, err, brief.KindUnavailable, "the disk is full; free space and try again, nothing was lost")
	_, _, err = h.AddReport(ctx, brief.Report{Raw: bytes.Repeat([]byte("Rain. "), 10_000)})
	refused(t, err, brief.KindUnavailable, "the disk is full")
	if _, err := h.write.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if e := h.must(long)[0]; e.Seq != 2 {
		t.Errorf("with space again the entry is %d, want 2", e.Seq)
	}
	if err := h.Check(ctx); err != nil {
		t.Error(err)
	}
}

// spoil closes the store and overwrites the page of the file in which a table begins.
func (h *house) spoil(table string) {
	h.t.Helper()
	var page, size int64
	if err := h.write.QueryRow("SELECT rootpage FROM sqlite_master WHERE name = ?", table).Scan(&page); err != nil {
		h.t.Fatal(err)
	}
	if err := h.write.QueryRow("PRAGMA page_size").Scan(&size); err != nil {
		h.t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		h.t.Fatal(err)
	}
	file, err := os.OpenFile(h.url, os.O_RDWR, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = file.WriteAt(bytes.Repeat([]byte{0x5a}, int(size)), (page-1)*size)
	if err := errors.Join(err, file.Close()); err != nil {
		h.t.Fatal(err)
	}
}

func TestDamagedFileIsSaid(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := openFileIn(t)
	h.begin("flood", false)
	h.spoil("entries")
	s, err := Open(ctx, h.url, Options{Signers: h.signer})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	refused(t, s.Check(ctx), brief.KindOther, "the database file is damaged; restore the last backup")
	_, err = s.Entries(ctx, "flood", 1, 100)
	refused(t, err, brief.KindUnavailable, "the database is damaged; run `livebrief check`")
	_, err = s.Append(ctx, h.act(brief.Publish, "a", 0, "One"))
	refused(t, err, brief.KindUnavailable, "the database is damaged")

	h = openFileIn(t)
	h.spoil("goose_db_version")
	_, err = Open(ctx, h.url, Options{})
	refused(t, err, brief.KindUnavailable, "the database is damaged; run `livebrief check`")
}

func TestSecondProcessIsWaitedForAndThenNamed(t *testing.T) {
	h := openFileIn(t)
	h.begin("flood", false)
	other, err := openFile(h.url, "_txlock=immediate", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var timeout int
	if err := h.write.QueryRow("PRAGMA busy_timeout").Scan(&timeout); err != nil || timeout != 5000 {
		t.Errorf("a busy database is waited for %d ms, %v", timeout, err)
	}
	if _, err := h.write.Exec("PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	hold, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Append(context.Background(), h.act(brief.Publish, "a", 0, "One"))
	refused(t, err, brief.KindUnavailable, "the database is busy; try again in a moment, nothing was lost")
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	h.must(h.act(brief.Publish, "a", 0, "One"))
}

func TestEndedContextIsRecognised(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := h.Append(ctx, h.act(brief.Publish, "a", 0, "One"))
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if _, err := h.Entries(ctx, "flood", 1, 1); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		h.must(h.act(brief.Publish, "a", 0, "One"))
	})
}

// driverError stands for an error of PostgreSQL with that state.
func driverError(state string) error {
	return fmt.Errorf("asking: %w", &pgconn.PgError{Code: state, Message: "secret detail"})
}

func TestEveryTroubleHasAKindAndASentence(t *testing.T) {
	postgres, sqlite := &Store{dialect: postgresDialect()}, &Store{dialect: sqliteDialect()}
	for _, c := range []struct {
		s     *Store
		err   error
		kind  brief.Kind
		words string
	}{
		{postgres, driverError("53100"), brief.KindUnavailable, "the disk is full"},
		{postgres, driverError("53300"), brief.KindUnavailable, "busy"},
		{postgres, driverError("40P01"), brief.KindUnavailable, "busy"},
		{postgres, driverError("23505"), brief.KindConflict, "at the same moment"},
		{postgres, driverError("42501"), brief.KindUnavailable, "who may write"},
		{postgres, driverError("57P01"), brief.KindUnavailable, "does not answer"},
		{postgres, driverError("08006"), brief.KindUnavailable, "does not answer"},
		{postgres, driverError("58030"), brief.KindUnavailable, "the disk or the memory"},
		{postgres, driverError("XX001"), brief.KindUnavailable, "damaged"},
		{postgres, driverError("54000"), brief.KindInvalid, "too large"},
		{postgres, fmt.Errorf("asking: %w", driver.ErrBadConn), brief.KindUnavailable, "does not answer"},
		{postgres, fmt.Errorf("asking: %w", io.ErrUnexpectedEOF), brief.KindUnavailable, "does not answer"},
		{postgres, &url.Error{Err: syscall.ECONNREFUSED}, brief.KindUnavailable, "does not answer"},
		{sqlite, &fs.PathError{Err: syscall.ENOSPC}, brief.KindUnavailable, "the disk is full"},
		{sqlite, &fs.PathError{Err: syscall.EDQUOT}, brief.KindUnavailable, "the disk is full"},
		{sqlite, &fs.PathError{Err: syscall.EACCES}, brief.KindUnavailable, "who may write"},
		{sqlite, brief.NotFound("nothing there", ""), brief.KindNotFound, "nothing there"},
	} {
		err := c.s.explain("asking", c.err)
		refused(t, err, c.kind, c.words)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the sentence tells what the server said: %v", err)
		}
		if !errors.Is(err, c.err) {
			t.Errorf("the cause of %v is lost for the log", err)
		}
	}
	for _, err := range []error{driverError("42601"), driverError("?"), sql.ErrTxDone} {
		if got := postgres.explain("asking", err); brief.KindOf(got) != brief.KindOther || !errors.Is(got, err) {
			t.Error(describe(got))
		}
	}
	if postgres.explain("asking", nil) != nil {
		t.Error("no error became one")
	}
}

func TestServerThatGoesAwayIsSaid(t *testing.T) {
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	admin, err := sql.Open("pgx", h.url)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	tx, err := h.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec("SELECT 1")
	refused(t, h.explain("asking", err), brief.KindUnavailable, "does not answer")
	_ = tx.Rollback() // the connection is gone
	// The pool finds its way back by itself.
	h.must(h.act(brief.Publish, "a", 0, "One"))
}
