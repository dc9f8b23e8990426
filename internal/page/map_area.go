package page

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
)

// areaView is the area of a series through time.
type areaView struct {
	frame
	Heading, Source string
	Drawing         template.HTML
	Table           areaTable
	Days            []link // of the rows
	Method          []string
	CSV             string
	Downloads       []link
}

// writeMapArea writes the chart of the area with its table.
func writeMapArea(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	m, err := newMapMaker(s, bodies, a.Series, seriesAt(s.State, a.Series.Name)+"/area")
	if err != nil {
		return err
	}
	title := m.titleOf(a)
	v := areaView{Heading: title, Source: m.source(), CSV: m.link(m.place("area.csv"))}
	v.frame = m.frame(title, m.lead(), edition.OfMaps())
	v.Sheets = m.sheets("live.css", "map.css")
	v.Kicker = &link{Href: m.link(m.place("")), Text: m.about.Title}
	days := m.series.Days()
	areas, err := m.series.Areas(days)
	if err != nil {
		return err
	}
	svg, err := m.areaChart(title, days, areas, false)
	if err != nil {
		return err
	}
	v.Drawing = template.HTML(svg) //nolint:gosec // drawn here; every word in it is escaped
	m.embeds(&v.Downloads, "area")
	m.areaRows(&v, days, areas)
	if v.Method, err = m.method(days[len(days)-1].Day); err != nil {
		return err
	}
	return render(w, "map_area", v)
}

// areaChart draws each class as steps, and the areas of somebody else beside a sketch.
func (m *mapMaker) areaChart(title string, days []edition.MapDay, areas [][]brief.MapArea, alone bool) ([]byte, error) {
	c := chart.Lines{ID: "area", Alone: alone, Title: title, Description: m.lead(), Unit: m.w.Thousands, Width: areaWidth, Height: areaHeight,
		Number: func(n float64) string { return m.words.number(int(math.Round(n))) }, Day: m.axisDay}
	for _, k := range namesOf(areas) {
		s := chart.Series{Name: capital(m.w.className(k.class, k.party)), Step: true}
		if m.about.Source.Sketch {
			s.Name = m.w.Sketch
		}
		for i, d := range days {
			s.Values = append(s.Values, chart.Value{On: d.Day, At: sizeOf(areas[i], k) / 1000, Low: math.NaN(), High: math.NaN()})
		}
		if len(c.Series) < mostClasses {
			c.Series = append(c.Series, s)
		}
	}
	if r := m.about.Reference; r != nil && len(days) > 0 {
		s := chart.Series{Name: r.Name}
		for _, d := range r.Days {
			if d.Day >= days[0].Day && d.Day <= days[len(days)-1].Day {
				s.Values = append(s.Values, chart.Value{On: d.Day, At: float64(d.Km2) / 1000, Low: math.NaN(), High: math.NaN()})
			}
		}
		if len(s.Values) > 0 {
			c.Series = append(c.Series, s)
		}
	}
	if len(c.Series) == 0 {
		return nil, nil
	}
	return c.SVG()
}

// The size of the chart in pixels.
const areaWidth, areaHeight = 900, 380

// mostClasses is how many classes a chart of areas shows, with room for a reference.
const mostClasses = 5

// axisDay writes a day on the axis.
func (m *mapMaker) axisDay(d brief.Date) string { return m.words.axisDay(d) }

// axisDay writes a day in few letters: "24 Sep 2022".
func (w *Words) axisDay(d brief.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return strconv.Itoa(t.Day()) + "\u00a0" + w.ShortMonths[t.Month()-1] + "\u00a0" + strconv.Itoa(t.Year())
}

// areaRows is the table beside the chart: each day on which anything changed, the last first.
func (m *mapMaker) areaRows(v *areaView, days []edition.MapDay, areas [][]brief.MapArea) {
	classes := namesOf(areas)
	v.Table.Heads = []string{m.w.DayHead}
	for _, k := range classes {
		v.Table.Heads = append(v.Table.Heads, capital(m.w.className(k.class, k.party)), m.w.Difference)
	}
	r := m.about.Reference
	if r != nil {
		v.Table.Heads = append(v.Table.Heads, r.Name)
	}
	for i := len(days) - 1; i >= 0; i-- {
		row := areaRow{}
		for _, k := range classes {
			row.Cells = append(row.Cells, m.km2(sizeOf(areas[i], k)))
			if i == 0 {
				row.Cells = append(row.Cells, "–")
			} else {
				row.Cells = append(row.Cells, m.difference(sizeOf(areas[i], k)-sizeOf(areas[i-1], k), true))
			}
		}
		if r != nil {
			cell := "–"
			if km2, known := referenceOn(r, days[i].Day); known {
				cell = m.words.number(km2) + "\u00a0" + m.w.Km2
			}
			row.Cells = append(row.Cells, cell)
		}
		v.Table.Rows = append(v.Table.Rows, row)
		v.Days = append(v.Days, link{Href: m.link(m.place(address(days[i].Day))), Text: m.day(days[i].Day)})
	}
}

