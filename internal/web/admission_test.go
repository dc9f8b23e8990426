package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

// warden lets in what it is told to, and counts.
type warden struct {
	wait    time.Duration
	full    bool
	inside  int
	asked   []string
	streams []string
}

func (d *warden) Dear(r *http.Request) time.Duration {
	d.asked = append(d.asked, r.URL.Path)
	return d.wait
}

func (d *warden) Stream(r *http.Request) (func(), bool) {
	d.streams = append(d.streams, r.URL.Path)
	if d.full {
		return nil, false
	}
	d.inside++
	return func() { d.inside-- }, true
}

func TestWhatTakesWorkIsDear(t *testing.T) {
	for _, c := range []struct {
		path string
		dear bool
	}{
		{"/record/briefings.json", false}, {"/ukraine/record/bodies/000", true}, {"/ukraine/record/tile/entries/000", false}, {"/", false}, {"/ukraine/", false}, {"/ukraine/page/3", false}, {"/ukraine/track/aid", false}, {"/ukraine/head", false}, {"/ukraine/log/7.json", false},
		{"/ukraine/feed.atom", false}, {"/ukraine/feed.json", false}, {"/ukraine/track/aid/feed.json", false}, {"/ukraine/lite", false}, {"/ukraine/p/first", false},
		{"/ukraine/record/checkpoint", false}, {"/ukraine/record/tile/0/000", false}, {"/static/live.0badcafe.js", false}, {"/ukraine/map", false},
		{"/changes/", false}, {"/search", false}, {"/as-of/p/first", false},
		{"/ukraine/as-of/3", true}, {"/ukraine/as-of/3/map", true}, {"/ukraine/aid/as-of/2023-01-01", true}, {"/ukraine/changes/2", true}, {"/ukraine/p/first/proof", true},
		{"/ukraine/p/first/history", true}, {"/ukraine/statements.csv", true}, {"/ukraine/statements.json", true}, {"/ukraine/map/2023-01-01.png", true},
		{"/ukraine/map/2023-01-01.geojson", true}, {"/ukraine/search", true}, {"/changes/changes/2", true},
	} {
		if isDear(c.path) != c.dear {
			t.Errorf("%s: dear is %v", c.path, !c.dear)
		}
	}
}

func TestDearPagesAreRefusedInWords(t *testing.T) {
	s := newStall(t)
	by := &warden{wait: 2500 * time.Millisecond}
	s.h = NewAdmission(s.h, by, s.conf.Public, nil)
	w := s.get("/ukraine/as-of/3")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "3" || !strings.Contains(w.Body.String(), "Try again in 3 s") {
		t.Errorf("status %d, Retry-After %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body.String())
	}
	for name, want := range map[string]string{"Cache-Control": lifeNone, "Content-Security-Policy": readerPolicy, "Strict-Transport-Security": "max-age=31536000"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("the refusal's %s is %q", name, got)
		}
	}
	if w := s.get("/ukraine/"); w.Code != http.StatusOK {
		t.Errorf("the newest page: status %d", w.Code)
	}
	if len(by.asked) != 1 {
		t.Errorf("asked about %q", by.asked)
	}
	by.wait = 0
	if w := s.get("/ukraine/as-of/3"); w.Code != http.StatusOK {
		t.Errorf("let in: status %d", w.Code)
	}
}

func TestStreamHoldsItsPlaceUntilItEnds(t *testing.T) {
	by := &warden{}
	inside := -1
	h := NewAdmission(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { inside = by.inside }), by, "", nil)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/ukraine/live", nil))
	if inside != 1 || by.inside != 0 {
		t.Errorf("inside %d, afterwards %d", inside, by.inside)
	}
	by.full = true
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/ukraine/live", nil))
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "60" || w.Header().Get("Cache-Control") != lifeNone {
		t.Errorf("one too many: status %d, %v", w.Code, w.Header())
	}
}

// TestTakenConnectionHoldsItsPlace is about handlers that take the connection over and return.
func TestTakenConnectionHoldsItsPlace(t *testing.T) {
	by := &warden{}
	taken, returned := make(chan net.Conn, 1), make(chan struct{})
	h := NewAdmission(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
		}
		taken <- c
	}), by, "", nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r)
		close(returned)
	}))
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET /ukraine/live HTTP/1.1\r\nHost: x\r\n\r\n")
	held := <-taken
	<-returned
	if by.inside != 1 {
		t.Errorf("%d places are held after the handler returned", by.inside)
	}
	if _, err := held.(syscall.Conn).SyscallConn(); err != nil {
		t.Errorf("the socket is hidden: %v", err)
	}
	held.Close()
	if by.inside != 0 {
		t.Error("the place was not given back")
	}
}

// listening serves a handler with the bounds of the readers' listener on a real socket.
func listening(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// TestBodyIsAnsweredAndNotReadWithoutEnd sends bodies that never end, slowly and fast, and short ones.
func TestBodyIsAnsweredAndNotReadWithoutEnd(t *testing.T) {
	s := newStall(t)
	at := listening(t, NewAdmission(s.h, &warden{}, "", nil))
	for name, c := range map[string]struct {
		head string
		body string
		more bool
	}{
		"a short body":                   {"GET /ukraine/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n", "12345", false},
		"a body that never comes":        {"GET /ukraine/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "", false},
		"chunks":                         {"GET /ukraine/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n", false},
		"a stream's body":                {"GET /ukraine/live HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "x", false},
		"a body that is posted":          {"POST /ukraine/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "x", false},
		"a body of terabytes, and comes": {"GET /ukraine/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000\r\n\r\n", strings.Repeat("x", 1<<16), true},
	} {
		c2, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		if err := c2.SetDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c2, c.head, c.body)
		if c.more {
			go func() {
				for {
					if _, err := io.WriteString(c2, c.body); err != nil {
						return
					}
				}
			}()
		}
		res, err := http.ReadResponse(bufio.NewReader(c2), nil)
		if err != nil {
			t.Errorf("%s: no answer: %v", name, err)
		} else if res.StatusCode != http.StatusRequestEntityTooLarge || !res.Close {
			t.Errorf("%s: status %d, closes %v", name, res.StatusCode, res.Close)
		}
		if _, err := io.Copy(io.Discard, c2); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Errorf("%s: the connection stays open", name)
		}
		c2.Close()
	}
}
