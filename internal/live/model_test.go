package live

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"livebrief/internal/brief"

	"github.com/google/go-cmp/cmp"
)

// The property: whatever happens, once things are quiet every reader shows what the server shows. The server here
// is a log and its fold; a reader is either on the stream or polling.

type change struct {
	Seq  brief.Seq `json:"seq"`
	Item string    `json:"item"`
	Text string    `json:"text"`
}

type newsServer struct {
	mu    sync.Mutex
	hub   *Hub
	log   []change // log[i] has sequence i+1
	state map[string]string
	tail  int // frames handed over on reload
}

func (s *newsServer) frame(c change) Frame {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return Frame{c.Seq, data}
}

func (s *newsServer) last() brief.Seq { return brief.Seq(len(s.log)) }

// say appends a change; with reload the whole ring is replaced as after a redaction.
func (s *newsServer) say(item, text string, reload bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := change{s.last() + 1, item, text}
	s.log = append(s.log, c)
	s.state[item] = text
	if !reload {
		return s.hub.Publish(s.frame(c))
	}
	for i := range s.log {
		if s.log[i].Item == item {
			s.log[i].Text = text
		}
	}
	return s.reload()
}

func (s *newsServer) reload() error {
	var frames []Frame
	for _, c := range s.log[max(0, len(s.log)-s.tail):] {
		frames = append(frames, s.frame(c))
	}
	return s.hub.Reload(s.last(), frames)
}

// restore loses the newest n entries, as a restored backup does.
func (s *newsServer) restore(n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = s.log[:max(0, len(s.log)-n)]
	clear(s.state)
	for _, c := range s.log {
		s.state[c.Item] = c.Text
	}
	return s.reload()
}

func (s *newsServer) snapshot() (brief.Seq, map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := make(map[string]string, len(s.state))
	for k, v := range s.state {
		copied[k] = v
	}
	return s.last(), copied
}

func (s *newsServer) Frames(_ context.Context, _ brief.BriefingID, from, to brief.Seq) ([]Frame, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Frame
	for seq := from; seq <= min(to, s.last()); seq++ {
		out = append(out, s.frame(s.log[seq-1]))
	}
	return out, nil
}

// newsReader is a page. As an http.ResponseWriter it is its own connection.
type newsReader struct {
	server *newsServer
	header http.Header

	mu     sync.Mutex
	dec    decoder
	seq    brief.Seq
	state  map[string]string
	resets int
	fault  string
	// slow blocks every write while it is open, until late is closed: the write took longer than the server waits.
	slow   chan struct{}
	late   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
}

func newNewsReader(s *newsServer) *newsReader {
	open := make(chan struct{})
	close(open)
	return &newsReader{server: s, header: http.Header{}, state: map[string]string{}, slow: open}
}

func (r *newsReader) Header() http.Header { return r.header }
func (r *newsReader) WriteHeader(int)     {}
func (r *newsReader) Flush()              {}

func (r *newsReader) SetWriteDeadline(d time.Time) error {
	if !d.IsZero() {
		r.mu.Lock()
		defer r.mu.Unlock()
		close(r.late)
	}
	return nil
}

func (r *newsReader) Write(p []byte) (int, error) {
	r.mu.Lock()
	slow, late := r.slow, r.late
	r.mu.Unlock()
	select {
	case <-slow:
	case <-late:
		return 0, os.ErrDeadlineExceeded
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.dec.feed(p) {
		r.take(m)
	}
	return len(p), nil
}

// take does what the page's script does.
func (r *newsReader) take(m message) {
	switch m.event {
	case "entry":
		var c change
		if err := json.Unmarshal([]byte(m.data), &c); err != nil || uint64(c.Seq) != m.seq() {
			r.fault = fmt.Sprintf("event %s carries %q: %v", m.id, m.data, err)
			return
		}
		r.apply(c)
	case "reset":
		r.resets++
		r.seq, r.state = r.server.snapshot()
	}
}

// apply refuses a hole; what the snapshot already held comes again and is skipped, as the page does.
func (r *newsReader) apply(c change) {
	if c.Seq > r.seq+1 {
		r.fault = fmt.Sprintf("after %d came %d", r.seq, c.Seq)
	}
	if c.Seq == r.seq+1 {
		r.seq, r.state[c.Item] = c.Seq, c.Text
	}
}

func (r *newsReader) connected() bool { return r.cancel != nil }

// cut says that the server has ended the stream.
func (r *newsReader) cut() bool {
	select {
	case <-r.done:
		return r.connected()
	default:
		return false
	}
}

func (r *newsReader) connect(address string) {
	ctx, cancel := context.WithCancel(context.Background())
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	r.mu.Lock()
	r.dec, r.late = decoder{}, make(chan struct{})
	if address == "/b/live" {
		req.Header.Set("Last-Event-ID", strconv.FormatUint(uint64(r.seq), 10))
	}
	r.mu.Unlock()
	r.cancel, r.done = cancel, make(chan struct{})
	go func(done chan struct{}) {
		defer close(done)
		r.server.hub.ServeSSE(r, req)
	}(r.done)
}

func (r *newsReader) drop() {
	r.stall(false)
	r.cancel()
	<-r.done
	r.cancel = nil
}

func (r *newsReader) stall(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.slow:
		if on {
			r.slow = make(chan struct{})
		}
	default:
		if !on {
			close(r.slow)
		}
	}
}

