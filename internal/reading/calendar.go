package reading

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoShape    = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(t\d\d:\d\d(:\d\d)?)?z?$`)
	dottedShape = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	decadeShape = regexp.MustCompile(`^(1[5-9]|20)\d0s$`)
	rangeShape  = regexp.MustCompile(`^(\d{1,2})-\d{1,2}$`)
)

// calendar reads what names a place in the calendar: a day, a month, a year. A bare month or year needs something
// that makes it a time; part tells that there is "the end of" before it.
func (r *dater) calendar(f []token, i int, part bool) (found, bool) {
	if i >= len(f) {
		return found{}, false
	}
	if f[i].kind == number {
		if x, ok := r.numeric(f, i); ok {
			return x, true
		}
		if x, ok := r.dayMonth(f, i); ok {
			return x, true
		}
		return r.year(f, i, part)
	}
	if f[i].kind != word || !f[i].upper && !strings.Contains(f[i].low, "-") {
		return found{}, false
	}
	if n := days[f[i].low]; n > 0 {
		return r.weekday(f, i, n)
	}
	return r.month(f, i, part)
}

// numeric reads 2022-09-24, 24.09.2022 and 1990s.
func (r *dater) numeric(f []token, i int) (found, bool) {
	t := f[i].low
	if len(t) > len("2006-01-02t15:04:05z") {
		return found{}, false
	}
	if m := isoShape.FindStringSubmatch(t); m != nil {
		x, ok := r.day(atoi(m[3]), atoi(m[2]), atoi(m[1]), "iso")
		if ok && m[4] != "" {
			x.typ, x.value = timexTime, x.value+strings.ToUpper(m[4])
		}
		x.next = i + 1
		return x, ok
	}
	if m := dottedShape.FindStringSubmatch(t); m != nil {
		x, ok := r.day(atoi(m[1]), atoi(m[2]), atoi(m[3]), "dotted")
		x.next = i + 1
		return x, ok
	}
	if decadeShape.MatchString(t) {
		return found{next: i + 1, typ: timexDate, value: t[:3], rule: "decade"}, true
	}
	return found{}, false
}

// dayMonth reads "24 September 2022", "24th of September", "24 сентября".
func (r *dater) dayMonth(f []token, i int) (found, bool) {
	day := dayNumber(f[i].low)
	if day == 0 {
		return found{}, false
	}
	j := i + 1
	if low(f, j) == "of" || low(f, j) == "." {
		j++
	}
	m := 0
	if j < len(f) {
		m = foreignMonths[f[j].low]
		if f[j].upper && low(f, i+1) != "." && months[f[j].low] > 0 {
			m = months[f[j].low]
		}
	}
	if m == 0 {
		return found{}, false
	}
	j = afterAbbreviation(f, j)
	if y, k := yearAfter(f, j); y > 0 {
		x, ok := r.day(day, m, y, "day-month-year")
		x.next = k
		return x, ok
	}
	x, ok := r.day(day, m, 0, "day-month")
	x.next = j
	return x, ok
}

// month reads what begins with the name of a month: a day, a year, or the month itself.
func (r *dater) month(f []token, i int, part bool) (found, bool) {
	name, mod := f[i].low, ""
	if a, b, ok := strings.Cut(name, "-"); ok && (a == "mid" || a == "early" || a == "late") {
		name, mod = b, map[string]string{"mid": modMid, "early": modStart, "late": modEnd}[a]
	}
	m := months[name]
	if m == 0 {
		return found{}, false
	}
	j := afterAbbreviation(f, i)
	if day := dayNumber(low(f, j)); day > 0 && mod == "" && f[j].kind == number {
		return r.monthDay(f, j, m, day)
	}
	if y, k := yearAfter(f, j); y > 0 {
		return found{next: k, typ: timexDate, value: year4(y) + "-" + two(m), mod: mod, rule: "month-year"}, true
	}
	if len(name) < 4 && name != "may" || !part && mod == "" && !monthStands(f, i, name) {
		return found{}, false
	}
	x := found{next: i + 1, typ: timexDate, mod: mod, rule: "month-open", value: "XXXX-" + two(m)}
	if !r.anchor.IsZero() {
		x.value, x.rule = year4(r.yearFor(m, 0, wayOf(f, i)))+"-"+two(m), "month"
	}
	return x, true
}

// monthDay reads the day after a month and the year after the day.
func (r *dater) monthDay(f []token, j, m, day int) (found, bool) {
	if y, k := yearAfter(f, j+1); y > 0 {
		x, ok := r.day(day, m, y, "month-day-year")
		x.next = k
		return x, ok
	}
	x, ok := r.day(day, m, 0, "month-day")
	x.next = j + 1
	return x, ok
}

// monthStands tells whether a month without day or year is one: some are also verbs or names of people.
func monthStands(f []token, i int, name string) bool {
	if i+1 < len(f) && f[i+1].kind == word && f[i+1].upper {
		return false
	}
	switch low(f, i-1) {
	case "in", "since", "during", "until", "by", "from", "through", "last", "next", "this", "early", "late", "before", "after":
		return true
	}
	return name != "may" && name != "march" && name != "april" && name != "june" && name != "august"
}

// year reads a year by itself, if what stands around it makes it one.
func (r *dater) year(f []token, i int, part bool) (found, bool) {
	y := yearNumber(f[i])
	if y < 1900 {
		return found{}, false
	}
	switch low(f, i-1) {
	case "in", "since", "during", "until", "by", "from", "early", "late", "before", "of", "through", "till":
	default:
		if !part {
			return found{}, false
		}
	}
	if i+1 < len(f) && f[i+1].kind == word && !f[i+1].upper && !yearFollowers[f[i+1].low] {
		return found{}, false
	}
	return found{next: i + 1, typ: timexDate, value: year4(y), rule: "year"}, true
}

// yearFollowers are the lower-case words that may follow a year; after others the number counts something.
var yearFollowers = join(starters, auxiliaries, set("which than would could can may might are were that through between against"))

// weekday reads a day of the week, and the date that explains it.
func (r *dater) weekday(f []token, i, n int) (found, bool) {
	j := i + 1
	if low(f, j) == "," {
		j++
	}
	if j < len(f) && (f[j].kind == number || f[j].upper && months[f[j].low] > 0) {
		if x, ok := r.calendar(f, j, false); ok && len(x.value) == len("2006-01-02") {
			return x, true
		}
	}
	x := found{next: i + 1, typ: timexDate, value: "XXXX-WXX-" + strconv.Itoa(n), rule: "weekday-open"}
	if r.anchor.IsZero() {
		return x, true
	}
	back := (int(r.anchor.Weekday()) + 7 - n%7) % 7
	day := r.anchor.AddDate(0, 0, -back)
	switch w := low(f, i-1); {
	case w == "next", r.coming && back > 0 && w != "last":
		day = day.AddDate(0, 0, 7)
	case w == "last" && back == 0:
		day = day.AddDate(0, 0, -7)
	}
	x.value, x.rule = day.Format(time.DateOnly), "weekday"
	return x, true
}

// day makes the value of a day; without a year (0) it is worked out from the anchor, or left open.
func (r *dater) day(day, month, year int, rule string) (found, bool) {
	if month < 1 || month > 12 || day < 1 || day > daysIn(month, 2024) || year > 0 && day > daysIn(month, year) {
		return found{}, false
	}
	x := found{typ: timexDate, rule: rule}
	switch {
	case year > 0:
		x.full = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	case r.anchor.IsZero():
		x.value, x.rule = "XXXX-"+two(month)+"-"+two(day), rule+"-open"
		return x, true
	default:
		year = r.yearFor(month, day, "")
	}
	x.value = year4(year) + "-" + two(month) + "-" + two(day)
	return x, true
}
