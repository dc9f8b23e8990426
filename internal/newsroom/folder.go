package newsroom

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/gofrs/flock"

	"livebrief/internal/brief"
)

// folder is the data folder: the database, the keys, the lock, and the file by which commands find the desk.
// Everything in it belongs to its owner alone.
type folder struct {
	path string
	lock *flock.Flock // nil beside the one who holds it
}

// openFolder makes the folder of a newsroom if need be and takes its lock, so that no two servers write one database.
func openFolder(path string) (*folder, error) {
	if there(filepath.Join(path, edgeDatabase)) {
		return nil, cannotWrite("the data folder "+path+" is that of an edge, which has no keys and can be thrown away",
			"choose another with --data", nil)
	}
	return lockFolder(path, filepath.Join(path, keysName))
}

// openEdgeFolder makes the folder of an edge if need be and takes its lock.
func openEdgeFolder(path string) (*folder, error) {
	for _, name := range []string{keysName, "livebrief.db"} {
		if there(filepath.Join(path, name)) {
			return nil, cannotWrite("the data folder "+path+" is that of a newsroom, with its keys and its record",
				"choose another for the edge with --data; what an edge keeps can be thrown away", nil)
		}
	}
	return lockFolder(path, path)
}

// there tells whether a path leads to anything.
func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// lockFolder makes the folders and takes the lock of the data folder.
func lockFolder(path, deepest string) (*folder, error) {
	if err := makeFolder(deepest); err != nil {
		return nil, cannotWrite("the data folder "+path+" cannot be made", "choose another with --data", err)
	}
	lock := flock.New(filepath.Join(path, "lock"), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, cannotWrite("the data folder "+path+" cannot be written", "check its owner, or choose another with --data", err)
	}
	if !held {
		return nil, writeError{&brief.Error{Kind: brief.KindUnavailable, What: "the data folder " + path + " is in use by another livebrief",
			Do: "stop that one, or choose another with --data", Err: errInUse}}
	}
	return &folder{path: path, lock: lock}, nil
}

// errInUse is the cause when another livebrief holds the lock of a folder.
var errInUse = errors.New("the lock is held")

// besideFolder is the folder of another livebrief, for who only reads in it.
func besideFolder(path string) *folder { return &folder{path: path} }

// cannotWrite makes the error of a place that cannot be written, with the cause in words.
func cannotWrite(what, do string, cause error) error {
	if cause != nil {
		what = fmt.Sprintf("%s (%v)", what, rootCause(cause))
	}
	return writeError{&brief.Error{Kind: brief.KindUnavailable, What: what, Do: do, Err: cause}}
}

// rootCause leaves the path out, which the sentence has already.
func rootCause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// edgeDatabase is the file of the database of an edge. It is made from the record of another server, and marks the folder.
const edgeDatabase = "edge.db"

// database is the address of the store when none is named.
func (f *folder) database() string { return filepath.Join(f.path, "livebrief.db") }

// Close gives the lock back.
func (f *folder) Close() error {
	if f.lock == nil {
		return nil
	}
	return f.lock.Close()
}

// readDesk reads what the last serve left; a folder without the file gives the zero value.
func (f *folder) readDesk() (deskFile, error) {
	var d deskFile
	raw, err := os.ReadFile(filepath.Join(f.path, deskFileName))
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &d)
	}
	if err != nil {
		return d, fmt.Errorf("reading %s: %w", deskFileName, err)
	}
	return d, nil
}

// writeDesk leaves the address and token for the commands on this machine.
func (f *folder) writeDesk(d deskFile) error {
	raw, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", deskFileName, err)
	}
	if err := writeBytes(filepath.Join(f.path, deskFileName), ownFile, append(raw, '\n')); err != nil {
		return cannotWrite("the file "+deskFileName+" in the data folder "+f.path+" cannot be written", "free space or check its owner", err)
	}
	return nil
}

// makeFolder makes a folder, and those above it that are missing, so that they outlast a power loss.
func makeFolder(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return &fs.PathError{Op: "mkdir", Path: path, Err: syscall.ENOTDIR}
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return err
	}
	above := filepath.Dir(path)
	if err := makeFolder(above); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(above)
}

// syncFolder waits until the names in a folder are on the disk: the sync of a file does not wait for its name.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // it has no such call, and keeps names with the files
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
