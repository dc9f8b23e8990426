package desk

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"livebrief/internal/brief"
)

// struckOut stands where words were.
const struckOut = "[removed]"

// striker takes phrases out of texts. Case does not matter, nor how an accent is written, nor which blanks and how
// many stand between the words, nor marks of Markdown and invisible characters within it. A phrase is struck inside a longer word too, since names are inflected.
type striker struct {
	// phrases are folded, the longest first, so that a name goes before a part of it.
	phrases [][]rune
	// hits counts what was struck; inside, how often within a longer word.
	hits, inside int
}

func newStriker(phrases []string) *striker {
	s := &striker{}
	for _, p := range phrases {
		for _, form := range []string{norm.NFC.String(p), norm.NFD.String(p)} {
			folded := foldBlanks(form)
			if !slices.ContainsFunc(s.phrases, func(q []rune) bool { return slices.Equal(q, folded) }) {
				s.phrases = append(s.phrases, folded)
			}
		}
	}
	slices.SortStableFunc(s.phrases, func(a, b []rune) int { return cmp.Compare(len(b), len(a)) })
	return s
}

// foldBlanks folds the letters and makes one blank of each run of them.
func foldBlanks(phrase string) []rune {
	var out []rune
	for _, w := range strings.Fields(phrase) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		for _, r := range w {
			out = append(out, foldRune(r))
		}
	}
	return out
}

// foldRune gives the smallest of the letters that differ from r in case only, and one form of apostrophe and hyphen.
func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ':
		return '\''
	case '‐', '‑', '–':
		return '-'
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// match gives the length in bytes of the phrase at the start of text, 0 when it is not there.
func match(text string, phrase []rune) int {
	at := 0
	for i, want := range phrase {
		if i > 0 {
			at += unread(text[at:], want)
		}
		if want == ' ' {
			blanks := len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
			if blanks == 0 {
				return 0
			}
			at += blanks
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || foldRune(r) != want {
			return 0
		}
		at += size
	}
	return at
}

// unread gives the length of what a reader does not see at the start of text: marks of Markdown, soft hyphens and
// the characters without width, unless one is wanted.
func unread(text string, want rune) int {
	return len(text) - len(strings.TrimLeftFunc(text, func(r rune) bool {
		return r != want && strings.ContainsRune("*_\\\u00ad\u200b\u200c\u200d\u2060", r)
	}))
}

// longest gives the length of the longest phrase at the start of text.
func (s *striker) longest(text string) int {
	for _, p := range s.phrases {
		if n := match(text, p); n > 0 {
			return n
		}
	}
	return 0
}

// holds tells whether one of the phrases stands in the text.
func (s *striker) holds(text string) bool {
	for at := range text {
		if s.longest(text[at:]) > 0 {
			return true
		}
	}
	return false
}

// text strikes the phrases out of one text.
func (s *striker) text(text *string) {
	var b strings.Builder
	for at := 0; at < len(*text); {
		n := s.longest((*text)[at:])
		if n == 0 {
			_, n = utf8.DecodeRuneInString((*text)[at:])
			b.WriteString((*text)[at : at+n])
			at += n
			continue
		}
		s.hits++
		if inWord(*text, at, at+n) {
			s.inside++
		}
		b.WriteString(struckOut)
		at += n
	}
	*text = b.String()
}

func inWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return unicode.IsLetter(before) || unicode.IsLetter(after)
}

// address empties an address that spells one of the phrases: half an address leads nowhere.
func (s *striker) address(address *string) {
	spelled := *address
	if u, err := url.PathUnescape(spelled); err == nil {
		spelled = u
	}
	words := strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_+./", r) {
			return ' '
		}
		return r
	}, spelled)
	if s.holds(spelled) || s.holds(words) {
		s.hits++
		*address = ""
	}
}

// development strikes every text of a development.
func (s *striker) development(d *brief.Development) {
	for _, t := range []*string{&d.Headline, &d.Text, &d.Place, &d.Byline, &d.Note} {
		s.text(t)
	}
	for i := range d.RestsOn {
		s.reference(&d.RestsOn[i])
	}
	for i := range d.Images {
		s.text(&d.Images[i].Alt)
		s.text(&d.Images[i].Credit)
	}
	for i := range d.SeeAlso {
		s.text(&d.SeeAlso[i].Title)
		s.address(&d.SeeAlso[i].URL)
	}
}

// glance strikes every text of a list at a glance.
func (s *striker) glance(g *brief.Glance) {
	for i := range g.Lines {
		s.text(&g.Lines[i].Text)
	}
	for i := range g.Changes {
		s.text(&g.Changes[i].Note)
	}
}

