package page

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
	"livebrief/internal/series"
	"livebrief/internal/sheet"
)

// TestWhatIsExportedIsImportedAsTheSameNumbers writes random numbers as CSV, reads the file, and compares every version.
func TestWhatIsExportedIsImportedAsTheSameNumbers(t *testing.T) {
	if !series.IsExport(NumbersHeader()) {
		t.Fatal("our own header is not known as ours")
	}
	rapid.Check(t, func(r *rapid.T) {
		n := randomNumbers(r)
		c := newChronicle(t, countingBriefing())
		c.add(brief.EntryVersions, "t", n)
		if len(trackersOf(c.state, brief.TopicAid)) == 0 {
			return
		}
		table, err := sheet.Read("aid.csv", []byte(c.number("aid.csv")), sheet.Options{})
		if err != nil {
			r.Fatal(err)
		}
		back, err := series.ReadExport(table)
		if err != nil {
			r.Fatal(err)
		}
		if got, want := comparable(back.Versions), comparable(n.Versions); got != want {
			r.Fatalf("came back as\n%s\nnot as\n%s", got, want)
		}
		for _, s := range back.Series {
			if at := slices.IndexFunc(n.Series, func(o brief.Series) bool { return o.ID == s.ID }); at < 0 || n.Series[at] != s {
				r.Fatalf("the series came back as %+v", s)
			}
		}
	})
}

// comparable writes versions down without what an import gives anew, in one order.
func comparable(list []brief.Version) string {
	list = slices.Clone(list)
	for i := range list {
		list[i].ID, list[i].Supersedes = "", ""
		if list[i].Locator == "" {
			list[i].Locator = "-"
		}
	}
	slices.SortStableFunc(list, func(a, b brief.Version) int {
		return cmp.Or(cmp.Compare(a.Series, b.Series), cmp.Compare(a.From, b.From), cmp.Compare(a.Known, b.Known))
	})
	var out bytes.Buffer
	for _, v := range list {
		body, _ := json.Marshal(v)
		out.Write(append(body, '\n'))
	}
	return out.String()
}

