package edition

import "livebrief/internal/brief"

// words notes the words of a series for the table.
func (r *mapRow) words(note func(string)) {
	for _, e := range r.entries {
		note(e.name)
		note(e.title)
		for _, d := range e.days {
			note(string(d.day))
			note(d.clock)
		}
	}
}

// Flags of an entry of a series and of a map in a snapshot, and the fewest bytes that a series, an entry and a map take.
const (
	flagSketch    = 1 << 0
	flagTable     = 1 << 1
	flagReference = 1 << 2

	flagRedrawn = 1 << 0
	flagGone    = 1 << 1

	leastMap, leastMapEntry, leastMapDay = 6, 6, 5
)

func (e *encoder) maps(rows []*mapRow) {
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
			e.flags(flag{is.sketch, flagSketch}, flag{is.table, flagTable}, flag{is.reference, flagReference})
			e.num(uint64(len(is.days)))
			for _, d := range is.days {
				e.word(string(d.day))
				e.word(d.clock)
				e.text(d.sum)
				e.text(d.from)
				e.flags(flag{d.redrawn, flagRedrawn}, flag{d.gone, flagGone})
			}
		}
	}
}

// flag is a bit that may be set.
type flag struct {
	on  bool
	bit uint64
}

func (e *encoder) flags(list ...flag) {
	all := uint64(0)
	for _, f := range list {
		if f.on {
			all |= f.bit
		}
	}
	e.num(all)
}

// maps reads the series of control maps and holds them to the order of their ids.
func (d *decoder) maps(s *State) {
	n := d.count(leastMap)
	rows := make([]*mapRow, 0, n)
	for range n {
		r := &mapRow{id: brief.ItemID(d.text()), first: d.seq(0, s.Seq), last: d.seq(0, s.Seq), rev: d.rev(), changed: d.diff()}
		r.entries = make([]mapEntry, d.count(leastMapEntry))
		for i := range r.entries {
			r.entries[i] = d.mapEntry(s.Seq)
		}
		if d.fault != "" {
			return
		}
		if len(rows) > 0 && rows[len(rows)-1].id >= r.id {
			d.fail("the series of maps are not in order")
			return
		}
		r.settle()
		rows = append(rows, r)
	}
	s.parts.maps = cow[*mapRow]{v: rows, mine: true}
}

func (d *decoder) mapEntry(limit brief.Seq) mapEntry {
	e := mapEntry{seq: d.seq(0, limit), by: d.seq(0, noLimit), name: d.word(), title: d.word()}
	flags := d.flags(flagSketch | flagTable | flagReference)
	e.sketch, e.table, e.reference = flags&flagSketch != 0, flags&flagTable != 0, flags&flagReference != 0
	e.days = make([]mapDayRow, d.count(leastMapDay))
	for i := range e.days {
		is := mapDayRow{day: brief.Date(d.word()), clock: d.word(), sum: string(d.text()), from: string(d.text())}
		flags := d.flags(flagRedrawn | flagGone)
		is.redrawn, is.gone = flags&flagRedrawn != 0, flags&flagGone != 0
		e.days[i] = is
	}
	return e
}

// flags reads bits, of which only those in most may be set.
func (d *decoder) flags(most uint64) uint64 {
	n := d.num()
	if n > most {
		d.fail("a series of maps has flags that cannot be")
		return 0
	}
	return n
}
