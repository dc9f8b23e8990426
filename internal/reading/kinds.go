package reading

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The rules that other rules ask about.
const (
	ruleTitle  = "title"
	ruleRecurs = "recurs:"
	ruleElse   = "else"
)

// headMost is how many paragraphs stand at the head of a text, captionMost how many may stand between a caption and the
// line that repeats it.
const (
	headMost    = 5
	captionMost = 4
)

// judged is how much of a paragraph, in bytes, its kind is judged by; what is longer is body.
const judged = 2000

// sorter gives every paragraph its kind in one pass over their heads. Three kinds are parted from the sentence that
// follows them in the same line: a heading glued to it, a dateline, and the time of a live entry.
type sorter struct {
	text, title string
	recurring   func(paragraph string) int
	all         int // paragraphs of the text
	out         []brief.Paragraph
	weights     []boxed // of out
	f           []token // of the paragraph at hand

	list    brief.ParagraphKind // the kind of list that the last lines belong to
	caption string              // what the last caption says
	since   int                 // paragraphs since then
}

// classify sorts paragraphs. recurring may be nil.
func classify(text string, spans []brief.Span, title string, recurring func(string) int) []brief.Paragraph {
	foreseen := min(len(spans), maxExpected)
	s := &sorter{text: text, title: strings.TrimSpace(title), recurring: recurring, all: len(spans),
		out: make([]brief.Paragraph, 0, foreseen), weights: make([]boxed, 0, foreseen)}
	for i, span := range spans {
		s.sort(i, span)
	}
	joinBoxes(text, s.out, s.weights)
	joinTitles(s.out, s.weights)
	return s.out
}

func (s *sorter) add(span brief.Span, kind brief.ParagraphKind, rule string) {
	s.out = append(s.out, brief.Paragraph{Span: span, Kind: kind, Rule: rule})
	s.weights = append(s.weights, boxed{})
}

// take cuts the head of a paragraph into tokens.
func (s *sorter) take(span brief.Span) {
	span.End = span.Start + len(head(span.Of(s.text), judged))
	s.f = appendTokens(s.f[:0], s.text, span, nil)
}

// sort sorts one paragraph, the i-th.
func (s *sorter) sort(i int, span brief.Span) {
	t := span.Of(s.text)
	s.take(span)
	if len(s.f) == 0 {
		s.add(span, brief.ParaBody, ruleElse)
		return
	}
	if s.listed(span, t) {
		return
	}
	if n := liveLead(s.f); n > 0 {
		s.part(&span, s.f[n].Start, brief.ParaStamp, "stamp-live")
	}
	if n := datelineTo(s.text, s.f, i < headMost); n > 0 {
		s.part(&span, s.f[n].Start, brief.ParaDateline, "dateline-dash")
	}
	kind, rule, box := s.kindOf(span, i)
	if kind == brief.ParaBody && box.weight < boxSure {
		if cut := headingEnd(s.text, span.Start, span.End); cut > 0 && endsSentence(span.Of(s.text)) {
			s.add(brief.Span{Start: span.Start, End: cut}, brief.ParaHeadline, "glued-heading")
			span.Start = cut
			rule = ruleAfterTitle
		}
	}
	s.add(span, kind, rule)
	s.weights[len(s.weights)-1] = box
}

// part adds what leads a paragraph and leaves the rest at hand.
func (s *sorter) part(span *brief.Span, at int, kind brief.ParagraphKind, rule string) {
	s.add(trim(s.text, brief.Span{Start: span.Start, End: at}), kind, rule)
	span.Start = at
	s.take(*span)
}

// listed sorts what leads elsewhere: lines behind "see also", lists under "related stories".
func (s *sorter) listed(span brief.Span, t string) bool {
	if relatedHeading(s.f) && len(t) < 80 {
		s.list = brief.ParaRelated
		s.add(span, brief.ParaRelated, "related-heading")
		return true
	}
	if n, alone := seeAlsoTo(s.text, s.f); n > 0 {
		s.partSeeAlso(span)
		s.list = ""
		if alone {
			s.list = brief.ParaSeeAlso
		}
		return true
	}
	if s.list == "" {
		return false
	}
	if !listItem(t, s.f) {
		s.list = ""
		return false
	}
	rule := "related-list"
	if s.list == brief.ParaSeeAlso {
		rule = ruleSeeAlsoList
	}
	s.add(span, s.list, rule)
	return true
}

// kindOf sorts a paragraph that leads nowhere.
func (s *sorter) kindOf(span brief.Span, i int) (brief.ParagraphKind, string, boxed) {
	t := span.Of(s.text)
	kind, weight := boxWeight(t, s.f)
	box := boxed{kind: kind, weight: weight, titled: titledBullet(s.f)}
	if s.title != "" && i < 3 && strings.EqualFold(t, s.title) {
		return brief.ParaHeadline, ruleTitle, box
	}
	if len(t) > judged {
		return brief.ParaBody, ruleElse, boxed{}
	}
	core, marked := captionCore(s.text, span, s.f)
	if kind := s.duplicate(core.Of(s.text)); kind != "" {
		return kind, ruleDuplicate, boxed{}
	}
	s.since++
	switch {
	case weight >= boxSure:
		return brief.ParaPromo, boxRules[kind], box
	case len(t) <= 120 && stampLine(s.f) != "":
		return brief.ParaStamp, stampLine(s.f), boxed{}
	}
	if rule := bylineRule(s.f); rule != "" {
		return brief.ParaByline, rule, boxed{}
	}
	if marked {
		s.caption, s.since = core.Of(s.text), 0
		return brief.ParaCaption, "caption-words", boxed{}
	}
	if n := s.recurs(t); n > 0 {
		rule := fmt.Sprint(ruleRecurs, n)
		if heading(t) && len(s.f) >= 5 {
			return brief.ParaRelated, rule, boxed{}
		}
		return brief.ParaPromo, rule, boxed{kind: promoBox, weight: boxSure}
	}
	if i == 0 && s.all > 1 && heading(t) {
		return brief.ParaHeadline, "first-line", box
	}
	return brief.ParaBody, ruleElse, box
}

// duplicate gives the kind of a paragraph that repeats the one before it, or a caption not far above; empty when it
// repeats nothing. A heading that stands twice stays one; a line of text that stands twice is a caption, first with its
// picture and then under it.
func (s *sorter) duplicate(core string) brief.ParagraphKind {
	if s.caption != "" && s.since < captionMost && repeated(core, s.caption) {
		return brief.ParaCaption
	}
	if len(s.out) == 0 {
		return ""
	}
	last := &s.out[len(s.out)-1]
	if last.Kind != brief.ParaBody && last.Kind != brief.ParaHeadline || !repeated(core, last.Of(s.text)) {
		return ""
	}
	if last.Kind == brief.ParaHeadline {
		return brief.ParaHeadline
	}
	last.Kind, last.Rule = brief.ParaCaption, "caption-twice"
	s.caption, s.since = last.Of(s.text), 0
	return brief.ParaCaption
}

// heading tells whether a line looks like one: short, at least two words, begun in upper case, not ended as a
// sentence is.
func heading(t string) bool {
	if len(t) > 400 || utf8.RuneCountInString(t) > 140 || !strings.Contains(t, " ") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(t, openMarks))
	last, _ := utf8.DecodeLastRuneInString(t)
	return (unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == '?')
}

// head is at most n bytes of t, cut at a rune.
func head(t string, n int) string {
	if len(t) <= n {
		return t
	}
	for n > 0 && !utf8.RuneStart(t[n]) {
		n--
	}
	return t[:n]
}
