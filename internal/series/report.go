package series

import (
	"fmt"
	"slices"
	"strings"
)

// Report says what became of the rows of a table.
type Report struct {
	// Rows is how many came in, Kept how many of them gave numbers.
	Rows, Kept int
	// Skipped are those left out, by reason.
	Skipped []Skipped
	// Undated, MonthOnly and DayFirst count kept rows: of events whose day is not known; with a day known to the month only; with a day
	// that was written before its month. Negative counts kept rows with an amount below zero, Trimmed cells with blanks at their ends.
	Undated, MonthOnly, DayFirst, Trimmed, Negative int
	// Stated is the total that the source states, Computed that of the rows that were kept, as decimal text with no power of ten left out;
	// both are empty where no total is stated. Doubled is what the exact duplicates that were left out hold of it.
	Stated, Computed, Doubled string
	// Notes are further sentences.
	Notes []string
}

// Skipped are rows that were left out for a reason, by their lines.
type Skipped struct {
	Reason string
	Rows   []int
}

// skip notes a row that is left out.
func (r *Report) skip(reason string, line int) {
	for i := range r.Skipped {
		if r.Skipped[i].Reason == reason {
			r.Skipped[i].Rows = append(r.Skipped[i].Rows, line)
			return
		}
	}
	r.Skipped = append(r.Skipped, Skipped{reason, []int{line}})
}

// count counts a row that was kept.
func (r *Report) count(c *cells) {
	r.Kept++
	for _, one := range []struct {
		is   bool
		into *int
	}{{c.undated, &r.Undated}, {c.monthOnly, &r.MonthOnly}, {c.dayFirst, &r.DayFirst}, {c.negative, &r.Negative}} {
		if one.is {
			*one.into++
		}
	}
}

// note adds a sentence for one, or with a number for several.
func (r *Report) note(n int, one, many string) { r.Notes = append(r.Notes, counted(n, one, many)) }

// maxRemarks is how many things of one kind are told one by one.
const maxRemarks = 5

// remarks are sentences of one kind, and how many more there would be.
type remarks struct {
	told []string
	more int
}

func (m *remarks) add(format string, args ...any) {
	if len(m.told) == maxRemarks {
		m.more++
		return
	}
	m.told = append(m.told, fmt.Sprintf(format, args...))
}

// remark adds the sentences of one kind to the notes.
func (r *Report) remark(m *remarks, one, many string) {
	if r.Notes = append(r.Notes, m.told...); m.more > 0 {
		r.note(m.more, one, many)
	}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// Sentences tells the report in plain English, a fact in each: what came in and was kept, what was left out and why, what is odd about what
// was kept, and how the stated total compares.
func (r *Report) Sentences() []string {
	out := []string{counted(r.Rows, "1 row came in, ", "%d rows came in, ") + counted(r.Kept, "1 was kept.", "%d were kept.")}
	for _, s := range r.Skipped {
		out = append(out, fmt.Sprintf("%d left out: %s (%s).", len(s.Rows), s.Reason, lines(s.Rows)))
	}
	for _, f := range []struct {
		n         int
		one, many string
	}{
		{r.Undated, "1 row has no day.", "%d rows have no day."},
		{r.MonthOnly, "1 row has a date without a day.", "%d rows have dates without a day."},
		{r.DayFirst, "1 row writes the day before the month.", "%d rows write the day before the month."},
		{r.Trimmed, "Blanks at the ends of 1 cell were taken off.", "Blanks at the ends of %d cells were taken off."},
		{r.Negative, "1 row has an amount below zero; it was kept.", "%d rows have amounts below zero; they were kept."},
	} {
		if f.n > 0 {
			out = append(out, counted(f.n, f.one, f.many))
		}
	}
	if r.Stated != "" {
		out = append(out, r.total())
	}
	return append(out, r.Notes...)
}

// total compares the total that the source states with that of the rows that were kept.
func (r *Report) total() string {
	stated, _ := parseDecimal(r.Stated)
	computed, _ := parseDecimal(r.Computed)
	doubled, _ := parseDecimal(r.Doubled)
	d := computed.Sub(stated)
	if d.IsZero() {
		return fmt.Sprintf("The sum row states %s, and the rows that were kept add up to it.", r.Stated)
	}
	way := "more"
	if d.Sign() < 0 {
		way = "less"
	}
	told := fmt.Sprintf("The sum row states %s, the rows that were kept add up to %s: %s %s; ", r.Stated, r.Computed, d.Abs(), way)
	if d.Neg().Equal(doubled) {
		return told + "the sum row counts the exact duplicates that were left out."
	}
	return told + "find out why before you use them."
}

// maxToldLines is how many lines are told one by one.
const maxToldLines = 10

// lines tells where rows stand: "line 11", "lines 3, 5 and 8".
func lines(rows []int) string {
	if len(rows) == 1 {
		return fmt.Sprintf("line %d", rows[0])
	}
	rows = slices.Clone(rows)
	last := fmt.Sprint(rows[len(rows)-1])
	if n := len(rows) - maxToldLines; n > 0 {
		rows, last = rows[:maxToldLines+1], fmt.Sprintf("%d more", n)
	}
	var told []string
	for _, line := range rows[:len(rows)-1] {
		told = append(told, fmt.Sprint(line))
	}
	return "lines " + strings.Join(told, ", ") + " and " + last
}
