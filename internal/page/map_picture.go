package page

import (
	"html/template"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory/basemap"
)

// frameView is a day's map in a page of its own, for other sites.
type frameView struct {
	frame
	Heading, Href, Picture, Source, Sketch string
	Small, Says                            string // of a day: the picture for narrow frames, whose legend is what it says
	Plot                                   bool   // a chart, which is moved sideways in narrow frames
	Width, Height                          int
}

// writeMapPicture writes a picture, or a page with it that other sites may frame.
func writeMapPicture(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	about := address(a.Day)
	switch a.Kind {
	case MapBetween:
		about = address(a.From) + ".." + address(a.To)
	case MapArea:
		about = "area"
	}
	at := seriesAt(s.State, a.Series.Name) + "/" + about
	if a.Form == MapFrame {
		at += "/embed"
	}
	m, err := newMapMaker(s, bodies, a.Series, at)
	if err != nil {
		return err
	}
	title := m.titleOf(a)
	if a.Form == MapFrame {
		return m.writeFrame(w, a, about, title)
	}
	picture, err := m.picture(a, title)
	if err != nil {
		return err
	}
	_, err = w.Write(picture)
	return err
}

// titleOf is the title of what an address asks for.
func (m *mapMaker) titleOf(a MapAddress) string {
	switch a.Kind {
	case MapBetween:
		return fill(m.w.Between, m.about.Title, m.day(a.From), m.day(a.To))
	case MapArea:
		return fill(m.w.AreaOf, m.about.Title)
	}
	return m.onDay(a.Day)
}

// onDay is the title of a day's map.
func (m *mapMaker) onDay(day brief.Date) string { return fill(m.w.OnDay, m.about.Title, m.day(day)) }

// picture draws what an address asks for, to stand by itself.
func (m *mapMaker) picture(a MapAddress, title string) ([]byte, error) {
	if a.Kind == MapArea {
		days := m.series.Days()
		areas, err := m.series.Areas(days)
		if err != nil {
			return nil, err
		}
		return m.areaChart(title, days, areas, true)
	}
	var d chart.Map
	var err error
	if a.Kind == MapBetween {
		d, _, err = m.betweenMap(a, title)
	} else {
		d, err = m.dayMap(a.Day)
	}
	if err != nil {
		return nil, err
	}
	switch a.Form {
	case MapPNG:
		return d.PNG(m.b.Title)
	case MapSmall:
		d.Small, d.Width, d.Legend, d.Credit, d.Stamp = true, smallWidth, legendLess(d.Legend), "", m.smallStamp()
	}
	d.Alone = true
	return d.SVG()
}

// smallWidth is how wide a small picture is, in pixels.
const smallWidth = 360

// liteWidth is how wide it stands on the page for slow lines, which has no sheet: with the margins that browsers give, it fits 360 pixels.
const liteWidth = smallWidth - 2*8

// smallStamp says on a small picture that it is a sketch; the day stands beside it.
func (m *mapMaker) smallStamp() string {
	if m.about.Source.Sketch {
		return m.w.Sketch
	}
	return ""
}

// legendLess keeps the looks of a legend without their words, which a small picture has no room for.
func legendLess(legend []chart.Meaning) []chart.Meaning {
	out := make([]chart.Meaning, len(legend))
	for i, l := range legend {
		out[i] = chart.Meaning{Look: l.Look}
	}
	return out
}

// writeFrame writes a page with a picture for other sites.
func (m *mapMaker) writeFrame(w io.Writer, a MapAddress, about address, title string) error {
	v := frameView{frame: m.frame(title, m.lead(), edition.OfMaps()), Heading: title, Href: m.far(m.place(about)), Picture: m.link(m.place(about + ".svg")),
		Source: m.source()}
	v.Width, v.Height = m.drawing("map", "", "").Size()
	if a.Kind == MapDay {
		areas, err := m.areaOn(a.Day)
		if err != nil {
			return err
		}
		v.Says, v.Small = m.describe(areas), m.link(m.place(about+".small.svg"))
	}
	if a.Kind == MapArea {
		v.Plot, v.Width, v.Height = true, areaWidth, areaHeight
	}
	if m.about.Source.Sketch {
		v.Sketch = m.w.SketchSays
	}
	v.Sheets, v.Feeds = m.sheets("embed.css"), nil
	return render(w, "map_frame", v)
}

// embeds adds the links to a picture by itself and to its frame, which a copy does not have.
func (m *mapMaker) embeds(to *[]link, about address) {
	if m.Static || m.AsOf {
		return
	}
	*to = append(*to, link{Href: m.link(m.place(about + ".svg")), Text: "SVG"}, link{Href: m.link(m.place(about + "/embed")), Text: m.w.Embed})
}

// mapBox is the map beside the developments of the live page.
type mapBox struct {
	W                             *Words
	Title, Href, Says, Small, Alt string
	Figures                       []mapFigure
	More                          []link
}

// mapFigure is a number of the box with what it is.
type mapFigure struct{ Number, Says, Class string }

// maps gives the series that the live page shows.
func (m *maker) maps() (edition.MapSeries, bool) { return ShownMap(m.State) }

// charts tells whether there is a map to show.
func (m *maker) charts() bool {
	_, shown := m.maps()
	return shown
}

