package live

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"livebrief/internal/brief"
)

// phone is a reader on a real socket who can stop reading.
type phone struct {
	conn net.Conn
	dec  decoder
	got  []message
}

// dial opens a stream; a small buffer makes a line that fills up soon.
func dial(t *testing.T, server *httptest.Server, path string, buffer int, header ...string) *phone {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if buffer > 0 {
		_ = conn.(*net.TCPConn).SetReadBuffer(buffer)
	}
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", path, strings.Join(append(header, ""), "\r\n"))
	p := &phone{conn: conn}
	p.next(t, "hello")
	return p
}

// next reads on to the next message of that event, and gives it.
func (p *phone) next(t *testing.T, event string) message {
	t.Helper()
	m, err := p.find(event)
	if err != nil {
		t.Fatalf("waiting for %s: %v", event, err)
	}
	return m
}

func (p *phone) find(event string) (message, error) {
	_ = p.conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	buf := make([]byte, 32<<10)
	for {
		for len(p.got) > 0 {
			m := p.got[0]
			p.got = p.got[1:]
			if m.event == event {
				return m, nil
			}
		}
		n, err := p.conn.Read(buf)
		p.got = append(p.got, p.dec.feed(buf[:n])...)
		if err != nil && len(p.got) == 0 {
			return message{}, err
		}
	}
}

// ends reads to the end of the stream.
func (p *phone) ends(t *testing.T) {
	t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.Copy(io.Discard, p.conn); err != nil && strings.Contains(err.Error(), "timeout") {
		t.Error("the stream does not end")
	}
}

func publish(t *testing.T, h *Hub, from, to brief.Seq, size int) {
	t.Helper()
	for seq := from; seq <= to; seq++ {
		if err := h.Publish(numbered(seq, size)); err != nil {
			t.Fatal(err)
		}
	}
}

// inside is how many readers a hub has.
func inside(h *Hub) int64 { return h.gate.inside.Load() }

func TestLoopsGiveSignsOfLifeAndOnlyInQuietTimes(t *testing.T) {
	hub, server := serve(t, Options{Heartbeat: 200 * time.Millisecond})
	publish(t, hub, 1, 7, 10)
	p := dial(t, server, "/?from=7", 0)
	for range 3 {
		if m := p.next(t, "beat"); m.data != "7" || m.comment == "" {
			t.Fatalf("the beat is %+v", m)
		}
	}
	publish(t, hub, 8, 8, 10)
	if m := p.next(t, "entry"); m.id != "8" {
		t.Errorf("after the beats came %+v", m)
	}
}

func TestLoopsGiveAReaderAheadOfTheRingTime(t *testing.T) {
	hub, server := serve(t, Options{Grace: 300 * time.Millisecond, Heartbeat: 2 * time.Second})
	publish(t, hub, 1, 3, 10)
	soon, never := dial(t, server, "/?from=4", 0), dial(t, server, "/?from=9223372036854775808", 0)
	publish(t, hub, 4, 5, 10)
	if m := soon.next(t, "entry"); m.id != "5" {
		t.Errorf("the reader of 4 gets %+v", m)
	}
	if m := never.next(t, "reset"); m.id != "5" {
		t.Errorf("the reader of 2^63 gets %+v", m)
	}
	publish(t, hub, 6, 6, 10)
	if m := never.next(t, "entry"); m.id != "6" {
		t.Errorf("after the reset comes %+v", m)
	}
}

func TestLoopsBearALittleTalkAndCutWhoSendsMuch(t *testing.T) {
	hub, server := serve(t, Options{})
	polite, loud := dial(t, server, "/", 0), dial(t, server, "/", 0)
	fmt.Fprint(polite.conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	_, _ = loud.conn.Write(make([]byte, 1<<20))
	loud.ends(t)
	publish(t, hub, 1, 1, 10)
	if m := polite.next(t, "entry"); m.id != "1" {
		t.Errorf("who talked a little gets %+v", m)
	}
	polite.conn.Close()
	until(t, "nobody is inside", func() bool { return inside(hub) == 0 })
}

func TestLoopsCutWhoHasHalfOfAnEventThatIsNoMore(t *testing.T) {
	hub, server := serve(t, Options{Bytes: 64 << 20})
	p := dial(t, server, "/", 4<<10)
	other := dial(t, server, "/", 0)
	const large = 8 << 20 // more than any buffer between takes
	if err := hub.Publish(numbered(1, large)); err != nil {
		t.Fatal(err)
	}
	other.next(t, "entry")
	if err := hub.Reload(1, []Frame{numbered(1, 10)}); err != nil {
		t.Fatal(err)
	}
	if m := other.next(t, "reset"); m.id != "1" {
		t.Errorf("who had it all gets %+v", m)
	}
	_ = p.conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	rest, err := io.ReadAll(p.conn)
	if more := p.dec.feed(rest); len(more) > 0 || err != nil && strings.Contains(err.Error(), "timeout") {
		t.Errorf("half of an event became %d whole ones (%v)", len(more), err)
	}
	back := dial(t, server, "/", 0, "Last-Event-ID: 0")
	if m := back.next(t, "entry"); len(m.data) > 100 {
		t.Errorf("who comes back gets %d bytes", len(m.data))
	}
}

func TestLoopsCutWhoLeavesTheRingAndTellThemOnReturn(t *testing.T) {
	hub, server := serve(t, Options{Capacity: 4})
	p := dial(t, server, "/", 4<<10)
	publish(t, hub, 1, 40, 1<<20)
	p.ends(t)
	until(t, "nobody is inside", func() bool { return inside(hub) == 0 })
	back := dial(t, server, "/", 0, "Last-Event-ID: 1")
	if m := back.next(t, "reset"); m.id != "40" {
		t.Errorf("on return comes %+v", m)
	}
	if cuts, resets := hub.gate.cuts.Load(), hub.gate.resets.Load(); cuts != 1 || resets != 1 {
		t.Errorf("%d cuts and %d resets are counted", cuts, resets)
	}
}

func TestANoteIsSaidToAllWhoAreHereAndToAllWhoCome(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			set := NewSet(way.opts)
			mux := http.NewServeMux()
			for _, name := range []string{"a", "b"} {
				mux.Handle("/"+name, set.Handler(brief.BriefingID(name)))
			}
			server := httptest.NewServer(mux)
			t.Cleanup(func() {
				set.Close()
				server.Close()
			})
			here := dial(t, server, "/a", 0)
			set.Note([]byte(`{"since":1}`))
			comes, elsewhere := dial(t, server, "/a", 0), dial(t, server, "/b", 0)
			for _, p := range []*phone{here, comes, elsewhere} {
				if m := p.next(t, "note"); m.data != `{"since":1}` {
					t.Errorf("the note is %+v", m)
				}
			}
			set.Note(nil)
			for _, p := range []*phone{here, comes} {
				if m := p.next(t, "note"); m.data != "null" {
					t.Errorf("what takes it back is %+v", m)
				}
			}
			late := dial(t, server, "/a", 0)
			if err := set.Hub("a").Publish(numbered(1, 1)); err != nil {
				t.Fatal(err)
			}
			late.next(t, "entry")
			for _, m := range late.got {
				if m.event == "note" {
					t.Errorf("who came afterwards is told %+v", m)
				}
			}
		})
	}
}

