package reading

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// checkSpans tells whether every span lies in the text, on the borders of runes, and gives its own text again.
func checkSpans(t *testing.T, r brief.Reading) {
	t.Helper()
	text := r.Report.Text
	check := func(what string, s brief.Span, own *string) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > len(text) {
			t.Fatalf("%s %v lies outside of %d bytes", what, s, len(text))
		}
		for _, at := range []int{s.Start, s.End} {
			if at < len(text) && !utf8.RuneStart(text[at]) {
				t.Errorf("%s %v cuts a rune", what, s)
			}
		}
		if own != nil && *own != text[s.Start:s.End] {
			t.Errorf("%s has the text %q, its span %q", what, *own, text[s.Start:s.End])
		}
	}
	end := 0
	for _, p := range r.Paragraphs {
		check("paragraph", p.Span, nil)
		if p.Start < end || p.Rule == "" || p.Kind == "" {
			t.Errorf("paragraph %+v begins before %d, or has no kind or rule", p, end)
		}
		end = p.End
	}
	end = 0
	for _, s := range r.Sentences {
		check("sentence", s, nil)
		if s.Start < end {
			t.Errorf("sentence %v begins before %d", s, end)
		}
		end = s.End
		if s.Start == s.End || !inParagraph(r.Paragraphs, s) {
			t.Errorf("sentence %v is empty or in no paragraph", s)
		}
	}
	end = 0
	for _, d := range r.Dates {
		check("date", d.Span, &d.Text)
		if d.Start < end || d.Type == "" || d.Value == "" || d.Rule == "" || d.Text == "" {
			t.Errorf("date %+v begins before %d, or says nothing", d, end)
		}
		end = d.End
	}
	end = 0
	for _, p := range r.Places {
		check("place", p.Span, &p.Text)
		if p.Start < end || p.Name == "" || p.Rule == "" {
			t.Errorf("place %+v begins before %d, or has no name or rule", p, end)
		}
		end = p.End
	}
	checkFigures(t, r)
	for _, x := range r.Figures {
		check("figure", x.Span, &x.Text)
	}
	for _, y := range r.Deciding {
		check("deciding word", y.Span, &y.Text)
		if y.Weight <= 0 || y.Rule == "" || y.Text == "" {
			t.Errorf("deciding word %+v has no weight or rule", y)
		}
	}
	for _, s := range r.SeeAlso {
		check("see also", s.Span, nil)
		if !strings.Contains(s.Of(text), s.Title) {
			t.Errorf("see also %q has the title %q", s.Of(text), s.Title)
		}
	}
	for _, s := range r.Promos {
		check("promo", s.Span, nil)
	}
	for _, s := range r.Statements {
		check("speaker", s.Speaker.Span, nil)
		check("cue", s.Cue.Span, &s.Cue.Text)
		check("said on", s.SaidOn.Span, nil)
		check("outlet", s.Outlet.Span, nil)
		if s.Outlet.Name != strings.Join(strings.Fields(s.Outlet.Of(text)), " ") {
			t.Errorf("the outlet %q stands at %q", s.Outlet.Name, s.Outlet.Of(text))
		}
		end = 0
		for _, c := range s.Content {
			check("content", c.Span, &c.Text)
			if c.Start < end || !inParagraph(r.Paragraphs, c.Span) {
				t.Errorf("content %v begins before %d, or is in no paragraph", c.Span, end)
			}
			end = c.End
		}
		for _, term := range s.Terms {
			check("term", term.Span, &term.Text)
		}
		if s.Kind == "" || s.Rule == "" || s.Speech == "" || s.Modality == "" || s.Content == nil || s.Terms == nil {
			t.Errorf("statement %+v lacks a kind, a rule or a list", s)
		}
	}
}

// inParagraph tells whether a span lies in one paragraph; they are in the order of the text.
func inParagraph(paras []brief.Paragraph, s brief.Span) bool {
	n := sort.Search(len(paras), func(i int) bool { return paras[i].End >= s.End })
	return n < len(paras) && paras[n].Start <= s.Start
}

