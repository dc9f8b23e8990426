package gazetteer

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Kind sorts places.
type Kind uint8

// The kinds of place. An area is a stretch of land that is nobody's region: Donbas.
const (
	Town Kind = iota
	Region
	Country
	Area
	Water
)

// Place is one place. Lat and Lon are degrees, of a region or country those of the middle of its towns.
type Place struct {
	Name    string
	Country string // ISO 3166-1, empty for a sea
	Lat     float64
	Lon     float64
	Kind    Kind
	Class   uint8 // of a town's population: 0 below 2,000 or unknown, 1 to 5 as the head of places.tsv says
	Capital bool  // of its country
	Near    Near
	Region  int // the place that is its region, -1 for none
}

// Near says how near a place's country is to the war: of those far away only large towns are known.
type Near uint8

// Far away, a neighbour, or where the war is.
const (
	Far Near = iota
	Neighbour
	Heart
)

// How says in which way a name means a place.
type How uint8

// A name stands for the place itself, for what belongs to it ("Ukrainian"), or for a region only when a word such as
// "region" follows, since a town bears the same name.
const (
	Named How = iota
	Adjective
	WithNoun
)

// Entry is one meaning of a name.
type Entry struct {
	Place int
	How   How
	Caps  bool // the name counts only in capitals: US
	Desk  bool // a desk's own file names it, or the one that comes with the program
}

// Index finds places by the words of their names. It is safe for use by many at once.
type Index struct {
	places []Place
	words  map[string]uint32
	next   map[uint64]uint32 // a node and a word, to a node
	ends   [][]Entry         // by node
}

// Default is the index of the data that come with the program, with the aliases that come with it. The first call
// builds it.
var Default = sync.OnceValue(build)

func build() *Index {
	x := &Index{words: map[string]uint32{}, next: map[uint64]uint32{}, ends: make([][]Entry, 1, expected)}
	x.load(table)
	if err := x.alias(aliases); err != nil {
		panic(err) // both files are part of the program and tested
	}
	return x
}

// Text is the list of spellings that comes with the program, beside its data.
func Text() string { return aliases }

// With gives an index that also knows the places of a desk's file; the receiver stays as it is. An error names the
// line and what to write there.
func (x *Index) With(text string) (*Index, error) {
	y := &Index{places: slices.Clone(x.places), words: maps.Clone(x.words), next: maps.Clone(x.next), ends: make([][]Entry, len(x.ends))}
	for i, e := range x.ends {
		y.ends[i] = slices.Clip(e)
	}
	if err := y.alias(text); err != nil {
		return nil, err
	}
	return y, nil
}

// Place gives the place of an entry.
func (x *Index) Place(i int) *Place { return &x.places[i] }

// Step goes from a node, 0 at first, over one lower-case word to the next; false when no name goes on with it.
func (x *Index) Step(node uint32, word string) (uint32, bool) {
	w, ok := x.words[word]
	if !ok {
		return 0, false
	}
	to, ok := x.next[uint64(node)<<32|uint64(w)]
	return to, ok
}

// At gives the meanings of the name that ends at a node.
func (x *Index) At(node uint32) []Entry { return x.ends[node] }

// Find gives the meanings of a name.
func (x *Index) Find(name string) []Entry {
	node, ok := uint32(0), true
	for _, w := range strings.Fields(fold(name)) {
		if node, ok = x.Step(node, w); !ok {
			return nil
		}
	}
	return x.ends[node]
}

// marks are the apostrophes that names are written with; the index has one of them.
var marks = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'")

// fold writes a name as Step takes its words.
func fold(name string) string { return marks.Replace(strings.ToLower(name)) }

// add gives a place a name. A meaning that the name has already stays as it was.
func (x *Index) add(name string, e Entry) {
	node := uint32(0)
	for _, w := range strings.Fields(fold(name)) {
		id, ok := x.words[w]
		if !ok {
			id = uint32(len(x.words))
			x.words[w] = id
		}
		key := uint64(node)<<32 | uint64(id)
		to, ok := x.next[key]
		if !ok {
			to = uint32(len(x.ends))
			x.ends = append(x.ends, nil)
			x.next[key] = to
		}
		node = to
	}
	if node == 0 {
		return
	}
	e.Caps = len(name) <= 4 && name == strings.ToUpper(name)
	for i, old := range x.ends[node] {
		if old.Place == e.Place && old.How == e.How {
			if e.Desk {
				x.ends[node] = slices.Clone(x.ends[node])
				x.ends[node][i].Desk = true
			}
			return
		}
	}
	x.ends[node] = append(x.ends[node], e)
}
