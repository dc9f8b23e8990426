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

// aidTable collects the numbers of a chart of aid by row, a donor or a kind, and by measure.
type aidTable struct {
	m        *numbersMaker
	currency string
	rows     map[string]map[brief.AidMeasure]*aidCell
	measures []brief.AidMeasure
	// converted counts numbers told in another currency than their own, clashes the cells that could not be added.
	converted, clashes int
	rules              []brief.WorthRule
	without, undated   int
}

// aidCell is what a row has of a measure: a number that its source states, or events to be added.
type aidCell struct {
	stated *numberCell
	value  float64
	text   string
	leaves []series.Leaf
}

// currencyOf is the currency in which a chart is told: that of all its numbers, the base where they differ.
func currencyOf(c *numberChart) string {
	unit := c.lines[0].series.Unit
	for _, l := range c.lines {
		if l.series.Unit != unit {
			return series.Base
		}
	}
	return unit
}

// gather puts every number of a chart where it belongs.
func (m *numbersMaker) gather(c *numberChart) *aidTable {
	t := &aidTable{m: m, currency: currencyOf(c), rows: map[string]map[brief.AidMeasure]*aidCell{}}
	for _, l := range c.lines {
		s := &l.series.Series
		row := s.Actor
		if c.kind == chartTotals {
			row = string(s.Category)
		}
		if t.rows[row] == nil {
			t.rows[row] = map[brief.AidMeasure]*aidCell{}
		}
		cell := t.rows[row][s.Measure]
		if cell == nil {
			cell = &aidCell{value: math.NaN()}
			t.rows[row][s.Measure] = cell
		}
		if l.series.Numbers[0].Now().Event == nil && (c.kind == chartTotals || s.Category == "") {
			t.state(cell, l)
			continue
		}
		cell.leaves = append(cell.leaves, l.series.Leaves(m.day)...)
	}
	for _, measure := range brief.AidMeasures {
		if slices.ContainsFunc(c.lines, func(l chartLine) bool { return l.series.Measure == measure }) {
			t.measures = append(t.measures, measure)
		}
	}
	for _, row := range t.rows {
		for _, cell := range row {
			t.add(cell)
		}
	}
	return t
}

// state takes a number that its source states as a whole.
func (t *aidTable) state(cell *aidCell, l chartLine) {
	n, v, known := t.m.last(l.series)
	if !known || cell.stated != nil {
		return
	}
	is := t.m.cell(l, n, v)
	is.Text += "\u00a0" + t.m.w.unit(&l.series.Series)
	cell.stated = &is
	cell.value = float(&l.series.Series, series.InCurrency(v.Version, l.series.Unit, t.currency))
}

// add adds the events of a cell, unless its source states the whole.
func (t *aidTable) add(cell *aidCell) {
	if cell.stated != nil || len(cell.leaves) == 0 {
		return
	}
	total, err := series.Add(cell.leaves, t.currency)
	if err != nil {
		t.clashes++
		cell.text = t.m.w.NotTold
		return
	}
	for _, l := range cell.leaves {
		if l.Series.Unit != t.currency {
			t.convert(l.Version)
		}
	}
	t.without, t.undated = t.without+total.Without, t.undated+total.Undated
	if total.Of == 0 {
		cell.text = t.m.w.NotTold
		return
	}
	cell.value = float(&brief.Series{}, total.Value)
	cell.text = t.m.words.decimalText(total.Value) + "\u00a0" + t.currency
}

// convert counts a number that is told in another currency than its own, and notes by which rule.
func (t *aidTable) convert(v *brief.Version) {
	for _, w := range v.Worth {
		if w.Currency != t.currency {
			continue
		}
		if t.converted++; !slices.Contains(t.rules, w.Rule) {
			t.rules = append(t.rules, w.Rule)
		}
		return
	}
}

// notes say how the numbers of a chart came about.
func (t *aidTable) notes() []string {
	var out []string
	if t.converted > 0 {
		var rules []string
		for _, rule := range t.rules {
			rules = append(rules, t.m.w.Conversions[rule])
		}
		out = append(out, fill(t.m.w.Converted, t.m.words.list(rules)))
	}
	if t.without > 0 {
		out = append(out, fill(t.m.w.NotConverted, t.m.words.number(t.without)))
	}
	if t.undated > 0 {
		out = append(out, capital(t.m.words.count(t.undated, t.m.w.Undateds)))
	}
	if t.clashes > 0 {
		out = append(out, t.m.w.NotAdded)
	}
	return out
}

