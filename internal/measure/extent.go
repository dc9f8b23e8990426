package measure

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"livebrief/internal/brief"
)

// ruler measures a text in the characters that count: letters, digits and signs such as $ and %. Spaces, quotation
// marks and punctuation count nothing. This is the one rule by which both sides are compared: whether a full stop, a
// comma or the marks of a quotation belong to a span, and at which of them it is parted into pieces, is a matter of
// guidelines and not of reading.
type ruler []int

// newRuler counts once: at each byte of the text, how many counting characters stand before it.
func newRuler(text string) ruler {
	r := make(ruler, len(text)+1)
	n, last := 0, 0
	for i, c := range text {
		for ; last <= i; last++ {
			r[last] = n
		}
		if counts(c) {
			n++
		}
	}
	for ; last <= len(text); last++ {
		r[last] = n
	}
	return r
}

func counts(c rune) bool {
	if unicode.IsSpace(c) || c == '`' || c == '´' {
		return false
	}
	return !unicode.IsPunct(c) && !unicode.IsControl(c) && !unicode.Is(unicode.Cf, c) || strings.ContainsRune("%&@#", c)
}

// extent is what a list of spans covers, in counting characters: sorted, apart from one another, none empty.
type extent []brief.Span

// of measures spans of bytes; what lies outside the text is cut off.
func (r ruler) of(spans ...brief.Span) extent {
	var out extent
	for _, s := range spans {
		start, end := min(max(s.Start, 0), len(r)-1), min(max(s.End, 0), len(r)-1)
		if start < end && r[start] < r[end] {
			out = append(out, brief.Span{Start: r[start], End: r[end]})
		}
	}
	slices.SortFunc(out, func(a, b brief.Span) int { return cmp.Compare(a.Start, b.Start) })
	joined := out[:0]
	for _, s := range out {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// size is how many characters are covered.
func (e extent) size() int {
	n := 0
	for _, s := range e {
		n += s.End - s.Start
	}
	return n
}

// shared is how many characters both cover.
func (e extent) shared(o extent) int {
	n := 0
	for i, j := 0, 0; i < len(e) && j < len(o); {
		n += max(0, min(e[i].End, o[j].End)-max(e[i].Start, o[j].Start))
		if e[i].End < o[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

// same tells whether both cover the same characters.
func (e extent) same(o extent) bool { return slices.Equal(e, o) }
