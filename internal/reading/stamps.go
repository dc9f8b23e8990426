package reading

import (
	"strings"
	"unicode"
)

// The stamps of pages: when something was published or changed, how long it takes to read, and the times that lead the
// entries of a live page. Each function reads from token i on and gives the token after what it read, -1 when it is
// something else.

var (
	// stampWords say what happened at the time.
	stampWords = wordings(map[int]string{1: `published | first published | last published | originally published | updated | last updated |
		last update | posted | first posted | modified | last modified | created | issued | date | time | published on | updated on |
		опубликовано | обновлено | дата публикации | опубліковано | оновлено | veröffentlicht | aktualisiert | stand | publié le | mis à jour le`})
	lengthWords = set("min mins minute minutes")
	readWords   = set("read reading listen watch")
	agoUnits    = set("second seconds sec secs s minute minutes min mins m hour hours hr hrs h day days d week weeks w month months year years")
	shortDays   = set("mon tue tues wed thu thur thurs fri sat sun")
	stampNear   = set("today yesterday tonight сегодня вчера сьогодні вчора heute gestern")
	// stampMarks stand between the parts of a stamp; stampFillers are the words that do.
	stampMarks   = set("| · • , : - – — / ( ) [ ] @")
	stampFillers = set("on at the and as of в о um uhr à the")
)

// stampLine gives the rule by which a whole line is a stamp, empty when it is none.
func stampLine(f []token) string {
	rule, words := "", false
	for i := 0; i < len(f); {
		if n, _ := stampWords.longest(f, i); n > 0 {
			words = true
			i += n
			continue
		}
		if next, kind := stampPart(f, i); next > 0 {
			if rule == "" || rule == "stamp-length" || kind == "stamp-date" {
				rule = kind
			}
			i = next
			continue
		}
		switch {
		case stampMarks[f[i].low] || f[i].low == "." && words && i == len(f)-1:
		case shortDays[f[i].low] || days[f[i].low] > 0 || stampNear[f[i].low]:
			if words && rule == "" {
				rule = "stamp-date"
			}
		case stampFillers[f[i].low] && (words || rule != ""):
		case f[i].low == "by" && words && rule != "" && namesTo(f, i+1) == len(f):
			return "stamp-words"
		default:
			return ""
		}
		i++
	}
	if words && rule != "" {
		return "stamp-words"
	}
	return rule
}

// stampPart reads one thing that a stamp tells.
func stampPart(f []token, i int) (next int, rule string) {
	if n := dayTo(f, i); n > 0 {
		return n, "stamp-date"
	}
	if n := lengthTo(f, i); n > 0 {
		return n, "stamp-length"
	}
	if n := agoTo(f, i); n > 0 {
		return n, "stamp-ago"
	}
	if n, _ := clockTo(f, i); n > 0 {
		return n, "stamp-time"
	}
	return -1, ""
}

// dayTo reads a day of the calendar: March 4, 2031; Tue 4 Mar; 4. März 2031; 2031-03-04, also with a time glued to it.
func dayTo(f []token, i int) int {
	if i < len(f) && (shortDays[f[i].low] || days[f[i].low] > 0) {
		for i++; i < len(f) && (f[i].low == "," || f[i].low == "."); i++ {
		}
	}
	if i >= len(f) {
		return -1
	}
	if f[i].kind == number && isoDay(f[i].low) {
		return i + 1
	}
	j := i
	switch {
	case anyMonth(f[i].low):
		if j++; low(f, j) == "." {
			j++
		}
		if j >= len(f) || !stampDay(f[j]) {
			return -1
		}
		j++
	case stampDay(f[i]):
		if j++; low(f, j) == "." || low(f, j) == "of" {
			j++
		}
		if j >= len(f) || !anyMonth(f[j].low) {
			return -1
		}
		if j++; low(f, j) == "." {
			j++
		}
	default:
		return -1
	}
	k := j
	if low(f, k) == "," {
		k++
	}
	if k < len(f) && f[k].kind == number && len(f[k].low) == 4 && allDigits(f[k].low) {
		return k + 1
	}
	return j
}

func anyMonth(w string) bool { return months[w] > 0 || foreignMonths[w] > 0 }

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// stampDay tells whether a token is the number of a day: 4, 04, 4th.
func stampDay(t token) bool {
	s := t.low
	for _, end := range [...]string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	return t.kind == number && len(s) <= 2 && allDigits(s) && s != "0" && s != "00"
}

// isoDay tells whether a token begins as 2031-03-04 does, or is 4.3.2031.
func isoDay(s string) bool {
	if p := strings.Split(head(s, 11), "."); len(p) == 3 && len(p[2]) == 4 {
		return len(p[0]) <= 2 && len(p[1]) <= 2 && allDigits(p[0]) && allDigits(p[1]) && allDigits(p[2]) &&
			strings.Trim(p[0], "0") != "" && strings.Trim(p[1], "0") != "" && (p[2][:2] == "19" || p[2][:2] == "20")
	}
	return len(s) >= 10 && allDigits(s[:4]) && s[4] == '-' && allDigits(s[5:7]) && s[7] == '-' && allDigits(s[8:10])
}

