package faults

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	nats "github.com/nats-io/nats-server/v2/server"
)

// noding is the variable that makes this test binary a node of a NATS cluster; its value is a [nodePlan].
const noding = "FAULTS_NODE"

// nodePlan is what a node is told.
type nodePlan struct {
	Name, Dir string
	// Routes are the addresses at which it looks for others.
	Routes []string
	// Alone is set for a node without a cluster.
	Alone bool
}

// beNode is a NATS server until its input ends. It prints where clients and other nodes find it.
func beNode(plan string, in io.Reader, out io.Writer) error {
	var p nodePlan
	if err := json.Unmarshal([]byte(plan), &p); err != nil {
		return err
	}
	o := &nats.Options{ServerName: p.Name, Host: "127.0.0.1", Port: nats.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true,
		StoreDir: p.Dir, JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: 4 << 30, DisableJetStreamBanner: true}
	if !p.Alone {
		// Where a node really is is told to nobody, or others would go there past the ways.
		o.Cluster = nats.ClusterOpts{Name: "faults", Host: "127.0.0.1", Port: nats.RANDOM_PORT, NoAdvertise: true, Advertise: "127.0.0.1:1"}
		for _, at := range p.Routes {
			o.Routes = append(o.Routes, &url.URL{Scheme: "nats-route", Host: at})
		}
	}
	s, err := nats.NewServer(o)
	if err != nil {
		return err
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		return errors.New("the node does not answer")
	}
	routes := ""
	if !p.Alone {
		routes = s.ClusterAddr().String()
	}
	if _, err := fmt.Fprintf(out, "%s %s\n", s.Addr(), routes); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	s.Shutdown()
	return err
}

// node is a NATS server in a process of its own, whom others find at the beginnings of ways.
type node struct {
	plan nodePlan
	// clients and nodes are the ways that lead to it.
	clients, nodes []*way
	// at is where clients really find it.
	at    string
	cmd   *exec.Cmd
	ended chan struct{}
}

// start starts the process and leads the ways to it.
func (n *node) start(t *testing.T) {
	t.Helper()
	plan, err := json.Marshal(n.plan)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(surroundings(), noding+"="+string(plan))
	cmd.Stderr = os.Stderr
	// The input stays open as long as this process lives, and no longer.
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	n.cmd, n.ended = cmd, make(chan struct{})
	said := make(chan string, 1)
	go func() {
		defer close(n.ended)
		line, _ := bufio.NewReader(out).ReadString('\n') // an empty line says that it ended
		said <- line
		_ = cmd.Wait() // it is killed, and says so
	}()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case line := <-said:
		clients, nodes, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !ok {
			t.Fatalf("the node %s ended instead of starting", n.plan.Name)
		}
		n.at = clients
		for _, w := range n.clients {
			w.lead(clients)
		}
		for _, w := range n.nodes {
			w.lead(nodes)
		}
	case <-limit.C:
		n.kill()
		t.Fatalf("the node %s did not start within %v", n.plan.Name, patience)
	}
}

// kill ends the process as a failing machine would.
func (n *node) kill() {
	if n.cmd == nil {
		return
	}
	if err := n.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(err)
	}
	<-n.ended
}

// wipe forgets everything that a killed node kept.
func (n *node) wipe(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(n.plan.Dir); err != nil {
		t.Fatal(err)
	}
}

// halt lets the process stand still, and goOn go on.
func (n *node) halt() error { return n.cmd.Process.Signal(syscall.SIGSTOP) }
func (n *node) goOn() error { return n.cmd.Process.Signal(syscall.SIGCONT) }

// newNodes starts a cluster of so many nodes, or one that is alone. The way from one to another is between[{one, another}].
func newNodes(t *testing.T, count int) (nodes []*node, between map[[2]int]*way) {
	t.Helper()
	between = map[[2]int]*way{}
	for i := range count {
		nodes = append(nodes, &node{plan: nodePlan{Name: fmt.Sprintf("node%d", i), Dir: filepath.Join(t.TempDir(), fmt.Sprint(i)), Alone: count == 1}})
	}
	for i, n := range nodes {
		for j, other := range nodes {
			if i == j {
				continue
			}
			w := newWay(t)
			other.nodes = append(other.nodes, w)
			n.plan.Routes = append(n.plan.Routes, w.address())
			between[[2]int{i, j}] = w
		}
	}
	for _, n := range nodes {
		t.Cleanup(n.kill)
		n.start(t)
	}
	return nodes, between
}
