package edition

import (
	"cmp"
	"slices"
	"time"

	"livebrief/internal/brief"
)

// The control maps: for each series the days that it has and where their layers stand, without the layers.

// mapRow is a series as it is kept. Rows are never changed once they are filed; a change files a new one.
type mapRow struct {
	id          brief.ItemID
	first, last brief.Seq
	rev         int
	changed     int64
	entries     []mapEntry
	// maps and current follow from the entries: where each day's map stands, and which entry says last what the series is.
	maps    []MapDay
	current int
}

// mapEntry is what one entry says of a series; one whose body was removed says nothing.
type mapEntry struct {
	seq, by     brief.Seq
	name, title string
	sketch      bool
	// table and reference say that the body brings a table of places, and areas by somebody else.
	table, reference bool
	days             []mapDayRow
}

// mapDayRow is a map of an entry. Sum names its layer, from the one that it is told from; empty for one that stands by itself.
type mapDayRow struct {
	day           brief.Date
	clock         string
	sum, from     string
	redrawn, gone bool
}

// MapDay is where a map of a series stands.
type MapDay struct {
	Day   brief.Date
	Clock string
	// Seq is the entry that has it, Index its place among the days of the body.
	Seq   brief.Seq
	Index int
	// Key says that its layer stands by itself.
	Key, Redrawn bool

	sum string
}

// MapSeries is what the state knows of a series of control maps.
type MapSeries struct {
	ID          brief.ItemID
	Name, Title string
	Sketch      bool
	// Current is the entry of the last change, whose body says where the series comes from; Last the latest that touched it.
	First, Current, Last brief.Seq
	// Places and Reference are the entries that brought the table of a sketch and the areas beside it, 0 for none.
	Places, Reference brief.Seq
	Rev               int
	Changed           time.Time
	Status            Status
	// Maps are all of them, in the order of day and clock. They are shared: nobody changes them.
	Maps []MapDay
}

func (r *mapRow) public() MapSeries {
	m := MapSeries{ID: r.id, First: r.first, Last: r.last, Rev: r.rev, Changed: moment(r.changed), Status: Removed, Maps: r.maps}
	if r.current >= 0 {
		is := &r.entries[r.current]
		m.Name, m.Title, m.Sketch, m.Current, m.Status = is.name, is.title, is.sketch, is.seq, Live
	}
	for _, e := range r.entries {
		if e.table {
			m.Places = e.seq
		}
		if e.reference {
			m.Reference = e.seq
		}
	}
	return m
}

// Maps lists the series of control maps in the order in which they were begun; the first is the one that the briefing shows.
func (s *State) Maps() []MapSeries {
	list := make([]MapSeries, 0, len(s.parts.maps.v))
	for _, r := range s.parts.maps.v {
		list = append(list, r.public())
	}
	slices.SortFunc(list, func(a, b MapSeries) int { return cmp.Compare(a.First, b.First) })
	return list
}

// MapSeriesOf finds a series by its name; the empty name is the first one that has anything to show.
func (s *State) MapSeriesOf(name string) (MapSeries, bool) {
	for _, m := range s.Maps() {
		if m.Status == Live && (m.Name == name || name == "" && len(m.Maps) > 0) {
			return m, true
		}
	}
	return MapSeries{}, false
}

// Days gives the last map of each day, in order.
func (m *MapSeries) Days() []MapDay {
	days := make([]MapDay, 0, len(m.Maps))
	for i, d := range m.Maps {
		if i+1 == len(m.Maps) || m.Maps[i+1].Day != d.Day {
			days = append(days, d)
		}
	}
	return days
}

// On gives the place among Maps of the map that was true on a day: the last of that day or of a day before; -1 when the series begins
// later.
func (m *MapSeries) On(day brief.Date) int {
	at, _ := slices.BinarySearchFunc(m.Maps, day, func(d MapDay, day brief.Date) int {
		if d.Day <= day {
			return -1
		}
		return 1
	})
	return at - 1
}

// Parts gives the maps from which the layer of Maps[at] is read: the last that stands by itself, and those after it.
func (m *MapSeries) Parts(at int) []MapDay {
	from := at
	for from > 0 && !m.Maps[from].Key {
		from--
	}
	return m.Maps[from : at+1]
}

func (p *parts) mapPlace(id brief.ItemID) (int, bool) {
	return slices.BinarySearchFunc(p.maps.v, id, func(r *mapRow, id brief.ItemID) int { return cmp.Compare(r.id, id) })
}

