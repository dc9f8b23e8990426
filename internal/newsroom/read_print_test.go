package newsroom

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"livebrief/internal/brief"
)

// sampled is a reading with one finding of each kind; its spans are counted by hand.
func sampled() brief.Reading {
	text := "Big news\n\nAda Brandt said that 80 boats left Hamburg on Monday.\n\nSubscribe now"
	at := func(a, b int) brief.Mention {
		return brief.Mention{Span: brief.Span{Start: a, End: b}, Text: text[a:b]}
	}
	span := func(a, b int) brief.Span { return brief.Span{Start: a, End: b} }
	return brief.Reading{Report: brief.ReadReport{Text: text, Language: "en"}, Rules: "7", Track: "sea",
		Paragraphs: []brief.Paragraph{{Span: span(0, 8), Kind: brief.ParaHeadline}, {Span: span(10, 63), Kind: brief.ParaBody}, {Span: span(65, 78), Kind: brief.ParaPromo}},
		Statements: []brief.ReadStatement{{Kind: brief.KindNoComment, Speaker: brief.ReadSpeaker{Name: "Ada Brandt", Role: "master", Span: span(10, 20)}, Cue: at(21, 25),
			Content: []brief.Mention{at(31, 62)}, Speech: "indirect", Modality: "flat", SaidOn: brief.SaidOn{Value: "2030-03-04"}, Addressee: "the press", Rule: "cue-that",
			Terms: []brief.ReadTerm{{Mention: at(31, 52), Due: brief.Due{From: "2030-03-01", To: "2030-03-04", Rule: "day"}}, {Mention: at(53, 62), Penalty: brief.Penalty{Min: "5", Max: "10", Unit: "years"}}}}},
		Dates:    []brief.ReadDate{{Mention: at(56, 62), Type: "DATE", Value: "2030-03-04", Rule: "weekday"}},
		Places:   []brief.ReadPlace{{Mention: at(45, 52), Name: "Hamburg", Country: "DE", Lat: 53.551, Lon: 9.993, Rule: "place-name"}},
		Figures:  []brief.ReadFigure{{Mention: at(31, 39), Value: "80", Low: "80", Unit: "boats", Rule: "items"}},
		Promos:   []brief.ReadPromo{{Span: span(65, 78), Rule: "box"}},
		Warnings: []string{"Something was left unread."}}
}

// TestReadingInColour holds every style to its place; in the text the codes are those of speaker, cue, term with figure,
// term, term with place, and term with date.
func TestReadingInColour(t *testing.T) {
	var out bytes.Buffer
	printReading(&out, sampled(), paint{columns: 100, colour: true}, true)
	for _, want := range []string{
		"\x1b[2mheadline: \x1b[0m\x1b[1mBig news\x1b[0m",
		"\x1b[1mAda Brandt\x1b[0m \x1b[33msaid\x1b[0m that \x1b[2m[1: \x1b[0m\x1b[4;35m80 boats\x1b[0m\x1b[4;32m left \x1b[0m\x1b[4;34mHamburg\x1b[0m\x1b[32m \x1b[0m\x1b[4;32mon \x1b[0m\x1b[4;36mMonday\x1b[0m\x1b[2m]\x1b[0m.",
		"\x1b[2mpromo: Subscribe now\x1b[0m",
		"track sea, rules 7", "rule cue-that", "weekday", "place-name", "items", "box",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the print lacks %q:\n%q", want, out.String())
		}
	}
}

// TestReadingWithoutColourLosesNothing: the same words stand in it, and each finding.
func TestReadingWithoutColourLosesNothing(t *testing.T) {
	var plain, coloured bytes.Buffer
	printReading(&plain, sampled(), paint{columns: 80}, false)
	printReading(&coloured, sampled(), paint{columns: 80, colour: true}, false)
	if got := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(coloured.String(), ""); got != plain.String() {
		t.Errorf("without its codes the coloured print is\n%s\nand the plain one\n%s", got, plain.String())
	}
	want := `Big news
language en, track sea

headline: Big news

Ada Brandt said that [1: 80 boats left Hamburg on Monday].

promo: Subscribe now

Statements
#  who                 kind        speech          said on
1  Ada Brandt, master  no comment  indirect, flat  2030-03-04
    80 boats left Hamburg on Monday
    term 1: 80 boats left Hamburg; due 2030-03-01 to 2030-03-04 (day)
    term 2: on Monday; penalty 5 to 10 years
    to the press

Dates
value       type  mod  text
2030-03-04  DATE  -    Monday

Places
place       position      text
Hamburg DE  53.551 9.993  Hamburg

Figures
value             unit   of  by  text
80 (at least 80)  boats  -   -   80 boats

Leads elsewhere
bytes  what
65-78  promotion

warning: Something was left unread.
`
	if plain.String() != want {
		t.Errorf("printed\n%s\nwant\n%s", plain.String(), want)
	}
}

