package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// MapKind is what an address below "map" is about.
type MapKind int

// The kinds of map addresses.
const (
	MapDay     MapKind = iota // a day
	MapBetween                // what changed between two days
	MapArea                   // area through time
	MapIndex                  // the script's list of days
	MapRun                    // some days' layers for the script
)

// MapForm is in which form it is asked for.
type MapForm int

// The forms: a page, and files. A frame is a page for other sites.
const (
	MapPage MapForm = iota
	MapFrame
	MapSVG
	MapSmall // a small drawing
	MapPNG
	MapGeoJSON
	MapCSV
)

// MapAddress is what an address below "map" asks for.
type MapAddress struct {
	Kind   MapKind
	Form   MapForm
	Series edition.MapSeries
	// Day is that of a day's address, empty for the latest; From and To of a comparison.
	Day, From, To brief.Date
	Run           int
}

// mapAt is the address of the first series of maps; the others stand below their names.
const mapAt address = "map"

// MapPath gives the address of a series below the briefing.
func MapPath(s *edition.State, series string) string { return string(seriesAt(s, series)) }

func seriesAt(s *edition.State, series string) address {
	if first, known := s.MapSeriesOf(""); known && first.Name == series {
		return mapAt
	}
	return mapAt + "/" + address(series)
}

// BelowMap gives what follows "map" in an address, for ParseMap.
func BelowMap(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, string(mapAt)), "/")
}

// ShownMap gives the series that the briefing shows on its live page, if there is one.
func ShownMap(s *edition.State) (edition.MapSeries, bool) {
	if !s.Briefing.Shows(brief.SectionMap) {
		return edition.MapSeries{}, false
	}
	return s.MapSeriesOf("")
}

// MapData tells whether the licence of a series lets readers have its maps as data.
func MapData(s Shelf, bodies Bodies, m edition.MapSeries) bool {
	about, err := edition.ReadMaps(m, edition.Bodies(bodies)).About()
	return err == nil && about.Source.Download
}

func noMap() error {
	return brief.NotFound("there is no map at this address", "go to the latest map and look from there")
}

// ParseMap reads what follows "map" in an address: "", "2022-09-24", "2022-09-06..2022-09-24", "area", each of the three also with ".svg"
// or "/embed", a day with ".small.svg", ".png", ".geojson" and ".csv", "area.csv", "index.js", "run/0.js", all of them also behind the name
// of a series.
func ParseMap(s *edition.State, rest string) (MapAddress, error) {
	if !s.Briefing.Shows(brief.SectionMap) {
		return MapAddress{}, brief.NotFound("this briefing shows no maps", "the developments are on the live page")
	}
	a := MapAddress{}
	parts := strings.Split(rest, "/")
	name := ""
	for _, m := range s.Maps() {
		if m.Name != "" && m.Name == parts[0] {
			name, parts = m.Name, parts[1:]
			break
		}
	}
	var known bool
	if a.Series, known = s.MapSeriesOf(name); !known || len(a.Series.Maps) == 0 || name != "" && string(seriesAt(s, name)) == string(mapAt) {
		return a, noMap()
	}
	return a, a.parse(strings.Join(parts, "/"))
}

// mapForms are the endings of the forms; the longer ones come first.
var mapForms = []struct {
	ending string
	form   MapForm
}{{".small.svg", MapSmall}, {".svg", MapSVG}, {".png", MapPNG}, {".geojson", MapGeoJSON}, {".csv", MapCSV}, {"/embed", MapFrame}}

// formsOf are the forms in which each kind can be had.
var formsOf = map[MapKind][]MapForm{
	MapDay:     {MapPage, MapFrame, MapSVG, MapSmall, MapPNG, MapGeoJSON, MapCSV},
	MapBetween: {MapPage, MapFrame, MapSVG},
	MapArea:    {MapPage, MapFrame, MapSVG, MapCSV},
	MapIndex:   {MapPage},
	MapRun:     {MapPage},
}

func (a *MapAddress) parse(rest string) error {
	for _, f := range mapForms {
		if stem, is := strings.CutSuffix(rest, f.ending); is {
			a.Form, rest = f.form, stem
			break
		}
	}
	if rest == "" && a.Form == MapPage {
		return nil
	}
	if !a.about(rest) || !slices.Contains(formsOf[a.Kind], a.Form) {
		return noMap()
	}
	return nil
}

// about reads what an address is about; ok is false for what is not there.
func (a *MapAddress) about(rest string) (ok bool) {
	n, run := strings.CutPrefix(rest, "run/")
	from, to, two := strings.Cut(rest, "..")
	switch {
	case rest == "area":
		a.Kind = MapArea
		return true
	case rest == "index.js":
		a.Kind = MapIndex
		return true
	case run:
		a.Kind = MapRun
		_, err := fmt.Sscanf(n, "%d.js", &a.Run)
		return err == nil && n == fmt.Sprintf("%d.js", a.Run) && a.Run >= 0 && a.Run < len(runs(&a.Series))
	case two:
		a.Kind, a.From, a.To = MapBetween, brief.Date(from), brief.Date(to)
		return a.From < a.To && a.has(a.From) && a.has(a.To)
	}
	a.Day = brief.Date(rest)
	return a.has(a.Day)
}

