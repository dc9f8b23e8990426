package page

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/series"
)

// decimalText writes decimal text in the reader's language: thousands parted, the sign of decimals as the language has it, every digit
// that was told.
func (w *Words) decimalText(text string) string {
	sign := ""
	switch {
	case strings.HasPrefix(text, "-"):
		sign, text = "−", text[1:]
	case strings.HasPrefix(text, "+"):
		sign, text = "+", text[1:]
	}
	whole, part, has := strings.Cut(text, ".")
	out := sign + grouped(whole)
	if has {
		out += w.Numbers.Point + part
	}
	return out
}

// grouped parts the thousands of digits by a narrow space that does not break.
func grouped(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if left := len(digits) - i; i > 0 && left%3 == 0 {
			b.WriteString("\u202f")
		}
		b.WriteRune(d)
	}
	return b.String()
}

// unit names what the numbers of a series are told in.
func (w *numberWords) unit(s *brief.Series) string {
	name := cmp.Or(w.Units[s.Unit], s.Unit)
	if s.Scale == 0 {
		return name
	}
	if scale := w.Scales[s.Scale]; scale != "" {
		return scale + " " + name
	}
	return "10^" + strconv.Itoa(s.Scale) + " " + name
}

// amount writes what a version says: "at least 7 110", "3–9", "more than 20", a dash for what the source leaves empty.
func (m *numbersMaker) amount(s *brief.Series, v *brief.Version) string {
	switch {
	case v.Change == brief.NumberWithdrawal:
		return m.w.Withdrawn
	case v.Value == "" && v.Low != "" && v.Low == v.High:
		return m.words.decimalText(v.Low)
	case v.Value == "" && v.Low != "" && v.High != "":
		return m.words.decimalText(v.Low) + "–" + m.words.decimalText(v.High)
	case v.Value == "":
		return m.w.NotTold
	}
	text := m.words.decimalText(v.Value)
	if v.Low != "" && v.High != "" && (v.Low != v.Value || v.High != v.Value) {
		text += " (" + m.words.decimalText(v.Low) + "–" + m.words.decimalText(v.High) + ")"
	}
	if q := qualifierOf(s, v); q != "" {
		return fill(m.w.Qualifiers[q], text)
	}
	return text
}

// qualifierOf is how a number is put; those of a minimum are at least.
func qualifierOf(s *brief.Series, v *brief.Version) string {
	if s.LowerBound && (v.Qualifier == "" || v.Qualifier == "~") {
		return ">="
	}
	return v.Qualifier
}

// period writes what a number is about: a day, a month, a year, from a day to another; what counts from a beginning on is up to a day.
func (m *numbersMaker) period(s *brief.Series, v *brief.Version) string {
	switch {
	case v.From == "":
		return m.w.Undated
	case s.Cumulative && v.To != "":
		return m.said(v.To)
	case v.To == "" || v.To == v.From:
		return m.said(v.From)
	}
	return m.said(v.From) + " – " + m.said(v.To)
}

// said writes a day, a month or a year.
func (m *numbersMaker) said(d brief.Date) string { return m.clock.calendar(d) }

// standing says what a number is of: its source and what it rests on, "verified, OHCHR".
func (m *numbersMaker) standing(t *edition.Tracker, v *brief.Version) string {
	by := cmp.Or(v.By, t.Source.Name)
	if v.Basis == brief.BasisClaimed {
		return fill(m.w.ClaimedBy, by)
	}
	return m.w.Bases[v.Basis] + ", " + by
}

// line is the whole of a number in words: "Killed: at least 7 110 people, 29 January 2023 (verified, OHCHR)".
func (m *numbersMaker) line(t *edition.Tracker, s *brief.Series, v *brief.Version) string {
	number := m.amount(s, v)
	if v.Value != "" || v.Low != "" {
		number += "\u00a0" + m.w.unit(s)
	}
	return fill(m.w.Line, capital(s.Title), number, m.period(s, v), m.standing(t, v))
}

// difference writes how much a number changed, with its sign; empty where that cannot be said.
func (m *numbersMaker) difference(now, was *brief.Version) string {
	d := series.Difference(now, was)
	if d == "" || d == "0" {
		return d
	}
	return m.words.decimalText(d)
}

// changed says how a number changed: "was 350.88, now 358.40 (+7.52), 4 August 2026, exchange rates: ...".
func (m *numbersMaker) changed(s *brief.Series, was, now *brief.Version) string {
	text := fill(m.w.Was, m.amount(s, was), m.amount(s, now))
	if d := m.difference(now, was); d != "" {
		text += " (" + d + ")"
	}
	text += ", " + m.said(now.Known) + ", " + m.w.Changes[now.Change]
	if now.Reason != "" {
		text += ": " + strings.TrimSuffix(now.Reason, ".") // the sentence has its own
	}
	return text
}

// float gives a number to draw, in the unit of the series without its power of ten; NaN where there is none.
func float(s *brief.Series, text string) float64 {
	if text == "" {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return f * math.Pow10(s.Scale)
}

// axis chooses the power of ten in which an axis is told, and its name.
func (m *numbersMaker) axis(most float64, unit string) (by float64, name string) {
	name = cmp.Or(m.w.Units[unit], unit)
	for _, power := range []int{9, 6, 3} {
		if most >= 2*math.Pow10(power) && m.w.Scales[power] != "" && (power > 3 || most >= 20*math.Pow10(power)) {
			return math.Pow10(power), m.w.Scales[power] + " " + name
		}
	}
	return 1, name
}

// axisNumber writes a number of an axis, or at the end of a bar.
func (m *numbersMaker) axisNumber(by float64) func(float64) string {
	return func(n float64) string {
		n /= by
		places := 0
		for _, p := range []int{0, 1, 2} {
			if places = p; math.Abs(n*math.Pow10(p)-math.Round(n*math.Pow10(p))) < 1e-6 {
				break
			}
		}
		if math.Abs(n) >= 100 {
			places = 0
		}
		return m.words.decimalText(strconv.FormatFloat(n, 'f', places, 64))
	}
}

// axisMonth writes a month in few letters: "Sep 2022"; a year as it is.
func (w *Words) axisMonth(d brief.Date) string {
	if len(d) < len("2006-01") {
		return string(d)
	}
	month, err := strconv.Atoi(string(d[5:7]))
	if err != nil || month < 1 || month > 12 {
		return string(d)
	}
	return w.ShortMonths[month-1] + "\u00a0" + string(d[:4])
}
