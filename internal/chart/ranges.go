package chart

import (
	"fmt"
	"math"

	"livebrief/internal/brief"
)

// Ranges is a chart of horizontal ranges: for each place or source a number with how low and how high it may be. Names stand above
// their ranges; the height follows from the rows.
type Ranges struct {
	// ID begins the ids of the drawing, as with Map.
	ID                 string
	Title, Description string
	// Unit stands above the axis, such as "killed".
	Unit string
	// Rows are drawn in their order, 1 to 40.
	Rows  []Range
	Alone bool
	// Width is in pixels, 360 to 1,000. Letters have 11 pixels where the drawing is shown at this width.
	Width int
	// Number writes a number of the axis in the reader's language.
	Number func(float64) string
}

// Range is a row: a number as a dot, low and high as a line with caps; each is NaN where it is not known.
type Range struct {
	Name          string
	At, Low, High float64
	// Open says that there may be more than the greatest of them, as in "more than 20": an arrow to the right.
	Open bool
	// Claim says that a party claims the number: the dot is hollow.
	Claim bool
	// Says stands at the end of the range, or below it where there is no room, in the reader's words. It may stand alone.
	Says string
}

// The sizes of a range, in steps: its height, of its caps, and of the arrow of an open one.
const (
	rangeHigh = 34
	capHigh   = 9
	arrowLong = 64
	dotRound  = 8
)

// SVG draws the chart. An error is invalid: no rows, too many, numbers that are infinite, too large or not in order.
func (r Ranges) SVG() ([]byte, error) {
	l, err := r.layout()
	if err != nil {
		return nil, err
	}
	out := openSVG(frame{r.ID, r.Title, r.Description, r.Width, (l.tall(len(r.Rows)) + 1) / unit, r.Alone})
	l.draw(out, len(r.Rows))
	return out.end(), nil
}

// rangePlot is a chart of ranges whose rows have their places.
type rangePlot struct {
	Ranges
	field // only from left to right
	rows  []rangeRow
}

// rangeRow is a row with its lines of words. The last ones stand at x, ending there where ends is set, below the range where below is.
type rangeRow struct {
	names, says []string
	x           int
	ends, below bool
}

func (r Range) check() error {
	last := math.Inf(-1)
	for _, v := range []float64{r.Low, r.At, r.High} {
		if !known(v) {
			continue
		}
		if !drawable(v) {
			return brief.Invalid(fmt.Sprintf("the row %.40q has %v", r.Name, v), "give a number, or NaN where it is not known")
		}
		if v < last {
			return brief.Invalid(fmt.Sprintf("the row %.40q goes from %v over %v to %v", r.Name, r.Low, r.At, r.High), "put the low before the value and the value before the high")
		}
		last = v
	}
	return nil
}

// ends are the least and the greatest number of a row; ok is false where it has none.
func (r Range) ends() (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range []float64{r.Low, r.At, r.High} {
		if known(v) {
			low, high, ok = min(low, v), max(high, v), true
		}
	}
	return low, high, ok
}

// layout holds the chart to what can be drawn and gives everything its place.
func (r Ranges) layout() (*rangePlot, error) {
	if err := checkRows(len(r.Rows), r.Width); err != nil {
		return nil, err
	}
	low, high, words := 0.0, 0.0, 0
	for _, row := range r.Rows {
		if err := row.check(); err != nil {
			return nil, err
		}
		if from, to, ok := row.ends(); ok {
			low, high = min(low, from), max(high, to)
		}
		if n := wide(row.Says); n <= r.Width*unit*2/5 { // longer ones stand below
			words = max(words, n)
		}
	}
	l := &rangePlot{Ranges: r}
	for about := 5; about > 0; about-- { // fewer marks where their numbers would meet
		l.marks = ticks(low, high, about)
		l.low, l.high = l.marks[0], l.marks[len(l.marks)-1]
		l.left = max(edge+dotRound, wide(r.Number(l.low))/2)
		l.right = r.Width*unit - max(edge+wide(r.Number(l.high))/2, edge+dotRound)
		l.right = min(l.right, r.Width*unit-words-2*edge-dotRound)
		if (l.widestMark(r.Number)+letterWide)*(len(l.marks)-1) <= l.right-l.left {
			break
		}
	}
	l.top = unitHigh(r.Unit) + keyHigh + rowApart/2
	for _, row := range r.Rows {
		l.rows = append(l.rows, l.place(row))
	}
	l.bottom = l.tall(len(r.Rows))
	return l, nil
}

