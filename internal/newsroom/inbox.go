package newsroom

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/web"
)

// inboxCommand lists reports, prints one with its reading, or says of two that they are not the same.
type inboxCommand struct {
	Briefing string   `help:"Only what came for this briefing." placeholder:"B"`
	State    string   `help:"new, used or aside." enum:"new,used,aside" default:"new"`
	Limit    int      `help:"At most this many." default:"50"`
	Report   string   `help:"Print this report's reading." placeholder:"ID" xor:"what"`
	Apart    []string `help:"Say of two reports that they are not the same: ID,ID." placeholder:"ID,ID" xor:"what"`
	Together []string `help:"Take that back." placeholder:"ID,ID" xor:"what"`
	colours
}

// Run lists the inbox.
func (i *inboxCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	switch {
	case i.Report != "":
		var reading brief.Reading
		if err := cl.do(ctx, request{method: "GET", path: "/api/reports/" + url.PathEscape(i.Report) + "/reading"}, &reading); err != nil {
			return err
		}
		return c.print(std.Out, reading, func(out io.Writer) { printReading(out, reading, i.on(std), false) })
	case i.Apart != nil:
		return part(ctx, cl, "--apart", "apart", i.Apart)
	case i.Together != nil:
		return part(ctx, cl, "--together", "together", i.Together)
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
	return c.print(std.Out, answer.Reports, func(out io.Writer) { printInbox(out, answer.Reports) })
}

// part says of two reports that they are not the same, or takes that back.
func part(ctx context.Context, cl *client, flag, act string, two []string) error {
	if len(two) != 2 {
		return usageError{fmt.Errorf("%s takes the ids of two reports: ID,ID", flag)}
	}
	return cl.do(ctx, request{method: "POST", path: "/api/reports/" + url.PathEscape(two[0]) + "/" + act,
		body: map[string]string{"other": two[1]}}, nil)
}

// printInbox prints each report with what was read in it, and of one story all under the newest.
func printInbox(out io.Writer, list []web.ListedReport) {
	under := map[brief.ReportID]brief.ReportID{}
	for _, r := range list {
		fmt.Fprintf(out, "%s  %s  %s  %s\n", r.ID, r.Fetched.Format("2006-01-02 15:04"), printable(r.Outlet),
			printable(cmp.Or(r.Read.Called, r.URL, "(no title)")))
		for _, s := range r.Read.Statements {
			fmt.Fprintf(out, "  %s\n", printable(statementLine(s)))
		}
		if more := r.Read.Said - len(r.Read.Statements); more > 0 {
			fmt.Fprintf(out, "  and %d more statements\n", more)
		}
		var figures []string
		for _, f := range r.Read.Figures {
			figures = append(figures, f.Text)
		}
		for _, row := range [][2]string{{"people", strings.Join(figures, ", ")}, {"places", strings.Join(r.Read.Places, ", ")}, {"track", r.Read.Track}} {
			if row[1] != "" {
				fmt.Fprintf(out, "  %s: %s\n", row[0], printable(row[1]))
			}
		}
		for _, s := range r.Seen {
			when := "since"
			if s.Later {
				when = "before"
			}
			fmt.Fprintf(out, "  seen %s: %s; both are kept\n", when, printable(s.Words))
		}
		if head := under[r.ID]; head != "" {
			fmt.Fprintf(out, "  same story as %s\n", head)
			continue
		}
		for _, id := range r.Story {
			under[id] = cmp.Or(under[id], r.ID)
		}
	}
}

// statementLine says who said what: Name (pledge): words; due 2022-10-01.
func statementLine(s web.GlimpsedStatement) string {
	line := cmp.Or(s.Speaker, s.Role, "nobody named") + " (" + strings.ReplaceAll(string(s.Kind), "_", " ") + "): " + s.Words
	if due := web.Window(s.Due); due != "" {
		line += "; due " + due
	}
	return line
}
