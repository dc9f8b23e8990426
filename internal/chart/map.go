package chart

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// Map is what is to be drawn.
type Map struct {
	// ID begins the ids of the drawing, so that two of them can stand on one page: letters, digits and hyphens.
	ID string
	// Base is what it is drawn on.
	Base *basemap.Map
	// Disputed gets a dashed line round it; nil for none.
	Disputed territory.Shape
	// Areas are drawn in their order, each over those before it.
	Areas []Area
	// Title and Description say in words what is to be seen, for those who do not see it.
	Title, Description string
	// Stamp stands on the picture itself, such as that it is a sketch; it may be empty.
	Stamp string
	// Legend says what each look means; looks of the areas that are not in it are refused.
	Legend []Meaning
	// Credit stands below, in small letters.
	Credit string
	// Points are numbered places, drawn on top.
	Points []Point
	// Names are what towns are called in the reader's language, where that is known, by their name on the base map.
	Names map[string]string
	// Width is in pixels, from 200 to 2,000.
	Width int
	// Small leaves out what a small picture has no room for: rivers, most towns.
	Small bool
	// Alone says that the drawing stands in no page, and brings its Style.
	Alone bool
	// Round is where to look, nil for the whole country.
	Round *territory.Point
	// Reach is how far round it, in degrees of latitude.
	Reach float64
}

// Area is a shape with its look.
type Area struct {
	Look  Look
	Shape territory.Shape
}

// Meaning is a line of the legend.
type Meaning struct {
	Look Look
	Text string
}

// Point is a numbered place.
type Point struct {
	Number int
	At     territory.Point
}

// How many towns get a name, and the margin round the country in hundredths of its size.
const (
	mostTowns, mostTownsSmall = 34, 9
	margin                    = 4
)

