package live

import (
	"golang.org/x/sys/unix"

	"livebrief/internal/brief"
)

// enter gives a reader a slot, says the first words, and what the ring has beyond the reader's place.
func (l *loop) enter(a *arrival) {
	a.group = l.groupOf(a.hub)
	slot := l.slot()
	c := &l.slots[slot]
	*c = a.reader
	c.index, c.since = int32(len(c.group.members)), l.now
	c.group.members = append(c.group.members, slot)
	watch := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLOUT | unix.EPOLLRDHUP | unix.EPOLLET&0xffffffff, Fd: slot}
	if n, err := unix.Write(int(c.fd), a.first); err != nil || n < len(a.first) ||
		unix.EpollCtl(l.epoll, unix.EPOLL_CTL_ADD, int(c.fd), &watch) != nil {
		l.drop(slot)
		return
	}
	l.schedule(slot, l.beat)
	l.serve(slot, c.group.hub.now.Load())
}

func (l *loop) groupOf(h *Hub) *group {
	for _, g := range l.groups {
		if g.hub == h {
			return g
		}
	}
	g := &group{hub: h, seen: h.now.Load()}
	l.groups = append(l.groups, g)
	return g
}

// slot finds a free slot, or makes one.
func (l *loop) slot() int32 {
	if n := len(l.free); n > 0 {
		slot := l.free[n-1]
		l.free = l.free[:n-1]
		return slot
	}
	l.slots = append(l.slots, reader{})
	return int32(len(l.slots) - 1)
}

// drop lets a reader go.
func (l *loop) drop(slot int32) {
	c := &l.slots[slot]
	g := c.group
	last := len(g.members) - 1
	g.members[c.index] = g.members[last]
	l.slots[g.members[c.index]].index = c.index
	g.members = g.members[:last]
	_ = c.conn.Close() // takes it out of the epoll set, too
	g.hub.gate.leave()
	*c = reader{}
	l.free = append(l.free, slot)
}

// cut lets a reader go who takes nothing.
func (l *loop) cut(slot int32) {
	l.slots[slot].group.hub.gate.cuts.Add(1)
	l.drop(slot)
}

// spread says what a new ring has to everybody in the group.
func (l *loop) spread(g *group, r *ring) {
	g.seen = r
	for i := 0; i < len(g.members); {
		slot := g.members[i]
		if l.serve(slot, r); l.slots[slot].conn != nil {
			i++ // or else the last one stands there now
		}
	}
}

// serve says to a reader what the ring has beyond the reader's place, as far as the connection takes it.
func (l *loop) serve(slot int32, r *ring) {
	c := &l.slots[slot]
	if r.closed {
		_, _ = unix.Write(int(c.fd), c.group.hub.bye()) // the connection ends either way
		l.drop(slot)
		return
	}
	if c.off > 0 && c.life != r.life || (c.off > 0 || c.parked) && !r.holds(c.next) {
		// What it waits for is no more. The reader comes back and is told to start again.
		l.cut(slot)
		return
	}
	for !c.parked && !l.early(slot, r) {
		before := c.place
		c.beat = r.beat // the wheel says when a heart beats
		var words []byte
		var events []*event
		if c.off > 0 { // nothing comes between the halves of an event
			events = r.batch(c.next, maxBatch)
		} else {
			words, events = c.group.hub.turn(&c.place, r)
		}
		switch {
		case words != nil:
			if !l.say(slot, words, before) {
				return
			}
		case events != nil:
			if !l.sayEvents(slot, events) {
				return
			}
		default:
			return
		}
	}
}

// early tells whether the reader waits for the ring to come up to it.
func (l *loop) early(slot int32, r *ring) bool {
	c := &l.slots[slot]
	if !c.ahead(r) {
		return false
	}
	if !c.early {
		c.early = true
		l.schedule(slot, l.grace)
	}
	return true
}

// say writes words to one reader; false when nothing more can be said now. Words go out whole or not at all: half of
// them on a connection that takes no more is the end of it.
func (l *loop) say(slot int32, words []byte, before place) bool {
	c := &l.slots[slot]
	n, err := unix.Write(int(c.fd), words)
	switch {
	case n == len(words):
		c.since = l.now
		return true
	case err == unix.EAGAIN:
		c.place = before
		l.park(slot)
	default:
		l.drop(slot)
	}
	return false
}

