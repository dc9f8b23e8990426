package store

import (
	"context"
	"database/sql"
	"errors"

	"livebrief/internal/brief"
)

// Snapshot gives the newest snapshot that is not after atMost; 0 and no state when there is none.
func (s *Store) Snapshot(ctx context.Context, id brief.BriefingID, atMost brief.Seq) (brief.Seq, []byte, error) {
	var seq brief.Seq
	state, err := one(ctx, s.reader(), func(r row) (state []byte, err error) {
		err = r.Scan(&seq, &state)
		return state, err
	}, "snapshot.AtMost", id, within(atMost))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	return seq, state, s.explain("reading a snapshot", err)
}

// Snapshots gives the sequences up to atMost of which a snapshot is kept, the lowest first.
func (s *Store) Snapshots(ctx context.Context, id brief.BriefingID, atMost brief.Seq) ([]brief.Seq, error) {
	list, err := many(ctx, s.reader(), scan[brief.Seq], "snapshot.List", id, within(atMost))
	return list, s.explain("listing snapshots", err)
}

// SaveSnapshot keeps the folded state at seq. A state that could still hold text which a later entry removed is not
// kept: it may have been folded before that entry came.
func (s *Store) SaveSnapshot(ctx context.Context, id brief.BriefingID, seq brief.Seq, state []byte) error {
	err := s.transact(ctx, func(r runner) error {
		b, err := s.briefing(ctx, r, "briefing.Lock", id)
		if err != nil {
			return err
		}
		if seq < 1 || seq > b.Seq {
			return brief.Invalid("there is no such edition to keep a snapshot of", "take one that has been published")
		}
		spanning, err := one(ctx, r, scan[int64], "removal.Spanning", id, seq, seq)
		if err != nil || spanning > 0 {
			return err
		}
		_, err = r.exec(ctx, "snapshot.Set", id, seq, state)
		return err
	})
	return s.explain("keeping a snapshot", err)
}
