package territory

import "math"

// Region is a part of a country, such as an oblast.
type Region struct {
	// Code is its ISO 3166-2 code, as UA-65.
	Code  string
	Shape Shape
}

// Within gives how much of the shape lies in each region, in square kilometres and in the order of the regions, and how much in
// none of them. Regions do not overlap.
func (s Shape) Within(regions []Region) (parts []float64, rest float64, err error) {
	parts, rest = make([]float64, len(regions)), s.Km2()
	for i, r := range regions {
		if !s.box().meets(r.Shape.box()) {
			continue
		}
		both, err := Intersection(s, r.Shape)
		if err != nil {
			return nil, 0, err
		}
		parts[i] = both.Km2()
		rest -= parts[i]
	}
	if math.Abs(rest) < 1e-6 { // what rounding leaves
		rest = 0
	}
	return parts, rest, nil
}

// box is the least rectangle round a shape.
type box struct{ west, south, east, north int32 }

// box gives the rectangle round the shape; that of an empty shape meets none.
func (s Shape) box() box {
	b := box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	for _, r := range s {
		for _, p := range r {
			b.west, b.east = min(b.west, p.Lon), max(b.east, p.Lon)
			b.south, b.north = min(b.south, p.Lat), max(b.north, p.Lat)
		}
	}
	return b
}

// meets tells whether two rectangles share more than a side.
func (b box) meets(o box) bool {
	return b.west < o.east && o.west < b.east && b.south < o.north && o.south < b.north
}
