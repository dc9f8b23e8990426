package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// phraseFrom makes a mention of the tokens from b to e, if their head can speak.
func (s *speech) phraseFrom(f []token, b, e int, many bool) (mention, bool) {
	if w := f[e].low; determiners[w] || prepositions[w] || w == "and" {
		return mention{}, false
	}
	if behind, ok := s.behindDocument(f, b, e); ok {
		return behind, true
	}
	head := b
	for head < e && !complement(f[head+1].low) && !(strings.HasSuffix(f[head+1].low, "ing") && agentAt(f, head)) {
		head++
	}
	m := mention{Span: brief.Span{Start: f[b].Start, End: f[e].End}, first: b, last: e, kind: byDescription}
	t := f[head]
	if t.kind != word && !trade(t.low) || t.owns || days[t.low] > 0 || months[t.low] > 0 && head == b {
		return m, false
	}
	from := b
	if determiners[f[b].low] && b < e && f[b+1].low != "of" {
		from++
	}
	m.role = s.d.text[f[from].Start:f[e].End]
	if many {
		m.role = ""
		return m, true
	}
	plain := head == 0 && (collective(t.low) || bodyNouns[t.low] || trade(t.low))
	if t.upper && !plain && s.d.nameWord(f, head) {
		if n, ok := s.properName(f, b, head, e); ok {
			if f[b].low == "a" || f[b].low == "an" {
				if w := f[n.first].low; n.first > b+1 && n.role == "" && f[n.first-1].kind == word && !f[n.first-1].upper && !agentAt(f, n.first-1) && w != "the" {
					n.last = e
					return n, true // "a charge Westmark denies": the name alone is the subject
				}
			}
			n.Span, n.first, n.last = m.Span, b, e
			if n.role != "" || personal(n.name) {
				n.End = f[head].End
			}
			return n, true
		}
		if headNouns[t.low] == nil {
			return m, false
		}
	}
	if e > head && f[e].upper && headNouns[t.low] != nil {
		if n, ok := s.nameAtEnd(f, from, e); ok {
			n.Span, n.first, n.last = m.Span, b, e
			return n, true
		}
	}
	if e == head && e > b && f[e-1].upper && e-1 > b && f[b].low == "the" && governing[t.low] {
		m.kind, m.name, m.role = byName, m.role, ""
		return m, true
	}
	if t.low == "times" && !t.upper {
		return m, false
	}
	speaks := headNouns[t.low] != nil || collective(t.low) || bodyNouns[t.low] || documents[t.low] || bodyEndings[t.low] || trade(t.low)
	begun := determiners[f[b].low] || quantifiers[f[b].low] || f[b].owns || f[b].kind == number
	return m, speaks && (begun || f[b].upper || strings.HasSuffix(t.low, "s") || collective(t.low))
}

// behindDocument is who stands behind a document: "a statement from the ministry", "Vell's letter".
func (s *speech) behindDocument(f []token, b, e int) (mention, bool) {
	for k := b + 1; k <= e; k++ {
		if !documents[f[k].low] || f[k].upper {
			continue
		}
		if w := low(f, k+1); k < e && (w == "from" || w == "by") {
			m, ok := s.phraseFrom(f, k+2, e, false)
			m.first = b
			return m, ok
		}
		for j := b; j < k; j++ {
			if (f[j].owns || f[j+1].kind == punct && (f[j+1].low == "'" || f[j+1].low == "’")) && k == e {
				return s.owner(f, k)
			}
		}
		return mention{}, false
	}
	return mention{}, false
}

// governing are the bodies of a state, which with its name before them have a name of their own.
var governing = set("government army navy police parliament ministry embassy administration military cabinet")

// trade tells plurals of people by their endings: meteorologists, politicians.
func trade(w string) bool {
	return strings.HasSuffix(w, "ists") || strings.HasSuffix(w, "ians") || strings.HasSuffix(w, "-year-old") || anybody[w]
}

// anybody are words for people that are no nouns.
var anybody = set("those anyone everyone someone somebody everybody many several some others most both")

// complement begins what hangs on the head of a noun phrase.
func complement(w string) bool {
	return prepositions[w] || w == "involved" || w == "close" || w == "familiar" || w == "briefed"
}

// properName reads a phrase whose head is a name: a person with the role before it, or a body with what belongs
// to its name behind it ("Bank of Northland").
func (s *speech) properName(f []token, b, head, e int) (mention, bool) {
	n, ok := s.d.named(f, head)
	if !ok || n.first > head {
		return n, false
	}
	n.kind = byName
	if who := s.people.find(n.name); who != nil && !who.body {
		return n, true
	}
	if head < e && f[head+1].low == "of" && n.role == "" && !personal(n.name) {
		for k := head + 2; k <= e; k++ {
			if !f[k].upper && !determiners[f[k].low] && f[k].low != "of" && f[k].low != "and" && f[k].low != "for" {
				return n, true
			}
		}
		n.name = s.d.text[f[head].End-len(lastWord(n.name)) : f[e].End]
	}
	return n, true
}

