package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"livebrief/internal/brief"
)

// changeFlags name the item that an act changes.
type changeFlags struct {
	actFlags
	Item  string `arg:"" help:"Id of the item."`
	IfRev int    `help:"Refuse if the item is no longer at this revision; the one that stands when not given." placeholder:"N"`
}

type (
	updateCommand struct {
		changeFlags
		textFlags
	}
	correctCommand struct {
		changeFlags
		textFlags
	}
	refileCommand struct {
		changeFlags
		textFlags
	}
	holdCommand     struct{ changeFlags }
	withdrawCommand struct{ changeFlags }
)

// Run adds new facts to the item.
func (u *updateCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return u.change(ctx, std, c, brief.Update, &u.textFlags)
}

// Run corrects the item.
func (u *correctCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return u.change(ctx, std, c, brief.Correct, &u.textFlags)
}

// Run mends a slip in the item.
func (u *refileCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return u.change(ctx, std, c, brief.Refile, &u.textFlags)
}

// Run holds the item.
func (u *holdCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return u.change(ctx, std, c, brief.Hold, &textFlags{})
}

// Run withdraws the item.
func (u *withdrawCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return u.change(ctx, std, c, brief.Withdraw, &textFlags{})
}

// change takes the item as it stands, lays the flags over it and asks for the act on that revision.
func (f *changeFlags) change(ctx context.Context, std *Streams, c *Common, kind brief.EntryKind, text *textFlags) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	now, err := cl.item(ctx, f.Briefing, f.Item)
	if err != nil {
		return err
	}
	zone := now.Development.Event.Zone
	if zone == "" && text.Event != nil {
		if zone, err = cl.zone(ctx, f.Briefing); err != nil {
			return err
		}
	}
	if err := text.apply(&now.Development, std.In, zone); err != nil {
		return err
	}
	rev := now.Rev
	if f.IfRev > 0 {
		rev = f.IfRev
	}
	return c.act(ctx, std, cl, f.Briefing, actRequest{Kind: kind, Item: brief.ItemID(f.Item), Development: now.Development,
		Note: f.Note, Dated: f.Dated, EmbargoUntil: f.EmbargoUntil}, f.Key, revision(rev))
}

// redactCommand removes text openly.
type redactCommand struct {
	Briefing string   `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Item     string   `arg:"" help:"Id of the item; glance for the glance."`
	Class    string   `help:"law, safety or other." required:"" enum:"law,safety,other"`
	Reason   string   `help:"Public reason; it must not hold what is removed." required:"" placeholder:"TEXT"`
	Strike   []string `help:"Strike only these words; everything goes when not given. May be repeated." placeholder:"WORDS" sep:"none"`
	Key      string   `help:"Idempotency key." placeholder:"KEY"`
}

// Run removes the text from every revision of the item.
func (r *redactCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer redactAnswer
	err = cl.do(ctx, request{method: "POST", path: "/api/briefings/" + url.PathEscape(r.Briefing) + "/redactions", key: r.Key,
		body: map[string]any{"item": r.Item, "class": r.Class, "reason": r.Reason, "strike": r.Strike}}, &answer)
	if err != nil {
		return err
	}
	answer.warn(std)
	return c.print(std.Out, answer, func(out io.Writer) {
		answer.tell(out)
		for _, address := range answer.Mirrors {
			fmt.Fprintf(out, "tell %s: it still serves the text until it takes edition %d or later\n", address, answer.Entry.Seq)
		}
	})
}

// redactAnswer is what the desk says to a redaction.
type redactAnswer struct {
	actAnswer
	Mirrors []string `json:"mirrors"`
}

// showCommand prints one item.
type showCommand struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Item     string `arg:"" help:"Id of the item."`
}

// Run prints the item as it stands and its revisions.
func (s *showCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	it, err := cl.item(ctx, s.Briefing, s.Item)
	if err != nil {
		return err
	}
	return c.print(std.Out, it, func(out io.Writer) {
		fmt.Fprintf(out, "%s\n\n%s\n\n", it.Development.Headline, it.Development.Text)
		for _, e := range it.History {
			fmt.Fprintf(out, "%6d  %-8s revision %d  %s\n", e.Seq, e.Kind, e.Rev, e.When().Format("2006-01-02 15:04 MST"))
		}
	})
}
