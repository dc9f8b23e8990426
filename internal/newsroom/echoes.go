package newsroom

import (
	"context"
	"slices"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
	"livebrief/internal/store"
)

// remembered is how many of the newest reports of a briefing are compared with a new one.
const remembered = 500

// echoes finds copies among the reports of each briefing. The indexes are in memory; one is made of the newest reports
// when it is first asked for, so that starting does not wait for it. What a person turned down is in the store.
type echoes struct {
	store *store.Store

	mu sync.Mutex
	of map[brief.BriefingID]*echoed
}

// echoed is the index of one briefing, and which of its reports a person said are not the same: the index forgets that of
// reports that have left it.
type echoed struct {
	*echo.Index
	apart map[[2]brief.ReportID]bool
}

func newEchoes(s *store.Store) *echoes {
	return &echoes{store: s, of: map[brief.BriefingID]*echoed{}}
}

// add takes a report in that has just come. An index that nobody has asked for yet will find it in the store.
func (e *echoes) add(r brief.Report) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.of[r.Briefing]; x != nil {
		x.Add(r.ID, r.Text, whenOf(r))
	}
}

// Seen gives what a report is to the others of its briefing.
func (e *echoes) Seen(ctx context.Context, r brief.Report) ([]echo.Proposal, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.index(ctx, r.Briefing)
	if err != nil {
		return nil, err
	}
	if got := x.Index.Seen(r.ID); got != nil {
		return got, nil
	}
	return slices.DeleteFunc(x.Look(r.Text, whenOf(r)), func(p echo.Proposal) bool { return x.apart[pair(r.ID, p.ID)] }), nil
}

// Story gives the reports that belong with one, itself first; itself alone when it is no longer compared with others.
func (e *echoes) Story(ctx context.Context, r brief.Report) ([]brief.ReportID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.index(ctx, r.Briefing)
	if err != nil {
		return nil, err
	}
	if group := x.Group(r.ID); group != nil {
		return group, nil
	}
	return []brief.ReportID{r.ID}, nil
}

// Apart gives the reports that are not the same as this one, as a person said.
func (e *echoes) Apart(ctx context.Context, r brief.Report) ([]brief.ReportID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.index(ctx, r.Briefing)
	if err != nil {
		return nil, err
	}
	var out []brief.ReportID
	for two := range x.apart {
		if two[0] == r.ID {
			out = append(out, two[1])
		} else if two[1] == r.ID {
			out = append(out, two[0])
		}
	}
	slices.Sort(out)
	return out, nil
}

// SetApart keeps that two reports of a briefing are not the same, or takes that back.
func (e *echoes) SetApart(ctx context.Context, a, b brief.Report, apart bool) (bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.index(ctx, a.Briefing)
	if err != nil {
		return false, err
	}
	changed, err := e.store.SetApart(ctx, a.ID, b.ID, apart)
	if err != nil {
		return false, err
	}
	if apart {
		x.apart[pair(a.ID, b.ID)] = true
		x.Index.Apart(a.ID, b.ID)
	} else {
		delete(x.apart, pair(a.ID, b.ID))
		x.Together(a.ID, b.ID)
	}
	return changed, nil
}

// pair names two reports in one order.
func pair(a, b brief.ReportID) [2]brief.ReportID {
	return [2]brief.ReportID{min(a, b), max(a, b)}
}

// index gives the index of a briefing, made of its newest reports, the oldest of them first.
func (e *echoes) index(ctx context.Context, id brief.BriefingID) (*echoed, error) {
	if x := e.of[id]; x != nil {
		return x, nil
	}
	list, err := e.store.Reports(ctx, store.ReportFilter{Briefing: id, Limit: remembered})
	if err != nil {
		return nil, err
	}
	x := &echoed{echo.New(echo.Window{Texts: remembered}), map[[2]brief.ReportID]bool{}}
	for _, r := range slices.Backward(list) {
		if r.Briefing != id {
			continue // without a briefing the list has those of all
		}
		if r, err = e.store.Report(ctx, r.ID); err != nil {
			return nil, err
		}
		x.Add(r.ID, r.Text, whenOf(r))
	}
	apart, err := e.store.Apart(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, two := range apart {
		x.apart[pair(two[0], two[1])] = true
		x.Index.Apart(two[0], two[1])
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
