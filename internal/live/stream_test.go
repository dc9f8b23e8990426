package live

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"livebrief/internal/brief"
)

// tape is a connection in memory that keeps what was said; only inside a synctest bubble, between two Waits.
type tape struct {
	httptest.ResponseRecorder
	mu        sync.Mutex
	dec       decoder
	messages  []message
	deadlines []time.Time
}

func (w *tape) Header() http.Header { return w.HeaderMap }
func (w *tape) Flush()              {}
func (w *tape) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.messages = append(w.messages, w.dec.feed(p)...)
	return len(p), nil
}
func (w *tape) SetWriteDeadline(d time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deadlines = append(w.deadlines, d)
	return nil
}

// said gives "event:id" of everything said since the last time, when all is quiet.
func (w *tape) said() []string {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	out := []string{}
	for _, m := range w.messages {
		out = append(out, m.event+":"+m.id)
	}
	w.messages = nil
	return out
}

// listen opens a stream that ends with the test.
func listen(t *testing.T, h *Hub, address string, header ...string) *tape {
	ctx, cancel := context.WithCancel(t.Context())
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := &tape{}
	w.HeaderMap = http.Header{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeSSE(w, req)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return w
}

func hubAt(t *testing.T, last brief.Seq, opts Options) *Hub {
	h := NewHub(opts)
	t.Cleanup(h.Close)
	for seq := range last {
		if err := h.Publish(numbered(seq+1, 10)); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("said %v, want %v", got, want)
	}
}

func TestCursorDecidesWhatIsSaid(t *testing.T) {
	// The ring holds 6 to 10.
	cases := []struct {
		name, address, lastEventID string
		want                       []string
	}{
		{"no cursor starts now", "/b/live", "", nil},
		{"the page's own sequence", "/b/live?from=8", "", []string{"entry:9", "entry:10"}},
		{"up to date", "/b/live?from=10", "", nil},
		{"just held", "/b/live?from=5", "", []string{"entry:6", "entry:7", "entry:8", "entry:9", "entry:10"}},
		{"just fallen out", "/b/live?from=4", "", []string{"reset:10"}},
		{"before everything", "/b/live?from=0", "", []string{"reset:10"}},
		{"ahead, from another life", "/b/live?from=11", "", []string{"reset:10"}},
		{"the greatest number", "/b/live?from=18446744073709551615", "", []string{"reset:10"}},
		{"the header wins", "/b/live?from=1", "9", []string{"entry:10"}},
		{"the header wins when mangled", "/b/live?from=9", "nine", []string{"reset:10"}},
		{"empty", "/b/live?from=", "", []string{"reset:10"}},
		{"a word", "/b/live?from=now", "", []string{"reset:10"}},
		{"negative", "/b/live?from=-1", "", []string{"reset:10"}},
		{"with a sign", "/b/live?from=%2B9", "", []string{"reset:10"}},
		{"a leading zero", "/b/live?from=09", "", []string{"reset:10"}},
		{"hexadecimal", "/b/live?from=0x9", "", []string{"reset:10"}},
		{"a fraction", "/b/live?from=9.5", "", []string{"reset:10"}},
		{"an exponent", "/b/live?from=1e1", "", []string{"reset:10"}},
		{"an underscore", "/b/live?from=1_0", "", []string{"reset:10"}},
		{"too great", "/b/live?from=18446744073709551616", "", []string{"reset:10"}},
		{"other digits", "/b/live?from=%D9%A9", "", []string{"reset:10"}},
		{"a zero byte", "/b/live?from=9%00", "", []string{"reset:10"}},
		{"a line break", "/b/live?from=9%0A", "", []string{"reset:10"}},
		{"space in the header", "/b/live", "9 9", []string{"reset:10"}},
		{"very long", "/b/live", string(slices.Repeat([]byte("9"), 4000)), []string{"reset:10"}},
		{"broken escape", "/b/live?from=%zz", "", nil},
		{"given twice", "/b/live?from=9&from=1", "", []string{"entry:10"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := hubAt(t, 10, Options{Capacity: 5})
				w := listen(t, h, c.address, "Last-Event-ID", c.lastEventID)
				time.Sleep(3 * time.Second) // grace for those ahead
				expect(t, w.said(), append([]string{"hello:"}, c.want...)...)
				if err := h.Publish(numbered(11, 1)); err != nil {
					t.Fatal(err)
				}
				expect(t, w.said(), "entry:11")
			})
		})
	}
}

func TestReaderJustAheadOfTheRingIsGivenTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hubAt(t, 3, Options{})
		w := listen(t, h, "/b/live?from=4")
		time.Sleep(time.Second)
		expect(t, w.said(), "hello:")
		for seq := range brief.Seq(2) {
			if err := h.Publish(numbered(4+seq, 1)); err != nil {
				t.Fatal(err)
			}
		}
		expect(t, w.said(), "entry:5")
	})
}

func TestReloadResetsThoseConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hubAt(t, 3, Options{Snapshot: "../b/"})
		w := listen(t, h, "/b/live?from=3")
		expect(t, w.said(), "hello:")
		if err := h.Reload(4, []Frame{numbered(3, 1), numbered(4, 1)}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got, want := w.messages[0].data, `{"seq":4,"path":"../b/"}`; got != want {
			t.Errorf("reset says %s, want %s", got, want)
		}
		expect(t, w.said(), "reset:4")
		back := listen(t, h, "/b/live?from=2")
		expect(t, back.said(), "hello:", "entry:3", "entry:4")
	})
}

func TestAllStreamsShareOneHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hubAt(t, 7, Options{Heartbeat: 20 * time.Second})
		w := listen(t, h, "/b/live?from=7")
		expect(t, w.said(), "hello:")
		time.Sleep(19 * time.Second)
		expect(t, w.said())
		late := listen(t, h, "/b/live?from=7")
		expect(t, late.said(), "hello:")
		time.Sleep(time.Second)
		synctest.Wait()
		if m := w.messages[0]; m.data != "7" || m.comment == "" {
			t.Errorf("the beat is %+v", m)
		}
		expect(t, w.said(), "beat:")
		expect(t, late.said(), "beat:")
	})
}

func TestFirstBytesComeAtOnceWithJitterAndNoDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hubAt(t, 1, Options{})
		retries := map[string]bool{}
		for range 20 {
			w := listen(t, h, "/b/live")
			synctest.Wait()
			hello := w.messages[0]
			if ms, err := strconv.Atoi(hello.retry); err != nil || ms < 2000 || ms >= 8000 || hello.comment == "" {
				t.Errorf("the first bytes are %+v", hello)
			}
			retries[hello.retry] = true
			if len(w.deadlines) != 1 || !w.deadlines[0].IsZero() {
				t.Errorf("write deadlines %v, of which the server's own has to be lifted once", w.deadlines)
			}
			for name, want := range map[string]string{"Content-Type": "text/event-stream",
				"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		}
		if len(retries) < 15 {
			t.Errorf("20 readers were given only %d different times", len(retries))
		}
	})
}

func TestReadersBeyondTheLimitAreToldToPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := NewSet(Options{MaxReaders: 6})
		t.Cleanup(set.Close)
		for range 6 {
			listen(t, set.Hub("a"), "/a/live")
		}
		synctest.Wait()
		w := httptest.NewRecorder()
		set.Handler("b").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/b/live", nil))
		after, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if w.Code != http.StatusServiceUnavailable || err != nil || after < 10 || after > 60 {
			t.Errorf("the seventh got %d, Retry-After %d (%v)", w.Code, after, err)
		}
		if got := set.Readers(); got != 10 {
			t.Errorf("6 readers are told as %d", got)
		}
	})
}

func TestClosedSetTakesNobody(t *testing.T) {
	set := NewSet(Options{})
	set.Hub("a")
	set.Close()
	for _, id := range []brief.BriefingID{"a", "new"} {
		w := httptest.NewRecorder()
		set.Handler(id).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/live", nil))
		if w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", id, w.Code)
		}
	}
}

func TestStreamIsOnlyRead(t *testing.T) {
	h := hubAt(t, 0, Options{})
	w := httptest.NewRecorder()
	h.ServeSSE(w, httptest.NewRequest(http.MethodPost, "/b/live", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != http.MethodGet {
		t.Errorf("POST: %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

// stuck is a connection that takes nothing more until a deadline has passed.
type stuck struct {
	tape
	free chan struct{}
}

func (w *stuck) Write([]byte) (int, error) {
	<-w.free
	return 0, errors.New("the stream is gone")
}

func (w *stuck) SetWriteDeadline(d time.Time) error {
	if !d.IsZero() && d.Before(time.Now()) {
		close(w.free)
	}
	return nil
}

func TestWriteThatTakesTooLongEndsTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hubAt(t, 1, Options{Patience: 7 * time.Second})
		begun := time.Now()
		w := &stuck{free: make(chan struct{})}
		w.HeaderMap = http.Header{}
		h.ServeSSE(w, httptest.NewRequest(http.MethodGet, "/b/live?from=0", nil))
		if took := time.Since(begun); took != 7*time.Second || h.gate.cuts.Load() != 1 || h.gate.inside.Load() != 0 {
			t.Errorf("cut after %s, %d counted, %d left inside", took, h.gate.cuts.Load(), h.gate.inside.Load())
		}
	})
}

// deaf is a connection whose every write fails.
type deaf struct{ *httptest.ResponseRecorder }

func (deaf) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestStreamEndsWhenItsConnectionFails(t *testing.T) {
	h := hubAt(t, 1, Options{})
	h.ServeSSE(deaf{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/b/live?from=0", nil))
	if got := h.gate.inside.Load(); got != 0 {
		t.Errorf("%d readers left inside", got)
	}
}
