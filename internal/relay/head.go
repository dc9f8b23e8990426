package relay

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Head is how far a briefing has come, as whoever hands it on says. Nothing of it is verified.
type Head struct {
	Briefing brief.BriefingID `json:"id"`
	// Name is the address name under which it is served; empty where it has none.
	Name   brief.Name `json:"name,omitempty"`
	Origin string     `json:"origin"`
	// Key is the public key that signs now.
	Key string `json:"key"`
	// Size is the number of entries, Hash the SHA-256 of the checkpoint over them in hexadecimal, with whatever witnesses
	// have signed under it.
	Size brief.Seq `json:"size"`
	Hash string    `json:"hash"`
}

// News is what was heard of a newsroom, and when by the clock here: zero when nothing was.
type News struct {
	At    time.Time
	Heads []Head
}

// list is the file of heads at [ListPath].
type list struct {
	V int `json:"v"`
	// Cut is when an edge that serves the list last heard its newsroom, in seconds since 1970; 0 while it hears it.
	Cut       int64  `json:"cut,omitempty"`
	Briefings []Head `json:"briefings"`
}

// ListPath is where a server lists its briefings for those who follow them, below "/".
const ListPath = "record/briefings.json"

const (
	listVersion = 1
	// maxList bounds the list in bytes, maxBriefings in briefings, maxCheckpoint a checkpoint with its witnesses.
	maxList       = 1 << 20
	maxBriefings  = 2000
	maxCheckpoint = 64 << 10
)

// HashOf gives the hash by which a head names its checkpoint.
func HashOf(checkpoint []byte) string {
	sum := sha256.Sum256(checkpoint)
	return hex.EncodeToString(sum[:])
}

// EncodeList writes the file at [ListPath]. Cut is when a server that is cut off from its newsroom last heard it, zero
// where it hears it or is the newsroom itself.
func EncodeList(heads []Head, cut time.Time) ([]byte, error) {
	l := list{V: listVersion, Briefings: heads}
	if heads == nil {
		l.Briefings = []Head{}
	}
	if !cut.IsZero() {
		l.Cut = cut.Unix()
	}
	return json.Marshal(l)
}

// ParseList reads a list that a stranger wrote.
func ParseList(raw []byte) (heads []Head, cut time.Time, err error) {
	var l list
	if len(raw) > maxList || json.Unmarshal(raw, &l) != nil || l.V != listVersion {
		return nil, time.Time{}, brief.Invalid("the list of briefings cannot be read", "check that the address is that of a livebrief of this version")
	}
	if len(l.Briefings) > maxBriefings {
		return nil, time.Time{}, brief.Invalid(fmt.Sprintf("the list names %d briefings; at most %d are followed", len(l.Briefings), maxBriefings), "")
	}
	seen := map[brief.BriefingID]bool{}
	for i := range l.Briefings {
		h := &l.Briefings[i]
		if err := h.check(); err != nil {
			return nil, time.Time{}, err
		}
		if seen[h.Briefing] {
			return nil, time.Time{}, brief.Invalid(fmt.Sprintf("the list names the briefing %s twice", h.Briefing), "")
		}
		seen[h.Briefing] = true
	}
	if l.Cut > 0 {
		cut = time.Unix(l.Cut, 0)
	}
	return l.Briefings, cut, nil
}

// check judges the form of a head, so that what stands in it can enter an address, a subject and a log.
func (h *Head) check() error {
	v, err := record.NewVerifier(h.Key)
	sum, errSum := hex.DecodeString(h.Hash)
	switch {
	case !record.IsToken(string(h.Briefing)):
		return brief.Invalid(fmt.Sprintf("a briefing has the id %.80q", string(h.Briefing)), "")
	case err != nil || v.Name() != h.Origin:
		return brief.Invalid(fmt.Sprintf("the key of the briefing %s is none of the record %.80q", h.Briefing, h.Origin), "")
	case h.Name != "" && h.Name.Check() != nil:
		return brief.Invalid(fmt.Sprintf("the briefing %s has the address name %.80q", h.Briefing, string(h.Name)), "")
	case h.Size < 1 || h.Size > record.MaxSize:
		return brief.Invalid(fmt.Sprintf("the briefing %s is said to have %d entries", h.Briefing, h.Size), "")
	case errSum != nil || len(sum) != sha256.Size:
		return brief.Invalid(fmt.Sprintf("the briefing %s has no hash of its checkpoint", h.Briefing), "")
	}
	return nil
}
