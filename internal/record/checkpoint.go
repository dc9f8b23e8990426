package record

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Tree is a Merkle tree as a checkpoint describes it.
type Tree struct {
	// Size is the number of entries, and so the sequence of the last one.
	Size int64
	// Root is the hash over all of them.
	Root tlog.Hash
}

// Checkpoint writes and signs the statement that the record of origin has size entries under root: C2SP's
// tlog-checkpoint in a signed note. One signer's name must be the origin.
func Checkpoint(origin string, size int64, root tlog.Hash, signers ...Signer) ([]byte, error) {
	if err := CheckOrigin(origin); err != nil {
		return nil, err
	}
	t := Tree{Size: size, Root: root}
	if err := checkTree(t); err != nil {
		return nil, err
	}
	named := false
	for _, s := range signers {
		named = named || s.Name() == origin
	}
	if !named {
		return nil, brief.Invalid(fmt.Sprintf("no key of the record %s signs its checkpoint", origin),
			"sign with the key that was made for this record")
	}
	msg, err := note.Sign(&note.Note{Text: t.text(origin)}, signers...)
	if err != nil {
		return nil, fmt.Errorf("signing checkpoint %d of %s: %w", size, origin, err)
	}
	return msg, nil
}

// OpenCheckpoint reads a checkpoint and verifies it. A known key with the name of the origin must have signed;
// signatures by unknown keys, of witnesses for instance, are passed over. A message is taken in one spelling only:
// whatever does not write back to the same bytes is refused. When nothing but the key is unknown, the error wraps a
// *note.UnverifiedNoteError.
func OpenCheckpoint(msg []byte, origin string, verifiers note.Verifiers) (Tree, error) {
	n, err := note.Open(msg, verifiers)
	if err != nil {
		return Tree{}, unopened(err)
	}
	signed := false
	for _, sig := range n.Sigs {
		signed = signed || sig.Name == origin
	}
	if !signed {
		return Tree{}, unopened(&note.UnverifiedNoteError{Note: n})
	}
	t, err := parseTree(n.Text, origin)
	if err != nil {
		return Tree{}, err
	}
	if err := checkSignatures(string(msg[len(n.Text):])); err != nil {
		return Tree{}, err
	}
	return t, nil
}

func unopened(err error) error {
	e := &brief.Error{Kind: brief.KindInvalid, What: "the checkpoint of the record is damaged or forged",
		Do: "fetch it again, from the publisher or another mirror", Err: err}
	var unknown *note.UnverifiedNoteError
	if errors.As(err, &unknown) {
		e.What = "the checkpoint of the record is not signed by a key that is known here"
		e.Do = "get the publisher's key by another way and hand it in"
	}
	return e
}

func badCheckpoint(what string) error {
	return brief.Invalid("the checkpoint of the record "+what, "fetch it again, from the publisher or another mirror")
}

// text gives the signed part of the checkpoint: origin, size and root, each on a line.
func (t Tree) text(origin string) string {
	return origin + "\n" + strconv.FormatInt(t.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(t.Root[:]) + "\n"
}

func parseTree(text, origin string) (Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Tree{}, badCheckpoint("does not consist of origin, size and root")
	}
	if lines[0] != origin {
		return Tree{}, badCheckpoint(fmt.Sprintf("is that of %.80q, not of %.80q", lines[0], origin))
	}
	var t Tree
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return Tree{}, badCheckpoint(fmt.Sprintf("gives %.40q as its size", lines[1]))
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(t.Root) {
		return Tree{}, badCheckpoint("has a root that is no hash")
	}
	t = Tree{Size: size, Root: tlog.Hash(root)}
	if err := checkTree(t); err != nil {
		return Tree{}, err
	}
	if t.text(origin) != text {
		return Tree{}, badCheckpoint("is spelled in an unusual way")
	}
	return t, nil
}

func checkTree(t Tree) error {
	if t.Size < 0 || t.Size > MaxSize {
		return badCheckpoint(fmt.Sprintf("speaks of %d entries", t.Size))
	}
	if empty, err := tlog.TreeHash(0, nil); err != nil || t.Size == 0 && t.Root != empty {
		return badCheckpoint("gives an empty record the root of another one")
	}
	return nil
}

// checkSignatures takes the part after the signed text: an empty line and the lines of the signatures, whose form
// the note has already judged. Base64 has spare bits and a note may repeat a signature; here neither may.
func checkSignatures(block string) error {
	seen := map[string]bool{}
	for line := range strings.Lines(block[1:]) {
		name, text, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "— "), "\n"), " ")
		sig, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(sig) < 4 || base64.StdEncoding.EncodeToString(sig) != text {
			return badCheckpoint("has a signature that is spelled in an unusual way")
		}
		id := name + " " + string(sig[:4])
		if seen[id] {
			return badCheckpoint("has two signatures by one key")
		}
		seen[id] = true
	}
	return nil
}

// SignedBy tells whether a checkpoint carries a line by the key of that name and hash. It does not verify: it is for a
// checkpoint that this program has signed itself, to tell with which of its keys.
func SignedBy(msg []byte, name string, hash uint32) bool {
	_, block, _ := strings.Cut(string(msg), "\n\n")
	for line := range strings.Lines(block) {
		text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "— "+name+" ")
		if sig, err := base64.StdEncoding.DecodeString(text); ok && err == nil && len(sig) > 4 && binary.BigEndian.Uint32(sig) == hash {
			return true
		}
	}
	return false
}
