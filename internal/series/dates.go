package series

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// ReadDay reads a date as sources write it: 2024, 2024-08 and 2024-08-31, a day of those with midnight behind it as workbooks have it, and
// with dayFirst also 31.12.2024, 31/12/2024 and 31-12-2024; turned tells that it was such a one. Invalid for anything else: a month is
// never guessed.
func ReadDay(text string, dayFirst bool) (day brief.Date, turned bool, err error) {
	text = strings.TrimSpace(text)
	iso := brief.Date(withoutMidnight(text))
	if iso.Check() == nil {
		return iso, false, nil
	}
	for _, sign := range []string{".", "/", "-"} {
		parts := strings.Split(text, sign)
		if len(parts) != 3 || len(parts[2]) != 4 || !isShort(parts[0]) || !isShort(parts[1]) {
			continue
		}
		if !dayFirst {
			return "", false, brief.Invalid(fmt.Sprintf("%.20q may have its day or its month first", text), "set day_first in the mapping if the day comes first")
		}
		day = brief.Date(fmt.Sprintf("%s-%02s-%02s", parts[2], parts[1], parts[0]))
		if day.Check() == nil {
			return day, true, nil
		}
	}
	return "", false, brief.Invalid(fmt.Sprintf("%.40q is no date", text), "write 2024, 2024-08 or 2024-08-31")
}

// isShort tells whether a text can be a day or a month: one or two digits.
func isShort(text string) bool { return len(text) >= 1 && len(text) <= 2 && isDigits(text) }

// withoutMidnight takes the hour off a day, where it is none.
func withoutMidnight(text string) string {
	day, hour, cut := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
	if cut && len(day) == len("2006-01-02") && strings.Trim(strings.TrimSuffix(hour, "Z"), "0:.") == "" {
		return day
	}
	return text
}

// knownFrom gives since when a number was known: the day of a date, or the last day that it can mean, but not after the day of the import
// where that lies within it.
func knownFrom(d, imported brief.Date) brief.Date {
	if last := d.Last(); last <= imported || d.First() > imported {
		return last
	}
	return imported
}
