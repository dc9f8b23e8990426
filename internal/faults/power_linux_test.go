package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// shot is what a power loss would have left at one moment, and how many acts were acknowledged by then.
type shot struct {
	moment
	how   loss
	image image
	kept  int
}

// power is a campaign of power losses: a program runs on a disk that knows what was synced, images of it are taken at
// random moments and at the syncs of the database, and each is opened by the program as after a power loss.
type power struct {
	program  string
	random   *rand.Rand
	promises *promises
	lies     bool
	starts   []time.Duration
	kinds    map[string]int
	verdict
}

func newPower(program string, seed uint64) *power {
	return &power{program: program, random: rand.New(rand.NewPCG(seed, 2)), promises: newPromises(), kinds: map[string]int{}}
}

// TestPowerLossLosesNothing opens what power losses leave while people publish. The campaign goes on with one image
// of each run, so that the record has lived through every loss before.
func TestPowerLossLosesNothing(t *testing.T) {
	t.Parallel()
	p := newPower(program(t), seed(t))
	now := p.begin(t)
	images := 0
	for round := 0; images < rounds(16, 500); round++ {
		shots := p.run(t, now, round, rounds(8, 20))
		for _, s := range shots {
			if !p.look(t, s, round) {
				t.Fatalf("round %d, %v: %v", round, s, &p.verdict)
			}
			images++
		}
		next := shots[p.random.IntN(len(shots))]
		now = next.image
		p.promises.rewind(next.kept)
	}
	slices.Sort(p.starts)
	t.Logf("%d images taken %v: %v; start: half within %v, slowest %v", images, p.kinds, &p.verdict,
		p.starts[len(p.starts)/2].Round(time.Millisecond), p.starts[len(p.starts)-1].Round(time.Millisecond))
	if p.acknowledged < images {
		t.Errorf("only %d acts were acknowledged: the campaign did not strike while people published", p.acknowledged)
	}
}

// TestPowerLossIsNoticedInABrokenProgram runs the campaign on a program that does not wait for the disk, on one that
// signs the tree in a transaction of its own, and on a disk that says it has synced and has not.
func TestPowerLossIsNoticedInABrokenProgram(t *testing.T) {
	for name, c := range map[string]struct {
		broken string
		lies   bool
		// noticed picks what must have been found.
		noticed func(*verdict) []string
	}{
		"synchronous off":              {broken: "unsynced", noticed: func(v *verdict) []string { return v.lost }},
		"tree outside the transaction": {broken: "apart", noticed: func(v *verdict) []string { return v.broken }},
		"disk that lies":               {lies: true, noticed: func(v *verdict) []string { return v.lost }},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPower(program(t), seed(t))
			now := p.begin(t)
			if p.lies = c.lies; !c.lies {
				p.program = sabotagedProgram(t)
				t.Setenv(sabotage, c.broken)
			}
			for _, s := range p.run(t, now, 0, 40) {
				if p.look(t, s, 0); len(c.noticed(&p.verdict)) > 0 {
					t.Log(c.noticed(&p.verdict)[0])
					return
				}
			}
			t.Errorf("went unnoticed: %v", &p.verdict)
		})
	}
}

