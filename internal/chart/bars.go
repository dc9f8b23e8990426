package chart

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"math"
	"slices"

	"livebrief/internal/brief"
)

// Bars is a chart of stacked bars through time: aid by month and kind. Parts below zero, such as corrections, hang below the line of
// zero; a month without a column is a gap, one whose parts are all zero has a short stroke.
type Bars struct {
	// ID begins the ids of the drawing, as with Map.
	ID                 string
	Title, Description string
	// Unit stands above the axis, such as "billion euros".
	Unit string
	// Parts are the names in the legend, at most six; one without a name has no legend.
	Parts []string
	// Columns may come in any order, each period once; all are known to the day, all to the month or all to the year.
	Columns []Column
	Alone   bool
	// Width and Height are in pixels.
	Width, Height int
	// Number writes a number of the axis, Day a date below it, in the reader's language. Day gets dates as the columns have them:
	// "2024-01" where these are months.
	Number func(float64) string
	Day    func(brief.Date) string
}

// Column is what one day, month or year has of each part, in the order of the names.
type Column struct {
	On    brief.Date
	Parts []float64
	// Says is shown where the pointer rests on the column. The tooltips of a chart are left out together where the drawing would grow
	// beyond 20 KB, or 3 KB compressed.
	Says string
}

// mostParts is how many parts or measures can be told apart.
const mostParts = 6

// mostBytes and mostPacked are how large a drawing may become by its tooltips, as it is and compressed.
const mostBytes, mostPacked = 20<<10 - 100, 3<<10 - 30

// leastSlot is the least room of a column, in steps.
const leastSlot = 4

// SVG draws the chart. An error is invalid: no columns or parts, too many of them, numbers that are none, dates of two kinds or twice.
func (b Bars) SVG() ([]byte, error) {
	p, err := b.plot(leastSlot)
	if err != nil {
		return nil, err
	}
	out := openSVG(frame{b.ID, b.Title, b.Description, b.Width, b.Height, b.Alone})
	out.patterns(len(b.Parts))
	p.draw(out)
	p.tooltips(out)
	return out.end(), nil
}

// barPlot is a chart of bars whose scales are known.
type barPlot struct {
	Bars
	field
	slots
	legend legend
}

func (b Bars) check() error {
	if err := checkSize(b.Width, b.Height); err != nil {
		return err
	}
	if len(b.Parts) == 0 || len(b.Parts) > mostParts {
		return brief.Invalid(fmt.Sprintf("%d parts cannot be told apart in bars", len(b.Parts)), fmt.Sprintf("draw 1 to %d", mostParts))
	}
	if len(b.Columns) == 0 {
		return brief.Invalid("the chart has no columns", "leave it out")
	}
	met := map[brief.Date]bool{}
	for _, c := range b.Columns {
		if _, ok := slotOf(c.On); !ok || len(c.On) != len(b.Columns[0].On) {
			return brief.Invalid(fmt.Sprintf("a column stands on %.40q, the first on %.40q", string(c.On), string(b.Columns[0].On)), "give all as days, all as months or all as years")
		}
		if met[c.On] {
			return brief.Invalid(fmt.Sprintf("two columns stand on %s", c.On), "add them up")
		}
		met[c.On] = true
		if len(c.Parts) != len(b.Parts) {
			return brief.Invalid(fmt.Sprintf("the column on %s has %d parts, the chart %d", c.On, len(c.Parts), len(b.Parts)), "give a number for each part")
		}
		for i, v := range c.Parts {
			if !drawable(v) {
				return brief.Invalid(fmt.Sprintf("the column on %s has %v of %.40q", c.On, v, b.Parts[i]), "give a number, or leave the column out where it is not known")
			}
		}
	}
	return nil
}