// personal tells whether a name looks like that of a person: two words or more, none of them of a body.
func personal(name string) bool { return strings.Contains(name, " ") && !bodyName(name) }

func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// portfolios stand between a title and a name: "Secretary of State Ada Brun".
var portfolios = set("state defense defence war interior finance staff health justice energy transport culture education labor labour trade agriculture commons")

// nameAtEnd reads "the mayor of Oldford Ada Brun": the name is the last two words, if the report knows it from
// elsewhere or if what stands before them is a portfolio.
func (s *speech) nameAtEnd(f []token, from, e int) (mention, bool) {
	if e-2 <= from || prepositions[f[e-2].low] || determiners[f[e-2].low] || !s.d.nameWord(f, e) || !s.d.nameWord(f, e-1) {
		return mention{}, false
	}
	name := s.d.text[f[e-1].Start:f[e].End]
	if bodyName(name) || s.people.byName[s.people.key(name)] == nil && !portfolios[f[e-2].low] {
		return mention{}, false
	}
	return mention{kind: byName, name: name, role: s.d.text[f[from].Start:f[e-2].End]}, true
}

// forward reads the noun phrase that begins at i, behind its verb: "said a spokesman for the union".
func (s *speech) forward(f []token, i int) (mention, bool) {
	e := i
	for e < len(f) && e-i < maxSubject && s.goesOn(f, i, e) {
		e++
	}
	if e < len(f) && e > i+1 && determiners[f[e].low] && !inPhrase(f[e-1]) && !f[e-1].upper {
		e-- // what stands before an article is a verb
	}
	short, isShort := s.d.mentionStarting(f, i)
	if isShort && f[i].low == "the" && short.first <= i {
		short.first, short.Start = i, f[i].Start
	}
	if e == i {
		return short, isShort
	}
	m, ok := s.phraseFrom(f, i, e-1, false)
	if ok && m.kind == byDescription && low(f, e) == "," && e+1 < len(f) && f[e+1].upper {
		k := e + 1
		for k < len(f) && k-e < maxNameWords && f[k].kind == word && (f[k].upper || particle(f[k])) {
			k++
		}
		if both := s.roleAndName(f, m, k-1); k == len(f) || f[k].kind == punct && both.kind == byName {
			return both, true
		}
	}
	if !ok || isShort && short.kind == byName && (m.kind != byName || m.name == short.name) && short.first <= i {
		return short, isShort
	}
	return m, true
}

// goesOn tells whether the phrase that begins at i reaches over the token at e.
func (s *speech) goesOn(f []token, i, e int) bool {
	t := f[e]
	switch {
	case t.kind == punct:
		return t.low == "&" || t.low == "-"
	case e > i && f[e-1].upper && t.kind == word && !t.upper && headNouns[t.low] == nil && !roleModifiers[t.low] && !bodyNouns[t.low] &&
		!collective(t.low) && !particle(t) && !prepositions[t.low] && t.low != "and" && !documents[t.low]:
		return false
	case t.kind == quoted, clauseBreaks[t.low], finite[t.low], t.low == "to" || t.low == "in" || t.low == "on" || t.low == "by" || t.low == "with" || t.low == "about":
		return false
	case e > i && (determiners[t.low] && !inPhrase(f[e-1]) || makers[t.low] || strings.HasSuffix(t.low, "ed") && agentAt(f, e-1)):
		return false
	case e > i && !t.upper && (strings.HasSuffix(t.low, "ing") && !roleModifiers[t.low] || cues[t.low].quotes && !nounCue(f, e)):
		return false
	case t.low == "and" && !(e+1 < len(f) && (headNouns[f[e+1].low] != nil || roleModifiers[f[e+1].low])):
		return false
	}
	n := s.dateFrom(t.Start)
	return n == len(s.dates) || s.dates[n].Start != t.Start
}

// agentAt tells whether a noun that can speak stands at k.
func agentAt(f []token, k int) bool {
	w := f[k].low
	return headNouns[w] != nil || collective(w) || bodyNouns[w] || bodyEndings[w]
}

// roleAndName adds the name that ends at last to a description before it.
func (s *speech) roleAndName(f []token, m mention, last int) mention {
	n, ok := s.d.named(f, last)
	if !ok || n.first <= m.last {
		return m
	}
	m.kind, m.name, m.last, m.End = byName, n.name, last, n.End
	return m
}
