package main

import (
	"fmt"
	"slices"
	"testing"
)

func TestHalvesAreEvenAndNoTextIsInBoth(t *testing.T) {
	var all []article
	for i := range 120 {
		all = append(all, article{ID: fmt.Sprint(i)})
	}
	count := map[string]int{}
	for _, e := range split(all) {
		for _, s := range e.Sets {
			count[s+" "+e.Half]++
		}
		if slices.Contains(e.Sets, "twice") && !slices.Contains(e.Sets, "statements") {
			t.Errorf("%s is annotated twice but not once", e.ID)
		}
	}
	for key, want := range map[string]int{
		"statements development": 40, "statements test": 40, "dates development": 30, "dates test": 30,
		"twice development": 10, "twice test": 10,
	} {
		if count[key] != want {
			t.Errorf("%s: %d texts, want %d", key, count[key], want)
		}
	}
}

func TestSplitDoesNotDependOnTheOrderOfTheSet(t *testing.T) {
	a := []article{{ID: "1"}, {ID: "2"}, {ID: "3"}}
	b := []article{{ID: "3"}, {ID: "1"}, {ID: "2"}}
	x, y := split(a), split(b)
	for i := range x {
		if x[i].ID != y[i].ID || x[i].Half != y[i].Half {
			t.Errorf("place %d: %s %s, and %s %s", i, x[i].ID, x[i].Half, y[i].ID, y[i].Half)
		}
	}
}

func TestTheSameBodyUnderAnotherTitleIsLeftOut(t *testing.T) {
	day := []string{"May", "4"}
	all := []article{
		{ID: "1", Sentences: [][]string{{"One"}, day, {"Snow", "."}}},
		{ID: "2", Sentences: [][]string{{"Two"}, day, {"Snow"}}},
		{ID: "3", Sentences: [][]string{{"Three"}, day, {"Rain", "."}}},
	}
	if got := distinct(all); len(got) != 2 || got[1].ID != "3" {
		t.Errorf("left: %v", got)
	}
}
