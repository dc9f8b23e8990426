package measure

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// pages are those of testdata/pages, by name.
func pages(t *testing.T) map[string]Page {
	t.Helper()
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d pages, %v; there were 6 or more", len(files), err)
	}
	out := map[string]Page{}
	for _, file := range files {
		page, err := os.ReadFile(file)
		gold, err2 := os.ReadFile(strings.TrimSuffix(file, ".html") + ".txt")
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".html")
		if out[name], err = NewPage(name, page, gold); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestPagesAreScoredAsReckonedByHand: seven words each, of which six are the same; four shingles each, of which three
// are. The title counts nothing.
func TestPagesAreScoredAsReckonedByHand(t *testing.T) {
	p, err := NewPage("x", []byte("<h1>A <i>Title</i></h1><p>Text"), []byte("A title!\nOne two three four five\nsix seven\n"))
	if err != nil {
		t.Fatal(err)
	}
	sheet := pageSystem("", func(Page) string { return "A Title\nOne, two: three four five six eight" }).Sheet(p)
	if want := []Tally{count(6, 7, 7), count(3, 4, 4)}; !slices.Equal(sheet.Tallies, want) {
		t.Errorf("got %v, want %v", sheet.Tallies, want)
	}
	sheet = pageSystem("", func(Page) string { return "one one" }).Sheet(p)
	if want := []Tally{count(1, 2, 7), count(0, 1, 4)}; !slices.Equal(sheet.Tallies, want) {
		t.Errorf("a word too often: got %v, want %v", sheet.Tallies, want)
	}
	sheet = pageSystem("", func(Page) string { return "" }).Sheet(p)
	if want := []Tally{count(0, 0, 7), count(0, 0, 4)}; !slices.Equal(sheet.Tallies, want) {
		t.Errorf("nothing: got %v, want %v", sheet.Tallies, want)
	}
}

// TestTheMeanOfTheTextsCountsShortTextsAsMuch: 1 of 1 and 0 of 3 have the mean 0.5, and a text without anything none.
func TestTheMeanOfTheTextsCountsShortTextsAsMuch(t *testing.T) {
	s := run(t, []Measure{{Name: "m", Macro: true}}, nil, count(1, 1, 1), count(0, 3, 3), Tally{}).Systems[0].Scores[0]
	if s.F1.Value != 0.25 || s.MacroF1.Value != 0.5 || s.MacroF1.Low != 0 || s.MacroF1.High != 1 {
		t.Errorf("F1 %v, mean %v; want 0.25, and 0.5 from 0 to 1", s.F1, s.MacroF1)
	}
}

// TestTheMainTextOfPagesIsFound: on these pages the program leaves nothing out, and takes in one line too many, a
// caption that the page repeats as text and that nothing marks once the decoder has dropped the first one.
func TestTheMainTextOfPagesIsFound(t *testing.T) {
	for name, p := range pages(t) {
		var got []string
		for _, m := range PageMisses(p).List {
			got = append(got, m.What+" "+m.Noted+m.Found)
		}
		var want []string
		if name == "captions" {
			want = []string{"invented the mill of northook under water on monday"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestEverySystemReadsEveryPage: each finds most of the words, and only the whole page has the navigation in it.
func TestEverySystemReadsEveryPage(t *testing.T) {
	all := pages(t)
	for _, s := range PageSystems() {
		for name, p := range all {
			if w := s.Sheet(p).Tallies[0]; w.NotedRight < 0.9*w.Noted {
				t.Errorf("%s on %s: %v of %v words", s.Name, name, w.NotedRight, w.Noted)
			}
		}
	}
	news := all["news"]
	for _, c := range []struct {
		system, has, not string
	}{
		{"livebrief", "", "newsletter"}, {"livebrief", "", "runs dry"}, {"decoder alone", "Runs Dry", "Imprint"}, {"whole page", "Imprint", ""},
	} {
		text := map[string]func(Page) string{"livebrief": mainText, "decoder alone": decoded, "whole page": wholePage}[c.system](news)
		if !strings.Contains(text, c.has) || c.not != "" && strings.Contains(strings.ToLower(text), strings.ToLower(c.not)) {
			t.Errorf("%s: want %q and not %q in\n%s", c.system, c.has, c.not, text)
		}
	}
}

func TestPagesThatCannotBeScoredAreRefused(t *testing.T) {
	for want, c := range map[string][2]string{
		"is not UTF-8":      {"caf\xe9", ""},
		"not UTF-8":         {"", "caf\xe9"},
		"longer than 4 MB":  {strings.Repeat("x", maxBody+1), ""},
		"nested too deeply": {strings.Repeat("<div>", 5000), ""},
	} {
		if _, err := NewPage("x.html", []byte(c[0]), []byte(c[1])); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
