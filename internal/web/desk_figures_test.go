package web

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestFiguresSayWhatTheyCount: the number or its ends, the unit, what became of them and who says so.
func TestFiguresSayWhatTheyCount(t *testing.T) {
	for _, c := range []struct {
		f    brief.ReadFigure
		want string
	}{
		{brief.ReadFigure{Value: "300000", Qualifier: "about", Unit: "men", Of: "called_up", By: "Carl Vell"}, "about 300,000 men, called up, according to Carl Vell"},
		{brief.ReadFigure{Value: "13", Low: "13", High: "13", Unit: "people", Of: "killed"}, "13 people, killed"},
		{brief.ReadFigure{Low: "10000", High: "99999", Unit: "people", Of: "killed"}, "10,000 to 99,999 people, killed"},
		{brief.ReadFigure{Low: "10000", Qualifier: "more than", Unit: "people"}, "10,000 or more people"},
		{brief.ReadFigure{High: "999", Qualifier: "up to", Unit: "people"}, "up to 999 people"},
		{brief.ReadFigure{Value: "20", Low: "20", Qualifier: "or more", Unit: "villagers"}, "20 or more villagers"},
		{brief.ReadFigure{Value: "1250000.50", Unit: "USD"}, "1,250,000.50 USD"},
		{brief.ReadFigure{Value: "-2000", Unit: "°C"}, "-2,000 °C"},
		{brief.ReadFigure{Value: "many", Unit: "men"}, "many men"},
	} {
		if got := figureMeant(c.f); got != c.want {
			t.Errorf("%+v is said as %q, want %q", c.f, got, c.want)
		}
	}
}

// TestReportListsItsFigures in full, on the page and where the pointer rests.
func TestReportListsItsFigures(t *testing.T) {
	o := newOffice(t)
	o.reports = []brief.Report{{ID: "r1", Title: "First", Text: "About 300,000 men left."}}
	o.readings["r1"] = brief.Reading{Paragraphs: []brief.Paragraph{{Span: brief.Span{End: 23}, Kind: brief.ParaBody}}, Figures: []brief.ReadFigure{
		{Mention: brief.Mention{Span: brief.Span{End: 17}, Text: "About 300,000 men"}, Value: "300000", Qualifier: "about", Unit: "men", By: "Carl Vell"}}}
	page := o.signIn(reporterToken).get("/reports/r1").Body.String()
	for _, want := range []string{"<li>“About 300,000 men”: about 300,000 men, according to Carl Vell</li>", `title="about 300,000 men, according to Carl Vell"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
