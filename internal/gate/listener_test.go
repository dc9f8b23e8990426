package gate

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// dialFrom connects from an address of this machine.
func dialFrom(t *testing.T, source string, to net.Addr) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	c, err := d.DialContext(t.Context(), "tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return c
}

// opened is a listener whose connections say hello and stay open until the other side closes them.
func opened(t *testing.T, limits Limits) *Listener {
	t.Helper()
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Listen(raw, limits)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.WriteString(c, "hello\n")
				io.Copy(io.Discard, c)
				c.Close()
				c.Close() // a place is given back once
			}()
		}
	}()
	return l
}

// hears reads what a connection is told first; nothing when it was closed at once.
func hears(c net.Conn) string {
	word := make([]byte, 6)
	n, _ := io.ReadFull(c, word)
	return strings.TrimSpace(string(word[:n]))
}

// until waits for a condition, for as long as a slow machine may take.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); !ok(); {
		if time.Now().After(limit) {
			t.Fatal(what)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestOneNetworkDoesNotShutOutOthers(t *testing.T) {
	l := opened(t, Limits{Connections: 40, PerNetwork: 10, Crowded: []byte("crowd\n")})
	taken := 0
	for range 300 {
		switch hears(dialFrom(t, "127.0.1.7", l.Addr())) {
		case "hello":
			taken++
		case "crowd", "": // told, or cut because many are told already
		default:
			t.Fatal("something else was said")
		}
	}
	if taken != 10 {
		t.Errorf("%d connections of one network were let in, want 10", taken)
	}
	if said := hears(dialFrom(t, "127.0.2.7", l.Addr())); said != "hello" {
		t.Errorf("a reader of another network hears %q", said)
	}
	if l.TurnedAway() != 290 {
		t.Errorf("%d were turned away, want 290", l.TurnedAway())
	}
}

func TestPlacesAreGivenBack(t *testing.T) {
	l := opened(t, Limits{Connections: 3, PerNetwork: 2, Full: []byte("full!\n")})
	var held []net.Conn
	for _, source := range []string{"127.0.1.1", "127.0.1.1", "127.0.2.1"} {
		c := dialFrom(t, source, l.Addr())
		if said := hears(c); said != "hello" {
			t.Fatalf("from %s: %q", source, said)
		}
		held = append(held, c)
	}
	if said := hears(dialFrom(t, "127.0.3.1", l.Addr())); said != "full!" {
		t.Errorf("the fourth hears %q", said)
	}
	for _, c := range held {
		c.Close()
	}
	until(t, "places were not given back", func() bool { return l.Open() == 0 })
	l.mu.Lock()
	if len(l.from) != 0 {
		t.Error("networks that left are remembered")
	}
	l.mu.Unlock()
	if said := hears(dialFrom(t, "127.0.1.1", l.Addr())); said != "hello" {
		t.Errorf("afterwards somebody hears %q", said)
	}
}

func TestTrustedProxyIsNotCountedByNetwork(t *testing.T) {
	l := opened(t, Limits{Connections: 20, PerNetwork: 2, Trusted: Loopback()})
	for i := range 20 {
		if said := hears(dialFrom(t, "127.0.0.1", l.Addr())); said != "hello" {
			t.Fatalf("connection %d of the proxy hears %q", i, said)
		}
	}
	if said := hears(dialFrom(t, "127.0.0.1", l.Addr())); said != "" {
		t.Errorf("one over all limits hears %q", said)
	}
}

// TestConnectionCanBeTakenOver sees that the socket can be reached through what Accept gives.
func TestConnectionCanBeTakenOver(t *testing.T) {
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Listen(raw, Limits{})
	defer l.Close()
	dialFrom(t, "127.0.0.1", l.Addr())
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, ok := c.(syscall.Conn); !ok {
		t.Error("the socket is hidden")
	}
	if _, ok := c.(io.ReaderFrom); !ok {
		t.Error("files cannot be sent by the kernel")
	}
}

// scarce is a listener without descriptors for a while.
type scarce struct {
	net.Listener
	failures atomic.Int64
	asked    atomic.Int64
}

func (s *scarce) Accept() (net.Conn, error) {
	s.asked.Add(1)
	if s.failures.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Err: syscall.EMFILE}
	}
	one, _ := net.Pipe()
	return one, nil
}

func (s *scarce) Close() error { return nil }

func TestLackOfDescriptorsIsSaidOnceAndWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		s := &scarce{}
		s.failures.Store(100)
		l := Listen(s, Limits{Say: func(what string) { said = append(said, what) }})
		begin := time.Now()
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		if len(said) != 2 || !strings.HasPrefix(said[0], "no descriptors") || !strings.HasPrefix(said[1], "there are descriptors") {
			t.Errorf("said %q", said)
		}
		// Doubling from 5 ms, it is a second from the ninth pause on: 5 ms x 255 for the eight before it, then 92 s.
		if took, want := time.Since(begin), 255*5*time.Millisecond+92*time.Second; took != want {
			t.Errorf("waited %v, want %v", took, want)
		}
	})
}

func TestClosedListenerDoesNotWaitForDescriptors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scarce{}
		s.failures.Store(1 << 40)
		l := Listen(s, Limits{})
		done := make(chan error)
		go func() {
			_, err := l.Accept()
			done <- err
		}()
		time.Sleep(10 * time.Second)
		l.Close()
		if err := <-done; !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
	})
}

func TestShareLeavesAReserve(t *testing.T) {
	for _, c := range []struct{ descriptors, connections, perNetwork int }{
		{0, 832, 52}, {64, 16, 16}, {256, 64, 16}, {1024, 832, 52}, {4096, 3584, 224}, {20_000, 18_976, 1186}, {1 << 20, 1<<20 - 1024, 65_472},
	} {
		connections, perNetwork := Share(c.descriptors)
		if connections != c.connections || perNetwork != c.perNetwork {
			t.Errorf("of %d descriptors: %d connections, %d for one network; want %d and %d", c.descriptors, connections, perNetwork, c.connections, c.perNetwork)
		}
	}
	if n := Descriptors(); n < 16 {
		t.Errorf("the process has %d descriptors", n)
	}
}
