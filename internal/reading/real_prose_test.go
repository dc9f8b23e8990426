package reading

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestRealReportsArePartedIntoTextAndRest reads the reports that lie outside of the repository. Their texts stand here as
// offsets and as the beginning of a SHA-256: of what is left when the box and the line that leads elsewhere are taken
// out, a line for each paragraph.
func TestRealReportsArePartedIntoTextAndRest(t *testing.T) {
	for _, c := range []struct {
		file, text string
		promo      brief.Span
		seeAlso    brief.Span
		glued      brief.Span // the sentence that was glued to a title
		sentences  int        // of the text
	}{
		{guaranteesReport, "0812a0860bfe6da3", brief.Span{Start: 473, End: 733}, brief.Span{Start: 2060, End: 2135}, brief.Span{Start: 2135, End: 2319}, 12},
		{forecastReport, "0b371d95068ee577", brief.Span{Start: 215, End: 475}, brief.Span{}, brief.Span{}, 20},
	} {
		t.Run(c.file[:3], func(t *testing.T) {
			got := realReport(t, c.file, "2022-12-31")
			var lines []string
			sentences := 0
			for _, p := range got.Paragraphs {
				if p.Kind != brief.ParaBody {
					continue
				}
				lines = append(lines, p.Of(got.Report.Text))
				for _, s := range got.Sentences {
					if p.Start <= s.Start && s.End <= p.End {
						sentences++
					}
				}
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))[:16]; sum != c.text || sentences != c.sentences {
				t.Errorf("the text has the hash %s in %d lines and %d sentences; want %s and %d", sum, len(lines), sentences, c.text, c.sentences)
			}
			if len(got.Promos) != 1 || got.Promos[0].Span != c.promo {
				t.Errorf("promos %+v, want one at %v", got.Promos, c.promo)
			}
			if c.seeAlso == (brief.Span{}) {
				if len(got.SeeAlso) != 0 {
					t.Errorf("see also %+v, want none", got.SeeAlso)
				}
				return
			}
			if len(got.SeeAlso) != 1 || got.SeeAlso[0].Span != c.seeAlso {
				t.Errorf("see also %+v, want one at %v", got.SeeAlso, c.seeAlso)
			}
			paragraph := slices.ContainsFunc(got.Paragraphs, func(p brief.Paragraph) bool { return p.Span == c.glued && p.Kind == brief.ParaBody })
			if !paragraph || !slices.Contains(got.Sentences, c.glued) {
				t.Errorf("the glued sentence at %v is no paragraph and sentence of its own", c.glued)
			}
		})
	}
}
