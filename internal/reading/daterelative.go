package reading

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// units are the units of time with their letter in ISO 8601 durations; those of hours and minutes stand after T.
var units = map[string]string{"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M",
	"year": "Y", "decade": "E", "century": "C"}

func unitOf(t token) string {
	if t.kind != word {
		return ""
	}
	if u := units[t.low]; u != "" {
		return u
	}
	if t.low == "centuries" {
		return "C"
	}
	return units[strings.TrimSuffix(t.low, "s")]
}

// quantity reads the count before a unit of time: digits, a word, or "a" where a length is meant.
func quantity(f []token, i int) (n int, ok bool) {
	t := f[i]
	if t.kind == number {
		n, err := strconv.Atoi(strings.ReplaceAll(t.low, ",", ""))
		return n, err == nil && n > 0 && n < 100000
	}
	if n := numerals[t.low]; n > 0 {
		return n, true
	}
	return 1, t.low == "a" || t.low == "an"
}

func span(n int, unit string) string {
	switch unit {
	case "E":
		return fmt.Sprintf("P%dY", 10*n)
	case "C":
		return fmt.Sprintf("P%dY", 100*n)
	}
	if strings.HasPrefix(unit, "T") {
		return fmt.Sprintf("PT%d%s", n, unit[1:])
	}
	return fmt.Sprintf("P%d%s", n, unit)
}

// ago reads "10 months ago", "three days earlier" (narrative only), as a point as coarse as its unit.
func (r *dater) ago(f []token, i int) (found, bool) {
	n, ok := quantity(f, i)
	if !ok || i+2 >= len(f) || unitOf(f[i+1]) == "" {
		return found{}, false
	}
	unit := unitOf(f[i+1])
	switch f[i+2].low {
	case "ago":
	case "earlier", "later":
		if r.anchor != "narrative" || r.seen.IsZero() {
			return found{}, false
		}
	default:
		return found{}, false
	}
	if f[i+2].low != "later" {
		n = -n
	}
	x := found{from: i, to: i + 3, kind: "DATE", rule: "ago"}
	if strings.HasPrefix(unit, "T") {
		x.kind, x.value = "TIME", "XXXX-XX-XXTXX"
		return x, true
	}
	x.value = shifted(r.now(), n, unit)
	if strings.HasPrefix(x.value, "XXXX") {
		x.rule = "ago/no-anchor"
	}
	return x, true
}

// shifted is the point n units from t, as coarse as the unit; unknown digits are X when t is zero.
func shifted(t time.Time, n int, unit string) string {
	if t.IsZero() {
		return map[string]string{"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "E": "XXX", "C": "XX"}[unit]
	}
	switch unit {
	case "D":
		return t.AddDate(0, 0, n).Format("2006-01-02")
	case "W":
		year, week := t.AddDate(0, 0, 7*n).ISOWeek()
		return pad(year, 4) + "-W" + pad(week, 2)
	case "M":
		first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, n, 0).Format("2006-01")
	case "E":
		n *= 10
	case "C":
		n *= 100
	}
	year := t.Year() + n
	if year < 1 {
		return "XXXX"
	}
	return pad(year, 4)
}

// duration reads "one week", "10 years"; "a week" only after a word that makes it a length.
func (r *dater) duration(f []token, i int) (found, bool) {
	n, ok := quantity(f, i)
	if !ok || i+1 >= len(f) || unitOf(f[i+1]) == "" || f[i+1].owns && f[i].kind == word && numerals[f[i].low] == 0 {
		return found{}, false
	}
	if i+2 < len(f) && (f[i+2].low == "old" || f[i+2].low == "olds") {
		return found{}, false
	}
	if f[i].low == "a" || f[i].low == "an" {
		if i == 0 {
			return found{}, false
		}
		switch f[i-1].low {
		case "for", "about", "within", "least", "than", "almost", "nearly", "over", "under", "around", "after", "half", "in":
		default:
			return found{}, false
		}
	}
	return found{from: i, to: i + 2, kind: "DURATION", value: span(n, unitOf(f[i+1])), rule: "duration"}, true
}

