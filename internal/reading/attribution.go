package reading

import (
	"sort"
	"strings"
	"unicode"

	"livebrief/internal/brief"
)

// frame is one sentence of the reporter's: whatever stands in quotation marks is one token, however many
// sentences it has.
type frame struct {
	f  []token
	qs []quote
}

// speech is the state of reading who said what, in the order of the text.
type speech struct {
	d       *document
	dates   []brief.ReadDate
	figures []brief.ReadFigure
	people  *people
	seen    []sighting
	scenes  map[string]scene
	out     []brief.ReadStatement
	unknown int
	titles  []title
	who     map[brief.Span]*person // whom the mentions of speakers mean

	para    int          // index of the paragraph being read
	carry   int          // the statement with whose quotation the paragraph before ended, -1 for none
	last    int          // the statement that a quotation of its own would carry on, -1 for none
	open    bool         // that statement's quotation runs on into the next paragraph
	pending []brief.Span // what was quoted before any cue
	wide    bool         // what is pending runs on into the next paragraph
}

// sighting is a person named in a paragraph.
type sighting struct {
	who   *person
	para  int
	at    int  // the byte of the text
	spoke bool // was the speaker of a statement
}

// maxSeen is how many of the latest sightings pronouns are compared with.
const maxSeen = 32

// readStatements finds who said what. It also counts the statements whose speaker the text leaves open.
func readStatements(d *document, dates []brief.ReadDate, figures []brief.ReadFigure) ([]brief.ReadStatement, int) {
	s := &speech{d: d, dates: dates, figures: figures, people: newPeople(), scenes: map[string]scene{}, out: []brief.ReadStatement{},
		who: map[brief.Span]*person{}, last: -1, carry: -1}
	for i, p := range d.paras {
		if !p.searched() {
			continue
		}
		s.para = i
		s.paragraph(p)
	}
	s.free()
	s.readTitles()
	for i := range s.out {
		st := &s.out[i]
		if who := s.people.fullest(s.who[st.Speaker.Span]); who != nil {
			st.Speaker.Name = who.name
		}
		s.finish(st)
		if st.Speaker.Name == "" && st.Speaker.Role == "" {
			s.unknown++
		}
	}
	return s.out, s.unknown
}

func (s *speech) paragraph(p paragraph) {
	fs := frames(s.d.text, p)
	if len(fs) == 0 {
		return
	}
	carry := s.carry
	if !fs[0].leads() || !s.open && !s.wide {
		s.free()
		s.last, s.open, s.wide = -1, false, false
	} else {
		carry = -1
	}
	if s.last >= 0 {
		if who := s.people.find(s.out[s.last].Speaker.Name); who != nil {
			s.see(who, p.Start)
		}
	}
	for i, fr := range fs {
		s.frame(fr)
		if !fr.onlyQuoted() || i == len(fs)-1 {
			s.carryOver(carry)
			carry = -1
		}
	}
	s.carry = -1
	if end := fs[len(fs)-1]; s.last >= 0 && (end.onlyQuoted() || s.out[s.last].Cue.Start >= end.f[0].Start) {
		s.carry = s.last
	}
	f := fs[len(fs)-1].f
	ends := f[len(f)-1]
	running := ends.kind == quoted && fs[len(fs)-1].qs[ends.quote].open
	s.open, s.wide = running && s.last >= 0, running && s.last < 0
	if !running {
		s.free()
		s.last = -1
	}
}

// carryOver gives what a paragraph begins by quoting, without a cue of its own, to the statement with which the
// paragraph before ended.
func (s *speech) carryOver(n int) {
	if n < 0 || len(s.pending) == 0 {
		return
	}
	s.out[n].Content = append(s.out[n].Content, s.mentions(s.pending)...)
	s.pending = nil
	s.last = n
}

// leads tells whether a frame begins with a quotation.
func (fr frame) leads() bool { return len(fr.f) > 0 && fr.f[0].kind == quoted }

// frames cuts a paragraph at the ends of sentences that do not lie inside a quotation.
func frames(text string, p paragraph) []frame {
	qs := quotes(text, p.Span)
	all := tokens(text, p.Span, qs)
	var out []frame
	q, from := 0, 0
	for _, sent := range p.sentences {
		for q < len(qs) && qs[q].outer.End <= sent.End {
			q++
		}
		if q < len(qs) && qs[q].outer.Start < sent.End {
			continue
		}
		to := from + sort.Search(len(all)-from, func(i int) bool { return all[from+i].Start >= sent.End })
		if to > from {
			out = append(out, frame{f: all[from:to], qs: qs})
		}
		from = to
	}
	if from < len(all) {
		out = append(out, frame{f: all[from:], qs: qs})
	}
	return out
}

