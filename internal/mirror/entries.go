package mirror

import (
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Entries hands over the first size entries of a copy in order, each leaf with what stands beside it. It proves
// nothing: see [Verify], and hold the root of what comes against a checkpoint.
func Entries(c Copy, size int64, see func(leaf []byte, beside record.Beside) error) error {
	limit := Limits{}.filled().File
	for _, t := range tiles(size) {
		if t.level != record.EntriesLevel {
			continue
		}
		raw, err := c.Read("record/"+record.TilePath(t.level, t.index, t.width), limit)
		if err != nil {
			return fmt.Errorf("reading the entries of the copy: %w", err)
		}
		leaves, err := record.ParseEntryBundle(raw)
		if err == nil && len(leaves) != t.width {
			err = brief.Invalid("the copy has lost entries", "get it again")
		}
		if err != nil {
			return err
		}
		rawBodies, err := c.Read("record/"+record.BodiesPath(t.index, t.width), limit)
		if err != nil {
			return fmt.Errorf("reading the texts of the copy: %w", err)
		}
		list, err := record.ParseBodies(rawBodies, brief.Seq(t.from())+1, t.width)
		if err != nil {
			return err
		}
		for i, leaf := range leaves {
			if err := see(leaf, list[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
