package chart

import (
	"bytes"
	"fmt"
	"math"
	"strings"
)

// pen takes what a chart of numbers is made of, in steps: as SVG, or as pixels of a card. A class is one or more names of
// ChartStyle; a hue is the number of a line, a part or a measure, or noHue.
type pen interface {
	path(class string, hue int, closed bool, lines ...[]spot)
	circle(class string, hue int, at spot, r int)
	// blocks are filled with the pattern of their hue.
	blocks(hue int, of []box)
	text(t letters)
}

const noHue = -1

// letters are words at a place: anchor is empty, "middle" or "end".
type letters struct {
	class  string
	hue    int
	x, y   int
	anchor string
	text   string
}

// frame is what every chart of numbers has round it; its size is in pixels.
type frame struct {
	id, title, description string
	width, height          int
	alone                  bool
}

// svgPen writes SVG.
type svgPen struct {
	bytes.Buffer
	id string
}

// openSVG begins a drawing.
func openSVG(f frame) *svgPen {
	f.id = plainID(f.id)
	out := &svgPen{id: f.id}
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" class="m-chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %[3]s-d">`, f.width*unit, f.height*unit, f.id)
	fmt.Fprintf(out, `<title id="%s-t">%s</title><desc id="%[1]s-d">%[3]s</desc>`, f.id, escape(f.title), escape(f.description))
	if f.alone {
		out.WriteString("<style>" + ChartStyle + "</style>" + `<rect class="m-paper" width="100%" height="100%"/>`)
	}
	return out
}

func (s *svgPen) end() []byte {
	s.WriteString("</svg>")
	return s.Bytes()
}

// blockFills are the grounds and the lines of the patterns of blocks, within a square of 12 steps; a card has the same lines at pixels.
// The grounds differ in how dark they are, so that blocks too small for a pattern are still told apart.
var blockFills = [mostParts]struct {
	ground float64 // how much of the hue it has, 0 to 1
	lines  string
	pixel  func(x, y int) bool
}{
	{ground: 1},
	{0.16, "M-3 3L3-3M0 12L12 0M9 15L15 9", func(x, y int) bool { return (x+y)%9 < 3 }},
	{0.58, "M0 3H12", func(_, y int) bool { return y%10 < 3 }},
	{0.08, "M4 6h4", func(x, y int) bool { return x%10 < 4 && y%10 < 3 }},
	{0.3, "M6 0V12", func(x, _ int) bool { return x%10 < 3 }},
	{ground: 0},
}

// patterns writes the patterns of so many parts; their ids begin with that of the drawing.
func (s *svgPen) patterns(parts int) {
	s.WriteString("<defs>")
	for i, f := range blockFills[:parts] {
		fmt.Fprintf(s, `<pattern id="%s-p%d" class="m-s%[2]d" width="12" height="12" patternUnits="userSpaceOnUse"><path class="m-bar" d="M0 0H12V12H0z" opacity="%[3]g"/>`, s.id, i, f.ground)
		if f.lines != "" {
			fmt.Fprintf(s, `<path class="m-hatch" d="%s"/>`, f.lines)
		}
		s.WriteString("</pattern>")
	}
	s.WriteString("</defs>")
}

// classes writes the attribute, nothing where there is no class.
func classes(class string, hue int) string {
	if hue != noHue {
		class = strings.TrimPrefix(fmt.Sprintf("%s m-s%d", class, hue), " ")
	}
	if class == "" {
		return ""
	}
	return ` class="` + class + `"`
}

func (s *svgPen) path(class string, hue int, closed bool, lines ...[]spot) {
	var d []byte
	for _, line := range lines {
		switch {
		case len(line) == 2 && line[0].y == line[1].y:
			d = fmt.Appendf(d, "M%d %dH%d", line[0].x, line[0].y, line[1].x)
		case len(line) == 2 && line[0].x == line[1].x:
			d = fmt.Appendf(d, "M%d %dv%d", line[0].x, line[0].y, line[1].y-line[0].y)
		default:
			d = appendPath(d, line, closed)
		}
	}
	fmt.Fprintf(s, `<path%s d="%s"/>`, classes(class, hue), d)
}

func (s *svgPen) circle(class string, hue int, at spot, r int) {
	fmt.Fprintf(s, `<circle%s cx="%d" cy="%d" r="%d"/>`, classes(class, hue), at.x, at.y, r)
}

func (s *svgPen) blocks(hue int, of []box) {
	if len(of) == 0 {
		return
	}
	fmt.Fprintf(s, `<path class="m-block m-s%d" fill="url(#%s-p%[1]d)" d="`, hue, s.id)
	for _, b := range of {
		fmt.Fprintf(s, "M%d %dh%dv%dh%dz", b.left, b.top, b.right-b.left, b.bottom-b.top, b.left-b.right)
	}
	s.WriteString(`"/>`)
}

func (s *svgPen) text(t letters) {
	anchor := ""
	if t.anchor != "" {
		anchor = ` text-anchor="` + t.anchor + `"`
	}
	fmt.Fprintf(s, `<text%s x="%d" y="%d"%s>%s</text>`, classes(t.class, t.hue), t.x, t.y, anchor, escape(t.text))
}

// plainID makes an id that needs no escaping in an attribute or an address: what is no letter of ASCII, digit, - or _ becomes a -.
func plainID(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, id)
}

// mostNumber and leastNumber bound what a chart draws: beyond them are slips, and steps of a scale that are no numbers any more.
const mostNumber, leastNumber = 1e15, 1e-9

// drawable tells whether a chart can draw a number.
func drawable(v float64) bool {
	size := math.Abs(v)
	return size == 0 || size >= leastNumber && size <= mostNumber
}
