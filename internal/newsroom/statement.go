package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"time"

	"livebrief/internal/brief"
)

// statementCommand holds the acts on the ledger of statements.
type statementCommand struct {
	Record    statementRecord    `cmd:"" help:"Record a statement: from a report's reading, by flags, or from JSON."`
	Term      statementTerm      `cmd:"" help:"Add a term, or say when one is looked at again."`
	Render    statementRender    `cmd:"" help:"Add how another outlet reported it."`
	Evidence  statementEvidence  `cmd:"" help:"Add evidence, or that it was looked for in vain."`
	Correct   statementCorrect   `cmd:"" help:"Correct what was recorded, from JSON; the note says in public what was wrong."`
	Retract   statementRetract   `cmd:"" help:"Mark a report or an address as taken back by its outlet, wherever the ledger rests on it."`
	Propose   statementPropose   `cmd:"" help:"Propose what came of a term."`
	Proposals statementProposals `cmd:"" help:"List the proposals that wait for a decision."`
	Approve   statementApprove   `cmd:"" help:"Put a proposed outcome on the record; somebody else than the proposer does it."`
	Decline   statementDecline   `cmd:"" help:"Turn a proposed outcome down."`
	Withdraw  statementWithdraw  `cmd:"" help:"Withdraw a statement; a tombstone stays at its address."`
	Show      statementShow      `cmd:"" help:"Print one statement with its terms, evidence and outcomes."`
	List      statementList      `cmd:"" help:"List the ledger."`
	Due       statementDue       `cmd:"" help:"List the terms that somebody has to look at."`
}

// ledgerFlags are what every act on the ledger takes.
type ledgerFlags struct {
	Briefing string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Dated    time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Key      string    `help:"Idempotency key: the same key never acts twice." placeholder:"KEY"`
}

// at gives an address of the briefing's API.
func (f *ledgerFlags) at(path ...string) string {
	out := "/api/briefings/" + url.PathEscape(f.Briefing)
	for _, p := range path {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// statementEdit is the body of an act on a statement.
type statementEdit struct {
	Class  brief.EntryKind  `json:"class,omitempty"`
	Body   *brief.Statement `json:"body,omitempty"`
	Add    statementParts   `json:"add,omitzero"`
	Review []termReview     `json:"review,omitempty"`
	Note   string           `json:"note,omitempty"`
	Dated  time.Time        `json:"dated,omitzero"`
}

type statementParts struct {
	Terms      []brief.Term      `json:"terms,omitempty"`
	Renderings []brief.Rendering `json:"renderings,omitempty"`
	Evidence   []brief.Evidence  `json:"evidence,omitempty"`
}

type termReview struct {
	Term        brief.TermID `json:"term"`
	ReviewOn    brief.Date   `json:"review_on,omitempty"`
	Criteria    string       `json:"criteria,omitempty"`
	InForceFrom brief.Date   `json:"in_force_from,omitempty"`
}

// caseAnswer is the answer of GET /api/briefings/{b}/statements/{id}.
type caseAnswer struct {
	ID        brief.StatementID `json:"id"`
	Rev       int               `json:"rev"`
	Verdict   brief.Verdict     `json:"verdict"`
	Review    bool              `json:"review"`
	Terms     []statedTerm      `json:"terms"`
	Statement brief.Statement   `json:"statement"`
	Outcomes  []decidedOutcome  `json:"outcomes"`
}

type decidedOutcome struct {
	Seq  brief.Seq `json:"seq"`
	When time.Time `json:"when"`
	brief.Outcome
}

type statedTerm struct {
	ID      brief.TermID  `json:"id"`
	Verdict brief.Verdict `json:"verdict"`
	AsOf    brief.Date    `json:"as_of,omitempty"`
	Seq     brief.Seq     `json:"seq,omitempty"`
	Review  bool          `json:"review,omitempty"`
	Weak    bool          `json:"weak,omitempty"`
}

// look fetches a statement as it stands.
func (f *ledgerFlags) look(ctx context.Context, cl *client, id string) (caseAnswer, error) {
	var now caseAnswer
	err := cl.do(ctx, request{method: "GET", path: f.at("statements", id)}, &now)
	return now, err
}

// change sends an act on a recorded statement.
func (f *ledgerFlags) change(ctx context.Context, std *Streams, c *Common, id string, edit func(*caseAnswer) (statementEdit, error)) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	now, err := f.look(ctx, cl, id)
	if err != nil {
		return err
	}
	e, err := edit(&now)
	if err != nil {
		return err
	}
	e.Dated = f.Dated
	var answer actAnswer
	if err := cl.do(ctx, request{method: "POST", path: f.at("statements", id), body: e, key: f.Key, ifMatch: revision(now.Rev)}, &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

// readStatement reads a whole statement as JSON from a file or standard input.
func readStatement(from string, std *Streams) (*brief.Statement, error) {
	raw, err := readInput(from, std.In)
	if err != nil {
		return nil, err
	}
	var s brief.Statement
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, brief.Invalid("the statement is not JSON of the right form: "+err.Error(), "start from `livebrief statement show ID --format json`")
	}
	return &s, nil
}

type statementCorrect struct {
	ledgerFlags
	ID     string `arg:"" help:"Id of the statement."`
	From   string `arg:"" name:"file" help:"The whole statement as JSON; - reads standard input."`
	Note   string `help:"Public note: what was wrong." required:"" placeholder:"TEXT"`
	Refile bool   `help:"Only its spelling was wrong."`
}

// Run corrects a statement.
func (k *statementCorrect) Run(ctx context.Context, std *Streams, c *Common) error {
	body, err := readStatement(k.From, std)
	if err != nil {
		return err
	}
	class := brief.Correct
	if k.Refile {
		class = brief.Refile
	}
	return k.change(ctx, std, c, k.ID, func(*caseAnswer) (statementEdit, error) {
		return statementEdit{Class: class, Body: body, Note: k.Note}, nil
	})
}

type statementWithdraw struct {
	ledgerFlags
	ID   string `arg:"" help:"Id of the statement."`
	Note string `help:"Public note: why." required:"" placeholder:"TEXT"`
}

// Run withdraws a statement.
func (k *statementWithdraw) Run(ctx context.Context, std *Streams, c *Common) error {
	return k.change(ctx, std, c, k.ID, func(*caseAnswer) (statementEdit, error) {
		return statementEdit{Class: brief.Withdraw, Note: k.Note}, nil
	})
}

type statementRetract struct {
	ledgerFlags
	Report string     `help:"Id of the report that was taken back." placeholder:"ID"`
	URL    string     `help:"Address of what was taken back." placeholder:"URL"`
	On     brief.Date `help:"Day on which its outlet took it back." required:"" placeholder:"DATE"`
	Note   string     `help:"Public note." placeholder:"TEXT"`
}

// Run marks what was taken back.
func (k *statementRetract) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	body := map[string]any{"report": k.Report, "url": k.URL, "on": k.On, "note": k.Note}
	if !k.Dated.IsZero() {
		body["dated"] = k.Dated
	}
	return c.several(ctx, std, cl, request{method: "POST", path: k.at("retractions"), body: body, key: k.Key})
}

// several sends an act of several entries and says what came of it.
func (c *Common) several(ctx context.Context, std *Streams, cl *client, r request) error {
	var answer struct {
		Entries []brief.Entry `json:"entries"`
	}
	if err := cl.do(ctx, r, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		for _, e := range answer.Entries {
			fmt.Fprintf(out, "%s %s revision %d as entry %d\n", e.Kind, e.Item, e.Rev, e.Seq)
		}
	})
}
