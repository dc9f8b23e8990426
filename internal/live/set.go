package live

import (
	"net/http"
	"sync"

	"livebrief/internal/brief"
)

// Set holds the hubs of all briefings. They share one admission limit.
type Set struct {
	opts   Options
	gate   *gate
	mu     sync.Mutex
	hubs   map[brief.BriefingID]*Hub
	closed bool
}

// NewSet makes an empty set; Close ends it.
func NewSet(opts Options) *Set {
	opts = opts.withDefaults()
	return &Set{opts: opts, gate: newGate(opts.MaxReaders, opts.Random), hubs: map[brief.BriefingID]*Hub{}}
}

// Hub gives the hub of a briefing and makes it when it is asked for the first time. After Close every hub is closed.
func (s *Set) Hub(id brief.BriefingID) *Hub {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hubs[id]
	if h == nil {
		h = newHub(s.opts, s.gate)
		s.hubs[id] = h
		if s.closed {
			h.Close()
		}
	}
	return h
}

// Handler answers with the briefing's stream.
func (s *Set) Handler(id brief.BriefingID) http.Handler { return http.HandlerFunc(s.Hub(id).ServeSSE) }

// Readers is the number of open streams over all briefings, rounded to ten so that it says nothing about one person.
func (s *Set) Readers() int { return s.gate.readers() }

// Close ends every stream of every briefing: see [Hub.Close]. Call it before http.Server.Shutdown, which waits for
// the streams to end.
func (s *Set) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, h := range s.hubs {
		h.Close()
	}
}
