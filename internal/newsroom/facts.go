package newsroom

import (
	"context"
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
)

// knownWithin is how many of the newest developments are looked through for a text that was published before: a
// desk repeats itself within a week, and the look is one query.
const knownWithin = 500

// facts tells the desk how things stand, by the newest edition.
type facts struct{ *press }

// newest gives the newest edition. When the press could not follow the record it has to catch up first: to a desk that
// is answered from an older edition, what it published a moment ago is not there.
func (f facts) newest(ctx context.Context, id brief.BriefingID) (*edition.State, error) {
	s, err := f.press.stand(id)
	if err != nil {
		return nil, err
	}
	if s.behind.Load() {
		if err := f.press.follow(ctx, id); err != nil {
			return nil, err
		}
	}
	return s.now.Load(), nil
}

// Briefing gives the briefing as published, and its revision.
func (f facts) Briefing(ctx context.Context, id brief.BriefingID) (brief.Briefing, int, error) {
	state, err := f.newest(ctx, id)
	if err != nil {
		return brief.Briefing{}, 0, err
	}
	return state.Briefing, state.BriefingRev, nil
}

// Glance gives the glance as published, and its revision.
func (f facts) Glance(ctx context.Context, id brief.BriefingID) (brief.Glance, int, error) {
	state, err := f.newest(ctx, id)
	if err != nil {
		return brief.Glance{}, 0, err
	}
	return state.Glance, state.GlanceRev, nil
}

// Current gives an item's newest entry with its text.
func (f facts) Current(ctx context.Context, id brief.BriefingID, item brief.ItemID) (brief.Published, error) {
	state, err := f.newest(ctx, id)
	if err != nil {
		return brief.Published{}, err
	}
	it, ok := state.Item(item)
	if !ok {
		return brief.Published{}, brief.NotFound(fmt.Sprintf("there is no item %s in this briefing", item), "")
	}
	found, err := f.store.Bodies(ctx, id, []brief.Seq{it.Current})
	if err != nil {
		return brief.Published{}, err
	}
	return found[it.Current], nil
}

// known finds the item that was published with the same text before. When the store cannot answer, the warning is
// left out: it is advice, and the act itself will say what is wrong.
func (f facts) known(ctx context.Context, id brief.BriefingID, key desk.TextKey) (brief.ItemID, bool) {
	state, err := f.newest(ctx, id)
	if err != nil {
		return "", false
	}
	items := state.Developments(edition.Filter{}, 0, knownWithin)
	seqs := make([]brief.Seq, len(items))
	for i, it := range items {
		seqs[i] = it.Current
	}
	bodies, err := f.store.Bodies(ctx, id, seqs)
	if err != nil {
		return "", false
	}
	for _, it := range items {
		published := bodies[it.Current]
		var d brief.Development
		if json.Unmarshal(published.Text(), &d) == nil && desk.KeyOf(d) == key {
			return it.ID, true
		}
	}
	return "", false
}
