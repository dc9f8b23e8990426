package newsroom

import (
	"context"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// ledgerOf gives the newest edition with a way to its texts.
func (f facts) ledgerOf(ctx context.Context, id brief.BriefingID) (*edition.State, edition.Bodies, error) {
	state, err := f.newest(ctx, id)
	return state, func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) { return f.store.Bodies(ctx, id, seqs) }, err
}

// Case gives a statement with its outcomes as the newest edition has them, and its revision.
func (f facts) Case(ctx context.Context, id brief.BriefingID, st brief.StatementID) (statement.Case, int, error) {
	state, bodies, err := f.ledgerOf(ctx, id)
	if err != nil {
		return statement.Case{}, 0, err
	}
	return state.Case(st, bodies)
}

// Register gives the speakers of a briefing as the newest edition has them.
func (f facts) Register(ctx context.Context, id brief.BriefingID) (statement.Register, error) {
	state, bodies, err := f.ledgerOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return state.Register(bodies)
}

// RestingOn lists the statements that have a rendering or evidence of a report or an address.
func (f facts) RestingOn(ctx context.Context, id brief.BriefingID, ref brief.Reference) ([]brief.StatementID, error) {
	state, bodies, err := f.ledgerOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []brief.StatementID
	err = state.Each(bodies, func(row edition.Statement, s brief.Statement) bool {
		if restsOn(s, ref) {
			out = append(out, row.ID)
		}
		return true
	})
	return out, err
}

func restsOn(s brief.Statement, ref brief.Reference) bool {
	return slices.ContainsFunc(s.Renderings, func(r brief.Rendering) bool { return desk.SameSource(r.Reference, ref) }) ||
		slices.ContainsFunc(s.Evidence, func(e brief.Evidence) bool { return desk.SameSource(e.Reference, ref) })
}
