package web

import (
	"bytes"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// shelved are the files of a copy in memory; what is empty is being written over.
type shelved map[string]string

func (s shelved) Find(path string) (sum [sha256.Size]byte, ok bool) {
	body, ok := s[path]
	return sha256.Sum256([]byte(body)), ok
}

func (s shelved) Read(path string, _ [sha256.Size]byte) ([]byte, error) {
	if s[path] == "" {
		return nil, brief.Unavailable("this copy is being brought up to date", "try again in a minute", nil)
	}
	return []byte(s[path]), nil
}

func someCopy() shelved {
	return shelved{"index.html": "<p>The first page", "p/a.html": "<p>An item", "p/a/history.html": "<p>Its history", "verify.html": "<p>Check",
		"verify.js": "// check", "embed.html": "<p>A frame", "static/live.1a2b3c4d.css": "p{}", "identity.css": "a{}", "feed.atom": "<feed/>", "statements.csv": "a,b", "statements.json": "[]", "due.ics": "BEGIN", "feed.rss": "<rss/>", "feed.json": "{}",
		"key": "a key", "manifest": "a manifest", "README.txt": "Read me.", "mirrors.txt": "mirrors", "record/checkpoint": "a checkpoint",
		"record/tile/0/000.p/3": "hashes", "record/tile/entries/000": "leaves", "record/bodies/000.p/3": "{}", "lite.html": ""}
}

func askMirror(t *testing.T, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestMirrorServesFilesAsWhatTheyAre(t *testing.T) {
	const minutes, forever = lifeCopy, "public, max-age=31536000, immutable"
	h := NewMirror(MirrorConfig{Copy: someCopy(), Onion: "http://abc.onion/copy/"})
	for path, want := range map[string]struct{ contentType, life, onion, body string }{
		"/":                         {"text/html; charset=utf-8", minutes, "http://abc.onion/copy/index.html", "<p>The first page"},
		"/index.html":               {"text/html; charset=utf-8", minutes, "http://abc.onion/copy/index.html", "<p>The first page"},
		"/p/a.html":                 {"text/html; charset=utf-8", minutes, "http://abc.onion/copy/p/a.html", "<p>An item"},
		"/p/a":                      {"text/html; charset=utf-8", minutes, "http://abc.onion/copy/p/a.html", "<p>An item"},
		"/p/a/history":              {"text/html; charset=utf-8", minutes, "http://abc.onion/copy/p/a/history.html", "<p>Its history"},
		"/verify.js":                {"text/javascript; charset=utf-8", minutes, "", "// check"},
		"/static/live.1a2b3c4d.css": {"text/css; charset=utf-8", forever, "", "p{}"},
		"/identity.css":             {"text/css; charset=utf-8", minutes, "", "a{}"},
		"/statements.csv":           {"text/csv; charset=utf-8; header=present", minutes, "", "a,b"},
		"/statements.json":          {"application/json; charset=utf-8", minutes, "", "[]"},
		"/due.ics":                  {"text/calendar; charset=utf-8", minutes, "", "BEGIN"},
		"/feed.atom":                {"application/atom+xml; charset=utf-8", minutes, "", "<feed/>"},
		"/feed.rss":                 {"application/rss+xml; charset=utf-8", minutes, "", "<rss/>"},
		"/feed.json":                {"application/feed+json; charset=utf-8", minutes, "", "{}"},
		"/key":                      {"text/plain; charset=utf-8", minutes, "", "a key"},
		"/manifest":                 {"text/plain; charset=utf-8", minutes, "", "a manifest"},
		"/mirrors.txt":              {"text/plain; charset=utf-8", minutes, "", "mirrors"},
		"/record/checkpoint":        {"text/plain; charset=utf-8", minutes, "", "a checkpoint"},
		"/record/bodies/000.p/3":    {"text/plain; charset=utf-8", minutes, "", "{}"},
		"/record/tile/0/000.p/3":    {"application/octet-stream", forever, "", "hashes"},
		"/record/tile/entries/000":  {"application/octet-stream", forever, "", "leaves"},
	} {
		w := askMirror(t, h, "GET", path)
		got := w.Header()
		if w.Code != http.StatusOK || got.Get("Content-Type") != want.contentType || got.Get("Cache-Control") != want.life || got.Get("Onion-Location") != want.onion || w.Body.String() != want.body {
			t.Errorf("%s: %d, %v, %q", path, w.Code, got, w.Body)
		}
		checkMirrorStrict(t, path, got)
		head := askMirror(t, h, "HEAD", path)
		if head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("Etag") != got.Get("Etag") {
			t.Errorf("HEAD %s: %d, %q", path, head.Code, head.Body)
		}
		again := askMirror(t, h, "GET", path, "If-None-Match", got.Get("Etag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 || strings.HasPrefix(got.Get("Etag"), "W/") {
			t.Errorf("%s with %s: %d", path, got.Get("Etag"), again.Code)
		}
	}
}

func checkMirrorStrict(t *testing.T, path string, h http.Header) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
		t.Errorf("%s: the policy is %s", path, policy)
	}
	if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Set-Cookie") != "" || h.Get("Permissions-Policy") == "" {
		t.Errorf("%s: %v", path, h)
	}
}

func TestMirrorLetsOnlyItsVerifierRunAScript(t *testing.T) {
	h := NewMirror(MirrorConfig{Copy: someCopy()})
	if p := askMirror(t, h, "GET", "/verify.html").Header().Get("Content-Security-Policy"); !strings.Contains(p, "script-src 'self'") || !strings.Contains(p, "default-src 'none'") {
		t.Errorf("the page that checks copies: %s", p)
	}
	if p := askMirror(t, h, "GET", "/embed.html").Header().Get("Content-Security-Policy"); !strings.Contains(p, "frame-ancestors *") || strings.Contains(p, "script-src") {
		t.Errorf("the frame for other sites: %s", p)
	}
	if w := askMirror(t, h, "GET", "/index.html"); w.Header().Get("Onion-Location") != "" {
		t.Error("an onion is told where there is none")
	}
}

func TestMirrorRefusesInWords(t *testing.T) {
	var log bytes.Buffer
	h := NewMirror(MirrorConfig{Copy: someCopy(), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/nothing", 404, "no page at this address"}, {"GET", "/p/", 404, "no page"}, {"GET", "/p//a.html", 404, "no page"}, {"GET", "/search?q=word", 404, "no page"},
		{"GET", "/p/../index.html", 404, "no page"}, {"GET", "/%2e%2e/secret", 404, "no page"}, {"GET", "/p/a.html.html", 404, "no page"},
		{"POST", "/", 405, "can only be read"}, {"PUT", "/index.html", 405, "GET or HEAD"}, {"GET", "/lite.html", 503, "brought up to date"},
	} {
		w := askMirror(t, h, c.method, c.path)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %s: %d, %q", c.method, c.path, w.Code, w.Body)
		}
		checkMirrorStrict(t, c.path, w.Header())
		if c.status == 405 && w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: no Allow", c.path)
		}
		if c.status == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", c.path)
		}
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", &log)
	}
}
