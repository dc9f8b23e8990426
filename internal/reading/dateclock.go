package reading

import "strings"

// clockBefore are the words after which 14:30 is a time of day without more.
var clockBefore = set("at by around about until till from before after since between approximately")

// clock reads a time of day: 18:00 UTC, 6 p.m., 6:40 p.m. (GMT +8), 12:30 EST, 1430 GMT, and the day that it has.
func (r *dater) clock(f []token, i int) (found, bool) {
	hour, minute, to, sure := clockNumber(f, i)
	if to == 0 {
		return found{}, false
	}
	zone, zoneTo := zoneAt(f, to)
	if !sure && zoneTo == to && !(strings.Contains(f[i].low, ":") && i > 0 && (clockBefore[f[i-1].low] || r.endsRange(f, i))) {
		return found{}, false
	}
	x := found{from: i, to: zoneTo, kind: "TIME", rule: "clock", point: point{part: "T" + pad(hour, 2) + ":" + pad(minute, 2) + zone}}
	return r.withDay(f, x), true
}

// endsRange tells whether a time without more is the second one of a range: from 22:00 to 05:00.
func (r *dater) endsRange(f []token, i int) bool {
	return r.prior == i-1 && r.prior > 0 && rangeWord(f[i-1].low) && strings.Contains(f[r.prior-1].low, ":")
}

