package reading

import (
	"sort"
	"strings"

	"livebrief/internal/brief"
)

// report is one reporting verb of a sentence with its subject.
type report struct {
	subject mention
	cue     cue
	at      int  // the token of the verb
	next    int  // where what belongs to the verb ends: "called on"
	from    int  // the first token of verb and subject
	to      int  // the first token after both
	shared  bool // the subject stands further back: "condemned it and said"
	source  bool // "according to"
}

// maxReports is how many reporting verbs of one sentence are read; prose has a handful.
const maxReports = 64

// reports lists the reporting verbs of a sentence whose subject is plain.
func (s *speech) reports(fr frame) []report {
	var out []report
	f := fr.f
	for i := 0; i < len(f) && len(out) < maxReports; i++ {
		if f[i].kind != word {
			continue
		}
		if f[i].low == "according" && low(f, i+1) == "to" {
			if m, ok := s.sourceAt(f, i+2); ok {
				c := cue{quotes: true, bare: true}
				out = append(out, report{subject: m, cue: c, at: i, next: i + 2, from: i, to: m.last + 1, source: true})
				i = m.last
			}
			continue
		}
		r, ok := s.reportAt(f, i, out)
		if ok {
			out = append(out, r)
			i = r.to - 1
		}
	}
	return out
}

// sourceAt reads who stands after "according to"; the preposition does not count against it.
func (s *speech) sourceAt(f []token, i int) (mention, bool) {
	if i >= len(f) {
		return mention{}, false
	}
	m, ok := s.d.mentionStarting(f[i:], 0)
	m.first += i
	m.last += i
	return m, ok
}

// reportAt reads the verb at i, if it is one and its subject can be told.
func (s *speech) reportAt(f []token, i int, earlier []report) (report, bool) {
	c, ok := cues[f[i].low]
	r := report{cue: c, at: i, next: i + 1, from: i, to: i + 1}
	if !ok {
		if c, ok = verdictAt(f, i); !ok {
			return r, false
		}
		r.cue = c
	}
	if i > 0 && passives[f[i-1].low] && !strings.HasSuffix(f[i].low, "ing") {
		return r, false
	}
	switch f[i].low {
	case "called", "calling":
		if w := low(f, i+1); w == "on" || w == "upon" {
			r.next = i + 2
		} else if r.cue, ok = verdictAt(f, i); !ok {
			return r, false
		}
	case "appealed", "appealing":
		if low(f, i+1) != "to" {
			return r, false
		}
		r.next = i + 2
	}
	r.to = r.next
	if afterQuote(f, i) && r.cue.quotes {
		if m, ok := s.d.mentionStarting(f, i+1); ok {
			r.subject, r.to = m, m.last+1
			return r, true
		}
	}
	e := s.beforeVerb(f, i)
	if strings.HasSuffix(f[i].low, "ing") && e == i-1 {
		return participle(r, f, e, earlier)
	}
	if m, ok := s.d.mentionEnding(f, e); ok && !under(f, m) {
		if s.joint(f, m) {
			return r, false
		}
		r.subject, r.from = m, m.first
		return r, true
	}
	if w := low(f, e); w == "and" || w == "but" || w == "then" {
		r.subject, ok = s.sharedSubject(f, e, earlier)
		r.shared, r.from = true, e
		return r, ok
	}
	return r, false
}

// participle reads "adding", which takes the subject of the verb before it.
func participle(r report, f []token, e int, earlier []report) (report, bool) {
	if low(f, e) != "," || len(earlier) == 0 {
		return r, false
	}
	r.subject, r.shared, r.from = earlier[len(earlier)-1].subject, true, e
	return r, true
}

// under tells whether a noun phrase hangs on a preposition, so that it is no subject.
func under(f []token, m mention) bool {
	if m.first == 0 || m.kind == byPronoun {
		return false
	}
	return prepositions[f[m.first-1].low]
}

// joint tells whether a subject is one of two: "Brun and Vell said" has no single speaker.
func (s *speech) joint(f []token, m mention) bool {
	if m.kind == byPronoun || m.first < 2 || f[m.first-1].low != "and" {
		return false
	}
	_, ok := s.d.mentionEnding(f, m.first-2)
	return ok
}

// afterQuote tells whether a quotation ends right before token i, a comma and a dash left aside.
func afterQuote(f []token, i int) bool { return quoteBefore(f, i) >= 0 }