// SVG draws the map.
func (m Map) SVG() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	d := drawing{Map: m, view: newView(m.window(), m.Width)}
	if m.Alone {
		d.out.WriteString(`<rect class="m-paper" width="100%" height="100%"/>`)
	}
	fmt.Fprintf(&d.out, `<svg width="%d" height="%d">`, d.view.width, d.view.height) // what is drawn beyond its window is cut
	d.ground()
	for _, a := range m.Areas {
		d.area(a)
	}
	d.borders()
	d.towns()
	d.points()
	d.stamp()
	d.out.WriteString("</svg>")
	legend := d.legend()
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" class="m-map" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %[3]s-d">`, d.view.width, d.view.height+legend, m.ID)
	fmt.Fprintf(&out, `<title id="%s-t">%s</title><desc id="%[1]s-d">%[3]s</desc>`, m.ID, html.EscapeString(m.Title), html.EscapeString(m.Description))
	if m.Alone {
		out.WriteString("<style>" + Style + "</style>")
	}
	out.WriteString("<defs>")
	for _, l := range m.Legend {
		out.WriteString(pattern(m.ID, l.Look))
	}
	out.WriteString("</defs>")
	out.Write(d.out.Bytes())
	out.WriteString("</svg>")
	return out.Bytes(), nil
}

func (m Map) check() error {
	if m.Width < 200 || m.Width > 2000 {
		return brief.Invalid(fmt.Sprintf("a map cannot be %d pixels wide", m.Width), "take 200 to 2,000")
	}
	if m.ID == "" || strings.Trim(m.ID, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		return brief.Invalid(fmt.Sprintf("%.40q cannot begin ids", m.ID), "use letters, digits and hyphens")
	}
	meant := map[Look]bool{}
	for _, l := range m.Legend {
		if _, is := patterns[l.Look]; !is {
			return brief.Invalid(fmt.Sprintf("there is no look %.40q", string(l.Look)), "")
		}
		meant[l.Look] = true
	}
	for _, a := range m.Areas {
		if !meant[a.Look] {
			return brief.Invalid(fmt.Sprintf("nothing says what %.40q means", string(a.Look)), "put it into the legend")
		}
	}
	return nil
}

// Frame tells where positions lie in the drawing: x is (longitude - west) * narrow * scale and y is (north - latitude) * scale, with
// positions in steps of the grid.
func (m Map) Frame() (west, north, scale, narrow float64) {
	v := newView(m.window(), m.Width)
	return v.west, v.north, v.scale, v.narrow
}

// Size gives the width and height of the map itself in pixels, without what stands below it.
func (m Map) Size() (width, height int) {
	v := newView(m.window(), m.Width)
	return v.width / unit, v.height / unit
}

// window is what of the Earth is drawn.
func (m Map) window() [2]territory.Point {
	if m.Round == nil {
		return boxOf(margin, m.Base.Ukraine)
	}
	by := int32(m.Reach * territory.Unit)
	return [2]territory.Point{{Lon: m.Round.Lon - by*3/2, Lat: m.Round.Lat - by}, {Lon: m.Round.Lon + by*3/2, Lat: m.Round.Lat + by}}
}

// drawing is a map while it is drawn.
type drawing struct {
	Map
	view view
	out  bytes.Buffer
	// taken is what labels must not lie on.
	taken []box
}

// path writes a path with a class, unless it is empty.
func (d *drawing) path(class string, path []byte) {
	if len(path) > 0 {
		fmt.Fprintf(&d.out, `<path class="%s" d="%s"/>`, class, path)
	}
}

// ground draws water, land, and the country.
func (d *drawing) ground() {
	fmt.Fprintf(&d.out, `<rect class="m-water" width="%d" height="%d"/>`, d.view.width, d.view.height)
	d.path("m-land", d.view.shape(d.Base.Land))
	d.path("m-home", d.view.shape(d.Base.Ukraine))
	var water, rivers []byte
	for _, l := range d.Base.Lakes {
		water = append(water, d.view.shape(l.Shape)...)
	}
	d.path("m-water", water)
	if d.Small {
		return
	}
	for _, r := range d.Base.Rivers {
		for _, line := range r.Lines {
			rivers = append(rivers, d.openLine(line)...)
		}
	}
	d.path("m-river", rivers)
}

func (d *drawing) openLine(l basemap.Line) []byte {
	line := d.view.line(l, false)
	if d.view.outside(line) {
		return nil
	}
	return appendPath(nil, line, false)
}

// area draws an area: its pattern, and its rim.
func (d *drawing) area(a Area) {
	path := d.view.shape(a.Shape)
	if len(path) == 0 {
		return
	}
	fmt.Fprintf(&d.out, `<g class="m-%s"><path class="m-rim" fill="url(#%s-%[1]s)" d="%[3]s"/></g>`, a.Look, d.ID, path)
}

// borders draws those of the oblasts, of the neighbours, and the country's own on top, then the disputed line.
func (d *drawing) borders() {
	var thin []byte
	for _, l := range d.Base.OblastBorders {
		thin = append(thin, d.openLine(l)...)
	}
	for _, l := range d.Base.Borders {
		thin = append(thin, d.openLine(l)...)
	}
	d.path("m-line", thin)
	d.path("m-edge", d.view.shape(d.Base.Ukraine))
	d.path("m-dispute", d.view.shape(d.Disputed))
}

// labels are the names of the country's towns where they stand in a view.
func (m *Map) labels(v view) []label {
	var labels []label
	for _, t := range m.Base.Towns {
		if t.InUkraine {
			labels = append(labels, label{v.at(t.At), cmp.Or(m.Names[t.Name], t.Name)})
		}
	}
	return labels
}

// towns draws towns with their names.
func (d *drawing) towns() {
	for _, p := range d.Points {
		at := d.view.at(p.At)
		d.taken = append(d.taken, box{at.x - 18, at.y - 18, at.x + 18, at.y + 18})
	}
	if d.Stamp != "" {
		d.taken = append(d.taken, d.plate())
	}
	most := mostTowns
	if d.Small {
		most = mostTownsSmall
	}
	for _, p := range place(d.labels(d.view), d.view, most, d.taken) {
		anchor := ""
		if p.ends {
			anchor = ` text-anchor="end"`
		}
		fmt.Fprintf(&d.out, `<circle class="m-town" cx="%d" cy="%d" r="5"/><text x="%d" y="%d"%s>%s</text>`, p.at.x, p.at.y, p.x, p.y, anchor, html.EscapeString(p.text))
	}
}

// points draws the numbered places.
func (d *drawing) points() {
	for _, p := range d.Points {
		at := d.view.at(p.At)
		if at.x < 0 || at.y < 0 || at.x > d.view.width || at.y > d.view.height {
			continue
		}
		fmt.Fprintf(&d.out, `<circle class="m-dot" cx="%d" cy="%d" r="16"/><text class="m-number" x="%[1]d" y="%[3]d">%[4]d</text>`, at.x, at.y, at.y+8, p.Number)
	}
}

// plate is where the stamp stands.
func (d *drawing) plate() box {
	return box{12, 12, 12 + utf8.RuneCountInString(d.Stamp)*letterWide + 28, 12 + 2*letterHigh - 4}
}

// stamp writes what must not be overlooked onto the picture.
func (d *drawing) stamp() {
	if d.Stamp == "" {
		return
	}
	p := d.plate()
	fmt.Fprintf(&d.out, `<rect class="m-plate" x="%d" y="%d" width="%d" height="%d"/><text class="m-plain" x="%d" y="%d">%s</text>`,
		p.left, p.top, p.right-p.left, p.bottom-p.top, p.left+14, p.bottom-14, html.EscapeString(d.Stamp))
}

// legend draws what the looks mean and the credit below the map, and gives how high that is.
func (d *drawing) legend() int {
	const row, swatch = 44, 44
	x, y := 12, d.view.height+12
	for _, l := range d.Legend {
		wide := swatch + 12 + utf8.RuneCountInString(l.Text)*letterWide + 28
		if l.Text == "" {
			continue
		}
		if x > 12 && x+wide > d.view.width {
			x, y = 12, y+row
		}
		fmt.Fprintf(&d.out, `<g class="m-%[1]s"><rect class="m-rim" fill="url(#%[2]s-%[1]s)" x="%[3]d" y="%[4]d" width="%[5]d" height="26"/></g><text class="m-plain" x="%[6]d" y="%[7]d">%[8]s</text>`,
			l.Look, d.ID, x, y, swatch, x+swatch+12, y+21, html.EscapeString(l.Text))
		x += wide
	}
	if x > 12 {
		y += row
	}
	if d.Credit != "" {
		fmt.Fprintf(&d.out, `<text class="m-plain m-small" x="12" y="%d">%s</text>`, y+18, html.EscapeString(d.Credit))
		y += 34
	}
	return y - d.view.height
}
