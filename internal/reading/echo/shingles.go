package echo

import "slices"

// shingle is how many words in a row are one. Four keep a flash of thirty words with one figure changed above 0.7, and
// are seldom shared by chance.
const shingle = 4

// shingles appends the distinct shingles of a text to out, in the order of their hashes. A text of fewer words is one
// shingle, a text without words none.
func shingles(out []uint64, words []word) []uint64 {
	if len(words) > 0 && len(words) < shingle {
		return append(out, shingleAt(words))
	}
	for i := 0; i+shingle <= len(words); i++ {
		out = append(out, shingleAt(words[i:i+shingle]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func shingleAt(words []word) uint64 {
	var h uint64
	for _, w := range words {
		h = h*seedShingle + w.hash
	}
	return mix(h)
}

// shared counts what two sets have in common; both are in order.
func shared(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// share is part of whole, 0 where there is nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
