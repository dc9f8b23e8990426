package mirror

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"livebrief/internal/brief"
)

// Stand is a copy in a folder from which it is handed out, file by file, while somebody may write a newer edition over
// it. It gives only what the manifest names, and only as the manifest has it: where the two differ, an edition is on its
// way, and the file is not there for the moment. It is safe for use by many goroutines.
type Stand struct {
	dir string
	// say hears in a sentence what whoever runs the mirror should know; it never names a reader.
	say func(string)

	mu     sync.RWMutex
	folder *Folder
	copy   *Manifest
	signed []byte
	// seen is the manifest's file as it was looked at last.
	seen fs.FileInfo
}

// OpenStand opens a folder that holds a copy. What is in the files is looked at when they are asked for; [Verify] looks
// at all of them.
func OpenStand(dir string, say func(string)) (*Stand, error) {
	s := &Stand{dir: dir, say: say}
	info, err := os.Stat(filepath.Join(dir, manifestPath))
	if err != nil {
		return nil, noCopy(dir)
	}
	return s, s.take(info)
}

func noCopy(dir string) error {
	return brief.Invalid(fmt.Sprintf("the folder %s is no copy of a briefing", dir), "name one that `livebrief export` wrote")
}

// Close gives the folder back.
func (s *Stand) Close() error { return s.folder.Close() }

// Edition is the number of the edition that is handed out, and the origin of its record.
func (s *Stand) Edition() (brief.Seq, string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.copy.Edition, s.copy.Origin
}

// Find gives the SHA-256 of a file of the copy, of its newest edition; ok is false for what the manifest does not name.
func (s *Stand) Find(path string) (sum [sha256.Size]byte, ok bool) {
	s.look()
	s.mu.RLock()
	defer s.mu.RUnlock()
	if path == manifestPath {
		return sha256.Sum256(s.signed), true
	}
	f, ok := s.copy.find(path)
	return f.Sum, ok
}

// Read gives a file with that hash. It is Unavailable when the folder holds another one at the moment.
func (s *Stand) Read(path string, sum [sha256.Size]byte) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	body := s.signed
	if path != manifestPath {
		f, ok := s.copy.find(path)
		if !ok {
			return nil, brief.NotFound("the copy has no such file", "begin at its first page")
		}
		var err error
		if body, err = s.folder.Read(path, f.Size); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading a file of the copy: %w", err)
		}
	}
	if sha256.Sum256(body) != sum {
		return nil, brief.Unavailable("this copy is being brought up to date", "try again in a minute", nil)
	}
	return body, nil
}

// look takes up a new edition when the manifest is another file than before.
func (s *Stand) look() {
	info, err := os.Stat(filepath.Join(s.dir, manifestPath))
	s.mu.RLock()
	same := err != nil || os.SameFile(info, s.seen) && info.ModTime().Equal(s.seen.ModTime()) && info.Size() == s.seen.Size()
	s.mu.RUnlock()
	if same {
		return
	}
	if err := s.take(info); err != nil {
		s.say(fmt.Sprintf("the new manifest in %s is not taken: %s", s.dir, plain(err)))
	}
}

// take opens the folder anew, since a link may lead to another one by now, and reads key and manifest. A manifest that
// does not open, or is that of another record, changes nothing.
func (s *Stand) take(info fs.FileInfo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = info
	folder, err := OpenFolder(s.dir)
	if err != nil {
		return err
	}
	m, signed, err := readHead(folder, Limits{}.filled().File)
	if err == nil && s.copy != nil && m.Origin != s.copy.Origin {
		err = brief.Invalid("it is that of another record, "+printable(m.Origin), "serve another record from another folder")
	}
	if err != nil {
		return errors.Join(err, folder.Close())
	}
	if s.folder != nil {
		err = s.folder.Close()
	}
	s.folder, s.copy, s.signed = folder, m, signed
	return err
}
