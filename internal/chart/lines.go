package chart

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"math"
	"slices"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// Lines is a chart of numbers through time.
type Lines struct {
	// ID begins the ids of the drawing, as with Map.
	ID                 string
	Title, Description string
	// Unit stands above the axis, such as "thousand km²".
	Unit   string
	Series []Series
	Alone  bool
	// Width and Height are in pixels.
	Width, Height int
	// Number and Day write a number of the axis and a day on it in the reader's language.
	Number func(float64) string
	Day    func(brief.Date) string
}

// Series is one line of numbers with its name. At most six can be told apart, by hue and by the way they are dashed.
type Series struct {
	Name   string
	Values []Value
	// Step says that a number stands until the next one, the last to the end of the chart: a verified minimum, a count.
	Step bool
}

// Value is a number on a day, with how low and how high it may be; NaN where that is not known.
type Value struct {
	On            brief.Date
	At, Low, High float64
}

// mostLines is how many lines can be told apart.
const mostLines = 6

// The room round the plot, in steps: what stands at its left, above and below.
const (
	roomLeft, roomTop, roomBelow = 100, 44, 48
	roomRight                    = 24
)

// SVG draws the chart.
func (l Lines) SVG() ([]byte, error) {
	p, err := l.plot()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" class="m-chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %[3]s-d">`, l.Width*unit, l.Height*unit, l.ID)
	fmt.Fprintf(&out, `<title id="%s-t">%s</title><desc id="%[1]s-d">%[3]s</desc>`, l.ID, html.EscapeString(l.Title), html.EscapeString(l.Description))
	if l.Alone {
		out.WriteString("<style>" + ChartStyle + "</style>" + `<rect class="m-paper" width="100%" height="100%"/>`)
	}
	p.axes(&out)
	for i, s := range l.Series {
		p.series(&out, i, s)
	}
	p.names(&out)
	out.WriteString("</svg>")
	return out.Bytes(), nil
}

// plot is a chart whose scales are known.
type plot struct {
	Lines
	from, to  int // days
	marks     []float64
	right     int // where the plot ends, before the names of the lines
	low, high float64
	ends      []placedName
}

type placedName struct {
	series, y int
}

// plot holds the chart to what can be drawn and works out its scales.
func (l Lines) plot() (*plot, error) {
	if l.Width < 200 || l.Height < 120 || l.Width > 2000 || l.Height > 2000 {
		return nil, brief.Invalid(fmt.Sprintf("a chart cannot have %d by %d pixels", l.Width, l.Height), "take 200 to 2,000")
	}
	if len(l.Series) == 0 || len(l.Series) > mostLines {
		return nil, brief.Invalid(fmt.Sprintf("%d lines cannot be told apart in a chart", len(l.Series)), fmt.Sprintf("draw 1 to %d", mostLines))
	}
	p := &plot{Lines: l, from: math.MaxInt, to: math.MinInt, high: math.Inf(-1)}
	longest := 0
	for _, s := range l.Series {
		longest = max(longest, utf8.RuneCountInString(s.Name))
		if len(s.Values) == 0 {
			return nil, brief.Invalid(fmt.Sprintf("the line %.40q has no numbers", s.Name), "leave it out")
		}
		for _, v := range s.Values {
			day, ok := dayNumber(v.On)
			if !ok || math.IsNaN(v.At) || math.IsInf(v.At, 0) {
				return nil, brief.Invalid(fmt.Sprintf("the line %.40q has %v on %.40q", s.Name, v.At, string(v.On)), "give a number on a day")
			}
			p.from, p.to = min(p.from, day), max(p.to, day)
			p.low, p.high = min(p.low, v.At), max(p.high, v.At)
			if !math.IsNaN(v.High) {
				p.high = max(p.high, v.High)
			}
		}
	}
	p.marks = ticks(p.low, p.high, 5)
	p.low, p.high = p.marks[0], p.marks[len(p.marks)-1]
	p.right = l.Width*unit - roomRight
	if len(l.Series) > 1 || l.Series[0].Name != "" {
		p.right -= longest*letterWide + 12
	}
	if p.right < roomLeft+l.Width*unit/3 { // long names go below, not beside
		p.right = l.Width*unit - roomRight
	}
	return p, nil
}

