package record

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// Declaration says which key signs a record from then on, and who answers for that: the offline root, a key that does
// nothing but sign declarations.
type Declaration struct {
	Origin string
	// Number counts the declarations of a record from 1.
	Number int
	// Key signs checkpoints from now on; Before is the key that it takes over from, empty for the first. Both are
	// verifier keys of the origin.
	Key, Before string
	// Root is the verifier key of the root, whose name is [RootName]. It never changes.
	Root string
	// Expires is the last day on which the key signs, as a date in UTC.
	Expires string
	Reason  KeyReason
}

// KeyReason is why a key is declared.
type KeyReason string

// The reasons. A renewal is signed by the key before as well; after a loss that key vouches for nothing.
const (
	FirstKey   KeyReason = "first"
	RenewedKey KeyReason = "renewal"
	LostKey    KeyReason = "loss"
)

// declarationTitle is the first line of a declaration. It holds blanks, so no checkpoint can begin with it.
const declarationTitle = "livebrief key 1"

// noKey stands where there was no key before.
const noKey = "none"

// RootName is the name of a record's root key.
func RootName(origin string) string { return origin + "/root" }

// NewRoot makes the root key of a record, in the form of [NewKey].
func NewRoot(random io.Reader, origin string) (signerKey, verifierKey string, err error) {
	return NewKey(random, RootName(origin))
}

// text gives the part that is signed.
func (d *Declaration) text() string {
	before := d.Before
	if before == "" {
		before = noKey
	}
	return fmt.Sprintf("%s\norigin %s\nnumber %d\nkey %s\nbefore %s\nroot %s\nexpires %s\nreason %s\n", declarationTitle, d.Origin, d.Number,
		d.Key, before, d.Root, d.Expires, d.Reason)
}

// Expired tells whether the key no longer signs at that moment.
func (d *Declaration) Expired(at time.Time) bool { return at.UTC().Format(time.DateOnly) > d.Expires }

