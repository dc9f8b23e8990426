package gate

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Limits of a listener.
type Limits struct {
	// Connections is how many may be open at once, PerNetwork how many of them from one network; 0 for as many as come.
	Connections, PerNetwork int
	// Trusted are the networks of proxies; their connections are not counted by network.
	Trusted []netip.Prefix
	// Full and Crowded are what a connection is told that is one too many, of all or of its network, before it is closed;
	// nothing when empty, as where the other side expects TLS.
	Full, Crowded []byte
	// Whole lets both pieces of a large answer of net/http leave together; for clear text, and with [Push].
	Whole bool
	// Say is told when descriptors run out, and when there are some again; nil for nobody.
	Say func(what string)
}

// Listener lets no more connections in than its limits allow, and waits out a lack of descriptors.
type Listener struct {
	net.Listener
	limits   Limits
	networks networks
	closed   chan struct{}
	once     sync.Once
	// lingering are the connections that were turned away and are given a moment to hear it.
	lingering atomic.Int64
	turned    atomic.Uint64

	mu   sync.Mutex
	open int
	from map[network]int
}

// Listen puts limits before a listener.
func Listen(l net.Listener, limits Limits) *Listener {
	return &Listener{Listener: l, limits: limits, networks: newNetworks(limits.Trusted), closed: make(chan struct{}), from: map[network]int{}}
}

const (
	// linger is how long a connection that was turned away stays half open: closed at once it would be reset, and the
	// other side would not hear why. lingerers is how many may at a time; under an attack the rest is reset.
	linger    = 500 * time.Millisecond
	lingerers = 64
	// The pauses while there are no descriptors.
	firstPause = 5 * time.Millisecond
	longPause  = time.Second
)

// Accept gives the next connection that is let in. It does not fail for want of descriptors: it says so once, waits, and
// goes on.
func (l *Listener) Accept() (net.Conn, error) {
	pause := time.Duration(0)
	for {
		c, err := l.Listener.Accept()
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			if pause == 0 {
				l.say("no descriptors are left for readers' connections; new ones wait. Raise the limit of open files, or lower --max-connections")
			}
			pause = min(max(2*pause, firstPause), longPause)
			if l.wait(pause) {
				continue
			}
			return nil, net.ErrClosed
		}
		if pause > 0 && err == nil {
			l.say("there are descriptors for readers' connections again")
		}
		pause = 0
		if errors.Is(err, syscall.ECONNABORTED) {
			continue // it went before it was taken
		}
		if err != nil {
			return nil, err
		}
		if held := l.admit(c); held != nil {
			return held, nil
		}
	}
}

func (l *Listener) say(what string) {
	if l.limits.Say != nil {
		l.limits.Say(what)
	}
}

// wait tells whether the listener is still open after d.
func (l *Listener) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.closed:
		return false
	}
}

// Close ends the listener; connections that were let in stay.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// Open is how many connections there are now.
func (l *Listener) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// TurnedAway is how many connections were one too many since the start.
func (l *Listener) TurnedAway() uint64 { return l.turned.Load() }

// admit gives the connection with its place, or nil when there was none.
func (l *Listener) admit(c net.Conn) net.Conn {
	from, counted := l.networks.peer(c.RemoteAddr())
	refusal, ok := l.enter(from, counted)
	if !ok {
		l.turned.Add(1)
		l.turnAway(c, refusal)
		return nil
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		return &tcpConn{TCPConn: tcp, whole: l.limits.Whole, place: place{listener: l, from: from, counted: counted}}
	}
	return &otherConn{Conn: c, place: place{listener: l, from: from, counted: counted}}
}

func (l *Listener) enter(from network, counted bool) (refusal []byte, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.limits.Connections > 0 && l.open >= l.limits.Connections:
		return l.limits.Full, false
	case counted && l.limits.PerNetwork > 0 && l.from[from] >= l.limits.PerNetwork:
		return l.limits.Crowded, false
	}
	l.open++
	if counted {
		l.from[from]++
	}
	return nil, true
}

func (l *Listener) leave(from network, counted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if !counted {
		return
	}
	if l.from[from]--; l.from[from] == 0 {
		delete(l.from, from)
	}
}

// turnAway closes a connection after a word. The word fits into an empty send buffer, so that writing it takes no time.
func (l *Listener) turnAway(c net.Conn, refusal []byte) {
	tcp, ok := c.(*net.TCPConn)
	if !ok || len(refusal) == 0 || l.lingering.Load() >= lingerers {
		_ = c.Close() // there is nobody to tell
		return
	}
	_ = tcp.SetDeadline(time.Now().Add(linger))
	if _, err := tcp.Write(refusal); err != nil || tcp.CloseWrite() != nil {
		_ = c.Close() // there is nobody to tell
		return
	}
	l.lingering.Add(1)
	time.AfterFunc(linger, func() {
		l.lingering.Add(-1)
		_ = tcp.Close()
	})
}

// place is one connection's place; it is given back once.
type place struct {
	listener *Listener
	from     network
	counted  bool
	left     atomic.Bool
}

func (p *place) leave() {
	if p.left.CompareAndSwap(false, true) {
		p.listener.leave(p.from, p.counted)
	}
}

// tcpConn is a connection that gives its place back when it is closed. Whoever takes it over finds the socket by
// SyscallConn, and keeps the place until Close.
type tcpConn struct {
	*net.TCPConn
	place place
	// whole says that a first piece waits for the rest of its answer, held that one does.
	whole bool
	held  atomic.Bool
}

// Push sends what a connection of a [Listener] holds of an answer that has ended.
func Push(c net.Conn) {
	if c, ok := c.(*tcpConn); ok {
		c.push()
	}
}

// Close closes the connection and gives its place back.
func (c *tcpConn) Close() error {
	c.place.leave()
	return c.TCPConn.Close()
}

// otherConn is the same for sockets of this machine.
type otherConn struct {
	net.Conn
	place place
}

// Close closes the connection and gives its place back.
func (c *otherConn) Close() error {
	c.place.leave()
	return c.Conn.Close()
}
