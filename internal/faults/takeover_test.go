package faults

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"livebrief/internal/store/pgtest"
)

// sharing is a campaign of two servers on one database: one writes, and is killed, or stopped and let go on.
type sharing struct {
	// program is what is run, address its store, env what it is told beside that.
	program, address string
	env              []string
	folders          [2]string
	servers          [2]*server
	// token opens both desks, since people stand in the database.
	token  string
	people *insistent
	reader *follower
	// writer is the place of the one that writes.
	writer int
	verdict
}

// TestSecondServerTakesOverAndTheFirstNeverForks kills and stops whoever writes, while people publish at whichever desk
// takes it.
func TestSecondServerTakesOverAndTheFirstNeverForks(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(seed(t), 3))
	s := newSharing(t, program(t))
	s.people.begin(4)
	kills, stops := 0, 0
	for round := range rounds(2, 20) {
		s.people.awaitMore(t, 20)
		if round%2 == 0 {
			s.killWriter(t)
			kills++
		} else {
			s.stopWriter(t, time.Duration(random.IntN(2000))*time.Millisecond)
			stops++
		}
		if !s.sound() {
			t.Fatalf("round %d: %v", round, &s.verdict)
		}
	}
	s.people.awaitMore(t, 20)
	s.people.end()
	for _, one := range s.servers {
		s.breaks("stopping", one.stop())
	}
	s.breaks("checking", check(s.program, s.folders[s.writer], s.env...))
	found, err := auditStore(s.address, s.people.promises.first(s.people.promises.count()))
	s.breaks("reading the record", err)
	s.add(found)
	checkpoints, broken := s.reader.end(s.address)
	s.broken = append(append(s.broken, broken...), s.people.vain...)
	t.Logf("%d kills and %d stops of the writer: %v; %d checkpoints served by both", kills, stops, &s.verdict, checkpoints)
	if !s.sound() {
		t.Errorf("something was lost, doubled or forked; they said: %.2000s\n%.2000s", s.servers[0].said.String(), s.servers[1].said.String())
	}
}

// TestServerThatOverlooksAnotherIsNoticed stops a writer that looks neither at its session nor at the epoch.
func TestServerThatOverlooksAnotherIsNoticed(t *testing.T) {
	t.Parallel()
	s := newSharing(t, sabotagedProgram(t), sabotage+"=unfenced")
	s.people.begin(2)
	s.people.awaitMore(t, 5)
	s.stopWriter(t, 0)
	s.people.end()
	t.Log(&s.verdict)
	if s.sound() {
		t.Error("a server that went on writing after another had taken over went unnoticed")
	}
}

// newSharing starts two servers; the second has the keys of the first, and no marks of what was seen.
func newSharing(t *testing.T, program string, env ...string) *sharing {
	t.Helper()
	var cluster pgtest.Cluster
	t.Cleanup(cluster.Stop)
	s := &sharing{program: program, address: cluster.Database(t), reader: newFollower()}
	s.env = append(env, "LIVEBRIEF_STORE="+s.address)
	for i, name := range []string{"north", "south"} {
		s.folders[i] = filepath.Join(t.TempDir(), name)
	}
	s.servers[0] = s.start(t, 0)
	c, err := callerOf(s.servers[0], s.folders[0])
	if err != nil {
		t.Fatal(err)
	}
	s.token = c.token
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	s.people = &insistent{promises: newPromises(), desks: []*caller{s.desk(s.servers[0]), s.desk(s.servers[0])}}
	keys, err := filepath.Glob(filepath.Join(s.folders[0], "keys", "*.key"))
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	raw, err := os.ReadFile(keys[0])
	if err == nil {
		err = os.MkdirAll(filepath.Join(s.folders[1], "keys"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(s.folders[1], "keys", filepath.Base(keys[0])), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.servers[1] = s.start(t, 1)
	return s
}

// start starts the server at a place and tells people and the reader where it is.
func (s *sharing) start(t *testing.T, place int) *server {
	t.Helper()
	one, err := launch(s.program, s.folders[place], s.env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.kill)
	if err := one.await(); err != nil {
		t.Fatal(err)
	}
	if s.people != nil {
		s.people.at(place, s.desk(one))
	}
	s.reader.follow(one.readers)
	return one
}

// desk speaks to a server, and does not wait for long on one that is stopped.
func (s *sharing) desk(one *server) *caller {
	c := newCaller(one.desk, s.token)
	c.http.Timeout = 3 * time.Second
	return c
}

// killWriter kills the one that writes; the other takes over, and the first comes back to stand by.
func (s *sharing) killWriter(t *testing.T) {
	t.Helper()
	was := s.writer
	s.servers[was].kill()
	s.writer = 1 - was
	t.Logf("killed; the next act after %v", s.people.awaitMore(t, 1).Round(time.Millisecond))
	s.servers[was] = s.start(t, was)
	s.refuses(was)
}

// stopWriter stops the one that writes in the middle of whatever it does. The other takes over once it has been silent
// for long enough; then the first goes on, and must find out before it writes.
func (s *sharing) stopWriter(t *testing.T, pause time.Duration) {
	t.Helper()
	was := s.writer
	stopped := s.servers[was].cmd.Process
	s.breaks("stopping the process", stopped.Signal(syscall.SIGSTOP))
	s.writer = 1 - was
	t.Logf("stopped; the next act after %v", s.people.awaitMore(t, 20).Round(time.Millisecond))
	time.Sleep(pause)
	s.breaks("letting it go on", stopped.Signal(syscall.SIGCONT))
	s.refuses(was)
}

// refuses demands that the server at a place refuses an act, because another one writes.
func (s *sharing) refuses(place int) {
	c := s.desk(s.servers[place])
	defer c.close()
	_, err := send(c, newsAct("mark9999z9999", "", 0))
	said, answered := errors.AsType[refusal](err)
	for answered && said.status == http.StatusServiceUnavailable && !strings.Contains(said.text, "another server") {
		// Its connections were ended while it was away, and it finds that out one by one.
		_, err = send(c, newsAct("mark9999z9999", "", 0))
		said, answered = errors.AsType[refusal](err)
	}
	if !answered || said.status != http.StatusServiceUnavailable {
		s.broken = append(s.broken, "who does not write any more answers: "+errorText(err))
	}
}

func errorText(err error) string {
	if err == nil {
		return "yes"
	}
	return err.Error()
}
