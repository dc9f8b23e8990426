package measure

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
)

// CopiesResult is a measurement of copies: pairs of made texts by how alike they are, and what each system found.
type CopiesResult struct {
	Kind    string         `json:"kind"`
	Half    string         `json:"half"`
	Sources int            `json:"sources"`
	Texts   int            `json:"texts"`
	Pairs   int            `json:"pairs"`
	Buckets []CopiesBucket `json:"buckets"`
	Systems []CopiesLine   `json:"systems"`
	// Operations tell how many texts the first system found to come from what they were made of.
	Operations []CopiesOperation `json:"operations"`
	// Corrected is how many pairs differ in one number; Named how often the first system named it and nothing else.
	Corrected int `json:"corrected"`
	Named     int `json:"named"`
	// Stories is how many pairs of different sources the first system proposed as one event.
	Stories int `json:"stories"`
}

// CopiesBucket is all pairs whose similarity is at least From and less than To, with how many of them each system
// took for copies, in the order of the systems.
type CopiesBucket struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Pairs int     `json:"pairs"`
	Found []int   `json:"found"`
}

// CopiesLine is one system: precision and recall of the pairs that are alike, and of those within each other.
type CopiesLine struct {
	System          string  `json:"system"`
	Precision       float64 `json:"precision"`
	Recall          float64 `json:"recall"`
	WithinPrecision float64 `json:"within_precision"`
	WithinRecall    float64 `json:"within_recall"`
	Alike           int     `json:"alike"`
	Within          int     `json:"within"`
}

// CopiesOperation is one operation with how many of its texts were found to come from what they were made of.
type CopiesOperation struct {
	Operation string `json:"operation"`
	Texts     int    `json:"texts"`
	Found     int    `json:"found"`
}

// from these a pair is alike, and within.
const (
	alikeFrom  = 0.7
	withinFrom = 0.8
)

// twins are two made texts, the earlier first.
type twins [2]int

// truth is what is so of a pair.
type truth struct{ jaccard, containment float64 }

// findings are pairs that a system found, as copies and as one within the other.
type findings struct{ alike, within map[twins]bool }

// Copies measures the index of copies beside its rivals, on texts made by Make.
func Copies(made []Made) CopiesResult {
	truths := compareAll(made)
	own, named, stories := found(made)
	systems := []struct {
		name string
		findings
	}{{"livebrief", own}, {"same bytes", sameBytes(made)}, {"simhash 64, 3", simhash(made)}}
	r := CopiesResult{Kind: "copies", Texts: len(made), Pairs: len(made) * (len(made) - 1) / 2, Named: named, Stories: stories,
		Buckets: []CopiesBucket{}, Systems: []CopiesLine{}, Operations: operations(made, own)}
	edges := []float64{0, .1, .3, .5, .6, .7, .8, .9, 1, 2}
	for i := range len(edges) - 1 {
		r.Buckets = append(r.Buckets, CopiesBucket{From: edges[i], To: min(edges[i+1], 1), Found: make([]int, len(systems))})
	}
	bucket := func(j float64) *CopiesBucket {
		i := 0
		for j >= edges[i+1] {
			i++
		}
		return &r.Buckets[i]
	}
	r.Buckets[0].Pairs = r.Pairs - len(truths)
	for _, t := range truths {
		bucket(t.jaccard).Pairs++
	}
	for k, s := range systems {
		for pair := range s.alike {
			bucket(truths[pair].jaccard).Found[k]++
		}
		r.Systems = append(r.Systems, copiesLine(s.name, s.findings, truths))
	}
	for _, m := range made {
		r.Sources += one(m.Operation == "source")
		r.Corrected += one(m.Operation == "correct")
	}
	return r
}

func copiesLine(name string, f findings, truths map[twins]truth) CopiesLine {
	line := CopiesLine{System: name}
	var alike, within Tally
	for pair, t := range truths {
		switch {
		case t.jaccard >= alikeFrom:
			line.Alike++
			alike.NotedRight += float64(one(f.alike[pair]))
		case t.containment >= withinFrom:
			line.Within++
			within.NotedRight += float64(one(f.within[pair]))
		}
	}
	line.Precision, line.Recall = share(alike.NotedRight, float64(len(f.alike))), share(alike.NotedRight, float64(line.Alike))
	line.WithinPrecision, line.WithinRecall = share(within.NotedRight, float64(len(f.within))), share(within.NotedRight, float64(line.Within))
	return line
}

