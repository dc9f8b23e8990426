package measure

import (
	"cmp"
	"slices"
)

// pair says that finding f was taken for note n.
type pair struct {
	note, found int
}

// candidate is a pair that may be, with how well it fits: the first figure goes before the second.
type candidate struct {
	pair
	fit, then int
}

// oneToOne takes the best fitting pairs first, each note and each finding once at most. Where two fit alike, the
// earlier note and then the earlier finding goes first, so that the order of a list decides nothing else.
func oneToOne(notes, found int, candidates []candidate) []pair {
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(b.then, a.then), cmp.Compare(a.note, b.note), cmp.Compare(a.found, b.found))
	})
	usedNote, usedFound := make([]bool, notes), make([]bool, found)
	var out []pair
	for _, c := range candidates {
		if usedNote[c.note] || usedFound[c.found] {
			continue
		}
		usedNote[c.note], usedFound[c.found] = true, true
		out = append(out, c.pair)
	}
	slices.SortFunc(out, func(a, b pair) int { return cmp.Compare(a.note, b.note) })
	return out
}

// left lists which of n have no partner, by the side of the pair that of gives.
func left(n int, pairs []pair, of func(pair) int) []int {
	taken := make([]bool, n)
	for _, p := range pairs {
		taken[of(p)] = true
	}
	var out []int
	for i, t := range taken {
		if !t {
			out = append(out, i)
		}
	}
	return out
}

func noteOf(p pair) int  { return p.note }
func foundOf(p pair) int { return p.found }
