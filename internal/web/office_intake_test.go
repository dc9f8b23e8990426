package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

func (o *office) Decode(_ context.Context, raw []byte, contentType, name string) ([]brief.Report, error) {
	if bytes.HasPrefix(raw, []byte("%PDF")) {
		return nil, brief.Invalid("the report is in a form that is not read here", "paste its text")
	}
	sum := sha256.Sum256(raw)
	return []brief.Report{{Raw: bytes.Clone(raw), Text: string(raw), MediaType: contentType, Title: name, Decoder: "test/1", SHA256: fmt.Sprintf("%x", sum)}}, nil
}

func (o *office) Fetch(ctx context.Context, address string) ([]brief.Report, error) {
	return o.Decode(ctx, []byte("fetched from "+address), "text/plain", address)
}

func (o *office) Test(_ context.Context, address string) (Trial, error) {
	if strings.Contains(address, "broken") {
		return Trial{}, brief.Unavailable("the address does not answer", "try later", nil)
	}
	return Trial{Format: "feed", Title: "A <feed>", Sentence: "It would bring 1 report.", Items: []TrialEntry{{Title: "One <story>"}}}, nil
}

// readSentences is a reading of one paragraph and one statement that fills it.
func readSentences(_ context.Context, r brief.Report) brief.Reading {
	whole := brief.Span{End: len(r.Text)}
	reading := brief.Reading{Report: brief.ReadReport{Title: r.Title, Text: r.Text}}
	full(&reading)
	if r.Text == "" {
		return reading
	}
	reading.Paragraphs = append(reading.Paragraphs, brief.Paragraph{Span: whole, Kind: brief.ParaBody, Rule: "test"})
	reading.Sentences = append(reading.Sentences, whole)
	reading.Statements = append(reading.Statements, brief.ReadStatement{Kind: brief.KindPledge, Speaker: brief.ReadSpeaker{Name: "A <b>speaker</b>", Span: brief.Span{End: 1}},
		Content: []brief.Mention{{Span: whole, Text: r.Text}}, Terms: []brief.ReadTerm{}, Speech: "indirect", Modality: "flat", Rule: "cue:said"})
	reading.Track = "aid"
	return reading
}
