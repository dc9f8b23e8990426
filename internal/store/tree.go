package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Checkpoint gives the signed checkpoint over all entries of a briefing.
func (s *Store) Checkpoint(ctx context.Context, id brief.BriefingID) ([]byte, error) {
	signed, err := one(ctx, s.reader(), scan[[]byte], "checkpoint.One", id)
	if errors.Is(err, sql.ErrNoRows) {
		err = noBriefing(id)
	}
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
				return nil, missingHash(place)
			}
			hashes[i] = h
		}
		return hashes, nil
	})
}

func missingHash(place int64) error {
	return brief.NotFound(fmt.Sprintf("the record has no stored hash %d", place), "it has not grown so far, or is damaged")
}

func scanHash(r row) (place int64, hash tlog.Hash, err error) {
	var stored []byte
	if err := r.Scan(&place, &stored); err != nil {
		return 0, hash, err
	}
	if len(stored) != tlog.HashSize {
		return 0, hash, &brief.Error{Kind: brief.KindOther, What: fmt.Sprintf("the stored hash %d has %d bytes", place, len(stored)), Do: "run `livebrief check`"}
	}
	return place, tlog.Hash(stored), nil
}

func fetchHashes(ctx context.Context, r runner, id brief.BriefingID, places []int64) (map[int64]tlog.Hash, error) {
	found := make(map[int64]tlog.Hash, len(places))
	err := r.each(ctx, func(rows row) error {
		place, hash, err := scanHash(rows)
		found[place] = hash
		return err
	}, "hash.Some", id, listed(places))
	return found, err
}
