package store

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Checkpoint gives the signed checkpoint over all entries of a briefing.
func (s *Store) Checkpoint(ctx context.Context, id brief.BriefingID) ([]byte, error) {
	signed, err := one(ctx, s.reader(), scan[[]byte], "checkpoint.One", id)
	err = absent(err, fmt.Sprintf("there is no briefing with the id %.80q", string(id)), "look it up with `livebrief briefing list`")
	return signed, s.explain("reading the checkpoint", err)
}

// HashReader reads the stored hashes of a briefing's tree, for proofs and tiles.
func (s *Store) HashReader(ctx context.Context, id brief.BriefingID) tlog.HashReader {
	stored := readHashes(ctx, s.reader(), id)
	return tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		hashes, err := stored.ReadHashes(places)
		return hashes, s.explain("reading hashes of the record", err)
	})
}

// Leaves gives the leaf bytes of the entries from and to, both included.
func (s *Store) Leaves(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([][]byte, error) {
	leaves, err := many(ctx, s.reader(), scan[[]byte], "entry.Leaves", id, from, within(to))
	if err == nil && len(leaves) == 0 {
		_, err = s.Head(ctx, id)
	}
	return leaves, s.explain("reading the leaves of the record", err)
}

// readHashes reads hashes by their places in tlog's order, as a pool or an open transaction sees them.
func readHashes(ctx context.Context, r runner, id brief.BriefingID) tlog.HashReader {
	return tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		if len(places) == 0 {
			return nil, nil
		}
		found, err := fetchHashes(ctx, r, id, places)
		if err != nil {
			return nil, err
		}
		hashes := make([]tlog.Hash, len(places))
		for i, place := range places {
			h, ok := found[place]
			if !ok {
				return nil, brief.NotFound(fmt.Sprintf("the record has no stored hash %d", place), "it has not grown so far, or is damaged")
			}
			hashes[i] = h
		}
		return hashes, nil
	})
}

func fetchHashes(ctx context.Context, r runner, id brief.BriefingID, places []int64) (map[int64]tlog.Hash, error) {
	list, err := json.Marshal(places)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]tlog.Hash, len(places))
	err = r.each(ctx, func(rows row) error {
		var place int64
		var hash []byte
		if err := rows.Scan(&place, &hash); err != nil {
			return err
		}
		if len(hash) != tlog.HashSize {
			return &brief.Error{Kind: brief.KindOther, What: fmt.Sprintf("the stored hash %d has %d bytes", place, len(hash)), Do: "run `livebrief check`"}
		}
		found[place] = tlog.Hash(hash)
		return nil
	}, "hash.Some", id, string(list))
	return found, err
}
