package territory

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// Flaw is something wrong with drawn polygons, and where: what, as a clause.
type Flaw struct {
	What string
	At   Point
}

// String gives the flaw with its place in degrees.
func (f Flaw) String() string { return f.What + " at " + f.At.String() }

// String writes a point in degrees, longitude first, with the digits that the grid has.
func (p Point) String() string {
	return fmt.Sprintf("%.7f %.7f", float64(p.Lon)/Unit, float64(p.Lat)/Unit)
}

// maxFlaws bounds what is told of one map.
const maxFlaws = 100

// Repair makes one valid shape of drawn polygons, and tells what was wrong with them. What a shell goes round counts as inside,
// whichever way and however often it goes (the rule of winding numbers that are not zero): a line that crosses itself by mistake
// encloses its loops none the less, and one drawn twice encloses no less than one drawn once. What a hole goes round is taken out of
// its own polygon only. Polygons may overlap. It refuses polygons that enclose nothing at all, with the place.
func Repair(polygons []Polygon) (Shape, []Flaw, error) {
	var flaws []Flaw
	var shapes []Shape
	for _, p := range polygons {
		s, found, err := mend(p)
		if err != nil {
			return nil, nil, err
		}
		if flaws = append(flaws, found...); len(s) > 0 {
			shapes = append(shapes, s)
		}
	}
	flaws = slices.Clip(flaws[:min(len(flaws), maxFlaws)])
	if len(shapes) == 0 {
		where := "nowhere"
		if len(polygons) > 0 && len(polygons[0].Shell) > 0 {
			where = polygons[0].Shell[0].String()
		}
		return nil, flaws, brief.Invalid("the polygon at "+where+" encloses nothing", "draw its border round an area")
	}
	if len(shapes) == 1 {
		return shapes[0], flaws, nil
	}
	whole, err := UnionOf(shapes...)
	return whole, flaws, err
}

// mend makes a valid shape of one polygon; an empty one where it encloses nothing.
func mend(p Polygon) (Shape, []Flaw, error) {
	var flaws []Flaw
	shell, found := tidy(p.Shell, "the border")
	flaws = append(flaws, found...)
	segments := Shape{shell}.appendTo(nil, 0)
	var holes Shape
	for i, h := range p.Holes {
		hole, found := tidy(h, fmt.Sprintf("hole %d", i+1))
		flaws = append(flaws, found...)
		if slices.ContainsFunc(holes, func(r Ring) bool { return slices.Equal(r, hole) }) {
			flaws = append(flaws, Flaw{fmt.Sprintf("hole %d is drawn twice", i+1), hole[0]})
			continue
		}
		if len(hole) > 0 {
			holes = append(holes, hole)
		}
	}
	segments = holes.appendTo(segments, 1)
	var crossed crossingFlaws
	arranged, err := arrange(segments, crossed.hear)
	if err != nil {
		return nil, nil, err
	}
	flaws = append(flaws, crossed...)
	s := bounded(arranged, func(d [2]int32) bool { return d[0] != 0 && d[1] == 0 })
	return s, append(flaws, misplaced(s, arranged, shell, len(crossed) > 0)...), nil
}

// tidy leaves out points that repeat the one before and spikes that go out and come back on themselves, and turns the ring so
// that its inside lies to its left. Fewer than three points are no ring: it gives none.
func tidy(r Ring, name string) (Ring, []Flaw) {
	var flaws []Flaw
	out := make(Ring, 0, len(r))
	for _, p := range r {
		for len(out) > 1 && out[len(out)-2] == p {
			flaws = append(flaws, Flaw{name + " has a spike", out[len(out)-1]})
			out = out[:len(out)-2]
		}
		if len(out) > 0 && out[len(out)-1] == p {
			flaws = append(flaws, Flaw{name + " has a point twice", p})
			continue
		}
		out = append(out, p)
	}
	for len(out) > 1 && out[len(out)-1] == out[0] {
		out = out[:len(out)-1]
	}
	if len(out) < 3 {
		if len(r) > 0 {
			flaws = append(flaws, Flaw{name + " encloses nothing, and was left out", r[0]})
		}
		return nil, flaws
	}
	if out.twice() < 0 {
		slices.Reverse(out)
	}
	first := 0
	for i, p := range out {
		if p.compare(out[first]) < 0 {
			first = i
		}
	}
	return slices.Concat(out[first:], out[:first]), flaws
}

// twice is twice the area in grid steps, whose sign tells the direction.
func (r Ring) twice() float64 {
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += exactly(int64(p.Lon)-int64(r[0].Lon), int64(q.Lat)-int64(r[0].Lat), int64(p.Lat)-int64(r[0].Lat), int64(q.Lon)-int64(r[0].Lon))
	}
	return sum
}

// crossingFlaws collects flaws where lines cross.
type crossingFlaws []Flaw

func (c *crossingFlaws) hear(at Point) {
	if len(*c) < maxFlaws {
		*c = append(*c, Flaw{"lines cross", at})
	}
}

// misplaced finds what is wrong with how the rings of a polygon lie, though no lines cross.
func misplaced(s Shape, arranged []parted, shell Ring, crossed bool) []Flaw {
	var flaws []Flaw
	outside, twice := false, false
	for _, x := range arranged {
		for _, d := range [][2]int32{x.left, x.right} {
			if d[0] == 0 && d[1] != 0 && !outside {
				flaws, outside = append(flaws, Flaw{"a hole lies outside its border", x.from}), true
			}
			if (d[0] > 1 || d[0] < -1 || d[1] > 1 || d[1] < -1) && !twice {
				flaws, twice = append(flaws, Flaw{"an area is gone round twice", x.from}), true
			}
		}
	}
	outer := 0
	for _, r := range s {
		if r.twice() > 0 {
			if outer++; outer == 2 && !crossed {
				flaws = append(flaws, Flaw{"the inside falls apart", r[0]})
			}
		}
	}
	if len(s) == 0 && len(shell) > 0 {
		flaws = append(flaws, Flaw{"a polygon encloses nothing, and was left out", shell[0]})
	}
	return flaws
}

// Told writes flaws in a line for people, each kind once with how many there are and where the first is.
func Told(flaws []Flaw) string {
	var kinds []string
	count, first := map[string]int{}, map[string]Point{}
	for _, f := range flaws {
		if count[f.What]++; count[f.What] == 1 {
			kinds, first[f.What] = append(kinds, f.What), f.At
		}
	}
	for i, k := range kinds {
		kinds[i] = Flaw{k, first[k]}.String()
		if n := count[k]; n > 1 {
			kinds[i] += fmt.Sprintf(" and in %d other places", n-1)
		}
	}
	return strings.Join(kinds, "; ")
}
