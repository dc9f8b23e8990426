package reading

import (
	"strings"
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
		notice sign law article text declaration protocol settlement complaint review paper email release petition website blog
		bulletin circular dossier e-mail leaflet manifesto placard banner poster proclamation slogan transcript warrant affidavit
		testimony brochure advisory alert briefing caption diary editorial inscription logbook plaque pamphlet verdict`)
	// bodyNouns are nouns of bodies that speak, besides the collectives.
	bodyNouns = set(`company firm bank airline carrier manufacturer automaker carmaker corporation maker ministry agency institute
		foundation association federation organization organisation charity group team club league bloc alliance coalition
		administration cabinet senate congress house assembly board panel court tribunal jury watchdog regulator observatory
		network broadcaster channel television tv radio station outlet website site service operator contractor supplier retailer publisher
		city state nation country kremlin palace embassy mission delegation faction militia rebels brigade regiment side
		governor opponents critics supporters observers economists executives politicians opposition protesters demonstrators
		diplomats aides insiders people locals neighbors neighbours relatives families reporters journalists media person man woman aide
		girl boy child children student students prisoner prisoners detainee passenger passengers patient survivor parent parents wife
		husband son daughter widow worker shopkeeper pensioner captive neighbor neighbour
		spokespeople volunteers refugees commanders captains workers managers investors traders banker bankers professor
		businesses airlines firms companies banks states nations countries governments`)
	// bodyEndings close the name of a body.
	bodyEndings = set(`motors corp corp. corporation inc inc. ltd ltd. plc llc group bank airlines airways company agency ministry
		council commission committee party union board office department court house senate parliament authority service services
		institute university college school foundation association federation organization organisation press news times post herald
		daily journal tribune newspaper watch force forces army navy command police guard administration government embassy bureau
		consortium systems technologies airbus computer computers electric industries holdings partners capital center centre
		fund front staff movement league club team network initiative alliance coalition congress assembly tribunal`)
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

// pastAside goes back over "(GM)", ", however," and "- who was there -".
func pastAside(f []token, e int) int {
	if low(f, e) == "," && e >= 2 && f[e-2].low == "," && asides[f[e-1].low] {
		return e - 3
	}
	if w := low(f, e); (w == "-" || w == "–" || w == "—") && e > 2 {
		for k := e - 1; k > 0 && e-k < maxAside && f[k].kind != quoted; k-- {
			if low(f, k) == w && f[k].Start > f[k-1].End && k+1 < e && aside(f[k+1:e]) {
				return k - 1
			}
		}
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
	case "who", "which", "whose", "where", "whom", "speaking", "citing", "quoting":
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
	if w := f[0].low; w == "now" || w == "then" || w == "aged" || w == "formerly" || (w == "when" || w == "if") && len(f) > 1 && strings.HasSuffix(f[1].low, "ed") || strings.HasSuffix(w, "ing") && len(w) > 4 && !f[0].upper {
		return true
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
