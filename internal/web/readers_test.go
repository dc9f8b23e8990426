package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// stall is the readers' listener over a library, with its log.
type stall struct {
	*library
	t    testing.TB
	id   brief.BriefingID
	log  *bytes.Buffer
	h    http.Handler
	conf ReadersConfig
}

func newStall(t testing.TB) *stall {
	t.Helper()
	s := &stall{library: newLibrary(), t: t, log: &bytes.Buffer{}}
	s.id = s.war(t, "ukraine")
	s.put(t, s.id, brief.Publish, "first", event("First headline"))
	s.put(t, s.id, brief.Publish, "second", event("Second headline"))
	s.conf = ReadersConfig{Editions: s.library, Past: s.library, Texts: s.library, Record: s.library, Proofs: s.library, Mirrors: s.library, Live: s.library,
		Public: "https://news.example", Logger: slog.New(slog.NewJSONHandler(s.log, nil)), Now: func() time.Time { return s.clock.Add(37 * time.Second) }}
	s.h = NewReaders(s.conf)
	return s
}

// get asks for a path; headers come as name, value, name, value.
func (s *stall) get(path string, headers ...string) *httptest.ResponseRecorder {
	return s.ask(http.MethodGet, path, headers...)
}

func (s *stall) ask(method, path string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w
}

