package atlas

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// keyframeEvery is how many maps come before one stands by itself again, at most.
const keyframeEvery = 30

// atOnce is how many maps are held in memory as layers at once.
const atOnce = 32

// Standing is a series as it is before maps enter it.
type Standing struct {
	// Maps are those that it has, in the order of day and clock.
	Maps []Stand
	// Layer reads the layer of Maps[at]; it is called at once from several goroutines.
	Layer func(at int) (territory.Layer, error)
}

// Stand is a map of a series.
type Stand struct {
	Day     brief.Date
	Clock   string
	Key     bool
	Redrawn bool
}

// slot is a map in the series as it will be: one that enters, or the number of one that stands.
type slot struct {
	day   brief.Date
	clock string
	new   *Drawn
	at    int
	redo  bool // stands, and the one before it changes
}

// Entering is what maps become in a body.
type Entering struct {
	Days   []brief.MapDay
	Layers []byte
}

// Step is how much of the area under control changed from one map to the next, in square kilometres.
type Step struct {
	Day                  brief.Date
	Before, Gained, Lost float64
}

// Share is the part of what was held that changed sides; 0 for the first map of a series.
func (s Step) Share() float64 {
	if s.Before == 0 {
		return 0
	}
	return (s.Gained + s.Lost) / s.Before
}

// Enter writes maps into a series: each as what changed since the map before it, or whole. A map that stands behind one that is new or
// changed is written again, so that it is told from the right one; its own layer stays. So it is where one is gone. As many maps are
// compared at once as there are processors.
func (s *Standing) Enter(maps []Drawn, gone []Stand, sketch bool, regions []territory.Region) (Entering, error) {
	slots := s.slots(maps, gone)
	w := writer{}
	for from := 0; from < len(slots); from += atOnce {
		until := min(from+atOnce, len(slots))
		pairs, err := s.pairs(slots, from, until, sketch, regions)
		if err != nil {
			return Entering{}, err
		}
		for i, pair := range pairs {
			if pair == nil {
				w.pass(s.Maps[slots[from+i].at])
				continue
			}
			if err := w.write(pair); err != nil {
				return Entering{}, fmt.Errorf("measuring the map of %s: %w", pair.day.Day, err)
			}
		}
	}
	for _, g := range gone {
		w.out.Days = append(w.out.Days, brief.MapDay{Day: g.Day, Clock: g.Clock, Gone: true})
	}
	return w.out, nil
}

// pairs compares the maps of a stretch of slots with those before them; it is nil for what stays as it stands.
func (s *Standing) pairs(slots []slot, from, until int, sketch bool, regions []territory.Region) ([]*pair, error) {
	pairs := make([]*pair, until-from)
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i := from; i < until; i++ {
		x := &slots[i]
		if x.new == nil && !x.redo {
			continue
		}
		p := &pair{slot: x, regions: regions, sketch: sketch}
		if i > 0 {
			p.before = &slots[i-1]
		}
		pairs[i-from] = p
		work.Go(func() error { return p.compare(s) })
	}
	return pairs, work.Wait()
}

// slots gives the series as it will be.
func (s *Standing) slots(maps []Drawn, gone []Stand) []slot {
	var out []slot
	for i := range maps {
		out = append(out, slot{day: maps[i].Day, clock: maps[i].Clock, new: &maps[i], at: -1})
	}
	slices.SortStableFunc(out, compareSlots)
	for i, m := range s.Maps {
		is := slot{day: m.Day, clock: m.Clock, at: i}
		if at, known := slices.BinarySearchFunc(out, is, compareSlots); !known {
			out = slices.Insert(out, at, is)
		}
	}
	before := -1 // the number of the map before in the series as it stands, if it is still the one before
	var kept []slot
	for _, x := range out {
		if x.new == nil && slices.ContainsFunc(gone, func(g Stand) bool { return g.Day == x.day && g.Clock == x.clock }) {
			continue
		}
		if x.new != nil {
			before = -2
		} else {
			x.redo = before != x.at-1
			before = x.at
		}
		kept = append(kept, x)
	}
	return kept
}

func compareSlots(a, b slot) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.clock, b.clock))
}

// pair is the way from one map of a series to the next.
type pair struct {
	slot, before *slot // before is nil for the first map
	regions      []territory.Region
	sketch       bool

	layer       territory.Layer
	day         brief.MapDay
	whole, told []byte // the layer by itself, and from the one before; told is nil for the first
	moved       []movement
}

// movement is what an area gained and lost in each region.
type movement struct {
	class   territory.Class
	party   string
	regions []float64
}

// held is the classes that count as under control.
func held(c territory.Class) bool { return c == territory.Assessed }

