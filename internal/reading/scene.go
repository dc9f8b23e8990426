package reading

import (
	"sort"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// scene is the occasion on which somebody speaks, as the text told it: its quotations belong to it until another
// occasion comes.
type scene struct {
	on       brief.SaidOn
	language string
}

// occasions are the nouns of occasions on which one speaks.
var occasions = set(`address speech message statement interview briefing post video broadcast remarks appeal conference letter
	sermon lecture podcast comments tweet`)

// circumstances gives a statement its day and language: those that its sentence tells, else those of the
// speaker's last occasion, which a direct quotation carries on.
func (s *speech) circumstances(st *brief.ReadStatement, f []token, r report) {
	if st.SaidOn.Value == "" {
		st.SaidOn = s.saidOn(st, f, r)
	}
	if st.SaidOn.Value == "" && low(f, 0) == "at" && low(f, 1) == "the" && low(f, 2) == "time" && !r.beside {
		st.SaidOn = s.lastSaid
	}
	if r.cue.signs && st.SaidOn.Value == "" {
		st.SaidOn = s.signedOn(f, r)
	}
	own := st.SaidOn.Value != "" || hasOccasion(f) || st.Addressee != ""
	sc := s.scenes[st.Speaker.Name]
	if st.Speaker.Name == "" || st.Speech == "indirect" {
		return
	}
	if !own {
		st.SaidOn = sc.on
	}
	if !own || st.SaidOn.Value == sc.on.Value {
		st.Language = sc.language
	}
	if code := spokenIn(f); code != "" {
		st.Language = code
	}
}

// saidOn finds the date that belongs to the verb: before its subject, between the two, or after it outside of
// what was said. A date behind "after", "who" and the like belongs to something else.
func (s *speech) saidOn(st *brief.ReadStatement, f []token, r report) brief.SaidOn {
	if r.source {
		return brief.SaidOn{}
	}
	from, to := 0, len(f)
	switch {
	case r.beside:
		from, to = r.to, min(r.to+2, len(f))
	case r.shared:
		from = r.at
	}
	for k := from; k < to; k++ {
		if within(f[k].Span, st.Content) {
			if k > r.at {
				break
			}
			continue
		}
		if k > 0 && besides[f[k].low] && f[k].kind == word {
			if k > r.at {
				break
			}
			k = skipTo(f, k, r.at)
			continue
		}
		n := s.dateFrom(f[k].Start)
		if n == len(s.dates) || s.dates[n].Start != f[k].Start || dayOf(s.dates[n]) == "" {
			continue
		}
		return brief.SaidOn{Value: dayOf(s.dates[n]), Span: s.dates[n].Span}
	}
	return brief.SaidOn{}
}

// signedOn finds the date that stands behind what was signed, before what it says.
func (s *speech) signedOn(f []token, r report) brief.SaidOn {
	for k := r.to; k < len(f) && k < r.to+adverbialMost && f[k].low != "that" && !besides[f[k].low]; k++ {
		n := s.dateFrom(f[k].Start)
		if n < len(s.dates) && s.dates[n].Start == f[k].Start && dayOf(s.dates[n]) != "" {
			return brief.SaidOn{Value: dayOf(s.dates[n]), Span: s.dates[n].Span}
		}
	}
	return brief.SaidOn{}
}

// besides begin clauses whose dates are not those of the verb.
var besides = set("after since before when who which whose where by as until while because")

// skipTo is the last token before the next comma, or before end.
func skipTo(f []token, k, end int) int {
	for k+1 < end && f[k+1].low != "," {
		k++
	}
	return k
}

// within tells whether a span lies in the content of a statement, which is in the order of the text.
func within(span brief.Span, content []brief.Mention) bool {
	n := sort.Search(len(content), func(i int) bool { return content[i].End > span.Start })
	return n < len(content) && content[n].Start < span.End
}

// dateFrom is the index of the first date that begins at or after a byte.
func (s *speech) dateFrom(at int) int {
	return sort.Search(len(s.dates), func(i int) bool { return s.dates[i].Start >= at })
}

func hasOccasion(f []token) bool {
	for _, t := range f {
		if t.kind == word && occasions[t.low] {
			return true
		}
	}
	return false
}

// setScene remembers the occasion that a sentence tells of, for whoever speaks in it.
func (s *speech) setScene(f []token, reports []report) {
	if !hasOccasion(f) {
		return
	}
	var m mention
	ok := false
	if len(reports) > 0 {
		m, ok = reports[0].subject, true
	} else {
		m, ok = s.opening(f, len(f))
	}
	if !ok {
		return
	}
	st := brief.ReadStatement{}
	s.resolve(&st, m)
	if st.Speaker.Name == "" {
		return
	}
	r := report{at: len(f) - 1, from: len(f) - 1}
	if len(reports) > 0 {
		r = reports[0]
		r.shared = false
	}
	if n := len(s.out); n > 0 && s.out[n-1].Cue.Start >= f[0].Start {
		st.Content = s.out[n-1].Content
	}
	sc := scene{on: s.saidOn(&st, f, r), language: spokenIn(f)}
	if sc.on.Value == "" && sc.language == "" {
		return
	}
	s.scenes[st.Speaker.Name] = sc
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
