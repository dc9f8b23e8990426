package gate

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

func from(address string) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = address + ":4000"
	return r
}

func TestNetworkWaitsForItsNextDearPageAndOthersDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVisitors(Manners{Rate: 2, Burst: 4})
		for i := range 4 {
			if wait := v.Dear(from("192.0.2.1")); wait != 0 {
				t.Fatalf("request %d waits %v", i, wait)
			}
		}
		if wait := v.Dear(from("192.0.2.200")); wait != 500*time.Millisecond {
			t.Errorf("the fifth waits %v, want half a second", wait)
		}
		if wait := v.Dear(from("198.51.100.1")); wait != 0 {
			t.Errorf("another network waits %v", wait)
		}
		time.Sleep(500 * time.Millisecond)
		if wait := v.Dear(from("192.0.2.1")); wait != 0 {
			t.Errorf("after half a second it still waits %v", wait)
		}
		time.Sleep(time.Hour)
		for i := range 4 {
			if wait := v.Dear(from("192.0.2.1")); wait != 0 {
				t.Fatalf("after an hour request %d waits %v", i, wait)
			}
		}
		if v.Dear(from("192.0.2.1")) == 0 {
			t.Error("an hour of silence earned more than a burst")
		}
	})
}

func TestBucketsForgetWhoAskedLongestAgo(t *testing.T) {
	b := newBuckets(1, 1, 3)
	now := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range network(3) {
		b.take(n, now)
	}
	b.take(0, now) // empty, but the last to ask
	b.take(7, now)
	if len(b.byNet) != 3 || b.order.Len() != 3 {
		t.Fatalf("%d networks are remembered, %d in order; want 3", len(b.byNet), b.order.Len())
	}
	if b.take(0, now) == 0 {
		t.Error("who asked last was forgotten")
	}
	if b.take(1, now) != 0 {
		t.Error("who asked longest ago was remembered")
	}
}

func TestNoLimitIsNoLimit(t *testing.T) {
	v := NewVisitors(Manners{})
	for range 1000 {
		if v.Dear(from("192.0.2.1")) != 0 {
			t.Fatal("a rate of 0 limits")
		}
		if _, ok := v.Stream(from("192.0.2.1")); !ok {
			t.Fatal("0 streams limit")
		}
	}
	if len(v.streams) != 0 || len(v.buckets.byNet) != 0 {
		t.Error("networks are remembered for nothing")
	}
}

func TestPlaceOfAStreamIsGivenBackOnce(t *testing.T) {
	v := NewVisitors(Manners{Streams: 2})
	first, _ := v.Stream(from("192.0.2.1"))
	second, ok := v.Stream(from("192.0.2.2"))
	if !ok {
		t.Fatal("the second stream was refused")
	}
	if _, ok := v.Stream(from("192.0.2.3")); ok {
		t.Fatal("a third stream of one network was let in")
	}
	if _, ok := v.Stream(from("198.51.100.3")); !ok {
		t.Error("another network was refused")
	}
	first()
	first()
	if _, ok := v.Stream(from("192.0.2.3")); !ok {
		t.Error("a place that was given back is not free")
	}
	if _, ok := v.Stream(from("192.0.2.4")); ok {
		t.Error("a place was given back twice")
	}
	second()
}
