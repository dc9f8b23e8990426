package newsroom

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// keysName is the folder of the keys. Keys never enter the database.
const keysName = "keys"

// The files of a briefing's keys, by what stands behind its id: the key that signs, the root that answers for it and
// belongs on another machine, and a key that waits for its declaration.
const (
	keyFile  = ".key"
	rootFile = ".root"
	nextFile = ".next"
)

// keyLife is how long a key signs when nobody says otherwise.
const keyLife = 366 * 24 * time.Hour

// keyring finds the keys with which the checkpoints of briefings are signed.
type keyring struct{ dir string }

func (f *folder) keys() keyring { return keyring{dir: filepath.Join(f.path, keysName)} }

func (k keyring) file(id brief.BriefingID, kind string) string {
	return filepath.Join(k.dir, string(id)+kind)
}

// make draws the keys of a new briefing, keeps each in a file of its own, and gives the declaration that binds them. An
// existing key is never overwritten.
func (k keyring) make(id brief.BriefingID, origin string, now time.Time) (declaration []byte, err error) {
	key, root, declaration, err := record.NewKeys(rand.Reader, origin, lastDay(now))
	if err != nil {
		return nil, err
	}
	if err := k.write(id, keyFile, key); err != nil {
		return nil, err
	}
	if err := k.write(id, rootFile, root); err != nil {
		return nil, errors.Join(err, k.drop(id))
	}
	return declaration, nil
}

// lastDay is the day on which a key made now expires.
func lastDay(now time.Time) string { return now.UTC().Add(keyLife).Format(time.DateOnly) }

// write keeps a secret in a new file, so that it outlasts a power loss.
func (k keyring) write(id brief.BriefingID, kind, secret string) error {
	f, err := os.OpenFile(k.file(id, kind), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = f.WriteString(secret + "\n")
		err = errors.Join(err, f.Sync(), f.Close(), syncFolder(k.dir))
	}
	if err != nil {
		return cannotWrite("the key of the briefing cannot be kept", "free space or check the owner of the data folder", err)
	}
	return nil
}

// drop takes back the keys of a briefing that did not come to be.
func (k keyring) drop(id brief.BriefingID) error {
	var errs []error
	for _, kind := range []string{keyFile, rootFile} {
		if err := os.Remove(k.file(id, kind)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// read gives the secret in a file of the briefing; one that is not there is fs.ErrNotExist.
func (k keyring) read(id brief.BriefingID, kind string) (string, error) {
	raw, err := os.ReadFile(k.file(id, kind))
	if err != nil {
		return "", fmt.Errorf("reading the key: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}

// secret reads the key that signs.
func (k keyring) secret(id brief.BriefingID) (string, error) {
	secret, err := k.read(id, keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", brief.Unavailable("the key of this briefing is not in the data folder",
			"bring back the file "+filepath.Join(keysName, string(id)+keyFile)+"; until then it can be read but not changed", err)
	}
	return secret, err
}

// signer gives the signer of the briefing's checkpoints.
func (k keyring) signer(id brief.BriefingID) (record.Signer, error) {
	secret, err := k.secret(id)
	if err != nil {
		return nil, err
	}
	return record.NewSigner(secret)
}

// public gives the public half of the key that signs.
func (k keyring) public(id brief.BriefingID) (string, error) {
	secret, err := k.secret(id)
	if err != nil {
		return "", err
	}
	return record.VerifierKey(secret)
}

// fingerprint gives the short form of the briefing's public key, empty when the key is not here.
func (k keyring) fingerprint(id brief.BriefingID) string {
	public, err := k.public(id)
	if err != nil {
		return ""
	}
	short, err := record.Fingerprint(public)
	if err != nil {
		return ""
	}
	return short
}

// declared gives the signer of a key that a declaration names: it waits, or signs already.
func (k keyring) declared(id brief.BriefingID, public string) (record.Signer, error) {
	for _, kind := range []string{nextFile, keyFile} {
		secret, err := k.read(id, kind)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if line, err := record.VerifierKey(secret); err == nil && line == public {
			return record.NewSigner(secret)
		}
	}
	return nil, brief.Unavailable("the key that is declared is not in the data folder",
		"declare the one of the newest request, or bring its file back", nil)
}

// promote lets the key that waited take the place of the one that signs, which is gone then.
func (k keyring) promote(id brief.BriefingID) error {
	err := os.Rename(k.file(id, nextFile), k.file(id, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it signs already
	}
	if err = errors.Join(err, syncFolder(k.dir)); err != nil {
		return cannotWrite("the declared key cannot take its place", "rename "+string(id)+nextFile+" to "+string(id)+keyFile+" in the folder of the keys", err)
	}
	return nil
}
