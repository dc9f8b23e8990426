package mirror

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/record"
)

// long is a copy in memory of a record of n developments, without pages.
func long(t *testing.T, n int) (m memory, key string) {
	t.Helper()
	dir := t.TempDir()
	key = longRecord(t, dir, n)
	m = memory{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		path, err2 := filepath.Rel(dir, name)
		m[filepath.ToSlash(path)] = string(body)
		return cmp.Or(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	return m, key
}

// signAgain gives the copy a manifest that says what is in it now, signed by the key of the record: as a publisher would
// whose program is wrong.
func (m memory) signAgain(t *testing.T) {
	t.Helper()
	p := newPress(t, "news.example/long", 2) // draws the same key
	verifier, err := record.NewVerifier(p.key)
	p.must(err)
	files, err := openManifest([]byte(m[manifestPath]), verifier)
	if err != nil {
		t.Fatal(err)
	}
	for i := range files.Files {
		f := &files.Files[i]
		f.Size, f.Sum = int64(len(m[f.Path])), sha256.Sum256([]byte(m[f.Path]))
	}
	signed, err := files.sign(p.signer)
	if err != nil {
		t.Fatal(err)
	}
	m[manifestPath] = string(signed)
}

// TestWrongTileThatIsSignedIsNamed changes one hash of one tile after the other, on every level, full and not, and signs.
func TestWrongTileThatIsSignedIsNamed(t *testing.T) {
	whole, key := long(t, 600)
	wants(t, verify(t, whole, Options{Key: key}), Intact, "")
	for _, path := range []string{"record/tile/0/000", "record/tile/0/001", "record/tile/0/002.p/88", "record/tile/1/000.p/2"} {
		for name, change := range map[string]func(string) string{
			"first bit": func(s string) string { return string(s[0]^1) + s[1:] },
			"last bit":  func(s string) string { return s[:len(s)-1] + string([]byte{s[len(s)-1] ^ 128}) },
			"short":     func(s string) string { return s[:len(s)-tlog.HashSize] },
			"long":      func(s string) string { return s + s[:tlog.HashSize] },
			"empty":     func(string) string { return "" },
		} {
			bad := whole.clone()
			bad[path] = change(whole[path])
			bad.signAgain(t)
			r := verify(t, bad, Options{Key: key})
			wants(t, r, Tampered, path)
			if len(r.Faults) != 1 || r.Faults[0].What != "its hashes are not those of the entries" {
				t.Errorf("%s, %s: %v", path, name, r.Faults)
			}
		}
	}
}

// TestPinsOfEverySizeAreRecognised pins a record at sizes round the tiles, then reads a longer one that begins with it,
// and one that does not.
func TestPinsOfEverySizeAreRecognised(t *testing.T) {
	whole, key := long(t, 600)
	seen := verify(t, whole, Options{Key: key})
	leaves := []string{whole["record/tile/0/000"], whole["record/tile/0/001"], whole["record/tile/0/002.p/88"]}
	var hashes record.Hashes
	roots := map[int64]tlog.Hash{}
	for rest := strings.Join(leaves, ""); ; rest = rest[tlog.HashSize:] {
		tree, err := hashes.Tree()
		if err != nil {
			t.Fatal(err)
		}
		roots[tree.Size] = tree.Root
		if rest == "" {
			break
		}
		if err := hashes.Append(tlog.Hash([]byte(rest[:tlog.HashSize]))); err != nil {
			t.Fatal(err)
		}
	}
	if len(roots) != 601 {
		t.Fatalf("%d roots", len(roots))
	}
	for _, size := range []int64{0, 1, 2, 255, 256, 257, 511, 512, 513, 599, 600} {
		pin := Pin{Origin: seen.Origin, Key: key, Size: size, Root: roots[size].String()}
		wants(t, verify(t, whole, Options{Key: key, Pins: Pins{seen.Origin: pin}}), Intact, "")
		pin.Root = tlog.Hash{1}.String()
		r := verify(t, whole, Options{Key: key, Pins: Pins{seen.Origin: pin}})
		wants(t, r, Stale, checkpointPath)
		if want := fmt.Sprintf("its first %d entries are not those that were pinned: two records go by this name", size); r.Faults[0].What != want {
			t.Errorf("said %q, want %q", r.Faults[0].What, want)
		}
	}
}

// TestCheckTellsOfEntriesAndFiles follows the word that a check gives: entries first, both to their end, never back.
func TestCheckTellsOfEntriesAndFiles(t *testing.T) {
	whole, key := long(t, 600)
	whole["lite.html"] = "not in the manifest"
	var told []Progress
	verify(t, whole, Options{Key: key, Progress: func(p Progress) { told = append(told, p) }})
	var entries []int64
	was := Progress{OfFiles: 12, OfEntries: 600}
	for _, p := range told {
		if p.OfFiles != 12 || p.OfEntries != 600 || p.Files < was.Files || p.Entries < was.Entries {
			t.Fatalf("told %+v after %+v", p, was)
		}
		if p.Entries != was.Entries {
			entries = append(entries, p.Entries)
		}
		was = p
	}
	if fmt.Sprint(entries) != "[256 512 600]" || was.Files != 12 {
		t.Errorf("told of the entries %v, and of %d files at the end", entries, was.Files)
	}
}
