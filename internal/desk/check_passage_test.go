package desk

import (
	"context"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// reports has the desk know one report.
func (r *room) reports(id brief.ReportID, text string) {
	ports := r.ports
	ports.ReportText = func(_ context.Context, asked brief.ReportID) (string, error) {
		if asked != id {
			return "", brief.NotFound("there is no such report", "")
		}
		return text, nil
	}
	r.Desk = New(ports)
}

// TestMarkedSentenceIsHeldAgainstTheReport: what is shown is cut out of the report again, byte for byte.
func TestMarkedSentenceIsHeldAgainstTheReport(t *testing.T) {
	text := "Rain fell. He said that Київ\r\nwould hold. " + strings.Repeat("long ", 130) + "."
	long := strings.TrimSpace(text[46:])
	span := func(a, b int) *brief.Span { return &brief.Span{Start: a, End: b} }
	const quote = "He said that Київ\nwould hold."
	for words, ref := range map[string]brief.Reference{
		"":                                   {Report: "r", Span: span(11, 45), Quote: quote, Mark: span(13, 32)},
		" ":                                  {Report: "r", Span: span(11, 45), Quote: "He said that Київ\r\nwould hold."},
		"  ":                                 {Report: "r", Quote: quote},
		"   ":                                {Report: "r", Span: span(11, 45)},
		"    ":                               {Report: "r"},
		"     ":                              {URL: "https://wire.example/", Quote: "A sentence that the desk has no report of."},
		"is not what stands at the bytes":    {Report: "r", Span: span(11, 45), Quote: "He said that Kyiv\nwould hold."},
		"the bytes 11 to 4500 do not lie":    {Report: "r", Span: span(11, 4500), Quote: quote},
		"the bytes 25 to 32 cut a character": {Report: "r", Span: span(25, 32)},
		"does not stand in the report":       {Report: "r", Quote: "He said no such thing."},
		"has no report \"other\" to rest on": {Report: "other", Span: span(11, 45), Quote: quote},
		"the mark does not lie":              {Report: "r", Span: span(11, 45), Quote: quote, Mark: span(13, 320)},
		"the mark does not lie in":           {Report: "r", Span: span(11, 45), Quote: quote, Mark: span(14, 32)},
		"has 651 characters":                 {Report: "r", Span: span(46, 46+len(long)), Quote: long},
	} {
		r := newRoom(t, nil)
		r.reports("r", text)
		d := development()
		d.RestsOn = []brief.Reference{ref}
		_, err := r.do(Change{Kind: brief.Publish, Development: d})
		if words = strings.TrimSpace(words); words == "" {
			if err != nil {
				t.Errorf("%+v is refused: %v", ref, err)
			} else if got := body[brief.Development](r).RestsOn[0]; got.Quote != strings.ReplaceAll(ref.Quote, "\r\n", "\n") {
				t.Errorf("kept as %+v", got)
			}
			continue
		}
		refused(t, err, brief.KindInvalid, words)
	}
}

// TestWhatStandsIsNotHeldAgainstItsReportAgain: a report may have gone when the text of its development is changed.
func TestWhatStandsIsNotHeldAgainstItsReportAgain(t *testing.T) {
	r := newRoom(t, nil)
	r.reports("r", "Rain fell.")
	d := development()
	d.RestsOn = []brief.Reference{{Report: "r", Span: &brief.Span{End: 10}, Quote: "Rain fell.", Mark: &brief.Span{End: 4}}}
	item := r.must(Change{Kind: brief.Publish, Development: d}).Item
	r.reports("another", "Snow fell.")
	d.Text += " He said so twice."
	r.must(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 1})
	if got := body[brief.Development](r).RestsOn[0]; got.Mark == nil || *got.Mark != (brief.Span{End: 4}) || *got.Span != (brief.Span{End: 10}) {
		t.Errorf("the span went: %+v", got)
	}
	d.RestsOn[0].Quote = "Rain fell"
	_, err := r.do(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 2})
	refused(t, err, brief.KindInvalid, "to rest on")
}

// TestStruckQuoteLosesItsMark, whose bytes were counted in the words that are gone.
func TestStruckQuoteLosesItsMark(t *testing.T) {
	d := brief.Development{RestsOn: []brief.Reference{{Quote: "Ivan fell.", Mark: &brief.Span{Start: 5, End: 9}}, {Quote: "Rain fell.", Mark: &brief.Span{End: 4}}}}
	newStriker([]string{"Ivan"}).development(&d)
	if d.RestsOn[0].Quote != "[removed] fell." || d.RestsOn[0].Mark != nil || d.RestsOn[1].Mark == nil {
		t.Errorf("%+v", d.RestsOn)
	}
}
