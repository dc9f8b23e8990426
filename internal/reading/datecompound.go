package reading

import "strings"

// hyphenated reads "10-year" and "two-week"; "10-year-old" is an age.
func (r *dater) hyphenated(f []token, i int) (found, bool) {
	count, unit, ok := strings.Cut(f[i].low, "-")
	n := numerals[count]
	if f[i].kind == number {
		n = atoi(count)
	}
	if !ok || n < 1 || n > 9999 || units[unit] == "" {
		return found{}, false
	}
	return found{from: i, to: i + 1, kind: "DURATION", value: span(n, units[unit]), rule: "duration"}, true
}

// decade reads "the 1990s".
func (r *dater) decade(f []token, i int) (found, bool) {
	t := f[i]
	if t.kind != number || len(t.low) != len("1990s") || !strings.HasSuffix(t.low, "0s") || atoi(t.low[:4]) < 1500 {
		return found{}, false
	}
	return found{from: i, to: i + 1, kind: "DATE", value: t.low[:3], rule: "decade"}, true
}

// weekdayDate reads a date with its day of the week before it: Monday, March 3.
func (r *dater) weekdayDate(f []token, i int) (found, bool) {
	j := i + 1
	if low(f, j) == "," {
		j++
	}
	if days[f[i].low] == 0 || !f[i].upper || j >= len(f) {
		return found{}, false
	}
	x, ok := r.monthDay(f, j)
	if !ok {
		x, ok = r.dayMonth(f, j)
	}
	x.from = i
	return x, ok
}
