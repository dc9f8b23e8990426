package territory

import (
	"encoding/binary"
	"slices"
)

// The bytes of layers through time, written down in docs/maps.md: a keyframe has a whole layer, a change what a layer has else
// than the one before. Numbers are varints, signed ones in zigzag; a position is told from the one before it.
const (
	keyframeMark = "LK1"
	changeMark   = "LC1"
)

// The ways in which a change gives an area.
const (
	areaGone = iota
	areaWhole
	areaEdited
)

// The ways in which an edited area gives its rings.
const (
	ringsSame  = iota // some rings of before, one after the other
	ringWhole         // a ring point by point
	ringEdited        // a ring of before with points dropped and put in
)

// EncodeKeyframe writes a layer.
func EncodeKeyframe(l Layer) []byte {
	out := binary.AppendUvarint([]byte(keyframeMark), uint64(len(l)))
	for _, a := range l {
		out = appendShape(appendName(out, a), a.Shape)
	}
	return out
}

// EncodeChange writes what a layer has else than the one before. Areas are told apart by class and party, of which a layer has each
// once, in order.
func EncodeChange(before, after Layer) []byte {
	var edits []byte
	n := 0
	for _, b := range before {
		if _, is := after.area(b.Class, b.Party); !is {
			edits = append(appendName(edits, b), areaGone)
			n++
		}
	}
	for _, a := range after {
		b, was := before.area(a.Class, a.Party)
		switch {
		case !was:
			edits = appendShape(append(appendName(edits, a), areaWhole), a.Shape)
		case !slices.EqualFunc(a.Shape, b.Shape, slices.Equal[Ring]):
			edits = appendEdits(append(appendName(edits, a), areaEdited), b.Shape, a.Shape)
		default:
			continue
		}
		n++
	}
	return append(binary.AppendUvarint([]byte(changeMark), uint64(n)), edits...)
}

// area finds the area of a class and party.
func (l Layer) area(c Class, party string) (Area, bool) {
	i := slices.IndexFunc(l, func(a Area) bool { return a.Class == c && a.Party == party })
	if i < 0 {
		return Area{}, false
	}
	return l[i], true
}

func appendName(out []byte, a Area) []byte {
	for _, s := range []string{string(a.Class), a.Party} {
		out = append(binary.AppendUvarint(out, uint64(len(s))), s...)
	}
	return out
}

func appendShape(out []byte, s Shape) []byte {
	out = binary.AppendUvarint(out, uint64(len(s)))
	for _, r := range s {
		out = appendPoints(binary.AppendUvarint(out, uint64(len(r))), Point{}, r)
	}
	return out
}

func appendPoints(out []byte, from Point, points []Point) []byte {
	for _, p := range points {
		out = binary.AppendVarint(out, int64(p.Lon)-int64(from.Lon))
		out = binary.AppendVarint(out, int64(p.Lat)-int64(from.Lat))
		from = p
	}
	return out
}

// appendEdits writes the rings of a shape by those that it had before.
func appendEdits(out []byte, before, after Shape) []byte {
	home := map[Point]int{} // the ring of before that has a point
	for i, r := range before {
		for _, p := range r {
			home[p] = i
		}
	}
	out = binary.AppendUvarint(out, uint64(len(after)))
	for i := 0; i < len(after); {
		old := origin(after[i], home, len(before))
		if old < 0 {
			out = binary.AppendUvarint(append(out, ringWhole), uint64(len(after[i])))
			out = appendPoints(out, Point{}, after[i])
			i++
			continue
		}
		same := 0
		for i+same < len(after) && old+same < len(before) && slices.Equal(after[i+same], before[old+same]) {
			same++
		}
		if same > 0 {
			out = binary.AppendUvarint(binary.AppendUvarint(append(out, ringsSame), uint64(old)), uint64(same))
			i += same
			continue
		}
		out = appendEdit(binary.AppendUvarint(append(out, ringEdited), uint64(old)), before[old], after[i])
		i++
	}
	return out
}

// origin is the ring of before with which a ring shares most points, -1 when it is under a third of them: then it is shorter whole.
func origin(r Ring, home map[Point]int, rings int) int {
	count := map[int]int{}
	best := -1
	for _, p := range r {
		if i, is := home[p]; is {
			if count[i]++; best < 0 || count[i] > count[best] || count[i] == count[best] && i < best {
				best = i
			}
		}
	}
	if best < 0 || best >= rings || count[best]*3 < len(r) {
		return -1
	}
	return best
}

// edit is a run of an edited ring: so many points kept, then so many dropped, then some put in.
type edit struct {
	keep, drop int
	put        []Point
}

// appendEdit writes a ring by one that it was: from which of its points on, and the runs.
func appendEdit(out []byte, before, after Ring) []byte {
	turned := aligned(before, after)
	edits := editsBetween(slices.Concat(before[turned:], before[:turned]), after)
	out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(turned)), uint64(len(edits)))
	last, at := Point{}, turned
	for _, e := range edits {
		out = binary.AppendUvarint(out, uint64(e.keep))
		out = binary.AppendUvarint(out, uint64(e.drop))
		out = binary.AppendUvarint(out, uint64(len(e.put)))
		if e.keep > 0 {
			last = before[(at+e.keep-1)%len(before)]
		}
		out = appendPoints(out, last, e.put)
		if len(e.put) > 0 {
			last = e.put[len(e.put)-1]
		}
		at += e.keep + e.drop
	}
	return out
}

// aligned is the point of before from which on it runs beside after.
func aligned(before, after Ring) int {
	place := make(map[Point]int, len(before))
	for i, p := range before {
		place[p] = i
	}
	for i, p := range after {
		if k, is := place[p]; is {
			return ((k-i)%len(before) + len(before)) % len(before)
		}
	}
	return 0
}

// editsBetween finds the fewest points to drop and to put in: rings have each point once, so what is kept is the longest rising run
// of places.
func editsBetween(before, after Ring) []edit {
	place := make(map[Point]int, len(before))
	for i, p := range before {
		place[p] = i
	}
	kept := rising(after, place)
	var out []edit
	b, a := 0, 0
	for {
		e := edit{}
		for b < len(before) && a < len(after) && kept[a] && place[after[a]] == b {
			e.keep, b, a = e.keep+1, b+1, a+1
		}
		from := a
		for a < len(after) && !kept[a] {
			a++
		}
		e.put = after[from:a]
		until := len(before)
		if a < len(after) {
			until = place[after[a]]
		}
		e.drop, b = until-b, until
		if e.keep == 0 && e.drop == 0 && len(e.put) == 0 {
			return out
		}
		out = append(out, e)
	}
}

// rising tells for each point whether it belongs to the longest run whose places rise.
func rising(points []Point, place map[Point]int) []bool {
	kept := make([]bool, len(points))
	var tails []int // the last point of the best run of each length
	back := make([]int, len(points))
	for i, p := range points {
		at, is := place[p]
		if !is {
			continue
		}
		n, _ := slices.BinarySearchFunc(tails, at, func(k, at int) int { return place[points[k]] - at })
		if back[i] = -1; n > 0 {
			back[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	if len(tails) == 0 {
		return kept
	}
	for i := tails[len(tails)-1]; i >= 0; i = back[i] {
		kept[i] = true
	}
	return kept
}
