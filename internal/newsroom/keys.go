package newsroom

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// keysName is the folder of the log keys, one file a briefing. Keys never enter the database.
const keysName = "keys"

// keyring finds the key with which a briefing's checkpoints are signed.
type keyring struct{ dir string }

func (f *folder) keys() keyring { return keyring{dir: filepath.Join(f.path, keysName)} }

func (k keyring) file(id brief.BriefingID) string {
	return filepath.Join(k.dir, string(id)+".key")
}

// make draws a key for the briefing and keeps it in a file of its own; an existing key is never overwritten.
func (k keyring) make(id brief.BriefingID, origin string) error {
	signer, _, err := record.NewKey(rand.Reader, origin)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(k.file(id), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return cannotWrite("the key of the briefing cannot be kept", "free space or check the owner of the data folder", err)
	}
	_, err = f.WriteString(signer + "\n")
	if err := errors.Join(err, f.Sync(), f.Close(), syncFolder(k.dir)); err != nil {
		return cannotWrite("the key of the briefing cannot be kept", "free space or check the owner of the data folder", err)
	}
	return nil
}

// drop takes back a key whose briefing did not come to be.
func (k keyring) drop(id brief.BriefingID) error { return os.Remove(k.file(id)) }

// secret reads the signer key.
func (k keyring) secret(id brief.BriefingID) (string, error) {
	raw, err := os.ReadFile(k.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		return "", brief.Unavailable("the key of this briefing is not in the data folder",
			"bring back the file "+filepath.Join(keysName, string(id)+".key")+"; until then it can be read but not changed", err)
	}
	if err != nil {
		return "", fmt.Errorf("reading the key: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}

// signer gives the signer of the briefing's checkpoints.
func (k keyring) signer(id brief.BriefingID) (record.Signer, error) {
	secret, err := k.secret(id)
	if err != nil {
		return nil, err
	}
	return record.NewSigner(secret)
}

// fingerprint gives the short form of the briefing's public key, empty when the key is not here.
func (k keyring) fingerprint(id brief.BriefingID) string {
	secret, err := k.secret(id)
	if err != nil {
		return ""
	}
	public, err := record.VerifierKey(secret)
	if err != nil {
		return ""
	}
	short, err := record.Fingerprint(public)
	if err != nil {
		return ""
	}
	return short
}
