package newsroom

import (
	"context"
	"errors"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// ledger is the record as the desk writes it: what the store has committed is at once an edition.
type ledger struct {
	*store.Store
	press *press
	keys  keyring
	now   func() time.Time
	guard *guard
	// published is told how long each publish took, from being asked to the pages that have it.
	published func(entries int, took time.Duration)
}

// CreateBriefing makes the briefing's keys, then its first entry, which declares them; without the entry they
// go again.
func (l ledger) CreateBriefing(ctx context.Context, act brief.Act, origin string) (brief.Entry, error) {
	declaration, err := l.keys.make(act.Briefing, origin, l.now())
	if err != nil {
		return brief.Entry{}, err
	}
	var entry brief.Entry
	if act.Body, err = record.Declare(act.Body, declaration); err == nil {
		err = l.guard.begin(act.Briefing)
	}
	if err == nil {
		entry, err = l.Store.CreateBriefing(ctx, act, origin)
	}
	if errors.Is(err, store.ErrUnknown) {
		return entry, err // the briefing may be there, and nobody else has its key
	}
	if err != nil {
		if dropped := errors.Join(l.keys.drop(act.Briefing), l.guard.forget(act.Briefing)); dropped != nil {
			l.press.log.Warn("the key of a briefing that was not made stays behind", "error", dropped)
		}
		return entry, err
	}
	l.guard.saw(ctx, act.Briefing, entry.Seq)
	return entry, l.press.open(ctx, act.Briefing, origin)
}

// Append commits the acts and lets the press follow. Once committed they stand: when the press fails, that is said
// in the log and mended by the next act or the watch, never by an error that would make the desk act again.
func (l ledger) Append(ctx context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	begin := l.now()
	entries, err := l.Store.Append(ctx, acts...)
	if err != nil || len(entries) == 0 {
		return entries, err
	}
	for _, e := range entries {
		if e.Kind == brief.EntryKey {
			l.promote(e.Briefing)
		}
	}
	last := entries[0]
	for _, e := range entries {
		if e.Seq > last.Seq { // one that was asked for again is an old one
			last = e
		}
	}
	l.guard.saw(ctx, last.Briefing, last.Seq)
	l.follow(ctx, entries[0].Briefing)
	l.published(len(entries), l.now().Sub(begin))
	return entries, nil
}

// promote lets a declared key take its place. When that fails the record is right all the same, and the next start
// tries again.
func (l ledger) promote(id brief.BriefingID) {
	if err := l.keys.promote(id); err != nil {
		l.press.log.Error("the declared key is not in its place; nothing can be published until it is", "error", err)
	}
}

// Embargo keeps an act, unless its briefing is held: nobody should count on what may not be published.
func (l ledger) Embargo(ctx context.Context, act brief.Act) (brief.Draft, error) {
	if err := l.guard.allow(ctx, act.Briefing); err != nil {
		return brief.Draft{}, err
	}
	return l.Store.Embargo(ctx, act)
}

// lift publishes what is due.
func (l ledger) lift(ctx context.Context, now time.Time) error {
	entries, err := l.Store.Lift(ctx, now)
	seen := map[brief.BriefingID]bool{}
	for _, e := range entries {
		l.guard.saw(ctx, e.Briefing, e.Seq)
		if !seen[e.Briefing] {
			seen[e.Briefing] = true
			l.follow(ctx, e.Briefing)
		}
	}
	return err
}

func (l ledger) follow(ctx context.Context, id brief.BriefingID) {
	if err := l.press.follow(context.WithoutCancel(ctx), id); err != nil {
		l.press.log.Error("the press lags behind the record", "error", err)
	}
}
