package edition

import (
	"slices"

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

// insert puts item i in its place of an ordered list.
func (t *table) insert(list *order, i int32) { list.insert(t.position(list, i), i) }

// remove takes item i out of an ordered list.
func (t *table) remove(list *order, i int32) {
	at := t.position(list, i)
	if there, ok := list.get(at); ok && there == i {
		list.remove(at)
	}
}

func (t *table) position(list *order, i int32) place {
	return list.search(func(other int32) bool { return !t.before(other, i) })
}

// from counts the items of an ordered list that are older than when.
func (t *table) from(list *order, when int64) int {
	return list.rank(list.search(func(i int32) bool { return t.row(i).when >= when }))
}
