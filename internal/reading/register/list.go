package register

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// form is how a line of the list is written.
const form = "NAME, ROLE: OTHER SPELLING, OTHER SPELLING"

// line is one line of a list.
type line struct {
	Entry
	others []string
}

// read takes a list in, one person or body a line:
//
//	NAME[, ROLE[, body]]: OTHER SPELLING, OTHER SPELLING
//
// NAME is how readings write it. ROLE may be - or left out. Of a person, every given name in the line goes with every
// last name; a spelling of one word is a last name. A line about somebody who is known by one of its full names adds
// to what is known, and its NAME and ROLE win.
func (x *Register) read(text string) error {
	return brief.ReadList(brief.ListOfNames, text, form, func(text string) string {
		l, wrong := parse(text)
		if wrong == "" {
			x.take(l)
		}
		return wrong
	})
}

// parse reads one line; the second result says what is wrong with it.
func parse(text string) (line, string) {
	head, others := brief.ListLine(text)
	l := line{Entry: Entry{Name: strings.Join(strings.Fields(head[0]), " ")}, others: others}
	switch {
	case l.Name == "":
		return l, "a name must stand at its beginning"
	case len(head) > 3:
		return l, "a name, a role and the word body may stand before the colon, parted by commas; a role has none itself"
	case len(head) == 3 && head[2] != "body":
		return l, fmt.Sprintf("%q is not the word body, which tells a body from a person", head[2])
	}
	l.Body = len(head) == 3
	if len(head) > 1 && head[1] != "-" {
		l.Role = head[1]
	}
	for _, name := range append([]string{l.Name}, others...) {
		if len(fold(name)) > maxWords {
			return l, fmt.Sprintf("%q has more than %d words", name, maxWords)
		}
	}
	if l.Role == "" && len(others) == 0 {
		return l, fmt.Sprintf("%q has neither another spelling nor a role", l.Name)
	}
	return l, ""
}

// maxWords is how many words a name may have.
const maxWords = 12

// take adds a line to what is known.
func (x *Register) take(l line) {
	id := x.meant(l)
	if id < 0 {
		id = len(x.entries)
		x.entries = append(x.entries, entry{givens: map[string]bool{}})
	}
	e := &x.entries[id]
	e.Entry = l.Entry
	words := fold(l.Name)
	e.last = words[len(words)-1]
	x.add(x.whole, strings.Join(words, " "), id)
	for _, name := range append([]string{l.Name}, l.others...) {
		words := fold(name)
		if len(words) == 0 {
			continue
		}
		x.add(x.whole, strings.Join(words, " "), id)
		if l.Body {
			continue
		}
		last := words[len(words)-1]
		x.add(x.whole, last, id)
		x.add(x.last, last, id)
		if len(words) > 1 {
			e.givens[words[0]] = true
		}
	}
}

// meant is the entry that a line is about: one of its full names is known, or its only name is; -1 for a new one.
func (x *Register) meant(l line) int {
	names := append([]string{l.Name}, l.others...)
	for i, name := range names {
		words := fold(name)
		if len(words) < 2 && i > 0 {
			continue
		}
		if id := x.find(words); id >= 0 && x.entries[id].Body == l.Body {
			return id
		}
	}
	return -1
}

// add notes that a name may mean an entry.
func (x *Register) add(to map[string][]int, name string, id int) {
	if !slices.Contains(to[name], id) {
		to[name] = append(slices.Clip(to[name]), id)
	}
}
