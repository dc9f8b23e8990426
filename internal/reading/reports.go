package reading

import (
	"slices"
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

	nominal   bool         // the cue is a noun: "his warning that"
	relative  bool         // the subject is "who" between commas: what was said ends at the second
	agentless bool         // nobody is named: "it was announced that"
	beside    bool         // stands within the content of another verb's
	until     int          // the token before which what was said ends at the latest, 0 where nothing tells
	quoter    mention      // who passes it on: "the Herald quoted Vell as saying"
	pieces    []brief.Span // what was said, where the form alone tells it, under rule
	rule      string
}

// maxReports is how many reporting verbs of one sentence are read; prose has a handful.
const maxReports = 64

// reports lists the reporting verbs of a sentence, and its nouns of speech, whose subject is plain.
func (s *speech) reports(fr frame) []report {
	var out []report
	f := fr.f
	for i := 0; i < len(f) && len(out) < maxReports; i++ {
		if f[i].kind != word {
			continue
		}
		r, ok := s.sourced(f, i)
		if !ok {
			r, ok = s.quotedAs(f, i)
		}
		if !ok {
			r, ok = s.askedWhether(f, i)
		}
		if !ok {
			r, ok = s.reportAt(f, i, out)
		}
		if !ok {
			r, ok = s.passive(f, i)
		}
		if !ok {
			r, ok = s.announcedBy(f, i)
		}
		if !ok {
			r, ok = s.enactedBy(f, i)
		}
		if !ok {
			r, ok = s.noun(f, i, out)
		}
		if !ok {
			r, ok = s.beside(fr, i)
		}
		if ok {
			out = append(out, r)
			i = max(i, r.to-1)
		}
	}
	return out
}

// sourced reads "according to X" and "in the words of X".
func (s *speech) sourced(f []token, i int) (report, bool) {
	next := 0
	switch {
	case f[i].low == "according" && low(f, i+1) == "to":
		next = i + 2
	case f[i].low == "words" && low(f, i+1) == "of" && low(f, i-1) == "the" && low(f, i-2) == "in":
		next = i + 2
	case (f[i].low == "put" || f[i].low == "puts") && low(f, i+1) == "it":
		m, ok := s.active(f, i-1)
		return report{subject: m, cue: cue{quotes: true, bare: true}, at: i, next: i + 2, from: m.first - 1, to: i + 2, source: true}, ok && low(f, m.first-1) == "as"
	case f[i].low == "quote" && low(f, i-1) == "to" && i == 1:
		next = i + 1
	default:
		return report{}, false
	}
	m, ok := s.sourceAt(f, next)
	if !ok {
		return report{}, false
	}
	from := i
	if f[i].low == "words" {
		from = i - 2
	}
	return report{subject: m, cue: cue{quotes: true, bare: true}, at: i, next: next, from: from, to: m.last + 1, source: true}, true
}

// sourceAt reads who stands after "according to": whoever is behind a document rather than the document.
func (s *speech) sourceAt(f []token, i int) (mention, bool) {
	if i >= len(f) {
		return mention{}, false
	}
	end := i
	for end < len(f) && end-i < maxSubject && (f[end].kind == word || f[end].kind == number) && !clauseBreaks[f[end].low] {
		end++
	}
	for k := i; k < end; k++ {
		if w := f[k].low; (w == "by" || w == "from" || w == "in") && figuresOrPapers(f[i:k]) {
			if m, ok := s.forward(f, k+1); ok {
				return m, true
			}
		}
	}
	return s.forward(f, i)
}

// figuresOrPapers tells whether a phrase names what somebody counted or wrote.
func figuresOrPapers(f []token) bool {
	for _, t := range f {
		if documents[t.low] || t.low == "figures" || t.low == "data" || t.low == "numbers" || t.low == "estimates" || t.low == "records" {
			return true
		}
	}
	return false
}

// reportAt reads the verb at i, if it is one and its subject can be told.
func (s *speech) reportAt(f []token, i int, earlier []report) (report, bool) {
	if r, ok := s.refusal(f, i); ok {
		return r, true
	}
	if r, ok := s.notRuledOut(f, i); ok {
		return r, true
	}
	c, ok := cues[f[i].low]
	r := report{cue: c, at: i, next: i + 1, from: i, to: i + 1}
	if !ok {
		if c, ok = verdictAt(f, i); !ok {
			return r, false
		}
		r.cue = c
	}
	if f[i].low == "citing" && commaAhead(f, i) {
		return r, false
	}
	if f[i].upper && i > 0 && !afterQuote(f, i) && !s.headline() {
		return r, false
	}
	if i > 0 && passives[f[pastAdverbs(f, i)].low] && !strings.HasSuffix(f[i].low, "ing") || f[i].owns || silent(f, i) {
		return r, false
	}
	if r, ok = particled(f, i, r); !ok {
		return r, false
	}
	r.to = r.next
	if i == 0 && strings.HasSuffix(f[0].low, "ing") {
		return s.fronted(f, r)
	}
	return s.spoken(f, i, r, earlier)
}

