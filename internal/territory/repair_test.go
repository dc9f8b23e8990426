package territory_test

import (
	"math"
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// TestDirtyPolygonsAreRepaired makes up 1,000 polygons with every kind of fault: each becomes a valid shape, and where the fault
// leaves the area to be seen, it is the one that was meant.
func TestDirtyPolygonsAreRepaired(t *testing.T) {
	refused := 0
	for seed := range uint64(1000) {
		fault := synthetic.Faults[seed%uint64(len(synthetic.Faults))]
		drawn, meant := synthetic.Dirty(seed, fault, 60+int(seed%400))
		s, flaws, err := territory.Repair(drawn)
		if err != nil {
			refused++
			t.Logf("%d, %s: %v", seed, fault, err)
			continue
		}
		if left, err := s.Flaws(); err != nil || len(left) > 0 {
			t.Fatalf("%d, %s: the result is not valid: %v %v", seed, fault, territory.Told(left), err)
		}
		if off := math.Abs(s.Km2()/meant.Km2() - 1); fault.KeepsArea() && off > 0.001 {
			t.Errorf("%d, %s: the area is off by %.3g", seed, fault, off)
		}
		if fault == synthetic.Spikes && len(flaws) < 5 || fault == synthetic.Duplicates && len(flaws) < 5 {
			t.Errorf("%d, %s: found only %q", seed, fault, territory.Told(flaws))
		}
	}
	if refused > 10 {
		t.Errorf("%d of 1,000 were refused, at most 10 may be", refused)
	}
}

func TestFlawsAreNamedWithTheirPlaces(t *testing.T) {
	ring := func(xy ...int32) territory.Ring {
		var r territory.Ring
		for i := 0; i < len(xy); i += 2 {
			r = append(r, territory.Point{Lon: xy[i] * 1000, Lat: xy[i+1] * 1000})
		}
		return r
	}
	square := ring(0, 0, 10, 0, 10, 10, 0, 10)
	for _, c := range []struct {
		name  string
		drawn territory.Polygon
		want  string
		share float64 // of the square's area
	}{
		{"whole", territory.Polygon{Shell: square}, "", 1},
		{"clockwise", territory.Polygon{Shell: ring(0, 10, 10, 10, 10, 0, 0, 0)}, "", 1},
		{"a bow", territory.Polygon{Shell: ring(0, 0, 10, 10, 10, 0, 0, 10)}, "lines cross at 0.0005000 0.0005000", 0.5},
		{"a spike", territory.Polygon{Shell: ring(0, 0, 10, 0, 20, 0, 10, 0, 10, 10, 0, 10)}, "the border has a spike at 0.0020000 0.0000000", 1},
		{"a point twice", territory.Polygon{Shell: ring(0, 0, 10, 0, 10, 0, 10, 10, 0, 10)}, "the border has a point twice at 0.0010000 0.0000000", 1},
		{"a hole", territory.Polygon{Shell: square, Holes: []territory.Ring{ring(2, 2, 4, 2, 4, 4, 2, 4)}}, "", 0.96},
		{"a hole twice", territory.Polygon{Shell: square, Holes: []territory.Ring{ring(2, 2, 4, 2, 4, 4, 2, 4), ring(4, 4, 4, 2, 2, 2, 2, 4)}}, "hole 2 is drawn twice at 0.0002000 0.0002000", 0.96},
		{"a hole outside", territory.Polygon{Shell: square, Holes: []territory.Ring{ring(20, 2, 24, 2, 24, 4, 20, 4)}}, "a hole lies outside its border at 0.0020000 0.0002000", 1},
		{"a hole that parts", territory.Polygon{Shell: square, Holes: []territory.Ring{ring(5, 0, 6, 5, 5, 10, 4, 5)}}, "the inside falls apart at 0.0005000 0.0000000", 0.9},
		{"a line", territory.Polygon{Shell: square, Holes: []territory.Ring{ring(2, 2, 4, 2)}}, "hole 1 encloses nothing, and was left out at 0.0002000 0.0002000", 1},
		{"round twice", territory.Polygon{Shell: ring(0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 10, 0, 10, 10, 0, 10)}, "an area is gone round twice at 0.0000000 0.0000000", 1},
	} {
		s, flaws, err := territory.Repair([]territory.Polygon{c.drawn})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := territory.Told(flaws); got != c.want {
			t.Errorf("%s: told %q, want %q", c.name, got, c.want)
		}
		if got := s.Km2() / (territory.Shape{square}).Km2(); math.Abs(got-c.share) > 1e-6 {
			t.Errorf("%s: encloses %.6f of the square, want %.6f", c.name, got, c.share)
		}
	}
	for _, none := range [][]territory.Polygon{nil, {{}}, {{Shell: ring(3, 3, 4, 4)}}, {{Shell: ring(0, 0, 5, 5, 10, 10)}}} {
		if s, _, err := territory.Repair(none); err == nil {
			t.Errorf("%v became %v", none, s)
		}
	}
}
