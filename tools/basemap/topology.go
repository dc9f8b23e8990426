package main

import (
	"cmp"
	"fmt"
	"slices"
)

// topology is rings cut into arcs, so that a border between two areas is there once.
type topology struct {
	arcs  [][]point
	areas []area
}

// area is a feature by its arcs: polygons of rings of arcs. As in TopoJSON, ^i is arc i backwards.
type area struct {
	feature
	rings [][][]int
}

// build cuts the polygons of a layer where their borders part.
func build(features []feature) *topology {
	t := &topology{}
	junctions := findJunctions(features)
	known := map[string]int{}
	for _, f := range features {
		a := area{feature: f}
		for _, polygon := range f.polygons {
			var rings [][]int
			for _, ring := range polygon {
				rings = append(rings, t.cut(ring, junctions, known))
			}
			a.rings = append(a.rings, rings)
		}
		t.areas = append(t.areas, a)
	}
	return t
}

// findJunctions gives the points at which more than two edges meet.
func findJunctions(features []feature) map[point]bool {
	neighbours := map[point][]point{}
	add := func(a, b point) {
		if !slices.Contains(neighbours[a], b) {
			neighbours[a] = append(neighbours[a], b)
		}
	}
	for _, f := range features {
		for _, polygon := range f.polygons {
			for _, ring := range polygon {
				for i, a := range ring {
					b := ring[(i+1)%len(ring)]
					add(a, b)
					add(b, a)
				}
			}
		}
	}
	junctions := map[point]bool{}
	for p, others := range neighbours {
		if len(others) > 2 {
			junctions[p] = true
		}
	}
	return junctions
}

// cut turns a ring into arcs; a ring without junctions becomes one arc that begins at its least point.
func (t *topology) cut(ring []point, junctions map[point]bool, known map[string]int) []int {
	start := slices.IndexFunc(ring, func(p point) bool { return junctions[p] })
	if start < 0 {
		start = slices.Index(ring, slices.MinFunc(ring, comparePoints))
	}
	ring = append(slices.Clone(ring[start:]), ring[:start]...)
	ring = append(ring, ring[0])
	var out []int
	from := 0
	for i := 1; i < len(ring); i++ {
		if i == len(ring)-1 || junctions[ring[i]] {
			out = append(out, t.arc(ring[from:i+1], known))
			from = i
		}
	}
	return out
}

func comparePoints(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// arc finds an arc that is there in either direction, or adds it.
func (t *topology) arc(line []point, known map[string]int) int {
	if i, is := known[fmt.Sprint(line)]; is {
		return i
	}
	back := slices.Clone(line)
	reverse(back)
	if i, is := known[fmt.Sprint(back)]; is {
		return ^i
	}
	t.arcs = append(t.arcs, slices.Clone(line))
	known[fmt.Sprint(line)] = len(t.arcs) - 1
	return len(t.arcs) - 1
}

// points writes a ring of arcs out, without its closing point.
func (t *topology) points(ring []int) []point {
	var out []point
	for _, ref := range ring {
		line := t.line(ref)
		out = append(out, line[:len(line)-1]...)
	}
	return out
}

func (t *topology) line(ref int) []point {
	if ref >= 0 {
		return t.arcs[ref]
	}
	line := slices.Clone(t.arcs[^ref])
	reverse(line)
	return line
}

// uses counts the areas on the two sides of each arc.
func (t *topology) uses() []int {
	uses := make([]int, len(t.arcs))
	for _, a := range t.areas {
		for _, rings := range a.rings {
			for _, ring := range rings {
				for _, ref := range ring {
					uses[max(ref, ^ref)]++
				}
			}
		}
	}
	return uses
}

// union joins all areas: what has an area on one side only is its border.
func (t *topology) union() ([][][]int, error) {
	uses := t.uses()
	next := map[point]int{}
	var order []int
	for _, a := range t.areas {
		for _, rings := range a.rings {
			for _, ring := range rings {
				for _, ref := range ring {
					if uses[max(ref, ^ref)] > 1 {
						continue
					}
					start := t.line(ref)[0]
					if _, twice := next[start]; twice {
						return nil, fmt.Errorf("the outline meets itself at %v", start)
					}
					next[start] = ref
					order = append(order, ref)
				}
			}
		}
	}
	var rings [][]int
	for _, ref := range order {
		var ring []int
		for at := t.line(ref)[0]; ; {
			ref, open := next[at]
			if !open {
				break
			}
			delete(next, at)
			line := t.line(ref)
			ring, at = append(ring, ref), line[len(line)-1]
		}
		if len(ring) > 0 {
			rings = append(rings, ring)
		}
	}
	return t.group(rings), nil
}

// group puts each hole with the smallest shell around it.
func (t *topology) group(rings [][]int) [][][]int {
	var polygons [][][]int
	var shells [][]point
	for _, ring := range rings {
		if points := t.points(ring); turn(points) > 0 {
			polygons, shells = append(polygons, [][]int{ring}), append(shells, points)
		}
	}
	for _, ring := range rings {
		points := t.points(ring)
		if turn(points) > 0 {
			continue
		}
		best := -1
		for i, shell := range shells {
			if contains(shell, points[0]) && (best < 0 || turn(shell) < turn(shells[best])) {
				best = i
			}
		}
		if best >= 0 {
			polygons[best] = append(polygons[best], ring)
		}
	}
	return polygons
}

// contains tells whether a point lies within a ring, not on it.
func contains(ring []point, p point) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.y > p.y) == (b.y > p.y) {
			continue
		}
		side := (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x)
		if (side > 0) == (b.y > a.y) {
			in = !in
		}
	}
	return in
}
