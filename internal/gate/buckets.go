package gate

import (
	"container/list"
	"sync"
	"time"
)

// remembered is how many networks have a bucket at once. Whoever is forgotten begins with a full one: that costs what a
// new network costs.
const remembered = 16_384

// buckets are token buckets, one for each of the networks that asked last.
type buckets struct {
	rate, burst float64
	size        int

	mu    sync.Mutex
	order *list.List // of *bucket, the last to ask first
	byNet map[network]*list.Element
}

type bucket struct {
	of     network
	tokens float64
	at     time.Time
}

func newBuckets(rate, burst float64, size int) *buckets {
	return &buckets{rate: rate, burst: max(burst, 1), size: size, order: list.New(), byNet: map[network]*list.Element{}}
}

// take takes a token, or tells how long it is until there is one.
func (b *buckets) take(n network, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.find(n, now)
	k.tokens = min(b.burst, k.tokens+max(now.Sub(k.at).Seconds(), 0)*b.rate)
	k.at = now
	if k.tokens < 1 {
		return max(time.Duration((1-k.tokens)/b.rate*float64(time.Second)), time.Nanosecond)
	}
	k.tokens--
	return 0
}

// find gives the bucket of a network, a full one when it is new, and drops whose owner asked longest ago. The caller
// holds the lock.
func (b *buckets) find(n network, now time.Time) *bucket {
	if e, ok := b.byNet[n]; ok {
		b.order.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if b.order.Len() >= b.size {
		delete(b.byNet, b.order.Remove(b.order.Back()).(*bucket).of)
	}
	k := &bucket{of: n, tokens: b.burst, at: now}
	b.byNet[n] = b.order.PushFront(k)
	return k
}