// pairs draws donors, or kinds of aid, by measure: promised, allocated and delivered stand beside each other and are never added.
func (m *numbersMaker) pairs(c *numberChart, b *built, alone bool) {
	t := m.gather(c)
	if len(t.measures) == 0 { // a record of another program may have aid without a measure
		return
	}
	names := t.order(c)
	p := chart.Pairs{ID: "n-" + c.id, Alone: alone, Title: b.title, Width: rangesWidth}
	most := 0.0
	for _, measure := range t.measures {
		p.Measures = append(p.Measures, capital(m.w.Measures[measure]))
	}
	head := m.w.Donor
	if c.kind == chartTotals {
		head = m.w.Value
	}
	b.table.Heads = append([]string{head}, p.Measures...)
	gdp := m.gdpOf(c)
	if gdp.year != "" {
		b.table.Heads = append(b.table.Heads, fill(m.w.PerGDP, string(gdp.year)))
	}
	for _, name := range names {
		row := chart.Pair{Name: m.rowName(c, name)}
		out := numberRow{Name: row.Name}
		for _, measure := range t.measures {
			cell := t.rows[name][measure]
			value, shown := math.NaN(), numberCell{Text: "–"}
			if cell != nil {
				value, shown.Text = cell.value, cmp.Or(cell.text, "–")
				if cell.stated != nil {
					shown = *cell.stated
				}
			}
			if !math.IsNaN(value) {
				most = max(most, math.Abs(value))
			}
			row.Values, out.Cells = append(row.Values, value), append(out.Cells, shown)
		}
		if gdp.year != "" {
			out.Cells = append(out.Cells, numberCell{Text: gdp.share(m, t, name)})
		}
		p.Rows, b.table.Rows = append(p.Rows, row), append(b.table.Rows, out)
	}
	by, unit := m.axis(most, t.currency)
	p.Unit, p.Number = unit, m.axisNumber(by)
	b.says = append(m.pairSays(c, t, names), t.notes()...)
	b.says = append(b.says, m.caveats(c)...)
	p.Description = strings.Join(b.says, " ")
	if len(p.Rows) > rowsDrawn {
		p.Rows = p.Rows[:rowsDrawn]
	}
	if most > 0 {
		b.drawing = p
		p.ID, p.Width = p.ID+"-s", smallRanges
		b.small = p
	}
}

// order lists the rows: kinds in their own order, donors by the measure that leads, the largest first.
func (t *aidTable) order(c *numberChart) []string {
	lead := t.measures[0]
	if slices.Contains(t.measures, brief.Allocated) {
		lead = brief.Allocated
	}
	var names []string
	for name := range t.rows {
		names = append(names, name)
	}
	value := func(name string) float64 {
		if cell := t.rows[name][lead]; cell != nil && !math.IsNaN(cell.value) {
			return cell.value
		}
		return 0
	}
	slices.SortFunc(names, func(a, b string) int {
		if c.kind == chartTotals {
			return cmp.Compare(slices.Index(brief.AidCategories, brief.AidCategory(a)), slices.Index(brief.AidCategories, brief.AidCategory(b)))
		}
		return cmp.Or(cmp.Compare(value(b), value(a)), strings.Compare(a, b))
	})
	return names
}

// rowName names a donor, or a kind of aid.
func (m *numbersMaker) rowName(c *numberChart, name string) string {
	if c.kind != chartTotals {
		return name
	}
	if name == "" {
		return m.w.Together
	}
	return capital(m.w.Categories[brief.AidCategory(name)])
}

// pairsSaid is how many rows a summary names.
const pairsSaid = 3

// pairSays says in words what the largest rows are, and which of them changed.
func (m *numbersMaker) pairSays(c *numberChart, t *aidTable, names []string) []string {
	var out []string
	for _, name := range names[:min(len(names), pairsSaid)] {
		var parts []string
		for _, measure := range t.measures {
			if cell := t.rows[name][measure]; cell != nil {
				text := cell.text
				if cell.stated != nil {
					text = cell.stated.Text
				}
				parts = append(parts, m.w.Measures[measure]+" "+text)
			}
		}
		out = append(out, m.rowName(c, name)+": "+strings.Join(parts, ", ")+".")
	}
	for _, l := range c.lines {
		n, v, known := m.last(l.series)
		if !known || v.Event != nil {
			continue
		}
		if was, changed := m.before(n, v); changed && len(out) < 2*pairsSaid {
			out = append(out, capital(l.series.Title)+": "+fill(m.w.ThisChanged, m.changed(&l.series.Series, was.Version, v.Version)))
		}
	}
	source := m.w.Source + ": " + c.lines[0].tracker.Source.Name
	if _, v, known := m.last(c.lines[0].series); known && v.Event == nil {
		source += ", " + m.period(&c.lines[0].series.Series, v.Version)
	}
	return append(out, source+".")
}

// gdpTable is the economic output of donors, all of one year.
type gdpTable struct {
	year  brief.Date
	value map[string]string // donor to decimal text without a power of ten left out
}

// gdpOf finds the output of donors in the tracker of a chart: the latest year that any of them has.
func (m *numbersMaker) gdpOf(c *numberChart) gdpTable {
	g := gdpTable{value: map[string]string{}}
	t := c.lines[0].tracker
	for i := range t.Series {
		s := &t.Series[i]
		if s.Counted != brief.CountedGDP || c.kind != chartDonors {
			continue
		}
		if _, v, known := m.last(s); known && v.From >= g.year {
			g.year = v.From
		}
	}
	for i := range t.Series {
		s := &t.Series[i]
		if s.Counted != brief.CountedGDP || g.year == "" {
			continue
		}
		if _, v, known := m.last(s); known && v.From == g.year {
			g.value[s.Actor] = series.Whole(series.Leaf{Series: &s.Series, Version: v.Version})
		}
	}
	return g
}

// share is what a donor gave of its output, by the measure that leads.
func (g gdpTable) share(m *numbersMaker, t *aidTable, donor string) string {
	cell := t.rows[donor][brief.Allocated]
	if cell == nil {
		cell = t.rows[donor][t.measures[0]]
	}
	if cell == nil || math.IsNaN(cell.value) || g.value[donor] == "" {
		return "–"
	}
	out := float(&brief.Series{}, g.value[donor])
	if out <= 0 {
		return "–"
	}
	return m.axisNumber(1)(math.Round(cell.value/out*10000)/100) + "\u00a0%"
}
