package edition

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/series"
)

// The trackers of numbers: for each the series that it keeps, and for each of those every version of every number. Unlike texts they
// are in the state itself, since a chart shows thousands of them at once.

// trackerRow is a tracker as it is kept. Rows are never changed once they are filed; a change files a new one.
type trackerRow struct {
	id          brief.ItemID
	first, last brief.Seq
	rev         int
	changed     int64
	entries     []trackerEntry
	// series are in the order of their ids. They are shared: whoever changes one files another.
	series []*seriesRow
}

// trackerEntry is what one entry says of its tracker; one whose body was removed says nothing.
type trackerEntry struct {
	seq, by     brief.Seq
	name, title string
	topic       brief.Topic
	source      brief.NumberSource
	mapping     bool
}

// seriesRow is a series: how entries describe it, and its numbers in the order of period and row.
type seriesRow struct {
	id      brief.SeriesID
	told    []toldSeries
	numbers []Number
}

type toldSeries struct {
	seq   brief.Seq
	about brief.Series
}

// Number is what a series says of one period, or of one event: its versions, the first one first. It is never empty, and shared: nobody
// changes it.
type Number []NumberVersion

// NumberVersion is a version with the entry that brought it.
type NumberVersion struct {
	*brief.Version
	Seq brief.Seq
}

// Now gives the version that stands.
func (n Number) Now() NumberVersion { return n[len(n)-1] }

// AsOf gives the version that was known on a day, the last one when the day is empty; ok is false before the first.
func (n Number) AsOf(day brief.Date) (v NumberVersion, ok bool) {
	for _, v := range slices.Backward(n) {
		if day == "" || v.Known <= day {
			return v, true
		}
	}
	return v, false
}

// Tracker is a set of series from one source as it stands.
type Tracker struct {
	ID          brief.ItemID
	Name, Title string
	Topic       brief.Topic
	Source      brief.NumberSource
	// Current is the entry of the last change, Mapping the one that brought the mapping which stands, 0 for none.
	First, Current, Last, Mapping brief.Seq
	Rev                           int
	Changed                       time.Time
	Status                        Status
	// Entries are those that stand, the first one first.
	Entries []brief.Seq
	Series  []NumberSeries
}

// MappingText gives the mapping of its source as JSON, from the text of the entry that brought it; nil for none.
func (t Tracker) MappingText(bodies Bodies) (json.RawMessage, error) {
	if t.Mapping == 0 {
		return nil, nil
	}
	found, err := bodies([]brief.Seq{t.Mapping})
	if err != nil {
		return nil, err
	}
	p := found[t.Mapping]
	body, err := parse[struct {
		Mapping json.RawMessage `json:"mapping"`
	}](p.Text())
	if err != nil {
		return nil, fmt.Errorf("reading the mapping of entry %d: %w", t.Mapping, err)
	}
	return body.Mapping, nil
}

// NumberSeries is a series as it stands.
type NumberSeries struct {
	brief.Series
	// Numbers are in the order of their periods.
	Numbers []Number
}

// Version finds a version of the series, with its number.
func (s *NumberSeries) Version(id brief.VersionID) (v NumberVersion, of Number, ok bool) {
	for _, n := range s.Numbers {
		for _, v := range n {
			if v.ID == id {
				return v, n, true
			}
		}
	}
	return v, nil, false
}

func (r *trackerRow) public() Tracker {
	t := Tracker{ID: r.id, First: r.first, Last: r.last, Rev: r.rev, Changed: moment(r.changed), Status: Removed}
	for _, e := range r.entries {
		if e.name == "" {
			continue
		}
		t.Name, t.Title, t.Topic, t.Source, t.Current, t.Status = e.name, e.title, e.topic, e.source, e.seq, Live
		t.Entries = append(t.Entries, e.seq)
		if e.mapping {
			t.Mapping = e.seq
		}
	}
	for _, s := range r.series {
		if len(s.told) > 0 && len(s.numbers) > 0 {
			t.Series = append(t.Series, s.public())
		}
	}
	return t
}

func (s *seriesRow) public() NumberSeries {
	return NumberSeries{Series: s.told[len(s.told)-1].about, Numbers: s.numbers}
}

