package reading

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
)

// repeat gives at least size bytes of a unit, its %d being numbered.
func repeat(unit string, size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		if strings.Contains(unit, "%") {
			fmt.Fprintf(&b, strings.ReplaceAll(unit, "%", "%[1]"), n)
		} else {
			b.WriteString(unit)
		}
	}
	return b.String()
}

// letters writes a number in letters, so that numbered names are names.
func letters(n int) string {
	s := ""
	for n++; n > 0; n /= 26 {
		s += string(rune('a' + n%26))
	}
	return s
}

// named repeats a unit whose @ is another name each time.
func named(unit string, size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		b.WriteString(strings.ReplaceAll(unit, "@", strings.ToUpper(letters(n)[:1])+letters(n)[1:]+"ov"))
	}
	return b.String()
}

// crowd repeats a unit of the list in spans_test.go. Lines differ by a word, since a line that stands twice in a row is
// read once.
func crowd(unit string, enough func(units, bytes int) bool) string {
	line, isLine := strings.CutSuffix(unit, "\n")
	var b strings.Builder
	for n := 0; !enough(n, b.Len()); n++ {
		b.WriteString(line)
		if isLine {
			b.WriteString(" " + letters(n) + "\n")
		}
	}
	return b.String()
}

// hostile are texts of any size that try to make a reader take time that grows faster than the text. The crowds of
// spans_test.go are among them.
func hostile() map[string]func(size int) string {
	out := map[string]func(int) string{}
	for name, unit := range crowds {
		out["crowd "+name] = func(size int) string {
			return crowd(unit, func(_, bytes int) bool { return bytes >= size })
		}
	}
	for name, unit := range map[string]string{
		"one family":      "Mayor @ Brun said no.\n",
		"one given name":  "Mayor Ada @ said no.\n",
		"many people":     "Mayor Ada @ said that he will go. He said no.\n",
		"many bodies":     "The @ Harbor Company said no. The company said it will go.\n",
		"names in a line": "Ada @, ",
		"quotes by many":  `"We go," @ said. `,
		"scenes":          "In a May 4 address in Finnish @ said \"no\". ",
		"capitals":        "@ ",
		"short lines":     "Oldford @ Grew\n",
		"related":         "Related stories\nOldford @ Grew Again\n",
	} {
		out[name] = func(size int) string { return named(unit, size) }
	}
	for name, unit := range map[string]string{
		"one sentence":         "and he said that the pier in Oldford was shut by 3 men on Monday, ",
		"no spaces":            "abcdefghij",
		"no spaces upper":      "AbcDefGhij",
		"quoted words":         `a "b" c `,
		"quotes in a sentence": `he said "we go", and `,
		"full stops":           ".",
		"initials":             "A. ",
		"abbreviations":        "Mr. ",
		"digits":               "1",
		"digit groups":         "1,",
		"numbered":             "1. One 2. Two ",
		"bullets":              "• One ",
		"hyphens":              "- One ",
		"glue":                 "To FightOn the day ",
		"glue lower":           "the pierThe day ",
		"starters":             "day The man went home ",
		"stamps":               "14:32 GMT: The pier.\n",
		"datelines":            "KYIV, Ukraine (AP) — Rain.\n",
		"share":                "Share on Facebook | Tweet | Print\n",
		"email":                "Enter your email\n",
		"captions":             "Photo: The empty pier on Monday\n",
		"marks":                "\u200f\u200e\u202e",
		"NULs":                 "\x00",
		"NULs in words":        "Ada\x00Brun said\x00no. ",
		"open brackets":        "(",
		"scripts":              "Брунat αβγ القط 中文。हिन्दी। ",
		"right to left":        "قالت آدا \"لا\" يوم الاثنين. ",
		"blank lines":          "\n\n",
		"brackets":             "The (Ada) said (no) ",
		"hyphenated":           "a-b-c-d-",
		"apostrophes":          "a'b’c's ",
		"colon lines":          "Mayor: Pier to close\n",
		"dots":                 "U.S.A.",
		"ellipses":             "we go... and I say… ",
		"combining":            "e\u0301\u0301\u0301\u0301",
	} {
		out[name] = func(size int) string { return repeat(unit, size) }
	}
	return out
}

// BenchmarkHostile reads each crowd at three sizes and gives the time a byte, and how much more a byte of the largest
// texts takes than one of the smallest: about 1 where the time is linear. The second size is just under that at which a
// paragraph is read in pieces.
func BenchmarkHostile(b *testing.B) {
	all := hostile()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.Run(name, func(b *testing.B) {
			var first, most float64
			for _, size := range []int{60 << 10, 250 << 10, 1 << 20} {
				text := all[name](size)
				perByte := 0.0
				b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
					for b.Loop() {
						Read(brief.ReadReport{Text: text}, Options{})
					}
					perByte = float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(len(text))
					b.ReportMetric(perByte, "ns/byte")
					b.ReportMetric(0, "ns/op")
				})
				if first == 0 {
					first = perByte
				}
				most = max(most, perByte)
			}
			b.Logf("%s: a byte takes at most %.1f times as long as one of 60 KB", name, most/first)
		})
	}
}

