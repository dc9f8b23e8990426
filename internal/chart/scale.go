package chart

import (
	"math"
	"time"

	"livebrief/internal/brief"
)

// ticks are round numbers from at most low to at least high, in steps of 1, 2 or 5 times a power of ten, about as many as asked.
func ticks(low, high float64, about int) []float64 {
	if !(high > low) {
		high = low + 1
	}
	rough := (high - low) / float64(about)
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	step := 10 * power
	for _, m := range []float64{1, 2, 5} {
		if rough <= m*power {
			step = m * power
			break
		}
	}
	var out []float64
	for k := math.Floor(low / step); ; k++ {
		out = append(out, k*step)
		if k*step >= high {
			return out
		}
	}
}

// dayNumber counts days from 1970, for a date known to the day; ok is false for others.
func dayNumber(d brief.Date) (n int, ok bool) {
	if !d.Day() {
		return 0, false
	}
	t, err := time.Parse(time.DateOnly, string(d))
	return int(t.Unix() / 86400), err == nil
}

// turns are the days on which a year, a quarter or a month begins between two days: the longest of them of which there are at least
// three, at most a dozen; the two days themselves where there are none.
func turns(from, to int) []brief.Date {
	start, end := time.Unix(int64(from)*86400, 0).UTC(), time.Unix(int64(to)*86400, 0).UTC()
	for _, months := range []int{120, 60, 24, 12, 6, 3, 2, 1} {
		var out []brief.Date
		at := time.Date(start.Year()-start.Year()%max(1, months/12), 1, 1, 0, 0, 0, 0, time.UTC)
		for ; !at.After(end); at = at.AddDate(0, months, 0) {
			if !at.Before(start) {
				out = append(out, brief.DateOf(at))
			}
		}
		if len(out) >= 3 {
			return out
		}
	}
	return []brief.Date{brief.DateOf(start), brief.DateOf(end)}
}
