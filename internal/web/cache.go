package web

import (
	"container/list"
	"context"
	"sync"
	"sync/atomic"

	"livebrief/internal/brief"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// cache keeps rendered answers by address, each at the version of the edition that it was made from. It is
// bounded by the bytes it holds and drops what was asked for longest ago. It is derived: losing it costs time only.
type cache struct {
	limit int64
	// render bounds how many pages are made at once, so that a crawl of old editions cannot take the machine.
	render *semaphore.Weighted
	flight singleflight.Group
	// hits and misses are answers that were there, and that were not.
	hits, misses atomic.Uint64

	mu    sync.Mutex
	size  int64
	order *list.List // of *kept, newest use first
	byKey map[string]*list.Element
}

// stamp is what an answer was made from: the last entry that can have changed it, and a mark of what changes besides.
type stamp struct {
	seq  brief.Seq
	mark string
}

// kept is one answer in the cache.
type kept struct {
	key     string
	version stamp
	answer  *answer
}

// newCache makes a cache of at most limit bytes that makes at most n answers at once.
func newCache(limit, n int64) *cache {
	return &cache{limit: limit, render: semaphore.NewWeighted(n), order: list.New(), byKey: map[string]*list.Element{}}
}

// get gives the answer for key at version, making it once however many ask at the same time. A reader who goes
// away does not stop what others wait for.
func (c *cache) get(ctx context.Context, key string, version stamp, make func(context.Context) (*answer, error)) (*answer, error) {
	if a := c.look(key, version); a != nil {
		c.hits.Add(1)
		return a, nil
	}
	c.misses.Add(1)
	ctx = context.WithoutCancel(ctx)
	v, err, _ := c.flight.Do(flightKey(key, version), func() (any, error) {
		if a := c.look(key, version); a != nil {
			return a, nil
		}
		ctx, cancel := context.WithTimeout(ctx, renderTimeout)
		defer cancel()
		if err := c.render.Acquire(ctx, 1); err != nil {
			return nil, err
		}
		defer c.render.Release(1)
		a, err := make(ctx)
		if err != nil {
			return nil, err
		}
		c.keep(key, version, a)
		return a, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*answer), nil
}

// counts tells what the cache did since the start, and the bytes that it holds now.
func (c *cache) counts() (hits, misses uint64, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hits.Load(), c.misses.Load(), c.size
}

func (c *cache) look(key string, version stamp) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok || e.Value.(*kept).version != version {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).answer
}

// keep stores an answer, unless a newer version of it is already there, and drops the oldest beyond the limit.
func (c *cache) keep(key string, version stamp, a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		if e.Value.(*kept).version.seq > version.seq {
			return
		}
		c.drop(e)
	}
	c.byKey[key] = c.order.PushFront(&kept{key: key, version: version, answer: a})
	c.size += a.size()
	for c.size > c.limit && c.order.Len() > 0 {
		c.drop(c.order.Back())
	}
}

// drop takes one answer out; the caller holds the lock.
func (c *cache) drop(e *list.Element) {
	k := c.order.Remove(e).(*kept)
	delete(c.byKey, k.key)
	c.size -= k.answer.size()
}
