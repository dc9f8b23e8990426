package newsroom

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/reading"
)

// readCommand reads one report without any server.
type readCommand struct {
	From      string    `arg:"" name:"file" help:"File, http(s) address, or - for standard input."`
	Published published `help:"When the outlet published, a day or a moment; relative dates are worked out from it." placeholder:"TIME"`
	Source    string    `help:"Name of the outlet." placeholder:"NAME"`
	Anchor    string    `help:"What relative dates start from: the day of publication (news) or the date told last (narrative)." enum:"news,narrative" default:"news"`
	Places    string    `help:"A list of places in your desk's spelling, beside the one that comes with the program." placeholder:"FILE"`
	Names     string    `help:"A list of people and bodies in your desk's spelling, beside the one that comes with the program." placeholder:"FILE"`
	Tracks    string    `help:"A list of words for tracks and kinds, beside the one for a war that comes with the program." placeholder:"FILE"`
	Explain   bool      `help:"Print the rule behind every finding."`
	colours
}

// Run reads and prints.
func (r *readCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	reports, warnings, err := r.reports(ctx, std)
	if err != nil {
		return err
	}
	options, err := r.options(std)
	if err != nil {
		return err
	}
	for _, report := range reports {
		found := reading.Read(readReport(report), options)
		found.Warnings = append(found.Warnings, warnings...)
		if err := c.print(std.Out, found, func(out io.Writer) { printReading(out, found, r.on(std), r.Explain) }); err != nil {
			return err
		}
	}
	return nil
}

// reports decodes what is to be read: one text or page, or the items of a feed.
func (r *readCommand) reports(ctx context.Context, std *Streams) ([]brief.Report, []string, error) {
	hints := intake.Hints{Outlet: r.Source, Published: r.Published.Time}
	if isAddress(r.From) {
		client := intake.NewClient(intake.Options{})
		defer client.Close()
		return client.Get(ctx, r.From, hints)
	}
	raw, err := readInput(r.From, std.In)
	if err != nil {
		return nil, nil, err
	}
	return intake.Build(raw, intake.TypeOf(filepath.Base(r.From)), "", time.Now().UTC(), hints)
}

// options are how to read, with what the desk's lists add to what the program knows.
func (r *readCommand) options(std *Streams) (reading.Options, error) {
	o := reading.Options{Anchor: r.Anchor}
	for i, file := range []string{r.Names, r.Places, r.Tracks} {
		if file == "" {
			continue
		}
		raw, err := readInput(file, std.In)
		if err != nil {
			return o, err
		}
		if o, err = o.With(brief.ListNames[i], string(raw), nil); err != nil {
			return o, err
		}
	}
	return o, nil
}
