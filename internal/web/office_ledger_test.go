package web

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

func (k knowledge) ledgerOf(ctx context.Context, id brief.BriefingID) (*edition.State, edition.Bodies, error) {
	state, err := k.l.Current(ctx, id)
	return state, func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) { return k.l.Bodies(ctx, id, seqs) }, err
}

func (k knowledge) Case(ctx context.Context, id brief.BriefingID, st brief.StatementID) (statement.Case, int, error) {
	state, bodies, err := k.ledgerOf(ctx, id)
	if err != nil {
		return statement.Case{}, 0, err
	}
	return state.Case(st, bodies)
}

func (k knowledge) Register(ctx context.Context, id brief.BriefingID) (statement.Register, error) {
	state, bodies, err := k.ledgerOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return state.Register(bodies)
}

func (k knowledge) RestingOn(ctx context.Context, id brief.BriefingID, ref brief.Reference) ([]brief.StatementID, error) {
	state, bodies, err := k.ledgerOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []brief.StatementID
	err = state.Each(bodies, func(row edition.Statement, s brief.Statement) bool {
		if slices.ContainsFunc(s.Evidence, func(e brief.Evidence) bool { return desk.SameSource(e.Reference, ref) }) {
			out = append(out, row.ID)
		}
		return true
	})
	return out, err
}

// pile keeps proposals in memory.
type pile struct {
	mu   sync.Mutex
	list []brief.Proposal
}

func (p *pile) SaveProposal(_ context.Context, x brief.Proposal) (brief.Proposal, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x.ID = fmt.Sprintf("p%d", len(p.list)+1)
	p.list = append(p.list, x)
	return x, nil
}

func (p *pile) Proposal(_ context.Context, _ brief.BriefingID, id string) (brief.Proposal, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, x := range p.list {
		if x.ID == id {
			return x, nil
		}
	}
	return brief.Proposal{}, brief.NotFound("there is no such proposal", "")
}

func (p *pile) Proposals(context.Context, brief.BriefingID, int) ([]brief.Proposal, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.list), func(x brief.Proposal) bool { return x.State != brief.ProposalWaits }), nil
}

func (p *pile) SettleProposal(_ context.Context, x brief.Proposal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.list, func(y brief.Proposal) bool { return y.ID == x.ID && y.State == brief.ProposalWaits })
	if i < 0 {
		return brief.Conflict("decided already", "")
	}
	p.list[i] = x
	return nil
}
