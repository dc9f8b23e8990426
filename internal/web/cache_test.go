package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/page"

	"github.com/andybalholm/brotli"
)

func TestPageIsMadeOncePerVersion(t *testing.T) {
	s := newStall(t)
	for range 3 {
		if w := s.get("/ukraine/as-of/3"); w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
	}
	if s.folds != 1 {
		t.Errorf("the same older edition was folded %d times", s.folds)
	}
	one := s.get("/ukraine/").Body.String()
	s.put(t, s.id, brief.Publish, "third", event("Third headline"))
	two := s.get("/ukraine/")
	if one == two.Body.String() || !strings.Contains(two.Body.String(), "Third headline") {
		t.Error("the live page does not show a new development at once")
	}
	s.get("/ukraine/as-of/3")
	if s.folds != 1 {
		t.Errorf("a new development made the older edition be folded again")
	}
}

func TestETagAnswers304PerEncoding(t *testing.T) {
	s := newStall(t)
	seen := map[string]bool{}
	plain := s.get("/ukraine/").Body.Bytes()
	for _, accept := range []string{"", "gzip", "br", "gzip, deflate, br", "br;q=0, gzip;q=0.5", "identity"} {
		w := s.get("/ukraine/", "Accept-Encoding", accept)
		tag := w.Header().Get("ETag")
		seen[tag] = true
		if got := decoded(t, w); !bytes.Equal(got, plain) {
			t.Errorf("%q: decodes to something else", accept)
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary %q", accept, w.Header().Get("Vary"))
		}
		for _, sent := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			again := s.get("/ukraine/", "Accept-Encoding", accept, "If-None-Match", sent)
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag || again.Header().Get("Cache-Control") == "" {
				t.Errorf("%q with If-None-Match %s: %d, %d bytes, %v", accept, sent, again.Code, again.Body.Len(), again.Header())
			}
		}
		if other := s.get("/ukraine/", "Accept-Encoding", accept, "If-None-Match", `"other"`); other.Code != http.StatusOK {
			t.Errorf("another tag answers %d", other.Code)
		}
	}
	if len(seen) != 3 {
		t.Errorf("three forms of one page have %d tags", len(seen))
	}
}

func decoded(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	var from io.Reader = w.Body
	switch w.Header().Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	case "br":
		from = brotli.NewReader(w.Body)
	}
	body, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestManyAskingAtOnceRenderOnce(t *testing.T) {
	c := newCache(1<<20, 4)
	started, release := make(chan struct{}), make(chan struct{})
	var mu sync.Mutex
	made := 0
	var wg sync.WaitGroup
	ask := func() {
		defer wg.Done()
		_, err := c.get(t.Context(), "key", stamp{seq: 1}, func(context.Context) (*answer, error) {
			mu.Lock()
			made++
			mu.Unlock()
			close(started)
			<-release
			return newAnswer(200, htmlType, "", []byte("page")), nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	wg.Add(1)
	go ask()
	<-started
	for range 20 {
		wg.Add(1)
		go ask()
	}
	close(release)
	wg.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}

func TestCacheIsBoundedByBytesAndKeepsTheNewest(t *testing.T) {
	c := newCache(5000, 4)
	fresh := func(n int) func(context.Context) (*answer, error) {
		return func(context.Context) (*answer, error) { return newAnswer(200, binaryType, "", make([]byte, n)), nil }
	}
	for i := range 40 {
		if _, err := c.get(t.Context(), fmt.Sprint(i), stamp{seq: 1}, fresh(400)); err != nil {
			t.Fatal(err)
		}
		if c.size > 5000 || len(c.byKey) != c.order.Len() {
			t.Fatalf("after %d pages it holds %d bytes in %d and %d", i, c.size, len(c.byKey), c.order.Len())
		}
	}
	if c.look("39", stamp{seq: 1}) == nil || c.look("0", stamp{seq: 1}) != nil {
		t.Error("the newest page is gone, or the oldest is not")
	}
	old := newAnswer(200, htmlType, "", []byte("old"))
	c.keep("39", stamp{seq: 7}, newAnswer(200, htmlType, "", []byte("new")))
	c.keep("39", stamp{seq: 6}, old)
	if c.look("39", stamp{seq: 6}) != nil || c.look("39", stamp{seq: 7}) == nil {
		t.Error("an older version took the place of a newer one")
	}
	if _, err := c.get(t.Context(), "huge", stamp{seq: 1}, fresh(1<<20)); err != nil || c.size > 5000 {
		t.Errorf("a page larger than the cache: %v, %d bytes kept", err, c.size)
	}
}

func TestFailedPageIsNotKept(t *testing.T) {
	s := newStall(t)
	s.fail = brief.Unavailable("the database is away", "try again", errors.New("dial tcp 10.0.0.1"))
	w := s.get("/ukraine/")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "10.0.0.1") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	s.fail = nil
	if w := s.get("/ukraine/"); w.Code != http.StatusOK {
		t.Errorf("afterwards %d", w.Code)
	}
}

func TestLivesOfAnswers(t *testing.T) {
	s := newStall(t)
	for path, want := range map[string]string{"/ukraine/": lifePage, "/ukraine/feed.atom": lifeSlow, "/ukraine/record/tile/0/000.p/2": lifeStatic, "/ukraine/record/bodies/000.p/2": lifeSlow,
		"/static/" + page.AssetHash("live.css"): lifeStatic, "/nothing/": lifeError, "/ukraine/record/checkpoint": lifePage} {
		if got := s.get(path).Header().Get("Cache-Control"); got != want {
			t.Errorf("%s lives %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{"/ukraine/feed.atom": "application/atom+xml; charset=utf-8", "/ukraine/feed.rss": "application/rss+xml; charset=utf-8",
		"/ukraine/feed.json": "application/feed+json; charset=utf-8", "/ukraine/identity.css": "text/css; charset=utf-8",
		"/ukraine/record/checkpoint": "text/plain; charset=utf-8", "/ukraine/record/tile/0/000.p/2": binaryType} {
		if got := s.get(path).Header().Get("Content-Type"); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}
