package series

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// Imported is what was read from a table: the series that its numbers are of, in the order in which they were met, and the versions, those
// of one number together and in the order in which they were known. Ids, what they supersede and why are for [Enter] to give.
type Imported struct {
	Series   []brief.Series
	Versions []brief.Version
	Report   Report
	// Source is where a file that another livebrief exported has its numbers from: its name and licence. A mapping has its own.
	Source brief.NumberSource
}

// Read makes versions of the rows of a table. A number was known from the day that its template gives, else from that of its publication
// (the last day of a month or year), else from known, the day of the import.
//
// All or nothing: rows that cannot be taken are told together, by line, as one error of the kind Invalid. A table whose columns are not
// those of the mapping's header is a Conflict, see [Mapping.CheckHeader].
func (m *Mapping) Read(t *sheet.Table, known brief.Date) (*Imported, error) {
	if !known.Day() {
		return nil, brief.Invalid(fmt.Sprintf("%.20q is no day on which numbers became known", string(known)), "write 2022-09-24")
	}
	if err := m.CheckHeader(t.Header); err != nil {
		return nil, err
	}
	if faults := m.columnFaults(t.Header); len(faults) > 0 {
		return nil, brief.Invalid(tellFaults(faults), "correct the mapping, or hand in the table that it was made for")
	}
	r := newReader(m, t, known)
	for i := range t.Rows {
		if r.row(&t.Rows[i]); len(r.versions) > maxEntering {
			return nil, brief.Invalid(fmt.Sprintf("there are more than %d numbers in it", maxEntering), "split the table, or let the mapping take less of it")
		}
	}
	r.finish()
	if len(r.faults) > 0 {
		return nil, brief.Invalid(tellFaults(r.faults), "correct these rows or the mapping; nothing was taken")
	}
	return &Imported{Series: r.series, Versions: r.versions, Report: r.report}, nil
}

// reader is one reading of a table.
type reader struct {
	m         *Mapping
	t         *sheet.Table
	known     brief.Date
	signs     Signs
	columns   map[string]int
	templates []compiled
	total     string // the column in which the total is stated
	deciding  []int  // the columns of rules that leave rows out and of conditions: without a value in them a row is lost unseen

	series   []brief.Series
	bySeries map[brief.SeriesID]met
	versions []brief.Version
	added    map[Key]*adding
	whole    map[string]bool // rows met, by their cells, and whether the total holds them
	report   Report
	faults   []string

	computed, doubled decimal.Decimal
	scale             int32 // of what is totalled
	unadded           int   // rows without a number among those that are added
	odd, twofold      remarks
}

// met is a series with the line that first described it.
type met struct{ at, line int }

// adding are the rows of one number that are added.
type adding struct {
	at, rows int // its version
	sum      decimal.Decimal
}

func newReader(m *Mapping, t *sheet.Table, known brief.Date) *reader {
	r := &reader{m: m, t: t, known: known, signs: Signs{m.Thousands, m.Dialect.Decimal}, columns: positions(t.Header), bySeries: map[brief.SeriesID]met{},
		added: map[Key]*adding{}, whole: make(map[string]bool, len(t.Rows))}
	for i := range m.Numbers {
		r.templates = append(r.templates, compile(&m.Numbers[i], r.columns))
		if m.Numbers[i].Totalled {
			r.scale = int32(m.Numbers[i].Scale)
		}
	}
	for _, s := range m.Skip {
		r.total, r.deciding = cmp.Or(r.total, s.Total), append(r.deciding, r.columns[s.Column])
	}
	for _, t := range r.templates {
		r.deciding = append(r.deciding, t.when...)
	}
	r.report.Rows = len(t.Rows)
	return r
}

// fault notes what is wrong with a row.
func (r *reader) fault(row *sheet.Row, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if len(r.faults) > maxFaults { // they are only counted
		text = ""
	} else {
		text = fmt.Sprintf("line %d: %s", row.Line, text)
	}
	r.faults = append(r.faults, text)
}