// randomNumbers is a tracker of aid with what is hard to write down: signs that spreadsheets take for formulas, quotes, empty values.
func randomNumbers(t *rapid.T) brief.Numbers {
	text := rapid.SampledFrom([]string{"", "plain", "=1+1", "'quoted", "-dash", "a, b", `say "so"`, "Київ", "+7"})
	n := brief.Numbers{Tracker: "t", Title: "T", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Source"}, Change: brief.StatementChange{Class: brief.Publish}}
	for i := range rapid.IntRange(1, 3).Draw(t, "series") {
		s := brief.Series{ID: brief.SeriesID(fmt.Sprintf("s%d", i)), Title: "Title " + text.Draw(t, "title"), Counted: brief.CountedAid, Unit: rapid.SampledFrom([]string{"EUR", "NOK", "items"}).Draw(t, "unit"),
			Scale: rapid.SampledFrom([]int{0, 9}).Draw(t, "scale"), Actor: text.Draw(t, "actor"), Measure: rapid.SampledFrom(brief.AidMeasures).Draw(t, "measure"), LowerBound: rapid.Bool().Draw(t, "bound")}
		n.Series = append(n.Series, s)
		for k := range rapid.IntRange(1, 4).Draw(t, "numbers") {
			v := brief.Version{ID: brief.VersionID(fmt.Sprintf("v%d.%d", i, k)), Series: s.ID, From: brief.Date(fmt.Sprintf("2022-%02d", k+1)), Known: brief.Date(fmt.Sprintf("2023-01-%02d", k+1)),
				Value: rapid.SampledFrom([]string{"", "0", "20", "-3", "350.88"}).Draw(t, "value"), Basis: brief.BasisRecorded, Change: brief.NumberFirst, Label: text.Draw(t, "label"), By: text.Draw(t, "by"),
				Locator: "row " + fmt.Sprint(k)}
			if v.Value != "" {
				v.Qualifier = rapid.SampledFrom([]string{"", ">", ">=", "~"}).Draw(t, "qualifier")
			}
			if rapid.Bool().Draw(t, "event") {
				v.Event = &brief.AidEvent{Row: fmt.Sprintf("r%d.%d", i, k), Item: text.Draw(t, "item"), Count: rapid.SampledFrom([]string{"", "0", "40000"}).Draw(t, "count")}
				v.Worth = []brief.Worth{{Currency: "EUR", Value: "12.5", Rule: brief.WorthStated}}
			}
			n.Versions = append(n.Versions, v)
		}
	}
	return n
}

// manyVersions is a tracker of aid events, of figures through time, and of chains, 50,000 versions in all.
func manyVersions() brief.Numbers {
	n := brief.Numbers{Tracker: "many", Title: "Many", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Tracker"}, Change: brief.StatementChange{Class: brief.Publish}}
	day := time.Date(2022, 1, 24, 0, 0, 0, 0, time.UTC)
	for donor := range 40 {
		for kind, category := range brief.AidCategories[:3] {
			s := brief.Series{ID: brief.SeriesID(fmt.Sprintf("d%d.%s", donor, category)), Title: "Aid", Counted: brief.CountedAid, Unit: "EUR", Actor: fmt.Sprintf("Donor %d", donor), Category: category, Measure: brief.Allocated}
			n.Series = append(n.Series, s)
			for i := range 400 {
				n.Versions = append(n.Versions, brief.Version{ID: brief.VersionID(fmt.Sprintf("%d.%d.%d", donor, kind, i)), Series: s.ID, From: brief.DateOf(day.AddDate(0, 0, i*4)), Known: "2026-07-27", Value: fmt.Sprintf("%d.25", 1000000+i*donor),
					Basis: brief.BasisRecorded, Change: brief.NumberFirst, Event: &brief.AidEvent{Row: fmt.Sprintf("%d.%d.%d", donor, kind, i)}})
			}
		}
	}
	total := brief.Series{ID: "daily", Title: "Daily", Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated}
	n.Series = append(n.Series, total)
	for i := range 2000 {
		n.Versions = append(n.Versions, brief.Version{ID: brief.VersionID(fmt.Sprint("t", i)), Series: total.ID, From: brief.DateOf(day.AddDate(0, 0, i)), Known: "2026-07-27", Value: fmt.Sprintf("%d.%02d", 100+i/7, i%100), Basis: brief.BasisRecorded, Change: brief.NumberFirst})
	}
	return n
}

// BenchmarkNumbers draws the pages of 50,000 versions, each from the state alone.
func BenchmarkNumbers(b *testing.B) {
	c := newChronicle(b, countingBriefing())
	n := manyVersions()
	c.add(brief.EntryVersions, "t", n)
	for _, at := range []string{"aid", "n/daily", "n", "aid/months.svg", "aid/donors.svg", "aid.csv"} {
		b.Run(fmt.Sprintf("%dVersions/%s", len(n.Versions), at), func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = len(c.number(at))
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(len(c.state.Encode())), "bytes")
		}
	})
}

// TestChartsOfNumbersKeepTheirWeight holds each drawing by itself to 20 KB, and to 3 KB compressed.
func TestChartsOfNumbersKeepTheirWeight(t *testing.T) {
	c := newChronicle(t, countingBriefing())
	c.add(brief.EntryVersions, "t", manyVersions())
	for _, n := range harm() {
		c.add(brief.EntryVersions, brief.ItemID("t-"+n.Tracker), n)
	}
	for _, at := range []string{"aid/months.svg", "aid/donors.svg", "aid/totals.svg", "n/daily.svg", "civilians/killed.svg", "civilians/displaced.svg", "civilians/injured-by-place.svg"} {
		svg := c.number(at)
		var packed bytes.Buffer
		w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		_, _ = w.Write([]byte(svg))
		_ = w.Close()
		t.Logf("%s: %d bytes, %d compressed", at, len(svg), packed.Len())
		if len(svg) > 20<<10 || packed.Len() > 3<<10 {
			t.Errorf("%s has %d bytes, %d compressed", at, len(svg), packed.Len())
		}
	}
}
