package faults

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// spreading is a campaign of a newsroom that reaches its edges over NATS, all of them processes with ways between them
// that can be silent or broken.
type spreading struct {
	random *rand.Rand
	// newsroom is the first party, the others are its edges.
	newsroom *party
	edges    []*party
	nodes    []*node
	between  map[[2]int]*way
	people   *insistent
	reader   *follower
	// patience is how long edges may take to reach the root in the end, tellWithin how long to tell that they are cut off.
	patience, tellWithin time.Duration
	// told are the times from the moment at which a way was cut to the one at which readers knew.
	told []time.Duration
	// struck counts what was done.
	struck map[string]int
	verdict
}

// party is a newsroom or an edge.
type party struct {
	name, data string
	args       []string
	program    string
	env        []string
	*server

	// nodes are its ways to the NATS nodes, front the one of readers to it, back that of people to its desk.
	nodes       []*way
	front, back *way
}

// TestEdgesEndAtTheRootOfTheirNewsroom kills, stops and parts NATS nodes, edges and the newsroom while people publish.
func TestEdgesEndAtTheRootOfTheirNewsroom(t *testing.T) {
	t.Parallel()
	n := seed(t)
	s := newSpreading(t, program(t), 3, 3)
	s.random = rand.New(rand.NewPCG(n, 4))
	s.people.begin(2)
	until := time.Now().Add(time.Duration(rounds(0, 300)) * time.Second)
	for _, strike := range s.strikes() {
		strike(t)
	}
	for time.Now().Before(until) && s.sound() {
		all := s.strikes()
		all[s.random.IntN(len(all))](t)
	}
	s.finish(t)
	t.Logf("%v: %v", s.struck, &s.verdict)
	if slices.Sort(s.told); len(s.told) > 0 {
		t.Logf("readers knew that they are cut off %d times, half within %v, all within %v", len(s.told),
			s.told[len(s.told)/2].Round(100*time.Millisecond), s.told[len(s.told)-1].Round(100*time.Millisecond))
	}
	if !s.sound() {
		t.Error("something was lost, forked or not told")
	}
}

// TestEdgeThatDoesNotTellIsNoticed cuts an edge off that keeps it from its readers.
func TestEdgeThatDoesNotTellIsNoticed(t *testing.T) {
	t.Parallel()
	s := newSpreading(t, sabotagedProgram(t), 1, 1, sabotage+"=mute")
	s.tellWithin = 20 * time.Second
	s.cut(t, silent, s.edges[0])
	t.Log(&s.verdict)
	if s.sound() {
		t.Error("an edge that does not tell its readers went unnoticed")
	}
}

// TestEdgeThatStaysBehindIsNoticed lets an edge take the first state that it sees and no other.
func TestEdgeThatStaysBehindIsNoticed(t *testing.T) {
	t.Parallel()
	s := newSpreading(t, sabotagedProgram(t), 1, 1, sabotage+"=stuck")
	s.patience = 5 * time.Second
	s.people.begin(1)
	s.people.awaitMore(t, 10)
	s.finish(t)
	t.Log(&s.verdict)
	if s.sound() {
		t.Error("an edge that stays behind went unnoticed")
	}
}

