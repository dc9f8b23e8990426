package newsroom

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/reading"
)

// readCommand reads one report without any server.
type readCommand struct {
	From      string    `arg:"" name:"file" help:"File, http(s) address, or - for standard input."`
	Published time.Time `help:"When the outlet published; relative dates are worked out from it." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Source    string    `help:"Name of the outlet." placeholder:"NAME"`
	Anchor    string    `help:"What relative dates start from: the day of publication (news) or the date told last (narrative)." enum:"news,narrative" default:"news"`
	Places    string    `help:"A list of places in your desk's spelling, beside the one that comes with the program." placeholder:"FILE"`
	Names     string    `help:"A list of people and bodies in your desk's spelling, beside the one that comes with the program." placeholder:"FILE"`
	Tracks    string    `help:"A list of words for tracks and kinds, beside the one for a war that comes with the program." placeholder:"FILE"`
	Explain   bool      `help:"Print the rule behind every finding."`
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
		if err := c.print(std.Out, found, func(out io.Writer) { printReading(out, found, r.Explain) }); err != nil {
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

// printReading prints a reading for people.
func printReading(out io.Writer, r brief.Reading, explain bool) {
	rule := func(name string) string {
		if !explain {
			return ""
		}
		return "  [" + name + "]"
	}
	if r.Report.Title != "" {
		fmt.Fprintln(out, r.Report.Title)
	}
	counts := map[brief.ParagraphKind]int{}
	for _, p := range r.Paragraphs {
		counts[p.Kind]++
	}
	fmt.Fprintf(out, "%d paragraphs (%d of body), %d sentences, language %q, track %q, kind %q\n",
		len(r.Paragraphs), counts[brief.ParaBody], len(r.Sentences), r.Report.Language, r.Track, r.Kind)
	if explain {
		printDeciding(out, r)
	}
	for i, s := range r.Statements {
		who := s.Speaker.Name
		if s.Speaker.Role != "" {
			who += ", " + s.Speaker.Role
		}
		fmt.Fprintf(out, "\n%d. %s (%s, %s)%s\n", i+1, who, s.Kind, s.Speech, rule(s.Rule))
		for _, part := range s.Content {
			fmt.Fprintf(out, "   %s\n", strings.Join(strings.Fields(part.Text), " "))
		}
		for j, term := range s.Terms {
			fmt.Fprintf(out, "   term %d: %s\n", j+1, term.Text)
		}
		if s.SaidOn.Value != "" {
			fmt.Fprintf(out, "   said on %s\n", s.SaidOn.Value)
		}
	}
	for _, d := range r.Dates {
		fmt.Fprintf(out, "\ndate   %-12s %q%s", d.Value, d.Text, rule(d.Rule))
	}
	for _, p := range r.Places {
		fmt.Fprintf(out, "\nplace  %-12s %q%s", where(p), p.Text, rule(p.Rule))
	}
	for _, s := range r.SeeAlso {
		fmt.Fprintf(out, "\nsee also %q%s", s.Title, rule(s.Rule))
	}
	for _, p := range r.Promos {
		fmt.Fprintf(out, "\npromotion at bytes %d to %d%s", p.Start, p.End, rule(p.Rule))
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(out, "\nwarning: %s", w)
	}
	fmt.Fprintln(out)
}

// printDeciding prints what decided the track and the kind.
func printDeciding(out io.Writer, r brief.Reading) {
	for _, w := range r.Deciding {
		fmt.Fprintf(out, "  %-10s %2d  %q  [%s]\n", cmp.Or(w.Track, string(r.Kind)), w.Weight, w.Text, w.Rule)
	}
}

// where says which place is meant: its name, country and position, or that the text leaves it open.
func where(p brief.ReadPlace) string {
	if !p.Located() {
		return strings.TrimSpace(p.Name + " " + p.Country + " (open)")
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %.3f %.3f", p.Name, p.Country, p.Lat, p.Lon)), " ")
}
