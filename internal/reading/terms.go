package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// ordinals begin the parts of a list in speech.
var ordinals = []string{"first firstly", "second secondly", "third thirdly", "fourth fourthly", "fifth fifthly", "sixth", "seventh", "eighth", "ninth", "tenth"}

// maxTerms is how many terms of one statement are kept.
const maxTerms = 10

// terms lists what a statement counts up: first, second, third; one line of a list each; parts between semicolons. One alone is
// no list. Without a list it is what the statement says will be, and when.
func (s *speech) terms(st *brief.ReadStatement) []brief.ReadTerm {
	out := s.listed(st)
	if len(out) == 0 {
		out = s.counted(st)
	}
	if len(out) < 2 {
		out = s.parted(st)
	}
	if len(out) < 2 {
		out = s.foretold(st, true)
	}
	if datable[st.Kind] {
		for i := range out {
			if due, ok := s.due(st, out[i].Span); ok && out[i].Due == (brief.Due{}) {
				out[i].Due = due
			}
		}
	}
	if st.Kind == brief.KindLawChange {
		out = append(out, s.penalties(st)...)
	}
	return out
}

// datable are the kinds of which each term may be due on a day of its own.
var datable = map[brief.DevelopmentKind]bool{brief.KindPledge: true, brief.KindThreat: true, brief.KindForecast: true}

// eachSentence hands over the sentences of what was said, as many as are asked what they do.
func (s *speech) eachSentence(st *brief.ReadStatement, visit func(sent brief.Span, f []token) bool) {
	left := asked
	for _, c := range st.Content {
		for _, sent := range sentences(nil, s.d.text, c.Span) {
			if left--; left < 0 {
				return
			}
			window := brief.Span{Start: sent.Start, End: sent.Start + len(head(sent.Of(s.d.text), actWindow))}
			if !visit(sent, tokens(s.d.text, window, nil)) {
				return
			}
		}
	}
}

// counted lists what begins with first, second and third, at the head of a sentence or behind a comma or semicolon.
func (s *speech) counted(st *brief.ReadStatement) []brief.ReadTerm {
	out := []brief.ReadTerm{}
	s.eachSentence(st, func(sent brief.Span, f []token) bool {
		from := -1
		for k := range f {
			next, ok := ordinalNext(f, k, len(out)+1)
			if from >= 0 {
				next, ok = ordinalNext(f, k, len(out)+2)
			}
			if !ok {
				continue
			}
			if from >= 0 {
				out = append(out, s.term(brief.Span{Start: f[from].Start, End: f[k].Start}))
			}
			if from = next; len(out) == maxTerms {
				return false
			}
		}
		if from >= 0 && from < len(f) && len(out) < maxTerms {
			out = append(out, s.term(brief.Span{Start: f[from].Start, End: sent.End}))
		}
		return true
	})
	return out
}

// ordinalNext is the token behind the ordinal n at k, if it begins a sentence or stands behind a mark, "and" between.
func ordinalNext(f []token, k, n int) (next int, ok bool) {
	last := f[k].low == "finally" || f[k].low == "lastly"
	if n > len(ordinals) || last && n < 3 || !last && !contains(ordinals[n-1], f[k].low) {
		return 0, false
	}
	if w := low(f, k+1); w != "," && w != ":" {
		return 0, false
	}
	before := k - 1
	if w := low(f, before); w == "and" || w == "but" {
		before--
	}
	return k + 2, before < 0 || f[before].kind == punct || f[before].low == "that"
}

// term makes a term of a span, without what leads on from it.
func (s *speech) term(span brief.Span) brief.ReadTerm {
	for again := true; again; {
		again = false
		span = trim(s.d.text, span)
		t := span.Of(s.d.text)
		for _, end := range []string{",", ";", " and", " but"} {
			if strings.HasSuffix(t, end) && len(t) > len(end) {
				span.End -= len(end)
				again = true
				break
			}
		}
		if r := lastRune(span.Of(s.d.text)); !again && span.End > span.Start && closing(r) {
			span.End -= len(string(r))
			again = true
		}
	}
	return brief.ReadTerm{Mention: s.mention(span)}
}

