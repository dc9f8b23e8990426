package territory

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
)

// FuzzOverlay takes bytes as rings, two of four bytes a position, and repairs, joins and parts them: nothing panics, results are
// valid, and their areas add up as far as the grid can tell.
func FuzzOverlay(f *testing.F) {
	add := func(span int32, points ...int32) {
		raw := binary.BigEndian.AppendUint32(nil, uint32(span))
		for _, v := range points {
			raw = binary.BigEndian.AppendUint32(raw, uint32(v))
		}
		f.Add(raw)
	}
	add(50, 0, 0, 10, 0, 10, 10, 0, 10, 5, 5, 15, 5, 15, 15, 5, 15)
	add(50, 0, 0, 10, 10, 10, 0, 0, 10, 3, 1, 7, 2, 9, 9, 1, 1)
	add(1_000_000_000, -900_000_000, -800_000_000, 900_000_000, 800_000_000, 5, 800_000_000, 0, 7, 1, -3, 900_000_000, -800_000_000)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) < 4 || len(raw) > 4+8*120 {
			return
		}
		span := int32(binary.BigEndian.Uint32(raw)%900_000_000) + 1 // small spans put points beside each other
		var points Ring
		for at := 4; at+8 <= len(raw); at += 8 {
			lon, lat := int32(binary.BigEndian.Uint32(raw[at:])), int32(binary.BigEndian.Uint32(raw[at+4:]))
			points = append(points, Point{lon % span, lat % span})
		}
		half := len(points) / 2
		a, _, errA := Repair([]Polygon{{Shell: points[:half]}})
		b, _, errB := Repair([]Polygon{{Shell: points[half:]}})
		if errA != nil || errB != nil {
			return
		}
		union, e1 := Union(a, b)
		both, e2 := Intersection(a, b)
		only, e3 := Difference(a, b)
		change, e4 := Between(a, b)
		for i, err := range []error{e1, e2, e3, e4} {
			if err != nil {
				t.Fatalf("operation %d: %v", i, err)
			}
		}
		for i, s := range []Shape{a, b, union, both, only, change.Gained, change.Lost} {
			if flaws, err := s.Flaws(); err != nil || len(flaws) > 0 {
				t.Fatalf("result %d is not valid: %s %v\n%v", i, Told(flaws), err, s)
			}
		}
		// A point moves by one step at most, so an area by the lengths of its edges.
		slack := 0.0
		for _, s := range []Shape{a, b} {
			s.each(func(e edge) {
				slack += 4 * (math.Hypot(float64(e.from.Lon)-float64(e.to.Lon), float64(e.from.Lat)-float64(e.to.Lat)) + 2)
			})
		}
		twice := func(s Shape) (sum float64) {
			for _, r := range s {
				sum += r.twice()
			}
			return sum
		}
		if off := math.Abs(twice(union) + twice(both) - twice(a) - twice(b)); off > slack {
			t.Errorf("union and intersection are off by %g, at most %g", off, slack)
		}
		if off := math.Abs(twice(change.Gained) - twice(change.Lost) - twice(b) + twice(a)); off > slack {
			t.Errorf("gain and loss are off by %g, at most %g", off, slack)
		}
		if off := math.Abs(twice(only) - twice(change.Lost)); off > slack {
			t.Errorf("what is only in a is off by %g from what was lost", off)
		}
	})
}

func TestTheSameShapeInAnyOrderGivesTheSameUnion(t *testing.T) {
	a := slices.Concat(square(0, 0, 4, 4), square(6, 0, 9, 9))
	b := square(3, 1, 7, 3)
	first, err := Union(a, b)
	if err != nil {
		t.Fatal(err)
	}
	turned := Shape{slices.Concat(a[1][2:], a[1][:2]), slices.Concat(a[0][1:], a[0][:1])}
	second, err := Union(b, turned)
	if err != nil || !slices.EqualFunc(first, second, slices.Equal[Ring]) {
		t.Errorf("%v\nand\n%v", first, second)
	}
}
