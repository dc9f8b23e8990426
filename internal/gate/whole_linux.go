package gate

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// piece is the size of the buffer in which net/http gathers the head of an answer and as much of its body as fits. Of a
// larger answer the buffer goes first, and the rest by itself: two sends, and two times that the other side wakes up.
const piece = 4 << 10

// Write sends p. A full buffer of net/http is sent as what more follows on, so that both pieces leave together: the system
// keeps it for the next write, and no longer than 200 ms. [Push] sends it where nothing follows.
func (c *tcpConn) Write(p []byte) (n int, err error) {
	if !c.whole || len(p) != piece {
		c.held.Store(false)
		return c.TCPConn.Write(p)
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	c.held.Store(true)
	var failed error
	err = raw.Write(func(fd uintptr) (done bool) {
		for n < len(p) {
			m, err := unix.SendmsgN(int(fd), p[n:], nil, nil, unix.MSG_MORE|unix.MSG_NOSIGNAL)
			switch err {
			case nil:
				n += m
			case syscall.EINTR:
			case syscall.EAGAIN:
				return false
			default:
				failed = &net.OpError{Op: "write", Net: "tcp", Addr: c.RemoteAddr(), Err: err}
				return true
			}
		}
		return true
	})
	if err == nil {
		err = failed
	}
	return n, err
}

// push sends what Write holds.
func (c *tcpConn) push() {
	if c.held.Swap(false) {
		_ = c.SetNoDelay(true) // the connection may have gone; what was held has gone with it
	}
}