// sayEvents writes events as far as the connection takes them; false when it takes no more now.
func (l *loop) sayEvents(slot int32, events []*event) bool {
	c := &l.slots[slot]
	events = events[:min(len(events), vectorsAtOnce)]
	n, err := writeEvents(int(c.fd), events, int(c.off))
	if err != nil && err != unix.EAGAIN {
		l.drop(slot)
		return false
	}
	if n > 0 {
		c.since = l.now
	}
	n += int(c.off)
	c.off = 0
	for _, e := range events {
		if n < len(e.sse) {
			c.off = uint32(n)
			l.park(slot)
			return false
		}
		n -= len(e.sse)
		c.next++
	}
	return true
}

// vectorsAtOnce bounds the events of one call.
const vectorsAtOnce = 64

// writeEvents writes at most vectorsAtOnce events in one call, of the first what is left behind off.
func writeEvents(fd int, events []*event, off int) (int, error) {
	if len(events) == 1 {
		n, err := unix.Write(fd, events[0].sse[off:])
		return max(n, 0), err
	}
	var room [vectorsAtOnce][]byte
	list := room[:0]
	for _, e := range events {
		list = append(list, e.sse)
	}
	list[0] = list[0][off:]
	n, err := unix.Writev(fd, list)
	return max(n, 0), err
}

// park leaves a reader alone until the connection is writable, for as long as the patience lasts.
func (l *loop) park(slot int32) {
	l.slots[slot].parked = true
	l.schedule(slot, l.patience)
}

// happened takes what epoll says of a connection.
func (l *loop) happened(slot int32, what uint32) {
	c := &l.slots[slot]
	if c.conn == nil {
		return // let go a moment ago
	}
	if what&(unix.EPOLLHUP|unix.EPOLLERR|unix.EPOLLRDHUP) != 0 || what&unix.EPOLLIN != 0 && !c.hear() {
		l.drop(slot)
		return
	}
	if what&unix.EPOLLOUT != 0 && c.parked {
		c.parked = false
		l.schedule(slot, l.beat)
		l.serve(slot, c.group.hub.now.Load())
	}
}

// hear reads what a reader sends, which nobody asked for; false when the connection has ended or it is too much.
func (c *reader) hear() bool {
	var b [1024]byte
	for {
		n, err := unix.Read(int(c.fd), b[:])
		if err == unix.EAGAIN {
			return true
		}
		if n <= 0 || int(c.heard)+n > heardAtMost {
			return false
		}
		c.heard += uint16(n)
	}
}

// schedule lets somebody look at a reader in so many steps.
func (l *loop) schedule(slot int32, steps uint32) {
	c := &l.slots[slot]
	c.due = l.now + max(steps, 1)
	l.wheel[c.due%wheelSize] = append(l.wheel[c.due%wheelSize], slot)
}

// turnWheel looks at everybody whose time has come. A slot stands on the wheel once for each time it was scheduled; only the
// last of them counts.
func (l *loop) turnWheel() {
	for end := l.step(); l.now < end; {
		l.now++
		l.rush.passed()
		list := l.wheel[l.now%wheelSize]
		l.wheel[l.now%wheelSize] = nil
		for _, slot := range list {
			c := &l.slots[slot]
			switch {
			case c.conn == nil || c.due != l.now && c.due%wheelSize != l.now%wheelSize:
			case c.due != l.now:
				l.wheel[c.due%wheelSize] = append(l.wheel[c.due%wheelSize], slot)
			default:
				l.look(slot)
			}
		}
		if len(l.wheel[l.now%wheelSize]) == 0 {
			l.wheel[l.now%wheelSize] = list[:0] // nothing went round: the room is used again
		}
	}
}

// look does what is due for a reader: to be cut, to be told to start again, or a sign of life.
func (l *loop) look(slot int32) {
	c := &l.slots[slot]
	r := c.group.hub.now.Load()
	quiet := l.now - c.since
	switch {
	case c.parked && quiet >= l.patience:
		l.cut(slot)
	case c.parked:
		l.schedule(slot, l.patience-quiet)
	case c.early:
		c.early = false
		c.lost = c.ahead(r)
		l.schedule(slot, l.beat)
		l.serve(slot, r)
	case quiet < l.beat:
		l.schedule(slot, l.beat-quiet)
	default:
		before := c.place
		l.schedule(slot, l.beat)
		l.say(slot, beatWords(brief.Seq(r.last())), before)
	}
}