// verifiers are those who must sign, in the order in which they do: the key before a renewal, the key, the root.
func (d *Declaration) verifiers() ([]note.Verifier, error) {
	lines := []string{d.Key, d.Root}
	if d.Reason == RenewedKey {
		lines = slices.Insert(lines, 0, d.Before)
	}
	list := make([]note.Verifier, len(lines))
	for i, line := range lines {
		v, err := NewVerifier(line)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

// Request signs the declaration with the key and, for a renewal, with the one before. What is missing is the root.
func (d *Declaration) Request(before, key Signer) ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	signers := []note.Signer{key}
	if d.Reason == RenewedKey {
		signers = slices.Insert(signers, 0, before)
	}
	msg, err := note.Sign(&note.Note{Text: d.text()}, signers...)
	if err != nil {
		return nil, fmt.Errorf("signing the declaration of a key: %w", err)
	}
	_, err = OpenRequest(msg)
	return msg, err
}

// Countersign adds the root's signature to a request.
func Countersign(request []byte, root Signer) ([]byte, error) {
	d, err := OpenRequest(request)
	if err != nil {
		return nil, err
	}
	verifiers, err := d.verifiers()
	if err != nil {
		return nil, err
	}
	by := verifiers[len(verifiers)-1]
	if root.Name() != by.Name() || root.KeyHash() != by.KeyHash() {
		return nil, brief.Invalid("this is not the root key of the record "+d.Origin, "take the one that was made with the briefing")
	}
	n, err := note.Open(request, note.VerifierList(verifiers...))
	if err != nil {
		return nil, fmt.Errorf("reading the request: %w", err)
	}
	msg, err := note.Sign(n, root)
	if err != nil {
		return nil, fmt.Errorf("signing the declaration of a key: %w", err)
	}
	_, err = OpenDeclaration(msg)
	return msg, err
}

// OpenDeclaration reads a declaration that all who must have signed. It takes one spelling: what does not write back to
// the same bytes is refused.
func OpenDeclaration(msg []byte) (*Declaration, error) { return openDeclaration(msg, true) }

// OpenRequest reads a declaration that lacks the root's signature and nothing else.
func OpenRequest(msg []byte) (*Declaration, error) { return openDeclaration(msg, false) }

func openDeclaration(msg []byte, whole bool) (*Declaration, error) {
	text, _, ok := bytes.Cut(msg, []byte("\n\n"))
	if !ok {
		return nil, badDeclaration("is not one")
	}
	d, err := parseDeclaration(string(text) + "\n")
	if err != nil {
		return nil, err
	}
	verifiers, err := d.verifiers()
	if err != nil {
		return nil, badDeclaration("names a key that is none")
	}
	n, err := note.Open(msg, note.VerifierList(verifiers...))
	if err != nil {
		return nil, badDeclaration("was changed after it was signed, or is signed by others than it names")
	}
	if !whole {
		verifiers = verifiers[:len(verifiers)-1]
	}
	want := d.text() + "\n"
	for i, v := range verifiers {
		if i >= len(n.Sigs) || n.Sigs[i].Name != v.Name() || n.Sigs[i].Hash != v.KeyHash() {
			return nil, badDeclaration("is not signed by all who have to")
		}
		raw, err := base64.StdEncoding.DecodeString(n.Sigs[i].Base64)
		if err != nil {
			return nil, badDeclaration("is spelled in an unusual way")
		}
		want += "— " + v.Name() + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	}
	if string(msg) != want {
		return nil, badDeclaration("is spelled in an unusual way, or signed by more than have to")
	}
	return d, nil
}

func badDeclaration(what string) error {
	return brief.Invalid("the declaration of a key "+what, "make it again")
}

func parseDeclaration(text string) (*Declaration, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	names := []string{"origin", "number", "key", "before", "root", "expires", "reason"}
	if len(lines) != len(names)+1 || lines[0] != declarationTitle {
		return nil, badDeclaration("is not one of this version")
	}
	fields := make([]string, len(names))
	for i, name := range names {
		value, ok := strings.CutPrefix(lines[i+1], name+" ")
		if !ok {
			return nil, badDeclaration("does not name its " + name)
		}
		fields[i] = value
	}
	number, err := strconv.Atoi(fields[1])
	if err != nil {
		return nil, badDeclaration("has no number")
	}
	d := &Declaration{Origin: fields[0], Number: number, Key: fields[2], Root: fields[4], Expires: fields[5], Reason: KeyReason(fields[6])}
	if fields[3] != noKey {
		d.Before = fields[3]
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.text() != text {
		return nil, badDeclaration("is spelled in an unusual way")
	}
	return d, nil
}

// check judges what can be judged without the record.
func (d *Declaration) check() error {
	if err := CheckOrigin(RootName(d.Origin)); err != nil {
		return err
	}
	expires, err := time.Parse(time.DateOnly, d.Expires)
	if err != nil || expires.Year() < 2000 {
		return badDeclaration(fmt.Sprintf("expires on %.20q, which is no date", d.Expires))
	}
	names := map[string]string{d.Key: d.Origin, d.Root: RootName(d.Origin)}
	if d.Before != "" {
		names[d.Before] = d.Origin
	}
	for line, name := range names {
		if v, err := NewVerifier(line); err != nil || v.Name() != name || line != strings.TrimSpace(line) {
			return badDeclaration(fmt.Sprintf("holds %.120q, which is no key of %s", line, name))
		}
	}
	first := d.Reason == FirstKey
	switch {
	case d.Number < 1 || d.Number > MaxSize:
		return badDeclaration(fmt.Sprintf("has the number %d", d.Number))
	case !first && d.Reason != RenewedKey && d.Reason != LostKey:
		return badDeclaration(fmt.Sprintf("gives the reason %.40q", string(d.Reason)))
	case first != (d.Before == "") || d.Before == d.Key || first && d.Number != 1:
		return badDeclaration("does not fit what was before it")
	}
	return nil
}

// NewKeys makes the first key of a record and its root, and the declaration that binds them, for the first entry.
// Expires is the last day on which the key signs.
func NewKeys(random io.Reader, origin, expires string) (key, root string, declaration []byte, err error) {
	key, public, err := NewKey(random, origin)
	if err != nil {
		return "", "", nil, err
	}
	root, rootPublic, err := NewRoot(random, origin)
	if err != nil {
		return "", "", nil, err
	}
	d := Declaration{Origin: origin, Number: 1, Key: public, Root: rootPublic, Expires: expires, Reason: FirstKey}
	signer, err := NewSigner(key)
	rootSigner, err2 := NewSigner(root)
	if err := errors.Join(err, err2); err != nil {
		return "", "", nil, err
	}
	request, err := d.Request(nil, signer)
	if err != nil {
		return "", "", nil, err
	}
	declaration, err = Countersign(request, rootSigner)
	return key, root, declaration, err
}
