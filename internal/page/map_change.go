package page

import (
	"html/template"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// betweenView is what changed of a map between two days.
type betweenView struct {
	frame
	Heading, Source, Nothing string
	Drawing                  template.HTML
	Key                      []mapKey
	Stamp                    string
	Classes, Regions         areaTable
	Method                   []string
	Days, Downloads          []link
}

// writeMapBetween writes what was gained and lost from one day to another, by exact comparison of the two maps.
func writeMapBetween(w io.Writer, s Shelf, bodies Bodies, a MapAddress) error {
	m, err := newMapMaker(s, bodies, a.Series, seriesAt(s.State, a.Series.Name)+"/"+address(a.From)+".."+address(a.To))
	if err != nil {
		return err
	}
	title := m.titleOf(a)
	v := betweenView{Heading: title, Source: m.source(), Days: []link{{Href: m.link(m.place(address(a.From))), Text: m.day(a.From)}, {Href: m.link(m.place(address(a.To))), Text: m.day(a.To)}}}
	v.frame = m.frame(title, m.lead(), edition.OfMaps())
	v.Sheets = m.sheets("live.css", "map.css")
	v.Kicker = &link{Href: m.link(m.place("")), Text: m.about.Title}
	d, c, err := m.betweenMap(a, title)
	if err != nil {
		return err
	}
	if v.Classes, v.Regions, err = m.compared(c); err != nil {
		return err
	}
	if len(c.changes) == 0 {
		v.Nothing = m.w.NothingChanged
	}
	v.Stamp = d.Stamp
	m.embeds(&v.Downloads, address(a.From)+".."+address(a.To))
	if v.Drawing, v.Key, err = m.withKey(d, nil); err != nil {
		return err
	}
	if v.Method, err = m.method(a.To); err != nil {
		return err
	}
	return render(w, "map_between", v)
}

// betweenMap is the picture of what changed.
func (m *mapMaker) betweenMap(a MapAddress, title string) (chart.Map, comparison, error) {
	was, err := m.series.Layer(m.at(a.From))
	if err != nil {
		return chart.Map{}, comparison{}, err
	}
	is, err := m.series.Layer(m.at(a.To))
	if err != nil {
		return chart.Map{}, comparison{}, err
	}
	c, err := compareMaps(was, is)
	d := m.drawing("map", title, m.describeChange(c))
	d.Stamp = m.stamp(m.day(a.From) + " – " + m.day(a.To))
	c.draw(&d, m.w)
	return d, c, err
}

func (m *mapMaker) at(day brief.Date) int { return m.series.On(day) }

// comparison is what changed from one map to another.
type comparison struct {
	changes            []territory.ClassChange
	gained, lost, kept territory.Shape // of what is held
	is                 territory.Layer
}

func compareMaps(was, is territory.Layer) (comparison, error) {
	c := comparison{is: is}
	var err error
	if c.changes, err = was.ChangesTo(is); err != nil {
		return c, err
	}
	whole := func(l territory.Layer) (territory.Shape, error) {
		var shapes []territory.Shape
		for _, a := range l {
			if a.Class == territory.Assessed {
				shapes = append(shapes, a.Shape)
			}
		}
		return territory.UnionOf(shapes...)
	}
	before, err := whole(was)
	if err != nil {
		return c, err
	}
	after, err := whole(is)
	if err != nil {
		return c, err
	}
	held, err := territory.Between(before, after)
	if err != nil {
		return c, err
	}
	c.gained, c.lost = held.Gained, held.Lost
	kept, err := territory.Difference(after, held.Gained)
	c.kept = kept
	return c, err
}

// draw puts what was kept, gained and lost into a picture.
func (c *comparison) draw(d *chart.Map, w *mapWords) {
	for _, part := range []struct {
		look  chart.Look
		shape territory.Shape
		text  string
	}{{chart.Kept, c.kept, w.Kept}, {chart.Gained, c.gained, w.Gained}, {chart.Lost, c.lost, w.Lost}} {
		d.Areas = append(d.Areas, chart.Area{Look: part.look, Shape: part.shape})
		d.Legend = append(d.Legend, chart.Meaning{Look: part.look, Text: part.text})
	}
}

func (m *mapMaker) describeChange(c comparison) string {
	return m.words.list([]string{m.w.Gained + ": " + m.km2(m.rounded(c.gained.Km2())), m.w.Lost + ": " + m.km2(m.rounded(c.lost.Km2()))})
}

// rounded is an area as it may be told: of a sketch to 1,000 km2.
func (m *mapMaker) rounded(km2 float64) float64 {
	if !m.about.Source.Sketch {
		return km2
	}
	return float64(int((km2+500)/1000) * 1000)
}

// compared is the tables of what changed.
func (m *mapMaker) compared(c comparison) (classes, regions areaTable, err error) {
	heads := []string{m.w.Now, m.w.GainedKm2, m.w.LostKm2}
	classes.Heads, regions.Heads = append([]string{m.w.Class}, heads...), append([]string{m.w.Region}, heads...)
	for _, ch := range c.changes {
		now := 0.0
		for _, a := range c.is {
			if a.Class == ch.Class && a.Party == ch.Party {
				now = a.Shape.Km2()
			}
		}
		classes.Rows = append(classes.Rows, areaRow{Name: capital(m.w.className(string(ch.Class), ch.Party)),
			Cells: []string{m.km2(m.rounded(now)), m.difference(m.rounded(ch.GainedKm2()), true), m.difference(-m.rounded(ch.LostKm2()), true)}})
	}
	if m.about.Source.Sketch {
		return classes, areaTable{}, nil
	}
	all := basemap.Default().Regions()
	var by [3][]float64
	whole, err := territory.UnionOf(c.kept, c.gained)
	if err != nil {
		return classes, regions, err
	}
	for i, s := range []territory.Shape{whole, c.gained, c.lost} {
		if by[i], _, err = s.Within(all); err != nil {
			return classes, regions, err
		}
	}
	for i, r := range all {
		if by[1][i]+by[2][i] >= 0.005 {
			regions.Rows = append(regions.Rows, areaRow{Name: m.w.regionName(r.Code), Cells: []string{m.km2(by[0][i]), m.difference(by[1][i], true), m.difference(-by[2][i], true)}})
		}
	}
	return classes, regions, nil
}

// WriteMapChange draws what maps that wait for a decision would change, for the desk; a narrow picture can be read on a telephone.
func WriteMapChange(w io.Writer, s *edition.State, sketch, narrow bool, was, is territory.Layer) error {
	words := &WordsFor("en").Maps
	c, err := compareMaps(was, is)
	if err != nil {
		return err
	}
	d := chart.Map{ID: "change", Base: basemap.Default(), Disputed: disputedOn(s), Title: s.Briefing.Title, Width: 900, Alone: true, Credit: basemap.Credit}
	if narrow {
		d.Small, d.Width = true, smallWidth
	}
	if sketch {
		d.Stamp = words.Sketch
	}
	for _, a := range is {
		if look, known := chart.LookOf(a.Class); known && a.Class != territory.Assessed {
			d.Areas = append(d.Areas, chart.Area{Look: look, Shape: a.Shape})
			d.Legend = append(d.Legend, chart.Meaning{Look: look, Text: words.className(string(a.Class), a.Party)})
		}
	}
	c.draw(&d, words)
	svg, err := d.SVG()
	if err != nil {
		return err
	}
	_, err = w.Write(svg)
	return err
}
