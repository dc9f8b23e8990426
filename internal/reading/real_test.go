package reading

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// The two real reports lie outside of the repository, since their text is their publisher's. Here stand offsets, kinds and
// names, and of words the beginnings of their SHA-256.
const (
	guaranteesReport = "000_15a1266501a3c8a1.txt"
	forecastReport   = "004_1d3abd32d83f5402.txt"
)

// realReport reads one of them as published on a day, or skips.
func realReport(t *testing.T, file string, day string) brief.Reading {
	t.Helper()
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set; the real reports were not read")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "reports", file))
	if err != nil {
		t.Fatal(err)
	}
	published, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	got := Read(brief.ReadReport{Text: string(raw), Published: published.Add(20 * time.Hour)}, Options{})
	checkSpans(t, got)
	return got
}

func hashed(words string) string {
	if words == "" {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(words)))[:8]
}

// stated is a statement of a real report: where its cue and its content begin and end, and what was read of it.
type stated struct {
	kind             brief.DevelopmentKind
	speech, modality string
	speaker          string
	cue, content     [2]int
	on               string // the day, with "before" in front where only that is told
	to               string // the hash of the addressee
	in               string // the language, or the outlet
	terms            []term
}

type term struct {
	at                [2]int
	from, until, rule string // of the window
	penalty           string // its most, with the unit
}

func TestTheRealGuaranteesAreRead(t *testing.T) {
	const zelenskiy, putin = "Volodymyr Zelenskiy", "Vladimir Putin"
	checkStated(t, realReport(t, guaranteesReport, "2022-09-24"), []stated{
		{"pledge", "indirect", "flat", zelenskiy, [2]int{44, 52}, [2]int{53, 117}, "", "46139a2f", "", nil},
		{"appeal", "indirect", "flat", zelenskiy, [2]int{122, 131}, [2]int{144, 202}, "", "9c7f2543", "", nil},
		{"pledge", "indirect", "flat", zelenskiy, [2]int{295, 302}, [2]int{303, 374}, "2022-09-24", "9c7f2543", "", nil},
		{"pledge", "direct", "flat", zelenskiy, [2]int{1147, 1151}, [2]int{735, 1134}, "2022-09-24", "9b77f311", "ru",
			[]term{{at: [2]int{812, 890}}, {at: [2]int{899, 1014}}, {at: [2]int{1026, 1134}}}},
		{"appeal", "direct", "flat", zelenskiy, [2]int{1569, 1573}, [2]int{1462, 1733}, "2022-09-24", "", "ru", nil},
		{"assertion", "mixed", "flat", zelenskiy, [2]int{1745, 1754}, [2]int{1755, 1856}, "2022-09-24", "", "ru", nil},
		{"order", "indirect", "flat", putin, [2]int{1780, 1789}, [2]int{1755, 1778}, "2022-09-21", "", "", nil},
		{"assertion", "mixed", "flat", zelenskiy, [2]int{1861, 1865}, [2]int{1871, 2059}, "2022-09-24", "", "ru", nil},
		{"law_change", "indirect", "flat", putin, [2]int{2158, 2164}, [2]int{2165, 2318}, "2022-09-24", "", "", []term{{at: [2]int{2286, 2318}, penalty: "10 year"}}},
		{"law_change", "indirect", "flat", putin, [2]int{2331, 2337}, [2]int{2338, 2511}, "2022-09-24", "", "", nil},
	})
}

func TestTheRealForecastIsRead(t *testing.T) {
	const reznikov = "Oleksiy Reznikov"
	checkStated(t, realReport(t, forecastReport, "2022-12-31"), []stated{
		{"forecast", "indirect", "flat", reznikov, [2]int{48, 55}, [2]int{56, 181}, "", "", "", nil},
		{"appeal", "indirect", "flat", reznikov, [2]int{187, 192}, [2]int{205, 213}, "", "9c7f2543", "", nil},
		{"appeal", "direct", "flat", reznikov, [2]int{734, 738}, [2]int{477, 722}, "2022-12-30", "", "", nil},
		{"assertion", "indirect", "flat", reznikov, [2]int{786, 798}, [2]int{809, 876}, "", "", "", nil},
		{"forecast", "direct", "flat", reznikov, [2]int{1188, 1192}, [2]int{879, 1176}, "2022-12-30", "70ef11e6", "",
			[]term{{at: [2]int{1057, 1140}, from: "2023-01-01", until: "2023-01-10", rule: "month-first-third"}, {at: [2]int{1147, 1176}}}},
		{"forecast", "indirect", "hedged", reznikov, [2]int{1194, 1200}, [2]int{1201, 1234}, "", "", "", nil},
		{"assertion", "direct", "flat", reznikov, [2]int{1500, 1505}, [2]int{1237, 1470}, "2022-12-30", "", "", nil},
		{"denial", "indirect", "flat", "Kremlin", [2]int{1700, 1707}, [2]int{1713, 1740}, "before 2022-09-21", "", "", nil},
		{"order", "mixed", "flat", "Vladimir Putin", [2]int{1791, 1798}, [2]int{1799, 1828}, "2022-09-21", "", "", nil},
		{"pledge", "indirect", "flat", "Sergei Shoigu", [2]int{1873, 1877}, [2]int{1878, 1930}, "2022-09-21", "", "", nil},
		{"forecast", "indirect", "hedged", reznikov, [2]int{2182, 2186}, [2]int{2215, 2359}, "", "6c12c724", "The Guardian", nil},
	})
}

