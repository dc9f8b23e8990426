package live

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// These tests use real sockets on the loopback interface, bounded in number and time.

func numbered(seq brief.Seq, size int) Frame {
	return Frame{seq, fmt.Appendf(nil, `{"n":%d,"pad":"%s"}`, seq, strings.Repeat("x", size))}
}

// way is how a stream is served on a socket.
type way struct {
	name       string
	opts       Options
	tls, http2 bool
}

// ways are by the loops, by a goroutine with a connection that was taken, by its handler, which is also how it is in HTTP/2.
var ways = []way{{name: "loops"}, {name: "taken", tls: true}, {name: "handlers", opts: Options{Handlers: true}}, {name: "http2", tls: true, http2: true}}

// start serves a hub in this way. In HTTP/2 many of its readers share a connection.
func (w way) start(hub *Hub) (*httptest.Server, *http.Transport) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(hub.ServeSSE))
	server.EnableHTTP2 = w.http2
	if w.tls {
		server.StartTLS()
	} else {
		server.Start()
	}
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = !w.http2
	return server, transport
}

func serve(t testing.TB, opts Options) (*Hub, *httptest.Server) {
	hub := NewHub(opts)
	server := httptest.NewServer(http.HandlerFunc(hub.ServeSSE))
	t.Cleanup(func() {
		hub.Close()
		server.Close()
	})
	return hub, server
}

// client follows the stream and checks that each entry follows the one before.
type client struct {
	url    string
	last   uint64
	resets int
	// stopAt drops the connection after that entry.
	stopAt uint64
}

// follow reads until stopAt and gives an error for anything lost, twice or out of order.
func (c *client) follow(ctx context.Context, transport http.RoundTripper, ready func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Last-Event-ID", strconv.FormatUint(c.last, 10))
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var dec decoder
	buf := make([]byte, 4096)
	for {
		n, err := resp.Body.Read(buf)
		for _, m := range dec.feed(buf[:n]) {
			done, err := c.take(m, ready)
			if done || err != nil {
				return err
			}
		}
		if err != nil {
			return fmt.Errorf("after %d: %w", c.last, err)
		}
	}
}

func (c *client) take(m message, ready func()) (done bool, err error) {
	switch m.event {
	case "hello":
		ready()
	case "reset":
		c.resets++
		c.last = m.seq()
	case "entry":
		if m.seq() != c.last+1 {
			return false, fmt.Errorf("after %d came %d", c.last, m.seq())
		}
		c.last++
	}
	return c.last >= c.stopAt, nil
}

func TestThousandReadersWithThreeHundredDroppedLoseNothing(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			hub := NewHub(way.opts)
			server, transport := way.start(hub)
			t.Cleanup(func() {
				hub.Close()
				server.Close()
			})
			loseNothing(t, hub, server.URL, transport)
		})
	}
}

// loseNothing lets readers come, go and come back while frames are published.
func loseNothing(t *testing.T, hub *Hub, address string, transport *http.Transport) {
	const readers, dropped, frames = 1000, 300, 40
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()

	clients := make([]*client, readers)
	var first, second sync.WaitGroup // streams open; halves read
	first.Add(readers)
	second.Add(readers)
	faults := make(chan error, 2*readers)
	half := make(chan struct{})
	for i := range clients {
		c := &client{url: address, stopAt: frames}
		if i < dropped {
			c.stopAt = uint64(1 + i%(frames/2)) // each in its own place
		}
		clients[i] = c
		go func() {
			defer second.Done()
			open := sync.OnceFunc(first.Done)
			faults <- c.follow(ctx, transport, open)
			open() // one that failed before keeps nobody waiting
			if i < dropped {
				<-half // gone while the others read on
				c.stopAt = frames
				faults <- c.follow(ctx, transport, func() {})
			}
		}()
	}
	first.Wait()
	for seq := range brief.Seq(frames) {
		if seq == frames/2 {
			close(half)
		}
		if err := hub.Publish(numbered(seq+1, 1000)); err != nil {
			t.Fatal(err)
		}
	}
	second.Wait()
	close(faults)
	for err := range faults {
		if err != nil {
			t.Error(err)
		}
	}
	for i, c := range clients {
		if c.last != frames || c.resets != 0 {
			t.Errorf("reader %d ended at %d with %d resets", i, c.last, c.resets)
		}
	}
}

