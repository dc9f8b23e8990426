package live

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"livebrief/internal/brief"
)

// maxBatch bounds the bytes of one write, so that a reader on a poor line has Options.Patience for each 16 KB.
const maxBatch = 16 << 10

// ServeSSE answers GET with the stream of events after the reader's cursor. The cursor is the Last-Event-ID header
// that browsers send when they come back, or else ?from=N, the sequence of the page that opened the stream; without
// either the stream starts now. Events: hello (first, its data {"seq","beat"} so that a page can tell a stream from
// a proxy that keeps it back), entry (a frame), beat (data: the newest sequence), reset (data {"seq","path"}: forget
// what you have, fetch that page).
func (h *Hub) ServeSSE(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "a stream can only be read; use GET", http.StatusMethodNotAllowed)
		return
	}
	start := h.now.Load()
	if start.closed || !h.gate.enter() {
		h.refuse(w)
		return
	}
	defer h.gate.leave()
	s := &stream{hub: h, w: w, control: http.NewResponseController(w), life: start.life, beat: start.beat}
	if err := s.open(start); err != nil {
		return
	}
	s.follow(r.Context(), cursorOf(r))
}

// refuse tells a reader to poll for now.
func (h *Hub) refuse(w http.ResponseWriter) {
	seconds := int(h.gate.spread(10*time.Second, 60*time.Second) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "no stream is free; the page keeps itself up to date by asking now and then", http.StatusServiceUnavailable)
}

// stream is one reader: a connection and the next sequence.
type stream struct {
	hub     *Hub
	w       http.ResponseWriter
	control *http.ResponseController
	next    brief.Seq
	// lost is set when the cursor cannot be served; the next thing said is a reset.
	lost       bool
	life, beat uint64
}

// open sends the headers and the first bytes.
func (s *stream) open(r *ring) error {
	header := s.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store, no-transform")
	header.Set("X-Accel-Buffering", "no")
	retry := s.hub.gate.spread(2*time.Second, 8*time.Second).Milliseconds()
	return s.say(fmt.Appendf(nil, ": livebrief\nretry: %d\nevent: hello\ndata: {\"seq\":%d,\"beat\":%d}\n\n",
		retry, r.last(), int(s.hub.opts.Heartbeat/time.Second)))
}

// follow writes what comes until the reader leaves, is too slow, or the hub closes.
func (s *stream) follow(ctx context.Context, at cursor) {
	s.place(ctx, at)
	for ctx.Err() == nil {
		r := s.hub.now.Load()
		if r.closed {
			s.bye()
			return
		}
		if s.catchUp(r) != nil {
			return
		}
		if s.next <= r.last() {
			continue
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
		}
	}
}

// place finds where the stream starts. A reader ahead of the ring is given time: see Options.Grace.
func (s *stream) place(ctx context.Context, at cursor) {
	r := s.hub.now.Load()
	if at.absent {
		s.next = r.last() + 1
		return
	}
	s.lost = at.malformed
	if s.lost {
		return
	}
	if at.seen > r.last() {
		r = s.await(ctx, at.seen)
	}
	s.lost = at.seen > r.last()
	s.next = at.seen + 1
}

// await waits until the ring has reached seen, for as long as Options.Grace.
func (s *stream) await(ctx context.Context, seen brief.Seq) *ring {
	ctx, cancel := context.WithTimeout(ctx, s.hub.opts.Grace)
	defer cancel()
	for {
		r := s.hub.now.Load()
		if r.last() >= seen || r.closed || ctx.Err() != nil {
			return r
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
		}
	}
}

// catchUp writes what this ring has for the reader: a reset, or one batch of events, or a heartbeat.
func (s *stream) catchUp(r *ring) error {
	switch {
	case s.lost || s.life != r.life || !r.holds(s.next):
		s.lost, s.life, s.beat, s.next = false, r.life, r.beat, r.last()+1
		return s.say(resetEvent(r.last(), s.hub.opts.Snapshot))
	case s.next <= r.last():
		events := r.batch(s.next, maxBatch)
		s.next += brief.Seq(len(events))
		s.beat = r.beat
		return s.sayEvents(events)
	case s.beat != r.beat:
		s.beat = r.beat
		return s.say(fmt.Appendf(nil, ": still here\nevent: beat\ndata: %d\n\n", r.last()))
	}
	return nil
}

// resetEvent carries the newest sequence as its id: a client that fetched the page and lost the connection
// afterwards goes on from there instead of being reset again.
func resetEvent(last brief.Seq, snapshot string) []byte {
	path, err := json.Marshal(snapshot)
	if err != nil {
		path = []byte(`"./"`)
	}
	return fmt.Appendf(nil, "id: %d\nevent: reset\ndata: {\"seq\":%d,\"path\":%s}\n\n", last, last, path)
}

// bye spreads the readers' return over a minute: a restart must not be met by all of them at once.
func (s *stream) bye() {
	retry := s.hub.gate.spread(3*time.Second, 60*time.Second).Milliseconds()
	_ = s.say(fmt.Appendf(nil, ": back soon\nretry: %d\n\n", retry)) // the connection ends either way
}

func (s *stream) say(text []byte) error {
	return s.inTime(func() error {
		_, err := s.w.Write(text)
		return err
	})
}

func (s *stream) sayEvents(events []*event) error {
	return s.inTime(func() error {
		for _, e := range events {
			if _, err := s.w.Write(e.sse); err != nil {
				return err
			}
		}
		return nil
	})
}

// inTime writes and flushes before the reader's patience ends, then lifts the deadline again: HTTP/2 ends a stream
// whose write deadline passes while it is idle, and the server's own write timeout is meant for answers that end. A
// writer without deadlines has no connection to lose; only flushing is needed.
func (s *stream) inTime(write func() error) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(s.hub.opts.Patience))
	if err := write(); err != nil {
		return err
	}
	if err := s.control.Flush(); err != nil {
		return err
	}
	_ = s.control.SetWriteDeadline(time.Time{})
	return nil
}
