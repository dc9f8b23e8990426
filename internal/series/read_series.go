package series

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

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

// hold holds the versions of one row to each other: killed and injured of a place and period are never more than casualties, who are the
// two together. That catches a page that tells casualties as killed, also where killed alone are not more than they.
func (r *reader) hold(c *cells, made []int) {
	for _, k := range made {
		all := &r.versions[k]
		s := r.seriesOf(all)
		together, ok := parseDecimal(all.Value)
		if s.Counted != brief.CountedCasualties || !ok {
			continue
		}
		together = together.Shift(int32(s.Scale))
		both, counts := decimal.Decimal{}, map[brief.Counted]int{}
		for _, i := range made {
			part := &r.versions[i]
			p := r.seriesOf(part)
			one, ok := parseDecimal(part.Value)
			if !ok || !partOf(p, s) || all.From != part.From || all.To != part.To {
				continue
			}
			one = one.Shift(int32(p.Scale))
			if one.GreaterThan(together) {
				r.fault(c.row, "%s %s are more than %s casualties, who are killed and injured together", part.Value, p.Counted, all.Value)
				return
			}
			if counts[p.Counted]++; part.Qualifier == "" || strings.HasPrefix(part.Qualifier, ">") { // of at most so many there may be fewer
				both = both.Add(one)
			}
		}
		// Two columns of killed, such as of children, may hold one another; and of at least so many casualties there may be more.
		alone := counts[brief.CountedKilled] == 1 && counts[brief.CountedInjured] == 1
		if alone && (all.Qualifier == "" || strings.HasPrefix(all.Qualifier, "<")) && both.GreaterThan(together) {
			r.fault(c.row, "killed and injured are %s together, more than %s casualties: one of them may be told as another", both, all.Value)
		}
	}
}

func (r *reader) seriesOf(v *brief.Version) *brief.Series { return &r.series[r.bySeries[v.Series].at] }

// partOf tells whether a series counts killed or injured where the other counts casualties.
func partOf(p, all *brief.Series) bool {
	return (p.Counted == brief.CountedKilled || p.Counted == brief.CountedInjured) && p.Place == all.Place && p.PlaceCode == all.PlaceCode && p.Actor == all.Actor
}