// has tells whether the series has an address for a day.
func (a *MapAddress) has(day brief.Date) bool { return day.Day() && a.at(day) >= 0 && day <= a.last() }

// last is the last day that the series has an address for.
func (a *MapAddress) last() brief.Date { return a.Series.Maps[len(a.Series.Maps)-1].Day }

// at gives the place among the maps of the one that was true on a day, -1 for none.
func (a *MapAddress) at(day brief.Date) int { return a.Series.On(day) }

// day is the day asked for, the latest when none is.
func (a *MapAddress) day() brief.Date {
	if a.Day == "" {
		return a.last()
	}
	return a.Day
}

// mapMaker fills the views of one page about maps.
type mapMaker struct {
	*maker
	series *edition.MapReader
	about  *brief.MapChange // what the series says of itself
	w      *mapWords
	base   address // of the series
}

// newMapMaker begins a page about a series.
func newMapMaker(s Shelf, bodies Bodies, series edition.MapSeries, at address) (*mapMaker, error) {
	if s.AsOf {
		at = asOfAt(s.State.Seq) + "/" + at
	}
	m := &mapMaker{maker: newMaker(s, at), base: seriesAt(s.State, series.Name)}
	m.series, m.w = edition.ReadMaps(series, edition.Bodies(bodies)), &m.words.Maps
	var err error
	m.about, err = m.series.About()
	return m, err
}

// place is an address of the series, in the edition that the page belongs to. An older edition has its own map and the small picture
// of it; it leads to nothing else.
func (m *mapMaker) place(rest address) address {
	at := m.base
	if rest != "" {
		at += "/" + rest
	}
	if m.AsOf {
		return asOfAt(m.State.Seq) + "/" + at
	}
	return at
}

// day writes a date in words.
func (m *mapMaker) day(d brief.Date) string { return m.clock.said(string(d)).Text }

// className names an area of a class and party.
func (w *mapWords) className(class, party string) string {
	if party != "" && w.ClassesBy[class] != "" {
		return fill(w.ClassesBy[class], party)
	}
	if name := w.Classes[class]; name != "" {
		return name
	}
	return class
}

// drawing begins the picture of a map.
func (m *mapMaker) drawing(id, title, description string) chart.Map {
	return chart.Map{ID: id, Base: basemap.Default(), Disputed: disputedOn(m.State), Title: title, Description: description, Names: m.w.Towns,
		Width: mapWidth, Credit: m.credit()}
}

// disputedOn is what the maps of a briefing draw a dashed line round, as its viewpoint has it.
func disputedOn(s *edition.State) territory.Shape {
	if s.Briefing.MapViewpoint == brief.Disputed {
		return basemap.Disputed()
	}
	return nil
}

// mapWidth is how wide a day's picture is, in pixels; it grows and shrinks with the page.
const mapWidth = 1000

// credit thanks the source and the base map.
func (m *mapMaker) credit() string {
	parts := []string{}
	for _, c := range []string{m.about.Source.Credit, basemap.Credit} {
		if c != "" {
			parts = append(parts, c)
		}
	}
	return strings.Join(parts, " · ")
}

// layers puts the areas of a layer into a picture, those that say least first, so that what is held is on top.
func (m *mapMaker) layers(into *chart.Map, l territory.Layer) {
	for _, a := range slices.Backward(l) {
		look, is := chart.LookOf(a.Class)
		if !is {
			continue
		}
		into.Areas = append(into.Areas, chart.Area{Look: look, Shape: a.Shape})
	}
	seen := map[chart.Look]int{}
	for _, a := range l {
		look, is := chart.LookOf(a.Class)
		if !is {
			continue
		}
		text := m.w.className(string(a.Class), a.Party)
		if at, known := seen[look]; known {
			into.Legend[at].Text += ", " + text
			continue
		}
		seen[look] = len(into.Legend)
		into.Legend = append(into.Legend, chart.Meaning{Look: look, Text: text})
	}
}

// stamp is what stands on a picture: that it is a sketch, and the day.
func (m *mapMaker) stamp(day string) string {
	if m.about.Source.Sketch {
		return m.w.Sketch + " · " + day
	}
	return day
}

// RegionName gives the name of a region by its ISO 3166-2 code, as the base map has it.
func RegionName(code string) string {
	for _, o := range basemap.Default().Oblasts {
		if o.Code == code {
			return o.Name
		}
	}
	return code
}

// regionName is RegionName in the language of the page where it is known.
func (w *mapWords) regionName(code string) string {
	if name := w.Regions[code]; name != "" {
		return name
	}
	return RegionName(code)
}

// before gives the day so many days before another.
func before(day brief.Date, n int) brief.Date {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return brief.DateOf(t.AddDate(0, 0, -n))
}
