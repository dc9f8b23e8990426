package gate

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// wholePair is a connection that holds first pieces, and its other side.
func wholePair(t *testing.T) (*tcpConn, net.Conn) {
	t.Helper()
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Listen(raw, Limits{Whole: true})
	t.Cleanup(func() { l.Close() })
	other := dialFrom(t, "127.0.0.1", l.Addr())
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*tcpConn), other
}

// unsent is how many bytes the system keeps for later.
func unsent(t *testing.T, c *tcpConn) (n int) {
	t.Helper()
	raw, err := c.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if errControl := raw.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.SIOCOUTQNSD) }); errControl != nil || err != nil {
		t.Fatal(errControl, err)
	}
	return n
}

// TestFirstPieceLeavesWithTheRest writes as net/http does, with a rest and without.
func TestFirstPieceLeavesWithTheRest(t *testing.T) {
	c, other := wholePair(t)
	first, rest := bytes.Repeat([]byte("a"), piece), []byte("and the rest")
	for _, end := range []func(){
		func() {
			if _, err := c.Write(rest); err != nil {
				t.Fatal(err)
			}
		},
		func() { Push(c) },
	} {
		if n, err := c.Write(first); n != piece || err != nil {
			t.Fatal(n, err)
		}
		if n := unsent(t, c); n != piece {
			t.Errorf("%d bytes wait for the rest, want %d", n, piece)
		}
		end()
		if n := unsent(t, c); n != 0 {
			t.Errorf("%d bytes are kept when there is nothing to wait for", n)
		}
	}
	got := make([]byte, 2*piece+len(rest))
	if _, err := io.ReadFull(other, got); err != nil || string(got) != string(first)+string(rest)+string(first) {
		t.Errorf("%v: the other side got other bytes", err)
	}
}

// TestHeldPieceObeysDeadlinesAndEnds fills a connection that nobody reads, and one that is closed.
func TestHeldPieceObeysDeadlinesAndEnds(t *testing.T) {
	c, other := wholePair(t)
	if err := c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, piece)
	var err error
	for err == nil {
		_, err = c.Write(first)
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("nobody reads, and writing ends with %v", err)
	}
	if err := errors.Join(other.Close(), c.SetWriteDeadline(time.Time{})); err != nil {
		t.Fatal(err)
	}
	for err = nil; err == nil; {
		_, err = c.Write(first)
	}
	if !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the other side is gone, and writing ends with %v", err)
	}
}

// TestAnswersOfEverySizeArriveWhole serves bodies of all sizes around those at which net/http sends pieces, on one
// connection; at one of them the head and the body fill its buffer exactly, and nothing follows.
func TestAnswersOfEverySizeArriveWhole(t *testing.T) {
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var exact atomic.Int64
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", r.URL.RawQuery)
			n, _ := strconv.Atoi(r.URL.RawQuery)
			w.Write(bytes.Repeat([]byte("x"), n))
		}),
		ConnState: func(c net.Conn, state http.ConnState) {
			if state == http.StateIdle && c.(*tcpConn).held.Load() {
				exact.Add(1)
				Push(c)
			}
		},
	}
	go server.Serve(Listen(raw, Limits{Whole: true}))
	t.Cleanup(func() { server.Close() })
	for n := piece - 256; n < piece+256; n++ {
		res, err := http.Get("http://" + raw.Addr().String() + "/?" + strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || len(body) != n {
			t.Fatalf("of %d bytes %d came: %v", n, len(body), err)
		}
	}
	if exact.Load() == 0 {
		t.Error("no answer filled the buffer exactly: the test does not show that it is pushed")
	}
}
