package reading

import (
	"fmt"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// dates lists the time expressions of a Ukrainian or Russian text, by the same values as in English. A day without a
// year lies nearest before the day of publication; without one its year stays open.
func (r *slavicReader) dates(published time.Time) []brief.ReadDate {
	s := slavicDater{slavicReader: r, out: []brief.ReadDate{}}
	if !published.IsZero() {
		s.now, _ = time.Parse(time.DateOnly, published.UTC().Format(time.DateOnly))
	}
	for _, p := range r.d.paras {
		if !p.searched() {
			continue
		}
		s.day = ""
		f := partRanges(tokens(r.d.text, p.Span, nil))
		for i := 0; i < len(f); {
			i = s.at(f, i)
		}
	}
	return s.out
}

type slavicDater struct {
	*slavicReader
	now time.Time
	day string // the last day of the paragraph, for clock times
	out []brief.ReadDate
}

// add keeps a finding over the tokens from i to k, and gives k.
func (s *slavicDater) add(f []token, i, k int, kind, value, mod, rule string) int {
	span := brief.Span{Start: f[i].Start, End: f[k-1].End}
	s.out = append(s.out, brief.ReadDate{Mention: brief.Mention{Span: span, Text: span.Of(s.d.text)}, Type: kind, Value: value, Mod: mod, Rule: rule})
	if kind == "DATE" && len(value) == len(time.DateOnly) {
		s.day = value
	}
	return k
}

// at reads the expression that begins at token i and gives the token to go on from.
func (s *slavicDater) at(f []token, i int) int {
	w := f[i].low
	if f[i].kind == number {
		return s.number(f, i)
	}
	if f[i].kind != word {
		return i + 1
	}
	if days, ok := s.w.relative[w]; ok {
		return s.add(f, i, i+1, "DATE", s.shifted(days), "", "from-today")
	}
	if value, ok := s.w.often[w]; ok {
		return s.add(f, i, i+1, "SET", value, "", "often")
	}
	if unit := s.w.units[low(f, i+1)]; s.w.every[w] && unit != "" && unit[0] != 'T' {
		return s.add(f, i, i+2, "SET", "P1"+unit, "", "often")
	}
	if month := s.w.months[w]; month > 0 && i > 0 && f[i-1].kind == word {
		return s.month(f, i, i, month, "")
	}
	if mod, ok := s.w.parts[w]; ok && s.w.months[low(f, i+1)] > 0 {
		return s.month(f, i, i+1, s.w.months[low(f, i+1)], mod)
	}
	if day := s.w.weekdays[w]; day > 0 {
		return s.weekday(f, i, day)
	}
	if season, ok := s.w.seasons[w]; ok {
		return s.season(f, i, season)
	}
	if step, ok := s.w.last[w]; ok {
		return s.stepped(f, i, step)
	}
	if s.w.several[w] {
		if unit := s.w.units[low(f, i+1)]; unit != "" {
			return s.length(f, i, i+2, "X", unit, "")
		}
	}
	if n := s.w.numerals[w]; n > 0 {
		if unit := s.w.units[low(f, i+1)]; unit != "" {
			return s.length(f, i, i+2, fmt.Sprint(n), unit, "")
		}
	}
	if unit := s.w.units[w]; unit != "" && (low(f, i+1) == s.w.ago || s.w.about[low(f, i-1)] != "") {
		return s.length(f, i, i+1, "1", unit, "")
	}
	return i + 1
}

// number reads what begins with digits: 24 MONTH, 24.09.2022, 2022-09-24, 18:00, 2022 year, 5 days, the 1990s.
func (s *slavicDater) number(f []token, i int) int {
	t := f[i].low
	if day, err := time.Parse(time.DateOnly, t); err == nil {
		return s.add(f, i, i+1, "DATE", day.Format(time.DateOnly), "", "iso-date")
	}
	if day, err := time.Parse("02.01.2006", t); err == nil {
		return s.add(f, i, i+1, "DATE", day.Format(time.DateOnly), "", "dotted-date")
	}
	if k := s.dotted(f, i); k > i {
		return k
	}
	if low(f, i+1) == ":" && s.clocked(f, i) {
		return s.clockTime(f, i)
	}
	if clock, err := time.Parse("15:04", t); err == nil && s.w.clock[low(f, i-1)] {
		return s.add(f, i, i+1, "TIME", s.day+clock.Format("T15:04"), "", "clock")
	}
	n := atoi(t)
	if month := s.w.months[low(f, i+1)]; month > 0 && n >= 1 && n <= 31 {
		return s.dayMonth(f, i, n, month)
	}
	if k, ok := s.dayRange(f, i, n); ok {
		return k
	}
	if len(t) == 4 && n >= 1000 && n < 2200 && s.w.years[low(f, i+1)] {
		return s.add(f, i, i+2, "DATE", t, "", "year")
	}
	if len(t) == 4 && t[3] == '0' && (two(f, i+1) == "- е" || two(f, i+1) == "- х" || two(f, i+1) == "- ті" || two(f, i+1) == "- их") {
		k := i + 3
		if s.w.years[low(f, k)] {
			k++
		}
		return s.add(f, i, k, "DATE", t[:3], "", "decade")
	}
	if unit := s.w.units[low(f, i+1)]; unit != "" && n > 0 {
		return s.length(f, i, i+2, t, unit, "")
	}
	return i + 1
}

// dotted reads 24.09.2022 where the tokens are parted at the full stops.
func (s *slavicDater) dotted(f []token, i int) int {
	if low(f, i+1) != "." || low(f, i+3) != "." || i+4 >= len(f) || f[i+4].End-f[i].Start != len("24.09.2022") {
		return i
	}
	day, err := time.Parse("02.01.2006", s.d.text[f[i].Start:f[i+4].End])
	if err != nil {
		return i
	}
	return s.add(f, i, i+5, "DATE", day.Format(time.DateOnly), "", "dotted-date")
}

// clocked tells whether a clock time may stand at i: behind one of its prepositions.
func (s *slavicDater) clocked(f []token, i int) bool {
	return s.w.clock[low(f, i-1)] && i+2 < len(f) && f[i+2].kind == number && len(f[i+2].low) == 2
}

func (s *slavicDater) clockTime(f []token, i int) int {
	clock, err := time.Parse("15:04", fmt.Sprintf("%02d:%s", atoi(f[i].low), f[i+2].low))
	if err != nil {
		return i + 1
	}
	return s.add(f, i, i+3, "TIME", s.day+clock.Format("T15:04"), "", "clock")
}

// dayMonth reads "24 вересня 2022 року": the year is taken in with its word.
func (s *slavicDater) dayMonth(f []token, i, day, month int) int {
	year, k := s.yearAt(f, i+2)
	value, rule := s.dated(year, month, day)
	if value == "" {
		return i + 1
	}
	return s.add(f, i, k, "DATE", value, "", rule)
}

// dayRange reads "5-7 травня" and "з 5 до 7 травня": two findings.
func (s *slavicDater) dayRange(f []token, i, n int) (int, bool) {
	w := low(f, i+1)
	if w != "-" && w != "–" && w != "—" && w != "по" && w != "до" || i+3 >= len(f) || f[i+2].kind != number || n < 1 || n > 31 {
		return i, false
	}
	month, last := s.w.months[low(f, i+3)], atoi(f[i+2].low)
	if month == 0 || last < n || last > 31 {
		return i, false
	}
	year, k := s.yearAt(f, i+4)
	from, rule := s.dated(year, month, n)
	to, _ := s.dated(year, month, last)
	if from == "" || to == "" {
		return i, false
	}
	s.add(f, i, i+1, "DATE", from, "", rule)
	return s.add(f, i+2, k, "DATE", to, "", rule), true
}

// yearAt reads a year with its word at k.
func (s *slavicDater) yearAt(f []token, k int) (year, next int) {
	if k < len(f) && f[k].kind == number && len(f[k].low) == 4 {
		if year = atoi(f[k].low); year > 0 {
			k++
			if s.w.years[low(f, k)] {
				k++
				if low(f, k) == "." && (low(f, k-1) == "г" || low(f, k-1) == "р") && k+1 < len(f) && f[k+1].kind == word && !f[k+1].upper {
					k++
				}
			}
		}
	}
	return year, k
}

// dated is a day by its number; without a year the nearest before the day of publication.
func (s *slavicDater) dated(year, month, day int) (value, rule string) {
	rule = "day-month"
	switch {
	case year == 0 && s.now.IsZero():
		if day > 31 {
			return "", ""
		}
		return fmt.Sprintf("XXXX-%02d-%02d", month, day), rule + "/no-year"
	case year == 0:
		year, rule = s.now.Year(), rule+"/nearest-past"
		if fmt.Sprintf("%02d-%02d", month, day) > s.now.Format("01-02") {
			year--
		}
	}
	if !valid(year, month, day) {
		return "", ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), rule
}

// month reads a month at k, with the part of it that begins at i.
func (s *slavicDater) month(f []token, i, k, month int, mod string) int {
	year, next := s.yearAt(f, k+1)
	rule, value := "month", ""
	switch {
	case year > 0:
		value = fmt.Sprintf("%04d-%02d", year, month)
	case s.now.IsZero():
		value, rule = fmt.Sprintf("XXXX-%02d", month), "month/no-year"
	default:
		year, rule = s.now.Year(), "month/nearest-past"
		if month > int(s.now.Month()) {
			year--
		}
		if mod == "START" && s.ahead(f, i) {
			rule = "month/nearest-future"
			if year = s.now.Year(); month < int(s.now.Month()) {
				year++
			}
		}
		value = fmt.Sprintf("%04d-%02d", year, month)
	}
	return s.add(f, i, next, "DATE", value, mod, rule)
}

// ahead tells whether the sentence speaks of what will be: "з початку січня кордони закриють", by the ending of a verb behind.
func (s *slavicDater) ahead(f []token, i int) bool {
	for k := i + 1; k < len(f) && k < i+10 && f[k].low != "."; k++ {
		w := f[k].low
		for _, ending := range []string{"ют", "ат", "ят", "ють", "уть", "ать", "ять", "ет", "ит", "ть"} {
			if f[k].kind == word && !f[k].upper && strings.HasSuffix(w, ending) && len(w) > 8 && !s.w.hedges[w] {
				return true
			}
		}
	}
	return false
}

// weekday is the last such day, today among them, or the next one where the text says so.
func (s *slavicDater) weekday(f []token, i, day int) int {
	if s.now.IsZero() {
		return s.add(f, i, i+1, "DATE", fmt.Sprintf("XXXX-WXX-%d", day), "", "weekday")
	}
	today := (int(s.now.Weekday())+6)%7 + 1
	back := (today - day + 7) % 7
	if s.w.last[low(f, i-1)] > 0 {
		return s.add(f, i-1, i+1, "DATE", s.shifted(7-back), "", "weekday/next")
	}
	return s.add(f, i, i+1, "DATE", s.shifted(-back), "", "weekday/nearest-past")
}

func (s *slavicDater) season(f []token, i int, season string) int {
	if year, k := s.yearAt(f, i+1); year > 0 {
		return s.add(f, i, k, "DATE", fmt.Sprintf("%04d-%s", year, season), "", "season")
	}
	return i + 1
}

// stepped reads the last, this or the next week, month or year.
func (s *slavicDater) stepped(f []token, i, step int) int {
	unit := s.w.units[low(f, i+1)]
	if unit == "" && s.w.years[low(f, i+1)] {
		unit = "Y"
	}
	if step != 0 && unit == "" || s.now.IsZero() {
		return i + 1
	}
	value := ""
	switch unit {
	case "W":
		year, week := s.now.AddDate(0, 0, 7*step).ISOWeek()
		value = fmt.Sprintf("%04d-W%02d", year, week)
	case "M":
		first := time.Date(s.now.Year(), s.now.Month(), 1, 0, 0, 0, 0, time.UTC)
		value = first.AddDate(0, step, 0).Format("2006-01")
	case "Y":
		value = fmt.Sprintf("%04d", s.now.Year()+step)
	default:
		return i + 1
	}
	return s.add(f, i, i+2, "DATE", value, "", "last-next")
}

// length reads a length of time, and "two months ago" as the date that it is.
func (s *slavicDater) length(f []token, i, k int, n, unit, mod string) int {
	if low(f, k) == s.w.ago && !s.now.IsZero() && n != "X" {
		count := atoi(n)
		value := ""
		switch unit {
		case "D":
			value = s.shifted(-count)
		case "W":
			year, week := s.now.AddDate(0, 0, -7*count).ISOWeek()
			value = fmt.Sprintf("%04d-W%02d", year, week)
		case "M":
			first := time.Date(s.now.Year(), s.now.Month(), 1, 0, 0, 0, 0, time.UTC)
			value = first.AddDate(0, -count, 0).Format("2006-01")
		case "Y":
			value = fmt.Sprintf("%04d", s.now.Year()-count)
		}
		if value != "" {
			return s.add(f, i, k+1, "DATE", value, "", "ago")
		}
	}
	from := i
	if about := s.w.about[low(f, i-1)]; about != "" {
		from, mod = i-1, map[string]string{"about": "APPROX", "nearly": "APPROX", "more_than": "MORE_THAN", "less_than": "LESS_THAN", "at_least": "EQUAL_OR_MORE"}[about]
	}
	value := "P" + n + unit
	if unit[0] == 'T' {
		value = "PT" + n + unit[1:]
	}
	return s.add(f, from, k, "DURATION", value, mod, "duration")
}

// shifted is a day so many days from that of publication, open without one.
func (s *slavicDater) shifted(days int) string {
	if s.now.IsZero() {
		return "XXXX-XX-XX"
	}
	return s.now.AddDate(0, 0, days).Format(time.DateOnly)
}
