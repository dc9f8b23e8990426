package pattern

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// found is the longest pattern at a word, with its marks: "2 aid=5".
func found(x *Index, words string, i int) string {
	m := x.Longest(strings.Fields(words), i)
	out := fmt.Sprint(m.Words)
	for _, k := range m.Marks {
		out += fmt.Sprintf(" %s=%d", k.Name, k.Weight)
	}
	return out
}

func TestTheLongestPatternCountsAlone(t *testing.T) {
	s, err := For("blank", nil).With("aid, 2: aid, mobili*\naid, 3: mobilisa*\ncivilians, 4: humanitarian aid*, Aid Work*\ncivilians: mobile*\nhome, 3: mobilization*, mobili* order*, mobilisat* law, mobilize\nfighting: front line*, don’t shoot", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words string
		at    int
		want  string
	}{
		{"humanitarian aid came", 0, "2 civilians=4"}, {"humanitarian aid came", 1, "1 aid=2"}, {"humanitarian law", 0, "0"},
		{"aid worker", 0, "2 civilians=4"}, {"aided", 0, "0"}, {"mobilized", 0, "1 aid=2"}, {"mobilization", 0, "1 home=3 aid=2"},
		{"mobilize", 0, "1 home=3 aid=2"}, {"mobilisation orders", 0, "2 home=3"}, {"mobilisation law", 0, "2 home=3"}, {"mobilisation plan", 0, "1 aid=3"},
		{"mobile phones", 0, "1 civilians=2"}, {"front-lines", 0, "1 fighting=2"}, {"front line", 0, "2 fighting=2"}, {"front", 0, "0"},
		{"don't shoot", 0, "2 fighting=2"}, {"mobi", 0, "0"},
	} {
		if got := found(s.Tracks(), c.words, c.at); got != c.want {
			t.Errorf("%q at %d is %s, want %s", c.words, c.at, got, c.want)
		}
	}
	if got := s.Tracks().Longest([]string{"front", "", "line"}, 0); got.Words != 0 {
		t.Errorf("a pattern goes on over a mark: %+v", got)
	}
	if got := fmt.Sprint(s.Order()); got != "[aid civilians home fighting]" {
		t.Errorf("the order is %s", got)
	}
}

func TestADesksListAddsAndWins(t *testing.T) {
	base := For("war", []string{"fighting", "aid"})
	s, err := base.With("fighting, 0: shelling\naid, 7: parcels\nkind pledge, 5: gives its word", []string{"fighting", "aid"})
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{"shelling": "1 fighting=0", "parcels": "1 aid=7", "artillery": "1 fighting=3", "civilians": "0"} {
		if got := found(s.Tracks(), words, 0); got != want {
			t.Errorf("%s is %s, want %s", words, got, want)
		}
	}
	if got := found(s.Kinds(), "gives its word", 0); got != "3 pledge=5" {
		t.Errorf("the kind is %s", got)
	}
	if got := found(base.Tracks(), "shelling", 0); got != "1 fighting=3" {
		t.Errorf("the set before has %s now", got)
	}
	if got := found(base.Tracks(), "parcels", 0); got != "0" {
		t.Errorf("the set before has %s now", got)
	}
}

func TestTheListsOfTheTemplatesAreRight(t *testing.T) {
	for template, tracks := range map[string][]string{
		"war":      {"world", "home", "fighting", "civilians", "aid"},
		"disaster": {"people", "rescue", "damage", "hazard", "answer"},
		"election": {"results", "voting", "campaign", "disputes", "reaction"},
		"blank":    {}, "kinds": {}, "../list": {},
	} {
		s := &Set{tracks: newIndex(), kinds: newIndex()}
		if err := s.read(Text(template), tracks); err != nil {
			t.Errorf("%s: %v", template, err)
		}
		if got := For(template, nil).Order(); !slices.Equal(got, tracks) {
			t.Errorf("%s has the tracks %v", template, got)
		}
		if got := found(For(template, nil).Kinds(), "declined to comment", 0); got != "3 no_comment=4" {
			t.Errorf("%s knows the kind as %s", template, got)
		}
	}
}

func TestAWrongLineIsToldByItsNumber(t *testing.T) {
	for text, want := range map[string]string{
		"Fighting":                `no words stand behind a colon`,
		"front line: x":           `"front line" is not the id of a track, nor the word kind and a kind`,
		": x":                     `"" is not the id of a track, nor the word kind and a kind`,
		"kind story: x":           `"story" is no kind of development`,
		"kind fight: x":           `"fight" is no kind of development`,
		"fighting, 10: x":         `"10" is not a weight from 0 to 9`,
		"fighting, -1: x":         `"-1" is not a weight from 0 to 9`,
		"fighting, 1, 2: x":       "a track and a weight may stand before the colon, parted by a comma",
		"fighting: sh*":           `"sh*" has fewer than 3 letters before its *`,
		"fighting: she*ll":        `"she*ll" is not a word`,
		"fighting: *":             `"*" has fewer than 3 letters before its *`,
		"fighting: a $5 bill":     `"$5" is not a word`,
		"fighting: a b c d e f g": `"a b c d e f g" has more than 6 words`,
		"figting: shelling":       `"figting" is no track of this briefing; it has fighting, aid`,
	} {
		_, err := For("war", []string{"fighting", "aid"}).With("# ours\n\n"+text+"\n", []string{"fighting", "aid"})
		var bad *brief.BadLines
		if !errors.As(err, &bad) || len(bad.Lines) != 1 || bad.Lines[0] != (brief.BadLine{Line: 3, What: want}) || bad.List != brief.ListOfTracks {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestNoListMakesAWordSlow tries at most so many ways from one word, however many a list has.
func TestNoListMakesAWordSlow(t *testing.T) {
	var list strings.Builder
	for a := 3; a < 30; a++ {
		for b := 3; b < 30; b++ {
			fmt.Fprintf(&list, "x: %s* %s* end\n", strings.Repeat("a", a), strings.Repeat("a", b))
		}
	}
	s, err := For("blank", nil).With(list.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("a", 40)
	w := walk{x: s.Tracks(), words: []string{long, long, long}}
	if w.from(0, 0); w.tries != triesMost {
		t.Errorf("%d ways were tried", w.tries)
	}
}

// FuzzWith feeds any list and text: the list is taken or refused in words, and what is found lies in the text.
func FuzzWith(f *testing.F) {
	for _, seed := range [][2]string{{"", ""}, {"a, 3: b c*d, xyz*", "b xyza"}, {"kind pledge: vow*", "vows"}, {":", "a"}, {"a: Б’ю*", "б'юка"}, {"a: aaa* aaa*", "aaaa aaa aa"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, list, text string) {
		s, err := Default().With(list, nil)
		if err != nil {
			if brief.KindOf(err) != brief.KindInvalid || !utf8.ValidString(err.Error()) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		words := strings.Fields(strings.ToLower(text))
		for i := range words {
			if m := s.Tracks().Longest(words, i); m.Words > len(words)-i || m.Words > wordsMost || (m.Words > 0) != (len(m.Marks) > 0) {
				t.Fatalf("found %+v", m)
			}
		}
	})
}
