package live

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"livebrief/internal/brief"
)

// The servers of the benchmark, each a process of its own: the test's program started again under a role. GET /sub is the
// stream, POST /pub a message.

// roleVariable names the environment variable that makes the test's program a server.
const roleVariable = "LIVEBRIEF_BENCH_ROLE"

var roles = map[string]func(streams, control net.Listener, c *certificate) error{
	"ours":     func(s, p net.Listener, c *certificate) error { return serveOurs(s, p, c, Options{}) },
	"handlers": func(s, p net.Listener, c *certificate) error { return serveOurs(s, p, c, Options{Handlers: true}) },
	"plain":    servePlain,
	"raw":      serveRaw,
}

func TestMain(m *testing.M) {
	role, is := os.LookupEnv(roleVariable)
	if !is {
		os.Exit(m.Run())
	}
	if err := playRole(role); err != nil {
		fmt.Fprintln(os.Stderr, "the server", role, "ended:", err)
		os.Exit(1)
	}
}

func playRole(role string) error {
	serve, tls := strings.CutSuffix(role, "+tls")
	streams, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	control, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(streams.Addr(), control.Addr())
	go func() { // whoever started it is gone when its input ends
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	var c *certificate
	if tls {
		c = &certificate{os.Getenv(certVariable), os.Getenv(keyVariable)}
	}
	return roles[serve](streams, control, c)
}

// serveOn serves on the streams' listener, in TLS where there is a certificate.
func serveOn(server *http.Server, l net.Listener, c *certificate) error {
	if c != nil {
		return server.ServeTLS(l, c.cert, c.key)
	}
	return server.Serve(l)
}

// serveOurs is this package as the program serves it.
func serveOurs(streams, control net.Listener, c *certificate, opts Options) error {
	hub := NewHub(opts)
	var n atomic.Uint64
	go http.Serve(control, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err == nil {
			err = hub.Publish(Frame{brief.Seq(n.Add(1)), data})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	server := &http.Server{Handler: http.HandlerFunc(hub.ServeSSE), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10}
	return serveOn(server, streams, c)
}

// servePlain is what most would write first: a goroutine for each connection, with a channel of its own.
func servePlain(streams, control net.Listener, c *certificate) error {
	type message struct {
		id   uint64
		data []byte
	}
	var mu sync.Mutex
	var last uint64
	var kept []message
	readers := map[chan message]bool{}
	go http.Serve(control, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		last++
		m := message{last, data}
		kept = append(kept, m)
		for c := range readers {
			select {
			case c <- m:
			default: // a reader who is this far behind goes without
			}
		}
	}))
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		flusher := w.(http.Flusher)
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprint(w, ": hello\n\n")
		flusher.Flush()
		c := make(chan message, 64)
		var from uint64
		mu.Lock()
		readers[c] = true
		var missed []message
		if _, err := fmt.Sscan(r.Header.Get("Last-Event-ID"), &from); err == nil {
			missed = append(missed, kept[from:]...)
		}
		mu.Unlock()
		defer func() {
			mu.Lock()
			delete(readers, c)
			mu.Unlock()
		}()
		for _, m := range missed {
			fmt.Fprintf(w, "id: %d\nevent: entry\ndata: %s\n\n", m.id, m.data)
		}
		flusher.Flush()
		for {
			select {
			case m := <-c:
				fmt.Fprintf(w, "id: %d\nevent: entry\ndata: %s\n\n", m.id, m.data)
				flusher.Flush()
			case <-r.Context().Done():
				return
			}
		}
	})}
	return serveOn(server, streams, c)
}

// serveRaw is the yardstick: nothing but accept, epoll and write, on one thread for each processor. It speaks no HTTP
// beyond what the crowd needs, remembers the messages, and cuts whoever takes no more.
func serveRaw(streams, control net.Listener, _ *certificate) error {
	listener, err := streams.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	var loops []*rawLoop
	for range runtime.GOMAXPROCS(0) {
		l, err := newRawLoop(int(listener.Fd()))
		if err != nil {
			return err
		}
		loops = append(loops, l)
		go l.run()
	}
	defer runtime.KeepAlive(listener) // what nobody refers to is closed
	var n int
	return http.Serve(control, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		n++
		for _, l := range loops {
			l.post(fmt.Appendf(nil, "id: %d\nevent: entry\ndata: %s\n\n", n, data))
		}
	}))
}

type rawLoop struct {
	epoll, bell, listener int
	mu                    sync.Mutex
	posted                [][]byte
	said                  [][]byte
	fds                   []int
	index                 map[int]int
}

func newRawLoop(listener int) (*rawLoop, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	bell, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	l := &rawLoop{epoll: epoll, bell: bell, listener: listener, index: map[int]int{}}
	return l, errors.Join(unix.SetNonblock(listener, true), l.watch(bell, unix.EPOLLIN), l.watch(listener, unix.EPOLLIN|unix.EPOLLEXCLUSIVE))
}

func (l *rawLoop) watch(fd int, what uint32) error {
	return unix.EpollCtl(l.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: what, Fd: int32(fd)})
}

func (l *rawLoop) post(message []byte) {
	l.mu.Lock()
	l.posted = append(l.posted, message)
	l.mu.Unlock()
	one := [8]byte{1}
	_, _ = unix.Write(l.bell, one[:])
}

func (l *rawLoop) run() {
	runtime.LockOSThread()
	var events [256]unix.EpollEvent
	buf := make([]byte, 4096)
	for {
		n, _ := unix.EpollWait(l.epoll, events[:], -1)
		for _, e := range events[:max(n, 0)] {
			switch fd := int(e.Fd); fd {
			case l.listener:
				if in, _, err := unix.Accept4(fd, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC); err == nil {
					_ = l.watch(in, unix.EPOLLIN)
				}
			case l.bell:
				_, _ = unix.Read(fd, buf[:8])
				l.say()
			default:
				l.asked(fd, buf)
			}
		}
	}
}

// asked answers a request, and lets go of a connection that has ended.
func (l *rawLoop) asked(fd int, buf []byte) {
	n, err := unix.Read(fd, buf)
	if n <= 0 || err != nil {
		l.drop(fd)
		return
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n: hello\n\n"
	_, _ = unix.Write(fd, []byte(head))
	if _, id, found := bytes.Cut(buf[:n], []byte("Last-Event-ID: ")); found {
		var from int
		if _, err := fmt.Sscan(string(id), &from); err == nil && from <= len(l.said) {
			_, _ = unix.Write(fd, bytes.Join(l.said[from:], nil))
		}
	}
	l.index[fd] = len(l.fds)
	l.fds = append(l.fds, fd)
}

func (l *rawLoop) drop(fd int) {
	if i, in := l.index[fd]; in {
		last := len(l.fds) - 1
		l.fds[i] = l.fds[last]
		l.index[l.fds[i]] = i
		l.fds = l.fds[:last]
		delete(l.index, fd)
	}
	_ = unix.Close(fd)
}

func (l *rawLoop) say() {
	l.mu.Lock()
	posted := l.posted
	l.posted = nil
	l.mu.Unlock()
	for _, m := range posted {
		l.said = append(l.said, m)
		for i := 0; i < len(l.fds); {
			if n, err := unix.Write(l.fds[i], m); err != nil || n < len(m) {
				l.drop(l.fds[i])
				continue
			}
			i++
		}
	}
}