// frame reads one sentence: it first notes who is named in it, then what is said in it.
func (s *speech) frame(fr frame) {
	if fr.onlyQuoted() {
		s.quotesAlone(fr)
		return
	}
	s.notice(fr.f)
	if s.headline() && s.noteTitle(fr) {
		return
	}
	reports := s.reports(fr)
	used := map[int]bool{}
	for i, r := range reports {
		st, ok := s.statement(fr, reports, i, used)
		if !ok {
			continue
		}
		s.resolve(&st, r.subject)
		s.circumstances(&st, fr.f, r)
		s.out = append(s.out, st)
		if st.Speech == "direct" {
			s.last = len(s.out) - 1
		}
	}
	s.setScene(fr.f, reports)
}

// onlyQuoted tells whether nothing but quotations stands in a frame.
func (fr frame) onlyQuoted() bool {
	any := false
	for _, t := range fr.f {
		if t.kind == word || t.kind == number {
			return false
		}
		any = any || t.kind == quoted
	}
	return any
}

// quotesAlone adds quotations without a cue to the statement that they carry on, or keeps them until one comes.
func (s *speech) quotesAlone(fr frame) {
	for _, t := range fr.f {
		if t.kind != quoted {
			continue
		}
		c := fr.qs[t.quote].content(s.d.text)
		if c.Start >= c.End {
			continue
		}
		if s.last >= 0 {
			st := &s.out[s.last]
			st.Content = append(st.Content, s.mention(c))
			continue
		}
		s.pending = append(s.pending, c)
	}
}

// freeLeast is how many words make a quotation without a cue somebody's statement rather than a title or irony.
const freeLeast = 6

// free makes what is still pending a statement of nobody certain.
func (s *speech) free() {
	words := 0
	for _, p := range s.pending {
		words += len(strings.Fields(head(p.Of(s.d.text), 400)))
	}
	if words >= freeLeast {
		st := s.newStatement("direct", "free-quotation", s.mentions(s.pending))
		s.out = append(s.out, st)
	}
	s.pending = nil
}

func (s *speech) mention(span brief.Span) brief.Mention {
	return brief.Mention{Span: span, Text: span.Of(s.d.text)}
}

func (s *speech) mentions(spans []brief.Span) []brief.Mention {
	out := make([]brief.Mention, 0, len(spans))
	for _, p := range spans {
		out = append(out, s.mention(p))
	}
	return out
}

func (s *speech) newStatement(how, rule string, content []brief.Mention) brief.ReadStatement {
	return brief.ReadStatement{Speech: how, Rule: rule, Content: content, Modality: "flat", Terms: []brief.ReadTerm{}}
}

// notice remembers the people whom a sentence names, outside its quotations.
func (s *speech) notice(f []token) {
	for i := range f {
		if f[i].kind != word || !f[i].upper || !s.d.nameWord(f, i) || i+1 < len(f) && s.d.nameWord(f, i+1) && !f[i].owns {
			continue
		}
		m, ok := s.d.named(f, i)
		if !ok {
			continue
		}
		if m.role == "" {
			if i+1 < len(f) && f[i+1].low == "," {
				if m.role = s.roleAfter(f, i+1); m.role == "" && low(f, m.first-1) == "," {
					full, _ := s.d.roleThenName(f, m.first-1, i+1)
					m.role = full.role
				}
			}
			if who := s.people.find(m.name); who != nil {
				s.see(who, f[i].Start)
				if m.role == "" {
					continue
				}
			}
		}
		if bodyName(m.name) || m.role == "" && (low(f, m.first) == "the" || shouted(m.name)) {
			if strings.Contains(m.name, " ") {
				s.see(s.people.addBody(m.name), f[i].Start)
			}
			continue
		}
		if m.role == "" && !strings.Contains(m.name, " ") {
			continue
		}
		s.see(s.people.add(m.name, m.role), f[i].Start)
	}
}

