package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
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

	// What the acts need to know, and what they have made of it so far.
	crown  map[int64]tlog.Hash // the hashes that the next ones are made from
	items  map[brief.ItemID]standing
	keys   map[string]keyed
	moved  map[brief.ItemID]bool // those whose standing has not been sent
	made   map[brief.Seq]written
	signed []byte    // the checkpoint that stands
	guess  brief.Seq // how many entries there were expected to be
	locked bool      // the briefing is there
	// out are the statements that wait to be sent, undo what takes the last turn back.
	out  []statement
	undo []func()
}

// written is an entry of this transaction.
type written struct {
	brief.Published
	person brief.PersonID
}

// newWriting is a transaction at the end of a record that has not begun: it begins with what [writing.learn] gives.
func (s *Store) newWriting(id brief.BriefingID) *writing {
	return &writing{s: s, b: BriefingRow{ID: id}, crown: map[int64]tlog.Hash{}, items: map[brief.ItemID]standing{},
		keys: map[string]keyed{}, made: map[brief.Seq]written{}, moved: map[brief.ItemID]bool{}}
}

// beginWriting locks the briefing within a transaction, and learns what the acts need to know.
func (s *Store) beginWriting(ctx context.Context, r runner, id brief.BriefingID, now time.Time, acts ...brief.Act) (*writing, error) {
	w := s.newWriting(id)
	if err := r.all(ctx, w.learn(acts)); err != nil {
		return nil, err
	}
	return w, w.begin(ctx, r, now)
}

// begin takes what was learnt. Time never runs backwards in a record, whatever the clock does.
func (w *writing) begin(ctx context.Context, r runner, now time.Time) error {
	w.r = r
	if err := w.learnt(ctx); err != nil {
		return err
	}
	w.start = w.b.Seq
	w.turnTo(now)
	return nil
}

// turnTo sets the time of the next acts.
func (w *writing) turnTo(now time.Time) {
	clock := keep(now)
	if now = clock; now.Before(w.b.At) {
		now = w.b.At
	}
	w.now, w.clock = now, clock
}

// turn writes the acts of one caller. What is refused is taken back and told to that caller alone; an error is one of
// the whole transaction.
func (w *writing) turn(ctx context.Context, t *turn) error {
	w.turnTo(t.now)
	if t.also != nil {
		if err := t.also(w.r); err != nil {
			return err
		}
	}
	before, crown, out := w.b, maps.Clone(w.crown), len(w.out)
	w.undo = nil
	t.entries = make([]brief.Entry, len(t.acts))
	for i := range t.acts {
		var err error
		if t.entries[i], err = w.act(ctx, &t.acts[i]); err == nil {
			continue
		}
		if kind := brief.KindOf(err); t.alone() || kind == brief.KindOther || kind == brief.KindUnavailable {
			return err
		}
		for _, undo := range slices.Backward(w.undo) {
			undo()
		}
		w.b, w.crown, w.out = before, crown, w.out[:out]
		t.entries, t.err = nil, err
		return nil
	}
	return nil
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
	if err := w.addLeaf(ctx, entry); err != nil {
		return brief.Entry{}, err
	}
	w.put("body.Add", entry.Briefing, entry.Seq, []byte(act.Body), salt[:])
	w.made[entry.Seq] = written{brief.Published{Entry: entry, Salt: salt[:]}, act.Person}
	w.stands(&entry)
	if err := w.remember(act, entry.Seq); err != nil {
		return brief.Entry{}, err
	}
	w.put("audit.Add", auditRow(brief.Audit{At: w.now, Person: act.Person, Verb: string(act.Kind), Object: string(act.Item), Brief: w.b.ID, Seq: entry.Seq})...)
	return entry, w.follow(ctx, act, entry)
}

// addLeaf writes the entry and the hashes that it completes.
func (w *writing) addLeaf(ctx context.Context, e brief.Entry) error {
	leaf, err := record.LeafBytes(e)
	if err != nil {
		return err
	}
	hashes, err := tlog.StoredHashes(e.Seq.Leaf(), leaf, w.hashes())
	if err != nil {
		return err
	}
	w.put("entry.Add", e.Briefing, e.Seq, e.Kind, e.Item, millis(e.When()), leaf)
	for i, h := range hashes {
		place := tlog.StoredHashIndex(0, e.Seq.Leaf()) + int64(i)
		w.put("hash.Add", e.Briefing, place, h[:])
		w.crown[place] = h
	}
	w.b.Seq, w.b.At = e.Seq, e.At
	next := map[int64]tlog.Hash{}
	for _, place := range crownOf(e.Seq) {
		next[place] = w.crown[place]
	}
	w.crown = next
	return nil
}

