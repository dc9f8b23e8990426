package pattern

import (
	"maps"
	"slices"
	"strings"
)

// Mark says for what a pattern speaks, a track or a kind, and how much. A weight of 0 says that it does not.
type Mark struct {
	Name   string
	Weight int
}

// Match is a pattern found in a text.
type Match struct {
	Marks []Mark
	// Words is how many it has; 0 when nothing was found.
	Words int
	// Pattern tells it from all others of its index.
	Pattern int
}

// Index is a trie of patterns, by their words. It is safe for use by many at once.
type Index struct {
	nodes []node
}

// node is what may follow a beginning of patterns: whole words, and beginnings of words with the lengths that they
// have, the longest first.
type node struct {
	exact, begin map[string]int
	lengths      []int
	marks        []Mark
}

func newIndex() *Index { return &Index{nodes: make([]node, 1)} }

func (x *Index) clone() *Index {
	y := &Index{nodes: slices.Clone(x.nodes)}
	for i := range y.nodes {
		n := &y.nodes[i]
		n.exact, n.begin = maps.Clone(n.exact), maps.Clone(n.begin)
		n.lengths, n.marks = slices.Clone(n.lengths), slices.Clone(n.marks)
	}
	return y
}

// add gives a pattern a mark, in place of the one that it has for the same track or kind.
func (x *Index) add(words []string, m Mark) {
	at := 0
	for _, w := range words {
		at = x.step(at, w)
	}
	n := &x.nodes[at]
	for i := range n.marks {
		if n.marks[i].Name == m.Name {
			n.marks[i].Weight = m.Weight
			return
		}
	}
	n.marks = append(n.marks, m)
}

// step gives the node behind a word of a pattern, a new one if need be.
func (x *Index) step(at int, word string) int {
	n := &x.nodes[at]
	stem, begins := strings.CutSuffix(word, "*")
	to := &n.exact
	if begins {
		to = &n.begin
	}
	if next, ok := (*to)[stem]; ok {
		return next
	}
	if *to == nil {
		*to = map[string]int{}
	}
	next := len(x.nodes)
	(*to)[stem] = next
	if begins && !slices.Contains(n.lengths, len(stem)) {
		n.lengths = append(n.lengths, len(stem))
		slices.SortFunc(n.lengths, func(a, b int) int { return b - a })
	}
	x.nodes = append(x.nodes, node{})
	return next
}

// triesMost bounds how many ways are tried from one word, so that no list makes reading slow.
const triesMost = 64

// walk is one search.
type walk struct {
	x     *Index
	words []string
	tries int
	best  Match
}

// Longest finds the longest pattern that begins at word i. Of those of one length each track or kind has its own say;
// for one track, whole words win over beginnings, and long beginnings over short ones. Words are in lower case; an
// empty one ends every pattern.
func (x *Index) Longest(words []string, i int) Match {
	w := walk{x: x, words: words[i:]}
	w.from(0, 0)
	return w.best
}

func (w *walk) from(at, k int) {
	n := &w.x.nodes[at]
	if len(n.marks) > 0 && k > w.best.Words {
		w.best = Match{n.marks, k, at}
	} else if k > 0 && k == w.best.Words {
		w.best.also(n.marks)
	}
	if k == len(w.words) || w.words[k] == "" || w.tries == triesMost {
		return
	}
	w.tries++
	word := w.words[k]
	if next, ok := n.exact[word]; ok {
		w.from(next, k+1)
	}
	for _, length := range n.lengths {
		if length > len(word) {
			continue
		}
		if next, ok := n.begin[word[:length]]; ok {
			w.from(next, k+1)
		}
	}
}

// also adds the marks of another pattern of the same length, for tracks or kinds that have none yet.
func (m *Match) also(marks []Mark) {
	for _, other := range marks {
		if !slices.ContainsFunc(m.Marks, func(had Mark) bool { return had.Name == other.Name }) {
			m.Marks = append(slices.Clip(m.Marks), other)
		}
	}
}
