package echo

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// term is a word of a text with its weight among all texts, or a day as one.
type term struct {
	key    uint64 // of which keyBits say what it is
	weight float32
	count  int32
	at     int32 // the word where it first stands
	tells  bool  // a name, a day or a number: what an event is known by
}

// Terms are sorted as single numbers, since every text has hundreds: its key, the word where it stands, and whether it
// tells.
const (
	atBits  = 20 // no text has more words than maxText has bytes
	keyBits = 64 - atBits - 1
)

func packed(key uint64, at int, tells bool) uint64 {
	p := key>>(64-keyBits)<<(64-keyBits) | uint64(at)<<1
	if tells {
		p |= 1
	}
	return p
}

const (
	// maxTerms is how many words a text is known by, those of the greatest weight.
	maxTerms = 24
	// imagined texts keep the first ones of an index from finding every word rare.
	imagined = 50
	// telling is how much more a name, a day or a number weighs.
	telling = 2
	// storyCosine and storyTells are from where two texts are proposed as one story: the cosine of their words, and
	// how many names, days and numbers they share: a person has two names, and a country is in many texts.
	storyCosine = 0.3
	storyTells  = 4
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
	out := c.packed[:0]
	for i, w := range c.words {
		size := w.end - w.start
		if w.upper && size <= 9 {
			switch low := strings.ToLower(c.text[w.start:w.end]); {
			case weekdays[low]:
				continue
			case months[low]:
				if k := c.dayBeside(i); k >= 0 {
					out = append(out, packed(mix(w.hash*seedTerm+c.words[k].hash), i, true))
				}
				continue
			}
		}
		name := w.upper && !w.first && size > 1
		if name || w.number && size > 1 || size >= 5 {
			out = append(out, packed(mix(w.hash^seedTerm), i, name || w.number))
		}
	}
	slices.Sort(out)
	c.packed = out
	c.found = c.found[:0]
	for _, p := range out {
		key, tells := p>>(64-keyBits)<<(64-keyBits), p&1 == 1
		if n := len(c.found); n > 0 && c.found[n-1].key == key {
			c.found[n-1].count++
			c.found[n-1].tells = c.found[n-1].tells || tells
			continue
		}
		c.found = append(c.found, term{key: key, count: 1, at: int32(p >> 1 & (1<<atBits - 1)), tells: tells})
	}
	return c.found
}

// dayBeside gives the number beside the name of a month, -1 when there is none.
func (c *content) dayBeside(month int) int {
	for _, k := range []int{month - 1, month + 1} {
		if k >= 0 && k < len(c.words) && c.words[k].number {
			return k
		}
	}
	return -1
}

// weigh gives the heaviest of the terms, each with its weight, (1 + ln count) * ln((texts + imagined) / texts with it),
// of length one together, in the order of their keys.
func (x *Index) weigh(all []term) []term {
	texts := math.Log(float64(len(x.ids) + 1 + imagined))
	out := make([]term, 0, maxTerms+1)
	for _, t := range all {
		t.weight = float32((1 + logOf(uint32(t.count))) * (texts - logOf(x.known[countOf(t.key)]+1)))
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

// logs are the logarithms of the first numbers, which are most of those that are asked for.
var logs = func() (l [4096]float64) {
	for i := range l {
		l[i] = math.Log(float64(i))
	}
	return l
}()

func logOf(n uint32) float64 {
	if int(n) < len(logs) {
		return logs[n]
	}
	return math.Log(float64(n))
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
		if t[0].tells && t[1].tells && int(x.known[countOf(t[0].key)]) <= few {
			n++
		}
	}
	return n
}
