package mirror

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Written counts what an export did to a folder.
type Written struct{ Changed, Removed, Kept int }

// WriteFolder writes the edition into a folder: a new or empty one, or one that holds an earlier copy, of which only
// what changed is touched. The manifest comes last, so a copy that was cut short does not verify.
func WriteFolder(dir string, e *Edition) (*Manifest, Written, error) {
	s, err := openFolder(dir)
	if err != nil {
		return nil, Written{}, err
	}
	defer s.root.Close()
	m, err := export(e, func(f *folded, files []planned) (sink, error) {
		s.compare(f, files)
		return s, nil
	})
	if err == nil {
		err = s.sweep(m)
	}
	return m, s.did, err
}

// folderSink is a folder that becomes a copy.
type folderSink struct {
	root *os.Root
	// old is the manifest of the copy that the folder held, nil when it held none.
	old []byte
	// same is the earlier manifest when its pages can be taken over, nil when everything is made again.
	same *Manifest
	did  Written
}

func openFolder(dir string) (*folderSink, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the copy: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of the copy: %w", err)
	}
	old, err := root.ReadFile(manifestPath)
	if err == nil && bytes.HasPrefix(old, []byte(manifestTitle+"\n")) {
		return &folderSink{root: root, old: old}, nil
	}
	names, err := fs.ReadDir(root.FS(), ".")
	if err == nil && len(names) > 0 {
		err = brief.Invalid(fmt.Sprintf("the folder %s holds %s and is no copy of a briefing", dir, names[0].Name()),
			"name a new or an empty folder")
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return &folderSink{root: root}, nil
}

// compare finds out whether pages of the earlier copy can be taken over: the same record, the same program, and the
// same days behind it, since pages lead to the editions that those days ended with.
func (s *folderSink) compare(f *folded, files []planned) {
	verifier, err := record.NewVerifier(f.Key)
	if err != nil || s.old == nil {
		return
	}
	old, err := openManifest(s.old, verifier)
	if err != nil || old.Origin != f.Signer.Name() || old.Renderer != rendererName(f.Renderer) || old.Edition > f.state.Seq {
		return
	}
	var before, now []string
	for _, file := range old.Files {
		before = appendPast(before, file.Path)
	}
	for _, p := range files {
		now = appendPast(now, p.path)
	}
	if slices.Equal(before, now) {
		s.same = old
	}
}

func appendPast(list []string, path string) []string {
	if strings.HasPrefix(path, "as-of/") {
		return append(list, path)
	}
	return list
}

func (s *folderSink) has(path string, since brief.Seq) (File, bool) {
	if s.same == nil || since == 0 || since > s.same.Edition {
		return File{}, false
	}
	f, ok := s.same.find(path)
	if !ok {
		return File{}, false
	}
	if info, err := s.root.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() != f.Size {
		return File{}, false
	}
	s.did.Kept++
	return f, true
}

func (s *folderSink) put(name string, body []byte) error {
	if s.holds(name, body) {
		s.did.Kept++
		return nil
	}
	s.did.Changed++
	if err := s.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", name, err)
	}
	// A file takes its place whole: whoever serves the folder meanwhile never shows half a page.
	fresh := path.Join(path.Dir(name), ".new-"+path.Base(name))
	err := s.root.WriteFile(fresh, body, 0o644)
	if err == nil {
		err = s.root.Rename(fresh, name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// holds tells whether the file is there with that content.
func (s *folderSink) holds(name string, body []byte) bool {
	info, err := s.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(body)) {
		return false
	}
	there, err := s.root.ReadFile(name)
	return err == nil && bytes.Equal(there, body)
}

// sweep removes the files of the earlier copy that the new one does not have, and the folders that this empties.
// Files that no copy ever had are left alone: whoever put them there wants them, and Verify names them.
func (s *folderSink) sweep(m *Manifest) error {
	_, text, ok := bytes.Cut(s.old, []byte("\nfiles "))
	if !ok {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		f, err := parseFile(strings.TrimSuffix(line, "\n"))
		if err != nil || !plainPath(f.Path) {
			continue
		}
		if _, still := m.find(f.Path); still {
			continue
		}
		if err := s.root.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s, which the new edition does not have: %w", f.Path, err)
		}
		s.did.Removed++
		for dir := path.Dir(f.Path); dir != "." && s.root.Remove(dir) == nil; dir = path.Dir(dir) {
		}
	}
	return nil
}
