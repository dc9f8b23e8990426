package chart

import (
	"fmt"
	"math"

	"livebrief/internal/brief"
)

// Pairs is a chart of horizontal bars in groups: what each donor promised and what it delivered. Names stand above their bars, so that
// it reads on a telephone; its height follows from its rows.
type Pairs struct {
	// ID begins the ids of the drawing, as with Map.
	ID                 string
	Title, Description string
	// Unit stands above the legend, such as "billion euros".
	Unit string
	// Measures are the names in the legend, at most four; one without a name has no legend.
	Measures []string
	// Rows are drawn in their order, 1 to 40.
	Rows  []Pair
	Alone bool
	// Width is in pixels, 360 to 1,000. Letters have 11 pixels where the drawing is shown at this width.
	Width int
	// Number writes a value at the end of its bar in the reader's language.
	Number func(float64) string
}

// Pair is a row: a name with a value for each measure, NaN where it is not known. Such a measure has no bar; zero has a hairline.
type Pair struct {
	Name   string
	Values []float64
	// Says stands in place of the bars where no value is known.
	Says string
}

const (
	mostMeasures = 4
	mostRows     = 40
	// The heights of rows, in steps: of a line of a name, of a bar, from a bar to the next, and between rows.
	nameHigh, barHigh, barPitch, rowApart = 28, 20, 28, 20
)

// SVG draws the chart. An error is invalid: no rows or measures, too many of them, numbers that are infinite or too large.
func (p Pairs) SVG() ([]byte, error) {
	l, err := p.layout()
	if err != nil {
		return nil, err
	}
	out := openSVG(frame{p.ID, p.Title, p.Description, p.Width, (l.tall(len(p.Rows)) + 1) / unit, p.Alone})
	out.patterns(len(p.Measures))
	l.draw(out, len(p.Rows))
	return out.end(), nil
}

// pairPlot is a chart of groups whose rows have their places.
type pairPlot struct {
	Pairs
	legend          legend
	top             int // of the first row
	names           [][]string
	zero, span      int // where zero stands, and how wide the longest bars on both sides of it are together
	least, greatest float64
}

func checkRows(rows, width int) error {
	if rows == 0 || rows > mostRows {
		return brief.Invalid(fmt.Sprintf("a chart cannot have %d rows", rows), fmt.Sprintf("draw 1 to %d, and the others in a table", mostRows))
	}
	if width < 360 || width > 1000 {
		return brief.Invalid(fmt.Sprintf("a chart with rows cannot have %d pixels", width), "take 360 to 1,000")
	}
	return nil
}

func (p Pairs) check() error {
	if err := checkRows(len(p.Rows), p.Width); err != nil {
		return err
	}
	if len(p.Measures) == 0 || len(p.Measures) > mostMeasures {
		return brief.Invalid(fmt.Sprintf("%d measures cannot be told apart in a row", len(p.Measures)), fmt.Sprintf("draw 1 to %d", mostMeasures))
	}
	for _, r := range p.Rows {
		if len(r.Values) != len(p.Measures) {
			return brief.Invalid(fmt.Sprintf("the row %.40q has %d values, the chart %d measures", r.Name, len(r.Values), len(p.Measures)), "give one for each measure, NaN where it is not known")
		}
		for i, v := range r.Values {
			if known(v) && !drawable(v) {
				return brief.Invalid(fmt.Sprintf("the row %.40q has %v of %.40q", r.Name, v, p.Measures[i]), "give a number, or NaN where it is not known")
			}
		}
	}
	return nil
}

// layout holds the chart to what can be drawn and gives everything its place.
func (p Pairs) layout() (*pairPlot, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	l := &pairPlot{Pairs: p}
	var keys []key
	for i, name := range p.Measures {
		if name != "" || len(p.Measures) > 1 {
			keys = append(keys, key{hue: i, name: name})
		}
	}
	l.legend = newLegend(keys, p.Width*unit)
	l.top = unitHigh(p.Unit) + l.legend.high + rowApart/2
	words := 0
	for _, r := range p.Rows {
		l.names = append(l.names, wrap(r.Name, p.Width*unit-2*edge, 2))
		for _, v := range r.Values {
			if known(v) {
				l.least, l.greatest, words = min(l.least, v), max(l.greatest, v), max(words, wide(p.Number(v)))
			}
		}
	}
	room := p.Width*unit - 2*edge
	l.span = max(room-words-10, room/3)
	if l.greatest > l.least {
		l.zero = int(math.Round(-l.least / (l.greatest - l.least) * float64(l.span)))
	}
	l.zero += edge
	return l, nil
}

// unitHigh is the height of the line of the unit.
func unitHigh(text string) int {
	if text == "" {
		return 0
	}
	return keyHigh + 4
}

// bars is how many bars a row has.
func (r Pair) bars() (n int) {
	for _, v := range r.Values {
		if known(v) {
			n++
		}
	}
	return n
}

// rowHigh is the height of a row with the room below it.
func (l *pairPlot) rowHigh(i int) int {
	n := l.Rows[i].bars()
	if n == 0 && l.Rows[i].Says != "" {
		n = 1
	}
	return len(l.names[i])*nameHigh + n*barPitch + rowApart
}

// tall is the height of the chart with so many rows.
func (l *pairPlot) tall(rows int) int {
	y := l.top
	for i := range rows {
		y += l.rowHigh(i)
	}
	return y
}

// long is how wide the bar of a value is; what is not zero is seen.
func (l *pairPlot) long(v float64) int {
	if v == 0 {
		return 0
	}
	return max(2, int(math.Round(math.Abs(v)/(l.greatest-l.least)*float64(l.span))))
}

// draw draws the first rows.
func (l *pairPlot) draw(out pen, rows int) {
	if l.Unit != "" {
		out.text(letters{hue: noHue, x: edge, y: 24, text: l.Unit})
	}
	l.legend.draw(out, unitHigh(l.Unit))
	blocks := make([][]box, len(l.Measures))
	y := l.top
	for i, r := range l.Rows[:rows] {
		next := y + l.rowHigh(i)
		y = nameLines(out, l.names[i], y)
		if n := r.bars(); n > 0 {
			out.path("m-zero", noHue, false, []spot{{l.zero, y + 2}, {l.zero, y + n*barPitch}})
		} else if r.Says != "" {
			out.text(letters{hue: noHue, x: edge, y: y + 22, text: r.Says})
		}
		for k, v := range r.Values {
			if !known(v) {
				continue
			}
			l.bar(out, &blocks[k], k, v, y)
			y += barPitch
		}
		y = next
	}
	for k, of := range blocks {
		out.blocks(k, of)
	}
}

// bar draws a value below a height. Its text stands at the right of the bar and of zero, also where the bar goes to the left.
func (l *pairPlot) bar(out pen, blocks *[]box, hue int, v float64, y int) {
	x, top := l.zero, y+5
	switch long := l.long(v); {
	case v > 0:
		*blocks = append(*blocks, box{l.zero, top, l.zero + long, top + barHigh})
		x += long
	case v < 0:
		*blocks = append(*blocks, box{l.zero - long, top, l.zero, top + barHigh})
	default:
		out.path("m-nil", hue, false, []spot{{x, top}, {x, top + barHigh}})
	}
	out.text(letters{hue: noHue, x: x + 10, y: y + 23, text: l.Number(v)})
}

// nameLines writes the name of a row and gives where what it names begins.
func nameLines(out pen, lines []string, y int) int {
	for _, line := range lines {
		out.text(letters{class: "m-who", hue: noHue, x: edge, y: y + 22, text: line})
		y += nameHigh
	}
	return y
}
