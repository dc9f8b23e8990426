package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// checkPassages holds what is new among the things that a development rests on to the reports that they come from. What
// stands already was held to them when it was published, and is not looked up again: reports come and go.
func (d *Desk) checkPassages(ctx context.Context, c *Change, was *standing) error {
	if d.ports.ReportText == nil || c.Kind == brief.Hold || c.Kind == brief.Withdraw {
		return nil
	}
	for _, r := range c.Development.RestsOn {
		if r.Report == "" || r.Span == nil && r.Quote == "" || was != nil && slices.ContainsFunc(was.body.RestsOn, samePassage(r)) {
			continue
		}
		text, err := d.ports.ReportText(ctx, r.Report)
		if brief.KindOf(err) == brief.KindNotFound {
			return brief.Invalid(fmt.Sprintf("the desk has no report %.80q to rest on", string(r.Report)), "leave the report out, or give its id")
		}
		if err != nil {
			return err
		}
		if err := checkPassage(text, r); err != nil {
			return err
		}
	}
	return nil
}

// samePassage tells whether another reference rests on the same words of the same report.
func samePassage(a brief.Reference) func(brief.Reference) bool {
	return func(b brief.Reference) bool {
		return a.Report == b.Report && a.Quote == b.Quote && sameSpan(a.Span, b.Span) && sameSpan(a.Mark, b.Mark)
	}
}

func sameSpan(a, b *brief.Span) bool { return a == b || a != nil && b != nil && *a == *b }

// checkPassage cuts the marked sentence out of the report's text again, and demands that it is the one that is shown.
func checkPassage(text string, r brief.Reference) error {
	const again = "choose the sentence in the report again, or leave it as the report has it"
	if n := utf8.RuneCountInString(r.Quote); n > brief.MaxQuote {
		return brief.Invalid(fmt.Sprintf("the marked sentence has %d characters", n), fmt.Sprintf("show at most %d of somebody else's report", brief.MaxQuote))
	}
	if r.Span == nil {
		if !strings.Contains(brief.UnixBreaks(text), r.Quote) {
			return brief.Invalid("the marked sentence does not stand in the report", again)
		}
		return nil
	}
	passage := r.Span.Of(text)
	switch {
	case passage == "":
		return brief.Invalid(fmt.Sprintf("the bytes %d to %d do not lie in the report, which has %d", r.Span.Start, r.Span.End, len(text)), again)
	case !utf8.RuneStart(text[r.Span.Start]) || r.Span.End < len(text) && !utf8.RuneStart(text[r.Span.End]):
		return brief.Invalid(fmt.Sprintf("the bytes %d to %d cut a character of the report in two", r.Span.Start, r.Span.End), again)
	case r.Quote != "" && brief.UnixBreaks(passage) != r.Quote:
		return brief.Invalid(fmt.Sprintf("the marked sentence is not what stands at the bytes %d to %d of the report", r.Span.Start, r.Span.End), again)
	}
	return nil
}

// checkMark demands that the mark lies in the quote and cuts no character in two.
func checkMark(r brief.Reference) error {
	m := r.Mark
	if m == nil {
		return nil
	}
	if m.Of(r.Quote) == "" || !utf8.RuneStart(r.Quote[m.Start]) || m.End < len(r.Quote) && !utf8.RuneStart(r.Quote[m.End]) {
		return brief.Invalid("the mark does not lie in the marked sentence", "choose the statement in the report again")
	}
	return nil
}