// readers are the parts of a reading, each on a text that was cut beforehand.
var readers = map[string]func(d *document){
	"kinds": func(d *document) { classify(d.text, split(d.text), "", nil) },
	"sentences": func(d *document) {
		for _, p := range d.paras {
			sentences(nil, d.text, p.Span)
		}
	},
	"quotes": func(d *document) {
		for _, p := range d.paras {
			quotes(d.text, p.Span)
		}
	},
	"dates":      func(d *document) { readDates(d, time.Time{}, "") },
	"figures":    func(d *document) { readFigures(d, nil, "en") },
	"places":     func(d *document) { readPlaces(d, nil) },
	"statements": func(d *document) { readStatements(d, nil, nil) },
	"recurring":  func(d *document) { NewRecurring(RecurringWindow{}).Add("a", d.text) },
	"copies": func(d *document) {
		x := echo.New(echo.Window{Texts: 3})
		x.Add("a", d.text, time.Time{})
		x.Add("b", d.text+"a", time.Time{})
	},
}

// BenchmarkHostileReaders gives for each reader the crowd whose bytes cost it the most when there are four times as many.
func BenchmarkHostileReaders(b *testing.B) {
	all := hostile()
	for _, name := range slices.Sorted(maps.Keys(readers)) {
		b.Run(name, func(b *testing.B) {
			worst, of := 0.0, ""
			for b.Loop() {
				for crowd, text := range all {
					var took [2]float64
					for i, size := range []int{60 << 10, 240 << 10} {
						d := cut(text(size))
						least := time.Duration(1 << 62)
						for range 3 {
							start := time.Now()
							readers[name](d)
							least = min(least, time.Since(start))
						}
						took[i] = float64(least) / float64(len(d.text))
					}
					if ratio := took[1] / took[0]; ratio > worst {
						worst, of = ratio, crowd
					}
				}
			}
			b.ReportMetric(worst, "worst-ratio")
			b.Logf("%s: %s, %.1f", name, of, worst)
		})
	}
}

// TestMemoryGrowsWithTheText counts what is allocated for each crowd and for four times as many of it.
func TestMemoryGrowsWithTheText(t *testing.T) {
	for name, text := range hostile() {
		small, large := text(8<<10), text(32<<10)
		allocated := func(text string) float64 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			Read(brief.ReadReport{Text: text}, Options{})
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
		allocated(small)
		// What every reading takes, however short, is not counted.
		base := allocated("a")
		if ratio := (allocated(large) - base) / max(1, allocated(small)-base); ratio > 6.5 {
			t.Errorf("%s: four times the text takes %.1f times the memory", name, ratio)
		}
	}
}

// TestBadInputIsReadAndSaidSo gives what no newsroom sends: it is read as far as can be, and the reading says what was
// not.
func TestBadInputIsReadAndSaidSo(t *testing.T) {
	const pieces, unread, empty = "which were read in pieces: 1", "which were not searched: 1", "The text is empty"
	news := "Mayor Ada Brun said on Monday that the pier will close. "
	for name, c := range map[string]struct {
		text string
		says []string
	}{
		"a paragraph of 10 MB without an end":  {strings.Repeat("abcdefghi ", 1<<20), []string{pieces, unread}},
		"a paragraph of 10 MB without a space": {strings.Repeat("abcdefghij", 1<<20), []string{pieces, unread}},
		"sentences in a paragraph of 1 MB":     {strings.Repeat(news, 1<<20/len(news)), []string{pieces}},
		"a hundred thousand quotation marks":   {strings.Repeat(`"`, 100_000), nil},
		"quotations that never end":            {strings.Repeat("“We go «now ‘or „never ", 5_000), nil},
		"nothing":                              {"", []string{empty}},
		"marks that cannot be seen":            {"\u200e\u200f\ufeff\u200b\n\u2028\u2029", []string{empty}},
		"NULs":                                 {"Ada Brun said\x00no.\x00\x00", nil},
		"scripts that meet":                    {"Ada Брун sаid: «Нет»، قالت 「不」। Ada said \u202e\"on\"\u202c.", nil},
		"what is not UTF-8":                    {"caf\xe9", []string{"not valid UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(brief.ReadReport{Text: c.text}, Options{})
			checkSpans(t, got)
			all := strings.Join(got.Warnings, " ")
			for _, w := range append(c.says, "") {
				if !strings.Contains(all, w) {
					t.Errorf("warnings %q; want one with %q", got.Warnings, w)
				}
			}
			for _, w := range []string{pieces, unread, empty} {
				if strings.Contains(all, w) && !slices.Contains(c.says, w) {
					t.Errorf("warnings %q; %q is not so", got.Warnings, w)
				}
			}
		})
	}
}

// TestALargeParagraphIsReadToItsEnd finds what the last of its sentences says.
func TestALargeParagraphIsReadToItsEnd(t *testing.T) {
	text := strings.Repeat("Rain fell on the pier of the town all day long. ", 10_000) + "Mayor Ada Brun said that 300 people left Kyiv on May 3, 2031."
	got := Read(brief.ReadReport{Text: text}, Options{})
	checkSpans(t, got)
	if len(got.Statements) != 1 || len(got.Dates) != 1 || len(got.Figures) != 1 || len(got.Places) != 1 {
		t.Errorf("%d statements, %d dates, %d figures, %d places; want one of each", len(got.Statements), len(got.Dates), len(got.Figures), len(got.Places))
	}
}