// TestSlowReaderIsCutAndOthersReadOn lets one reader stop reading and fills its line.
func TestSlowReaderIsCutAndOthersReadOn(t *testing.T) {
	for _, way := range ways {
		if !way.tls { // a goroutine with a taken connection writes as a handler does
			t.Run(way.name, func(t *testing.T) {
				opts := way.opts
				opts.Patience, opts.Heartbeat, opts.Bytes = 2*time.Second, 4*time.Second, 64<<20
				cutSlow(t, NewHub(opts))
			})
		}
	}
}

func cutSlow(t *testing.T, hub *Hub) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(hub.ServeSSE))
	server.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if s == http.StateNew {
			_ = c.(*net.TCPConn).SetWriteBuffer(16 << 10)
		}
	}
	server.Start()
	defer server.Close()
	defer hub.Close()

	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	fmt.Fprintf(conn, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, err := conn.Read(make([]byte, 16)); err != nil { // it is admitted, and then never reads again
		t.Fatal(err)
	}

	readBeside(t, hub, &client{url: server.URL + "/good"}, &http.Transport{})
	until(t, "both are gone, the one for not reading", func() bool { return hub.gate.inside.Load() == 0 })
}

// readBeside publishes more than somebody who takes nothing has room for, all of which another reader gets.
func readBeside(t *testing.T, hub *Hub, good *client, transport http.RoundTripper) {
	t.Helper()
	const frames = 200
	good.stopAt = frames
	ready, result := make(chan struct{}), make(chan error, 1)
	go func() { result <- good.follow(t.Context(), transport, func() { close(ready) }) }()
	<-ready
	for seq := range brief.Seq(frames) {
		if err := hub.Publish(numbered(seq+1, 64<<10)); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-result; err != nil {
		t.Errorf("the other reader: %v", err)
	}
}

// until waits for what comes from another goroutine.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("it never came that", what)
		}
	}
}

func TestCloseEndsStreamsAndLeavesNothingRunning(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) { closeEnds(t, way) })
	}
}

func closeEnds(t *testing.T, way way) {
	before := runtime.NumGoroutine()
	hub := NewHub(way.opts)
	server, transport := way.start(hub)
	var open, ended sync.WaitGroup
	retries := make(chan string, 50)
	for i := range 50 {
		if i == 1 {
			open.Wait() // in HTTP/2 the others come by the first one's connection, and nobody dials while the server closes
		}
		open.Add(1)
		ended.Go(func() {
			resp, err := transport.RoundTrip(httptest.NewRequest(http.MethodGet, server.URL, nil))
			if err != nil {
				t.Error(err)
				open.Done()
				return
			}
			defer resp.Body.Close()
			open.Done()
			whole, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Errorf("the stream broke off instead of ending: %v", err)
			}
			all := new(decoder).feed(whole)
			retries <- all[len(all)-1].retry
		})
	}
	open.Wait()
	hub.Close()
	ended.Wait()
	if err := server.Config.Shutdown(t.Context()); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	transport.CloseIdleConnections()
	server.Close()
	close(retries)
	differ := map[string]bool{}
	for r := range retries {
		ms, err := strconv.Atoi(r)
		if err != nil || ms < 3000 || ms > 60000 {
			t.Errorf("told to come back after %q ms", r)
		}
		differ[r] = true
	}
	if len(differ) < 40 {
		t.Errorf("50 readers come back at only %d different times", len(differ))
	}
	if err := hub.Publish(numbered(1, 1)); brief.KindOf(err) != brief.KindUnavailable {
		t.Errorf("publishing after Close: %v", err)
	}
	hub.Close() // a second time does nothing
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
		runtime.Gosched()
	}
}

// BenchmarkFanout measures one frame of 1 KB to 500 readers over loopback, the readers' own work included.
func BenchmarkFanout(b *testing.B) {
	const readers = 500
	hub, server := serve(b, Options{})
	var open, ended sync.WaitGroup
	transport := &http.Transport{DisableKeepAlives: true}
	for range readers {
		open.Add(1)
		c := &client{url: server.URL, stopAt: uint64(b.N)}
		ended.Go(func() {
			if err := c.follow(b.Context(), transport, open.Done); err != nil {
				b.Error(err)
			}
		})
	}
	open.Wait()
	b.ResetTimer()
	for i := range b.N {
		if err := hub.Publish(numbered(brief.Seq(i+1), 1000)); err != nil {
			b.Fatal(err)
		}
	}
	ended.Wait()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*readers), "ns/delivery")
}
