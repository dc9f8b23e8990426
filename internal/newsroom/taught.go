package newsroom

import (
	"context"
	"fmt"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/reading"
	"livebrief/internal/store"
)

// taughtMost is for how many briefings the reader is kept ready: each may hold a gazetteer of its own.
const taughtMost = 8

// taught is how the reports of each briefing are read: by what the program knows and by the lists of its desk.
type taught struct {
	store *store.Store
	press *press

	mu   sync.Mutex
	of   map[brief.BriefingID]lesson
	made []brief.BriefingID // in the order in which they were made
}

// lesson is a reader that is ready, with what it was made of.
type lesson struct {
	of      syllabus
	options reading.Options
	err     error
}

// syllabus tells one state of a briefing's lists and settings from all others.
type syllabus struct {
	rev                   int
	names, places, tracks int
}

func newTaught(s *store.Store, p *press) *taught {
	return &taught{store: s, press: p, of: map[brief.BriefingID]lesson{}}
}

// options gives how reports of a briefing are read; of none, by what the program knows. With an error they hold what
// can be used all the same.
func (t *taught) options(ctx context.Context, id brief.BriefingID) (reading.Options, error) {
	if id == "" {
		return reading.Options{}, nil
	}
	of, lists, now, err := t.look(ctx, id)
	if err != nil {
		return reading.Options{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ready, ok := t.of[id]
	if !ok || ready.of != now {
		ready = lesson{of: now}
		ready.options, ready.err = reading.OptionsFor(of, lists)
		t.keep(id, ready)
	}
	return ready.options, ready.err
}

// now names what is taught for a briefing at present.
func (t *taught) now(ctx context.Context, id brief.BriefingID) string {
	if id == "" {
		return ""
	}
	_, _, now, err := t.look(ctx, id)
	if err != nil {
		return "unknown" // reading itself says what is wrong
	}
	return fmt.Sprintf("%s.%d.%d.%d.%d", id, now.rev, now.names, now.places, now.tracks)
}

// look gives a briefing with the lists of its desk.
func (t *taught) look(ctx context.Context, id brief.BriefingID) (*brief.Briefing, []brief.DeskList, syllabus, error) {
	state, err := t.press.Current(ctx, id)
	if err != nil {
		return nil, nil, syllabus{}, err
	}
	lists, err := t.store.Lists(ctx, id)
	now := syllabus{rev: state.BriefingRev}
	for _, l := range lists {
		switch l.Name {
		case brief.ListOfNames:
			now.names = l.Rev
		case brief.ListOfPlaces:
			now.places = l.Rev
		case brief.ListOfTracks:
			now.tracks = l.Rev
		}
	}
	return &state.Briefing, lists, now, err
}

// keep remembers a reader, and forgets the one that was made longest ago when there are too many.
func (t *taught) keep(id brief.BriefingID, l lesson) {
	if _, known := t.of[id]; !known {
		if len(t.made) == taughtMost {
			delete(t.of, t.made[0])
			t.made = t.made[1:]
		}
		t.made = append(t.made, id)
	}
	t.of[id] = l
}
