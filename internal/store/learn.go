package store

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// learn locks the briefing and asks for everything that the acts need to know, on one way to the server and back. Which
// hashes that are depends on how many entries there are: it asks for those that fit what was written last from here.
func (w *writing) learn(acts []brief.Act) []statement {
	var items []brief.ItemID
	var keys []string
	for i := range acts {
		items = append(items, acts[i].Item)
		if acts[i].Key != "" {
			keys = append(keys, acts[i].Key)
		}
	}
	last, _ := w.s.heads.Load(w.b.ID)
	w.guess, _ = last.(brief.Seq)
	list := []statement{
		{name: "briefing.Lock", args: []any{w.b.ID}, see: func(r row) (err error) {
			w.locked = true
			w.b, err = scanBriefing(r)
			return err
		}},
		{name: "checkpoint.One", args: []any{w.b.ID}, see: func(r row) error { return r.Scan(&w.signed) }},
		w.askHashes(crownOf(w.guess)),
	}
	if len(items) > 0 {
		list = append(list, w.askItems(items))
	}
	if len(keys) > 0 {
		list = append(list, w.askKeys(keys))
	}
	return list
}

// learnt looks at the answers, and asks again for hashes where the guess was wrong.
func (w *writing) learnt(ctx context.Context) error {
	if !w.locked {
		return noBriefing(w.b.ID)
	}
	if w.guess == w.b.Seq {
		return nil
	}
	clear(w.crown)
	return w.r.all(ctx, []statement{w.askHashes(crownOf(w.b.Seq))})
}

// listed writes values as JSON, which is how a list goes into a statement.
func listed[T any](list []T) string {
	raw, err := json.Marshal(append([]T{}, list...)) // a list of nothing is no null
	if err != nil {
		panic(err) // numbers and strings have a form
	}
	return string(raw)
}

// pairs gives the rows that ask for each of several in one briefing.
func pairs[T any](id brief.BriefingID, list []T) [][]any {
	rows := make([][]any, len(list))
	for i, one := range list {
		rows[i] = []any{id, one}
	}
	return rows
}

// askItems asks where items stand.
func (w *writing) askItems(items []brief.ItemID) statement {
	return statement{name: "item.One", rows: pairs(w.b.ID, items), see: func(r row) error {
		var item brief.ItemID
		var at standing
		if err := r.Scan(&item, &at.rev, &at.head, &at.withdrawn, &at.began); err != nil {
			return err
		}
		w.items[item] = at
		return nil
	}}
}

// askKeys asks which keys of acts are known.
func (w *writing) askKeys(keys []string) statement {
	return statement{name: "idempotency.One", rows: pairs(w.b.ID, keys), see: func(r row) error {
		var key string
		var known keyed
		if err := r.Scan(&key, &known.seq, &known.digest); err != nil {
			return err
		}
		w.keys[key] = known
		return nil
	}}
}

// askHashes asks for hashes of the tree.
func (w *writing) askHashes(places []int64) statement {
	return statement{name: "hash.Some", args: []any{w.b.ID, listed(places)}, see: func(r row) error {
		place, hash, err := scanHash(r)
		w.crown[place] = hash
		return err
	}}
}

// crownOf gives the places of the hashes over so many entries that later ones are made from: the roots of the largest full
// trees, from the left.
func crownOf(size brief.Seq) []int64 {
	places := []int64{}
	for level, done := 62, int64(0); level >= 0; level-- {
		if whole := int64(1) << level; int64(size)&whole != 0 {
			places = append(places, tlog.StoredHashIndex(level, done>>level))
			done += whole
		}
	}
	return places
}

// hashes reads the tree as this transaction has made it.
func (w *writing) hashes() tlog.HashReader {
	return tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		list := make([]tlog.Hash, len(places))
		for i, place := range places {
			h, ok := w.crown[place]
			if !ok {
				return nil, missingHash(place)
			}
			list[i] = h
		}
		return list, nil
	})
}

// entry gives an entry of the record, from this transaction or before it.
func (w *writing) entry(ctx context.Context, seq brief.Seq) (brief.Published, error) {
	if p, ok := w.made[seq]; ok {
		return p.Published, nil
	}
	p, err := one(ctx, w.r, scanPublished, "entry.Range", w.b.ID, seq, seq)
	if err != nil {
		return p, fmt.Errorf("reading entry %d: %w", seq, err)
	}
	return p, nil
}
