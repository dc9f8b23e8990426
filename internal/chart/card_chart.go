package chart

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// Words are what a card says beside a chart, in the reader's language; what is empty is left out. The title is that of the chart.
type Words struct {
	// Above is what the chart belongs to, in small letters over the title.
	Above string
	// Summary says what the chart shows; the description of the chart where it is empty.
	Summary string
	// Source and AsOf stand at the foot: who counted, and on which day this was known.
	Source, AsOf string
	// More says that so many rows of Pairs or Ranges find no room on the card.
	More func(rows int) string
}

// The room of a chart on a card in pixels, and how much larger than at its own size it is drawn: cards are shown small.
const (
	chartRight           = cardWidth - 360
	chartMargin          = 22
	chartZoom    float32 = 0.85 // pixels of a step
	chartAcross          = (chartRight - 2*chartMargin) * 100 / (unit * 85)
	chartDown            = (cardHeight - 2*chartMargin) * 100 / (unit * 85)
	chartMoreRow         = 40 // steps for the words about rows that are left out
)

// cardHues are the hues of ChartStyle in the light.
var cardHues = [...]color.RGBA{
	{0x0b, 0x4f, 0x8a, 0xff}, {0x9a, 0x4a, 0x00, 0xff}, {0x1f, 0x64, 0x47, 0xff}, {0x5b, 0x3f, 0x93, 0xff}, {0x7a, 0x35, 0x61, 0xff}, {0x4c, 0x55, 0x5e, 0xff},
}

// cardRule is the colour of the lines behind a chart.
var cardRule = color.RGBA{0xdc, 0xd8, 0xcf, 0xff}

// PNG draws the chart as a card of 1200 by 630 pixels with words beside it. Errors are those of SVG.
func (l Lines) PNG(w Words) ([]byte, error) {
	l.Width, l.Height = chartAcross, chartDown
	p, err := l.plot()
	if err != nil {
		return nil, err
	}
	return chartCard(l.Title, l.Description, w, chartDown*unit, p.draw)
}

// PNG draws the chart as a card of 1200 by 630 pixels with words beside it. Errors are those of SVG.
func (b Bars) PNG(w Words) ([]byte, error) {
	b.Width, b.Height = chartAcross, chartDown
	p, err := b.plot(1)
	if err != nil {
		return nil, err
	}
	return chartCard(b.Title, b.Description, w, chartDown*unit, p.draw)
}

// PNG draws the first rows, as many as find room, as a card of 1200 by 630 pixels with words beside it. Errors are those of SVG.
func (p Pairs) PNG(w Words) ([]byte, error) {
	p.Width = chartAcross
	l, err := p.layout()
	if err != nil {
		return nil, err
	}
	return rowsCard(p.Title, p.Description, w, len(p.Rows), l)
}

// PNG draws the first rows, as many as find room, as a card of 1200 by 630 pixels with words beside it. Errors are those of SVG.
func (r Ranges) PNG(w Words) ([]byte, error) {
	r.Width = chartAcross
	l, err := r.layout()
	if err != nil {
		return nil, err
	}
	return rowsCard(r.Title, r.Description, w, len(r.Rows), l)
}

// rowed is a chart of rows of which the first can be drawn alone; heights are in steps.
type rowed interface {
	tall(rows int) int
	draw(out pen, rows int)
}

// rowsCard draws as many rows as find room, and says how many are left out.
func rowsCard(title, description string, w Words, rows int, l rowed) ([]byte, error) {
	fit, more, high := rows, "", l.tall(rows)
	for fit > 1 && high > chartDown*unit {
		fit--
		if high = l.tall(fit); w.More != nil {
			more, high = w.More(rows-fit), high+chartMoreRow
		}
	}
	return chartCard(title, description, w, high, func(out pen) {
		l.draw(out, fit)
		if more != "" {
			out.text(letters{hue: noHue, x: edge, y: l.tall(fit) + 22, text: more})
		}
	})
}

// chartCard draws a chart that is so many steps high in the middle of the left, and the words at the right.
func chartCard(title, description string, w Words, high int, draw func(pen)) ([]byte, error) {
	c, err := newCard(chartRight)
	if err != nil {
		return nil, err
	}
	c.zoom, c.aside, c.down = chartZoom, chartMargin, max(chartMargin, (cardHeight-float32(high)*chartZoom)/2)
	draw(cardPen{c})
	if w.Summary == "" {
		w.Summary = description
	}
	c.rect(image.Rect(chartRight, chartMargin, chartRight+1, cardHeight-chartMargin), cardRule)
	c.says(title, w)
	return c.encode(c.few())
}

// few gives the card with the few colours that a chart has, each in shades between it and the paper, which is half as many bytes.
func (c *card) few() image.Image {
	const shades = 20
	inks := append([]color.RGBA{cardInk, cardRule}, cardHues[:]...)
	var colours color.Palette
	for _, ink := range inks {
		for i := range shades {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*i + int(b)*(shades-i)) / shades) }
			colours = append(colours, color.RGBA{mix(cardPaper.R, ink.R), mix(cardPaper.G, ink.G), mix(cardPaper.B, ink.B), 0xff})
		}
	}
	colours = append(colours, cardPaper)
	out := image.NewPaletted(c.Bounds(), colours)
	met := map[color.RGBA]uint8{}
	for y := range cardHeight {
		for x := range cardWidth {
			at := c.RGBAAt(x, y)
			index, known := met[at]
			if !known {
				index = uint8(colours.Index(at))
				met[at] = index
			}
			out.Pix[y*out.Stride+x] = index
		}
	}
	return out
}

