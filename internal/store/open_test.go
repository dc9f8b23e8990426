package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

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
		refused(t, err, brief.KindInvalid, "written by a newer livebrief (tables 99, this one knows 8); install the newer version again")
	})
}

// TestReadingBesideAWriterChangesNothing reads what is written meanwhile and is refused whatever would write.
func TestReadingBesideAWriterChangesNothing(t *testing.T) {
	refusal := map[string]string{"sqlite": "cannot be opened for reading and writing", "postgres": "the database takes no changes"}
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		r, err := OpenReading(ctx, h.url, h.options())
		if err != nil {
			t.Fatal(err)
		}
		h.must(h.act(brief.Publish, "a", 0, "One"))
		if err := r.Check(ctx); err != nil {
			t.Error(err)
		}
		if head, err := r.Head(ctx, "flood"); err != nil || head != 2 {
			t.Errorf("head %d, %v", head, err)
		}
		_, err = r.Append(ctx, h.act(brief.Update, "a", 1, "Two"))
		refused(t, err, brief.KindUnavailable, refusal[h.dialect.name])
		refused(t, r.SaveSnapshot(ctx, "flood", 2, []byte("state")), brief.KindUnavailable, refusal[h.dialect.name])
		if _, err := r.read.Exec("DELETE FROM snapshots"); err == nil {
			t.Error("a statement that writes was taken")
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		h.must(h.act(brief.Update, "a", 1, "Two"))
		h.verify("flood")
	})
}

func TestReadingNeitherMakesNorBringsUpTables(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "brief.db")
	_, err := OpenReading(context.Background(), missing, Options{})
	refused(t, err, brief.KindUnavailable, "check that it exists")
	if _, err := os.Stat(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was made: %v", err)
	}
	onBoth(t, func(t *testing.T, h *house) {
		for _, c := range []struct{ change, says string }{
			{`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)`, "written by a newer livebrief (tables 99, this one knows 8)"},
			{`DELETE FROM goose_db_version WHERE version_id > 0`, "are those of an older livebrief (tables 0, this one knows 8); use the version that serves them"},
		} {
			if _, err := h.write.Exec(c.change); err != nil {
				t.Fatal(err)
			}
			_, err := OpenReading(context.Background(), h.url, Options{})
			refused(t, err, brief.KindInvalid, c.says)
		}
	})
}

func TestOpeningAgainKeepsEverything(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
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
