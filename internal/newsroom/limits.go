package newsroom

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"livebrief/internal/gate"
	"livebrief/internal/web"
)

// ConnectionSettings are how many connections readers may have. A number that is 0 is worked out from what the machine
// gives.
type ConnectionSettings struct {
	TrustedProxy       []string `help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed; those of this machine when none is named." placeholder:"NET" env:"LIVEBRIEF_TRUSTED_PROXY"`
	MaxConnections     int      `help:"Connections of readers at once; what the limit of open files leaves when not given." placeholder:"N" env:"LIVEBRIEF_MAX_CONNECTIONS"`
	NetworkConnections int      `help:"Connections, and streams, at once of one network (IPv4 /24, IPv6 /48); a sixteenth of all when not given." placeholder:"N" env:"LIVEBRIEF_NETWORK_CONNECTIONS"`
}

// LimitSettings are how much readers may take.
type LimitSettings struct {
	ConnectionSettings
	NetworkRate float64 `help:"Pages that take work (older editions, tables, pictures, proofs) that one network may ask for in a second, ten times as many at once; 0 is no limit." default:"20" placeholder:"N" env:"LIVEBRIEF_NETWORK_RATE"`
}

// limits are the settings worked out.
type limits struct {
	trusted                 []netip.Prefix
	connections, perNetwork int
	rate                    float64
}

// burstOf is how many dear pages may be asked for at once, for each that may be in a second.
const burstOf = 10

// maxRate is the most that can be said for a rate; more is no limit, which is written 0.
const maxRate = 1_000_000

// deskConnections is how many connections the desk has at once, so that neither its forms nor its API take the
// descriptors of the database.
const deskConnections = 256

// limits works the settings out. More connections than there are descriptors for are not promised.
func (s *LimitSettings) limits(log *slog.Logger) (limits, error) {
	if !(s.NetworkRate >= 0 && s.NetworkRate <= maxRate) {
		return limits{}, usageError{fmt.Errorf("--network-rate is a number from 0 to %d", maxRate)}
	}
	l, err := s.ConnectionSettings.limits(log)
	l.rate = s.NetworkRate
	return l, err
}

func (s *ConnectionSettings) limits(log *slog.Logger) (limits, error) {
	if s.MaxConnections < 0 || s.NetworkConnections < 0 {
		return limits{}, usageError{errors.New("--max-connections and --network-connections are numbers from 0 on")}
	}
	trusted, err := parseNets("--trusted-proxy", s.TrustedProxy)
	if err != nil {
		return limits{}, err
	}
	if len(trusted) == 0 {
		trusted = gate.Loopback()
	}
	most, share := gate.Share(gate.Descriptors())
	l := limits{trusted: trusted, connections: most, perNetwork: share}
	if s.MaxConnections > 0 {
		l.connections = min(s.MaxConnections, most)
		l.perNetwork = max(1, min(share, l.connections))
	}
	if s.MaxConnections > most {
		log.Warn("fewer readers' connections than asked for: the limit of open files is too low", "asked", s.MaxConnections, "connections", most)
	}
	if s.NetworkConnections > 0 {
		l.perNetwork = min(s.NetworkConnections, l.connections)
	}
	return l, nil
}

// before puts the limits before the readers' listener. Words are for a connection in clear text only.
func (l limits) before(at net.Listener, clear bool, log *slog.Logger) *gate.Listener {
	g := gate.Limits{Connections: l.connections, PerNetwork: l.perNetwork, Trusted: l.trusted, Say: func(what string) { log.Error(what) }}
	if clear {
		g.Whole = true
		g.Full = turnedAway("503 Service Unavailable", "all places are taken; try again in half a minute")
		g.Crowded = turnedAway("429 Too Many Requests", "many connections are open from your part of the network; try again in half a minute")
	}
	return gate.Listen(at, g)
}

// turnedAway is an answer that is given before anything was asked.
func turnedAway(status, sentence string) []byte {
	return []byte("HTTP/1.1 " + status + "\r\nConnection: close\r\nRetry-After: 30\r\nCache-Control: no-store\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\n" + sentence + "\n")
}

// admission remembers how often networks ask.
func (l limits) admission() web.Admission {
	return gate.NewVisitors(gate.Manners{Rate: l.rate, Burst: burstOf * l.rate, Streams: l.perNetwork, Trusted: l.trusted})
}

const (
	// headerPatience is how long the head of a request may take to arrive.
	headerPatience = 10 * time.Second
	// idlePatience is how long a connection may wait for its next request: longer than proxies keep theirs, so that
	// none asks on one that was just closed.
	idlePatience = 75 * time.Second
	// deskPatience is how long a request may take to arrive; a report of 8 MiB over a slow line needs its time.
	deskPatience = 2 * time.Minute
	// linePatience is how long a connection in HTTP/2 may take no byte. Without it a stream that is to end waits for ever
	// to be told so over a line that takes nothing.
	linePatience = 30 * time.Second
	// readerHead and deskHead bound the head of a request in bytes; net/http adds 4 KB and answers 431.
	readerHead = 12 << 10
	deskHead   = 32 << 10
)

// newServer bounds how long a request may take to arrive; answers are bounded by their own handlers, since an export
// takes as long as it takes.
func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: headerPatience, ReadTimeout: deskPatience, IdleTimeout: idlePatience,
		MaxHeaderBytes: deskHead, ErrorLog: silent(), HTTP2: &http.HTTP2Config{WriteByteTimeout: linePatience}}
}

// newReadersServer bounds everything about a reader's request, which has no body, and its answer; streams lift that
// bound for bounds of their own. In HTTP/2 the windows are as small as they may be, since nothing is ever sent to us.
func newReadersServer(h http.Handler) *http.Server {
	s := newServer(h)
	s.ReadTimeout, s.WriteTimeout, s.MaxHeaderBytes = headerPatience, web.AnswerPatience, readerHead
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateIdle {
			gate.Push(c)
		}
	}
	s.HTTP2.MaxConcurrentStreams = 100
	s.HTTP2.MaxReceiveBufferPerConnection, s.HTTP2.MaxReceiveBufferPerStream, s.HTTP2.MaxReadFrameSize = 64<<10, 16<<10, 16<<10
	return s
}
