package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"livebrief/internal/brief"
)

// draftsCommand lists what is not published yet.
type draftsCommand struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run lists drafts and acts under embargo.
func (d *draftsCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Drafts []brief.Draft `json:"drafts"`
	}
	if err := cl.do(ctx, request{method: "GET", path: "/api/briefings/" + url.PathEscape(d.Briefing) + "/drafts"}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.Drafts, func(out io.Writer) {
		for _, d := range answer.Drafts {
			waits := "draft"
			if !d.EmbargoUntil.IsZero() {
				waits = "embargoed until " + d.EmbargoUntil.Format(time.RFC3339)
			}
			fmt.Fprintf(out, "%s  %-8s %s  %s\n", d.ID, d.Kind, d.Item, waits)
		}
	})
}
