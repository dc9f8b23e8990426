package reading

import (
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

type mentionKind uint8

const (
	byPronoun mentionKind = iota
	byName
	byDescription
)

// mention is a noun phrase that can speak.
type mention struct {
	brief.Span
	kind       mentionKind
	name, role string
	first      int // index of its first token
	last       int // index of its last token
}

// The longest phrases, in tokens, that are looked at.
const (
	maxNameWords   = 8
	maxRoleWords   = 6
	maxApposition  = 14
	maxOfDescribed = 9
)

// nameWord tells whether a token can be part of a name. The first word of a sentence is none if the text has it
// in lower case elsewhere.
func (d *document) nameWord(f []token, i int) bool {
	t := f[i]
	if t.kind != word || !t.upper || nonNames[t.low] {
		return false
	}
	if utf8.RuneCountInString(t.low) == 1 {
		return false
	}
	return i > 0 && f[i-1].kind == word || !d.lower[t.low] || headNouns[t.low] != nil
}

func particle(t token) bool {
	switch t.low {
	case "de", "van", "von", "der", "al", "bin", "ibn", "da", "di", "du", "la", "el", "dos", "ter", "zu":
		return t.kind == word && !t.upper
	}
	return false
}

// nameRun is the first token of the run of capitalised words that ends at i, i+1 when there is none.
func (d *document) nameRun(f []token, i int) int {
	j := i + 1
	for j > 0 && i-j < maxNameWords {
		if d.nameWord(f, j-1) {
			j--
			continue
		}
		if j <= i && particle(f[j-1]) && j > 1 && (d.nameWord(f, j-2) || j > 2 && particle(f[j-2]) && d.nameWord(f, j-3)) {
			j--
			continue
		}
		break
	}
	return j
}

// mentionEnding reads the noun phrase whose last token is i.
func (d *document) mentionEnding(f []token, i int) (mention, bool) {
	if i < 0 || i >= len(f) {
		return mention{}, false
	}
	t := f[i]
	if t.kind == punct && t.low == "," {
		return d.withApposition(f, i)
	}
	if t.kind != word {
		return mention{}, false
	}
	if pronouns[t.low] {
		return mention{Span: t.Span, kind: byPronoun, name: t.low, first: i, last: i}, true
	}
	if t.owns {
		return mention{}, false
	}
	if m, ok := d.named(f, i); ok && (m.first == 0 || !prepositions[f[m.first-1].low]) {
		return m, true
	}
	m, ok := d.described(f, i)
	if !ok || m.first > 0 && prepositions[f[m.first-1].low] {
		if of, found := d.nameOf(f, i); found {
			return of, true
		}
	}
	return m, ok
}

// nameOf reads a name with the body it belongs to after it: "Gen. Ada Brun of the harbor police".
func (d *document) nameOf(f []token, i int) (mention, bool) {
	for k := i - 1; k > 0 && i-k < maxOfDescribed && f[k].kind == word; k-- {
		if f[k].low != "of" && f[k].low != "from" {
			continue
		}
		m, ok := d.named(f, k-1)
		if !ok || m.role == "" && !strings.Contains(m.name, " ") || m.first > 0 && prepositions[f[m.first-1].low] {
			return mention{}, false
		}
		m.last = i
		return m, true
	}
	return mention{}, false
}

// named reads a name that ends at i, with the role before it: "Northland Defense Minister Ada Brun".
func (d *document) named(f []token, i int) (mention, bool) {
	j := d.nameRun(f, i)
	if j > i {
		return mention{}, false
	}
	cut := j // where the name begins
	for k := j; k <= i && !bodyEndings[f[i].low]; k++ {
		if strings.HasSuffix(f[k].low, "-based") || leadWords[f[k].low] && k < i {
			cut = k + 1
		}
		if headNouns[strings.TrimSuffix(f[k].low, ".")] != nil || rankWord(f[k].low) || f[k].owns && k < i {
			cut = k + 1
		}
	}
	if cut > i {
		return mention{}, false
	}
	from := cut
	if past := pastOffice(f, cut, i); past > cut {
		from = d.officeOf(f, cut, past)
		cut = past
	} else if cut == j {
		from = d.roleBefore(f, j)
	} else {
		from = d.modifiersBefore(f, j)
	}
	m := mention{kind: byName, first: from, last: i, name: trimOwner(d.text[f[cut].Start:f[i].End])}
	if from < cut && f[cut-1].owns {
		m.first = cut
	} else if from < cut {
		m.role = role(d.text[f[from].Start:f[cut-1].End])
	}
	m.Span = brief.Span{Start: f[m.first].Start, End: f[i].End}
	if m.first > 0 && f[m.first-1].low == "the" {
		m.first--
	}
	return m, true
}

// countries of two words run on into the name behind them: "President of the United States Dan Cole".
var countries = map[string]string{"united": "states kingdom nations emirates", "european": "union", "new": "zealand york", "south": "korea africa sudan", "north": "korea macedonia",
	"saudi": "arabia", "sri": "lanka", "czech": "republic", "hong": "kong", "northern": "ireland"}

// pastOffice is where a name begins behind a country of two words or a portfolio, if two words are left.
func pastOffice(f []token, cut, i int) int {
	if i-cut >= 2 && portfolios[f[cut].low] && low(f, cut-1) == "of" {
		return cut + 1
	}
	if i-cut >= 3 && contains(countries[f[cut].low], low(f, cut+1)) {
		return cut + 2
	}
	return cut
}

// officeOf is where the office begins that is held of the country or portfolio at k: "the President of the United States"; cut
// when nothing of that kind stands there.
func (d *document) officeOf(f []token, k, cut int) int {
	if k > 0 && f[k-1].low == "the" {
		k--
	}
	if k < 2 || f[k-1].low != "of" || headNouns[f[k-2].low] == nil {
		return cut
	}
	return d.modifiersBefore(f, k-2)
}

// leadWords stand before the name of a body at the beginning of a sentence, or in a title.
var leadWords = set("automaker carmaker planemaker airline broadcaster newspaper daily")

// rankWord tells titles that stand before names and are abbreviated.
func rankWord(low string) bool {
	return strings.HasSuffix(low, ".") && titleAbbreviations[strings.TrimSuffix(low, ".")]
}

// role is the words of a role as the text has them, without a mere form of address.
func role(s string) string {
	switch s {
	case "Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Prof.":
		return ""
	}
	return s
}

// roleBefore finds the lower-case role right before a name: "energy ministry spokeswoman Ada Brun".
func (d *document) roleBefore(f []token, j int) int {
	if j == 0 || f[j-1].kind != word || headNouns[f[j-1].low] == nil || f[j-1].owns {
		return j
	}
	return d.modifiersBefore(f, j-1)
}

// modifiersBefore extends a role to the left over the words that modify it.
func (d *document) modifiersBefore(f []token, j int) int {
	for k := 0; k < maxRoleWords && j > 0; k++ {
		if !d.modifier(f, j-1) {
			break
		}
		j--
	}
	return j
}

// modifier tells whether a token can stand before the noun of a role.
func (d *document) modifier(f []token, i int) bool {
	t := f[i]
	return t.kind == word && (roleModifiers[t.low] || strings.HasSuffix(t.low, "-born") || d.nameWord(f, i))
}

// described reads a description that ends at i: "the Northland defense chief", "officials", or, with its
// complement, "a spokesman for the harbor police".
func (d *document) described(f []token, i int) (mention, bool) {
	head := -1
	for k := i; k >= 0 && i-k < maxOfDescribed && f[k].kind == word; k-- {
		if headNouns[f[k].low] == nil && !collective(f[k].low) || f[k].owns {
			continue
		}
		if k == i || k+1 <= i && prepositions[f[k+1].low] {
			head = k
		}
		if head == k && k < i {
			break
		}
	}
	if head < 0 {
		return mention{}, false
	}
	from := d.modifiersBefore(f, head)
	m := mention{kind: byDescription, last: i, first: from}
	m.role = d.text[f[from].Start:f[i].End]
	if from > 0 && determiners[f[from-1].low] {
		m.first = from - 1
	} else if !collective(f[head].low) {
		return mention{}, false
	}
	m.Span = brief.Span{Start: f[m.first].Start, End: f[i].End}
	return m, true
}

// withApposition reads a name with what stands between commas after it: "Ada Brun, the mayor of Oldford,".
func (d *document) withApposition(f []token, comma int) (mention, bool) {
	for j := comma - 1; j > 0 && comma-j <= maxApposition; j-- {
		if f[j].kind == punct && f[j].low == "," {
			m, ok := d.named(f, j-1)
			if !ok || comma-j < 2 || m.first > 0 && prepositions[f[m.first-1].low] {
				return d.roleThenName(f, j, comma)
			}
			if r := d.apposition(f[j+1 : comma]); r != "" {
				m.role = r
			}
			m.last = comma
			return m, true
		}
		if f[j].kind == quoted {
			break
		}
	}
	return mention{}, false
}

// roleThenName reads a description with the name between commas after it: "the army chief, Ada Brun,".
func (d *document) roleThenName(f []token, first, last int) (mention, bool) {
	m, ok := d.named(f, last-1)
	if !ok || f[m.first].Start > f[first+1].Start || m.first <= first {
		return mention{}, false
	}
	from := first
	for n := 0; from > 0 && n < maxOfDescribed && f[from-1].kind == word; n++ {
		from--
		if (determiners[f[from].low] || f[from].owns) && (from == 0 || !prepositions[f[from-1].low]) {
			break
		}
	}
	phrase := f[from:first]
	if len(phrase) < 2 || !determiners[phrase[0].low] && !phrase[0].owns {
		return mention{}, false
	}
	if determiners[phrase[0].low] {
		phrase = phrase[1:]
	}
	for _, t := range phrase {
		if headNouns[t.low] != nil && !t.owns {
			m.role = d.text[phrase[0].Start:phrase[len(phrase)-1].End]
			m.Span.Start, m.first, m.last = f[from].Start, from, last
			return m, true
		}
	}
	return mention{}, false
}

// apposition is the role that the tokens between two commas give, without its article; empty when they give none.
func (d *document) apposition(f []token) string {
	if len(f) == 0 || f[0].low == "who" || f[0].low == "which" {
		return ""
	}
	if determiners[f[0].low] {
		f = f[1:]
	} else if !roleModifiers[f[0].low] && headNouns[f[0].low] == nil && !f[0].upper {
		return ""
	}
	for i, t := range f {
		if t.kind != word || cues[t.low].quotes {
			return ""
		}
		if headNouns[t.low] != nil {
			return d.text[f[0].Start:f[len(f)-1].End]
		}
		if i > maxRoleWords {
			break
		}
	}
	return ""
}

// mentionStarting reads the noun phrase that begins at i, the longest that it can.
func (d *document) mentionStarting(f []token, i int) (mention, bool) {
	var best mention
	found := false
	for e := i; e < len(f) && e-i < maxNameWords; e++ {
		t := f[e]
		if t.kind != word || e > i && pronouns[t.low] {
			break
		}
		if !t.upper && !roleModifiers[t.low] && headNouns[t.low] == nil && !collective(t.low) && !particle(t) &&
			!(e == i && (determiners[t.low] || pronouns[t.low])) {
			break
		}
		if m, ok := d.mentionEnding(f, e); ok && m.first <= i {
			best, found = m, true
		}
	}
	if !found {
		return best, false
	}
	if e := best.last + 1; best.kind == byName && e < len(f) && f[e].low == "," {
		for k := e + 1; k < len(f) && k-e < maxApposition; k++ {
			if f[k].kind == punct || k == len(f)-1 {
				if r := d.apposition(f[e+1 : k]); r != "" && best.role == "" {
					best.role = r
				}
				break
			}
		}
	}
	return best, true
}
