package reading

import (
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
	s.lists[st.Cue.Span] = true
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

// listed are the things that a statement counts up over sentences: each of its pieces is one.
func (s *speech) listed(st *brief.ReadStatement) []brief.ReadTerm {
	if !s.lists[st.Cue.Span] {
		return nil
	}
	var out []brief.ReadTerm
	for _, c := range st.Content[:min(len(st.Content), maxTerms)] {
		out = append(out, brief.ReadTerm{Mention: c})
	}
	return out
}
