package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/record"
)

// seeded are the data folders that benchmarks share, by number of entries: making 50,000 entries takes a while.
var seeded = struct {
	sync.Mutex
	folders map[int]string
}{folders: map[int]string{}}

// seedFolder makes a data folder with a briefing of n developments, or gives the one made before.
func seedFolder(b *testing.B, n int) string {
	b.Helper()
	seeded.Lock()
	defer seeded.Unlock()
	if dir, ok := seeded.folders[n]; ok {
		return dir
	}
	dir, err := os.MkdirTemp("", "livebrief-bench")
	if err != nil {
		b.Fatal(err)
	}
	room, err := Open(b.Context(), dir, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	id := brief.BriefingID("bench")
	first := brief.Briefing{Name: "bench", Title: "Bench", Template: "blank", Zone: "Europe/Kyiv", Languages: []string{"en"},
		Tracks: []brief.Track{{ID: "news", Name: "News", Order: 1}}, Sections: []brief.Section{brief.SectionGlance}, State: brief.Open}
	if _, err := room.ledger.CreateBriefing(b.Context(), benchAct(b, id, brief.EntryBriefing, brief.ItemBriefing, first), "bench"); err != nil {
		b.Fatal(err)
	}
	for from := 0; from < n; from += 1000 {
		acts := make([]brief.Act, 0, 1000)
		for i := from; i < min(n, from+1000); i++ {
			acts = append(acts, benchAct(b, id, brief.Publish, brief.ItemID(fmt.Sprintf("item%d", i)), benchDevelopment(i)))
		}
		if _, err := room.ledger.Append(b.Context(), acts...); err != nil {
			b.Fatal(err)
		}
	}
	if err := room.Close(); err != nil {
		b.Fatal(err)
	}
	seeded.folders[n] = dir
	return dir
}

// dropSeeded removes the folders that benchmarks shared: one of them can hold hundreds of megabytes.
func dropSeeded() {
	for _, dir := range seeded.folders {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, "removing what benchmarks shared:", err)
		}
	}
}

func benchDevelopment(i int) brief.Development {
	return brief.Development{Headline: fmt.Sprintf("Development number %d of a long day", i), Track: "news", Kind: brief.KindEvent, Label: brief.Official,
		Text:    fmt.Sprintf("The ministry said on its site that unit %d had moved %d kilometres towards the river, and that the road stays closed.", i, i%97),
		RestsOn: []brief.Reference{{URL: fmt.Sprintf("https://example.org/reports/%d", i), Outlet: "Example"}}}
}

func benchAct(b testing.TB, id brief.BriefingID, kind brief.EntryKind, item brief.ItemID, body any) brief.Act {
	b.Helper()
	canonical, err := record.Canonical(body)
	if err != nil {
		b.Fatal(err)
	}
	return brief.Act{Briefing: id, Kind: kind, Item: item, Lang: "en", Body: canonical, IfRev: -1, Role: brief.Editor}
}

// openBench opens a seeded folder and runs it.
func openBench(b *testing.B, n int) *Room { return openBenchWith(b, n, Settings{}) }

func openBenchWith(b *testing.B, n int, s Settings) *Room {
	b.Helper()
	dir := seedFolder(b, n)
	ctx, stop := context.WithCancel(context.Background())
	s.Listen, s.Desk = "127.0.0.1:0", "127.0.0.1:0"
	room, err := Open(ctx, dir, s, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	b.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			b.Error(err)
		}
		room.Close()
	})
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(dir, deskFileName)); err != nil {
		b.Fatal(err)
	}
	return room
}

// BenchmarkCommitToPage publishes with 5,000 developments behind it and fetches the live page's new bytes: the time
// from before the commit to the last byte.
func BenchmarkCommitToPage(b *testing.B) {
	room := openBench(b, 5000)
	var took []time.Duration
	state, err := room.press.Current(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	next := 1_000_000 + int(state.Seq) // another name in each run on the same folder
	for b.Loop() {
		begin := time.Now()
		act := benchAct(b, "bench", brief.Publish, brief.ItemID(fmt.Sprintf("item%d", next)), benchDevelopment(next))
		if _, err := room.ledger.Append(b.Context(), act); err != nil {
			b.Fatal(err)
		}
		body := fetchBench(b, room.ReadersURL()+"/bench/")
		took = append(took, time.Since(begin))
		if want := fmt.Sprintf("Development number %d ", next); !bytes.Contains(body, []byte(want)) {
			b.Fatalf("the page does not show %q", want)
		}
		next++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func fetchBench(b *testing.B, address string) []byte {
	b.Helper()
	res, err := http.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.Fatalf("status %d, %v", res.StatusCode, err)
	}
	return body
}

// BenchmarkStart opens a data folder with 50,000 entries, ready to answer.
func BenchmarkStart(b *testing.B) {
	dir := seedFolder(b, 50_000)
	for b.Loop() {
		room, err := Open(b.Context(), dir, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		room.Close()
	}
}

// BenchmarkAsOf renders pages of past editions of 50,000 entries that nobody has asked for yet, the worst ones last:
// just before the next kept state.
func BenchmarkAsOf(b *testing.B) {
	room := openBench(b, 50_000)
	seq := 1
	var worst time.Duration
	for b.Loop() {
		seq = (seq*7919+1023)%50_000 + 1
		begin := time.Now()
		fetchBench(b, fmt.Sprintf("%s/bench/as-of/%d", room.ReadersURL(), seq))
		worst = max(worst, time.Since(begin))
	}
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
}

// BenchmarkFold folds 50,000 entries from the first, as after the loss of every kept state.
func BenchmarkFold(b *testing.B) {
	room := openBench(b, 50_000)
	entries, err := room.store.Entries(b.Context(), "bench", 1, 50_001)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		state := edition.New()
		for _, e := range entries {
			if err := state.Apply(e); err != nil {
				b.Fatal(err)
			}
		}
	}
}
