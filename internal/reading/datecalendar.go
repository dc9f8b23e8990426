package reading

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	isoShape   = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(t(\d\d:\d\d)(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)?)?$`)
	dottedDate = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
)

// dayNumber is the day of a month that a number may be: 3, 3rd.
func dayNumber(t token) int {
	if t.kind != number || len(t.low) > 4 {
		return 0
	}
	n := ordinal(t.low)
	if n == 0 && len(t.low) <= 2 && digits(t.low) {
		n = atoi(t.low)
	}
	if n < 1 || n > 31 {
		return 0
	}
	return n
}

// monthNumber is the month a token names in English; abbreviations count with or without their full stop, which
// is a token of its own.
func monthNumber(t token) int {
	if t.kind != word || !t.upper {
		return 0
	}
	return months[t.low]
}

// iso reads 2031-05-03, with a time or without, and 03.05.2031.
func (r *dater) iso(f []token, i int) (found, bool) {
	t := f[i].low
	if len(t) < 8 {
		if x, ok := slashed(f, i); ok {
			return x, true
		}
		return nineEleven(f, i)
	}
	x := found{from: i, to: i + 1, kind: "DATE", rule: "iso-date"}
	if m := isoShape.FindStringSubmatch(t); m != nil {
		x.point = point{year: atoi(m[1]), month: atoi(m[2]), day: atoi(m[3])}
		if m[5] != "" {
			x.kind, x.rule, x.part = "TIME", "iso-time", "T"+m[5]+strings.ToUpper(m[8])
		}
	} else if m := dottedDate.FindStringSubmatch(t); m != nil {
		x.point, x.rule = point{year: atoi(m[3]), month: atoi(m[2]), day: atoi(m[1])}, "dotted-date"
	}
	return x, x.month >= 1 && x.month <= 12 && x.point.day > 0 && valid(x.year, x.month, x.point.day)
}

// slashed reads 25/12/2030 and 12/25/2030, which tell which is the month; 5/12/2030 does not.
func slashed(f []token, i int) (found, bool) {
	if low(f, i+1) != "/" || low(f, i+3) != "/" || i+4 >= len(f) {
		return found{}, false
	}
	x := found{from: i, to: i + 5, kind: "DATE", rule: "slashed-date", point: point{year: yearNumber(f[i+4]), month: dayNumber(f[i+2]), day: dayNumber(f[i])}}
	if x.month > 12 {
		x.month, x.point.day = x.point.day, x.month
	}
	sure := x.point.day > 12 || x.point.day == x.month
	return x, sure && x.year != 0 && x.month >= 1 && x.month <= 12 && valid(x.year, x.month, x.point.day)
}

// attackWords follow September 11 where it names the day of 2001.
var attackWords = set("attacks attack terrorist terror hijackings hijackers")

// nineEleven reads "9/11".
func nineEleven(f []token, i int) (found, bool) {
	if f[i].low != "9" || low(f, i+1) != "/" || low(f, i+2) != "11" || low(f, i+3) == "/" || !attackWords[low(f, i+3)] && low(f, i-1) != "after" && low(f, i-1) != "since" {
		return found{}, false
	}
	return found{from: i, to: i + 3, kind: "DATE", rule: "nine-eleven", point: point{year: 2001, month: 9, day: 11}}, true
}

// dayMonth reads "3 May", "3rd of May 2031", "5-7 May", "24 сентября 2022 года", "24. September".
func (r *dater) dayMonth(f []token, i int) (found, bool) {
	day := dayNumber(f[i])
	if day == 0 {
		return found{}, false
	}
	j, last := i+1, day
	if j+1 < len(f) && rangeWord(f[j].low) && dayNumber(f[j+1]) > day && j+2 < len(f) && monthNumber(f[j+2]) > 0 {
		last = dayNumber(f[j+1])
		j += 2
	}
	full := low(f, j) == "."
	if last == day && (full || low(f, j) == "of" || low(f, j) == "de") {
		j++
	}
	if j >= len(f) {
		return found{}, false
	}
	month := monthNumber(f[j])
	if full && i > 0 && !beforeGermanDay[f[i-1].low] {
		month = 0
	}
	if month == 0 && f[j].kind == word {
		month = foreignMonths[f[j].low]
	}
	if month == 0 {
		return found{}, false
	}
	x := found{from: i, to: j + 1, kind: "DATE", open: true, rule: "day-month", article: true, point: point{month: month, day: day}}
	x = r.withYear(f, x)
	if !valid(max(x.year, 2000), month, last) {
		return found{}, false
	}
	if last > day {
		end := x
		end.from, end.point.day, end.article = i+2, last, false
		r.more = append(r.more, end)
		x.to = i + 1
		return x, true
	}
	return r.withClock(f, x), true
}

// beforeGermanDay stand before a day whose number has a full stop; without them the stop ends a sentence.
var beforeGermanDay = set("am vom der den dem des zum bis seit im ab und , (")

// withYear takes in the year behind an expression, if it has one.
func (r *dater) withYear(f []token, x found) found {
	j := x.to
	if low(f, j) == "." && f[j-1].kind == word && len(f[j-1].low) <= 4 {
		j++
	}
	if year, to := r.yearAt(f, j); year != 0 {
		x.year, x.to, x.open = year, to, false
	} else if year := rangeYear(f, x); year != 0 {
		x.year, x.open = year, false
	}
	return x
}

// rangeYear is the year that stands only behind the second end of a range: from May to June 2022, May 5-7, 2031.
func rangeYear(f []token, x found) int {
	if !rangeWord(low(f, x.to)) {
		return 0
	}
	j, month := x.to+1, 0
	for k := 0; k < 3 && j < len(f); k++ {
		switch m := monthNumber(f[j]); {
		case m > 0:
			month = m
		case low(f, j) == ",", dayNumber(f[j]) > 0:
		default:
			year := yearNumber(f[j])
			if year != 0 && month > 0 && x.month > month {
				year--
			}
			return year
		}
		j++
	}
	if j < len(f) {
		return yearNumber(f[j])
	}
	return 0
}

// month reads what begins with the name of a month: "May 3", "Sept. 24, 2022", "May 2031", "February".
func (r *dater) month(f []token, i int) (found, bool) {
	month := monthNumber(f[i])
	if month == 0 {
		return found{}, false
	}
	if x, ok := r.monthDays(f, i, month); ok {
		return x, true
	}
	if x, ok := r.monthDay(f, i, month); ok {
		return x, true
	}
	return r.monthOnly(f, i, month)
}

func (r *dater) monthDay(f []token, i, month int) (found, bool) {
	j := i + 1
	if low(f, j) == "." {
		j++
	}
	if j >= len(f) || dayNumber(f[j]) == 0 {
		return found{}, false
	}
	x := found{from: i, to: j + 1, kind: "DATE", open: true, rule: "month-day", point: point{month: month, day: dayNumber(f[j])}}
	if month == 9 && x.point.day == 11 && attackWords[low(f, j+1)] {
		x.year, x.open, x.rule = 2001, false, "nine-eleven"
		return x, true
	}
	end := r.dayRangeEnd(f, x)
	x = r.withYear(f, x)
	if !valid(max(x.year, 2000), month, x.point.day) {
		return found{}, false
	}
	if end.to == 0 || !valid(max(end.year, 2000), month, end.point.day) {
		return r.withClock(f, x), true
	}
	x.year, x.open = end.year, end.open
	r.more = append(r.more, end)
	return x, true
}

// dayRangeEnd reads the second day of "May 5-7", "May 5 and 6, 2031".
func (r *dater) dayRangeEnd(f []token, x found) found {
	j := x.to
	if !rangeWord(low(f, j)) || j+1 >= len(f) || dayNumber(f[j+1]) <= x.point.day || countsNext(f, j+1) {
		return found{}
	}
	if low(f, j) == "and" && j+2 < len(f) && f[j+2].kind == word && !f[j+2].upper && !prepositions[f[j+2].low] {
		return found{}
	}
	end := x
	end.from, end.to, end.point.day = j+1, j+2, dayNumber(f[j+1])
	return r.withYear(f, end)
}

// monthBefore are the words that make a bare "May" or "March" a month.
var monthBefore = set(`in since until by of from during last next this early late before after throughout mid through to till between
	for following around about every into`)

// alsoNames are months that are also names of people or verbs.
var alsoNames = set("march april may june august")

// monthOnly reads "February", "May 2031". A bare month needs a word before it that makes it one, because names
// and verbs look alike.
func (r *dater) monthOnly(f []token, i, month int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", open: true, rule: "month", point: point{month: month}}
	if x = r.withYear(f, x); !x.open && x.to > i+1 {
		x.rule = "month-year"
		return x, true
	}
	if len(f[i].low) <= 3 && f[i].low != "may" || f[i].low == "sept" {
		return found{}, false
	}
	clear := !alsoNames[f[i].low]
	named := i+1 < len(f) && f[i+1].upper && f[i+1].kind == word
	switch s := low(f, i-1); {
	case named:
		return x, clear && (s == "in" || s == "since" || s == "by" || s == "until")
	case clear, monthBefore[s], s == "-" && low(f, i-2) == "mid":
		return x, true
	case s == "and" || s == "to" || s == "or" || s == "–" || s == "-":
		return x, i == r.prior+1 && r.endsInMonth(f)
	case i > 0 && (determiners[s] || f[i-1].owns):
		return x, i+1 < len(f) && f[i+1].kind == word
	}
	return x, i+2 < len(f) && rangeWord(f[i+1].low) && f[i+1].low != "and" && f[i+1].low != "or" && monthNumber(f[i+2]) > 0
}

// endsInMonth tells whether the last finding ended with the name of a month, or its year.
func (r *dater) endsInMonth(f []token) bool {
	return r.prior > 0 && (monthNumber(f[r.prior-1]) > 0 || r.prior > 1 && monthNumber(f[r.prior-2]) > 0)
}

// weekday reads the name of a day: the last one before publication, the next one where the text looks ahead. It may
// have its date behind it: Monday, March 3. pick is the word before it: last, next, this.
func (r *dater) weekday(f []token, i int, pick string) (found, bool) {
	day := days[f[i].low]
	if i > 0 && i+1 < len(f) && f[i-1].low == "the" && f[i+1].kind == word && f[i+1].upper && !f[i].owns {
		return found{}, false // the Sunday Herald
	}
	if !f[i].upper || i > 0 && namedDays[f[i-1].low] && f[i-1].upper || f[i].owns && i+1 < len(f) && f[i+1].upper {
		return found{}, false
	}
	if x, ok := r.dateOf(f, i); ok {
		return x, true
	}
	if x, ok := r.weekdayOf(f, i); ok {
		return x, true
	}
	x := found{from: i, to: i + 1, kind: "DATE", rule: "weekday"}
	base := r.now()
	if fromTold[pick] && r.day.isDay() {
		base = r.day
	}
	if !base.isDay() {
		x.value, x.rule = "XXXX-WXX-"+strconv.Itoa(day), "weekday/no-anchor"
		return r.withClock(f, x), true
	}
	now := base.time()
	back := (int(now.Weekday()) - day + 7) % 7
	x.rule = "weekday/nearest-past"
	switch {
	case pick == "next", pick == "following", pick == "coming", pick == "upcoming":
		back -= 7
		x.rule = "weekday/nearest-future"
	case pick == "last", pick == "previous":
		if back == 0 {
			back = 7
		}
	case pick == "same", pick == "that":
	case looksAhead(tenseAt(f, x), pick):
		back = -((7 - back) % 7)
		x.rule = "weekday/nearest-future"
	}
	x.point = dayPoint(now.AddDate(0, 0, -back))
	return r.withClock(f, x), true
}

// looksAhead tells whether a weekday lies ahead: by the verb, and "this Friday" where no verb tells.
func looksAhead(t tense, pick string) bool { return t == toCome || t == unclear && pick == "this" }

// dateOf reads the date behind a weekday at i.
func (r *dater) dateOf(f []token, i int) (x found, ok bool) {
	j := i + 1
	if low(f, j) == "," {
		j++
	}
	if low(f, j) == "the" {
		j++
	}
	if j >= len(f) {
		return found{}, false
	}
	if month := monthNumber(f[j]); month > 0 {
		x, ok = r.monthDay(f, j, month)
	} else if f[j].kind == number {
		x, ok = r.dayMonth(f, j)
	}
	x.from = i
	return x, ok
}

// feast reads Christmas and New Year with their days and years.
func (r *dater) feast(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", open: true, rule: "feast", point: point{month: 12, day: 25}}
	if !f[i].upper {
		return found{}, false
	}
	if f[i].low == "new" {
		if low(f, i+1) != "year" || !f[i+1].upper || low(f, i+2) != "day" && low(f, i+2) != "eve" {
			return found{}, false
		}
		x.to, x.point = i+2, point{month: 1, day: 1}
	}
	switch low(f, x.to) {
	case "eve":
		if x.point.day--; f[i].low == "new" {
			x.point = point{month: 12, day: 31}
		}
		x.to++
	case "day":
		x.to++
	default:
		if year, _ := r.yearAt(f, x.to); year == 0 && x.to < len(f) && f[x.to].kind == word && !prepositions[f[x.to].low] && low(f, x.to) != "and" {
			return found{}, false
		}
	}
	return r.withYear(f, x), true
}