// everyAddress lists one good address for each route below a briefing.
func everyAddress() map[string]string {
	return map[string]string{
		"/{$}": "/ukraine/", "/page/{n}": "/ukraine/page/1", "/track/{t}": "/ukraine/track/aid", "/track/{t}/page/{n}": "/ukraine/track/aid/page/1",
		"/track/{t}/feed.atom": "/ukraine/track/aid/feed.atom", "/track/{t}/feed.rss": "/ukraine/track/aid/feed.rss",
		"/track/{t}/feed.json": "/ukraine/track/aid/feed.json", "/feed.atom": "/ukraine/feed.atom", "/feed.rss": "/ukraine/feed.rss",
		"/feed.json": "/ukraine/feed.json", "/day/{date}": "/ukraine/day/2022-09-24", "/p/{id}": "/ukraine/p/first",
		"/p/{id}/history": "/ukraine/p/first/history", "/p/{id}/proof": "/ukraine/p/first/proof", "/glance/{line}": "/ukraine/glance/line1", "/coverage": "/ukraine/coverage",
		"/coverage/page/{n}": "/ukraine/coverage/page/1", "/corrections": "/ukraine/corrections", "/witnesses": "/ukraine/witnesses", "/as-of/{when}": "/ukraine/as-of/3",
		"/as-of/{when}/page/{n}": "/ukraine/as-of/3/page/1", "/changes/{seq}": "/ukraine/changes/2", "/lite": "/ukraine/lite",
		"/box": "/ukraine/box", "/embed": "/ukraine/embed", "/mirrors": "/ukraine/mirrors", "/mirrors.txt": "/ukraine/mirrors.txt", "/identity.css": "/ukraine/identity.css", "/live": "/ukraine/live",
		"/head": "/ukraine/head", "/log/{file}": "/ukraine/log/0.json", "/record/checkpoint": "/ukraine/record/checkpoint",
		"/statements": "/ukraine/statements", "/statements/{id}": "/ukraine/statements/vow", "/statements/{id}/{part}": "/ukraine/statements/kind/pledge",
		"/statements/{id}/{part}/page/{n}": "/ukraine/statements/kind/pledge/page/1", "/statements.csv": "/ukraine/statements.csv", "/statements.json": "/ukraine/statements.json",
		"/statements/feed.atom": "/ukraine/statements/feed.atom", "/statements/feed.rss": "/ukraine/statements/feed.rss", "/statements/feed.json": "/ukraine/statements/feed.json",
		"/outcomes/feed.atom": "/ukraine/outcomes/feed.atom", "/outcomes/feed.rss": "/ukraine/outcomes/feed.rss", "/outcomes/feed.json": "/ukraine/outcomes/feed.json",
		"/statements/{id}/{part}/feed.atom": "/ukraine/statements/kind/pledge/feed.atom", "/statements/{id}/{part}/feed.rss": "/ukraine/statements/kind/pledge/feed.rss",
		"/statements/{id}/{part}/feed.json": "/ukraine/statements/kind/pledge/feed.json", "/due": "/ukraine/due", "/due.ics": "/ukraine/due.ics", "/people": "/ukraine/people",
		"/people/{id}": "/ukraine/people/mira", "/people/{id}/{part}": "/ukraine/people/mira/feed.atom", "/people/{id}/page/{n}": "/ukraine/people/mira/page/1",
		"/as-of/{when}/statements": "/ukraine/as-of/7/statements", "/as-of/{when}/statements/page/{n}": "/ukraine/as-of/7/statements/page/1",
		"/as-of/{when}/statements/{id}": "/ukraine/as-of/7/statements/vow",
		"/map":                          "/ukraine/map", "/map/{rest...}": "/ukraine/map/2022-09-24", "/as-of/{when}/map": "/ukraine/as-of/10/map",
		"/as-of/{when}/map/{rest...}": "/ukraine/as-of/10/map/area", "/lite/map": "/ukraine/lite/map", "/lite/map/{day}": "/ukraine/lite/map/2022-09-24",
		"/n": "/ukraine/n", "/n/{rest...}": "/ukraine/n/kiel.total.allocation/v1", "/as-of/{when}/n": "/ukraine/as-of/13/n", "/as-of/{when}/n/{rest...}": "/ukraine/as-of/13/n/kiel.total.allocation",
		"/aid": "/ukraine/aid", "/aid/{rest...}": "/ukraine/aid/totals.csv", "/aid.csv": "/ukraine/aid.csv", "/aid.json": "/ukraine/aid.json", "/as-of/{when}/aid": "/ukraine/as-of/13/aid",
		"/as-of/{when}/aid/{rest...}": "/ukraine/as-of/13/aid/as-of/2026-07-28", "/civilians": "/ukraine/civilians", "/civilians/{rest...}": "/ukraine/civilians/killed.csv", "/civilians.csv": "/ukraine/civilians.csv",
		"/civilians.json": "/ukraine/civilians.json", "/as-of/{when}/civilians": "/ukraine/as-of/13/civilians", "/as-of/{when}/civilians/{rest...}": "/ukraine/as-of/13/civilians/killed.csv",
		"/verify.html": "/ukraine/verify.html", "/verify.css": "/ukraine/verify.css", "/verify.js": "/ukraine/verify.js",
		"/record/tile/{path...}": "/ukraine/record/tile/0/000.p/2", "/record/bodies/{path...}": "/ukraine/record/bodies/000.p/2", "/": "/ukraine/no/such/page",
	}
}

func TestEveryReadersRouteAnswersWithStrictHeaders(t *testing.T) {
	s := newStall(t)
	s.ledger()
	s.maps("yes")
	s.numbers()
	good := everyAddress()
	paths := []string{"/", "/static/" + page.AssetHash("live.css"), "/oembed?url=https://news.example/ukraine/", "/ukraine", "/nothing"}
	for _, route := range (&readers{ReadersConfig: s.conf}).routesBelow() {
		path, ok := good[route.pattern]
		if !ok {
			t.Fatalf("the route %s has no address in this test", route.pattern)
		}
		paths = append(paths, path)
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "HEAD"} {
			w := s.ask(method, path)
			if w.Code >= 500 || (w.Code >= 400) != (strings.Contains(path, "no")) {
				t.Errorf("%s %s: status %d", method, path, w.Code)
			}
			checkStrict(t, method+" "+path, w.Header(), path == "/ukraine/embed")
			if method == "HEAD" && w.Body.Len() > 0 && !strings.HasPrefix(w.Body.String(), "stream") && !strings.Contains(w.Body.String(), "path=") {
				t.Errorf("HEAD %s has a body", path)
			}
		}
	}
}

