package newsroom

import (
	"context"
	"fmt"
	"net/url"

	"livebrief/internal/brief"
)

// publishCommand publishes a development.
type publishCommand struct {
	actFlags
	textFlags
	Report    string `help:"Id of the report it rests on." placeholder:"ID"`
	Sentence  int    `help:"Number of the sentence of the report that carries it, from 1." placeholder:"N"`
	Statement int    `help:"Number of the statement of the report's reading that carries it, from 1." placeholder:"N"`
}

// Run publishes.
func (p *publishCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	d := brief.Development{Kind: brief.KindEvent, Label: brief.Reported, RestsOn: []brief.Reference{}}
	if p.Report != "" {
		if err := p.fromReport(ctx, cl, &d); err != nil {
			return err
		}
	} else if p.Sentence != 0 || p.Statement != 0 {
		return usageError{fmt.Errorf("--sentence and --statement need --report")}
	}
	zone := ""
	if p.Event != nil && p.EventZone == nil {
		if zone, err = cl.zone(ctx, p.Briefing); err != nil {
			return err
		}
	}
	if err := p.apply(&d, std.In, zone); err != nil {
		return err
	}
	return c.act(ctx, std, cl, p.Briefing, actRequest{Kind: brief.Publish, Development: d, Note: p.Note, Dated: p.Dated,
		EmbargoUntil: p.EmbargoUntil}, p.Key, "")
}

// fromReport lets the development rest on a report, and on one sentence or statement of its reading.
func (p *publishCommand) fromReport(ctx context.Context, cl *client, d *brief.Development) error {
	var r struct {
		Report brief.Report `json:"report"`
		Called string       `json:"called"`
	}
	path := "/api/reports/" + url.PathEscape(p.Report)
	if err := cl.do(ctx, request{method: "GET", path: path}, &r); err != nil {
		return err
	}
	ref := brief.Reference{Report: r.Report.ID, URL: r.Report.URL, Outlet: r.Report.Outlet, Title: r.Report.Title}
	d.Headline = r.Called
	if p.Sentence != 0 || p.Statement != 0 {
		var reading brief.Reading
		if err := cl.do(ctx, request{method: "GET", path: path + "/reading"}, &reading); err != nil {
			return err
		}
		sentence, said, err := p.passage(reading, d)
		if err != nil {
			return err
		}
		ref.Cite(reading.Report.Text, sentence, said)
	}
	d.RestsOn = append(d.RestsOn, ref)
	return nil
}

// passage finds the sentence that was named, or that of the statement, with what the statement says in it.
func (p *publishCommand) passage(reading brief.Reading, d *brief.Development) (sentence, said brief.Span, err error) {
	if p.Statement != 0 {
		if p.Statement < 1 || p.Statement > len(reading.Statements) {
			return sentence, said, brief.Invalid(fmt.Sprintf("the report has %d statements, not %d", len(reading.Statements), p.Statement),
				"choose one from `livebrief inbox --report`")
		}
		s := reading.Statements[p.Statement-1]
		d.Kind = s.Kind
		if len(s.Content) > 0 {
			sentence = reading.SentenceOf(s.Content[0].Span)
			return sentence, s.Said(sentence), nil
		}
	}
	if p.Sentence < 1 || p.Sentence > len(reading.Sentences) {
		return sentence, said, brief.Invalid(fmt.Sprintf("the report has %d sentences, not %d", len(reading.Sentences), p.Sentence),
			"count them with `livebrief read`")
	}
	return reading.Sentences[p.Sentence-1], said, nil
}
