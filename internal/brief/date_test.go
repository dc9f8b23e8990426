package brief

import (
	"errors"
	"testing"
	"time"
)

func TestDateSpansWhatItCanMean(t *testing.T) {
	for _, c := range []struct{ date, first, last Date }{
		{"2022", "2022-01-01", "2022-12-31"},
		{"2022-09", "2022-09-01", "2022-09-30"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2022-09-24", "2022-09-24", "2022-09-24"},
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"0001", "0001-01-01", "0001-12-31"},
		{"9999", "9999-01-01", "9999-12-31"},
		{"9999-12-31", "9999-12-31", "9999-12-31"},
	} {
		if err := c.date.Check(); err != nil {
			t.Errorf("%s: %v", c.date, err)
		}
		if c.date.First() != c.first || c.date.Last() != c.last {
			t.Errorf("%s runs from %q to %q, want %q to %q", c.date, c.date.First(), c.date.Last(), c.first, c.last)
		}
		if c.date.Day() != (len(c.date) == 10) {
			t.Errorf("%s: known to the day: %v", c.date, c.date.Day())
		}
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, d := range []Date{"", "22", "2022-9-24", "2022-13", "2022-00", "2023-02-29", "2022-02-30", "2022-09-24T10:00:00Z", "0000", "0000-01-01",
		"-022", "2022-1", "2022/09/24", "24.09.2022", "２０２２", "2022-09-2\x00", "+2022-09-2"} {
		err := d.Check()
		var refused *Error
		if !errors.As(err, &refused) || refused.Kind != KindInvalid || refused.Do == "" {
			t.Errorf("%q: %v, want a refusal that says what to write", d, err)
		}
		if d.First() != "" || d.Last() != "" || d.Day() {
			t.Errorf("%q is no date, and runs from %q to %q", d, d.First(), d.Last())
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, d := range []string{"2022", "2022-09", "2022-09-24", "2023-02-29", "9999-12-31", ""} {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := Date(text)
		if d.Check() != nil {
			return
		}
		first, last := d.First(), d.Last()
		if first > last || !first.Day() || !last.Day() || first[:len(d)] != d || last[:len(d)] != d {
			t.Errorf("%q runs from %q to %q", d, first, last)
		}
		next, err := time.Parse(time.DateOnly, string(last))
		if err != nil {
			t.Fatal(err)
		}
		if after := DateOf(next.AddDate(0, 0, 1)); len(after) == len(last) && after[:len(d)] == d {
			t.Errorf("%q ends on %q, and %q is within it", d, last, after)
		}
	})
}