// spoken adds the subject to the verb at i: behind it after a quotation, before it elsewhere.
func (s *speech) spoken(f []token, i int, r report, earlier []report) (report, bool) {
	if afterQuote(f, i) && r.cue.quotes {
		if m, ok := s.speakerAhead(f, i+1); ok {
			r.subject, r.to = m, m.last+1
			return r, true
		}
	}
	e := s.beforeVerb(f, i)
	if low(f, i-1) == "to" {
		if e = wentOn(f, i-1); e < 0 {
			return r, false
		}
		e = s.beforeVerb(f, e)
	}
	if low(f, i-1) == "having" {
		return s.participle(r, f, i-2, earlier)
	}
	if begins[low(f, i-1)] && strings.HasSuffix(f[i].low, "ing") {
		e = s.beforeVerb(f, i-1)
	} else if strings.HasSuffix(f[i].low, "ing") && e == i-1 {
		return s.participle(r, f, e, earlier)
	}
	if m, ok := s.d.mentionEnding(f, e); ok && m.kind == byPronoun {
		r.subject, r.from = m, m.first
		return r, true
	}
	if m, ok := s.subject(f, e); ok {
		r.subject, r.from = m, m.first
		r.relative = (low(f, e) == "who" || low(f, e) == "which") && low(f, e-1) == ","
		return r, true
	}
	if m, ok := s.thing(f, e); ok && (loose[f[i].low] || quoteAhead(f, r)) && determiners[f[m.first].low] {
		r.subject, r.from = m, m.first
		return r, true
	}
	w := low(f, e)
	if nounForms[f[i].low] && !takesObject(f, i+1) {
		return r, false
	}
	if w == "and" || w == "but" || w == "then" || w == "," && s.headline() {
		m, ok := s.sharedSubject(f, e, earlier)
		r.subject, r.shared, r.from = m, true, e
		return r, ok
	}
	return r, false
}

// loose are verbs whose subject can be any thing: whatever says so speaks.
var loose = set("said says say told added warned warns announced denied denies reported reports replied insisted insists stated urged promised read reads")

// quoteAhead tells whether a quotation stands behind a verb and its comma or colon.
func quoteAhead(f []token, r report) bool {
	k := r.next
	if w := low(f, k); w == "," || w == ":" {
		k++
	}
	return r.cue.quotes && k < len(f) && f[k].kind == quoted
}

// takesObject tells whether what stands at i can be what a verb reports.
func takesObject(f []token, i int) bool {
	if i >= len(f) {
		return false
	}
	w := f[i].low
	return f[i].kind == quoted || determiners[w] || f[i].upper || w == "that" || w == "on" || w == "for" || w == "to" || f[i].kind == number
}

// commaAhead tells whether a comma parts what is cited at i from a verb further on: "citing a list, it reported".
func commaAhead(f []token, i int) bool {
	for k := i + 1; k < len(f) && k-i < maxAside; k++ {
		if f[k].low == "," {
			return true
		}
	}
	return false
}

// participle reads "adding" and "saying", which take the subject of the verb before them, or that of the sentence:
// ", adding", "by saying", "in a letter saying".
func (s *speech) participle(r report, f []token, e int, earlier []report) (report, bool) {
	if e < 0 {
		return r, false
	}
	if f[e].kind == quoted && e == r.at-1 && commaInside(s.d.text, f[e]) {
		m, ok := s.sentenceSubject(f, e, earlier)
		r.subject, r.shared, r.from = m, true, r.at
		return r, ok
	}
	if w := low(f, e); w != "," && w != "by" && w != "and" && !documents[w] {
		m, ok := s.subject(f, e)
		if ok && low(f, m.first-1) == "," {
			r.subject, r.from = m, m.first
			return r, true
		}
		if low(f, r.next) != "," && low(f, r.next) != ":" || r.next+1 >= len(f) || f[r.next+1].kind != quoted {
			return r, false
		}
	}
	m, ok := s.sentenceSubject(f, e, earlier)
	r.subject, r.shared, r.from = m, true, e
	return r, ok
}

// mainOf is the last verb of a sentence that does not stand beside another's content.
func mainOf(earlier []report) (report, bool) {
	for _, r := range slices.Backward(earlier) {
		if !r.beside {
			return r, true
		}
	}
	return report{}, false
}

// sentenceSubject is the subject of the verb before, or the phrase with which the sentence begins.
func (s *speech) sentenceSubject(f []token, e int, earlier []report) (mention, bool) {
	if last, ok := mainOf(earlier); ok {
		return last.subject, !last.source && last.subject.End > last.subject.Start
	}
	m, ok := s.opening(f, e)
	return m, ok && e-m.last <= sharedMost
}

// under tells whether a noun phrase hangs on a preposition, so that it is no subject.
func under(f []token, m mention) bool {
	if m.first == 0 || m.kind == byPronoun {
		return false
	}
	return prepositions[f[m.first-1].low]
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
		if (t.low == "both" || t.low == "all" || t.low == "each") && e > 0 && f[e-1].upper {
			e--
			continue
		}
		if t.low == "times" && e > 0 && quantifiers[f[e-1].low] {
			e -= 2
			continue
		}
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
