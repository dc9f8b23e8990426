package edition

import (
	"cmp"
	"slices"

	"livebrief/internal/brief"
)

func (d *decoder) items(s *State) {
	n := d.count(leastItem)
	ids := string(d.text())
	t := &s.parts.table
	before := &row{}
	for i := range n {
		if i%chunkSize == 0 {
			t.chunks, t.mine = append(t.chunks, new(chunk)), append(t.mine, true)
		}
		c := t.chunks[i/chunkSize]
		r := &c.rows[i%chunkSize]
		d.item(r, before, s.Seq, &ids)
		if d.fault != "" {
			return
		}
		c.last, before = max(c.last, r.last), r
		t.n++
	}
	if ids != "" {
		d.fail("it holds more ids than items")
	}
}

// item reads one item into r; ids holds the ids that are not taken yet.
func (d *decoder) item(r, before *row, limit brief.Seq, ids *string) {
	if len(d.b) < 2 || d.b[1] > flagCites|flagPlaced|flagCounts {
		d.fail("it ends within an item, or an item has flags that cannot be")
		return
	}
	flags := d.b[0]
	r.cites, r.placed, r.counts = d.b[1]&flagCites != 0, d.b[1]&flagPlaced != 0, d.b[1]&flagCounts != 0
	d.b = d.b[2:]
	size := d.num()
	if int(flags&classMask) >= len(classes) || size > uint64(len(*ids)) {
		d.fail("an item has a class or an id that cannot be")
		return
	}
	r.class, r.text = flags&classMask, flags&flagText != 0
	r.updated, r.corrected, r.redacted = never, never, never
	r.id, *ids = brief.ItemID((*ids)[:size]), (*ids)[size:]
	r.track, r.kind, r.rev = brief.TrackID(d.word()), brief.DevelopmentKind(d.word()), d.rev()
	r.first = d.seq(before.first, limit)
	if r.first == before.first {
		d.fail("two items were published by one entry")
	}
	r.current = d.seq(r.first, limit)
	r.last = d.seq(r.current, limit)
	r.when = before.when + d.diff()
	r.changed = r.when + d.diff()
	if flags&flagUpdated != 0 {
		r.updatedSeq, r.updated = d.seq(r.first, limit), r.when+d.diff()
	}
	if flags&flagCorrect != 0 {
		r.correctedSeq, r.corrected = d.seq(r.first, limit), r.when+d.diff()
	}
	if flags&flagBy != 0 {
		r.by = d.seq(r.current, noLimit)
	}
	if flags&flagRedacted != 0 {
		r.redacted = r.when + d.diff()
	}
	if r.placed {
		r.happened = brief.Date(d.word())
	}
}

// byID reads the order of the ids and holds it to it, which also shows that no id comes twice.
func (d *decoder) byID(s *State) {
	t := &s.parts.table
	list := &s.parts.byID
	before := brief.ItemID("")
	for range t.n {
		i := d.num()
		if i >= uint64(t.n) {
			d.fail("the order of the ids names an item that is not there")
			return
		}
		id := t.row(int32(i)).id
		if list.n > 0 && before >= id {
			d.fail("the ids are not in order")
			return
		}
		list.insert(list.end(), int32(i))
		before = id
	}
}

func (d *decoder) marks(s *State) {
	marks := make([]mark, d.count(leastMark))
	before := mark{}
	for i := range marks {
		m := mark{seq: d.seq(before.seq, s.Seq), line: brief.LineID(d.word()), class: brief.EntryKind(d.word())}
		m.when = before.when + d.diff()
		marks[i], before = m, m
	}
	s.parts.marks = cow[mark]{v: marks, mine: true}
}

func (d *decoder) fixes(s *State) {
	fixes := make([]fix, d.count(leastFix))
	before := fix{}
	for i := range fixes {
		f := fix{seq: d.seq(before.seq, s.Seq), item: brief.ItemID(d.text()), kind: brief.EntryKind(d.word())}
		f.when = before.when + d.diff()
		fixes[i], before = f, f
	}
	s.parts.fixes = cow[fix]{v: fixes, mine: true}
}

// relist works out the lists that follow from the items.
func (s *State) relist() {
	t := &s.parts.table
	order := make([]int32, t.n)
	ordered := true
	for i := range order {
		order[i] = int32(i)
		ordered = ordered && (i == 0 || t.before(int32(i-1), int32(i)))
	}
	if !ordered {
		slices.SortFunc(order, func(a, b int32) int {
			return cmp.Or(cmp.Compare(t.row(a).when, t.row(b).when), cmp.Compare(a, b))
		})
	}
	listed, stories := &s.parts.listed, &s.parts.stories
	var track *trackList
	for _, i := range order {
		r := t.row(i)
		if r.story() {
			stories.insert(stories.end(), i)
			continue
		}
		listed.insert(listed.end(), i)
		if track == nil || track.id != r.track {
			track = s.editTrack(r.track)
		}
		track.order.insert(track.order.end(), i)
	}
	s.rebuildDays()
}
