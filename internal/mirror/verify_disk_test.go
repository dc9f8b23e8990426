package mirror

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestNamedAttacksOnAFolder(t *testing.T) {
	p := war(t)
	cases := map[string]struct {
		do      func(dir string) error
		want    Verdict
		culprit string
	}{
		"a link in place of a page": {func(dir string) error {
			outside := filepath.Join(dir, "..", "outside.html")
			body, err := os.ReadFile(filepath.Join(dir, "lite.html"))
			if err == nil {
				err = os.WriteFile(outside, body, 0o600)
			}
			if err == nil {
				err = os.Remove(filepath.Join(dir, "lite.html"))
			}
			if err == nil {
				err = os.Symlink(outside, filepath.Join(dir, "lite.html"))
			}
			return err
		}, Tampered, "lite.html"},
		"an extra link": {func(dir string) error { return os.Symlink("/etc/passwd", filepath.Join(dir, "more.html")) }, Tampered, "more.html"},
		"a link in place of a folder": {func(dir string) error {
			if err := os.Rename(filepath.Join(dir, "p"), filepath.Join(dir, "..", "p")); err != nil {
				return err
			}
			return os.Symlink("../p", filepath.Join(dir, "p"))
		}, Tampered, "p"},
		"a pipe":           {func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600) }, Tampered, "pipe"},
		"an empty folder":  {func(dir string) error { return os.Mkdir(filepath.Join(dir, "more"), 0o700) }, Tampered, "more"},
		"a file cut short": {func(dir string) error { return os.Truncate(filepath.Join(dir, "lite.html"), 100) }, Tampered, "lite.html"},
		"a file gone":      {func(dir string) error { return os.Remove(filepath.Join(dir, "lite.html")) }, Incomplete, "lite.html"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "copy")
			if _, _, err := WriteFolder(dir, p.edition(0)); err != nil {
				t.Fatal(err)
			}
			if err := c.do(dir); err != nil {
				t.Fatal(err)
			}
			folder, err := OpenFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer folder.Close()
			wants(t, verify(t, folder, Options{Key: p.key}), c.want, c.culprit)
		})
	}
}

// rezip packs a copy again, as a stranger's program would.
func rezip(t *testing.T, whole []byte, change func(*zip.Writer, *zip.File) bool) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range append(r.File, nil) {
		if change(w, f) || f == nil {
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNamedAttacksOnAZip(t *testing.T) {
	p := war(t)
	whole := p.zip(p.edition(0))
	extra := func(name string, mode fs.FileMode) []byte {
		return rezip(t, whole, func(w *zip.Writer, f *zip.File) bool {
			if f == nil {
				h := &zip.FileHeader{Name: name}
				h.SetMode(mode)
				to, err := w.CreateHeader(h)
				if err == nil && !mode.IsDir() {
					_, err = to.Write([]byte("/etc/passwd"))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			return false
		})
	}
	bomb := rezip(t, whole, func(w *zip.Writer, f *zip.File) bool {
		if f == nil || f.Name != "lite.html" {
			return false
		}
		to, err := w.Create("lite.html")
		for range 64 {
			if err == nil {
				_, err = to.Write(make([]byte, 1<<20))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		return true
	})
	cases := map[string]struct {
		zip     []byte
		limits  Limits
		want    Verdict
		culprit string
	}{
		"cut at the end":             {whole[:len(whole)-1], Limits{}, Incomplete, wholeZip},
		"cut in the middle":          {whole[:len(whole)/2], Limits{}, Incomplete, wholeZip},
		"empty":                      {nil, Limits{}, Incomplete, wholeZip},
		"packed again":               {rezip(t, whole, func(*zip.Writer, *zip.File) bool { return false }), Limits{}, Intact, ""},
		"an extra file":              {extra("more.html", 0o644), Limits{}, Tampered, "more.html"},
		"a file twice":               {extra("lite.html", 0o644), Limits{}, Tampered, "lite.html"},
		"a path that escapes":        {extra("../../more.html", 0o644), Limits{}, Tampered, "../../more.html"},
		"an absolute path":           {extra("/more.html", 0o644), Limits{}, Tampered, "/more.html"},
		"a path of another system":   {extra(`..\more.html`, 0o644), Limits{}, Tampered, `..\more.html`},
		"a link":                     {extra("more.html", 0o777|fs.ModeSymlink), Limits{}, Tampered, "more.html"},
		"a folder":                   {extra("more.html/", 0o755|fs.ModeDir), Limits{}, Tampered, "more.html/"},
		"a bomb":                     {bomb, Limits{}, Tampered, "lite.html"},
		"bytes before it":            {append([]byte("#!/bin/sh\n"), whole...), Limits{}, Tampered, wholeZip},
		"bytes behind it":            {append(bytes.Clone(whole), "more"...), Limits{}, Tampered, wholeZip},
		"more files than are read":   {whole, Limits{Files: 10}, Tampered, wholeZip},
		"more bytes than are read":   {whole, Limits{Bytes: 100_000}, Tampered, ""},
		"a larger file than is read": {whole, Limits{File: 2000}, Tampered, manifestPath},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := verify(t, OpenZip(bytes.NewReader(c.zip), int64(len(c.zip)), c.limits), Options{Key: p.key, Limits: c.limits})
			wants(t, r, c.want, c.culprit)
		})
	}
}
