package newsroom

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestBackupThatIsNoneLeavesNothingBehind hands in what is no backup: a sentence, an exit code, and no data folder.
func TestBackupThatIsNoneLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	data, dir := sampleFolder(t), t.TempDir()
	id, recipient := identity(t)
	other, _ := identity(t)
	plain, sealed := filepath.Join(dir, "plain"), filepath.Join(dir, "sealed")
	mustCommand(t, "--data", data, "backup", "--to", plain)
	mustCommand(t, "--data", data, "backup", "--to", sealed, "--age", recipient, "--with-keys")
	raw, locked := contentOf(t, plain), contentOf(t, sealed)
	flipped := func(raw []byte, i int) []byte {
		bad := bytes.Clone(raw)
		bad[i] ^= 1 << (i % 8)
		return bad
	}
	type attempt struct {
		raw  []byte
		args []string
		code int
		says string
	}
	newer := bytes.Replace(raw, []byte("livebrief backup 1"), []byte("livebrief backup 2"), 1)
	attempts := map[string]attempt{
		"nothing":             {nil, nil, exitInput, "not a backup"},
		"a text":              {[]byte("Dear reader,\n"), nil, exitInput, "not a backup"},
		"newer":               {newer, nil, exitInput, "newer livebrief"},
		"half":                {raw[:len(raw)/2], nil, exitInput, "damaged: it ends too early, in the table"},
		"without its end":     {raw[:len(raw)-1], nil, exitInput, "damaged"},
		"no identity":         {locked, nil, exitUsage, "--identity"},
		"another identity":    {locked, []string{"--identity", other}, exitInput, "somebody else"},
		"no file of identity": {locked, []string{"--identity", plain + "x"}, exitUsage, "cannot be read"},
		"identity is none":    {locked, []string{"--identity", plain}, exitUsage, "no age identity"},
		"sealed half":         {locked[:len(locked)/2], []string{"--identity", id}, exitInput, "damaged"},
		"sealed, keys only":   {locked[:400], []string{"--identity", id}, exitInput, "damaged"},
	}
	for i := range 12 {
		attempts[fmt.Sprint("flip ", i)] = attempt{flipped(raw, i*(len(raw)-1)/11), nil, exitInput, ""}
		attempts[fmt.Sprint("sealed flip ", i)] = attempt{flipped(locked, i*(len(locked)-1)/11), []string{"--identity", id}, exitInput, ""}
	}
	for name, a := range attempts {
		file, target := filepath.Join(dir, "bad"), filepath.Join(dir, "new")
		if err := os.WriteFile(file, a.raw, 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, errs := command(t, append([]string{"--data", target, "restore", file}, a.args...)...)
		if code != a.code || !strings.Contains(errs, a.says) || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "goroutine") {
			t.Errorf("%s: exit %d, want %d with %q: %s", name, code, a.code, a.says, errs)
		}
		if list, err := os.ReadDir(target); err == nil {
			t.Errorf("%s: left behind %v", name, list)
			os.RemoveAll(target)
		}
	}
	// Keys that were there before stay, and a sound backup still goes in.
	if err := os.WriteFile(filepath.Join(dir, "bad"), raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "new")
	if err := os.MkdirAll(filepath.Join(target, keysName), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(target, keysName, "mine.key"), []byte("a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := command(t, "--data", target, "restore", filepath.Join(dir, "bad")); code != exitInput {
		t.Errorf("exit %d", code)
	}
	if string(contentOf(t, filepath.Join(target, keysName, "mine.key"))) != "a key\n" {
		t.Error("a key that was there is gone")
	}
	mustCommand(t, "--data", target, "restore", plain)
}

// TestFlippedBitsOfARealBackupAreNoticed flips bits of a backup of the sample, hundreds of them.
func TestFlippedBitsOfARealBackupAreNoticed(t *testing.T) {
	t.Parallel()
	plain := filepath.Join(t.TempDir(), "plain")
	mustCommand(t, "--data", sampleFolder(t), "backup", "--to", plain)
	raw := contentOf(t, plain)
	if err := copyChecked(io.Discard, bytes.NewReader(raw), &backupAnswer{}); err != nil {
		t.Fatal(err)
	}
	const flips = 400
	for n := range flips {
		i := n * (len(raw) - 1) / (flips - 1)
		raw[i] ^= 1 << (n % 8)
		if err := copyChecked(io.Discard, bytes.NewReader(raw), &backupAnswer{}); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("byte %d of %d: %v", i, len(raw), err)
		}
		raw[i] ^= 1 << (n % 8)
	}
}

// TestFullDiskLeavesNoHalfBackup fills a small file system: the backup is refused in words, and no file is left.
func TestFullDiskLeavesNoHalfBackup(t *testing.T) {
	small := smallDisk(t, "64k", "full-disk test of backups")
	data := sampleFolder(t)
	room, stop := serving(t, data, "")
	fill := make([]byte, 60<<10)
	if err := os.WriteFile(filepath.Join(small, "earlier.backup"), fill, 0o600); err != nil {
		t.Fatal(err)
	}
	try := func() {
		t.Helper()
		code, _, errs := command(t, "--data", data, "backup", "--to", filepath.Join(small, "earlier.backup"))
		if code != exitCannotWrite || !strings.Contains(errs, "no space left") {
			t.Errorf("exit %d: %s", code, errs)
		}
		list, err := os.ReadDir(small)
		if err != nil || len(list) != 1 || !bytes.Equal(contentOf(t, filepath.Join(small, "earlier.backup")), fill) {
			t.Errorf("on the full disk are %v, %v", list, err)
		}
	}
	try()
	publishForTest(t, room.commands(t), "Life goes on")
	stop()
	try()
	code, _, errs := command(t, "--data", filepath.Join(small, "data"), "restore", filepath.Join(small, "earlier.backup"))
	if code != exitInput || !strings.Contains(errs, "not a backup") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestRestoreOnAFullDiskLeavesNothing restores where there is no room.
func TestRestoreOnAFullDiskLeavesNothing(t *testing.T) {
	small := smallDisk(t, "256k", "full-disk test of restores")
	plain := filepath.Join(t.TempDir(), "plain")
	mustCommand(t, "--data", sampleFolder(t), "backup", "--to", plain)
	code, _, errs := command(t, "--data", filepath.Join(small, "data"), "restore", plain)
	if code != exitUnavailable || !strings.Contains(errs, "the disk is full") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if list, err := os.ReadDir(small); err != nil || len(list) != 0 {
		t.Errorf("left behind %v, %v", list, err)
	}
}
