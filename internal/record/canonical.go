package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/gowebpki/jcs"

	"livebrief/internal/brief"
)

// maxDepth is how deep arrays and objects may lie in each other.
const maxDepth = 64

// maxNumber is the first whole number that a reader of JSON may silently take for its neighbour.
const maxNumber = 1 << 53

// Canonical gives the canonical JSON (RFC 8785) of a value. Text that is not UTF-8 is refused, where plain
// marshalling would replace it without a word. For JSON that is already there, [CanonicalBytes] is the door.
func Canonical(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, notJSON(err)
	}
	if holdsReplacement(raw) {
		return nil, brief.Invalid("some of the text is not valid UTF-8", "save it as UTF-8 and hand it in again")
	}
	return CanonicalBytes(raw)
}

// CanonicalBytes gives the canonical form (RFC 8785) of one JSON value. It refuses what two readers could
// understand differently: a key that stands twice in one object, text that is not UTF-8, half of a surrogate pair,
// numbers of 2^53 and more on either side of zero, and more than 64 levels.
func CanonicalBytes(raw []byte) (json.RawMessage, error) {
	canonical, err := canonicalForm(raw)
	if err == nil && len(canonical) > 0 && &canonical[0] == &raw[0] {
		return bytes.Clone(canonical), nil
	}
	return canonical, err
}

// canonicalForm is [CanonicalBytes] for who only reads the answer: it is raw itself where that is canonical.
func canonicalForm(raw []byte) (json.RawMessage, error) {
	if isCanonical(raw) {
		return raw, nil
	}
	if err := checkLimits(raw); err != nil {
		return nil, err
	}
	canonical, err := jcs.Transform(bytes.Clone(raw))
	if err != nil {
		return nil, notJSON(err)
	}
	return canonical, nil
}

func notJSON(err error) error {
	return &brief.Error{
		Kind: brief.KindInvalid,
		What: fmt.Sprintf("the record cannot keep this as JSON (%v)", err),
		Do:   "hand in one JSON value in UTF-8, with every key once",
		Err:  err,
	}
}

// checkLimits looks at depth and numbers only; the grammar is judged afterwards.
func checkLimits(raw []byte) error {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			i = endOfString(raw, i)
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return brief.Invalid(fmt.Sprintf("the JSON is more than %d levels deep", maxDepth), "make it flatter")
			}
		case c == '}' || c == ']':
			depth--
		case c == '-' || c >= '0' && c <= '9':
			end := endOfNumber(raw, i)
			if err := checkNumber(string(raw[i:end])); err != nil {
				return err
			}
			i = end - 1
		}
	}
	return nil
}

// endOfString gives the index of the quote that closes the string opened at start, or the length of raw.
func endOfString(raw []byte, start int) int {
	for i := start + 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(raw)
}

func endOfNumber(raw []byte, start int) int {
	for i := start; i < len(raw); i++ {
		if c := raw[i]; (c < '0' || c > '9') && !bytes.ContainsRune([]byte("+-.eE"), rune(c)) {
			return i
		}
	}
	return len(raw)
}

func checkNumber(text string) error {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && f == 0 {
		return nil // not a number at all: the grammar's business
	}
	if f >= maxNumber || f <= -maxNumber {
		return brief.Invalid(fmt.Sprintf("the number %.24s is too large to be read alike everywhere", text),
			"write it as text, in quotation marks")
	}
	return nil
}

// holdsReplacement tells whether JSON fresh from the encoder holds the escape that it writes for bytes that are
// not UTF-8. A genuine U+FFFD comes out of the encoder as its own three bytes.
func holdsReplacement(raw []byte) bool {
	for i := 0; i < len(raw)-1; i++ {
		if raw[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(raw[i:], []byte(`\ufffd`)) {
			return true
		}
		i++
	}
	return false
}
