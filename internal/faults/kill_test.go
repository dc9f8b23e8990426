package faults

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// killing is a campaign of kill -9 on one data folder.
type killing struct {
	program, data string
	random        *rand.Rand
	promises      *promises
	crowd         func(*caller, *promises, int) *sync.WaitGroup
	// before, when set, stands between the crowd and the desk.
	before func(desk string) (address string, close func())
	starts []time.Duration
	// seen is how many acknowledged acts have been looked up after a start.
	seen int
	verdict
}

// TestKillLosesNothing kills the program again and again while people publish.
func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	n := seed(t)
	k := newKilling(t, n)
	for round := range rounds(50, 500) {
		k.round(t, round)
		if round%25 == 24 {
			k.breaks(fmt.Sprintf("after %d kills", round+1), check(k.program, k.data))
		}
		if !k.sound() {
			t.Fatalf("round %d: %v", round, &k.verdict)
		}
	}
	k.finish(t)
	slices.Sort(k.starts)
	t.Logf("%d kills: %v; start: half within %v, slowest %v", rounds(50, 500), &k.verdict,
		k.starts[len(k.starts)/2].Round(time.Millisecond), k.starts[len(k.starts)-1].Round(time.Millisecond))
	if !k.sound() {
		t.Error("something was lost, doubled or broken")
	}
	if k.acknowledged < rounds(50, 500) {
		t.Errorf("only %d acts were acknowledged: the campaign did not strike while people published", k.acknowledged)
	}
}

// TestKillNoticesAnAcknowledgementBeforeTheCommit lets a proxy say yes before the desk has heard of the act.
func TestKillNoticesAnAcknowledgementBeforeTheCommit(t *testing.T) {
	t.Parallel()
	k := newKilling(t, seed(t))
	k.before, k.crowd = hasty, publishOnly
	for round := range 3 {
		k.round(t, round)
	}
	k.finish(t)
	t.Log(&k.verdict)
	if len(k.lost) == 0 {
		t.Error("a program that acknowledges before it commits went unnoticed")
	}
}

func newKilling(t *testing.T, seed uint64) *killing {
	k := &killing{program: program(t), data: filepath.Join(t.TempDir(), "data"),
		random: rand.New(rand.NewPCG(seed, 1)), promises: newPromises(), crowd: crowd}
	s := serve(t, k.program, k.data)
	c, err := callerOf(s, k.data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	s.kill()
	return k
}

// round starts the program, settles what the kill before left open, lets people publish and kills it. One round in
// five kills it while it starts.
func (k *killing) round(t *testing.T, n int) {
	t.Helper()
	s, err := launch(k.program, k.data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if k.random.IntN(5) == 0 && len(k.starts) > 0 {
		moment := time.NewTimer(time.Duration(k.random.Int64N(int64(slices.Max(k.starts)))))
		defer moment.Stop()
		<-moment.C
		s.kill()
		return
	}
	c := k.settle(t, s)
	if c == nil {
		return
	}
	defer c.close()
	end := func() {}
	if k.before != nil {
		c.base, end = k.before(c.base)
	}
	enough := k.promises.count() + 1 + k.random.IntN(8)
	people := k.crowd(c, k.promises, n)
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for k.promises.count() < enough {
		select {
		case <-k.promises.more:
		case <-limit.C:
			k.broken = append(k.broken, "nothing was acknowledged within "+patience.String())
			enough = 0
		}
	}
	moment := time.NewTimer(time.Duration(k.random.IntN(8000)) * time.Microsecond)
	defer moment.Stop()
	<-moment.C
	s.kill()
	end()
	people.Wait()
}

// settle waits for the start, looks up what was acknowledged since the last one and asks again for what was not
// answered.
func (k *killing) settle(t *testing.T, s *server) *caller {
	t.Helper()
	if err := s.await(); err != nil {
		k.breaks("starting", err)
		return nil
	}
	k.starts = append(k.starts, s.ready)
	c, err := callerOf(s, k.data)
	if err != nil {
		t.Fatal(err)
	}
	if k.before != nil {
		return c
	}
	all := k.promises.first(k.promises.count())
	for _, known := range all[k.seen:] {
		if known.item != "glance" {
			if err := c.do("GET", briefing+"/items/"+string(known.item), "", "", nil, nil); err != nil {
				k.lost = append(k.lost, fmt.Sprintf("%s, acknowledged at %d: %v", known.mark, known.seq, err))
			}
		}
	}
	k.seen = len(all)
	for _, a := range k.promises.unanswered() {
		k.promises.again(c, a)
	}
	if len(all) > 0 {
		k.askAgain(c, all[k.random.IntN(len(all))])
		k.askAgain(c, all[len(all)-1])
	}
	return c
}

// askAgain repeats an act that was acknowledged: it must be the same entry.
func (k *killing) askAgain(c *caller, was kept) {
	now, err := send(c, was.act)
	if err != nil {
		k.breaks("asking again for "+was.mark, err)
	} else if now.seq != was.seq || now.item != was.item {
		k.twice = append(k.twice, fmt.Sprintf("%s at %d and %d", was.mark, was.seq, now.seq))
	}
}

// finish starts the program once more, ends it in peace, checks the folder and reads the record.
func (k *killing) finish(t *testing.T) {
	t.Helper()
	s := serve(t, k.program, k.data)
	if c := k.settle(t, s); c != nil {
		c.close()
	}
	k.breaks("stopping", s.stop())
	k.breaks("at the end", check(k.program, k.data))
	found, err := audit(k.data, k.promises.first(k.promises.count()))
	k.breaks("reading the record", err)
	k.add(found)
	k.broken = append(k.broken, k.promises.refused...)
	if open := k.promises.unanswered(); k.before == nil && len(open) > 0 {
		k.broken = append(k.broken, fmt.Sprintf("%d acts stay unanswered", len(open)))
	}
}

// hasty stands before a desk, acknowledges every act at once and hands it on afterwards, one after the other.
func hasty(desk string) (address string, end func()) {
	later := make(chan func(), 256)
	var handing sync.WaitGroup
	handing.Go(func() {
		for hand := range later {
			hand()
		}
	})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		header, address := r.Header.Clone(), desk+r.URL.Path
		later <- func() {
			req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
			if err != nil {
				return
			}
			req.Header = header
			if res, err := http.DefaultClient.Do(req); err == nil {
				res.Body.Close()
			}
		}
		w.WriteHeader(http.StatusCreated)
		io.WriteString(w, `{"entry":{"seq":0,"item":"soon","rev":1}}`)
	}))
	return front.URL, func() { front.Close(); close(later); handing.Wait() }
}