// FuzzRead feeds any text: nothing panics, all spans hold, and the same text is read the same way again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "\uFEFF", "\r\n\r\n", `"`, `“«„"'`, "‘", "SEE ALSO:", "SEE ALSO: A Title In CaseOn Monday it rained.",
		`"We go," Mayor Ada Brun said. "Now." She added: “«Nested» „marks“”`, "May 3, 2020’s end of the 1990s, 10-year-old",
		"According to", "said said said", "Ada Brun, the mayor of Oldford, and said that", "\xff\xfe", "🙂 said “🙂🙂🙂”",
		"On the end of the end of May", "From 22:00 to 05:00 (GMT +3) on Friday, May 5-7, 490-480 BC, a year and a half later, 9/11, the third quarter of last year", "Speaking in a May 4 address in which she switched to Finnish, Brun said: \"First, a. Second, b.\"",
		"KYIV, Ukraine (Wire) - In Mykolaivka, Kherson region’s Lysychans’k", "in US$ U.S.’s Kyiv's’s the Georgia, Georgia", "У Києві та Ιстанбул İstanbul",
		"14:32 GMT: The pier fell. • One • Two - Three", "1. One 2. Two\n10) Ten", "To FightOn May 3 it fell.The end", "Photo: A pier stands\nA pier stands.\nA pier stands",
		"Our newsletter\nEnter your email\nOK\nBy signing up you agree", "Share | Tweet | Print\nSEE ALSO\n• A Title Here\nRelated:\nA B", "KYIV (AP) -- \"No\nLONDON/KYIV, May 3 – Yes",
		"Between 2½ and 3 million-strong 20-25% of them, up to US$5m–€6bn or so, minus -5°C", "half a dozen of the 1,000,000.5 killed or wounded, 141-5 votes, two hundred and and",
		"No one of no casualties of a quarter of a few tens of thousands of whom were 24/7 killed, killed and", "from 20 to from $20 to 0-0 a-hundred--million 1,1,1.1.1-1-1km", "the death toll: 1½ 300 000 dead: İ1 two-İ",
		"Брун сказала: «Мы здесь», добавила она", "The court signed a law punishable by up to ten years in prison.",
	} {
		f.Add(seed)
	}
	published := time.Date(2031, 3, 1, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		for _, at := range []time.Time{{}, published} {
			r := brief.ReadReport{Text: text, Published: at}
			checkSpans(t, Read(r, Options{Anchor: "narrative"}))
			got := Read(r, Options{})
			checkSpans(t, got)
			if again := Read(r, Options{}); !reflect.DeepEqual(got, again) {
				t.Error("the second reading differs from the first")
			}
			if again := Read(got.Report, Options{}); !reflect.DeepEqual(got, again) {
				t.Error("the reading of a reading's report differs")
			}
			if !utf8.ValidString(text) && len(got.Paragraphs) > 0 {
				t.Error("a text that is not valid UTF-8 was read")
			}
		}
	})
}

// crowds are texts that repeat one thing: each hides a way of taking time that grows with the square of the text.
var crowds = map[string]string{
	"fragments": `"a", `, "sentences": `"We will go now." `, "open": `“`, "open lines": "“We go\n", "cues": `and said that `,
	"commas": `A, b, `, "cued": `"We go," Ada Vell said, `, "marks": `"`, "singles": "‘a ", "lines": "a\n", "names": "Ada Brun ",
	"dates": "May 3, ", "titles": "SEE ALSO: A B CD eF \n", "numbers": "about 3 of ",
	"spelled": "two hundred and ", "of": "hundreds of thousands of ", "fates": "killed or wounded and ", "tolls": "casualties rose to 3, of ", "grouped": "300 000 000 ",
	"ranges": "20 to 30 or 40-50 and ", "dollars": "$1 to €2 ", "votes": "voted 5-3 to 2 ", "joined": "12 men, 13 men and ", "glued": "1-2-", "nobody": "no one of no men ",
	"places": "Kyiv, Mykolaivka and\n", "persons": "Ada Kyiv said. Kyiv\n", "regions": "in the the eastern Kherson,\n",
	"asides": `Ada Brun, the mayor, who said, and `, "nouns": `the report by Ada Brun that Vell's promise to `, "passives": `it was said that he is said to `,
	"russian": `«А», — сказал Брун. `, "ukrainian": `Президент України Карл Велл заявив, що 12 людей загинули 5 травня, `, "cases": `5 мая 2021 г. в 18:00 около 3 млн `,
	"inner": `“We said 'we will 'if `, "calls": `despite calls for it to questions whether rumors of `, "points": "He promised us two things:\n- a\n", "parts": `first, we will; second, and `,
	"refusals": `neither would not confirm or deny `, "articles": `the a `, "futures": `we said he would if `, "bodies": `Harbor Relief Company (HRC) said it and `,
	"news": "Mayor Ada Brun said on Monday that the pier will close on May 3. \"We will go,\" she said. About 300 people left.\n",
}

// TestTenThousandOfAnythingAreRead: every span holds.
func TestTenThousandOfAnythingAreRead(t *testing.T) {
	for name, unit := range crowds {
		t.Run(name, func(t *testing.T) {
			got := Read(brief.ReadReport{Text: crowd(unit, func(units, _ int) bool { return units == 10_000 })}, Options{})
			checkSpans(t, got)
			if len(got.Paragraphs) == 0 {
				t.Error("no paragraph was found")
			}
		})
	}
}

// BenchmarkRead gives the time for each text at one megabyte and at eight: the speed must stay the same.
func BenchmarkRead(b *testing.B) {
	for name, unit := range crowds {
		for _, size := range []int{1 << 20, 8 << 20} {
			text := crowd(unit, func(_, bytes int) bool { return bytes >= size })
			b.Run(fmt.Sprintf("%s/%dMB", name, size>>20), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					Read(brief.ReadReport{Text: text}, Options{})
				}
			})
		}
	}
}

// TestListsAreEmptyNotNil, whatever the text.
func TestListsAreEmptyNotNil(t *testing.T) {
	for _, text := range []string{"", "\xff", "Rain fell."} {
		r := Read(brief.ReadReport{Text: text}, Options{})
		v := reflect.ValueOf(r)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Slice && v.Field(i).IsNil() {
				t.Errorf("%q: %s is nil", text, v.Type().Field(i).Name)
			}
		}
	}
}
