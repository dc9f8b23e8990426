package page

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// numberRecord is a version with what it belongs to.
type numberRecord struct {
	t *edition.Tracker
	s *brief.Series
	v edition.NumberVersion
}

// numbersColumns are the columns of numbers as CSV with the hashtags of HXL 1.1 below them, and what stands in each. Every version of every
// number is a row, in the order of series, period and version.
var numbersColumns = []struct {
	name, tag string
	of        func(numberRecord) string
}{
	{"series", "#indicator+code", func(r numberRecord) string { return string(r.s.ID) }},
	{"title", "#indicator+name", func(r numberRecord) string { return plainCell(r.s.Title) }},
	{"counted", "#indicator+type", func(r numberRecord) string { return string(r.s.Counted) }},
	{"unit", "#indicator+unit", func(r numberRecord) string { return plainCell(r.s.Unit) }},
	{"scale", "#indicator+scale", func(r numberRecord) string { return strconv.Itoa(r.s.Scale) }},
	{"cumulative", "#meta+cumulative", func(r numberRecord) string { return yes(r.s.Cumulative) }},
	{"lower_bound", "#meta+lower_bound", func(r numberRecord) string { return yes(r.s.LowerBound) }},
	{"actor", "#org+funder", func(r numberRecord) string { return plainCell(r.s.Actor) }},
	{"recipient", "#org+recipient", func(r numberRecord) string { return plainCell(r.s.Recipient) }},
	{"place", "#adm1+name", func(r numberRecord) string { return plainCell(r.s.Place) }},
	{"place_code", "#adm1+code", func(r numberRecord) string { return plainCell(r.s.PlaceCode) }},
	{"place_system", "#meta+place_system", func(r numberRecord) string { return plainCell(r.s.PlaceSystem) }},
	{"category", "#sector", func(r numberRecord) string { return string(r.s.Category) }},
	{"measure", "#value+measure", func(r numberRecord) string { return string(r.s.Measure) }},
	{"valuation", "#value+valuation", func(r numberRecord) string { return string(r.s.Valuation) }},
	{"method", "#meta+method", func(r numberRecord) string { return plainCell(r.s.Method) }},
	{"from", "#date+start", func(r numberRecord) string { return string(r.v.From) }},
	{"to", "#date+end", func(r numberRecord) string { return string(r.v.To) }},
	{"value", "#indicator+value", func(r numberRecord) string { return r.v.Qualifier + r.v.Value }},
	{"low", "#indicator+value+min", func(r numberRecord) string { return r.v.Low }},
	{"high", "#indicator+value+max", func(r numberRecord) string { return r.v.High }},
	{"eur", "#value+eur", func(r numberRecord) string { return worthOf(r.v).Value }},
	{"eur_rule", "#value+eur+rule", func(r numberRecord) string { return string(worthOf(r.v).Rule) }},
	{"eur_rate", "#value+eur+rate", func(r numberRecord) string { return worthOf(r.v).Rate }},
	{"eur_rate_day", "#date+rate", func(r numberRecord) string { return string(worthOf(r.v).RateDay) }},
	{"row", "#meta+row", func(r numberRecord) string { return plainCell(eventOf(r.v).Row) }},
	{"commitment", "#activity+id", func(r numberRecord) string { return plainCell(eventOf(r.v).Commitment) }},
	{"parent", "#meta+parent", func(r numberRecord) string { return plainCell(eventOf(r.v).Parent) }},
	{"event", "#activity+name", func(r numberRecord) string { return plainCell(eventOf(r.v).Title) }},
	{"form", "#modality", func(r numberRecord) string { return plainCell(eventOf(r.v).Form) }},
	{"item", "#item+name", func(r numberRecord) string { return plainCell(eventOf(r.v).Item) }},
	{"count", "#item+num", func(r numberRecord) string { return eventOf(r.v).Count }},
	{"basis", "#meta+basis", func(r numberRecord) string { return string(r.v.Basis) }},
	{"by", "#meta+by", func(r numberRecord) string { return plainCell(r.v.By) }},
	{"source", "#meta+source", func(r numberRecord) string { return plainCell(r.t.Source.Name) }},
	{"url", "#meta+url", func(r numberRecord) string { return plainCell(r.v.Source.URL) }},
	{"locator", "#meta+locator", func(r numberRecord) string { return plainCell(r.v.Locator) }},
	{"label", "#meta+label", func(r numberRecord) string { return plainCell(r.v.Label) }},
	{"published", "#date+published", func(r numberRecord) string { return string(r.v.Published) }},
	{"known", "#date+known", func(r numberRecord) string { return string(r.v.Known) }},
	{"change", "#status", func(r numberRecord) string { return string(r.v.Change) }},
	{"reason", "#meta+reason", func(r numberRecord) string { return plainCell(r.v.Reason) }},
	{"version", "#meta+id", func(r numberRecord) string { return string(r.v.ID) }},
	{"supersedes", "#meta+supersedes", func(r numberRecord) string { return string(r.v.Supersedes) }},
	{"licence", "#meta+licence", func(r numberRecord) string { return plainCell(r.t.Source.Licence) }},
}

