package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// How many texts each purpose takes. The first twice of the statements are annotated by a second person.
const (
	forStatements = 80
	forDates      = 60
	forTwice      = 20
)

// entry is one line of the index.
type entry struct {
	article
	Title string
	Half  string // development or test
	Sets  []string
}

// split gives every article a half and its purposes, by nothing but its id: the articles stand in the order of the
// SHA-256 of their ids, every second one is for tests, statements are counted from the front and dates from the
// back. So no text is for development in one purpose and for tests in the other.
func split(articles []article) []entry {
	out := make([]entry, len(articles))
	for i, a := range articles {
		out[i].article = a
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(hash(a.ID), hash(b.ID)) })
	for i := range out {
		e := &out[i]
		e.Half = "development"
		if i%2 == 1 {
			e.Half = "test"
		}
		if i < forStatements {
			e.Sets = append(e.Sets, "statements")
		}
		if i >= len(out)-forDates {
			e.Sets = append(e.Sets, "dates")
		}
		if i < forTwice {
			e.Sets = append(e.Sets, "twice")
		}
	}
	return out
}

func hash(id string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(id))) }

// distinct leaves out an article whose body another one before it has too.
func distinct(all []article) []article {
	seen := map[string]bool{}
	var out []article
	for _, a := range all {
		var body strings.Builder
		for _, s := range a.Sentences[2:] {
			body.WriteString(strings.Join(s, ""))
		}
		if key := letters(body.String()); !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}