// says writes the words beside a chart: the foot first, so that the summary gets the room that is left.
func (c *card) says(title string, w Words) {
	x, y := c.right+panelMargin, 58
	room, foot := cardWidth-x-panelMargin, cardHeight-panelMargin-4
	for _, text := range []string{w.AsOf, w.Source} {
		if text != "" {
			foot -= (len(c.lines("small", text, room, 4)) - 1) * c.step("small")
			c.paragraph("small", text, x, foot, room, 4, cardSoft)
			foot -= c.step("small") + 4
		}
	}
	if w.Above != "" {
		y = c.paragraph("small", w.Above, x, y, room, 2, cardSoft) + 14
	}
	y = c.paragraph(c.titleFace(title, room), title, x, y+16, room, 6, cardInk) + 12
	if most := (foot - 10 - y) / c.step("text"); most > 0 {
		c.paragraph("text", w.Summary, x, y, room, most, cardInk)
	}
}

// cardPen draws a chart on a card.
type cardPen struct{ *card }

// dashed are the dashes of lines by their hues, in steps, as in ChartStyle.
var dashed = [mostLines][]float64{1: {14, 6}, 2: {4, 6}, 3: {18, 6, 4, 6}, 4: {8, 4}}

func (c cardPen) path(class string, hue int, closed bool, lines ...[]spot) {
	ink := cardSoft
	if hue != noHue {
		ink = cardHues[hue]
	}
	switch class {
	case "m-line":
		c.hairs(lines, cardRule)
	case "m-zero":
		c.hairs(lines, cardSoft)
	case "m-band":
		ink.A = 0x33
		c.fill(lines, color.NRGBA(ink))
	case classCore:
		c.bent(lines, 4*chartZoom, cardPaper)
	case classCurve, classClaim:
		wide := float32(4)
		if hue == 5 {
			wide = 2
		}
		if class == classClaim {
			wide = 8
		}
		if dash := dashed[max(hue, 0)]; dash != nil {
			lines = dashes(lines, dash...)
		}
		c.bent(lines, wide*chartZoom, ink)
	default:
		c.bent(lines, 3*chartZoom, ink)
	}
}

// hairs draws upright and level lines that are a pixel wide.
func (c cardPen) hairs(lines [][]spot, hue color.RGBA) {
	for _, line := range lines {
		r := c.pixels(box{line[0].x, line[0].y, line[len(line)-1].x, line[len(line)-1].y})
		c.rect(image.Rect(r.Min.X, r.Min.Y, max(r.Max.X, r.Min.X+1), max(r.Max.Y, r.Min.Y+1)), hue)
	}
}

// pixels are those of a box.
func (c cardPen) pixels(b box) image.Rectangle {
	ax, ay := c.onCard(spot{b.left, b.top})
	bx, by := c.onCard(spot{b.right, b.bottom})
	round := func(v float32) int { return int(math.Round(float64(v))) }
	return image.Rect(round(ax), round(ay), round(bx), round(by))
}

// rect paints a rectangle of pixels.
func (c *card) rect(r image.Rectangle, hue color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c.SetRGBA(x, y, hue)
		}
	}
}

// bent draws lines with rounded corners.
func (c cardPen) bent(lines [][]spot, wide float32, hue color.RGBA) {
	c.stroke(lines, wide, hue)
	for _, line := range lines {
		for i := 1; i+1 < len(line); i++ {
			x, y := c.onCard(line[i])
			c.disc(x, y, wide/2, hue)
		}
	}
}

// disc paints a circle with a radius in pixels.
func (c cardPen) disc(x, y, r float32, hue color.RGBA) {
	const corners = 24
	left, top, side := int(x-r)-1, int(y-r)-1, int(2*r)+4
	v := vector.NewRasterizer(side, side)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		px, py := x-float32(left)+r*float32(cos), y-float32(top)+r*float32(sin)
		if i == 0 {
			v.MoveTo(px, py)
		} else {
			v.LineTo(px, py)
		}
	}
	v.ClosePath()
	v.Draw(c.RGBA, image.Rect(left, top, left+side, top+side), image.NewUniform(hue), image.Point{})
}

func (c cardPen) circle(class string, hue int, at spot, r int) {
	x, y := c.onCard(at)
	size := float32(r) * chartZoom
	if class == "m-ring" {
		c.disc(x, y, size+1.5*chartZoom, cardHues[hue])
		c.disc(x, y, size-1.5*chartZoom, cardPaper)
		return
	}
	c.disc(x, y, size, cardHues[hue])
}

func (c cardPen) blocks(hue int, of []box) {
	fill := blockFills[hue]
	for _, b := range of {
		r := c.pixels(b)
		r.Max.X, r.Max.Y = max(r.Max.X, r.Min.X+1), max(r.Max.Y, r.Min.Y+1)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				rim := x == r.Min.X || y == r.Min.Y || x == r.Max.X-1 || y == r.Max.Y-1
				part := int(fill.ground * 255)
				if rim || fill.pixel != nil && fill.pixel(x, y) {
					part = 255
				}
				c.blend(x, y, cardHues[hue], part)
			}
		}
	}
}

func (c cardPen) text(t letters) {
	face, ink := "axis", cardSoft
	switch t.class {
	case "m-who":
		face, ink = "who", cardInk
	case "m-name":
		face, ink = "who", cardHues[t.hue]
	}
	text := spaces.Replace(t.text)
	x, y := c.onCard(spot{t.x, t.y})
	switch t.anchor {
	case "middle":
		x -= float32(c.wide(face, text)) / 2
	case "end":
		x -= float32(c.wide(face, text))
	}
	c.card.text(face, text, int(x), int(y), ink)
}
