package territory_test

import (
	"math"
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// TestGainLessLossIsTheChangeOfArea walks made-up days: both are found by themselves, and fit the areas of the two days.
func TestGainLessLossIsTheChangeOfArea(t *testing.T) {
	front := synthetic.NewFront(1, 4000)
	before := front.Shape()
	moved := 0.0
	for day := range 100 {
		front.Advance(45)
		after := front.Shape()
		change, err := territory.Between(before, after)
		if err != nil {
			t.Fatal(err)
		}
		off := change.GainedKm2() - change.LostKm2() - (after.Km2() - before.Km2())
		if math.Abs(off) > 1e-4 {
			t.Errorf("day %d: %.6f gained, %.6f lost, and the area changed by %.6f km2", day, change.GainedKm2(), change.LostKm2(), after.Km2()-before.Km2())
		}
		moved += change.GainedKm2() + change.LostKm2()
		before = after
	}
	if moved < 100 {
		t.Errorf("only %.1f km2 changed: the days try nothing", moved)
	}
}

// BenchmarkBetween is the change between consecutive days of 4,000 edges, of which about 45 change.
func BenchmarkBetween(b *testing.B) {
	front := synthetic.NewFront(1, 4000)
	days := []territory.Shape{front.Shape()}
	for range 60 {
		front.Advance(45)
		days = append(days, front.Shape())
	}
	b.ResetTimer()
	for i := range b.N {
		if _, err := territory.Between(days[i%60], days[i%60+1]); err != nil {
			b.Fatal(err)
		}
	}
}
