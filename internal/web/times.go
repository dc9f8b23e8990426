package web

import (
	"strings"
	"time"

	"livebrief/internal/brief"
)

// timeForms are the forms in which people write a time at the desk, each with how exactly it is known then.
func timeForms() []struct {
	layout    string
	precision brief.Precision
} {
	return []struct {
		layout    string
		precision brief.Precision
	}{
		{"2006-01-02T15:04:05", brief.ToMinute}, {"2006-01-02T15:04", brief.ToMinute}, {"2006-01-02 15:04", brief.ToMinute},
		{"2006-01-02T15", brief.ToHour}, {"2006-01-02", brief.ToDay}, {"2006-01", brief.ToMonth}, {"2006", brief.ToYear},
	}
}

// parseExact reads a time with or without a zone of its own; without one it is in zone.
func parseExact(text string, zone *time.Location) (time.Time, brief.Precision, error) {
	text = strings.TrimSpace(text)
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), brief.ToMinute, nil
	}
	for _, form := range timeForms() {
		if t, err := time.ParseInLocation(form.layout, text, zone); err == nil {
			return t.UTC(), form.precision, nil
		}
	}
	return time.Time{}, "", brief.Invalid("the time "+quoted(text)+" is not understood", "write 2022-09-24 or 2022-09-24T18:30")
}

// parseTime is [parseExact] for times whose precision does not matter; an empty text is the zero time.
func parseTime(text string, zone *time.Location) (time.Time, error) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, nil
	}
	t, _, err := parseExact(text, zone)
	return t, err
}

// writeTime gives a time in the form that a field shows, as exact as it is known.
func writeTime(t time.Time, zone *time.Location, precision brief.Precision) string {
	if t.IsZero() {
		return ""
	}
	layout := "2006-01-02T15:04"
	switch precision {
	case brief.ToHour:
		layout = "2006-01-02T15"
	case brief.ToDay:
		layout = time.DateOnly
	case brief.ToMonth:
		layout = "2006-01"
	case brief.ToYear:
		layout = "2006"
	}
	return t.In(zone).Format(layout)
}

// quoted puts what somebody wrote into a sentence, cut short.
func quoted(text string) string {
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	return "“" + text + "”"
}
