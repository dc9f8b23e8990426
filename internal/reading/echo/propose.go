package echo

import (
	"cmp"
	"slices"
	"time"
)

// maxTold bounds the texts that one term leads to, the newest: a story is found by way of any of its tellings.
const maxTold = 16

// propose compares a document, whose text is in x.here, with its candidates.
func (x *Index) propose(d *document) []Proposal {
	out := []Proposal{}
	for _, slot := range x.candidates(d) {
		other := &x.texts[slot]
		x.open(&x.there, other)
		p, ok := match(&x.here, &x.there)
		if ok {
			p.explain(&x.here, &x.there)
		} else if p, ok = x.story(d, other, p.Containment); !ok {
			continue
		}
		p.ID, p.Later = other.id, later(d.published, d.came, other.published, other.came)
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(kinds[a.Kind], kinds[b.Kind]), cmp.Compare(b.Similarity, a.Similarity),
			cmp.Compare(x.texts[x.ids[a.ID]].came, x.texts[x.ids[b.ID]].came))
	})
	return out
}

// candidates gives the slots of the texts that are worth comparing, those with the most in common first.
func (x *Index) candidates(d *document) []uint32 {
	x.touched = x.touched[:0]
	var one [1]uint32
	d.keys(func(key uint64, by keyed) {
		list := x.posted.under(key, &one)
		if by == byTerm {
			list = list[max(0, len(list)-maxTold):]
		}
		for _, slot := range list {
			h := &x.hits[slot]
			if *h == (hit{}) {
				x.touched = append(x.touched, slot)
			}
			switch by {
			case byBand:
				h.bands++
			case bySample:
				h.samples++
			case byTerm:
				h.terms++
			}
		}
	})
	var out []uint32
	for _, slot := range x.touched {
		if h := x.hits[slot]; h.bands == 0 && h.samples == 0 && h.terms < storyTells {
			continue // most, and their texts are far apart in memory
		}
		other := &x.texts[slot]
		if other.came != d.came && !slices.Contains(d.apart, other.id) && x.worth(d, other, x.hits[slot]) {
			out = append(out, slot)
		}
	}
	slices.SortFunc(out, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(x.hits[b].all(), x.hits[a].all()), cmp.Compare(x.texts[a].came, x.texts[b].came))
	})
	for _, slot := range x.touched {
		x.hits[slot] = hit{}
	}
	return out[:min(len(out), maxCompared)]
}

func (h hit) all() int { return int(h.bands) + int(h.samples) + int(h.terms) }

// worth tells whether a text is compared in full: it shares a band, or so many samples of the smaller one that it may
// be within, or so many terms that it may be of the same story. Two fifths of the samples are half of what Within
// asks for, since few are drawn of a short text.
func (x *Index) worth(d, other *document, h hit) bool {
	fewer := min(len(d.samples), len(other.samples))
	return h.bands > 0 || h.samples > 0 && 5*int(h.samples) >= 2*fewer ||
		int(h.terms) >= storyTells && x.near(d.published, other.published)
}

// near tells whether two texts were published within the days of a story.
func (x *Index) near(a, b time.Time) bool {
	return !a.IsZero() && !b.IsZero() && a.Sub(b).Abs() <= time.Duration(x.window.Days)*24*time.Hour
}

// story proposes two texts that are no copies as tellings of one event.
func (x *Index) story(d, other *document, containment float64) (Proposal, bool) {
	if !x.near(d.published, other.published) {
		return Proposal{}, false
	}
	cosine, both := cosineOf(d.terms, other.terms)
	if cosine < storyCosine || x.tells(both) < storyTells {
		return Proposal{}, false
	}
	p := Proposal{Kind: Story, Similarity: min(cosine, 1), Containment: containment, Shared: []Shared{}, Changed: []Change{}}
	slices.SortFunc(both, func(a, b [2]term) int { return cmp.Compare(a[0].at, b[0].at) })
	for _, t := range both {
		p.Shared = append(p.Shared, Shared{x.here.words[t[0].at].span(), x.there.words[t[1].at].span()})
	}
	return p, true
}
