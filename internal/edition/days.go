package edition

import (
	"slices"
	"sort"
	"time"

	"livebrief/internal/brief"
)

// Day is one day of the briefing's zone on which something was first published.
type Day struct {
	// Date is YYYY-MM-DD.
	Date string
	// Count counts its developments, tombstones too.
	Count int
	// LastSeq is the last entry that touched one of them.
	LastSeq brief.Seq
}

// dayRow is a day as it is kept: the millisecond at which it begins in the briefing's zone.
type dayRow struct {
	start int64
	count int
	last  brief.Seq
}

// midnight is the first moment of a date in a zone. Where clocks jump over midnight that is the jump; where they
// show midnight twice, the first time.
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	from, to := t.ZoneBounds()
	if !from.IsZero() {
		_, offset := from.Add(-1).Zone()
		earlier := time.Date(y, m, d, 0, 0, -offset, 0, time.UTC)
		if earlier.Before(from) && earlier.Before(t) {
			return earlier
		}
	}
	switch hour, minute, second := t.Clock(); {
	case hour+minute+second == 0 && t.Day() == time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Day():
		return t
	case t.Before(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(-offsetOf(t))):
		return to
	default:
		return from
	}
}

func offsetOf(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}

// dayOf finds the day of a moment: the one whose midnight is the last at or before it. Where clocks go back over
// midnight the calendar shows two dates twice; midnights still come in order, so each moment has one day and
// each day is one stretch of the list.
func (s *State) dayOf(ms int64) (start, next int64) {
	y, m, d := time.UnixMilli(ms).In(s.parts.zone).Date()
	at := func(offset int) int64 { return midnight(y, m, d+offset, s.parts.zone).UnixMilli() }
	start, next = at(0), at(1)
	if ms >= next {
		return next, at(2)
	}
	return start, next
}

// date names the day that begins at start. Noon is safe from clocks that change at midnight.
func (s *State) date(start int64) string {
	return time.UnixMilli(start).Add(12 * time.Hour).In(s.parts.zone).Format(time.DateOnly)
}

// DayOf names the day (YYYY-MM-DD, the briefing's zone) under which a moment is listed.
func (s *State) DayOf(t time.Time) string {
	start, _ := s.dayOf(t.UnixMilli())
	return s.date(start)
}

// bounds gives the first and the next midnight of a date; ok is false for what is not one.
func (s *State) bounds(date string) (start, next int64, ok bool) {
	t, err := time.ParseInLocation(time.DateOnly, date, time.UTC)
	if err != nil {
		return 0, 0, false
	}
	y, m, d := t.Date()
	start = midnight(y, m, d, s.parts.zone).UnixMilli()
	return start, midnight(y, m, d+1, s.parts.zone).UnixMilli(), true
}

// touchDay notes a change of a listed item on its day; more is 1 for a new item.
func (s *State) touchDay(r *row, more int) {
	days := &s.parts.days
	days.edit()
	if n := len(days.v); n > 0 && r.when >= days.v[n-1].start {
		if _, next := s.dayOf(days.v[n-1].start); r.when < next {
			days.v[n-1].count += more
			days.v[n-1].last = max(days.v[n-1].last, r.last)
			return
		}
	}
	start, _ := s.dayOf(r.when)
	at := sort.Search(len(days.v), func(k int) bool { return days.v[k].start >= start })
	if at == len(days.v) || days.v[at].start != start {
		days.v = slices.Insert(days.v, at, dayRow{start: start})
	}
	days.v[at].count += more
	days.v[at].last = max(days.v[at].last, r.last)
}

// rebuildDays works the days out anew: the zone changed, or an item left or entered the list.
func (s *State) rebuildDays() {
	var days []dayRow
	var next int64
	for i := range s.parts.listed.all().forth() {
		r := s.parts.table.row(i)
		if len(days) == 0 || r.when >= next {
			var start int64
			start, next = s.dayOf(r.when)
			days = append(days, dayRow{start: start})
		}
		d := &days[len(days)-1]
		d.count++
		d.last = max(d.last, r.last)
	}
	s.parts.days = cow[dayRow]{v: days, mine: true}
}

// Days lists the days with developments, newest first.
func (s *State) Days() []Day {
	days := make([]Day, 0, len(s.parts.days.v))
	for _, d := range slices.Backward(s.parts.days.v) {
		days = append(days, Day{Date: s.date(d.start), Count: d.count, LastSeq: d.last})
	}
	return days
}
