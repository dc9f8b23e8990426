package series

import (
	"fmt"

	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
)

// version makes a version of a row by a template and puts it with the others; at is where. It is not ok for a row that holds no number,
// and for one that cannot be taken, which is noted then.
func (r *reader) version(c *cells, t *compiled) (at int, ok bool) {
	f, fault := t.fill(c, r.t.Header)
	if fault != "" {
		r.fault(c.row, "%s", fault)
		return 0, false
	}
	v := brief.Version{Basis: brief.Basis(f.Basis), By: f.By, Label: f.Label, Source: brief.Reference{URL: f.URL, Outlet: f.Outlet}, Locator: f.Locator, Reason: f.Reason}
	if err := r.amounts(&v, f, c); err != nil {
		r.fault(c.row, "%v", err)
		return 0, false
	}
	if f.Row == "" && t.of.Row != "" {
		r.fault(c.row, "an event of aid has no row: its column is empty")
		return 0, false
	}
	if f.Row == "" && v.Value+v.Low+v.High == "" && len(v.Worth) == 0 {
		if f.Sum {
			r.unadded++
		}
		return 0, false
	}
	if err := r.event(&v, f); err != nil {
		r.fault(c.row, "%v", err)
		return 0, false
	}
	if err := r.days(&v, f, c); err != nil {
		r.fault(c.row, "%v", err)
		return 0, false
	}
	if v.Series, fault = r.describe(f, c); fault != "" {
		r.fault(c.row, "%s", fault)
		return 0, false
	}
	if fault = broken(&v, r.seriesOf(&v)); fault != "" {
		r.fault(c.row, "%s", fault)
		return 0, false
	}
	if v.Locator == "" {
		v.Locator = r.t.At(*c.row, max(t.locate, 0))
	}
	return r.put(v, f.Sum, c)
}

// broken says which amount of people or things is no whole number: it is "1,250" read by the wrong sign more often than half a person.
func broken(v *brief.Version, s *brief.Series) (fault string) {
	if s.Unit != "persons" && s.Unit != "items" {
		return ""
	}
	for _, text := range []string{v.Value, v.Low, v.High} {
		if d, ok := parseDecimal(text); ok && !d.Shift(int32(s.Scale)).IsInteger() {
			return fmt.Sprintf("%s %s are no whole number: see which sign parts thousands, and say so in the mapping", text, s.Unit)
		}
	}
	return ""
}

// put keeps a version, or adds it to that of its number.
func (r *reader) put(v brief.Version, sum bool, c *cells) (at int, ok bool) {
	checked := v
	checked.ID, checked.Change = "new", brief.NumberFirst
	if err := CheckVersion(checked); err != nil {
		r.fault(c.row, "%v", err)
		return 0, false
	}
	if !sum {
		r.versions = append(r.versions, v)
		return len(r.versions) - 1, true
	}
	if v.Qualifier != "" || v.Value == "" || v.Low+v.High != "" {
		r.fault(c.row, "%s%s is no plain number, and cannot be added to others", v.Qualifier, v.Value)
		return 0, false
	}
	d, _ := parseDecimal(v.Value)
	a := r.added[KeyOf(&v)]
	if a == nil {
		r.versions = append(r.versions, v)
		a = &adding{at: len(r.versions) - 1, sum: decimal.Decimal{}}
		r.added[KeyOf(&v)] = a
	}
	whole := &r.versions[a.at]
	if whole.Basis != v.Basis {
		r.fault(c.row, "a number that is %s is added to one that is %s", v.Basis, whole.Basis)
		return 0, false
	}
	whole.Known, whole.Published = max(whole.Known, v.Known), max(whole.Published, v.Published)
	a.sum, a.rows = a.sum.Add(d), a.rows+1
	return a.at, true
}

