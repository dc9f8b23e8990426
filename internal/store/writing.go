package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// writing is one transaction at the end of one briefing's record. It holds the lock of that briefing.
type writing struct {
	s *Store
	r runner
	// b is the briefing as it will stand; its Seq and At follow every act.
	b BriefingRow
	// start is the sequence before the first act, now the time that the acts get, clock what the server's clock said:
	// a clock that once ran ahead has left a later time in the record, and no embargo lifts for that.
	start brief.Seq
	now   time.Time
	clock time.Time
	// removed says that a redaction took text away.
	removed bool
	// declared is the public half of the key that an act declared, empty when none did.
	declared string
}

// beginWriting locks the briefing. Time never runs backwards in a record, whatever the clock does.
func (s *Store) beginWriting(ctx context.Context, r runner, id brief.BriefingID, now time.Time) (*writing, error) {
	b, err := s.briefing(ctx, r, "briefing.Lock", id)
	if err != nil {
		return nil, err
	}
	clock := keep(now)
	if now = clock; now.Before(b.At) {
		now = b.At
	}
	return &writing{s: s, r: r, b: b, start: b.Seq, now: now, clock: clock}, nil
}

// act writes one act, or finds the entry that it made before.
func (w *writing) act(ctx context.Context, act *brief.Act) (brief.Entry, error) {
	if known, found, err := w.known(ctx, act); err != nil || found {
		return known, err
	}
	if act.EmbargoUntil.After(w.clock) {
		return brief.Entry{}, brief.Embargoed("this is under embargo until "+told(act.EmbargoUntil), "keep it with its embargo")
	}
	at, err := w.place(ctx, act)
	if err != nil {
		return brief.Entry{}, err
	}
	salt, err := record.NewSalt(w.s.opts.Random)
	if err != nil {
		return brief.Entry{}, err
	}
	entry := entryOf(act, w.b.Seq+1, at.rev+1, at.head, w.now, record.CommitTo(salt[:], act.Body))
	if err := w.add(ctx, entry, act.Body, salt); err != nil {
		return brief.Entry{}, err
	}
	if err := w.follow(ctx, act, entry); err != nil {
		return brief.Entry{}, err
	}
	withdrawn := at.withdrawn || act.Kind == brief.Withdraw
	if _, err := w.r.exec(ctx, "item.Set", w.b.ID, act.Item, entry.Rev, entry.Seq, withdrawn); err != nil {
		return brief.Entry{}, err
	}
	if err := w.remember(ctx, act, entry.Seq); err != nil {
		return brief.Entry{}, err
	}
	return entry, writeAudit(ctx, w.r, brief.Audit{At: w.now, Person: act.Person, Verb: string(act.Kind),
		Object: string(act.Item), Brief: w.b.ID, Seq: entry.Seq})
}

// add writes the entry, what stands beside it, and the hashes that it completes.
func (w *writing) add(ctx context.Context, e brief.Entry, body []byte, salt record.Salt) error {
	if err := w.addLeaf(ctx, e); err != nil {
		return err
	}
	_, err := w.r.exec(ctx, "body.Add", e.Briefing, e.Seq, body, salt[:])
	return err
}

// addLeaf writes the entry and the hashes that it completes.
func (w *writing) addLeaf(ctx context.Context, e brief.Entry) error {
	leaf, err := record.LeafBytes(e)
	if err != nil {
		return err
	}
	hashes, err := tlog.StoredHashes(e.Seq.Leaf(), leaf, w.hashes(ctx))
	if err != nil {
		return err
	}
	if _, err := w.r.exec(ctx, "entry.Add", e.Briefing, e.Seq, e.Kind, e.Item, millis(e.When()), leaf); err != nil {
		return err
	}
	for i, h := range hashes {
		place := tlog.StoredHashIndex(0, e.Seq.Leaf()) + int64(i)
		if _, err := w.r.exec(ctx, "hash.Add", e.Briefing, place, h[:]); err != nil {
			return err
		}
	}
	w.b.Seq, w.b.At = e.Seq, e.At
	return nil
}

// follow does what an entry of its kind brings with it.
func (w *writing) follow(ctx context.Context, act *brief.Act, e brief.Entry) error {
	switch act.Kind {
	case brief.Redact:
		return w.redact(ctx, act, e)
	case brief.EntryBriefing:
		return w.rename(ctx, act)
	case brief.EntryKey:
		return w.declare(ctx, act, e)
	}
	return nil
}

