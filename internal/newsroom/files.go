package newsroom

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"livebrief/internal/brief"
)

// maxFile is the most that one report may have, as everywhere else.
const maxFile = 8 << 20

// maxLogo is the most that a logo may have.
const maxLogo = 16 << 10

// readInput reads a report's bytes from a file, or from standard input when name is "-". It looks at the size
// before it reads, so that a file of 2 GB costs nothing.
func readInput(name string, in io.Reader) ([]byte, error) {
	if name == "-" {
		return readAtMost(in, "standard input")
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, brief.Invalid("there is no file "+name, "check the path")
	case errors.Is(err, fs.ErrPermission):
		return nil, brief.Invalid("the file "+name+" may not be read", "check its permissions")
	case err != nil:
		return nil, brief.Invalid(fmt.Sprintf("the file %s cannot be looked at: %v", name, err), "check the path")
	case info.IsDir():
		return nil, brief.Invalid(name+" is a folder", "name its files, or watch it with `livebrief source add`")
	case info.Size() > maxFile:
		return nil, tooLarge(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, brief.Invalid("the file "+name+" may not be read", "check its permissions")
	}
	defer f.Close()
	return readAtMost(f, name)
}

func readAtMost(in io.Reader, name string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%s broke off: %v", name, err), "try again")
	}
	if len(raw) > maxFile {
		return nil, tooLarge(name)
	}
	if len(raw) == 0 {
		return nil, brief.Invalid(name+" is empty", "nothing was added")
	}
	return raw, nil
}

func tooLarge(name string) error {
	return brief.Invalid(name+" is larger than 8 MiB", "split it, or add the one report that matters")
}

// isAddress tells an address from a file name.
func isAddress(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// logoAddress makes a data: address of an image file.
func logoAddress(name string) (string, error) {
	raw, err := readInput(name, nil)
	if err != nil {
		return "", err
	}
	kind := http.DetectContentType(raw)
	if strings.EqualFold(filepath.Ext(name), ".svg") {
		kind = "image/svg+xml"
	}
	switch kind {
	case "image/png", "image/jpeg", "image/svg+xml":
	default:
		return "", brief.Invalid(name+" is no PNG, JPEG or SVG image", "choose another logo")
	}
	if len(raw) > maxLogo {
		return "", brief.Invalid(fmt.Sprintf("the logo has %d bytes", len(raw)), "make it 16 KB or less")
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(raw), nil
}

// The modes of files that everybody may read, and of those that only their owner may.
const (
	publicFile = 0o644
	ownFile    = 0o600
)

// writeBytes is writeWhole for what is in memory already.
func writeBytes(to string, mode os.FileMode, raw []byte) error {
	return writeWhole(to, mode, func(f *os.File) error {
		_, err := f.Write(raw)
		return err
	})
}

// writeWhole writes a file whole or not at all, and so that it outlasts a power loss.
func writeWhole(to string, mode os.FileMode, write func(*os.File) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = write(tmp)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}