// amounts reads the amounts of a version, and what it is worth elsewhere.
func (r *reader) amounts(v *brief.Version, f *Template, c *cells) error {
	if f.Value != "" {
		a, err := ReadAmount(f.Value, r.signs)
		if err != nil {
			return err
		}
		r.oddly(a.Odd, f.Value, a.Value, c)
		v.Value, v.Low, v.High, v.Qualifier = a.Value, a.Low, a.High, a.Qualifier
	}
	for _, bound := range []struct {
		text string
		into *string
	}{{f.Low, &v.Low}, {f.High, &v.High}} {
		if bound.text == "" {
			continue
		}
		if *bound.into != "" {
			return brief.Invalid(fmt.Sprintf("%.40q is a range, and there are columns for low and high besides", f.Value), "give one of them")
		}
		if err := r.number(bound.text, bound.into, c); err != nil {
			return err
		}
	}
	q, err := readQualifier(f.Qualifier)
	switch {
	case err != nil:
		return err
	case q != "" && v.Qualifier != "" && q != v.Qualifier:
		return brief.Invalid(fmt.Sprintf("%.40q says %s and its qualifier %s", f.Value, v.Qualifier, q), "correct one of them")
	case v.Value+v.Low+v.High == "":
		v.Qualifier = ""
	case q != "":
		v.Qualifier = q
	}
	return r.worth(v, f, c)
}

// number reads a plain number; one below zero is counted.
func (r *reader) number(text string, into *string, c *cells) error {
	plain, odd, err := readNumber(tidySpaces.Replace(text), r.signs)
	if err != nil {
		return err
	}
	r.oddly(odd, text, plain, c)
	*into = plain
	return nil
}

// worth reads what a row states in other currencies. In its own the amount itself is the statement.
func (r *reader) worth(v *brief.Version, f *Template, c *cells) error {
	for _, w := range f.Worth {
		if w.Value == "" {
			continue
		}
		if !isCurrency(w.Currency) {
			return brief.Invalid(fmt.Sprintf("%.20q is no currency", w.Currency), "use a code of ISO 4217")
		}
		var value string
		if err := r.number(w.Value, &value, c); err != nil {
			return err
		}
		if w.Currency != f.Unit {
			v.Worth = append(v.Worth, brief.Worth{Currency: w.Currency, Value: value, Rule: brief.WorthStated})
			continue
		}
		switch {
		case v.Value+v.Low+v.High == "":
			v.Value = value
		case v.Value != "" && !equal(v.Value, value):
			r.twofold.add("Line %d states %s and %s in %s; the first was taken.", c.row.Line, v.Value, value, w.Currency)
		}
	}
	for _, text := range append([]string{v.Value, v.Low, v.High}, worthValues(v)...) {
		if d, ok := parseDecimal(text); ok && d.Sign() < 0 {
			c.negative = true
		}
	}
	return nil
}

func worthValues(v *brief.Version) []string {
	var out []string
	for _, w := range v.Worth {
		out = append(out, w.Value)
	}
	return out
}

// oddly notes how an amount was read whose signs are not those of the rest.
func (r *reader) oddly(odd bool, text, plain string, c *cells) {
	if odd {
		r.odd.add("Line %d writes %q with other signs than the rest; it was read as %s.", c.row.Line, text, plain)
	}
}

// event sets the event of a version, where its template makes events.
func (r *reader) event(v *brief.Version, f *Template) error {
	if f.Row == "" {
		return nil
	}
	v.Event = &brief.AidEvent{Row: f.Row, Commitment: f.Commitment, Parent: f.Parent, Title: f.EventTitle, Form: f.Form, Item: f.Item}
	if f.Count == "" {
		return nil
	}
	plain, _, err := readNumber(tidySpaces.Replace(f.Count), r.signs)
	v.Event.Count = plain
	return err
}

// days reads the days of a version. Only an event can be without one.
func (r *reader) days(v *brief.Version, f *Template, c *cells) error {
	var own brief.Date
	for _, d := range []struct {
		text string
		into *brief.Date
	}{{f.From, &v.From}, {f.To, &v.To}, {f.Known, &own}, {f.Published, &v.Published}} {
		if d.text == "" {
			continue
		}
		day, turned, err := ReadDay(d.text, r.m.DayFirst)
		if err != nil {
			return err
		}
		*d.into = day
		c.dayFirst, c.monthOnly = c.dayFirst || turned, c.monthOnly || len(day) == len("2006-01")
	}
	if v.From == "" && v.Event == nil {
		return brief.Invalid("the number has no day", "fill its cell, or name the row as an event of aid")
	}
	c.undated = c.undated || v.From == ""
	switch {
	case own != "":
		v.Known = knownFrom(own, r.known)
	case v.Published != "":
		v.Known = knownFrom(v.Published, r.known)
	default:
		v.Known = r.known
	}
	return nil
}
