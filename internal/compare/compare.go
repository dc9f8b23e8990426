// Package compare finds what changed between two texts, word by word, as a reader of a correction wants to see
// it: pieces that stayed, pieces that went and pieces that came. It owns the comparison and nothing of how it is
// shown, and it never decides whether a change matters.
package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says what happened to a piece of text.
type Kind string

// The kinds of piece.
const (
	Same    Kind = "same"
	Added   Kind = "added"
	Removed Kind = "removed"
)

// Piece is a run of text of one kind. Joining the Same and Removed pieces gives the old text, joining Same and
// Added gives the new one.
type Piece struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// maxEdits bounds the work and memory of one comparison (memory grows with its square); texts further apart than
// that are shown as replaced as a whole.
const maxEdits = 1500

// Compare gives the pieces from old to new, removed before added where both happened at one place.
func Compare(old, new string) []Piece {
	a, b := words(old), words(new)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	steps := run(nil, Same, a[:head])
	steps = append(steps, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	steps = run(steps, Same, a[len(a)-tail:])
	return join(steps)
}

// middle compares what is left when the common beginning and end are taken off.
func middle(a, b []string) []Piece {
	trace, ok := shortest(a, b)
	if !ok || len(a) == 0 || len(b) == 0 {
		return run(run(nil, Removed, a), Added, b)
	}
	return walk(trace, a, b)
}

func run(steps []Piece, k Kind, words []string) []Piece {
	for _, w := range words {
		steps = append(steps, Piece{k, w})
	}
	return steps
}

// words cuts text into words, single marks of punctuation and runs of space; nothing is lost. A number stays one word
// with the marks between its digits, so that a changed figure is shown whole.
func words(text string) []string {
	var out []string
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		if class := classOf(r); class != mark {
			for end < len(text) {
				r, n = utf8.DecodeRuneInString(text[end:])
				if classOf(r) != class && (class != word || !insideNumber(text, end, n)) {
					break
				}
				end += n
			}
		}
		out = append(out, text[i:end])
		i = end
	}
	return out
}

// insideNumber tells whether the n bytes at a position part digits of one number: 4,823,326 or 18:30 or 300\u00a0000.
func insideNumber(text string, at, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+n:])
	return strings.Contains(",.:\u00a0\u202f", text[at:at+n]) && unicode.IsDigit(before) && unicode.IsDigit(after)
}

const (
	mark = iota
	space
	word
)

func classOf(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'', r == '’', r == '-':
		return word
	}
	return mark
}

// shortest finds the shortest edit script of Myers ("An O(ND) difference algorithm and its variations", 1986);
// trace[d] holds the furthest x on each diagonal after d edits. It gives up beyond maxEdits.
func shortest(a, b []string) (trace [][]int32, ok bool) {
	limit := min(len(a)+len(b), maxEdits)
	v := make([]int32, 2*limit+3)
	mid := limit + 1
	for d := 0; d <= limit; d++ {
		for k := -d; k <= d; k += 2 {
			x := v[mid+k-1] + 1
			if k == -d || k != d && v[mid+k-1] < v[mid+k+1] {
				x = v[mid+k+1]
			}
			for int(x) < len(a) && int(x)-k < len(b) && a[x] == b[int(x)-k] {
				x++
			}
			v[mid+k] = x
			if int(x) >= len(a) && int(x)-k >= len(b) {
				return append(trace, row(v, mid, d)), true
			}
		}
		trace = append(trace, row(v, mid, d))
	}
	return nil, false
}

func row(v []int32, mid, d int) []int32 { return append([]int32(nil), v[mid-d:mid+d+1]...) }

// walk goes back through the trace and gives the steps in reading order.
func walk(trace [][]int32, a, b []string) []Piece {
	var back []Piece
	x, y := len(a), len(b)
	for d := len(trace) - 1; d > 0; d-- {
		prev, k := trace[d-1], x-y
		at := func(k int) int32 { // furthest x on diagonal k after d-1 edits, -1 where there is none
			if k < -(d-1) || k > d-1 {
				return -1
			}
			return prev[k+d-1]
		}
		down := k == -d || k != d && at(k-1) < at(k+1)
		from := int(at(k-1)) + 1 // where the common run after this edit begins
		if down {
			from = int(at(k + 1))
		}
		for x > from {
			x, y = x-1, y-1
			back = append(back, Piece{Same, a[x]})
		}
		if down {
			y--
			back = append(back, Piece{Added, b[y]})
		} else {
			x--
			back = append(back, Piece{Removed, a[x]})
		}
	}
	for x > 0 {
		x--
		back = append(back, Piece{Same, a[x]})
	}
	slices.Reverse(back)
	return back
}

// join makes runs of the steps. A space that stayed between two changed words is told as changed too, so that
// a rewritten phrase reads as one phrase and not as confetti.
func join(steps []Piece) []Piece {
	var out []Piece
	var removed, added strings.Builder
	flush := func() {
		if removed.Len() > 0 {
			out = append(out, Piece{Removed, removed.String()})
		}
		if added.Len() > 0 {
			out = append(out, Piece{Added, added.String()})
		}
		removed.Reset()
		added.Reset()
	}
	for i, s := range steps {
		changing := removed.Len() > 0 && added.Len() > 0
		switch {
		case s.Kind == Removed:
			removed.WriteString(s.Text)
		case s.Kind == Added:
			added.WriteString(s.Text)
		case changing && strings.TrimSpace(s.Text) == "" && i+1 < len(steps) && steps[i+1].Kind != Same:
			removed.WriteString(s.Text)
			added.WriteString(s.Text)
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].Kind == Same {
				out[n-1].Text += s.Text
			} else {
				out = append(out, s)
			}
		}
	}
	flush()
	return out
}