// compareAll works out every pair that shares four words in a row, by plain sets of strings.
func compareAll(made []Made) map[twins]truth {
	sizes := make([]int, len(made))
	holders := map[string][]int{}
	for i, m := range made {
		words := plainWords(m.Text)
		seen := map[string]bool{}
		for k := 0; k+4 <= len(words); k++ {
			s := strings.Join(words[k:k+4], " ")
			if !seen[s] {
				seen[s] = true
				holders[s] = append(holders[s], i)
			}
		}
		sizes[i] = len(seen)
	}
	both := map[twins]int{}
	for _, list := range holders {
		for k, b := range list {
			for _, a := range list[:k] {
				both[twins{a, b}]++
			}
		}
	}
	out := make(map[twins]truth, len(both))
	for pair, n := range both {
		a, b := sizes[pair[0]], sizes[pair[1]]
		out[pair] = truth{float64(n) / float64(a+b-n), float64(n) / float64(min(a, b))}
	}
	return out
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// found asks the program's own index, in the order of the texts.
func found(made []Made) (f findings, named, stories int) {
	f = findings{map[twins]bool{}, map[twins]bool{}}
	x := echo.New(echo.Window{Texts: len(made), Bytes: 1 << 30})
	for i, m := range made {
		for _, p := range x.Add(brief.ReportID(fmt.Sprint(i)), m.Text, m.Published) {
			var other int
			fmt.Sscan(string(p.ID), &other)
			pair := twins{other, i}
			switch p.Kind {
			case echo.Contains, echo.Contained:
				f.within[pair] = true
			case echo.Story:
				stories += one(made[other].Source != m.Source)
			default:
				f.alike[pair] = true
			}
			if m.Operation == "correct" && made[other].Operation == "source" && made[other].Source == m.Source {
				named += one(len(p.Changed) == 1 && m.corrects(p.Changed[0]))
			}
		}
	}
	return f, named, stories
}

// corrects tells whether a change is the one that was made. A figure may be more than the number: 46 million for 46.
func (m Made) corrects(c echo.Change) bool {
	was, whole := strings.CutPrefix(c.There.Text, m.Was)
	is, too := strings.CutPrefix(c.Here.Text, m.Is)
	return whole && too && was == is
}

func sameBytes(made []Made) findings {
	f := findings{alike: map[twins]bool{}}
	seen := map[[32]byte][]int{}
	for i, m := range made {
		sum := sha256.Sum256([]byte(m.Text))
		for _, other := range seen[sum] {
			f.alike[twins{other, i}] = true
		}
		seen[sum] = append(seen[sum], i)
	}
	return f
}

// simhash is Charikar's: each bit is that of the most words, counted as often as they come.
func simhash(made []Made) findings {
	f := findings{alike: map[twins]bool{}}
	prints := make([]uint64, len(made))
	for i, m := range made {
		var sums [64]int
		for _, w := range plainWords(m.Text) {
			h := fnv.New64a()
			h.Write([]byte(w))
			for bit, x := 0, scramble(h.Sum64()); bit < 64; bit++ {
				sums[bit] += int(x>>bit&1)*2 - 1
			}
		}
		for bit, s := range sums {
			if s > 0 {
				prints[i] |= 1 << bit
			}
		}
		for other := range i {
			if bits.OnesCount64(prints[i]^prints[other]) <= 3 {
				f.alike[twins{other, i}] = true
			}
		}
	}
	return f
}

// scramble spreads the bits of FNV, whose high ones are alike for short words (the finaliser of MurmurHash3).
func scramble(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// operations counts the texts of each operation that were found to be a copy of what they were made of, or within it or
// round it: the longer story is made of the wire, the others of their source.
func operations(made []Made, f findings) []CopiesOperation {
	out := []CopiesOperation{}
	of := map[string]int{}
	for i, m := range made {
		of[m.Operation] = i
		if m.Operation == "source" {
			continue
		}
		at := slices.IndexFunc(out, func(o CopiesOperation) bool { return o.Operation == m.Operation })
		if at < 0 {
			at, out = len(out), append(out, CopiesOperation{Operation: m.Operation})
		}
		pair := twins{of["source"], i}
		if m.Operation == "longer" {
			pair[0] = of["wire"]
		}
		out[at].Texts++
		out[at].Found += one(f.alike[pair] || f.within[pair])
	}
	return out
}
