package territory

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// square is a shape with its corners at whole numbers of a thousand steps.
func square(west, south, east, north int32) Shape {
	const k = 1000
	return Shape{{{west * k, south * k}, {east * k, south * k}, {east * k, north * k}, {west * k, north * k}}}
}

// within tells by the number of edges that a ray to the east meets whether a point that is on no edge lies in a shape: the slow way.
func (s Shape) within(x, y float64) bool {
	in := false
	s.each(func(e edge) {
		ax, ay, bx, by := float64(e.from.Lon), float64(e.from.Lat), float64(e.to.Lon), float64(e.to.Lat)
		if (ay > y) != (by > y) && x < ax+(y-ay)/(by-ay)*(bx-ax) {
			in = !in
		}
	})
	return in
}

// sound fails the test unless the shape is valid.
func sound(t interface {
	Helper()
	Fatalf(string, ...any)
}, s Shape) {
	t.Helper()
	if flaws, err := s.Flaws(); err != nil || len(flaws) > 0 {
		t.Fatalf("%v is not valid: %s %v", s, Told(flaws), err)
	}
}

func TestShapesAreJoinedAndParted(t *testing.T) {
	pane := slices.Concat(square(0, 0, 9, 9), Shape{{{3000, 3000}, {3000, 6000}, {6000, 6000}, {6000, 3000}}})
	for _, c := range []struct {
		name string
		do   func(a, b Shape) (Shape, error)
		a, b Shape
		want Shape
	}{
		{"union of neighbours", Union, square(0, 0, 1, 1), square(1, 0, 2, 1), Shape{{{0, 0}, {1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {0, 1000}}}},
		{"union of corners", Union, square(0, 0, 1, 1), square(1, 1, 2, 2), slices.Concat(square(0, 0, 1, 1), square(1, 1, 2, 2))},
		{"what two have", Intersection, square(0, 0, 2, 2), square(1, 1, 3, 3), square(1, 1, 2, 2)},
		{"nothing in common", Intersection, square(0, 0, 1, 1), square(1, 0, 2, 1), nil},
		{"a hole", Difference, square(0, 0, 9, 9), square(3, 3, 6, 6), pane},
		{"filling the hole", Union, pane, square(3, 3, 6, 6), square(0, 0, 9, 9)},
		{"all of it", Difference, square(0, 0, 1, 1), square(0, 0, 2, 2), nil},
		{"crossing bars", Intersection, square(0, 4, 9, 5), square(4, 0, 5, 9), square(4, 4, 5, 5)},
		{"with nothing", Union, nil, square(0, 0, 1, 1), square(0, 0, 1, 1)},
		{"a hole at the border", Difference, square(0, 0, 2, 2), Shape{{{0, 1000}, {1000, 500}, {1000, 1500}}},
			Shape{{{0, 0}, {2000, 0}, {2000, 2000}, {0, 2000}, {0, 1000}}, {{0, 1000}, {1000, 1500}, {1000, 500}}}},
	} {
		got, err := c.do(c.a, c.b)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if !slices.EqualFunc(got, c.want, slices.Equal[Ring]) {
			t.Errorf("%s:\n%v\nwant\n%v", c.name, got, c.want)
		}
		sound(t, got)
	}
}

// star draws a simple ring round a middle.
func star(t *rapid.T, name string) Shape {
	n := rapid.IntRange(3, 12).Draw(t, name+" corners")
	x, y := rapid.Int32Range(-200, 200).Draw(t, name+" east"), rapid.Int32Range(-200, 200).Draw(t, name+" north")
	ring := Ring{}
	for i := range n {
		far := rapid.Float64Range(20, 400).Draw(t, name+" far")
		angle := 2 * math.Pi * float64(i) / float64(n)
		ring = append(ring, Point{x + int32(far*math.Cos(angle)), y + int32(far*math.Sin(angle))})
	}
	s, err := UnionOf(Shape{ring})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOverlaysSayWhatEachPointSays compares with asking at points, away from every edge by more than what the grid moves.
func TestOverlaysSayWhatEachPointSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := star(t, "a"), star(t, "b")
		union, e1 := Union(a, b)
		both, e2 := Intersection(a, b)
		only, e3 := Difference(a, b)
		change, e4 := Between(a, b)
		for _, err := range []error{e1, e2, e3, e4} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, s := range []Shape{union, both, only, change.Gained, change.Lost} {
			sound(t, s)
		}
		seed := rapid.Uint64().Draw(t, "points")
		random := rand.New(rand.NewPCG(seed, 1))
		for range 60 {
			x, y := random.Float64()*1300-650, random.Float64()*1300-650
			if near(a, x, y) || near(b, x, y) {
				continue
			}
			in, other := a.within(x, y), b.within(x, y)
			if union.within(x, y) != (in || other) || both.within(x, y) != (in && other) || only.within(x, y) != (in && !other) ||
				change.Gained.within(x, y) != (!in && other) || change.Lost.within(x, y) != (in && !other) {
				t.Fatalf("at %v %v: in a %v, in b %v", x, y, in, other)
			}
		}
	})
}

// near tells whether an edge comes within two steps of a place.
func near(s Shape, x, y float64) bool {
	is := false
	s.each(func(e edge) {
		ax, ay, bx, by := float64(e.from.Lon), float64(e.from.Lat), float64(e.to.Lon), float64(e.to.Lat)
		dx, dy := bx-ax, by-ay
		k := max(0, min(1, ((x-ax)*dx+(y-ay)*dy)/(dx*dx+dy*dy)))
		is = is || math.Hypot(x-ax-k*dx, y-ay-k*dy) < 2
	})
	return is
}
