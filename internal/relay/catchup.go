package relay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

const (
	// atOnce and bytesAtOnce bound what is held in memory, and kept in one transaction while a record is gathered.
	atOnce      = 1024
	bytesAtOnce = 8 << 20
	// refusedFirst and refusedLongest are the pauses before what was refused is looked at again, when it stays the same.
	refusedFirst, refusedLongest = 2 * time.Second, time.Minute
	// strangerAgain is the pause before a record of somebody who is not trusted is looked at again, whatever it has by then.
	strangerAgain = 10 * time.Minute
	// beginAgain is how often a gathered record may lack what only a newer checkpoint explains before it is begun anew.
	beginAgain = 5
)

// take brings one briefing up to a head, and notes what came of it; at is when the head was heard.
func (f *Follower) take(ctx context.Context, h Head, at time.Time) {
	f.mu.Lock()
	s := f.stands[h.Briefing]
	if s == nil {
		s = &following{status: Status{Since: f.begun}}
		f.stands[h.Briefing] = s
	}
	waits := f.Now().Before(s.again) && (s.refused == h.Hash || s.stranger == h.Key)
	known := s.proved == h.Hash
	f.mu.Unlock()
	if waits {
		return
	}
	var err error
	hash := h.Hash
	if !known {
		hash, err = f.catchUp(ctx, h)
	}
	if ctx.Err() != nil {
		return
	}
	switch brief.KindOf(err) {
	case brief.KindInvalid, brief.KindForbidden:
		f.refuse(s, h, err)
	default:
		f.note(s, h, hash, at, err)
	}
	f.look()
}

// refuse notes that what came was not taken.
func (f *Follower) refuse(s *following, h Head, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.refused != h.Hash {
		s.refused, s.times = h.Hash, 0
	}
	s.again = f.Now().Add(min(refusedFirst<<min(s.times, 10), refusedLongest))
	s.times++
	if s.stranger = ""; brief.KindOf(err) == brief.KindForbidden {
		s.stranger, s.again = h.Key, f.Now().Add(strangerAgain)
	}
	if text := err.Error(); text != s.status.Refused {
		s.status.Refused = text
		f.Log.Error("what came from the newsroom is refused; the last verified state stands", "briefing", h.Briefing, "reason", text,
			"cause", errors.Unwrap(err))
	}
}

// note notes that a briefing is where its newsroom is, or what keeps it from there.
func (f *Follower) note(s *following, h Head, hash string, at time.Time, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		s.proved, s.refused, s.stranger, s.times, s.said = hash, "", "", 0, ""
		s.status.Refused = ""
		if at.After(s.status.Since) {
			s.status.Since = at
		}
		return
	}
	if text := err.Error(); text != s.said {
		s.said = text
		f.Log.Warn("a briefing cannot be followed for the moment", "briefing", h.Briefing, "reason", text)
	}
}

// catchUp gets what is missing and hands it to the keeper, which proves it. It gives the hash of the checkpoint that was
// proved.
func (f *Follower) catchUp(ctx context.Context, h Head) (hash string, err error) {
	checkpoint, err := f.Source.Checkpoint(ctx, h)
	if err != nil {
		return "", err
	}
	origin, claimed, err := record.Claimed(checkpoint)
	if err != nil {
		return "", err
	}
	stand, err := f.Keeper.Stands(ctx, h.Briefing)
	if err != nil {
		return "", err
	}
	if stand.Origin == "" {
		stand.Origin = h.Origin
	}
	if origin != stand.Origin || origin != h.Origin {
		return "", brief.Invalid(fmt.Sprintf("the checkpoint that came is that of %.80q, and the briefing is %.80q", origin, stand.Origin), "")
	}
	judge := f.judge(h)
	switch {
	case stand.Shown.Size == 0:
		err = f.begin(ctx, h, stand, checkpoint, claimed.Size, judge)
	case claimed.Size < stand.Shown.Size:
		return "", brief.Unavailable(fmt.Sprintf("an older record came: %d entries, and here are %d", claimed.Size, stand.Shown.Size),
			"it stands as it is until the newer one is back", nil)
	case claimed.Size == stand.Shown.Size:
		err = same(checkpoint, origin, stand, judge.of)
	default:
		err = f.grow(ctx, h, stand, checkpoint, claimed.Size, judge)
	}
	if err != nil {
		return "", err
	}
	if err := f.Trust.meet(judge.found); err != nil {
		f.Log.Error("whose record it is could not be kept; after a restart it is met anew", "briefing", h.Briefing, "error", err)
	}
	if f.Grown != nil {
		f.Grown(ctx, h, checkpoint)
	}
	return HashOf(checkpoint), nil
}

