package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
)

// addCommand adds reports.
type addCommand struct {
	From      []string  `arg:"" name:"file" help:"Files, http(s) addresses, or - for standard input."`
	Briefing  string    `help:"Briefing that receives the reports." placeholder:"B"`
	Source    string    `help:"Name of the outlet." placeholder:"NAME"`
	Published published `help:"When the outlet published, a day or a moment." placeholder:"TIME"`
	Title     string    `help:"Title, when the report does not say it itself." placeholder:"TEXT"`
}

// addAnswer is what the desk says to reports that came: one for a text or page, many for a feed.
type addAnswer struct {
	Reports []addedReport `json:"reports"`
}

type addedReport struct {
	Report brief.Report `json:"report"`
	Called string       `json:"called"`
	Fresh  bool         `json:"fresh"`
}

// Run adds each report; one that cannot be taken does not keep the others out.
func (a *addCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	all := addAnswer{Reports: []addedReport{}}
	var failed error
	for _, name := range a.From {
		answer, err := a.add(ctx, cl, std, name)
		if err != nil {
			if failed != nil {
				fmt.Fprintln(std.Err, "livebrief:", failed)
			}
			failed = err
			continue
		}
		all.Reports = append(all.Reports, answer.Reports...)
	}
	if err := c.print(std.Out, all, func(out io.Writer) {
		for _, r := range all.Reports {
			said := "added"
			if !r.Fresh {
				said = "known"
			}
			fmt.Fprintf(out, "%s %s  %s\n", said, r.Report.ID, printable(r.Called))
		}
	}); err != nil {
		return err
	}
	return failed
}

func (a *addCommand) add(ctx context.Context, cl *client, std *Streams, name string) (addAnswer, error) {
	query := url.Values{}
	for key, value := range map[string]string{"briefing": a.Briefing, "source": a.Source, "title": a.Title} {
		if value != "" {
			query.Set(key, value)
		}
	}
	if !a.Published.IsZero() {
		query.Set("published", a.Published.Format(time.RFC3339))
	}
	r := request{method: "POST", path: "/api/reports", query: query}
	if isAddress(name) {
		r.body = map[string]string{"url": name}
	} else {
		raw, err := readInput(name, std.In)
		if err != nil {
			return addAnswer{}, err
		}
		r.raw, r.contentType = bytes.NewReader(raw), intake.TypeOf(name)
		if name != "-" {
			query.Set("file", filepath.Base(name))
		}
	}
	var answer addAnswer
	err := cl.do(ctx, r, &answer)
	return answer, err
}
