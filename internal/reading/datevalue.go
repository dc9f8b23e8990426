package reading

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dayNumber reads 24, 24th and the first day of 24-26; 0 for anything else.
func dayNumber(s string) int {
	if m := rangeShape.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	for _, end := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	n := atoi(s)
	if len(s) > 2 || n > 31 {
		return 0
	}
	return n
}

// yearNumber reads a token of four digits, 0 for anything else.
func yearNumber(t token) int {
	if t.kind != number || len(t.low) != 4 {
		return 0
	}
	if n := atoi(t.low); n >= 1500 && n < 2200 {
		return n
	}
	return 0
}

// yearAfter reads the year at j, with or without a comma before it, and gives where the text goes on.
func yearAfter(f []token, j int) (year, next int) {
	k := j
	if low(f, k) == "," {
		k++
	}
	if k < len(f) {
		if y := yearNumber(f[k]); y > 0 {
			return y, k + 1
		}
	}
	return 0, j
}

// afterAbbreviation is what follows a month, with the full stop of "Sept." left behind.
func afterAbbreviation(f []token, i int) int {
	if len(f[i].low) <= 4 && low(f, i+1) == "." && i+2 < len(f) {
		return i + 2
	}
	return i + 1
}

// wayOf tells which way to look from the anchor: "last" and "next" before a month say so.
func wayOf(f []token, i int) string { return low(f, i-1) }

// graceDays is how far a day without a year may lie after publication and still be meant: what is about to happen
// is news too.
const graceDays = 7

// yearFor works out the year of a month, or of a day in it when day is not 0: the latest that is not after the
// anchor, but the nearest either way where the sentence speaks of what will be, and in a narrative, which goes on.
func (r *dater) yearFor(month, day int, way string) int {
	y := r.anchor.Year()
	limit, size := r.anchor.AddDate(0, 0, graceDays), max(day, 1)
	if day == 0 {
		limit = r.anchor
	}
	best, gap := 0, time.Duration(0)
	for c := y + 1; c >= y-8; c-- {
		if size > daysIn(month, c) {
			continue
		}
		t := time.Date(c, time.Month(month), size, 0, 0, 0, 0, time.UTC)
		off := r.anchor.Sub(t).Abs()
		sameMonth := day == 0 && c == y && int(r.anchor.Month()) == month
		switch {
		case way == "next" && t.After(r.anchor):
			best = c
		case way == "next":
			return max(best, y)
		case way == "last" && sameMonth:
		case (r.coming || r.narrative) && way != "last":
			if best == 0 || off < gap {
				best, gap = c, off
			}
		case !t.After(limit):
			return c
		}
	}
	return best
}

// unitLetters are the letters of ISO 8601 for units of days and more.
var unitLetters = map[string]string{"day": "D", "days": "D", "week": "W", "weeks": "W", "month": "M", "months": "M",
	"year": "Y", "years": "Y", "decade": "0Y", "decades": "0Y"}

// amount reads a number of units: a length of time, or with "ago" the time so long before the anchor.
func (r *dater) amount(f []token, i int, how string) (found, bool) {
	n, j := count(f, i, how)
	unit := unitLetters[low(f, j)]
	if n <= 0 || unit == "" || j >= len(f) || f[j].owns {
		return hyphenated(f, i, how)
	}
	if unit == "0Y" {
		n, unit = n*10, "Y"
	}
	x := found{next: j + 1, typ: timexDuration, value: fmt.Sprintf("P%d%s", n, unit), mod: how, rule: "duration"}
	switch low(f, j+1) {
	case "old":
		return found{}, false
	case "ago", "earlier":
		if low(f, j+1) == "earlier" && r.narrative {
			return x, true
		}
		x.next, x.typ, x.mod, x.rule = j+2, timexDate, map[string]string{"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER", modApprox: modApprox}[how], "ago-open"
		x.value = ""
		if !r.anchor.IsZero() {
			x.value, x.rule = back(r.anchor, -n, unit), "ago"
		}
	}
	return x, true
}

// count reads a small number; an article counts as one after a word that measures.
func count(f []token, i int, how string) (n, next int) {
	w := low(f, i)
	if i < len(f) && f[i].kind == number && len(w) <= 4 {
		return atoi(w), i + 1
	}
	if w == "a" || w == "an" {
		switch {
		case how != "", low(f, i-1) == "for", low(f, i-1) == "within", low(f, i+2) == "ago", low(f, i+2) == "earlier":
			return 1, i + 1
		}
		return 0, i + 1
	}
	return numeral(w), i + 1
}

// numeral reads a number in words up to ninety-nine.
func numeral(w string) int {
	if n := numerals[w]; n > 0 {
		return n
	}
	if a, b, ok := strings.Cut(w, "-"); ok && numerals[a] >= 20 && numerals[b] > 0 && numerals[b] < 10 {
		return numerals[a] + numerals[b]
	}
	return 0
}

// hyphenated reads "10-year" and "two-week".
func hyphenated(f []token, i int, how string) (found, bool) {
	a, b, ok := strings.Cut(low(f, i), "-")
	if !ok || len(a) > 9 {
		return found{}, false
	}
	n := max(numerals[a], atoi(a))
	unit := unitLetters[b]
	if n <= 0 || unit == "" || unit == "0Y" {
		return found{}, false
	}
	return found{next: i + 1, typ: timexDuration, value: fmt.Sprintf("P%d%s", n, unit), mod: how, rule: "duration"}, true
}

// wordsFor reads the words that stand for a time: today, last month, the same day.
func (r *dater) wordsFor(f []token, i int) (found, bool) {
	x := found{first: i, next: i + 1, typ: timexDate, rule: "day-word"}
	shift, isDay := map[string]int{"yesterday": -1, "today": 0, "tomorrow": 1}[low(f, i)]
	switch {
	case isDay && f[i].owns:
		return x, false
	case isDay && r.anchor.IsZero():
		x.rule = "day-word-open"
		return x, true
	case isDay:
		x.value = back(r.anchor, shift, "D")
		return x, true
	}
	if low(f, i) == "the" && low(f, i+1) == "same" && low(f, i+2) == "day" && r.lastDay != "" {
		x.next, x.value, x.rule = i+3, r.lastDay, "same-day"
		return x, true
	}
	step, ok := map[string]int{"last": -1, "next": 1}[low(f, i)]
	unit := unitLetters[low(f, i+1)]
	if !ok || len(unit) != 1 || unit == "D" || strings.HasSuffix(low(f, i+1), "s") || low(f, i-1) == "the" {
		return x, false
	}
	x.next, x.rule = i+2, "last-next-open"
	if !r.anchor.IsZero() {
		x.value, x.rule = back(r.anchor, step, unit), "last-next"
	}
	return x, true
}

// back moves a time by n units and gives it as exactly as the unit is.
func back(t time.Time, n int, unit string) string {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch unit {
	case "Y":
		return year4(t.Year() + n)
	case "M":
		return first.AddDate(0, n, 0).Format("2006-01")
	case "W":
		y, w := t.AddDate(0, 0, 7*n).ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

func daysIn(month, year int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// atoi reads digits only; anything else, or too many of them, is 0.
func atoi(s string) int {
	if len(s) > 9 || strings.TrimLeft(s, "0123456789") != "" {
		return 0
	}
	n, _ := strconv.Atoi(s)
	return n
}

func two(n int) string   { return fmt.Sprintf("%02d", n) }
func year4(n int) string { return fmt.Sprintf("%04d", n) }
