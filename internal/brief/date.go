package brief

import (
	"fmt"
	"time"
)

// Date is a day of the calendar as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD; empty for none.
type Date string

// dateForms are the forms of a date from coarse to fine.
var dateForms = []string{"2006", "2006-01", time.DateOnly}

// Check tells whether the date is one: an existing year, month or day from 1 to 9999.
func (d Date) Check() error {
	_, _, err := d.span()
	return err
}

// span gives the first day and the day after the last.
func (d Date) span() (first, next time.Time, err error) {
	for i, form := range dateForms {
		if len(d) != len(form) {
			continue
		}
		first, err = time.Parse(form, string(d))
		if err != nil || first.Year() < 1 {
			break
		}
		switch i {
		case 0:
			return first, first.AddDate(1, 0, 0), nil
		case 1:
			return first, first.AddDate(0, 1, 0), nil
		}
		return first, first.AddDate(0, 0, 1), nil
	}
	return first, next, Invalid(fmt.Sprintf("%.40q is no date", string(d)), "write 2022, 2022-09 or 2022-09-24")
}

// First gives the first day that the date can mean, as YYYY-MM-DD; empty when it is none.
func (d Date) First() Date {
	first, _, err := d.span()
	if err != nil {
		return ""
	}
	return DateOf(first)
}

// Last gives the last day that the date can mean, as YYYY-MM-DD; empty when it is none.
func (d Date) Last() Date {
	_, next, err := d.span()
	if err != nil {
		return ""
	}
	return DateOf(next.AddDate(0, 0, -1))
}

// Day tells whether the date is known to the day.
func (d Date) Day() bool { return len(d) == len(time.DateOnly) && d.Check() == nil }

// DateOf gives the day of a moment in its own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }
