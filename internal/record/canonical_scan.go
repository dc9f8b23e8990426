package record

import (
	"bytes"
	"unicode/utf8"
)

// isCanonical tells whether raw is surely one object in canonical form already. It looks once and keeps nothing, where
// transforming builds the whole value: almost everything that is checked was canonical when it was written. A no only
// means that somebody has to look closer: keys beyond ASCII, \u escapes and numbers with a fraction are never settled
// here, since their order and spelling take more than a look.
func isCanonical(raw []byte) bool {
	s := scanner{raw}
	return len(raw) > 0 && raw[0] == '{' && s.object(1) && len(s.rest) == 0 && utf8.Valid(raw)
}

// scanner stands before what is left to look at. Its methods step over one thing, or give false.
type scanner struct{ rest []byte }

func (s *scanner) take(c byte) bool {
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

func (s *scanner) value(depth int) bool {
	if len(s.rest) == 0 {
		return false
	}
	switch c := s.rest[0]; c {
	case '{':
		return s.object(depth)
	case '[':
		return s.array(depth)
	case '"':
		_, ok := s.text()
		return ok
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	default:
		return s.number()
	}
}

// object wants keys that rise byte by byte. For ASCII that is the order of UTF-16, and no key stands twice.
func (s *scanner) object(depth int) bool {
	if depth > maxDepth || !s.take('{') {
		return false
	}
	if s.take('}') {
		return true
	}
	for before := []byte(nil); ; {
		key, ok := s.text()
		if !ok || !plainKey(key) || before != nil && bytes.Compare(before, key) >= 0 || !s.take(':') || !s.value(depth+1) {
			return false
		}
		if !s.take(',') {
			return s.take('}')
		}
		before = key
	}
}

func (s *scanner) array(depth int) bool {
	if depth > maxDepth || !s.take('[') {
		return false
	}
	if s.take(']') {
		return true
	}
	for s.value(depth + 1) {
		if !s.take(',') {
			return s.take(']')
		}
	}
	return false
}

// text steps over a string and gives what stands between its quotes.
func (s *scanner) text() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			inside := s.rest[:i:i]
			s.rest = s.rest[i+1:]
			return inside, true
		case c < ' ':
			return nil, false
		case c == '\\':
			if i++; i == len(s.rest) || bytes.IndexByte([]byte(`"\bfnrt`), s.rest[i]) < 0 {
				return nil, false
			}
		}
	}
	return nil, false
}

// plainKey tells whether a key has one spelling and the same place in every order.
func plainKey(key []byte) bool {
	for _, c := range key {
		if c >= utf8.RuneSelf || c == '\\' {
			return false
		}
	}
	return true
}

// surelyExact is how many digits every whole number below 2^53 may have.
const surelyExact = 15

func (s *scanner) number() bool {
	negative := s.take('-')
	n := 0
	for n < len(s.rest) && s.rest[n] >= '0' && s.rest[n] <= '9' {
		n++
	}
	if n == 0 || n > surelyExact || s.rest[0] == '0' && (n > 1 || negative) {
		return false
	}
	s.rest = s.rest[n:]
	// A fraction or an exponent stands where a comma or a bracket would, and is refused there.
	return true
}

func (s *scanner) word(w string) bool {
	if len(s.rest) < len(w) || string(s.rest[:len(w)]) != w {
		return false
	}
	s.rest = s.rest[len(w):]
	return true
}
