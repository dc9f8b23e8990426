package newsroom

import (
	"context"
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
}

// CreateBriefing makes the briefing's keys, then its first entry, which declares them; without the entry they go again.
func (l ledger) CreateBriefing(ctx context.Context, act brief.Act, origin string) (brief.Entry, error) {
	declaration, err := l.keys.make(act.Briefing, origin, l.now())
	if err != nil {
		return brief.Entry{}, err
	}
	var entry brief.Entry
	if act.Body, err = record.Declare(act.Body, declaration); err == nil {
		entry, err = l.Store.CreateBriefing(ctx, act, origin)
	}
	if err != nil {
		if dropped := l.keys.drop(act.Briefing); dropped != nil {
			l.press.log.Warn("the key of a briefing that was not made stays behind", "error", dropped)
		}
		return entry, err
	}
	return entry, l.press.open(ctx, act.Briefing, origin)
}

// Append commits the acts and lets the press follow. Once committed they stand: when the press fails, that is said
// in the log and mended by the next act or the watch, never by an error that would make the desk act again.
func (l ledger) Append(ctx context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	entries, err := l.Store.Append(ctx, acts...)
	if err != nil || len(entries) == 0 {
		return entries, err
	}
	for _, e := range entries {
		if e.Kind == brief.EntryKey {
			l.promote(e.Briefing)
		}
	}
	l.follow(ctx, entries[0].Briefing)
	return entries, nil
}

// promote lets a declared key take its place. When that fails the record is right all the same, and the next start
// tries again.
func (l ledger) promote(id brief.BriefingID) {
	if err := l.keys.promote(id); err != nil {
		l.press.log.Error("the declared key is not in its place; nothing can be published until it is", "error", err)
	}
}

// lift publishes what is due.
func (l ledger) lift(ctx context.Context, now time.Time) error {
	entries, err := l.Store.Lift(ctx, now)
	seen := map[brief.BriefingID]bool{}
	for _, e := range entries {
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
