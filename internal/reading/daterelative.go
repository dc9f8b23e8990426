package reading

import (
	"strconv"
	"strings"
)

// picked reads a period that a word picks out: last week, the following spring, the same day, the third quarter of
// last year, the past few months.
func (r *dater) picked(f []token, i int) (found, bool) {
	j := i + 1
	for j < i+3 && periodAdjectives[low(f, j)] {
		j++
	}
	if j >= len(f) || f[j].kind != word && f[j].kind != number {
		return found{}, false
	}
	pick := f[i].low
	if pick == "that" && low(f, i+1) == "same" {
		pick = "same"
	}
	w := timeWords[f[j].low]
	x := found{from: i, to: j + 1, kind: "DATE", rule: "relative", article: true}
	if n := timeWords[pick].n; n > 0 || pick == "final" || pick == "latter" {
		if x, ok := r.nth(f, x, pick, w); ok {
			return x, true
		}
		if n > 1 {
			return found{}, false
		}
	}
	switch w.sort {
	case dayWord:
		y, ok := r.weekday(f, j, pick)
		y.from = i
		y.article = fromTold[pick]
		return y, ok && pick != "past" && timeWords[pick].n == 0 && j == i+1
	case monthWord:
		return r.pickedMonth(f, x, pick)
	case seasonWord:
		return r.pickedSeason(f, x, pick, w.value)
	case partWord:
		return r.pickedPart(f, x, pick, w.value)
	case unitWord:
		if low(f, j+1) == "long" || pick == "past" && (i == 0 || low(f, i-1) != "the" && low(f, i-1) != "this") {
			return found{}, false
		}
		return r.pickedPeriod(f, x, pick, w.value)
	}
	if pick == "same" && (f[j].low == "time" || f[j].low == "period") {
		return r.sameTime(f, x)
	}
	return pickedLength(f, x, j, pick)
}

// nth reads an ordinal with a quarter, a half or a century: the third quarter of 2030, the latter half of May.
func (r *dater) nth(f []token, x found, pick string, w lexical) (found, bool) {
	n := timeWords[pick].n
	switch j := x.to - 1; {
	case w.value == "CE" && n > 0:
		x.rule = "century"
		return centuryPoint(f, x, n), true
	case w.value == "Q" && f[j].low == "quarter" && (n >= 1 && n <= 4 || pick == "final"):
		x.rule, x.open, x.part = "quarter", true, "Q"+strconv.Itoa(n)
		if pick == "final" {
			x.part = "Q4"
		}
		x = r.withYear(f, x)
		return x, !x.open || pick != "final" && low(f, x.to) != "of"
	case f[j].low == "half" && (n == 1 || n == 2 || pick == "latter"):
		x.rule, x.open, x.part = "half", true, "H2"
		if n == 1 {
			x.part = "H1"
		}
		if low(f, x.to) == "of" && low(f, x.to+1) == "the" && low(f, x.to+2) == "year" {
			x.to += 3
			return x, true
		}
		x = r.withYear(f, x)
		return x, !x.open
	}
	return found{}, false
}

// base is what a pick counts from, and how many periods away the picked one lies.
func (r *dater) base(f []token, i int, pick string) (base point, step int, ok bool) {
	step, ok = pickSteps[pick]
	base = r.now()
	if fromTold[pick] || pick == "next" && low(f, i-1) == "the" {
		base = r.from()
	}
	return base, step, ok
}

// pickedPeriod reads last week, the following year, that month, the same day; "over the past week" is a length.
func (r *dater) pickedPeriod(f []token, x found, pick, unit string) (found, bool) {
	i := x.from
	if strings.HasPrefix(unit, "T") || timeWords[pick].n > 0 || pick == "final" || pick == "latter" {
		return found{}, false
	}
	the := low(f, i-1) == "the"
	if pick == "past" || the && (pick == "next" || pick == "coming" || pick == "last") && unit != "D" && unit != "Q" && lasting[low(f, i-2)] && low(f, x.to) != "of" {
		x.kind, x.rule, x.value = "DURATION", "duration", length("1", unit)
		return x, true
	}
	if pick == "last" && low(f, x.to) == "of" || pick == "last" && unit == "D" || (pick == "this" || pick == "coming" || pick == "current") && unit == "D" {
		return found{}, false
	}
	if unit == "D" && pick == "same" {
		return r.sameDay(x)
	}
	base, step, ok := r.base(f, i, pick)
	if !ok {
		return found{}, false
	}
	if unit == "D" {
		base = r.day
	}
	if p, ok := shifted(base, step, unit); ok {
		x.point = p
		if unit == "D" {
			return r.withClock(f, x), true
		}
		return x, true
	}
	if fromTold[pick] && (unit != "D" || pick == "that") {
		return found{}, false
	}
	x.value, x.rule = openValues[unit], "relative/no-anchor"
	return x, true
}

