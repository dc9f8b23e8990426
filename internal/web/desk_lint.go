package web

import (
	"context"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// rehearsal is a record that keeps nothing: a desk over it says what would become of an act.
type rehearsal struct{ texts Texts }

// Append gives every act an entry that stands nowhere.
func (rehearsal) Append(_ context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	entries := make([]brief.Entry, 0, len(acts))
	for _, a := range acts {
		entries = append(entries, brief.Entry{Briefing: a.Briefing, Kind: a.Kind, Item: a.Item})
	}
	return entries, nil
}

// Embargo gives a draft that waits nowhere.
func (rehearsal) Embargo(_ context.Context, a brief.Act) (brief.Draft, error) {
	return brief.Draft{Briefing: a.Briefing, Kind: a.Kind, Item: a.Item, EmbargoUntil: a.EmbargoUntil}, nil
}

// CreateBriefing begins no record.
func (rehearsal) CreateBriefing(_ context.Context, a brief.Act, _ string) (brief.Entry, error) {
	return brief.Entry{Kind: a.Kind}, nil
}

// History gives what stands.
func (r rehearsal) History(ctx context.Context, id brief.BriefingID, item brief.ItemID) ([]brief.Published, error) {
	return r.texts.History(ctx, id, item)
}

// stands tells a rehearsing desk how things stand, by the newest edition.
type stands struct {
	editions Editions
	texts    Texts
}

// Briefing gives the briefing as published and its revision.
func (f stands) Briefing(ctx context.Context, id brief.BriefingID) (brief.Briefing, int, error) {
	state, err := f.editions.Current(ctx, id)
	if err != nil {
		return brief.Briefing{}, 0, err
	}
	return state.Briefing, state.BriefingRev, nil
}

// Glance gives the list as published and its revision.
func (f stands) Glance(ctx context.Context, id brief.BriefingID) (brief.Glance, int, error) {
	state, err := f.editions.Current(ctx, id)
	if err != nil {
		return brief.Glance{}, 0, err
	}
	return state.Glance, state.GlanceRev, nil
}

// Current gives the entry that holds an item's text now.
func (f stands) Current(ctx context.Context, id brief.BriefingID, item brief.ItemID) (brief.Published, error) {
	history, err := f.texts.History(ctx, id, item)
	if err != nil {
		return brief.Published{}, err
	}
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Entry.Kind.OfDevelopment() {
			return history[i], nil
		}
	}
	return brief.Published{}, brief.NotFound("nothing was published under this id", "list the developments and choose one")
}

// rehearse says what would become of a change: the error that would stop it, or the warnings that would not. It is
// asked as an editor would, since a reporter may look at what an editor will publish.
func (s *deskServer) rehearse(c *call, ch desk.Change) ([]desk.Warning, error) {
	who := c.who
	who.Role = brief.Editor
	d := desk.New(desk.Ports{Record: rehearsal{s.Texts}, Facts: stands{s.Editions, s.Texts}, Random: s.Random, Trackers: s.Trackers, Figures: s.Figures})
	out, err := d.Do(c.ctx(), c.now, who, ch)
	return out.Warnings, err
}
