package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
)

// chartKind is how numbers are set out.
type chartKind int

const (
	chartThrough chartKind = iota // lines through time, one for each series
	chartRanges                   // places beside each other
	chartTotals                   // all donors together, by kind of aid and measure
	chartDonors                   // donors by measure
	chartMonths                   // aid by month and kind
	chartKnown                    // one number as it was known through time
	chartItems                    // what was given in kind: a table, since tanks and shells have no axis in common
)

// numberChart is numbers that are shown together.
type numberChart struct {
	id    string
	kind  chartKind
	about string // a place or source that tells it from others, empty for none
	lines []chartLine
}

// chartLine is a series with the tracker that keeps it.
type chartLine struct {
	tracker *edition.Tracker
	series  *edition.NumberSeries
}

// chartsOf lists the charts of a topic: of aid those of each tracker by itself, of others a chart for each thing that is counted, in which
// every source has a line of its own.
func chartsOf(s *edition.State, topic brief.Topic) []numberChart {
	trackers := trackersOf(s, topic)
	if topic != brief.TopicAid {
		return countedCharts(trackers)
	}
	var out []numberChart
	for i := range trackers {
		suffix := ""
		if i > 0 {
			suffix = "-" + trackers[i].Name
		}
		out = append(out, aidCharts(&trackers[i], suffix, len(trackers) > 1)...)
	}
	return out
}

// countedCharts puts what counts the same on one chart; numbers by place stand on one of their own.
func countedCharts(trackers []edition.Tracker) []numberChart {
	type group struct {
		counted            brief.Counted
		unit               string
		placed, cumulative bool
	}
	at := map[group]int{}
	var out []numberChart
	for i := range trackers {
		t := &trackers[i]
		for k := range t.Series {
			s := &t.Series[k]
			g := group{s.Counted, s.Unit, s.Place != "", s.Cumulative}
			n, met := at[g]
			if !met {
				n, at[g] = len(out), len(out)
				out = append(out, numberChart{id: string(s.Counted)})
				if g.placed {
					out[n].id += "-by-place"
				}
				if met := slices.ContainsFunc(out[:n], func(c numberChart) bool { return c.id == out[n].id }); met {
					out[n].id += "-in-period" // the same, counted for each period or from a beginning on
				}
			}
			out[n].lines = append(out[n].lines, chartLine{t, s})
		}
	}
	for i := range out {
		if through := slices.ContainsFunc(out[i].lines, func(l chartLine) bool { return len(l.series.Numbers) > 1 }); !through {
			out[i].kind = chartRanges
		}
	}
	slices.SortStableFunc(out, func(a, b numberChart) int {
		place := func(c numberChart) int { return slices.Index(brief.AllCounted, c.lines[0].series.Counted) }
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.id, b.id))
	})
	seen := map[string]int{}
	for i := range out { // what still has one name, such as two units of one thing, is told apart by a number
		if seen[out[i].id]++; seen[out[i].id] > 1 {
			out[i].id += "-" + strconv.Itoa(seen[out[i].id])
		}
	}
	return out
}

// aidCharts lists the charts of one tracker of aid.
func aidCharts(t *edition.Tracker, suffix string, named bool) []numberChart {
	var totals, donors, events, items []chartLine
	for k := range t.Series {
		s := &t.Series[k]
		if s.Counted != brief.CountedAid {
			continue
		}
		l := chartLine{t, s}
		first := s.Numbers[0].Now()
		switch {
		case first.Event != nil && s.Unit == unitItems:
			items = append(items, l)
		case first.Event != nil:
			events, donors = append(events, l), append(donors, l)
			if hasItems(s) {
				items = append(items, l)
			}
		case s.Actor == "":
			totals = append(totals, l)
		default:
			donors = append(donors, l)
		}
	}
	var out []numberChart
	add := func(id string, kind chartKind, lines []chartLine) {
		if len(lines) > 0 {
			c := numberChart{id: id + suffix, kind: kind, lines: lines}
			if named {
				c.about = t.Source.Name
			}
			out = append(out, c)
		}
	}
	add("totals", chartTotals, totals)
	add("donors", chartDonors, donors)
	add("months", chartMonths, events)
	add("items", chartItems, items)
	return out
}

// unitItems is the unit of things that are counted.
const unitItems = "items"

func hasItems(s *edition.NumberSeries) bool {
	return slices.ContainsFunc(s.Numbers, func(n edition.Number) bool { e := n.Now().Event; return e != nil && e.Item != "" })
}

