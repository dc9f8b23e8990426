package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Append writes acts of one briefing into its record, all of them or none: sequence, time, salt, commit, leaf,
// tree, checkpoint, idempotency and audit in one transaction. An act whose key is known gives the entry that it
// made the first time. A different revision than IfRev is a conflict that names who made it; an act whose embargo
// is still to lift is refused as embargoed, see [Store.Embargo].
func (s *Store) Append(ctx context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	if len(acts) == 0 {
		return nil, brief.Invalid("there is nothing to publish", "hand in at least one act")
	}
	for i := range acts {
		act := &acts[i]
		if act.Briefing != acts[0].Briefing {
			return nil, brief.Invalid("these acts belong to different briefings", "hand in those of one briefing at a time")
		}
		if err := checkAct(act); err != nil {
			return nil, err
		}
	}
	return s.append(ctx, s.now(), acts, nil)
}

// append writes acts that have been checked, together with those of others who ask at the same moment; also joins the
// transaction, before the acts. A caller who goes away while the acts are being written hears what came of them.
func (s *Store) append(ctx context.Context, now time.Time, acts []brief.Act, also func(runner) error) ([]brief.Entry, error) {
	t := &turn{ctx: ctx, now: now, acts: acts, also: also, done: make(chan struct{})}
	if !s.queue.join(t) {
		select {
		case <-t.done:
		case <-ctx.Done():
			if s.queue.leave(t) {
				return nil, s.explain("publishing", ctx.Err())
			}
			<-t.done
		}
		return t.entries, t.err
	}
	id := acts[0].Briefing
	s.publish([]*turn{t})
	if others := s.queue.next(id); others != nil {
		s.queue.over.Go(func() { s.publishOn(id, others) })
	}
	return t.entries, t.err
}

// aMoment is for how long at most a transaction waits for others before it begins, however long the one before took.
const aMoment = 2 * time.Millisecond

// publishOn writes turns, and those who came meanwhile, until nobody waits.
func (s *Store) publishOn(id brief.BriefingID, turns []*turn) {
	for ; turns != nil; turns = s.queue.next(id) {
		begun := time.Now()
		s.publish(turns)
		// Those who have their answer may have the next act ready at once, and would else wait for a whole transaction. A
		// quarter of one is what it is worth to wait for them.
		ended := time.Now()
		worth := min(ended.Sub(begun)/4, aMoment)
		for all := s.queue.length(id) + len(turns); s.queue.length(id) < all && time.Since(ended) < worth; {
			runtime.Gosched()
		}
	}
}

// publish writes the turns of one briefing in one transaction and tells each caller what came of it. It ends with no
// caller's context: the others are not to suffer from one who goes away.
func (s *Store) publish(turns []*turn) {
	ctx := context.WithoutCancel(turns[0].ctx)
	if s.dialect.patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.dialect.patience)
		defer cancel()
	}
	var there []*turn
	for _, t := range turns {
		if t.err = t.ctx.Err(); t.err == nil {
			there = append(there, t)
		}
	}
	if len(there) > 0 {
		if err := s.commit(ctx, there); err != nil {
			for _, t := range there {
				t.entries, t.err = nil, err
			}
		}
	}
	for _, t := range turns {
		t.err = s.explain("publishing", t.err)
		close(t.done)
	}
}

// errUnchanged ends a transaction that has nothing to keep.
var errUnchanged = errors.New("nothing was written")

