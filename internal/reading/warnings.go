package reading

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// warnings says in words what the reading could not do.
func warnings(out brief.Reading, d *document, unknown int) []string {
	w := out.Warnings
	english := out.Report.Language == "en" || strings.HasPrefix(strings.ToLower(out.Report.Language), "en-")
	switch {
	case blank(out.Report.Text):
		return append(w, "The text is empty; nothing was read.")
	case out.Report.Language == "":
		w = append(w, "The language could not be told; the rules for English were tried, so check every finding.")
	case slavicOf(out.Report.Language) != nil:
		w = append(w, fmt.Sprintf("The text is in %q: dates, figures, quotations with their speakers and plain reports were read; the finer rules are for English.", out.Report.Language))
	case !english:
		w = append(w, fmt.Sprintf("The text is in %q, for which there are no rules: its structure, full dates and quotations without a speaker were read.", out.Report.Language))
	}
	if out.Report.Published.IsZero() {
		w = append(w, "The report has no date of publication; years that it does not tell stay open. Say when it was published.")
	}
	if d.large > 0 {
		w = append(w, fmt.Sprintf("Paragraphs longer than %d bytes, which were read in pieces: %d. A quotation that runs over the end of a piece is cut there.", maxParagraph, d.large))
	}
	if d.unread > 0 {
		w = append(w, fmt.Sprintf("Sentences longer than %d bytes, which were not searched: %d.", maxParagraph, d.unread))
	}
	if len(out.Statements) == 0 {
		w = append(w, "No statement by anybody was found.")
	} else if unknown > 0 {
		w = append(w, fmt.Sprintf("Statements without a speaker that the text makes certain: %d. Name them or drop them.", unknown))
	}
	return w
}