// at is where a number on a day stands.
func (p *plot) at(day int, value float64) spot {
	width, height := p.right-roomLeft, p.Height*unit-roomTop-roomBelow
	x := roomLeft
	if p.to > p.from {
		x += int(math.Round(float64(day-p.from) / float64(p.to-p.from) * float64(width)))
	}
	return spot{x, roomTop + int(math.Round((p.high-value)/(p.high-p.low)*float64(height)))}
}

// axes draws the numbers with their lines, and the days.
func (p *plot) axes(out *bytes.Buffer) {
	bottom := p.Height*unit - roomBelow
	if p.Unit != "" {
		fmt.Fprintf(out, `<text x="12" y="24">%s</text>`, html.EscapeString(p.Unit))
	}
	for _, m := range p.marks {
		y := p.at(p.from, m).y
		class := "m-line"
		if m == 0 {
			class = "m-zero"
		}
		fmt.Fprintf(out, `<path class="%s" d="M%d %dH%d"/><text x="%d" y="%d" text-anchor="end">%s</text>`, class, roomLeft, y, p.right, roomLeft-12, y+7, html.EscapeString(p.Number(m)))
	}
	last := math.MinInt
	for _, d := range turns(p.from, p.to) {
		day, _ := dayNumber(d)
		x, text := p.at(day, p.low).x, p.Day(d)
		half := utf8.RuneCountInString(text) * letterWide / 2
		at := min(max(x, half), p.Width*unit-half)
		fmt.Fprintf(out, `<path class="m-zero" d="M%d %dv8"/>`, x, bottom)
		if at-half < last+letterWide {
			continue
		}
		last = at + half
		fmt.Fprintf(out, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, at, bottom+32, html.EscapeString(text))
	}
}

// series draws a line, and the band round it where numbers have a low and a high.
func (p *plot) series(out *bytes.Buffer, i int, s Series) {
	values := slices.Clone(s.Values)
	slices.SortStableFunc(values, func(a, b Value) int { return cmp.Compare(a.On, b.On) })
	var line, above, below []spot
	for k, v := range values {
		day, _ := dayNumber(v.On)
		if s.Step && k > 0 {
			line = append(line, p.at(day, values[k-1].At))
		}
		line = append(line, p.at(day, v.At))
		if !math.IsNaN(v.Low) && !math.IsNaN(v.High) {
			above, below = append(above, p.at(day, v.High)), append(below, p.at(day, v.Low))
		}
	}
	if last := values[len(values)-1]; s.Step {
		line = append(line, p.at(p.to, last.At))
	}
	p.ends = append(p.ends, placedName{i, line[len(line)-1].y})
	if len(above) > 1 {
		slices.Reverse(below)
		fmt.Fprintf(out, `<path class="m-band m-s%d" d="%s"/>`, i, appendPath(nil, thin(append(above, below...)), true))
	}
	if line = thin(line); len(line) == 1 {
		fmt.Fprintf(out, `<circle class="m-at m-s%d" cx="%d" cy="%d" r="6"/>`, i, line[0].x, line[0].y)
		return
	}
	fmt.Fprintf(out, `<path class="m-curve m-s%d" d="%s"/>`, i, appendPath(nil, line, false))
}

// thin leaves out points that make no difference in the drawing.
func thin(line []spot) []spot {
	var out []spot
	for _, s := range line {
		if n := len(out); n > 0 && out[n-1] == s {
			continue
		}
		for n := len(out); n > 1 && between(out[n-2], out[n-1], s); n = len(out) {
			out = out[:n-1]
		}
		out = append(out, s)
	}
	return out
}

// names writes the name of each line at its end, moved apart where two lines end near each other.
func (p *plot) names(out *bytes.Buffer) {
	slices.SortStableFunc(p.ends, func(a, b placedName) int { return a.y - b.y })
	last := math.MinInt / 2
	for i := range p.ends {
		p.ends[i].y = max(p.ends[i].y, last+letterHigh+2)
		last = p.ends[i].y
	}
	last = p.Height*unit - roomBelow + 2
	for i := len(p.ends) - 1; i >= 0; i-- {
		p.ends[i].y = min(p.ends[i].y, last)
		last = p.ends[i].y - letterHigh - 2
	}
	for _, e := range p.ends {
		if name := p.Series[e.series].Name; name != "" && p.right < p.Width*unit-roomRight {
			fmt.Fprintf(out, `<text class="m-name m-s%d" x="%d" y="%d">%s</text>`, e.series, p.right+10, e.y+8, html.EscapeString(name))
		}
	}
}
