package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// split cuts a text into paragraphs, trimmed of the space around them. A line is a paragraph, unless its block (the
// lines between two blank ones) is hard-wrapped as mail is; then the block is one.
func split(text string) []brief.Span {
	var out, block []brief.Span
	flush := func() {
		if wrapped(text, block) {
			out = append(out, brief.Span{Start: block[0].Start, End: block[len(block)-1].End})
		} else {
			out = append(out, block...)
		}
		block = block[:0]
	}
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		line := trim(text, brief.Span{Start: at, End: end})
		if line.Start == line.End {
			flush()
		} else {
			block = append(block, line)
		}
		at = next
	}
	flush()
	return out
}

// lineEnd finds where the line that begins at at ends, and where the next begins: LF, CR LF, CR, VT, FF, NEL and
// the two separators of Unicode all end one.
func lineEnd(text string, at int) (end, next int) {
	for i := at; i < len(text); {
		switch c := text[i]; {
		case c == '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i, i + 2
			}
			return i, i + 1
		case c == '\n' || c == '\v' || c == '\f':
			return i, i + 1
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if r == '\u0085' || r == '\u2028' || r == '\u2029' {
				return i, i + n
			}
			i += n
		}
	}
	return len(text), len(text)
}

// The lengths, in runes, between which every line but the last of a hard-wrapped block lies.
const (
	wrapLeast = 40
	wrapMost  = 100
)

// wrapped tells whether a block's lines are one paragraph broken by width: all but the last fill their width, and
// at least one break falls in the middle of a sentence.
func wrapped(text string, block []brief.Span) bool {
	if len(block) < 2 {
		return false
	}
	inside := false
	for i, line := range block[:len(block)-1] {
		s := line.Of(text)
		if len(s) > 4*wrapMost {
			return false
		}
		if n := utf8.RuneCountInString(s); n < wrapLeast || n > wrapMost {
			return false
		}
		next, _ := utf8.DecodeRuneInString(block[i+1].Of(text))
		last, _ := utf8.DecodeLastRuneInString(s)
		if unicode.IsLower(next) && (unicode.IsLetter(last) || last == ',') {
			inside = true
		}
	}
	last := block[len(block)-1].Of(text)
	return inside && len(last) <= 4*wrapMost && utf8.RuneCountInString(last) <= wrapMost
}

// gap tells whether a rune is nothing to read: space, a byte order mark, a zero-width space or a direction mark.
func gap(r rune) bool {
	switch r {
	case '\uFEFF', '\u200B', '\u200E', '\u200F':
		return true
	}
	return unicode.IsSpace(r)
}

func blank(s string) bool { return strings.TrimFunc(s, gap) == "" }

// trim takes the gaps off both ends of a span.
func trim(text string, s brief.Span) brief.Span {
	t := s.Of(text)
	left := strings.TrimLeftFunc(t, gap)
	s.Start += len(t) - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, gap))
	return s
}
