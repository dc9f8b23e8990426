package chart

import (
	"cmp"
	"fmt"
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
	// Claim says that a party claims these numbers: the line is hollow, two thin strokes with paper between them.
	Claim bool
}

// Value is a number on a day, with how low and how high it may be; NaN where that is not known.
type Value struct {
	On            brief.Date
	At, Low, High float64
	// Mark puts a ring at the number: it was changed since. Rings that would cover each other are drawn once.
	Mark bool
}

// mostLines is how many lines can be told apart.
const mostLines = 6

// The room round the plot, in steps: what stands at its left, above and below.
const (
	roomLeft, roomTop, roomBelow = 100, 44, 48
	roomRight                    = 24
)

// SVG draws the chart. An error is invalid: no lines, too many, a line without numbers, numbers that are none, dates that are no days.
func (l Lines) SVG() ([]byte, error) {
	p, err := l.plot()
	if err != nil {
		return nil, err
	}
	out := openSVG(frame{l.ID, l.Title, l.Description, l.Width, l.Height, l.Alone})
	p.draw(out)
	return out.end(), nil
}

// plot is a chart whose scales are known.
type plot struct {
	Lines
	field
	from, to int    // days
	legend   legend // where the names find no room beside the lines
	ends     []placedName
}

type placedName struct {
	series, y int
}

// check holds the chart to what can be drawn.
func (l Lines) check() error {
	if err := checkSize(l.Width, l.Height); err != nil {
		return err
	}
	if len(l.Series) == 0 || len(l.Series) > mostLines {
		return brief.Invalid(fmt.Sprintf("%d lines cannot be told apart in a chart", len(l.Series)), fmt.Sprintf("draw 1 to %d", mostLines))
	}
	for _, s := range l.Series {
		if len(s.Values) == 0 {
			return brief.Invalid(fmt.Sprintf("the line %.40q has no numbers", s.Name), "leave it out")
		}
		for _, v := range s.Values {
			if !v.On.Day() || !drawable(v.At) {
				return brief.Invalid(fmt.Sprintf("the line %.40q has %v on %.40q", s.Name, v.At, string(v.On)), "give a number on a day")
			}
			if known(v.Low) && !drawable(v.Low) || known(v.High) && !drawable(v.High) {
				return brief.Invalid(fmt.Sprintf("the line %.40q goes from %v to %v on %s", s.Name, v.Low, v.High, v.On), "give numbers, or NaN where they are not known")
			}
		}
	}
	return nil
}

// plot works out the scales of the chart.
func (l Lines) plot() (*plot, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	p := &plot{Lines: l, from: math.MaxInt, to: math.MinInt}
	low, high, longest := 0.0, math.Inf(-1), 0
	for _, s := range l.Series {
		longest = max(longest, utf8.RuneCountInString(s.Name))
		for _, v := range s.Values {
			day, _ := dayNumber(v.On)
			p.from, p.to = min(p.from, day), max(p.to, day)
			low, high = min(low, v.At), max(high, v.At)
			if known(v.Low) && known(v.High) {
				low, high = min(low, v.Low), max(high, v.High)
			}
		}
	}
	p.scaled(low, high)
	p.left, p.right = max(roomLeft, p.widestMark(l.Number)+14), l.Width*unit-roomRight
	p.top, p.bottom = roomTop, l.Height*unit-roomBelow
	if beside := p.right - longest*letterWide - 12; beside >= p.left+l.Width*unit/3 {
		if longest > 0 {
			p.right = beside
		}
	} else { // long names stand above, not beside
		p.legend = newLegend(l.keys(), l.Width*unit)
		p.top += p.legend.high
	}
	if p.bottom-p.top < l.Height*unit/4 {
		return nil, brief.Invalid(fmt.Sprintf("the names of the lines do not fit into %d by %d pixels", l.Width, l.Height), "draw a larger chart, or shorten them")
	}
	return p, nil
}

// keys are the lines for a legend.
func (l Lines) keys() []key {
	var out []key
	for i, s := range l.Series {
		if s.Name != "" {
			out = append(out, key{class: s.class(), hue: i, name: s.Name})
		}
	}
	return out
}

// class is how the line is drawn.
func (s Series) class() string {
	if s.Claim {
		return classClaim
	}
	return classCurve
}

// at is where a number on a day stands.
func (p *plot) at(day int, value float64) spot {
	x := p.left
	if p.to > p.from {
		x += int(math.Round(float64(day-p.from) / float64(p.to-p.from) * float64(p.right-p.left)))
	}
	return spot{x, p.y(value)}
}

func (p *plot) draw(out pen) {
	p.legend.draw(out, 0)
	p.rules(out, p.Unit, p.Number)
	dates(out, turns(p.from, p.to), func(d brief.Date) int { day, _ := dayNumber(d); return p.at(day, p.low).x }, p.Day, p.bottom, p.Width*unit)
	for i, s := range p.Series {
		p.series(out, i, s)
	}
	if len(p.legend.keys) == 0 {
		p.names(out)
	}
}

// series draws a line, and the band round it where numbers have a low and a high.
func (p *plot) series(out pen, i int, s Series) {
	values := slices.Clone(s.Values)
	slices.SortStableFunc(values, func(a, b Value) int { return cmp.Compare(a.On, b.On) })
	values = p.coarse(values, s.Step)
	line := p.line(values, s.Step)
	var above, below, marked []spot
	for _, v := range values {
		day, _ := dayNumber(v.On)
		if known(v.Low) && known(v.High) {
			above, below = append(above, p.at(day, v.High)), append(below, p.at(day, v.Low))
		}
		if at, n := p.at(day, v.At), len(marked); v.Mark && (n == 0 || apart(marked[n-1], at) > ringRound) {
			marked = append(marked, at)
		}
	}
	p.ends = append(p.ends, placedName{i, line[len(line)-1].y})
	if len(above) > 1 {
		slices.Reverse(below)
		out.path("m-band", i, true, thin(append(above, below...)))
	}
	if len(line) > 1 {
		curve(out, s.class(), i, line)
	} else if s.Claim {
		marked = append(marked, line[0])
	} else {
		out.circle("m-at", i, line[0], 6)
	}
	for _, at := range marked {
		out.circle("m-ring", i, at, ringRound)
	}
}

// ringRound is the radius of the ring round a number that was changed.
const ringRound = 7

func apart(a, b spot) int { return max(a.x-b.x, b.x-a.x, a.y-b.y, b.y-a.y) }

// names writes the name of each line at its end, moved apart where two lines end near each other.
func (p *plot) names(out pen) {
	slices.SortStableFunc(p.ends, func(a, b placedName) int { return a.y - b.y })
	last := math.MinInt / 2
	for i := range p.ends {
		p.ends[i].y = max(p.ends[i].y, last+letterHigh+2)
		last = p.ends[i].y
	}
	last = p.bottom + 2
	for i := len(p.ends) - 1; i >= 0; i-- {
		p.ends[i].y = min(p.ends[i].y, last)
		last = p.ends[i].y - letterHigh - 2
	}
	for _, e := range p.ends {
		if name := p.Series[e.series].Name; name != "" {
			out.text(letters{class: "m-name", hue: e.series, x: p.right + 10, y: e.y + 8, text: name})
		}
	}
}
