package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"livebrief/internal/brief"
)

// Beside is what stands beside an entry where a record is copied: body and salt, or the removal that took them away.
type Beside struct {
	Seq     brief.Seq       `json:"seq"`
	Body    json.RawMessage `json:"body,omitempty"`
	Salt    []byte          `json:"salt,omitempty"`
	Removal *brief.Removal  `json:"removal,omitempty"`
}

// BesideBytes gives what stands beside an entry as canonical JSON, one line without its end. Its few fields are written
// one after the other in their order; each value, and then the whole, goes through the door of all canonical JSON.
func BesideBytes(b Beside) ([]byte, error) {
	line := make([]byte, 1, len(b.Body)+128)
	line[0] = '{'
	if len(b.Body) > 0 {
		body, err := canonicalForm(b.Body)
		if err != nil {
			return nil, err
		}
		line = append(append(append(line, `"body":`...), body...), ',')
	}
	if b.Removal != nil {
		removal := *b.Removal
		removal.At = removal.At.UTC()
		text, err := Canonical(removal)
		if err != nil {
			return nil, err
		}
		line = append(append(append(line, `"removal":`...), text...), ',')
	}
	if len(b.Salt) > 0 {
		line = append(line, `"salt":"`...)
		line = append(base64.StdEncoding.AppendEncode(line, b.Salt), `",`...)
	}
	line = append(strconv.AppendUint(append(line, `"seq":`...), uint64(b.Seq), 10), '}')
	return canonicalForm(line)
}

// ParseBeside reads what stands beside an entry. It takes exactly the bytes that [BesideBytes] would write for the same,
// so that nothing in a copy has two spellings. The body may share memory with the line.
func ParseBeside(line []byte) (Beside, error) {
	if b, ok := readBeside(line); ok {
		return b, nil
	}
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