// weekday reads the name of a day: the last one before publication, the next one where the text looks ahead.
func (r *dater) weekday(f []token, i int) (found, bool) {
	day := days[f[i].low]
	if day == 0 || !f[i].upper || f[i].owns && i+1 < len(f) && f[i+1].upper {
		return found{}, false
	}
	x := found{from: i, to: i + 1, kind: "DATE", rule: "weekday"}
	next := ahead(f, x)
	if i > 0 && (f[i-1].low == "next" || f[i-1].low == "last" || f[i-1].low == "this") {
		next = f[i-1].low == "next" || next
		x.from--
	}
	now := r.now()
	if now.IsZero() {
		x.value, x.rule = "XXXX-WXX-"+strconv.Itoa(day), "weekday/no-anchor"
		return x, true
	}
	back := (int(now.Weekday()) - day + 7) % 7
	if x.from < i && f[i-1].low == "last" && back == 0 {
		back = 7
	}
	x.rule = "weekday/nearest-past"
	if next {
		back = -((day - int(now.Weekday()) + 7) % 7)
		if back == 0 && f[max(i-1, 0)].low == "next" {
			back = -7
		}
		x.rule = "weekday/nearest-future"
	}
	x.value = now.AddDate(0, 0, -back).Format("2006-01-02")
	return x, true
}

// deictic reads today, yesterday, tomorrow, and last, this or next week, month or year.
func (r *dater) deictic(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", rule: "relative"}
	switch f[i].low {
	case "today":
		x.value = shifted(r.now(), 0, "D")
	case "yesterday":
		x.value = shifted(r.now(), -1, "D")
	case "tomorrow":
		x.value = shifted(r.now(), 1, "D")
	case "last", "this", "next":
		if i+1 >= len(f) || f[i+1].kind != word {
			return found{}, false
		}
		unit := units[f[i+1].low]
		if unit != "W" && unit != "M" && unit != "Y" {
			return found{}, false
		}
		x.to++
		x.value = shifted(r.now(), map[string]int{"last": -1, "this": 0, "next": 1}[f[i].low], unit)
	default:
		return found{}, false
	}
	if strings.HasPrefix(x.value, "XX") {
		x.rule = "relative/no-anchor"
	}
	return x, true
}

// premodify takes in the words before an expression that change it: about, at least, early, the beginning of.
func premodify(f []token, x found) found {
	low := func(k int) string {
		if x.from-k < 0 {
			return ""
		}
		return f[x.from-k].low
	}
	take := func(k int, mod string) found {
		x.from -= k
		x.mod = mod
		return x
	}
	point := x.kind != "DURATION"
	switch low(1) {
	case "about", "around", "some", "nearly", "almost", "roughly", "approximately":
		return take(1, "APPROX")
	case "than":
		if low(2) == "more" {
			return take(2, either(point, "BEFORE", "MORE_THAN"))
		}
		if low(2) == "less" || low(2) == "fewer" {
			return take(2, either(point, "AFTER", "LESS_THAN"))
		}
	case "over":
		if !point {
			return take(1, "MORE_THAN")
		}
	case "least":
		if low(2) == "at" {
			return take(2, either(point, "BEFORE", "EQUAL_OR_MORE"))
		}
	case "most":
		if low(2) == "at" {
			return take(2, either(point, "AFTER", "EQUAL_OR_LESS"))
		}
	case "to":
		if low(2) == "up" && !point {
			return take(2, "EQUAL_OR_LESS")
		}
	}
	if !point {
		return x
	}
	return partOf(x, low, take)
}

// partOf takes in the words that pick a part of a day, a month or a year.
func partOf(x found, low func(int) string, take func(int, string) found) found {
	parts := map[string]string{"early": "START", "late": "END", "beginning": "START", "start": "START", "end": "END",
		"middle": "MID", "mid": "MID"}
	switch low(1) {
	case "early", "late", "mid":
		return take(1, parts[low(1)])
	}
	if low(1) == "-" && low(2) == "mid" {
		return take(2, "MID")
	}
	if (low(1) == "on" || low(1) == "in") && (low(2) == "late" || low(2) == "early") {
		return take(2, parts[low(2)])
	}
	if low(1) == "of" && parts[low(2)] != "" {
		if low(3) == "the" {
			return take(3, parts[low(2)])
		}
		return take(2, parts[low(2)])
	}
	return x
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
