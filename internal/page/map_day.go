package page

import (
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// mapView is a day's map.
type mapView struct {
	frame
	Heading           string
	Source            string
	Facts             []string // sentences above the map
	Days              []link   // to the maps beside it
	Drawing           template.HTML
	Key               []mapKey
	Stamp             string // what stands on the drawing, for small screens
	Live              *mapHooks
	Classes, Regions  areaTable
	Points            []mapPoint
	PointsTitle       string
	Method            []string
	Downloads         []link
	NoDownload        string
	Embed             string
	Lite              string
	AreaHref          string
	Others            []link // the other series
	ChangesHref, Says string
}

// mapKey is a line of a map's legend. Those of a comparison are shown by the script only.
type mapKey struct {
	Look, Text string
	Compared   bool
}

// mapPoint is a development on the map.
type mapPoint struct {
	Number                int
	Href, Headline, Place string
	at                    territory.Point
}

// mapHooks is what the script of a map needs.
type mapHooks struct {
	Index, Run    string // addresses; Run ends where the number follows
	Day           string
	West, North   int32 // of the drawing, in grid steps
	Scale, Narrow string
	Words         template.HTMLAttr
}

// WriteMap writes what an address below "map" asks for.
func WriteMap(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	switch {
	case a.Kind == MapIndex || a.Kind == MapRun:
		return writeMapScript(w, s, bodies, a)
	case a.Form == MapCSV || a.Form == MapGeoJSON:
		return writeMapData(w, s, bodies, a)
	case a.Form != MapPage:
		return writeMapPicture(w, s, bodies, a)
	case a.Kind == MapDay:
		return writeMapDay(w, s, bodies, a)
	case a.Kind == MapBetween:
		return writeMapBetween(w, s, bodies, a)
	}
	return writeMapArea(w, s, bodies, a)
}

// writeMapDay writes the page of a day; what is shown is the last map of that day, or of the last day before it that has one.
func writeMapDay(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	rest := address(a.Day)
	m, err := newMapMaker(s, bodies, a.Series, below(seriesAt(s.State, a.Series.Name), rest))
	if err != nil {
		return err
	}
	day := a.day()
	title := m.onDay(day)
	v := mapView{Heading: title, Source: m.source(), PointsTitle: m.w.ThatDay, Stamp: m.stamp(m.day(day))}
	v.frame = m.frame(title, m.lead(), edition.OfMaps())
	v.Sheets = m.sheets("live.css", "map.css")
	v.Kicker = &link{Href: m.link(""), Text: m.b.Title}
	v.OGImage = m.absolute(below(m.place(""), address(day)+".png"))
	points, err := m.points(bodies, day)
	if err != nil {
		return err
	}
	v.Points = points
	if v.Drawing, v.Key, err = m.dayDrawing(day, points); err != nil {
		return err
	}
	if err := m.beside(&v, a, day); err != nil {
		return err
	}
	if v.Classes, v.Regions, err = m.areas(day); err != nil {
		return err
	}
	if v.Method, err = m.method(day); err != nil {
		return err
	}
	m.files(&v, day)
	if !m.AsOf {
		v.Live = m.hooks(day)
		v.Script = m.asset("map.js")
	}
	return render(w, "map", v)
}

// below is an address under another; the empty one is that itself.
func below(base, rest address) address {
	if rest == "" {
		return base
	}
	return base + "/" + rest
}

// source says whose map it is.
func (m *mapMaker) source() string {
	if !m.about.Source.Sketch {
		return fill(m.w.Source, m.about.Source.Name)
	}
	rows := max(0, strings.Count(strings.TrimSpace(m.about.Places), "\n")) // the first line has the names of the columns
	return fill(m.w.SketchSource, m.about.Source.Name, m.words.count(rows, m.w.Places))
}

func (m *mapMaker) lead() string {
	if m.about.Source.Sketch {
		return m.w.SketchSays
	}
	return m.source()
}

// beside fills in the sentences and links round a day.
func (m *mapMaker) beside(v *mapView, a MapAddress, day brief.Date) error {
	at := m.series.On(day)
	is := m.series.Maps[at]
	if is.Day != day {
		v.Facts = append(v.Facts, fill(m.w.StillStands, m.day(is.Day)))
	}
	if is.Redrawn {
		v.Facts = append(v.Facts, m.w.Redrawn)
	}
	if m.AsOf {
		return nil
	}
	days := m.series.Days()
	here := 0
	for i, d := range days {
		if d.Day <= day {
			here = i
		}
	}
	previous := here - 1
	if is.Day != day {
		previous = here
	}
	if previous >= 0 {
		v.Days = append(v.Days, link{Href: m.link(m.place(address(days[previous].Day))), Text: fill(m.w.Previous, m.day(days[previous].Day))})
	}
	if here > 0 {
		v.ChangesHref, v.Says = m.link(m.place(address(days[here-1].Day)+".."+address(day))), fill(m.w.ChangedSince, m.day(days[here-1].Day))
	}
	if here+1 < len(days) {
		v.Days = append(v.Days, link{Href: m.link(m.place(address(days[here+1].Day))), Text: fill(m.w.Next, m.day(days[here+1].Day))})
	}
	if last := days[len(days)-1].Day; day < last {
		v.Days = append(v.Days, link{Href: m.link(m.place("")), Text: m.w.Latest})
	}
	v.AreaHref = m.link(m.place("area"))
	for _, o := range m.State.Maps() {
		if o.Name != a.Series.Name && o.Name != "" && len(o.Maps) > 0 {
			v.Others = append(v.Others, link{Href: m.link(seriesAt(m.State, o.Name)), Text: o.Title})
		}
	}
	return nil
}

// dayDrawing draws a day with what happened on it, and gives the legend that stands below it.
func (m *mapMaker) dayDrawing(day brief.Date, points []mapPoint) (template.HTML, []mapKey, error) {
	d, err := m.dayMap(day)
	if err != nil {
		return "", nil, err
	}
	for _, p := range points {
		d.Points = append(d.Points, chart.Point{Number: p.Number, At: p.at})
	}
	return m.withKey(d, []chart.Meaning{{Look: chart.Kept, Text: m.w.Kept}, {Look: chart.Gained, Text: m.w.Gained}, {Look: chart.Lost, Text: m.w.Lost}})
}

// withKey draws a map without its legend and credit, which a small screen could not read, and gives the legend to stand below it.
func (m *mapMaker) withKey(d chart.Map, compared []chart.Meaning) (template.HTML, []mapKey, error) {
	var key []mapKey
	for _, l := range d.Legend {
		key = append(key, mapKey{Look: string(l.Look), Text: l.Text})
	}
	for _, l := range compared {
		key = append(key, mapKey{Look: string(l.Look), Text: l.Text, Compared: true})
	}
	d.Legend, d.Credit = legendLess(append(d.Legend, compared...)), ""
	svg, err := d.SVG()
	return template.HTML(svg), key, err //nolint:gosec // drawn here; every word in it is escaped
}

// dayMap is the picture of a day.
func (m *mapMaker) dayMap(day brief.Date) (chart.Map, error) {
	layer, err := m.series.Layer(m.series.On(day))
	if err != nil {
		return chart.Map{}, err
	}
	areas, err := m.areaOn(day)
	if err != nil {
		return chart.Map{}, err
	}
	d := m.drawing("map", m.onDay(day), m.describe(areas))
	d.Stamp = m.stamp(m.day(day))
	m.layers(&d, layer)
	return d, nil
}

// describe says in words what a map shows.
func (m *mapMaker) describe(areas []brief.MapArea) string {
	var parts []string
	for _, a := range areas {
		parts = append(parts, m.w.className(a.Class, a.Party)+": "+m.km2(km2Of(a.Km2)))
	}
	if len(parts) == 0 {
		return m.w.Nothing
	}
	return m.words.list(parts)
}

// points lists the developments that stand on a day's map.
func (m *mapMaker) points(bodies Bodies, day brief.Date) ([]mapPoint, error) {
	items := m.State.PlacedOn(day)
	if err := m.fetch(bodies, items); err != nil {
		return nil, err
	}
	var out []mapPoint
	for _, it := range items {
		d, ok, err := body[brief.Development](m.texts[it.Current])
		if err != nil {
			return nil, err
		}
		if at, known := positionOf(d.Position); ok && known {
			out = append(out, mapPoint{Number: len(out) + 1, Href: m.link(itemAt(it.ID)), Headline: d.Headline, Place: d.Place, at: at})
		}
	}
	return out, nil
}

// positionOf gives the point of a position.
func positionOf(p brief.Position) (territory.Point, bool) {
	return territory.ParsePosition(p.Lat, p.Lon)
}

// method says how the map came about, and what it is not.
func (m *mapMaker) method(day brief.Date) ([]string, error) {
	src := &m.about.Source
	var out []string
	if src.Sketch {
		out = append(out, m.w.SketchSays)
		near, most, known, err := m.sketchError(day)
		if err != nil {
			return nil, err
		}
		if known {
			out = append(out, fill(m.w.SketchOff, m.about.Reference.Name, strconv.Itoa(near), strconv.Itoa(most)))
			if m.about.Reference.Credit != "" {
				out = append(out, m.about.Reference.Credit)
			}
		}
	} else {
		out = append(out, fill(m.w.DrawnSays, src.Name))
	}
	if src.Viewpoint != "" {
		out = append(out, fill(m.w.Viewpoint, src.Viewpoint))
	}
	if m.b.MapViewpoint == brief.Disputed {
		out = append(out, m.w.DisputedSays)
	}
	if src.Credit != "" {
		out = append(out, src.Credit)
	}
	return append(out, basemap.Credit), nil
}

// files leads to the day as files, where the licence of the source allows them.
func (m *mapMaker) files(v *mapView, day brief.Date) {
	if m.AsOf {
		return
	}
	at := func(ending address) string { return m.link(m.place(address(day) + ending)) }
	if !m.Static {
		v.Downloads = []link{{Href: at(".png"), Text: "PNG"}, {Href: at(".svg"), Text: "SVG"}}
	}
	if m.about.Source.Download {
		v.Downloads = append(v.Downloads, link{Href: at(".geojson"), Text: "GeoJSON"}, link{Href: at(".csv"), Text: "CSV"})
	} else {
		v.NoDownload = fill(m.w.NoDownload, m.about.Source.Name)
	}
	if !m.Static {
		v.Embed = at("/embed")
	}
	switch {
	case m.base != mapAt:
	case !m.Static:
		v.Lite = m.link(below("lite/map", address(day)))
	case day == m.series.Maps[len(m.series.Maps)-1].Day:
		v.Lite = m.link("lite/map")
	}
}

// hooks gives the script what it needs.
func (m *mapMaker) hooks(day brief.Date) *mapHooks {
	west, north, scale, narrow := m.drawing("map", "", "").Frame()
	run := string(m.link(m.place("run/0.js")))
	return &mapHooks{Index: m.link(m.place("index.js")), Run: run[:len(run)-len("0.js")], Day: string(day),
		West: int32(west), North: int32(north), Scale: fmt.Sprintf("%.12g", scale), Narrow: fmt.Sprintf("%.9f", narrow), Words: scriptAttrs(m.w.Script)}
}
