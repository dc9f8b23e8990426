package reading

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// checkFigures tells whether every number is decimal text that parses, no range is upside down, and no figure begins
// before the one before it ends.
func checkFigures(t interface{ Errorf(string, ...any) }, r brief.Reading) {
	end := 0
	for _, x := range r.Figures {
		if x.Start < end || x.Unit == "" || x.Rule == "" || x.Text == "" || x.Value+x.Low+x.High == "" {
			t.Errorf("figure %+v begins before %d, or says nothing", x, end)
		}
		end = x.End
		var at []*big.Rat
		for _, s := range []string{x.Low, x.Value, x.High} {
			if s == "" {
				continue
			}
			n, ok := new(big.Rat).SetString(s)
			if !ok || strings.Trim(s, "0123456789.-") != "" || strings.HasPrefix(s, "0") && s != "0" && s[1] != '.' {
				t.Errorf("figure %+v has the number %q", x, s)
				continue
			}
			at = append(at, n)
		}
		for n := 1; n < len(at); n++ {
			if at[n-1].Cmp(at[n]) > 0 {
				t.Errorf("figure %+v is upside down", x)
			}
		}
	}
}

// figurePieces are what figures are made of, and what stands about them.
var figurePieces = strings.Split(`2|2½|20-25|1,200|0.5|300 000|00|0|-5|2031|141-5|1.2.3|5bn|40km|3-million|300-strong|twenty|twenty-two|hundred|thousand|million|
dozen|dozens|hundreds|tens|a|half|couple|several|few|one|no|nobody|none|and|or|to|of|from|between|the|them|whom|about|at least|up to|more|plus|+|killed|wounded|dead|
died|fled|casualties|death toll rose|people|man|soldiers|tanks|homes|votes|without power|shot down|$|US$|€|EUR|dollars|percent|%|points|km|square|degrees|Celsius|minus|
a day|per hour|were|was|have|been|in|Oldford|Leopard|,|.|;|:|(|)|"|/|–|-|years old|on May 3|said|including|others|rose|fell|by`, "|")

// TestFiguresHoldWhateverIsAboutThem puts pieces together at random: numbers parse, and their ends are in order.
func TestFiguresHoldWhateverIsAboutThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 24).Draw(t, "length") {
			b.WriteString(strings.TrimSpace(rapid.SampledFrom(figurePieces).Draw(t, "piece")))
			b.WriteString(rapid.SampledFrom([]string{" ", " ", " ", ""}).Draw(t, "gap"))
		}
		text := b.String()
		got := Read(brief.ReadReport{Text: text, Language: "en"}, Options{})
		checkFigures(t, got)
		for _, x := range got.Figures {
			if text[x.Start:x.End] != x.Text {
				t.Errorf("the span of %+v has %q", x, text[x.Start:x.End])
			}
		}
	})
}

// TestNoDateIsAFigure: what the reader takes for a time expression, no figure has a part of.
func TestNoDateIsAFigure(t *testing.T) {
	for _, text := range append(developmentTexts(t), "In 2022 300 people died, 12 days after 20 May 2021 men were hurt in 1941-45, at 14:30 on the 3rd, 40 years ago.") {
		r := Read(brief.ReadReport{Text: text}, Options{})
		n := 0
		for _, x := range r.Figures {
			for n < len(r.Dates) && r.Dates[n].End <= x.Start {
				n++
			}
			if n < len(r.Dates) && r.Dates[n].Start < x.End && strings.ContainsAny(r.Dates[n].Text, "0123456789") {
				t.Errorf("the figure %q overlaps the date %q", x.Text, r.Dates[n].Text)
			}
		}
	}
}

// figureCrowds are one paragraph of numbers each, of the size of the largest that is read.
var figureCrowds = map[string]string{
	"digits": strings.Repeat("7", 200<<10), "numbers": strings.Repeat("7 ", 100_000), "commas": strings.Repeat("7,", 100_000), "hyphens": strings.Repeat("7-", 100_000),
	"words": strings.Repeat("two ", 60_000), "hundreds": strings.Repeat("a hundred and ", 18_000), "of": strings.Repeat("tens of thousands of ", 12_000),
	"people": strings.Repeat("7 people, ", 25_000), "killed": strings.Repeat("killed 7 and ", 19_000), "part": strings.Repeat("7 of them, including 8 men, ", 9_000),
	"adjectives": strings.Repeat("7 very old ", 23_000), "toll": strings.Repeat("toll of 7 to ", 19_000), "asides": strings.Repeat("7 men, who, in, ", 16_000),
	"mixed": "7 men were " + strings.Repeat("killed and wounded or ", 11_000), "sources": strings.Repeat("7 men, according to ", 12_000), "dollars": strings.Repeat("$7 to $8 to ", 20_000),
	"said": strings.Repeat("he said 7 men ", 18_000), "hyphenated": strings.Repeat("two-", 60_000), "quarters": strings.Repeat("a quarter of a ", 17_000),
}

// TestParagraphsOfNumbersAreRead: every figure of them holds.
func TestParagraphsOfNumbersAreRead(t *testing.T) {
	for name, text := range figureCrowds {
		t.Run(name, func(t *testing.T) {
			got := Read(brief.ReadReport{Text: text, Language: "en"}, Options{})
			checkSpans(t, got)
			if want := map[string]int{"people": 25_000, "killed": 19_000, "dollars": 20_000}[name]; len(got.Figures) < want {
				t.Errorf("%d figures, want at least %d", len(got.Figures), want)
			}
		})
	}
}

// BenchmarkFigures gives the speed at a quarter and at the whole of a length: it must stay the same.
func BenchmarkFigures(b *testing.B) {
	for name, text := range figureCrowds {
		for _, size := range []int{len(text) / 4, len(text)} {
			b.Run(fmt.Sprintf("%s/%dKB", name, size>>10), func(b *testing.B) {
				d := cut(text[:size])
				b.SetBytes(int64(size))
				for b.Loop() {
					readFigures(d, nil, "en")
				}
			})
		}
	}
}

// TestRealReportsGiveTheirFigures looks at the reports that lie outside of the repository: where each figure stands, and
// what it says.
func TestRealReportsGiveTheirFigures(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set; the real reports were not read")
	}
	for file, want := range map[string]string{
		"000_15a1266501a3c8a1.txt": "",
		"004_1d3abd32d83f5402.txt": "1620-1647 [10000..99999] |people|killed|\n1662-1670 [1000000..9999999] |people|displaced|\n" +
			"1913-1930 300000[..] about|men|called_up|Sergei Shoigu\n1989-2027 [100000..999999] |Russians|fled|\n2231-2248 [10000..99999] |people|trained|Oleksiy Reznikov",
	} {
		raw, err := os.ReadFile(filepath.Join(shared, "reports", file))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range Read(brief.ReadReport{Text: string(raw)}, Options{}).Figures {
			got = append(got, fmt.Sprintf("%d-%d %s[%s..%s] %s|%s|%s|%s", x.Start, x.End, x.Value, x.Low, x.High, x.Qualifier, x.Unit, x.Of, x.By))
		}
		if all := strings.Join(got, "\n"); all != want {
			t.Errorf("%s gives\n%s\nwant\n%s", file, all, want)
		}
	}
}
