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

	list    listing             // what the reporter is counting up
	lists   map[brief.Span]int  // the cues of statements that were counted up, and with which piece of content that begins
	answers map[brief.Span]bool // the cues of statements that answer a charge which their sentence tells
	points  int                 // the statement whose points stand on the lines that follow, -1 for none

	lastSaid brief.SaidOn // the day of what the sentence before reports, to which "at the time" goes back

	para    int          // index of the paragraph being read
	carry   int          // the statement with whose quotation the paragraph before ended, -1 for none
	last    int          // the statement that a quotation of its own would carry on, -1 for none
	open    bool         // that statement's quotation runs on into the next paragraph
	pending []brief.Span // what was quoted before any cue
	wide    bool         // what is pending runs on into the next paragraph
}

// readStatements finds who said what. It also counts the statements whose speaker the text leaves open.
func readStatements(d *document, dates []brief.ReadDate, figures []brief.ReadFigure) ([]brief.ReadStatement, int) {
	s := &speech{d: d, dates: dates, figures: figures, people: newPeople(d.register), scenes: map[string]scene{}, out: []brief.ReadStatement{},
		who: map[brief.Span]*person{}, last: -1, carry: -1, list: listing{of: -1}, lists: map[brief.Span]int{}, answers: map[brief.Span]bool{}, points: -1}
	for i, p := range d.paras {
		if !p.searched() {
			continue
		}
		s.para = i
		s.paragraph(p)
	}
	s.free()
	s.readTitles()
	d.people = s.people
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
	if s.points >= 0 && s.point(p) {
		return
	}
	fs := frames(s.d.text, p)
	if s.points = -1; len(fs) == 0 {
		return
	}
	carry := s.carry
	s.lastSaid = brief.SaidOn{}
	s.list.of = -1
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
	s.leadsToPoints(f)
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
	if len(reports) == 0 && s.countedOn(fr) {
		return
	}
	used, first, said := map[int]bool{}, len(s.out), brief.SaidOn{}
	for i, r := range reports {
		if s.passedOn(fr.f, reports, i, first) {
			continue
		}
		st, ok := s.statement(fr, reports, i, used)
		if !ok {
			continue
		}
		s.resolve(&st, r.subject)
		s.circumstances(&st, fr.f, r)
		s.outlet(&st, fr.f, r)
		if st.SaidOn.Mod == "" && !r.beside {
			said = st.SaidOn
		}
		s.out = append(s.out, st)
		if st.Speech == "direct" {
			s.last = len(s.out) - 1
		}
	}
	if st, m, ok := s.colonQuoted(fr, used); ok {
		s.resolve(&st, m)
		s.out = append(s.out, st)
		s.last = len(s.out) - 1
	}
	s.lastSaid = said
	if n := len(s.out) - 1; n > first && answersCharge(fr.f) {
		s.answers[s.out[n].Cue.Span] = true
	}
	s.saidBefore(fr.f, reports, first)
	s.countFrom(fr.f, first)
	s.setScene(fr.f, reports)
}

// passedOn tells whether the report n names only who passes on what the one before it says: "..., Vell said, according to the
// Tide agency."
func (s *speech) passedOn(f []token, all []report, n, first int) bool {
	r, last := all[n], len(s.out)-1
	end := r.to
	for low(f, end) == "news" || mediaNouns[low(f, end)] {
		end++
	}
	if !r.source || n == 0 || last < first || low(f, r.from-1) != "," || end < sentenceEnd(f) || s.out[last].Cue.Start != f[all[n-1].at].Start {
		return false
	}
	if s.out[last].Outlet.Name == "" {
		s.out[last].Outlet = s.outletAt(f, r.next, len(f))
	}
	return true
}

// saidBefore gives what a sentence begins with after "after" the day of its main verb, before which it was said: "After
// denials that the pier would close, Vell on May 4 closed it."
func (s *speech) saidBefore(f []token, reports []report, first int) {
	if w := low(f, 0); w != "after" && w != "following" || len(reports) < 2 || len(s.out)-first < 2 || !reports[0].nominal {
		return
	}
	if st, main := &s.out[first], s.out[first+1]; st.SaidOn.Value == "" && main.SaidOn.Value != "" && main.SaidOn.Start >= f[0].Start {
		st.SaidOn = main.SaidOn
		st.SaidOn.Mod = "BEFORE"
	}
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
