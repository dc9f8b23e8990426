package store

import (
	"context"
	"reflect"
	"testing"

	"livebrief/internal/brief"
)

// TestApartIsKeptOnceForTwoReportsAndTakenBack, in whatever order they are named.
func TestApartIsKeptOnceForTwoReportsAndTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		for id, briefing := range map[brief.ReportID]brief.BriefingID{"a": "flood", "b": "flood", "c": "flood", "d": "fire", "e": "fire"} {
			if _, _, err := h.AddReport(ctx, brief.Report{ID: id, Briefing: briefing, Raw: []byte(id)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			one, other    brief.ReportID
			apart, change bool
		}{{"b", "a", true, true}, {"a", "b", true, false}, {"a", "c", true, true}, {"d", "e", true, true}, {"c", "a", false, true}, {"c", "a", false, false}} {
			if changed, err := h.SetApart(ctx, step.one, step.other, step.apart); err != nil || changed != step.change {
				t.Errorf("%+v: %v %v", step, changed, err)
			}
		}
		for id, want := range map[brief.BriefingID][][2]brief.ReportID{"flood": {{"a", "b"}}, "fire": {{"d", "e"}}, "none": {}} {
			if got, err := h.Apart(ctx, id); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("of %s: %v %v, want %v", id, got, err, want)
			}
		}
		_, err := h.SetApart(ctx, "a", "none", true)
		refused(t, err, brief.KindNotFound, "no report")
		_, err = h.SetApart(ctx, "a", "a", true)
		refused(t, err, brief.KindInvalid, "name two reports")
	})
}