// Trackers lists the trackers in the order in which they were begun, removed ones too.
func (s *State) Trackers() []Tracker {
	list := make([]Tracker, 0, len(s.parts.trackers.v))
	for _, r := range s.parts.trackers.v {
		list = append(list, r.public())
	}
	slices.SortFunc(list, func(a, b Tracker) int { return cmp.Compare(a.First, b.First) })
	return list
}

// TrackerOf finds a tracker by its name.
func (s *State) TrackerOf(name string) (Tracker, bool) {
	for _, t := range s.Trackers() {
		if t.Status == Live && t.Name == name {
			return t, true
		}
	}
	return Tracker{}, false
}

// SeriesOf finds a series of numbers, with the tracker that keeps it.
func (s *State) SeriesOf(id brief.SeriesID) (NumberSeries, Tracker, bool) {
	for _, r := range s.parts.trackers.v {
		if at, known := r.place(id); known && len(r.series[at].told) > 0 && len(r.series[at].numbers) > 0 {
			if t := r.public(); t.Status == Live {
				return r.series[at].public(), t, true
			}
		}
	}
	return NumberSeries{}, Tracker{}, false
}

func (r *trackerRow) place(id brief.SeriesID) (int, bool) {
	return slices.BinarySearchFunc(r.series, id, func(s *seriesRow, id brief.SeriesID) int { return cmp.Compare(s.id, id) })
}

func (p *parts) trackerPlace(id brief.ItemID) (int, bool) {
	return slices.BinarySearchFunc(p.trackers.v, id, func(r *trackerRow, id brief.ItemID) int { return cmp.Compare(r.id, id) })
}

func (s *State) fileTracker(r *trackerRow) {
	at, known := s.parts.trackerPlace(r.id)
	s.parts.trackers.edit()
	if known {
		s.parts.trackers.v[at] = r
	} else {
		s.parts.trackers.v = slices.Insert(s.parts.trackers.v, at, r)
	}
	s.parts.numberSeq = r.last
}

func (e *trackerEntry) fill(b *brief.Numbers) {
	e.name, e.title, e.topic, e.source, e.mapping = intern(b.Tracker), intern(b.Title), intern(b.Topic), b.Source, len(b.Mapping) > 0
}

