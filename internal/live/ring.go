package live

import (
	"fmt"

	"livebrief/internal/brief"
)

// ring is one state of the shared ring. It is immutable once readers can see it: a change makes a new ring and
// closes the old one's wake, so readers need neither a lock nor a queue of their own.
type ring struct {
	// first is the sequence of events[0]; of the next event to come when there is none.
	first  brief.Seq
	events []*event
	bytes  int
	// life counts reloads: a cursor of another life means nothing.
	life uint32
	// beat counts heartbeats.
	beat uint32
	// note is what stands besides the record, as the event that says so; nil when nothing does. notes counts its changes.
	note   []byte
	notes  uint32
	closed bool
	// wake is closed when this ring is out of date.
	wake chan struct{}
}

// spare is how many slots a full ring's array has beyond its limit, and so how many events that fell out of the
// ring can still be held by it, and how many publications share one copy of the array.
const spare = 64

// last is the newest sequence, 0 before the first.
func (r *ring) last() brief.Seq { return r.first + brief.Seq(len(r.events)) - 1 }

// holds tells whether a reader whose next event is next can be served from here without a hole.
func (r *ring) holds(next brief.Seq) bool { return next >= r.first && next <= r.last()+1 }

// batch gives the events from next on, at least one if there is any, at most about limit bytes.
func (r *ring) batch(next brief.Seq, limit int) []*event {
	rest := r.events[next-r.first:]
	size := 0
	for i, e := range rest {
		size += len(e.sse)
		if i > 0 && size > limit {
			return rest[:i]
		}
	}
	return rest
}

// push adds the event behind the last one. Rings made earlier share the array but end before the new slot.
func (r *ring) push(e *event, capacity, maxBytes int) error {
	if e.seq != r.last()+1 {
		return brief.Conflict(fmt.Sprintf("frame %d does not follow frame %d", e.seq, r.last()),
			"reload the ring from the record")
	}
	if len(r.events) == cap(r.events) {
		grown := make([]*event, len(r.events), min(2*len(r.events), capacity)+spare)
		copy(grown, r.events)
		r.events = grown
	}
	r.events = append(r.events, e)
	r.bytes += len(e.sse)
	for len(r.events) > capacity || r.bytes > maxBytes && len(r.events) > 1 {
		r.bytes -= len(r.events[0].sse)
		r.events = r.events[1:]
		r.first++
	}
	return nil
}
