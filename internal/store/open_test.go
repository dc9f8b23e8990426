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
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"livebrief/internal/brief"
)

func TestFilesAreReadableByTheirOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brief.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	h := openAt(t, path)
	h.begin("flood", false)
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) != 3 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(file), info.Mode(), err)
		}
	}
}

func TestAddressesThatOpen(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for address, file := range map[string]string{
		"plain.db":                         "plain.db",
		"sqlite://" + folder + "/slash.db": "slash.db",
		"sqlite://relative.db":             "relative.db",
		"what? 100% #1.db":                 "what? 100% #1.db",
		"наводнение.db":                    "наводнение.db",
	} {
		s, err := Open(context.Background(), address, Options{})
		if err != nil {
			t.Error(address, err)
			continue
		}
		if err := errors.Join(s.Ping(context.Background()), s.Close()); err != nil {
			t.Error(address, err)
		}
		if _, err := os.Stat(filepath.Join(folder, file)); err != nil {
			t.Error(address, err)
		}
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "letter.db"), []byte(strings.Repeat("Dear desk, ", 900)), 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]struct {
		kind  brief.Kind
		words string
	}{
		"":                                     {brief.KindInvalid, "not understood"},
		"sqlite://":                            {brief.KindInvalid, "not understood"},
		"mysql://root:secret@host/db":          {brief.KindInvalid, "write a path"},
		"a\x00b":                               {brief.KindInvalid, "not understood"},
		"postgres://u:secret@host:port/db":     {brief.KindInvalid, "write postgres://user@host/name"},
		"postgres://u:secret@127.0.0.1:1/db":   {brief.KindUnavailable, "does not answer"},
		filepath.Join(folder, "no/brief.db"):   {brief.KindUnavailable, "check that it exists"},
		folder:                                 {brief.KindUnavailable, "cannot be opened"},
		filepath.Join(folder, "letter.db"):     {brief.KindUnavailable, "the database is damaged; run `livebrief check`"},
		"postgres:///nowhere?host=" + folder:   {brief.KindUnavailable, "does not answer"},
		"postgresql://u:secret@[::1]:1/nodata": {brief.KindUnavailable, "does not answer"},
	} {
		_, err := Open(context.Background(), address, Options{})
		refused(t, err, want.kind, want.words)
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the sentence repeats a password: %v", err)
		}
	}
}

func TestDatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		if _, err := h.write.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)`); err != nil {
			t.Fatal(err)
		}
		_, err := Open(context.Background(), h.url, Options{})
		refused(t, err, brief.KindInvalid, "written by a newer livebrief (tables 99, this one knows 1); install the newer version again")
	})
}

func TestOpeningAgainKeepsEverything(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		again := openAt(t, h.url)
		if e := again.must(again.act(brief.Update, "a", 1, "Two"))[0]; e.Seq != 3 || e.Prev != 2 {
			t.Errorf("%+v", e)
		}
		again.verify("flood")
	})
}

func TestManyCanOpenAFreshDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	address := cluster.Database(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			s, err := Open(context.Background(), address, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

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

func TestSettingsOfTheFile(t *testing.T) {
	h := openFileIn(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "foreign_keys": "1"} {
		var got string
		if err := h.write.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
	if _, err := h.read.Exec("DELETE FROM briefings"); err == nil {
		t.Error("the pool that reads can write")
	}
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

func TestTimesAreKeptInMilliseconds(t *testing.T) {
	zone := time.FixedZone("", 3600)
	got := moment(millis(time.Date(1969, 7, 20, 21, 17, 40, 123_999_999, zone)))
	if want := time.Date(1969, 7, 20, 20, 17, 40, 123_000_000, time.UTC); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if !moment(millis(time.Time{})).IsZero() || !keep(time.Time{}).IsZero() {
		t.Error("no time became one")
	}
}