// rename takes over the address name from the body of a briefing entry.
func (w *writing) rename(ctx context.Context, act *brief.Act) error {
	facts, err := factsOf(act.Body)
	if err != nil {
		return err
	}
	if facts.Reconstruction && !w.b.Reconstruction {
		return brief.Invalid("only the first entry can make a briefing a reconstruction", "make a new briefing for it")
	}
	if facts.Name == w.b.Name {
		return nil
	}
	w.b.Name = facts.Name
	return claim(ctx, w.r, w.b)
}

// finish signs the tree as it stands now. Without a new entry there is nothing to do.
func (w *writing) finish(ctx context.Context, signer note.Signer) error {
	if w.b.Seq == w.start {
		return nil
	}
	size := int64(w.b.Seq)
	root, err := tlog.TreeHash(size, w.hashes(ctx))
	if err != nil {
		return err
	}
	signed, err := record.Checkpoint(w.b.Origin, size, root, signer)
	if err != nil {
		return err
	}
	if err := w.inForce(ctx, signer); err != nil {
		return err
	}
	if _, err := w.r.exec(ctx, "checkpoint.Set", w.b.ID, size, signed); err != nil {
		return err
	}
	_, err = w.r.exec(ctx, "briefing.Advance", w.b.Name, w.b.Seq, millis(w.b.At), w.b.ID)
	return err
}

// hashes reads the tree as this transaction sees it.
func (w *writing) hashes(ctx context.Context) tlog.HashReader {
	return readHashes(ctx, w.r, w.b.ID)
}

// standing is where an item stands; the zero value is an item that nothing was published about.
type standing struct {
	rev       int
	head      brief.Seq
	withdrawn bool
}

func scanStanding(r row) (at standing, err error) {
	err = r.Scan(&at.rev, &at.head, &at.withdrawn)
	return at, err
}

// place finds where the act's item stands, and refuses an act that does not fit there.
func (w *writing) place(ctx context.Context, act *brief.Act) (standing, error) {
	at, err := one(ctx, w.r, scanStanding, "item.One", act.Briefing, act.Item)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return at, err
	}
	switch {
	case !act.Dated.IsZero() && !w.b.Reconstruction:
		return at, brief.Invalid("only a reconstruction can date its entries", "leave the date out")
	case at.rev == 0 && (act.Kind.OfDevelopment() && act.Kind != brief.Publish || act.Kind == brief.Redact):
		return at, brief.Invalid(fmt.Sprintf("nothing was published as the item %.80q", string(act.Item)), "publish it first")
	case at.withdrawn && act.Kind != brief.Redact:
		return at, brief.Invalid("this item was withdrawn", "publish a new item instead")
	case act.IfRev != -1 && act.IfRev != at.rev, at.rev > 0 && act.Kind == brief.Publish:
		return at, w.conflict(ctx, act, at)
	case at.rev == 0 && act.Kind == brief.EntryOutcome:
		return at, brief.Invalid(fmt.Sprintf("there is no statement %.80q to decide on", string(act.Item)), "record it first")
	case at.rev > 0 && act.Kind != brief.Redact:
		return at, w.kin(ctx, act)
	}
	return at, nil
}

// kin refuses an act of another family than its item's: a development does not become a statement.
func (w *writing) kin(ctx context.Context, act *brief.Act) error {
	began, err := one(ctx, w.r, scan[brief.EntryKind], "entry.FirstKind", act.Briefing, act.Item)
	if err != nil {
		return err
	}
	if family(began) != family(act.Kind) {
		return brief.Invalid(fmt.Sprintf("the item %.80q began as a %s and cannot become a %s", string(act.Item), began, act.Kind), "use an item of its own")
	}
	return nil
}

// conflict says who changed the item, to which revision and when.
func (w *writing) conflict(ctx context.Context, act *brief.Act, at standing) error {
	if at.rev == 0 {
		return brief.Conflict(fmt.Sprintf("you worked on revision %d of something that is not there", act.IfRev),
			"reload and look again")
	}
	who, when := "somebody", w.b.At
	by, err := one(ctx, w.r, scanAudit, "audit.OfEntry", w.b.ID, at.head)
	switch {
	case err == nil:
		who, when = by.Name, by.At
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	return brief.Conflict(fmt.Sprintf("%s made revision %d of this at %s, and you worked on revision %d",
		who, at.rev, told(when), max(act.IfRev, 0)), "look at the new revision, then do it again")
}
