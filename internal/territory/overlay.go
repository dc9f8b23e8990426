package territory

import "slices"

// Union is what lies in a or in b.
func Union(a, b Shape) (Shape, error) {
	return overlay(a, b, func(d [2]int32) bool { return d[0] > 0 || d[1] > 0 })
}

// Intersection is what lies in a and in b.
func Intersection(a, b Shape) (Shape, error) {
	return overlay(a, b, func(d [2]int32) bool { return d[0] > 0 && d[1] > 0 })
}

// Difference is what lies in a and not in b.
func Difference(a, b Shape) (Shape, error) {
	return overlay(a, b, func(d [2]int32) bool { return d[0] > 0 && d[1] <= 0 })
}

// UnionOf is what lies in any of the shapes, which may overlap.
func UnionOf(shapes ...Shape) (Shape, error) {
	return overlay(slices.Concat(shapes...), nil, func(d [2]int32) bool { return d[0] > 0 })
}

// overlay gives what is inside by how deep one is in a and in b. The result is valid, on the grid, and the same for the same
// boundary, however its rings are cut and ordered.
func overlay(a, b Shape, inside func([2]int32) bool) (Shape, error) {
	segments := make([]segment, 0, a.edges()+b.edges())
	segments = a.appendTo(segments, 0)
	segments = b.appendTo(segments, 1)
	arranged, err := arrange(segments, nil)
	if err != nil {
		return nil, err
	}
	return bounded(arranged, inside), nil
}

// arrange cuts segments where they meet and finds what lies on both sides of each. Crossed hears where they cross; it may be nil.
func arrange(segments []segment, crossed func(Point)) ([]parted, error) {
	noded, err := node(segments, crossed)
	if err != nil {
		return nil, err
	}
	return depths(noded)
}

// edges counts the edges of a shape.
func (s Shape) edges() int {
	n := 0
	for _, r := range s {
		n += len(r)
	}
	return n
}

// appendTo adds the edges of a shape as those of an input.
func (s Shape) appendTo(segments []segment, input int) []segment {
	s.each(func(e edge) { segments = append(segments, segmentOf(e.from, e.to, input)) })
	return segments
}

// bounded draws the boundary of what is inside, which lies to the left of it.
func bounded(arranged []parted, inside func([2]int32) bool) Shape {
	edges := make([]edge, 0, len(arranged))
	for _, x := range arranged {
		left, right := inside(x.left), inside(x.right)
		switch {
		case left && !right:
			edges = append(edges, edge{x.from, x.to})
		case right && !left:
			edges = append(edges, edge{x.to, x.from})
		}
	}
	return chained(edges)
}
