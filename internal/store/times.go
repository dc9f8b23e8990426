package store

import (
	"time"

	"livebrief/internal/brief"
)

// keep brings a time to the form in which it is kept: UTC, whole milliseconds. The zero time stays zero.
func keep(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

// millis is a time as a column: milliseconds since 1970, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is the inverse of millis.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// checkDate refuses times that RFC 3339 cannot write.
func checkDate(what string, t time.Time) error {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return brief.Invalid("the "+what+" lies outside the years 1 to 9999", "write it as YYYY-MM-DDTHH:MM:SSZ")
	}
	return nil
}
