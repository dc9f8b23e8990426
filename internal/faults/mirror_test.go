package faults

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// copied is a campaign of flipped bits in an exported folder.
type copied struct {
	program, dir, key string
	// files are the paths in the folder by what they are.
	files map[string][]string
	mu    sync.Mutex
	codes map[int]int
	flips map[string]int
	wrong []string
}

// TestAFlippedBitOfACopyIsFound flips single bits in an exported folder and asks the command about it. Whoever knows
// the publisher's key is told that the copy is tampered with (1) or incomplete (3), never that it is in order, old, or
// of somebody unknown.
func TestAFlippedBitOfACopyIsFound(t *testing.T) {
	t.Parallel()
	c := newCopied(t)
	c.strike(t, seed(t), rounds(24, 2000))
	t.Logf("flips %v: exit codes %v", c.flips, c.codes)
	for _, where := range c.wrong[:min(len(c.wrong), 10)] {
		t.Error(where)
	}
	if len(c.flips) != len(c.files) {
		t.Errorf("struck only %v", c.flips)
	}
}

// TestAFlippedBitOfACopyIsMissedByAVerifierThatSkipsThePages shows that the campaign can fail.
func TestAFlippedBitOfACopyIsMissedByAVerifierThatSkipsThePages(t *testing.T) {
	c := newCopied(t)
	c.program = sabotagedProgram(t)
	t.Setenv(sabotage, "skipping")
	c.strike(t, seed(t), 24)
	t.Logf("%d of %v were missed", len(c.wrong), c.flips)
	if len(c.wrong) == 0 {
		t.Error("a verifier that does not compare files missed nothing")
	}
}

// newCopied exports a record with the command.
func newCopied(t *testing.T) *copied {
	t.Helper()
	c := &copied{program: program(t), dir: filepath.Join(t.TempDir(), "copy"), files: map[string][]string{}, codes: map[int]int{}, flips: map[string]int{}}
	data := filepath.Join(t.TempDir(), "data")
	if err := serveFurnished(t, data).stop(); err != nil {
		t.Fatal(err)
	}
	c.key = publicKey(t, data)
	if code, said := run(c.program, "export", "--data", data, "--briefing", "bridge", "--to", c.dir); code != 0 {
		t.Fatalf("export: %d: %s", code, said)
	}
	if code, said := run(c.program, "verify", c.dir, "--key", c.key); code != 0 {
		t.Fatalf("before any harm: %d: %s", code, said)
	}
	err := filepath.WalkDir(c.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(c.dir, path)
		kind := kindOf(filepath.ToSlash(name))
		c.files[kind] = append(c.files[kind], name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// kindOf says what a file of a copy is.
func kindOf(path string) string {
	switch {
	case strings.HasPrefix(path, "record/tile/entries/"):
		return "entries"
	case strings.HasPrefix(path, "record/tile/"):
		return "tile"
	case strings.HasPrefix(path, "record/bodies/"):
		return "bodies"
	case path == "record/checkpoint", path == "manifest", path == "key":
		return path
	case strings.HasSuffix(path, ".html"):
		return "page"
	}
	return "other file"
}

// strike flips n bits, of every kind of file alike.
func (c *copied) strike(t *testing.T, seed uint64, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	var kinds []string
	for kind := range c.files {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	work := make(chan flip)
	var workers sync.WaitGroup
	for range 2 {
		dir := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(dir, os.DirFS(c.dir)); err != nil {
			t.Fatal(err)
		}
		workers.Go(func() {
			for f := range work {
				c.try(t, dir, f)
			}
		})
	}
	for i := range n {
		kind := kinds[i%len(kinds)]
		c.flips[kind]++
		name := c.files[kind][random.IntN(len(c.files[kind]))]
		work <- flip{at: random.Int(), bit: random.IntN(8), kind: name}
	}
	close(work)
	workers.Wait()
}

// try flips a bit in one file of a copy, asks about it and flips it back.
func (c *copied) try(t *testing.T, dir string, f flip) {
	path := filepath.Join(dir, f.kind)
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) == 0 {
		t.Errorf("%s: %d bytes, %v", f.kind, len(raw), err)
		return
	}
	at := f.at % len(raw)
	raw[at] ^= 1 << f.bit
	err = os.WriteFile(path, raw, 0o644)
	code, said := run(c.program, "verify", dir, "--key", c.key)
	raw[at] ^= 1 << f.bit
	if err == nil {
		err = os.WriteFile(path, raw, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.codes[code]++
	if code != 1 && code != 3 || strings.Contains(said, "goroutine ") {
		c.wrong = append(c.wrong, fmt.Sprintf("%s, byte %d, bit %d: exit %d: %s", f.kind, at, f.bit, code, said))
	}
}
