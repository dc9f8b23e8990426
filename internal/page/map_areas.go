package page

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// areaTable is how large the areas of a map are, now and against earlier days.
type areaTable struct {
	Heads []string
	Rows  []areaRow
}

// areaRow is one class, or one region of what is held.
type areaRow struct {
	Name  string
	Cells []string
	Minor bool
}

// spans are the days back against which a map is compared.
var spans = []int{1, 7, 30}

// km2Of reads an area of the record; "" is 0.
func km2Of(text string) float64 {
	n, _ := strconv.ParseFloat(text, 64) // what is no number was refused at the desk
	return n
}

// named is a class with its party.
type named struct{ class, party string }

// areaOn gives the areas of the map that was true on a day; nil where the series begins later.
func (m *mapMaker) areaOn(day brief.Date) ([]brief.MapArea, error) {
	at := m.series.On(day)
	if at < 0 {
		return nil, nil
	}
	list, err := m.series.Areas(m.series.Maps[at : at+1])
	if err != nil {
		return nil, err
	}
	return append([]brief.MapArea{}, list[0]...), nil // never nil: there is a map, if with nothing on it
}

// areas compares a day with the days before it, by class and by region of what is held.
func (m *mapMaker) areas(day brief.Date) (classes, regions areaTable, err error) {
	now, err := m.areaOn(day)
	if err != nil {
		return classes, regions, err
	}
	was := make([][]brief.MapArea, len(spans))
	for i, n := range spans {
		if was[i], err = m.areaOn(before(day, n)); err != nil {
			return classes, regions, err
		}
	}
	heads := []string{m.w.Now, m.w.OverDay, m.w.OverWeek, m.w.OverMonth}
	classes.Heads, regions.Heads = append([]string{m.w.Class}, heads...), append([]string{m.w.Region}, heads...)
	for _, k := range namesOf(append(was, now)) {
		row := areaRow{Name: capital(m.w.className(k.class, k.party)), Cells: []string{m.km2(sizeOf(now, k))}}
		for _, w := range was {
			row.Cells = append(row.Cells, m.difference(sizeOf(now, k)-sizeOf(w, k), w != nil))
		}
		classes.Rows = append(classes.Rows, row)
	}
	if m.about.Source.Sketch {
		return classes, areaTable{}, nil
	}
	for _, code := range codesOf(append(was, now)) {
		here := regionOf(now, code)
		row := areaRow{Name: m.w.regionName(code), Cells: []string{m.km2(here)}}
		for _, w := range was {
			row.Cells = append(row.Cells, m.difference(here-regionOf(w, code), w != nil))
		}
		regions.Rows = append(regions.Rows, row)
	}
	slices.SortFunc(regions.Rows, func(a, b areaRow) int { return strings.Compare(a.Name, b.Name) })
	return classes, regions, nil
}

func sizeOf(areas []brief.MapArea, k named) float64 {
	for _, a := range areas {
		if a.Class == k.class && a.Party == k.party {
			return km2Of(a.Km2)
		}
	}
	return 0
}

// held is the class whose areas are told by region.
const held = "assessed"

// regionOf is how much of a region is held.
func regionOf(areas []brief.MapArea, code string) float64 {
	km2 := 0.0
	for _, a := range areas {
		if a.Class == held {
			km2 += km2Of(a.Regions[code])
		}
	}
	return km2
}

// namesOf lists the classes and parties of some maps once, in their order.
func namesOf(maps [][]brief.MapArea) []named {
	var out []named
	for _, areas := range slices.Backward(maps) {
		for _, a := range areas {
			if k := (named{a.Class, a.Party}); !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

func codesOf(maps [][]brief.MapArea) []string {
	seen := map[string]bool{}
	var out []string
	for _, areas := range maps {
		for _, a := range areas {
			for code := range a.Regions {
				if a.Class == held && !seen[code] {
					seen[code], out = true, append(out, code)
				}
			}
		}
	}
	return out
}

// km2 writes an area in words: of a sketch with "about".
func (m *mapMaker) km2(n float64) string {
	text := m.words.number(int(math.Round(n))) + "\u00a0" + m.w.Km2
	if m.about.Source.Sketch {
		return fill(m.w.About, text)
	}
	return text
}

// difference writes how much more or less it is; nothing to compare with is a dash.
func (m *mapMaker) difference(n float64, known bool) string {
	switch whole := int(math.Round(n)); {
	case !known:
		return "–"
	case whole > 0:
		return "+" + m.words.number(whole)
	case whole < 0:
		return "−" + m.words.number(-whole)
	}
	return "0"
}

// heldOn is how much is held by a map's areas.
func heldOn(areas []brief.MapArea) float64 {
	km2 := 0.0
	for _, a := range areas {
		if a.Class == held {
			km2 += km2Of(a.Km2)
		}
	}
	return km2
}

// referenceOn gives the area that somebody else has for a day; ok is false where there is none.
func referenceOn(r *brief.MapReference, day brief.Date) (int, bool) {
	if r == nil {
		return 0, false
	}
	at, known := slices.BinarySearchFunc(r.Days, day, func(d brief.MapReferredDay, day brief.Date) int { return strings.Compare(string(d.Day), string(day)) })
	if !known {
		return 0, false
	}
	return r.Days[at].Km2, true
}

// sketchError is by how many percent the sketch differs at most from the reference, on the days of a month round a day and on all
// days that both have.
func (m *mapMaker) sketchError(day brief.Date) (near, most int, known bool, err error) {
	r := m.about.Reference
	if r == nil || !m.about.Source.Sketch {
		return 0, 0, false, nil
	}
	for _, d := range r.Days {
		areas, err := m.areaOn(d.Day)
		if err != nil {
			return 0, 0, false, err
		}
		if areas == nil || d.Km2 == 0 || d.Day > m.series.Maps[len(m.series.Maps)-1].Day {
			continue
		}
		off := int(math.Ceil(math.Abs(heldOn(areas)-float64(d.Km2)) / float64(d.Km2) * 100))
		most, known = max(most, off), true
		if d.Day >= before(day, 15) && d.Day <= before(day, -15) {
			near = max(near, off)
		}
	}
	return near, most, known, nil
}
