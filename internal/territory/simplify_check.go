package territory

import "slices"

// amiss tells which chords meet another one elsewhere than in an end of both, or have a point that stays between them and the line that
// they stand for: it would come to lie on the other side.
func (t *thinning) amiss(chords []chord) ([]bool, error) {
	amiss := make([]bool, len(chords))
	points := make([]Point, 0, 2*len(chords))
	var active []int
	for i, c := range chords {
		points = append(points, c.segment.from, c.segment.to)
		low, high := c.lats()
		kept := active[:0]
		for _, k := range active {
			o := chords[k]
			if o.segment.to.Lon < c.segment.from.Lon-1 { // what it touches reaches half a step on
				continue
			}
			kept = append(kept, k)
			if south, north := o.lats(); south <= high+1 && north >= low-1 && c.collides(o.segment) {
				amiss[i], amiss[k] = true, true
			}
		}
		active = append(kept, i)
		if t.work += len(active); t.work > maxWork {
			return nil, tooTangled()
		}
	}
	slices.SortFunc(points, Point.compare)
	points = slices.Compact(points)
	for i, c := range chords {
		if amiss[i] || c.to == c.from+1 {
			continue
		}
		run := Ring(t.arcs[c.arc].points[c.from : c.to+1])
		amiss[i] = t.holdsAny(run, points)
		if t.work > maxWork {
			return nil, tooTangled()
		}
	}
	return amiss, nil
}

// holdsAny tells whether a ring goes round one of the points, its first and last apart.
func (t *thinning) holdsAny(r Ring, points []Point) bool {
	b := Shape{r}.box()
	from, _ := slices.BinarySearchFunc(points, Point{b.west, b.south}, Point.compare)
	for _, p := range points[from:] {
		if p.Lon > b.east {
			return false
		}
		if t.work++; p.Lat < b.south || p.Lat > b.north || p == r[0] || p == r[len(r)-1] {
			continue
		}
		if t.work += len(r); r.winds(p) != 0 {
			return true
		}
	}
	return false
}

// lats gives the southern and the northern end of a segment.
func (s segment) lats() (south, north int32) {
	return min(s.from.Lat, s.to.Lat), max(s.from.Lat, s.to.Lat)
}

// collides tells whether two segments are the same, or one passes within half a step of an end of the other: an overlay would lead it
// through there. Two that cross between their ends need not be looked for: the lines they stand for do not, so an end of one lies
// between the other and its line.
func (s segment) collides(t segment) bool {
	return s.from == t.from && s.to == t.to || s.passes(t.from) || s.passes(t.to) || t.passes(s.from) || t.passes(s.to)
}

// passes tells whether a segment touches a point that is no end of it.
func (s segment) passes(p Point) bool { return p != s.from && p != s.to && s.touches(p) }

// winds counts how often a ring goes round a point counter-clockwise.
func (r Ring) winds(p Point) int {
	n := 0
	for i, b := range r {
		a := r[(i+len(r)-1)%len(r)]
		switch {
		case a.Lat <= p.Lat && b.Lat > p.Lat && bend(a, b, p) > 0:
			n++
		case a.Lat > p.Lat && b.Lat <= p.Lat && bend(a, b, p) < 0:
			n--
		}
	}
	return n
}
