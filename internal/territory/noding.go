package territory

import (
	"cmp"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

const (
	// maxSegments bounds what one overlay takes; a day of the largest map seen has 16,000.
	maxSegments = 10_000_000
	// maxPasses bounds how often the segments are cut; drawn maps need one or two.
	maxPasses = 32
	// maxWork bounds the pairs that are looked at in one pass.
	maxWork = 4_000_000_000
)

// node cuts segments until they meet in their ends alone. Where two cross, and where one passes within half a step of an end, it
// is led through that point of the grid (snap rounding, after Hobby 1999 and Guibas and Marimont 1998), so that no point moves by
// more than one step. Segments that coincide become one, and those that part nothing are gone. Crossed, which may be nil, hears of
// the places where segments cross as they come.
func node(segments []segment, crossed func(Point)) ([]segment, error) {
	if len(segments) > maxSegments {
		return nil, brief.Invalid(fmt.Sprintf("there are %d edges, and at most %d are taken at once", len(segments), maxSegments), "simplify the map, or import it in parts")
	}
	segments = merged(segments)
	for range maxPasses {
		points, err := crossings(segments, crossed)
		if err != nil {
			return nil, err
		}
		cut, err := led(segments, points)
		if err != nil || cut == nil {
			return segments, err
		}
		segments, crossed = merged(cut), nil
	}
	return nil, brief.Invalid("the edges of the map cannot be parted on the grid of a centimetre", "simplify it, or round its positions to six decimals")
}

// merged joins the segments with the same ends, and sorts them.
func merged(segments []segment) []segment {
	slices.SortFunc(segments, func(s, t segment) int { return cmp.Or(s.from.compare(t.from), s.to.compare(t.to)) })
	out := segments[:0]
	for _, s := range segments {
		if n := len(out); n > 0 && out[n-1].from == s.from && out[n-1].to == s.to {
			out[n-1].turns[0] += s.turns[0]
			out[n-1].turns[1] += s.turns[1]
			continue
		}
		out = append(out, s)
	}
	return slices.DeleteFunc(out, func(s segment) bool { return s.turns == [2]int32{} || s.from == s.to })
}

// crossings gives the ends of all segments, and the points of the grid next to where two cross; sorted, each once.
func crossings(segments []segment, crossed func(Point)) ([]Point, error) {
	points := make([]Point, 0, 2*len(segments))
	active, work := []int{}, 0
	for i, s := range segments {
		points = append(points, s.from, s.to)
		low, high := min(s.from.Lat, s.to.Lat), max(s.from.Lat, s.to.Lat)
		kept := active[:0]
		for _, k := range active {
			t := &segments[k]
			if t.to.Lon < s.from.Lon {
				continue
			}
			kept = append(kept, k)
			if min(t.from.Lat, t.to.Lat) <= high && max(t.from.Lat, t.to.Lat) >= low && s.crosses(*t) {
				at := crossing(*t, s)
				if points = append(points, at); crossed != nil {
					crossed(at)
				}
			}
		}
		active = append(kept, i)
		if work += len(active); work > maxWork {
			return nil, tooTangled()
		}
	}
	slices.SortFunc(points, Point.compare)
	return slices.Compact(points), nil
}

func tooTangled() error {
	return brief.Invalid("too many edges of the map lie side by side", "simplify it, or import it in parts")
}

// led leads every segment through the points that it touches. It gives nil when each touches only its own ends.
func led(segments []segment, points []Point) ([]segment, error) {
	through := make([][]Point, len(segments))
	active, work, next, found := []int{}, 0, 0, false
	for _, p := range points {
		for next < len(segments) && segments[next].from.Lon <= p.Lon+1 {
			active = append(active, next)
			next++
		}
		kept := active[:0]
		for _, k := range active {
			s := &segments[k]
			if s.to.Lon < p.Lon-1 {
				continue
			}
			kept = append(kept, k)
			if s.from != p && s.to != p && s.touches(p) {
				through[k], found = append(through[k], p), true
			}
		}
		active = kept
		if work += len(active); work > maxWork {
			return nil, tooTangled()
		}
	}
	if !found {
		return nil, nil
	}
	out := make([]segment, 0, len(segments)+len(segments)/8)
	for i, s := range segments {
		slices.SortStableFunc(through[i], func(p, q Point) int { return cmp.Compare(s.along(p), s.along(q)) })
		at := s.from
		for _, p := range append(through[i], s.to) {
			out = append(out, s.piece(at, p))
			at = p
		}
	}
	return out, nil
}

// piece is the part of the segment between two points along it.
func (s segment) piece(p, q Point) segment {
	if p.compare(q) > 0 {
		return segment{from: q, to: p, turns: [2]int32{-s.turns[0], -s.turns[1]}}
	}
	return segment{from: p, to: q, turns: s.turns}
}