// lasting stand before "the next year" where it is a length.
var lasting = set("over during for within throughout in through")

// sameDay reads "the same day": the last day that the text named.
func (r *dater) sameDay(x found) (found, bool) {
	x.point, x.rule = r.day, "same-day"
	return x, r.day.day > 0
}

// pickedMonth reads last May, next June, with the months of this year that are over or to come.
func (r *dater) pickedMonth(f []token, x found, pick string) (found, bool) {
	x.month, x.rule = monthNumber(f[x.to-1]), "month"
	base, step, ok := r.base(f, x.from, pick)
	if !ok || x.month == 0 || !base.hasMonth() || x.to < len(f) && dayNumber(f[x.to]) > 0 {
		return found{}, false
	}
	x.year = base.year
	switch {
	case step < 0 && x.month >= base.month:
		x.year--
	case step > 0 && x.month <= base.month:
		x.year++
	}
	x.article = fromTold[pick]
	return x, true
}

// pickedSeason reads last summer, this spring, the following winter.
func (r *dater) pickedSeason(f []token, x found, pick, season string) (found, bool) {
	base, step, ok := r.base(f, x.from, pick)
	if !ok {
		return found{}, false
	}
	x.part, x.rule = season, "season"
	if !base.known() {
		return x, true
	}
	x.year = base.year
	from, _ := monthsOf(base)
	first, last := monthsOf(x.point)
	switch {
	case step < 0 && last >= from:
		x.year--
	case step > 0 && first <= from:
		x.year++
	}
	return x, true
}

// pickedPart reads this morning, last night, that afternoon, the next evening.
func (r *dater) pickedPart(f []token, x found, pick, part string) (found, bool) {
	step, ok := pickSteps[pick]
	if !ok || strings.Contains(part, ":") || pick == "last" && part != "TNI" || x.to-x.from > 2 {
		return found{}, false
	}
	base := r.now()
	if fromTold[pick] || pick == "next" {
		if base = r.day; base.day == 0 {
			base = r.now()
		}
	}
	x.kind, x.rule = "TIME", "part-of-day"
	p, ok := shifted(base, step, "D")
	if step == 0 && base.day > 0 {
		p, ok = base, true
	}
	if p.part = part; !ok {
		p = point{part: part}
		x.rule = "part-of-day/no-anchor"
	}
	x.point = p
	if low(f, x.to) == "at" {
		if hour, minute, to, sure := clockAt(f, x.to+1); sure {
			zone, zoneTo := zoneAt(f, to)
			x.part, x.to = "T"+pad(hour, 2)+":"+pad(minute, 2)+zone, zoneTo
		}
	}
	return x, true
}

func clockAt(f []token, i int) (hour, minute, to int, sure bool) {
	if i >= len(f) || f[i].kind != number {
		return 0, 0, 0, false
	}
	return clockNumber(f, i)
}

// sameTime reads "the same time in 2008", "the same period a year earlier": the part of the year that was told last,
// in another year.
func (r *dater) sameTime(f []token, x found) (found, bool) {
	told := r.told
	year, to := r.yearAt(f, x.to)
	if year == 0 || !told.known() {
		return found{}, false
	}
	x.point, x.to, x.rule = point{year: year}, to, "same-time"
	if told.digits == 0 && !strings.HasPrefix(told.part, "W") && !strings.HasPrefix(told.part, "T") {
		x.month, x.part = told.month, told.part
	}
	return x, true
}

// pickedLength reads the past few months, the next four years, the first two months of the year.
func pickedLength(f []token, x found, j int, pick string) (found, bool) {
	c, ok := countAt(f, j)
	to := j
	if ok && !c.one {
		to = c.to
	} else {
		c = count{text: "X"}
	}
	if lengthAdjectives[low(f, to)] {
		to++
	}
	if to >= len(f) || timeWords[f[to].low].sort != unitsWord || pick == "this" || pick == "that" || pick == "same" || pick == "current" || pick == "latter" {
		return found{}, false
	}
	u := timeWords[f[to].low].value
	if n := timeWords[pick].n; n > 0 && (n != 1 || c.text == "X") || pick == "final" && c.text == "X" || u == "WE" {
		return found{}, false
	}
	x.to, x.kind, x.rule, x.value = to+1, "DURATION", "duration", length(c.text, u)
	if low(f, x.to) == "of" && timeWords[pick].n == 1 {
		if yearNumber(tokenAt(f, x.to+1)) > 0 {
			x.to += 2
		} else if low(f, x.to+1) == "the" && low(f, x.to+2) == "year" {
			x.to += 3
		}
	}
	return x, true
}

func tokenAt(f []token, i int) token {
	if i >= len(f) {
		return token{}
	}
	return f[i]
}

