package newsroom

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/mirror"
	"livebrief/internal/record"
)

// run is one command line with its exit code and what it prints.
func run(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	var b bytes.Buffer
	code = Main(t.Context(), args, Streams{In: strings.NewReader(""), Out: &b, Err: &b, Progress: io.Discard})
	return code, b.String()
}

// forge edits the newest entry of an edition and signs everything with a key of the forger's own, under the same name.
func forge(t *testing.T, e mirror.Edition) *mirror.Edition {
	t.Helper()
	e.Entries = slices.Clone(e.Entries)
	last := &e.Entries[len(e.Entries)-1]
	last.Body = bytes.Replace(last.Body, []byte("mirror.example"), []byte("forger.example"), 1)
	last.Entry.Commit = record.CommitTo(last.Salt, last.Body)
	secret, public, err := record.NewKey(bytes.NewReader(bytes.Repeat([]byte{9}, 32)), e.Signer.Name())
	if err != nil {
		t.Fatal(err)
	}
	if e.Signer, err = record.NewSigner(secret); err != nil {
		t.Fatal(err)
	}
	e.Key = public
	e.Checkpoint = checkpointOf(t, &e)
	return &e
}

func checkpointOf(t *testing.T, e *mirror.Edition) []byte {
	t.Helper()
	var hashes record.Hashes
	for _, p := range e.Entries {
		h, err := record.LeafHash(p.Entry)
		if err != nil {
			t.Fatal(err)
		}
		if err := hashes.Append(h); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := hashes.Tree()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := record.Checkpoint(e.Signer.Name(), tree.Size, tree.Root, e.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// alter puts a changed file in the place of one of a copy. It writes into none: copies share their files.
func alter(t *testing.T, dir, name string, change func([]byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	body, err := os.ReadFile(path)
	if err == nil {
		err = errors.Join(os.Remove(path), os.WriteFile(path, change(body), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// share makes a copy of a folder whose files are the same as there.
func share(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		return os.Link(path, target)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func flip(body []byte) []byte {
	body[len(body)/2] ^= 4
	return body
}

// TestNamedAttacksEndWithTheirExitCodes runs the command on the exported sample, attacked in every way that
// docs/mirror.md promises to notice: the exit code is the verdict's, and the culprit is named.
func TestNamedAttacksEndWithTheirExitCodes(t *testing.T) {
	t.Parallel()
	dir, e := sampleCopy(t)
	size := len(e.Entries)
	pins := filepath.Join(t.TempDir(), "pins.json")
	if code, out := run(t, "verify", dir, "--pin-file", pins); code != exitOK {
		t.Fatalf("the copy itself: %d, %s", code, out)
	}
	bundle := "record/" + record.TilePath(record.EntriesLevel, 0, size)
	bodies := strings.Replace(bundle, "tile/entries", "bodies", 1)
	export := func(t *testing.T, e *mirror.Edition) func(string) {
		return func(dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if _, _, err := mirror.WriteFolder(dir, e); err != nil {
				t.Fatal(err)
			}
		}
	}
	yesterday := *e
	yesterday.Entries = e.Entries[: size-1 : size-1]
	yesterday.Checkpoint = checkpointOf(t, &yesterday)
	write := func(name, body string) func(string) {
		return func(dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name    string
		do      func(dir string)
		code    int
		culprit string
	}{
		{"nothing", func(string) {}, exitOK, "ok"},
		{"one word changed", func(dir string) { alter(t, dir, "lite.html", flip) }, exitTampered, "tampered  lite.html"},
		{"edited and re-signed with another key", export(t, forge(t, *e)), exitUnknown, "publisher unknown  key"},
		{"rolled back to yesterday", export(t, &yesterday), exitStale, "stale  record/checkpoint"},
		{"newest entry dropped", func(dir string) {
			alter(t, dir, bundle, func(b []byte) []byte {
				leaves, err := record.ParseEntryBundle(b)
				if err != nil {
					t.Fatal(err)
				}
				short, err := record.EntryBundle(leaves[:len(leaves)-1])
				if err != nil {
					t.Fatal(err)
				}
				return short
			})
		}, exitTampered, "tampered  " + bundle},
		{"newest text dropped", func(dir string) {
			alter(t, dir, bodies, func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] })
		}, exitTampered, "tampered  " + bodies},
		{"two bodies swapped", func(dir string) {
			alter(t, dir, bodies, func(b []byte) []byte {
				lines := bytes.SplitAfter(b, []byte("\n"))
				lines[2], lines[3] = lines[3], lines[2]
				return bytes.Join(lines, nil)
			})
		}, exitTampered, "tampered  " + bodies},
		{"an extra file", write("more.html", "Nobody published this."), exitTampered, "tampered  more.html"},
		{"a look-alike name", write("lіte.html", "With a Cyrillic letter."), exitTampered, `tampered  "l\u0456te.html"`},
		{"a link", func(dir string) {
			if err := os.Symlink("lite.html", filepath.Join(dir, "more.html")); err != nil {
				t.Fatal(err)
			}
		}, exitTampered, "tampered  more.html: it is a link"},
		{"a page taken away", func(dir string) {
			if err := os.Remove(filepath.Join(dir, "lite.html")); err != nil {
				t.Fatal(err)
			}
		}, exitIncomplete, "incomplete  lite.html"},
		{"a bit of the manifest", func(dir string) { alter(t, dir, "manifest", flip) }, exitTampered, "tampered  manifest"},
		{"a bit of the key", func(dir string) { alter(t, dir, "key", flip) }, exitTampered, "tampered  "},
		{"a bit of the checkpoint", func(dir string) { alter(t, dir, "record/checkpoint", flip) }, exitTampered, "tampered  record/checkpoint"},
		{"a bit of the list of mirrors", func(dir string) { alter(t, dir, "mirrors.txt", flip) }, exitTampered, "tampered  mirrors.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			attacked := filepath.Join(t.TempDir(), "copy")
			share(t, attacked, dir)
			c.do(attacked)
			if code, out := run(t, "verify", attacked, "--pin-file", pins); code != c.code || !strings.Contains(out, c.culprit) {
				t.Errorf("exit %d, want %d and %q: %s", code, c.code, c.culprit, out)
			}
		})
	}
}

// TestNamedAttacksOnFilesEndWithTheirExitCodes does the same to a zip, to the one HTML file and to the list of mirrors.
func TestNamedAttacksOnFilesEndWithTheirExitCodes(t *testing.T) {
	t.Parallel()
	dir, e := sampleCopy(t)
	place := t.TempDir()
	put := func(name string, body []byte) string {
		t.Helper()
		path := filepath.Join(place, name)
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var packed, one, forged, more bytes.Buffer
	if _, err := mirror.WriteZip(&packed, e); err != nil {
		t.Fatal(err)
	}
	if _, err := mirror.WriteOneFile(&one, e); err != nil {
		t.Fatal(err)
	}
	if _, err := mirror.WriteOneFile(&forged, forge(t, *e)); err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&more)
	whole, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range whole.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Create("../../escaped.html"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(dir, "mirrors.txt"))
	if err != nil {
		t.Fatal(err)
	}
	html := one.Bytes()
	for _, c := range []struct {
		name    string
		file    string
		ask     []string
		code    int
		culprit string
	}{
		{"a zip", put("a.zip", packed.Bytes()), nil, exitOK, "ok"},
		{"a cut zip", put("b.zip", packed.Bytes()[:packed.Len()-100]), nil, exitIncomplete, "incomplete  the zip"},
		{"a path that escapes", put("c.zip", more.Bytes()), nil, exitTampered, "tampered  ../../escaped.html: its path leads out"},
		{"one file", put("a.html", html), nil, exitOK, "not shown"},
		{"one file of another name", put("a.dat", html), nil, exitOK, "not shown"},
		{"one file, a bit flipped", put("b.html", flip(bytes.Clone(html))), nil, exitTampered, "tampered  the file: its content"},
		{"one file, its first bit flipped", put("c.html", append([]byte{html[0] ^ 1}, html[1:]...)), nil, exitTampered, "tampered  the file"},
		{"one file, cut", put("d.html", html[:len(html)-50]), nil, exitTampered, "tampered  the file: it has no signature"},
		{"one file of five megabytes", put("e.html", bytes.Repeat([]byte("<p>"), 5<<20/3)), nil, exitTampered, "larger than any such file"},
		{"one file, re-signed", put("f.html", forged.Bytes()), nil, exitUnknown, "publisher unknown  key"},
		{"one file, more asked for", put("g.html", html), []string{"--min-size", "100000"}, exitStale, "stale  the file"},
		{"one file, too old", put("h.html", html), []string{"--max-age", "1ns"}, exitStale, "stale  the file"},
		{"a list", put("mirrors.txt", list), nil, exitOK, "mirror "},
		{"a list, a bit flipped", put("my-mirrors.txt", flip(bytes.Clone(list))), nil, exitTampered, "tampered  "},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"verify", c.file, "--key", e.Key}, c.ask...)
			if code, out := run(t, args...); code != c.code || !strings.Contains(out, c.culprit) {
				t.Errorf("exit %d, want %d and %q: %s", code, c.code, c.culprit, out)
			}
		})
	}
	if code, out := run(t, "verify", put("z.html", html)); code != exitUnknown || !strings.Contains(out, "compare that with what the publisher says") {
		t.Errorf("nobody known: exit %d: %s", code, out)
	}
}
