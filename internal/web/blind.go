package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// readerHeaders are the only request headers that code behind the readers' listener sees. The rest, the
// reader's browser, cookies, the page they come from, the address a proxy forwards, is dropped at the door, so
// that nothing can log it or answer differently for it.
var readerHeaders = [...]string{"Accept-Encoding", "If-None-Match", "Last-Event-Id"}

// blind makes the request that readers' handlers see: method, path and the few headers above. Address, query
// and everything else are gone.
func blind(r *http.Request, ctx context.Context) *http.Request {
	bare := r.WithContext(ctx)
	bare.Header = http.Header{}
	for _, name := range readerHeaders {
		if v := r.Header.Values(name); len(v) > 0 {
			bare.Header[name] = v
		}
	}
	bare.RemoteAddr, bare.RequestURI, bare.Host = "", "", ""
	bare.URL = &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath}
	bare.URL.RawQuery = keptQuery(r.URL)
	bare.Body, bare.ContentLength = http.NoBody, 0
	bare.Form, bare.PostForm, bare.MultipartForm, bare.TLS = nil, nil, nil, nil
	return bare
}

// keptQuery gives the part of a query that an address cannot do without: the briefing that /oembed is asked
// about, the edition a stream goes on from, and the day for which somebody asks for numbers, who is sent to the address of that day. No
// page has a query, so that none splits a cache.
func keptQuery(u *url.URL) string {
	if u.Path == oembedPath {
		return u.RawQuery
	}
	if !strings.HasSuffix(u.Path, "/live") {
		if day := u.Query().Get("as-of"); day != "" {
			return url.Values{"as-of": {day[:min(len(day), longestDay)]}}.Encode()
		}
		return ""
	}
	from, err := strconv.ParseUint(u.Query().Get("from"), 10, 64)
	if err != nil {
		return ""
	}
	return "from=" + strconv.FormatUint(from, 10)
}

// longestDay bounds what is kept of a day that is asked for; none is longer than 2026-07-28.
const longestDay = 12