func (s *State) fileMap(r *mapRow) {
	r.settle()
	at, known := s.parts.mapPlace(r.id)
	s.parts.maps.edit()
	if known {
		s.parts.maps.v[at] = r
	} else {
		s.parts.maps.v = slices.Insert(s.parts.maps.v, at, r)
	}
	s.parts.mapSeq = r.last
}

// charted is what the state keeps of a map's body.
type charted struct {
	Series string `json:"series"`
	Title  string `json:"title"`
	Source struct {
		Sketch bool `json:"sketch"`
	} `json:"source"`
	Places    string    `json:"places"`
	Reference *struct{} `json:"reference"`
	Days      []struct {
		Day     brief.Date `json:"day"`
		Clock   string     `json:"clock"`
		Sum     string     `json:"sum"`
		From    string     `json:"from"`
		Redrawn bool       `json:"redrawn"`
		Gone    bool       `json:"gone"`
	} `json:"days"`
	Change brief.StatementChange `json:"change"`
}

func (e *mapEntry) fill(b charted) {
	e.name, e.title, e.sketch = intern(b.Series), intern(b.Title), b.Source.Sketch
	e.table, e.reference = b.Places != "", b.Reference != nil
	e.days = make([]mapDayRow, len(b.Days))
	for i, d := range b.Days {
		e.days[i] = mapDayRow{day: intern(d.Day), clock: d.Clock, sum: d.Sum, from: d.From, redrawn: d.Redrawn, gone: d.Gone}
	}
}

func (s *State) foldMap(p *brief.Published) error {
	body, err := parse[charted](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	r := mapRow{id: e.Item, first: e.Seq}
	if at, known := s.parts.mapPlace(e.Item); known {
		r = *s.parts.maps.v[at]
	}
	r.last, r.rev, r.changed = e.Seq, e.Rev, millis(e.When())
	is := mapEntry{seq: e.Seq, by: removedBy(p)}
	is.fill(body)
	r.entries = append(slices.Clip(r.entries), is)
	s.fileMap(&r)
	if c := body.Change.Class; c == brief.Correct || c == brief.Withdraw {
		s.addFix(fix{seq: e.Seq, item: e.Item, kind: c, when: millis(e.When())})
	}
	return nil
}

// redactMap takes away what came from removed bodies of a series.
func (s *State) redactMap(e *brief.Entry, removed []brief.Removed) error {
	at, _ := s.parts.mapPlace(e.Item)
	r := *s.parts.maps.v[at]
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
		body, err := parse[charted](stands(replacement))
		if err != nil {
			return err
		}
		is.by = e.Seq
		is.fill(body)
	}
	s.fileMap(&r)
	return nil
}

func (d MapDay) compare(o MapDay) int {
	return cmp.Or(cmp.Compare(d.Day, o.Day), cmp.Compare(d.Clock, o.Clock))
}

// settle works out where each map stands. One that is told from a map which is no longer the one before it, because an entry between
// was removed, cannot be read and is left out.
func (r *mapRow) settle() {
	r.maps, r.current = nil, -1
	from := map[MapDay]string{}
	for i, e := range r.entries {
		if e.name != "" {
			r.current = i
		}
		for k, d := range e.days {
			is := MapDay{Day: d.day, Clock: d.clock, Seq: e.seq, Index: k, Key: d.from == "", Redrawn: d.redrawn, sum: d.sum}
			at, known := slices.BinarySearchFunc(r.maps, is, MapDay.compare)
			switch {
			case d.gone && known:
				r.maps = slices.Delete(r.maps, at, at+1)
			case d.gone:
			case known:
				r.maps[at], from[is] = is, d.from
			default:
				r.maps, from[is] = slices.Insert(r.maps, at, is), d.from
			}
		}
	}
	before := ""
	r.maps = slices.DeleteFunc(r.maps, func(d MapDay) bool {
		if !d.Key && from[d] != before {
			return true
		}
		before = d.sum
		return false
	})
}

// PlacedOn lists the developments that stand on the map of a day (YYYY-MM-DD): those that happened on it, and of those whose day is not
// known the ones first published on it. Withdrawn, held and removed ones are left out. The oldest comes first.
func (s *State) PlacedOn(day brief.Date) []Item {
	var list []Item
	for i := range s.parts.listed.all().forth() {
		r := s.parts.table.row(i)
		if !r.placed || r.status() != Live {
			continue
		}
		on := r.happened
		if on == "" {
			on = brief.Date(s.DayOf(moment(r.when)))
		}
		if on == day {
			list = append(list, r.item())
		}
	}
	return list
}
