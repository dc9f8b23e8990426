package record

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// MaxSize is the largest number of entries of one record: a sequence is a JSON number and stays below 2^53.
const MaxSize = maxNumber - 1

// maxToken is the longest id, kind, language or role of an entry.
const maxToken = 64

// LeafBytes gives the leaf of an entry: the canonical JSON of the entry without its body. An entry that breaks a
// rule of the form is refused, so that nothing enters a tree that could not be read back. Times are written in UTC
// and must be whole milliseconds.
func LeafBytes(e brief.Entry) ([]byte, error) {
	e.At, e.Dated = e.At.UTC(), e.Dated.UTC()
	if err := checkEntry(&e); err != nil {
		return nil, err
	}
	return appendLeaf(make([]byte, 0, leafRoom), &e)
}

// leafRoom is more than most leaves take.
const leafRoom = 384

// appendLeaf writes the fields of an entry in the order of their names. Once [checkEntry] has passed it no text in it
// needs an escape and no number another spelling.
func appendLeaf(b []byte, e *brief.Entry) (leaf []byte, err error) {
	text := func(name, value string) {
		b = append(append(append(append(b, name...), '"'), value...), '"')
	}
	number := func(name string, value uint64) { b = strconv.AppendUint(append(b, name...), value, 10) }
	moment := func(name string, t time.Time) {
		b = append(append(b, name...), '"')
		if b, err = t.AppendText(b); err == nil {
			b = append(b, '"')
		}
	}
	if moment(`{"at":`, e.At); err != nil {
		return nil, notJSON(err)
	}
	text(`,"briefing":`, string(e.Briefing))
	b = append(hex.AppendEncode(append(b, `,"commit":"`...), e.Commit[:]), '"')
	if !e.Dated.IsZero() {
		if moment(`,"dated":`, e.Dated); err != nil {
			return nil, notJSON(err)
		}
	}
	text(`,"item":`, string(e.Item))
	text(`,"kind":`, string(e.Kind))
	text(`,"lang":`, e.Lang)
	number(`,"prev":`, uint64(e.Prev))
	number(`,"rev":`, uint64(e.Rev))
	text(`,"role":`, string(e.Role))
	number(`,"seq":`, uint64(e.Seq))
	number(`,"v":`, uint64(e.V))
	return append(b, '}'), nil
}

// LeafHash gives the hash of the entry's leaf: SHA-256 of a zero byte and the leaf (RFC 6962, section 2.1).
func LeafHash(e brief.Entry) (tlog.Hash, error) {
	leaf, err := LeafBytes(e)
	if err != nil {
		return tlog.Hash{}, err
	}
	return tlog.RecordHash(leaf), nil
}

// ParseEntry reads a leaf. It takes exactly the bytes that [LeafBytes] would write for the same entry: an unknown
// field, another order, another spelling of a time, a blank more, and it is refused.
func ParseEntry(leaf []byte) (brief.Entry, error) {
	e, err := decodeLeaf(leaf)
	if err != nil {
		return brief.Entry{}, &brief.Error{Kind: brief.KindInvalid, What: "a leaf is not an entry of the record", Err: err}
	}
	again, err := LeafBytes(e)
	if err != nil {
		return brief.Entry{}, err
	}
	if !bytes.Equal(leaf, again) {
		return brief.Entry{}, brief.Invalid(fmt.Sprintf("the leaf of entry %d is not in canonical form", e.Seq), "")
	}
	return e, nil
}

// checkEntry holds an entry to the form of version 1. It says nothing about the entries before it.
func checkEntry(e *brief.Entry) error {
	switch {
	case e.V != brief.EntryVersion:
		return brief.Invalid(fmt.Sprintf("an entry has version %d and this program reads version %d", e.V, brief.EntryVersion),
			"use a newer livebrief")
	case e.Seq < 1 || e.Seq > MaxSize:
		return brief.Invalid(fmt.Sprintf("an entry has sequence %d", e.Seq), "sequences run from 1 without a gap")
	case e.Rev < 1 || e.Rev > MaxSize:
		return wrong(e, fmt.Sprintf("has revision %d", e.Rev))
	case e.Prev >= e.Seq:
		return wrong(e, fmt.Sprintf("follows entry %d, which is not before it", e.Prev))
	case e.At.IsZero():
		return wrong(e, "has no time")
	case !wholeMilliseconds(e.At) || !wholeMilliseconds(e.Dated):
		return wrong(e, "has a time finer than a millisecond")
	}
	for _, f := range []struct{ name, value string }{
		{"briefing", string(e.Briefing)}, {"kind", string(e.Kind)}, {"item", string(e.Item)}, {"role", string(e.Role)},
	} {
		if !IsToken(f.value) {
			return wrong(e, fmt.Sprintf("has the %s %.80q", f.name, f.value))
		}
	}
	if e.Lang != "" && !IsToken(e.Lang) {
		return wrong(e, fmt.Sprintf("has the language %.80q", e.Lang))
	}
	return nil
}

func wrong(e *brief.Entry, what string) error {
	return brief.Invalid(fmt.Sprintf("entry %d %s", e.Seq, what), "")
}

func wholeMilliseconds(t time.Time) bool { return t.Nanosecond()%int(time.Millisecond) == 0 }

// IsToken tells whether s is 1 to 64 letters, digits, hyphens, underscores and dots. What enters a leaf can thus
// be shown, put into an address and written to a log as it is.
func IsToken(s string) bool {
	if s == "" || len(s) > maxToken {
		return false
	}
	for _, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
