package web

import (
	"bytes"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// front keeps whole answers for a moment, so that what a country asks for in the same minute costs one look at a table:
// no routing, no deciding, no headers made anew. An answer is good until any edition changes and for no longer than
// frontLife, since what a page says besides its edition moves with the clock. It never keeps what is not the same
// for everybody: only answers of 200 that say of themselves that any cache may have them.
type front struct {
	// turn counts the editions that were made; nil keeps nothing.
	turn func() uint64
	now  func() time.Time
	hits atomic.Uint64

	mu   sync.RWMutex
	kept map[frontKey]*ready
	size int
}

const (
	frontLife = time.Second
	// frontSize bounds what is kept, in bytes; beyond it everything is dropped and what is asked for comes back.
	frontSize = 16 << 20
	// frontLargest is the largest answer that is kept.
	frontLargest = 1 << 20
)

// frontKey is an address and the form in which it is wanted.
type frontKey struct {
	path string
	form string
}

// ready is an answer that can be sent as it is.
type ready struct {
	turn   uint64
	made   time.Time
	route  string
	tag    string
	header http.Header
	body   []byte
}

// bareHeaders do not stand on a 304.
var bareHeaders = []string{"Content-Type", "Content-Encoding", "Content-Language", "Content-Length"}

// keyOf gives the key under which an answer to the request may be kept; false when none may.
func keyOf(r *http.Request) (frontKey, bool) {
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || r.URL.RawPath != "" || r.Header["Range"] != nil || strings.HasSuffix(r.URL.Path, "/live") {
		return frontKey{}, false
	}
	return frontKey{r.URL.Path, encodingOf(r.Header.Get("Accept-Encoding"))}, true
}

// encodingOf names the form that [answer.form] prefers for an Accept-Encoding header.
func encodingOf(accept string) string {
	switch {
	case accept == "":
		return ""
	case accepts(accept, "br"):
		return "br"
	case accepts(accept, "gzip"):
		return "gzip"
	}
	return ""
}

// serve answers from what is kept, or has next answer and keeps that.
func (f *front) serve(w *recorder, r *http.Request, next func(http.ResponseWriter, *http.Request)) {
	key, may := keyOf(r)
	if f.turn == nil || !may {
		next(w, r)
		return
	}
	turn := f.turn()
	if a := f.find(key, turn); a != nil {
		f.hits.Add(1)
		w.route = a.route
		a.send(w, r)
		return
	}
	c := &capture{ResponseWriter: w}
	next(c, r)
	if a := c.ready(); a != nil {
		a.turn, a.made, a.route = turn, f.now(), w.route
		f.keep(key, a)
	}
}

func (f *front) find(key frontKey, turn uint64) *ready {
	f.mu.RLock()
	a := f.kept[key]
	f.mu.RUnlock()
	if a == nil || a.turn != turn || f.now().Sub(a.made) >= frontLife {
		return nil
	}
	return a
}

func (f *front) keep(key frontKey, a *ready) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if old := f.kept[key]; old != nil {
		f.size -= len(old.body)
	}
	if f.size+len(a.body) > frontSize || f.kept == nil || len(f.kept) >= frontSize/(4<<10) {
		f.kept, f.size = map[frontKey]*ready{}, 0
	}
	f.kept[key] = a
	f.size += len(a.body)
}

// send writes the answer, or 304 when the reader has it.
func (a *ready) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	maps.Copy(h, a.header)
	if match := r.Header.Get("If-None-Match"); match != "" && a.tag != "" && hasTag(match, a.tag) {
		for _, name := range bareHeaders {
			delete(h, name)
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(a.body) // the reader may have gone; there is nobody left to tell
}

// capture sends an answer on and remembers it.
type capture struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// Unwrap lets http.ResponseController reach the connection, for streams.
func (c *capture) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *capture) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *capture) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(p)
	if err != nil || c.body.Len()+len(p) > frontLargest {
		c.status = -1 // not whole, or too large: not to be kept
	} else {
		c.body.Write(p)
	}
	return n, err
}

// ready is the answer that was given, nil when it may not be kept.
func (c *capture) ready() *ready {
	h := c.Header()
	if c.status != http.StatusOK || !strings.HasPrefix(h.Get("Cache-Control"), "public") || h["Set-Cookie"] != nil {
		return nil
	}
	return &ready{tag: h.Get("ETag"), header: maps.Clone(h), body: bytes.Clone(c.body.Bytes())}
}