// plot holds the chart to what can be drawn, with at least so many steps for a column, and works out its scales.
func (b Bars) plot(least int) (*barPlot, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	b.Columns = slices.Clone(b.Columns)
	slices.SortFunc(b.Columns, func(x, y Column) int { return cmp.Compare(x.On, y.On) })
	p := &barPlot{Bars: b}
	var keys []key
	for i, name := range b.Parts {
		if name != "" || len(b.Parts) > 1 {
			keys = append(keys, key{hue: i, name: name})
		}
	}
	p.legend = newLegend(keys, b.Width*unit)
	p.field = field{top: roomTop + p.legend.high, right: b.Width*unit - roomRight, bottom: b.Height*unit - roomBelow}
	low, high := 0.0, 0.0
	for _, c := range b.Columns {
		down, up := c.sums()
		low, high = min(low, down), max(high, up)
	}
	p.scaled(low, high)
	p.field.left = p.widestMark(b.Number) + 2*edge
	p.from, _ = slotOf(b.Columns[0].On)
	p.to, _ = slotOf(b.Columns[len(b.Columns)-1].On)
	p.slots.form, p.slots.left, p.width = len(b.Columns[0].On), p.field.left, p.right-p.field.left
	if p.width < least*p.count() || p.bottom-p.top < p.Height*unit/4 {
		return nil, brief.Invalid(fmt.Sprintf("%d columns from %s to %s with their legend do not fit into %d by %d pixels", p.count(), b.Columns[0].On, b.Columns[len(b.Columns)-1].On, b.Width, b.Height),
			"draw a larger chart, a shorter time, or months or years instead of days")
	}
	return p, nil
}

// sums adds the parts below zero and those above.
func (c Column) sums() (down, up float64) {
	for _, v := range c.Parts {
		down, up = down+min(v, 0), up+max(v, 0)
	}
	return down, up
}

func (p *barPlot) draw(out pen) {
	p.legend.draw(out, 0)
	p.rules(out, p.Unit, p.Number)
	blocks := make([][]box, len(p.Parts))
	var empty []spot
	for _, c := range p.Columns {
		n, _ := slotOf(c.On)
		x := p.at(n) + (p.width/p.count()-p.column())/2
		down, up := 0.0, 0.0
		for i, v := range c.Parts {
			from := &up
			if v < 0 {
				from = &down
			}
			one, other := p.y(*from), p.y(*from+v)
			*from += v
			if one != other {
				blocks[i] = append(blocks[i], box{x, min(one, other), x + p.column(), max(one, other)})
			}
		}
		if up == 0 && down == 0 {
			empty = append(empty, spot{x, p.y(0)})
		}
	}
	for i, of := range blocks {
		out.blocks(i, of)
	}
	if p.low < 0 { // the bars cover the line of zero
		out.path("m-zero", noHue, false, []spot{{p.field.left, p.y(0)}, {p.right, p.y(0)}})
	}
	for _, s := range empty {
		out.path("m-nil", noHue, false, []spot{{s.x, s.y - 2}, {s.x + p.column(), s.y - 2}})
	}
	dates(out, p.named(p.Day), func(d brief.Date) int { n, _ := slotOf(d); return p.middle(n) }, p.Day, p.bottom, p.Width*unit)
}

// tooltips lays an unseen block with the words over each column.
func (p *barPlot) tooltips(out *svgPen) {
	var says svgPen
	for _, c := range p.Columns {
		if n, _ := slotOf(c.On); c.Says != "" {
			fmt.Fprintf(&says, `<path d="M%d %dh%dv%dh%dz"><title>%s</title></path>`, p.at(n), p.top, p.width/p.count(), p.bottom-p.top, -(p.width / p.count()), escape(c.Says))
		}
	}
	if says.Len() == 0 {
		return
	}
	before := out.Len()
	out.WriteString(`<g class="m-hit">` + says.String() + "</g>")
	if out.Len() > mostBytes || packedBytes(out.Bytes()) > mostPacked {
		out.Truncate(before)
	}
}

// packedBytes is how many bytes of a drawing travel.
func packedBytes(raw []byte) int {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // fails for unknown levels only
	z.Write(raw)
	z.Close()
	return out.Len()
}

// checkSize holds the size of a chart, in pixels, to what can be read.
func checkSize(width, height int) error {
	if width < 200 || height < 120 || width > 2000 || height > 2000 {
		return brief.Invalid(fmt.Sprintf("a chart cannot have %d by %d pixels", width, height), "take 200 to 2,000")
	}
	return nil
}

// known tells whether a number is one.
func known(v float64) bool { return !math.IsNaN(v) }