// statement strikes every text of a statement.
func (s *striker) statement(b *brief.Statement) {
	for _, t := range []*string{&b.Title, &b.Summary, &b.As.Name, &b.As.Role, &b.As.Organisation, &b.As.Side, &b.Addressee, &b.Original, &b.Channel, &b.Change.Note} {
		s.text(t)
	}
	for i := range b.Targets {
		s.text(&b.Targets[i].Text)
		s.address(&b.Targets[i].URL)
	}
	for i := range b.Terms {
		t := &b.Terms[i]
		for _, p := range []*string{&t.Text, &t.Condition, &t.Addressee, &t.Criteria, &t.Due.Words, &t.Law.Eligibility, &t.Figure.Scope, &t.Figure.CountedBy} {
			s.text(p)
		}
	}
	for i := range b.Renderings {
		r := &b.Renderings[i]
		s.reference(&r.Reference)
		for _, p := range []*string{&r.Translator, &r.Verb, &r.Via} {
			s.text(p)
		}
		for k := range r.Covers {
			s.text(&r.Covers[k].Words)
		}
	}
	for i := range b.Evidence {
		e := &b.Evidence[i]
		s.reference(&e.Reference)
		s.text(&e.Text)
		for k := range e.Searched {
			s.text(&e.Searched[k].For)
			s.text(&e.Searched[k].Where)
		}
	}
}

// mapChange strikes every text of a change of maps.
func (s *striker) mapChange(m *brief.MapChange) {
	for _, t := range []*string{&m.Title, &m.Source.Name, &m.Source.Viewpoint, &m.Source.Credit, &m.Source.Licence, &m.Places, &m.Change.Note} {
		s.text(t)
	}
	s.address(&m.Source.Address)
	for i := range m.Notes {
		s.text(&m.Notes[i])
	}
	if m.Reference != nil {
		for _, t := range []*string{&m.Reference.Name, &m.Reference.Credit, &m.Reference.Licence} {
			s.text(t)
		}
		s.address(&m.Reference.Address)
	}
}

// numbers strikes every text of what an entry says of numbers; the numbers themselves stay. A mapping that holds the words goes as a
// whole.
func (s *striker) numbers(b *brief.Numbers) {
	for _, t := range []*string{&b.Title, &b.Source.Name, &b.Source.Credit, &b.Source.Licence, &b.Source.Caveat, &b.Change.Note} {
		s.text(t)
	}
	s.address(&b.Source.Address)
	for i := range b.Notes {
		s.text(&b.Notes[i])
	}
	for i := range b.Series {
		a := &b.Series[i]
		for _, t := range []*string{&a.Title, &a.Actor, &a.Recipient, &a.Place, &a.Method} {
			s.text(t)
		}
	}
	for i := range b.Versions {
		v := &b.Versions[i]
		for _, t := range []*string{&v.By, &v.Label, &v.Locator, &v.Reason} {
			s.text(t)
		}
		s.reference(&v.Source)
		if e := v.Event; e != nil {
			for _, t := range []*string{&e.Title, &e.Form, &e.Item} {
				s.text(t)
			}
		}
	}
	if s.holds(spoken(b.Mapping)) {
		b.Mapping = nil
	}
}

// outcome strikes the one text of an outcome.
func (s *striker) outcome(o *brief.Outcome) { s.text(&o.Rationale) }

// speaker strikes every text of a speaker.
func (s *striker) speaker(b *brief.Speaker) {
	s.text(&b.Name)
	s.text(&b.Change.Note)
	for i := range b.Aliases {
		s.text(&b.Aliases[i])
	}
	for i := range b.Roles {
		for _, p := range []*string{&b.Roles[i].Title, &b.Roles[i].Organisation, &b.Roles[i].Side} {
			s.text(p)
		}
	}
}

// reference strikes every text of what something rests on.
func (s *striker) reference(r *brief.Reference) {
	quote := r.Quote
	for _, t := range []*string{&r.Outlet, &r.Title, &r.Quote} {
		s.text(t)
	}
	if r.Quote != quote {
		r.Mark = nil // its bytes are counted in what was there
	}
	s.address(&r.URL)
}

// briefing strikes every text of a briefing; its address name, zone and the like are no texts.
func (s *striker) briefing(b *brief.Briefing) {
	id := &b.Identity
	for _, t := range []*string{&b.Title, &b.Standfirst, &id.Name} {
		s.text(t)
	}
	for i := range b.Tracks {
		s.text(&b.Tracks[i].Name)
	}
	for _, a := range []*string{&id.Home, &id.Imprint, &id.Privacy, &id.Contact} {
		s.address(a)
	}
	for i := range b.Mirrors {
		s.address(&b.Mirrors[i])
	}
	b.Mirrors = slices.DeleteFunc(b.Mirrors, func(m string) bool { return m == "" })
	for i := range b.Witnesses {
		s.address(&b.Witnesses[i].Key)
		s.address(&b.Witnesses[i].URL)
	}
	b.Witnesses = slices.DeleteFunc(b.Witnesses, func(w brief.Witness) bool { return w.Key == "" || w.URL == "" })
}
