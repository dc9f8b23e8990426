package territory_test

import (
	"math"
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
	"livebrief/internal/territory/synthetic"
)

// TestPartsThatNoBorderComesNearAreCountedAsIfTheyWereCut holds Within to plain intersections, on a whole front and on what changed of it
// in a few days, which is many small pieces, most of them far from any border.
func TestPartsThatNoBorderComesNearAreCountedAsIfTheyWereCut(t *testing.T) {
	regions := basemap.Default().Regions()
	front := synthetic.NewFront(7, 600)
	before := front.Shape()
	for range 12 {
		front.Advance(45)
	}
	c, err := territory.Between(before, front.Shape())
	if err != nil {
		t.Fatal(err)
	}
	holed := territory.Shape{before[0], {{Lon: 350000000, Lat: 484000000}, {Lon: 350000000, Lat: 485000000}, {Lon: 351000000, Lat: 485000000}, {Lon: 351000000, Lat: 484000000}}}
	for name, shape := range map[string]territory.Shape{"whole": before, "gained": c.Gained, "lost": c.Lost, "with a hole": holed, "nothing": nil} {
		parts, rest, err := shape.Within(regions)
		if err != nil {
			t.Fatal(err)
		}
		sum := rest
		for i, r := range regions {
			both, err := territory.Intersection(shape, r.Shape)
			if err != nil {
				t.Fatal(err)
			}
			if sum += parts[i]; math.Abs(both.Km2()-parts[i]) > 1e-4 {
				t.Errorf("%s in %s: %f km2, cut %f", name, r.Code, parts[i], both.Km2())
			}
		}
		if math.Abs(sum-shape.Km2()) > 1e-4 {
			t.Errorf("%s: the parts are %f km2 together, the whole %f", name, sum, shape.Km2())
		}
	}
}
