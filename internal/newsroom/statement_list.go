package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"livebrief/internal/brief"
)

// statementList lists the ledger.
type statementList struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Speaker  string `help:"Only of this speaker, by id." placeholder:"ID"`
	Kind     string `help:"Only of this kind." placeholder:"KIND"`
	Track    string `help:"Only of this track." placeholder:"TRACK"`
	Verdict  string `help:"Only with this verdict; mixed where the terms came out differently." placeholder:"WORD"`
	Limit    int    `help:"At most this many." default:"50"`
}

// Run lists.
func (k *statementList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f, query := ledgerFlags{Briefing: k.Briefing}, url.Values{"limit": {strconv.Itoa(k.Limit)}}
	for name, value := range map[string]string{"speaker": k.Speaker, "kind": k.Kind, "track": k.Track, "verdict": k.Verdict} {
		if value != "" {
			query.Set(name, value)
		}
	}
	var answer struct {
		Total      int `json:"total"`
		Statements []struct {
			ID      brief.StatementID     `json:"id"`
			Title   string                `json:"title"`
			Kind    brief.DevelopmentKind `json:"kind"`
			Name    string                `json:"name"`
			Said    brief.EventTime       `json:"said"`
			Verdict brief.Verdict         `json:"verdict"`
			Review  bool                  `json:"review,omitempty"`
			Terms   []statedTerm          `json:"terms"`
		} `json:"statements"`
	}
	if err := cl.do(ctx, request{method: "GET", path: f.at("statements"), query: query}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		for _, s := range answer.Statements {
			fmt.Fprintf(out, "%s  %s  %-10s  %-12s  %s: %s\n", s.ID, s.Said.From.Format("2006-01-02"), s.Kind, s.Verdict, s.Name, s.Title)
		}
		if n := answer.Total - len(answer.Statements); n > 0 {
			fmt.Fprintf(out, "and %d more\n", n)
		}
	})
}

// statementDue lists the terms that somebody has to look at.
type statementDue struct {
	Briefing string     `help:"Name or id of the briefing." required:"" placeholder:"B"`
	From     brief.Date `help:"Only what is due from this day on." placeholder:"DATE"`
	To       brief.Date `help:"Only what is due by this day." placeholder:"DATE"`
	Limit    int        `help:"At most this many." default:"50"`
}

// Run lists.
func (k *statementDue) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f, query := ledgerFlags{Briefing: k.Briefing}, url.Values{"limit": {strconv.Itoa(k.Limit)}}
	if k.From != "" {
		query.Set("from", string(k.From))
	}
	if k.To != "" {
		query.Set("to", string(k.To))
	}
	var answer struct {
		Total int `json:"total"`
		Due   []struct {
			On        brief.Date        `json:"on"`
			Statement brief.StatementID `json:"statement"`
			Title     string            `json:"title"`
			Speaker   string            `json:"speaker"`
			Term      brief.TermID      `json:"term"`
			Text      string            `json:"text"`
			Verdict   brief.Verdict     `json:"verdict"`
			Review    bool              `json:"review,omitempty"`
		} `json:"due"`
	}
	if err := cl.do(ctx, request{method: "GET", path: f.at("due"), query: query}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		for _, d := range answer.Due {
			state := string(d.Verdict)
			if d.Review {
				state += ", to be judged again"
			}
			fmt.Fprintf(out, "%s  %s %s  %s: %s (%s)\n", d.On, d.Statement, d.Term, d.Speaker, d.Text, state)
		}
	})
}
