package reading

import (
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
)

// Options tells how to read.
type Options struct {
	// Anchor is what dates without a year hang on: "news", the default, is the time of publication; "narrative"
	// is the last date of the text that gives its year, and the time of publication before there is one.
	Anchor string
	// Places are the places that the reader knows, gazetteer.Default() if nil.
	Places *gazetteer.Index
}

// maxParagraph bounds, in bytes, the paragraphs in which dates, figures and statements are sought. No paragraph
// that people wrote comes near it; what does is a table, a dump or an attack.
const maxParagraph = 256 << 10

// maxExpected is how many paragraphs are foreseen for one text before the list grows by itself.
const maxExpected = 1 << 12

// Read makes the reading of one report. A text that is not valid UTF-8 is not read at all, since its offsets
// would not survive the way through JSON; the warnings say so.
func Read(r brief.ReadReport, o Options) brief.Reading {
	out := brief.Reading{
		Report: r, Rules: Rules, Paragraphs: []brief.Paragraph{}, Sentences: []brief.Span{}, Statements: []brief.ReadStatement{},
		Dates: []brief.ReadDate{}, Places: []brief.ReadPlace{}, Figures: []brief.ReadFigure{},
		SeeAlso: []brief.ReadSeeAlso{}, Promos: []brief.ReadPromo{}, Warnings: []string{},
	}
	if !utf8.ValidString(r.Text) {
		out.Warnings = append(out.Warnings, "The text is not valid UTF-8 and was not read; decode it first.")
		return out
	}
	out.Paragraphs = classify(r.Text, split(r.Text), r.Title)
	if out.Report.Language == "" {
		out.Report.Language = language(r.Text, out.Paragraphs)
	}
	boxes(r.Text, &out)
	for _, p := range out.Paragraphs {
		out.Sentences = sentences(out.Sentences, r.Text, p.Span)
	}
	d := newDocument(r.Text, out.Paragraphs, out.Sentences)
	out.Dates = readDates(d, r.Published, o.Anchor)
	out.Figures = readFigures(d)
	var unknown int
	out.Statements, unknown = readStatements(d, out.Dates, out.Figures)
	out.Places = readPlaces(d, o.Places)
	countedBy(out.Figures, out.Statements)
	out.Track = track(d)
	out.Warnings = warnings(out, d, unknown)
	return out
}

// boxes lists what leads elsewhere, so that nobody takes it for news.
func boxes(text string, out *brief.Reading) {
	for _, p := range out.Paragraphs {
		switch p.Kind {
		case brief.ParaPromo:
			out.Promos = addPromo(text, out.Promos, p)
		case brief.ParaSeeAlso:
			title := seeAlsoTitle(text, p.Span)
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
