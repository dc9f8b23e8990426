package newsroom

import (
	"runtime/debug"
	"testing"
)

// pace gives the percentage at which garbage is collected.
func pace() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestServerCollectsAtItsOwnPaceUnlessToldOtherwise(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	for told, want := range map[string]int{"": servingGarbage, "70": 70, "off": 70} {
		t.Setenv("GOGC", told)
		back := collectServing()
		if got := pace(); got != want {
			t.Errorf("GOGC=%q: collected at %d, want %d", told, got, want)
		}
		if back(); pace() != 70 {
			t.Errorf("GOGC=%q: afterwards at %d", told, pace())
		}
	}
}