func (s *State) foldNumbers(p *brief.Published) error {
	body, err := parse[brief.Numbers](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	r := trackerRow{id: e.Item, first: e.Seq}
	if at, known := s.parts.trackerPlace(e.Item); known {
		r = *s.parts.trackers.v[at]
	}
	r.last, r.rev, r.changed = e.Seq, e.Rev, millis(e.When())
	is := trackerEntry{seq: e.Seq, by: removedBy(p)}
	is.fill(&body)
	r.entries = append(slices.Clip(r.entries), is)
	r.series = take(r.series, e.Seq, &body)
	s.fileTracker(&r)
	if c := body.Change.Class; c == brief.Correct || c == brief.Withdraw {
		s.addFix(fix{seq: e.Seq, item: e.Item, kind: c, when: millis(e.When())})
	}
	return nil
}

// redactNumbers takes away what came from removed bodies of a tracker.
func (s *State) redactNumbers(e *brief.Entry, removed []brief.Removed) error {
	at, _ := s.parts.trackerPlace(e.Item)
	r := *s.parts.trackers.v[at]
	r.last, r.rev, r.changed = e.Seq, max(r.rev, e.Rev), millis(e.When())
	if err := s.refix(removed); err != nil {
		return err
	}
	r.entries = slices.Clone(r.entries)
	for i := range r.entries {
		is := &r.entries[i]
		replacement, found := removal(removed, is.seq)
		if !found || e.Seq < is.by {
			continue
		}
		body, err := parse[brief.Numbers](stands(replacement))
		if err != nil {
			return err
		}
		is.by = e.Seq
		is.fill(&body)
		r.series = take(without(r.series, is.seq), is.seq, &body)
	}
	s.fileTracker(&r)
	return nil
}

// take files what an entry says: how it describes series, and its versions, each at the end of its number, or among the versions of
// later entries where the body took the place of one that was removed. What it changes it copies.
func take(all []*seriesRow, seq brief.Seq, b *brief.Numbers) []*seriesRow {
	all = slices.Clone(all)
	brought := map[brief.SeriesID][]*brief.Version{}
	for i := range b.Versions {
		v := &b.Versions[i]
		share(v)
		brought[v.Series] = append(brought[v.Series], v)
	}
	of := func(id brief.SeriesID) *seriesRow {
		at, known := slices.BinarySearchFunc(all, id, func(s *seriesRow, id brief.SeriesID) int { return cmp.Compare(s.id, id) })
		if !known {
			all = slices.Insert(all, at, &seriesRow{id: id})
			return all[at]
		}
		is := *all[at]
		all[at] = &is
		return &is
	}
	for _, about := range b.Series {
		s := of(about.ID)
		s.told = append(slices.Clip(s.told), toldSeries{seq, about})
		slices.SortStableFunc(s.told, func(a, b toldSeries) int { return cmp.Compare(a.seq, b.seq) })
	}
	for id, list := range brought {
		s := of(id)
		s.numbers = merge(s.numbers, seq, list)
	}
	return all
}

// merge puts versions of an entry into numbers, both in the order of their keys afterwards.
func merge(standing []Number, seq brief.Seq, list []*brief.Version) []Number {
	slices.SortStableFunc(list, func(a, b *brief.Version) int { return series.KeyOf(a).Compare(series.KeyOf(b)) })
	out := make([]Number, 0, len(standing)+len(list))
	for _, v := range list {
		k := series.KeyOf(v)
		for len(standing) > 0 && series.KeyOf(standing[0][0].Version).Compare(k) < 0 {
			out, standing = append(out, standing[0]), standing[1:]
		}
		if len(standing) > 0 && series.KeyOf(standing[0][0].Version) == k {
			out, standing = append(out, slices.Clip(standing[0])), standing[1:]
		}
		if n := len(out); n > 0 && series.KeyOf(out[n-1][0].Version) == k {
			out[n-1] = insert(out[n-1], NumberVersion{v, seq})
			continue
		}
		out = append(out, Number{{v, seq}})
	}
	return append(out, standing...)
}

// insert puts a version behind those of its own entry and of earlier ones.
func insert(n Number, v NumberVersion) Number {
	at := len(n)
	for at > 0 && n[at-1].Seq > v.Seq {
		at--
	}
	return slices.Insert(n, at, v)
}

// without gives series without what an entry said.
func without(all []*seriesRow, seq brief.Seq) []*seriesRow {
	out := make([]*seriesRow, 0, len(all))
	for _, s := range all {
		is := &seriesRow{id: s.id}
		for _, t := range s.told {
			if t.seq != seq {
				is.told = append(is.told, t)
			}
		}
		for _, n := range s.numbers {
			left := slices.DeleteFunc(slices.Clone(n), func(v NumberVersion) bool { return v.Seq == seq })
			if len(left) > 0 {
				is.numbers = append(is.numbers, left)
			}
		}
		if len(is.told)+len(is.numbers) > 0 {
			out = append(out, is)
		}
	}
	return out
}

// share gives the words of a version one copy that all versions have in common.
func share(v *brief.Version) {
	v.Series, v.From, v.To, v.Known, v.Published = intern(v.Series), intern(v.From), intern(v.To), intern(v.Known), intern(v.Published)
	v.Qualifier, v.Basis, v.By, v.Label = intern(v.Qualifier), intern(v.Basis), intern(v.By), intern(v.Label)
	v.Change, v.Reason = intern(v.Change), intern(v.Reason)
	v.Source.URL, v.Source.Outlet, v.Source.Title = intern(v.Source.URL), intern(v.Source.Outlet), intern(v.Source.Title)
}

// Leaves gives what can be added of a series as known on a day, now when that is empty: every event of aid, and of other numbers the one
// of the last period.
func (s *NumberSeries) Leaves(day brief.Date) []series.Leaf {
	var list []series.Leaf
	var last *brief.Version
	for _, n := range s.Numbers {
		v, known := n.AsOf(day)
		switch {
		case !known || v.Change == brief.NumberWithdrawal:
		case v.Event != nil:
			list = append(list, series.Leaf{Series: &s.Series, Version: v.Version})
		case last == nil || last.End() <= v.End():
			last = v.Version
		}
	}
	if last != nil {
		list = append(list, series.Leaf{Series: &s.Series, Version: last})
	}
	return list
}
