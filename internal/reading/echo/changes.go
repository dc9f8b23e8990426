package echo

import (
	"slices"
	"strings"

	"livebrief/internal/brief"
)

const (
	// maxGap is how many words may stand between two shared stretches for its figures to be compared.
	maxGap = 12
	// maxOther is how many words there may be of one text alone: with more the sentence is another one.
	maxOther = 3
)

// amounts are the words for numbers that news in English changes as it changes digits.
var amounts = map[string]bool{
	"one": true, "two": true, "three": true, "four": true, "five": true, "six": true, "seven": true, "eight": true,
	"nine": true, "ten": true, "eleven": true, "twelve": true, "thirteen": true, "fourteen": true, "fifteen": true,
	"sixteen": true, "seventeen": true, "eighteen": true, "nineteen": true, "twenty": true, "thirty": true,
	"forty": true, "fifty": true, "sixty": true, "seventy": true, "eighty": true, "ninety": true, "hundred": true,
	"thousand": true, "million": true, "billion": true, "trillion": true, "dozen": true,
}

// figure is a number in words or digits: some words in a row.
type figure struct{ from, to int }

// changes compares the figures between the shared stretches. A gap counts where both texts have as many figures in
// it, a few words besides, and the stretches follow each other in both.
func changes(here, there *content, runs []run) []Change {
	var out []Change
	i, j := 0, 0
	for k := range len(runs) + 1 {
		next := run{here: len(here.words), there: len(there.words)}
		if k < len(runs) {
			next = runs[k]
		}
		if next.there >= j && next.here-i <= maxGap && next.there-j <= maxGap {
			out = append(out, differ(here, there, [2]int{i, next.here}, [2]int{j, next.there})...)
		}
		i, j = next.here+next.n, next.there+next.n
	}
	return out
}

// differ compares the figures of two gaps, given as words from and to.
func differ(here, there *content, a, b [2]int) []Change {
	as, bs := figures(here, a[0], a[1]), figures(there, b[0], b[1])
	if len(as) == 0 || len(as) != len(bs) || others(here, there, a, b) > maxOther || others(there, here, b, a) > maxOther {
		return nil
	}
	var was, is []uint64
	var out []Change
	for k := range as {
		h, t := here.number(as[k]), there.number(bs[k])
		is, was = append(is, h), append(was, t)
		if h != t {
			out = append(out, Change{Here: here.mention(as[k]), There: there.mention(bs[k])})
		}
	}
	slices.Sort(is)
	slices.Sort(was)
	if slices.Equal(is, was) {
		return nil // only their order differs
	}
	return out
}

// figures finds the figures that have a word in [from, to). Times of day are none: a page says when it was made.
func figures(c *content, from, to int) []figure {
	var out []figure
	for i := from; i < to; i++ {
		if !c.counts(i) {
			continue
		}
		f := figure{i, i + 1}
		for f.from > 0 && c.amount(f.from) && c.counts(f.from-1) && c.close(f.from-1) {
			f.from--
		}
		for f.to < len(c.words) && c.amount(f.to) && c.close(f.to-1) {
			f.to++
		}
		out = append(out, f)
		i = f.to - 1
	}
	return out
}

// counts tells whether a word is a number.
func (c *content) counts(i int) bool {
	w := c.words[i]
	return w.number && strings.IndexByte(c.text[w.start:w.end], ':') < 0 || c.amount(i)
}

func (c *content) amount(i int) bool {
	w := c.words[i]
	return w.end-w.start <= 9 && amounts[strings.ToLower(c.text[w.start:w.end])]
}

// close tells whether nothing but a space or a hyphen parts a word from the next one.
func (c *content) close(i int) bool { return c.words[i+1].start-c.words[i].end <= 1 }

// number is what a figure says, so that 1,000 and 1000 are the same.
func (c *content) number(f figure) uint64 {
	h := uint64(seedExact)
	for _, w := range c.words[f.from:f.to] {
		h = mix(h ^ w.hash)
	}
	return h
}

func (c *content) mention(f figure) brief.Mention {
	s := stretch(c.words, f.from, f.to-f.from)
	return brief.Mention{Span: s, Text: s.Of(c.text)}
}

// others counts the words of a gap that are no numbers and are not in the other gap.
func others(a, b *content, in, of [2]int) int {
	n := 0
	for i := in[0]; i < in[1]; i++ {
		hash := a.words[i].hash
		if !a.counts(i) && !slices.ContainsFunc(b.words[of[0]:of[1]], func(w word) bool { return w.hash == hash }) {
			n++
		}
	}
	return n
}