func worthOf(v edition.NumberVersion) brief.Worth {
	for _, w := range v.Worth {
		if w.Currency == "EUR" {
			return w
		}
	}
	return brief.Worth{}
}

func eventOf(v edition.NumberVersion) brief.AidEvent {
	if v.Event == nil {
		return brief.AidEvent{}
	}
	return *v.Event
}

// NumbersHeader gives the names of the columns of numbers as CSV, so that a file of another livebrief is known by them.
func NumbersHeader() []string {
	var names []string
	for _, c := range numbersColumns {
		names = append(names, c.name)
	}
	return names
}

// asked gives the series that an address is about.
func (m *numbersMaker) asked(a NumbersAddress) []chartLine {
	var out []chartLine
	if a.Series != "" {
		s, t, _ := m.State.SeriesOf(a.Series)
		return []chartLine{{&t, &s}}
	}
	if a.Chart != "" {
		for _, c := range chartsOf(m.State, a.Topic) {
			if c.id == a.Chart {
				return c.lines
			}
		}
		return nil
	}
	trackers := trackersOf(m.State, a.Topic)
	for i := range trackers {
		for k := range trackers[i].Series {
			out = append(out, chartLine{&trackers[i], &trackers[i].Series[k]})
		}
	}
	return out
}

// writeNumbersCSV writes every version that an address is about.
func writeNumbersCSV(w io.Writer, s Shelf, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), a.Day)
	out := csv.NewWriter(w)
	tags := make([]string, len(numbersColumns))
	for i, c := range numbersColumns {
		tags[i] = c.tag
	}
	if err := out.Write(NumbersHeader()); err != nil {
		return fmt.Errorf("writing numbers: %w", err)
	}
	if err := out.Write(tags); err != nil {
		return fmt.Errorf("writing numbers: %w", err)
	}
	row := make([]string, len(numbersColumns))
	for _, l := range m.asked(a) {
		for _, n := range l.series.Numbers {
			for _, v := range n {
				if m.day != "" && v.Known > m.day {
					continue
				}
				for i, c := range numbersColumns {
					row[i] = c.of(numberRecord{l.tracker, &l.series.Series, v})
				}
				if err := out.Write(row); err != nil {
					return fmt.Errorf("writing numbers: %w", err)
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// numbersFile is numbers as data.
type numbersFile struct {
	Briefing string     `json:"briefing"`
	Edition  brief.Seq  `json:"edition"`
	AsOf     brief.Date `json:"as_of,omitempty"`
	// Says is the summary in words, of a chart or a series.
	Says   []string     `json:"says,omitempty"`
	Series []seriesFile `json:"series"`
}

type seriesFile struct {
	brief.Series
	Tracker string             `json:"tracker"`
	Source  brief.NumberSource `json:"source"`
	// Numbers are one for each period or event; of each the versions, the first one first.
	Numbers [][]brief.Version `json:"numbers"`
}

// writeNumbersJSON writes every version that an address is about.
func writeNumbersJSON(w io.Writer, s Shelf, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), a.Day)
	f := numbersFile{Briefing: string(m.Name), Edition: m.State.Seq, AsOf: a.Day, Series: []seriesFile{}}
	lines := m.asked(a)
	switch {
	case a.Series != "":
		f.Says = m.summary(lines[0])
	case a.Chart != "":
		charts := chartsOf(m.State, a.Topic)
		at := slices.IndexFunc(charts, func(c numberChart) bool { return c.id == a.Chart })
		f.Says = m.build(&charts[at], true).says
	}
	for _, l := range lines {
		one := seriesFile{Series: l.series.Series, Tracker: l.tracker.Name, Source: l.tracker.Source, Numbers: [][]brief.Version{}}
		for _, n := range l.series.Numbers {
			var list []brief.Version
			for _, v := range n {
				if m.day == "" || v.Known <= m.day {
					list = append(list, *v.Version)
				}
			}
			if len(list) > 0 {
				one.Numbers = append(one.Numbers, list)
			}
		}
		f.Series = append(f.Series, one)
	}
	return json.NewEncoder(w).Encode(f)
}
