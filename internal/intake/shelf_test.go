package intake

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"livebrief/internal/brief"
)

// shelf is a store in memory, with the rules that the interface states: the same bytes are the same report.
type shelf struct {
	mu      sync.Mutex
	sources map[brief.SourceID]brief.Source
	reports []brief.Report
	broken  bool
	saves   int
	// asked counts the questions for a latest report.
	asked int
}

var errShelf = errors.New("the shelf broke")

func newShelf(sources ...brief.Source) *shelf {
	s := &shelf{sources: map[brief.SourceID]brief.Source{}}
	for _, src := range sources {
		s.sources[src.ID] = src
	}
	return s
}

func (s *shelf) Due(_ context.Context, now time.Time, limit int) ([]brief.Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []brief.Source
	for _, src := range s.sources {
		if !src.Next.After(now) && len(due) < limit {
			due = append(due, src)
		}
	}
	return due, nil
}

func (s *shelf) Save(_ context.Context, src brief.Source) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saves++
	if s.broken {
		return errShelf
	}
	s.sources[src.ID] = src
	return nil
}

func (s *shelf) AddReport(_ context.Context, r brief.Report) (brief.ReportID, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return "", false, errShelf
	}
	for _, have := range s.reports {
		if have.SHA256 == r.SHA256 {
			return have.ID, false, nil
		}
	}
	r.ID = brief.ReportID(fmt.Sprintf("r%d", len(s.reports)+1))
	s.reports = append(s.reports, r)
	return r.ID, true, nil
}

func (s *shelf) Latest(_ context.Context, source brief.SourceID, address string) (brief.Report, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	for i := len(s.reports) - 1; i >= 0; i-- {
		if r := s.reports[i]; r.Source == source && r.URL == address {
			return r, true, nil
		}
	}
	return brief.Report{}, false, nil
}

func (s *shelf) all() []brief.Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]brief.Report(nil), s.reports...)
}

func (s *shelf) source(id brief.SourceID) brief.Source {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sources[id]
}
