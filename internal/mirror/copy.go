package mirror

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Copy is a copy of a briefing that somebody hands over, to be read with suspicion.
type Copy interface {
	// List gives the paths of all files, and what is wrong with the shape of the copy: links, names that lead out of
	// it. listed is false where a copy can only be asked for files whose names are known.
	List() (paths []string, faults []Fault, listed bool, err error)
	// Read gives a file, or what it holds up to a byte more than limit. A file that is not there is fs.ErrNotExist.
	Read(path string, limit int64) ([]byte, error)
}

// Limits bound what a copy may cost before anything in it is believed. The zero value of a limit is the usual one.
type Limits struct {
	Files int   // number of files
	File  int64 // bytes of one file, as read
	Bytes int64 // bytes of all files together, as read
}

func (l Limits) filled() Limits {
	if l.Files == 0 {
		l.Files = 2_000_000
	}
	if l.File == 0 {
		l.File = 256 << 20
	}
	if l.Bytes == 0 {
		l.Bytes = 16 << 30
	}
	return l
}

// maxKey is the largest key file.
const maxKey = 1024

// readKey reads a key file, which has one spelling: the key as the publisher's program writes it, and a line's end.
func readKey(raw []byte) (note.Verifier, error) {
	line, ok := strings.CutSuffix(string(raw), "\n")
	bad := brief.Invalid("the key of the copy is damaged", "get the copy again")
	if !ok {
		return nil, bad
	}
	v, err := record.NewVerifier(line)
	if err != nil {
		return nil, bad
	}
	rest, ok := strings.CutPrefix(line, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash()))
	if !ok || !plainBase64(rest) {
		return nil, bad
	}
	return v, nil
}

// holds tells whether a body is the file's.
func (f *File) holds(body []byte) bool {
	return int64(len(body)) == f.Size && sha256.Sum256(body) == f.Sum
}

// Folder is a copy on a disk.
type Folder struct{ root *os.Root }

// OpenFolder opens a copy on a disk. Nothing outside the folder is ever read, wherever links in it lead.
func OpenFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the copy: %w", err)
	}
	return &Folder{root}, nil
}

// Close gives the folder back.
func (c *Folder) Close() error { return c.root.Close() }

// IsCopy tells whether the folder has a manifest, and so is meant to be a copy.
func (c *Folder) IsCopy() bool {
	info, err := c.root.Lstat(manifestPath)
	return err == nil && info.Mode().IsRegular()
}

// List walks the folder. Links, pipes and devices are faults and are not followed.
func (c *Folder) List() (paths []string, faults []Fault, listed bool, err error) {
	err = fs.WalkDir(c.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".":
		case d.IsDir():
			if !plainPath(name) {
				faults = append(faults, tampered(name, oddName(name)))
			} else if below, err := fs.ReadDir(c.root.FS(), name); err != nil || len(below) == 0 {
				faults = append(faults, tampered(name, "an empty folder that the manifest does not name"))
			}
		case d.Type()&fs.ModeSymlink != 0:
			faults = append(faults, tampered(name, "it is a link, and a copy has none"))
		case !d.Type().IsRegular():
			faults = append(faults, tampered(name, "it is no plain file"))
		default:
			paths = append(paths, name)
		}
		return nil
	})
	return paths, faults, true, err
}

// Read reads one file; a link is none.
func (c *Folder) Read(name string, limit int64) ([]byte, error) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := c.root.Lstat(dir); err == nil && !info.IsDir() {
			return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
	}
	info, err := c.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	f, err := c.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// What the disk says of the size only saves growing; the limit is what holds.
	var body bytes.Buffer
	body.Grow(int(min(info.Size(), limit)) + bytes.MinRead)
	_, err = body.ReadFrom(io.LimitReader(f, limit+1))
	return body.Bytes(), err
}

// Zip is a copy in one zip.
type Zip struct {
	raw    io.ReaderAt
	size   int64
	limits Limits
	files  map[string]*zip.File
	order  []*zip.File
	read   int64
	// refused says why nothing in it is looked at.
	refused *Fault
}

