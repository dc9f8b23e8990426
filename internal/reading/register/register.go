package register

import (
	_ "embed" // for the list
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"livebrief/internal/brief"
)

//go:embed names.txt
var names string

// Entry is a person or a body as readings name it.
type Entry struct {
	// Name is the preferred spelling.
	Name string
	// Role is said of somebody of whom a text says none; it may be empty.
	Role string
	// Body tells a company, a ministry or a newspaper from a person.
	Body bool
}

// entry is one with the words of its spellings, folded.
type entry struct {
	Entry
	givens map[string]bool
	last   string // of a person: the last name in the preferred spelling
}

// Register finds entries by names. It is safe for use by many at once.
type Register struct {
	entries []entry
	whole   map[string][]int // by each whole spelling, one word or many
	last    map[string][]int // people by each spelling of their last names
}

// Default is the register of the list that comes with the program.
var Default = sync.OnceValue(func() *Register {
	x := &Register{whole: map[string][]int{}, last: map[string][]int{}}
	if err := x.read(names); err != nil {
		panic(err) // the list is part of the program and tested
	}
	return x
})

// Text is the list that comes with the program.
func Text() string { return names }

// With gives a register that also knows a desk's list, which wins; the receiver stays as it is. The error tells every
// wrong line.
func (x *Register) With(text string) (*Register, error) {
	y := x.clone()
	if err := y.read(text); err != nil {
		return nil, err
	}
	return y, nil
}

// Knowing gives a register that also knows the speakers of a briefing, by the names that its desk gave them; the receiver
// stays as it is. Whoever turned out to be somebody else is left out, and so are offices, which come and go: a text says which
// one somebody held.
func (x *Register) Knowing(speakers []brief.Speaker) *Register {
	y := x.clone()
	for _, s := range speakers {
		l := line{Entry: Entry{Name: s.Name, Body: s.Body}, others: s.Aliases}
		if n := len(fold(s.Name)); s.MergedInto == "" && n > 0 && n <= maxWords {
			y.take(l)
		}
	}
	return y
}

func (x *Register) clone() *Register {
	y := &Register{entries: slices.Clone(x.entries), whole: maps.Clone(x.whole), last: maps.Clone(x.last)}
	for i := range y.entries {
		y.entries[i].givens = maps.Clone(y.entries[i].givens)
	}
	return y
}

// Find gives whom a name means: the whole of it is a spelling of one entry, or it is a given name, or the initial of
// one, and a last name of one. Nothing is found when it may be two.
func (x *Register) Find(name string) (Entry, bool) {
	if i := x.find(fold(name)); i >= 0 {
		return x.entries[i].Entry, true
	}
	return Entry{}, false
}

func (x *Register) find(words []string) int {
	if len(words) == 0 {
		return -1
	}
	if ids := x.whole[strings.Join(words, " ")]; len(ids) > 0 {
		return only(ids)
	}
	if len(words) == 1 {
		return -1
	}
	found := -1
	for _, i := range x.last[words[len(words)-1]] {
		if !x.entries[i].given(words[0]) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// given tells whether a word is a given name of the entry, or its initial.
func (e *entry) given(word string) bool {
	if e.givens[word] {
		return true
	}
	initial, ok := strings.CutSuffix(word, ".")
	if !ok || utf8.RuneCountInString(initial) != 1 {
		return false
	}
	for g := range e.givens {
		if strings.HasPrefix(g, initial) {
			return true
		}
	}
	return false
}

func only(ids []int) int {
	if len(ids) == 1 {
		return ids[0]
	}
	return -1
}

// Key is the same for all spellings of one name: of a name that the register knows, and of others whose last words
// differ in the ending alone: Haidaiskiy, Haidaiskyy, Haidaisky.
func (x *Register) Key(name string) string {
	words := fold(name)
	if len(words) > 1 {
		if i := x.find(words); i >= 0 {
			words = fold(x.entries[i].Name)
		}
	}
	if n := len(words); n > 0 {
		words[n-1] = x.surname(words[n-1])
	}
	return strings.Join(words, " ")
}

// surname writes a folded last name as the register prefers it, if all who bear it are written alike.
func (x *Register) surname(word string) string {
	preferred := ""
	for _, i := range x.last[word] {
		if last := x.entries[i].last; preferred == "" {
			preferred = last
		} else if preferred != last {
			return word
		}
	}
	if preferred == "" {
		return word
	}
	return preferred
}

// marks are the apostrophes that names are written with; the register has one of them.
var marks = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'")

// fold parts a name into words that are the same for all its spellings.
func fold(name string) []string {
	words := strings.Fields(marks.Replace(strings.ToLower(name)))
	for i, w := range words {
		words[i] = ending(w)
	}
	return words
}

// endings are the ways in which one ending of Ukrainian, Russian and Belarusian names is written in Latin letters.
var endings = []string{"iy", "yy", "yi", "ij", "yj", "ii"}

// endingLeast is how long, in letters, a name is at least whose ending is folded.
const endingLeast = 5

// ending writes the ending of a name in one way: y, behind a consonant.
func ending(word string) string {
	if utf8.RuneCountInString(word) < endingLeast {
		return word
	}
	for _, e := range endings {
		stem, ok := strings.CutSuffix(word, e)
		if ok && !strings.ContainsRune("aeiouy'", rune(stem[len(stem)-1])) {
			return stem + "y"
		}
	}
	return word
}
