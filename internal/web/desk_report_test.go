package web

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"

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
			reading.Statements = append(reading.Statements, brief.ReadStatement{Speaker: brief.ReadSpeaker{Span: span("speaker")}, Content: []brief.Mention{{Span: span("content")}}})
		}
		got := ""
		for _, p := range paragraphs(&brief.Report{Text: text}, &reading, func(brief.Span, brief.Span, brief.DevelopmentKind) string { return "" }) {
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
		Statements: []brief.ReadStatement{{Kind: brief.KindPledge, Speaker: brief.ReadSpeaker{Name: "He", Span: brief.Span{Start: 0, End: 2}},
			Content: []brief.Mention{{Span: brief.Span{Start: 12, End: 24}, Text: "three things"}}}}}
	list := paragraphs(&brief.Report{Text: text}, &reading, func(s, said brief.Span, k brief.DevelopmentKind) string {
		return fmt.Sprintf("%d-%d %d-%d %s", s.Start, s.End, said.Start, said.End, k)
	})
	var said []string
	for _, r := range list[0].Runs {
		said = append(said, r.Text+"|"+r.Marks+"|"+r.Pick)
	}
	want := "He|speaker|\n promised ||\nthree things|content|\n.||0-25 12-24 pledge\n ||\nRain fell.||26-36 0-0 "
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// index holds all the reports of the office.
func (o *office) index() *echo.Index {
	x := echo.New(echo.Window{})
	for _, r := range o.reports {
		x.Add(r.ID, r.Text, r.Published)
	}
	for _, two := range o.apart {
		x.Apart(two[0], two[1])
	}
	return x
}

// Seen compares a report with all the others of the office.
func (o *office) Seen(_ context.Context, r brief.Report) ([]echo.Proposal, error) {
	return o.index().Seen(r.ID), nil
}

func (o *office) Story(_ context.Context, r brief.Report) ([]brief.ReportID, error) {
	return o.index().Group(r.ID), nil
}

func (o *office) Apart(_ context.Context, r brief.Report) (list []brief.ReportID, err error) {
	for _, two := range o.apart {
		if i := slices.Index(two[:], r.ID); i >= 0 {
			list = append(list, two[1-i])
		}
	}
	return list, nil
}

func (o *office) SetApart(_ context.Context, a, b brief.Report, apart bool) (bool, error) {
	two := [2]brief.ReportID{min(a.ID, b.ID), max(a.ID, b.ID)}
	had := slices.Index(o.apart, two)
	switch {
	case apart == (had >= 0):
		return false, nil
	case apart:
		o.apart = append(o.apart, two)
	default:
		o.apart = slices.Delete(o.apart, had, had+1)
	}
	return true, nil
}

// TestReportSaysWhereItWasSeen shows the proposal on the page of a report and in the API, and that both stay.
func TestReportSaysWhereItWasSeen(t *testing.T) {
	o := newOffice(t)
	text := "Shelling of the market in Oldford killed %d people on Monday, the governor of the region said, and rescuers were still looking for others under the roof of the eastern hall."
	o.reports = []brief.Report{{ID: "r1", Title: "First", Outlet: "The <Gazette>", Text: fmt.Sprintf(text, 80)}, {ID: "r2", Title: "<Second>", Text: fmt.Sprintf(text, 96)},
		{ID: "r3", Title: "Third", Text: "The ferry to the islands runs again since this morning, the port said."}}
	const words = "updated copy of r1 (0.75), one figure changed: 80 -> 96"
	page := o.signIn(reporterToken).get("/reports/r2").Body.String()
	for _, want := range []string{"Seen elsewhere", `before: <a href="/reports/r1">updated copy of The &lt;Gazette&gt; (0.75), one figure changed: 80 -&gt; 96</a>`, "nothing was merged or hidden"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of r2 lacks %s", want)
		}
	}
	if page := o.signIn(reporterToken).get("/reports/r3").Body.String(); strings.Contains(page, "Seen elsewhere") {
		t.Error("r3 is said to have been seen before")
	}
	var one struct {
		Seen []SeenElsewhere `json:"seen"`
	}
	if err := json.Unmarshal(o.api(reporterToken, "GET", "/api/reports/r2", "").Body.Bytes(), &one); err != nil || len(one.Seen) != 1 ||
		one.Seen[0].Words != words || one.Seen[0].ID != "r1" || one.Seen[0].Kind != echo.Updated || one.Seen[0].Changed[0].There.Text != "80" {
		t.Errorf("the API says %+v, %v", one.Seen, err)
	}
	if raw := o.api(reporterToken, "GET", "/api/reports/r3", "").Body.String(); !strings.Contains(raw, `"seen":[]`) {
		t.Errorf("r3 in the API is %s", raw)
	}
	var list struct {
		Reports []ListedReport `json:"reports"`
	}
	if err := json.Unmarshal(o.api(reporterToken, "GET", "/api/reports", "").Body.Bytes(), &list); err != nil || len(list.Reports) != 3 {
		t.Errorf("the list has %d reports, %v", len(list.Reports), err)
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
	for _, r := range paragraphs(&brief.Report{Text: text}, &reading, func(brief.Span, brief.Span, brief.DevelopmentKind) string { return "" })[0].Runs {
		said = append(said, r.Text+"|"+r.Marks+"|"+r.Title)
	}
	want := "Rain fell on ||\nKiev|place|Kyiv, UA, 50.455 30.524\n and ||\nMykolaivka|place|Mykolaivka, UA, which one is open\n.||"
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again := append(reading.Places, reading.Places[0], brief.ReadPlace{Mention: brief.Mention{Text: "KYIV"}, Name: "Kyiv", Country: "UA", Lat: 50.4547, Lon: 30.5238})
	if got, want := strings.Join(placesMeant(again), "\n"), "Kyiv, UA, 50.455 30.524 (Kiev)\nMykolaivka, UA, which one is open"; got != want {
		t.Errorf("listed\n%s\nwant\n%s", got, want)
	}
}