// mapBox gives the box, nil when there is no map.
func (m *maker) mapBox(bodies Bodies) (*mapBox, error) {
	series, shown := m.maps()
	if !shown || m.anchors != nil { // a copy in one file has no pictures beside it
		return nil, nil
	}
	mm, err := newMapMaker(m.Shelf, bodies, series, "")
	if err != nil {
		return nil, err
	}
	mm.maker = m // the box stands on this page
	last := series.Maps[len(series.Maps)-1].Day
	areas, err := mm.areaOn(last)
	if err != nil {
		return nil, err
	}
	b := &mapBox{W: m.words, Title: mm.about.Title, Href: m.link(mm.place("")), Says: mm.stamp(m.clock.said(string(last)).Text),
		Small: m.link(mm.place(address(last) + ".small.svg")), Alt: mm.describe(areas)}
	for _, a := range areas {
		if a.Class == held {
			b.Figures = append(b.Figures, mapFigure{Number: mm.km2(km2Of(a.Km2)), Says: mm.w.className(a.Class, a.Party)})
		}
	}
	was, err := mm.areaOn(before(last, 30))
	if err != nil {
		return nil, err
	}
	if was != nil {
		f := mapFigure{Number: mm.difference(heldOn(areas)-heldOn(was), true) + "\u00a0" + mm.w.Km2, Says: mm.w.OverMonth}
		switch d := heldOn(areas) - heldOn(was); {
		case d > 0:
			f.Class = "up"
		case d < 0:
			f.Class = "dn"
		}
		b.Figures = append(b.Figures, f)
	}
	b.More = []link{{Href: b.Href, Text: mm.w.Open}}
	if !m.AsOf {
		b.More = append(b.More, link{Href: m.link(mm.place("area")), Text: mm.w.AreaTitle})
	}
	return b, nil
}

// locatorReach is how far round a place its map shows, in degrees of latitude.
const locatorReach = 1.1

// locator draws where a development was, with who controlled what on that day where that is known.
func (m *maker) locator(bodies Bodies, it edition.Item, d brief.Development) (template.HTML, error) {
	at, known := positionOf(d.Position)
	if !known || !m.b.Shows(brief.SectionMap) {
		return "", nil
	}
	day := brief.Date(m.State.DayOf(it.When))
	if !d.Event.From.IsZero() && !coarseDay(d.Event) {
		day = brief.Date(m.clock.dayOf(d.Event.From))
	}
	c := chart.Map{ID: "where", Base: basemap.Default(), Disputed: disputedOn(m.State), Title: d.Place, Description: d.Headline, Names: m.words.Maps.Towns, Width: 520, Round: &at, Reach: locatorReach,
		Points: []chart.Point{{Number: 1, At: at}}, Credit: basemap.Credit}
	if series, shown := m.maps(); shown && series.On(day) >= 0 {
		mm, err := newMapMaker(m.Shelf, bodies, series, "")
		if err != nil {
			return "", err
		}
		layer, err := mm.series.Layer(series.On(day))
		if err != nil {
			return "", err
		}
		mm.layers(&c, layer)
		c.Stamp = mm.stamp(m.clock.said(string(day)).Text)
		c.Credit = mm.credit()
	}
	svg, err := c.SVG()
	return template.HTML(svg), err //nolint:gosec // drawn here; every word in it is escaped
}

func coarseDay(e brief.EventTime) bool {
	return e.Precision == brief.ToMonth || e.Precision == brief.ToYear
}

// liteMapView is a day's map for slow lines: one small picture and the figures.
type liteMapView struct {
	frame
	Heading, Source, Picture, Alt string
	Width, Height                 int
	Classes, Regions              areaTable
	Method                        []string
	Days                          []link
	Full                          string
}

// WriteLiteMap writes a day's map in few bytes; the empty day is the latest.
func WriteLiteMap(w io.Writer, s Shelf, bodies Bodies, day brief.Date) error {
	at := address("lite/map")
	if day != "" {
		at += "/" + address(day)
	}
	series, shown := newMaker(s, at).maps()
	a := MapAddress{Series: series, Day: day}
	if !shown || day != "" && (!day.Day() || a.at(day) < 0 || day > a.last()) {
		return noMap()
	}
	m, err := newMapMaker(s, bodies, series, at)
	if err != nil {
		return err
	}
	day = a.day()
	title := m.onDay(day)
	areas, err := m.areaOn(day)
	if err != nil {
		return err
	}
	v := liteMapView{frame: m.frame(title, "", edition.OfMaps()), Heading: title, Source: m.source(), Picture: m.link(m.place(address(day) + ".small.svg")),
		Alt: m.describe(areas), Full: m.link(m.place(address(day)))}
	width, height := (chart.Map{Base: basemap.Default(), Width: smallWidth}).Size()
	v.Width, v.Height = liteWidth, height*liteWidth/width
	if v.Classes, v.Regions, err = m.areas(day); err != nil {
		return err
	}
	if v.Method, err = m.method(day); err != nil {
		return err
	}
	days := series.Days()
	if m.Static {
		days = nil // a copy has the latest one only
	}
	for i, d := range days {
		near := d.Day < day && (i+1 == len(days) || days[i+1].Day >= day) || d.Day > day && (i == 0 || days[i-1].Day <= day)
		if near {
			v.Days = append(v.Days, link{Href: m.link(below("lite/map", address(d.Day))), Text: m.day(d.Day)})
		}
	}
	return render(w, "lite_map", v)
}
