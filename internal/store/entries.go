package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// scanPublished reads an entry with what stands beside it. The leaf was canonical when it was written; only a check
// holds it to that again, because it takes three times as long as reading it.
func scanPublished(r row) (brief.Published, error) { return scanParsed(r, readLeaf) }

func readLeaf(leaf []byte) (brief.Entry, error) {
	var e brief.Entry
	err := json.Unmarshal(leaf, &e)
	return e, err
}

func scanParsed(r row, parse func(leaf []byte) (brief.Entry, error)) (brief.Published, error) {
	var leaf []byte
	var p brief.Published
	var removal brief.Removal
	var at int64
	var body, order []byte
	if err := r.Scan(&leaf, &body, &p.Salt, &removal.By, &removal.Class, &at, &order); err != nil {
		return p, err
	}
	entry, err := parse(leaf)
	if err != nil {
		return p, &brief.Error{Kind: brief.KindOther, What: "an entry of the record cannot be read",
			Do: "run `livebrief check`, which says which one", Err: err}
	}
	p.Entry, p.Body = entry, body
	if removal.By > 0 {
		removal.At, removal.Replacement = moment(at), replacementIn(order, p.Entry.Seq)
		p.Removal = &removal
	}
	return p, nil
}

// replacementIn finds what a redaction put in the place of an entry: nothing, when the redaction itself is gone.
func replacementIn(order []byte, seq brief.Seq) json.RawMessage {
	var redaction brief.Redaction
	if json.Unmarshal(order, &redaction) != nil {
		return nil
	}
	for _, removed := range redaction.Removed {
		if removed.Seq == seq {
			return removed.Replacement
		}
	}
	return nil
}

// within keeps a sequence below what a database counts to.
func within(seq brief.Seq) brief.Seq { return min(seq, record.MaxSize) }

// Entries gives the entries from and to, both included, with their bodies or what removed them.
func (s *Store) Entries(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]brief.Published, error) {
	list, err := many(ctx, s.reader(), scanPublished, "entry.Range", id, within(from), within(to))
	if err == nil && len(list) == 0 {
		_, err = s.Head(ctx, id)
	}
	return list, s.explain("reading entries of the record", err)
}

// Bodies gives the entries with the given sequences; those that do not exist are left out.
func (s *Store) Bodies(ctx context.Context, id brief.BriefingID, seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
	found, err := some(ctx, s.reader(), id, seqs)
	return found, s.explain("reading entries of the record", err)
}

// someAtOnce is how many entries one query fetches.
const someAtOnce = 500

func some(ctx context.Context, r runner, id brief.BriefingID, seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
	found := make(map[brief.Seq]brief.Published, len(seqs))
	for len(seqs) > 0 {
		n := min(len(seqs), someAtOnce)
		places := make([]int64, n)
		for i, seq := range seqs[:n] {
			places[i] = int64(within(seq))
		}
		seqs = seqs[n:]
		err := r.each(ctx, func(rows row) error {
			p, err := scanPublished(rows)
			found[p.Entry.Seq] = p
			return err
		}, "entry.Some", id, listed(places))
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// History gives every entry of an item, oldest first.
func (s *Store) History(ctx context.Context, id brief.BriefingID, item brief.ItemID) ([]brief.Published, error) {
	list, err := many(ctx, s.reader(), scanPublished, "entry.OfItem", id, item)
	if err == nil && len(list) == 0 {
		err = brief.NotFound(fmt.Sprintf("nothing was published as the item %.80q", string(item)), "check the address")
	}
	return list, s.explain("reading the history of an item", err)
}

// SeqAt gives the greatest sequence whose time on the reader's clock is not after t, 0 when there is none. In a
// reconstruction that clock is the date that a person claims.
func (s *Store) SeqAt(ctx context.Context, id brief.BriefingID, t time.Time) (brief.Seq, error) {
	if _, err := s.Head(ctx, id); err != nil {
		return 0, err
	}
	seq, err := one(ctx, s.reader(), scan[brief.Seq], "entry.SeqAt", id, t.UnixMilli())
	return seq, s.explain("finding the edition at a time", err)
}
