package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Adopt appends entries that the store has lost and a copy of the record has kept, exactly as they are: leaf, salt,
// time and removal. Walk hands over the entries of the copy in order; those that the store has are passed over. The
// checkpoint must be signed by a known key, and the tree must have its root when the last entry is in it: so what the
// store had is the beginning of the copy, and nothing stands in the record that was not signed. All of it is kept, or
// nothing. It gives how many entries were new. Entries carry no person and no key of an act; neither comes back.
func (s *Store) Adopt(ctx context.Context, id brief.BriefingID, checkpoint []byte, known note.Verifiers,
	walk func(take func(leaf []byte, beside record.Beside) error) error) (int, error) {
	var w *writing
	err := s.transact(ctx, func(r runner) (err error) {
		if w, err = s.beginWriting(ctx, r, id, s.now()); err != nil {
			return err
		}
		signed, err := record.OpenCheckpoint(checkpoint, w.b.Origin, known)
		if err != nil {
			return err
		}
		a := &adoption{writing: w, until: brief.Seq(signed.Size)}
		if err := walk(func(leaf []byte, beside record.Beside) error { return a.take(ctx, leaf, beside) }); err != nil {
			return err
		}
		if err := a.prove(ctx, signed); err != nil {
			return err
		}
		if a.b.Seq == a.start {
			return nil
		}
		if err := a.sign(ctx, checkpoint); err != nil {
			return err
		}
		return writeAudit(ctx, r, brief.Audit{At: s.now(), Name: "livebrief restore", Verb: "adopt", Brief: id, Seq: w.b.Seq,
			Object: fmt.Sprintf("entries %d to %d", w.start+1, w.b.Seq)})
	})
	if err != nil {
		return 0, s.explain("taking entries from a copy", err)
	}
	s.after(ctx, w)
	return int(w.b.Seq - w.start), nil
}

// after sees to it that a text which a writing removed is in no file.
func (s *Store) after(ctx context.Context, w *writing) {
	if w.removed {
		s.unscrubbed.Store(true)
	}
	s.scrub(ctx)
}

// adoption is a writing whose entries come from a copy.
type adoption struct {
	*writing
	until brief.Seq
	// followed says that the record is only followed here: see [Store.Follow].
	followed bool
	// gathering says that no reader sees it before it is whole: see [Store.Gather].
	gathering bool
	// gone are the new entries that the copy has no text of.
	gone []brief.Seq
}

// unfit says that the copy is no continuation of what the store has.
func unfit(seq brief.Seq, cause error) error {
	return &brief.Error{Kind: brief.KindInvalid, What: fmt.Sprintf("entry %d of the copy does not continue the record here", seq),
		Do: "nothing was taken over; compare both with the checkpoints that readers kept", Err: cause}
}

// take appends the next entry of the copy.
func (a *adoption) take(ctx context.Context, leaf []byte, beside record.Beside) error {
	e, err := record.ParseEntry(leaf)
	if err != nil {
		return err
	}
	if e.Seq <= a.start || e.Seq > a.until {
		return nil
	}
	p := brief.Published{Entry: e, Body: beside.Body, Salt: beside.Salt, Removal: beside.Removal}
	if err := errors.Join(a.follows(ctx, &e), record.VerifyEntry(p)); err != nil {
		return unfit(e.Seq, err)
	}
	if err := a.addLeaf(ctx, e); err != nil {
		return err
	}
	if err := a.text(ctx, &p); err != nil {
		return err
	}
	a.stands(&e)
	if a.undo = nil; len(a.out) < adoptedAtOnce {
		return nil
	}
	return a.flush(ctx)
}

// adoptedAtOnce is how many statements go to the database together.
const adoptedAtOnce = 1000

