package page

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/series"
)

// months draws aid by month and kind, of the measure that leads.
func (m *numbersMaker) months(c *numberChart, b *built, alone bool) {
	t, measure := &aidTable{m: m, currency: currencyOf(c)}, c.lines[0].series.Measure
	for _, l := range c.lines {
		if l.series.Measure == brief.Allocated {
			measure = brief.Allocated
		}
	}
	b.title += ": " + m.w.Measures[measure]
	cells, kinds := map[brief.Date]map[brief.AidCategory][]series.Leaf{}, map[brief.AidCategory]bool{}
	for _, l := range c.lines {
		if l.series.Measure != measure {
			continue
		}
		kind := cmp.Or(l.series.Category, "other")
		for _, leaf := range l.series.Leaves(m.day) {
			if len(leaf.Version.From) < len("2006-01") {
				t.undated++
				continue
			}
			month := leaf.Version.From[:len("2006-01")]
			if cells[month] == nil {
				cells[month] = map[brief.AidCategory][]series.Leaf{}
			}
			cells[month][kind], kinds[kind] = append(cells[month][kind], leaf), true
		}
	}
	bars := chart.Bars{ID: "n-" + c.id, Alone: alone, Title: b.title, Width: numbersWidth, Height: numbersHeight, Day: m.words.axisMonth}
	b.table.Heads = []string{m.w.Period}
	var order []brief.AidCategory
	for _, kind := range brief.AidCategories {
		if kinds[kind] {
			order = append(order, kind)
			bars.Parts = append(bars.Parts, capital(m.w.Categories[kind]))
		}
	}
	b.table.Heads = append(b.table.Heads, bars.Parts...)
	most := m.monthRows(t, cells, order, &bars, b)
	by, unit := m.axis(most, t.currency)
	bars.Unit, bars.Number = unit, m.axisNumber(by)
	if n := len(b.table.Rows); n > 0 {
		b.says = append(b.says, b.title+".", fill(m.w.Range, b.table.Rows[n-1].Name, b.table.Rows[0].Name))
	}
	b.says = append(b.says, m.w.Source+": "+c.lines[0].tracker.Source.Name+".")
	b.says = append(append(b.says, t.notes()...), m.caveats(c)...)
	bars.Description = strings.Join(b.says, " ")
	b.table.cut(m)
	if b.wide = true; most > 0 {
		b.drawing = bars
	}
}

// monthRows adds up each month, the first one first in the drawing and last in the table.
func (m *numbersMaker) monthRows(t *aidTable, cells map[brief.Date]map[brief.AidCategory][]series.Leaf, order []brief.AidCategory, bars *chart.Bars, b *built) (most float64) {
	var months []brief.Date
	for month := range cells {
		months = append(months, month)
	}
	slices.Sort(months)
	for _, month := range months {
		column := chart.Column{On: month}
		row := numberRow{Name: m.said(month)}
		sum := 0.0
		for _, kind := range order {
			cell := aidCell{leaves: cells[month][kind], value: math.NaN()}
			t.add(&cell)
			at := cell.value
			if math.IsNaN(at) {
				at = 0
			}
			sum += math.Abs(at)
			column.Parts = append(column.Parts, at)
			row.Cells = append(row.Cells, numberCell{Text: cmp.Or(cell.text, "–")})
		}
		most = max(most, sum)
		bars.Columns, b.table.Rows = append(bars.Columns, column), append(b.table.Rows, row)
	}
	slices.Reverse(b.table.Rows)
	return most
}

// items sets out what was given in kind, by donor, thing and measure.
func (m *numbersMaker) items(c *numberChart, b *built) {
	type what struct{ donor, item string }
	counts, measures := map[what]map[brief.AidMeasure][]string{}, map[brief.AidMeasure]bool{}
	for _, l := range c.lines {
		for _, n := range l.series.Numbers {
			v, known := n.AsOf(m.day)
			if !known || v.Event == nil || v.Event.Item == "" || v.Change == brief.NumberWithdrawal {
				continue
			}
			k, count := what{l.series.Actor, v.Event.Item}, v.Event.Count
			if l.series.Unit == unitItems {
				count = v.Value
			}
			if counts[k] == nil {
				counts[k] = map[brief.AidMeasure][]string{}
			}
			counts[k][l.series.Measure], measures[l.series.Measure] = append(counts[k][l.series.Measure], count), true
		}
	}
	b.table.Heads = []string{m.w.Donor, m.w.Item}
	for _, measure := range brief.AidMeasures {
		if measures[measure] {
			b.table.Heads = append(b.table.Heads, capital(m.w.Measures[measure]))
		}
	}
	var list []what
	for k := range counts {
		list = append(list, k)
	}
	slices.SortFunc(list, func(x, y what) int { return cmp.Or(strings.Compare(x.donor, y.donor), strings.Compare(x.item, y.item)) })
	for _, k := range list {
		row := numberRow{Name: k.donor, Cells: []numberCell{{Text: k.item}}}
		for _, measure := range brief.AidMeasures {
			if measures[measure] {
				row.Cells = append(row.Cells, numberCell{Text: m.counted(counts[k][measure])})
			}
		}
		b.table.Rows = append(b.table.Rows, row)
	}
	b.says = append([]string{b.title + "."}, m.caveats(c)...)
	b.table.cut(m)
}

// counted adds counts; where one of them is not known the sum is at least that.
func (m *numbersMaker) counted(counts []string) string {
	known := slices.DeleteFunc(slices.Clone(counts), func(c string) bool { return c == "" })
	switch sum, err := series.Sum(known...); {
	case len(counts) == 0:
		return "–"
	case len(known) == 0 || err != nil:
		return m.w.NotTold
	case len(known) < len(counts):
		return fill(m.w.Qualifiers[">="], m.words.decimalText(sum))
	default:
		return m.words.decimalText(sum)
	}
}
