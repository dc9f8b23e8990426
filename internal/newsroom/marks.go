package newsroom

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// marks are the files that remember, outside the database, how far each record was shown to readers: keys/ID.seen
// beside the key, a line "SIZE ROOT" for each checkpoint. Lines are only added, and not synced one by one: a power loss
// costs the last of them, never the file. Now and then it is written anew with the newest line alone.
type marks struct{ dir string }

func (m marks) file(id brief.BriefingID) string { return filepath.Join(m.dir, string(id)+".seen") }

func markLine(t record.Tree) string {
	return fmt.Sprintf("%d %s\n", t.Size, base64.StdEncoding.EncodeToString(t.Root[:]))
}

// read gives the largest tree that is remembered; found is false when nothing is.
func (m marks) read(id brief.BriefingID) (newest record.Tree, found bool, err error) {
	raw, err := os.ReadFile(m.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		return newest, false, nil
	}
	if err != nil {
		return newest, false, fmt.Errorf("reading what readers have seen: %w", err)
	}
	for line := range strings.Lines(string(raw)) {
		var t record.Tree
		var text string
		if n, _ := fmt.Sscanf(line, "%d %s", &t.Size, &text); n != 2 {
			continue
		}
		root, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(root) != tlog.HashSize {
			continue
		}
		t.Root = tlog.Hash(root)
		// A line that a power loss has torn writes back to something else.
		if markLine(t) == line && (!found || t.Size > newest.Size) {
			newest, found = t, true
		}
	}
	return newest, found, nil
}

// write remembers this tree alone, so that it outlasts a power loss.
func (m marks) write(id brief.BriefingID, t record.Tree) error {
	if err := writeBytes(m.file(id), ownFile, []byte(markLine(t))); err != nil {
		return cannotWrite("what readers have seen cannot be kept", "free space or check the owner of the data folder", err)
	}
	return nil
}

// add remembers one tree more.
func (m marks) add(id brief.BriefingID, t record.Tree) error {
	f, err := os.OpenFile(m.file(id), os.O_WRONLY|os.O_APPEND, ownFile)
	if err != nil {
		return err
	}
	_, err = f.WriteString(markLine(t))
	return errors.Join(err, f.Close())
}

// drop forgets what was remembered.
func (m marks) drop(id brief.BriefingID) error {
	if err := os.Remove(m.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
