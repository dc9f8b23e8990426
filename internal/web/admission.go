package web

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"livebrief/internal/brief"
)

// Admission tells whether who asks has asked too often. It sees requests as they came and keeps to itself what it makes
// of them: it is asked before a request is blinded, and nothing it knows goes further.
type Admission interface {
	// Dear tells how long whoever asks has to wait before a dear page, 0 for no time.
	Dear(r *http.Request) time.Duration
	// Stream takes a place for a stream; leave gives it back, and is nil when none was taken.
	Stream(r *http.Request) (leave func(), ok bool)
}

// bodyPatience is how long the rest of a body may take that nobody asked for. It is not read: net/http takes a little of
// it in, so that the other side gets to hear the answer, and this bounds how long that may last.
const bodyPatience = 2 * time.Second

// NewAdmission puts the readers' handler behind an admission. Requests with a body are answered and their connections
// closed; dear pages and streams are given out by network. Public and tally are those of [ReadersConfig].
func NewAdmission(next http.Handler, by Admission, public string, tally *Tally) http.Handler {
	refuse := func(w http.ResponseWriter, r *http.Request, err error) {
		tally.add(notAdmitted, statusOf(err), 0, 0)
		setStrict(w.Header(), readerPolicy, public)
		sendRefusal(w, blind(r, context.WithoutCancel(r.Context())), err, upFrom(r.URL.Path))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case carriesBody(r):
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyPatience)) // where there is no connection there is none to bound
			w.Header().Set("Connection", "close")
			refuse(w, r, withStatus(http.StatusRequestEntityTooLarge, brief.Invalid("a request for a page takes no body", "send it without one")))
		case isStream(r.URL.Path):
			leave, ok := by.Stream(r)
			if !ok {
				w.Header().Set("Retry-After", strconv.Itoa(crowdedFor))
				refuse(w, r, tooMany("many streams are open from your part of the network", "the page keeps itself up to date by asking now and then"))
				return
			}
			serveStream(w, r, next, leave)
		case isDear(r.URL.Path):
			if wait := by.Dear(r); wait > 0 {
				seconds := int(wait/time.Second) + 1
				w.Header().Set("Retry-After", strconv.Itoa(seconds))
				refuse(w, r, tooMany("your part of the network has asked for many pages that take work to make",
					fmt.Sprintf("try again in %d s; the newest page is there at once", seconds)))
				return
			}
			next.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// notAdmitted stands for the route of what was refused before its route was looked for.
const notAdmitted = "not admitted"

// crowdedFor is when a stream that found no place is worth another try, in seconds.
const crowdedFor = 60

func tooMany(what, do string) error {
	return withStatus(http.StatusTooManyRequests, brief.Unavailable(what, do, nil))
}

// carriesBody tells whether a body comes with the request. In HTTP/2 one without a length can be empty, and what is not
// read of it costs its stream only.
func carriesBody(r *http.Request) bool {
	return r.ContentLength > 0 || r.ContentLength < 0 && r.ProtoMajor < 2
}

func isStream(address string) bool { return strings.HasSuffix(address, "/live") }

// isDear tells whether what stands at an address takes work for each who asks: older editions, changes between them,
// proofs, searches, whole tables and pictures. The newest pages are made once for everybody, whoever asks.
func isDear(address string) bool {
	switch path.Ext(address) {
	case ".csv", ".png", ".geojson", ".ics":
		return true
	case ".json":
		if !strings.Contains(address, "/log/") && !strings.HasSuffix(address, "/feed.json") && address != followedPath {
			return true
		}
	}
	_, below, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/") // a briefing may be named like a kind of page
	for part := range strings.SplitSeq(below, "/") {
		switch part {
		case "as-of", "changes", "history", "proof", "search", "bodies":
			return true
		}
	}
	return false
}

// serveStream hands a request on to the stream and gives its place back when it ends: when the handler returns, or, when
// it took the connection over, when that is closed.
func serveStream(w http.ResponseWriter, r *http.Request, next http.Handler, leave func()) {
	if leave == nil {
		next.ServeHTTP(w, r)
		return
	}
	held := &heldStream{ResponseWriter: w, leave: leave}
	defer func() {
		if !held.taken {
			leave()
		}
	}()
	next.ServeHTTP(held, r)
}

// heldStream is the answer of a stream that has a place.
type heldStream struct {
	http.ResponseWriter
	leave func()
	taken bool
}

// Unwrap lets http.ResponseController reach the connection.
func (s *heldStream) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Hijack gives the connection, which keeps the place until it is closed.
func (s *heldStream) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, buffer, err := http.NewResponseController(s.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	s.taken = true
	return heldConn{c, s.leave}, buffer, nil
}

// heldConn is the connection of a stream that has a place.
type heldConn struct {
	net.Conn
	leave func()
}

// Close closes the connection and gives the place back.
func (c heldConn) Close() error {
	c.leave()
	return c.Conn.Close()
}

// SyscallConn gives the socket, to whoever drives it without the runtime.
func (c heldConn) SyscallConn() (syscall.RawConn, error) {
	if conn, ok := c.Conn.(syscall.Conn); ok {
		return conn.SyscallConn()
	}
	return nil, http.ErrNotSupported
}
