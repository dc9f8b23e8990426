package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"livebrief/internal/brief"
)

// Embargo keeps an act until its embargo lifts. Until then nothing of it is in the record: it has no sequence. It
// is held to the same rules as if it were published now, so that whoever writes it hears of a conflict at once.
func (s *Store) Embargo(ctx context.Context, act brief.Act) (brief.Draft, error) {
	if act.EmbargoUntil.IsZero() {
		return brief.Draft{}, brief.Invalid("there is no embargo on this", "say until when, or publish it")
	}
	if err := checkDate("end of the embargo", act.EmbargoUntil); err != nil {
		return brief.Draft{}, err
	}
	if act.EmbargoUntil.UnixMilli() <= 0 {
		// A column holds 0 for no embargo, so that one before 1970 would never lift.
		return brief.Draft{}, brief.Invalid("an embargo cannot end before 1970", "set the clock of the machine, and the time of the embargo")
	}
	if act.Kind == brief.Redact {
		return brief.Draft{}, brief.Invalid("a redaction cannot wait for an embargo", "redact it now")
	}
	if err := errors.Join(checkAct(&act), checkForm(&act)); err != nil {
		return brief.Draft{}, err
	}
	var kept waiting
	err := s.transact(ctx, func(r runner) error {
		w, err := s.beginWriting(ctx, r, act.Briefing, s.now(), act)
		if err != nil {
			return err
		}
		again, found, err := w.embargoed(ctx, &act)
		if err != nil || found {
			kept = again
			return err
		}
		if _, err := w.place(ctx, &act); err != nil {
			return err
		}
		if kept, err = s.wait(act); err != nil {
			return err
		}
		if err := kept.add(ctx, r); err != nil {
			return err
		}
		return writeAudit(ctx, r, brief.Audit{At: w.now, Person: act.Person, Verb: "embargo", Object: string(act.Item), Brief: act.Briefing})
	})
	return kept.draft(), s.explain("keeping an act under embargo", err)
}

// embargoed finds the draft that the act's key stands for.
func (w *writing) embargoed(ctx context.Context, act *brief.Act) (waiting, bool, error) {
	if act.Key == "" {
		return waiting{}, false, nil
	}
	if e, found, err := w.known(ctx, act); err != nil {
		return waiting{}, false, err
	} else if found {
		return waiting{}, false, brief.Conflict("the embargo of this has lifted and it was published at "+told(e.At), "look at what was published")
	}
	kept, err := one(ctx, w.r, scanWaiting, "draft.ByKey", act.Briefing, act.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return waiting{}, false, nil
	}
	if err != nil {
		return waiting{}, false, err
	}
	if !kept.same(act) {
		return waiting{}, false, brief.Conflict("this key belongs to another act under embargo", "use a new key for a new act")
	}
	return kept, true, nil
}

// NextLift gives the moment of the next embargo to lift, the zero time when nothing waits.
func (s *Store) NextLift(ctx context.Context) (time.Time, error) {
	next, err := one(ctx, s.reader(), scan[int64], "draft.NextLift")
	return moment(next), s.explain("looking for the next embargo", err)
}

// Lift publishes what is due at now, in the order of the embargoes, however long ago they lifted. Each act is held
// to the revision that its writer saw: one that does not fit any more becomes an ordinary draft that says why. A
// failure of the machine leaves an act waiting and is returned; the others go out all the same.
func (s *Store) Lift(ctx context.Context, now time.Time) ([]brief.Entry, error) {
	due, err := many(ctx, s.reader(), scanWaiting, "draft.Due", millis(now))
	if err != nil {
		return nil, s.explain("looking for embargoes that lift", err)
	}
	var lifted []brief.Entry
	var failures []error
	for i := range due {
		entry, published, err := s.lift(ctx, now, &due[i])
		if err != nil {
			failures = append(failures, err)
		} else if published {
			lifted = append(lifted, entry)
		}
	}
	return lifted, s.explain("publishing what was under embargo", errors.Join(failures...))
}

// errGone says that somebody took the draft away or published it meanwhile.
var errGone = errors.New("the draft is gone")

func (s *Store) lift(ctx context.Context, now time.Time, kept *waiting) (brief.Entry, bool, error) {
	entries, err := s.append(ctx, now, []brief.Act{kept.act}, func(r runner) error {
		gone, err := r.exec(ctx, "draft.Remove", kept.act.Briefing, kept.id)
		if err == nil && gone == 0 {
			err = errGone
		}
		return err
	})
	switch kind := brief.KindOf(err); {
	case err == nil:
		return entries[0], true, nil
	case errors.Is(err, errGone):
		return brief.Entry{}, false, nil
	case kind != brief.KindConflict && kind != brief.KindInvalid:
		return brief.Entry{}, false, err
	}
	_, failed := s.change(ctx, "draft.Release", err.Error(), kept.act.Briefing, kept.id)
	return brief.Entry{}, false, failed
}
