package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// The longest subjects, in tokens: the phrase itself, and what may stand between commas behind it.
const (
	maxSubject = 24
	maxAside   = 30
)

var (
	// clauseBreaks part a subject from what stands before it.
	clauseBreaks = set(`but that because while whilst whereas although though as when if after since until before so than then
		which who whom whose where what how why whether despite nor yet unless once`)
	// openers stand before a subject without a comma and are no part of it.
	openers = set("also then now later meanwhile yesterday today earlier still however instead moreover thus and but")
	// asides stand between commas, right behind a subject.
	asides = set("however meanwhile though too also moreover therefore instead likewise then still")
	// quantifiers begin a subject like an article.
	quantifiers = set("some many most several all both few other others two three four five six seven eight nine ten another neither each no any these those more numerous various")
	// documents say something without a speaker of their own.
	documents = set(`report reports statement statements letter letters suit lawsuit study studies survey poll memo document documents
		filing indictment invitation order ruling decree newspaper magazine agency communique communiqué resolution note post tweet message
		notice sign law article text declaration protocol settlement complaint review paper email release`)
	// bodyNouns are nouns of bodies that speak, besides the collectives.
	bodyNouns = set(`company firm bank airline carrier manufacturer automaker carmaker corporation maker ministry agency institute
		foundation association federation organization organisation charity group team club league bloc alliance coalition
		administration cabinet senate congress house assembly board panel court tribunal jury watchdog regulator observatory
		network broadcaster channel station outlet website site service operator contractor supplier retailer publisher
		city state nation country kremlin palace embassy mission delegation faction militia rebels brigade regiment side
		governor opponents critics supporters observers economists executives politicians opposition protesters demonstrators
		diplomats aides insiders people locals neighbors neighbours relatives families reporters journalists person man woman aide
		spokespeople volunteers refugees commanders captains workers managers investors traders banker bankers professor
		businesses airlines firms companies banks states nations countries governments`)
	// bodyEndings close the name of a body.
	bodyEndings = set(`motors corp corp. corporation inc inc. ltd ltd. plc llc group bank airlines airways company agency ministry
		council commission committee party union board office department court house senate parliament authority service services
		institute university college school foundation association federation organization organisation press news times post herald
		daily journal tribune newspaper watch force forces army navy command police guard administration government embassy bureau
		consortium systems technologies airbus computer computers electric industries holdings partners capital center centre
		fund front movement league club team network initiative alliance coalition congress assembly tribunal`)
)

// subject reads the phrase that ends at token e as the subject of a reporting verb. Unlike mentionEnding it takes
// any noun phrase that begins its clause, with what hangs on it and what stands between commas behind it.
func (s *speech) subject(f []token, e int) (mention, bool) {
	e = pastAside(f, e)
	if e < 0 || f[e].kind == quoted {
		return mention{}, false
	}
	switch t := f[e]; {
	case t.low == "it" || t.low == "they":
		return mention{Span: t.Span, kind: byPronoun, name: t.low, first: e, last: e}, true
	case t.low == "who" || t.low == "which":
		return s.antecedent(f, e)
	case t.low == ",":
		return s.subjectWithAside(f, e)
	}
	if m, ok := s.phrase(f, e); ok {
		return m, true
	}
	for k := e - 1; k > 0 && e-k < maxAside && f[k].kind == word; k-- {
		if f[k].low == "who" {
			return s.phrase(f, k-1)
		}
	}
	return mention{}, false
}

// pastAside goes back over "(GM)" and ", however,".
func pastAside(f []token, e int) int {
	if low(f, e) == "," && e >= 2 && f[e-2].low == "," && asides[f[e-1].low] {
		return e - 3
	}
	if low(f, e) != ")" {
		return e
	}
	for k := e - 1; k >= 0 && e-k < maxAside; k-- {
		if f[k].low == "(" {
			return k - 1
		}
	}
	return e
}

