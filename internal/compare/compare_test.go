package compare

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestOneFigureChangedIsOnePair(t *testing.T) {
	got := Compare("Foreigners who serve six months may apply.", "Foreigners who serve one year may apply.")
	want := []Piece{{Same, "Foreigners who serve "}, {Removed, "six months"}, {Added, "one year"}, {Same, " may apply."}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPiecesByHand(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           []Piece
	}{
		{"nothing", "", "", nil},
		{"equal", "a b", "a b", []Piece{{Same, "a b"}}},
		{"all new", "", "a b", []Piece{{Added, "a b"}}},
		{"all gone", "a b", "", []Piece{{Removed, "a b"}}},
		{"word added at the end", "a b.", "a b c.", []Piece{{Same, "a b"}, {Added, " c"}, {Same, "."}}},
		{"word gone at the start", "a b c", "b c", []Piece{{Removed, "a "}, {Same, "b c"}}},
		{"full stop", "a b", "a b.", []Piece{{Same, "a b"}, {Added, "."}}},
		{"cyrillic", "Погибли 14 человек", "Погибли 19 человек",
			[]Piece{{Same, "Погибли "}, {Removed, "14"}, {Added, "19"}, {Same, " человек"}}},
		{"a number is one word", "shows 4,952,938, at 18:30", "shows 4,823,326, at 18:05", []Piece{{Same, "shows "}, {Removed, "4,952,938"},
			{Added, "4,823,326"}, {Same, ", at "}, {Removed, "18:30"}, {Added, "18:05"}}},
		{"a number parted by a space that does not break", "300\u00a0000 men", "300 men",
			[]Piece{{Removed, "300\u00a0000"}, {Added, "300"}, {Same, " men"}}},
		{"a list is no number", "in 14, 15", "in 14, 16", []Piece{{Same, "in 14, "}, {Removed, "15"}, {Added, "16"}}},
		{"combining mark stays with its word", "cafe\u0301 open", "cafe open",
			[]Piece{{Removed, "cafe\u0301"}, {Added, "cafe"}, {Same, " open"}}},
		{"two places", "one two three four five", "one 2 three 4 five", []Piece{{Same, "one "}, {Removed, "two"}, {Added, "2"},
			{Same, " three "}, {Removed, "four"}, {Added, "4"}, {Same, " five"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, Compare(c.old, c.new)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTextsFarApartAreReplacedWhole(t *testing.T) {
	old, new := strings.Repeat("a, ", 3000)+"x", strings.Repeat("b; ", 3000)+"y"
	got := Compare(old, new)
	if len(got) == 0 || got[0].Kind == Same {
		t.Fatalf("begins with %v", got[:1])
	}
	rejoins(t, old, new, got)
}

func rejoins(t *testing.T, old, new string, pieces []Piece) {
	t.Helper()
	var a, b strings.Builder
	for i, p := range pieces {
		if p.Text == "" {
			t.Errorf("piece %d is empty", i)
		}
		if p.Kind != Added {
			a.WriteString(p.Text)
		}
		if p.Kind != Removed {
			b.WriteString(p.Text)
		}
	}
	if a.String() != old || b.String() != new {
		t.Errorf("%q -> %q rejoins to %q -> %q", old, new, a.String(), b.String())
	}
}

func FuzzPiecesRejoin(f *testing.F) {
	f.Add("He said no.", "He did not say no.")
	f.Add("a b a b a b", "b a b a")
	f.Add("\xff word", "word \xfe")
	f.Fuzz(func(t *testing.T, old, new string) {
		pieces := Compare(old, new)
		rejoins(t, old, new, pieces)
		if !utf8.ValidString(old) || !utf8.ValidString(new) {
			return
		}
		for _, p := range pieces {
			if !utf8.ValidString(p.Text) {
				t.Errorf("a piece cuts a letter: %q", p.Text)
			}
		}
	})
}
