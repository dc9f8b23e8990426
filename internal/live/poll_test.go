package live

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// archive is a record of that length.
type archive brief.Seq

func (a archive) Head(context.Context, brief.BriefingID) (Head, error) {
	return Head{brief.Seq(a), strings.Repeat("f", 64)}, nil
}

func (a archive) Frames(_ context.Context, _ brief.BriefingID, from, to brief.Seq) ([]Frame, error) {
	var out []Frame
	for seq := from; seq <= min(to, brief.Seq(a)); seq++ {
		out = append(out, numbered(seq, 1))
	}
	return out, nil
}

// broken fails; holed leaves out every fifth frame.
type broken struct{}

func (broken) Head(context.Context, brief.BriefingID) (Head, error) {
	return Head{}, errors.New("SQL: no such table secrets")
}

func (broken) Frames(context.Context, brief.BriefingID, brief.Seq, brief.Seq) ([]Frame, error) {
	return nil, errors.New("SQL: no such table secrets")
}

type holed struct{ archive }

func (h holed) Frames(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]Frame, error) {
	all, err := h.archive.Frames(ctx, id, from, to)
	return append(all[:4], all[5:]...), err
}

func ask(h http.Handler, method, address string, header ...string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	h.ServeHTTP(w, r)
	return w
}

func TestHeadIsTinyAndTheSameForEverybody(t *testing.T) {
	h := HeadHandler(archive(1_000_000_000_000), "b")
	w := ask(h, http.MethodGet, "/b/head")
	want := `{"seq":1000000000000,"hash":"` + strings.Repeat("f", 64) + `"}`
	if w.Code != http.StatusOK || w.Body.String() != want || w.Body.Len() > 100 {
		t.Errorf("%d %s (%d bytes)", w.Code, w.Body, w.Body.Len())
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=2, stale-while-revalidate=3" {
		t.Errorf("Cache-Control %q", got)
	}
	if again := ask(h, http.MethodGet, "/b/head", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("with its own ETag: %d", again.Code)
	}
	if post := ask(h, http.MethodPost, "/b/head"); post.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", post.Code)
	}
}

func TestSegmentHoldsItsThirtyTwoSequences(t *testing.T) {
	cases := []struct {
		length      brief.Seq
		address     string
		first, last int
		cache       string
	}{
		{1, "/b/log/0.json", 1, 1, "public, max-age=5"},
		{30, "/b/log/0.json", 1, 30, "public, max-age=5"},
		{31, "/b/log/0.json", 1, 31, "public, max-age=300"},
		{32, "/b/log/1.json", 32, 32, "public, max-age=5"},
		{1000, "/b/log/0.json", 1, 31, "public, max-age=300"},
		{1000, "/b/log/1.json", 32, 63, "public, max-age=300"},
		{1000, "/anywhere/31.json", 992, 1000, "public, max-age=5"},
	}
	for _, c := range cases {
		w := ask(SegmentHandler(archive(c.length), "b"), http.MethodGet, c.address)
		var list []struct{ N int }
		if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil || w.Code != http.StatusOK {
			t.Errorf("%s of %d: %d, %v", c.address, c.length, w.Code, err)
			continue
		}
		if list[0].N != c.first || list[len(list)-1].N != c.last || len(list) != c.last-c.first+1 {
			t.Errorf("%s of %d holds %v", c.address, c.length, list)
		}
		if got := w.Header().Get("Cache-Control"); got != c.cache {
			t.Errorf("%s of %d: Cache-Control %q, want %q", c.address, c.length, got, c.cache)
		}
	}
}

func TestSegmentChangesItsHashOnlyWithItsContent(t *testing.T) {
	tag := func(a archive) string {
		return ask(SegmentHandler(a, "b"), http.MethodGet, "/b/log/1.json").Header().Get("ETag")
	}
	if tag(64) != tag(1000) || tag(64) == tag(40) || tag(40) == "" {
		t.Errorf("hashes %s %s %s", tag(64), tag(1000), tag(40))
	}
}

func TestSegmentsThatAreNotThere(t *testing.T) {
	for _, address := range []string{"/b/log/2.json", "/b/log/-1.json", "/b/log/01.json", "/b/log/1", "/b/log/", "/b/log/.json",
		"/b/log/x.json", "/b/log/1.json.json", "/b/log/18446744073709551615.json", "/b/log/576460752303423488.json",
		"/b/log/1%00.json", "/b/log/99999999999999999999999.json"} {
		if w := ask(SegmentHandler(archive(63), "b"), http.MethodGet, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
}

func TestFailureIsSaidWithoutItsInside(t *testing.T) {
	for name, h := range map[string]http.Handler{
		"head": HeadHandler(broken{}, "b"), "segment": SegmentHandler(broken{}, "b"), "hole": SegmentHandler(holed{63}, "b"),
	} {
		w := ask(h, http.MethodGet, "/b/log/1.json")
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Cache-Control") != "no-store" ||
			w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "SQL") {
			t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
		}
	}
}
