package series

import (
	"os"
	"path/filepath"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// holdsRules fails where what was read could not stand in a chain.
func holdsRules(t *testing.T, got *Imported) {
	t.Helper()
	for _, v := range got.Versions {
		v.ID, v.Change = "v", brief.NumberFirst
		if err := CheckVersion(v); err != nil {
			t.Fatalf("%+v: %v", v, err)
		}
	}
	for _, s := range got.Series {
		if err := s.ID.Check(); err != nil || len(seriesFaults(&s)) > 0 {
			t.Fatalf("%+v: %v", s, err)
		}
	}
	_ = got.Report.Sentences()
}

func FuzzReadMapping(f *testing.F) {
	files, err := filepath.Glob("testdata/*.mapping.json")
	if err != nil {
		f.Fatal(err)
	}
	tables := map[string]string{"traps.mapping.json": "traps.csv", "personnel.mapping.json": "personnel.csv"}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		rows := []byte("place,day,killed\nA,2024,5\n")
		if name := tables[filepath.Base(file)]; name != "" {
			if rows, err = os.ReadFile(filepath.Join("testdata", name)); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(raw, rows)
	}
	f.Add(smallMapping(), []byte("place,day,killed\nA,2024,5\nB,2024-01,>6\n"))
	f.Add(smallMapping(`"basis"`, `"sum": true, "basis"`), []byte("place,day,killed\nA,2024,5\nA,2024,6.5\n"))
	f.Fuzz(func(t *testing.T, raw, rows []byte) {
		m, err := ReadMapping("fuzz", raw)
		if err != nil {
			if brief.KindOf(err) != brief.KindInvalid {
				t.Fatal(err)
			}
			return
		}
		if again, err := ReadMapping("fuzz", m.JSON()); err != nil || string(again.JSON()) != string(m.JSON()) {
			t.Fatalf("%s does not come back: %v", m.JSON(), err)
		}
		tb, err := sheet.Read("fuzz.csv", rows, sheet.Options{})
		if err != nil {
			return
		}
		if got, err := m.Read(tb, "2024-12-01"); err == nil {
			holdsRules(t, got)
		}
	})
}

// FuzzReadAmounts reads any cells as an amount, a bound, a day and a place, of any signs.
func FuzzReadAmounts(f *testing.F) {
	for _, s := range [][4]string{{"1.250.000,50", "9", "31.12.2024", "A"}, {"40,000", "50,000", "2024-08", "B"}, {">20", "", "2024", "C"}, {"5–9", "", "2024-01-01", "Türkiye"}, {"about 5", "x", "2024-01-01T00:00:00Z", "D"}, {"−3", "1 250", "1/2/2024", "#"}} {
		f.Add(s[0], s[1], s[2], s[3], uint8(0))
	}
	f.Fuzz(func(t *testing.T, value, high, day, place string, which uint8) {
		m, err := ReadMapping("fuzz", smallMapping(`"basis"`, `"high": "{high}", "basis"`))
		if err != nil {
			t.Fatal(err)
		}
		m.Thousands, m.DayFirst = []string{"", ",", ".", " "}[which%4], which&4 > 0
		m.Numbers[0].Sum = which&8 > 0
		cells := []string{place, day, value, high}
		tb := &sheet.Table{Header: []string{"place", "day", "killed", "high"}, Rows: []sheet.Row{{Line: 2, Cells: cells}, {Line: 3, Cells: []string{"A", "2024", value, ""}}}}
		if got, err := m.Read(tb, "2024-12-01"); err == nil {
			holdsRules(t, got)
		} else if brief.KindOf(err) != brief.KindInvalid {
			t.Fatal(err)
		}
	})
}