// socketReader is a page on a real socket: see newsReader for what it does with messages.
type socketReader struct {
	newsReader
	conn net.Conn
	gate sync.Mutex // held while it does not read
}

func (r *socketReader) open(t *testing.T, server *httptest.Server) {
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.(*net.TCPConn).SetReadBuffer(32 << 10)
	r.mu.Lock()
	r.dec = decoder{}
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nLast-Event-ID: %d\r\n\r\n", r.seq)
	r.mu.Unlock()
	r.conn, r.done = conn, make(chan struct{})
	go func(done chan struct{}) {
		defer close(done)
		buf := make([]byte, 8<<10)
		for {
			n, err := conn.Read(buf)
			r.gate.Lock()
			if n > 0 {
				_, _ = r.Write(buf[:n])
			}
			r.gate.Unlock()
			if err != nil {
				return
			}
		}
	}(r.done)
}

func (r *socketReader) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// TestEveryReaderOfTheLoopsEndsWithTheServersState is the property of the model, on sockets whose lines fill up.
func TestEveryReaderOfTheLoopsEndsWithTheServersState(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { playOnSockets(t, rand.New(rand.NewPCG(seed, 2))) })
	}
}

func playOnSockets(t *testing.T, rnd *rand.Rand) {
	hub, server := serve(t, Options{Capacity: 1 + rnd.IntN(300), Bytes: 1 + rnd.IntN(4<<20), Grace: 50 * time.Millisecond, Heartbeat: 400 * time.Millisecond})
	news := &newsServer{hub: hub, state: map[string]string{}, tail: rnd.IntN(300)}
	var readers []*socketReader
	for range 8 {
		r := &socketReader{newsReader: *newNewsReader(news)}
		r.open(t, server)
		readers = append(readers, r)
	}
	stalled := map[*socketReader]bool{}
	for range 500 {
		r := readers[rnd.IntN(len(readers))]
		switch n := rnd.IntN(100); {
		case n < 60:
			item := fmt.Sprint("item ", rnd.IntN(20))
			text := strings.Repeat(fmt.Sprint(n), 1+rnd.IntN([]int{1, 100, 8_000}[rnd.IntN(3)]))
			if err := news.say(item, text, n < 3 && len(news.log) > 0); err != nil {
				t.Fatal(err)
			}
		case n < 63:
			if err := hub.Note([]byte(`{"since":1}`)); err != nil {
				t.Fatal(err)
			}
		case n < 80 && !stalled[r]:
			stalled[r] = true
			r.gate.Lock()
		case n < 95 && stalled[r]:
			delete(stalled, r)
			r.gate.Unlock()
		case !stalled[r]:
			r.conn.Close()
			<-r.done
			r.open(t, server)
		}
	}
	for r := range stalled {
		r.gate.Unlock()
	}
	seq, state := news.snapshot()
	for i, r := range readers {
		until(t, fmt.Sprintf("reader %d is up to date", i), func() bool {
			if r.ended() {
				r.open(t, server)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.seq == seq
		})
		r.mu.Lock()
		if diff := cmp.Diff(state, r.state); diff != "" || r.fault != "" {
			t.Errorf("reader %d: %s\n%.500s", i, r.fault, diff)
		}
		r.mu.Unlock()
		r.conn.Close()
	}
}

// TestAConnectionThatLoopsCannotHaveIsServedAllTheSame hands over a connection that the loops cannot have.
func TestAConnectionThatLoopsCannotHaveIsServedAllTheSame(t *testing.T) {
	hub := NewHub(Options{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(hub.ServeSSE))
	server.Listener = veiled{server.Listener}
	server.Start()
	t.Cleanup(func() {
		hub.Close()
		server.Close()
	})
	p := dial(t, server, "/", 0)
	publish(t, hub, 1, 2, 10)
	p.next(t, "entry")
	var n struct{ N int }
	if m := p.next(t, "entry"); json.Unmarshal([]byte(m.data), &n) != nil || n.N != 2 {
		t.Errorf("the second is %+v", m)
	}
}

// veiled gives connections that show nothing but what every connection has.
type veiled struct{ net.Listener }

type veiledConn struct{ net.Conn }

func (l veiled) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return veiledConn{conn}, nil
}
