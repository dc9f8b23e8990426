package series

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// exportColumns are the columns of the product's own CSV of numbers, as the page writes them.
var exportColumns = strings.Fields(`series title counted unit scale cumulative lower_bound actor recipient place place_code place_system category
measure valuation method from to value low high eur eur_rule eur_rate eur_rate_day row commitment parent event form item count basis by source
url locator label published known change reason version supersedes licence`)

// IsExport tells whether a header is that of numbers that a livebrief exported: see [ReadExport].
func IsExport(header []string) bool { return slices.Equal(header, exportColumns) }

// ReadExport reads numbers that a livebrief exported as CSV, its own or another's. Every version comes back as it was, with its day, reason
// and worth; ids are given anew by [Enter], and the source of a rate is not in the file. Invalid, telling all rows that cannot be taken
// together, and for a file of several sources: a tracker has one.
func ReadExport(t *sheet.Table) (*Imported, error) {
	if !IsExport(t.Header) {
		return nil, brief.Invalid(fmt.Sprintf("%.80s does not have the columns of numbers that were exported", t.Name), "hand in the file as it was exported, or write a mapping")
	}
	e := &exportReader{reader: reader{t: t, bySeries: map[brief.SeriesID]met{}, columns: positions(t.Header)}}
	e.report.Rows = len(t.Rows)
	for i := range t.Rows {
		e.take(&t.Rows[i])
	}
	if len(e.faults) == 0 && len(t.Rows) == 0 {
		e.faults = []string{"there are no numbers in it"}
	}
	if len(e.faults) > 0 {
		return nil, brief.Invalid(fmt.Sprintf("%.80s: %s", t.Name, tellFaults(e.faults)), "correct these rows; nothing was taken")
	}
	slices.SortStableFunc(e.versions, byNumber(e.versions))
	return &Imported{Series: e.series, Versions: e.versions, Report: e.report, Source: e.source}, nil
}

// exportReader is one reading of an export.
type exportReader struct {
	reader
	source brief.NumberSource
}

// take reads a row.
func (e *exportReader) take(row *sheet.Row) {
	cell := func(name string) string {
		at := e.columns[name]
		if at >= len(row.Cells) {
			return ""
		}
		return unguarded(row.Cells[at])
	}
	v, err := exportedVersion(cell)
	if err != nil {
		e.fault(row, "%v", err)
		return
	}
	source := brief.NumberSource{Name: cell("source"), Licence: cell("licence")}
	if e.source != (brief.NumberSource{}) && e.source != source {
		e.fault(row, "the number is of %.60q, those before are of %.60q; a tracker has one source", source.Name, e.source.Name)
		return
	}
	e.source = source
	f, fault := exportedSeries(cell)
	c := &cells{row: row, undated: v.From == "", negative: strings.HasPrefix(v.Value, "-")}
	if fault == "" {
		v.Series, fault = e.describe(f, c)
	}
	if fault != "" {
		e.fault(row, "%s", fault)
		return
	}
	checked := v
	checked.ID = "new"
	if err := CheckVersion(checked); err != nil {
		e.fault(row, "%v", err)
		return
	}
	e.versions = append(e.versions, v)
	e.report.count(c)
}

// unguarded takes off the apostrophe that keeps a spreadsheet from taking a text for a formula.
func unguarded(text string) string {
	bare := strings.TrimLeft(text, "'")
	if bare != "" && len(bare) < len(text) && strings.IndexByte("=+-@\t\r", bare[0]) >= 0 {
		return text[1:]
	}
	return text
}

// exportedVersion reads a version.
func exportedVersion(cell func(string) string) (brief.Version, error) {
	v := brief.Version{From: brief.Date(cell("from")), To: brief.Date(cell("to")), Known: brief.Date(cell("known")), Low: cell("low"), High: cell("high"),
		Basis: brief.Basis(cell("basis")), By: cell("by"), Label: cell("label"), Published: brief.Date(cell("published")), Source: brief.Reference{URL: cell("url")},
		Locator: cell("locator"), Change: brief.NumberChange(cell("change")), Reason: cell("reason")}
	value := cell("value")
	v.Value = strings.TrimLeft(value, "<>=~")
	v.Qualifier = value[:len(value)-len(v.Value)]
	if v.Published != "" && v.Published.Check() != nil {
		return v, v.Published.Check()
	}
	if eur := cell("eur"); eur != "" {
		v.Worth = []brief.Worth{{Currency: Base, Value: eur, Rule: brief.WorthRule(cell("eur_rule")), Rate: cell("eur_rate"), RateDay: brief.Date(cell("eur_rate_day"))}}
		w := &v.Worth[0]
		if _, ok := parseDecimal(w.Rate); w.Rate != "" && !ok || w.RateDay != "" && !w.RateDay.Day() || !slices.Contains(worthRules, w.Rule) {
			return v, brief.Invalid(fmt.Sprintf("the euros %.40q have no rule, rate and day that can be read", eur), "correct eur_rule, eur_rate and eur_rate_day")
		}
	}
	event := brief.AidEvent{Row: cell("row"), Commitment: cell("commitment"), Parent: cell("parent"), Title: cell("event"), Form: cell("form"), Item: cell("item"), Count: cell("count")}
	if event != (brief.AidEvent{}) {
		v.Event = &event
	}
	return v, nil
}

var worthRules = []brief.WorthRule{brief.WorthStated, brief.WorthAnnouncement, brief.WorthAverage, brief.WorthFixed}

// exportedSeries reads what a row says of its series.
func exportedSeries(cell func(string) string) (f *Template, fault string) {
	f = &Template{ID: cell("series"), Title: cell("title"), Counted: cell("counted"), Unit: cell("unit"), Actor: cell("actor"), Recipient: cell("recipient"), Place: cell("place"),
		PlaceCode: cell("place_code"), PlaceSystem: cell("place_system"), Category: cell("category"), Measure: cell("measure"), Valuation: cell("valuation"), Method: cell("method")}
	var err error
	if f.Scale, err = strconv.Atoi(cell("scale")); err != nil || f.Scale < 0 || f.Scale > maxMappingScale {
		return nil, fmt.Sprintf("%.20q is no scale", cell("scale"))
	}
	for name, into := range map[string]*bool{"cumulative": &f.Cumulative, "lower_bound": &f.LowerBound} {
		if *into = cell(name) == "yes"; !*into && cell(name) != "" && cell(name) != "no" {
			return nil, fmt.Sprintf("%s is %.20q; write yes, or leave it empty", name, cell(name))
		}
	}
	return f, ""
}
