package intake

import (
	"context"
	"sync"
	"time"
)

// hosts sees to it that one host is asked by one look at a time, with a pause between two requests.
type hosts struct {
	gap time.Duration
	now func() time.Time

	mu    sync.Mutex
	lines map[string]*line
}

// line is the queue before one host.
type line struct {
	turn    chan struct{}
	waiting int
	next    time.Time
}

func newHosts(gap time.Duration, now func() time.Time) *hosts {
	return &hosts{gap: gap, now: now, lines: map[string]*line{}}
}

// enter waits for the host's turn. The caller calls leave when its request is done.
func (h *hosts) enter(ctx context.Context, host string) (leave func(), err error) {
	l := h.queue(host)
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		h.unqueue(host, l)
		return nil, ctx.Err()
	}
	leave = func() {
		l.next = h.now().Add(h.gap)
		<-l.turn
		h.unqueue(host, l)
	}
	if wait := l.next.Sub(h.now()); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			leave()
			return nil, ctx.Err()
		}
	}
	return leave, nil
}

func (h *hosts) queue(host string) *line {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.lines) > 1000 {
		h.forget()
	}
	l := h.lines[host]
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		h.lines[host] = l
	}
	l.waiting++
	return l
}

func (h *hosts) unqueue(host string, l *line) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l.waiting--
}

// forget drops hosts that nobody waits for, because a feed can name any number of them.
func (h *hosts) forget() {
	for host, l := range h.lines {
		if l.waiting == 0 && !l.next.After(h.now()) {
			delete(h.lines, host)
		}
	}
}