// title names a chart.
func (m *numbersMaker) title(c *numberChart) string {
	text := ""
	switch c.kind {
	case chartTotals:
		text = m.w.TotalsTitle
	case chartDonors:
		text = m.w.DonorsTitle
	case chartMonths:
		text = m.w.MonthsTitle
	case chartItems:
		text = m.w.ItemsTitle
	default:
		s := c.lines[0].series
		text = capital(m.w.Counted[s.Counted])
		if len(c.lines) == 1 || s.Counted == brief.CountedOther || s.Counted == brief.CountedLosses {
			text = capital(s.Title)
		}
		if s.Place != "" && len(c.lines) > 1 {
			text = fill(m.w.ByPlace, text)
		}
	}
	if c.about != "" {
		text += " · " + c.about
	}
	return text
}

// built is a chart that is ready to be shown.
type built struct {
	title   string
	drawing drawing // nil for a table alone
	small   drawing // the same for narrow screens; nil where that is moved sideways
	wide    bool    // the drawing is moved sideways on narrow screens
	table   numberTable
	// says is the summary: what, unit, the latest with its day, what changed and why, range, source, caveat. It is what stands in the
	// place of the drawing for those who do not see it.
	says []string
	// claim names who claims the numbers; empty where nobody only claims them.
	claim string
	// from and to are the days that a chart through time reaches from and to, names those of its lines.
	from, to brief.Date
	names    []string
}

// drawing is a chart of the room of charts.
type drawing interface {
	SVG() ([]byte, error)
	PNG(chart.Words) ([]byte, error)
}

// numberTable is the numbers of a chart as a table.
type numberTable struct {
	Heads []string
	Rows  []numberRow
	// Left says how many rows are left out of the page.
	Left string
}

type numberRow struct {
	Name  string
	Day   brief.Date // the last day that it is about
	Cells []numberCell
}

// numberCell is a number with its page; Changed says what it was before.
type numberCell struct{ Text, Href, Changed string }

// numbersShown is how many rows of a table stand on a page; the CSV has all of them.
const numbersShown = 40

func (t *numberTable) cut(m *numbersMaker) {
	if n := len(t.Rows); n > numbersShown+5 {
		t.Rows, t.Left = t.Rows[:numbersShown], fill(m.w.Rows, m.words.number(numbersShown), m.words.number(n))
	}
}

// build sets out a chart; alone is a drawing that stands by itself.
func (m *numbersMaker) build(c *numberChart, alone bool) built {
	b := built{title: m.title(c)}
	switch c.kind {
	case chartRanges:
		m.ranges(c, &b, alone)
	case chartTotals, chartDonors:
		m.pairs(c, &b, alone)
	case chartMonths:
		m.months(c, &b, alone)
	case chartItems:
		m.items(c, &b)
	case chartKnown:
		m.known(c, &b, alone)
	default:
		m.through(c, &b, alone)
	}
	return b
}

// cell shows a version in a table.
func (m *numbersMaker) cell(l chartLine, n edition.Number, v edition.NumberVersion) numberCell {
	c := numberCell{Text: m.amount(&l.series.Series, v.Version), Href: m.versionLink(l.series, n, v)}
	if was, changed := m.before(n, v); changed {
		c.Changed = fill(m.w.WasBefore, m.amount(&l.series.Series, was.Version), m.said(v.Known))
	}
	return c
}

// versionLink leads to the page of a version; a copy does not have one for each.
func (m *numbersMaker) versionLink(s *edition.NumberSeries, n edition.Number, v edition.NumberVersion) string {
	if m.Static && !keptInCopy(s, n) {
		return ""
	}
	return m.link(versionAt(v.Version))
}

// copiedNumbers is up to how many numbers of a series have pages of their own in a copy.
const copiedNumbers = 200

// keptInCopy tells whether a copy has pages for the versions of a number: those that changed, and those of series that are not long.
func keptInCopy(s *edition.NumberSeries, n edition.Number) bool {
	return len(n) > 1 || n[0].Event == nil && len(s.Numbers) <= copiedNumbers
}

// last gives the number of the latest period that a series has, as known on the day of the page.
func (m *numbersMaker) last(s *edition.NumberSeries) (n edition.Number, v edition.NumberVersion, ok bool) {
	for i := range s.Numbers {
		if is, known := s.Numbers[i].AsOf(m.day); known && (!ok || v.End() <= is.End()) {
			n, v, ok = s.Numbers[i], is, true
		}
	}
	return n, v, ok
}
