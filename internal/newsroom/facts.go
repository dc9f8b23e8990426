package newsroom

import (
	"context"
	"fmt"

	"livebrief/internal/brief"
)

// facts tells the desk how things stand, by the newest edition.
type facts struct{ *press }

// Briefing gives the briefing as published, and its revision.
func (f facts) Briefing(ctx context.Context, id brief.BriefingID) (brief.Briefing, int, error) {
	state, err := f.press.Current(ctx, id)
	if err != nil {
		return brief.Briefing{}, 0, err
	}
	return state.Briefing, state.BriefingRev, nil
}

// Glance gives the glance as published, and its revision.
func (f facts) Glance(ctx context.Context, id brief.BriefingID) (brief.Glance, int, error) {
	state, err := f.press.Current(ctx, id)
	if err != nil {
		return brief.Glance{}, 0, err
	}
	return state.Glance, state.GlanceRev, nil
}

// Current gives an item's newest entry with its text.
func (f facts) Current(ctx context.Context, id brief.BriefingID, item brief.ItemID) (brief.Published, error) {
	state, err := f.press.Current(ctx, id)
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
