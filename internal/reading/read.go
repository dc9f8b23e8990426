package reading

import (
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
	"livebrief/internal/reading/pattern"
	"livebrief/internal/reading/register"
)

// Options tells how to read.
type Options struct {
	// Anchor is what dates without a year hang on: "news", the default, is the time of publication; "narrative"
	// is the last date of the text that gives its year, and the time of publication before there is one.
	Anchor string
	// Places are the places that the reader knows, gazetteer.Default() if nil.
	Places *gazetteer.Index
	// Tracks are the words by which the reader proposes a track and a kind, pattern.Default() if nil.
	Tracks *pattern.Set
	// Names are the people and bodies that the reader knows, register.Default() if nil.
	Names *register.Register
	// Recurring tells in how many stories of the report's source a paragraph stands, 0 where that says nothing about
	// it: see Recurring.Times. Nil when the source is not known.
	Recurring func(paragraph string) int
}

// maxParagraph bounds, in bytes, the pieces in which dates, figures and statements are sought. No paragraph that people
// wrote comes near it; what does is a table, a dump or an attack. A longer one is read in pieces of whole sentences.
const maxParagraph = 256 << 10

// maxExpected is how many paragraphs are foreseen for one text before the list grows by itself.
const maxExpected = 1 << 12

// Read makes the reading of one report. A text that is not valid UTF-8 is not read at all, since its offsets
// would not survive the way through JSON; the warnings say so.
func Read(r brief.ReadReport, o Options) brief.Reading {
	out := brief.Reading{
		Report: r, Rules: Rules, Paragraphs: []brief.Paragraph{}, Sentences: []brief.Span{}, Statements: []brief.ReadStatement{},
		Dates: []brief.ReadDate{}, Places: []brief.ReadPlace{}, Figures: []brief.ReadFigure{},
		SeeAlso: []brief.ReadSeeAlso{}, Promos: []brief.ReadPromo{}, Deciding: []brief.Deciding{},
		Warnings: []string{},
	}
	if !utf8.ValidString(r.Text) {
		out.Warnings = append(out.Warnings, "The text is not valid UTF-8 and was not read; decode it first.")
		return out
	}
	out.Paragraphs = classify(r.Text, split(r.Text), r.Title, o.Recurring)
	if out.Report.Language == "" {
		out.Report.Language = language(r.Text, out.Paragraphs)
	}
	boxes(r.Text, &out)
	c := newSplitter(r.Text, out.Report.Language)
	for _, p := range out.Paragraphs {
		if p.Kind == brief.ParaStamp || p.Kind == brief.ParaDateline {
			out.Sentences = append(out.Sentences, p.Span) // their full stops are those of abbreviations
			continue
		}
		out.Sentences = c.paragraph(out.Sentences, p.Span)
	}
	d := newDocument(r.Text, out.Paragraphs, out.Sentences)
	if o.Names != nil {
		d.register = o.Names
	}
	d.published = r.Published
	unknown := d.read(&out, o.Anchor)
	d.registered(out.Statements)
	out.Places = readPlaces(d, o.Places)
	d.countedBy(out.Figures, out.Statements)
	if o.Tracks == nil {
		o.Tracks = pattern.Default()
	}
	readTrack(d, o.Tracks, &out)
	out.Warnings = warnings(out, d, unknown)
	return out
}

// read finds dates, figures and statements by the rules of the text's language, and counts the statements without a speaker.
// In a language that has no rules here, full dates are found, and quotations that stand by themselves: nothing is made up.
func (d *document) read(out *brief.Reading, anchor string) (unknown int) {
	if w := slavicOf(out.Report.Language); w != nil {
		s := &slavicReader{d: d, w: w}
		out.Dates = s.dates(d.published)
		out.Figures = s.figures(out.Dates)
		out.Statements, unknown = s.statements()
		return unknown
	}
	if !inEnglish(out.Report.Language) {
		out.Dates = d.fullDates()
		out.Statements, unknown = d.freeQuotations()
		return unknown
	}
	out.Dates = readDates(d, d.published, anchor)
	out.Figures = readFigures(d, out.Dates, out.Report.Language)
	out.Statements, unknown = readStatements(d, out.Dates, out.Figures)
	return unknown
}

// boxes lists what leads elsewhere, so that nobody takes it for news.
func boxes(text string, out *brief.Reading) {
	for _, p := range out.Paragraphs {
		switch p.Kind {
		case brief.ParaPromo:
			out.Promos = addPromo(text, out.Promos, p)
		case brief.ParaSeeAlso:
			title := seeAlsoTitle(text, p)
			out.SeeAlso = append(out.SeeAlso, brief.ReadSeeAlso{Span: p.Span, Title: title.Of(text), Rule: p.Rule})
		}
	}
}

// addPromo makes neighbouring promo paragraphs one box, under the rule of the one that says the most.
func addPromo(text string, list []brief.ReadPromo, p brief.Paragraph) []brief.ReadPromo {
	if n := len(list); n > 0 && blank(text[list[n-1].End:p.Start]) {
		list[n-1].End = p.End
		if list[n-1].Rule == ruleBoxHeading {
			list[n-1].Rule = p.Rule
		}
		return list
	}
	return append(list, brief.ReadPromo{Span: p.Span, Rule: p.Rule})
}
