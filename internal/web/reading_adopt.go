package web

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// adopter checks a reading that was made elsewhere against the report's own text.
type adopter struct {
	text string
	rule string
	err  error
}

// adoptReading makes a reading from outside one of ours: every span must lie in the report's text and begin and
// end between characters, every text must be what its span holds, and every rule says that it came from outside.
func adoptReading(r *brief.Reading, text, name string) error {
	a := &adopter{text: text, rule: "external:" + name}
	if r.Report.Text != "" && r.Report.Text != text {
		return brief.Invalid("the reading is of another text", "read the text that the desk keeps for this report")
	}
	r.Report.Text = text
	for i := range r.Paragraphs {
		a.span(r.Paragraphs[i].Span)
		a.mark(&r.Paragraphs[i].Rule)
	}
	for _, s := range r.Sentences {
		a.span(s)
	}
	for i := range r.Statements {
		a.statement(&r.Statements[i])
	}
	for i := range r.Dates {
		a.mention(r.Dates[i].Mention)
		a.mark(&r.Dates[i].Rule)
	}
	for i := range r.Places {
		a.mention(r.Places[i].Mention)
		a.mark(&r.Places[i].Rule)
	}
	for i := range r.Figures {
		a.mention(r.Figures[i].Mention)
		a.mark(&r.Figures[i].Rule)
	}
	for i := range r.SeeAlso {
		a.span(r.SeeAlso[i].Span)
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
	return a.err
}

func kindsOfDevelopment() string {
	names := make([]string, 0, len(brief.DevelopmentKinds))
	for _, k := range brief.DevelopmentKinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
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
	}
	if s.Content == nil {
		s.Content = []brief.Mention{}
	}
	if s.Terms == nil {
		s.Terms = []brief.ReadTerm{}
	}
	a.mark(&s.Rule)
}

// mark names the rule of a finding: who brought it, and what they call it.
func (a *adopter) mark(rule *string) {
	if !strings.HasPrefix(*rule, "external:") {
		*rule = a.rule
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
