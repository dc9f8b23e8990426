package reading

import (
	"strings"
	"time"
)

// maxDays is how many days of one month are read together.
const maxDays = 12

// dayList reads "12, 13 and 14 June 2030" and "the 12th and 13th of June": each day is a finding.
func (r *dater) dayList(f []token, i int) (found, bool) {
	at, next, ok := daysFrom(f, i)
	if !ok {
		return found{}, false
	}
	if low(f, next) == "of" {
		next++
	}
	if next >= len(f) || monthNumber(f[next]) == 0 {
		return found{}, false
	}
	last := found{from: at[len(at)-1], to: next + 1, kind: "DATE", open: true, rule: "day-month", point: point{month: monthNumber(f[next])}}
	return r.days(f, at, r.withYear(f, last))
}

// monthDays reads "June 12, 13 and 14, 2030".
func (r *dater) monthDays(f []token, i, month int) (found, bool) {
	j := i + 1
	if low(f, j) == "." {
		j++
	}
	at, next, ok := daysFrom(f, j)
	if !ok || countsNext(f, at[len(at)-1]) || next < len(f) && f[next].kind == word && !f[next].upper && !prepositions[f[next].low] && !timeVerbs(f[next].low) {
		return found{}, false
	}
	last := found{from: at[len(at)-1], to: next, kind: "DATE", open: true, rule: "month-day", point: point{month: month}}
	x, ok := r.days(f, at, r.withYear(f, last))
	x.from = i
	return x, ok
}

// timeVerbs may stand right behind the last day of a list, and show that no number of things follows.
func timeVerbs(w string) bool {
	return auxiliaries[w] || finite[w] || w == "and" || w == "but" || strings.HasSuffix(w, "ed")
}

// daysFrom reads three days and more, or two ordinals, that begin at i: where they stand, and the token behind the last.
func daysFrom(f []token, i int) (at []int, next int, ok bool) {
	before, ordinals := 0, true
	for k := i; k < len(f) && len(at) < maxDays; {
		n := dayNumber(f[k])
		if n <= before {
			return nil, 0, false
		}
		before, at = n, append(at, k)
		ordinals = ordinals && ordinal(f[k].low) > 0
		last := low(f, k-1) == "and" && len(at) > 1
		switch {
		case last:
			return at, k + 1, len(at) > 2 || ordinals
		case low(f, k+1) == "," && low(f, k+2) == "and":
			k += 3
		case low(f, k+1) == "," || low(f, k+1) == "and":
			k += 2
			if low(f, k) == "the" {
				k++
			}
		default:
			return nil, 0, false
		}
	}
	return nil, 0, false
}

// days makes the findings of a list, of which the last has the month and the year of all.
func (r *dater) days(f []token, at []int, last found) (found, bool) {
	if !valid(max(last.year, 2000), last.month, dayNumber(f[at[len(at)-1]])) {
		return found{}, false
	}
	var first found
	for n, k := range at {
		x := last
		x.point.day = dayNumber(f[k])
		if n < len(at)-1 {
			x.from, x.to = k, k+1
		}
		if n == 0 {
			x.article = true
			first = x
			continue
		}
		r.more = append(r.more, x)
	}
	return first, true
}

// weekdayOf reads "Friday the 21st": the nearest month in which that day is one.
func (r *dater) weekdayOf(f []token, i int) (found, bool) {
	if low(f, i+1) != "the" || i+2 >= len(f) || ordinal(f[i+2].low) == 0 || dayNumber(f[i+2]) == 0 || low(f, i+3) == "of" {
		return found{}, false
	}
	base := r.now()
	if !base.isDay() {
		return found{}, false
	}
	x := found{from: i, to: i + 3, kind: "DATE", rule: "weekday-day/nearest-past"}
	now, step := base.time(), -1
	if looksAhead(tenseAt(f, x), "") {
		x.rule, step = "weekday-day/nearest-future", 1
	}
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for n := range 14 {
		month := first.AddDate(0, step*n, 0)
		day := month.AddDate(0, 0, dayNumber(f[i+2])-1)
		if day.Month() != month.Month() || int(day.Weekday()) != days[f[i].low]%7 || step < 0 && day.After(now) || step > 0 && day.Before(now) {
			continue
		}
		x.point = dayPoint(day)
		return x, true
	}
	return found{}, false
}

// shortDecade reads "the '90s" of the last century; those that could be of this one are left alone.
func shortDecade(f []token, i int) (found, bool) {
	tens := strings.TrimSuffix(f[i].low, "0s")
	mark := low(f, i-1)
	if len(tens) != 1 || tens < "3" || tens > "9" || mark != "'" && mark != "’" && mark != "‘" || f[i-1].End != f[i].Start {
		return found{}, false
	}
	return found{from: i - 1, to: i + 1, kind: "DATE", rule: "decade", article: true, point: point{year: 1900 + 10*int(tens[0]-'0'), digits: 3}}, true
}

// beforeLast reads "the week before last", its noun at i.
func (r *dater) beforeLast(f []token, i int, unit string) (found, bool) {
	if low(f, i+1) != "before" || low(f, i+2) != "last" || unit == "D" {
		return found{}, false
	}
	p, ok := shifted(r.now(), -2, unit)
	return found{from: i, to: i + 3, kind: "DATE", rule: "relative", article: true, point: p}, ok
}
