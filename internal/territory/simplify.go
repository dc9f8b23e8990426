package territory

import (
	"cmp"
	"math"
	"slices"
)

// Simplified leaves points out of the borders of a layer, each of which lies within so many steps of the line that stays (Douglas and
// Peucker 1973). Borders that areas share stay shared, so that neighbours neither part nor overlap: each arc is thinned once, its nodes
// stay, and where lines would meet, or pass to the other side of a point, points are given back. A small island stays, as a triangle.
// The layer is one as Snapshot.Layer makes it.
func (l Layer) Simplified(steps float64) (Layer, error) {
	t := thinning{arcs: l.arcs(), steps: max(0, steps)}
	for i := range t.arcs {
		a := &t.arcs[i]
		last := len(a.points) - 1
		a.stays[0], a.stays[last] = true, true
		if a.points[0] == a.points[last] { // a loop at one node has no direction of its own
			t.giveBack(chord{arc: i, from: 0, to: last})
			continue
		}
		t.thin(chord{arc: i, from: 0, to: last})
	}
	for {
		chords := t.chords()
		amiss, err := t.amiss(chords)
		if err != nil {
			return nil, err
		}
		given := false
		for i, c := range chords {
			if amiss[i] && c.to > c.from+1 {
				t.giveBack(c)
				given = true
			}
		}
		if !given {
			return t.applied(l), nil
		}
	}
}

// thinning is a layer of which points are being left out.
type thinning struct {
	arcs  []arc
	steps float64
	work  int
}

// chord is a line that stays in the place of the points of an arc from one to another.
type chord struct {
	arc, from, to int
	segment
}

// thin keeps those points between the ends of a chord without which the line would be too far off.
func (t *thinning) thin(c chord) {
	open := []chord{c}
	for len(open) > 0 {
		c := open[len(open)-1]
		open = open[:len(open)-1]
		if at, far := t.farthest(c); far > t.steps {
			t.arcs[c.arc].stays[at] = true
			open = append(open, chord{arc: c.arc, from: c.from, to: at}, chord{arc: c.arc, from: at, to: c.to})
		}
	}
}

// giveBack keeps the point that is farthest from a chord, and what its halves then need.
func (t *thinning) giveBack(c chord) {
	at, _ := t.farthest(c)
	t.arcs[c.arc].stays[at] = true
	t.thin(chord{arc: c.arc, from: c.from, to: at})
	t.thin(chord{arc: c.arc, from: at, to: c.to})
}

// farthest finds the point between the ends of a chord that is farthest from it; -1 where there is none.
func (t *thinning) farthest(c chord) (at int, far float64) {
	at, far = -1, -1.0
	points := t.arcs[c.arc].points
	a, b := points[c.from], points[c.to]
	dx, dy := float64(b.Lon)-float64(a.Lon), float64(b.Lat)-float64(a.Lat)
	for i := c.from + 1; i < c.to; i++ {
		x, y := float64(points[i].Lon)-float64(a.Lon), float64(points[i].Lat)-float64(a.Lat)
		share := 0.0
		if a != b {
			share = max(0, min(1, (x*dx+y*dy)/(dx*dx+dy*dy)))
		}
		if d := math.Hypot(x-share*dx, y-share*dy); d > far {
			at, far = i, d
		}
	}
	return at, far
}

// chords lists the lines that stay, sorted as segments are.
func (t *thinning) chords() []chord {
	var out []chord
	for k, a := range t.arcs {
		from := 0
		for i := 1; i < len(a.points); i++ {
			if a.stays[i] {
				out = append(out, chord{k, from, i, segmentOf(a.points[from], a.points[i], 0)})
				from = i
			}
		}
	}
	slices.SortFunc(out, func(c, d chord) int {
		return cmp.Or(c.segment.from.compare(d.segment.from), c.segment.to.compare(d.segment.to))
	})
	return out
}

// applied gives the layer with the points that stay.
func (t *thinning) applied(l Layer) Layer {
	gone := map[Point]bool{}
	for _, a := range t.arcs {
		for i, p := range a.points {
			if !a.stays[i] {
				gone[p] = true
			}
		}
	}
	out := slices.Clone(l)
	for i, a := range l {
		out[i].Shape = make(Shape, len(a.Shape))
		for k, r := range a.Shape {
			out[i].Shape[k] = slices.DeleteFunc(slices.Clone(r), func(p Point) bool { return gone[p] })
		}
	}
	return out
}
