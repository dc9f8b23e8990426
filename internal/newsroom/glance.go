package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// glanceCommand holds the acts on the glance.
type glanceCommand struct {
	Show   glanceShow   `cmd:"" default:"withargs" help:"Print the lines with their ids, words and dates."`
	Add    glanceAdd    `cmd:"" help:"Add a line."`
	Change glanceChange `cmd:"" help:"Change a line, with the class of the change."`
	Remove glanceRemove `cmd:"" help:"Take a line off; the note says why."`
	Order  glanceOrder  `cmd:"" help:"Put the lines in order."`
}

// glanceFlags are what every act on the glance takes.
type glanceFlags struct {
	Briefing string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Dated    time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Key      string    `help:"Idempotency key." placeholder:"KEY"`
	IfRev    *int      `help:"Refuse if the glance is no longer at this revision." placeholder:"N"`
}

// lineFlags are the parts of a line.
type lineFlags struct {
	Text   *string  `help:"The sentence, at most 45 words." placeholder:"TEXT"`
	Track  *string  `help:"Id of the track." placeholder:"TRACK"`
	SaidOn *string  `help:"Date on which it was said, YYYY-MM-DD." placeholder:"DATE"`
	Ref    []string `help:"Id of an item that the line sums up; may be repeated." placeholder:"ITEM"`
}

// apply lays the flags over a line.
func (f *lineFlags) apply(l *brief.Line) {
	if f.Text != nil {
		l.Text = *f.Text
	}
	if f.Track != nil {
		l.Track = brief.TrackID(*f.Track)
	}
	if f.SaidOn != nil {
		l.SaidOn = *f.SaidOn
	}
	if f.Ref != nil {
		l.Refs = nil
		for _, ref := range f.Ref {
			l.Refs = append(l.Refs, brief.ItemID(ref))
		}
	}
	if l.Refs == nil {
		l.Refs = []brief.ItemID{}
	}
}

// glanceAnswer is the answer of GET /api/briefings/{b}/glance.
type glanceAnswer struct {
	Rev   int          `json:"rev"`
	Seq   brief.Seq    `json:"seq"`
	Lines []brief.Line `json:"lines"`
}

// glanceRequest is the body of POST /api/briefings/{b}/glance.
type glanceRequest struct {
	Add    []brief.Line   `json:"add,omitempty"`
	Change []lineChange   `json:"change,omitempty"`
	Remove []lineRemoval  `json:"remove,omitempty"`
	Order  []brief.LineID `json:"order,omitempty"`
	Dated  time.Time      `json:"dated,omitzero"`
}

type lineChange struct {
	brief.Line
	Class string `json:"class"`
	Note  string `json:"note,omitempty"`
}

type lineRemoval struct {
	ID   brief.LineID `json:"id"`
	Note string       `json:"note"`
}

func glancePath(b string) string { return "/api/briefings/" + url.PathEscape(b) + "/glance" }

// look fetches the glance as it stands.
func (f *glanceFlags) look(ctx context.Context, c *Common) (*client, glanceAnswer, error) {
	var now glanceAnswer
	cl, err := c.client()
	if err == nil {
		err = cl.do(ctx, request{method: "GET", path: glancePath(f.Briefing)}, &now)
	}
	return cl, now, err
}

// edit sends one edit of the list.
func (f *glanceFlags) edit(ctx context.Context, std *Streams, c *Common, cl *client, rev int, r glanceRequest) error {
	if f.IfRev != nil {
		rev = *f.IfRev
	}
	r.Dated = f.Dated
	var answer actAnswer
	if err := cl.do(ctx, request{method: "POST", path: glancePath(f.Briefing), body: r, key: f.Key, ifMatch: revision(rev)}, &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

type glanceShow struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run prints the lines.
func (g *glanceShow) Run(ctx context.Context, std *Streams, c *Common) error {
	f := glanceFlags{Briefing: g.Briefing}
	_, now, err := f.look(ctx, c)
	if err != nil {
		return err
	}
	return c.print(std.Out, now, func(out io.Writer) {
		for i, l := range now.Lines {
			fmt.Fprintf(out, "%d. %s  %d words  said on %s  %s\n   %s\n", i+1, l.ID, len(strings.Fields(l.Text)), l.SaidOn, l.Track, l.Text)
		}
	})
}

type glanceAdd struct {
	glanceFlags
	lineFlags
}

// Run adds a line.
func (g *glanceAdd) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, now, err := g.look(ctx, c)
	if err != nil {
		return err
	}
	var line brief.Line
	g.apply(&line)
	return g.edit(ctx, std, c, cl, now.Rev, glanceRequest{Add: []brief.Line{line}})
}

type glanceChange struct {
	glanceFlags
	lineFlags
	Line  string `arg:"" help:"Id of the line."`
	Class string `help:"update, correct or refile." required:"" enum:"update,correct,refile"`
	Note  string `help:"Public note: what was wrong." placeholder:"TEXT"`
}

// Run changes a line.
func (g *glanceChange) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, now, err := g.look(ctx, c)
	if err != nil {
		return err
	}
	for _, line := range now.Lines {
		if line.ID == brief.LineID(g.Line) {
			g.apply(&line)
			return g.edit(ctx, std, c, cl, now.Rev, glanceRequest{Change: []lineChange{{Line: line, Class: g.Class, Note: g.Note}}})
		}
	}
	return brief.NotFound("the glance has no line "+g.Line, "see `livebrief glance --briefing "+g.Briefing+"`")
}

type glanceRemove struct {
	glanceFlags
	Line string `arg:"" help:"Id of the line."`
	Note string `help:"Public note: why." required:"" placeholder:"TEXT"`
}

// Run takes a line off.
func (g *glanceRemove) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, now, err := g.look(ctx, c)
	if err != nil {
		return err
	}
	return g.edit(ctx, std, c, cl, now.Rev, glanceRequest{Remove: []lineRemoval{{ID: brief.LineID(g.Line), Note: g.Note}}})
}

type glanceOrder struct {
	glanceFlags
	Lines []string `arg:"" name:"line" help:"Ids of all lines, first to last."`
}

// Run puts the lines in order.
func (g *glanceOrder) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, now, err := g.look(ctx, c)
	if err != nil {
		return err
	}
	var r glanceRequest
	for _, id := range g.Lines {
		r.Order = append(r.Order, brief.LineID(id))
	}
	return g.edit(ctx, std, c, cl, now.Rev, r)
}
