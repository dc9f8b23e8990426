package echo

// postings lists documents under keys, the newest first. A key keeps at most maxPosted of them: what stands in more
// texts than that says nothing about any, and no text, however common, makes a look-up long.
type postings struct {
	heads map[uint64]uint32
	nodes []node // 0 is none
	free  uint32
}

// node is one document under a key; document and next are indexes.
type node struct{ document, next uint32 }

// maxPosted bounds the documents under one key.
const maxPosted = 64

func newPostings() postings { return postings{heads: map[uint64]uint32{}, nodes: make([]node, 1)} }

// add puts a document first, and lets go of the oldest where there are too many.
func (p *postings) add(key uint64, document uint32) {
	at := p.free
	if at != 0 {
		p.free = p.nodes[at].next
	} else {
		at = uint32(len(p.nodes))
		p.nodes = append(p.nodes, node{})
	}
	p.nodes[at] = node{document, p.heads[key]}
	p.heads[key] = at
	for n := 1; p.nodes[at].next != 0; n++ {
		if n == maxPosted {
			last := p.nodes[at].next
			p.nodes[at].next = 0
			p.release(last)
			return
		}
		at = p.nodes[at].next
	}
}

// remove takes a document out; it may have gone before.
func (p *postings) remove(key uint64, document uint32) {
	before := uint32(0)
	for at := p.heads[key]; at != 0; before, at = at, p.nodes[at].next {
		if p.nodes[at].document != document {
			continue
		}
		switch next := p.nodes[at].next; {
		case before != 0:
			p.nodes[before].next = next
		case next != 0:
			p.heads[key] = next
		default:
			delete(p.heads, key)
		}
		p.release(at)
		return
	}
}

func (p *postings) release(at uint32) {
	p.nodes[at] = node{next: p.free}
	p.free = at
}

// each calls do with the documents under a key, the newest first.
func (p *postings) each(key uint64, do func(document uint32)) {
	for at := p.heads[key]; at != 0; at = p.nodes[at].next {
		do(p.nodes[at].document)
	}
}
