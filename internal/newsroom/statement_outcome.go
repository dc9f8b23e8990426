package newsroom

import (
	"context"
	"fmt"
	"io"
	"time"

	"livebrief/internal/brief"
)

// statementPropose proposes what came of a term.
type statementPropose struct {
	ledgerFlags
	ID      string     `arg:"" help:"Id of the statement."`
	Term    string     `help:"Term that it is about." required:"" placeholder:"TERM"`
	Verdict string     `help:"Verdict; which ones there are depends on the kind, see docs/statements.md." required:"" placeholder:"WORD"`
	AsOf    brief.Date `help:"Day as of which it holds." required:"" placeholder:"DATE"`
	Because string     `help:"Why, in a sentence or two; readers see it." required:"" placeholder:"TEXT"`
	RestsOn []string   `help:"Evidence that carries it: e1,e2." placeholder:"ID"`
	Weak    bool       `help:"The desk itself thinks that it rests on little."`
}

// Run proposes.
func (k *statementPropose) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	body := map[string]any{"term": k.Term, "verdict": k.Verdict, "as_of": k.AsOf, "rationale": k.Because, "rests_on": k.RestsOn, "weak": k.Weak}
	if !k.Dated.IsZero() {
		body["dated"] = k.Dated
	}
	var p brief.Proposal
	if err := cl.do(ctx, request{method: "POST", path: k.at("statements", k.ID, "proposals"), body: body, key: k.Key}, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, func(out io.Writer) {
		fmt.Fprintf(out, "proposal %s: %s %s %s as of %s; somebody else approves it\n", p.ID, p.Outcome.Statement, p.Outcome.Term, p.Outcome.Verdict, p.Outcome.AsOf)
	})
}

// statementProposals lists what waits for a decision.
type statementProposals struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run lists.
func (k *statementProposals) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	var answer struct {
		Proposals []brief.Proposal `json:"proposals"`
	}
	if err := cl.do(ctx, request{method: "GET", path: f.at("proposals")}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.Proposals, func(out io.Writer) {
		for _, p := range answer.Proposals {
			fmt.Fprintf(out, "%s  %s  %s %s: %s as of %s\n   %s\n", p.ID, p.At.Format("2006-01-02 15:04"), p.Outcome.Statement, p.Outcome.Term,
				p.Outcome.Verdict, p.Outcome.AsOf, p.Outcome.Rationale)
		}
	})
}

// decisionFlags name a proposal and what is said of it.
type decisionFlags struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	ID       string `arg:"" help:"Id of the proposal."`
	Note     string `help:"What you say of it; the desk sees it." placeholder:"TEXT"`
}

// decide sends a decision.
func (k *decisionFlags) decide(ctx context.Context, c *Common, how string, out any) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	return cl.do(ctx, request{method: "POST", path: f.at("proposals", k.ID, how), body: map[string]string{"note": k.Note}}, out)
}

type statementApprove struct{ decisionFlags }

// Run approves.
func (k *statementApprove) Run(ctx context.Context, std *Streams, c *Common) error {
	var answer actAnswer
	if err := k.decide(ctx, c, "approve", &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

type statementDecline struct{ decisionFlags }

// Run declines.
func (k *statementDecline) Run(ctx context.Context, std *Streams, c *Common) error {
	var answer map[string]any
	if err := k.decide(ctx, c, "decline", &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) { fmt.Fprintf(out, "declined %s\n", k.ID) })
}

// statementShow prints one statement.
type statementShow struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	ID       string `arg:"" help:"Id of the statement."`
}

// Run prints.
func (k *statementShow) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	now, err := f.look(ctx, cl, k.ID)
	if err != nil {
		return err
	}
	return c.print(std.Out, now, now.print)
}

// print writes a statement for people.
func (a *caseAnswer) print(out io.Writer) {
	s := &a.Statement
	fmt.Fprintf(out, "%s  %s, revision %d: %s\n%s, %s, said %s\n", a.ID, s.Kind, a.Rev, s.Title, s.As.Name, s.As.Role, s.Said.From.Format(time.DateOnly))
	state := string(a.Verdict)
	if a.Review {
		state += ", to be judged again"
	}
	fmt.Fprintf(out, "stands at: %s\n", state)
	for i, t := range s.Terms {
		fmt.Fprintf(out, "\n%s  %s\n    %s", t.ID, t.Text, a.Terms[i].Verdict)
		if a.Terms[i].AsOf != "" {
			fmt.Fprintf(out, " as of %s", a.Terms[i].AsOf)
		}
		if t.Due.To != "" {
			fmt.Fprintf(out, ", due by %s", t.Due.To)
		}
		if t.ReviewOn != "" {
			fmt.Fprintf(out, ", looked at again on %s", t.ReviewOn)
		}
		fmt.Fprintln(out)
	}
	for _, r := range s.Renderings {
		fmt.Fprintf(out, "\n%s  %s, %s  %s", r.ID, r.Outlet, r.On, r.URL)
	}
	for _, e := range s.Evidence {
		fmt.Fprintf(out, "\n%s  %s %s, %s %v: %s", e.ID, e.Date, e.Stance, e.Side, e.Terms, e.Text)
	}
	for _, o := range a.Outcomes {
		fmt.Fprintf(out, "\nentry %d  %s: %s as of %s, by %v: %s", o.Seq, o.Term, o.Verdict, o.AsOf, o.RestsOn, o.Rationale)
	}
	fmt.Fprintln(out)
}
