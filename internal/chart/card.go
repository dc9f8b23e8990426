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

// cardFonts are the letters of a card: the Go fonts, which have Latin, Greek and Cyrillic.
var cardFonts = sync.OnceValues(func() (both [2]*opentype.Font, err error) {
	if both[0], err = opentype.Parse(goregular.TTF); err == nil {
		both[1], err = opentype.Parse(gobold.TTF)
	}
	return both, err
})

// card is a PNG while it is drawn: a drawing at the left, words at the right.
type card struct {
	*image.RGBA
	view        view    // of a map
	right       int     // where the drawing ends
	zoom        float32 // pixels of a step of the drawing
	aside, down float32 // where the drawing begins
	faces       map[string]font.Face
}

// newCard gives an empty card whose drawing is so many pixels wide.
func newCard(right int) (*card, error) {
	c := &card{RGBA: image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight)), right: right, faces: map[string]font.Face{}}
	pixels.Draw(c.RGBA, c.Bounds(), image.NewUniform(cardPaper), image.Point{}, pixels.Src)
	return c, c.fonts()
}

// encode writes a card, or what was made of it.
func (c *card) encode(picture image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
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
	}{"title": {1, 34}, "stamp": {1, 25}, "text": {0, 21}, "small": {0, 16}, "town": {0, 15}, "axis": {0, 19}, "who": {1, 19}} {
		face, err := opentype.NewFace(both[f.font], &opentype.FaceOptions{Size: f.size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return fmt.Errorf("reading the letters of a card: %w", err)
		}
		c.faces[name] = face
	}
	return nil
}

func (c *card) onCard(s spot) (x, y float32) {
	return float32(s.x)*c.zoom + c.aside, float32(s.y)*c.zoom + c.down
}

// fill paints closed lines.
func (c *card) fill(lines [][]spot, hue color.Color) {
	c.mask(lines, func(r *vector.Rasterizer) { r.Draw(c.RGBA, c.bounds(), image.NewUniform(hue), image.Point{}) })
}

func (c *card) bounds() image.Rectangle { return image.Rect(0, 0, c.right, cardHeight) }

func (c *card) mask(lines [][]spot, paint func(*vector.Rasterizer)) {
	r := vector.NewRasterizer(c.right, cardHeight)
	for _, line := range lines {
		if len(line) < 3 {
			continue
		}
		x, y := c.onCard(line[0])
		r.MoveTo(x, y)
		for _, s := range line[1:] {
			x, y = c.onCard(s)
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
			ax, ay := c.onCard(line[i])
			bx, by := c.onCard(line[i+1])
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
	r.Draw(c.RGBA, c.bounds(), image.NewUniform(hue), image.Point{})
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

// dashes cuts lines into dashes with gaps between them, whose lengths follow each other in steps.
func dashes(lines [][]spot, pattern ...float64) (out [][]spot) {
	for _, line := range lines {
		left, at := pattern[0], 0
		for i := range len(line) - 1 {
			from, to := line[i], line[i+1]
			long := math.Hypot(float64(to.x-from.x), float64(to.y-from.y))
			on := func(way float64) spot {
				return spot{from.x + int(float64(to.x-from.x)*way/long), from.y + int(float64(to.y-from.y)*way/long)}
			}
			for way := 0.0; way < long; {
				step := min(left, long-way)
				if at%2 == 0 {
					out = append(out, []spot{on(way), on(way + step)})
				}
				if way, left = way+step, left-step; left <= 0 {
					at = (at + 1) % len(pattern)
					left = pattern[at]
				}
			}
		}
	}
	return out
}

// spaces makes the spaces of typesetters plain, for which the fonts have no letter.
var spaces = strings.NewReplacer("\u202f", " ", "\u00a0", " ", "\u2009", " ")

// lines breaks words into lines, at most so many.
func (c *card) lines(face, text string, room, most int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(spaces.Replace(text)) {
		next := strings.TrimSpace(line + " " + word)
		if line != "" && c.wide(face, next) > room {
			if len(out)+1 == most {
				return append(out, line+" …")
			}
			out, next = append(out, line), word
		}
		line = next
	}
	return append(out, line)
}

// step is the height of a line.
func (c *card) step(face string) int { return c.faces[face].Metrics().Height.Ceil() }

// paragraph writes words in lines, at most so many, and gives where the next line would stand.
func (c *card) paragraph(face, text string, x, y, room, most int, hue color.Color) int {
	for _, line := range c.lines(face, text, room, most) {
		c.text(face, line, x, y, hue)
		y += c.step(face)
	}
	return y
}

// titleFace is the face of a title: smaller where a word would not fit into a line.
func (c *card) titleFace(title string, room int) string {
	for _, word := range strings.Fields(title) {
		if c.wide("title", word) > room {
			return "stamp"
		}
	}
	return "title"
}

func (c *card) wide(face, text string) int { return font.MeasureString(c.faces[face], text).Ceil() }

func (c *card) text(face, text string, x, y int, hue color.Color) {
	d := font.Drawer{Dst: c.RGBA, Src: image.NewUniform(hue), Face: c.faces[face], Dot: fixed.P(x, y)}
	d.DrawString(text)
}