// TestPowerLossInTheFirstMinute opens what power losses leave of a first start and of the making of a briefing: there
// is always a desk to sign in to, and a briefing that was acknowledged can be published in.
func TestPowerLossInTheFirstMinute(t *testing.T) {
	t.Parallel()
	p := newPower(program(t), seed(t))
	for taken := 0; taken < rounds(1, 200); {
		d := load(image{})
		shots := p.watch(d, 1000, 100, p.promises.count)
		shots.names = true
		dir, unmount := mount(t, d)
		s := serve(t, p.program, filepath.Join(dir, "data"))
		c, err := d.caller(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := establish(c); err != nil {
			t.Fatal(err)
		}
		// From here on every image must hold the briefing.
		p.promises.keep(kept{act: act{mark: "the briefing"}})
		d.held("answer", "the desk", func() { p.take(shots, d, moment{d.ops, "answer", "the desk"}, loseAll, 1) })
		c.close()
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		unmount()
		for _, s := range shots.of(d) {
			if problem := p.lookEarly(t, s); problem != nil {
				t.Errorf("%v: %v", s, problem)
			}
		}
		taken += len(shots.of(d))
		p.promises = newPromises()
	}
	t.Logf("images taken %v", p.kinds)
}

// String says when the image was taken and what was lost.
func (s shot) String() string {
	how := map[loss]string{loseAll: "all", loseNothing: "nothing", loseSome: "some"}[s.how]
	return fmt.Sprintf("before operation %d (%s %s), %s of what was not synced lost", s.op, s.kind, s.name, how)
}

// begin makes the data folder that the campaign starts from.
func (p *power) begin(t *testing.T) image {
	t.Helper()
	d := load(image{})
	dir, unmount := mount(t, d)
	s := serve(t, p.program, filepath.Join(dir, "data"))
	c, err := d.caller(s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	unmount()
	return d.fail(loseNothing, p.random)
}

// caller speaks to a server that runs on the disk. The token is read without going through the mount.
func (d *disk) caller(s *server) (*caller, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	data, _ := d.root.now["data"].(*folder)
	left, ok := data.now["desk.json"].(*file)
	if !ok {
		return nil, errors.New("serve left no desk.json")
	}
	token, err := tokenIn(left.now)
	return newCaller(s.desk, token), err
}

// shots collects images until there are enough.
type shots struct {
	list   []shot
	enough chan struct{}
	// names asks for two images before every change of the name of a key or of the desk's file: all lost and nothing.
	names bool
}

// of gives the images that were taken of a disk.
func (s *shots) of(d *disk) []shot {
	d.mu.Lock()
	defer d.mu.Unlock()
	return s.list
}

// watch takes images of a disk from now on: after a random number of operations up to gap, and before every other
// sync of the database file itself, which is when its log is folded in.
func (p *power) watch(d *disk, most, gap int, count func() int) *shots {
	into := &shots{enough: make(chan struct{})}
	d.mu.Lock()
	defer d.mu.Unlock()
	next := 1 + p.random.IntN(gap)
	d.lies = p.lies
	d.watch = func(m moment) {
		folding := m.kind == "sync" && m.name == "livebrief.db" && p.random.IntN(2) == 0
		switch {
		case into.names && (m.kind == "create" || m.kind == "rename") && (strings.HasSuffix(m.name, ".key") || strings.Contains(m.name, "desk.json")):
			p.take(into, d, m, loseAll, count())
			p.take(into, d, m, loseNothing, count())
		case len(into.list) < most && (m.op >= next || folding):
			next = m.op + 1 + p.random.IntN(gap)
			p.take(into, d, m, loss(p.random.IntN(3)), count())
			if len(into.list) == most {
				close(into.enough)
			}
		}
	}
	return into
}

// take adds an image of a disk that is held.
func (p *power) take(into *shots, d *disk, m moment, how loss, kept int) {
	into.list = append(into.list, shot{m, how, d.fail(how, p.random), kept})
	kind := m.name
	if m.kind != "write" && m.kind != "sync" {
		kind = "names"
	}
	p.kinds[m.kind+" "+kind]++
}

// run serves on a disk that begins as the image, lets people publish, and takes most images of it meanwhile.
func (p *power) run(t *testing.T, from image, round, most int) []shot {
	t.Helper()
	d := load(from)
	dir, unmount := mount(t, d)
	taken := p.watch(d, most, []int{400, 1500, 100}[round%3], p.promises.count)
	s := serve(t, p.program, filepath.Join(dir, "data"))
	c, err := d.caller(s)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	people := crowd(c, p.promises, round)
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-taken.enough:
	case <-limit.C:
		t.Errorf("not %d images within %v", most, patience)
	}
	s.kill()
	people.Wait()
	unmount()
	return taken.of(d)
}

// look opens an image as after a power loss: the program starts, publishes, stops and checks, and everything that was
// acknowledged before the image is there.
func (p *power) look(t *testing.T, s shot, round int) bool {
	t.Helper()
	data, remove := s.put(t)
	defer remove()
	if err := p.open(data, func(c *caller) error {
		_, err := send(c, newsAct(fmt.Sprintf("mark%04dz%04d", round, s.op%10000), "", 0))
		return err
	}); err != nil {
		p.breaks(s.String(), err)
		return false
	}
	p.breaks(s.String(), check(p.program, data))
	found, err := audit(data, p.promises.first(s.kept))
	p.breaks(s.String(), err)
	p.add(found)
	return p.sound()
}

// put writes the image into a folder of the real disk.
func (s shot) put(t *testing.T) (data string, remove func()) {
	t.Helper()
	dir, err := os.MkdirTemp(programs, "image-")
	if err == nil {
		err = s.image.write(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data"), func() { os.RemoveAll(dir) }
}

// open starts the program on a folder, does something at its desk and stops it.
func (p *power) open(data string, do func(*caller) error) error {
	s, err := launch(p.program, data)
	if err != nil {
		return err
	}
	defer s.kill()
	if err := s.await(); err != nil {
		return err
	}
	p.starts = append(p.starts, s.ready)
	c, err := callerOf(s, data)
	if err != nil {
		return err
	}
	defer c.close()
	if err := c.do("GET", "/api/me", "", "", nil, nil); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	if err := do(c); err != nil {
		return err
	}
	return s.stop()
}

// lookEarly opens an image of the first minute.
func (p *power) lookEarly(t *testing.T, s shot) error {
	t.Helper()
	data, remove := s.put(t)
	defer remove()
	err := p.open(data, func(c *caller) error {
		err := c.do("GET", briefing, "", "", nil, nil)
		if said, answered := errors.AsType[refusal](err); answered && said.status == 404 {
			if s.kept > 0 {
				return errors.New("the briefing that was acknowledged is lost")
			}
			err = establish(c)
		}
		if err != nil {
			return err
		}
		_, err = send(c, newsAct("mark0000a0000", "", 0))
		return err
	})
	if err != nil {
		return err
	}
	return check(p.program, data)
}