// judging is a judge that remembers whom it found.
type judging struct {
	trust *Trust
	head  Head
	found Known
}

func (f *Follower) judge(h Head) *judging { return &judging{trust: f.Trust, head: h} }

func (j *judging) of(keys *record.Succession) (v note.Verifier, err error) {
	if v, err = j.trust.Judge(j.head.Origin, j.head.Key)(keys); err != nil {
		return nil, err
	}
	j.found, err = publisher(j.head.Origin, j.head.Key, keys)
	return v, err
}

// same looks at a checkpoint over as many entries as there are here: with the same root it only says again what is known.
func same(checkpoint []byte, origin string, stand Stand, judge Judge) error {
	key, err := judge(stand.Keys)
	if err != nil {
		return err
	}
	signed, err := record.OpenCheckpoint(checkpoint, origin, note.VerifierList(key))
	if err != nil {
		return err
	}
	if signed.Root != stand.Shown.Root {
		return brief.Invalid(fmt.Sprintf("the record has forked: its key signed two different records of %d entries", signed.Size),
			"keep both checkpoints and ask the publisher")
	}
	return nil
}

// begin gathers a record that is new here, in parts, and shows it when all of it is proved.
func (f *Follower) begin(ctx context.Context, h Head, stand Stand, checkpoint []byte, size int64, judge *judging) error {
	var batch []Entry
	bytes := 0
	flush := func() error {
		err := f.Keeper.Gather(ctx, h.Briefing, h.Origin, batch)
		batch, bytes = batch[:0], 0
		return err
	}
	from := int64(stand.Gathered) + 1
	if from > size+1 {
		// It was gathered up to a later checkpoint than this one.
		return brief.Unavailable(fmt.Sprintf("an older record came: %d entries, and %d are gathered", size, from-1), "", nil)
	}
	var err error
	if from <= size {
		err = f.Source.Entries(ctx, h, size, from, size, func(e Entry) error {
			batch = append(batch, e)
			if bytes += len(e.Leaf) + len(e.Beside.Body); len(batch) < atOnce && bytes < bytesAtOnce {
				return nil
			}
			return flush()
		})
	}
	if len(batch) > 0 && (err == nil || brief.KindOf(err) == brief.KindUnavailable) {
		err = errors.Join(err, flush()) // what came before the way broke off need not come again
	}
	if err == nil {
		err = f.Keeper.Settle(ctx, h.Briefing, checkpoint, judge.of)
	}
	return f.dropped(ctx, h, size, err)
}

// dropped forgets what was gathered when it turned out to be none of the publisher's, or to lack a text that no entry
// explains.
func (f *Follower) dropped(ctx context.Context, h Head, size int64, err error) error {
	switch brief.KindOf(err) {
	case brief.KindConflict:
		f.mu.Lock()
		s := f.stands[h.Briefing]
		s.times++
		again := s.times < beginAgain
		f.mu.Unlock()
		if again {
			return err
		}
	case brief.KindInvalid, brief.KindForbidden:
	default:
		return err
	}
	f.Source.Missed(ctx, h, 1, size)
	return errors.Join(err, f.Keeper.Drop(ctx, h.Briefing))
}

// errFull ends the reading of entries when as many as may be are in memory.
var errFull = errors.New("enough for now")

// grow gets what a record that is shown here has grown by. A little of it is read before the keeper begins, so that a
// slow way keeps nobody waiting; the rest of much is read while the keeper takes it.
func (f *Follower) grow(ctx context.Context, h Head, stand Stand, checkpoint []byte, size int64, judge *judging) error {
	var first []Entry
	bytes := 0
	from := stand.Shown.Size + 1
	err := f.Source.Entries(ctx, h, size, from, size, func(e Entry) error {
		first = append(first, e)
		if bytes += len(e.Leaf) + len(e.Beside.Body); len(first) < atOnce && bytes < bytesAtOnce {
			return nil
		}
		return errFull
	})
	if err != nil && !errors.Is(err, errFull) {
		return err
	}
	next := from + int64(len(first))
	err = f.Keeper.Follow(ctx, h.Briefing, checkpoint, judge.of, func(take func(Entry) error) error {
		for _, e := range first {
			if err := take(e); err != nil {
				return err
			}
		}
		if next > size {
			return nil
		}
		return f.Source.Entries(ctx, h, size, next, size, take)
	})
	if brief.KindOf(err) == brief.KindInvalid {
		f.Source.Missed(ctx, h, from, size)
	}
	return err
}
