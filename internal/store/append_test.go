package store

import (
	"context"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestSequenceHasNoGapAndTimeNeverRunsBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		first := h.must(h.act(brief.Publish, "a", 0, "River rises"), h.act(brief.Publish, "b", 0, "Bridge shut"))
		h.wait(-time.Hour)
		second := h.must(h.act(brief.Update, "a", 1, "River rises more"))[0]
		if first[0].Seq != 2 || first[1].Seq != 3 || second.Seq != 4 {
			t.Errorf("sequences %d %d %d, want 2 3 4", first[0].Seq, first[1].Seq, second.Seq)
		}
		if second.At != noon {
			t.Errorf("after the clock went back the entry is of %v, want %v", second.At, noon)
		}
		if second.Rev != 2 || second.Prev != 2 {
			t.Errorf("revision %d after entry %d, want 2 after 2", second.Rev, second.Prev)
		}
		h.wait(2*time.Hour + 1234567*time.Nanosecond)
		if at := h.must(h.act(brief.Update, "a", 2, "River falls"))[0].At; at != noon.Add(time.Hour+time.Millisecond) {
			t.Errorf("the entry is of %v, want whole milliseconds", at)
		}
		if head, err := h.Head(context.Background(), "flood"); head != 5 || err != nil {
			t.Errorf("head %d, %v", head, err)
		}
	})
}