// stands notes where an entry leaves its item.
func (w *writing) stands(e *brief.Entry) {
	was, known := w.items[e.Item]
	now := standing{rev: e.Rev, head: e.Seq, withdrawn: was.withdrawn || e.Kind == brief.Withdraw, began: was.began}
	if was.rev == 0 {
		now.began = e.Kind
	}
	moved := w.moved[e.Item]
	w.items[e.Item], w.moved[e.Item] = now, true
	w.undo = append(w.undo, func() {
		if w.items[e.Item] = was; !known {
			delete(w.items, e.Item)
		}
		if !moved {
			delete(w.moved, e.Item)
		}
	})
}

// follow does what an entry of its kind brings with it.
func (w *writing) follow(ctx context.Context, act *brief.Act, e brief.Entry) error {
	switch act.Kind {
	case brief.Redact, brief.EntryBriefing, brief.EntryKey:
		// They ask the database, which has to know everything by now.
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
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

// finish signs the tree as it stands now, and gives what has to be sent. Without a new entry there is nothing to keep.
func (w *writing) finish(signer note.Signer) ([]statement, error) {
	if w.b.Seq == w.start {
		return nil, errUnchanged
	}
	size := int64(w.b.Seq)
	root, err := tlog.TreeHash(size, w.hashes())
	if err != nil {
		return nil, err
	}
	signed, err := record.Checkpoint(w.b.Origin, size, root, signer)
	if err != nil {
		return nil, err
	}
	if err := w.inForce(signer); err != nil {
		return nil, err
	}
	w.s.heads.Store(w.b.ID, w.b.Seq)
	return append(w.waiting(), statement{name: "checkpoint.Set", args: []any{w.b.ID, size, signed}},
		statement{name: "briefing.Advance", args: []any{w.b.Name, w.b.Seq, millis(w.b.At), w.b.ID}}), nil
}

// put lets a row wait.
func (w *writing) put(name string, args ...any) {
	w.out = append(w.out, statement{name: name, args: args})
}

// flush sends what waits.
func (w *writing) flush(ctx context.Context) error { return w.r.all(ctx, w.waiting()) }

// waiting takes the rows that wait, those of a table together.
func (w *writing) waiting() []statement {
	var list []statement
	at := map[string]int{}
	for _, st := range w.out {
		i, there := at[st.name]
		if !there {
			i = len(list)
			at[st.name] = i
			list = append(list, statement{name: st.name})
		}
		list[i].rows = append(list[i].rows, st.args)
	}
	w.out = nil
	if len(w.moved) > 0 {
		set := statement{name: "item.Set"}
		for _, item := range slices.Sorted(maps.Keys(w.moved)) {
			is := w.items[item]
			set.rows = append(set.rows, []any{w.b.ID, item, is.rev, is.head, is.withdrawn})
		}
		list = append(list, set)
		clear(w.moved)
	}
	return list
}

// standing is where an item stands; the zero value is an item that nothing was published about.
type standing struct {
	rev       int
	head      brief.Seq
	withdrawn bool
	// began is the kind of its first entry.
	began brief.EntryKind
}

// place finds where the act's item stands, and refuses an act that does not fit there.
func (w *writing) place(ctx context.Context, act *brief.Act) (standing, error) {
	at := w.items[act.Item]
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
		return at, kin(act, at.began)
	}
	return at, nil
}

// kin refuses an act of another family than its item's: a development does not become a statement.
func kin(act *brief.Act, began brief.EntryKind) error {
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
	who, when, err := w.author(ctx, at.head)
	if err != nil {
		return err
	}
	return brief.Conflict(fmt.Sprintf("%s made revision %d of this at %s, and you worked on revision %d",
		who, at.rev, told(when), max(act.IfRev, 0)), "look at the new revision, then do it again")
}

// author gives who made an entry, and when.
func (w *writing) author(ctx context.Context, seq brief.Seq) (name string, at time.Time, err error) {
	if of, ok := w.made[seq]; ok {
		p, err := one(ctx, w.r, scanPerson, "person.One", of.person)
		if errors.Is(err, sql.ErrNoRows) {
			p.Name, err = string(of.person), nil
		}
		return p.Name, of.Entry.At, err
	}
	by, err := one(ctx, w.r, scanAudit, "audit.OfEntry", w.b.ID, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return "somebody", w.b.At, nil
	}
	return by.Name, by.At, err
}
