package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A crowd is many readers of one stream in one thread: sockets, an epoll set and a few bytes for each, so that as little
// of the machine as possible goes to those who measure. What it counts is what a reader would notice: lost, twice, out of
// order, and the time from the call that publishes to the bytes on the socket.

// crowd is what a round is to be.
type crowd struct {
	address string // host:port
	path    string
	publish string // where messages are posted
	readers int
	// dropped go away half way and come back with the id they saw last; stalled stop reading after the first message.
	dropped, stalled int
	messages, size   int
	pause            time.Duration
	// warm are messages that are sent first and not measured; then settled is called, and finished when all is there.
	warm              int
	settled, finished func()
}

// seen is what came of it.
type seen struct {
	lost, twice, disorder int
	deliveries            int
	delays                []time.Duration
	connect               time.Duration
}

func (s *seen) percentile(p float64) time.Duration {
	if len(s.delays) == 0 {
		return 0
	}
	slices.Sort(s.delays)
	return s.delays[min(len(s.delays)-1, int(p*float64(len(s.delays))))]
}

// The mark of a message: its number and the nanosecond in which it was sent, each in 16 hexadecimal digits.
const (
	markHead = "~LB~"
	markSize = len(markHead) + 16 + 1 + 16 + 1
)

func marked(n int, size int) []byte {
	mark := fmt.Sprintf("%s%016x~%016x~", markHead, n, time.Now().UnixNano())
	return fmt.Appendf(nil, `{"mark":"%s","pad":"%s"}`, mark, strings.Repeat("x", max(0, size-len(mark)-19)))
}

type member struct {
	fd      int
	tail    []byte // the last bytes, in which a mark may have begun
	last    int
	id      string // of the event seen last
	silent  bool
	waiting bool // for the first bytes
}

// gathering is a crowd at work.
type gathering struct {
	crowd
	epoll   int
	members []member
	seen    seen
	opened  int
	buf     []byte
	expect  int
	got     int
	err     error
}

// run is one round. It locks its thread.
func (c crowd) run(ctx context.Context) (*seen, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	g := &gathering{crowd: c, members: make([]member, c.readers), buf: make([]byte, 256<<10)}
	var err error
	if g.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	defer g.leave()
	g.seen.delays = make([]time.Duration, 0, c.readers*c.messages)
	begun := time.Now()
	if err := g.open(ctx); err != nil {
		return nil, err
	}
	g.seen.connect = time.Since(begun)
	if c.warm == 0 && c.settled != nil {
		c.settled()
	}
	if err := g.play(ctx); err != nil {
		return nil, err
	}
	if c.finished != nil {
		c.finished()
	}
	return &g.seen, nil
}

func (g *gathering) leave() {
	for i := range g.members {
		if g.members[i].fd > 0 {
			_ = unix.Close(g.members[i].fd)
		}
	}
	_ = unix.Close(g.epoll)
}

// open connects everybody, some hundred at a time, and waits for their first bytes.
func (g *gathering) open(ctx context.Context) error {
	const atOnce = 256
	for i := range g.members {
		if err := g.connect(i); err != nil {
			return err
		}
		for g.err == nil && i+1-g.opened >= atOnce {
			if err := g.turn(ctx, 100); err != nil {
				return err
			}
		}
	}
	for g.err == nil && g.opened < len(g.members) {
		if err := g.turn(ctx, 100); err != nil {
			return err
		}
	}
	return g.err
}

func (g *gathering) connect(i int) error {
	m := &g.members[i]
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if i < g.stalled {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 4<<10)
	}
	tcp, err := net.ResolveTCPAddr("tcp4", g.address)
	if err != nil {
		return err
	}
	// One of a few sources each, so that rounds one after the other do not run out of ports.
	_ = unix.SetsockoptInt(fd, unix.SOL_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1)
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 1, byte(1 + i%8)}}); err != nil {
		return err
	}
	if err := unix.Connect(fd, &unix.SockaddrInet4{Port: tcp.Port, Addr: [4]byte(tcp.IP.To4())}); err != nil {
		return fmt.Errorf("connecting reader %d: %w", i, err)
	}
	request := "GET " + g.path + " HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n"
	if m.id != "" {
		request += "Last-Event-ID: " + m.id + "\r\n"
	}
	if _, err := unix.Write(fd, []byte(request+"\r\n")); err != nil {
		return err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return err
	}
	m.fd, m.waiting, m.tail = fd, true, m.tail[:0]
	return unix.EpollCtl(g.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)})
}

// turn waits for what comes within so many milliseconds, and takes it.
func (g *gathering) turn(ctx context.Context, wait int) error {
	var events [512]unix.EpollEvent
	n, err := unix.EpollWait(g.epoll, events[:], wait)
	if err != nil && err != unix.EINTR {
		return err
	}
	for _, e := range events[:max(n, 0)] {
		g.read(int(e.Fd))
	}
	return errors.Join(ctx.Err(), g.err)
}