// quoteBefore is the index of the quotation that ends right before token i, -1 when none does.
func quoteBefore(f []token, i int) int {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch {
		case f[k].kind == quoted:
			return k
		case f[k].low != "," && f[k].low != "–" && f[k].low != "—" && f[k].low != "-":
			return -1
		}
	}
	return -1
}

// beforeVerb is the last token of what stands before a verb, its auxiliaries, adverbs and dates left aside.
func (s *speech) beforeVerb(f []token, i int) int {
	e := i - 1
	for n := 0; n < 6 && e >= 0; n++ {
		if k := s.beforeDate(f, e); k < e {
			e = k
			continue
		}
		t := f[e]
		if t.kind != word || !auxiliaries[t.low] && !(strings.HasSuffix(t.low, "ly") && !t.upper) {
			break
		}
		e--
	}
	return e
}

// beforeDate is the token before the date that ends with token e and its preposition; e itself when none does.
func (s *speech) beforeDate(f []token, e int) int {
	n := sort.Search(len(s.dates), func(k int) bool { return s.dates[k].End >= f[e].End })
	if n == len(s.dates) || s.dates[n].End != f[e].End || s.dates[n].Type == "DURATION" {
		return e
	}
	for e >= 0 && f[e].Start >= s.dates[n].Start {
		e--
	}
	if w := low(f, e); w == "on" || w == "in" || w == "at" {
		e--
	}
	return e
}

// sharedMost is how many tokens may lie between a subject and a verb that shares it, and how far into a sentence
// its subject is sought.
const sharedMost = 120

// sharedSubject is the subject that a verb after "and" shares: that of the verb before, or the one with which the
// sentence began. Another person in between makes it unsure.
func (s *speech) sharedSubject(f []token, e int, earlier []report) (mention, bool) {
	var m mention
	ok := false
	if n := len(earlier); n > 0 && !earlier[n-1].source {
		m, ok = earlier[n-1].subject, true
	} else {
		m, ok = s.opening(f, e)
	}
	if !ok || e-m.last > sharedMost {
		return m, false
	}
	for i := m.last + 1; i < e; i++ {
		if pronouns[f[i].low] {
			return m, false
		}
		if !f[i].upper || f[i].kind != word {
			continue
		}
		other, named := s.d.named(f, i)
		if !named || other.first <= m.last || under(f, other) {
			continue
		}
		if who := s.people.find(other.name); who != nil && who != s.people.find(m.name) {
			return m, false
		}
	}
	return m, true
}

// opening is the noun phrase with which a sentence begins, after an introduction up to a comma too.
func (s *speech) opening(f []token, e int) (mention, bool) {
	if m, ok := s.d.mentionStarting(f, 0); ok && m.first == 0 {
		return m, true
	}
	for i := 1; i < min(e, sharedMost); i++ {
		if f[i-1].low != "," {
			continue
		}
		m, ok := s.d.mentionStarting(f, i)
		if ok && m.first == i && m.last+1 < e && f[m.last+1].kind == word && !f[m.last+1].upper {
			return m, true
		}
	}
	return mention{}, false
}

// verdictWords are verbs that carry a quoted word: condemned it as a "crime".
var verdictWords = set("condemned denounced described branded dismissed labeled labelled characterized characterised criticized criticised praised hailed slammed called")

// giverWords take guarantees and assurances as things.
var giverWords = set("offered provided gave given extended issued")

// refusalWords before "to" and one of speakingWords make no comment.
var (
	refusalWords  = set("declined refused declines refuses")
	speakingWords = set("comment answer discuss elaborate confirm say speculate")
)

// verdictAt reads the verbs that report only in company: with a quotation further on, with a guarantee, or with
// what somebody would not say.
func verdictAt(f []token, i int) (cue, bool) {
	if giverWords[f[i].low] {
		for k := i + 1; k < len(f) && k <= i+4; k++ {
			if w := f[k].low; w == "guarantees" || w == "assurances" || w == "guarantee" {
				return cue{object: true, gives: true, kind: brief.KindPledge}, true
			}
		}
	}
	if refusalWords[f[i].low] && low(f, i+1) == "to" && speakingWords[low(f, i+2)] {
		return cue{vows: true, kind: brief.KindNoComment}, true
	}
	if !verdictWords[f[i].low] {
		return cue{}, false
	}
	for k := i + 1; k < len(f) && k < i+40; k++ {
		if f[k].kind == quoted {
			return cue{object: true, marks: true}, true
		}
	}
	return cue{}, false
}
