package newsroom

import (
	"context"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
	"livebrief/internal/store"
)

// remembered is how many of the newest reports of a briefing are compared with a new one.
const remembered = 500

// echoes finds copies among the reports of each briefing. The indexes are in memory; one is made of the newest reports
// when it is first asked for, so that starting does not wait for it.
type echoes struct {
	store *store.Store

	mu sync.Mutex
	of map[brief.BriefingID]*echo.Index
}

func newEchoes(s *store.Store) *echoes {
	return &echoes{store: s, of: map[brief.BriefingID]*echo.Index{}}
}

// add takes a report in that has just come. An index that nobody has asked for yet will find it in the store.
func (e *echoes) add(r brief.Report) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.of[r.Briefing]; x != nil {
		x.Add(r.ID, r.Text, whenOf(r))
	}
}

// seen gives what a report is to the others of its briefing.
func (e *echoes) seen(ctx context.Context, r brief.Report) ([]echo.Proposal, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.index(ctx, r.Briefing)
	if err != nil {
		return nil, err
	}
	if got := x.Seen(r.ID); got != nil {
		return got, nil
	}
	return x.Look(r.Text, whenOf(r)), nil
}

// index gives the index of a briefing, made of its newest reports, the oldest of them first.
func (e *echoes) index(ctx context.Context, id brief.BriefingID) (*echo.Index, error) {
	if x := e.of[id]; x != nil {
		return x, nil
	}
	list, err := e.store.Reports(ctx, store.ReportFilter{Briefing: id, Limit: remembered})
	if err != nil {
		return nil, err
	}
	x := echo.New(echo.Window{Texts: remembered})
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Briefing != id {
			continue // without a briefing the list has those of all
		}
		r, err := e.store.Report(ctx, list[i].ID)
		if err != nil {
			return nil, err
		}
		x.Add(r.ID, r.Text, whenOf(r))
	}
	e.of[id] = x
	return x, nil
}

// whenOf is when a report was published, and when it came where nobody says that or says a time that was yet to come.
func whenOf(r brief.Report) time.Time {
	if r.Published.IsZero() || r.Published.After(r.Fetched) {
		return r.Fetched
	}
	return r.Published
}
