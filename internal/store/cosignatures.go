package store

import (
	"context"
	"time"

	"livebrief/internal/brief"
)

// Cosignature is the newest one of a witness under the checkpoints of a briefing.
type Cosignature struct {
	Briefing brief.BriefingID
	// Witness is the name of its key, a plus, and the key's id: its public key up to the second plus.
	Witness string
	// Size is the number of entries that the checkpoint covers.
	Size int64
	// Line is the line of the signed note, with its line feed.
	Line string
	// At is the witness's clock.
	At time.Time
}

// SaveCosignature keeps a cosignature unless a newer one of that witness is there: over more entries, or as many and
// later. Whether it is right is the caller's to know.
func (s *Store) SaveCosignature(ctx context.Context, c Cosignature) error {
	if err := plain("cosignature", string(c.Briefing), c.Witness, c.Line); err != nil {
		return err
	}
	_, err := s.change(ctx, "cosignature.Set", c.Briefing, c.Witness, c.Size, c.Line, millis(c.At))
	return s.explain("keeping a cosignature", err)
}

// Cosignatures lists those of every briefing.
func (s *Store) Cosignatures(ctx context.Context) ([]Cosignature, error) {
	list, err := many(ctx, s.reader(), func(r row) (Cosignature, error) {
		var c Cosignature
		var at int64
		err := r.Scan(&c.Briefing, &c.Witness, &c.Size, &c.Line, &at)
		c.At = moment(at)
		return c, err
	}, "cosignature.List")
	return list, s.explain("listing the cosignatures", err)
}