// lengthTo reads how long a text takes: 2 min read, 3-minute read, reading time: 4 minutes.
func lengthTo(f []token, i int) int {
	if f[i].low == "estimated" {
		i++
	}
	if (low(f, i) == "reading" || low(f, i) == "read") && low(f, i+1) == "time" {
		j := i + 2
		if low(f, j) == ":" {
			j++
		}
		if j+1 < len(f) && f[j].kind == number && lengthWords[f[j+1].low] {
			return j + 2
		}
		return -1
	}
	if i >= len(f) || f[i].kind != number {
		return -1
	}
	if _, unit, ok := strings.Cut(f[i].low, "-"); ok && lengthWords[unit] && readWords[low(f, i+1)] {
		return i + 2
	}
	if lengthWords[low(f, i+1)] && readWords[low(f, i+2)] {
		return i + 3
	}
	return -1
}

// agoTo reads how long ago something was: 3 hours ago, 2h ago, an hour ago, just now.
func agoTo(f []token, i int) int {
	if f[i].low == "just" && low(f, i+1) == "now" {
		return i + 2
	}
	if digits := strings.TrimRightFunc(f[i].low, unicode.IsLetter); f[i].kind == number && allDigits(digits) &&
		agoUnits[f[i].low[len(digits):]] && low(f, i+1) == "ago" {
		return i + 2
	}
	if (f[i].kind == number && allDigits(f[i].low) || f[i].low == "a" || f[i].low == "an" || numerals[f[i].low] > 0) &&
		agoUnits[low(f, i+1)] && low(f, i+2) == "ago" {
		return i + 3
	}
	return -1
}

// clockTo reads a time of day with what stands behind it: 14:32 GMT, 9.14am, 9 a.m. ET, 14:32 Kyiv time; whether a
// zone is told. 9.14 alone may be any number.
func clockTo(f []token, i int) (next int, zoned bool) {
	if i >= len(f) || f[i].kind != number {
		return -1, false
	}
	s, half := f[i].low, false
	for _, end := range [...]string{"am", "pm"} {
		if cut, ok := strings.CutSuffix(s, end); ok {
			s, half = cut, true
		}
	}
	sep, ok := clockDigits(s)
	if !ok {
		return -1, false
	}
	i++
	switch low(f, i) {
	case "am", "pm", "a.m.", "p.m.", "a.m", "p.m":
		half = true
		i++
	}
	end := zoneTo(f, i)
	if sep == 0 && !half || sep == '.' && !half && end < 0 {
		return -1, false
	}
	if end > 0 {
		return end, true
	}
	return i, false
}

// clockDigits tells whether s is a time of day in digits, and what parts its hours from its minutes, 0 when it has none.
func clockDigits(s string) (sep byte, ok bool) {
	n, value, part := 0, 0, 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			n, value = n+1, value*10+int(s[i]-'0')
			if n > 2 {
				return 0, false
			}
			continue
		}
		if n == 0 || part == 0 && value > 23 || part > 0 && (n != 2 || value > 59) || part > 2 {
			return 0, false
		}
		if i < len(s) {
			if s[i] != ':' && s[i] != '.' && s[i] != 'h' {
				return 0, false
			}
			sep = s[i]
		}
		n, value, part = 0, 0, part+1
	}
	return sep, true
}

// zoneTo reads a zone, -1 when none stands there.
func zoneTo(f []token, i int) int {
	if low(f, i) == "(" {
		if n := zoneTo(f[:min(len(f), i+6)], i+1); n > 0 && low(f, n) == ")" {
			return n + 1
		}
		return -1
	}
	if i < len(f) && f[i].upper && zoneKnown(f[i].low) && f[i].End-f[i].Start == len(f[i].low) {
		if (low(f, i+1) == "+" || low(f, i+1) == "-" || low(f, i+1) == "−") && i+2 < len(f) && f[i+2].kind == number && f[i+2].Start == f[i+1].End {
			return i + 3
		}
		return i + 1
	}
	for k := i; k < len(f) && k < i+3 && f[k].kind == word; k++ {
		if f[k].low == "time" && k > i {
			return k + 1
		}
		if !f[k].upper && f[k].low != "local" {
			break
		}
	}
	return -1
}

// liveLead finds the token where a live entry goes on behind the time that leads it, -1 when none does: "14:32 GMT:
// The pier", "[14:32] The pier", "9:14 a.m. - The pier". Without a mark between them the time must have a zone.
func liveLead(f []token) int {
	i := 0
	if low(f, i) == "•" {
		i++
	}
	bracket := low(f, i) == "[" || low(f, i) == "("
	if bracket {
		i++
	}
	next, zoned := clockTo(f, i)
	if next < 0 {
		return -1
	}
	marked := false
	for ; next < len(f); next++ {
		if w := f[next].low; w != ":" && w != "—" && w != "–" && w != "-" && w != "|" && w != "·" && !(bracket && (w == "]" || w == ")")) {
			break
		}
		marked = true
	}
	if next >= len(f) || !marked && !zoned || days[f[next].low] > 0 || months[f[next].low] > 0 {
		return -1
	}
	if f[next].upper || strings.ContainsAny(f[next].low, openMarks) && f[next].kind == punct {
		return next
	}
	return -1
}

func zoneKnown(w string) bool {
	_, ok := zones[w]
	return ok
}
