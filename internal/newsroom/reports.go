package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/web"
)

// addCommand adds reports.
type addCommand struct {
	From      []string  `arg:"" name:"file" help:"Files, http(s) addresses, or - for standard input."`
	Briefing  string    `help:"Briefing that receives the reports." placeholder:"B"`
	Source    string    `help:"Name of the outlet." placeholder:"NAME"`
	Published time.Time `help:"When the outlet published." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Title     string    `help:"Title, when the report does not say it itself." placeholder:"TEXT"`
}

// addAnswer is what the desk says to reports that came: one for a text or page, many for a feed.
type addAnswer struct {
	Reports []addedReport `json:"reports"`
}

type addedReport struct {
	Report brief.Report `json:"report"`
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
			title := r.Report.Title
			if title == "" {
				title = "(no title)"
			}
			fmt.Fprintf(out, "%s %s  %s\n", said, r.Report.ID, title)
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

// inboxCommand lists reports, or prints one with its reading.
type inboxCommand struct {
	Briefing string `help:"Only what came for this briefing." placeholder:"B"`
	State    string `help:"new, used or aside." enum:"new,used,aside" default:"new"`
	Limit    int    `help:"At most this many." default:"50"`
	Report   string `help:"Print this report's reading." placeholder:"ID"`
}

// Run lists the inbox.
func (i *inboxCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	if i.Report != "" {
		var reading brief.Reading
		if err := cl.do(ctx, request{method: "GET", path: "/api/reports/" + url.PathEscape(i.Report) + "/reading"}, &reading); err != nil {
			return err
		}
		return c.print(std.Out, reading, func(out io.Writer) { printReading(out, reading, false) })
	}
	query := url.Values{"state": {i.State}, "limit": {strconv.Itoa(i.Limit)}}
	if i.Briefing != "" {
		query.Set("briefing", i.Briefing)
	}
	var answer struct {
		Reports []web.ListedReport `json:"reports"`
	}
	if err := cl.do(ctx, request{method: "GET", path: "/api/reports", query: query}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.Reports, func(out io.Writer) {
		for _, r := range answer.Reports {
			title := r.Title
			if title == "" {
				title = "(no title)"
			}
			fmt.Fprintf(out, "%s  %s  %s  %s\n", r.ID, r.Fetched.Format("2006-01-02 15:04"), r.Outlet, title)
			for _, s := range r.Seen {
				when := "since"
				if s.Later {
					when = "before"
				}
				fmt.Fprintf(out, "  seen %s: %s; both are kept\n", when, s.Words)
			}
		}
	})
}