func checkStrict(t *testing.T, what string, h http.Header, embed bool) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", what, policy)
	}
	if embed != strings.Contains(policy, "frame-ancestors *") || embed == strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("%s: who may frame it: %q", what, policy)
	}
	opener, permission := "same-origin", "geolocation=()"
	if policy == dataPolicy { // what is no page opens nothing and may do nothing
		opener, permission = "", ""
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": opener, "Strict-Transport-Security": "max-age=31536000"} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	if !strings.Contains(h.Get("Permissions-Policy"), permission) {
		t.Errorf("%s: permissions %q", what, h.Get("Permissions-Policy"))
	}
	for _, name := range []string{"Set-Cookie", "Server", "Last-Modified"} {
		if h.Get(name) != "" {
			t.Errorf("%s: has %s: %s", what, name, h.Get(name))
		}
	}
}

func TestReadersListenerOnlyReads(t *testing.T) {
	s := newStall(t)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"} {
		w := s.ask(method, "/ukraine/")
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
}

func TestUnknownAddressesAreToldInWords(t *testing.T) {
	s := newStall(t)
	for _, path := range []string{"/nothing/", "/nothing", "/UKRAINE/", "/ukraine/p/none", "/ukraine/p/none/history", "/ukraine/p/", "/ukraine/lite/",
		"/ukraine/page/2", "/ukraine/page/0", "/ukraine/page/01", "/ukraine/page/-1", "/ukraine/page/99999999999999999999", "/ukraine/track/none",
		"/ukraine/track/none/feed.atom", "/ukraine/day/2022-09-25", "/ukraine/day/yesterday", "/ukraine/day/2022-02-30", "/ukraine/as-of/0",
		"/ukraine/as-of/99", "/ukraine/as-of/soon", "/ukraine/as-of/2001-01-01", "/ukraine/changes/99", "/ukraine/glance/none",
		"/ukraine/coverage/page/2", "/ukraine//p/first", "/ukraine/../ukraine/", "/ukraine/%2e%2e/", "/ukraine%2Fp%2Ffirst", "//ukraine/",
		"/static/live.css", "/static/live.00000000.css", "/static/none.00000000.css", "/static/", "/ukraine/record/tile/9/000",
		"/ukraine/record/tile/", "/ukraine/record/tile", "/ukraine/record/bodies", "/ukraine/log/0.txt", "/ukraine/feed.xml", "/oembed", "/oembed?url=https://evil.example/ukraine/",
		"/oembed?url=https://news.example.evil/ukraine/", "/oembed?url=https://news.example/nothing/", "/api/", "/record/checkpoint"} {
		w := s.get(path)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, goes to %q", path, w.Code, w.Header().Get("Location"))
		}
		if ct := w.Header().Get("Content-Type"); ct != htmlType {
			t.Errorf("%s: %s", path, ct)
		}
		if w.Body.Len() < 100 || strings.Contains(w.Body.String(), "evil") {
			t.Errorf("%s: the page says %q", path, w.Body)
		}
	}
}

