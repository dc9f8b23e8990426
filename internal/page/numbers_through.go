package page

import (
	"math"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
)

// The size of charts of numbers, in pixels, and how many lines one has room for.
const (
	numbersWidth, numbersHeight = 900, 380
	linesShown                  = 6
)

// through draws series through time, one line for each: two sources are two lines.
func (m *numbersMaker) through(c *numberChart, b *built, alone bool) {
	l := chart.Lines{ID: "n-" + c.id, Alone: alone, Title: b.title, Width: numbersWidth, Height: numbersHeight, Day: m.words.axisDay}
	most := 0.0
	for _, line := range c.lines {
		s := m.asLine(c, line)
		if len(s.Values) == 0 {
			continue
		}
		if len(c.lines) == 1 {
			s.Name = ""
		}
		for _, v := range s.Values {
			most = max(most, math.Abs(v.At))
			if !math.IsNaN(v.High) {
				most = max(most, v.High)
			}
		}
		if len(l.Series) == linesShown {
			continue
		}
		l.Series, b.names = append(l.Series, s), append(b.names, m.lineName(c, line))
		if first := s.Values[0].On; b.from == "" || first < b.from {
			b.from = first
		}
		b.to = max(b.to, s.Values[len(s.Values)-1].On)
	}
	by, unit := m.axis(most, c.lines[0].series.Unit)
	l.Unit, l.Number = unit, m.axisNumber(by)
	m.throughTable(c, b)
	for _, line := range c.lines {
		if says := m.summary(line); len(says) > 0 {
			b.says = append(b.says, strings.Join(says, " "))
		}
	}
	b.says = append(b.says, m.caveats(c)...)
	b.claim = claimOf(c)
	l.Description = strings.Join(b.says, " ")
	if b.wide = true; len(l.Series) > 0 {
		b.drawing = l
	}
}

// known draws one number as it was known through time: each version stands until the next.
func (m *numbersMaker) known(c *numberChart, b *built, alone bool) {
	line := c.lines[0]
	s, n := &line.series.Series, line.series.Numbers[0]
	b.title = fill(m.w.KnownTitle, b.title)
	l := chart.Lines{ID: "n-" + c.id, Alone: alone, Title: b.title, Width: numbersWidth, Height: numbersHeight, Day: m.words.axisDay}
	is, most := chart.Series{Step: true}, 0.0
	b.table.Heads = []string{m.w.Known, m.columnName(c, line)}
	for i, v := range n {
		if m.day != "" && v.Known > m.day {
			break
		}
		at := float(s, v.Value)
		row := numberRow{Name: m.said(v.Known), Day: v.Known, Cells: []numberCell{m.cell(line, n, v)}}
		b.table.Rows = append([]numberRow{row}, b.table.Rows...)
		if !math.IsNaN(at) && v.Known.Day() {
			most = max(most, math.Abs(at))
			is.Claim = is.Claim || v.Basis == brief.BasisClaimed
			is.Values = append(is.Values, chart.Value{On: v.Known, At: at, Low: float(s, v.Low), High: float(s, v.High), Mark: i > 0})
		}
	}
	by, unit := m.axis(most, s.Unit)
	b.says = append([]string{strings.Join(m.summary(line), " ")}, m.caveats(c)...)
	b.claim = claimOf(c)
	l.Unit, l.Number, l.Series, l.Description = unit, m.axisNumber(by), []chart.Series{is}, strings.Join(b.says, " ")
	if b.wide = true; len(is.Values) > 0 {
		b.drawing = l
	}
}

// asLine is a series as a line of a chart.
func (m *numbersMaker) asLine(c *numberChart, l chartLine) chart.Series {
	s := l.series
	out := chart.Series{Name: m.lineName(c, l), Step: s.Cumulative}
	for _, n := range s.Numbers {
		v, known := n.AsOf(m.day)
		at := float(&s.Series, v0(v).Value)
		low, high := float(&s.Series, v0(v).Low), float(&s.Series, v0(v).High)
		if known && math.IsNaN(at) && !math.IsNaN(low) && !math.IsNaN(high) {
			at = (low + high) / 2
		}
		if !known || math.IsNaN(at) || !v.End().Day() {
			continue
		}
		_, changed := m.before(n, v)
		changed = changed || v.Reason != ""
		out.Claim = out.Claim || v.Basis == brief.BasisClaimed
		out.Values = append(out.Values, chart.Value{On: v.End(), At: at, Low: low, High: high, Mark: changed})
	}
	return out
}

// v0 gives a version to read, an empty one where there is none.
func v0(v edition.NumberVersion) *brief.Version {
	if v.Version == nil {
		return &brief.Version{}
	}
	return v.Version
}

// lineName tells a line from the others of its chart.
func (m *numbersMaker) lineName(c *numberChart, l chartLine) string {
	if l.series.Place != "" {
		return l.series.Place
	}
	for _, o := range c.lines {
		if o.tracker.ID == l.tracker.ID && o.series.ID != l.series.ID {
			return capital(l.series.Title)
		}
	}
	return l.tracker.Source.Name
}

