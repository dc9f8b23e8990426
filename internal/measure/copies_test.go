package measure

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCopiesAreCountedByHandWorkedPairs gives the scorer four texts whose pairs are worked out by hand.
func TestCopiesAreCountedByHandWorkedPairs(t *testing.T) {
	const story = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen 20 sixteen"
	made := []Made{
		{Source: 0, Operation: "source", Text: story},
		// Sixteen words have thirteen shingles. The fifteenth word is in two of them: 11 of 15 are shared, 0.733.
		{Source: 0, Operation: "correct", Text: strings.Replace(story, "20", "30", 1), Was: "20", Is: "30"},
		// The same words: 13 of 13.
		{Source: 0, Operation: "flat", Text: strings.ReplaceAll(story, " ", "\n")},
		// Its last twelve words have nine shingles, all of them in the first: 9 of 13, 0.692.
		{Source: 0, Operation: "wire", Text: story[strings.Index(story, "five"):]},
	}
	r := Copies(made)
	var alike, within int
	for _, s := range r.Systems[:1] {
		alike, within = s.Alike, s.Within
		if s.Precision != 1 || s.Recall != 1 || s.WithinPrecision != 1 || s.WithinRecall != 1 {
			t.Errorf("the index scores %+v; it finds all of these", s)
		}
	}
	// Alike: source, correct and flat among each other. Within: the wire in source and in flat; of its nine shingles seven
	// are in correct, 0.78.
	if alike != 3 || within != 2 {
		t.Errorf("%d pairs alike and %d within, want 3 and 2", alike, within)
	}
	if r.Pairs != 6 || r.Corrected != 1 || r.Named != 1 {
		t.Errorf("%d pairs, %d of %d numbers named; want 6, 1 of 1", r.Pairs, r.Named, r.Corrected)
	}
}

// TestSameTextsAreMadeEachTime looks at what each operation does, and that it does the same again.
func TestSameTextsAreMadeEachTime(t *testing.T) {
	body := func(word string) string {
		p := strings.Repeat(word+" said \"no\" - and left. ", 5)
		return "Title " + word + "\n\n5 March 2031\n\n" + p + "\n\n" + p + "80 people " + "\n\n" + p + "\n\n" + p
	}
	var texts []Text
	for _, word := range []string{"Edda", "Ada", "Jon"} {
		texts = append(texts, Text{Name: word, Body: body(word), Published: time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)})
	}
	made := Make(texts)
	if again := Make(texts); !slices.Equal(made, again) {
		t.Error("the second time other texts were made")
	}
	by := map[string]Made{}
	for _, m := range made[:len(made)/3] {
		by[m.Operation] = m
	}
	if len(by) != 15 {
		t.Errorf("%d operations, want 15", len(by))
	}
	if m := by["correct"]; m.Was != "80" || len(m.Is) != 2 || m.Text != strings.Replace(texts[0].Body, "80", m.Is, 1) {
		t.Errorf("correct made %s of %s: %q", m.Is, m.Was, m.Text)
	}
	if m := by["re-head"]; strings.Contains(m.Text, "Title Edda") || strings.Contains(m.Text, "5 March") || !strings.Contains(m.Text, "OLDFORD (NPA) - Edda said") {
		t.Errorf("re-head left %q", m.Text)
	}
	if m := by["re-encode"]; strings.ContainsAny(m.Text, `"`) || !strings.Contains(m.Text, "“no” — and") || !strings.Contains(m.Text, "80\u00a0people") {
		t.Errorf("re-encode left %q", m.Text)
	}
	whole := len(strings.Fields(texts[0].Body))
	if n := len(strings.Fields(by["truncate 50"].Text)); n != whole/2 {
		t.Errorf("truncate kept %d of %d words", n, whole)
	}
	if n := strings.Count(by["insert 3"].Text, "\n\n") - strings.Count(texts[0].Body, "\n\n"); n != 3 {
		t.Errorf("insert added %d paragraphs, want 3", n)
	}
	if !strings.Contains(by["longer"].Text, by["wire"].Text) || strings.Contains(by["wire"].Text, "Title") {
		t.Error("the longer story does not hold the wire, or the wire has a title")
	}
}
