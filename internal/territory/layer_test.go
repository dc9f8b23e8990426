package territory

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// raw is a shape as a file draws it.
func raw(class Class, party string, shapes ...Shape) RawArea {
	a := RawArea{Class: class, Party: party, Features: []int{3}}
	for _, s := range shapes {
		a.Polygons = append(a.Polygons, Polygon{Shell: s[0]})
	}
	return a
}

// wideSquare is square in degrees instead of thousands of steps.
func wideSquare(west, south, east, north int32) Shape {
	const k = Unit
	return Shape{{{west * k, south * k}, {east * k, south * k}, {east * k, north * k}, {west * k, north * k}}}
}

func TestWhatIsDrawnTwiceCountsOnce(t *testing.T) {
	s := Snapshot{File: "day.geojson", Areas: []RawArea{
		raw(Assessed, "Westmark", wideSquare(30, 48, 32, 50), wideSquare(31, 48, 33, 50)),
		raw(Claimed, "Westmark", wideSquare(30, 48, 34, 50)),
		raw(Contested, "", wideSquare(32, 48, 34, 49)),
		raw(Unknown, "", wideSquare(31, 48, 32, 49)),
	}}
	layer, told, err := s.Layer()
	if err != nil {
		t.Fatal(err)
	}
	want := map[Class]Shape{Assessed: wideSquare(30, 48, 33, 50), Claimed: wideSquare(30, 48, 34, 50), Contested: wideSquare(33, 48, 34, 49)}
	if len(layer) != len(want) {
		t.Fatalf("%d areas, want %d", len(layer), len(want))
	}
	for _, a := range layer {
		if off := a.Shape.Km2() - want[a.Class].Km2(); math.Abs(off) > 1e-6 {
			t.Errorf("%s is %.3f km2 too large", a.Class, off)
		}
		sound(t, a.Shape)
	}
	said := strings.Join(told, "\n")
	for _, sentence := range []string{"km2 of contested lie in another area too", "km2 of unknown lie in another area too"} {
		if !strings.Contains(said, sentence) {
			t.Errorf("nobody is told that %q:\n%s", sentence, said)
		}
	}
	if strings.Contains(said, "claimed") {
		t.Errorf("a claim may lie over what is held:\n%s", said)
	}
}

// TestNeighboursShareTheirPoints has a border of which one side alone draws the points on it, which lie half a step off at most.
func TestNeighboursShareTheirPoints(t *testing.T) {
	layer := Layer{
		{Class: Assessed, Shape: Shape{{{-25, 44}, {38, 24}, {79, 44}, {38, 90}}}},
		{Class: Contested, Shape: Shape{{{-25, 44}, {1, -47}, {38, 24}, {22, 29}, {-4, 37}}}},
	}
	if _, err := layer.part(); err != nil {
		t.Fatal(err)
	}
	want := Ring{{-25, 44}, {-4, 37}, {22, 29}, {38, 24}, {79, 44}, {38, 90}}
	if !slices.Equal(layer[0].Shape[0], want) {
		t.Errorf("got %v, want %v: a sliver is open", layer[0].Shape[0], want)
	}
}

func TestALayerThatCannotBeMendedNamesFileAndFeature(t *testing.T) {
	s := Snapshot{File: "day.geojson", Areas: []RawArea{{Class: Assessed, Features: []int{7}, Polygons: []Polygon{{Shell: Ring{{1, 1}, {2, 2}, {3, 3}}}}}}}
	_, _, err := s.Layer()
	if err == nil || !strings.Contains(err.Error(), "day.geojson, feature 7: ") || !strings.Contains(err.Error(), "encloses nothing") {
		t.Errorf("refused with %v", err)
	}
}

func TestChangesOfALayerAreByClass(t *testing.T) {
	before := Layer{{Assessed, "Westmark", wideSquare(30, 48, 32, 50)}, {Contested, "", wideSquare(33, 48, 34, 49)}, {Unknown, "", wideSquare(40, 48, 41, 49)}}
	after := Layer{{Assessed, "Westmark", wideSquare(30, 48, 31, 50)}, {Contested, "", wideSquare(33, 48, 34, 49)}, {Freed, "", wideSquare(31, 48, 32, 50)}}
	changes, err := before.ChangesTo(after)
	if err != nil || len(changes) != 3 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	column := wideSquare(31, 48, 32, 50).Km2()
	for i, want := range []struct {
		class        Class
		gained, lost float64
	}{{Assessed, 0, column}, {Freed, column, 0}, {Unknown, 0, wideSquare(40, 48, 41, 49).Km2()}} {
		if c := changes[i]; c.Class != want.class || math.Abs(c.GainedKm2()-want.gained) > 1e-6 || math.Abs(c.LostKm2()-want.lost) > 1e-6 {
			t.Errorf("%s: %.3f gained, %.3f lost; want %s: %.3f, %.3f", c.Class, c.GainedKm2(), c.LostKm2(), want.class, want.gained, want.lost)
		}
	}
}

func TestAreaByRegionAddsUp(t *testing.T) {
	regions := []Region{{"A", wideSquare(30, 48, 31, 50)}, {"B", wideSquare(31, 48, 33, 50)}, {"C", wideSquare(60, 48, 61, 49)}}
	s := wideSquare(30, 49, 34, 50)
	parts, rest, err := s.Within(regions)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{wideSquare(30, 49, 31, 50).Km2(), wideSquare(31, 49, 33, 50).Km2(), 0} {
		if math.Abs(parts[i]-want) > 1e-6 {
			t.Errorf("%s has %.3f km2, want %.3f", regions[i].Code, parts[i], want)
		}
	}
	if want := wideSquare(33, 49, 34, 50).Km2(); math.Abs(rest-want) > 1e-6 {
		t.Errorf("%.3f km2 lie elsewhere, want %.3f", rest, want)
	}
	if _, rest, err = wideSquare(30, 48, 33, 50).Within(regions); err != nil || rest != 0 {
		t.Errorf("%.9f km2 lie elsewhere, want none", rest)
	}
}
