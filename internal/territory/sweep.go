package territory

import (
	"slices"

	"livebrief/internal/brief"
)

// parted is a segment with how deep one is in each input on its left and on its right.
type parted struct {
	segment
	left, right [2]int32
}

// depths finds for segments that meet in their ends alone how deep both sides of each lie. A line sweeps from west to east over the
// segments, which it knows from south to north; far south of all of them one is in nothing.
func depths(segments []segment) ([]parted, error) {
	out := make([]parted, 0, len(segments))
	ends := map[Point]int{} // how many segments end there
	for _, s := range segments {
		ends[s.to]++
	}
	points := make([]Point, 0, len(segments)+1)
	for _, s := range segments {
		points = append(points, s.from, s.to)
	}
	slices.SortFunc(points, Point.compare)
	points = slices.Compact(points)
	var line []int // indexes of out, from south to north
	next, work := 0, 0
	for _, p := range points {
		at, _ := slices.BinarySearchFunc(line, p, func(k int, p Point) int {
			if bend(out[k].from, out[k].to, p) > 0 {
				return -1
			}
			return 1
		})
		from := next
		for next < len(segments) && segments[next].from == p {
			next++
		}
		starts := segments[from:next]
		slices.SortFunc(starts, func(s, t segment) int { return -bend(p, s.to, t.to) })
		below := [2]int32{}
		if at > 0 {
			below = out[line[at-1]].left
		}
		fresh := make([]int, 0, len(starts))
		for _, s := range starts {
			x := parted{segment: s, right: below, left: [2]int32{below[0] + s.turns[0], below[1] + s.turns[1]}}
			below = x.left
			fresh = append(fresh, len(out))
			out = append(out, x)
		}
		if at+ends[p] > len(line) {
			return nil, brief.Invalid("edges of the map cross at "+p.String()+" in a way that could not be parted", "move the points there a little")
		}
		line = slices.Replace(line, at, at+ends[p], fresh...)
		if len(fresh) != ends[p] { // the rest of the line has moved
			work += (len(line) - at) / 64
		}
		if work > maxWork {
			return nil, tooTangled()
		}
	}
	return out, nil
}
