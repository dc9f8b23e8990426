package territory

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// TestSnapshotsComeToWhatTheirCasesSay runs testdata/snapshots.txtar; its comment tells its form.
func TestSnapshotsComeToWhatTheirCasesSay(t *testing.T) {
	a, err := txtar.ParseFile("testdata/snapshots.txtar")
	if err != nil || len(a.Files) == 0 || len(a.Files)%3 != 0 {
		t.Fatalf("a case is a mapping, a map and what it wants: %d files, %v", len(a.Files), err)
	}
	for i := 0; i < len(a.Files); i += 3 {
		folder, name, _ := strings.Cut(a.Files[i+1].Name, "/")
		t.Run(folder, func(t *testing.T) {
			m, err := ReadMapping("mapping.json", a.Files[i].Data)
			if err != nil {
				t.Fatal(err)
			}
			got := tellSnapshot(Read(name, a.Files[i+1].Data, m))
			if want := string(a.Files[i+2].Data); got != want {
				t.Errorf("came to\n%swant\n%s", got, want)
			}
		})
	}
}

func tellSnapshot(s Snapshot, err error) string {
	if err != nil {
		return fmt.Sprintf("refused %s: %v\n", brief.KindOf(err), err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nsource %s\nfeatures %d, polygons %d, points %d, lines %d\n",
		strings.TrimSpace("day "+string(s.Day)+" "+s.Clock), s.Source, s.Features, s.Polygons, s.Points, s.Lines)
	for _, area := range s.Areas {
		fmt.Fprintf(&b, "%s %s: features %v, polygons %d\n", area.Class, area.Party, area.Features, len(area.Polygons))
	}
	for _, line := range s.Aloud() {
		fmt.Fprintf(&b, "says %s\n", line)
	}
	return b.String()
}

func shot(file, source string, day brief.Date, clock string) Snapshot {
	return Snapshot{File: file, Source: source, Day: day, Clock: clock, Areas: []RawArea{{Class: Assessed}}}
}

func TestTheLastMapOfADayIsShown(t *testing.T) {
	days, aside, err := LastOfEachDay([]Snapshot{
		shot("c", "A", "2022-09-25", "08:00:00"), shot("a", "A", "2022-09-24", "20:00:00"),
		shot("future", "A", "2022-09-27", ""), shot("b", "A", "2022-09-25", "21:30:00"),
		{File: "empty", Source: "A", Day: "2022-09-26"},
	}, "2022-09-26")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, d := range days {
		fmt.Fprintf(&got, "%s shows %s, keeps %d; ", d.Shown.Day, d.Shown.File, len(d.Earlier))
	}
	for _, s := range aside {
		fmt.Fprintf(&got, "aside: %s; ", s.Why)
	}
	want := "2022-09-24 shows a, keeps 0; 2022-09-25 shows b, keeps 1; " +
		"aside: empty draws no territory for 2022-09-26; a day without any is more likely a broken file; " +
		"aside: future is of 2022-09-27, which is after today; check its name or its date; "
	if got.String() != want {
		t.Errorf("got  %s\nwant %s", got.String(), want)
	}
}

func TestSeriesThatCannotBeOrderedAreRefused(t *testing.T) {
	for _, c := range []struct {
		all  []Snapshot
		want string
	}{
		{[]Snapshot{shot("a", "A", "2022-09-24", ""), shot("b", "B", "2022-09-25", "")},
			`a is of "A" and b of "B"; keep a series for each source: they are never mixed`},
		{[]Snapshot{shot("a", "A", "2022-09-24", ""), shot("b", "A", "2022-09-24", "")},
			"a and b are both of 2022-09-24, and nothing tells which is later; hand in one of them, or give date.pattern in the mapping a time of day"},
		{[]Snapshot{shot("a", "A", "2022-09-24", "10:00:00"), shot("b", "A", "2022-09-24", "")},
			"b and a are both of 2022-09-24, and nothing tells which is later; hand in one of them, or give date.pattern in the mapping a time of day"},
		{[]Snapshot{shot("a", "A", "2022-09-24", "10:00:00"), shot("b", "A", "2022-09-24", "10:00:00")},
			"a and b are both of 2022-09-24, and nothing tells which is later; hand in one of them, or give date.pattern in the mapping a time of day"},
	} {
		if _, _, err := LastOfEachDay(c.all, "2022-12-31"); err == nil || err.Error() != c.want || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if days, aside, err := LastOfEachDay(nil, "2022-12-31"); len(days)+len(aside) != 0 || err != nil {
		t.Errorf("no snapshots are no days: %v %v %v", days, aside, err)
	}
}

func TestAThousandUnknownStylesAreToldInBrief(t *testing.T) {
	m := plainMapping(t)
	m.Rules = []Rule{{When: []Condition{{Property: []string{"fill"}, Is: []string{"#aa1111"}}}, Class: Freed}}
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	triangle := `"geometry":{"type":"Polygon","coordinates":[[[30,46],[31,46],[31,47],[30,46]]]}}`
	for i := range 1000 {
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"fill":"style %d"},%s,`, i, triangle)
	}
	b.WriteString(`{"type":"Feature","properties":{"fill":"#aa1111"},` + triangle + `]}`)
	s, err := Read("20220924", []byte(b.String()), m)
	if err != nil || len(s.Quarantine) != 1000 {
		t.Fatalf("%d styles, %v", len(s.Quarantine), err)
	}
	said := s.Aloud()
	if len(said) != maxNotes+1 || said[maxNotes] != "further styles in quarantine: 950" {
		t.Errorf("%d sentences, the last %q", len(said), said[len(said)-1])
	}
}
