package newsroom

import (
	"context"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/relay"
)

// followed tells those who follow the briefings of this server how far each has come.
type followed struct {
	press    *press
	watchers *witnesses
	public   func(brief.BriefingID) (string, error)
	// cut is since when an edge has not heard its own newsroom; nil in a newsroom.
	cut func() time.Time
	now func() time.Time

	mu   sync.Mutex
	last []byte
	made time.Time
}

// followedFor is how long an answer serves everybody who asks.
const followedFor = time.Second

// followed is the list of a newsroom.
func (r *Room) followed() *followed {
	return &followed{press: r.press, watchers: r.watchers, public: r.folder.keys().public, now: r.now}
}

// list gives the file that edges poll.
func (f *followed) list(ctx context.Context) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if age := f.now().Sub(f.made); f.last != nil && age >= 0 && age < followedFor {
		return f.last, nil
	}
	ids, err := f.press.List(ctx)
	if err != nil {
		return nil, err
	}
	heads := make([]relay.Head, 0, len(ids))
	for _, id := range ids {
		h, _, err := f.head(ctx, id)
		if brief.KindOf(err) == brief.KindUnavailable {
			continue // its key is not here, and without it nobody can follow
		}
		if err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	cut := time.Time{}
	if f.cut != nil {
		cut = f.cut()
	}
	body, err := relay.EncodeList(heads, cut)
	if err == nil {
		f.last, f.made = body, f.now()
	}
	return body, err
}

// head gives how far a briefing has come, and the checkpoint that says so.
func (f *followed) head(ctx context.Context, id brief.BriefingID) (relay.Head, []byte, error) {
	s, err := f.press.stand(id)
	if err != nil {
		return relay.Head{}, nil, err
	}
	key, err := f.public(id)
	if err != nil {
		return relay.Head{}, nil, err
	}
	checkpoint, err := f.press.store.Checkpoint(ctx, id)
	if err != nil {
		return relay.Head{}, nil, err
	}
	checkpoint = f.watchers.under(id, checkpoint)
	_, tree, err := record.Claimed(checkpoint)
	return relay.Head{Briefing: id, Name: s.now.Load().Briefing.Name, Origin: s.origin, Key: key, Size: brief.Seq(tree.Size),
		Hash: relay.HashOf(checkpoint)}, checkpoint, err
}