// commit is the transaction. A turn that is refused has its error; an error of commit is that of all turns.
func (s *Store) commit(ctx context.Context, turns []*turn) error {
	var acts []brief.Act
	for _, t := range turns {
		acts = append(acts, t.acts...)
	}
	signer, err := s.signerOf(acts)
	if err != nil {
		return err
	}
	w := s.newWriting(acts[0].Briefing)
	err = s.transactRound(ctx, w.learn(acts), func(r runner) ([]statement, error) {
		if err := w.begin(ctx, r, turns[0].now); err != nil {
			return nil, err
		}
		for _, t := range turns {
			if err := w.turn(ctx, t); err != nil {
				return nil, err
			}
		}
		return w.finish(signer)
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return err
	}
	if w.removed {
		s.unscrubbed.Store(true)
	}
	s.scrub(ctx)
	return nil
}

// CreateBriefing makes a briefing and writes its first entry. The origin is the first line of its checkpoints and
// the name of its key, for ever; the address name must be free.
func (s *Store) CreateBriefing(ctx context.Context, act brief.Act, origin string) (brief.Entry, error) {
	if act.Kind != brief.EntryBriefing {
		return brief.Entry{}, brief.Invalid(fmt.Sprintf("a briefing cannot begin with an entry of the kind %s", act.Kind),
			"begin with the briefing itself")
	}
	if err := checkAct(&act); err != nil {
		return brief.Entry{}, err
	}
	if !act.EmbargoUntil.IsZero() {
		return brief.Entry{}, brief.Invalid("a briefing cannot be made under embargo", "make it, and hold back what is published in it")
	}
	if err := record.CheckOrigin(origin); err != nil {
		return brief.Entry{}, err
	}
	facts, err := factsOf(act.Body)
	if err != nil {
		return brief.Entry{}, err
	}
	if known, err := s.exists(ctx, act.Briefing); err != nil {
		return brief.Entry{}, err
	} else if known {
		return s.createAgain(ctx, act)
	}
	row := BriefingRow{ID: act.Briefing, Name: facts.Name, Origin: origin, Reconstruction: facts.Reconstruction}
	signer, err := s.signer(act.Briefing)
	if err != nil {
		return brief.Entry{}, err
	}
	var entry brief.Entry
	err = s.transactRound(ctx, nil, func(r runner) ([]statement, error) {
		if err := claim(ctx, r, row); err != nil {
			return nil, err
		}
		if _, err := r.exec(ctx, "briefing.Add", row.ID, row.Name, row.Origin, row.Reconstruction); err != nil {
			return nil, err
		}
		w, err := s.beginWriting(ctx, r, row.ID, s.now(), act)
		if err != nil {
			return nil, err
		}
		if entry, err = w.act(ctx, &act); err != nil {
			return nil, err
		}
		return w.finish(signer)
	})
	return entry, s.explain("making the briefing", err)
}

// createAgain answers a repeated creation: the same key with the same act is the first entry again.
func (s *Store) createAgain(ctx context.Context, act brief.Act) (brief.Entry, error) {
	var entry brief.Entry
	err := s.transact(ctx, func(r runner) error {
		w, err := s.beginWriting(ctx, r, act.Briefing, s.now(), act)
		if err != nil {
			return err
		}
		known, found, err := w.known(ctx, &act)
		if err == nil && !found {
			err = brief.Conflict("there is a briefing with this id already", "make it again with a new id")
		}
		entry = known
		return err
	})
	return entry, s.explain("making the briefing", err)
}

func (s *Store) exists(ctx context.Context, id brief.BriefingID) (bool, error) {
	_, err := s.Head(ctx, id)
	if brief.KindOf(err) == brief.KindNotFound {
		return false, nil
	}
	return err == nil, err
}

// claim refuses a name or an origin that another briefing has.
func claim(ctx context.Context, r runner, b BriefingRow) error {
	byName, err := many(ctx, r, scan[bool], "briefing.Claimed", b.Name, b.Name, b.Origin, b.ID)
	switch {
	case err != nil || len(byName) == 0:
		return err
	case byName[0]:
		return brief.Conflict(fmt.Sprintf("another briefing has the address name %q", string(b.Name)), "choose another name")
	}
	return brief.Conflict(fmt.Sprintf("the record of another briefing has the origin %s", b.Origin),
		"choose another name, or a random origin")
}

// factsOf reads the body of a briefing entry as far as the store needs it.
func factsOf(body json.RawMessage) (brief.Briefing, error) {
	var facts brief.Briefing
	if err := json.Unmarshal(body, &facts); err != nil {
		return facts, &brief.Error{Kind: brief.KindInvalid, What: "the body is not that of a briefing",
			Do: "check the names and types of its fields", Err: err}
	}
	return facts, facts.Name.Check()
}

// signer finds the key before the transaction begins, because finding it may take a while.
func (s *Store) signer(id brief.BriefingID) (note.Signer, error) {
	if s.opts.Signers == nil {
		return nil, brief.Forbidden("this program holds no keys and cannot publish", "publish where the signing key is")
	}
	signer, err := s.opts.Signers(id)
	if err != nil {
		return nil, fmt.Errorf("finding the key that signs: %w", err)
	}
	return signer, nil
}

// told writes a moment for people.
func told(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
