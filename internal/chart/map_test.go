package chart

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// sketch draws the autumn of 2022 from the table of towns.
func sketch(t testing.TB, day brief.Date) territory.Shape {
	t.Helper()
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the sketch of 2022 is not drawn")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data/control/places_2022.csv"))
	if err != nil {
		t.Fatal(err)
	}
	places, err := territory.ReadPlaces("places_2022.csv", raw)
	if err != nil {
		t.Fatal(err)
	}
	s, err := territory.NewSketch(places, basemap.Default().Ukraine)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := s.On(day)
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

func autumn(t testing.TB, day brief.Date, width int) Map {
	return Map{ID: "map", Base: basemap.Default(), Width: width, Small: width < 500, Alone: true, Title: "Who controls what", Description: "Held land in the east and south.",
		Areas: []Area{{Assessed, sketch(t, day)}}, Legend: []Meaning{{Assessed, "held by Russian forces"}}, Stamp: "Sketch from 190 towns", Credit: basemap.Credit}
}

func draw(t testing.TB, m Map) []byte {
	t.Helper()
	svg, err := m.SVG()
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, svg)
	if again, _ := m.SVG(); !bytes.Equal(again, svg) {
		t.Error("the same map is drawn in other bytes")
	}
	if folder := os.Getenv("LIVEBRIEF_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")+".svg"), svg, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return svg
}

// wellFormed fails the test unless a drawing is XML.
func wellFormed(t testing.TB, svg []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
	}
}

// packed is how many bytes of it travel.
func packed(t testing.TB, raw []byte) int {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(raw)
	z.Close()
	return b.Len()
}

func TestADayOfAMapIsFewBytes(t *testing.T) {
	for _, c := range []struct {
		name  string
		day   brief.Date
		width int
		most  int
	}{{"wide", "2022-09-01", 1000, 40 << 10}, {"autumn", "2022-09-24", 1000, 40 << 10}, {"winter", "2022-12-30", 1000, 40 << 10}, {"small", "2022-12-30", 340, 10 << 10}} {
		t.Run(c.name, func(t *testing.T) {
			svg := draw(t, autumn(t, c.day, c.width))
			if n := packed(t, svg); n > c.most {
				t.Errorf("%d bytes compressed, at most %d", n, c.most)
			} else {
				t.Logf("%d bytes, %d compressed", len(svg), n)
			}
		})
	}
}

func TestWhatChangedIsDrawn(t *testing.T) {
	before, after := sketch(t, "2022-09-01"), sketch(t, "2022-12-30")
	change, err := territory.Between(before, after)
	if err != nil {
		t.Fatal(err)
	}
	held, err := territory.Intersection(before, after)
	if err != nil {
		t.Fatal(err)
	}
	m := autumn(t, "2022-12-30", 1000)
	m.Areas = []Area{{Kept, held}, {Lost, change.Lost}, {Gained, change.Gained}}
	m.Legend = []Meaning{{Kept, "held on both days"}, {Lost, "lost since 1 September"}, {Gained, "gained since"}}
	m.Points = []Point{{1, territory.Point{Lon: 37_6161000, Lat: 49_7143000}}, {2, territory.Point{Lon: 32_6178000, Lat: 46_6354000}}}
	if n := packed(t, draw(t, m)); n > 40<<10 {
		t.Errorf("%d bytes compressed", n)
	}
}

// plain is a map that needs nothing from elsewhere.
func plain() Map {
	square := territory.Shape{{{Lon: 30_0000000, Lat: 48_0000000}, {Lon: 33_0000000, Lat: 48_0000000}, {Lon: 33_0000000, Lat: 50_0000000}, {Lon: 30_0000000, Lat: 50_0000000}}}
	m := Map{ID: "x", Base: basemap.Default(), Width: 600, Alone: true}
	for l := range patterns {
		m.Legend = append(m.Legend, Meaning{l, "what " + string(l) + " means"})
	}
	slices.SortFunc(m.Legend, func(a, b Meaning) int { return strings.Compare(string(a.Look), string(b.Look)) })
	for _, l := range m.Legend {
		m.Areas = append(m.Areas, Area{l.Look, square})
	}
	return m
}

func TestEveryLookHasItsPattern(t *testing.T) {
	svg := string(draw(t, plain()))
	for l := range patterns {
		if strings.Count(svg, `id="x-`+string(l)+`"`) != 1 || !strings.Contains(svg, `fill="url(#x-`+string(l)+`)"`) || !strings.Contains(Style, ".m-"+string(l)) {
			t.Errorf("%s is not drawn by a pattern and a hue of its own", l)
		}
	}
	for _, c := range []territory.Class{territory.Assessed, territory.Claimed, territory.Contested, territory.Unknown, territory.Freed} {
		if l, is := LookOf(c); !is || string(l) != string(c) {
			t.Errorf("%s has no look", c)
		}
	}
	if _, is := LookOf("elsewhere"); is {
		t.Error("a class that is none has a look")
	}
}

func TestWordsAreOnlyWords(t *testing.T) {
	m := plain()
	const hostile = `</title><script>alert(1)</script>"'&`
	m.Title, m.Description, m.Stamp, m.Credit, m.Legend[0].Text = hostile, hostile, hostile, hostile, hostile
	if svg := string(draw(t, m)); strings.Contains(svg, "<script") {
		t.Error("a word became an element")
	}
}

func TestMapsThatCannotBeDrawnAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Map){
		"no width":            func(m *Map) { m.Width = 0 },
		"too wide":            func(m *Map) { m.Width = 100_000 },
		"no id":               func(m *Map) { m.ID = "" },
		"an id with a quote":  func(m *Map) { m.ID = `a"b` },
		"a look without word": func(m *Map) { m.Legend = m.Legend[1:] },
		"an unknown look":     func(m *Map) { m.Legend[0].Look = "elsewhere" },
	} {
		m := plain()
		spoil(&m)
		if _, err := m.SVG(); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := plain()
	m.Areas = nil
	draw(t, m)
}

func TestLabelsLieOnNothing(t *testing.T) {
	m := plain()
	d := drawing{Map: m, view: newView(m.window(), 1000)}
	var labels []label
	for _, town := range m.Base.Towns {
		labels = append(labels, label{d.view.at(town.At), town.Name})
	}
	out := place(labels, d.view, 60, nil)
	if len(out) < 30 {
		t.Errorf("only %d towns have a name", len(out))
	}
	for i, a := range out {
		for _, b := range out[:i] {
			if a.box.meets(b.box) {
				t.Errorf("%s lies on %s", a.text, b.text)
			}
		}
	}
}

func TestAPlaceIsFound(t *testing.T) {
	m := plain()
	m.Round, m.Reach, m.Width, m.Small = &territory.Point{Lon: 37_6161000, Lat: 49_7143000}, 0.8, 360, true
	m.Points = []Point{{1, *m.Round}}
	if svg := string(draw(t, m)); !strings.Contains(svg, `class="m-number"`) || len(svg) > 60<<10 {
		t.Errorf("%d bytes, or the place is not in it", len(svg))
	}
}

// TestNeighboursKeepTheirBorder draws two shapes that share a border as one path each: what one has of it, the other has backwards.
func TestNeighboursKeepTheirBorder(t *testing.T) {
	v := newView([2]territory.Point{{Lon: 0, Lat: 0}, {Lon: 10_0000000, Lat: 10_0000000}}, 300)
	var shared []territory.Point
	for i := range int32(400) {
		shared = append(shared, territory.Point{Lon: 5_0000000 + i%7*212_345 - i%3*331_000, Lat: 1_0000000 + i*200_000})
	}
	up := v.line(shared, false)
	down := slices.Clone(shared)
	slices.Reverse(down)
	back := v.line(down, false)
	slices.Reverse(back)
	if !slices.Equal(up, back) || len(up) < 50 {
		t.Errorf("%d and %d points, or others", len(up), len(back))
	}
}