// newSpreading starts so many nodes, the newsroom, and so many edges.
func newSpreading(t *testing.T, program string, nodes, edges int, env ...string) *spreading {
	t.Helper()
	s := &spreading{reader: newFollower(), struck: map[string]int{}, patience: patience,
		// What is demanded is held by the long form, on a machine that does nothing else.
		tellWithin: time.Duration(rounds(60, 15)) * time.Second}
	s.nodes, s.between = newNodes(t, nodes)
	s.newsroom = s.party(t, program, "newsroom", env, "serve", "--desk", "127.0.0.1:0")
	s.newsroom.back = newWay(t)
	s.start(t, s.newsroom)
	c, err := callerOf(s.newsroom.server, s.newsroom.data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	desk := newCaller("http://"+s.newsroom.back.address(), c.token)
	desk.http.Timeout = 3 * time.Second
	s.people = &insistent{promises: newPromises(), desks: []*caller{desk}, pause: 50 * time.Millisecond}
	s.reader.follow("http://" + s.newsroom.front.address())
	for i := range edges {
		e := s.party(t, program, fmt.Sprintf("edge%d", i), env, "edge")
		s.edges = append(s.edges, e)
		s.start(t, e)
		s.reader.follow("http://" + e.front.address())
	}
	return s
}

// party makes a party with ways of its own to all nodes.
func (s *spreading) party(t *testing.T, program, name string, env []string, args ...string) *party {
	t.Helper()
	p := &party{name: name, data: filepath.Join(t.TempDir(), name), program: program, env: env, front: newWay(t)}
	var addresses []string
	for _, n := range s.nodes {
		w := newWay(t)
		n.clients = append(n.clients, w)
		w.lead(n.at)
		p.nodes = append(p.nodes, w)
		addresses = append(addresses, "nats://"+w.address())
	}
	p.args = append(args, "--data", p.data, "--listen", "127.0.0.1:0", "--nats", strings.Join(addresses, ","))
	return p
}

// start starts the process of a party and leads readers and people to it.
func (s *spreading) start(t *testing.T, p *party) {
	t.Helper()
	last := "readers "
	if p.back != nil {
		last = "desk "
	}
	one, err := begin(exec.Command(p.program, p.args...), last, p.env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.kill)
	if err := one.await(); err != nil {
		t.Fatal(err)
	}
	p.server = one
	p.front.lead(strings.TrimPrefix(one.readers, "http://"))
	if p.back != nil {
		p.back.lead(strings.TrimPrefix(one.desk, "http://"))
	}
}

// strikes gives everything that can be done, in any order. Each leaves all as it was found.
func (s *spreading) strikes() []func(*testing.T) {
	kind := []passing{silent, broken}[s.random.IntN(2)]
	edge, n := s.edges[s.random.IntN(len(s.edges))], s.nodes[s.random.IntN(len(s.nodes))]
	all := []func(*testing.T){
		func(t *testing.T) { s.killNode(t, n) },
		func(t *testing.T) { s.stopNode(t, n) },
		func(t *testing.T) { s.partNode(t, kind, n) },
		func(t *testing.T) { s.wipe(t) },
		func(t *testing.T) { s.kill(t, edge) },
		func(t *testing.T) { s.stop(t, edge) },
		func(t *testing.T) { s.kill(t, s.newsroom) },
		func(t *testing.T) { s.stop(t, s.newsroom) },
		func(t *testing.T) { s.cut(t, kind, edge) },
		func(t *testing.T) { s.cut(t, kind, s.edges...) },
		func(t *testing.T) { s.cut(t, kind, s.newsroom) },
	}
	s.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// hold lets what was done last for a while, in which people go on.
func (s *spreading) hold() {
	time.Sleep(time.Duration(500+s.random.IntN(rounds(1000, 5000))) * time.Millisecond)
}

func (s *spreading) killNode(t *testing.T, n *node) {
	t.Helper()
	s.struck["nodes killed"]++
	n.kill()
	s.hold()
	n.start(t)
}

func (s *spreading) stopNode(t *testing.T, n *node) {
	t.Helper()
	s.struck["nodes stopped"]++
	s.breaks("stopping a node", n.halt())
	s.hold()
	s.breaks("letting a node go on", n.goOn())
}

// partNode parts a node from the others, and from everybody else.
func (s *spreading) partNode(t *testing.T, how passing, n *node) {
	t.Helper()
	s.struck["nodes parted"]++
	ways := slices.Clone(n.clients)
	for pair, w := range s.between {
		if s.nodes[pair[0]] == n || s.nodes[pair[1]] == n {
			ways = append(ways, w)
		}
	}
	set(how, ways)
	s.hold()
	set(open, ways)
}

// wipe kills every node and lets each forget everything: the newsroom has to fill the stream again.
func (s *spreading) wipe(t *testing.T) {
	t.Helper()
	s.struck["streams wiped"]++
	for _, n := range s.nodes {
		n.kill()
	}
	for _, n := range s.nodes {
		n.wipe(t)
		n.start(t)
	}
}

func (s *spreading) kill(t *testing.T, p *party) {
	t.Helper()
	s.struck[p.kind()+" killed"]++
	p.kill()
	s.hold()
	s.start(t, p)
}

func (s *spreading) stop(t *testing.T, p *party) {
	t.Helper()
	s.struck[p.kind()+" stopped"]++
	s.breaks("stopping "+p.name, p.halt())
	s.hold()
	s.breaks("letting "+p.name+" go on", p.goOn())
}

// cut parts parties from every node until the readers of all edges concerned were told, on their streams and in the
// head, and heals it.
func (s *spreading) cut(t *testing.T, how passing, parties ...*party) {
	t.Helper()
	concerned := parties
	var ways []*way
	if parties[0] == s.newsroom {
		concerned = s.edges
	}
	for _, p := range parties {
		s.struck[p.kind()+" cut off"]++
		ways = append(ways, p.nodes...)
	}
	for _, e := range concerned {
		s.awaitHeard(e)
	}
	heard := make([]<-chan time.Time, len(concerned))
	for i, e := range concerned {
		heard[i] = e.listen(t)
	}
	begun := time.Now()
	set(how, ways)
	limit, done := context.WithTimeout(t.Context(), s.tellWithin)
	defer done()
	for i, e := range concerned {
		select {
		case at := <-heard[i]:
			s.told = append(s.told, at.Sub(begun))
			if cut, err := e.cutSince(); err != nil || cut == 0 {
				s.broken = append(s.broken, fmt.Sprintf("the head of %s does not tell (%v)", e.name, err))
			}
		case <-limit.Done():
			s.broken = append(s.broken, fmt.Sprintf("readers of %s were not told within %v", e.name, s.tellWithin))
		}
	}
	set(open, ways)
}

// awaitHeard waits until an edge hears its newsroom.
func (s *spreading) awaitHeard(e *party) {
	for until := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		cut, err := e.cutSince()
		if err == nil && cut == 0 {
			return
		}
		if time.Now().After(until) {
			s.broken = append(s.broken, fmt.Sprintf("%s does not hear its newsroom again (cut %d, %v)", e.name, cut, err))
			return
		}
	}
}

// finish heals everything, waits until every edge has the root of the newsroom, ends all and reads the records.
func (s *spreading) finish(t *testing.T) {
	t.Helper()
	s.people.end()
	client := &http.Client{Timeout: 2 * time.Second}
	defer client.CloseIdleConnections()
	size, root, err := checkpointAt(client, s.newsroom.readers+"/bridge/record/checkpoint")
	s.breaks("asking the newsroom", err)
	until := time.Now().Add(s.patience)
	for _, e := range s.edges {
		for {
			has, same, err := checkpointAt(client, e.readers+"/bridge/record/checkpoint")
			if err == nil && has == size && same == root {
				break
			}
			if time.Now().After(until) {
				s.broken = append(s.broken, fmt.Sprintf("%s ends at %d entries and %s (%v), the newsroom at %d and %s; it said: %.2000s",
					e.name, has, same, err, size, root, e.said.String()))
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	promised := s.people.promises.first(s.people.promises.count())
	for _, p := range append(s.edges, s.newsroom) {
		s.breaks("ending "+p.name, p.server.stop())
	}
	s.breaks("checking the newsroom", check(s.newsroom.program, s.newsroom.data))
	found, err := audit(s.newsroom.data, promised)
	s.breaks("reading the record", err)
	s.add(found)
	for _, e := range s.edges {
		found, err := auditStore(filepath.Join(e.data, "edge.db"), promised)
		s.breaks("reading "+e.name, err)
		s.add(found)
	}
	checkpoints, broken := s.reader.end(filepath.Join(s.newsroom.data, "livebrief.db"))
	s.broken = append(append(s.broken, broken...), s.people.vain...)
	t.Logf("%d checkpoints served", checkpoints)
}

// halt lets the process stand still, and goOn go on.
func (p *party) halt() error { return p.cmd.Process.Signal(syscall.SIGSTOP) }
func (p *party) goOn() error { return p.cmd.Process.Signal(syscall.SIGCONT) }

func set(how passing, ways []*way) {
	for _, w := range ways {
		w.set(how)
	}
}

// kind is what a party is called when it is counted.
func (p *party) kind() string { return strings.TrimRight(p.name, "0123456789") }

// cutSince asks for the head: since when its readers are cut off, 0 when they are not.
func (p *party) cutSince() (int64, error) {
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get("http://" + p.front.address() + "/bridge/head")
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var head struct{ Cut int64 }
	err = json.NewDecoder(res.Body).Decode(&head)
	return head.Cut, err
}

// listen opens a stream and gives the moment at which it says that the newsroom is out of reach.
func (p *party) listen(t *testing.T) <-chan time.Time {
	t.Helper()
	res, err := http.Get("http://" + p.front.address() + "/bridge/live")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	heard := make(chan time.Time, 1)
	go func() {
		event := ""
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if name, is := strings.CutPrefix(lines.Text(), "event: "); is {
				event = name
			}
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && event == "note" && data != "null" {
				heard <- time.Now()
				return
			}
		}
	}()
	return heard
}