// x is where a number stands.
func (l *rangePlot) x(v float64) int {
	return l.left + int(math.Round((v-l.low)/(l.high-l.low)*float64(l.right-l.left)))
}

// place finds room for the words of a row: at the right of its range, at the left, or below.
func (l *rangePlot) place(r Range) rangeRow {
	out := rangeRow{names: wrap(r.Name, l.Width*unit-2*edge, 2), x: edge, below: true}
	from, to, ok := r.ends()
	needs, first, last := wide(r.Says), 0, 0
	if ok {
		first, last = l.x(from)-dotRound-10, l.x(to)+dotRound+10
		if r.Open {
			last += arrowLong - dotRound
		}
	}
	switch {
	case r.Says == "":
	case !ok || last+needs <= l.Width*unit-edge:
		out.says, out.x, out.below = []string{r.Says}, max(last, edge), false
	case first-needs >= edge:
		out.says, out.x, out.ends, out.below = []string{r.Says}, first, true, false
	default:
		out.says = wrap(r.Says, l.Width*unit-2*edge, 3)
	}
	return out
}

// covers tells whether words stand at a place beside the range.
func (r rangeRow) covers(x int) bool {
	if r.below || len(r.says) == 0 {
		return false
	}
	from, to := r.x, r.x+wide(r.says[0])
	if r.ends {
		from, to = r.x-wide(r.says[0]), r.x
	}
	return x > from-6 && x < to+6
}

func (l *rangePlot) rowHigh(i int) int {
	row, below := l.rows[i], 0
	if row.below {
		below = len(row.says) * nameHigh
	}
	return len(row.names)*nameHigh + rangeHigh + below + rowApart
}

// tall is the height of the chart with so many rows.
func (l *rangePlot) tall(rows int) int {
	y := l.top
	for i := range rows {
		y += l.rowHigh(i)
	}
	return y
}

// draw draws the first rows, with the axis above them.
func (l *rangePlot) draw(out pen, rows int) {
	if l.Unit != "" {
		out.text(letters{hue: noHue, x: edge, y: 24, text: l.Unit})
	}
	for _, m := range l.marks {
		out.text(letters{hue: noHue, x: l.x(m), y: l.top - 10, anchor: "middle", text: l.Number(m)})
	}
	l.rules(out, rows)
	y := l.top
	for i, r := range l.Rows[:rows] {
		next, row := y+l.rowHigh(i), l.rows[i]
		y = nameLines(out, row.names, y)
		l.row(out, r, y+rangeHigh/2)
		anchor, base := "", y+rangeHigh/2+8
		if row.ends {
			anchor = "end"
		}
		if row.below {
			base = y + rangeHigh + 22
		}
		for k, line := range row.says {
			out.text(letters{hue: noHue, x: row.x, y: base + k*nameHigh, anchor: anchor, text: line})
		}
		y = next
	}
}

// rules draws a line for each round number, broken where words stand.
func (l *rangePlot) rules(out pen, rows int) {
	for _, m := range l.marks {
		x, y, class := l.x(m), l.top, "m-line"
		if m == 0 {
			class = "m-zero"
		}
		lines := [][]spot{{{x, y - 8}, {x, y - 2}}}
		for i := range rows {
			from := y + len(l.rows[i].names)*nameHigh
			if _, _, ok := l.Rows[i].ends(); ok && !l.rows[i].covers(x) {
				lines = append(lines, []spot{{x, from + 2}, {x, from + rangeHigh}})
			}
			y += l.rowHigh(i)
		}
		out.path(class, noHue, false, lines...)
	}
}

// row draws a range at a height.
func (l *rangePlot) row(out pen, r Range, y int) {
	from, to, ok := r.ends()
	if !ok {
		return
	}
	var lines [][]spot
	if from < to {
		lines = append(lines, []spot{{l.x(from), y}, {l.x(to), y}})
	}
	for _, v := range []float64{r.Low, r.High} {
		if known(v) {
			lines = append(lines, []spot{{l.x(v), y - capHigh}, {l.x(v), y + capHigh}})
		}
	}
	if r.Open {
		tip := l.x(to) + arrowLong
		lines = append(lines, []spot{{l.x(to), y}, {tip - 2, y}}, []spot{{tip - 12, y - 9}, {tip, y}, {tip - 12, y + 9}})
	}
	if len(lines) > 0 {
		out.path(classCurve, 0, false, lines...)
	}
	if known(r.At) {
		class := "m-at"
		if r.Claim {
			class = "m-ring"
		}
		out.circle(class, 0, spot{l.x(r.At), y}, dotRound)
	}
}
