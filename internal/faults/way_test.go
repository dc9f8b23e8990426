package faults

import (
	"errors"
	"net"
	"sync"
	"testing"
)

// passing is what a way does with what is sent on it.
type passing int

const (
	// open hands everything on.
	open passing = iota
	// silent holds everything back and tells nobody, as a network does that drops packets; what was held comes later.
	silent
	// broken ends every connection, and each new one.
	broken
)

// way is a network between two processes: a fixed address from which every connection is led to another one.
type way struct {
	net.Listener
	mu    sync.Mutex
	moved *sync.Cond
	to    string
	state passing
	conns map[net.Conn]bool
	over  bool
}

// newWay makes a way that leads nowhere yet.
func newWay(t *testing.T) *way {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &way{Listener: listener, conns: map[net.Conn]bool{}}
	w.moved = sync.NewCond(&w.mu)
	go w.accept()
	t.Cleanup(w.close)
	return w
}

// address is where the way begins.
func (w *way) address() string { return w.Listener.Addr().String() }

// lead lets new connections end at another address.
func (w *way) lead(to string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = to
}

// set changes what becomes of what is sent.
func (w *way) set(state passing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state = state
	if state == broken {
		w.end()
	}
	w.moved.Broadcast()
}

// end closes every connection; the lock is held.
func (w *way) end() {
	for c := range w.conns {
		c.Close()
	}
	clear(w.conns)
}

func (w *way) close() {
	w.Listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.end()
	w.moved.Broadcast()
}

func (w *way) accept() {
	for {
		from, err := w.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // the one who asked went away again
		}
		go w.carry(from)
	}
}

// carry leads one connection to the other end, both ways.
func (w *way) carry(from net.Conn) {
	to, ok := w.pass()
	if !ok || !w.keep(from) {
		from.Close()
		return
	}
	on, err := net.Dial("tcp", to)
	if err != nil || !w.keep(on) {
		w.drop(from)
		if err == nil {
			on.Close()
		}
		return
	}
	var both sync.WaitGroup
	both.Go(func() { w.pump(on, from) })
	both.Go(func() { w.pump(from, on) })
	both.Wait()
}

// pump hands bytes on until one end is closed, which it passes on in its time.
func (w *way) pump(to, from net.Conn) {
	defer w.drop(to)
	defer w.drop(from)
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if _, ok := w.pass(); !ok {
			return
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// pass waits while the way is silent, and gives where it leads. It is not ok when the way is broken or gone.
func (w *way) pass() (to string, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.state == silent && !w.over {
		w.moved.Wait()
	}
	return w.to, w.state == open && !w.over
}

// keep notes a connection; it is not kept where the way has been broken meanwhile.
func (w *way) keep(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state == broken || w.over {
		return false
	}
	w.conns[c] = true
	return true
}

func (w *way) drop(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, c)
	c.Close()
}
