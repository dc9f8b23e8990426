package reading

import (
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// point is a place in time as far as it is told: zero months and days are unknown. A year before the common era is
// negative.
type point struct {
	year, month, day int
	part             string // of the year (Q3 H1 SU W18 W18-WE) or of the day (TMO T18:00Z)
	digits           int    // how many digits of the year are told: 3 of a decade, 2 of a century; 0 is all
}

func dayPoint(t time.Time) point { return point{year: t.Year(), month: int(t.Month()), day: t.Day()} }

// known tells whether the year is told.
func (p point) known() bool { return p.year != 0 }

// isDay tells whether the point is a known day.
func (p point) isDay() bool { return p.known() && p.month > 0 && p.day > 0 }

// hasMonth tells whether the point lies within a known month.
func (p point) hasMonth() bool { return p.known() && p.month > 0 }

// time is the first day of the point; the part of the year is left aside.
func (p point) time() time.Time {
	return time.Date(p.year, time.Month(max(p.month, 1)), max(p.day, 1), 0, 0, 0, 0, time.UTC)
}

// String writes the point as a TIMEX3 value.
func (p point) String() string {
	s := "XXXX"
	switch {
	case p.year < 0:
		s = "BC" + pad(-p.year, 4)
	case p.year > 0:
		s = pad(p.year, 4)
	}
	if p.digits > 0 {
		return s[:len(s)-4+p.digits]
	}
	clock := strings.HasPrefix(p.part, "T")
	if p.month > 0 {
		s += "-" + pad(p.month, 2)
		if p.day > 0 {
			s += "-" + pad(p.day, 2)
		} else if clock {
			s += "-XX"
		}
	} else if clock {
		s += "-XX-XX"
	}
	if clock {
		return s + p.part
	}
	if p.part != "" {
		return s + "-" + p.part
	}
	return s
}

// dayOf is the value of a date, or of the day that a time of day lies on; empty where there is none.
func dayOf(d brief.ReadDate) string {
	switch day, _, _ := strings.Cut(d.Value, "T"); d.Type {
	case "DATE":
		return d.Value
	case "TIME":
		return either(day == openValues["D"], "", day)
	}
	return ""
}

// openValues are the values of points of which only the grain is known.
var openValues = map[string]string{"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
	"DE": "XXX", "CE": "XX", "WE": "XXXX-WXX-WE", "F": "XXXX-WXX"}

// shifted is the point n units from another, as coarse as the unit; false when that other is too coarse for it.
func shifted(p point, n int, unit string) (point, bool) {
	if !p.known() || p.digits > 0 && unit != "DE" && unit != "CE" {
		return point{}, false
	}
	switch unit {
	case "D":
		return dayPoint(p.time().AddDate(0, 0, n)), p.isDay()
	case "F":
		return weekPoint(p.time().AddDate(0, 0, 14*n), ""), p.isDay()
	case "W":
		return weekPoint(p.time().AddDate(0, 0, 7*n), ""), p.isDay()
	case "WE":
		return weekPoint(p.time().AddDate(0, 0, 7*n), "-WE"), p.isDay()
	case "M":
		t := time.Date(p.year, time.Month(p.month+n), 1, 0, 0, 0, 0, time.UTC)
		return point{year: t.Year(), month: int(t.Month())}, p.month > 0
	case "Q":
		q := (p.month - 1) / 3
		if strings.HasPrefix(p.part, "Q") {
			q = atoi(p.part[1:]) - 1
		} else if p.month == 0 {
			return point{}, false
		}
		t := time.Date(p.year, time.Month(3*(q+n)+1), 1, 0, 0, 0, 0, time.UTC)
		return point{year: t.Year(), part: "Q" + strconv.Itoa((int(t.Month())-1)/3+1)}, true
	case "DE":
		return point{year: p.year + 10*n, digits: 3}, true
	case "CE":
		return point{year: p.year + 100*n, digits: 2}, true
	}
	year := p.year + n
	if year == 0 || year < -9999 || year > 9999 {
		return point{}, false
	}
	return point{year: year}, true
}

func weekPoint(t time.Time, end string) point {
	year, week := t.ISOWeek()
	return point{year: year, part: "W" + pad(week, 2) + end}
}

// length writes a duration: the count as it goes into the value, and the unit.
func length(count, unit string) string {
	if strings.HasPrefix(unit, "T") {
		return "PT" + count + unit[1:]
	}
	if unit == "F" {
		if n := atoi(count); n > 0 {
			return "P" + strconv.Itoa(2*n) + "W"
		}
		return "PXW"
	}
	if unit == "WE" {
		return "P" + count + "WE"
	}
	return "P" + count + unit
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// valid tells whether a day exists; a month alone always does.
func valid(year, month, day int) bool {
	if day == 0 {
		return true
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Day() == day
}

func either[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
