package newsroom

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStoreMovesToPostgresAndBack takes a newsroom to PostgreSQL and back, publishing on the way.
func TestStoreMovesToPostgresAndBack(t *testing.T) {
	t.Parallel()
	data := sampleFolder(t)
	file, server := filepath.Join(data, "livebrief.db"), cluster.Database(t)
	out := mustCommand(t, "--data", data, "migrate", "--from", file, "--to", server)
	if !strings.Contains(out, "ukraine: ") || !strings.Contains(out, "the same in both") {
		t.Error(out)
	}
	room, stop := serving(t, data, server)
	publishForTest(t, room.commands(t), "Published on the server")
	publishForTest(t, room.commands(t), "And once more")

	// Nobody moves what is served, whatever folder is named.
	code, _, said := command(t, "--data", t.TempDir(), "migrate", "--from", server, "--to", filepath.Join(t.TempDir(), "x.db"))
	if code != exitUnavailable || !strings.Contains(said, "a livebrief writes to that database; stop the server") {
		t.Errorf("exit %d: %s", code, said)
	}
	code, _, said = command(t, "--data", t.TempDir(), "migrate", "--from", file, "--to", server)
	if code != exitCannotWrite || !strings.Contains(said, "in use by another livebrief") {
		t.Errorf("exit %d: %s", code, said)
	}
	stop()

	// A database that holds something stays as it is.
	other := sampleFolder(t)
	code, _, said = command(t, "--data", other, "migrate", "--from", filepath.Join(other, "livebrief.db"), "--to", server)
	if code != exitCannotWrite || !strings.Contains(said, "the database is not empty") {
		t.Errorf("exit %d: %s", code, said)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	mustCommand(t, "--data", data, "migrate", "--from", server, "--to", back)
	room, stop = serving(t, data, back)
	publishForTest(t, room.commands(t), "Published on the file")
	for _, words := range []string{"Published on the server", "And once more", "Published on the file"} {
		if !shows(t, room, words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if err := room.store.Check(t.Context()); err != nil {
		t.Error(err)
	}
	stop()
}

// TestDamagedStoreDoesNotMove changes a byte of an entry: nothing of it arrives, on either kind of database.
func TestDamagedStoreDoesNotMove(t *testing.T) {
	data := sampleFolder(t)
	file, server := filepath.Join(data, "livebrief.db"), cluster.Database(t)
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE bodies SET salt = zeroblob(32) WHERE seq = 3"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "new.db")
	for _, to := range []string{server, fresh} {
		code, _, said := command(t, "--data", data, "migrate", "--from", file, "--to", to)
		if code != exitInput || !strings.Contains(said, "does not stand up to its check") || !strings.Contains(said, "entry 3") {
			t.Errorf("exit %d: %s", code, said)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(fresh)); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	pg, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	var entries int
	if err := pg.QueryRow("SELECT COUNT(*) FROM entries").Scan(&entries); err != nil || entries != 0 {
		t.Errorf("%d entries arrived, %v", entries, err)
	}
}

func TestMigrateSaysWhatItCannotReach(t *testing.T) {
	data := sampleFolder(t)
	file := filepath.Join(data, "livebrief.db")
	for name, c := range map[string]struct {
		from, to string
		code     int
		says     string
	}{
		"no server":       {file, "postgres://u:secret@127.0.0.1:1/db", exitUnavailable, "the database server does not answer"},
		"from no server":  {"postgres://u:secret@127.0.0.1:1/db", filepath.Join(t.TempDir(), "x.db"), exitUnavailable, "the database server does not answer"},
		"no file":         {filepath.Join(data, "none.db"), filepath.Join(t.TempDir(), "x.db"), exitInput, "there is no database at"},
		"onto itself":     {file, file, exitCannotWrite, "there is a database at"},
		"into the desert": {file, filepath.Join(t.TempDir(), "no", "x.db"), exitCannotWrite, "there is no folder"},
	} {
		code, _, said := command(t, "--data", data, "migrate", "--from", c.from, "--to", c.to)
		if code != c.code || !strings.Contains(said, c.says) || strings.Contains(said, "secret") {
			t.Errorf("%s: exit %d, want %d: %s", name, code, c.code, said)
		}
	}
}
