package relay

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"livebrief/internal/brief"
)

// The limits of the embedded server. They are stated, because "0" does not mean "none" for every one of them.
const (
	nodeMemory   = 64 << 20
	nodeStore    = 32 << 30
	nodePayload  = 1 << 20
	nodeEdges    = 1024
	nodePatience = 10 * time.Second
)

// NodeOptions are what the embedded server needs.
type NodeOptions struct {
	// Listen is HOST:PORT; port 0 takes a free one.
	Listen string
	// Dir is where the stream lies. It can be thrown away.
	Dir string
	// Owner and Edge are the passwords of the newsroom, which alone writes, and of its edges, which only read.
	Owner, Edge string
}

// Node is a NATS server within the program: one machine, one stream, filled again from the record when it is lost.
type Node struct {
	server *server.Server
	opts   NodeOptions
}

const ownerName, edgeName = "newsroom", "edge"

// StartNode starts the server and waits until it answers.
func StartNode(o NodeOptions) (*Node, error) {
	host, text, err := net.SplitHostPort(o.Listen)
	port, errPort := strconv.ParseUint(text, 10, 16)
	if err != nil || errPort != nil {
		return nil, brief.Invalid(fmt.Sprintf("%.100q is no HOST:PORT for the NATS server", o.Listen), "use one like 127.0.0.1:4222")
	}
	// The port is tried first: the server itself would end the program over one that is taken.
	probe, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, brief.Unavailable(fmt.Sprintf("the address %s cannot be taken (%v)", o.Listen, cause(err)), "choose another with --nats-listen", err)
	}
	taken := probe.Addr().(*net.TCPAddr).Port
	if err := probe.Close(); err != nil {
		return nil, fmt.Errorf("trying the address %s: %w", o.Listen, err)
	}
	if port == 0 {
		port = uint64(taken)
	}
	s, err := server.NewServer(&server.Options{ServerName: "livebrief", Host: host, Port: int(port), NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: o.Dir, JetStreamMaxMemory: nodeMemory, JetStreamMaxStore: nodeStore, DisableJetStreamBanner: true,
		MaxConn: nodeEdges, MaxPayload: nodePayload, MaxPending: 16 << 20, WriteDeadline: nodePatience, AuthTimeout: 5,
		PingInterval: pingEvery * 5, MaxPingsOut: 2, Users: o.users()})
	if err != nil {
		return nil, brief.Unavailable(fmt.Sprintf("the NATS server cannot be made (%v)", err), "check --nats-listen and the data folder", err)
	}
	n := &Node{server: s, opts: o}
	s.Start()
	if !s.ReadyForConnections(nodePatience) || !s.JetStreamEnabled() {
		n.Close()
		return nil, brief.Unavailable("the NATS server did not start in "+o.Dir, "free space, check the owner of the folder, or remove it: it is filled again from the record", nil)
	}
	return n, nil
}

func cause(err error) error {
	if op, ok := err.(*net.OpError); ok {
		return op.Err
	}
	return err
}

// users are the two that there are.
func (o *NodeOptions) users() []*server.User {
	return []*server.User{
		{Username: ownerName, Password: o.Owner},
		{Username: edgeName, Password: o.Edge, Permissions: &server.Permissions{
			Publish:   &server.SubjectPermission{Allow: EdgePublishes()},
			Subscribe: &server.SubjectPermission{Allow: EdgeSubscribes()},
		}},
	}
}

// EdgePublishes lists the subjects that an edge has to be allowed to publish on: questions to the stream about itself, its
// messages and consumers, and to the newsroom. It never writes to the stream.
func EdgePublishes() []string {
	return []string{
		"$JS.API.STREAM.INFO." + streamName, "$JS.API.DIRECT.GET." + streamName, "$JS.API.DIRECT.GET." + streamName + ".>",
		"$JS.API.CONSUMER.CREATE." + streamName + ".>", "$JS.API.CONSUMER.DELETE." + streamName + ".*",
		"$JS.API.CONSUMER.INFO." + streamName + ".*", "$JS.API.CONSUMER.MSG.NEXT." + streamName + ".*", "$JS.API.INFO", wantPrefix + "*",
	}
}

// EdgeSubscribes lists what it has to be allowed to hear.
func EdgeSubscribes() []string { return []string{"_INBOX.>", beatSubject} }

// Address is where edges reach it, without a password.
func (n *Node) Address() string { return n.server.ClientURL() }

// EdgeURL is the address for edges, with theirs.
func (n *Node) EdgeURL() string {
	u, err := url.Parse(n.Address())
	if err != nil {
		return n.Address()
	}
	u.User = url.UserPassword(edgeName, n.opts.Edge)
	return u.String()
}

// Close ends the server, after everything that uses it.
func (n *Node) Close() {
	n.server.Shutdown()
	n.server.WaitForShutdown()
}
