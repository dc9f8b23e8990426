package territory

import (
	"cmp"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// DayOfMaps is one day of a source: the last snapshot of it, which is shown, and those before, which are kept.
type DayOfMaps struct {
	Shown   Snapshot
	Earlier []Snapshot
}

// SetAside is a snapshot that is not taken into the series, with the reason.
type SetAside struct {
	Snapshot Snapshot
	Why      string
}

// LastOfEachDay sorts the snapshots of one source by day and time. A map of a day after today, or without any
// territory, is set aside; two sources in one series, or an order that nothing tells, are refused.
func LastOfEachDay(all []Snapshot, today brief.Date) ([]DayOfMaps, []SetAside, error) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Snapshot) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Clock, b.Clock))
	})
	var days []DayOfMaps
	var aside []SetAside
	for i, s := range sorted {
		if s.Source != sorted[0].Source {
			return nil, nil, brief.Invalid(fmt.Sprintf("%s is of %q and %s of %q", clip(sorted[0].File), clip(sorted[0].Source),
				clip(s.File), clip(s.Source)), "keep a series for each source: they are never mixed")
		}
		if i > 0 && sorted[i-1].Day == s.Day && (sorted[i-1].Clock == "" || sorted[i-1].Clock == s.Clock) {
			return nil, nil, brief.Invalid(fmt.Sprintf("%s and %s are both of %s, and nothing tells which is later", clip(sorted[i-1].File),
				clip(s.File), s.Day), "hand in one of them, or give date.pattern in the mapping a time of day")
		}
		switch {
		case s.Day > today:
			aside = append(aside, SetAside{s, fmt.Sprintf("%s is of %s, which is after today; check its name or its date", clip(s.File), s.Day)})
		case len(s.Areas) == 0:
			aside = append(aside, SetAside{s, fmt.Sprintf("%s draws no territory for %s; a day without any is more likely a broken file", clip(s.File), s.Day)})
		case len(days) > 0 && days[len(days)-1].Shown.Day == s.Day:
			d := &days[len(days)-1]
			d.Earlier, d.Shown = append(d.Earlier, d.Shown), s
		default:
			days = append(days, DayOfMaps{Shown: s})
		}
	}
	return days, aside, nil
}
