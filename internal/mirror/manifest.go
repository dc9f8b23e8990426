package mirror

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The files of a copy that the others are checked by.
const (
	manifestPath   = "manifest"
	keyPath        = "key"
	checkpointPath = "record/checkpoint"
)

// manifestTitle is the first line of a manifest. It holds blanks, so no checkpoint can begin with it: a signature over
// the one can never pass for a signature over the other.
const manifestTitle = "livebrief mirror 1"

// File is one file of a copy.
type File struct {
	Path string
	Size int64
	Sum  [sha256.Size]byte
}

// Manifest says which files an edition's copy consists of.
type Manifest struct {
	Origin  string
	Edition brief.Seq
	// At is when the edition's last entry was recorded.
	At time.Time
	// Renderer is the version of the program that made the pages.
	Renderer string
	// Files are sorted by path; the manifest itself is not among them.
	Files []File
}

// Bytes counts what the files hold.
func (m *Manifest) Bytes() int64 {
	var n int64
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// index gives the place of a path among the files.
func (m *Manifest) index(path string) (int, bool) {
	return slices.BinarySearchFunc(m.Files, path, func(f File, p string) int { return cmp.Compare(f.Path, p) })
}

// find gives the entry of a path.
func (m *Manifest) find(path string) (File, bool) {
	i, ok := m.index(path)
	if !ok {
		return File{}, false
	}
	return m.Files[i], true
}

// text gives the part of the manifest that is signed.
func (m *Manifest) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\norigin %s\nedition %d\nat %s\nrenderer %s\nfiles %d\n", manifestTitle, m.Origin, m.Edition,
		m.At.UTC().Format(time.RFC3339Nano), m.Renderer, len(m.Files))
	for _, f := range m.Files {
		fmt.Fprintf(&b, "%d %s %s\n", f.Size, hex.EncodeToString(f.Sum[:]), f.Path)
	}
	return b.String()
}

// sign gives the manifest as a signed note.
func (m *Manifest) sign(signer record.Signer) ([]byte, error) {
	text := m.text()
	if again, err := parseManifest(text); err != nil || again.text() != text {
		return nil, cmp.Or(err, badManifest("would not be read back"))
	}
	msg, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing the manifest: %w", err)
	}
	return msg, nil
}

func badManifest(what string) error { return brief.Invalid("the manifest "+what, "") }

// openManifest reads a signed manifest, in its one spelling, so that no bit of it can change unnoticed.
func openManifest(msg []byte, key note.Verifier) (*Manifest, error) {
	text, err := openSigned(msg, key)
	if err != nil {
		return nil, badManifest(err.Error())
	}
	m, err := parseManifest(text)
	if err != nil {
		return nil, err
	}
	if m.text() != text {
		return nil, badManifest("is spelled in an unusual way")
	}
	return m, nil
}

// parseManifest reads the signed part.
func parseManifest(text string) (*Manifest, error) {
	fields, lines, missing := heading(text, manifestTitle, "origin", "edition", "at", "renderer", "files")
	switch {
	case missing != "":
		return nil, badManifest("does not name its " + missing)
	case fields == nil:
		return nil, badManifest("is not one of a mirror of this version")
	}
	m := &Manifest{Origin: fields[0], Renderer: fields[3]}
	edition, err1 := strconv.ParseUint(fields[1], 10, 53)
	at, err2 := time.Parse(time.RFC3339Nano, fields[2])
	count, err3 := strconv.Atoi(fields[4])
	if cmp.Or(err1, err2, err3) != nil || count != len(lines) {
		return nil, badManifest("has a heading that cannot be read")
	}
	m.Edition, m.At = brief.Seq(edition), at
	m.Files = make([]File, 0, count)
	for _, line := range lines {
		f, err := parseFile(line)
		if err != nil {
			return nil, err
		}
		m.Files = append(m.Files, f)
	}
	return m, checkPaths(m.Files)
}

func parseFile(line string) (File, error) {
	parts := strings.SplitN(line, " ", 3)
	if len(parts) != 3 {
		return File{}, badManifest(fmt.Sprintf("has a line that is none of a file: %.80q", line))
	}
	size, err := strconv.ParseInt(parts[0], 10, 64)
	sum, ok := parseSum(parts[1])
	if err != nil || !ok || size < 0 {
		return File{}, badManifest(fmt.Sprintf("has a line that is none of a file: %.80q", line))
	}
	return File{Path: parts[2], Size: size, Sum: sum}, nil
}

// checkPaths tells whether the files are sorted and can stand side by side on every disk.
func checkPaths(files []File) error {
	folded := make(map[string]bool, len(files))
	for i, f := range files {
		low := strings.ToLower(f.Path)
		switch {
		case !plainPath(f.Path) || f.Path == manifestPath:
			return badManifest(fmt.Sprintf("names %.80q, which cannot be a file of a copy", f.Path))
		case i > 0 && files[i-1].Path >= f.Path:
			return badManifest(fmt.Sprintf("is not sorted at %.80q", f.Path))
		case folded[low]:
			return badManifest(fmt.Sprintf("has two names that some disks take for one: %.80q", f.Path))
		}
		folded[low] = true
	}
	return nil
}
