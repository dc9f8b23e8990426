package web

import (
	"fmt"
	"strings"
	"testing"

	"livebrief/internal/brief"

	"pgregory.net/rapid"
)

func TestRunsOfAParagraphGiveItsTextAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 60, -1).Draw(t, "text")
		span := func(label string) brief.Span {
			a, b := rapid.IntRange(0, len(text)).Draw(t, label), rapid.IntRange(0, len(text)).Draw(t, label)
			return brief.Span{Start: min(a, b), End: max(a, b)}
		}
		reading := brief.Reading{Paragraphs: []brief.Paragraph{{Span: span("paragraph")}}}
		for range rapid.IntRange(0, 5).Draw(t, "findings") {
			reading.Sentences = append(reading.Sentences, span("sentence"))
			reading.Dates = append(reading.Dates, brief.ReadDate{Mention: brief.Mention{Span: span("date")}})
			reading.Places = append(reading.Places, brief.ReadPlace{Mention: brief.Mention{Span: span("place")}})
			reading.Statements = append(reading.Statements, brief.ReadStatement{Speaker: brief.Speaker{Span: span("speaker")}, Content: []brief.Mention{{Span: span("content")}}})
		}
		got := ""
		for _, p := range paragraphs(&brief.Report{Text: text}, &reading, func(brief.Span, brief.DevelopmentKind) string { return "" }) {
			for _, r := range p.Runs {
				got += r.Text
			}
		}
		if want := reading.Paragraphs[0].Span.Of(text); got != want {
			t.Fatalf("the runs give %q, the paragraph is %q", got, want)
		}
	})
}

func TestSentenceLeadsToAFormThatRestsOnIt(t *testing.T) {
	text := "He promised three things. Rain fell."
	reading := brief.Reading{Sentences: []brief.Span{{Start: 0, End: 25}, {Start: 26, End: 36}},
		Statements: []brief.ReadStatement{{Kind: brief.KindPledge, Speaker: brief.Speaker{Name: "He", Span: brief.Span{Start: 0, End: 2}},
			Content: []brief.Mention{{Span: brief.Span{Start: 12, End: 24}, Text: "three things"}}}}}
	list := paragraphs(&brief.Report{Text: text}, &reading, func(s brief.Span, k brief.DevelopmentKind) string { return fmt.Sprintf("%d-%d %s", s.Start, s.End, k) })
	var said []string
	for _, r := range list[0].Runs {
		said = append(said, r.Text+"|"+r.Marks+"|"+r.Pick)
	}
	want := "He|speaker|\n promised ||\nthree things|content|\n.||0-25 pledge\n ||\nRain fell.||26-36 "
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestPlacesSayWhichOneIsMeant, and that it is open where the text does not say.
func TestPlacesSayWhichOneIsMeant(t *testing.T) {
	text := "Rain fell on Kiev and Mykolaivka."
	reading := brief.Reading{Paragraphs: []brief.Paragraph{{Span: brief.Span{End: len(text)}}}, Places: []brief.ReadPlace{
		{Mention: brief.Mention{Span: brief.Span{Start: 13, End: 17}, Text: "Kiev"}, Name: "Kyiv", Country: "UA", Lat: 50.4547, Lon: 30.5238},
		{Mention: brief.Mention{Span: brief.Span{Start: 22, End: 32}, Text: "Mykolaivka"}, Name: "Mykolaivka", Country: "UA"},
	}}
	var said []string
	for _, r := range paragraphs(&brief.Report{Text: text}, &reading, func(brief.Span, brief.DevelopmentKind) string { return "" })[0].Runs {
		said = append(said, r.Text+"|"+r.Marks+"|"+r.Title)
	}
	want := "Rain fell on ||\nKiev|place|Kyiv, UA, 50.455 30.524\n and ||\nMykolaivka|place|Mykolaivka, UA, which one is open\n.||"
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
