package record

import (
	"bytes"
	"encoding/json"

	"livebrief/internal/brief"
)

// Beside is what stands beside an entry where a record is copied: body and salt, or the removal that took them away.
type Beside struct {
	Seq     brief.Seq       `json:"seq"`
	Body    json.RawMessage `json:"body,omitempty"`
	Salt    []byte          `json:"salt,omitempty"`
	Removal *brief.Removal  `json:"removal,omitempty"`
}

// BesideBytes gives what stands beside an entry as canonical JSON, one line without its end.
func BesideBytes(b Beside) ([]byte, error) {
	if b.Removal != nil {
		removal := *b.Removal
		removal.At = removal.At.UTC()
		b.Removal = &removal
	}
	return Canonical(b)
}

// ParseBeside reads what stands beside an entry. It takes exactly the bytes that [BesideBytes] would write for the same,
// so that nothing in a copy has two spellings.
func ParseBeside(line []byte) (Beside, error) {
	var b Beside
	if err := json.Unmarshal(line, &b); err != nil {
		return Beside{}, &brief.Error{Kind: brief.KindInvalid, What: "what stands beside an entry cannot be read", Err: err}
	}
	again, err := BesideBytes(b)
	if err != nil {
		return Beside{}, err
	}
	if !bytes.Equal(line, again) {
		return Beside{}, brief.Invalid("what stands beside an entry is not in canonical form", "")
	}
	return b, nil
}
