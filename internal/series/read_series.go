package series

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// describe gives the series of a row, which it describes as all rows before did; the fault says where not.
func (r *reader) describe(f *Template, c *cells) (id brief.SeriesID, fault string) {
	s := brief.Series{ID: brief.SeriesID(f.ID), Title: f.Title, Counted: brief.Counted(f.Counted), Unit: f.Unit, Scale: f.Scale, Cumulative: f.Cumulative,
		LowerBound: f.LowerBound, Actor: f.Actor, Recipient: f.Recipient, Place: f.Place, PlaceCode: f.PlaceCode, PlaceSystem: f.PlaceSystem,
		Category: brief.AidCategory(f.Category), Measure: brief.AidMeasure(f.Measure), Valuation: brief.Valuation(f.Valuation), Method: f.Method}
	if known, is := r.bySeries[s.ID]; is {
		if before := r.series[known.at]; before != s {
			return "", fmt.Sprintf("the series %s is another than in line %d: %s", s.ID, known.line, difference(&before, &s))
		}
		return s.ID, ""
	}
	if err := s.ID.Check(); err != nil {
		return "", err.Error()
	}
	if s.Title == "" {
		return "", fmt.Sprintf("the series %s has no title", s.ID)
	}
	if faults := seriesFaults(&s); len(faults) > 0 {
		return "", strings.Join(faults, ", ")
	}
	r.series, r.bySeries[s.ID] = append(r.series, s), met{len(r.series), c.row.Line}
	return s.ID, ""
}

// difference names the first thing in which two descriptions of a series differ.
func difference(a, b *brief.Series) string {
	for _, x := range []struct{ what, a, b string }{
		{"title", a.Title, b.Title}, {"counted", string(a.Counted), string(b.Counted)}, {"unit", a.Unit, b.Unit}, {"actor", a.Actor, b.Actor},
		{"recipient", a.Recipient, b.Recipient}, {"place", a.Place, b.Place}, {"place code", a.PlaceCode, b.PlaceCode}, {"place system", a.PlaceSystem, b.PlaceSystem},
		{"category", string(a.Category), string(b.Category)}, {"measure", string(a.Measure), string(b.Measure)}, {"valuation", string(a.Valuation), string(b.Valuation)},
		{"method", a.Method, b.Method}, {"scale", fmt.Sprint(a.Scale), fmt.Sprint(b.Scale)}, {"cumulative", fmt.Sprint(a.Cumulative), fmt.Sprint(b.Cumulative)},
	} {
		if x.a != x.b {
			return fmt.Sprintf("%s is %.60q and was %.60q", x.what, x.b, x.a)
		}
	}
	return "lower bound"
}

// hold holds the versions of one row to each other: killed and injured of a place and period are never more than casualties, which are the
// two together.
func (r *reader) hold(c *cells, made []int) {
	for _, i := range made {
		part := &r.versions[i]
		p := r.series[r.bySeries[part.Series].at]
		if p.Counted != brief.CountedKilled && p.Counted != brief.CountedInjured {
			continue
		}
		for _, k := range made {
			all := &r.versions[k]
			s := r.series[r.bySeries[all.Series].at]
			if s.Counted != brief.CountedCasualties || s.Place != p.Place || s.PlaceCode != p.PlaceCode || s.Actor != p.Actor || all.From != part.From || all.To != part.To {
				continue
			}
			together, okA := parseDecimal(all.Value)
			one, okB := parseDecimal(part.Value)
			if okA && okB && one.Shift(int32(p.Scale)).GreaterThan(together.Shift(int32(s.Scale))) {
				r.fault(c.row, "%s %s are more than %s casualties, who are killed and injured together", part.Value, p.Counted, all.Value)
			}
		}
	}
}
