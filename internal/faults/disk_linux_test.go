package faults

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// disk is a file system in memory that knows what has been synced. What was not is lost when the power fails, in
// part: of every file a random choice of the sectors written since its last sync, of every folder the newest changes.
// A file's sync says nothing about its name; that takes a sync of the folder, as POSIX has it.
type disk struct {
	mu   sync.Mutex
	root *folder
	// lies makes a sync say yes and do nothing, as some disks do.
	lies bool
	// ops counts what could change an image. Each is announced to watch before it is done, with the disk held still.
	ops   int
	watch func(moment)
	// fails, when set, says which calls answer with an I/O error and do nothing. It is asked about reads too.
	fails func(kind, name string) bool
}

// moment is a point between two operations of the program.
type moment struct {
	op   int
	kind string
	name string
}

// sector is the piece of a write that reaches a disk whole or not at all.
const sector = 512

// change is a write at a place, or with nil data a new length.
type change struct {
	at   int64
	data []byte
}

func (c change) apply(to []byte) []byte {
	if c.data == nil {
		return resize(to, c.at)
	}
	if end := c.at + int64(len(c.data)); end > int64(len(to)) {
		to = resize(to, end)
	}
	copy(to[c.at:], c.data)
	return to
}

func resize(b []byte, n int64) []byte {
	if n <= int64(len(b)) {
		return b[:n:n]
	}
	return append(b, make([]byte, n-int64(len(b)))...)
}

// file is what a program reads, and what would be there after a power loss at the worst.
type file struct {
	now, safe []byte
	pending   []change
}

func (f *file) change(c change) {
	f.now = c.apply(f.now)
	f.pending = append(f.pending, c)
}

func (f *file) sync() {
	for _, c := range f.pending {
		f.safe = c.apply(f.safe)
	}
	f.pending = nil
}

// renaming is a change of a folder: a name gets a file or folder, or loses it; two names change at once in a rename.
type renaming map[string]any

// folder holds files and folders by their names.
type folder struct {
	now, safe map[string]any
	pending   []renaming
}

func newFolder() *folder { return &folder{now: map[string]any{}, safe: map[string]any{}} }

func (f *folder) change(r renaming) {
	r.apply(f.now)
	f.pending = append(f.pending, r)
}

func (r renaming) apply(to map[string]any) {
	for name, what := range r {
		if what == nil {
			delete(to, name)
		} else {
			to[name] = what
		}
	}
}

func (f *folder) sync() {
	for _, r := range f.pending {
		r.apply(f.safe)
	}
	f.pending = nil
}

// image is what a power loss leaves: contents by path, nil for a folder.
type image map[string][]byte

// loss says how much of what was not synced reaches the disk: nothing, everything, or a random part.
type loss int

const (
	loseAll loss = iota
	loseNothing
	loseSome
)

// fail gives the image that a power loss at this moment leaves. The disk itself goes on. It must be held.
func (d *disk) fail(how loss, random *rand.Rand) image {
	left := image{}
	d.root.fail(how, random, "", left)
	return left
}

func (f *folder) fail(how loss, random *rand.Rand, path string, left image) {
	names := maps.Clone(f.safe)
	reached := 0
	switch how {
	case loseNothing:
		reached = len(f.pending)
	case loseSome:
		reached = random.IntN(len(f.pending) + 1)
	}
	for _, r := range f.pending[:reached] {
		r.apply(names)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		switch what := names[name].(type) {
		case *folder:
			left[filepath.Join(path, name)] = nil
			what.fail(how, random, filepath.Join(path, name), left)
		case *file:
			left[filepath.Join(path, name)] = what.fail(how, random)
		}
	}
}

func (f *file) fail(how loss, random *rand.Rand) []byte {
	left := slices.Clone(f.safe)
	for _, c := range f.pending {
		switch {
		case how == loseNothing:
			left = c.apply(left)
		case how == loseSome && c.data == nil && random.IntN(2) == 0:
			left = c.apply(left)
		case how == loseSome && c.data != nil:
			for _, piece := range c.sectors() {
				if random.IntN(2) == 0 {
					left = piece.apply(left)
				}
			}
		}
	}
	return append([]byte{}, left...)
}

// sectors cuts a write where sectors end.
func (c change) sectors() []change {
	var list []change
	for at, data := c.at, c.data; len(data) > 0; {
		n := min(int64(len(data)), sector-at%sector)
		list = append(list, change{at, data[:n]})
		at, data = at+n, data[n:]
	}
	return list
}

// load makes a disk that holds an image, all of it synced.
func load(from image) *disk {
	d := &disk{root: newFolder()}
	at := map[string]*folder{".": d.root}
	for _, path := range slices.Sorted(maps.Keys(from)) {
		parent := at[filepath.Dir(path)]
		if from[path] == nil {
			at[path] = newFolder()
			parent.change(renaming{filepath.Base(path): at[path]})
		} else {
			parent.change(renaming{filepath.Base(path): &file{now: slices.Clone(from[path]), safe: slices.Clone(from[path])}})
		}
		parent.sync()
	}
	return d
}

// write puts the image into a folder of the real disk.
func (i image) write(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(i)) {
		var err error
		if i[path] == nil {
			err = os.MkdirAll(filepath.Join(dir, path), 0o700)
		} else {
			err = os.WriteFile(filepath.Join(dir, path), i[path], 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