// writeMapData writes areas as CSV, or a day as GeoJSON, where the licence of the source allows it.
func writeMapData(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	m, err := newMapMaker(s, bodies, a.Series, seriesAt(s.State, a.Series.Name)+"/area.csv")
	if err != nil {
		return err
	}
	if a.Kind != MapArea && !m.about.Source.Download {
		return brief.NotFound(fill(m.w.NoDownload, m.about.Source.Name), "the picture and the areas are on the page of the day")
	}
	switch {
	case a.Kind == MapArea:
		return m.csv(w, m.series.Maps, false)
	case a.Form == MapGeoJSON:
		return m.geoJSON(w, a.Day)
	}
	at := m.series.On(a.Day)
	return m.csv(w, m.series.Maps[at:at+1], true)
}

// csv writes maps, one row for each class, and by region where that is asked for.
func (m *mapMaker) csv(w io.Writer, maps []edition.MapDay, regions bool) error {
	areas, err := m.series.Areas(maps)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	rows := [][]string{{"day", "time", "source", "sketch", "class", "party", "region", "km2", "gained_km2", "lost_km2", "redrawn"}}
	for i, d := range maps {
		row := func(a brief.MapArea, region, km2, gained, lost string) {
			rows = append(rows, []string{string(d.Day), d.Clock, plainCell(m.about.Source.Name), yes(m.about.Source.Sketch), a.Class, plainCell(a.Party), region, km2, gained, lost, yes(d.Redrawn)})
		}
		for _, a := range areas[i] {
			row(a, "", a.Km2, a.Gained, a.Lost)
			for _, code := range sortedKeys(a.Regions) {
				if regions {
					row(a, code, a.Regions[code], "", "")
				}
			}
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("writing areas: %w", err)
	}
	return nil
}

// geoFeature is a feature of GeoJSON (RFC 7946).
type geoFeature struct {
	Type       string         `json:"type"`
	Properties map[string]any `json:"properties"`
	Geometry   geoShape       `json:"geometry"`
}

type geoShape struct {
	Type        string          `json:"type"`
	Coordinates [][][][2]degree `json:"coordinates"`
}

// degree is a coordinate in grid steps, written in degrees.
type degree int32

// MarshalJSON writes the degrees exactly.
func (d degree) MarshalJSON() ([]byte, error) {
	sign, n := "", int64(d)
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Appendf(nil, "%s%d.%07d", sign, n/territory.Unit, n%territory.Unit), nil
}

// geoJSON writes a day's layer, with where it comes from in each feature.
func (m *mapMaker) geoJSON(w io.Writer, day brief.Date) error {
	at := m.series.On(day)
	layer, err := m.series.Layer(at)
	if err != nil {
		return err
	}
	src := &m.about.Source
	features := []geoFeature{}
	for _, a := range layer {
		f := geoFeature{Type: "Feature", Geometry: geoShape{Type: "MultiPolygon"}, Properties: map[string]any{"day": m.series.Maps[at].Day, "class": a.Class, "party": a.Party,
			"source": src.Name, "sketch": src.Sketch, "credit": src.Credit, "licence": src.Licence, "viewpoint": src.Viewpoint}}
		if !src.Sketch {
			f.Properties["km2"] = math.Round(a.Shape.Km2()*100) / 100
		}
		for _, p := range a.Shape.Polygons() {
			rings := [][][2]degree{ringOf(p.Shell)}
			for _, h := range p.Holes {
				rings = append(rings, ringOf(h))
			}
			f.Geometry.Coordinates = append(f.Geometry.Coordinates, rings)
		}
		features = append(features, f)
	}
	return json.NewEncoder(w).Encode(struct {
		Type     string       `json:"type"`
		Features []geoFeature `json:"features"`
	}{"FeatureCollection", features})
}

func ringOf(r territory.Ring) [][2]degree {
	out := make([][2]degree, 0, len(r)+1)
	for i := 0; i <= len(r); i++ {
		p := r[i%len(r)]
		out = append(out, [2]degree{degree(p.Lon), degree(p.Lat)})
	}
	return out
}
