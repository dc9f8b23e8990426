package territory

import (
	"cmp"
	"math"
	"math/bits"
)

// compare orders points from west to east, and from south to north on one meridian.
func (p Point) compare(q Point) int {
	return cmp.Compare(p.key(), q.key())
}

// key is a number in the order of points.
func (p Point) key() int64 { return int64(p.Lon)<<32 | int64(uint32(p.Lat)^1<<31) }

// segment is an undirected piece of a boundary, from its first point in the order of points to the last. Turns says for each of
// two inputs how much deeper inside it one is on its left than on its right.
type segment struct {
	from, to Point
	turns    [2]int32
}

// segmentOf makes the segment of an edge with the inside on its left.
func segmentOf(p, q Point, input int) segment {
	s := segment{from: p, to: q}
	s.turns[input] = 1
	if p.compare(q) > 0 {
		s.from, s.to = q, p
		s.turns[input] = -1
	}
	return s
}

// bend tells on which side of the line from a to b the point c lies: 1 to the left, -1 to the right, 0 on it. It is exact.
func bend(a, b, c Point) int {
	return signOfDifference(int64(b.Lon)-int64(a.Lon), int64(c.Lat)-int64(a.Lat), int64(b.Lat)-int64(a.Lat), int64(c.Lon)-int64(a.Lon))
}

// signOfDifference is the sign of a·b - c·d for numbers of at most 34 bits. Doubles decide unless the two are very near.
func signOfDifference(a, b, c, d int64) int {
	x, y := float64(a)*float64(b), float64(c)*float64(d)
	if far := (math.Abs(x) + math.Abs(y)) * 0x1p-50; x-y > far {
		return 1
	} else if y-x > far {
		return -1
	}
	left, right := product(a, b), product(c, d)
	switch {
	case left == right:
		return 0
	case left.high > right.high || left.high == right.high && left.low > right.low:
		return 1
	}
	return -1
}

// wide is a whole number of 128 bits in two's complement.
type wide struct {
	high int64
	low  uint64
}

func product(a, b int64) wide {
	high, low := bits.Mul64(uint64(a), uint64(b))
	signed := int64(high)
	if a < 0 {
		signed -= b
	}
	if b < 0 {
		signed -= a
	}
	return wide{signed, low}
}

// crossing is the point of the grid in whose square two segments that truly cross do so.
func crossing(s, t segment) Point {
	dx, dy := int64(s.to.Lon)-int64(s.from.Lon), int64(s.to.Lat)-int64(s.from.Lat)
	ex, ey := int64(t.to.Lon)-int64(t.from.Lon), int64(t.to.Lat)-int64(t.from.Lat)
	gx, gy := int64(t.from.Lon)-int64(s.from.Lon), int64(t.from.Lat)-int64(s.from.Lat)
	share := exactly(gx, ey, gy, ex) / exactly(dx, ey, dy, ex)
	// The conversions keep machines from rounding once where others round twice.
	near := Point{s.from.Lon + int32(math.Floor(float64(float64(dx)*share)+0.5)), s.from.Lat + int32(math.Floor(float64(float64(dy)*share)+0.5))}
	if s.touches(near) && t.touches(near) {
		return near
	}
	for _, by := range [8]Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}} { // rounding missed by one
		if p := (Point{near.Lon + by.Lon, near.Lat + by.Lat}); s.touches(p) && t.touches(p) {
			return p
		}
	}
	return near
}

// exactly is a·b - c·d, rounded once.
func exactly(a, b, c, d int64) float64 {
	left, right := product(a, b), product(c, d)
	low, borrow := bits.Sub64(left.low, right.low, 0)
	high := left.high - right.high - int64(borrow)
	if high < 0 {
		return -exactly(c, d, a, b)
	}
	return math.FMA(float64(high), 0x1p64, float64(low))
}

// touches tells whether a segment meets the square of one step round a point, of which the west and the south side are part and
// the east and the north side are not, so that each place lies in one square: else two squares would lead a segment to and fro.
func (s segment) touches(p Point) bool {
	// Twice the size, so that the corners lie on whole numbers, and never on an end of the segment.
	x, y := 2*int64(p.Lon), 2*int64(p.Lat)
	ax, ay, bx, by := 2*int64(s.from.Lon), 2*int64(s.from.Lat), 2*int64(s.to.Lon), 2*int64(s.to.Lat)
	if bx < x-1 || ax >= x+1 || max(ay, by) < y-1 || min(ay, by) >= y+1 {
		return false
	}
	if ax == bx || ay == by {
		return true
	}
	corner := func(east, north int64) int {
		return signOfDifference(bx-ax, y+north-ay, by-ay, x+east-ax)
	}
	nw, ne, sw, se := corner(-1, 1), corner(1, 1), corner(-1, -1), corner(1, -1)
	rises := by > ay
	switch {
	case sw == 0:
		return true
	case nw == 0 || se == 0: // a rising line meets nothing but that corner, which is not part of the square
		return !rises
	case ne == 0:
		return rises
	}
	return nw != ne || nw != sw || nw != se
}

// along tells how far p lies in the direction of the segment, to order points near it.
func (s segment) along(p Point) float64 {
	return float64(int64(s.to.Lon)-int64(s.from.Lon))*float64(int64(p.Lon)-int64(s.from.Lon)) +
		float64(int64(s.to.Lat)-int64(s.from.Lat))*float64(int64(p.Lat)-int64(s.from.Lat))
}

// crosses tells whether two segments cross in a point that is an end of neither.
func (s segment) crosses(t segment) bool {
	return bend(s.from, s.to, t.from)*bend(s.from, s.to, t.to) < 0 && bend(t.from, t.to, s.from)*bend(t.from, t.to, s.to) < 0
}
