package web

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Tally counts what a listener answered: by the template of the route and the class of the status, never by anything
// that a reader sent. The zero value counts; a nil one does not.
type Tally struct {
	routes sync.Map // of string, the template, to *routeTally
	cache  atomic.Pointer[cache]
	front  atomic.Pointer[front]
}

// The upper bounds of the times that are told apart; what is finer would tell more about somebody than about the server.
var tallyBounds = [...]time.Duration{10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second}

// routeTally is what one route answered.
type routeTally struct {
	classes [6]atomic.Uint64
	bytes   atomic.Int64
	took    [len(tallyBounds) + 1]atomic.Uint64
	sum     atomic.Int64
}

// add counts one answer. A stream lasts as long as its reader stays, which is nobody's business.
func (t *Tally) add(route string, status int, bytes int64, took time.Duration) {
	if t == nil {
		return
	}
	found, ok := t.routes.Load(route)
	if !ok {
		found, _ = t.routes.LoadOrStore(route, &routeTally{})
	}
	r := found.(*routeTally)
	r.classes[min(max(status/100, 0), len(r.classes)-1)].Add(1)
	r.bytes.Add(bytes)
	if isStream(route) {
		return
	}
	i := 0
	for i < len(tallyBounds) && took > tallyBounds[i] {
		i++
	}
	r.took[i].Add(1)
	r.sum.Add(int64(took))
}

// tallied is one template with its counts.
type tallied struct {
	template string
	*routeTally
}

func (t *Tally) sorted() []tallied {
	var list []tallied
	t.routes.Range(func(template, counts any) bool {
		list = append(list, tallied{template.(string), counts.(*routeTally)})
		return true
	})
	slices.SortFunc(list, func(a, b tallied) int { return cmp.Compare(a.template, b.template) })
	return list
}

// Write writes the counts as Prometheus reads them, under names that begin with livebrief_ and the listener's.
func (t *Tally) Write(w io.Writer, listener string) {
	list, prefix := t.sorted(), "livebrief_"+listener
	fmt.Fprintf(w, "# TYPE %s_answers_total counter\n", prefix)
	for _, r := range list {
		for class := range r.classes {
			if n := r.classes[class].Load(); n > 0 {
				fmt.Fprintf(w, "%s_answers_total{route=%q,class=\"%dxx\"} %d\n", prefix, r.template, class, n)
			}
		}
	}
	fmt.Fprintf(w, "# TYPE %s_bytes_total counter\n", prefix)
	for _, r := range list {
		fmt.Fprintf(w, "%s_bytes_total{route=%q} %d\n", prefix, r.template, r.bytes.Load())
	}
	fmt.Fprintf(w, "# TYPE %s_seconds histogram\n", prefix)
	for _, r := range list {
		r.writeTimes(w, prefix+"_seconds", r.template)
	}
	if c := t.cache.Load(); c != nil {
		hits, misses, bytes := c.counts()
		if f := t.front.Load(); f != nil {
			hits += f.hits.Load()
		}
		fmt.Fprintf(w, "# TYPE %s_cache_hits_total counter\n%[1]s_cache_hits_total %d\n", prefix, hits)
		fmt.Fprintf(w, "# TYPE %s_cache_misses_total counter\n%[1]s_cache_misses_total %d\n", prefix, misses)
		fmt.Fprintf(w, "# TYPE %s_cache_bytes gauge\n%[1]s_cache_bytes %d\n", prefix, bytes)
	}
}

func (r *routeTally) writeTimes(w io.Writer, name, template string) {
	var all uint64
	for i := range r.took {
		all += r.took[i].Load()
		bound := "+Inf"
		if i < len(tallyBounds) {
			bound = fmt.Sprint(tallyBounds[i].Seconds())
		}
		fmt.Fprintf(w, "%s_bucket{route=%q,le=%q} %d\n", name, template, bound, all)
	}
	fmt.Fprintf(w, "%s_sum{route=%q} %g\n%[1]s_count{route=%[2]q} %[4]d\n", name, template, time.Duration(r.sum.Load()).Seconds(), all)
}

// metrics shows the counts to whoever holds a token: a scraper gets one like a person.
func (s *deskServer) metrics(c *call) error {
	c.w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	if s.Metrics != nil {
		s.Metrics(c.ctx(), c.w)
	}
	return nil
}

// lives tells that the process lives, and nothing more.
func (s *deskServer) lives(c *call) error {
	newAnswer(http.StatusOK, textType, "", []byte("ok\n")).send(c.w, c.r, lifeNone)
	return nil
}

// ready tells in words whether this server can do its work now, and with 503 that it cannot.
func (s *deskServer) ready(c *call) error {
	status, words := http.StatusOK, []string(nil)
	if s.Ready != nil {
		ok := false
		if words, ok = s.Ready(c.ctx()); !ok {
			status = http.StatusServiceUnavailable
		}
	}
	first := "ready"
	if status != http.StatusOK {
		first = "not ready"
		c.w.Header().Set("Retry-After", "5")
	}
	text := first + "\n"
	for _, word := range words {
		text += word + "\n"
	}
	newAnswer(status, textType, "", []byte(text)).send(c.w, c.r, lifeNone)
	return nil
}
