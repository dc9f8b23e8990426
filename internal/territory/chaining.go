package territory

import (
	"cmp"
	"slices"
)

// edge is a directed piece of a boundary with the inside on its left.
type edge struct{ from, to Point }

// chained joins the edges of an area's boundary to simple rings that meet in points at most: at each point it goes on with the edge
// that bounds the same piece of the inside, and where it comes back to a point it cuts the ring off. The rings are in the order of
// their first points, and each begins with its westernmost.
func chained(edges []edge) Shape {
	slices.SortFunc(edges, func(e, o edge) int { return cmp.Or(e.from.compare(o.from), e.to.compare(o.to)) })
	c := chain{edges: edges, used: make([]bool, len(edges)), place: map[Point]int{}}
	for i := range edges {
		if !c.used[i] {
			c.follow(i)
		}
	}
	slices.SortFunc(c.rings, func(a, b Ring) int { return slices.CompareFunc(a, b, Point.compare) })
	return c.rings
}

// chain is a boundary being walked.
type chain struct {
	edges []edge
	used  []bool
	path  []Point
	place map[Point]int // where a point stands in path
	rings Shape
}

// follow walks from edge i until nothing goes on.
func (c *chain) follow(i int) {
	c.path = c.path[:0]
	clear(c.place)
	for i >= 0 {
		e := c.edges[i]
		c.used[i] = true
		c.place[e.from] = len(c.path)
		c.path = append(c.path, e.from)
		if at, back := c.place[e.to]; back {
			c.cut(at)
		}
		i = c.next(e)
	}
}

// cut takes the ring off that begins at a place of the path; the walk goes on from that point.
func (c *chain) cut(at int) {
	for _, p := range c.path[at:] {
		delete(c.place, p)
	}
	ring := Ring(slices.Clone(c.path[at:]))
	c.path = c.path[:at]
	first := 0
	for i, p := range ring {
		if p.compare(ring[first]) < 0 {
			first = i
		}
	}
	c.rings = append(c.rings, slices.Concat(ring[first:], ring[:first]))
}

// next is the unused edge that goes on from e, -1 when there is none: the first one clockwise from the way back.
func (c *chain) next(e edge) int {
	from, _ := slices.BinarySearchFunc(c.edges, e.to, func(o edge, p Point) int { return o.from.compare(p) })
	best := -1
	for i := from; i < len(c.edges) && c.edges[i].from == e.to; i++ {
		if !c.used[i] && (best < 0 || sooner(e.to, e.from, c.edges[i].to, c.edges[best].to)) {
			best = i
		}
	}
	return best
}

// sooner tells whether one that turns clockwise round a point, from the direction of back on, meets a before b.
func sooner(at, back, a, b Point) bool {
	x, y := half(at, back, a), half(at, back, b)
	if x != y {
		return x < y
	}
	return bend(at, a, b) < 0
}

// half tells whether a lies in the first half turn clockwise from back, 0, or in the second, 1.
func half(at, back, a Point) int {
	switch bend(at, back, a) {
	case -1:
		return 0
	case 1:
		return 1
	}
	if (a.compare(at) > 0) == (back.compare(at) > 0) {
		return 1 // the way back itself comes last
	}
	return 0
}
