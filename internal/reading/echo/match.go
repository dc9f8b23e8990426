package echo

import (
	"time"

	"livebrief/internal/brief"
)

// Kind says what a text is to another one.
type Kind string

// The kinds, from the closest. Near and updated texts have at least Alike of their shingles in common; of contains and
// contained, which have not, at least Within of the smaller one is in the larger one.
const (
	Exact     Kind = "exact"     // the same words in the same order
	Updated   Kind = "updated"   // nearly the same, with other figures in the same places
	Near      Kind = "near"      // nearly the same
	Contains  Kind = "contains"  // this text has the other one in it
	Contained Kind = "contained" // this text stands in the other one
	Story     Kind = "story"     // other words, and probably the same event
)

// kinds is their order.
var kinds = map[Kind]int{Exact: 0, Updated: 1, Near: 2, Contains: 3, Contained: 4, Story: 5}

const (
	// Alike is the Jaccard similarity from which texts are copies of each other.
	Alike = 0.7
	// Within is the share of a text from which it is within another.
	Within = 0.8
	// fewest is how many words a text needs to be more than exactly the same as another: with fewer, a headline or a
	// notice would be in everything.
	fewest = 8
)

// Proposal says what one text, this one, is to another of the index.
type Proposal struct {
	ID   brief.ReportID `json:"id"`
	Kind Kind           `json:"kind"`
	// Similarity is from 0 to 1: the Jaccard of the shingles, and of a story the cosine of its rare words.
	Similarity float64 `json:"similarity"`
	// Containment is the share of the smaller text that is in the larger one, 0 to 1.
	Containment float64 `json:"containment"`
	// Later tells whether this text is the later one: by the times of publication, where they are unknown or the same
	// by which one came first.
	Later bool `json:"later"`
	// Shared are the stretches that both have, in the order of this text; of a story, the rare words.
	Shared []Shared `json:"shared"`
	// Changed are the figures that stand in the same place and differ.
	Changed []Change `json:"changed"`
}

// Shared is a stretch of this text and the same one in the other, in bytes.
type Shared struct {
	Here  brief.Span `json:"here"`
	There brief.Span `json:"there"`
}

// Change is a figure of this text and what stands there in the other.
type Change struct {
	Here  brief.Mention `json:"here"`
	There brief.Mention `json:"there"`
}

// content is a text made ready for comparison. Its lists are used again for the next text.
type content struct {
	text  string // its head
	cut   bool   // there is more of it, which is not compared
	words []word
	all   []uint64 // its shingles; in their order and each once, when distinct has been asked for
	tidy  bool
	found []term // its terms, when they were asked for

	packed []uint64
}

// read fills c with a text.
func (c *content) read(text string) {
	c.text = head(text)
	c.cut = len(c.text) < len(text)
	c.words = scan(c.words[:0], c.text)
	c.all, c.tidy = shingles(c.all[:0], c.words), false
}

// set gives the shingles as a set. Most texts have no candidate and never ask.
func (c *content) set() []uint64 {
	if !c.tidy {
		c.all, c.tidy = distinct(c.all), true
	}
	return c.all
}

// match tells what here is to there, without its spans; false when it is nothing.
func match(here, there *content) (Proposal, bool) {
	both, a, b := shared(here.set(), there.set()), len(here.set()), len(there.set())
	p := Proposal{Similarity: share(both, a+b-both), Containment: share(both, min(a, b)), Shared: []Shared{}, Changed: []Change{}}
	switch {
	case both == 0:
		return p, false
	case p.Similarity == 1 && !here.cut && !there.cut && same(here.words, there.words):
		p.Kind = Exact
	case len(here.words) < fewest || len(there.words) < fewest:
		return p, false
	case p.Similarity >= Alike:
		p.Kind = Near
	case p.Containment < Within:
		return p, false
	case a >= b:
		p.Kind = Contains
	default:
		p.Kind = Contained
	}
	return p, true
}

func same(a, b []word) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].hash != b[i].hash {
			return false
		}
	}
	return true
}

// explain adds to a proposal what the texts share and which figures differ; a near copy with other figures is an
// updated one.
func (p *Proposal) explain(here, there *content) {
	runs := align(here.words, there.words)
	for _, r := range runs {
		p.Shared = append(p.Shared, Shared{stretch(here.words, r.here, r.n), stretch(there.words, r.there, r.n)})
	}
	p.Changed = append(p.Changed, changes(here, there, runs)...)
	if p.Kind == Near && len(p.Changed) > 0 {
		p.Kind = Updated
	}
}

// stretch gives the bytes of n words.
func stretch(words []word, at, n int) brief.Span {
	return brief.Span{Start: int(words[at].start), End: int(words[at+n-1].end)}
}

// run is n words in a row that two texts share.
type run struct{ here, there, n int }

// align finds what two texts share, in the order of here: from each shingle that there has once, as far to both sides
// as the words are the same. What moved is found where it is now.
func align(here, there []word) []run {
	at := make(map[uint64]int, len(there))
	for j := 0; j+shingle <= len(there); j++ {
		key := shingleAt(there[j : j+shingle])
		if _, again := at[key]; again {
			at[key] = -1
		} else {
			at[key] = j
		}
	}
	if len(here) < shingle && same(here, there) {
		return []run{{0, 0, len(here)}}
	}
	var out []run
	end := 0
	for i := 0; i+shingle <= len(here); {
		j, ok := at[shingleAt(here[i:i+shingle])]
		if !ok || j < 0 {
			i++
			continue
		}
		r := run{i, j, shingle}
		for r.here > end && r.there > 0 && here[r.here-1].hash == there[r.there-1].hash {
			r.here, r.there, r.n = r.here-1, r.there-1, r.n+1
		}
		for r.here+r.n < len(here) && r.there+r.n < len(there) && here[r.here+r.n].hash == there[r.there+r.n].hash {
			r.n++
		}
		out = append(out, r)
		end = r.here + r.n
		i = end
	}
	return out
}

// later tells whether a text published at a, and come in the order m, is later than one of b and n.
func later(a time.Time, m uint64, b time.Time, n uint64) bool {
	if a.IsZero() || b.IsZero() || a.Equal(b) {
		return m > n
	}
	return a.After(b)
}
