package echo

import "slices"

// shingle is how many words in a row are one. Four keep a flash of thirty words with one figure changed above 0.7, and
// are seldom shared by chance.
const shingle = 4

// shingles appends the shingles of a text to out, in its order. A text of fewer words is one shingle, a text without
// words none.
func shingles(out []uint64, words []word) []uint64 {
	if len(words) > 0 && len(words) < shingle {
		return append(out, shingleAt(words))
	}
	for i := 0; i+shingle <= len(words); i++ {
		out = append(out, shingleAt(words[i:i+shingle]))
	}
	return out
}

// distinct puts each shingle once and in the order of the hashes; it works in the list itself.
func distinct(all []uint64) []uint64 {
	slices.Sort(all)
	return slices.Compact(all)
}

// samples gives one distinct shingle of so many as sampled, shortened to 32 bits.
func samples(all []uint64) []uint32 {
	out := make([]uint32, 0, len(all)/sampled+8)
	for _, s := range all {
		if s%sampled == 0 {
			out = append(out, uint32(s>>32))
		}
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
