package store

import (
	"context"
	"database/sql"
	"errors"

	"livebrief/internal/brief"
)

// Relayed gives the last entry of a briefing that is known to have been handed on to edges, 0 when none is.
func (s *Store) Relayed(ctx context.Context, id brief.BriefingID) (brief.Seq, error) {
	seq, err := one(ctx, s.reader(), scan[brief.Seq], "relayed.One", id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, s.explain("looking how far a record was handed on", err)
}

// SetRelayed keeps how far a record was handed on.
func (s *Store) SetRelayed(ctx context.Context, id brief.BriefingID, seq brief.Seq) error {
	_, err := s.change(ctx, "relayed.Set", id, within(seq))
	return s.explain("keeping how far a record was handed on", err)
}

// Removed lists the entries of a briefing that have lost their text.
func (s *Store) Removed(ctx context.Context, id brief.BriefingID) ([]brief.Seq, error) {
	list, err := many(ctx, s.reader(), scan[brief.Seq], "body.Gone", id)
	return list, s.explain("listing what was removed", err)
}
