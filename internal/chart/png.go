package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	pixels "image/draw"
	"image/png"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// The card that chats and networks show, in pixels: the map at the left, words at the right.
const (
	cardWidth, cardHeight = 1200, 630
	panelWidth            = 320
	panelMargin           = 26
)

// The colours of a card; it has one set, because nobody knows on what it will be shown.
var (
	cardPaper = color.RGBA{0xfb, 0xfa, 0xf7, 0xff}
	cardInk   = color.RGBA{0x15, 0x19, 0x1d, 0xff}
	cardSoft  = color.RGBA{0x4c, 0x55, 0x5e, 0xff}
	cardWater = color.RGBA{0xdf, 0xe8, 0xec, 0xff}
	cardLand  = color.RGBA{0xf6, 0xf3, 0xec, 0xff}
	cardHome  = color.RGBA{0xff, 0xfd, 0xf8, 0xff}
	cardLine  = color.RGBA{0xb9, 0xb2, 0xa3, 0xff}
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

// cardFonts are the letters of a card: the Go fonts, which have Latin, Greek and Cyrillic.
var cardFonts = sync.OnceValues(func() (both [2]*opentype.Font, err error) {
	if both[0], err = opentype.Parse(goregular.TTF); err == nil {
		both[1], err = opentype.Parse(gobold.TTF)
	}
	return both, err
})

// card is a PNG while it is drawn.
type card struct {
	*image.RGBA
	view  view
	right int // where the map ends
	faces map[string]font.Face
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
	c := &card{RGBA: image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight)), view: v, right: width, faces: map[string]font.Face{}}
	pixels.Draw(c.RGBA, c.Bounds(), image.NewUniform(cardPaper), image.Point{}, pixels.Src)
	if err := c.fonts(); err != nil {
		return nil, err
	}
	c.ground(m.Base)
	for _, a := range m.Areas {
		c.area(a)
	}
	c.borders(&m)
	c.towns(&m)
	c.panel(&m, above)
	var out bytes.Buffer
	if err := png.Encode(&out, c.RGBA); err != nil {
		return nil, fmt.Errorf("writing a card: %w", err)
	}
	return out.Bytes(), nil
}

func (c *card) fonts() error {
	both, err := cardFonts()
	if err != nil {
		return fmt.Errorf("reading the letters of a card: %w", err)
	}
	for name, f := range map[string]struct {
		font int
		size float64
	}{"title": {1, 34}, "stamp": {1, 25}, "text": {0, 21}, "small": {0, 16}, "town": {0, 15}} {
		face, err := opentype.NewFace(both[f.font], &opentype.FaceOptions{Size: f.size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return fmt.Errorf("reading the letters of a card: %w", err)
		}
		c.faces[name] = face
	}
	return nil
}

// top is how far the map stands from the upper edge.
func (c *card) top() int { return (cardHeight - c.view.height/unit) / 2 }

func (c *card) onMap(s spot) (x, y float32) {
	return float32(s.x) / unit, float32(s.y)/unit + float32(c.top())
}

// fill paints closed lines.
func (c *card) fill(lines [][]spot, hue color.Color) {
	c.mask(lines, func(r *vector.Rasterizer) { r.Draw(c.RGBA, c.mapBounds(), image.NewUniform(hue), image.Point{}) })
}

func (c *card) mapBounds() image.Rectangle { return image.Rect(0, 0, c.right, cardHeight) }

func (c *card) mask(lines [][]spot, paint func(*vector.Rasterizer)) {
	r := vector.NewRasterizer(c.right, cardHeight)
	for _, line := range lines {
		if len(line) < 3 {
			continue
		}
		x, y := c.onMap(line[0])
		r.MoveTo(x, y)
		for _, s := range line[1:] {
			x, y = c.onMap(s)
			r.LineTo(x, y)
		}
		r.ClosePath()
	}
	paint(r)
}

// stroke draws open lines.
func (c *card) stroke(lines [][]spot, wide float32, hue color.Color) {
	r := vector.NewRasterizer(c.right, cardHeight)
	for _, line := range lines {
		for i := range len(line) - 1 {
			ax, ay := c.onMap(line[i])
			bx, by := c.onMap(line[i+1])
			dx, dy := bx-ax, by-ay
			long := float32(math.Hypot(float64(dx), float64(dy)))
			if long == 0 {
				continue
			}
			nx, ny := -dy/long*wide/2, dx/long*wide/2
			r.MoveTo(ax+nx, ay+ny)
			r.LineTo(bx+nx, by+ny)
			r.LineTo(bx-nx, by-ny)
			r.LineTo(ax-nx, ay-ny)
			r.ClosePath()
		}
	}
	r.Draw(c.RGBA, c.mapBounds(), image.NewUniform(hue), image.Point{})
}

func (c *card) ground(b *basemap.Map) {
	pixels.Draw(c.RGBA, c.mapBounds(), image.NewUniform(cardWater), image.Point{}, pixels.Src)
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
	mask := image.NewAlpha(c.mapBounds())
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

// closed repeats the first spot of each ring at its end, for strokes.
func closed(rings [][]spot) [][]spot {
	for i := range rings {
		rings[i] = append(rings[i], rings[i][0])
	}
	return rings
}

// blend lays a hue over a pixel, in parts of 255.
func (c *card) blend(x, y int, hue color.RGBA, part int) {
	was := c.RGBAAt(x, y)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-part) + int(b)*part) / 255) }
	c.SetRGBA(x, y, color.RGBA{mix(was.R, hue.R), mix(was.G, hue.G), mix(was.B, hue.B), 0xff})
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