func TestRedirectsAreRelative(t *testing.T) {
	s := newStall(t)
	for path, want := range map[string]string{"/": "ukraine/", "/ukraine": "ukraine/", "/ukraine/page/1": "../", "/ukraine/track/aid/page/1": "../../aid",
		"/ukraine/coverage/page/1": "../../coverage", "/ukraine/as-of/3/page/1": "../../3", "/ukraine/as-of/2022-09-24": "4",
		"/ukraine/as-of/2022-09-24T18:02:30Z": "2", "/ukraine/as-of/2022-09-24T21:02:30+03:00": "2", "/ukraine/as-of/2022-09-24T21:03:00%2B03:00": "3"} {
		w := s.get(path)
		if w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	s.war(t, "sudan")
	if w := s.get("/"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "sudan/") {
		t.Errorf("with two briefings the front page is %d: %s", w.Code, w.Body)
	}
}

func TestWithdrawnStaysAndRemovedIsGone(t *testing.T) {
	s := newStall(t)
	d := event("First headline")
	d.Note = "It did not happen."
	s.put(t, s.id, brief.Withdraw, "first", d)
	if w := s.get("/ukraine/p/first"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "It did not happen.") {
		t.Errorf("a withdrawn item: %d %s", w.Code, w.Body)
	}
	if w := s.get("/ukraine/p/second"); !strings.Contains(w.Body.String(), "Second headline") {
		t.Fatalf("the second item is not there to be removed: %s", w.Body)
	}
	s.put(t, s.id, brief.Redact, "second", brief.Redaction{Target: "second", Class: "safety", Reason: "A life is at risk.", Removed: []brief.Removed{{Seq: 4}}})
	for _, path := range []string{"/ukraine/p/second", "/ukraine/as-of/4", "/ukraine/", "/ukraine/feed.atom", "/ukraine/lite", "/ukraine/p/second/history"} {
		w := s.get(path)
		if strings.Contains(w.Body.String(), "Second headline") {
			t.Errorf("%s still shows the removed text", path)
		}
		if path == "/ukraine/p/second" && (w.Code != http.StatusGone || !strings.Contains(strings.ToLower(w.Body.String()), "removed")) {
			t.Errorf("a removed item: %d %s", w.Code, w.Body)
		}
	}
}

func TestTwoReadersGetTheSameBytes(t *testing.T) {
	one, two := newStall(t), newStall(t)
	for _, path := range everyAddress() {
		a := one.get(path, "User-Agent", "One", "Cookie", "id=1", "Accept-Language", "uk", "X-Forwarded-For", "198.51.100.1", "Referer", "https://a.example/")
		b := two.get(path+"?who=two", "User-Agent", "Two", "Accept-Language", "ru", "X-Forwarded-For", "198.51.100.2", "Forwarded", "for=198.51.100.2")
		if a.Code != b.Code || a.Body.String() != b.Body.String() || fmt.Sprint(a.Header()) != fmt.Sprint(b.Header()) {
			t.Errorf("%s: two readers get different answers\n%v\n%v", path, a.Header(), b.Header())
		}
	}
}

func TestNoReaderLeavesATrace(t *testing.T) {
	s := newStall(t)
	canaries := []string{"203.0.113.77", "CanaryAgent", "canaryquery", "canarypath", "canarycookie", "canaryreferer", "198.51.100.9"}
	visit := func(method, path string) {
		r := httptest.NewRequest(method, path, strings.NewReader("canarybody"))
		r.RemoteAddr = "203.0.113.77:4711"
		for name, v := range map[string]string{"User-Agent": "CanaryAgent/1", "Cookie": "a=canarycookie", "Referer": "https://x/canaryreferer",
			"X-Forwarded-For": "198.51.100.9", "Last-Event-Id": "7"} {
			r.Header.Set(name, v)
		}
		w := httptest.NewRecorder()
		s.h.ServeHTTP(w, r)
		for _, c := range canaries {
			if strings.Contains(w.Body.String(), c) || strings.Contains(fmt.Sprint(w.Header()), c) {
				t.Errorf("%s %s gives %s back", method, path, c)
			}
		}
	}
	paths := []string{"/ukraine/p/canarypath", "/canarypath/", "/canarypath", "/ukraine/canarypath", "/static/canarypath.00000000.css", "/oembed?url=canarypath"}
	for _, path := range everyAddress() {
		paths = append(paths, path+"?q=canaryquery")
	}
	round := func() {
		for _, path := range paths {
			visit("GET", path)
		}
		visit("POST", "/canarypath?q=canaryquery")
	}
	round()
	s.conf.Editions, s.conf.Texts = talkative{s.library}, talkative{s.library}
	s.h = NewReaders(s.conf)
	round()
	s.conf.Editions = panicking{}
	s.h = NewReaders(s.conf)
	round()
	for _, c := range canaries {
		if strings.Contains(s.log.String(), c) {
			t.Errorf("the log holds %s", c)
		}
	}
	if !strings.Contains(s.log.String(), `"route":"/{b}/p/{id}"`) || !strings.Contains(s.log.String(), "could not answer") {
		t.Errorf("the log says nothing of routes and errors:\n%s", s.log)
	}
	for line := range strings.Lines(s.log.String()) {
		var entry struct{ Time time.Time }
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Time.Second() != 0 {
			t.Fatalf("a line's time is finer than a minute: %s", line)
		}
	}
}

// talkative fails and repeats what it was asked for, as a database's errors do.
type talkative struct{ *library }

func (f talkative) Find(ctx context.Context, name brief.Name) (brief.BriefingID, string, error) {
	if name != "ukraine" {
		return "", "", errors.New("no row for " + string(name))
	}
	return f.library.Find(ctx, name)
}

func (talkative) Bodies(context.Context, brief.BriefingID, []brief.Seq) (map[brief.Seq]brief.Published, error) {
	return nil, errors.New("no such table")
}

func (talkative) History(_ context.Context, _ brief.BriefingID, item brief.ItemID) ([]brief.Published, error) {
	return nil, errors.New("no row for " + string(item))
}

// panicking breaks with what it was asked for.
type panicking struct{ Editions }

func (panicking) Find(_ context.Context, name brief.Name) (brief.BriefingID, string, error) {
	panic("broken at " + string(name))
}

func TestPanicIsAPageInWords(t *testing.T) {
	s := newStall(t)
	s.conf.Editions = panicking{}
	s.h = NewReaders(s.conf)
	w := s.get("/ukraine/")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "goroutine") || w.Header().Get("Cache-Control") != lifeNone {
		t.Errorf("status %d, %q, %s", w.Code, w.Header().Get("Cache-Control"), w.Body)
	}
	checkStrict(t, "a panic", w.Header(), false)
}

