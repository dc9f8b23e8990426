package echo

// postings lists documents under keys in the order in which they came. A key keeps at most the newest maxPosted of
// them: what stands in more texts than that says nothing about any, and no text, however common, makes a look-up long.
type postings struct {
	// heads has the document itself under most keys; with the bit many, it is an index of lists.
	heads map[uint64]uint32
	lists [][]uint32
	free  []uint32
}

const (
	// maxPosted bounds the documents under one key.
	maxPosted = 64
	many      = 1 << 31
)

func newPostings() postings { return postings{heads: map[uint64]uint32{}} }

// add puts a document last, and lets go of the oldest where there are too many.
func (p *postings) add(key uint64, document uint32) {
	h, ok := p.heads[key]
	switch {
	case !ok:
		p.heads[key] = document
	case h&many == 0:
		at := uint32(len(p.lists))
		if n := len(p.free); n > 0 {
			at, p.free = p.free[n-1], p.free[:n-1]
		} else {
			p.lists = append(p.lists, nil)
		}
		p.lists[at] = append(p.lists[at], h, document)
		p.heads[key] = at | many
	default:
		list := p.lists[h&^many]
		if len(list) == maxPosted {
			list = list[1:] // append moves it back to the beginning of an array now and then
		}
		p.lists[h&^many] = append(list, document)
	}
}

// remove takes a document out; it may have gone before.
func (p *postings) remove(key uint64, document uint32) {
	h, ok := p.heads[key]
	if !ok {
		return
	}
	if h&many == 0 {
		if h == document {
			delete(p.heads, key)
		}
		return
	}
	at := h &^ many
	list := p.lists[at]
	for i, d := range list {
		if d == document {
			list = append(list[:i], list[i+1:]...)
			break
		}
	}
	p.lists[at] = list
	if len(list) == 1 {
		p.heads[key] = list[0]
		p.lists[at] = nil
		p.free = append(p.free, at)
	}
}

// under gives the documents of a key; one is where a single one is put.
func (p *postings) under(key uint64, one *[1]uint32) []uint32 {
	h, ok := p.heads[key]
	switch {
	case !ok:
		return nil
	case h&many == 0:
		one[0] = h
		return one[:]
	}
	return p.lists[h&^many]
}
