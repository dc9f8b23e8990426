package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"livebrief/internal/brief"
)

// BriefingRow is what the store itself knows of a briefing.
type BriefingRow struct {
	ID   brief.BriefingID
	Name brief.Name
	// Origin is the first line of its checkpoints, fixed at creation.
	Origin string
	// Reconstruction says that its entries may be dated.
	Reconstruction bool
	// Seq and At are those of the last entry.
	Seq brief.Seq
	At  time.Time
}

func scanBriefing(r row) (BriefingRow, error) {
	var b BriefingRow
	var at int64
	err := r.Scan(&b.ID, &b.Name, &b.Origin, &b.Reconstruction, &b.Seq, &at)
	b.At = moment(at)
	return b, err
}

// Briefings lists every briefing by its address name.
func (s *Store) Briefings(ctx context.Context) ([]BriefingRow, error) {
	list, err := many(ctx, s.reader(), scanBriefing, "briefing.List")
	return list, s.explain("listing the briefings", err)
}

// Briefing gives what the store knows of one briefing.
func (s *Store) Briefing(ctx context.Context, id brief.BriefingID) (BriefingRow, error) {
	return s.briefing(ctx, s.reader(), "briefing.One", id)
}

// Head gives the sequence of the last entry of a briefing.
func (s *Store) Head(ctx context.Context, id brief.BriefingID) (brief.Seq, error) {
	b, err := s.briefing(ctx, s.reader(), "briefing.One", id)
	return b.Seq, err
}

// Origin gives the first line of a briefing's checkpoints.
func (s *Store) Origin(ctx context.Context, id brief.BriefingID) (string, error) {
	b, err := s.briefing(ctx, s.reader(), "briefing.One", id)
	return b.Origin, err
}

// briefing reads one row by the query of that name, which may lock it.
func (s *Store) briefing(ctx context.Context, r runner, query string, id brief.BriefingID) (BriefingRow, error) {
	b, err := one(ctx, r, scanBriefing, query, id)
	if errors.Is(err, sql.ErrNoRows) {
		err = noBriefing(id)
	}
	return b, s.explain("looking up a briefing", err)
}

func noBriefing(id brief.BriefingID) error {
	return brief.NotFound(fmt.Sprintf("there is no briefing with the id %.80q", string(id)), "look it up with `livebrief briefing list`")
}
