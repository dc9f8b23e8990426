package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Judge says which key must have signed a checkpoint over a record that is followed, by the keys that the record
// declares up to there. It refuses a record of somebody else.
type Judge func(keys *record.Succession) (note.Verifier, error)

// Follow appends what a record that grows elsewhere has grown by. It is as [Store.Adopt], but that the key is found in
// the record itself, an address name goes to whoever took it last, and nobody is said to have done it. An entry whose
// text is removed by one that the checkpoint does not cover is a Conflict: a newer checkpoint covers both.
func (s *Store) Follow(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge Judge,
	walk func(take func(leaf []byte, beside record.Beside) error) error) (int, error) {
	var w *writing
	err := s.transact(ctx, func(r runner) (err error) {
		if w, err = s.beginWriting(ctx, r, id, s.now()); err != nil {
			return err
		}
		_, claimed, err := record.Claimed(checkpoint)
		if err != nil {
			return err
		}
		a := &adoption{writing: w, until: brief.Seq(claimed.Size), followed: true}
		if err := walk(func(leaf []byte, beside record.Beside) error { return a.take(ctx, leaf, beside) }); err != nil {
			return err
		}
		return a.judged(ctx, checkpoint, judge)
	})
	if err != nil {
		return 0, s.explain("following a record", err)
	}
	s.after(ctx, w)
	return int(w.b.Seq - w.start), nil
}

// judged proves what was taken over, by the key that has to have signed it, and shows it to readers.
func (a *adoption) judged(ctx context.Context, checkpoint []byte, judge Judge) error {
	if err := a.flush(ctx); err != nil {
		return err
	}
	keys, err := succession(ctx, a.r, a.b.ID, a.b.Seq)
	if err != nil {
		return err
	}
	key, err := judge(keys)
	if err != nil {
		return err
	}
	signed, err := record.OpenCheckpoint(checkpoint, a.b.Origin, note.VerifierList(key))
	if err != nil {
		return err
	}
	if err := a.prove(ctx, signed); err != nil {
		return err
	}
	if a.b.Seq == a.start {
		return nil
	}
	own, err := record.Alone(checkpoint, key)
	if err != nil {
		return err
	}
	return a.sign(ctx, own)
}

// Gather keeps the next entries of a record that is not shown here yet, so that a long one comes in parts. No reader
// sees any of it before [Store.Settle] has proved it. Entries that are here are passed over. The origin is what the
// checkpoint of the record will have to name.
func (s *Store) Gather(ctx context.Context, id brief.BriefingID, origin string,
	walk func(take func(leaf []byte, beside record.Beside) error) error) error {
	if err := record.CheckOrigin(origin); err != nil {
		return err
	}
	err := s.transact(ctx, func(r runner) error {
		a := &adoption{until: record.MaxSize, followed: true, gathering: true}
		err := walk(func(leaf []byte, beside record.Beside) (err error) {
			if a.writing == nil {
				if a.writing, err = s.resume(ctx, r, id, origin, beside); err != nil {
					return err
				}
			}
			return a.take(ctx, leaf, beside)
		})
		if err != nil || a.writing == nil {
			return err
		}
		return a.flush(ctx)
	})
	return s.explain("gathering a record", err)
}

