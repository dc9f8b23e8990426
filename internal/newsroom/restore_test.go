package newsroom

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRestoreGoesOverWhatACutOneLeft begins again where the power went while a database was being filled.
func TestRestoreGoesOverWhatACutOneLeft(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	plain, target := filepath.Join(dir, "plain"), filepath.Join(dir, "new")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	if err := os.MkdirAll(filepath.Join(target, keysName), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"lock", ".restoring-livebrief.db", ".restoring-livebrief.db-wal", ".restoring-livebrief.db-shm"} {
		if err := os.WriteFile(filepath.Join(target, name), bytes.Repeat([]byte("half "), 1000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustCommand(t, "--data", target, "restore", plain)
	copyKeys(t, data, target)
	mustCommand(t, "--data", target, "check")
	list, err := filepath.Glob(filepath.Join(target, ".restoring*"))
	if err != nil || len(list) != 0 {
		t.Errorf("left behind %v, %v", list, err)
	}
}

// TestRestoreTellsKeysOfOthers hands in a key of another newsroom in the place of the right one: nothing is kept, in a
// file or on a server.
func TestRestoreTellsKeysOfOthers(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	plain := filepath.Join(dir, "plain")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	keys, err := readKeys(filepath.Join(data, keysName))
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := readKeys(filepath.Join(sampleFolder(t), keysName))
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "new")
	if err := os.MkdirAll(filepath.Join(target, keysName), 0o700); err != nil {
		t.Fatal(err)
	}
	for name := range keys {
		for _, text := range foreign {
			if err := os.WriteFile(filepath.Join(target, keysName, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	server := cluster.Database(t)
	for _, store := range []string{"", server} {
		code, _, errs := command(t, "--data", target, "restore", plain, "--store", store)
		if code != exitInput || !strings.Contains(errs, "is not signed with the key that is here") {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	if _, err := os.Stat(filepath.Join(target, "livebrief.db")); err == nil {
		t.Error("a database was kept")
	}
	mustCommand(t, "--data", filepath.Join(dir, "other"), "restore", plain, "--store", server)
}

// TestOldCopyOfTheFolderOfKeysReleasesNothing restores beside keys that were copied with what readers had seen by then.
func TestOldCopyOfTheFolderOfKeysReleasesNothing(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	plain, target := filepath.Join(dir, "plain"), filepath.Join(dir, "new")
	if err := os.CopyFS(filepath.Join(target, keysName), os.DirFS(filepath.Join(data, keysName))); err != nil {
		t.Fatal(err)
	}
	room, stop := serving(t, data, "")
	publishForTest(t, room.commands(t), "In the backup")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	publishForTest(t, room.commands(t), "Seen by readers")
	stop()
	if out := mustCommand(t, "--data", target, "restore", plain); !strings.Contains(out, "held") || !strings.Contains(out, "nobody has shown") {
		t.Errorf("said %q", out)
	}
	room, stop = serving(t, target, "")
	heldForTest(t, room, "nobody has shown")
	stop()

	// One that knows more than the backup is believed, and stays.
	ahead := filepath.Join(dir, "ahead")
	if err := os.CopyFS(filepath.Join(ahead, keysName), os.DirFS(filepath.Join(data, keysName))); err != nil {
		t.Fatal(err)
	}
	if out := mustCommand(t, "--data", ahead, "restore", plain); !strings.Contains(out, "and readers have seen") {
		t.Errorf("said %q", out)
	}
}

// TestShownThatCannotBeJudgedReleasesNothing shows a good checkpoint together with something that is none, or a damaged
// mirror: the briefing stays held, and the restore stands.
func TestShownThatCannotBeJudgedReleasesNothing(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	room, stop := serving(t, data, "")
	checkpoint, plain, copied := filepath.Join(dir, "checkpoint"), filepath.Join(dir, "plain"), filepath.Join(dir, "copy.zip")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	saveCheckpoint(t, room, checkpoint)
	publishForTest(t, room.commands(t), "Seen by readers")
	mustCommand(t, "--data", data, "export", "--briefing", "ukraine", "--to", copied)
	stop()
	bad := filepath.Join(dir, "bad")
	raw := contentOf(t, checkpoint)
	lines := bytes.SplitAfterN(raw, []byte("\n"), 3)
	if err := os.WriteFile(bad, slices.Concat(lines[0], []byte("9"), lines[1], lines[2]), 0o600); err != nil { // another length
		t.Fatal(err)
	}
	spoilt := contentOf(t, copied)
	spoilt[len(spoilt)/2] ^= 1
	if err := os.WriteFile(copied, spoilt, 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "new")
	copyKeys(t, data, target)
	code, _, errs := command(t, "--data", target, "restore", plain, "--checkpoint", checkpoint, "--checkpoint", bad)
	if code != exitInput || !strings.Contains(errs, "damaged or forged") || !strings.Contains(errs, "The backup is restored") {
		t.Errorf("exit %d: %s", code, errs)
	}
	code, _, errs = command(t, "--data", target, "restore", "--release", "--checkpoint", checkpoint, "--mirror", copied)
	if code != exitInput || !strings.Contains(errs, "is not taken: tampered") {
		t.Errorf("exit %d: %s", code, errs)
	}
	room, stop = serving(t, target, "")
	heldForTest(t, room, "nobody has shown")
	stop()
	mustCommand(t, "--data", target, "restore", "--release", "--checkpoint", checkpoint)
	room, _ = serving(t, target, "")
	publishForTest(t, room.commands(t), "Released")
}