// breaking writes half an answer and breaks.
type breaking struct{ *library }

func (breaking) Stream(brief.BriefingID) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("broken")
	})
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	s := newStall(t)
	s.conf.Live = breaking{s.library}
	s.h = NewReaders(s.conf)
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("the connection goes on: %v", v)
		}
		if !strings.Contains(s.log.String(), "could not answer") {
			t.Errorf("the log says %s", s.log)
		}
	}()
	s.get("/ukraine/live")
}

// lagging has editions that are one entry behind the record.
type lagging struct{ *library }

func (l lagging) Current(_ context.Context, id brief.BriefingID) (*edition.State, error) {
	past := l.books[id].past
	return past[len(past)-2], nil
}

func TestHistoryShowsNothingNewerThanItsEdition(t *testing.T) {
	s := newStall(t)
	s.put(t, s.id, brief.Update, "first", event("Headline of tomorrow"))
	if w := s.get("/ukraine/p/first/history"); !strings.Contains(w.Body.String(), "tomorrow") {
		t.Fatalf("the history lacks the update: %d", w.Code)
	}
	s.conf.Editions = lagging{s.library}
	s.h = NewReaders(s.conf)
	if w := s.get("/ukraine/p/first/history"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "tomorrow") {
		t.Errorf("the history is ahead of its edition: %d", w.Code)
	}
}

