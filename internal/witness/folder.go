package witness

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The folder of a witness, for its owner's eyes only:
//
//	key              its secret key
//	lock             one witness at a time
//	seen/ID          the newest cosigned checkpoint of a record
//	stopped/ID       a record of which nothing is cosigned until a person removes this file
//	evidence/ID-N/   first, second, proof and finding.txt of a contradiction; never overwritten, never deleted
//
// ID is 16 hexadecimal digits of the SHA-256 of the record's origin.
const (
	keyName      = "key"
	lockName     = "lock"
	seenName     = "seen"
	stoppedName  = "stopped"
	evidenceName = "evidence"
)

func idOf(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return hex.EncodeToString(sum[:8])
}

// openFolder makes the folder if need be and takes its lock.
func openFolder(dir string) (*flock.Flock, error) {
	for _, name := range []string{seenName, stoppedName, evidenceName} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			return nil, brief.Unavailable("the folder "+dir+" cannot be made", "check its owner, or choose another with --data", err)
		}
	}
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, brief.Unavailable("the folder "+dir+" cannot be written", "check its owner, or choose another with --data", err)
	}
	if !held {
		return nil, brief.Unavailable("the folder "+dir+" is in use by another witness", "stop that one, or choose another with --data", nil)
	}
	return lock, nil
}

// readKey reads the witness's key. A folder without one gives fs.ErrNotExist.
func readKey(dir string) (*record.Cosigner, error) {
	raw, err := os.ReadFile(filepath.Join(dir, keyName))
	if err != nil {
		return nil, err
	}
	return record.NewCosigner(string(raw))
}

// ownKey reads the witness's key, and makes it at the first start.
func ownKey(dir, name string) (*record.Cosigner, error) {
	c, err := readKey(dir)
	switch {
	case err == nil && name != "" && name != c.Name():
		return nil, brief.Invalid(fmt.Sprintf("this witness has been %s since its first start, not %s", c.Name(), name),
			"leave --name out, or begin another witness in another folder")
	case err == nil:
		return c, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case name == "":
		return nil, brief.Invalid("this witness has no name yet", "give it one with --name, such as witness.example/w1; it stays for ever")
	}
	if seen, err := os.ReadDir(filepath.Join(dir, seenName)); err != nil || len(seen) > 0 {
		return nil, brief.Invalid("the key of this witness is gone, and what it cosigned is still here", "bring the file "+keyName+" back")
	}
	secret, _, err := record.NewWitnessKey(rand.Reader, name)
	if err != nil {
		return nil, err
	}
	if err := replace(filepath.Join(dir, keyName), []byte(secret+"\n")); err != nil {
		return nil, brief.Unavailable("the key of the witness cannot be kept", "free space or check the owner of "+dir, err)
	}
	return record.NewCosigner(secret)
}

// replace writes a file whole or not at all, and so that it outlasts a power loss.
func replace(name string, raw []byte) error {
	folder := filepath.Dir(name)
	tmp, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err == nil {
		err = syncFolder(folder)
	}
	return err
}

// syncFolder waits until the names in a folder are on the disk.
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

// names lists a folder's files, without those that a crash left half made.
func names(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			list = append(list, e.Name())
		}
	}
	return list, err
}
