package reading

import (
	"strconv"
	"strings"
)

// count is how many units of time there are: text as a duration writes it, n where points can be counted with it.
type count struct {
	text string
	n    int  // 0 for the vague and the broken
	one  bool // "a": a length only where the words around say so
	to   int
}

// countAt reads the count before a unit: 3, three, twenty-five, two and a half, a, half an, several, a couple of.
func countAt(f []token, i int) (count, bool) {
	if i >= len(f) {
		return count{}, false
	}
	s := f[i].low
	if f[i].kind == number {
		digit := strings.ReplaceAll(s, ",", "")
		whole, part, broken := strings.Cut(digit, ".")
		if !digits(whole) || broken && !digits(part) || len(digit) > 5 || strings.Trim(digit, "0.") == "" {
			return count{}, false
		}
		if broken {
			return count{text: digit, to: i + 1}, true
		}
		return halves(f, exactly(atoi(digit), i+1)), true
	}
	switch s {
	case "several", "few", "many":
		return count{text: "X", to: i + 1}, true
	case "couple":
		if low(f, i+1) == "of" {
			return exactly(2, i+2), true
		}
		return count{}, false
	case "half":
		if a := low(f, i+1); a == "a" || a == "an" {
			return count{text: "0.5", to: i + 2}, true
		}
		return count{}, false
	case "a", "an":
		return articleCount(f, i)
	}
	n := numeral(s)
	if n == 0 {
		return count{}, false
	}
	to := i + 1
	for low(f, to) == "hundred" || low(f, to) == "thousand" {
		if n *= map[string]int{"hundred": 100, "thousand": 1000}[low(f, to)]; n > 99999 {
			return count{}, false
		}
		to++
	}
	return halves(f, exactly(n, to)), true
}

func exactly(n, to int) count { return count{text: strconv.Itoa(n), n: n, to: to} }

// articleCount reads a count that begins with "a": a few, a couple of, a hundred, a.
func articleCount(f []token, i int) (count, bool) {
	switch low(f, i+1) {
	case "few":
		return count{text: "X", to: i + 2}, true
	case "couple":
		if low(f, i+2) == "of" {
			return exactly(2, i+3), true
		}
		return exactly(2, i+2), true
	case "hundred", "thousand":
		c, ok := exactly(100, i+2), true
		if low(f, i+1) == "thousand" {
			c = exactly(1000, i+2)
		}
		return c, ok
	case "half":
		return count{text: "0.5", to: i + 2, one: true}, true
	}
	return count{text: "1", n: 1, one: true, to: i + 1}, true
}

// halves takes in "and a half".
func halves(f []token, c count) count {
	if low(f, c.to) == "and" && low(f, c.to+1) == "a" && low(f, c.to+2) == "half" {
		return count{text: c.text + ".5", to: c.to + 3}
	}
	return c
}

// numeral is the number that a word writes out: seven, twenty-five.
func numeral(s string) int {
	if n := numerals[s]; n > 0 {
		return n
	}
	tens, ones, ok := strings.Cut(s, "-")
	if t, o := numerals[tens], numerals[ones]; ok && t >= 20 && o > 0 && o < 10 {
		return t + o
	}
	return 0
}

// lengthBefore are the words after which "a week" or "one day" is a length.
var lengthBefore = set(`for about within least than almost nearly over under around after half in just only every roughly approximately
	lasted lasting took takes take last lasts spent spend of to exactly another once`)

// amount reads a count with its unit: "three weeks", "two years ago", "a year later", "at least 14 days".
func (r *dater) amount(f []token, i int) (found, bool) {
	c, ok := countAt(f, i)
	if !ok {
		return found{}, false
	}
	j := c.to
	if lengthAdjectives[low(f, j)] && !c.one {
		j++
	}
	if j >= len(f) || f[j].kind != word {
		return found{}, false
	}
	u := timeWords[f[j].low]
	if u.sort != unitWord && u.sort != unitsWord || u.value == "WE" && c.one || u.value == "Q" && (j == c.to || c.one) {
		return found{}, false
	}
	x := found{from: i, to: j + 1, kind: "DURATION", rule: "duration"}
	if c.one && low(f, x.to) == "and" && low(f, x.to+1) == "a" && low(f, x.to+2) == "half" {
		x.to, x.value = x.to+3, length("1.5", u.value)
		return x, true
	}
	if point, ok := r.away(f, x, c, u.value); ok {
		return point, true
	}
	if aged(f, x.to) || rate(f, x.to) || (c.one || c.n == 1 && f[i].kind == word) && !lengthMay(f, i, x.to) {
		return found{}, false
	}
	if u.sort == unitWord && low(f, x.to) == "long" {
		x.to++
	}
	x.value = length(c.text, u.value)
	return brokenHour(x), true
}