// antecedent is whom "who" or "which" at e means: the phrase right before it.
func (s *speech) antecedent(f []token, e int) (mention, bool) {
	k := e - 1
	if low(f, k) == "," {
		for j := k - 1; j > 0 && k-j < maxApposition; j-- {
			if f[j].low != "," {
				continue
			}
			if m, ok := s.d.named(f, j-1); ok && s.d.apposition(f[j+1:k]) != "" {
				m.role = s.d.apposition(f[j+1 : k])
				return m, true
			}
			break
		}
		k--
	}
	k = pastAside(f, k)
	if k < 0 || f[k].kind != word {
		return mention{}, false
	}
	if m, ok := s.phrase(f, k); ok {
		return m, true
	}
	m, ok := s.d.named(f, k)
	if !ok {
		return s.d.described(f, k)
	}
	return m, ok
}

// subjectWithAside reads a subject before an apposition or a relative clause between commas.
func (s *speech) subjectWithAside(f []token, comma int) (mention, bool) {
	for j := comma - 1; j > 0 && comma-j <= maxAside; j-- {
		if f[j].kind == quoted || f[j].low == ";" || f[j].low == ":" {
			break
		}
		if f[j].low != "," || j+1 >= comma {
			continue
		}
		inner := f[j+1 : comma]
		m, ok := s.phrase(f, pastAside(f, j-1))
		if !ok {
			continue
		}
		if named, is := s.namedAside(f, m, j, comma); is {
			return named, true
		}
		if r := s.d.apposition(inner); r != "" && m.kind == byName {
			m.role = r
		} else if !aside(inner) {
			continue
		}
		m.last = comma
		return m, true
	}
	return mention{}, false
}

// namedAside reads "the army chief, Ada Brun,": a description whose name stands between commas.
func (s *speech) namedAside(f []token, m mention, first, last int) (mention, bool) {
	if m.kind != byDescription || !f[first+1].upper || f[first+1].low == "who" {
		return m, false
	}
	name, ok := s.d.named(f, pastAside(f, last-1))
	if !ok || name.first > first+2 || name.role != "" && name.first != first+1 {
		return m, false
	}
	m = s.roleAndName(f, m, pastAside(f, last-1))
	m.last = last
	return m, true
}

// aside tells whether what stands between two commas says more about the phrase before it: a relative clause, a
// participle, or a phrase without a verb.
func aside(f []token) bool {
	switch f[0].low {
	case "who", "which", "whose", "where", "whom", "speaking":
		return true
	}
	if w := f[0].low; w == "along" || w == "together" || w == "such" {
		return true
	}
	for _, t := range f {
		if t.low == "which" || t.low == "who" || t.low == "whose" {
			break
		}
		if t.kind == quoted || finite[t.low] || cues[t.low].that && !t.upper {
			return false
		}
	}
	return determiners[f[0].low] || f[0].kind == number || strings.HasSuffix(f[0].low, "ed") || irregular[f[0].low] || f[0].low == "seen" || prepositions[f[0].low] ||
		headNouns[f[0].low] != nil || roleModifiers[f[0].low] || f[0].low == "himself" || f[0].low == "herself"
}

// phrase reads the noun phrase that ends at e and begins its clause.
func (s *speech) phrase(f []token, e int) (mention, bool) {
	if e < 0 || f[e].kind == punct || f[e].kind == quoted || f[e].owns || pronouns[f[e].low] {
		return s.d.mentionEnding(f, e)
	}
	b, ok := s.phraseStart(f, e)
	if !ok {
		return mention{}, false
	}
	b = s.pastOpeners(f, b, e)
	many := false
	for a := e - 1; a > b; a-- {
		if f[a].low != "and" && f[a].low != "or" {
			continue
		}
		if right := f[a+1]; !right.upper && !determiners[right.low] && !quantifiers[right.low] {
			break
		}
		if many = s.conjunct(f, b, a); !many {
			b = a + 1
		}
		break
	}
	if b > e || prepositions[f[b].low] {
		m, ok := s.d.mentionEnding(f, e)
		return m, ok && !under(f, m)
	}
	return s.phraseFrom(f, b, e, many)
}

