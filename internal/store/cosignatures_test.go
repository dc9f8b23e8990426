package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestOnlyTheNewestCosignatureOfAWitnessIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.begin("storm", false)
		one := Cosignature{Briefing: "flood", Witness: "a.example+00000001", Size: 7, Line: "— a.example AAAA\n", At: noon}
		with := func(c Cosignature, size int64, line string, after time.Duration) Cosignature {
			c.Size, c.Line, c.At = size, line, noon.Add(after)
			return c
		}
		other := one
		other.Witness = "b.example+00000002"
		storm := one
		storm.Briefing = "storm"
		for _, c := range []Cosignature{one, other, storm, with(one, 9, "nine", -time.Hour), with(one, 8, "eight", time.Hour),
			with(one, 9, "nine, earlier", -2*time.Hour), with(other, 7, "seven, later", time.Minute)} {
			if err := h.SaveCosignature(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		again := openAt(t, h.url)
		got, err := again.Cosignatures(ctx)
		want := []Cosignature{with(one, 9, "nine", -time.Hour), with(other, 7, "seven, later", time.Minute), storm}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
	})
}

func TestACosignatureBelongsToABriefing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		if err := h.SaveCosignature(context.Background(), Cosignature{Briefing: "none", Witness: "a", Size: 1, At: noon}); err == nil {
			t.Error("a cosignature of no briefing is kept")
		}
		err := h.SaveCosignature(context.Background(), Cosignature{Briefing: "none", Line: "\x00"})
		refused(t, err, brief.KindInvalid, "not text")
	})
}