// brokenHour writes half an hour as thirty minutes.
func brokenHour(x found) found {
	switch x.value {
	case "PT0.5H":
		x.value = "PT30M"
	case "P0.5Y":
		x.value = "P6M"
	}
	return x
}

// aged tells whether an amount that ends before j is the age of somebody or something.
func aged(f []token, j int) bool {
	switch low(f, j) {
	case "old", "olds":
		return true
	case "of":
		return low(f, j+1) == "age"
	}
	return false
}

// rate tells whether an amount that ends before j is one: 40 hours a week, seven days a week.
func rate(f []token, j int) bool {
	s := low(f, j)
	return (s == "a" || s == "per" || s == "each") && j+1 < len(f) && unitOf(f[j+1]) != ""
}

// lengthMay tells whether "a week" at i is a length, not a rate or a moment.
func lengthMay(f []token, i, to int) bool {
	return i > 0 && lengthBefore[f[i-1].low] && !(f[i-1].low == "of" && low(f, i-2) == "kind") || low(f, to) == "of" && i > 0 && low(f, to+1) != "the" ||
		low(f, to) == "after" || low(f, to) == "before"
}

// away makes an amount a point that lies away from now or from the time told last: ago, later, earlier.
func (r *dater) away(f []token, x found, c count, unit string) (found, bool) {
	base, sign := r.from(), 1
	switch low(f, x.to) {
	case "ago":
		base, sign = r.now(), -1
	case "earlier", "previously", "prior", "beforehand":
		sign = -1
	case "later", "afterwards", "afterward", "on", "hence":
		if s := low(f, x.to); s == "on" && !ends(f, x.to+1) {
			return found{}, false
		}
	case "before":
		if sign = -1; !ends(f, x.to+1) {
			return found{}, false
		}
	case "after":
		if !ends(f, x.to+1) {
			return found{}, false
		}
	case "from":
		base = r.now()
		if s := low(f, x.to+1); s != "now" && s != "today" {
			return found{}, false
		}
		x.to++
	default:
		return found{}, false
	}
	if low(f, x.to) == "prior" && low(f, x.to+1) == "to" {
		return found{}, false
	}
	x.to++
	x.kind, x.rule, x.counted = "DATE", "ago", true
	if c.text == "0.5" {
		c.n, unit = halfUnits(unit)
	}
	if strings.HasPrefix(unit, "T") {
		x.kind, x.value = "TIME", "XXXX-XX-XXTXX"
		return x, true
	}
	p, ok := shifted(base, sign*c.n, unit)
	if x.point = p; !ok || c.n == 0 {
		x.point, x.value = point{}, openValues[unit]
		x.rule = "ago/no-anchor"
		if c.n == 0 {
			x.rule = "ago/vague"
		}
	}
	return x, true
}

// halfUnits is half a unit in smaller ones, as coarse as people mean it; 0 where there are none.
func halfUnits(unit string) (int, string) {
	switch unit {
	case "CE":
		return 5, "DE"
	case "DE":
		return 5, "Y"
	case "Y":
		return 6, "M"
	}
	return 0, unit
}

// ends tells whether a clause ends before the token at j.
func ends(f []token, j int) bool { return j >= len(f) || f[j].kind == punct || f[j].low == "and" }

// hyphenated reads "10-year", "two-week", "decades-long", "single-day", "third-quarter 2030", "mid-August"; but
// "10-year-old" is an age.
func (r *dater) hyphenated(f []token, i int) (found, bool) {
	head, tail, ok := strings.Cut(f[i].low, "-")
	if ones, rest, more := strings.Cut(tail, "-"); more && numeral(head+"-"+ones) > 0 {
		head, tail = head+"-"+ones, rest
	}
	x := found{from: i, to: i + 1, kind: "DURATION", rule: "duration"}
	u := timeWords[tail]
	switch {
	case !ok:
		return found{}, false
	case numeral(f[i].low) > 0:
		return r.amount(f, i)
	case head == "mid" && u.sort == partWord && !strings.Contains(u.value, ":"):
		x.kind, x.rule, x.mod, x.part = "TIME", "part-of-day", "MID", u.value
		if low(f, i+1) == "on" {
			x.to++
			if _, ok := r.dayAt(f, i+2); !ok {
				x.to--
			}
		}
		return r.withDay(f, x), true
	case head == "mid" && u.sort == monthWord:
		x.kind, x.rule, x.mod, x.open, x.point = "DATE", "month", "MID", true, point{month: u.n}
		return r.withYear(f, x), true
	case tail == "long" && timeWords[head].value != "":
		w := timeWords[head]
		n := "1"
		if w.sort == unitsWord {
			n = "X"
		} else if w.sort != unitWord {
			return found{}, false
		}
		x.value = length(n, w.value)
		return x, true
	case tail == "quarter" && timeWords[head].n >= 1 && timeWords[head].n <= 4 && timeWords[head].sort == pickWord:
		x.kind, x.rule, x.open, x.point = "DATE", "quarter", true, point{part: "Q" + strconv.Itoa(timeWords[head].n)}
		return r.withYear(f, x), true
	}
	if c, ok := timeWords[strings.TrimSuffix(tail, "-long")]; ok && c.sort == unitWord && c.value != "Q" {
		u = c
	}
	n := numeral(head)
	switch {
	case f[i].kind == number && digits(head) && len(head) <= 4:
		n = atoi(head)
	case head == "single" || head == "full":
		n = 1
	case head == "half" && u.sort == unitWord:
		x.value = length("0.5", u.value)
		return brokenHour(x), true
	}
	if n < 1 || u.sort != unitWord || u.value == "" || u.value == "Q" || low(f, i+1) == "old" {
		return found{}, false
	}
	x.value = length(strconv.Itoa(n), u.value)
	return x, true
}

