package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// The script of a map gets its data as classic scripts, so that it works from a file too: index.js has the days, run/N.js the layers of
// a stretch of them, as docs/maps.md has their bytes.

// runs are the stretches of a series: each begins with a map that stands by itself and goes on until the next one.
func runs(s *edition.MapSeries) [][]edition.MapDay {
	var out [][]edition.MapDay
	for i, d := range s.Maps {
		if d.Key {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], s.Maps[i])
	}
	return out
}

// MapRuns counts the stretches of a series.
func MapRuns(s *edition.MapSeries) int { return len(runs(s)) }

// mapIndex is what index.js says of a series.
type mapIndex struct {
	// Days are those that have a map, Held the area under control on each in km2, Run the stretch that has it.
	Days []brief.Date `json:"days"`
	Held []int        `json:"held"`
	Run  []int        `json:"run"`
	// Redrawn are the places in Days of maps that correct the one before.
	Redrawn []int `json:"redrawn"`
	Sketch  bool  `json:"sketch"`
	// Classes are the names of classes; those with a party in them have %s.
	Classes   map[string]string `json:"classes"`
	ClassesBy map[string]string `json:"by"`
	// Regions are the outlines of regions as a keyframe, base64, with codes as parties; Names what they are called.
	Regions []byte            `json:"regions"`
	Names   map[string]string `json:"names"`
	Months  [12]string        `json:"months"`
}

// thinRegions are the outlines by which the script finds the region of a place, each line within 0.02 degrees of the truth.
var thinRegions = sync.OnceValues(func() ([]byte, error) {
	var l territory.Layer
	for _, o := range basemap.Default().Oblasts {
		l = append(l, territory.Area{Class: "region", Party: o.Code, Shape: o.Shape})
	}
	thin, err := l.Simplified(0.02 * territory.Unit)
	return territory.EncodeKeyframe(thin), err
})

func writeMapScript(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	m, err := newMapMaker(s, bodies, a.Series, seriesAt(s.State, a.Series.Name)+"/index.js")
	if err != nil {
		return err
	}
	name, value := "index", any(nil)
	if a.Kind == MapRun {
		name = fmt.Sprintf("run%d", a.Run)
		value, err = m.run(a.Run)
	} else {
		value, err = m.index()
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("writing a map's data: %w", err)
	}
	_, err = fmt.Fprintf(w, "(self.livebriefMap=self.livebriefMap||{}).%s=%s\n", name, text)
	return err
}

func (m *mapMaker) index() (mapIndex, error) {
	days := m.series.Days()
	areas, err := m.series.Areas(days)
	if err != nil {
		return mapIndex{}, err
	}
	x := mapIndex{Redrawn: []int{}, Sketch: m.about.Source.Sketch, Classes: m.w.Classes, ClassesBy: m.w.ClassesBy, Names: map[string]string{}, Months: m.words.ShortMonths}
	at := map[edition.MapDay]int{}
	for i, run := range runs(&m.series.MapSeries) {
		for _, d := range run {
			at[d] = i
		}
	}
	for i, d := range days {
		x.Days, x.Held, x.Run = append(x.Days, d.Day), append(x.Held, int(heldOn(areas[i]))), append(x.Run, at[d])
		if d.Redrawn {
			x.Redrawn = append(x.Redrawn, i)
		}
	}
	for _, o := range basemap.Default().Oblasts {
		x.Names[o.Code] = m.w.regionName(o.Code)
	}
	x.Regions, err = thinRegions()
	return x, err
}

// mapRun is a stretch of a series: its maps in order, each with its number of bytes.
type mapRun struct {
	Days  []brief.Date `json:"days"`
	Bytes []int        `json:"bytes"`
	Data  []byte       `json:"data"`
}

func (m *mapMaker) run(n int) (mapRun, error) {
	r := mapRun{}
	for _, d := range runs(&m.series.MapSeries)[n] {
		body, err := m.series.Body(d.Seq)
		if err != nil {
			return r, err
		}
		raw, err := atlas.Part{Body: body, Index: d.Index}.Bytes()
		if err != nil {
			return r, err
		}
		r.Days, r.Bytes, r.Data = append(r.Days, d.Day), append(r.Bytes, len(raw)), append(r.Data, raw...)
	}
	return r, nil
}

// scriptAttrs writes the words of a script as attributes, in the order of their names.
func scriptAttrs(words map[string]string) template.HTMLAttr {
	var b strings.Builder
	for _, name := range sortedKeys(words) {
		b.WriteString(` data-` + name + `="` + template.HTMLEscapeString(words[name]) + `"`)
	}
	return template.HTMLAttr(b.String()) //nolint:gosec // the words are ours, and escaped
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
