package newsroom

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/reading"
	"livebrief/internal/store"
)

// taughtMost is for how many briefings the reader is kept ready: each may hold a gazetteer of its own.
const taughtMost = 8

// taught is how the reports of each briefing are read: by what the program knows, by the speakers of its ledger, and by the
// lists of its desk.
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
	ledger                brief.Seq
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
		speakers, err := t.speakers(ctx, id)
		ready.options, ready.err = reading.OptionsFor(of, speakers, lists)
		ready.err = errors.Join(err, ready.err)
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
	return fmt.Sprintf("%s.%d.%d.%d.%d.%d", id, now.rev, now.ledger, now.names, now.places, now.tracks)
}

// speakers are those of a briefing's ledger.
func (t *taught) speakers(ctx context.Context, id brief.BriefingID) ([]brief.Speaker, error) {
	of, err := facts{t.press}.Register(ctx, id)
	list := make([]brief.Speaker, 0, len(of))
	for _, key := range slices.Sorted(maps.Keys(of)) {
		list = append(list, of[key].Speaker)
	}
	return list, err
}

// look gives a briefing with the lists of its desk.
func (t *taught) look(ctx context.Context, id brief.BriefingID) (*brief.Briefing, []brief.DeskList, syllabus, error) {
	state, err := t.press.Current(ctx, id)
	if err != nil {
		return nil, nil, syllabus{}, err
	}
	lists, err := t.store.Lists(ctx, id)
	now := syllabus{rev: state.BriefingRev, ledger: state.Version(edition.OfLedger())}
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
