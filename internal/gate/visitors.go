package gate

import (
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Manners are what one network may do.
type Manners struct {
	// Rate is how many dear pages a second it may ask for, in the long run; Burst how many at once. A rate of 0 is no limit.
	Rate, Burst float64
	// Streams is how many event streams it may have open; 0 is no limit.
	Streams int
	// Trusted are the networks of proxies, whose X-Forwarded-For is believed.
	Trusted []netip.Prefix
}

// Visitors remembers, in memory and without knowing whom, how often the networks of readers ask for what is dear, and
// how many streams each has.
type Visitors struct {
	manners  Manners
	networks networks
	buckets  *buckets

	mu      sync.Mutex
	streams map[network]int
}

// NewVisitors makes a memory without any visitor.
func NewVisitors(m Manners) *Visitors {
	return &Visitors{manners: m, networks: newNetworks(m.Trusted), buckets: newBuckets(m.Rate, m.Burst, remembered), streams: map[network]int{}}
}

// Dear tells how long the network that asks has to wait before it may ask for a dear page, 0 when it may now.
func (v *Visitors) Dear(r *http.Request) time.Duration {
	if v.manners.Rate <= 0 {
		return 0
	}
	from, known := v.networks.asker(r)
	if !known {
		return 0
	}
	return v.buckets.take(from, time.Now())
}

// Stream takes a place for one more stream of the network that asks. Leave gives it back, and may be called again; it is
// nil when streams are not counted for whoever asks.
func (v *Visitors) Stream(r *http.Request) (leave func(), ok bool) {
	from, known := v.networks.asker(r)
	if !known || v.manners.Streams <= 0 {
		return nil, true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.streams[from] >= v.manners.Streams {
		return nil, false
	}
	v.streams[from]++
	return sync.OnceFunc(func() { v.left(from) }), true
}

func (v *Visitors) left(from network) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.streams[from]--; v.streams[from] == 0 {
		delete(v.streams, from)
	}
}
