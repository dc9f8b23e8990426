package newsroom

import (
	"context"
	"errors"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// ledger is the record as the desk writes it: what the store has committed is at once an edition.
type ledger struct {
	*store.Store
	press *press
	keys  keyring
	guard *guard
}

// CreateBriefing makes the briefing's key, then its first entry; without the entry the key goes again.
func (l ledger) CreateBriefing(ctx context.Context, act brief.Act, origin string) (brief.Entry, error) {
	if err := l.keys.make(act.Briefing, origin); err != nil {
		return brief.Entry{}, err
	}
	entry, err := brief.Entry{}, l.guard.begin(act.Briefing)
	if err == nil {
		entry, err = l.Store.CreateBriefing(ctx, act, origin)
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
	entries, err := l.Store.Append(ctx, acts...)
	if err != nil || len(entries) == 0 {
		return entries, err
	}
	last := entries[0]
	for _, e := range entries {
		if e.Seq > last.Seq { // one that was asked for again is an old one
			last = e
		}
	}
	l.guard.saw(ctx, last.Briefing, last.Seq)
	l.follow(ctx, entries[0].Briefing)
	return entries, nil
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
