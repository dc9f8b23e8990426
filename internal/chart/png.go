package chart

import (
	"image"
	"image/color"
	pixels "image/draw"

	"golang.org/x/image/vector"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// hues are those of the looks on a card.
var hues = map[Look]color.RGBA{
	Assessed: {0xc9, 0x55, 0x2f, 0xff}, Kept: {0xc9, 0x55, 0x2f, 0xff}, Gained: {0xc9, 0x55, 0x2f, 0xff},
	Freed: {0x2f, 0x7d, 0x5b, 0xff}, Lost: {0x2f, 0x7d, 0x5b, 0xff},
	Contested: {0x6b, 0x71, 0x78, 0xff}, Unknown: {0x6b, 0x71, 0x78, 0xff}, Claimed: {0x7a, 0x4f, 0xa3, 0xff},
}

// hatched tells whether the pattern of a look has a line at a pixel.
func hatched(l Look, x, y int) bool {
	switch l {
	case Assessed, Kept:
		return (x+y)%8 < 2
	case Freed, Lost:
		return (x-y+8000)%8 < 2
	case Gained:
		return y%8 < 2
	case Contested:
		return (x+y)%8 < 2 || (x-y+8000)%8 < 2
	case Unknown:
		return x%8 < 2
	case Claimed:
		return x%8 < 2 && y%8 < 2 || x%8 >= 4 && x%8 < 6 && y%8 >= 4 && y%8 < 6
	}
	return false
}

// PNG draws the map as a card of 1200 by 630 pixels, with the title of what it belongs to, the stamp and the legend beside it.
func (m Map) PNG(above string) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	width := cardWidth - panelWidth
	v := newView(m.window(), width)
	if high := v.height / unit; high > cardHeight {
		width = width * cardHeight / high
		v = newView(m.window(), width)
	}
	c, err := newCard(width)
	if err != nil {
		return nil, err
	}
	c.view, c.zoom, c.down = v, 1.0/unit, float32((cardHeight-v.height/unit)/2)
	c.ground(m.Base)
	for _, a := range m.Areas {
		c.area(a)
	}
	c.borders(&m)
	c.towns(&m)
	c.panel(&m, above)
	return c.encode(c.RGBA)
}

func (c *card) ground(b *basemap.Map) {
	pixels.Draw(c.RGBA, c.bounds(), image.NewUniform(cardWater), image.Point{}, pixels.Src)
	c.fill(c.view.rings(b.Land), cardLand)
	c.fill(c.view.rings(b.Ukraine), cardHome)
	var lakes [][]spot
	for _, l := range b.Lakes {
		lakes = append(lakes, c.view.rings(l.Shape)...)
	}
	c.fill(lakes, cardWater)
}

// area paints an area with its pattern and its rim.
func (c *card) area(a Area) {
	rings := c.view.rings(a.Shape)
	mask := image.NewAlpha(c.bounds())
	c.mask(rings, func(r *vector.Rasterizer) { r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{}) })
	for y := range cardHeight {
		for x := range c.right {
			if covered := int(mask.AlphaAt(x, y).A); covered > 0 {
				c.pattern(x, y, a.Look, covered)
			}
		}
	}
	c.stroke(closed(rings), 1.5, hues[a.Look])
}

// pattern lays a look over a pixel that is covered by so many parts of 255.
func (c *card) pattern(x, y int, l Look, covered int) {
	share := 96
	if hatched(l, x, y) {
		share = 224
	}
	c.blend(x, y, hues[l], covered*share/255)
}

func (c *card) borders(m *Map) {
	b := m.Base
	var thin [][]spot
	for _, list := range [][]basemap.Line{b.OblastBorders, b.Borders} {
		for _, l := range list {
			thin = append(thin, c.view.line(l, false))
		}
	}
	c.stroke(thin, 0.8, cardLine)
	c.stroke(closed(c.view.rings(b.Ukraine)), 1.6, cardSoft)
	c.stroke(dashes(closed(c.view.rings(m.Disputed)), 7*unit, 5*unit), 2, cardInk)
}

func (c *card) towns(m *Map) {
	for _, p := range place(m.labels(c.view), c.view, mostTowns/2, nil) {
		x, y := c.onCard(p.at)
		c.dot(int(x), int(y))
		tx, ty := c.onCard(spot{p.x, p.y})
		at := int(tx)
		if p.ends {
			at -= c.wide("town", p.text)
		}
		c.text("town", p.text, at, int(ty)+2, cardInk)
	}
}

func (c *card) dot(x, y int) {
	for dy := -2; dy <= 2; dy++ {
		for dx := -2; dx <= 2; dx++ {
			if dx*dx+dy*dy <= 5 {
				c.SetRGBA(x+dx, y+dy, cardInk)
			}
		}
	}
}

// panel writes the words beside the map.
func (c *card) panel(m *Map, above string) {
	x, y := c.right+panelMargin, 64
	room := cardWidth - x - panelMargin
	y = c.paragraph("small", above, x, y, room, 2, cardSoft) + 14
	y = c.paragraph(c.titleFace(m.Title, room), m.Title, x, y+16, room, 6, cardInk) + 12
	if m.Stamp != "" {
		y = c.paragraph("stamp", m.Stamp, x, y+10, room, 3, hues[Assessed]) + 20
	}
	for _, l := range m.Legend {
		box := image.Rect(x, y-16, x+34, y+4)
		for py := box.Min.Y; py < box.Max.Y; py++ {
			for px := box.Min.X; px < box.Max.X; px++ {
				c.pattern(px, py, l.Look, 255)
			}
		}
		y = c.paragraph("text", l.Text, x+46, y+2, room-46, 3, cardInk) + 12
	}
	c.paragraph("text", m.Description, x, y+12, room, 5, cardSoft)
	c.paragraph("small", m.Credit, x, cardHeight-60, room, 3, cardSoft)
}

// rings gives the lines round a shape that are in the window.
func (v view) rings(s territory.Shape) [][]spot {
	var out [][]spot
	for _, r := range s {
		if line := v.line(r, true); len(line) > 2 && !v.outside(line) {
			out = append(out, line)
		}
	}
	return out
}