// wholeZip is where a fault lies that is none of a single file.
const wholeZip = "the zip"

// OpenZip opens a copy in a zip. Names and sizes in it are not believed.
func OpenZip(raw io.ReaderAt, size int64, limits Limits) *Zip {
	limits = limits.filled()
	r, err := zip.NewReader(raw, size)
	c := &Zip{raw: raw, size: size, limits: limits, files: map[string]*zip.File{}}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		c.refused = &Fault{Incomplete, wholeZip, "it has no end: it was cut, or is no zip"}
		return c
	}
	if len(r.File) > limits.Files {
		c.refused = &Fault{Tampered, wholeZip, fmt.Sprintf("it holds %d files; at most %d are read", len(r.File), limits.Files)}
		return c
	}
	c.order = r.File
	for _, f := range r.File {
		if plainPath(f.Name) && f.Mode().IsRegular() && f.Method == zip.Store {
			c.files[f.Name] = f
		}
	}
	return c
}

// List names what the zip holds, and what in it no zip of ours has.
func (c *Zip) List() (paths []string, faults []Fault, listed bool, err error) {
	if c.refused != nil {
		return nil, []Fault{*c.refused}, true, nil
	}
	seen := map[string]bool{}
	for _, f := range c.order {
		switch {
		case f.Mode()&fs.ModeSymlink != 0:
			faults = append(faults, tampered(f.Name, "it is a link, and a copy has none"))
		case !plainPath(f.Name):
			faults = append(faults, tampered(f.Name, oddName(f.Name)))
		case !f.Mode().IsRegular():
			faults = append(faults, tampered(f.Name, "it is no plain file"))
		case seen[f.Name]:
			faults = append(faults, tampered(f.Name, "it is in the zip twice"))
		case f.Method != zip.Store:
			faults = append(faults, tampered(f.Name, "it is compressed, which no zip of an export is; unpack the zip and verify the folder"))
		default:
			paths = append(paths, f.Name)
		}
		seen[f.Name] = true
	}
	return paths, faults, true, nil
}

// Read reads one file. What it may cost is counted as it is read, whatever the zip says.
func (c *Zip) Read(name string, limit int64) ([]byte, error) {
	f, ok := c.files[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	body, err := io.ReadAll(io.LimitReader(raw, min(limit, c.limits.File)+1))
	if c.read += int64(len(body)); c.read > c.limits.Bytes {
		return nil, fmt.Errorf("the zip holds %w: %d bytes", errTooLarge, c.limits.Bytes)
	}
	return body, err
}

// Canonical tells whether the zip is, bit by bit, the one that an export writes of these files: nothing between
// them, behind them or in their headers.
func (c *Zip) Canonical() bool {
	same := &comparer{raw: c.raw}
	w := zip.NewWriter(same)
	for _, f := range c.order {
		to, err := w.CreateRaw(zipHeader(f.Name, int64(f.UncompressedSize64), f.CRC32))
		if err != nil {
			return false
		}
		from, err := f.OpenRaw()
		if err != nil {
			return false
		}
		if _, err := io.Copy(to, from); err != nil {
			return false
		}
	}
	sorted := slices.IsSortedFunc(c.order[:max(0, len(c.order)-1)], func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return w.Close() == nil && same.at == c.size && sorted && len(c.order) > 0 && path.Base(c.order[len(c.order)-1].Name) == manifestPath
}

// comparer is a writer that fails where what is written is not what stands there.
type comparer struct {
	raw io.ReaderAt
	at  int64
	buf []byte
}

func (c *comparer) Write(b []byte) (int, error) {
	c.buf = append(c.buf[:0], b...)
	if n, _ := c.raw.ReadAt(c.buf, c.at); n < len(b) || !bytes.Equal(c.buf, b) {
		return 0, errors.New("it is another zip")
	}
	c.at += int64(len(b))
	return len(b), nil
}