// phraseStart is the first token of the phrase that ends at e; a finite verb or too many words make it none.
func (s *speech) phraseStart(f []token, e int) (int, bool) {
	b := e + 1
	for b > 0 {
		t := f[b-1]
		if t.kind == quoted || t.kind == punct && t.low != "&" && t.low != "-" && t.low != "'" && t.low != "’" ||
			t.kind == word && clauseBreaks[t.low] {
			return b, true
		}
		if t.kind == word {
			if c, is := cues[t.low]; is && c.that && !t.upper && !nounCue(f, b-1) && b <= e {
				return b, true
			}
			if finite[t.low] || t.low == "not" || t.low == "to" && b <= e && !determiners[low(f, b)] && !f[b].upper {
				return b, false
			}
		}
		if b--; e-b > maxSubject {
			return b, false
		}
		if t.kind == word && determiners[t.low] && b > 0 && !inPhrase(f[b-1]) {
			return b, s.beginsClause(f, b)
		}
	}
	return b, true
}

// inPhrase tells whether an article may follow a token within one phrase: "of the", "and the".
func inPhrase(t token) bool { return prepositions[t.low] || t.low == "and" || t.low == "or" || t.owns }

// beginsClause tells whether nothing that looks like a verb stands before the article at b.
func (s *speech) beginsClause(f []token, b int) bool {
	p := f[b-1]
	c, is := cues[p.low]
	return p.kind != word || p.upper || strings.HasSuffix(p.low, "ly") || clauseBreaks[p.low] || openers[p.low] || is && c.that || s.beforeDate(f, b-1) < b-1
}

// nounCue tells whether a word that can report stands as a noun: "the latest reports".
func nounCue(f []token, i int) bool {
	if i == 0 {
		return true
	}
	p := f[i-1]
	return documents[f[i].low] || determiners[p.low] || quantifiers[p.low] || p.owns
}

// pastOpeners goes over adverbs and dates at the beginning of a clause.
func (s *speech) pastOpeners(f []token, b, e int) int {
	for b < e {
		if openers[f[b].low] || strings.HasSuffix(f[b].low, "ly") && f[b].low != "italy" && f[b].low != "family" && b+1 < e {
			b++
			continue
		}
		at := b
		if w := f[b].low; w == "on" || w == "in" || w == "by" || w == "at" {
			at++
		}
		n := s.dateFrom(f[at].Start)
		if n == len(s.dates) || s.dates[n].Start != f[at].Start {
			return b
		}
		for at < e && f[at].Start < s.dates[n].End {
			at++
		}
		b = at
	}
	return b
}

// conjunct tells whether the tokens from b up to a are a noun phrase, so that "and" at a makes two speakers.
func (s *speech) conjunct(f []token, b, a int) bool {
	if a-b > maxNameWords {
		return false
	}
	for _, t := range f[b:a] {
		if t.kind == punct || !t.upper && !determiners[t.low] && !roleModifiers[t.low] && headNouns[t.low] == nil &&
			!collective(t.low) && !quantifiers[t.low] && !particle(t) && !bodyNouns[t.low] {
			return false
		}
	}
	return true
}

// phraseFrom makes a mention of the tokens from b to e, if their head can speak.
func (s *speech) phraseFrom(f []token, b, e int, many bool) (mention, bool) {
	if behind, ok := s.behindDocument(f, b, e); ok {
		return behind, true
	}
	head := b
	for head < e && !complement(f[head+1].low) {
		head++
	}
	m := mention{Span: brief.Span{Start: f[b].Start, End: f[e].End}, first: b, last: e, kind: byDescription}
	t := f[head]
	if t.kind != word || t.owns || days[t.low] > 0 || months[t.low] > 0 && head == b {
		return m, false
	}
	from := b
	if determiners[f[b].low] && b < e {
		from++
	}
	m.role = s.d.text[f[from].Start:f[e].End]
	if many {
		m.role = ""
		return m, true
	}
	plain := head == 0 && (collective(t.low) || bodyNouns[t.low])
	if t.upper && !plain && s.d.nameWord(f, head) {
		if n, ok := s.properName(f, b, head, e); ok {
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
	speaks := headNouns[t.low] != nil || collective(t.low) || bodyNouns[t.low] || documents[t.low] || bodyEndings[t.low]
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
			if f[j].owns && k == e {
				return s.owner(f, k)
			}
		}
		return mention{}, false
	}
	return mention{}, false
}

// governing are the bodies of a state, which with its name before them have a name of their own.
var governing = set("government army navy police parliament ministry embassy administration military cabinet")

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
	if bodyName(name) || s.people.byName[strings.ToLower(name)] == nil && !portfolios[f[e-2].low] {
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
