package newsroom

import (
	"context"
	"sync"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/live"
)

// TestBriefingIsOnThePressOnce lets many come with the same briefing at the same moment, as its maker and the watch do.
func TestBriefingIsOnThePressOnce(t *testing.T) {
	room := startRoom(t, true)
	id := room.press.order[0]
	first, err := room.press.stand(id)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := room.press.open(t.Context(), id, first.origin); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	now, err := room.press.stand(id)
	if err != nil || now != first {
		t.Errorf("another stand took the place of the first: %v", err)
	}
	if list, err := room.press.List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d briefings are listed, %v", len(list), err)
	}
}

// TestRingThatMissedAnEntryIsFilledAnew takes the ring back behind the record, as a frame that failed does.
func TestRingThatMissedAnEntryIsFilledAnew(t *testing.T) {
	room := startRoom(t, true)
	id := room.press.order[0]
	hub := room.hubs.Hub(id)
	if err := hub.Reload(hub.Last()-1, []live.Frame{}); err != nil {
		t.Fatal(err)
	}
	made := publishForTest(t, room.commands(t), "After a frame that failed")
	if hub.Last() != made.Entry.Seq {
		t.Errorf("the ring stands at %d, the record at %d", hub.Last(), made.Entry.Seq)
	}
}

// TestTheDeskIsNotAnsweredFromAnEditionBehind takes the press back behind the record, as a read that failed does: what
// was published must not seem to be gone.
func TestTheDeskIsNotAnsweredFromAnEditionBehind(t *testing.T) {
	room := startRoom(t, true)
	id := room.press.order[0]
	made := publishForTest(t, room.commands(t), "Published while the disk failed")
	old, err := room.press.AsOf(t.Context(), id, made.Entry.Seq-1)
	if err != nil {
		t.Fatal(err)
	}
	broken, cancel := context.WithCancel(t.Context())
	cancel()
	s := room.press.stands[id]
	s.turning.Lock()
	s.now.Store(old)
	s.turning.Unlock()
	if err := room.press.follow(broken, id); err == nil {
		t.Fatal("the press followed a record that it could not read")
	}
	stands := facts{room.press}
	if _, err := stands.Current(broken, id, made.Entry.Item); err == nil || brief.KindOf(err) == brief.KindNotFound {
		t.Errorf("while the record cannot be read: %v", err)
	}
	if found, err := stands.Current(t.Context(), id, made.Entry.Item); err != nil || found.Entry.Seq != made.Entry.Seq {
		t.Errorf("once it can: entry %d, %v", found.Entry.Seq, err)
	}
}