// follows holds an entry to the one before it and to its item.
func (a *adoption) follows(ctx context.Context, e *brief.Entry) error {
	if _, known := a.items[e.Item]; !known {
		if err := a.r.all(ctx, []statement{a.askItems([]brief.ItemID{e.Item})}); err != nil {
			return err
		}
	}
	was := a.items[e.Item]
	switch {
	case e.Briefing != a.b.ID:
		return brief.Invalid("it is of another briefing", "")
	case e.Seq != a.b.Seq+1:
		return brief.Invalid(fmt.Sprintf("entry %d stands before it", a.b.Seq), "")
	case e.At.Before(a.b.At):
		return brief.Invalid("it is older than the entry before it", "")
	case e.Rev != was.rev+1 || e.Prev != was.head:
		return brief.Invalid("it does not follow the revision of its item before it", "")
	case !e.Dated.IsZero() && !a.b.Reconstruction:
		return brief.Invalid("it is dated, and the briefing is no reconstruction", "")
	}
	return checkItem(e.Kind, e.Item)
}

// text writes what stands beside an entry, and does what the entry brings with it.
func (a *adoption) text(ctx context.Context, p *brief.Published) error {
	e := &p.Entry
	if p.Removal != nil {
		a.gone = append(a.gone, e.Seq)
		a.put("body.AddRemoved", e.Briefing, e.Seq, []byte{}, []byte{})
	} else {
		if err := checkBody(p.Body); err != nil {
			return unfit(e.Seq, err)
		}
		a.put("body.Add", e.Briefing, e.Seq, []byte(p.Body), p.Salt)
	}
	text := p.Text()
	switch {
	case text == nil:
		return nil
	case e.Kind == brief.EntryBriefing:
		if a.gathering {
			return nil // it takes its name when it is shown
		}
		return a.named(ctx, text)
	case e.Kind == brief.Redact:
		var order brief.Redaction
		if err := json.Unmarshal(text, &order); err != nil {
			return unfit(e.Seq, err)
		}
		if err := a.flush(ctx); err != nil {
			return err
		}
		return a.remove(ctx, order, *e)
	}
	return nil
}

// named takes over an address name. Where a record is only followed, the name belongs to whoever took it last: the one
// that had it has another by now, and that entry is still to come.
func (a *adoption) named(ctx context.Context, body []byte) error {
	if a.followed {
		facts, err := factsOf(body)
		if err != nil {
			return err
		}
		if _, err := a.r.exec(ctx, "briefing.Displace", facts.Name, a.b.ID); err != nil {
			return err
		}
	}
	return a.rename(ctx, &brief.Act{Body: body})
}

// prove holds what was taken over against the checkpoint, and every text that the copy has not against the entry that
// took it away.
func (a *adoption) prove(ctx context.Context, signed record.Tree) error {
	if int64(a.b.Seq) != signed.Size {
		return brief.Invalid(fmt.Sprintf("the copy is over %d entries, and the record here would have %d", signed.Size, a.b.Seq),
			"take a copy that is ahead of the record")
	}
	root, err := tlog.TreeHash(signed.Size, a.hashes())
	if err != nil {
		return err
	}
	if root != signed.Root {
		return unfit(a.start+1, errors.New("the root is another"))
	}
	if err := a.flush(ctx); err != nil {
		return err
	}
	for _, seq := range a.gone {
		err := a.explained(ctx, seq)
		if brief.KindOf(err) == brief.KindConflict {
			return err
		}
		if err != nil {
			return unfit(seq, err)
		}
	}
	return nil
}

// sign puts the checkpoint over what was taken over, which readers see from then on.
func (a *adoption) sign(ctx context.Context, checkpoint []byte) error {
	if _, err := a.r.exec(ctx, "checkpoint.Set", a.b.ID, int64(a.b.Seq), checkpoint); err != nil {
		return err
	}
	_, err := a.r.exec(ctx, "briefing.Advance", a.b.Name, a.b.Seq, millis(a.b.At), a.b.ID)
	return err
}

// explained demands that an entry without a text was removed by the entry that says so.
func (a *adoption) explained(ctx context.Context, seq brief.Seq) error {
	found, err := some(ctx, a.r, a.b.ID, []brief.Seq{seq})
	if err != nil {
		return err
	}
	p := found[seq]
	if p.Removal == nil && a.followed {
		return brief.Conflict("no entry up to here says that its text was removed", "fetch the newest checkpoint")
	}
	if p.Removal == nil {
		return brief.Invalid("no entry says that its text was removed", "")
	}
	by, err := some(ctx, a.r, a.b.ID, []brief.Seq{p.Removal.By})
	if err != nil {
		return err
	}
	return record.VerifyRemoval(p, by[p.Removal.By])
}
