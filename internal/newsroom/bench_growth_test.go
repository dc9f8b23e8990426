package newsroom

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// BenchmarkPublishToReaders publishes with 500 and with 50,000 developments behind it, by turns, and takes two times from
// before the publish: until its event is on a reader's socket, and until the live page has its new ETag.
func BenchmarkPublishToReaders(b *testing.B) {
	const blocks, publishes = 8, 50
	sizes := []int{500, 50_000}
	readers := map[int]*following{}
	event, tag := map[int][]time.Duration{}, map[int][]time.Duration{}
	for _, n := range sizes {
		readers[n] = followBench(b, openBench(b, n))
	}
	for range blocks {
		for _, n := range sizes {
			for range publishes {
				toEvent, toTag := readers[n].publish(b)
				event[n], tag[n] = append(event[n], toEvent), append(tag[n], toTag)
			}
		}
	}
	fmt.Printf("\n%-12s %12s %12s %12s %12s\n", "behind it", "event p50", "event p99", "ETag p50", "ETag p99")
	for _, n := range sizes {
		fmt.Printf("%-12d %9.1f ms %9.1f ms %9.1f ms %9.1f ms\n", n, at(event[n], 50), at(event[n], 99), at(tag[n], 50), at(tag[n], 99))
	}
	fmt.Printf("%-12s %12.2f %12.2f %12.2f %12.2f\n", "ratio", at(event[50_000], 50)/at(event[500], 50), at(event[50_000], 99)/at(event[500], 99),
		at(tag[50_000], 50)/at(tag[500], 50), at(tag[50_000], 99)/at(tag[500], 99))
}

// at gives a percentile in milliseconds.
func at(list []time.Duration, percent int) float64 {
	slices.Sort(list)
	return float64(list[min(len(list)-1, len(list)*percent/100)].Microseconds()) / 1000
}

// following is a reader of one room.
type following struct {
	room   *Room
	stream *bufio.Reader
	tag    string
	next   int
}

func followBench(b *testing.B, room *Room) *following {
	b.Helper()
	res, err := http.Get(room.ReadersURL() + "/bench/live")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { res.Body.Close() })
	state, err := room.press.Current(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	f := &following{room: room, stream: bufio.NewReaderSize(res.Body, 64<<10), next: 2_000_000 + int(state.Seq)}
	f.tag = f.etag(b)
	return f
}

// etag asks for the live page as a cache does that has it.
func (f *following) etag(b *testing.B) string {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, f.room.ReadersURL()+"/bench/", nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("If-None-Match", f.tag)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	return res.Header.Get("ETag")
}

func (f *following) publish(b *testing.B) (toEvent, toTag time.Duration) {
	b.Helper()
	f.next++
	act := benchAct(b, "bench", brief.Publish, brief.ItemID(fmt.Sprintf("item%d", f.next)), benchDevelopment(f.next))
	seen := make(chan time.Time, 1)
	want := fmt.Sprintf("Development number %d ", f.next)
	go func() {
		for {
			line, err := f.stream.ReadString('\n')
			if err != nil || strings.Contains(line, want) {
				seen <- time.Now()
				return
			}
		}
	}()
	begun := time.Now()
	if _, err := f.room.ledger.Append(b.Context(), act); err != nil {
		b.Fatal(err)
	}
	tag := f.etag(b)
	toTag = time.Since(begun)
	if tag == f.tag {
		b.Fatal("the page is the same as before")
	}
	f.tag = tag
	return (<-seen).Sub(begun), toTag
}
