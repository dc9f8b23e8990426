package brief

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// EntryKind is what an entry of the record does.
type EntryKind string

// The change classes of a development or a line, and the other kinds of entry.
const (
	Publish  EntryKind = "publish"
	Update   EntryKind = "update"
	Correct  EntryKind = "correct"
	Refile   EntryKind = "refile"
	Hold     EntryKind = "hold"
	Withdraw EntryKind = "withdraw"
	Redact   EntryKind = "redact"

	EntryBriefing  EntryKind = "briefing"
	EntryGlance    EntryKind = "glance"
	EntryStatement EntryKind = "statement"
	EntryOutcome   EntryKind = "outcome"
	EntrySpeaker   EntryKind = "speaker"
	EntryVersions  EntryKind = "versions"
	EntryMap       EntryKind = "map"
	EntryKey       EntryKind = "key"
)

// Classes lists the change classes of a development.
var Classes = []EntryKind{Publish, Update, Correct, Refile, Hold, Withdraw, Redact}

// OfDevelopment tells whether the entry's body is a Development.
func (k EntryKind) OfDevelopment() bool {
	return k != Redact && slices.Contains(Classes, k)
}

// Commit is SHA-256(salt || canonical body). As JSON it is 64 lower-case hexadecimal digits.
type Commit [32]byte

// MarshalText gives 64 lower-case hexadecimal digits.
func (c Commit) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, c[:]), nil }

// UnmarshalText takes 64 lower-case hexadecimal digits and nothing else, so that one commit has one form.
func (c *Commit) UnmarshalText(text []byte) error {
	if len(text) != 2*len(c) || !bytes.Equal(text, bytes.ToLower(text)) {
		return Invalid("a commit is not 64 lower-case hexadecimal digits", "")
	}
	if _, err := hex.Decode(c[:], text); err != nil {
		return Invalid("a commit is not 64 lower-case hexadecimal digits", "")
	}
	return nil
}

// EntryVersion is the version of the entry's form.
const EntryVersion = 1

// Entry is one leaf of the record. It says that something changed, never what: the text stands beside it.
type Entry struct {
	V   int       `json:"v"`
	Seq Seq       `json:"seq"`
	At  time.Time `json:"at"`
	// Dated is when it was so, as a person claims; only in a reconstruction.
	Dated    time.Time  `json:"dated,omitzero"`
	Briefing BriefingID `json:"briefing"`
	Kind     EntryKind  `json:"kind"`
	Item     ItemID     `json:"item"`
	// Rev counts the item's revisions from 1.
	Rev int `json:"rev"`
	// Prev is the entry that held the item's revision before this one, 0 for the first.
	Prev Seq    `json:"prev"`
	Lang string `json:"lang"`
	// Role is the desk role of who did it, never a name.
	Role   Role   `json:"role"`
	Commit Commit `json:"commit"`
}

// When gives the entry's place on the reader's clock: Dated where there is one, At elsewhere.
func (e *Entry) When() time.Time {
	if !e.Dated.IsZero() {
		return e.Dated
	}
	return e.At
}

// Published is an entry with what stands beside it. After a redaction Body and Salt are empty and Removal is set.
type Published struct {
	Entry   Entry           `json:"entry"`
	Body    json.RawMessage `json:"body,omitempty"`
	Salt    []byte          `json:"salt,omitempty"`
	Removal *Removal        `json:"removal,omitempty"`
}

// Removal tells by which entry a body was taken away, and what stands in its place.
type Removal struct {
	By          Seq             `json:"by"`
	Class       string          `json:"class"`
	At          time.Time       `json:"at"`
	Replacement json.RawMessage `json:"replacement,omitempty"`
}

// Text gives the body that may be shown: the body, or what replaces it, or nil.
func (p *Published) Text() json.RawMessage {
	if p.Removal != nil {
		return p.Removal.Replacement
	}
	return p.Body
}

// Act is a change that somebody of the desk asks for. The store gives it a sequence, or refuses.
type Act struct {
	Briefing BriefingID
	Kind     EntryKind
	Item     ItemID
	Lang     string
	Dated    time.Time
	// Body is canonical JSON (RFC 8785).
	Body json.RawMessage
	// IfRev is the revision of the item that the person saw; a different one is a conflict. -1 accepts any.
	IfRev int
	// Key makes the act idempotent: the same key with the same act gives the same entry again.
	Key string
	// EmbargoUntil holds the act back; until then it has no sequence.
	EmbargoUntil time.Time
	Person       PersonID
	Role         Role
}

// Draft is an act that is not in the record: being written, or waiting for an embargo to lift.
type Draft struct {
	ID       string     `json:"id"`
	Briefing BriefingID `json:"briefing"`
	Kind     EntryKind  `json:"kind"`
	Item     ItemID     `json:"item"`
	// IfRev is the revision that the writer saw.
	IfRev int             `json:"if_rev"`
	Lang  string          `json:"lang,omitempty"`
	Dated time.Time       `json:"dated,omitzero"`
	Body  json.RawMessage `json:"body"`
	// EmbargoUntil is zero for a draft that waits for a person.
	EmbargoUntil time.Time `json:"embargo_until,omitzero"`
	Person       PersonID  `json:"person"`
	Saved        time.Time `json:"saved"`
	// Reason says why an embargoed act could not be published when its time came, and waits for a person now.
	Reason string `json:"reason,omitempty"`
}
