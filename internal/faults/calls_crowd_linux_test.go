package faults

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// failing is a campaign of I/O errors under the whole program: every so many calls to the disk one fails.
type failing struct {
	*power
	// failed counts the calls that failed by what they were, unavailable the acts that were told to come again.
	failed      map[string]int
	unavailable int
	mu          sync.Mutex
	// ended counts programs that gave up by themselves.
	ended int
}

// TestCallsThatFailUnderTheCrowdLoseNothing lets people publish on a disk that keeps failing. They ask again until they
// are answered, and so does whoever starts the program after it gave up.
func TestCallsThatFailUnderTheCrowdLoseNothing(t *testing.T) {
	t.Parallel()
	f := newFailing(t, program(t))
	now := f.begin(t)
	for round := range rounds(4, 60) {
		if now = f.round(t, now, round); !f.sound() {
			t.Fatalf("round %d: %v", round, &f.verdict)
		}
	}
	t.Logf("%v calls failed, %d acts were told to come again, %d of %d programs gave up: %v", f.failed, f.unavailable, f.ended, rounds(4, 60), &f.verdict)
	if f.unavailable == 0 || f.acknowledged < rounds(4, 60) {
		t.Error("the campaign did not strike while people published")
	}
}

// TestACommitThatFailsInSilenceIsNoticed runs the campaign on a program that takes a failed commit for a success.
func TestACommitThatFailsInSilenceIsNoticed(t *testing.T) {
	f := newFailing(t, program(t))
	now := f.begin(t)
	f.program = sabotagedProgram(t)
	t.Setenv(sabotage, "silent")
	for round := range 10 {
		if now = f.round(t, now, round); len(f.lost) > 0 {
			t.Log(f.lost[0])
			return
		}
	}
	t.Errorf("went unnoticed: %v", &f.verdict)
}

func newFailing(t *testing.T, program string) *failing {
	return &failing{power: newPower(program, seed(t)), failed: map[string]int{}}
}

// round serves from an image on a disk that fails while people publish, and gives what is on the disk after the
// program was started once more on the healed disk.
func (f *failing) round(t *testing.T, from image, round int) image {
	t.Helper()
	d := load(from)
	dir, unmount := mount(t, d)
	defer unmount()
	data := filepath.Join(dir, "data")
	s := serve(t, f.program, data)
	c, err := d.caller(s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	heal := f.fail(d, 100+f.random.IntN(200)) // one act takes about fifty calls
	enough := f.promises.count() + 10 + f.random.IntN(20)
	var people sync.WaitGroup
	for who := range publishers {
		people.Go(func() { f.insist(c, fmt.Sprintf("mark%04d%c", round, 'a'+who)) })
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for gone := false; !gone && f.promises.count() < enough; {
		select {
		case <-f.promises.more:
		case <-s.ended:
			gone = true
			f.ended++
		case <-limit.C:
			f.broken = append(f.broken, fmt.Sprintf("%d of %d acts were acknowledged within %v", f.promises.count(), enough, patience))
			enough = 0
		}
	}
	// Every other program stops on a disk that still fails: it may say so, but not fall over.
	if round%2 == 0 {
		heal()
		f.breaks("stopping", s.stop())
	} else if s.stop(); strings.Contains(s.said.String(), "goroutine ") {
		f.broken = append(f.broken, "stopping: "+s.said.String())
	}
	people.Wait()
	heal()
	f.restart(t, d, data)
	unmount()
	left := d.fail(loseNothing, f.random)
	f.look(t, shot{moment: moment{op: round}, how: loseNothing, image: left, kept: f.promises.count()}, round)
	f.broken = append(f.broken, f.promises.refused...)
	return left
}

// fail lets one of every so many calls to the disk fail from now on, until it is healed.
func (f *failing) fail(d *disk, every int) (heal func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	count := 0
	d.fails = func(kind, name string) bool {
		if strings.HasSuffix(name, "-shm") {
			return false
		}
		if count++; count%every != 0 {
			return false
		}
		f.failed[kind]++
		return true
	}
	return func() { d.mu.Lock(); d.fails = nil; d.mu.Unlock() }
}

// insist publishes and corrects, and asks again with the same key as long as the desk says that it cannot now.
func (f *failing) insist(c *caller, prefix string) {
	for n := 0; ; n += 2 {
		made, ok := f.until(c, newsAct(fmt.Sprintf("%s%04d", prefix, n), "", 0))
		if !ok {
			return
		}
		if _, ok := f.until(c, newsAct(fmt.Sprintf("%s%04d", prefix, n+1), made.item, made.rev)); !ok {
			return
		}
	}
}

// until asks for an act until it is acknowledged, and gives up when nobody answers any more.
func (f *failing) until(c *caller, a act) (kept, bool) {
	f.promises.mu.Lock()
	f.promises.open = append(f.promises.open, a)
	f.promises.mu.Unlock()
	for {
		k, err := send(c, a)
		if err == nil {
			f.promises.keep(k)
			return k, true
		}
		said, answered := errors.AsType[refusal](err)
		if !answered {
			return k, false
		}
		f.mu.Lock()
		f.unavailable++
		f.mu.Unlock()
		if said.status != 503 || !strings.Contains(said.text, `"do":"`) {
			f.mu.Lock()
			f.broken = append(f.broken, a.mark+": "+said.Error())
			f.mu.Unlock()
			return k, false
		}
	}
}

// restart starts the program on the healed disk, asks for what nobody answered, and stops it.
func (f *failing) restart(t *testing.T, d *disk, data string) {
	t.Helper()
	s, err := launch(f.program, data)
	if err != nil {
		t.Fatal(err)
	}
	defer s.kill()
	if err := s.await(); err != nil {
		f.breaks("starting on the healed disk", err)
		return
	}
	c, err := d.caller(s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for _, a := range f.promises.unanswered() {
		f.promises.again(c, a)
	}
	if open := f.promises.unanswered(); len(open) > 0 {
		f.broken = append(f.broken, fmt.Sprintf("%d acts stay unanswered", len(open)))
	}
	f.breaks("stopping on the healed disk", s.stop())
}
