package live

import (
	"net"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// loops serve connections in clear text that were taken from the server: one loop for each processor, each with an
// epoll set of its own. A reader here is a descriptor and a place on the ring; it has no goroutine, buffer, timer or
// queue. Nothing here waits for a reader: what a connection does not take at once is said when it is writable again, from
// where it stands, out of the ring that all share.
type loops struct {
	opts Options

	mu   sync.Mutex
	list []*loop
	next int
	// failed says that there can be no loops: a closed set, or a system without descriptors left.
	failed bool
	done   sync.WaitGroup
	rush   rush
}

// newLoops makes loops that start with their first reader.
func newLoops(opts Options) *loops { return &loops{opts: opts} }

// add hands a connection over; false means that these loops cannot serve it. First is said before anything else.
func (ls *loops) add(h *Hub, conn net.Conn, at place, first []byte) bool {
	raw, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	fd, err := descriptor(raw)
	if err != nil {
		return false
	}
	ls.rush.came.Add(1)
	l := ls.one()
	return l != nil && l.post(arrival{hub: h, first: first, reader: reader{place: at, conn: conn, fd: fd}})
}

// one picks the loop whose turn it is, nil when there is none.
func (ls *loops) one() *loop {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for len(ls.list) < runtime.GOMAXPROCS(0) && !ls.failed {
		l, err := newLoop(ls.opts)
		if err != nil {
			ls.failed = len(ls.list) == 0
			break
		}
		if len(ls.list) == 0 {
			l.rush = &ls.rush
		}
		ls.list = append(ls.list, l)
		ls.done.Go(l.run)
	}
	if ls.failed {
		return nil
	}
	ls.next++
	return ls.list[ls.next/sideBySide%len(ls.list)]
}

// sideBySide is how many who come one after the other go to the same loop: a small crowd costs less where no second
// processor has to be woken for it.
const sideBySide = 1024

// wake tells every loop that a ring has changed. It does not wait for them.
func (ls *loops) wake() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for _, l := range ls.list {
		l.ring()
	}
}

// close ends the loops once every reader has been told goodbye; their hubs are closed before.
func (ls *loops) close() {
	ls.mu.Lock()
	ls.failed = true
	for _, l := range ls.list {
		l.end()
	}
	ls.mu.Unlock()
	ls.done.Wait()
}

// unsentAtMost is how many bytes that were not sent yet the kernel may hold for one reader.
const unsentAtMost = 64 << 10

// descriptor gives the number of the connection's descriptor, which is good for as long as nobody closes the connection.
func descriptor(raw syscall.Conn) (fd int32, err error) {
	control, err := raw.SyscallConn()
	if err != nil {
		return 0, err
	}
	err = control.Control(func(n uintptr) {
		fd = int32(n)
		// Without it the kernel takes megabytes for a reader who has stopped reading. It is an economy: a connection
		// that has no such option is served without.
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsentAtMost)
	})
	return fd, err
}

// The time of a loop, in steps of which Options.Heartbeat has ticksPerBeat.
const (
	ticksPerBeat = 20
	// wheelSize is how many steps the wheel knows apart; what is due later goes round.
	wheelSize = 64
)

// heardAtMost is how many bytes a reader may send who has nothing to say.
const heardAtMost = 4 << 10

// reader is one connection. It stands in a slot of its loop; a free slot has no connection.
type reader struct {
	place
	conn  net.Conn
	group *group
	fd    int32
	// off is how much of the event next is out already.
	off uint32
	// due is the step at which somebody has to look at the reader, since the one of the last progress.
	due, since uint32
	// index is the reader's in its group.
	index int32
	heard uint16
	// parked waits until the connection takes bytes, early until the ring has reached the reader.
	parked, early bool
}

// group is the readers of one hub on one loop.
type group struct {
	hub     *Hub
	seen    *ring
	members []int32
}

// arrival is a reader on the way to a loop.
type arrival struct {
	reader
	hub   *Hub
	first []byte
}

