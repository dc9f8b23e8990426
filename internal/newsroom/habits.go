package newsroom

import (
	"context"
	"slices"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/reading"
	"livebrief/internal/store"
)

const (
	// learnedFrom is how many of the newest reports of a source its boilerplate is learned from.
	learnedFrom = 200
	// habitsMost is of how many sources that is kept in memory; the one that was asked for longest ago goes first.
	habitsMost = 64
)

// habits knows what each source puts into its reports again and again. It is in memory, learned from the newest reports
// when a source is first asked for, so that starting does not wait for it.
type habits struct {
	store *store.Store

	mu    sync.Mutex
	of    map[habit]*reading.Recurring
	asked []habit // the one asked for last at the end
	// arrived counts the reports that came, newest the count at which the last of a source did; whatever is not in it has
	// not changed since before.
	arrived, before uint64
	newest          map[habit]uint64
}

// habit names whose habit it is: a source, or an outlet whose reports are brought by hand.
type habit struct {
	source brief.SourceID
	outlet string
}

func habitOf(r brief.Report) habit {
	if r.Source != "" {
		return habit{source: r.Source}
	}
	return habit{outlet: r.Outlet}
}

func newHabits(s *store.Store) *habits {
	return &habits{store: s, of: map[habit]*reading.Recurring{}, newest: map[habit]uint64{}}
}

// newestMost is of how many sources it is kept when they last brought a report.
const newestMost = 4096

// came notes that a report came: what was read of its source may change.
func (h *habits) came(r brief.Report) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.arrived++
	if len(h.newest) == newestMost {
		clear(h.newest)
		h.before = h.arrived
	}
	h.newest[habitOf(r)] = h.arrived
}

// learned is a number that changes whenever more is known of the source of a report.
func (h *habits) learned(r brief.Report) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(h.newest[habitOf(r)], h.before)
}

// times tells what is known of the source of a report, that report counted too; nil when nobody says where it is from.
func (h *habits) times(ctx context.Context, r brief.Report) (func(paragraph string) int, error) {
	whose := habitOf(r)
	if whose == (habit{}) {
		return nil, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	known, err := h.known(ctx, whose)
	if err != nil {
		return nil, err
	}
	known.Add(r.ID, r.Text)
	return func(paragraph string) int {
		h.mu.Lock()
		defer h.mu.Unlock()
		return known.Times(paragraph)
	}, nil
}

// known gives what was learned of a source, from its newest reports, the oldest of them first.
func (h *habits) known(ctx context.Context, whose habit) (*reading.Recurring, error) {
	if i := slices.Index(h.asked, whose); i >= 0 {
		h.asked = append(slices.Delete(h.asked, i, i+1), whose)
		return h.of[whose], nil
	}
	filter := store.ReportFilter{Source: whose.source, Limit: learnedFrom}
	if whose.source == "" {
		filter.Limit = 5 * learnedFrom // of all outlets
	}
	list, err := h.store.Reports(ctx, filter)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r brief.Report) bool { return habitOf(r) != whose })
	list = list[:min(len(list), learnedFrom)]
	learned := reading.NewRecurring(reading.RecurringWindow{Reports: learnedFrom})
	for _, r := range slices.Backward(list) {
		r, err := h.store.Report(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		learned.Add(r.ID, r.Text)
	}
	if len(h.asked) == habitsMost {
		delete(h.of, h.asked[0])
		h.asked = slices.Delete(h.asked, 0, 1)
	}
	h.of[whose], h.asked = learned, append(h.asked, whose)
	return learned, nil
}