// throughTable sets the numbers out by period, the latest first.
func (m *numbersMaker) throughTable(c *numberChart, b *built) {
	b.table.Heads = []string{m.w.Period}
	type row struct {
		end   brief.Date
		name  string
		cells map[int]numberCell
	}
	rows := map[string]*row{}
	for i, l := range c.lines {
		b.table.Heads = append(b.table.Heads, m.columnName(c, l))
		for _, n := range l.series.Numbers {
			v, known := n.AsOf(m.day)
			if !known {
				continue
			}
			name := m.period(&l.series.Series, v.Version)
			if rows[name] == nil {
				rows[name] = &row{v.End(), name, map[int]numberCell{}}
			}
			rows[name].cells[i] = m.cell(l, n, v)
		}
	}
	sorted := make([]*row, 0, len(rows))
	for _, r := range rows {
		sorted = append(sorted, r)
	}
	slices.SortFunc(sorted, func(a, b *row) int {
		if a.end != b.end {
			return strings.Compare(string(b.end), string(a.end))
		}
		return strings.Compare(a.name, b.name)
	})
	for _, r := range sorted {
		out := numberRow{Name: r.name, Day: r.end}
		for i := range c.lines {
			cell, has := r.cells[i]
			if !has {
				cell.Text = "–"
			}
			out.Cells = append(out.Cells, cell)
		}
		b.table.Rows = append(b.table.Rows, out)
	}
	b.table.cut(m)
}

// columnName heads a column: the source with the unit, or the place.
func (m *numbersMaker) columnName(c *numberChart, l chartLine) string {
	return m.lineName(c, l) + ", " + m.w.unit(&l.series.Series)
}

// summary says in words what a series shows: the latest number, what changed of it and why, since the period before, and its range.
func (m *numbersMaker) summary(l chartLine) []string {
	s := l.series
	n, v, known := m.last(s)
	if !known {
		return nil
	}
	out := []string{m.line(l.tracker, &s.Series, v.Version)}
	if was, changed := m.before(n, v); changed {
		out = append(out, fill(m.w.ThisChanged, m.changed(&s.Series, was.Version, v.Version)))
	}
	var before edition.NumberVersion
	var first edition.NumberVersion
	for _, o := range s.Numbers {
		is, known := o.AsOf(m.day)
		if !known || is.ID == v.ID {
			continue
		}
		if before.Version == nil || before.End() <= is.End() {
			before = is
		}
		if first.Version == nil || is.End() < first.End() {
			first = is
		}
	}
	if before.Version != nil {
		if d := m.difference(v.Version, before.Version); d != "" {
			out = append(out, fill(m.w.SinceBefore, d, m.period(&s.Series, before.Version)))
		}
		out = append(out, fill(m.w.Range, m.period(&s.Series, first.Version), m.period(&s.Series, v.Version)))
	}
	return out
}

// caveats are the sentences that stand with every number of a chart: what its sources warn of, that a minimum is one, whose claim it is.
func (m *numbersMaker) caveats(c *numberChart) []string {
	var out []string
	add := func(text string) {
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, l := range c.lines {
		if l.series.LowerBound {
			add(m.w.MinimumSays)
		}
		add(l.tracker.Source.Caveat)
		add(l.series.Method)
	}
	if by := claimOf(c); by != "" {
		add(fill(m.w.ClaimSays, by))
	}
	return out
}

// claimOf names who claims the numbers of a chart; empty where none of its lines is a claim.
func claimOf(c *numberChart) string {
	for _, l := range c.lines {
		if v := l.series.Numbers[len(l.series.Numbers)-1].Now(); v.Basis == brief.BasisClaimed {
			if v.By != "" {
				return v.By
			}
			return l.tracker.Source.Name
		}
	}
	return ""
}

// ranges draws places beside each other, each with its low and high.
func (m *numbersMaker) ranges(c *numberChart, b *built, alone bool) {
	r := chart.Ranges{ID: "n-" + c.id, Alone: alone, Title: b.title, Width: rangesWidth}
	most := 0.0
	b.table.Heads = []string{m.w.Place, m.w.Value, m.w.Period, m.w.Source}
	for _, l := range c.lines {
		n, v, known := m.last(l.series)
		if !known {
			continue
		}
		s := &l.series.Series
		row := chart.Range{Name: m.lineName(c, l), At: float(s, v.Value), Low: float(s, v.Low), High: float(s, v.High), Open: v.Qualifier == ">" || v.Qualifier == ">=", Says: m.amount(s, v.Version)}
		for _, x := range []float64{row.At, row.High} {
			if !math.IsNaN(x) {
				most = max(most, x)
			}
		}
		r.Rows = append(r.Rows, row)
		b.table.Rows = append(b.table.Rows, numberRow{row.Name, "", []numberCell{m.cell(l, n, v), {Text: m.period(s, v.Version)}, {Text: m.standing(l.tracker, v.Version)}}})
		b.says = append(b.says, m.line(l.tracker, s, v.Version))
	}
	b.says = append(b.says, m.caveats(c)...)
	b.claim = claimOf(c)
	by, unit := m.axis(most, c.lines[0].series.Unit)
	r.Unit, r.Number, r.Description = unit, m.axisNumber(by), strings.Join(b.says, " ")
	if len(r.Rows) > 0 && len(r.Rows) <= rowsDrawn {
		b.drawing = r
		r.ID, r.Width = r.ID+"-s", smallRanges
		b.small = r
	}
}

// rangesWidth is how wide charts of bars are, in pixels, and smallRanges on narrow screens; rowsDrawn is how many rows they have at most.
const rangesWidth, smallRanges, rowsDrawn = 640, 360, 40
