package edition

import (
	"iter"
	"slices"
	"sort"
)

// runSize is how many numbers a run has at most: one run is copied with each publish, and the list of the runs.
const runSize = 512

// order is an ordered list of item numbers, in runs that clones share. A change copies one run, so that what it costs hardly grows with
// the list. No run is empty.
type order struct {
	runs []run
	n    int
	// mine says that nobody else holds the list of the runs; which of the runs nobody else holds, each of them says.
	mine bool
}

type run struct {
	v    []int32
	mine bool
}

// place is where a number stands in an order, or would. After the last one it is one run further.
type place struct{ run, at int }

// search gives the first place whose number is far enough, as every later one has to be.
func (o *order) search(enough func(i int32) bool) place {
	r := sort.Search(len(o.runs), func(r int) bool { return enough(o.runs[r].v[len(o.runs[r].v)-1]) })
	if r == len(o.runs) {
		return o.end()
	}
	return place{r, sort.Search(len(o.runs[r].v), func(k int) bool { return enough(o.runs[r].v[k]) })}
}

func (o *order) end() place { return place{run: len(o.runs)} }

// get gives the number at a place, unless that is the end.
func (o *order) get(p place) (i int32, ok bool) {
	if p == o.end() {
		return 0, false
	}
	return o.runs[p.run].v[p.at], true
}

// rank counts the numbers before a place.
func (o *order) rank(p place) int {
	n := p.at
	for _, r := range o.runs[:p.run] {
		n += len(r.v)
	}
	return n
}

// insert puts a number before the one that has the place.
func (o *order) insert(p place, i int32) {
	o.own()
	o.n++
	if p == o.end() {
		if p.run == 0 || len(o.runs[p.run-1].v) == runSize {
			o.runs = append(o.runs, run{v: []int32{i}, mine: true})
			return
		}
		p = place{p.run - 1, len(o.runs[p.run-1].v)}
	}
	p = o.split(p)
	r := o.edit(p.run)
	r.v = slices.Insert(r.v, p.at, i)
}

// split makes two runs of a full one, and gives where the place is then.
func (o *order) split(p place) place {
	const half = runSize / 2
	full := o.runs[p.run]
	if len(full.v) < runSize {
		return p
	}
	o.runs = slices.Insert(o.runs, p.run+1, run{v: slices.Clone(full.v[half:]), mine: true})
	o.runs[p.run].v = full.v[:half]
	if p.at > half {
		return place{p.run + 1, p.at - half}
	}
	return p
}

// remove takes out the number at a place.
func (o *order) remove(p place) {
	o.own()
	o.n--
	r := o.edit(p.run)
	if r.v = slices.Delete(r.v, p.at, p.at+1); len(r.v) == 0 {
		o.runs = slices.Delete(o.runs, p.run, p.run+1)
	}
}

// own makes the list of the runs safe to change, with none of the runs.
func (o *order) own() {
	if o.mine {
		return
	}
	o.runs, o.mine = slices.Clone(o.runs), true
	for r := range o.runs {
		o.runs[r].mine = false
	}
}

// edit makes a run safe to change and to grow by one.
func (o *order) edit(r int) *run {
	own := &o.runs[r]
	if !own.mine {
		own.v, own.mine = append(make([]int32, 0, len(own.v)+1), own.v...), true
	}
	return own
}

// all is the whole order.
func (o *order) all() span { return span{of: o, to: o.n} }

// span is the part of an order from one rank up to before another.
type span struct {
	of       *order
	from, to int
}

func (s span) len() int { return s.to - s.from }

// forth gives the numbers from the first on.
func (s span) forth() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		begins := 0
		for _, r := range s.of.runs {
			for k := max(s.from-begins, 0); k < min(s.to-begins, len(r.v)); k++ {
				if !yield(r.v[k]) {
					return
				}
			}
			begins += len(r.v)
		}
	}
}

// back gives the numbers from the last on.
func (s span) back() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		begins := s.of.n
		for _, r := range slices.Backward(s.of.runs) {
			begins -= len(r.v)
			for k := min(s.to-begins, len(r.v)) - 1; k >= max(s.from-begins, 0); k-- {
				if !yield(r.v[k]) {
					return
				}
			}
			if begins <= s.from {
				return
			}
		}
	}
}
