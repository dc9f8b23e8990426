package intake

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"livebrief/internal/brief"
)

// wires plays the network inside a bubble of fake time: how long each host takes to answer, and what it says.
type wires struct {
	mu    sync.Mutex
	slow  map[string]time.Duration
	asked map[string][]time.Time
	now   map[string]int
	most  int
}

func newWires() *wires {
	return &wires{slow: map[string]time.Duration{}, asked: map[string][]time.Time{}, now: map[string]int{}}
}

func (w *wires) Fetch(ctx context.Context, address string, _ Validators) (Fetched, error) {
	host := hostOf(address)
	w.mu.Lock()
	w.asked[host] = append(w.asked[host], time.Now())
	w.now[host]++
	w.most = max(w.most, w.now[host])
	wait := w.slow[host]
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now[host]--
		w.mu.Unlock()
	}()
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return Fetched{}, brief.Unavailable("the answer took longer than 30s", "", ctx.Err())
	}
	if wait > 20*time.Second {
		return Fetched{}, brief.Unavailable("the answer took longer than 30s", "", nil)
	}
	return Fetched{Status: 200, Body: []byte(rss(item(1, "One", address))), ContentType: "application/rss+xml"}, nil
}

func (w *wires) times(host string) []time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]time.Time(nil), w.asked[host]...)
}

// run starts a poller over the sources and stops it after a while of fake time.
func run(t *testing.T, s *shelf, w *wires, lasts time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		NewPoller(PollerOptions{Store: s, Get: w}).Run(ctx)
		close(done)
	}()
	time.Sleep(lasts)
	cancel()
	<-done
}

func TestOneBadSourceOfManyDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		var sources []brief.Source
		for i := range 200 {
			host := fmt.Sprintf("h%d.example", i)
			w.slow[host] = 20 * time.Millisecond
			sources = append(sources, brief.Source{ID: brief.SourceID(host), Address: "http://" + host + "/feed", Every: 5 * time.Minute})
		}
		w.slow["h7.example"] = 30 * time.Second
		begun := time.Now()
		run(t, newShelf(sources...), w, time.Minute)
		for _, src := range sources {
			asked := w.times(string(src.ID))
			if len(asked) == 0 || asked[0].Sub(begun) > 5*time.Second {
				t.Errorf("%s was asked at %v", src.ID, asked)
			}
		}
	})
}

func TestOneHostIsAskedOnceAtATimeWithAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		w.slow["same.example"] = time.Second
		var sources []brief.Source
		for i := range 10 {
			sources = append(sources, brief.Source{ID: brief.SourceID(fmt.Sprint(i)), Address: fmt.Sprintf("http://same.example/%d", i), Every: time.Hour})
		}
		sources = append(sources, brief.Source{ID: "other", Address: "http://other.example/", Every: time.Hour})
		begun := time.Now()
		run(t, newShelf(sources...), w, time.Minute)
		asked := w.times("same.example")
		if len(asked) != 10 || w.most != 1 {
			t.Fatalf("asked %d times, %d at once", len(asked), w.most)
		}
		for i := 1; i < len(asked); i++ {
			if pause := asked[i].Sub(asked[i-1]); pause < 3*time.Second {
				t.Errorf("asked again %v after the request before began", pause)
			}
		}
		if other := w.times("other.example"); len(other) != 1 || other[0].Sub(begun) > time.Second {
			t.Errorf("the other host was asked at %v", other)
		}
	})
}

func TestFailingSourceIsTriedAgainEverMoreSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		w.slow["bad.example"] = 25 * time.Second
		s := newShelf(brief.Source{ID: "s", Address: "http://bad.example/", Every: 5 * time.Minute})
		run(t, s, w, 24*time.Hour)
		asked := w.times("bad.example")
		// 10 + 20 + 40 + 80 + 160 + 320 minutes, then every six hours.
		if len(asked) != 9 {
			t.Errorf("asked %d times in a day: %v", len(asked), asked)
		}
		if src := s.source("s"); src.Health != brief.HealthFailed || src.Failures != 9 {
			t.Errorf("%+v", src)
		}
	})
}

func TestSourceIsLookedAtAtItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		s := newShelf(brief.Source{ID: "s", Address: "http://good.example/", Every: 10 * time.Minute},
			brief.Source{ID: "later", Address: "http://later.example/", Every: time.Hour, Next: time.Now().Add(30 * time.Minute)})
		run(t, s, w, 61*time.Minute)
		if n := len(w.times("good.example")); n != 7 {
			t.Errorf("asked %d times in an hour", n)
		}
		if asked := w.times("later.example"); len(asked) != 1 {
			t.Errorf("the one due later was asked at %v", asked)
		}
		if n := len(s.all()); n != 2 {
			t.Errorf("%d reports", n)
		}
	})
}

func TestBrokenStoreDoesNotMakeAHammer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		s := newShelf(brief.Source{ID: "s", Address: "http://good.example/", Every: 10 * time.Minute})
		s.broken = true
		run(t, s, w, 10*time.Minute)
		if n := len(w.times("good.example")); n < 2 || n > 11 {
			t.Errorf("asked %d times in ten minutes", n)
		}
	})
}

func TestStopEndsALookAndKeepsNothingOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWires()
		w.slow["slow.example"] = 19 * time.Second
		s := newShelf(brief.Source{ID: "s", Address: "http://slow.example/", Every: time.Minute})
		begun := time.Now()
		run(t, s, w, 10*time.Second)
		if took := time.Since(begun); took != 10*time.Second {
			t.Errorf("stopping took until %v", took)
		}
		if s.saves != 0 || s.source("s").Failures != 0 {
			t.Error("being stopped was counted as the source's failure")
		}
	})
}

func TestHostsForgetThoseNobodyWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(time.Second, time.Now)
		for i := range 5000 {
			leave, err := h.enter(t.Context(), fmt.Sprint(i))
			if err != nil {
				t.Fatal(err)
			}
			leave()
			if i%500 == 0 {
				time.Sleep(2 * time.Second)
			}
		}
		if len(h.lines) > 1600 {
			t.Errorf("%d hosts are remembered", len(h.lines))
		}
	})
}
