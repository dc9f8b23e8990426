package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// listing is what a reporter counts up in words of his own, over several sentences: "First, she said, the pier would close.
// Second, nobody would lose work."
type listing struct {
	of int // the statement that began it, -1 for none
	n  int // how many things were counted
}

// ordinalAt is the number of the ordinal with which a sentence begins, "And third," too, and the token behind it; 0 for none.
func ordinalAt(f []token) (n, next int) {
	at := 0
	if w := low(f, 0); w == "and" || w == "but" {
		at = 1
	}
	if low(f, at+1) != "," && low(f, at+1) != ":" {
		return 0, 0
	}
	for i, names := range ordinals {
		if contains(names, low(f, at)) {
			return i + 1, at + 2
		}
	}
	return 0, 0
}

// countedOn adds a sentence that goes on with a list and names nobody to the statement that began it.
func (s *speech) countedOn(fr frame) bool {
	n, next := ordinalAt(fr.f)
	end := sentenceEnd(fr.f)
	if s.list.of < 0 || n != s.list.n+1 || next >= end {
		s.list.of = -1
		return false
	}
	for _, t := range fr.f {
		if t.kind == quoted {
			return false
		}
	}
	st := &s.out[s.list.of]
	st.Content = append(st.Content, s.mention(brief.Span{Start: fr.f[next].Start, End: fr.f[end-1].End}))
	s.list.n = n
	s.lists[st.Cue.Span] = 0
	return true
}

// countFrom notes that a list begins with, or goes on in, the statements of a sentence, of which the first is at first.
func (s *speech) countFrom(f []token, first int) {
	n, _ := ordinalAt(f)
	switch {
	case n == 1 && len(s.out) == first+1 && s.out[first].Speech != "direct":
		s.list = listing{of: first, n: 1}
	case n > 1 && s.list.of >= 0 && n == s.list.n+1:
		s.list.n = n
	default:
		s.list.of = -1
	}
}

// listed are the things that a statement counts up over sentences or lines: each of these pieces is one.
func (s *speech) listed(st *brief.ReadStatement) []brief.ReadTerm {
	from, ok := s.lists[st.Cue.Span]
	if !ok {
		return nil
	}
	var out []brief.ReadTerm
	for _, c := range st.Content[from:min(len(st.Content), from+maxTerms)] {
		out = append(out, brief.ReadTerm{Mention: c})
	}
	return out
}

// leadsToPoints notes that a paragraph ends with a colon behind what its last statement says: the points of it follow on lines
// of their own.
func (s *speech) leadsToPoints(f []token) {
	n := len(s.out) - 1
	if low(f, len(f)-1) != ":" || n < 0 || s.out[n].Cue.Start < f[0].Start || len(s.out[n].Content) == 0 || s.out[n].Speech == "direct" {
		return
	}
	last := &s.out[n].Content[len(s.out[n].Content)-1]
	if strings.HasSuffix(last.Text, ":") {
		*last = s.mention(trim(s.d.text, brief.Span{Start: last.Start, End: last.End - 1}))
	}
	s.points = n
}

// maxPoints is how many lines of one list are read.
const maxPoints = 64

// point adds a line that begins with the mark of a list to the statement whose points are told.
func (s *speech) point(p paragraph) bool {
	at, ok := pastMark(tokens(s.d.text, brief.Span{Start: p.Start, End: min(p.End, p.Start+actWindow)}, nil))
	st := &s.out[s.points]
	from, begun := s.lists[st.Cue.Span]
	if !ok || begun && len(st.Content)-from >= maxPoints {
		return false
	}
	if !begun {
		s.lists[st.Cue.Span] = len(st.Content)
	}
	end := p.End
	if strings.HasSuffix(p.Of(s.d.text), ".") {
		end--
	}
	st.Content = append(st.Content, s.term(brief.Span{Start: at, End: end}).Mention)
	return true
}

// pastMark is where a line begins behind the mark of a list: "- one", "1. one", "2) two".
func pastMark(f []token) (at int, ok bool) {
	switch {
	case len(f) < 2:
		return 0, false
	case f[0].kind == punct && contains("- – — • * · ‣ ▪", f[0].low) && f[0].End < f[1].Start:
		return f[1].Start, true
	case len(f) > 2 && f[0].kind == number && len(f[0].low) <= 2 && (f[1].low == "." || f[1].low == ")") && f[1].End < f[2].Start:
		return f[2].Start, true
	}
	return 0, false
}
