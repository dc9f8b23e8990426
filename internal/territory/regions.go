package territory

import "math"

// Region is a part of a country, such as an oblast.
type Region struct {
	// Code is its ISO 3166-2 code, as UA-65.
	Code  string
	Shape Shape
}

// Within gives how much of the shape lies in each region, in square kilometres and in the order of the regions, and how much in
// none of them. Regions do not overlap. A part that no border of a region comes near is in it or not as a whole, and is not cut.
func (s Shape) Within(regions []Region) (parts []float64, rest float64, err error) {
	parts, rest = make([]float64, len(regions)), s.Km2()
	for _, p := range s.Polygons() {
		piece := append(Shape{p.Shell}, p.Holes...)
		b := p.Shell.box()
		for i, r := range regions {
			if !b.meets(r.Shape.box()) {
				continue
			}
			km2, err := piece.in(r.Shape, b)
			if err != nil {
				return nil, 0, err
			}
			parts[i] += km2
			rest -= km2
		}
	}
	if math.Abs(rest) < 1e-6 { // what rounding leaves
		rest = 0
	}
	return parts, rest, nil
}

// in gives how much of a polygon within a box lies in a region.
func (s Shape) in(region Shape, b box) (float64, error) {
	if region.crosses(b) {
		both, err := Intersection(s, region)
		return both.Km2(), err
	}
	winds := 0
	for _, r := range region {
		winds += r.winds(s[0][0])
	}
	if winds == 0 {
		return 0, nil
	}
	return s.Km2(), nil
}

// crosses tells whether any border of a shape may come into a box.
func (s Shape) crosses(b box) bool {
	for _, r := range s {
		for i, to := range r {
			from := r[(i+len(r)-1)%len(r)]
			edge := box{min(from.Lon, to.Lon), min(from.Lat, to.Lat), max(from.Lon, to.Lon), max(from.Lat, to.Lat)}
			if edge.west <= b.east && b.west <= edge.east && edge.south <= b.north && b.south <= edge.north {
				return true
			}
		}
	}
	return false
}

// box is the least rectangle round a shape.
type box struct{ west, south, east, north int32 }

// box gives the rectangle round the shape; that of an empty shape meets none.
func (s Shape) box() box {
	b := Ring{}.box()
	for _, r := range s {
		o := r.box()
		b = box{min(b.west, o.west), min(b.south, o.south), max(b.east, o.east), max(b.north, o.north)}
	}
	return b
}

func (r Ring) box() box {
	b := box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	for _, p := range r {
		b.west, b.east = min(b.west, p.Lon), max(b.east, p.Lon)
		b.south, b.north = min(b.south, p.Lat), max(b.north, p.Lat)
	}
	return b
}

// meets tells whether two rectangles share more than a side.
func (b box) meets(o box) bool {
	return b.west < o.east && o.west < b.east && b.south < o.north && o.south < b.north
}
