package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// besideLeast is how many words a quotation needs so that what stands beside it is taken for speech without a verb that is known
// for it: shorter ones are titles, names and slogans.
const besideLeast = 3

// naming are verbs that stand before a quotation and name something by it.
var naming = set(`titled entitled named called dubbed nicknamed labelled labeled branded headlined starred featured included followed
	played performed inscribed emblazoned marked printed displayed translated based inspired needed released recorded published covered
	translated spelled spelt pronounced signed directed produced`)

// beside reads a verb between a speaker and a quotation of a sentence, though no list has it: `"We won," cheered Ada Brun`,
// `"We won," Brun cheered`, `Brun thundered: "We won!"`.
func (s *speech) beside(fr frame, i int) (report, bool) {
	f := fr.f
	r := report{cue: cue{quotes: true}, at: i, next: i + 1, from: i, to: i + 1}
	if t := f[i]; t.kind != word || t.upper || t.owns || len(t.low) < 5 || !strings.HasSuffix(t.low, "ed") || naming[t.low] || i > 0 && passives[f[pastAdverbs(f, i)].low] {
		return r, false
	}
	if q := quoteBefore(f, i); q >= 0 {
		if !s.handsOver(fr, q) {
			return r, false
		}
		m, ok := s.speakerAhead(f, i+1)
		r.subject, r.to = m, m.last+1
		return r, ok
	}
	e := s.beforeVerb(f, i)
	m, ok := s.active(f, e)
	if !ok {
		if m, ok = s.thing(f, e); !ok || !determiners[f[m.first].low] {
			return r, false
		}
	}
	r.subject, r.from = m, m.first
	if q := quoteBefore(f, m.first); q >= 0 {
		return r, s.handsOver(fr, q) && restsAfter(f, i+1)
	}
	w := low(f, i+1)
	return r, (w == ":" || w == ",") && i+2 < len(f) && f[i+2].kind == quoted && s.sentenceQuoted(fr, i+2)
}

// restsAfter tells whether nothing that a verb governs stands at i: the sentence ends there, or tells when, where and how.
func restsAfter(f []token, i int) bool {
	return i >= len(f) || f[i].kind == punct || prepositions[f[i].low] || days[f[i].low] > 0 || strings.HasSuffix(f[i].low, "ly")
}

// handsOver tells whether the quotation at q leads its sentence and ends with the comma or mark that hands over to a verb.
func (s *speech) handsOver(fr frame, q int) bool {
	quote := fr.qs[fr.f[q].quote]
	if quote.words < besideLeast || !leadsQuote(fr.f, q) {
		return false
	}
	last := strings.TrimRight(quote.inner.Of(s.d.text), " ")
	return low(fr.f, q+1) == "," || last != "" && strings.ContainsRune(",.!?…", rune(last[len(last)-1]))
}

// sentenceQuoted tells whether the quotation at k begins like a sentence and has the words of one.
func (s *speech) sentenceQuoted(fr frame, k int) bool {
	q := fr.qs[fr.f[k].quote]
	return q.words >= besideLeast && startsUpper(q.inner.Of(s.d.text))
}

// speakerAhead reads who speaks behind a verb that follows a quotation: whoever can speak, or whatever has an article, up to what
// hangs on it.
func (s *speech) speakerAhead(f []token, i int) (mention, bool) {
	if m, ok := s.forward(f, i); ok && low(f, i) != "that" {
		return m, m.kind != byPronoun || m.last == i
	}
	if i >= len(f) || !determiners[f[i].low] || f[i].low == "that" {
		return mention{}, false
	}
	e := i + 1
	for e < len(f) && f[e].kind == word && e-i < maxRoleWords && !clauseBreaks[f[e].low] && !prepositions[f[e].low] && !finite[f[e].low] {
		e++
	}
	if e == i+1 {
		return mention{}, false
	}
	return mention{Span: brief.Span{Start: f[i].Start, End: f[e-1].End}, kind: byDescription, role: s.d.text[f[i+1].Start:f[e-1].End], first: i, last: e - 1}, true
}

// answering are nouns of what somebody says, besides those that take "that".
var answering = set(`message messages response reply answer answers words word verdict explanation advice question post tweet email e-mail letter note
	motto slogan testimony confession prayer toast speech conclusion quote quotation apology reaction`)

// colonQuoted reads a quotation behind a colon that no verb has taken: "Brun was blunt: "We lost."", "Her answer: ...",
// "The palace issued the following statement: ...", "Ada Brun: ...". Whose it is must be plain from the words before the colon.
func (s *speech) colonQuoted(fr frame, used map[int]bool) (brief.ReadStatement, mention, bool) {
	f := fr.f
	for k := 2; k < len(f); k++ {
		if f[k].kind != quoted || used[k] || low(f, k-1) != ":" || !s.sentenceQuoted(fr, k) {
			continue
		}
		m, at := s.beforeColon(f, k-1)
		if m.End <= m.Start {
			return brief.ReadStatement{}, m, false
		}
		var content []brief.Span
		for j := k; j < len(f) && (f[j].kind == quoted || f[j].kind == punct); j++ {
			if f[j].kind == quoted && !used[j] {
				content = append(content, fr.qs[f[j].quote].content(s.d.text))
				used[j] = true
			}
		}
		st := s.newStatement("direct", "colon-quote", s.mentions(content))
		if at >= 0 {
			st.Cue = s.mention(f[at].Span)
		}
		return st, m, true
	}
	return brief.ReadStatement{}, mention{}, false
}

// beforeColon is whose words come behind the colon at end, and the noun that says so, -1 when none does: the owner or maker of a
// noun of speech, or else the subject of the sentence.
func (s *speech) beforeColon(f []token, end int) (mention, int) {
	for i := end - 1; i > 0 && end-i < maxAside; i-- {
		if f[i].kind != word || f[i].owns || speechNouns[f[i].low].that == false && !answering[f[i].low] {
			continue
		}
		if m, ok := s.owner(f, i); ok {
			return m, i
		}
		if m, ok := s.maker(f, i, nil); ok {
			return m, i
		}
		break
	}
	m, ok := s.opening(f, end)
	if !ok || documents[f[m.last].low] && m.kind != byName {
		return mention{}, -1
	}
	return m, -1
}
