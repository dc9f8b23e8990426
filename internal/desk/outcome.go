package desk

import (
	"context"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/statement"
)

// Proposals keeps the outcomes that wait for somebody's decision.
type Proposals interface {
	// SaveProposal keeps a proposal and gives it back with its id.
	SaveProposal(ctx context.Context, p brief.Proposal) (brief.Proposal, error)
	// Proposal gives one; NotFound when it is not there.
	Proposal(ctx context.Context, id brief.BriefingID, proposal string) (brief.Proposal, error)
	// SettleProposal says what became of it. Conflict when somebody else decided it first.
	SettleProposal(ctx context.Context, p brief.Proposal) error
}

// Propose holds an outcome to the rules and keeps it for somebody else to decide. Supersedes, ProposedBy and Statement are
// filled in from here.
func (d *Desk) Propose(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, o brief.Outcome, dated time.Time) (brief.Proposal, error) {
	if err := may(who, ProposeOutcome); err != nil {
		return brief.Proposal{}, err
	}
	o.Rationale, o.RestsOn, o.ProposedBy = tidyText(o.Rationale), some(o.RestsOn), string(who.Role)
	if _, _, err := d.checkOutcome(ctx, now, id, &o, keep(dated)); err != nil {
		return brief.Proposal{}, err
	}
	return d.ports.Proposals.SaveProposal(ctx, brief.Proposal{Briefing: id, Outcome: o, Dated: keep(dated), Person: who.ID, Role: who.Role, At: now,
		State: brief.ProposalWaits})
}

// checkOutcome holds an outcome to the rules against the case as it stands, on which it is made to follow.
func (d *Desk) checkOutcome(ctx context.Context, now time.Time, id brief.BriefingID, o *brief.Outcome, dated time.Time) (brief.Briefing, int, error) {
	b, _, err := d.ports.Facts.Briefing(ctx, id)
	if err != nil {
		return b, 0, err
	}
	if err := checkDated(now, b, dated); err != nil {
		return b, 0, err
	}
	stands, rev, err := d.ports.Ledger.Case(ctx, id, o.Statement)
	if err != nil {
		return b, 0, err
	}
	if o.Supersedes == 0 {
		if before, ok := stands.Latest(o.Term); ok {
			o.Supersedes = before.Seq
		}
	}
	if err := first(required("reason", o.Rationale, maxNote, true), checkLinks("reason", o.Rationale), checkCount("pieces of evidence", len(o.RestsOn), maxEvidence)); err != nil {
		return b, 0, err
	}
	return b, rev, statement.CheckOutcome(stands, *o, b.Location(), today(now, dated, b.Location()))
}

// Approve puts a proposed outcome on the record. Whoever proposed it cannot, unless the briefing says openly that one
// person decides. The same proposal approved twice is one entry.
func (d *Desk) Approve(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, proposal, note string) (Outcome, error) {
	if err := may(who, DecideOutcome); err != nil {
		return Outcome{}, err
	}
	p, err := d.waiting(ctx, id, proposal)
	if err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	if err := statement.CheckApproval(statement.Approval{ProposedBy: p.Person, ApprovedBy: who.ID, Alone: b.OutcomesByOne}); err != nil {
		return Outcome{}, err
	}
	o := p.Outcome
	if _, _, err := d.checkOutcome(ctx, now, id, &o, p.Dated); err != nil {
		return Outcome{}, err
	}
	body, err := record.Canonical(o)
	if err != nil {
		return Outcome{}, err
	}
	out, err := d.commit(ctx, now, brief.Act{Briefing: id, Kind: brief.EntryOutcome, Item: brief.ItemID(o.Statement), Lang: b.Lang(), Dated: p.Dated, Body: body,
		IfRev: -1, Key: "proposal " + p.ID, Person: who.ID, Role: who.Role}, nil)
	if err != nil {
		return Outcome{}, err
	}
	p.State, p.By, p.Note = brief.ProposalApproved, who.ID, tidyText(note)
	return out, d.ports.Proposals.SettleProposal(ctx, p)
}

// Decline turns a proposed outcome down, with a note for whoever proposed it. One's own can be taken back like this.
func (d *Desk) Decline(ctx context.Context, who brief.Person, id brief.BriefingID, proposal, note string) error {
	if err := may(who, ProposeOutcome); err != nil {
		return err
	}
	p, err := d.waiting(ctx, id, proposal)
	if err != nil {
		return err
	}
	if p.Person != who.ID {
		if err := may(who, DecideOutcome); err != nil {
			return err
		}
		if err := required("note", note, maxNote, true); err != nil {
			return err
		}
	}
	p.State, p.By, p.Note = brief.ProposalDeclined, who.ID, tidyText(note)
	return d.ports.Proposals.SettleProposal(ctx, p)
}

// waiting gives a proposal that nobody has decided yet.
func (d *Desk) waiting(ctx context.Context, id brief.BriefingID, proposal string) (brief.Proposal, error) {
	p, err := d.ports.Proposals.Proposal(ctx, id, proposal)
	if err == nil && p.State != brief.ProposalWaits {
		err = brief.Conflict("this proposal was "+string(p.State)+" already", "look at the statement as it stands")
	}
	return p, err
}
