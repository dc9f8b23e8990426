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
	loops  *loops
	mu     sync.Mutex
	hubs   map[brief.BriefingID]*Hub
	noted  []byte
	closed bool
}

// NewSet makes an empty set; Close ends it.
func NewSet(opts Options) *Set {
	opts = opts.withDefaults()
	return &Set{opts: opts, gate: newGate(opts.MaxReaders, opts.Random), loops: newLoops(opts), hubs: map[brief.BriefingID]*Hub{}}
}

// Hub gives the hub of a briefing and makes it when it is asked for the first time. After Close every hub is closed.
func (s *Set) Hub(id brief.BriefingID) *Hub {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hubs[id]
	if h == nil {
		h = newHub(s.opts, s.gate, s.loops)
		s.hubs[id] = h
		if s.noted != nil {
			_ = h.Note(s.noted) // a hub that is new is not closed
		}
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

// Resets is how many readers were told to start again since the start.
func (s *Set) Resets() uint64 { return s.gate.resets.Load() }

// Cuts is how many readers were cut because they took nothing of what was said.
func (s *Set) Cuts() uint64 { return s.gate.cuts.Load() }

// Note says something besides the record on the streams of every briefing: data, one line of JSON, is the data of an event
// note, to everybody who is here and, after hello, to all who come. The next note takes its place; nil takes it back,
// which is said as null.
func (s *Set) Note(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noted = data
	for _, h := range s.hubs {
		_ = h.Note(data) // it fails on a hub that is closed, whose readers are gone
	}
}

// Close ends every stream of every briefing: see [Hub.Close]. Call it before http.Server.Shutdown, which waits for
// the handlers to end, and does not know of connections that were taken.
func (s *Set) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, h := range s.hubs {
		h.Close()
	}
	s.loops.close()
	s.gate.close()
}