// dashes cuts lines into dashes with gaps between them.
func dashes(lines [][]spot, dash, gap float64) (out [][]spot) {
	for _, line := range lines {
		left, drawn := dash, true
		for i := range len(line) - 1 {
			from, to := line[i], line[i+1]
			long := math.Hypot(float64(to.x-from.x), float64(to.y-from.y))
			on := func(way float64) spot {
				return spot{from.x + int(float64(to.x-from.x)*way/long), from.y + int(float64(to.y-from.y)*way/long)}
			}
			for way := 0.0; way < long; {
				step := min(left, long-way)
				if drawn {
					out = append(out, []spot{on(way), on(way + step)})
				}
				if way, left = way+step, left-step; left <= 0 {
					if drawn = !drawn; drawn {
						left = dash
					} else {
						left = gap
					}
				}
			}
		}
	}
	return out
}

func (c *card) towns(m *Map) {
	for _, p := range place(m.labels(c.view), c.view, mostTowns/2, nil) {
		x, y := c.onMap(p.at)
		c.dot(int(x), int(y))
		tx, ty := c.onMap(spot{p.x, p.y})
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
	y = c.paragraph("title", m.Title, x, y+16, room, 6, cardInk) + 12
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

// paragraph writes words in lines, at most so many, and gives where the next line would stand.
func (c *card) paragraph(face, text string, x, y, room, most int, hue color.Color) int {
	step := c.faces[face].Metrics().Height.Ceil()
	line := ""
	n := 0
	for _, word := range strings.Fields(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)) {
		next := strings.TrimSpace(line + " " + word)
		if line != "" && c.wide(face, next) > room {
			if n++; n == most {
				c.text(face, line+" …", x, y, hue)
				return y + step
			}
			c.text(face, line, x, y, hue)
			y, next = y+step, word
		}
		line = next
	}
	c.text(face, line, x, y, hue)
	return y + step
}

func (c *card) wide(face, text string) int { return font.MeasureString(c.faces[face], text).Ceil() }

func (c *card) text(face, text string, x, y int, hue color.Color) {
	d := font.Drawer{Dst: c.RGBA, Src: image.NewUniform(hue), Face: c.faces[face], Dot: fixed.P(x, y)}
	d.DrawString(text)
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
