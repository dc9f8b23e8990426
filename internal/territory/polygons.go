package territory

// Polygons gives a valid shape as polygons, each outer ring with the holes that lie directly in it.
func (s Shape) Polygons() []Polygon {
	var out []Polygon
	for _, r := range s {
		if r.twice() > 0 {
			out = append(out, Polygon{Shell: r})
		}
	}
	for _, r := range s {
		if r.twice() > 0 {
			continue
		}
		best := -1
		for i := range out {
			if r.within(out[i].Shell) && (best < 0 || out[i].Shell.within(out[best].Shell)) {
				best = i
			}
		}
		if best >= 0 {
			out[best].Holes = append(out[best].Holes, r)
		}
	}
	return out
}

// within tells whether a ring that crosses no edge of another lies in it. A point of it that is also one of the other tells nothing.
func (r Ring) within(outer Ring) bool {
	on := make(map[Point]bool, len(outer))
	for _, p := range outer {
		on[p] = true
	}
	for _, p := range r {
		if !on[p] {
			return outer.winds(p) != 0
		}
	}
	return false
}