// shouted tells whether a word of a name is all in capitals, as in names of bodies.
func shouted(name string) bool {
	for _, w := range strings.Fields(name) {
		if len(w) > 1 && w == strings.ToUpper(w) && !strings.Contains(w, ".") {
			return true
		}
	}
	return false
}

// roleAfter is the role between the comma at i and the next one.
func (s *speech) roleAfter(f []token, i int) string {
	for k := i + 1; k < len(f) && k-i < maxApposition; k++ {
		if f[k].kind == punct {
			return s.d.apposition(f[i+1 : k])
		}
	}
	return ""
}

// bodyName tells whether a name is that of a body, which is no person.
func bodyName(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	for _, w := range words {
		if collectives[w] || w == "the" || w == "of" || w == "&" {
			return true
		}
	}
	return len(words) > 0 && bodyEndings[words[len(words)-1]]
}

// see notes that a person was named at a byte of the paragraph being read.
func (s *speech) see(who *person, at int) {
	if n := len(s.seen); n > 0 && s.seen[n-1].who == who && s.seen[n-1].para == s.para {
		return
	}
	if len(s.seen) >= maxSeen {
		s.seen = append(s.seen[:0], s.seen[1:]...)
	}
	s.seen = append(s.seen, sighting{who: who, para: s.para, at: at})
}

// resolve names the speaker of a statement, or leaves the name empty.
func (s *speech) resolve(st *brief.ReadStatement, m mention) {
	if st.Speaker.Span = m.Span; m.Start >= m.End {
		return
	}
	var who *person
	switch m.kind {
	case byName:
		if who = s.people.find(m.name); who == nil {
			who = s.newcomer(m)
		}
		if !who.body && len(m.role) > len(who.role) {
			who = s.people.add(m.name, m.role)
		}
	case byPronoun:
		who = s.pronoun(m.name, m.Start)
	case byDescription:
		st.Speaker.Role = m.role
		if strings.HasPrefix(strings.ToLower(m.Of(s.d.text)), "the ") {
			if who = s.people.described(roleWords(m.role)); who == nil && companyNouns[strings.ToLower(m.role)] {
				who = s.pronoun(strings.ToLower(m.role), m.Start)
			}
		}
	}
	if who != nil {
		st.Speaker.Name, st.Speaker.Role = who.name, who.role
		s.who[st.Speaker.Span] = who
		s.see(who, m.Start)
		s.seen[len(s.seen)-1].spoke = true
	}
}

// companyNouns with "the" mean the one body that was named last.
var companyNouns = set("company firm airline carrier bank manufacturer automaker carmaker corporation group agency ministry newspaper organization organisation union")

// newcomer remembers a name that was not known yet. One word, without a role, is a body until the report says more.
func (s *speech) newcomer(m mention) *person {
	if bodyName(m.name) || m.role == "" && !strings.Contains(m.name, " ") {
		return s.people.addBody(m.name)
	}
	return s.people.add(m.name, m.role)
}

// pronoun finds the one person whom a pronoun at a byte can mean, named before it in this paragraph or else in the
// one before: who spoke last, if nobody was named since, or else the only one.
func (s *speech) pronoun(word string, at int) *person {
	n := len(s.seen)
	for n > 0 && s.seen[n-1].at > at {
		n--
	}
	if n == 0 {
		return nil
	}
	if last := s.seen[n-1]; last.spoke && last.para >= s.before() && last.who.fits(word) {
		return last.who
	}
	return s.only(word, n)
}

// only is the one person whom a pronoun can mean among the first n sightings: of this paragraph, or else of the one
// before.
func (s *speech) only(word string, n int) *person {
	for _, near := range []int{s.para, s.before()} {
		var who *person
		for i := n - 1; i >= 0 && s.seen[i].para >= near; i-- {
			c := s.people.fullest(s.seen[i].who)
			if s.seen[i].para != near || !c.fits(word) || c == who {
				continue
			}
			if who != nil {
				return nil
			}
			who = c
		}
		if who != nil {
			return who
		}
	}
	return nil
}

// before is the paragraph of prose before this one.
func (s *speech) before() int {
	for i := s.para - 1; i >= 0; i-- {
		if s.d.paras[i].searched() {
			return i
		}
	}
	return s.para
}

// headline tells whether the paragraph being read is a headline, where commas part what one subject does.
func (s *speech) headline() bool { return s.d.paras[s.para].Kind == brief.ParaHeadline }

func startsUpper(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
	}
	return false
}
