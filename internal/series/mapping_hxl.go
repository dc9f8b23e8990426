package series

import (
	"fmt"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// hxlCounted are the attributes of #affected that say what is counted, with the title of such a series.
var hxlCounted = []struct {
	attribute string
	counted   brief.Counted
	title     string
}{
	{"killed", brief.CountedKilled, "Killed"}, {"injured", brief.CountedInjured, "Injured"}, {"refugees", brief.CountedRefugees, "Refugees"},
	{"displaced", brief.CountedDisplaced, "Displaced"}, {"idps", brief.CountedDisplaced, "Displaced"},
}

// hxlNeutral are attributes that do not narrow who is counted.
var hxlNeutral = []string{"min", "max", "verified", "reported", "num", "ind", "total", "all"}

// hxlPlaces are the tags of places, the finer first.
var hxlPlaces = []string{"loc", "adm5", "adm4", "adm3", "adm2", "adm1"}

// hxlColumns are the columns of one thing that is counted, as placeholders.
type hxlColumns struct {
	value, low, high string
	verified         bool // the value
}

// MappingFromHXL makes a mapping of a table from its HXL hashtags alone: #affected with +killed, +injured, +refugees or +displaced (or
// #idps) are the numbers, +min and +max their low and high; the finest of #loc and #adm5 to #adm1 is the place, with +code its P-code;
// #date is the day, or +start and +end the period, and +reported or +published since when it was known; #meta+source is whose number it is.
// A number under +verified is verified, any other recorded. Columns of a part only, such as +f or +children, are left aside.
//
// There is one series for each thing counted and place. The topic is civilians. Invalid where a place, a day or every number is missing, or
// where two columns are the same number; then a mapping is to be written by hand.
func MappingFromHXL(t *sheet.Table, tracker, title string, source brief.NumberSource) (*Mapping, error) {
	h := hxlReading{counted: map[brief.Counted]*hxlColumns{}}
	for i, text := range t.HXL {
		if tag, ok := sheet.ParseTag(text); ok && i < len(t.Header) {
			h.column(tag, t.Header[i])
		}
	}
	place, code := h.place()
	h.from = firstOf(h.from, firstOf(h.day, h.published))
	switch {
	case len(h.counted) == 0:
		h.fault("there is no column #affected with +killed, +injured, +refugees or +displaced")
	case place == "" && code == "":
		h.fault("there is no column of places, #adm1, #adm2 or #loc")
	case h.from == "":
		h.fault("there is no column #date")
	}
	if len(h.faults) > 0 {
		return nil, brief.Invalid(fmt.Sprintf("the hashtags of %.80s do not tell what it means: %s", t.Name, tellFaults(h.faults)), "write a mapping for it; docs/numbers.md shows how")
	}
	m := &Mapping{Tracker: tracker, Title: title, Topic: brief.TopicCivilians, Source: source, Header: slices.Clone(t.Header), Dialect: t.Dialect,
		Unknown: slices.Clone(unknownTexts)}
	for _, c := range hxlCounted {
		columns := h.counted[c.counted]
		if columns == nil || slices.ContainsFunc(m.Numbers, func(t Template) bool { return t.Counted == string(c.counted) }) {
			continue
		}
		one := Template{ID: fmt.Sprintf("%s.%s.%s", tracker, firstOf(code, place), c.counted), Title: fmt.Sprintf("%s, %s", c.title, firstOf(place, code)), Counted: string(c.counted),
			Unit: "persons", Place: firstOf(place, code), PlaceCode: code, Value: columns.value, Low: columns.low, High: columns.high,
			From: h.from, To: h.to, Published: h.published, Basis: string(brief.BasisRecorded), By: h.by}
		if code != "" {
			one.PlaceSystem = "P-code"
		}
		m.Numbers = append(m.Numbers, columns.byBasis(one)...)
	}
	if faults := m.faults(); len(faults) > 0 {
		return nil, brief.Invalid(fmt.Sprintf("the hashtags of %.80s make no mapping: %s", t.Name, tellFaults(faults)), "correct the name of the tracker or the columns")
	}
	return m, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// hxlReading is what hashtags say.
type hxlReading struct {
	counted                      map[brief.Counted]*hxlColumns
	names, codes                 [6]string // of places, as hxlPlaces has them
	day, from, to, published, by string
	faults                       []string
}

func (h *hxlReading) fault(format string, args ...any) {
	h.faults = append(h.faults, fmt.Sprintf(format, args...))
}

// set takes a column for something that has one.
func (h *hxlReading) set(into *string, tag sheet.Tag, header string) {
	named := inBraces(header)
	switch {
	case named == "":
		h.fault("the column %.60q under %.60s has no name that can be used", header, tag)
	case *into != "":
		h.fault("two columns are %.60s: %.60q and %.60s", tag, header, *into)
	default:
		*into = named
	}
}

// column reads one hashtag with its attributes.
func (h *hxlReading) column(tag sheet.Tag, header string) {
	plain := len(tag.Attributes) == 0
	switch place := slices.Index(hxlPlaces, tag.Name); {
	case tag.Name == "affected", tag.Name == "idps":
		h.number(tag, header)
	case place >= 0 && (tag.Has("code") || tag.Has("pcode")):
		h.set(&h.codes[place], tag, header)
	case place >= 0 && (tag.Has("name") || plain):
		h.set(&h.names[place], tag, header)
	case tag.Name == "meta" && tag.Has("source"):
		h.set(&h.by, tag, header)
	case tag.Name != "date":
	case tag.Has("start"):
		h.set(&h.from, tag, header)
	case tag.Has("end"):
		h.set(&h.to, tag, header)
	case tag.Has("reported"), tag.Has("published"):
		h.set(&h.published, tag, header)
	case plain, tag.Has("occurred"):
		h.set(&h.day, tag, header)
	}
}

// number reads the hashtag of a number. One that narrows who is counted, such as +f, is left aside.
func (h *hxlReading) number(tag sheet.Tag, header string) {
	what := brief.Counted("")
	if tag.Name == "idps" {
		what = brief.CountedDisplaced
	}
	for _, a := range tag.Attributes {
		of := hxlAttribute(a)
		switch {
		case of != "" && what != "" && of != what, of == "" && !slices.Contains(hxlNeutral, a):
			return
		case of != "":
			what = of
		}
	}
	if what == "" {
		return
	}
	c := h.counted[what]
	if c == nil {
		c = &hxlColumns{}
		h.counted[what] = c
	}
	switch least, most := tag.Has("min"), tag.Has("max"); {
	case least && most:
		h.fault("%.60s is a least and a most at once", tag)
	case least:
		h.set(&c.low, tag, header)
	case most:
		h.set(&c.high, tag, header)
	default:
		h.set(&c.value, tag, header)
		c.verified = tag.Has("verified")
	}
}

// hxlAttribute gives what an attribute says is counted; empty for another.
func hxlAttribute(attribute string) brief.Counted {
	for _, c := range hxlCounted {
		if c.attribute == attribute {
			return c.counted
		}
	}
	return ""
}

// place gives the finest place that there is, and its code.
func (h *hxlReading) place() (name, code string) {
	for i := range hxlPlaces {
		if h.names[i] != "" || h.codes[i] != "" {
			return h.names[i], h.codes[i]
		}
	}
	return "", ""
}

// byBasis parts a template whose value is verified: where that is empty, what is left is recorded only.
func (c *hxlColumns) byBasis(one Template) []Template {
	if !c.verified {
		return []Template{one}
	}
	column := columnsIn(one.Value)[0]
	rest := one
	one.Basis, one.When = string(brief.BasisVerified), []Condition{{Column: column, Filled: true}}
	if rest.Low+rest.High == "" {
		return []Template{one}
	}
	rest.Value, rest.When = "", []Condition{{Column: column, Empty: true}}
	return []Template{one, rest}
}
