package series

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

func TestDatesAreReadAsSourcesWriteThem(t *testing.T) {
	for _, c := range []struct {
		text     string
		dayFirst bool
		day      brief.Date
		turned   bool
	}{
		{"2024-01-15", false, "2024-01-15", false},
		{" 2024-08 ", false, "2024-08", false},
		{"2014", true, "2014", false},
		{"2024-01-15T00:00:00Z", false, "2024-01-15", false},
		{"2024-01-15 00:00:00", false, "2024-01-15", false},
		{"31.12.2024", true, "2024-12-31", true},
		{"31/12/2024", true, "2024-12-31", true},
		{"1.2.2024", true, "2024-02-01", true},
		{"01-02-2024", true, "2024-02-01", true},
	} {
		if day, turned, err := ReadDay(c.text, c.dayFirst); err != nil || day != c.day || turned != c.turned {
			t.Errorf("%q: %q, %v, %v", c.text, day, turned, err)
		}
	}
}

func TestAMonthIsNeverGuessed(t *testing.T) {
	for _, c := range []struct {
		text     string
		dayFirst bool
		says     string
	}{
		{"31.12.2024", false, "day_first"}, {"03/04/2024", false, "day_first"}, {"12/31/2024", true, "no date"}, {"31.12.24", true, "no date"}, {"2024-13", false, "no date"},
		{"2024-02-30", true, "no date"}, {"", true, "no date"}, {"24 February 2022", true, "no date"}, {"2024-01-15 12:30", true, "no date"}, {"12.2024", true, "no date"}, {"45321", false, "no date"},
		{"+1.2.2024", true, "no date"}, {"31.12.2024.", true, "no date"},
	} {
		if day, _, err := ReadDay(c.text, c.dayFirst); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %q, %v", c.text, day, err)
		}
	}
}

func TestAMonthOfPublicationIsKnownFromItsLastDayOrTheImport(t *testing.T) {
	for _, c := range []struct{ published, imported, known brief.Date }{
		{"2026-07-27", "2026-09-01", "2026-07-27"}, {"2026-04", "2026-09-01", "2026-04-30"}, {"2025", "2026-09-01", "2025-12-31"}, {"2026-09", "2026-09-10", "2026-09-10"},
		{"2026", "2026-01-01", "2026-01-01"}, {"2026-10", "2026-09-10", "2026-10-31"},
	} {
		if got := knownFrom(c.published, c.imported); got != c.known {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
