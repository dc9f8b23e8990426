package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// adopter checks a reading that was made elsewhere against the report's own text.
type adopter struct {
	text string
	rule string
	err  error
}

// Bounds of what is brought: findings altogether, and characters of a word about one that does not stand in the text.
const (
	maxFindings = 20_000
	maxSaidOf   = 1000
)

// adoptReading makes a reading from outside one of ours: every span must lie in the report's text and begin and
// end between characters, every text must be what its span holds, every kind one that we know, and every rule says that
// it came from outside. What is known of the report is the desk's.
func adoptReading(r *brief.Reading, of *brief.Report, name string) error {
	a := &adopter{text: of.Text, rule: "external:" + name}
	if r.Report.Text != "" && r.Report.Text != of.Text {
		return brief.Invalid("the reading is of another text", "read the text that the desk keeps for this report")
	}
	if n := findings(r); n > maxFindings {
		return brief.Invalid(fmt.Sprintf("the reading has %d findings", n), fmt.Sprintf("bring at most %d", maxFindings))
	}
	r.Report = brief.ReadReport{Title: of.Title, Published: of.Published, Language: cmp.Or(of.Language, r.Report.Language),
		Source: of.Outlet, URL: of.URL, Text: of.Text}
	r.Rules = a.rule
	a.words(append([]string{r.Report.Language, r.Track}, r.Warnings...)...)
	for i := range r.Paragraphs {
		a.paragraph(&r.Paragraphs[i])
	}
	for _, s := range r.Sentences {
		a.span(s)
	}
	for i := range r.Statements {
		a.statement(&r.Statements[i])
	}
	for i := range r.Dates {
		d := &r.Dates[i]
		a.mention(d.Mention)
		a.words(d.Type, d.Value, d.Mod)
		a.mark(&d.Rule)
	}
	for i := range r.Places {
		a.place(&r.Places[i])
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		a.mention(f.Mention)
		a.words(f.Value, f.Low, f.High, f.Qualifier, f.Unit, f.Of, f.By)
		a.mark(&f.Rule)
	}
	for i := range r.SeeAlso {
		a.span(r.SeeAlso[i].Span)
		a.words(r.SeeAlso[i].Title)
		a.mark(&r.SeeAlso[i].Rule)
	}
	for i := range r.Promos {
		a.span(r.Promos[i].Span)
		a.mark(&r.Promos[i].Rule)
	}
	for i := range r.Deciding {
		a.mention(r.Deciding[i].Mention)
		a.mark(&r.Deciding[i].Rule)
	}
	if a.err == nil && r.Kind != "" && !slices.Contains(brief.DevelopmentKinds, r.Kind) {
		a.err = brief.Invalid("the kind "+quoted(string(r.Kind))+" is none of a development", "leave it empty, or use "+kindsOfDevelopment())
	}
	full(r)
	slices.SortStableFunc(r.Sentences, func(x, y brief.Span) int { return cmp.Compare(x.Start, y.Start) })
	return a.err
}

