package newsroom

import (
	"context"
	"fmt"
	"io"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/statement"
)

// speakerCommand holds the acts on the register of speakers.
type speakerCommand struct {
	Add     speakerAdd     `cmd:"" help:"Add a speaker with names and offices."`
	Change  speakerChange  `cmd:"" help:"Add names and offices to a speaker, or correct them."`
	List    speakerList    `cmd:"" help:"List the register."`
	Merge   speakerMerge   `cmd:"" help:"Make two speakers one, when they turn out to be."`
	Unmerge speakerUnmerge `cmd:"" help:"Take a merge back."`
}

// officeFlags are the names and offices of a speaker.
type officeFlags struct {
	Alias  []string `help:"Another spelling or name; may be repeated." placeholder:"NAME" sep:"none"`
	Office []string `help:"\"TITLE | ORGANISATION | SIDE | FROM | TO\"; parts at the end can be left out; may be repeated." placeholder:"OFFICE" sep:"none"`
}

func (f *officeFlags) offices() ([]brief.SpeakerRole, error) {
	var out []brief.SpeakerRole
	for _, text := range f.Office {
		r, err := desk.ParseOffice(text)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// speakerEdit is the body of an act on a speaker.
type speakerEdit struct {
	Class brief.EntryKind `json:"class,omitempty"`
	Body  brief.Speaker   `json:"body"`
	Note  string          `json:"note,omitempty"`
	Dated time.Time       `json:"dated,omitzero"`
}

type speakerAdd struct {
	ledgerFlags
	officeFlags
	Name string `arg:"" help:"Name as the briefing writes it."`
	Body bool   `help:"It is a body, no person."`
}

// Run adds a speaker.
func (k *speakerAdd) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	roles, err := k.offices()
	if err != nil {
		return err
	}
	var answer actAnswer
	body := speakerEdit{Class: brief.Publish, Body: brief.Speaker{Name: k.Name, Aliases: k.Alias, Body: k.Body, Roles: roles}, Dated: k.Dated}
	if err := cl.do(ctx, request{method: "POST", path: k.at("speakers"), body: body, key: k.Key}, &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

// listedSpeaker is one line of GET /api/briefings/{b}/speakers.
type listedSpeaker struct {
	ID         brief.SpeakerID `json:"id"`
	Rev        int             `json:"rev"`
	Statements int             `json:"statements"`
	brief.Speaker
}

// speakers fetches the register as a list.
func (f *ledgerFlags) speakers(ctx context.Context, cl *client) ([]listedSpeaker, error) {
	var answer struct {
		Speakers []listedSpeaker `json:"speakers"`
	}
	err := cl.do(ctx, request{method: "GET", path: f.at("speakers")}, &answer)
	return answer.Speakers, err
}

// register fetches the register.
func (f *ledgerFlags) register(ctx context.Context, cl *client) (statement.Register, error) {
	list, err := f.speakers(ctx, cl)
	out := make(statement.Register, len(list))
	for _, s := range list {
		out[s.ID] = statement.Registered{Speaker: s.Speaker, Rev: s.Rev}
	}
	return out, err
}

type speakerChange struct {
	ledgerFlags
	officeFlags
	ID      string `arg:"" help:"Id of the speaker."`
	Name    string `help:"Name as the briefing writes it." placeholder:"NAME"`
	Replace bool   `help:"Replace names and offices instead of adding to them; needs a note."`
	Note    string `help:"Public note: what was wrong." placeholder:"TEXT"`
}

// Run changes a speaker.
func (k *speakerChange) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	register, err := k.register(ctx, cl)
	if err != nil {
		return err
	}
	now, ok := register[brief.SpeakerID(k.ID)]
	if !ok {
		return brief.NotFound(fmt.Sprintf("the register has no speaker %q", k.ID), "see `livebrief speaker list`")
	}
	roles, err := k.offices()
	if err != nil {
		return err
	}
	is := speakerEdit{Class: brief.Update, Body: now.Speaker, Note: k.Note, Dated: k.Dated}
	if k.Replace {
		is.Class, is.Body.Aliases, is.Body.Roles = brief.Correct, nil, nil
	}
	is.Body.Aliases, is.Body.Roles = append(is.Body.Aliases, k.Alias...), append(is.Body.Roles, roles...)
	if k.Name != "" {
		is.Body.Name = k.Name
	}
	var answer actAnswer
	if err := cl.do(ctx, request{method: "POST", path: k.at("speakers", k.ID), body: is, key: k.Key, ifMatch: revision(now.Rev)}, &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

type speakerList struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run lists the register.
func (k *speakerList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	list, err := f.speakers(ctx, cl)
	if err != nil {
		return err
	}
	return c.print(std.Out, list, func(out io.Writer) {
		for _, s := range list {
			fmt.Fprintf(out, "%s  %s  %d statements", s.ID, s.Name, s.Statements)
			if s.MergedInto != "" {
				fmt.Fprintf(out, "  is %s", s.MergedInto)
			}
			fmt.Fprintln(out)
			for _, r := range s.Roles {
				fmt.Fprintf(out, "   %s\n", desk.WriteOffice(r))
			}
		}
	})
}

type speakerMerge struct {
	ledgerFlags
	From string `arg:"" help:"Id of the speaker that turns out to be another."`
	Into string `arg:"" help:"Id of that one."`
	Note string `help:"Public note: how it is known." required:"" placeholder:"TEXT"`
}

// Run merges.
func (k *speakerMerge) Run(ctx context.Context, std *Streams, c *Common) error {
	return k.merge(ctx, std, c, k.From, "merge", map[string]any{"into": k.Into, "note": k.Note})
}

type speakerUnmerge struct {
	ledgerFlags
	From string `arg:"" help:"Id of the speaker that was merged into another."`
	Note string `help:"Public note: how it is known." required:"" placeholder:"TEXT"`
}

// Run takes a merge back.
func (k *speakerUnmerge) Run(ctx context.Context, std *Streams, c *Common) error {
	return k.merge(ctx, std, c, k.From, "unmerge", map[string]any{"note": k.Note})
}

func (f *ledgerFlags) merge(ctx context.Context, std *Streams, c *Common, from, how string, body map[string]any) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	if !f.Dated.IsZero() {
		body["dated"] = f.Dated
	}
	return c.several(ctx, std, cl, request{method: "POST", path: f.at("speakers", from, how), body: body, key: f.Key})
}
