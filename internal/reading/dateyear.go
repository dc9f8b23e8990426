package reading

import "strings"

// graceDays is how far a day without a year may lie after publication and still be the past one: what is about to
// happen is news too. nearDays is how far ahead it may lie where no verb tells.
const (
	graceDays = 7
	nearDays  = 45
)

// settle works out the year of a point that has none.
func (r *dater) settle(f []token, x *found) {
	if !x.open {
		return
	}
	x.open = false
	now := r.now()
	if !now.known() {
		x.rule += "/no-year"
		return
	}
	how := ""
	switch {
	case r.narrative && r.running.known():
		x.year, how = nearestYear(x.point, now), "/narrative-year"
	default:
		x.year, how = newsYear(x.point, now, tenseAt(f, *x))
	}
	x.rule += how
	if x.year == 0 || !valid(x.year, x.point.month, x.point.day) {
		x.year = 0
		x.rule = strings.TrimSuffix(x.rule, how) + "/no-year"
	}
}

// behindMonths is how many months a date without a year may lie behind the running date of a narrative before it is
// taken for one of the next year.
const behindMonths = 6

// nearestYear is the year of a narrative in which a point without a year lies: near the running date, rather
// ahead of it.
func nearestYear(p, now point) int {
	if now.month == 0 && !strings.HasPrefix(now.part, "Q") && seasonStart[now.part] == 0 {
		return now.year
	}
	from, _ := monthsOf(now)
	at, _ := monthsOf(p)
	switch {
	case at < from-behindMonths:
		return now.year + 1
	case at > from+12-behindMonths:
		return now.year - 1
	}
	return now.year
}

// newsYear is the year that news means: the last one that fits, or the next one if the text looks ahead.
func newsYear(p, now point, t tense) (year int, rule string) {
	first, last := monthsOf(p)
	day := func(year int) int {
		return int(point{year: year, month: first, day: p.day}.time().Unix() / (24 * 3600))
	}
	today := int(now.time().Unix() / (24 * 3600))
	for year = now.year; t == toCome && year < now.year+9; year++ {
		if valid(year, p.month, p.day) && (p.day > 0 && day(year) >= today || p.day == 0 && (year > now.year || last >= now.month)) {
			return year, "/nearest-future"
		}
	}
	grace := graceDays
	if t == unclear {
		grace = nearDays
	}
	if p.day == 0 {
		grace = 0
	}
	for year = now.year + 1; year > now.year-9; year-- {
		if !valid(year, p.month, p.day) || day(year) > today+grace {
			continue
		}
		if day(year) > today+graceDays {
			return year, "/nearest-future"
		}
		return year, "/nearest-past"
	}
	return 0, ""
}

// seasonStart is the month in which a part of the year begins.
var seasonStart = map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12, "H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}

// monthsOf is the first and the last month of a point within its year.
func monthsOf(p point) (first, last int) {
	if p.month > 0 {
		return p.month, p.month
	}
	first = max(seasonStart[p.part], 1)
	if strings.HasPrefix(p.part, "H") {
		return first, first + 5
	}
	return first, first + 2
}

// yearNumber is the year that four digits may be.
func yearNumber(t token) int {
	if t.kind != number || len(t.low) != 4 || !digits(t.low) {
		return 0
	}
	if n := atoi(t.low); n >= 1000 && n <= 2199 {
		return n
	}
	return 0
}

// before is the year of digits with BC behind them, as a negative number, and the token behind both.
func beforeCommonEra(f []token, i int) (year, to int) {
	if i+1 >= len(f) || f[i].kind != number || len(f[i].low) > 4 || !digits(f[i].low) {
		return 0, 0
	}
	if f[i+1].upper && eras[f[i+1].low] {
		return -atoi(f[i].low), i + 2
	}
	if j := i + 1; j+2 < len(f) && rangeWord(f[j].low) && f[j+2].upper && eras[f[j+2].low] && f[j+1].kind == number && digits(f[j+1].low) {
		return -atoi(f[i].low), i + 1
	}
	return 0, 0
}

