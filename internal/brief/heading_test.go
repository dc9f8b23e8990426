package brief

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFirstWordsEndBehindAWord(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"", 10, ""},
		{"  rain \n\t fell ", 10, "rain fell"},
		{"rain fell", 9, "rain fell"},
		{"rain fell on", 9, "rain…"},
		{"rain fell on", 10, "rain fell…"},
		{"rain, fell", 7, "rain…"},
		{"дощ падав", 6, "дощ…"},
		{"unbroken", 5, "unbr…"},
		{"незламно", 5, "незл…"},
		{"rain fell", 4, "rai…"},
	} {
		got := FirstWords(c.text, c.most)
		if got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.most, got, c.want)
		}
		if utf8.RuneCountInString(got) > c.most {
			t.Errorf("%q has more than %d characters", got, c.most)
		}
	}
	if got := FirstWords(strings.Repeat("x", 1<<20), 20); got != strings.Repeat("x", 19)+"…" {
		t.Errorf("a long word gives %d bytes", len(got))
	}
}

func TestHeadingIsTheTitleThenTheHeadlineThenTheFirstSentence(t *testing.T) {
	text := "By A Reporter\n\nA dam breaks\n\nWater ran through the town. It stopped."
	byline, headline, body := Paragraph{Span{0, 13}, ParaByline, ""}, Paragraph{Span{15, 27}, ParaHeadline, ""}, Paragraph{Span{29, 69}, ParaBody, ""}
	sentences := []Span{{0, 13}, {15, 27}, {29, 56}, {57, 69}}
	for want, r := range map[string]Reading{
		"A title on two lines":        {Report: ReadReport{Title: "A title\non  two lines", Text: text}, Paragraphs: []Paragraph{headline}},
		"A dam breaks":                {Report: ReadReport{Title: " ", Text: text}, Paragraphs: []Paragraph{byline, headline, body}, Sentences: sentences},
		"Water ran through the town.": {Report: ReadReport{Text: text}, Paragraphs: []Paragraph{byline, body}, Sentences: sentences},
		"By A Reporter A dam breaks Water ran through the town. It stopped.": {Report: ReadReport{Text: text}},
		"": {},
	} {
		if got := r.Heading(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
