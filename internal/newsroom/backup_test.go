package newsroom

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"livebrief/internal/brief"
)

// command runs a command line and gives its exit code and what it said.
func command(t testing.TB, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(t.Context(), args, Streams{In: strings.NewReader(""), Out: &o, Err: &e, Progress: io.Discard})
	return code, o.String(), e.String()
}

// mustCommand is command for one that has to work.
func mustCommand(t testing.TB, args ...string) string {
	t.Helper()
	code, out, errs := command(t, args...)
	if code != exitOK {
		t.Fatalf("livebrief %s: exit %d, %s", strings.Join(args, " "), code, errs)
	}
	return out
}

// serving runs a newsroom on a data folder; the function that is given back stops it.
func serving(t testing.TB, data, store string) (*Room, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	room, err := Open(ctx, data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", Store: store}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			cancel()
			if err := errors.Join(<-done, room.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(data, deskFileName)); err != nil {
		t.Fatal(err)
	}
	return room, stop
}

// sampleFolder makes a data folder with the sample in it that nobody serves.
func sampleFolder(t testing.TB) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err == nil {
		err = errors.Join(room.loadSample(t.Context()), room.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// identity makes an age identity: its file and its recipient.
func identity(t testing.TB) (file, recipient string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "identity")
	if err := os.WriteFile(file, []byte("# made for a test\n"+id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, id.Recipient().String()
}

func contentOf(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// unpacked gives the lines of a backup that is not encrypted.
func unpacked(t testing.TB, raw []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(raw[len("livebrief backup 1\n") : len(raw)-72]))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestBackupHoldsNoKeyAndNoTokenAndASealedOneShowsNothing looks for the keys, the token and a canary in backups of
// either kind, and brings the keys back from a sealed one.
func TestBackupHoldsNoKeyAndNoTokenAndASealedOneShowsNothing(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	room, stop := serving(t, data, "")
	publishForTest(t, room.commands(t), "Canary of the backup")
	id, recipient := identity(t)
	plain, sealed, whole := filepath.Join(dir, "plain"), filepath.Join(dir, "sealed"), filepath.Join(dir, "whole")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	mustCommand(t, "--data", data, "backup", "--to", sealed, "--age", recipient)
	if out := mustCommand(t, "--data", data, "backup", "--to", whole, "--age", recipient, "--with-keys"); !strings.Contains(out, "encrypted, with 2 keys") {
		t.Errorf("said %q", out)
	}
	stop()
	keys, err := readKeys(filepath.Join(data, keysName))
	if err != nil || len(keys) != 2 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	left, err := (&folder{path: data}).readDesk()
	if err != nil || left.Token == "" {
		t.Fatal("there is no token", err)
	}
	secrets := []string{left.Token}
	for _, text := range keys {
		parts := strings.SplitN(strings.TrimSpace(text), "+", 5) // PRIVATE+KEY+name+hash+key, of which the key may hold a + too
		secrets = append(secrets, text, parts[len(parts)-1])
	}
	lines := unpacked(t, contentOf(t, plain))
	if !bytes.Contains(lines, []byte("Canary of the backup")) {
		t.Error("the backup does not hold what was published")
	}
	for _, secret := range secrets {
		if bytes.Contains(lines, []byte(secret)) {
			t.Error("a key or a token is in the backup")
		}
	}
	for _, name := range []string{plain, sealed, whole} {
		raw := contentOf(t, name)
		for _, word := range append(secrets, "Canary of the backup", "briefings") {
			if bytes.Contains(raw, []byte(word)) {
				t.Errorf("%q can be read in %s", word, filepath.Base(name))
			}
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the backup has the mode %v, %v", info.Mode(), err)
		}
	}
	again := filepath.Join(dir, "again")
	mustCommand(t, "--data", again, "restore", whole, "--identity", id)
	back, err := readKeys(filepath.Join(again, keysName))
	if err != nil || len(back) != 2 {
		t.Errorf("%d keys came back, %v", len(back), err)
	}
	for name, text := range keys {
		if back[name] != text {
			t.Error("a key came back as another")
		}
	}
	without := filepath.Join(dir, "without")
	mustCommand(t, "--data", without, "restore", sealed, "--identity", id)
	if back, err := readKeys(filepath.Join(without, keysName)); err != nil || len(back) != 0 {
		t.Errorf("%d keys came out of a backup without them, %v", len(back), err)
	}
}

// TestSSHKeysAndFilesOfRecipientsSeal encrypts for an SSH key and for two recipients in a file; each opens it.
func TestSSHKeysAndFilesOfRecipientsSeal(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not installed: encrypting for SSH keys is skipped")
	}
	data, dir := sampleFolder(t), t.TempDir()
	ssh := filepath.Join(dir, "ssh")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	id, recipient := identity(t)
	list := filepath.Join(dir, "recipients")
	if err := os.WriteFile(list, []byte("# two\n\n"+recipient+"\n"+string(contentOf(t, ssh+".pub"))), 0o600); err != nil {
		t.Fatal(err)
	}
	sealed := filepath.Join(dir, "sealed")
	mustCommand(t, "--data", data, "backup", "--to", sealed, "--age-file", list)
	for i, by := range []string{id, ssh} {
		mustCommand(t, "--data", filepath.Join(dir, fmt.Sprint("new", i)), "restore", sealed, "--identity", by)
	}
}

// TestRedactedTextIsInNoLaterBackup redacts a canary and looks for it.
func TestRedactedTextIsInNoLaterBackup(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	room, _ := serving(t, data, "")
	cl := room.commands(t)
	made := publishForTest(t, cl, "Canary that a court forbids")
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	mustCommand(t, "--data", data, "backup", "--to", before)
	if err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/redactions", ifMatch: revision(made.Entry.Rev),
		body: map[string]any{"item": made.Entry.Item, "class": "law", "reason": "A court forbids it."}}, nil); err != nil {
		t.Fatal(err)
	}
	mustCommand(t, "--data", data, "backup", "--to", after)
	if !bytes.Contains(unpacked(t, contentOf(t, before)), []byte("a court forbids")) {
		t.Error("the text is not in the backup before")
	}
	if bytes.Contains(unpacked(t, contentOf(t, after)), []byte("a court forbids")) {
		t.Error("the removed text is in the backup")
	}
}

// TestBackupGoesFromDatabaseToDatabase carries a newsroom from SQLite to PostgreSQL and back: readers see the same
// page, and the record goes on.
func TestBackupGoesFromDatabaseToDatabase(t *testing.T) {
	t.Parallel()
	first, dir := sampleFolder(t), t.TempDir()
	room, stop := serving(t, first, "")
	publishForTest(t, room.commands(t), "Written on SQLite")
	page, _ := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en")
	checkpoint := filepath.Join(dir, "checkpoint")
	saveCheckpoint(t, room, checkpoint)
	id, recipient := identity(t)
	backup1, backup2 := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	mustCommand(t, "--data", first, "backup", "--to", backup1, "--age", recipient, "--with-keys")
	stop()

	server, second := cluster.Database(t), filepath.Join(dir, "second")
	mustCommand(t, "--data", second, "restore", backup1, "--store", server, "--identity", id, "--checkpoint", checkpoint)
	if code, _, errs := command(t, "--data", filepath.Join(dir, "other"), "restore", backup1, "--store", server, "--identity", id); code != exitCannotWrite || !strings.Contains(errs, "the database is not empty") {
		t.Errorf("exit %d: %s", code, errs)
	}
	room, stop = serving(t, second, server)
	again, _ := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en")
	if !bytes.Equal(page, again) {
		t.Error("readers see another page")
	}
	publishForTest(t, room.commands(t), "Written on PostgreSQL")
	saveCheckpoint(t, room, checkpoint)
	mustCommand(t, "--data", second, "backup", "--to", backup2)
	stop()

	third := filepath.Join(dir, "third")
	copyKeys(t, second, third)
	mustCommand(t, "--data", third, "restore", backup2, "--checkpoint", checkpoint)
	room, stop = serving(t, third, "")
	publishForTest(t, room.commands(t), "Written on SQLite again")
	if page, _ := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en"); !bytes.Contains(page, []byte("Written on PostgreSQL")) {
		t.Error("what was written on PostgreSQL is lost")
	}
	stop()
	mustCommand(t, "--data", third, "check")
}

func saveCheckpoint(t testing.TB, room *Room, to string) {
	t.Helper()
	res, err := http.Get(room.ReadersURL() + "/ukraine/record/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil {
		err = os.WriteFile(to, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func copyKeys(t testing.TB, from, to string) {
	t.Helper()
	keys, err := readKeys(filepath.Join(from, keysName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(to, keysName), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range keys {
		if err := os.WriteFile(filepath.Join(to, keysName, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBackupBesidePublishing makes backups by the API while people publish; each restores to what it was of.
func TestBackupBesidePublishing(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	room, stop := serving(t, data, "")
	cl := room.commands(t)
	ended, stopPublishing := make(chan int), make(chan struct{})
	go func() {
		n := 0
		for {
			select {
			case <-stopPublishing:
				ended <- n
				return
			default:
			}
			if _, err := tryPublish(t, cl, fmt.Sprint("Beside a backup ", n)); err != nil {
				t.Error(err)
			}
			n++
		}
	}()
	for i := range 3 {
		mustCommand(t, "--data", data, "backup", "--to", filepath.Join(dir, fmt.Sprint("b", i)))
	}
	close(stopPublishing)
	published := <-ended
	stop()
	var last brief.Seq
	for i := range 3 {
		again := filepath.Join(dir, fmt.Sprint("new", i))
		out := mustCommand(t, "--data", again, "restore", filepath.Join(dir, fmt.Sprint("b", i)))
		var entries brief.Seq
		if _, err := fmt.Sscanf(out, "ukraine: %d entries", &entries); err != nil || entries < last {
			t.Errorf("%d entries after %d, %v", entries, last, err)
		}
		last = entries
	}
	if published == 0 {
		t.Error("nobody published")
	}
}
