package chart

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func monthYear(d brief.Date) string {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t.Format("Jan 2006")
}

// lines draws a chart of some lines and holds it to being complete.
func (l Lines) lines(t *testing.T) string {
	t.Helper()
	l.ID, l.Number, l.Day, l.Alone = "c", number, monthYear, true
	svg, err := l.SVG()
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, svg)
	if folder := os.Getenv("LIVEBRIEF_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")+".svg"), svg, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return string(svg)
}

func plainValue(on brief.Date, at float64) Value {
	return Value{On: on, At: at, Low: math.NaN(), High: math.NaN()}
}

// TestAreaThroughTime draws the sketch of 2022 beside the published series.
func TestAreaThroughTime(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the area of 2022 is not drawn")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data/control/economist_area_by_day.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	published := Series{Name: "The Economist"}
	for _, row := range rows[1:] {
		if m2, err := strconv.ParseFloat(row[1], 64); err == nil && row[0] < "2023" {
			published.Values = append(published.Values, plainValue(brief.Date(row[0]), m2/1e9))
		}
	}
	table, err := os.ReadFile(filepath.Join(shared, "data/control/places_2022.csv"))
	if err != nil {
		t.Fatal(err)
	}
	places, err := territory.ReadPlaces("places_2022.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	sketch, err := territory.NewSketch(places, basemap.Default().Ukraine)
	if err != nil {
		t.Fatal(err)
	}
	ours := Series{Name: "our sketch", Step: true}
	for _, day := range sketch.Days() {
		if day < "2022-12-31" {
			shape, err := sketch.On(day)
			if err != nil {
				t.Fatal(err)
			}
			ours.Values = append(ours.Values, plainValue(day, math.Round(shape.Km2()/1000)))
		}
	}
	svg := Lines{Title: "Area held by Russian forces in 2022", Description: "From 43,000 to 168,000 and then 109,000 km².", Unit: "thousand km²", Width: 900, Height: 420,
		Series: []Series{published, ours}}.lines(t)
	if n := packed(t, []byte(svg)); n > 3<<10 || len(svg) > 20<<10 {
		t.Errorf("%d bytes, %d compressed; at most 20,480 and 3,072", len(svg), n)
	} else {
		t.Logf("%d bytes, %d compressed", len(svg), n)
	}
}

func TestRangesAreDrawnAsRanges(t *testing.T) {
	svg := Lines{Title: "t", Description: "d", Width: 500, Height: 300, Series: []Series{
		{Name: "estimate", Values: []Value{{"2022-01-01", 5, 3, 9, false}, {"2022-07-01", 8, 6, 12, false}, {"2023-01-01", 9, 7, 10, false}}},
		{Name: "verified, at least", Step: true, Values: []Value{plainValue("2022-02-01", 2), plainValue("2022-08-01", 4)}},
		{Name: "one report", Values: []Value{plainValue("2022-05-01", 7)}},
	}}.lines(t)
	for _, want := range []string{`class="m-band m-s0"`, `class="m-curve m-s1"`, `class="m-at m-s2"`, ">verified, at least<", ">Jan 2022<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the chart has no %s", want)
		}
	}
}

func TestMarksAreRoundNumbers(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []float64
	}{
		{0, 10, []float64{0, 2, 4, 6, 8, 10}},
		{0, 168, []float64{0, 50, 100, 150, 200}},
		{-3, 4, []float64{-4, -2, 0, 2, 4}},
		{0, 0, []float64{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1}},
		{0, 9_654, []float64{0, 2000, 4000, 6000, 8000, 10000}},
	} {
		if got := ticks(c.low, c.high, 5); !slices.Equal(got, c.want) {
			t.Errorf("%v to %v: %v, want %v", c.low, c.high, got, c.want)
		}
	}
}

func TestDaysOfTheAxisAreTurns(t *testing.T) {
	for _, c := range []struct {
		from, to brief.Date
		want     []brief.Date
	}{
		{"2022-02-24", "2022-12-31", []brief.Date{"2022-04-01", "2022-07-01", "2022-10-01"}},
		{"2022-09-05", "2022-12-31", []brief.Date{"2022-10-01", "2022-11-01", "2022-12-01"}},
		{"2022-09-05", "2022-09-20", []brief.Date{"2022-09-05", "2022-09-20"}},
		{"2014-03-01", "2026-01-05", []brief.Date{"2015-01-01", "2020-01-01", "2025-01-01"}},
	} {
		from, _ := dayNumber(c.from)
		to, _ := dayNumber(c.to)
		if got := turns(from, to); !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestChartsThatCannotBeDrawnAreRefused(t *testing.T) {
	good := Series{Name: "x", Values: []Value{plainValue("2022-01-01", 1)}}
	for name, l := range map[string]Lines{
		"no lines":       {Width: 400, Height: 300},
		"too many":       {Width: 400, Height: 300, Series: slices.Repeat([]Series{good}, 7)},
		"no numbers":     {Width: 400, Height: 300, Series: []Series{{Name: "x"}}},
		"a month":        {Width: 400, Height: 300, Series: []Series{{Values: []Value{plainValue("2022-01", 1)}}}},
		"no number":      {Width: 400, Height: 300, Series: []Series{{Values: []Value{plainValue("2022-01-01", math.NaN())}}}},
		"without end":    {Width: 400, Height: 300, Series: []Series{{Values: []Value{plainValue("2022-01-01", math.Inf(1))}}}},
		"too small":      {Width: 400, Height: 300, Series: []Series{{Values: []Value{plainValue("2022-01-01", 5e-324)}}}},
		"endless band":   {Width: 400, Height: 300, Series: []Series{{Values: []Value{{On: "2022-01-01", At: 1, Low: 0, High: math.Inf(1)}}}}},
		"without room":   {Width: 200, Height: 120, Series: slices.Repeat([]Series{{Name: strings.Repeat("long ", 30), Values: good.Values}}, 3)},
		"without a size": {Series: []Series{good}},
	} {
		l.ID, l.Number, l.Day = "c", number, monthYear
		if _, err := l.SVG(); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