var eras = set("bc bce b.c. b.c.e.")

// rangeWord tells whether a token may stand between the two ends of a range.
func rangeWord(s string) bool {
	switch s {
	case "-", "–", "—", "to", "and", "through", "until", "or", "/":
		return true
	}
	return false
}

// yearAt reads the year that a month, a quarter or a season may have at j: 2031, of 2031, last year, of the same
// year, a year earlier. The token behind it is to.
func (r *dater) yearAt(f []token, j int) (year, to int) {
	k := j
	if s := low(f, k); s == "of" || s == "in" || s == "de" || s == "," {
		k++
	}
	if k >= len(f) {
		return 0, j
	}
	if y, to := beforeCommonEra(f, k); y != 0 {
		return y, to
	}
	if y := yearNumber(f[k]); y != 0 && !(low(f, j) == "," && countsNext(f, k)) {
		return y, k + 1
	}
	if low(f, j) == "," {
		return 0, j
	}
	if s := low(f, k); (s == "a" || s == "one") && low(f, k+1) == "year" {
		switch low(f, k+2) {
		case "earlier", "before", "ago":
			return offset(r.from().year, -1), k + 3
		case "later":
			return offset(r.from().year, 1), k + 3
		}
	}
	if low(f, k) == "the" {
		k++
	}
	if pick := low(f, k); low(f, k+1) == "year" && timeWords[pick].sort == pickWord && timeWords[pick].n == 0 {
		base := r.now()
		if fromTold[pick] {
			base = r.from()
		}
		if step, ok := pickSteps[pick]; ok && base.known() {
			return offset(base.year, step), k + 2
		}
	}
	return 0, j
}

// offset is a year some years from another; an unknown one stays unknown.
func offset(year, n int) int {
	if year == 0 {
		return 0
	}
	return year + n
}

// countsNext tells whether digits at i count what stands behind them: 2022 tickets, 2000 people, 1900 %.
func countsNext(f []token, i int) bool {
	if i+1 >= len(f) {
		return false
	}
	t := f[i+1]
	if t.low == "%" || t.low == "°" {
		return true
	}
	if t.kind != word || t.upper {
		return false
	}
	return yearAfterNever[t.low] || !dating[low(f, i-1)] && len(t.low) > 3 && strings.HasSuffix(t.low, "s") && !endsInS[t.low] && !cues[t.low].quotes && !t.owns
}

// dating are the words between which and a plural four digits still are a year: in 2014 talks began.
var dating = set("in since until")

// year reads a year that stands alone, after a word that makes it one, or as an end of a range.
func (r *dater) year(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", rule: "year"}
	if y, to := beforeCommonEra(f, i); y != 0 {
		x.year, x.to, x.rule = y, to, "year-bc"
		return x, true
	}
	x.year = yearNumber(f[i])
	if x.year < 1500 {
		return found{}, false
	}
	if end, ok := yearRangeEnd(f, i, x.year); ok {
		r.more = append(r.more, end)
		return x, true
	}
	if titled(f, i) || i > 0 && !yearMay(f, i) || countsNext(f, i) && !(i > 0 && (determiners[f[i-1].low] || f[i-1].owns)) {
		return found{}, false
	}
	return x, true
}

// yearRangeEnd reads the second year of a range: 1955-1963, 2005-06, 1941 – 1945.
func yearRangeEnd(f []token, i, year int) (found, bool) {
	if s := low(f, i+1); s != "-" && s != "–" || i+2 >= len(f) || f[i+2].kind != number || !digits(f[i+2].low) {
		return found{}, false
	}
	end := atoi(f[i+2].low)
	if len(f[i+2].low) == 2 {
		end += year / 100 * 100
	}
	if len(f[i+2].low) != 2 && len(f[i+2].low) != 4 || end <= year || end > year+150 {
		return found{}, false
	}
	return found{from: i + 2, to: i + 3, kind: "DATE", rule: "year", point: point{year: end}}, true
}

