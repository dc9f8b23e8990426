package edition

import (
	"slices"
	"sort"

	"livebrief/internal/brief"
)

// cow is a slice that is copied before the first change unless it is known that nobody else holds it.
type cow[T any] struct {
	v    []T
	mine bool
}

// edit makes v safe to change in place.
func (c *cow[T]) edit() {
	if c.mine {
		return
	}
	c.v = append(make([]T, 0, len(c.v)+len(c.v)/16+8), c.v...)
	c.mine = true
}

const chunkSize = 256

// chunk is a run of items by number; last is the latest entry that touched one of them.
type chunk struct {
	rows [chunkSize]row
	last brief.Seq
}

// table holds the items by number, in the order in which they were first published.
type table struct {
	chunks []*chunk
	mine   []bool
	n      int
}

func (t *table) disown() { t.mine = nil }

// row gives an item to read.
func (t *table) row(i int32) *row { return &t.chunks[i/chunkSize].rows[i%chunkSize] }

// edit gives the item's chunk, copied if somebody else holds it.
func (t *table) edit(i int32) *chunk {
	if t.mine == nil {
		t.mine = make([]bool, len(t.chunks), len(t.chunks)+1)
		t.chunks = slices.Clone(t.chunks)
	}
	c := int(i / chunkSize)
	if !t.mine[c] {
		own := *t.chunks[c]
		t.chunks[c], t.mine[c] = &own, true
	}
	return t.chunks[c]
}

// set writes the item.
func (t *table) set(i int32, r row) {
	c := t.edit(i)
	c.rows[i%chunkSize] = r
	c.last = max(c.last, r.last)
}

// add appends an item and gives its number.
func (t *table) add(r row) int32 {
	i := int32(t.n)
	if t.n == len(t.chunks)*chunkSize {
		if t.mine == nil {
			t.mine = make([]bool, len(t.chunks), len(t.chunks)+1)
			t.chunks = slices.Clone(t.chunks)
		}
		t.chunks, t.mine = append(t.chunks, new(chunk)), append(t.mine, true)
	}
	t.n++
	t.set(i, r)
	return i
}

// before is the order of the lists: by time, then by first publication, which is the order of the numbers.
func (t *table) before(a, b int32) bool {
	x, y := t.row(a).when, t.row(b).when
	return x < y || x == y && a < b
}

// insert puts item i in its place of an ordered list; the common case is the end.
func (t *table) insert(list *cow[int32], i int32) {
	list.edit()
	if n := len(list.v); n == 0 || t.before(list.v[n-1], i) {
		list.v = append(list.v, i)
		return
	}
	list.v = slices.Insert(list.v, t.position(list.v, i), i)
}

// remove takes item i out of an ordered list.
func (t *table) remove(list *cow[int32], i int32) {
	at := t.position(list.v, i)
	if at == len(list.v) || list.v[at] != i {
		return
	}
	list.edit()
	list.v = slices.Delete(list.v, at, at+1)
}

func (t *table) position(list []int32, i int32) int {
	return sort.Search(len(list), func(k int) bool { return !t.before(list[k], i) })
}

// from finds the first place of an ordered list whose item is not older than when.
func (t *table) from(list []int32, when int64) int {
	return sort.Search(len(list), func(k int) bool { return t.row(list[k]).when >= when })
}
