package territory

import (
	"cmp"
	"slices"
)

// arc is a piece of the borders of a layer between two nodes, and which of its points stay. A point between its ends is in no other
// arc, so what becomes of it is the same for all areas that have the arc.
type arc struct {
	points []Point
	stays  []bool
}

// arcs cuts the borders of a layer at its nodes, each piece once, however many areas have it and in whichever direction.
func (l Layer) arcs() []arc {
	nodes := l.nodes()
	var out []arc
	known := map[edge]bool{}
	for _, a := range l {
		for _, r := range a.Shape {
			first := slices.IndexFunc(r, func(p Point) bool { return nodes[p] })
			if first < 0 {
				continue
			}
			round := slices.Concat(r[first:], r[:first+1])
			from := 0
			for i := 1; i < len(round); i++ {
				if !nodes[round[i]] {
					continue
				}
				points := oneWay(round[from : i+1])
				from = i
				if start := (edge{points[0], points[1]}); !known[start] {
					known[start] = true
					out = append(out, arc{points: points, stays: make([]bool, len(points))})
				}
			}
		}
	}
	return out
}

// nodes are the points where other than two edges meet; of a ring that has none its first and its last in the order of points.
func (l Layer) nodes() map[Point]bool {
	var edges []edge
	for _, a := range l {
		a.Shape.each(func(e edge) {
			if e.from.compare(e.to) > 0 {
				e.from, e.to = e.to, e.from
			}
			edges = append(edges, e)
		})
	}
	slices.SortFunc(edges, func(e, o edge) int { return cmp.Or(e.from.compare(o.from), e.to.compare(o.to)) })
	meet := map[Point]int{}
	for _, e := range slices.Compact(edges) {
		meet[e.from]++
		meet[e.to]++
	}
	nodes := map[Point]bool{}
	for p, n := range meet {
		if n != 2 {
			nodes[p] = true
		}
	}
	for _, a := range l {
		for _, r := range a.Shape {
			if len(r) > 0 && !slices.ContainsFunc(r, func(p Point) bool { return nodes[p] }) {
				nodes[slices.MinFunc(r, Point.compare)], nodes[slices.MaxFunc(r, Point.compare)] = true, true
			}
		}
	}
	return nodes
}

// oneWay gives the points of an arc in the direction in which every area has it.
func oneWay(points []Point) []Point {
	back := slices.Clone(points)
	slices.Reverse(back)
	if slices.CompareFunc(back, points, Point.compare) < 0 {
		return back
	}
	return points
}