// layer gives the layer of a slot and its bytes as a keyframe.
func (x *slot) layer(s *Standing) (territory.Layer, []byte, error) {
	if x.new != nil {
		l, err := x.new.Layer()
		return l, x.new.Keyframe, err
	}
	l, err := s.Layer(x.at)
	return l, territory.EncodeKeyframe(l), err
}

// compare works out everything about a pair that does not need those before it.
func (t *pair) compare(s *Standing) error {
	layer, whole, err := t.slot.layer(s)
	if err != nil {
		return err
	}
	t.layer, t.whole = layer, whole
	t.day = brief.MapDay{Day: t.slot.day, Clock: t.slot.clock, Sum: sumOf(whole)}
	if t.slot.new != nil {
		t.day.Redrawn = t.slot.new.Redrawn
	} else {
		t.day.Redrawn = s.Maps[t.slot.at].Redrawn
	}
	var before territory.Layer
	if t.before != nil {
		var was []byte
		if before, was, err = t.before.layer(s); err != nil {
			return err
		}
		t.told, t.day.From = territory.EncodeChange(before, layer), sumOf(was)
	}
	changes, err := before.ChangesTo(layer)
	if err != nil {
		return err
	}
	for _, a := range layer {
		at := slices.IndexFunc(changes, func(c territory.ClassChange) bool { return c.Class == a.Class && c.Party == a.Party })
		var c territory.ClassChange
		if at >= 0 {
			c = changes[at]
		}
		if err := t.measure(a, c.Change); err != nil {
			return err
		}
	}
	return nil
}

// measure fills in how large an area is, and for a first map by region; for others what changed by region.
func (t *pair) measure(a territory.Area, c territory.Change) error {
	area := brief.MapArea{Class: string(a.Class), Party: a.Party}
	if t.sketch {
		area.Km2 = strconv.Itoa(int(math.Round(a.Shape.Km2()/1000)) * 1000)
		t.day.Areas = append(t.day.Areas, area)
		return nil
	}
	area.Km2 = decimal(a.Shape.Km2())
	if t.before != nil {
		area.Gained, area.Lost = decimal(c.GainedKm2()), decimal(c.LostKm2())
	}
	gained, _, err := c.Gained.Within(t.regions)
	if err != nil {
		return err
	}
	lost, _, err := c.Lost.Within(t.regions)
	if err != nil {
		return err
	}
	for i := range gained {
		gained[i] -= lost[i]
	}
	t.day.Areas, t.moved = append(t.day.Areas, area), append(t.moved, movement{a.Class, a.Party, gained})
	return nil
}

// writer writes one map after the other.
type writer struct {
	out   Entering
	since int        // maps since the last that stands by itself
	parts []movement // the areas of the map before by region; nil where that is not known
}

// pass notes a map that stays as it stands.
func (w *writer) pass(m Stand) {
	if w.since++; m.Key {
		w.since = 0
	}
	w.parts = nil
}

func (w *writer) write(t *pair) error {
	day, block := t.day, t.told
	if w.since++; block == nil || w.since >= keyframeEvery || len(block) >= len(t.whole) {
		block, day.From, day.Key, w.since = t.whole, "", true, 0
	}
	day.Bytes = len(block)
	if !t.sketch {
		if err := w.byRegion(t, &day); err != nil {
			return err
		}
	}
	w.out.Days, w.out.Layers = append(w.out.Days, day), append(w.out.Layers, block...)
	return nil
}

// byRegion tells how much of each area lies in each region: what the map before had with what changed, which is small. Where that is
// not known the whole area is cut.
func (w *writer) byRegion(t *pair, day *brief.MapDay) error {
	var parts []movement
	for i, a := range t.layer {
		p := movement{a.Class, a.Party, slices.Clone(t.moved[i].regions)}
		at := slices.IndexFunc(w.parts, func(q movement) bool { return q.class == a.Class && q.party == a.Party })
		switch {
		case at >= 0:
			for k, km2 := range w.parts[at].regions {
				p.regions[k] += km2
			}
		case w.parts == nil && t.before != nil:
			var err error
			if p.regions, _, err = a.Shape.Within(t.regions); err != nil {
				return err
			}
		}
		day.Areas[i].Regions = map[string]string{}
		for k, km2 := range p.regions {
			if text := decimal(km2); text != "0" {
				day.Areas[i].Regions[t.regions[k].Code] = text
			}
		}
		parts = append(parts, p)
	}
	w.parts = some(parts)
	return nil
}

// some is a list that is not nil.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// decimal writes square kilometres to the hundredth, without needless zeros.
func decimal(km2 float64) string {
	text := strconv.FormatFloat(math.Abs(math.Round(km2*100)/100), 'f', -1, 64)
	if km2 < 0 && text != "0" {
		return "-" + text
	}
	return text
}
