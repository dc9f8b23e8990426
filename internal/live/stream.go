package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"livebrief/internal/brief"
)

// ServeSSE answers GET with the stream of events after the reader's cursor. The cursor is the Last-Event-ID header
// that browsers send when they come back, or else ?from=N, the sequence of the page that opened the stream; without
// either the stream starts now. Events: hello (first, its data {"seq","beat"} so that a page can tell a stream from
// a proxy that keeps it back), entry (a frame), beat (data: the newest sequence), reset (data {"seq","path"}: forget
// what you have, fetch that page), note (see [Set.Note]).
//
// A connection that speaks HTTP/1 is taken from the server, so that a stream costs neither its buffers nor the stack of
// a handler; in clear text on Linux it goes to the loops and has no goroutine either. Any other stream is its handler.
func (h *Hub) ServeSSE(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "a stream can only be read; use GET", http.StatusMethodNotAllowed)
		return
	}
	start := h.now.Load()
	if start.closed || !h.gate.enter() {
		h.refuse(w)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store, no-transform")
	header.Set("X-Accel-Buffering", "no")
	at := placeAt(start, cursorOf(r))
	if conn := h.take(w, r); conn != nil {
		h.serveTaken(conn, at, append(answerHead(header), h.hello(start)...))
		return
	}
	h.follow(r.Context(), newAnswerLine(w, h.opts.Patience), at, h.hello(start))
}

// refuse tells a reader to poll for now.
func (h *Hub) refuse(w http.ResponseWriter) {
	seconds := int(h.gate.spread(10*time.Second, 60*time.Second) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "no stream is free; the page keeps itself up to date by asking now and then", http.StatusServiceUnavailable)
}

// take gives the connection of a request when it serves this one stream only, nil where several share it.
func (h *Hub) take(w http.ResponseWriter, r *http.Request) net.Conn {
	if r.ProtoMajor != 1 || h.opts.Handlers {
		return nil
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	return conn
}

// serveTaken serves a connection without its handler.
func (h *Hub) serveTaken(conn net.Conn, at place, first []byte) {
	if h.loops.add(h, conn, at, first) {
		return
	}
	if !h.gate.follow(func() {
		defer conn.Close()
		h.follow(context.Background(), &takenLine{conn, h.opts.Patience}, at, first)
	}) {
		h.gate.leave()
		_ = conn.Close()
	}
}

// answerHead is the head of an answer that ends with its connection.
func answerHead(header http.Header) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	_ = header.Write(&b) // a bytes.Buffer takes everything
	b.WriteString("\r\n")
	return b.Bytes()
}

// hello is the first thing said.
func (h *Hub) hello(r *ring) []byte {
	retry := h.gate.spread(2*time.Second, 8*time.Second).Milliseconds()
	return fmt.Appendf(nil, ": livebrief\nretry: %d\nevent: hello\ndata: {\"seq\":%d,\"beat\":%d}\n\n",
		retry, r.last(), int(h.opts.Heartbeat/time.Second))
}

// bye spreads the readers' return over a minute: a restart must not be met by all of them at once.
func (h *Hub) bye() []byte {
	return fmt.Appendf(nil, ": back soon\nretry: %d\n\n", h.gate.spread(3*time.Second, 60*time.Second).Milliseconds())
}

// follow writes what comes until the reader leaves, is too slow, or the hub closes.
func (h *Hub) follow(ctx context.Context, l line, at place, first []byte) {
	defer h.gate.leave()
	if h.cut(l.say(first)) {
		return
	}
	h.await(ctx, &at)
	for ctx.Err() == nil {
		r := h.now.Load()
		if r.closed {
			_ = l.say(h.bye()) // the connection ends either way
			return
		}
		words, events := h.turn(&at, r)
		switch {
		case words != nil:
			if h.cut(l.say(words)) {
				return
			}
		case events != nil:
			if h.cut(l.say(texts(events)...)) {
				return
			}
			at.next += brief.Seq(len(events))
		default:
			wait(ctx, r)
		}
	}
}

// cut tells whether a stream has ended, and counts those that ended for want of progress.
func (h *Hub) cut(err error) bool {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		h.gate.cuts.Add(1)
	}
	return err != nil
}

// await gives a reader who is ahead of the ring Options.Grace for it to catch up.
func (h *Hub) await(ctx context.Context, at *place) {
	if !at.ahead(h.now.Load()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, h.opts.Grace)
	defer cancel()
	for {
		r := h.now.Load()
		if !at.ahead(r) || r.closed || ctx.Err() != nil {
			return
		}
		wait(ctx, r)
	}
}

// wait returns when the ring is out of date.
func wait(ctx context.Context, r *ring) {
	select {
	case <-r.wake:
	case <-ctx.Done():
	}
}

func texts(events []*event) [][]byte {
	list := make([][]byte, len(events))
	for i, e := range events {
		list[i] = e.sse
	}
	return list
}

// line is a way to one reader on which the writer may wait, but not for longer than the reader's patience.
type line interface {
	say(texts ...[]byte) error
}

// answerLine is the answer of a handler. It has no deadline: the server's own is meant for answers that end, and HTTP/2
// ends a stream whose deadline passes while it is idle. A deadline that moved with each write would cost HTTP/2 two more
// turns of the connection for each, so that a timer brings one down on a write that takes too long.
type answerLine struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	timer    *time.Timer

	mu sync.Mutex
	// writing says that a write is under way, late that one took longer than the patience.
	writing, late bool
}

func newAnswerLine(w http.ResponseWriter, patience time.Duration) *answerLine {
	l := &answerLine{w: w, control: http.NewResponseController(w), patience: patience}
	_ = l.control.SetWriteDeadline(time.Time{}) // a writer without deadlines has no connection to lose
	l.timer = time.AfterFunc(patience, l.cut)
	l.timer.Stop()
	return l
}

// say writes and flushes; a reader who has not taken it when the patience ends loses the stream.
func (l *answerLine) say(texts ...[]byte) error {
	l.mu.Lock()
	l.writing = true
	l.mu.Unlock()
	l.timer.Reset(l.patience)
	err := l.write(texts)
	l.timer.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = false
	if l.late {
		return os.ErrDeadlineExceeded
	}
	return err
}

func (l *answerLine) write(texts [][]byte) error {
	for _, text := range texts {
		if _, err := l.w.Write(text); err != nil {
			return err
		}
	}
	return l.control.Flush()
}

// cut ends the write that is under way. Without one the handler may be gone, and the connection another's.
func (l *answerLine) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.writing {
		l.late = true
		_ = l.control.SetWriteDeadline(time.Unix(1, 0))
	}
}

// takenLine is a connection that was taken from the server.
type takenLine struct {
	conn     net.Conn
	patience time.Duration
}

func (l *takenLine) say(texts ...[]byte) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(l.patience)); err != nil {
		return err
	}
	_, err := l.conn.Write(bytes.Join(texts, nil))
	return err
}
