package newsroom

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/reading"
	"livebrief/internal/reading/gazetteer"
)

// readCommand reads one report without any server.
type readCommand struct {
	From      string    `arg:"" name:"file" help:"File, http(s) address, or - for standard input."`
	Published time.Time `help:"When the outlet published; relative dates are worked out from it." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Source    string    `help:"Name of the outlet." placeholder:"NAME"`
	Anchor    string    `help:"What relative dates start from: the day of publication (news) or the date told last (narrative)." enum:"news,narrative" default:"news"`
	Places    string    `help:"A list of places in your desk's spelling, beside the one that comes with the program." placeholder:"FILE"`
	Explain   bool      `help:"Print the rule behind every finding."`
	colours
}

// Run reads and prints.
func (r *readCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	reports, warnings, err := r.reports(ctx, std)
	if err != nil {
		return err
	}
	places, err := r.places(std)
	if err != nil {
		return err
	}
	for _, report := range reports {
		found := reading.Read(readReport(report), reading.Options{Anchor: r.Anchor, Places: places})
		found.Warnings = append(found.Warnings, warnings...)
		if err := c.print(std.Out, found, func(out io.Writer) { printReading(out, found, r.on(std), r.Explain) }); err != nil {
			return err
		}
	}
	return nil
}

// reports decodes what is to be read: one text or page, or the items of a feed.
func (r *readCommand) reports(ctx context.Context, std *Streams) ([]brief.Report, []string, error) {
	hints := intake.Hints{Outlet: r.Source, Published: r.Published}
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

// places are the ones that the program knows, with those of the desk's list.
func (r *readCommand) places(std *Streams) (*gazetteer.Index, error) {
	if r.Places == "" {
		return gazetteer.Default(), nil
	}
	raw, err := readInput(r.Places, std.In)
	if err != nil {
		return nil, err
	}
	return gazetteer.Default().With(string(raw))
}