// clockNumber reads hour and minute at i and the half of the day behind them; sure tells whether they can be
// nothing else. to is 0 when they are no time.
func clockNumber(f []token, i int) (hour, minute, to int, sure bool) {
	s := f[i].low
	half := ""
	for _, h := range []string{"am", "pm"} {
		if cut, ok := strings.CutSuffix(s, h); ok {
			s, half = cut, h
		}
	}
	hours, minutes, cut := strings.Cut(s, ":")
	if !cut {
		hours, minutes, cut = strings.Cut(s, ".")
	}
	to = i + 1
	if half == "" {
		half, to = halfOfDay(f, to)
	}
	if len(s) == 4 && digits(s) && half == "" {
		hours, minutes, cut = s[:2], s[2:], true
	}
	if !digits(hours) || len(hours) > 2 || cut && (len(minutes) != 2 || !digits(minutes)) || !cut && half == "" {
		return 0, 0, 0, false
	}
	hour, minute = atoi(hours), atoi(minutes)
	if half != "" && (hour < 1 || hour > 12) || hour > 23 || minute > 59 {
		return 0, 0, 0, false
	}
	switch {
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	return hour, minute, to, half != ""
}

// halfOfDay reads a.m., pm, o'clock, in the evening behind an hour.
func halfOfDay(f []token, j int) (half string, to int) {
	switch s := strings.ReplaceAll(low(f, j), ".", ""); s {
	case "am", "pm":
		return s, j + 1
	case "o'clock", "o’clock":
		if half, to := halfOfDay(f, j+1); half != "" {
			return half, to
		}
		return "o'clock", j + 1
	case "in":
		if low(f, j+1) == "the" {
			switch low(f, j+2) {
			case "morning":
				return "am", j + 3
			case "afternoon", "evening":
				return "pm", j + 3
			}
		}
	}
	return "", j
}

// zoneAt reads the zone behind a time: UTC, (GMT +8), local time, Eastern time. to is j when there is none.
func zoneAt(f []token, j int) (zone string, to int) {
	k := j
	open := low(f, k) == "("
	if open {
		k++
	}
	if k >= len(f) || f[k].kind != word {
		return "", j
	}
	value, ok := zones[strings.ReplaceAll(f[k].low, ".", "")]
	switch {
	case ok && f[k].upper:
		k++
		zone, k = zoneOffset(f, k, value)
	case low(f, k+1) == "time" && (f[k].low == "local" || f[k].upper && !starters[f[k].low]):
		k += 2
	case low(f, k+2) == "time" && f[k].upper && (low(f, k+1) == "daylight" || low(f, k+1) == "standard"):
		k += 3
	default:
		return "", j
	}
	if open {
		if low(f, k) != ")" {
			return "", j
		}
		k++
	}
	return zone, k
}

// zoneOffset reads the hours behind UTC or GMT: +8, -5.
func zoneOffset(f []token, k int, value string) (zone string, to int) {
	sign := low(f, k)
	if sign == "–" || sign == "−" {
		sign = "-"
	}
	if value != "Z" || sign != "+" && sign != "-" || k+1 >= len(f) || f[k+1].kind != number {
		return value, k
	}
	hours, minutes, _ := strings.Cut(f[k+1].low, ":")
	if !digits(hours) || atoi(hours) > 14 || minutes != "" && !digits(minutes) {
		return value, k
	}
	return sign + pad(atoi(hours), 2) + ":" + pad(atoi(minutes), 2), k + 2
}

// withDay gives a time of day its day: the one behind it, or else the last one of the paragraph, or else today.
func (r *dater) withDay(f []token, x found) found {
	j := x.to
	switch low(f, j) {
	case "on", "of", ",":
		j++
	}
	if d, ok := r.dayAt(f, j); ok && (low(f, x.to) != "," || timeWords[low(f, j)].sort != nowWord) {
		x.to = d.to
		if d.value != "" {
			x.value = d.value + x.part
			return x
		}
		x.year, x.month, x.point.day = d.year, d.month, d.point.day
		if d.part != "" {
			x.part = d.part
		}
		return x
	}
	day := r.here
	if d, ok := r.dayAt(f, pastBrackets(f, x.to)); ok && d.value == "" {
		day = d.point
	}
	if day.day == 0 && r.narrative {
		day = r.day
	}
	if day.day == 0 {
		day = r.published
	}
	x.year, x.month, x.point.day = day.year, day.month, day.day
	return x
}

// pastBrackets is the token after "on" behind brackets that open at j: 6 p.m. (1600 GMT) on Sunday. It is the end of
// the list where there are none.
func pastBrackets(f []token, j int) int {
	if low(f, j) != "(" {
		return len(f)
	}
	for k := j + 1; k < j+6; k++ {
		if low(f, k) == ")" && low(f, k+1) == "on" {
			return k + 2
		}
	}
	return len(f)
}

// dayAt reads a day at j, its year worked out.
func (r *dater) dayAt(f []token, j int) (x found, ok bool) {
	if j >= len(f) {
		return found{}, false
	}
	switch timeWords[f[j].low].sort {
	case monthWord:
		x, ok = r.monthDay(f, j, monthNumber(f[j]))
		ok = ok && monthNumber(f[j]) > 0
	case dayWord:
		x, ok = r.weekday(f, j, "")
	case nowWord:
		x, ok = r.fromToday(f, j)
	default:
		if f[j].kind == number {
			x, ok = r.dayMonth(f, j)
		} else if low(f, j) == "the" && j+1 < len(f) && f[j+1].kind == number {
			x, ok = r.dayMonth(f, j+1)
		}
	}
	if len(r.more) > 0 {
		r.more = r.more[:0]
		return found{}, false
	}
	r.settle(f, &x)
	return x, ok && (x.point.day > 0 || x.value != "")
}

// withClock takes in the time of day behind a day: Monday morning, May 5 at 18:00.
func (r *dater) withClock(f []token, x found) found {
	j := x.to
	if j >= len(f) {
		return x
	}
	if w := timeWords[f[j].low]; w.sort == partWord && f[j].kind == word && !f[x.to-1].owns {
		return r.atTime(f, x, w.value, j+1)
	}
	if low(f, j) == "," {
		j++
	}
	if low(f, j) == "at" {
		j++
	}
	mod := ""
	if s := low(f, j); s == "around" || s == "about" || s == "approximately" {
		j, mod = j+1, "APPROX"
	}
	if j >= len(f) || j == x.to && f[j].kind != number {
		return x
	}
	if w := timeWords[f[j].low]; w.sort == partWord && strings.Contains(w.value, ":") && j > x.to {
		return r.atTime(f, x, w.value, j+1)
	}
	if f[j].kind != number {
		return x
	}
	hour, minute, to, sure := clockNumber(f, j)
	if to == 0 {
		return x
	}
	zone, zoneTo := zoneAt(f, to)
	if !sure && zoneTo == to && !(j > 0 && clockBefore[f[j-1].low] && strings.Contains(f[j].low, ":")) {
		return x
	}
	x.mod = mod
	return r.atTime(f, x, "T"+pad(hour, 2)+":"+pad(minute, 2)+zone, zoneTo)
}

// atTime makes a day a time of that day.
func (r *dater) atTime(f []token, x found, part string, to int) found {
	r.settle(f, &x)
	if x.kind, x.to = "TIME", to; x.value != "" {
		x.value += part
	}
	x.part = part
	return x
}

// fromToday reads today, yesterday, tomorrow, tonight, with a time of day.
func (r *dater) fromToday(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", rule: "relative"}
	if low(f, i-1) == "of" && f[i].low != "tonight" && timeWords[low(f, i-2)].sort == notTime && !endsOf[low(f, i-2)] && !f[i].owns {
		return found{}, false
	}
	n := timeWords[f[i].low].n
	if s := low(f, i-1); low(f, i-2) == "day" && i-2 >= r.prior && (s == "after" && n > 0 || s == "before" && n < 0) {
		n, x.from, x.article = 2*n, i-2, true
	}
	p, ok := shifted(r.now(), n, "D")
	if x.point = p; !ok {
		x.value, x.rule, x.point = openValues["D"], "relative/no-anchor", point{}
	}
	if f[i].low == "tonight" {
		return r.atTime(f, x, "TNI", i+1), true
	}
	return r.withClock(f, x), true
}

// partOfDay reads noon and midnight, "the morning of May 5", "in the evening".
func (r *dater) partOfDay(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "TIME", rule: "part-of-day", article: true, point: point{part: timeWords[f[i].low].value}}
	before := low(f, i-1)
	if f[i].upper && i > 0 && !stops(f[i-1]) {
		return found{}, false
	}
	if strings.Contains(x.part, ":") || f[i].low == "midday" {
		x.article = false
		zone, to := zoneAt(f, i+1)
		x.part, x.to = x.part+zone, to
		return r.withDay(f, x), true
	}
	if s := low(f, i+1); s == "of" || s == "on" {
		if _, ok := r.dayAt(f, i+2); ok {
			return r.withDay(f, x), true
		}
		return found{}, false
	}
	if before != "the" || !whileDay[low(f, i-2)] || i+1 < len(f) && f[i+1].kind == word && !functional(f[i+1]) {
		return found{}, false
	}
	x.article = true
	return r.withDay(f, x), true
}

// whileDay stand before "the morning" where it is one of the day that is told of.
var whileDay = set("in during by throughout into later")

// endsOf may stand before "of today".
var endsOf = set("start end beginning morning afternoon evening night events")
