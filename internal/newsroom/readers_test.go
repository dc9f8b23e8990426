package newsroom

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"livebrief/internal/brief"
)

// follower is one reader of the event stream of a whole server, who notes what came.
type follower struct {
	address string
	client  *http.Client
	last    brief.Seq
	lost    int
	again   int
	resets  int
}

// follow reads the stream until it has seen upTo, or ctx ends. It comes back as browsers do, with the last id.
func (f *follower) follow(ctx context.Context, upTo brief.Seq, ready func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", f.address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Last-Event-ID", strconv.FormatUint(uint64(f.last), 10))
	res, err := f.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(make([]byte, 0, 4096), 1<<20)
	var event, id string
	for f.last < upTo && lines.Scan() {
		line := lines.Text()
		if value, ok := strings.CutPrefix(line, "event: "); ok {
			event = value
		}
		if value, ok := strings.CutPrefix(line, "id: "); ok {
			id = value
		}
		if line != "" {
			continue
		}
		switch event {
		case "hello":
			ready()
		case "reset":
			f.resets++
		case "entry":
			seq, err := strconv.ParseUint(id, 10, 64)
			if err != nil {
				return err
			}
			f.note(brief.Seq(seq))
		}
		event = ""
	}
	if f.last < upTo {
		return fmt.Errorf("the stream ended at %d of %d: %w", f.last, upTo, lines.Err())
	}
	return nil
}

func (f *follower) note(seq brief.Seq) {
	switch {
	case seq <= f.last:
		f.again++
	default:
		f.lost += int(seq - f.last - 1)
		f.last = seq
	}
}

// crowd sends acts entries past n readers of a whole server; half way, dropped of them go away and come back later
// with the id they saw last. It gives what was lost, what came twice or out of order, and the resets.
func crowd(t testing.TB, room *Room, n, dropped, acts int) (lost, again, resets int) {
	t.Helper()
	state, err := room.press.Current(t.Context(), room.press.order[0])
	if err != nil {
		t.Fatal(err)
	}
	begin, half, end := state.Seq, state.Seq+brief.Seq(acts/2), state.Seq+brief.Seq(acts)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}
	readers := make([]*follower, n)
	var opened, firstHalf, secondHalf sync.WaitGroup
	failed := make(chan error, n)
	missed := make(chan struct{}) // closed when who went away has missed a quarter of the acts
	opened.Add(n)
	for i := range readers {
		readers[i] = &follower{address: room.ReadersURL() + "/" + string(state.Briefing.Name) + "/live", client: client, last: begin}
		secondHalf.Add(1)
		if i < dropped {
			firstHalf.Add(1)
		}
		go func() {
			defer secondHalf.Done()
			if i < dropped {
				err := readers[i].follow(t.Context(), half, opened.Done)
				firstHalf.Done()
				if err != nil {
					failed <- err
					return
				}
				<-missed
				if err := readers[i].follow(t.Context(), end, func() {}); err != nil {
					failed <- err
				}
				return
			}
			if err := readers[i].follow(t.Context(), end, opened.Done); err != nil {
				failed <- err
			}
		}()
	}
	opened.Wait()
	for i := range acts {
		act := actForCrowd(t, state.Briefing.Tracks[0].ID, room.press.order[0], i)
		if _, err := room.ledger.Append(t.Context(), act); err != nil {
			t.Fatal(err)
		}
		switch i {
		case acts / 2:
			firstHalf.Wait()
		case acts * 3 / 4:
			close(missed)
		}
	}
	secondHalf.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	for _, r := range readers {
		lost, again, resets = lost+r.lost, again+r.again, resets+r.resets
	}
	return lost, again, resets
}

func actForCrowd(t testing.TB, track brief.TrackID, id brief.BriefingID, i int) brief.Act {
	t.Helper()
	d := benchDevelopment(i)
	d.Track = track
	return benchAct(t, id, brief.Publish, brief.ItemID(fmt.Sprintf("crowd%d", i)), d)
}

// TestNoReaderMissesAnEntry is the small form of the crowd.
func TestNoReaderMissesAnEntry(t *testing.T) {
	room := startRoom(t, true)
	lost, again, resets := crowd(t, room, 100, 30, 40)
	if lost != 0 || again != 0 || resets != 0 {
		t.Errorf("%d lost, %d twice or out of order, %d resets", lost, again, resets)
	}
}

// BenchmarkThousandReaders is the whole crowd: 1,000 readers, 300 of them dropped and resumed.
func BenchmarkThousandReaders(b *testing.B) {
	for b.Loop() {
		room := startRoom(b, true)
		lost, again, resets := crowd(b, room, 1000, 300, 200)
		b.ReportMetric(float64(lost), "lost")
		b.ReportMetric(float64(again), "twice-or-disordered")
		b.ReportMetric(float64(resets), "resets")
	}
}