// partable are the kinds whose parts between semicolons are terms: they bind somebody.
var partable = map[brief.DevelopmentKind]bool{brief.KindPledge: true, brief.KindThreat: true, brief.KindOrder: true, brief.KindLawChange: true, brief.KindAppeal: true}

// parted lists the parts of one sentence between semicolons, of which the last begins with "and" or "or".
func (s *speech) parted(st *brief.ReadStatement) []brief.ReadTerm {
	out := []brief.ReadTerm{}
	if !partable[st.Kind] {
		return out
	}
	s.eachSentence(st, func(sent brief.Span, f []token) bool {
		var cuts []int
		for k := range f {
			if f[k].low == ";" {
				cuts = append(cuts, k)
			}
		}
		if n := len(cuts); n == 0 || n >= maxTerms || low(f, cuts[n-1]+1) != "and" && low(f, cuts[n-1]+1) != "or" {
			return true
		}
		from := sent.Start
		for i, k := range cuts {
			out = append(out, s.term(brief.Span{Start: from, End: f[k].Start}))
			if k++; i == len(cuts)-1 {
				k++
			}
			if k >= len(f) {
				return false
			}
			from = f[k].Start
		}
		out = append(out, s.term(brief.Span{Start: from, End: sent.End}))
		return false
	})
	return out
}

// foretold lists the sentences that say what will be and when, each with the window that its date opens. The
// speaker's own acts are among them if asked for.
func (s *speech) foretold(st *brief.ReadStatement, own bool) []brief.ReadTerm {
	vow := st.Kind == brief.KindPledge || st.Kind == brief.KindThreat || st.Kind == brief.KindOrder
	direct := st.Speech == "direct"
	out := []brief.ReadTerm{}
	s.eachSentence(st, func(sent brief.Span, f []token) bool {
		if foretells(f, direct) || own && vow && !direct {
			if due, ok := s.due(st, sent); ok && (own && vow || !ownFuture(f)) {
				out = append(out, s.steps(sent, f, due)...)
			}
		}
		return len(out) < maxTerms
	})
	return out
}

// foretells tells whether a sentence says what will be; reported speech says it with "would".
func foretells(f []token, direct bool) bool {
	for k, t := range f {
		switch t.low {
		case "will":
			return true
		case "won't", "won’t", "going":
			if direct && (t.low != "going" || low(f, k+1) == "to") {
				return true
			}
		case "would":
			if !direct || low(f, k+1) == "soon" {
				return true
			}
		case "to":
			if !direct && low(f, k+1) == "be" {
				return true
			}
		}
	}
	return false
}

// ownFuture tells whether a speaker says "I will" or "we will".
func ownFuture(f []token) bool {
	for k, t := range f {
		switch t.low {
		case "i", "we":
			if low(f, k+1) == "will" {
				return true
			}
		case "i'll", "i’ll", "we'll", "we’ll":
			return true
		}
	}
	return false
}

// stepMost is how many words name what will happen then.
const stepMost = 4

// steps parts a sentence that foretells two things, one after the other; the window is that of the first.
func (s *speech) steps(sent brief.Span, f []token, due brief.Due) []brief.ReadTerm {
	for k := 1; k+2 < len(f); k++ {
		if f[k].low != "then" {
			continue
		}
		mark := k - 1
		if f[mark].low == "and" && mark > 0 {
			mark--
		}
		if f[mark].low != "," && f[mark].low != ";" || mark == 0 {
			continue
		}
		for i := k + 2; i < len(f) && i <= k+1+stepMost && f[i-1].kind == word; i++ {
			if f[i].low == "will" {
				first := brief.Span{Start: sent.Start, End: f[mark].Start}
				then := brief.Span{Start: f[k+1].Start, End: sent.End}
				return []brief.ReadTerm{{Mention: s.mention(first), Due: due}, {Mention: s.mention(then)}}
			}
		}
	}
	return []brief.ReadTerm{{Mention: s.mention(sent), Due: due}}
}

func contains(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}