func (g *gathering) read(i int) {
	m := &g.members[i]
	n, err := unix.Read(m.fd, g.buf)
	if err == unix.EAGAIN {
		return
	}
	if n <= 0 || err != nil {
		if i >= g.stalled { // one that stalls may be cut
			g.err = fmt.Errorf("reader %d was cut (%v)", i, err)
		}
		_ = unix.EpollCtl(g.epoll, unix.EPOLL_CTL_DEL, m.fd, nil)
		return
	}
	if m.waiting {
		if !bytes.HasPrefix(g.buf[:n], []byte("HTTP/1.1 200")) {
			g.err = fmt.Errorf("reader %d was answered %.80q", i, g.buf[:n])
			return
		}
		m.waiting = false
		g.opened++
	}
	g.take(i, g.buf[:n], time.Now().UnixNano())
	if i < g.stalled && m.last > 0 {
		_ = unix.EpollCtl(g.epoll, unix.EPOLL_CTL_DEL, m.fd, nil) // it reads no more
	}
}

// take finds the marks in what came, and the ids of events.
func (g *gathering) take(i int, p []byte, now int64) {
	m := &g.members[i]
	if len(m.tail) > 0 {
		p = append(m.tail, p...)
	}
	if g.dropped > 0 {
		if at := bytes.LastIndex(p, []byte("\nid: ")); at >= 0 {
			if id, _, whole := bytes.Cut(p[at+5:], []byte("\n")); whole {
				m.id = string(bytes.TrimRight(id, "\r"))
			}
		}
	}
	for {
		at := bytes.Index(p, []byte(markHead))
		if at < 0 {
			p = p[max(0, len(p)-markSize):]
			break
		}
		if p = p[at:]; len(p) < markSize {
			break
		}
		g.note(i, p[:markSize], now)
		p = p[markSize:]
	}
	m.tail = append(m.tail[:0], p...)
}

func (g *gathering) note(i int, mark []byte, now int64) {
	n, err := strconv.ParseUint(string(mark[len(markHead):len(markHead)+16]), 16, 64)
	sent, wrong := strconv.ParseUint(string(mark[len(markHead)+17:len(markHead)+33]), 16, 64)
	if err != nil || wrong != nil {
		g.err = fmt.Errorf("reader %d got a message that was not sent: %q", i, mark)
		return
	}
	m := &g.members[i]
	switch number := int(n); {
	case number == m.last:
		g.seen.twice++
		return
	case number < m.last:
		g.seen.disorder++
		return
	default:
		g.seen.lost += number - m.last - 1
		m.last = number
	}
	if i >= g.stalled {
		g.got++
		g.seen.deliveries++
		if m.last > g.warm {
			g.seen.delays = append(g.seen.delays, time.Duration(now-int64(sent)))
		}
	}
}

// play sends the messages.
func (g *gathering) play(ctx context.Context) error {
	post := &poster{address: g.publish, client: &http.Client{}}
	for n := 1; n <= g.warm+g.messages; n++ {
		if n == g.warm+1 && g.warm > 0 {
			if err := g.drain(ctx, n-1); err != nil {
				return err
			}
			if g.settled != nil {
				g.settled()
			}
		}
		if g.dropped > 0 && n == g.warm+g.messages/2 {
			if err := g.part(ctx, n-1); err != nil {
				return err
			}
		}
		if g.dropped > 0 && n == g.warm+g.messages*3/4 {
			if err := g.back(); err != nil {
				return err
			}
		}
		sent := post.send(marked(n, g.size))
		for end := time.Now().Add(g.pause); time.Now().Before(end); {
			if err := g.turn(ctx, max(1, int(time.Until(end)/time.Millisecond))); err != nil {
				return err
			}
		}
		for {
			select {
			case err := <-sent:
				if err != nil {
					return err
				}
			default:
				if err := g.turn(ctx, 10); err != nil {
					return err
				}
				continue
			}
			break
		}
	}
	return g.drain(ctx, g.warm+g.messages)
}

// drain reads until everybody who reads has the message n.
func (g *gathering) drain(ctx context.Context, n int) error {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		behind := 0
		for i := g.stalled; i < len(g.members); i++ {
			if !g.members[i].silent && g.members[i].last < n {
				behind++
			}
		}
		if behind == 0 {
			return nil
		}
		if err := g.turn(ctx, 50); err != nil {
			return err
		}
	}
	for i := g.stalled; i < len(g.members); i++ {
		if !g.members[i].silent {
			g.seen.lost += n - g.members[i].last
		}
	}
	return nil
}

// part lets some go, when they have what was sent until then; back brings them back.
func (g *gathering) part(ctx context.Context, n int) error {
	if err := g.drain(ctx, n); err != nil {
		return err
	}
	for i := g.stalled; i < g.stalled+g.dropped; i++ {
		m := &g.members[i]
		_ = unix.Close(m.fd)
		m.silent, m.fd = true, 0
		g.opened--
	}
	return nil
}

func (g *gathering) back() error {
	for i := g.stalled; i < g.stalled+g.dropped; i++ {
		g.members[i].silent = false
		if err := g.connect(i); err != nil {
			return err
		}
	}
	return nil
}

// poster posts messages, each from a goroutine of its own, since the crowd goes on reading meanwhile.
type poster struct {
	address string
	client  *http.Client
}

func (p *poster) send(message []byte) <-chan error {
	done := make(chan error, 1)
	go func() {
		resp, err := p.client.Post(p.address, "application/json", bytes.NewReader(message))
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode >= 300 {
				err = fmt.Errorf("publishing was answered %s", resp.Status)
			}
		}
		done <- err
	}()
	return done
}
