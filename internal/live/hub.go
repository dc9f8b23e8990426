package live

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
)

// Options of a hub. The zero value is usable.
type Options struct {
	// Capacity and Bytes bound the ring; defaults 2,048 frames and 8 MB. The newest frame is always held.
	Capacity int
	Bytes    int
	// MaxReaders is the number of streams admitted at once, over a whole [Set]; default 20,000. Further ones are
	// told to poll.
	MaxReaders int
	// Heartbeat is the time between two signs of life on every stream; default 20 s.
	Heartbeat time.Duration
	// Patience is how long a reader may take no byte of what waits for it, at most 16 KB at once, before being cut;
	// default 30 s.
	Patience time.Duration
	// Grace is how long a reader who is ahead of the ring waits for it to catch up before being told to start
	// again; default 2 s. A page can be rendered a moment before its entry reaches the ring.
	Grace time.Duration
	// Snapshot is the address of the page, relative to the stream's, that a reset names; default "./".
	Snapshot string
	// Handlers leaves every stream to its handler and takes no connection from the server, as it is with HTTP/2 and
	// behind writers of which none can be had.
	Handlers bool
	// Random spreads readers over time; default crypto/rand.
	Random io.Reader
}

func (o Options) withDefaults() Options {
	o.Capacity = positive(o.Capacity, 2048)
	o.Bytes = positive(o.Bytes, 8<<20)
	o.MaxReaders = positive(o.MaxReaders, 20_000)
	o.Heartbeat = positive(o.Heartbeat, 20*time.Second)
	o.Patience = positive(o.Patience, 30*time.Second)
	o.Grace = positive(o.Grace, 2*time.Second)
	if o.Snapshot == "" {
		o.Snapshot = "./"
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

func positive[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Hub fans one briefing's frames out to its readers.
type Hub struct {
	opts Options
	gate *gate
	// loops serve the connections that were taken; own says that they serve no other hub.
	loops *loops
	own   bool
	now   atomic.Pointer[ring]
	// writing orders those who change the ring; readers never take it.
	writing sync.Mutex
	stop    chan struct{}
	stopped chan struct{}
}

// NewHub makes a hub with an empty ring before the first entry and starts its heartbeat; Close ends it.
func NewHub(opts Options) *Hub {
	opts = opts.withDefaults()
	h := newHub(opts, newGate(opts.MaxReaders, opts.Random), newLoops(opts))
	h.own = true
	return h
}

func newHub(opts Options, g *gate, l *loops) *Hub {
	h := &Hub{opts: opts, gate: g, loops: l, stop: make(chan struct{}), stopped: make(chan struct{})}
	h.now.Store(&ring{first: 1, wake: make(chan struct{})})
	go h.beat()
	return h
}

// change makes a new ring out of the present one, shows it to readers and wakes them.
func (h *Hub) change(edit func(*ring) error) error {
	h.writing.Lock()
	defer h.writing.Unlock()
	old := h.now.Load()
	if old.closed {
		return brief.Unavailable("live delivery has been shut down", "", http.ErrServerClosed)
	}
	next := *old
	next.wake = make(chan struct{})
	if err := edit(&next); err != nil {
		return err
	}
	h.now.Store(&next)
	close(old.wake)
	h.loops.wake()
	return nil
}

// Publish hands a frame to every reader. It returns before they have it. A frame that does not follow the last one
// is a Conflict, and nothing changes: the caller reloads.
func (h *Hub) Publish(f Frame) error {
	e, err := encodeEvent(f)
	if err != nil {
		return err
	}
	return h.change(func(r *ring) error { return r.push(e, h.opts.Capacity, h.opts.Bytes) })
}

// Reload replaces the ring: after a start, or after a redaction, when what was said before must not be said again.
// The frames follow each other and end with last; there may be none, then the ring begins behind last. Readers that
// are connected get a reset.
func (h *Hub) Reload(last brief.Seq, frames []Frame) error {
	if n := brief.Seq(len(frames)); n > last {
		return brief.Invalid("more frames than sequences", "hand over the frames up to the last one only")
	}
	fresh := ring{first: last - brief.Seq(len(frames)) + 1}
	for _, f := range frames {
		e, err := encodeEvent(f)
		if err != nil {
			return err
		}
		if err := fresh.push(e, h.opts.Capacity, h.opts.Bytes); err != nil {
			return err
		}
	}
	return h.change(func(r *ring) error {
		r.first, r.events, r.bytes = fresh.first, fresh.events, fresh.bytes
		r.life++
		return nil
	})
}

// Note says data, one line of JSON, to everybody here and to all who come, until another note takes its place; nil takes
// it back.
func (h *Hub) Note(data []byte) error {
	return h.change(func(r *ring) error {
		r.notes++
		if r.note = nil; data != nil {
			r.note = noteWords(data)
		}
		return nil
	})
}

// Last is the newest sequence, 0 before the first.
func (h *Hub) Last() brief.Seq { return h.now.Load().last() }

// Readers is the number of open streams, rounded to ten; over the whole set for a hub of a [Set].
func (h *Hub) Readers() int { return h.gate.readers() }

// Close ends every stream, each with the advice to come back at a time of its own within the next minute. Handlers
// return when their last write is done, at the latest after Options.Patience; connections that were taken are done with
// when Close returns, unless they are those of a [Set].
func (h *Hub) Close() {
	err := h.change(func(r *ring) error { r.closed = true; return nil })
	if err == nil {
		close(h.stop)
	}
	<-h.stopped
	if h.own {
		h.loops.close()
		h.gate.close()
	}
}

// beat is the one clock of all streams.
func (h *Hub) beat() {
	defer close(h.stopped)
	tick := time.NewTicker(h.opts.Heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-h.stop:
			return
		case <-tick.C:
			if h.change(func(r *ring) error { r.beat++; return nil }) != nil {
				return
			}
		}
	}
}

// gate counts streams, in memory only and without knowing whose they are.
type gate struct {
	limit  int64
	inside atomic.Int64
	// resets counts who was told to start again, cuts who was cut for taking nothing.
	resets, cuts atomic.Uint64
	mu           sync.Mutex
	random       io.Reader
	// taken are the goroutines that follow taken connections; shut says that there will be no more.
	taken sync.WaitGroup
	shut  bool
}

func newGate(limit int, random io.Reader) *gate { return &gate{limit: int64(limit), random: random} }

func (g *gate) enter() bool {
	if g.inside.Add(1) > g.limit {
		g.inside.Add(-1)
		return false
	}
	return true
}

// follow runs work beside the handler that asks for it; false when the gate is shut.
func (g *gate) follow(work func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.shut {
		g.taken.Go(work)
	}
	return !g.shut
}

// close shuts the gate and waits for those who follow.
func (g *gate) close() {
	g.mu.Lock()
	g.shut = true
	g.mu.Unlock()
	g.taken.Wait()
}

func (g *gate) leave() { g.inside.Add(-1) }

func (g *gate) readers() int { return int(g.inside.Load()+5) / 10 * 10 }

// turn is what is to be said to a reader of this hub now: see [place.turn].
func (h *Hub) turn(p *place, r *ring) (words []byte, events []*event) {
	if p.astray(r) {
		h.gate.resets.Add(1)
	}
	return p.turn(r, h.opts.Snapshot)
}

// spread draws a time between from and to, so that many readers do not come back as one.
func (g *gate) spread(from, to time.Duration) time.Duration {
	var b [8]byte
	g.mu.Lock()
	_, err := io.ReadFull(g.random, b[:])
	g.mu.Unlock()
	if err != nil {
		return (from + to) / 2
	}
	return from + time.Duration(binary.LittleEndian.Uint64(b[:])%uint64(to-from))
}
