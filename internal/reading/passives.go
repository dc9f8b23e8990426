package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// passiveWords can be said of something without a speaker: "is said to be", "it was announced that".
var passiveWords = set(`said reported alleged claimed predicted forecast rumored rumoured announced estimated confirmed stated suggested
	revealed disclosed warned agreed decreed`)

// verdictLeads are what follows a judgement that somebody, named or not, passes: "is credited with the rescue".
var verdictLeads = map[string]string{"credited": "with", "attributed": "to", "blamed": "for on", "accused": "of", "criticized": "for as",
	"criticised": "for as", "praised": "for as", "hailed": "as", "condemned": "for as", "described": "as"}

// quotedAs reads "was quoted as saying" and "the Herald quoted Vell as saying": the cue is "saying".
func (s *speech) quotedAs(f []token, i int) (report, bool) {
	c, ok := cues[f[i].low]
	if !ok || low(f, i-1) != "as" || i < 3 {
		return report{}, false
	}
	r := report{cue: c, at: i, next: i + 1, from: i, to: i + 1}
	for k := i - 2; k > 0 && i-k < maxSubject; k-- {
		if w := f[k].low; w != "quoted" && w != "cited" && w != "quotes" && w != "quoting" && w != "cites" {
			continue
		}
		if k < i-2 && low(f, k+1) == "by" {
			m, ok := s.active(f, s.beforeVerb(f, k))
			r.subject, r.from = m, m.first
			return r, ok && passives[f[pastAdverbs(f, k)].low]
		}
		if k < i-2 {
			m, ok := s.forward(f, k+1)
			r.subject = m
			if e := s.beforeVerb(f, k); ok && e >= 0 {
				if outlet, is := s.subject(f, e); is {
					r.from, r.quoter = outlet.first, outlet
				}
			}
			return r, ok && m.last <= i-2
		}
		m, ok := s.active(f, s.beforeVerb(f, k))
		r.subject, r.from = m, m.first
		return r, ok
	}
	return r, false
}

// active is the subject whose last token is e, a pronoun too.
func (s *speech) active(f []token, e int) (mention, bool) {
	if m, ok := s.d.mentionEnding(f, e); ok && m.kind == byPronoun {
		return m, true
	}
	return s.subject(f, e)
}

// passive reads "it was announced that", "the pier is said to be old" and "was praised by Vell as": the speaker is
// told behind "by", or not at all.
func (s *speech) passive(f []token, i int) (report, bool) {
	c, ok := cues[f[i].low]
	if !ok || i == 0 || !passives[f[pastAdverbs(f, i)].low] {
		return report{}, false
	}
	if said, ok := s.saidToHave(f, i); ok {
		return said, true
	}
	c.quotes = false
	r := report{cue: c, at: i, next: i + 1, from: i, to: i + 1, agentless: true}
	if low(f, i+1) == "by" {
		m, ok := s.forward(f, i+2)
		if !ok {
			return r, false
		}
		m = cutBefore(f, m, verdictLeads[f[i].low])
		r.subject, r.to, r.agentless = m, m.last+1, false
	} else if !passiveWords[f[i].low] && !contains(verdictLeads[f[i].low], low(f, i+1)) {
		return r, false
	}
	e := s.beforeVerb(f, i)
	if low(f, e) == "it" {
		r.cue.bare, r.cue.object = false, false
		r.from = e
		return r, c.that && low(f, r.to) == "that"
	}
	verdict := contains(verdictLeads[f[i].low], low(f, r.to))
	if w := low(f, r.to); w != "to" && !(w == "as" && !r.agentless) && !verdict {
		return r, false
	}
	m, ok := s.active(f, e)
	if !ok {
		m, ok = s.thing(f, e)
	}
	if w := low(f, e); !ok && (w == "this" || w == "that" || w == "these") {
		m, ok = mention{Span: f[e].Span, kind: byDescription, first: e, last: e}, true
	}
	if !ok {
		return r, false
	}
	at := r.to
	if low(f, at) == "to" && !verdict {
		at++
	}
	end := sentenceEnd(f)
	if at >= end {
		return r, false
	}
	r.from = m.first
	if !verdict && r.agentless == false {
		end = infinitiveEnd(f, at, end)
	}
	r.pieces = []brief.Span{m.Span, {Start: f[at].Start, End: f[end-1].End}}
	if before := s.frontedPhrase(f, r); before.End > before.Start {
		r.pieces = append([]brief.Span{before}, r.pieces...)
	}
	r.rule = "passive"
	return r, true
}