// row takes one row, or leaves it out with a reason.
func (r *reader) row(row *sheet.Row) {
	c := r.cells(row)
	if at := slices.IndexFunc(r.deciding, func(at int) bool { return row.Faults[at] != "" }); at >= 0 {
		column := r.deciding[at]
		r.fault(row, "column %.60q, which decides what becomes of the row, holds no value but %.40s", r.t.Header[column], row.Faults[column])
		return
	}
	if s := r.skipped(c); s != nil {
		r.report.skip(s.Reason, row.Line)
		if s.Total != "" {
			r.stated(c, s)
		}
		return
	}
	cells := strings.Join(c.trimmed, "\x1f")
	if totalled, twice := r.whole[cells]; twice {
		r.report.skip("exact duplicate", row.Line)
		if totalled {
			r.doubled = r.doubled.Add(r.inTotal(c))
		}
		return
	}
	r.report.Trimmed += c.blanks
	fits, totalled, before := false, false, len(r.faults)
	var made []int
	for i := range r.templates {
		t := &r.templates[i]
		if !t.holds(c) {
			continue
		}
		fits = true
		at, ok := r.version(c, t)
		if ok {
			made = append(made, at)
			totalled = totalled || t.of.Totalled
		}
	}
	r.whole[cells] = totalled
	switch {
	case len(r.faults) > before:
		return
	case !fits:
		r.report.skip("no template takes it", row.Line)
		return
	case len(made) == 0:
		r.report.skip("no number in it", row.Line)
		return
	}
	if totalled && r.total != "" {
		r.computed = r.computed.Add(r.inTotal(c))
	}
	r.hold(c, made)
	r.report.count(c)
}

// skipped finds the rule that leaves a row out.
func (r *reader) skipped(c *cells) *SkipRule {
	for i := range r.m.Skip {
		s := &r.m.Skip[i]
		at := r.columns[s.Column]
		if s.Empty && c.plain[at] == "" || slices.Contains(s.Equals, c.said[at]) {
			return s
		}
	}
	return nil
}

// stated takes the total that a sum row states. A table has one.
func (r *reader) stated(c *cells, s *SkipRule) {
	text := c.plain[r.columns[s.Total]]
	plain, _, err := readNumber(text, r.signs)
	switch d, _ := parseDecimal(plain); {
	case err != nil:
		r.fault(c.row, "the total in column %.60q: %v", s.Total, err)
	case r.report.Stated != "":
		r.fault(c.row, "a second sum row states a total; name one of them in skip without total")
	default:
		r.report.Stated = d.Shift(r.scale).String()
	}
}

// inTotal gives what a row holds of the total.
func (r *reader) inTotal(c *cells) decimal.Decimal {
	at := r.columns[r.total]
	if bad := c.row.Faults[at]; r.total != "" && bad != "" {
		r.fault(c.row, "column %.60q, which is totalled, holds no value but %.40s", r.total, bad)
		return decimal.Decimal{}
	}
	text := c.plain[at]
	if r.total == "" || text == "" {
		return decimal.Decimal{}
	}
	plain, _, err := readNumber(text, r.signs)
	if err != nil {
		r.fault(c.row, "column %.60q, which is totalled: %v", r.total, err)
	}
	d, _ := parseDecimal(plain)
	return d.Shift(r.scale)
}

// finish adds up, orders and reports.
func (r *reader) finish() {
	before := len(r.faults)
	for _, a := range r.added {
		v := &r.versions[a.at]
		v.Value, v.Locator = a.sum.String(), counted(a.rows, "1 row", "%d rows")
		if _, ok := parseDecimal(v.Value); !ok {
			r.faults = append(r.faults, fmt.Sprintf("the %s of %s %s add up to more than a number can be", v.Locator, v.Series, v.From))
		}
	}
	slices.Sort(r.faults[before:])
	slices.SortStableFunc(r.versions, byNumber(r.versions))
	if r.report.Stated != "" {
		r.report.Computed, r.report.Doubled = r.computed.String(), r.doubled.String()
	}
	if r.unadded > 0 {
		r.report.note(r.unadded, "1 row of those that are added up has no number; it was not counted as zero.", "%d rows of those that are added up have no number; they were not counted as zero.")
	}
	r.report.remark(&r.odd, "1 more amount is written with other signs than the rest.", "%d more amounts are written with other signs than the rest.")
	r.report.remark(&r.twofold, "1 more row states two amounts in its own currency; the first was taken.", "%d more rows state two amounts in their own currency; the first was taken.")
}

// byNumber orders versions by where their number was first met, and by when they were known.
func byNumber(versions []brief.Version) func(a, b brief.Version) int {
	first := map[Key]int{}
	for i := range versions {
		if k := KeyOf(&versions[i]); !hasKey(first, k) {
			first[k] = i
		}
	}
	return func(a, b brief.Version) int {
		return cmp.Or(cmp.Compare(first[KeyOf(&a)], first[KeyOf(&b)]), cmp.Compare(a.Known, b.Known))
	}
}

func hasKey(at map[Key]int, k Key) bool {
	_, is := at[k]
	return is
}