// resume goes on gathering where it ended, or begins with what stands beside the first entry.
func (s *Store) resume(ctx context.Context, r runner, id brief.BriefingID, origin string, first record.Beside) (*writing, error) {
	if _, err := s.briefing(ctx, r, "briefing.One", id); brief.KindOf(err) == brief.KindNotFound {
		facts, err := firstFacts(first)
		if err != nil {
			return nil, err
		}
		row := BriefingRow{ID: id, Name: "~" + brief.Name(id), Origin: origin, Reconstruction: facts.Reconstruction}
		if err := claim(ctx, r, row); err != nil {
			return nil, err
		}
		if _, err := r.exec(ctx, "briefing.Add", row.ID, row.Name, row.Origin, row.Reconstruction); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	return s.gathered(ctx, r, id)
}

// firstFacts reads the first entry of a record. When it has lost its text nobody can tell any more whether the record is
// a reconstruction, and dates pass.
func firstFacts(first record.Beside) (brief.Briefing, error) {
	text := (&brief.Published{Body: first.Body, Removal: first.Removal}).Text()
	switch {
	case first.Seq != 1:
		return brief.Briefing{}, brief.Invalid(fmt.Sprintf("the record begins with entry %d", first.Seq), "begin with the first")
	case text == nil:
		return brief.Briefing{Reconstruction: true}, nil
	}
	return factsOf(text)
}

// gathered is a writing behind the last entry that was gathered.
func (s *Store) gathered(ctx context.Context, r runner, id brief.BriefingID) (*writing, error) {
	w, err := s.beginWriting(ctx, r, id, s.now())
	if err != nil {
		return nil, err
	}
	if w.b.Seq > 0 {
		return nil, brief.Conflict("this briefing is shown already", "follow it")
	}
	last, err := one(ctx, r, scan[brief.Seq], "entry.Last", id)
	if err != nil || last == 0 {
		return w, err
	}
	list, err := many(ctx, r, scanPublished, "entry.Range", id, last, last)
	if err != nil {
		return nil, err
	}
	if len(list) != 1 {
		return nil, fmt.Errorf("the entry %d of %s cannot be found", last, id)
	}
	w.b.Seq, w.b.At, w.start = last, list[0].Entry.At, last
	clear(w.crown)
	return w, r.all(ctx, []statement{w.askHashes(crownOf(last))})
}

// Gathered tells how many entries of a record that is not shown yet are here.
func (s *Store) Gathered(ctx context.Context, id brief.BriefingID) (brief.Seq, error) {
	last, err := one(ctx, s.reader(), scan[brief.Seq], "entry.Last", id)
	return last, s.explain("looking how much was gathered", err)
}

// Settle proves a record that was gathered, and shows it from then on.
func (s *Store) Settle(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge Judge) error {
	var w *writing
	err := s.transact(ctx, func(r runner) (err error) {
		if w, err = s.gathered(ctx, r, id); err != nil {
			return err
		}
		a := &adoption{writing: w, followed: true}
		if a.gone, err = many(ctx, r, scan[brief.Seq], "body.Gone", id); err != nil {
			return err
		}
		w.start = 0 // all of it is new to readers
		named, err := many(ctx, r, scanPublished, "entry.OfItem", id, brief.ItemBriefing)
		if err != nil {
			return err
		}
		if err := a.newcomer(ctx, named); err != nil {
			return err
		}
		return a.judged(ctx, checkpoint, judge)
	})
	if err != nil {
		return s.explain("showing a record that was gathered", err)
	}
	w.removed = true // texts may have been gathered and removed again
	s.after(ctx, w)
	return nil
}

// newcomer takes the address name that a gathered record has come to, if it is free: whoever is new takes no name away from
// a record that readers see, for nobody knows yet that both are of one publisher.
func (a *adoption) newcomer(ctx context.Context, named []brief.Published) error {
	for i := len(named) - 1; i >= 0; i-- {
		text := named[i].Text()
		if text == nil || named[i].Entry.Kind != brief.EntryBriefing {
			continue
		}
		facts, err := factsOf(text)
		if err != nil {
			return err
		}
		a.b.Name = facts.Name
		if err := claim(ctx, a.r, a.b); brief.KindOf(err) == brief.KindConflict {
			return brief.Unavailable(fmt.Sprintf("the record %s wants the address name %q, which another briefing has here", a.b.Origin, string(facts.Name)),
				"it is shown when the other gives the name up", err)
		} else if err != nil {
			return err
		}
		return nil
	}
	return nil
}

// Drop forgets what was gathered of a record that is not shown yet.
func (s *Store) Drop(ctx context.Context, id brief.BriefingID) error {
	err := s.transact(ctx, func(r runner) error {
		b, err := s.briefing(ctx, r, "briefing.Lock", id)
		if err != nil || b.Seq > 0 {
			return err
		}
		for _, drop := range []string{"gathered.Drop_removals", "gathered.Drop_bodies", "gathered.Drop_items", "gathered.Drop_hashes",
			"gathered.Drop_entries", "gathered.Drop"} {
			if _, err := r.exec(ctx, drop, id); err != nil {
				return err
			}
		}
		return nil
	})
	if brief.KindOf(err) == brief.KindNotFound {
		return nil
	}
	return s.explain("forgetting what was gathered", err)
}
