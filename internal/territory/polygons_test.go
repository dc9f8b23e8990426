package territory

import (
	"fmt"
	"testing"
)

func ringAt(west, south, side int32, hole bool) Ring {
	r := Ring{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}}
	if hole {
		r[1], r[3] = r[3], r[1]
	}
	return r
}

func TestHolesLieInTheirOwnPolygons(t *testing.T) {
	for name, c := range map[string]struct {
		shape Shape
		want  string
	}{
		"none":              {nil, "[]"},
		"two areas":         {Shape{ringAt(0, 0, 10, false), ringAt(20, 0, 10, false)}, "[0 0]"},
		"a hole":            {Shape{ringAt(0, 0, 10, false), ringAt(4, 4, 2, true)}, "[1]"},
		"a hole first":      {Shape{ringAt(24, 4, 2, true), ringAt(0, 0, 10, false), ringAt(20, 0, 10, false)}, "[0 1]"},
		"an island in one":  {Shape{ringAt(0, 0, 100, false), ringAt(10, 10, 80, true), ringAt(20, 20, 40, false), ringAt(30, 30, 10, true)}, "[1 1]"},
		"touching a corner": {Shape{ringAt(0, 0, 10, false), ringAt(0, 0, 4, true)}, "[1]"},
	} {
		var holes []int
		for _, p := range c.shape.Polygons() {
			holes = append(holes, len(p.Holes))
		}
		if got := fmt.Sprint(holes); got != c.want {
			t.Errorf("%s: %s holes, want %s", name, got, c.want)
		}
	}
}

func TestPositionsAreRead(t *testing.T) {
	for _, c := range []struct {
		lat, lon string
		want     Point
		ok       bool
	}{
		{"49.99", "36.23", Point{362300000, 499900000}, true}, {"-90", "180", Point{1800000000, -900000000}, true}, {"0", "0", Point{}, true},
		{"90.0000001", "0", Point{}, false}, {"0", "-180.1", Point{}, false}, {"", "1", Point{}, false}, {"north", "1", Point{}, false}, {"NaN", "1", Point{}, false}, {"1e9", "1", Point{}, false},
	} {
		if got, ok := ParsePosition(c.lat, c.lon); got != c.want || ok != c.ok {
			t.Errorf("%q %q: %v %v", c.lat, c.lon, got, ok)
		}
	}
}