// yearMay tells whether the word before four digits lets them be a year.
func yearMay(f []token, i int) bool {
	t := f[i-1]
	switch {
	case t.kind == number, t.low == "/" && i >= 2 && f[i-2].kind == number, t.low == "$", t.low == "€", t.low == "£", t.low == "#", t.low == "+", t.low == "№", t.low == "at":
		return false
	case t.low == "-" || t.low == "–":
		return i >= 2 && (f[i-2].low == "mid" || yearNumber(f[i-2]) != 0 || f[i-2].kind == punct)
	case t.kind == punct, t.owns:
		return true
	case t.low == "of" && i >= 2 && titlesOfLaw[f[i-2].low]:
		return false
	}
	return yearBefore[t.low]
}

// titled tells whether a year is part of a name: the company's 2010 World Harbour Congress.
func titled(f []token, i int) bool {
	return i > 0 && i+2 < len(f) && (determiners[f[i-1].low] || f[i-1].owns) && f[i+1].kind == word && f[i+1].upper && f[i+2].kind == word && f[i+2].upper
}

// decade reads "the 1990s", "the 470s BC".
func (r *dater) decade(f []token, i int) (found, bool) {
	years, ok := strings.CutSuffix(f[i].low, "0s")
	to := i + 1
	if s := low(f, i+1); !ok && (s == "'" || s == "’") && low(f, i+2) == "s" && f[i+2].Start == f[i].End+len(s) {
		years, ok = strings.CutSuffix(f[i].low, "0")
		to = i + 3
	}
	if !ok || !digits(years) {
		return found{}, false
	}
	if len(years) == 1 {
		return shortDecade(f, i)
	}
	x := found{from: i, to: to, kind: "DATE", rule: "decade", article: true, point: point{year: 10 * atoi(years), digits: 3}}
	if i+1 < len(f) && f[i+1].upper && eras[f[i+1].low] {
		x.year, x.to = -x.year, i+2
		return x, x.year != 0
	}
	return x, len(years) == 3 && x.year >= 1500
}

// century reads "the 21st century", "19th-century", "the 4th century BC".
func (r *dater) century(f []token, i int) (found, bool) {
	digitsOf, to := strings.CutSuffix(f[i].low, "-century")
	x := found{from: i, to: i + 1, kind: "DATE", rule: "century"}
	if !to {
		if i+1 >= len(f) || timeWords[f[i+1].low].value != "CE" {
			return found{}, false
		}
		x.to, x.article = i+2, true
	}
	n := ordinal(digitsOf)
	if n < 1 || n > 30 {
		return found{}, false
	}
	return centuryPoint(f, x, n), true
}

// centuryPoint gives the nth century to a finding, of the era behind it.
func centuryPoint(f []token, x found, n int) found {
	if x.to < len(f) && f[x.to].upper && eras[f[x.to].low] {
		x.to++
		x.value = "BC" + pad(n-1, 2)
		return x
	}
	if x.value = pad(n-1, 2); n == 1 {
		x.value = "00"
	}
	return x
}

// ordinal is the number of 1st, 22nd, third; 0 when the word is none.
func ordinal(s string) int {
	if timeWords[s].sort == pickWord {
		return timeWords[s].n
	}
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if n, ok := strings.CutSuffix(s, end); ok && digits(n) {
			return atoi(n)
		}
	}
	return 0
}

// counted tells whether a token after a number can be what it counts.
func counted(t token) bool {
	return t.kind == word && !t.upper && !starters[t.low] && !prepositions[t.low] && !auxiliaries[t.low] &&
		!cues[t.low].quotes && t.low != "is" && t.low != "were" && t.low != "are"
}
