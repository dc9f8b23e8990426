package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/wire"
)

// Keeper keeps reports.
type Keeper interface {
	AddReport(ctx context.Context, r brief.Report) (id brief.ReportID, fresh bool, err error)
}

// Folder takes files that people drop. A file is taken when its size and its time were the same at two scans in a
// row, so that one that is still being copied waits; then it is moved to `taken`, or to `refused` with a sentence
// beside it. Nothing is ever deleted, no link is followed, and nothing outside the folder is touched.
type Folder struct {
	path string
	keep Keeper
	now  func() time.Time
	// seen holds what the last scan saw of the files that wait.
	seen map[string]mark
}

type mark struct {
	size int64
	time time.Time
}

// Scan is what one pass over a folder brought.
type Scan struct {
	Taken, Fresh, Refused, Waiting int
}

const (
	takenFolder   = "taken"
	refusedFolder = "refused"
	whySuffix     = ".why.txt"
	// maxFiles is how many files one scan takes; the others wait for the next.
	maxFiles = 200
)

// NewFolder watches the folder at path.
func NewFolder(path string, keep Keeper, now func() time.Time) *Folder {
	return &Folder{path: path, keep: keep, now: now, seen: map[string]mark{}}
}

// Scan passes over the folder once. An error means that the folder cannot be used, or that reports cannot be kept;
// the files stay where they are then.
func (f *Folder) Scan(ctx context.Context, h Hints) (Scan, error) {
	var done Scan
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return done, brief.Unavailable(fmt.Sprintf("the folder %s cannot be opened", f.path), "make it, or allow reading it", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return done, brief.Unavailable(fmt.Sprintf("the folder %s cannot be read", f.path), "allow reading it", err)
	}
	before := f.seen
	f.seen = map[string]mark{}
	for _, e := range entries {
		name := e.Name()
		info, err := root.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || unfinished(name) {
			continue
		}
		m := mark{info.Size(), info.ModTime()}
		if before[name] != m || done.Taken+done.Refused >= maxFiles || ctx.Err() != nil {
			f.seen[name] = m
			done.Waiting++
			continue
		}
		if err := f.take(ctx, root, name, info.Size(), h, &done); err != nil {
			f.seen[name] = m
			return done, err
		}
	}
	return done, nil
}

// unfinished files belong to whoever is still writing them; those with a reason beside a refused one are ours.
func unfinished(name string) bool {
	lower := strings.ToLower(name)
	for _, end := range []string{".part", ".tmp", ".crdownload", ".partial", ".swp", "~", whySuffix} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return strings.HasPrefix(name, ".")
}

// take makes reports of one file and moves it.
func (f *Folder) take(ctx context.Context, root *os.Root, name string, size int64, h Hints, done *Scan) error {
	reports, err := f.read(root, name, size, h)
	fresh := 0
	for _, r := range reports {
		if err != nil {
			break
		}
		var isFresh bool
		if _, isFresh, err = f.keep.AddReport(ctx, r); isFresh {
			fresh++
		}
	}
	switch {
	case brief.KindOf(err) == brief.KindInvalid:
		done.Refused++
		return f.refuse(root, name, err)
	case err != nil:
		return fmt.Errorf("taking %s: %w", name, err)
	}
	done.Taken++
	done.Fresh += fresh
	_, err = move(root, name, takenFolder)
	return err
}

// read takes a file in, unless its size alone refuses it. The size is checked before and bounded while reading,
// and the file is opened without waiting, because it can have become a pipe since it was looked at.
func (f *Folder) read(root *os.Root, name string, size int64, h Hints) ([]brief.Report, error) {
	if size > wire.MaxReport {
		return nil, brief.Invalid(fmt.Sprintf("the file has %d MB", size>>20), fmt.Sprintf("give files of at most %d MB", wire.MaxReport>>20))
	}
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, brief.Unavailable("the file "+name+" cannot be opened", "allow reading it", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, brief.Invalid("this is no plain file", "give a plain file")
	}
	raw, err := io.ReadAll(io.LimitReader(file, wire.MaxReport+1))
	if err != nil {
		return nil, brief.Unavailable("the file "+name+" cannot be read", "check the disk", err)
	}
	reports, _, err := Build(raw, TypeOf(name), "", f.now(), h)
	return reports, err
}

// TypeOf gives the media type that a file's name promises, empty when it promises none.
func TypeOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".text", ".md":
		return "text/plain"
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".xml", ".rss", ".atom", ".rdf":
		return "application/xml"
	case ".json":
		return "application/json"
	}
	return ""
}

// refuse moves the file away and writes beside it why.
func (f *Folder) refuse(root *os.Root, name string, why error) error {
	to, err := move(root, name, refusedFolder)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\nRefused at %s.\n", why, f.now().UTC().Format(time.RFC3339))
	if err := root.WriteFile(to+whySuffix, []byte(text), 0o644); err != nil {
		return brief.Unavailable("the reason for refusing "+name+" cannot be written", "check the disk", err)
	}
	return nil
}

// move puts the file below folder, under another name where its own is taken.
func move(root *os.Root, name, folder string) (string, error) {
	if err := root.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", brief.Unavailable("the folder "+folder+" cannot be made", "allow writing there", err)
	}
	ext := filepath.Ext(name)
	for n := 1; n < 10_000; n++ {
		to := filepath.Join(folder, name)
		if n > 1 {
			to = filepath.Join(folder, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext))
		}
		if _, err := root.Lstat(to); err == nil {
			continue
		}
		if err := root.Rename(name, to); err != nil {
			return "", brief.Unavailable("the file "+name+" cannot be moved to "+folder, "allow writing there", err)
		}
		return to, nil
	}
	return "", brief.Unavailable("the folder "+folder+" holds too many files named "+name, "empty it", nil)
}

// lookFolder scans a source that is a folder.
func (p *Poller) lookFolder(ctx context.Context, src brief.Source) outcome {
	out := outcome{health: brief.HealthUnchanged}
	if !p.mayWatch(src.Address) {
		out.err = brief.Forbidden("this folder is not one that may be watched", "start the server with it as an inbox")
		return out
	}
	p.mu.Lock()
	f := p.folders[src.ID]
	if f == nil || f.path != src.Address {
		f = NewFolder(src.Address, p.opts.Store, p.opts.Now)
		p.folders[src.ID] = f
	}
	p.mu.Unlock()
	done, err := f.Scan(ctx, hintsOf(src))
	out.err, out.fresh = err, done.Fresh
	if done.Fresh > 0 {
		out.health = brief.HealthFresh
	}
	if done.Refused > 0 {
		out.notes = append(out.notes, count(done.Refused, "file was", "files were")+" refused; see the folder "+refusedFolder+".")
	}
	return out
}

// mayWatch tells whether the folder is one of the roots or lies below one.
func (p *Poller) mayWatch(path string) bool {
	for _, root := range p.opts.Folders {
		rel, err := filepath.Rel(root, path)
		if err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return false
}
