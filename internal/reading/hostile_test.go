package reading

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
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

// hostile are texts of any size that try to make a reader take time that grows faster than the text. The crowds of
// spans_test.go are among them.
func hostile() map[string]func(size int) string {
	out := map[string]func(int) string{}
	for name, unit := range crowds {
		out["crowd "+name] = func(size int) string { return repeat(unit, size) }
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
// takes than one of the smallest: about 1 where the time is linear.
func BenchmarkHostile(b *testing.B) {
	all := hostile()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.Run(name, func(b *testing.B) {
			var first, last float64
			for _, size := range []int{64 << 10, 256 << 10, 1 << 20} {
				text := all[name](size)
				b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
					for b.Loop() {
						Read(brief.ReadReport{Text: text}, Options{})
					}
					last = float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(len(text))
					b.ReportMetric(last, "ns/byte")
					b.ReportMetric(0, "ns/op")
				})
				if first == 0 {
					first = last
				}
			}
			b.Logf("%s: a byte of 1 MB takes %.1f times as long as one of 64 KB", name, last/first)
		})
	}
}
