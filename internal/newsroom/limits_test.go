package newsroom

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runRoom runs a room with settings of its own, without a sample.
func runRoom(t *testing.T, s Settings, log io.Writer) *Room {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s.Listen, s.Desk = "127.0.0.1:0", "127.0.0.1:0"
	room, err := Open(ctx, filepath.Join(t.TempDir(), "data"), s, log)
	if err != nil {
		t.Fatal(err)
	}
	pipe, out := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, out) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("running: %v", err)
		}
		if err := room.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	lines := bufio.NewReader(pipe)
	for range 2 { // both addresses are printed once they answer
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	go io.Copy(io.Discard, lines)
	return room
}

// reaching dials the readers' listener from an address of this machine.
func reaching(t *testing.T, room *Room, source string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	c, err := d.DialContext(t.Context(), "tcp", room.readersAt.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return c
}

// answered sends a request and gives its answer, nil when the connection was cut.
func replied(c net.Conn, request string) *http.Response {
	go io.WriteString(c, request)
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return nil
	}
	return res
}

func TestHeadersOfAMegabyteAreRefused(t *testing.T) {
	room := runRoom(t, Settings{}, io.Discard)
	for _, c := range []struct {
		bytes, status int
	}{{8 << 10, http.StatusOK}, {20 << 10, http.StatusRequestHeaderFieldsTooLarge}, {1 << 20, http.StatusRequestHeaderFieldsTooLarge}} {
		request := "GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-Long: "+strings.Repeat("y", 1014)+"\r\n", c.bytes>>10) + "\r\n"
		res := replied(reaching(t, room, "127.0.0.1"), request)
		if res == nil || res.StatusCode != c.status {
			t.Errorf("%d bytes of headers: %v", c.bytes, res)
		}
	}
}

// TestCrowdFromOneNetworkLeavesRoomForOthers is the attack of many connections: of 500, and of 50,000 with LIVEBRIEF_LONG.
func TestCrowdFromOneNetworkLeavesRoomForOthers(t *testing.T) {
	var said safeBuffer
	room := runRoom(t, Settings{LimitSettings: LimitSettings{ConnectionSettings: ConnectionSettings{TrustedProxy: []string{"10.0.0.0/8"}, MaxConnections: 60, NetworkConnections: 20}}}, &said)
	served, crowd := 0, 500
	if os.Getenv("LIVEBRIEF_LONG") != "" {
		crowd = 50_000
	}
	for i := range crowd {
		c := reaching(t, room, fmt.Sprintf("127.9.9.%d", 1+i%250))
		res := replied(c, "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n")
		if res == nil || res.StatusCode != http.StatusOK {
			c.Close()
		}
		switch {
		case res == nil:
		case res.StatusCode == http.StatusOK:
			served++
		case res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "":
			t.Fatalf("status %d", res.StatusCode)
		}
	}
	if served != 20 {
		t.Errorf("%d connections of one network were served, want 20", served)
	}
	if res := replied(reaching(t, room, "127.9.8.9"), "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"); res == nil || res.StatusCode != http.StatusOK {
		t.Errorf("a reader of another network: %v", res)
	}
	t.Logf("of %d connections %d were served, %d turned away", crowd, served, room.readersAt.TurnedAway())
	if strings.Contains(string(said.Bytes()), "level=") {
		t.Errorf("the log: %s", said.Bytes())
	}
}

func TestDearPagesAreSharedOutByNetwork(t *testing.T) {
	room := runRoom(t, Settings{LimitSettings: LimitSettings{NetworkRate: 0.001}}, io.Discard) // a burst of less than one is one
	get := func(forwarded string) int {
		res := replied(reaching(t, room, "127.0.0.1"), fmt.Sprintf("GET /none/as-of/3 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n", forwarded))
		if res == nil {
			t.Fatal("no answer")
		}
		return res.StatusCode
	}
	for _, c := range []struct {
		forwarded string
		status    int
	}{{"203.0.113.5", 404}, {"203.0.113.99", 429}, {"198.51.100.5", 404}, {"203.0.113.1, 198.51.100.6", 429}, {"", 404}, {"", 404}} {
		if got := get(c.forwarded); got != c.status {
			t.Errorf("asked for %q: status %d, want %d", c.forwarded, got, c.status)
		}
	}
}

func TestLimitsAreWorkedOut(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	l, err := (&LimitSettings{}).limits(log)
	if err != nil || l.connections < 16 || l.perNetwork < 16 || l.perNetwork > l.connections || len(l.trusted) != 2 {
		t.Errorf("%+v, %v", l, err)
	}
	l, err = (&ConnectionSettings{MaxConnections: 10}).limits(log)
	if err != nil || l.connections != 10 || l.perNetwork > 10 {
		t.Errorf("%+v, %v", l, err)
	}
	if l, _ = (&ConnectionSettings{MaxConnections: 1 << 30}).limits(log); l.connections >= 1<<30 {
		t.Error("more connections are promised than there can be")
	}
	for _, s := range []LimitSettings{{ConnectionSettings: ConnectionSettings{MaxConnections: -1}}, {ConnectionSettings: ConnectionSettings{NetworkConnections: -5}}, {NetworkRate: -0.5}, {NetworkRate: math.NaN()}, {NetworkRate: math.Inf(1)}} {
		if _, err = s.limits(log); exitCode(err) != exitUsage {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if _, err = (&ConnectionSettings{TrustedProxy: []string{"10.0.0.300/8"}}).limits(log); exitCode(err) != exitUsage || !strings.Contains(err.Error(), "--trusted-proxy") {
		t.Errorf("a network that is none: %v", err)
	}
}