func TestLiveDeliverySeesOnlyTheCursor(t *testing.T) {
	s := newStall(t)
	w := s.get("/ukraine/live?from=12&who=me", "Last-Event-ID", "14", "User-Agent", "x", "Accept", "text/event-stream")
	if got, want := w.Body.String(), `stream path=/live query=from=12 addr="" header=map[Last-Event-Id:[14]]`; got != want {
		t.Errorf("got %s", got)
	}
	if got := s.get("/ukraine/live?from=%3Cscript%3E").Body.String(); !strings.Contains(got, "query= ") {
		t.Errorf("got %s", got)
	}
}

func TestHeadAndSegmentsAreMadeOnceAndSayHowLongTheyLive(t *testing.T) {
	s := newStall(t)
	for seq := brief.Seq(0); seq < 33; {
		seq = s.put(t, s.id, brief.Update, "first", event(fmt.Sprint("Headline ", seq)))
	}
	for _, c := range []struct{ address, body, life string }{
		{"/ukraine/head", `{"seq":33,"hash":"0123456789abcdef"}`, lifeHead},
		{"/ukraine/log/0.json", `["segment 0...`, lifeSegment},
		{"/ukraine/log/1.json", `["segment 1...`, lifeFilling},
	} {
		made := s.made
		w := s.get(c.address, "Accept-Encoding", "identity")
		h := w.Header()
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), c.body) || h.Get("Cache-Control") != c.life || h.Get("Content-Security-Policy") != dataPolicy {
			t.Errorf("%s: %d %.40q %v", c.address, w.Code, w.Body, h)
		}
		if again := s.get(c.address, "Accept-Encoding", "identity", "If-None-Match", h.Get("ETag")); again.Code != http.StatusNotModified || s.made != made+1 {
			t.Errorf("%s: again %d, made %d times", c.address, again.Code, s.made-made)
		}
	}
	if w := s.get("/ukraine/log/0.json", "Accept-Encoding", "gzip, br"); w.Header().Get("Content-Encoding") != "br" {
		t.Errorf("a segment travels as %q", w.Header().Get("Content-Encoding"))
	}
	for _, file := range []string{"2.json", "-1.json", "01.json", "1", ".json", "x.json", "1.json.json", "+1.json", "18446744073709551615.json",
		"288230376151711744.json", "576460752303423488.json", "1%00.json", "99999999999999999999999.json"} {
		if w := s.get("/ukraine/log/" + file); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", file, w.Code)
		}
	}
}

func TestOembedSpeaksOfOurOwnAddressesOnly(t *testing.T) {
	s := newStall(t)
	w := s.get("/oembed?url=https%3A%2F%2Fnews.example%2Fukraine%2Fp%2Ffirst&format=json&maxwidth=300&maxheight=50")
	var got oembedAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	want := oembedAnswer{Version: "1.0", Type: "rich", Title: "Invasion of ukraine", Provider: "The Outlet", Home: "https://news.example/ukraine/",
		CacheAge: 300, Width: 300, Height: 100,
		HTML: `<iframe src="https://news.example/ukraine/embed" width="300" height="100" title="Invasion of ukraine" loading="lazy" referrerpolicy="no-referrer"></iframe>`}
	if got != want {
		t.Errorf("got %+v", got)
	}
	if w := s.get("/oembed?url=https://news.example/ukraine/&format=xml"); w.Code != http.StatusNotImplemented {
		t.Errorf("XML is answered with %d", w.Code)
	}
	s.conf.Public = ""
	s.h = NewReaders(s.conf)
	if w := s.get("/oembed?url=https://news.example/ukraine/"); w.Code != http.StatusNotFound {
		t.Errorf("without a public address it answers %d", w.Code)
	}
}

func TestLanguageNameServesTheBriefing(t *testing.T) {
	s := newStall(t)
	w := s.get("/ukraine.uk/p/first")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "First headline") || w.Header().Get("Content-Language") != "en" {
		t.Errorf("%d, in %q", w.Code, w.Header().Get("Content-Language"))
	}
	if w := s.get("/ukraine.fr/"); w.Code != http.StatusNotFound {
		t.Errorf("a language it has not: %d", w.Code)
	}
}
