package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// behind is a handler behind a front, with a clock and a count of editions that the test moves.
type behind struct {
	front front
	clock time.Time
	turn  uint64
	times int
	// answer writes the answer; 200 with the count and a public life when nil.
	answer func(w http.ResponseWriter, r *http.Request, n int)
}

func newBehind() *behind {
	c := &behind{clock: time.Date(2026, 7, 28, 12, 0, 0, 0, time.UTC), turn: 1}
	c.front = front{turn: func() uint64 { return c.turn }, now: func() time.Time { return c.clock }}
	return c
}

func (c *behind) get(method, address string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	out := httptest.NewRecorder()
	c.front.serve(&recorder{ResponseWriter: out}, r, func(w http.ResponseWriter, r *http.Request) {
		c.times++
		if c.answer != nil {
			c.answer(w, r, c.times)
			return
		}
		form := encodingOf(r.Header.Get("Accept-Encoding"))
		newAnswer(http.StatusOK, textType, "", fmt.Appendf(nil, "answer %d in %q %s", c.times, form, strings.Repeat(".", 600))).send(w, r, lifePage)
	})
	return out
}

func TestTheFrontAnswersAsTheHouseDid(t *testing.T) {
	c := newBehind()
	for _, encoding := range []string{"", "gzip", "gzip, br", "br;q=0, gzip", "identity"} {
		first := c.get("GET", "/b/", "Accept-Encoding", encoding)
		again := c.get("GET", "/b/", "Accept-Encoding", encoding)
		if again.Code != 200 || again.Body.String() != first.Body.String() || fmt.Sprint(again.Header()) != fmt.Sprint(first.Header()) {
			t.Errorf("%q: first %v, again %d %v", encoding, first.Header(), again.Code, again.Header())
		}
		known := c.get("GET", "/b/", "Accept-Encoding", encoding, "If-None-Match", first.Header().Get("ETag"))
		if known.Code != http.StatusNotModified || known.Body.Len() > 0 || known.Header().Get("Content-Length") != "" || known.Header().Get("ETag") == "" {
			t.Errorf("%q: who has it is answered %d %v", encoding, known.Code, known.Header())
		}
	}
	if c.times != 3 {
		t.Errorf("the house was asked %d times for three forms", c.times)
	}
}

func TestTheFrontForgetsWithEveryEditionAndEverySecond(t *testing.T) {
	c := newBehind()
	steps := []struct {
		what  string
		do    func()
		times int
	}{
		{"the first time", func() {}, 1},
		{"again", func() {}, 1},
		{"just within the second", func() { c.clock = c.clock.Add(frontLife - 1) }, 1},
		{"after it", func() { c.clock = c.clock.Add(1) }, 2},
		{"after a new edition", func() { c.turn++ }, 3},
		{"and again", func() {}, 3},
	}
	for _, s := range steps {
		s.do()
		c.get("GET", "/b/")
		if c.times != s.times {
			t.Errorf("%s: asked %d times, want %d", s.what, c.times, s.times)
		}
	}
}

func TestTheFrontKeepsNothingThatIsNotForEverybody(t *testing.T) {
	public := func(w http.ResponseWriter) { w.Header().Set("Cache-Control", lifePage) }
	cases := []struct {
		name, method, address string
		header                []string
		answer                func(w http.ResponseWriter, r *http.Request, n int)
	}{
		{"a HEAD", "HEAD", "/b/", nil, nil},
		{"a query", "GET", "/b/numbers?as-of=2026-07-28", nil, nil},
		{"a part", "GET", "/b/", []string{"Range", "bytes=0-3"}, nil},
		{"a stream", "GET", "/b/live", nil, nil},
		{"another spelling of a path", "GET", "/b/a%2Fb", nil, nil},
		{"an error", "GET", "/b/x", nil, func(w http.ResponseWriter, _ *http.Request, _ int) { public(w); w.WriteHeader(http.StatusNotFound) }},
		{"a redirect", "GET", "/b/x", nil, func(w http.ResponseWriter, r *http.Request, _ int) { redirect(w, "y", lifePage) }},
		{"what no cache may have", "GET", "/b/x", nil, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Cache-Control", lifeNone)
			fmt.Fprint(w, "x")
		}},
		{"what says nothing of caches", "GET", "/b/x", nil, func(w http.ResponseWriter, _ *http.Request, _ int) { fmt.Fprint(w, "x") }},
		{"what is too large", "GET", "/b/x", nil, func(w http.ResponseWriter, _ *http.Request, _ int) {
			public(w)
			for range frontLargest >> 10 {
				_, _ = w.Write(make([]byte, 1025))
			}
		}},
	}
	for _, k := range cases {
		c := newBehind()
		c.answer = k.answer
		c.get(k.method, k.address, k.header...)
		if c.get(k.method, k.address, k.header...); c.times != 2 {
			t.Errorf("%s was kept", k.name)
		}
	}
}

func TestTheFrontIsBounded(t *testing.T) {
	c := newBehind()
	c.answer = func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Header().Set("Cache-Control", lifePage)
		_, _ = w.Write(make([]byte, 900<<10))
	}
	for i := range 50 {
		c.get("GET", fmt.Sprintf("/b/%d", i))
		if size := len(c.front.kept) * 900 << 10; size > frontSize || c.front.size != size {
			t.Fatalf("%d answers of 900 KB are kept, counted as %d bytes", len(c.front.kept), c.front.size)
		}
	}
	c.answer = func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Header().Set("Cache-Control", lifePage)
		fmt.Fprint(w, "small")
	}
	for i := range 3 * frontSize / (4 << 10) {
		c.get("GET", fmt.Sprintf("/c/%d", i))
	}
	if n := len(c.front.kept); n > frontSize/(4<<10) {
		t.Errorf("%d small answers are kept", n)
	}
}
