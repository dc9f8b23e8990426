package newsroom

import (
	"fmt"
	"testing"

	"livebrief/internal/brief"
)

// TestHabitsOfFewSourcesAreKept asks for more outlets than are kept in memory, and for the first of them once more.
func TestHabitsOfFewSourcesAreKept(t *testing.T) {
	h := newHabits(startRoom(t, true).store)
	ask := func(n int) func(string) int {
		times, err := h.times(t.Context(), brief.Report{ID: brief.ReportID(fmt.Sprint(n)), Outlet: fmt.Sprint("outlet ", n), Text: "Rain fell on the pier."})
		if err != nil || times == nil {
			t.Fatalf("nothing is known of the outlet: %v", err)
		}
		return times
	}
	for n := range habitsMost {
		ask(n)
	}
	ask(0)
	ask(habitsMost)
	if len(h.of) != habitsMost || len(h.asked) != habitsMost || h.of[habit{outlet: "outlet 0"}] == nil || h.of[habit{outlet: "outlet 1"}] != nil {
		t.Errorf("%d are kept, %d in their order; want %d without the one asked for longest ago", len(h.of), len(h.asked), habitsMost)
	}
	if n := ask(3)("Rain fell on the pier."); n != 0 {
		t.Errorf("a line of one report: %d, want 0", n)
	}
	if times, err := h.times(t.Context(), brief.Report{ID: "x", Text: "Rain fell."}); times != nil || err != nil {
		t.Errorf("a report from nowhere: something is known, or %v", err)
	}
}
