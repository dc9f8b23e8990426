package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/record"
	"livebrief/internal/store"
)

// insistent are people who ask for an act again and again, under its key, until some desk acknowledges it.
type insistent struct {
	promises *promises
	people   sync.WaitGroup
	// pause is how long each of them rests after an act.
	pause time.Duration
	over  atomic.Bool
	mu    sync.Mutex
	desks []*caller
	// asked is the desk that answered last.
	asked int
	// vain are acts that nobody acknowledged in time.
	vain []string
}

// begin lets so many people publish and correct until end is called.
func (i *insistent) begin(people int) {
	for who := range people {
		i.people.Go(func() {
			prefix := fmt.Sprintf("mark%04d%c", 0, 'a'+who)
			for n := 0; !i.over.Load(); n += 2 {
				made, ok := i.ask(newsAct(fmt.Sprintf("%s%04d", prefix, n), "", 0))
				if !ok {
					return
				}
				time.Sleep(i.pause)
				if _, ok = i.ask(newsAct(fmt.Sprintf("%s%04d", prefix, n+1), made.item, made.rev)); !ok {
					return
				}
				time.Sleep(i.pause)
			}
		})
	}
}

// end waits until everybody has the answer to what they asked last.
func (i *insistent) end() {
	i.over.Store(true)
	i.people.Wait()
}

// ask goes from desk to desk with one act.
func (i *insistent) ask(a act) (kept, bool) {
	until := time.Now().Add(2 * patience)
	for turn := 0; time.Now().Before(until); turn++ {
		i.mu.Lock()
		place := (i.asked + turn) % len(i.desks)
		desk := i.desks[place]
		i.mu.Unlock()
		k, err := send(desk, a)
		if err == nil {
			i.answered(place)
			i.promises.keep(k)
			return k, true
		}
		if said, answered := errors.AsType[refusal](err); answered && said.status != http.StatusServiceUnavailable {
			i.refuse(a.mark + ": " + said.Error())
			return k, false
		}
		time.Sleep(20 * time.Millisecond) // people do not ask faster
	}
	i.refuse(a.mark + ": nobody acknowledged it")
	return kept{}, false
}

func (i *insistent) answered(place int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked = place
}

func (i *insistent) refuse(what string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.vain = append(i.vain, what)
}

// at changes the desk that stands at a place.
func (i *insistent) at(place int, desk *caller) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.desks[place] = desk
}

// awaitMore returns when so many more acts were acknowledged, with the time that it took.
func (i *insistent) awaitMore(t *testing.T, n int) time.Duration {
	t.Helper()
	begun, want := time.Now(), i.promises.count()+n
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for i.promises.count() < want {
		select {
		case <-i.promises.more:
		case <-limit.C:
			t.Fatalf("%d acts were not acknowledged within %v", n, patience)
		}
	}
	return time.Since(begun)
}

// follower is a reader who keeps every checkpoint that was ever served.
type follower struct {
	mu     sync.Mutex
	seen   map[int64]string
	broken []string
	over   chan struct{}
	going  sync.WaitGroup
}

func newFollower() *follower { return &follower{seen: map[int64]string{}, over: make(chan struct{})} }

// follow looks at the checkpoint of a readers' address until end is called.
func (f *follower) follow(readers string) {
	f.going.Go(func() {
		client := &http.Client{Timeout: 2 * time.Second}
		defer client.CloseIdleConnections()
		var last int64
		for {
			select {
			case <-f.over:
				return
			case <-time.After(10 * time.Millisecond):
			}
			size, root, err := checkpointAt(client, readers+"/bridge/record/checkpoint")
			if err != nil {
				continue // it is down, or its database is
			}
			f.mu.Lock()
			if was, known := f.seen[size]; known && was != root || size < last {
				f.broken = append(f.broken, fmt.Sprintf("a checkpoint over %d entries has the root %s, and one over %d was served, with %q", size, root, last, was))
			}
			f.seen[size], last = root, size
			f.mu.Unlock()
		}
	})
}

// checkpointAt gets a checkpoint: its second line is the size, its third the root.
func checkpointAt(client *http.Client, address string) (size int64, root string, err error) {
	res, err := client.Get(address)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, "", err
	}
	lines := strings.Split(string(raw), "\n")
	if res.StatusCode != http.StatusOK || len(lines) < 4 {
		return 0, "", fmt.Errorf("status %d", res.StatusCode)
	}
	size, err = strconv.ParseInt(lines[1], 10, 64)
	return size, lines[2], err
}

// end stops looking and holds every checkpoint to the record as it has become: each must be of its first entries.
func (f *follower) end(address string) (checkpoints int, broken []string) {
	close(f.over)
	f.going.Wait()
	hashes, err := treeIn(address)
	if err != nil {
		return 0, append(f.broken, "reading the tree: "+err.Error())
	}
	for size, root := range f.seen {
		is, err := tlog.TreeHash(size, hashes)
		if err != nil || is.String() != root {
			f.broken = append(f.broken, fmt.Sprintf("readers saw %d entries under the root %s, and the record has %v there (%v)", size, root, is, err))
		}
	}
	return len(f.seen), f.broken
}

// treeIn makes the tree of the first briefing of a store from its leaves.
func treeIn(address string) (*record.Hashes, error) {
	ctx := context.Background()
	st, err := store.OpenReading(ctx, address, store.Options{})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	rows, err := st.Briefings(ctx)
	if err != nil || len(rows) != 1 {
		return nil, errors.Join(err, fmt.Errorf("%d briefings", len(rows)))
	}
	leaves, err := st.Leaves(ctx, rows[0].ID, 1, rows[0].Seq)
	if err != nil {
		return nil, err
	}
	hashes := &record.Hashes{}
	for _, leaf := range leaves {
		if err := hashes.Append(tlog.RecordHash(leaf)); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}
