package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"livebrief/internal/brief"
)

// Salt keeps a short body from being guessed from its commit. It is drawn afresh for every entry, stands beside the
// body, and goes with it.
type Salt [32]byte

// NewSalt draws a salt from random.
func NewSalt(random io.Reader) (Salt, error) {
	var s Salt
	if _, err := io.ReadFull(random, s[:]); err != nil {
		return Salt{}, fmt.Errorf("drawing a salt: %w", err)
	}
	return s, nil
}

// CommitTo binds a body to its entry: SHA-256 of the salt and the canonical body, one after the other. The salt has
// 32 bytes and the body is canonical JSON; [VerifyEntry] insists on both.
func CommitTo(salt []byte, body []byte) brief.Commit {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return brief.Commit(h.Sum(nil))
}

// VerifyEntry checks an entry against what stands beside it. It gives nil when body and salt are the ones that the
// entry is committed to, and when the entry says openly that they were removed; [VerifyRemoval] then checks the
// entry that it names. The body may be any spelling of the JSON value: what counts is its canonical form.
func VerifyEntry(p brief.Published) error {
	if _, err := LeafBytes(p.Entry); err != nil {
		return err
	}
	return verifyBeside(&p)
}

// verifyBeside is [VerifyEntry] for an entry whose own form is known to be right.
func verifyBeside(p *brief.Published) error {
	if p.Removal != nil {
		return checkRemoval(p)
	}
	if len(p.Salt) != len(Salt{}) {
		return wrong(&p.Entry, "has no salt of 32 bytes, and no entry says that it was removed")
	}
	if p.Body == nil {
		return wrong(&p.Entry, "has no body, and no entry says that it was removed")
	}
	body, err := canonicalForm(p.Body)
	if err != nil {
		return fmt.Errorf("the body of entry %d: %w", p.Entry.Seq, err)
	}
	if body[0] != '{' {
		return wrong(&p.Entry, "has a body that is not an object")
	}
	if CommitTo(p.Salt, body) != p.Entry.Commit {
		return wrong(&p.Entry, "was committed to a different body")
	}
	return nil
}

func checkRemoval(p *brief.Published) error {
	switch {
	case len(p.Body) != 0 || len(p.Salt) != 0:
		return wrong(&p.Entry, "is said to be removed, yet its body or salt is there")
	case p.Removal.By <= p.Entry.Seq:
		return wrong(&p.Entry, fmt.Sprintf("is said to be removed by entry %d, which is not after it", p.Removal.By))
	case p.Removal.Class == "":
		return wrong(&p.Entry, "is said to be removed without a class")
	}
	return nil
}

// VerifyRemoval checks that by is the redact entry that took away the body of p, with the same class, time and
// replacement. Both entries are verified on the way.
func VerifyRemoval(p, by brief.Published) error {
	if err := VerifyEntry(p); err != nil {
		return err
	}
	if err := VerifyEntry(by); err != nil {
		return err
	}
	return explains(&p, &by)
}

// explains is [VerifyRemoval] for two entries that are verified.
func explains(p, by *brief.Published) error {
	if p.Removal == nil {
		return wrong(&p.Entry, "is not removed")
	}
	if by.Entry.Kind != brief.Redact || by.Removal != nil {
		return wrong(&by.Entry, fmt.Sprintf("is not a redaction that can be read, and entry %d says that it was removed by it", p.Entry.Seq))
	}
	var r brief.Redaction
	if err := json.Unmarshal(by.Body, &r); err != nil {
		return wrong(&by.Entry, fmt.Sprintf("has a body that is not a redaction, and entry %d says that it was removed by it", p.Entry.Seq))
	}
	switch {
	case by.Entry.Seq != p.Removal.By || by.Entry.Briefing != p.Entry.Briefing || !by.Entry.At.Equal(p.Removal.At):
		return wrong(&p.Entry, fmt.Sprintf("is said to be removed by entry %d, which is another one", p.Removal.By))
	case r.Target != p.Entry.Item || r.Class != p.Removal.Class:
		return wrong(&by.Entry, fmt.Sprintf("does not remove entry %d as that says", p.Entry.Seq))
	}
	for _, removed := range r.Removed {
		if removed.Seq != p.Entry.Seq {
			continue
		}
		if !sameJSON(removed.Replacement, p.Removal.Replacement) {
			return wrong(&p.Entry, "shows another replacement than the redaction gave it")
		}
		return nil
	}
	return wrong(&by.Entry, fmt.Sprintf("does not list entry %d", p.Entry.Seq))
}

// sameJSON compares two values that may be absent.
func sameJSON(a, b json.RawMessage) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	ca, errA := canonicalForm(a)
	cb, errB := canonicalForm(b)
	return errA == nil && errB == nil && bytes.Equal(ca, cb)
}
