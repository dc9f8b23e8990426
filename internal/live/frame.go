package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"livebrief/internal/brief"
)

// Frame is one entry of the record as readers get it: Data is one line of JSON, made by [EncodeFrame].
type Frame struct {
	Seq  brief.Seq
	Data []byte
}

// Fragment is a part of the live page that an entry changes: a whole element with that id, to be put in its place
// (Place "insert", a new development) or in place of the one with the same id ("replace").
type Fragment struct {
	ID    string `json:"id"`
	Place string `json:"place"`
	HTML  string `json:"html"`
}

// The places of a fragment.
const (
	Insert  = "insert"
	Replace = "replace"
)

// MaxBody is the size in bytes up to which a frame brings the body: more than any development takes, and less than years of maps.
const MaxBody = 64 << 10

// EncodeFrame gives the JSON of one frame: the entry, the body that may be shown (null after a removal without
// replacement, so that a redacted text cannot come back through here), the fragments, and the word for what it
// says: new, update, correction, withdrawal, glance, story, statement, outcome, map, numbers or quiet. A body of more than [MaxBody] bytes is left
// out, and its size told instead: it is null for readers who follow, and whole in every copy.
func EncodeFrame(p brief.Published, fragments []Fragment, says string) ([]byte, error) {
	if fragments == nil {
		fragments = []Fragment{}
	}
	body := p.Text()
	if len(body) == 0 {
		body = json.RawMessage("null")
	}
	size := 0
	if len(body) > MaxBody {
		body, size = json.RawMessage("null"), len(body)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // it is never put inside HTML, and \u003c would cost a third of the bytes
	err := enc.Encode(struct {
		Entry     *brief.Entry    `json:"entry"`
		Body      json.RawMessage `json:"body"`
		Size      int             `json:"size,omitempty"`
		Fragments []Fragment      `json:"fragments"`
		Says      string          `json:"says"`
	}{&p.Entry, body, size, fragments, says})
	if err != nil {
		return nil, fmt.Errorf("encoding frame %d: %w", p.Entry.Seq, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// event is a frame as it goes over every wire, encoded once and shared by all readers.
type event struct {
	seq brief.Seq
	sse []byte
}

// encodeEvent makes the lines of an event. Data must be one line: a line break inside would end the event early.
func encodeEvent(f Frame) (*event, error) {
	if bytes.ContainsAny(f.Data, "\r\n") || !json.Valid(f.Data) {
		return nil, brief.Invalid(fmt.Sprintf("frame %d is not one line of JSON", f.Seq), "make it with EncodeFrame")
	}
	sse := make([]byte, 0, len(f.Data)+48)
	sse = append(sse, "id: "...)
	sse = strconv.AppendUint(sse, uint64(f.Seq), 10)
	sse = append(sse, "\nevent: entry\ndata: "...)
	sse = append(sse, f.Data...)
	sse = append(sse, "\n\n"...)
	return &event{f.Seq, sse}, nil
}