// saidToHave reads "is reported to have said": the cue is what the subject is said to have done.
func (s *speech) saidToHave(f []token, i int) (report, bool) {
	if !passiveWords[f[i].low] || low(f, i+1) != "to" || low(f, i+2) != "have" {
		return report{}, false
	}
	c, ok := cues[low(f, i+3)]
	if !ok || !c.quotes {
		return report{}, false
	}
	m, ok := s.active(f, s.beforeVerb(f, i))
	return report{subject: m, cue: c, at: i + 3, next: i + 4, from: m.first, to: i + 4}, ok
}

// cutBefore ends a mention before the first of the words that lead on: "the union of theft" in "accused by the union of theft".
func cutBefore(f []token, m mention, leads string) mention {
	for k := m.first + 1; k <= m.last; k++ {
		if contains(leads, f[k].low) {
			m.last, m.End = k-1, f[k-1].End
			m.role = strings.TrimSpace(strings.SplitN(m.role+" ", " "+f[k].low+" ", 2)[0])
			break
		}
	}
	return m
}

// decreedWords can be said of what somebody decided, right behind it: "the call-up, announced by Vell on May 4,".
var decreedWords = set("announced ordered decreed proclaimed")

// announcedBy reads what hangs on a noun phrase as decided by somebody: the phrase is what was said. The date behind the name is
// that of the announcement.
func (s *speech) announcedBy(f []token, i int) (report, bool) {
	if !decreedWords[f[i].low] || i < 3 || low(f, i+1) != "by" || low(f, i-1) != "," {
		return report{}, false
	}
	c := cues[f[i].low]
	if f[i].low == "announced" {
		c.kind = brief.KindOrder
	}
	c.quotes = false
	m, ok := s.forward(f, i+2)
	if !ok || m.kind == byPronoun {
		return report{}, false
	}
	from := i - 2
	for from > 0 && i-from < maxSubject && f[from].kind == word && !determiners[f[from].low] && !prepositions[f[from].low] {
		from--
	}
	if !determiners[f[from].low] || from == i-2 {
		return report{}, false
	}
	what := brief.Span{Start: f[from].Start, End: f[i-2].End}
	return report{subject: m, cue: c, at: i, next: i + 1, from: i, to: m.last + 1, shared: true, beside: true,
		pieces: []brief.Span{what}, rule: "announced-by"}, true
}

// enactedWords can be said of a law, right behind it.
var enactedWords = set("passed signed approved adopted enacted")

// enactedBy reads a law with whoever made it: "the bill passed by the senate".
func (s *speech) enactedBy(f []token, i int) (report, bool) {
	if !enactedWords[f[i].low] || i < 2 || low(f, i+1) != "by" || !laws[f[i-1].low] {
		return report{}, false
	}
	m, ok := s.forward(f, i+2)
	if !ok || m.kind == byPronoun {
		return report{}, false
	}
	from := i - 1
	for from > 0 && i-from < maxSubject && (f[from].kind == word || f[from].kind == number) && !determiners[f[from].low] && !prepositions[f[from].low] {
		from--
	}
	if !determiners[f[from].low] {
		return report{}, false
	}
	return report{subject: m, cue: cue{kind: brief.KindLawChange}, at: i, next: i + 1, from: i, to: m.last + 1, shared: true, beside: true,
		pieces: []brief.Span{{Start: f[from].Start, End: f[i-1].End}}, rule: "enacted-by"}, true
}

// pastAdverbs is the token before a verb, adverbs left aside.
func pastAdverbs(f []token, i int) int {
	k := i - 1
	for k > 0 && f[k].kind == word && !f[k].upper && len(f[k].low) > 4 && f[k].low[len(f[k].low)-2:] == "ly" {
		k--
	}
	return k
}

// thing is the phrase that ends at e and begins its clause, whether or not it can speak.
func (s *speech) thing(f []token, e int) (mention, bool) {
	if e < 0 || f[e].kind != word {
		return mention{}, false
	}
	b, ok := s.phraseStart(f, e)
	if b = s.pastOpeners(f, b, e); !ok || b >= e && determiners[f[b].low] || prepositions[f[b].low] || !f[b].upper && !determiners[f[b].low] {
		return mention{}, false
	}
	m := mention{Span: brief.Span{Start: f[b].Start, End: f[e].End}, first: b, last: e, kind: byDescription}
	if determiners[f[b].low] && b < e {
		m.role = s.d.text[f[b+1].Start:f[e].End]
		if f[b+1].low == "of" {
			m.role = m.Of(s.d.text)
		}
	}
	return m, true
}

// sentenceEnd is where the words of a sentence end.
func sentenceEnd(f []token) int {
	end := len(f)
	for end > 0 && f[end-1].kind == punct && f[end-1].low != ")" {
		end--
	}
	return end
}