// loop is one goroutine with its readers. Whatever is not under mu belongs to that goroutine.
type loop struct {
	epoll, bell int
	tick        time.Duration
	beat        uint32
	patience    uint32
	grace       uint32
	// rush is watched by one of the loops, nil in the others.
	rush *rush

	mu     sync.Mutex
	rung   bool
	ended  bool
	inbox  []arrival
	begun  time.Time
	now    uint32
	slots  []reader
	free   []int32
	groups []*group
	wheel  [wheelSize][]int32
}

func newLoop(o Options) (*loop, error) {
	tick := max(o.Heartbeat/ticksPerBeat, 5*time.Millisecond)
	steps := func(d time.Duration) uint32 { return uint32((d + tick - 1) / tick) }
	l := &loop{tick: tick, beat: steps(o.Heartbeat), patience: steps(o.Patience), grace: steps(o.Grace), begun: time.Now()}
	var err error
	if l.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	if l.bell, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err == nil {
		err = unix.EpollCtl(l.epoll, unix.EPOLL_CTL_ADD, l.bell, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: bellSlot})
	}
	if err != nil {
		_ = unix.Close(l.epoll)
		return nil, err
	}
	return l, nil
}

// bellSlot stands for the bell among the slots of readers.
const bellSlot = -1

// ring wakes the loop; a loop that was rung for and has not come yet is not rung for again.
func (l *loop) ring() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ringLocked()
}

func (l *loop) ringLocked() {
	if l.rung || l.bell < 0 {
		return
	}
	l.rung = true
	one := [8]byte{1} // a counter in the order of bytes of any machine: it only has to differ from zero
	_, _ = unix.Write(l.bell, one[:])
}

// post hands a reader over; false when the loop has ended.
func (l *loop) post(a arrival) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return false
	}
	l.inbox = append(l.inbox, a)
	l.ringLocked()
	return true
}

// end lets the loop stop when its readers are gone.
func (l *loop) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.ringLocked()
}

// answer takes what waited for the loop.
func (l *loop) answer() (arrived []arrival, ended bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rung = false
	arrived, l.inbox = l.inbox, nil
	return arrived, l.ended
}

// run is the loop's goroutine.
func (l *loop) run() {
	events := make([]unix.EpollEvent, 256)
	for {
		n, err := unix.EpollWait(l.epoll, events, l.pause())
		if err != nil && err != unix.EINTR {
			panic("live: the loop cannot wait: " + err.Error()) // a descriptor of its own was closed by somebody else
		}
		rung := false
		for _, e := range events[:max(n, 0)] {
			if e.Fd == bellSlot {
				rung = true
				continue
			}
			l.happened(e.Fd, e.Events)
		}
		if rung && l.rounds() {
			l.shut()
			return
		}
		l.turnWheel()
	}
}

// pause is how long the loop may sleep, in milliseconds: to the next step while anybody is here.
func (l *loop) pause() int {
	if len(l.slots) == len(l.free) {
		return -1
	}
	next := l.begun.Add(time.Duration(l.now+1) * l.tick)
	return int(max(time.Until(next), 0)/time.Millisecond) + 1
}

// step is which step it is by the clock.
func (l *loop) step() uint32 { return uint32(time.Since(l.begun) / l.tick) }

// rounds takes in those who came and says what is new; true when the loop has to end.
func (l *loop) rounds() (ended bool) {
	var count [8]byte
	_, _ = unix.Read(l.bell, count[:])
	arrived, ended := l.answer()
	for i := range arrived {
		l.enter(&arrived[i])
	}
	for _, g := range l.groups {
		if r := g.hub.now.Load(); r != g.seen {
			l.spread(g, r)
		}
	}
	return ended
}

// shut closes what belongs to the loop; nobody is here any more.
func (l *loop) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = unix.Close(l.epoll)
	_ = unix.Close(l.bell)
	l.bell = -1
}
