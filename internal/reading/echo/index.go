package echo

import (
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// Window bounds an index. Whatever is zero takes its default.
type Window struct {
	// Texts is the most it holds; the one that came first goes first. Default 5,000.
	Texts int
	// Bytes is the most text it holds; the rest of the index takes about as much again. Default 64 MiB.
	Bytes int
	// Days is how far apart two texts of one story were published at most. Default 3.
	Days int
}

const (
	defaultTexts = 5000
	defaultBytes = 64 << 20
	defaultDays  = 3
	// maxCompared bounds the candidates that are compared in full for one text.
	maxCompared = 64
	// sampled: one shingle of so many is posted, so that a text in a longer one is found; a text of sixty words has
	// seven of them.
	sampled = 8
	// knownBits tells how many counts of terms there are: 262,144 in 1 MiB.
	knownBits = 18
)

// Index holds texts and finds what is like them. It is not safe for use by several goroutines at once.
type Index struct {
	window Window
	ids    map[brief.ReportID]uint32
	texts  []document // by slot
	free   []uint32
	queue  []arrival // in the order they came; may name what has gone
	came   uint64
	bytes  int
	known  []uint32 // in how many texts a term is, by the first bits of its key
	posted postings

	// What one look-up after another uses again.
	hits        []hit // by slot, all zero between look-ups
	touched     []uint32
	here, there content
}

// document is one text of the index.
type document struct {
	id        brief.ReportID
	text      string
	cut       bool
	published time.Time
	came      uint64 // 0 is a free slot
	sign      Signature
	samples   []uint32
	terms     []term
	has       []uint32 // which counts of terms it is in
	apart     []brief.ReportID
}

type arrival struct {
	slot uint32
	came uint64
}

// hit counts how often the keys of a text led to another one.
type hit struct{ bands, samples, terms uint16 }

// New makes an empty index.
func New(w Window) *Index {
	if w.Texts <= 0 {
		w.Texts = defaultTexts
	}
	if w.Bytes <= 0 {
		w.Bytes = defaultBytes
	}
	if w.Days <= 0 {
		w.Days = defaultDays
	}
	return &Index{window: w, ids: map[brief.ReportID]uint32{}, known: make([]uint32, 1<<knownBits), posted: newPostings()}
}

// Len is how many texts the index holds.
func (x *Index) Len() int { return len(x.ids) }

// Add takes a text in and gives what it is to those that are there, the closest first. A text of the same id goes
// before. Published may be zero; then the text is no part of a story. Of a text of more than 1 MiB only the beginning
// is compared, and it is never exact.
func (x *Index) Add(id brief.ReportID, text string, published time.Time) []Proposal {
	x.Remove(id)
	x.came++
	d := x.document(id, text, published)
	out := x.propose(&d)
	x.insert(d)
	for len(x.ids) > x.window.Texts || x.bytes > x.window.Bytes && len(x.ids) > 1 {
		x.Remove(x.texts[x.oldest()].id)
	}
	return out
}

// Look gives what a text is to those of the index, as Add does, without taking it in. It counts as the last to come.
func (x *Index) Look(text string, published time.Time) []Proposal {
	d := x.document("", text, published)
	d.came++
	return x.propose(&d)
}

// document reads a text into x.here and makes its keys.
func (x *Index) document(id brief.ReportID, text string, published time.Time) document {
	x.here.read(text)
	all := x.here.terms()
	d := document{id: id, text: x.here.text, cut: x.here.cut, published: published, came: x.came, sign: sign(x.here.words, x.here.all),
		samples: samples(x.here.all), terms: x.weigh(all), has: counted(all)}
	if d.cut {
		d.text = strings.Clone(d.text)
	}
	return d
}

// Seen gives what a text of the index is to the others, those that came after it too; nil when it is not there.
func (x *Index) Seen(id brief.ReportID) []Proposal {
	slot, ok := x.ids[id]
	if !ok {
		return nil
	}
	d := x.texts[slot]
	x.open(&x.here, &d)
	return x.propose(&d)
}

// Remove takes a text out; false when it is not there.
func (x *Index) Remove(id brief.ReportID) bool {
	slot, ok := x.ids[id]
	if !ok {
		return false
	}
	d := x.texts[slot]
	for _, other := range d.apart {
		x.Together(id, other)
	}
	d.keys(func(key uint64, _ keyed) { x.posted.remove(key, slot) })
	for _, at := range d.has {
		x.known[at]--
	}
	delete(x.ids, id)
	x.bytes -= len(d.text)
	x.texts[slot] = document{}
	x.free = append(x.free, slot)
	return true
}

// Forget takes out what was published before a moment, and gives how many texts that were. Texts without a time stay.
func (x *Index) Forget(before time.Time) int {
	var gone []brief.ReportID
	for id, slot := range x.ids {
		if at := x.texts[slot].published; !at.IsZero() && at.Before(before) {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	for _, id := range gone {
		x.Remove(id)
	}
	return len(gone)
}

// insert gives a document its slot and posts it.
func (x *Index) insert(d document) {
	slot := uint32(len(x.texts))
	if n := len(x.free); n > 0 {
		slot, x.free = x.free[n-1], x.free[:n-1]
	} else {
		x.texts, x.hits = append(x.texts, document{}), append(x.hits, hit{})
	}
	x.texts[slot], x.ids[d.id] = d, slot
	x.bytes += len(d.text)
	x.queue = append(x.queue, arrival{slot, d.came})
	if len(x.queue) > 2*len(x.ids)+maxCompared {
		x.queue = slices.DeleteFunc(x.queue, func(a arrival) bool { return x.texts[a.slot].came != a.came })
	}
	for _, at := range d.has {
		x.known[at]++
	}
	d.keys(func(key uint64, _ keyed) { x.posted.add(key, slot) })
}

// oldest gives the slot of the text that came first, and takes it off the queue.
func (x *Index) oldest() uint32 {
	for {
		a := x.queue[0]
		x.queue = x.queue[1:]
		if x.texts[a.slot].came == a.came {
			return a.slot
		}
	}
}

// countOf gives the count of a term. Terms that share the first bits of their keys are counted together, which makes a
// word look less rare, never rarer.
func countOf(key uint64) uint32 { return uint32(key >> (64 - knownBits)) }

func counted(all []term) []uint32 {
	out := make([]uint32, len(all))
	for i, t := range all {
		out[i] = countOf(t.key)
	}
	return out
}

// open makes a document ready for comparison.
func (x *Index) open(c *content, d *document) {
	c.read(d.text)
	c.cut = d.cut
}

// keyed is what a key stands for.
type keyed uint8

const (
	byBand keyed = iota
	bySample
	byTerm
)

// keys calls do with every key that a document is posted under: its bands, a sample of its shingles, and of its terms
// those that tell.
func (d *document) keys(do func(key uint64, by keyed)) {
	if d.sign.Words > 0 {
		for i := range bands {
			do(d.sign.band(i), byBand)
		}
	}
	for _, s := range d.samples {
		do(mix(uint64(s)^seedSample), bySample)
	}
	for _, t := range d.terms {
		if t.tells {
			do(t.key, byTerm)
		}
	}
}