func checkStated(t *testing.T, r brief.Reading, want []stated) {
	t.Helper()
	if len(r.Statements) != len(want) {
		t.Fatalf("%d statements, want %d", len(r.Statements), len(want))
	}
	for i, s := range r.Statements {
		w := want[i]
		on := s.SaidOn.Value
		if s.SaidOn.Mod == "BEFORE" {
			on = "before " + on
		}
		content := [2]int{s.Content[0].Start, s.Content[len(s.Content)-1].End}
		if s.Kind != w.kind || s.Speech != w.speech || s.Modality != w.modality || s.Speaker.Name != w.speaker || on != w.on ||
			[2]int{s.Cue.Start, s.Cue.End} != w.cue || content != w.content || hashed(s.Addressee) != w.to || s.Language+s.Outlet.Name != w.in {
			t.Errorf("statement %d: %s %s %s by %s, cue %d..%d, content %v, on %q, to %s, in %q;\nwant %+v", i+1, s.Kind, s.Speech, s.Modality, s.Speaker.Name,
				s.Cue.Start, s.Cue.End, content, on, hashed(s.Addressee), s.Language+s.Outlet.Name, w)
		}
		if len(s.Terms) != len(w.terms) {
			t.Errorf("statement %d: %d terms, want %d", i+1, len(s.Terms), len(w.terms))
			continue
		}
		for k, got := range s.Terms {
			if is := (term{[2]int{got.Start, got.End}, got.Due.From, got.Due.To, got.Due.Rule, strings.TrimSpace(got.Penalty.Max + " " + got.Penalty.Unit)}); is != w.terms[k] {
				t.Errorf("statement %d, term %d: %+v, want %+v", i+1, k+1, is, w.terms[k])
			}
		}
	}
}

// TestTheRealDatesAreRead: the length of service and the length of the choice that is left keep their reserve.
func TestTheRealDatesAreRead(t *testing.T) {
	for file, want := range map[string]map[int]string{
		guaranteesReport: {218: "2022-09-24", 1829: "2022-09-21", 2354: "2022-09-24", 2435: "P1Y EQUAL_OR_MORE"},
		forecastReport:   {765: "2022-12-30 END", 1008: "P1W APPROX", 1060: "2023-01 START", 1778: "2022-09-21"},
	} {
		day := map[string]string{guaranteesReport: "2022-09-24", forecastReport: "2022-12-31"}[file]
		found := 0
		for _, d := range realReport(t, file, day).Dates {
			w, ok := want[d.Start]
			if !ok {
				continue
			}
			found++
			is := d.Value
			if d.Mod != "" {
				is += " " + d.Mod
			}
			if is != w {
				t.Errorf("%s: at byte %d %s, want %s", file, d.Start, is, w)
			}
		}
		if found != len(want) {
			t.Errorf("%s: %d of %d dates were found", file, found, len(want))
		}
	}
}

// TestTheRealBoxesAreParted: one box that advertises in each report, and in the first a line that leads elsewhere, whose title
// stood glued to the next sentence.
func TestTheRealBoxesAreParted(t *testing.T) {
	for file, title := range map[string]string{guaranteesReport: "e6db631d", forecastReport: ""} {
		got := realReport(t, file, "2022-12-31")
		titles := ""
		for _, s := range got.SeeAlso {
			titles += s.Title
		}
		if len(got.Promos) != 1 || got.Report.Language != "en" || hashed(titles) != title {
			t.Errorf("%s: %d boxes, language %q, see also %s; want 1, en, %s", file, len(got.Promos), got.Report.Language, hashed(titles), title)
		}
	}
}
