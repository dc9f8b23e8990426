package territory

import (
	"math"
	"slices"
)

// field is a grid of points over a country on a plane that is true to scale at its mean latitude.
type field struct {
	west, south      int64 // of the first point, in grid steps of 1e-7 degrees
	stepLon, stepLat int64
	width, height    int
}

// spot is a place in the plane of a field; cellSize is the distance of two neighbours.
type spot struct{ x, y int64 }

func (a spot) distance2(b spot) int64 {
	dx, dy := a.x-b.x, a.y-b.y
	return dx*dx + dy*dy
}

func (f *field) size() int { return f.width * f.height }

func (f *field) spotOf(p Point) spot {
	return spot{(int64(p.Lon) - f.west) * cellSize / f.stepLon, (int64(p.Lat) - f.south) * cellSize / f.stepLat}
}

// landDepth is how far from the outline distances are told apart.
const landDepth = 3 * cellSize

// depths gives for each point how far inside the outline it lies, negative outside, at most landDepth either way.
func (f *field) depths(outline Shape) []int32 {
	away := make([]int64, f.size()) // squared
	for i := range away {
		away[i] = landDepth * landDepth
	}
	crossings := make([][]int64, f.height)
	for _, ring := range outline {
		for i, p := range ring {
			a, b := f.spotOf(p), f.spotOf(ring[(i+1)%len(ring)])
			f.approach(away, a, b)
			f.cross(crossings, a, b)
		}
	}
	depths := make([]int32, f.size())
	for y := range f.height {
		slices.Sort(crossings[y])
		west := 0 // crossings to the west of the point
		for x := range f.width {
			for west < len(crossings[y]) && crossings[y][west] < int64(x)*cellSize {
				west++
			}
			i := y*f.width + x
			depths[i] = int32(math.Sqrt(float64(away[i])))
			if west%2 == 0 {
				depths[i] = -depths[i]
			}
		}
	}
	return depths
}

// cross notes where an edge crosses the rows of the field; the lower end of an edge counts, the upper does not.
func (f *field) cross(crossings [][]int64, a, b spot) {
	if a.y > b.y {
		a, b = b, a
	}
	for y := (a.y + cellSize - 1) / cellSize; y*cellSize < b.y; y++ {
		crossings[y] = append(crossings[y], a.x+(b.x-a.x)*(y*cellSize-a.y)/(b.y-a.y))
	}
}

// approach lowers the squared distance of the points near an edge.
func (f *field) approach(away []int64, a, b spot) {
	if a.y > b.y {
		a, b = b, a
	}
	for y := max(0, (a.y-landDepth+cellSize-1)/cellSize); y <= min((b.y+landDepth)/cellSize, int64(f.height-1)); y++ {
		// Only the part of the edge that comes near the row can be near its points.
		from, to := a.x, b.x
		if a.y < b.y {
			from = a.x + (b.x-a.x)*(max(a.y, y*cellSize-landDepth)-a.y)/(b.y-a.y)
			to = a.x + (b.x-a.x)*(min(b.y, y*cellSize+landDepth)-a.y)/(b.y-a.y)
		}
		left, right := min(from, to)-landDepth, max(from, to)+landDepth
		for x := max(0, left/cellSize); x <= min(right/cellSize, int64(f.width-1)); x++ {
			i := int(y)*f.width + int(x)
			away[i] = min(away[i], distanceToEdge(spot{x * cellSize, y * cellSize}, a, b))
		}
	}
}

// distanceToEdge gives the squared distance of a spot from an edge.
func distanceToEdge(p, a, b spot) int64 {
	length := a.distance2(b)
	along := (p.x-a.x)*(b.x-a.x) + (p.y-a.y)*(b.y-a.y)
	switch {
	case along <= 0:
		return p.distance2(a)
	case along >= length:
		return p.distance2(b)
	}
	return p.distance2(spot{a.x + (b.x-a.x)*along/length, a.y + (b.y-a.y)*along/length})
}

// blur sums each value with its neighbours up to radius in both directions, three times over, which comes close to a
// bell; beyond the edge of the field stands what stands at the edge.
func (f *field) blur(values []int32, radius int) {
	line := make([]int32, max(f.width, f.height))
	for range 3 {
		for y := range f.height {
			sumAlong(values, line, y*f.width, 1, f.width, radius)
		}
		for x := range f.width {
			sumAlong(values, line, x, f.width, f.height, radius)
		}
	}
}

// sumAlong replaces each value of a row or column by the sum over a window round it.
func sumAlong(values, line []int32, start, stride, count, radius int) {
	at := func(i int) int32 { return values[start+min(max(i, 0), count-1)*stride] }
	var sum int32
	for i := -radius; i <= radius; i++ {
		sum += at(i)
	}
	for i := range count {
		line[i] = sum
		sum += at(i+radius+1) - at(i-radius)
	}
	for i := range count {
		values[start+i*stride] = line[i]
	}
}
