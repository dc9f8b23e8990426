package brief

import (
	"encoding/base32"
	"fmt"
	"io"
)

// BriefingID names a briefing for ever; its address [Name] can change, the id cannot.
type BriefingID string

// ItemID names one published item through all its revisions.
type ItemID string

// ReportID names one stored report.
type ReportID string

// SourceID names a place where coverage comes from.
type SourceID string

// PersonID names somebody of the desk. It never appears in the record.
type PersonID string

// TrackID names a track within its briefing.
type TrackID string

// LineID names one line of the glance through all its changes.
type LineID string

// StatementID names a recorded statement.
type StatementID string

// Name is a briefing's address: the first part of its path on a reader's screen.
type Name string

// Seq is a place in the record of one briefing. The first entry has 1; 0 means "before everything".
// It is at once the edition's number, the id of the live event and the leaf of the tree plus one.
type Seq uint64

// Leaf gives the zero-based index of the entry in the Merkle tree.
func (s Seq) Leaf() int64 { return int64(s) - 1 }

// The record has one glance, one set of facts about the briefing itself and one succession of keys; they are items with
// fixed ids.
const (
	ItemGlance   ItemID = "glance"
	ItemBriefing ItemID = "briefing"
	ItemKey      ItemID = "key"
)

var idAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID draws a 16 character id (80 random bits, Crockford's base 32 in lower case) from random.
// Ids say nothing: neither when nor by whom they were made.
func NewID[T ~string](random io.Reader) (T, error) {
	var b [10]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("drawing an id: %w", err)
	}
	return T(idAlphabet.EncodeToString(b[:])), nil
}

// reserved names would hide an address that stands beside the briefings.
var reserved = map[Name]bool{"api": true, "oembed": true, "record": true, "static": true}

// Check tells whether the name can be an address: 1 to 64 lower-case letters, digits, hyphens and dots,
// beginning with a letter or digit, and not one of the reserved words.
func (n Name) Check() error {
	if len(n) == 0 || len(n) > 64 {
		return Invalid(fmt.Sprintf("the address name %q has %d characters", string(n), len(n)), "use 1 to 64")
	}
	for i, c := range []byte(n) {
		plain := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !plain && (i == 0 || c != '-' && c != '.') {
			return Invalid(fmt.Sprintf("the address name %q holds %q", string(n), string(rune(c))),
				"use lower-case letters, digits, hyphens and dots, beginning with a letter or digit")
		}
	}
	if reserved[n] {
		return Invalid(fmt.Sprintf("the address name %q is reserved", string(n)), "choose another name")
	}
	return nil
}
