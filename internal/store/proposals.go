package store

import (
	"context"
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
)

func scanProposal(r row) (brief.Proposal, error) {
	var p brief.Proposal
	var outcome []byte
	var dated, at int64
	if err := r.Scan(&p.ID, &p.Briefing, &outcome, &dated, &p.Person, &p.Role, &at, &p.State, &p.By, &p.Note); err != nil {
		return p, err
	}
	p.Dated, p.At = moment(dated), moment(at)
	return p, json.Unmarshal(outcome, &p.Outcome)
}

// SaveProposal keeps a new proposal and gives it back with its id.
func (s *Store) SaveProposal(ctx context.Context, p brief.Proposal) (brief.Proposal, error) {
	outcome, err := json.Marshal(p.Outcome)
	if err != nil {
		return p, err
	}
	if err := plain("proposal", string(outcome), string(p.Briefing), string(p.Person), string(p.Role), p.Note); err != nil {
		return p, err
	}
	if p.ID, err = brief.NewID[string](s.opts.Random); err != nil {
		return p, err
	}
	p.Dated, p.At = keep(p.Dated), keep(p.At)
	err = s.transact(ctx, func(r runner) error {
		if _, err := s.briefing(ctx, r, "briefing.One", p.Briefing); err != nil {
			return err
		}
		_, err := r.exec(ctx, "proposal.Add", p.ID, p.Briefing, p.Outcome.Statement, outcome, millis(p.Dated), p.Person, p.Role, millis(p.At), p.State, p.By, p.Note)
		return err
	})
	return p, s.explain("saving a proposal", err)
}

// Proposal gives one proposal, whatever became of it.
func (s *Store) Proposal(ctx context.Context, id brief.BriefingID, proposal string) (brief.Proposal, error) {
	p, err := one(ctx, s.reader(), scanProposal, "proposal.One", id, proposal)
	return p, s.explain("looking up a proposal", absent(err, fmt.Sprintf("there is no proposal %.80q in this briefing", proposal), "look at the list of those that wait"))
}

// Proposals lists those that wait for a decision, the oldest first.
func (s *Store) Proposals(ctx context.Context, id brief.BriefingID, limit int) ([]brief.Proposal, error) {
	list, err := many(ctx, s.reader(), scanProposal, "proposal.List", id, atMost(limit))
	return list, s.explain("listing the proposals", err)
}

// SettleProposal says what became of a proposal. Whoever comes second is told of a conflict.
func (s *Store) SettleProposal(ctx context.Context, p brief.Proposal) error {
	if err := plain("note", p.Note, string(p.By)); err != nil {
		return err
	}
	n, err := s.change(ctx, "proposal.Settle", p.State, p.By, p.Note, p.Briefing, p.ID)
	if err == nil && n == 0 {
		err = brief.Conflict("somebody decided this proposal already", "look at the statement as it stands")
	}
	return s.explain("deciding a proposal", err)
}
