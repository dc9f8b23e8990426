package territory

// Change is what lies between two shapes.
type Change struct {
	// Gained lies in the later one alone, Lost in the earlier one alone.
	Gained, Lost Shape
}

// GainedKm2 is the area gained, in square kilometres.
func (c Change) GainedKm2() float64 { return c.Gained.Km2() }

// LostKm2 is the area lost, in square kilometres.
func (c Change) LostKm2() float64 { return c.Lost.Km2() }

// Between finds what changed from one valid shape to another. Edges that both have bound nothing that changed and cancel out first,
// so that of two days of a map only the small loops round what changed are cut and swept.
func Between(before, after Shape) (Change, error) {
	segments := left(before, after)
	arranged, err := arrange(segments, nil)
	if err != nil {
		return Change{}, err
	}
	return Change{
		Gained: bounded(arranged, func(d [2]int32) bool { return d[0] > 0 }),
		Lost:   bounded(arranged, func(d [2]int32) bool { return d[0] < 0 }),
	}, nil
}

// left gives the edges of after and, the other way round, of before, but for those that both have. Inside them one is once in
// what was gained, and minus once in what was lost.
func left(before, after Shape) []segment {
	count := make(map[edge]int32, before.edges())
	before.each(func(e edge) { count[e]++ })
	var out []segment
	after.each(func(e edge) {
		if count[e] > 0 {
			count[e]--
			return
		}
		out = append(out, segmentOf(e.from, e.to, 0))
	})
	before.each(func(e edge) {
		if count[e] > 0 {
			count[e]--
			out = append(out, segmentOf(e.to, e.from, 0))
		}
	})
	return out
}

// each hands over every edge of the shape.
func (s Shape) each(do func(edge)) {
	for _, r := range s {
		for i, p := range r {
			if q := r[(i+1)%len(r)]; p != q {
				do(edge{p, q})
			}
		}
	}
}
