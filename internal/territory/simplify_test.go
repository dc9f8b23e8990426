package territory

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestBordersAreThinnedOnceForBothSides(t *testing.T) {
	// A border with a bump of 5 steps and one of 100.
	layer := Layer{
		{Class: Assessed, Shape: Shape{{{0, 0}, {1000, 0}, {1005, 300}, {1000, 400}, {1100, 500}, {1000, 600}, {1000, 1000}, {0, 1000}}}},
		{Class: Contested, Shape: Shape{{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {1000, 600}, {1100, 500}, {1000, 400}, {1005, 300}}}},
	}
	for _, c := range []struct {
		steps       float64
		left, right Ring
	}{
		{4, Ring{{0, 0}, {1000, 0}, {1005, 300}, {1000, 400}, {1100, 500}, {1000, 600}, {1000, 1000}, {0, 1000}}, layer[1].Shape[0]},
		{10, Ring{{0, 0}, {1000, 0}, {1000, 400}, {1100, 500}, {1000, 600}, {1000, 1000}, {0, 1000}},
			Ring{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {1000, 600}, {1100, 500}, {1000, 400}}},
		{200, Ring{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}, Ring{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}}},
	} {
		got, err := layer.Simplified(c.steps)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got[0].Shape[0], c.left) || !slices.Equal(got[1].Shape[0], c.right) {
			t.Errorf("within %v steps:\n%v\n%v", c.steps, got[0].Shape, got[1].Shape)
		}
	}
}

func TestNoBorderJumpsOverAnIsland(t *testing.T) {
	// The island lies in a bay that would be cut off; the bay stays.
	bay := Ring{{0, 0}, {1000, 0}, {1000, 1000}, {600, 1000}, {500, 800}, {400, 1000}, {0, 1000}}
	island := Ring{{490, 950}, {510, 950}, {500, 970}}
	got, err := Layer{{Class: Assessed, Shape: Shape{bay, island}}}.Simplified(300)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, got[0].Shape)
	if !slices.Contains(got[0].Shape[0], Point{500, 800}) || !slices.Equal(got[0].Shape[1], island) {
		t.Errorf("%v", got[0].Shape)
	}
	alone, err := Layer{{Class: Assessed, Shape: Shape{bay}}}.Simplified(300)
	if err != nil || slices.Contains(alone[0].Shape[0], Point{500, 800}) {
		t.Errorf("without an island the bay goes: %v %v", alone, err)
	}
}

func TestSimplifiedNeighboursNeitherPartNorOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layer := Layer{
			{Class: Assessed, Shape: star(t, "assessed")}, {Class: Contested, Shape: star(t, "contested")},
			{Class: Unknown, Shape: star(t, "unknown")}, {Class: Freed, Shape: star(t, "freed")},
			{Class: Claimed, Shape: star(t, "claimed")}, // which may cross the others
		}
		if _, err := layer.part(); err != nil {
			t.Fatal(err)
		}
		steps := rapid.Float64Range(0, 500).Draw(t, "steps")
		thin, err := layer.Simplified(steps)
		if err != nil {
			t.Fatal(err)
		}
		var before, after []Shape
		sum := 0.0
		for i, a := range thin {
			sound(t, a.Shape)
			if a.Class != Claimed {
				sum += twice(a.Shape)
				before, after = append(before, layer[i].Shape), append(after, a.Shape)
			}
			for k, r := range layer[i].Shape {
				for _, p := range r {
					if off := away(a.Shape[k], p); off > steps+1e-6 {
						t.Fatalf("%v is %.1f steps off, more than %.1f", p, off, steps)
					}
				}
			}
		}
		whole, err := UnionOf(after...)
		if err != nil {
			t.Fatal(err)
		}
		if off := sum - twice(whole); off != 0 {
			t.Fatalf("areas overlap by %v half squares of a step", off)
		}
		if was, err := UnionOf(before...); err != nil || len(was) != len(whole) {
			t.Fatalf("the whole had %d rings and has %d: a gap, or one is closed (%v)", len(was), len(whole), err)
		}
	})
}

// twice is the double of the area on the grid, exact for what is drawn here.
func twice(s Shape) float64 {
	sum := 0.0
	for _, r := range s {
		sum += r.twice()
	}
	return sum
}

// away is how far a point lies from a ring, in steps.
func away(r Ring, p Point) float64 {
	least := math.Inf(1)
	Shape{r}.each(func(e edge) {
		x, y := float64(p.Lon-e.from.Lon), float64(p.Lat-e.from.Lat)
		dx, dy := float64(e.to.Lon-e.from.Lon), float64(e.to.Lat-e.from.Lat)
		k := max(0, min(1, (x*dx+y*dy)/(dx*dx+dy*dy)))
		least = min(least, math.Hypot(x-k*dx, y-k*dy))
	})
	return least
}
