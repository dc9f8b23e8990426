package territory

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// yielding lists the classes in the order in which one yields to another where a map draws both: what is judged to be held before
// what is fought over, that before what is not known, and last what was freed.
var yielding = []Class{Assessed, Contested, Unknown, Freed}

// mostAreas is how many areas of a map can be told apart in one number of how deep one is.
const mostAreas = 30

// doubled is how much of an area may lie in another before it is told, in square kilometres; borders drawn twice differ by less.
const doubled = 0.1

// Layer makes the layer of a snapshot: each class repaired and joined to one valid shape. Places that a map draws in two classes
// count in one, so that the areas of a layer add up; a claim is left as it is, for it says something about what others hold. The
// sentences tell what was mended and what was drawn twice.
func (s *Snapshot) Layer() (Layer, []string, error) {
	var layer Layer
	var told []string
	for _, raw := range s.Areas {
		shape, flaws, err := Repair(raw.Polygons)
		if err != nil {
			return nil, nil, s.refused(raw, err)
		}
		if len(flaws) > 0 {
			told = append(told, fmt.Sprintf("mended in %s: %s", called(raw.Class, raw.Party), Told(flaws)))
		}
		layer = append(layer, Area{raw.Class, raw.Party, shape})
	}
	more, err := layer.part()
	return layer, append(told, more...), err
}

// refused says in which file and feature a refusal arose.
func (s *Snapshot) refused(raw RawArea, err error) error {
	var why *brief.Error
	if !errors.As(err, &why) {
		return err
	}
	index := 0
	if len(raw.Features) > 0 {
		index = raw.Features[0]
	}
	return refuse(s.File, index, "", complaint{why.What, why.Do})
}

// called is a class with its party, for people.
func called(c Class, party string) string {
	if party == "" {
		return string(c)
	}
	return string(c) + " (" + party + ")"
}

// part takes from every area what those have that stand before it in yielding, claims apart, drops areas that nothing is left of,
// and sorts them. All areas are cut and swept at once: each is a digit of how deep one is.
func (l *Layer) part() ([]string, error) {
	slices.SortFunc(*l, func(a, b Area) int {
		return cmp.Or(cmp.Compare(slices.Index(yielding, a.Class), slices.Index(yielding, b.Class)), cmp.Compare(a.Party, b.Party))
	})
	var segments []segment
	var digits []int // the digit of each area, -1 for a claim
	n := 0
	for _, a := range *l {
		if !slices.Contains(yielding, a.Class) {
			digits = append(digits, -1)
			continue
		}
		if n == mostAreas {
			return nil, brief.Invalid(fmt.Sprintf("the map has more than %d classes and parties", mostAreas), "map them to fewer")
		}
		digits = append(digits, n)
		from := len(segments)
		segments = a.Shape.appendTo(segments, 0)
		for i := range segments[from:] {
			segments[from+i].turns[0] <<= n
		}
		n++
	}
	arranged, err := arrange(segments, nil)
	if err != nil {
		return nil, err
	}
	var told []string
	for i, d := range digits {
		if d < 0 {
			continue
		}
		a, digit := &(*l)[i], int32(1)<<d
		both := bounded(arranged, func(x [2]int32) bool { return x[0]&digit != 0 && x[0]&(digit-1) != 0 })
		if km2 := both.Km2(); km2 >= doubled {
			told = append(told, fmt.Sprintf("%.1f km2 of %s lie in another area too, and are counted there", km2, called(a.Class, a.Party)))
		}
		a.Shape = bounded(arranged, func(x [2]int32) bool { return x[0]&digit != 0 && x[0]&(digit-1) == 0 })
	}
	*l = slices.DeleteFunc(*l, func(a Area) bool { return len(a.Shape) == 0 })
	slices.SortFunc(*l, Area.compare)
	return told, nil
}

// ClassChange is what changed of one class and party.
type ClassChange struct {
	Class Class
	Party string
	Change
}

// ChangesTo finds what changed from one layer to another, for each class and party that either has; sorted by them, without those
// of which nothing changed.
func (l Layer) ChangesTo(after Layer) ([]ClassChange, error) {
	type key struct {
		class Class
		party string
	}
	shapes := map[key][2]Shape{}
	for i, side := range []Layer{l, after} {
		for _, a := range side {
			pair := shapes[key{a.Class, a.Party}]
			pair[i] = a.Shape
			shapes[key{a.Class, a.Party}] = pair
		}
	}
	var out []ClassChange
	for k, pair := range shapes {
		change, err := Between(pair[0], pair[1])
		if err != nil {
			return nil, err
		}
		if len(change.Gained)+len(change.Lost) > 0 {
			out = append(out, ClassChange{k.class, k.party, change})
		}
	}
	slices.SortFunc(out, func(a, b ClassChange) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Party, b.Party))
	})
	return out, nil
}