// vagueBefore are the words after which "years" alone is a length.
var vagueBefore = set("for in within after just over through mere lasted lasting took takes take last spent spend been matter")

// vagueLength reads "for years", "in minutes", "weeks of fighting".
func vagueLength(f []token, i int) (found, bool) {
	u := timeWords[f[i].low]
	x := found{from: i, to: i + 1, kind: "DURATION", rule: "duration", value: length("X", u.value)}
	before := low(f, i-1)
	switch {
	case u.value == "WE" || u.value == "Q" || u.value == "TS" || aged(f, i+1):
		return found{}, false
	case before == "the" && low(f, i+1) == "ahead", before == "the" && low(f, i+1) == "since":
		x.article = true
		if low(f, i+1) == "ahead" {
			x.to++
		}
		return x, true
	case low(f, i+1) == "of" && before != "the" && (i == 0 || !determiners[before]) && i+2 < len(f) && f[i+2].kind == word && !f[i+2].upper && !determiners[f[i+2].low]:
		return x, true
	}
	if !vagueBefore[before] || low(f, i+1) == "of" || low(f, i+1) == "ago" || low(f, i+1) == "trading" {
		return found{}, false
	}
	return x, true
}

// often reads sets: annual, daily, every Monday, each year, every two weeks.
func often(f []token, i int) (found, bool) {
	x := found{from: i, to: i + 1, kind: "SET", rule: "set"}
	w := timeWords[f[i].low]
	if w.sort == setWord {
		if f[i].upper && (i+1 < len(f) && f[i+1].upper && f[i+1].kind == word || i > 0 && f[i-1].upper && f[i-1].kind == word) {
			return found{}, false
		}
		x.value = w.value
		return x, true
	}
	j := i + 1
	n := "1"
	if s := low(f, j); s == "other" || s == "second" && timeWords[low(f, j+1)].sort == unitWord {
		n, j = "2", j+1
	} else if s == "single" {
		j++
	} else if c, ok := countAt(f, j); ok && !c.one {
		n, j = c.text, c.to
	}
	if j >= len(f) {
		return found{}, false
	}
	u := timeWords[f[j].low]
	x.to = j + 1
	switch u.sort {
	case unitWord, unitsWord:
		x.value = length(n, u.value)
	case dayWord:
		x.value = "XXXX-WXX-" + strconv.Itoa(u.n)
	case monthWord:
		x.value = "XXXX-" + pad(u.n, 2)
	case seasonWord:
		x.value = "XXXX-" + u.value
	case partWord:
		x.value = "XXXX-XX-XX" + u.value
	}
	return x, x.value != "" && (n == "1" || u.sort == unitWord || u.sort == unitsWord || u.sort == dayWord)
}

// weekdays reads "on Mondays".
func weekdays(f []token, i int) (found, bool) {
	if !f[i].upper {
		return found{}, false
	}
	return found{from: i, to: i + 1, kind: "SET", rule: "set", value: "XXXX-WXX-" + strconv.Itoa(timeWords[f[i].low].n)}, true
}

// unitOf is the unit of time that a token names, as TIMEX3 writes it; empty when it names none.
func unitOf(t token) string {
	if t.kind != word {
		return ""
	}
	return timeWords[t.low].unit()
}

// unit is how TIMEX3 writes the unit of time that a word names; empty when it names none.
func (l lexical) unit() string {
	if l.sort == unitWord || l.sort == unitsWord {
		return l.value
	}
	return ""
}
