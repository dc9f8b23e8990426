package reading

import (
	"time"

	"livebrief/internal/brief"
)

// fullDates are the dates that mean the same in every language: 2022-09-24.
func (d *document) fullDates() []brief.ReadDate {
	out := []brief.ReadDate{}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		for _, t := range tokens(d.text, p.Span, nil) {
			if t.kind != number {
				continue
			}
			if day, err := time.Parse(time.DateOnly, t.low); err == nil {
				out = append(out, brief.ReadDate{Mention: brief.Mention{Span: t.Span, Text: t.Of(d.text)}, Type: "DATE", Value: day.Format(time.DateOnly), Rule: "iso-date"})
			}
		}
	}
	return out
}

// freeQuotations are the quotations long enough to be somebody's words, without a speaker.
func (d *document) freeQuotations() ([]brief.ReadStatement, int) {
	out := []brief.ReadStatement{}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		for _, q := range quotes(d.text, p.Span) {
			c := q.content(d.text)
			if q.words < freeLeast || q.open {
				continue
			}
			out = append(out, brief.ReadStatement{Kind: brief.KindAssertion, Speech: "direct", Modality: "flat", Rule: "free-quotation", Terms: []brief.ReadTerm{},
				Content: []brief.Mention{{Span: c, Text: c.Of(d.text)}}})
		}
	}
	return out, len(out)
}