// poll is the way of those without a stream.
func (r *newsReader) poll(t *testing.T) {
	head, _ := r.server.snapshot()
	for n := (r.seq + 1) / SegmentSize; r.seq < head && n <= head/SegmentSize; n++ {
		body, err := Segment(t.Context(), r.server, "b", uint64(n))
		if err != nil {
			t.Fatal(err)
		}
		var list []change
		if err := json.Unmarshal(body, &list); err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			r.apply(c)
		}
	}
}

func TestEveryReaderEndsWithTheServersState(t *testing.T) {
	const rounds, acts = 100, 1000
	var seen tally
	for seed := range uint64(rounds) {
		synctest.Test(t, func(t *testing.T) { seen.add(playRound(t, seed, acts)) })
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
	t.Logf("%d acts: %+v", rounds*acts, seen)
	if seen.resets == 0 || seen.polls == 0 || seen.drops == 0 || seen.reloads == 0 || seen.stalls == 0 || seen.cuts == 0 {
		t.Errorf("the acts did not reach everything: %+v", seen)
	}
}

type tally struct{ published, drops, polls, reloads, stalls, resets, cuts int }

func (s *tally) add(o tally) {
	s.published += o.published
	s.drops += o.drops
	s.polls += o.polls
	s.reloads += o.reloads
	s.stalls += o.stalls
	s.resets += o.resets
	s.cuts += o.cuts
}

type round struct {
	*testing.T
	rand    *rand.Rand
	server  *newsServer
	readers []*newsReader
	seen    tally
}

func playRound(t *testing.T, seed uint64, acts int) tally {
	rnd := rand.New(rand.NewPCG(seed, 1))
	hub := NewHub(Options{Capacity: 1 + rnd.IntN(100), Bytes: 1 + rnd.IntN(8000)})
	g := &round{T: t, rand: rnd, server: &newsServer{hub: hub, state: map[string]string{}, tail: rnd.IntN(120)}}
	for range 1 + rnd.IntN(12) {
		g.readers = append(g.readers, newNewsReader(g.server))
	}
	for range acts {
		g.act()
	}
	g.gather()
	time.Sleep(time.Minute) // the bubble's clock: grace and heartbeats pass
	synctest.Wait()
	g.compare()
	hub.Close()
	for _, r := range g.readers {
		<-r.done
	}
	return g.seen
}

func (g *round) compare() {
	seq, state := g.server.snapshot()
	for i, r := range g.readers {
		if r.fault != "" {
			g.Errorf("reader %d: %s", i, r.fault)
		}
		if diff := cmp.Diff(state, r.state); diff != "" || r.seq != seq {
			g.Errorf("reader %d stands at %d, the server at %d:\n%s", i, r.seq, seq, diff)
		}
		g.seen.resets += r.resets
	}
}

func (g *round) act() {
	r := g.readers[g.rand.IntN(len(g.readers))]
	switch n := g.rand.IntN(1000); {
	case n < 300: // publish
		g.seen.published++
		g.must(g.server.say(fmt.Sprint("item", len(g.server.log)), fmt.Sprint("text ", n), false))
	case n < 600 && len(g.server.log) > 0: // correct or withdraw
		g.seen.published++
		item := g.server.log[g.rand.IntN(len(g.server.log))].Item
		g.must(g.server.say(item, []string{fmt.Sprint("corrected ", n), "withdrawn"}[n%2], false))
	case n < 605 && len(g.server.log) > 0: // redact
		g.seen.reloads++
		g.must(g.server.say(g.server.log[g.rand.IntN(len(g.server.log))].Item, "removed openly", true))
	case n < 607:
		g.restore()
	case n < 620: // let everything settle
		synctest.Wait()
	case n < 640: // and time pass
		time.Sleep(time.Duration(g.rand.IntN(30)) * time.Second)
	case n < 700:
		g.seen.stalls++
		r.stall(n%3 > 0)
	case n < 705 && !r.connected(): // a mangled cursor
		r.connect("/b/live?from=" + []string{"", "x", "-1", "18446744073709551615", "1e9"}[n%5])
	case r.connected():
		g.seen.drops++
		r.drop()
	case n < 760:
		g.seen.polls++
		r.poll(g.T)
	default:
		r.connect("/b/live")
	}
}

// restore puts an older backup in place. A reader who is away or stalled comes back before the log has grown past it again:
// a sequence alone cannot tell later.
func (g *round) restore() {
	g.must(g.server.restore(g.rand.IntN(5)))
	g.seen.reloads++
	g.gather()
	time.Sleep(5 * time.Second)
}

// gather has everybody on the stream: those who stalled read on, those who are away or were cut come back.
func (g *round) gather() {
	for _, r := range g.readers {
		r.stall(false)
	}
	synctest.Wait()
	for _, r := range g.readers {
		if r.cut() {
			g.seen.cuts++
			r.drop()
		}
		if !r.connected() {
			r.connect("/b/live")
		}
	}
}

func (g *round) must(err error) {
	if err != nil {
		g.Fatal(err)
	}
}
