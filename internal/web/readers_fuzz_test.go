package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzReadersAddress asks for any address: the answer is never a failure of ours, never a way to another host, and
// always strict.
func FuzzReadersAddress(f *testing.F) {
	for _, path := range everyAddress() {
		f.Add(path, "")
	}
	for _, path := range []string{"/", "//evil.example", "/%2f%2fevil.example/", `/\evil.example`, "/ukraine/as-of/9999-12-31", "/ukraine/as-of/0000-01-01",
		"/ukraine/as-of/2022-09-24T18:00:00+99:99", "/ukraine/page/1/", "/ukraine/record/tile/entries/x001/067.p/255", "/oembed", "/ukraine/\x00", "/ukraine/p/../p/first", "/."} {
		f.Add(path, "url=https://news.example/ukraine/&maxwidth=-1")
	}
	s := newStall(f)
	f.Fuzz(func(t *testing.T, path, query string) {
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: path, RawQuery: query}
		w := httptest.NewRecorder()
		s.h.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("%q?%q: status %d", path, query, w.Code)
		}
		if to := w.Header().Get("Location"); strings.Contains(to, "//") || strings.HasPrefix(to, "/") || strings.Contains(to, `\`) || strings.ContainsAny(to, "\r\n:") {
			t.Errorf("%q leads to %q", path, to)
		}
		if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%q: headers %v", path, w.Header())
		}
	})
}