// TestNoLineIsWiderThanTheTerminal, whatever the script; and nothing of a text is lost at the ends of lines.
func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	for _, text := range []string{strings.Repeat("слово ", 60), strings.Repeat("消息很多", 40), strings.Repeat("x", 300), "a " + strings.Repeat("y", 100) + " b", strings.Repeat("e\u0301", 90), ""} {
		for _, columns := range []int{40, 57, 80} {
			var p painted
			p.add(text, 0)
			var all strings.Builder
			for _, line := range p.lines(columns) {
				part := p.text.String()[line[0]:line[1]]
				if w := uniseg.StringWidth(strings.TrimRight(part, " ")); w > columns {
					t.Errorf("a line of %d columns in %d: %q", w, columns, part)
				}
				all.WriteString(part)
			}
			if got := strings.TrimRight(all.String(), " "); got != strings.TrimSpace(text) {
				t.Errorf("the lines of %.20q give %.60q", text, got)
			}
		}
	}
}

func TestTableFitsTheWidth(t *testing.T) {
	var out bytes.Buffer
	paint{columns: 40}.table(&out, []string{"name", "what"}, [][]string{{"Ада", strings.Repeat("word ", 20)}, {"消息", "short"}})
	for line := range strings.Lines(out.String()) {
		if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > 40 {
			t.Errorf("%d columns: %q", w, line)
		}
	}
	if !strings.Contains(out.String(), "\n消息  short\n") {
		t.Errorf("the columns do not stand below each other:\n%s", out.String())
	}
}

// TestTerminalGetsNothingToObey: what a text wants to do to a terminal is shown.
func TestTerminalGetsNothingToObey(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[2Jb": `a\x1b[2Jb`, "a\x07": `a\x07`, "a\x9bb": `a\x9bb`, "a\u009bb": `a\x9bb`, "a\u202eb": `a\u202eb`, "a\u2066b": `a\u2066b`,
		" a \r\n\t b ": "a b", "Київ": "Київ", "a\x7f\x00": `a\x7f\x00`,
	} {
		if got := printable(text); got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
	}
}

// TestColourIsAsAskedFor by the flag, by NO_COLOR, and by where the print goes.
func TestColourIsAsAskedFor(t *testing.T) {
	for _, c := range []struct {
		flag, no, term string
		columns        int
		want           paint
	}{
		{"auto", "", "xterm", 120, paint{120, true}}, {"auto", "", "xterm", 0, paint{80, false}}, {"auto", "1", "xterm", 120, paint{120, false}},
		{"auto", "", "dumb", 120, paint{120, false}}, {"always", "1", "dumb", 0, paint{80, true}}, {"never", "", "xterm", 120, paint{120, false}},
		{"auto", "", "xterm", 5, paint{40, true}},
	} {
		t.Setenv("NO_COLOR", c.no)
		t.Setenv("TERM", c.term)
		if got := (&colours{c.flag}).on(&Streams{Columns: c.columns}); got != c.want {
			t.Errorf("%+v gives %+v", c, got)
		}
	}
}

// TestCrowdOfFindingsIsPrintedOnce: thousands of findings over the whole text cost as much as they are many, not that many
// texts.
func TestCrowdOfFindingsIsPrintedOnce(t *testing.T) {
	r := brief.Reading{Report: brief.ReadReport{Text: strings.Repeat("said ", 1<<16)}}
	whole := brief.Span{End: len(r.Report.Text)}
	r.Paragraphs = []brief.Paragraph{{Span: whole, Kind: brief.ParaBody}}
	for range 1 << 14 {
		r.Places = append(r.Places, brief.ReadPlace{Mention: brief.Mention{Span: whole, Text: "said"}, Name: "Said"})
	}
	var out bytes.Buffer
	printReading(&out, r, paint{columns: 80, colour: true}, false)
	if n := strings.Count(out.String(), "open"); n != 1 || out.Len() > 1<<20 {
		t.Errorf("%d places in %d bytes", n, out.Len())
	}
}
