package reading

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoShape   = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(t(\d\d:\d\d)(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)?)?$`)
	dottedDate = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
)

func dayNumber(t token) int {
	if t.kind != number {
		return 0
	}
	s := t.low
	for _, end := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 31 || len(s) > 2 {
		return 0
	}
	return n
}

func yearNumber(t token) int {
	if t.kind != number || len(t.low) != 4 {
		return 0
	}
	n, err := strconv.Atoi(t.low)
	if err != nil || n < 1000 || n > 2199 {
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
	t := f[i]
	if t.kind != number || len(t.low) < 8 {
		return found{}, false
	}
	if m := isoShape.FindStringSubmatch(t.low); m != nil {
		year, month, day := atoi(m[1]), atoi(m[2]), atoi(m[3])
		if month < 1 || month > 12 || !valid(year, month, day) {
			return found{}, false
		}
		if m[5] != "" {
			return found{from: i, to: i + 1, kind: "TIME", value: dateValue(year, month, day) + "T" + m[5], rule: "iso-time"}, true
		}
		return found{from: i, to: i + 1, kind: "DATE", explicit: true, year: year, month: month, day: day, rule: "iso-date"}, true
	}
	if m := dottedDate.FindStringSubmatch(t.low); m != nil {
		year, month, day := atoi(m[3]), atoi(m[2]), atoi(m[1])
		if month < 1 || month > 12 || day < 1 || !valid(year, month, day) {
			return found{}, false
		}
		return found{from: i, to: i + 1, kind: "DATE", explicit: true, year: year, month: month, day: day, rule: "dotted-date"}, true
	}
	return found{}, false
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// dayMonth reads "3 May", "3rd of May 2031", "24 сентября 2022 года", "24. September".
func (r *dater) dayMonth(f []token, i int) (found, bool) {
	day := dayNumber(f[i])
	if day == 0 {
		return found{}, false
	}
	j := i + 1
	if j < len(f) && (f[j].low == "of" || f[j].low == "." || f[j].low == "de") {
		j++
	}
	if j >= len(f) {
		return found{}, false
	}
	month := monthNumber(f[j])
	if month == 0 && f[j].kind == word {
		month = foreignMonths[f[j].low]
	}
	if month == 0 {
		return found{}, false
	}
	x := found{from: i, kind: "DATE", explicit: true, month: month, day: day, rule: "day-month"}
	x.year, x.to = yearAfter(f, j+1)
	if !valid(max(x.year, 2000), month, day) {
		return found{}, false
	}
	return x, true
}

// yearAfter reads the year that may follow at j, after a full stop of the month or a comma.
func yearAfter(f []token, j int) (year, to int) {
	to = j
	if j < len(f) && (f[j].low == "," || f[j].low == "." || f[j].low == "de") {
		j++
	}
	if j < len(f) {
		if y := yearNumber(f[j]); y != 0 && !(j+1 < len(f) && counted(f[j+1])) {
			return y, j + 1
		}
	}
	return 0, to
}

// counted tells whether a token after four digits makes them a count: 2,000 is never a year, but "2000 homes" too.
func counted(t token) bool {
	return t.kind == word && !t.upper && !starters[t.low] && !prepositions[t.low] && !auxiliaries[t.low] &&
		!cues[t.low].quotes && t.low != "is" && t.low != "were" && t.low != "are"
}

// monthDay reads "May 3", "Sept. 24, 2022", "May 3rd".
func (r *dater) monthDay(f []token, i int) (found, bool) {
	month := monthNumber(f[i])
	if month == 0 {
		return found{}, false
	}
	j := i + 1
	if j < len(f) && f[j].low == "." {
		j++
	}
	if j >= len(f) || dayNumber(f[j]) == 0 || len(f[i].low) <= 2 {
		return found{}, false
	}
	x := found{from: i, kind: "DATE", explicit: true, month: month, day: dayNumber(f[j]), rule: "month-day"}
	x.year, x.to = yearAfter(f, j+1)
	if !valid(max(x.year, 2000), month, x.day) {
		return found{}, false
	}
	return x, true
}

// monthOnly reads "February", "May 2031". A bare month needs a word before it that makes it one, because names
// and verbs look alike.
func (r *dater) monthOnly(f []token, i int) (found, bool) {
	month := monthNumber(f[i])
	if month == 0 || f[i].owns && len(f[i].low) <= 3 {
		return found{}, false
	}
	x := found{from: i, to: i + 1, kind: "DATE", explicit: true, month: month, rule: "month"}
	if year, to := yearAfter(f, i+1); year != 0 && (to == i+2 || f[i+1].low == ".") {
		x.year, x.to, x.rule = year, to, "month-year"
		return x, true
	}
	if len(f[i].low) <= 4 && f[i].low != "june" && f[i].low != "july" && f[i].low != "may" || i == 0 {
		return found{}, false
	}
	switch f[i-1].low {
	case "in", "since", "until", "by", "of", "from", "during", "last", "next", "this", "early", "late", "before", "after", "throughout", "mid", "through", "to", "till":
		return x, true
	}
	return found{}, false
}

// yearOnly reads a year after a word that makes it one.
func (r *dater) yearOnly(f []token, i int) (found, bool) {
	year := yearNumber(f[i])
	if year < 1700 || i == 0 || i+1 < len(f) && counted(f[i+1]) {
		return found{}, false
	}
	switch f[i-1].low {
	case "in", "since", "until", "by", "of", "from", "during", "early", "late", "before", "after", "mid", "through":
		r.seen = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return found{from: i, to: i + 1, kind: "DATE", value: pad(year, 4), rule: "year"}, true
	}
	return found{}, false
}

// sameDay reads "the same day": the last day that the text named.
func (r *dater) sameDay(f []token, i int) (found, bool) {
	if f[i].low != "same" || i+1 >= len(f) || f[i+1].low != "day" || r.last == "" {
		return found{}, false
	}
	x := found{from: i, to: i + 2, kind: "DATE", value: r.last, rule: "same-day"}
	if i > 0 && f[i-1].low == "the" {
		x.from--
	}
	return x, true
}
