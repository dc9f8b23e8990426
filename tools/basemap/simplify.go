package main

import "math"

// stretch is how much shorter a step of longitude is than one of latitude in the middle of the map.
var stretch = math.Cos(49 * math.Pi / 180)

// simplify thins all arcs by the rule of Douglas and Peucker; their ends stay, so borders stay shared. Where arcs then
// cross or touch, they are thinned less, until they do not.
func (t *topology) simplify(tolerance float64) {
	whole, allowed := t.arcs, make([]float64, len(t.arcs))
	t.arcs = make([][]point, len(whole))
	for i := range allowed {
		allowed[i] = tolerance
		t.arcs[i] = thin(whole[i], tolerance)
	}
	for {
		bad := crossing(t.arcs)
		changed := false
		for i := range bad {
			if len(t.arcs[i]) == len(whole[i]) {
				continue
			}
			if allowed[i] /= 2; allowed[i] < 1 {
				allowed[i] = 0
			}
			t.arcs[i], changed = thin(whole[i], allowed[i]), true
		}
		if !changed {
			return
		}
	}
}

// thin keeps the ends of a line and every point that lies further than tolerance from what would be left.
func thin(line []point, tolerance float64) []point {
	if tolerance <= 0 || len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	if line[0] == line[len(line)-1] {
		// A closed line stays an area: a triangle at least.
		far := farthest(line, 0, len(line)-1)
		side := farthest(line, 0, far)
		if other := farthest(line, far, len(line)-1); side <= 0 || other > far && away(line, 0, far, other) > away(line, 0, far, side) {
			side = other
		}
		keep[far], keep[side] = true, true
	}
	from := 0
	for i := 1; i < len(line); i++ {
		if keep[i] {
			mark(line, keep, from, i, tolerance)
			from = i
		}
	}
	var out []point
	for i, p := range line {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

func mark(line []point, keep []bool, from, to int, tolerance float64) {
	far := farthest(line, from, to)
	if far <= from || away(line, from, to, far) <= tolerance {
		return
	}
	keep[far] = true
	mark(line, keep, from, far, tolerance)
	mark(line, keep, far, to, tolerance)
}

// farthest gives the point between two others that lies farthest from the edge between them; from when there is none.
func farthest(line []point, from, to int) int {
	best, most := from, -1.0
	for i := from + 1; i < to; i++ {
		if d := away(line, from, to, i); d > most {
			best, most = i, d
		}
	}
	return best
}

// away is the distance of a point from the edge between two others, in steps of latitude.
func away(line []point, from, to, at int) float64 {
	ax, ay := float64(line[from].x)*stretch, float64(line[from].y)
	bx, by := float64(line[to].x)*stretch, float64(line[to].y)
	px, py := float64(line[at].x)*stretch, float64(line[at].y)
	length := (bx-ax)*(bx-ax) + (by-ay)*(by-ay)
	part := 0.0
	if length > 0 {
		part = min(max(((px-ax)*(bx-ax)+(py-ay)*(by-ay))/length, 0), 1)
	}
	return math.Hypot(px-ax-part*(bx-ax), py-ay-part*(by-ay))
}

// edge is one edge of an arc.
type edge struct {
	arc  int
	a, b point
}

// crossing finds arcs that cross or touch another or themselves anywhere but at an end that both have.
func crossing(arcs [][]point) map[int]bool {
	const cell = scale / 5
	grid := map[point][]edge{}
	bad := map[int]bool{}
	for i, line := range arcs {
		for j := 1; j < len(line); j++ {
			e := edge{i, line[j-1], line[j]}
			for x := floor(min(e.a.x, e.b.x), cell); x <= floor(max(e.a.x, e.b.x), cell); x++ {
				for y := floor(min(e.a.y, e.b.y), cell); y <= floor(max(e.a.y, e.b.y), cell); y++ {
					at := point{x, y}
					for _, other := range grid[at] {
						if meet(e, other) {
							bad[i], bad[other.arc] = true, true
						}
					}
					grid[at] = append(grid[at], e)
				}
			}
		}
	}
	return bad
}

func floor(n, by int) int { return int(math.Floor(float64(n) / float64(by))) }

// meet tells whether two edges have a point in common beside a common end.
func meet(e, f edge) bool {
	if e.a == f.a && e.b == f.b || e.a == f.b && e.b == f.a {
		return true
	}
	for _, ends := range [][4]point{{e.a, e.b, f.a, f.b}, {e.a, e.b, f.b, f.a}, {e.b, e.a, f.a, f.b}, {e.b, e.a, f.b, f.a}} {
		if ends[0] == ends[2] {
			return on(ends[0], ends[1], ends[3]) || on(ends[2], ends[3], ends[1])
		}
	}
	s1, s2 := sign(e.a, e.b, f.a), sign(e.a, e.b, f.b)
	s3, s4 := sign(f.a, f.b, e.a), sign(f.a, f.b, e.b)
	if s1*s2 < 0 && s3*s4 < 0 {
		return true
	}
	return on(e.a, e.b, f.a) || on(e.a, e.b, f.b) || on(f.a, f.b, e.a) || on(f.a, f.b, e.b)
}

// on tells whether a point lies on an edge.
func on(a, b, p point) bool {
	return sign(a, b, p) == 0 && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y)
}

func sign(a, b, p point) int {
	switch n := (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x); {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}
