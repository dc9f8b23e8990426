package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// Almost every leaf and every line beside one is spelled as this package writes it. Reading exactly that spelling takes a
// fifth of what a decoder for all JSON takes, and in a record of a million entries that is most of the time. What does
// not fit is left to the decoder, which also finds the words for what is wrong with it.

// decodeLeaf reads the fields of a leaf, in whatever spelling; who calls compares with what would be written.
func decodeLeaf(leaf []byte) (brief.Entry, error) {
	if e, ok := readLeaf(string(leaf)); ok {
		return e, nil
	}
	var e brief.Entry
	err := json.Unmarshal(leaf, &e)
	return e, err
}

func readLeaf(leaf string) (e brief.Entry, ok bool) {
	f := fields{leaf, true}
	f.check(e.At.UnmarshalText([]byte(f.text(`{"at":"`))))
	e.Briefing = brief.BriefingID(f.text(`,"briefing":"`))
	f.check(e.Commit.UnmarshalText([]byte(f.text(`,"commit":"`))))
	if name := `,"dated":"`; strings.HasPrefix(f.rest, name) {
		f.check(e.Dated.UnmarshalText([]byte(f.text(name))))
	}
	e.Item = brief.ItemID(f.text(`,"item":"`))
	e.Kind = brief.EntryKind(f.text(`,"kind":"`))
	e.Lang = f.text(`,"lang":"`)
	e.Prev = brief.Seq(f.number(`,"prev":`))
	e.Rev = int(f.number(`,"rev":`))
	e.Role = brief.Role(f.text(`,"role":"`))
	e.Seq = brief.Seq(f.number(`,"seq":`))
	e.V = int(f.number(`,"v":`))
	return e, f.ok && f.rest == "}"
}

// fields are read one after the other, each after its name. Once one does not fit, ok is false for good.
type fields struct {
	rest string
	ok   bool
}

func (f *fields) check(err error) { f.ok = f.ok && err == nil }

// text gives the value up to its quote: printable ASCII without an escape.
func (f *fields) text(name string) string {
	rest, found := strings.CutPrefix(f.rest, name)
	end := strings.IndexByte(rest, '"')
	if !found || end < 0 {
		f.ok = false
		return ""
	}
	value := rest[:end]
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '\\' {
			f.ok = false
		}
	}
	f.rest = rest[end+1:]
	return value
}

// number gives a whole number of at most 15 digits.
func (f *fields) number(name string) uint64 {
	rest, found := strings.CutPrefix(f.rest, name)
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	if !found || n == 0 || n > surelyExact || rest[0] == '0' && n > 1 {
		f.ok = false
		return 0
	}
	value, err := strconv.ParseUint(rest[:n], 10, 64)
	f.check(err)
	f.rest = rest[n:]
	return value
}

// readBeside reads a line with body and salt that is spelled as [BesideBytes] writes it; no other line is taken, so that
// nobody has to compare. Its body shares memory with the line.
func readBeside(line []byte) (b Beside, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte(`{"body":`))
	s := scanner{rest}
	if !ok || !s.object(2) || !utf8.Valid(line) {
		return Beside{}, false
	}
	b.Body = rest[: len(rest)-len(s.rest) : len(rest)-len(s.rest)]
	f := fields{string(s.rest), true}
	salt := f.text(`,"salt":"`)
	b.Salt, _ = base64.StdEncoding.Strict().DecodeString(salt)
	b.Seq = brief.Seq(f.number(`,"seq":`))
	return b, f.ok && f.rest == "}" && len(b.Salt) > 0 && base64.StdEncoding.EncodeToString(b.Salt) == salt
}