// period reads "the day", "the year", "the weekend" where they mean the running one, and "the year before".
func (r *dater) period(f []token, i int) (found, bool) {
	unit := timeWords[f[i].low].value
	x := found{from: i, to: i + 1, kind: "DATE", rule: "running", article: true}
	if strings.HasPrefix(unit, "T") || low(f, i-1) != "the" {
		return found{}, false
	}
	if x, ok := r.beforeLast(f, i, unit); ok {
		return x, true
	}
	step := 0
	switch low(f, i+1) {
	case "previous", "earlier", "before":
		step = -1
	case "after", "later":
		step = 1
	}
	if unit == "WE" {
		return r.weekend(f, x)
	}
	if step != 0 && (ends(f, i+2) || auxiliaries[low(f, i+2)] || low(f, i+2) == "were" || low(f, i+1) == "previous" || low(f, i+1) == "earlier") {
		base := r.from()
		if unit == "D" {
			base = r.day
		}
		p, ok := shifted(base, step, unit)
		x.point, x.to, x.rule = p, i+2, "relative"
		return x, ok
	}
	if unit == "DE" || unit == "CE" || unit == "F" || !runs(f, i, unit) {
		return found{}, false
	}
	base := r.now()
	if unit == "D" && r.told.isDay() && r.prior > 0 && sameSentence(f, r.prior, i) {
		base = r.told
	}
	p, ok := shifted(base, 0, unit)
	if x.point = p; !ok {
		x.value, x.rule, x.point = openValues[unit], "running/no-anchor", point{}
	}
	return x, true
}

// runs tells whether "the day" or "the year", its noun at i, means the running one: a word before it that speaks of
// its course, and nothing behind it that tells which.
func runs(f []token, i int, unit string) bool {
	before := low(f, i-2)
	ofCourse := (before == "in" || before == "on") && partNames[low(f, i-3)] != "" && (low(f, i+1) == "after" || low(f, i+1) == "before")
	if i+1 < len(f) && f[i+1].kind != punct && !ofCourse && (f[i+1].kind != word || afterPeriodNever[f[i+1].low] || !functional(f[i+1])) {
		return false
	}
	if partNames[before] != "" && before != "mid" {
		return true
	}
	switch before {
	case "of":
		return partNames[low(f, i-3)] != "" || low(f, i-3) == "rest" || low(f, i-3) == "half" || low(f, i-3) == "part"
	case "in", "on":
		return partNames[low(f, i-3)] != "" || low(f, i-3) == "later" || low(f, i-3) == "earlier"
	}
	return runBefore[before]
}

// sentenceReach is how many tokens of one sentence are looked over.
const sentenceReach = 40

// sameSentence tells whether no sentence ends between two tokens.
func sameSentence(f []token, from, to int) bool {
	for i := from; i < to; i++ {
		if stops(f[i]) || i-from > sentenceReach {
			return false
		}
	}
	return true
}

// functional tells whether a token is one of the small words that go on with a sentence.
func functional(t token) bool {
	return prepositions[t.low] || auxiliaries[t.low] || starters[t.low] || t.low == "down" || t.low == "up" || cues[t.low].quotes
}

// weekend reads "the weekend": the last one, or the next one where the text looks ahead.
func (r *dater) weekend(f []token, x found) (found, bool) {
	x.rule = "weekend"
	now := r.now()
	if !now.isDay() {
		x.value = openValues["WE"]
		return x, true
	}
	step := 0
	if day := int(now.time().Weekday()); tenseAt(f, x) != toCome && day != 6 && day != 0 {
		step = -1
	}
	x.point, _ = shifted(now, step, "WE")
	return x, true
}

// seasonBefore are the words after which a bare season is a time.
var seasonBefore = set("in over during of by until since through for throughout before after early late mid this")

// season reads "summer 2007", "the spring of 2003", "in the winter".
func (r *dater) season(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "DATE", rule: "season", open: true, article: true, point: point{part: timeWords[f[i].low].value}}
	if len(f[i].low) == 2 {
		x.rule = either(f[i].low[0] == 'q', "quarter", "half")
	}
	if x = r.withYear(f, x); !x.open {
		return x, low(f, i+1) != ","
	}
	if f[i].low == "fall" && low(f, i-1) != "the" || f[i].upper && i > 0 && !stops(f[i-1]) && f[i-1].upper {
		return found{}, false
	}
	k := i - 1
	if low(f, k) == "the" {
		k--
	}
	if !seasonBefore[low(f, k)] || f[i].owns || f[i].low == "fall" && low(f, k) != "in" && low(f, k) != "during" {
		return found{}, false
	}
	if i+1 < len(f) && (low(f, i+1) == "of" || f[i+1].kind == word && !functional(f[i+1])) {
		return found{}, false
	}
	return x, true
}