func kindsOfDevelopment() string {
	names := make([]string, 0, len(brief.DevelopmentKinds))
	for _, k := range brief.DevelopmentKinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// findings counts what a reading has found, parts of statements too.
func findings(r *brief.Reading) int {
	n := len(r.Paragraphs) + len(r.Sentences) + len(r.Statements) + len(r.Dates) + len(r.Places) + len(r.Figures) + len(r.SeeAlso) +
		len(r.Promos) + len(r.Warnings) + len(r.Deciding)
	for _, s := range r.Statements {
		n += len(s.Content) + len(s.Terms)
	}
	return n
}

func (a *adopter) paragraph(p *brief.Paragraph) {
	a.span(p.Span)
	a.oneOf("kind of paragraph", string(p.Kind), "body", "headline", "byline", "dateline", "promo", "see_also", "caption", "stamp", "related")
	a.mark(&p.Rule)
}

func (a *adopter) place(p *brief.ReadPlace) {
	a.mention(p.Mention)
	a.words(p.Name, p.Country)
	a.mark(&p.Rule)
	if math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180 {
		a.refuse(fmt.Sprintf("the place %s lies at %g %g", quoted(p.Text), p.Lat, p.Lon), "give degrees, latitude first")
	}
}

func (a *adopter) statement(s *brief.ReadStatement) {
	a.span(s.Speaker.Span)
	a.mention(s.Cue)
	a.span(s.SaidOn.Span)
	a.span(s.Outlet.Span)
	for _, m := range s.Content {
		a.mention(m)
	}
	for _, t := range s.Terms {
		a.mention(t.Mention)
		a.words(t.Due.From, t.Due.To, t.Due.Rule, t.Penalty.Min, t.Penalty.Max, t.Penalty.Unit)
	}
	s.Content, s.Terms = some(s.Content), some(s.Terms)
	a.words(s.Speaker.Name, s.Speaker.Role, s.SaidOn.Value, s.SaidOn.Mod, s.Addressee, s.Outlet.Name, s.Language)
	a.oneOf("speech", s.Speech, "direct", "mixed", "indirect")
	a.oneOf("modality", s.Modality, "flat", "hedged")
	if !slices.Contains(brief.DevelopmentKinds, s.Kind) || s.Kind == brief.KindEvent || s.Kind == brief.KindStory {
		a.refuse("there is no kind of statement "+quoted(string(s.Kind)), "use one of those in docs/reading.md")
	}
	a.mark(&s.Rule)
}

// mark names the rule of a finding: what who brought it calls it, or else who that was.
func (a *adopter) mark(rule *string) {
	if !strings.HasPrefix(*rule, "external:") {
		*rule = a.rule
	}
	a.words(*rule)
}

// words bounds what is said of a finding, and takes no control characters but those of layout.
func (a *adopter) words(all ...string) {
	for _, text := range all {
		if a.err == nil && (len(text) > maxSaidOf*utf8.UTFMax || utf8.RuneCountInString(text) > maxSaidOf || strings.ContainsFunc(text, unprintable)) {
			a.refuse(fmt.Sprintf("the reading says %s of a finding", quoted(text)), fmt.Sprintf("use at most %d characters, and no control characters", maxSaidOf))
		}
	}
}

func unprintable(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }

func (a *adopter) oneOf(what, text string, words ...string) {
	if !slices.Contains(words, text) {
		a.refuse("there is no "+what+" "+quoted(text), "use one of "+strings.Join(words, ", "))
	}
}

// refuse keeps the first thing that was wrong.
func (a *adopter) refuse(what, do string) {
	if a.err == nil {
		a.err = brief.Invalid(what, do)
	}
}

func (a *adopter) span(s brief.Span) {
	if a.err != nil {
		return
	}
	if s.Start < 0 || s.End < s.Start || s.End > len(a.text) {
		a.err = brief.Invalid(fmt.Sprintf("the span %d to %d does not lie in the report's %d bytes", s.Start, s.End, len(a.text)),
			"count bytes of the text that the desk keeps")
		return
	}
	for _, at := range [2]int{s.Start, s.End} {
		if at < len(a.text) && !utf8.RuneStart(a.text[at]) {
			a.err = brief.Invalid(fmt.Sprintf("the span %d to %d cuts a character in two", s.Start, s.End), "count bytes, and cut between characters")
			return
		}
	}
}

func (a *adopter) mention(m brief.Mention) {
	a.span(m.Span)
	if a.err == nil && m.Span.Of(a.text) != m.Text {
		a.err = brief.Invalid(fmt.Sprintf("the span %d to %d holds %s, not %s", m.Start, m.End, quoted(m.Span.Of(a.text)), quoted(m.Text)),
			"count bytes of the text that the desk keeps")
	}
}

// full makes empty lists of absent ones.
func full(r *brief.Reading) {
	r.Paragraphs, r.Sentences = some(r.Paragraphs), some(r.Sentences)
	r.Statements, r.Dates, r.Places, r.Figures = some(r.Statements), some(r.Dates), some(r.Places), some(r.Figures)
	r.SeeAlso, r.Promos, r.Warnings, r.Deciding = some(r.SeeAlso), some(r.Promos), some(r.Warnings), some(r.Deciding)
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
