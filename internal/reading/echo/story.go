package echo

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// term is a word of a text with its weight among all texts, or a day as one.
type term struct {
	key    uint64
	weight float32
	count  int32
	at     int32 // the word where it first stands
	tells  bool  // a name, a day or a number: what an event is known by
}

const (
	// maxTerms is how many words a text is known by, those of the greatest weight.
	maxTerms = 24
	// imagined texts keep the first ones of an index from finding every word rare.
	imagined = 50
	// telling is how much more a name, a day or a number weighs.
	telling = 2
	// storyCosine and storyTells are from where two texts are proposed as one story: the cosine of their words, and
	// how many names, days and numbers they share.
	storyCosine = 0.3
	storyTells  = 3
)

var months = map[string]bool{
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true,
	"august": true, "september": true, "october": true, "november": true, "december": true,
}

var weekdays = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
}

// terms gives the words that may tell what a text is about, each once, in the order of their keys: names, numbers of
// two digits and more, a day of a month, and words of five letters and more.
func (c *content) terms() []term {
	out := c.found[:0]
	for i, w := range c.words {
		size := w.end - w.start
		if w.upper && size <= 9 {
			low := strings.ToLower(c.text[w.start:w.end])
			if weekdays[low] {
				continue
			}
			if months[low] {
				for _, k := range []int{i - 1, i + 1} {
					if k >= 0 && k < len(c.words) && c.words[k].number {
						out = append(out, term{key: mix(w.hash*seedTerm + c.words[k].hash), count: 1, tells: true, at: int32(i)})
						break
					}
				}
				continue
			}
		}
		name := w.upper && !w.first && size > 1
		if name || w.number && size > 1 || size >= 5 {
			out = append(out, term{key: mix(w.hash ^ seedTerm), count: 1, tells: name || w.number, at: int32(i)})
		}
	}
	slices.SortFunc(out, func(a, b term) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.at, b.at)
	})
	kept := out[:0]
	for _, t := range out {
		if n := len(kept); n > 0 && kept[n-1].key == t.key {
			kept[n-1].count++
			kept[n-1].tells = kept[n-1].tells || t.tells
			continue
		}
		kept = append(kept, t)
	}
	c.found = kept
	return kept
}

// weigh gives the heaviest of the terms, each with its weight, (1 + ln count) * ln((texts + imagined) / texts with it),
// of length one together, in the order of their keys.
func (x *Index) weigh(all []term) []term {
	texts := float64(len(x.ids) + 1 + imagined)
	out := make([]term, 0, maxTerms+1)
	for _, t := range all {
		t.weight = float32((1 + math.Log(float64(t.count))) * math.Log(texts/float64(*x.with(t.key)+1)))
		if t.tells {
			t.weight *= telling
		}
		if len(out) == maxTerms && out[maxTerms-1].weight >= t.weight {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, t, func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), -1) })
		out = slices.Insert(out, at, t)[:min(len(out)+1, maxTerms)]
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.key, b.key) })
	var sum float64
	for _, t := range out {
		sum += float64(t.weight) * float64(t.weight)
	}
	for i := range out {
		out[i].weight /= float32(math.Sqrt(sum))
	}
	return out
}

// cosineOf compares two texts by their terms, both in the order of the keys. It gives their cosine and what they share.
func cosineOf(here, there []term) (cosine float64, both [][2]term) {
	for len(here) > 0 && len(there) > 0 {
		switch cmp.Compare(here[0].key, there[0].key) {
		case -1:
			here = here[1:]
		case 1:
			there = there[1:]
		default:
			cosine += float64(here[0].weight) * float64(there[0].weight)
			both = append(both, [2]term{here[0], there[0]})
			here, there = here[1:], there[1:]
		}
	}
	return cosine, both
}

// tells counts what two texts share that an event is known by: names, days and numbers that are in few of the texts.
func (x *Index) tells(both [][2]term) int {
	n, few := 0, max(4, len(x.ids)/20)
	for _, t := range both {
		if t[0].tells && t[1].tells && int(*x.with(t[0].key)) <= few {
			n++
		}
	}
	return n
}
