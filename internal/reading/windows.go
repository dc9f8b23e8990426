package reading

import (
	"strings"
	"time"

	"livebrief/internal/brief"
)

// due is the window that the first date of a sentence opens, with the preposition before it: "by" and "until" leave
// its beginning open, "after" its end. "Within two days" counts from the day on which it was said.
func (s *speech) due(st *brief.ReadStatement, sent brief.Span) (brief.Due, bool) {
	for n := s.dateFrom(sent.Start); n < len(s.dates) && s.dates[n].End <= sent.End; n++ {
		before := lastWord(strings.TrimSpace(strings.ToLower(s.d.text[sent.Start:s.dates[n].Start])))
		if s.dates[n].Type == "DURATION" && (before == "within" || before == "in" && soonAfter(s.dates[n])) {
			return s.after(st, s.dates[n], before)
		}
		due, ok := window(s.dates[n])
		if !ok || before == "since" || strings.HasSuffix(s.dates[n].Rule, "/nearest-past") && (s.d.published.IsZero() || s.past(s.dates[n])) {
			continue // what will be does not begin in the past; nothing tells the right year or week
		}
		switch before {
		case "by", "until", "till":
			due.From, due.Rule = "", before+"-"+due.Rule
		case "before":
			due.From, due.To = "", dayBefore(due.From)
			due.Rule = "before-" + due.Rule
		case "after":
			due.From, due.To = due.To, ""
			due.Rule = "after-" + due.Rule
		}
		return due, due.From != "" || due.To != ""
	}
	return brief.Due{}, false
}

// soonAfter tells whether "in" before a length of time counts from when it was said: "in two weeks", but not "in the past two
// weeks".
func soonAfter(d brief.ReadDate) bool {
	return !strings.HasPrefix(strings.ToLower(d.Text), "the ")
}

// after is the window of a length of time that counts from the day on which it was said, or else from that of publication:
// all of it for "within", and its last day for "in".
func (s *speech) after(st *brief.ReadStatement, d brief.ReadDate, how string) (brief.Due, bool) {
	from, err := time.Parse(time.DateOnly, st.SaidOn.Value)
	if err != nil {
		if st.SaidOn.Value != "" || s.d.published.IsZero() {
			return brief.Due{}, false
		}
		from, _ = time.Parse(time.DateOnly, s.d.published.Format(time.DateOnly))
	}
	to, ok := plus(from, d.Value)
	if !ok {
		return brief.Due{}, false
	}
	due := brief.Due{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), Rule: how}
	if how == "in" && d.Mod == "" {
		due.From = due.To
	}
	return due, true
}

// plus adds a TIMEX3 duration of hours, days, weeks, months or years to a day.
func plus(from time.Time, duration string) (time.Time, bool) {
	if len(duration) < 3 || duration[0] != 'P' {
		return from, false
	}
	digits, hours := strings.CutPrefix(duration[1:len(duration)-1], "T")
	n := atoi(digits)
	if n <= 0 || n > 1000 {
		return from, false
	}
	switch unit := duration[len(duration)-1]; {
	case unit == 'H' && hours:
		return from.AddDate(0, 0, (n+23)/24), true
	case hours:
		return from, false
	case unit == 'D':
		return from.AddDate(0, 0, n), true
	case unit == 'W':
		return from.AddDate(0, 0, 7*n), true
	case unit == 'M':
		return from.AddDate(0, n, 0), true
	case unit == 'Y':
		return from.AddDate(n, 0, 0), true
	}
	return from, false
}

// dayBefore is the day before a full date, empty when its year is unknown.
func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// window is the time that a date opens: a third of a month for its beginning, middle or end. A year that the text
// does not tell stays XXXX; February then has 28 days.
func window(d brief.ReadDate) (brief.Due, bool) {
	if d.Type != "DATE" || strings.HasPrefix(d.Rule, "ago") || len(d.Value) == len("2006") && d.Mod != "" {
		return brief.Due{}, false
	}
	unknown := strings.HasPrefix(d.Value, "XXXX-") && !strings.Contains(d.Value, "W") && !strings.HasSuffix(d.Value, "XX")
	if unknown {
		d.Value = "2001" + d.Value[len("XXXX"):]
		due, ok := window(d)
		due.From, due.To = "XXXX"+due.From[min(4, len(due.From)):], "XXXX"+due.To[min(4, len(due.To)):]
		return due, ok
	}
	if _, err := time.Parse(time.DateOnly, d.Value); err == nil {
		return brief.Due{From: d.Value, To: d.Value, Rule: "day"}, true
	}
	if year, err := time.Parse("2006", d.Value); err == nil {
		return brief.Due{From: d.Value + "-01-01", To: year.Format("2006") + "-12-31", Rule: "year"}, true
	}
	if due, ok := longer(d.Value); ok {
		return due, true
	}
	month, err := time.Parse("2006-01", d.Value)
	if err != nil {
		return brief.Due{}, false
	}
	last := pad(month.AddDate(0, 1, -1).Day(), 2)
	from, to, rule := "01", last, "month"
	switch d.Mod {
	case "START":
		to, rule = "10", "month-first-third"
	case "MID":
		from, to, rule = "11", "20", "month-second-third"
	case "END":
		from, rule = "21", "month-last-third"
	}
	return brief.Due{From: d.Value + "-" + from, To: d.Value + "-" + to, Rule: rule}, true
}

// seasons begin on the first of a month and last three; a winter is named by the year in which it begins.
var seasons = map[string]time.Month{"SP": time.March, "SU": time.June, "FA": time.September, "WI": time.December,
	"Q1": time.January, "Q2": time.April, "Q3": time.July, "Q4": time.October}

// longer is the window of a week, a season, a quarter or a half of a year: 2031-W05, 2031-SU, 2031-Q3, 2031-H1.
func longer(value string) (brief.Due, bool) {
	name, part, ok := strings.Cut(value, "-")
	year, err := time.Parse("2006", name)
	if !ok || err != nil || len(part) < 2 {
		return brief.Due{}, false
	}
	window := func(from, next time.Time, rule string) (brief.Due, bool) {
		return brief.Due{From: from.Format(time.DateOnly), To: next.AddDate(0, 0, -1).Format(time.DateOnly), Rule: rule}, true
	}
	if month, ok := seasons[part]; ok {
		from := year.AddDate(0, int(month)-1, 0)
		rule := "season"
		if part[0] == 'Q' {
			rule = "quarter"
		}
		return window(from, from.AddDate(0, 3, 0), rule)
	}
	switch {
	case part == "H1":
		return window(year, year.AddDate(0, 6, 0), "half-year")
	case part == "H2":
		return window(year.AddDate(0, 6, 0), year.AddDate(1, 0, 0), "half-year")
	case part[0] == 'W' && len(part) == 3:
		n := atoi(part[1:])
		if n < 1 || n > 53 {
			return brief.Due{}, false
		}
		fourth := year.AddDate(0, 0, 3) // the fourth of January lies in the first week
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(n-1))
		return window(monday, monday.AddDate(0, 0, 7), "week")
	}
	return brief.Due{}, false
}
