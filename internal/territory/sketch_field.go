package territory

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

// closed makes the rim of a field negative, so that every border within it comes back to itself.
func (f *field) closed(values []int32) {
	for x := range f.width {
		values[x], values[(f.height-1)*f.width+x] = -1, -1
	}
	for y := range f.height {
		values[y*f.width], values[y*f.width+f.width-1] = -1, -1
	}
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
