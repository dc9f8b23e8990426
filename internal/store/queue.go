package store

import (
	"context"
	"slices"
	"sync"
	"time"

	"livebrief/internal/brief"
)

// turn is what one caller wants written at the end of a record: all of its acts, or none.
type turn struct {
	ctx  context.Context
	now  time.Time
	acts []brief.Act
	// also joins the transaction, before the acts; it may be nil.
	also func(runner) error

	entries []brief.Entry
	err     error
	done    chan struct{}
}

// alone tells whether the turn needs a transaction of its own: what it does cannot be decided in memory, or its refusal
// cannot be taken back there.
func (t *turn) alone() bool {
	return t.also != nil || slices.ContainsFunc(t.acts, func(a brief.Act) bool {
		return a.Kind == brief.Redact || a.Kind == brief.EntryBriefing || a.Kind == brief.EntryKey
	})
}

// size gives the bytes of the turn's bodies.
func (t *turn) size() (n int) {
	for i := range t.acts {
		n += len(t.acts[i].Body)
	}
	return n
}

// Bounds of what one transaction takes.
const (
	turnsAtOnce = 64
	actsAtOnce  = 256
	bodyAtOnce  = 4 << 20
)

// queue lets those who publish in one briefing at the same moment share a transaction: whoever comes while one is under
// way waits, and the next one takes everybody who waits, in the order in which they came.
type queue struct {
	mu sync.Mutex
	// waiting holds the turns of every briefing in which a transaction is under way.
	waiting map[brief.BriefingID][]*turn
	// over is done when nobody publishes any more.
	over sync.WaitGroup
}

// join begins a transaction for the turn when none is under way, and queues it otherwise.
func (q *queue) join(t *turn) (begins bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	id := t.acts[0].Briefing
	if list, busy := q.waiting[id]; busy {
		q.waiting[id] = append(list, t)
		return false
	}
	if q.waiting == nil {
		q.waiting = map[brief.BriefingID][]*turn{}
	}
	q.waiting[id] = nil
	return true
}

// next takes the turns of the next transaction. When nobody waits there is none under way any more.
func (q *queue) next(id brief.BriefingID) []*turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.waiting[id]
	if len(list) == 0 {
		delete(q.waiting, id)
		return nil
	}
	n, acts, size := 0, 0, 0
	for n < len(list) && n < turnsAtOnce {
		acts, size = acts+len(list[n].acts), size+list[n].size()
		if n > 0 && (list[n].alone() || acts > actsAtOnce || size > bodyAtOnce) {
			break
		}
		if n++; list[0].alone() {
			break
		}
	}
	q.waiting[id] = slices.Clone(list[n:])
	return list[:n:n]
}

// leave takes out a turn whose caller has gone, unless it is being written already.
func (q *queue) leave(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	id := t.acts[0].Briefing
	at := slices.Index(q.waiting[id], t)
	if at < 0 {
		return false
	}
	q.waiting[id] = slices.Delete(q.waiting[id], at, at+1)
	return true
}

// length tells how many wait in a briefing.
func (q *queue) length(id brief.BriefingID) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting[id])
}
