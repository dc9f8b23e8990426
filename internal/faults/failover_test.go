package faults

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"livebrief/internal/store/pgtest"
)

// TestFailoverLosesNothing kills the primary of a PostgreSQL pair again and again while people publish through one
// livebrief, which is never restarted: the synchronous standby takes its place, and a new standby is made.
func TestFailoverLosesNothing(t *testing.T) {
	t.Parallel()
	pair := pgtest.NewPair(t)
	data := filepath.Join(t.TempDir(), "data")
	where := "LIVEBRIEF_STORE=" + pair.URL()
	s, err := launch(program(t), data, where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.await(); err != nil {
		t.Fatal(err)
	}
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	people := &insistent{promises: newPromises(), desks: []*caller{c}}
	reader := newFollower()
	reader.follow(s.readers)
	people.begin(6)
	var outages []time.Duration
	for range rounds(2, 20) {
		people.awaitMore(t, 40)
		if err := pair.Fail(); err != nil {
			t.Fatal(err)
		}
		if err := pair.Repair(); err != nil {
			t.Fatal(err)
		}
		outages = append(outages, people.awaitMore(t, 1))
	}
	people.awaitMore(t, 40)
	people.end()
	found := &verdict{}
	found.breaks("stopping", s.stop())
	found.breaks("checking", check(program(t), data, where))
	after, err := auditStore(pair.URL(), people.promises.first(people.promises.count()))
	found.breaks("reading the record", err)
	found.add(after)
	checkpoints, broken := reader.end(pair.URL())
	found.broken = append(append(found.broken, broken...), people.vain...)
	slices.Sort(outages)
	t.Logf("%d failovers: %v; %d checkpoints served; the next act after the new standby came: half within %v, slowest %v",
		len(outages), found, checkpoints, outages[len(outages)/2].Round(time.Millisecond), outages[len(outages)-1].Round(time.Millisecond))
	if !found.sound() {
		t.Errorf("something was lost, doubled or forked; the program said: %.2000s", s.said.String())
	}
}
