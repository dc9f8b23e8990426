package store

import (
	"context"

	"livebrief/internal/brief"
)

// SetApart keeps that two reports are not the same, or takes that back. It tells whether that is new.
func (s *Store) SetApart(ctx context.Context, a, b brief.ReportID, apart bool) (bool, error) {
	if a == b {
		return false, brief.Invalid("a report is always the same as itself", "name two reports")
	}
	a, b = min(a, b), max(a, b)
	var changed int64
	err := s.transact(ctx, func(r runner) (err error) {
		for _, id := range []brief.ReportID{a, b} {
			if _, err := one(ctx, r, scan[int64], "report.Known", id); err != nil {
				return noReport(err, id)
			}
		}
		if apart {
			changed, err = r.exec(ctx, "apart.Add", a, b, millis(s.now()))
		} else {
			changed, err = r.exec(ctx, "apart.Remove", a, b)
		}
		return err
	})
	return changed > 0, s.explain("parting two reports", err)
}

// Apart lists the reports of a briefing that are not the same, two by two.
func (s *Store) Apart(ctx context.Context, id brief.BriefingID) ([][2]brief.ReportID, error) {
	list, err := many(ctx, s.reader(), func(r row) (pair [2]brief.ReportID, err error) {
		err = r.Scan(&pair[0], &pair[1])
		return pair, err
	}, "apart.OfBriefing", id)
	return list, s.explain("listing the reports that are not the same", err)
}
