package newsroom

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"

	"livebrief/internal/brief"
)

// sealedTitle begins every file that age has encrypted.
const sealedTitle = "age-encryption.org/v1\n"

// recipients reads --age and --age-file.
func (k *backupCommand) recipients() ([]age.Recipient, error) {
	lines := k.Age
	for _, name := range k.AgeFile {
		raw, err := readSmall(name, "--age-file")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
	}
	if len(k.AgeFile) > 0 && len(lines) == 0 {
		return nil, usageError{errors.New("the file of --age-file names no recipient")}
	}
	var list []age.Recipient
	for _, line := range lines {
		r, err := parseRecipient(strings.TrimSpace(line))
		if err != nil {
			return nil, usageError{fmt.Errorf("%.20q is no recipient (%w); write age1..., ssh-ed25519 ... or ssh-rsa ...", line, err)}
		}
		list = append(list, r)
	}
	return list, nil
}

func parseRecipient(line string) (age.Recipient, error) {
	switch {
	case strings.HasPrefix(line, "ssh-"):
		return agessh.ParseRecipient(line)
	case strings.HasPrefix(line, "age1pq1"):
		return age.ParseHybridRecipient(line)
	}
	return age.ParseX25519Recipient(line)
}

// maxSmall is the most that a file of keys, recipients or identities may have.
const maxSmall = 1 << 20

// readSmall reads a file that a flag names.
func readSmall(name, flag string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError{fmt.Errorf("the file of %s cannot be read (%v)", flag, rootCause(err))}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxSmall))
	if err != nil {
		return nil, usageError{fmt.Errorf("the file of %s cannot be read (%v)", flag, rootCause(err))}
	}
	return raw, nil
}

// identities reads the files of --identity. What stands in them is in no message.
func identities(names []string) ([]age.Identity, error) {
	var list []age.Identity
	for _, name := range names {
		raw, err := readSmall(name, "--identity")
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix(raw, []byte("-----BEGIN")) {
			one, err := agessh.ParseIdentity(raw)
			if err != nil {
				return nil, usageError{errors.New("the file of --identity holds no SSH key without a passphrase")}
			}
			list = append(list, one)
			continue
		}
		some, err := age.ParseIdentities(bytes.NewReader(raw))
		if err != nil {
			return nil, usageError{errors.New("the file of --identity holds no age identity (AGE-SECRET-KEY-1...)")}
		}
		list = append(list, some...)
	}
	return list, nil
}

// opened gives what a backup holds, decrypted where it is encrypted.
func opened(raw io.Reader, by []age.Identity) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(raw, 64<<10)
	if head, _ := in.Peek(len(sealedTitle)); string(head) != sealedTitle {
		return in, nil
	}
	if len(by) == 0 {
		return nil, usageError{errors.New("this backup is encrypted; name the file of the age identity with --identity")}
	}
	plain, err := age.Decrypt(in, by...)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, brief.Invalid("the backup is encrypted for somebody else than this identity", "name another with --identity")
	case err != nil:
		return nil, &brief.Error{Kind: brief.KindInvalid, What: "the backup is damaged: its encrypted part does not begin as it should",
			Do: "take another one", Err: err}
	}
	return bufio.NewReaderSize(unsealed{plain}, 64<<10), nil
}

// unsealed says in words that what age decrypts is not what was encrypted.
type unsealed struct{ plain io.Reader }

func (u unsealed) Read(p []byte) (int, error) {
	n, err := u.plain.Read(p)
	var disk *fs.PathError
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &disk) {
		return n, err
	}
	return n, &brief.Error{Kind: brief.KindInvalid, What: "the backup is damaged: it was changed or cut after it was encrypted",
		Do: "take another one", Err: err}
}

// keysTitle begins the keys that stand before an encrypted backup: their length in bytes and their SHA-256 follow on
// the line, then a JSON object of file names and what is in them.
const keysTitle = "livebrief keys 1 "

// isKeyFile tells whether a file of that name belongs with the keys: one that signs, one that waits, or a root that was
// not carried away.
func isKeyFile(name string) bool {
	return filepath.Base(name) == name && !strings.HasPrefix(name, ".") && slices.Contains([]string{keyFile, nextFile, rootFile}, filepath.Ext(name))
}

// readKeys reads the files of a folder of keys.
func readKeys(dir string) (map[string]string, error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the keys: %w", err)
	}
	keys := map[string]string{}
	for _, f := range list {
		if !isKeyFile(f.Name()) || !f.Type().IsRegular() {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the keys: %w", err)
		}
		keys[f.Name()] = string(raw)
	}
	return keys, nil
}

func writeKeys(w io.Writer, keys map[string]string) error {
	raw, err := json.Marshal(keys)
	if err != nil {
		return fmt.Errorf("writing the keys: %w", err)
	}
	sum := sha256.Sum256(raw)
	_, err = fmt.Fprintf(w, "%s%d %s\n%s", keysTitle, len(raw), hex.EncodeToString(sum[:]), raw)
	return err
}

// takeKeys reads the keys that stand before a backup; most have none.
func takeKeys(in *bufio.Reader) (map[string]string, error) {
	if head, _ := in.Peek(len(keysTitle)); string(head) != keysTitle {
		return nil, nil
	}
	bad := brief.Invalid("the backup is damaged: its keys are not those that were put in", "take another one")
	line, err := in.ReadSlice('\n')
	if err != nil {
		return nil, bad
	}
	var size int
	var sum string
	if _, err := fmt.Sscanf(string(line[len(keysTitle):]), "%d %s\n", &size, &sum); err != nil || size < 2 || size > 64<<20 {
		return nil, bad
	}
	raw := make([]byte, size)
	if _, err := io.ReadFull(in, raw); err != nil {
		return nil, bad
	}
	var keys map[string]string
	if got := sha256.Sum256(raw); hex.EncodeToString(got[:]) != sum || json.Unmarshal(raw, &keys) != nil {
		return nil, bad
	}
	for name := range keys {
		if !isKeyFile(name) {
			return nil, bad
		}
	}
	return keys, nil
}
