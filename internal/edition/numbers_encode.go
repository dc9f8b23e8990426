package edition

import (
	"encoding/json"

	"livebrief/internal/brief"
	"livebrief/internal/series"
)

// The fewest bytes that a tracker, what an entry says of it, a series, how one is described, a number and a version take.
const (
	leastTracker, leastTrackerEntry, leastSeries, leastTold, leastNumber, leastVersion = 7, 7, 3, 2, 1, 14
)

// words notes the words of a tracker for the table.
func (r *trackerRow) words(note func(string)) {
	for _, e := range r.entries {
		note(e.name)
		note(e.title)
		note(string(e.topic))
	}
	for _, s := range r.series {
		for _, n := range s.numbers {
			for _, v := range n {
				for _, w := range wordsOf(v.Version) {
					note(w)
				}
			}
		}
	}
}

// wordsOf are the words of a version that many share.
func wordsOf(v *brief.Version) [10]string {
	return [10]string{string(v.From), string(v.To), string(v.Known), v.Qualifier, string(v.Basis), v.By, v.Label, string(v.Published), string(v.Change), v.Reason}
}

// rareVersion is what few versions have.
type rareVersion struct {
	Low     string           `json:"l,omitempty"`
	High    string           `json:"h,omitempty"`
	Source  *brief.Reference `json:"s,omitempty"`
	Locator string           `json:"a,omitempty"`
	Event   *brief.AidEvent  `json:"e,omitempty"`
	Worth   []brief.Worth    `json:"w,omitempty"`
}

func (e *encoder) trackers(rows []*trackerRow) {
	e.num(uint64(len(rows)))
	for _, r := range rows {
		e.text(string(r.id))
		e.seq(r.first)
		e.seq(r.last)
		e.num(uint64(r.rev))
		e.diff(r.changed)
		e.num(uint64(len(r.entries)))
		for _, is := range r.entries {
			e.seq(is.seq)
			e.seq(is.by)
			e.word(is.name)
			e.word(is.title)
			e.word(string(is.topic))
			e.json(is.source)
			e.flags(flag{is.mapping, 1})
		}
		e.num(uint64(len(r.series)))
		for _, s := range r.series {
			e.numberSeries(s)
		}
	}
}

func (e *encoder) numberSeries(s *seriesRow) {
	e.text(string(s.id))
	e.num(uint64(len(s.told)))
	for _, t := range s.told {
		e.seq(t.seq)
		e.json(t.about)
	}
	e.num(uint64(len(s.numbers)))
	for _, n := range s.numbers {
		e.num(uint64(len(n)))
		for _, v := range n {
			e.version(v)
		}
	}
}

func (e *encoder) version(v NumberVersion) {
	e.seq(v.Seq)
	e.text(string(v.ID))
	e.text(string(v.Supersedes))
	e.text(v.Value)
	for _, w := range wordsOf(v.Version) {
		e.word(w)
	}
	rare := rareVersion{Low: v.Low, High: v.High, Locator: v.Locator, Event: v.Event, Worth: v.Worth}
	if v.Source != (brief.Reference{}) {
		rare.Source = &v.Source
	}
	if rare.Low == "" && rare.High == "" && rare.Locator == "" && rare.Source == nil && rare.Event == nil && len(rare.Worth) == 0 {
		e.text("")
		return
	}
	e.json(rare)
}

// trackers reads the trackers and holds them to the order of their ids.
func (d *decoder) trackers(s *State) {
	n := d.count(leastTracker)
	rows := make([]*trackerRow, 0, n)
	for range n {
		r := &trackerRow{id: brief.ItemID(d.text()), first: d.seq(0, s.Seq), last: d.seq(0, s.Seq), rev: d.rev(), changed: d.diff()}
		r.entries = make([]trackerEntry, d.count(leastTrackerEntry))
		for i := range r.entries {
			is := trackerEntry{seq: d.seq(0, s.Seq), by: d.seq(0, noLimit), name: d.word(), title: d.word(), topic: brief.Topic(d.word())}
			d.json(&is.source)
			is.mapping = d.flags(1) != 0
			r.entries[i] = is
		}
		r.series = make([]*seriesRow, d.count(leastSeries))
		for i := range r.series {
			r.series[i] = d.numberSeries(s.Seq)
			if i > 0 && r.series[i-1].id >= r.series[i].id {
				d.fail("the series of numbers are not in order")
			}
		}
		if d.fault != "" {
			return
		}
		if len(rows) > 0 && rows[len(rows)-1].id >= r.id {
			d.fail("the trackers are not in order")
			return
		}
		rows = append(rows, r)
	}
	s.parts.trackers = cow[*trackerRow]{v: rows, mine: true}
}

func (d *decoder) numberSeries(limit brief.Seq) *seriesRow {
	s := &seriesRow{id: brief.SeriesID(d.text())}
	s.told = make([]toldSeries, d.count(leastTold))
	for i := range s.told {
		s.told[i].seq = d.seq(0, limit)
		d.json(&s.told[i].about)
	}
	s.numbers = make([]Number, d.count(leastNumber))
	for i := range s.numbers {
		n := make(Number, d.count(leastVersion))
		for k := range n {
			n[k] = d.version(s.id, limit)
		}
		if len(n) == 0 {
			d.fail("a number has no versions")
			return s
		}
		s.numbers[i] = n
		if i > 0 && d.fault == "" && series.KeyOf(s.numbers[i-1][0].Version).Compare(series.KeyOf(n[0].Version)) >= 0 {
			d.fail("the numbers of a series are not in order")
		}
	}
	return s
}

func (d *decoder) version(of brief.SeriesID, limit brief.Seq) NumberVersion {
	seq := d.seq(0, limit)
	v := &brief.Version{ID: brief.VersionID(d.text()), Series: of, Supersedes: brief.VersionID(d.text()), Value: string(d.text()),
		From: brief.Date(d.word()), To: brief.Date(d.word()), Known: brief.Date(d.word()), Qualifier: d.word(), Basis: brief.Basis(d.word()),
		By: d.word(), Label: d.word(), Published: brief.Date(d.word()), Change: brief.NumberChange(d.word()), Reason: d.word()}
	if text := d.text(); len(text) > 0 && d.fault == "" {
		var rare rareVersion
		if err := json.Unmarshal(text, &rare); err != nil {
			d.fail("a version in it is not JSON")
			return NumberVersion{v, seq}
		}
		v.Low, v.High, v.Locator, v.Event, v.Worth = rare.Low, rare.High, rare.Locator, rare.Event, rare.Worth
		if rare.Source != nil {
			v.Source = *rare.Source
		}
	}
	return NumberVersion{v, seq}
}
