package chart

import (
	"slices"
	"strings"
	"testing"
)

func TestWordsAreWrapped(t *testing.T) {
	for _, c := range []struct {
		text       string
		room, most int
		want       []string
	}{
		{"", 100, 2, nil},
		{"one two", 100, 2, []string{"one two"}},       // 13+13+13 8 8+19+13
		{"one two", 86, 2, []string{"one", "two"}},     // 87 are needed
		{"abcdef", 40, 9, []string{"abc", "def"}},      // a word that is too long is broken
		{"one two six", 58, 2, []string{"one", "tw…"}}, // "two…" needs 8+19+13+19
		{"x", 1, 1, []string{"x"}},
	} {
		if got := wrap(c.text, c.room, c.most); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.room, got, c.want)
		}
	}
}

// TestHostileWordsStayWords puts words that would break out of the drawing into every place of every chart.
func TestHostileWordsStayWords(t *testing.T) {
	bars, pairs, ranges := aidByMonth(900, 380), donors(640, 3), killed(640)
	lines := long(hostile, Series{Name: hostile, Values: []Value{plainValue("2022-01-01", 1), plainValue("2022-05-01", 2)}})
	evil := func(float64) string { return hostile }
	bars.Title, bars.Description, bars.Unit, bars.ID, bars.Number, bars.Columns, bars.Parts = hostile, hostile, hostile, hostile, evil, bars.Columns[:3], []string{hostile, hostile, hostile}
	bars.Columns[1].Says = hostile
	pairs.Title, pairs.Description, pairs.Unit, pairs.ID, pairs.Number, pairs.Measures, pairs.Rows[0].Name = hostile, hostile, hostile, hostile, evil, []string{hostile, hostile, hostile}, hostile
	ranges.Title, ranges.Description, ranges.Unit, ranges.ID, ranges.Number, ranges.Rows[0].Name, ranges.Rows[0].Says = hostile, hostile, hostile, hostile, evil, hostile, hostile
	lines.Description, lines.Unit, lines.ID, lines.Number = hostile, hostile, hostile, evil
	for name, d := range map[string]anyChart{"bars": bars, "pairs": pairs, "ranges": ranges, "lines": lines} {
		t.Run(name, func(t *testing.T) {
			svg := drawn(t, d)
			if strings.Contains(svg, "<script") {
				t.Error("words became an element")
			}
			if want := `<title id="-script-----------t">&lt;script&gt;&#34;&amp;&#39;  ` + "\ufffd" + `]]&gt;</title>`; !strings.Contains(svg, want) {
				t.Errorf("the drawing does not begin with %s: %.300s", want, svg)
			}
			carded(t, d, Words{Above: hostile, Summary: hostile, Source: hostile, AsOf: hostile})
		})
	}
}
