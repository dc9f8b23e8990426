package atlas

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// Drawn is a map that is to enter a series.
type Drawn struct {
	Day   brief.Date
	Clock string
	// Keyframe is its layer.
	Keyframe []byte
	Redrawn  bool
}

// Layer gives the map's layer.
func (d *Drawn) Layer() (territory.Layer, error) { return territory.DecodeKeyframe(d.Keyframe) }

// Gathering makes layers of the files of one source, as many at once as there are processors.
type Gathering struct {
	mapping territory.Mapping
	slots   chan struct{}
	working sync.WaitGroup

	mu      sync.Mutex
	made    []made
	refused []error
}

// made is a file as a layer.
type made struct {
	snapshot territory.Snapshot // without its polygons
	keyframe []byte
	told     []string
}

// maxMaps bounds what one import brings: more than nine years of days.
const maxMaps = 3500

// NewGathering begins with a mapping.
func NewGathering(m territory.Mapping) *Gathering {
	return &Gathering{mapping: m, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// Add takes a file. It waits while others are worked on, so that few files are in memory at once; what is wrong with one is told by
// Maps.
func (g *Gathering) Add(name string, raw []byte) {
	g.slots <- struct{}{}
	g.working.Go(func() {
		defer func() { <-g.slots }()
		m, err := g.make(name, raw)
		g.mu.Lock()
		defer g.mu.Unlock()
		if err != nil {
			g.refused = append(g.refused, err)
			return
		}
		g.made = append(g.made, m)
	})
}

func (g *Gathering) make(name string, raw []byte) (made, error) {
	s, err := territory.Read(name, raw, g.mapping)
	if err != nil {
		return made{}, err
	}
	layer, told, err := s.Layer()
	if err != nil {
		return made{}, err
	}
	told = append(s.Aloud(), told...)
	if len(layer) == 0 {
		s.Areas = nil
	}
	for i := range s.Areas {
		s.Areas[i].Polygons = nil
	}
	return made{s, territory.EncodeKeyframe(layer), told}, nil
}

// Maps gives what was gathered in the order of days, and the sentences that a person must hear before it is used. One file that cannot
// be read refuses all of them.
func (g *Gathering) Maps(today brief.Date) ([]Drawn, []string, error) {
	g.working.Wait()
	if len(g.refused) > 0 {
		slices.SortFunc(g.refused, func(a, b error) int {
			if a.Error() < b.Error() {
				return -1
			}
			return 1
		})
		return nil, nil, g.refused[0]
	}
	if len(g.made) == 0 {
		return nil, nil, brief.Invalid("no map was handed in", "give at least one file")
	}
	if len(g.made) > maxMaps {
		return nil, nil, brief.Invalid(fmt.Sprintf("%d maps at once are too many", len(g.made)), fmt.Sprintf("bring at most %d", maxMaps))
	}
	byFile := map[string]*made{}
	snapshots := make([]territory.Snapshot, len(g.made))
	for i := range g.made {
		m := &g.made[i]
		if byFile[m.snapshot.File] != nil {
			return nil, nil, brief.Invalid(fmt.Sprintf("two files are named %.80q", m.snapshot.File), "give each its own name")
		}
		byFile[m.snapshot.File], snapshots[i] = m, m.snapshot
	}
	days, aside, err := territory.LastOfEachDay(snapshots, today)
	if err != nil {
		return nil, nil, err
	}
	var maps []Drawn
	var told []string
	for _, a := range aside {
		told = append(told, a.Why)
	}
	for _, d := range days {
		for _, s := range append(d.Earlier, d.Shown) {
			m := byFile[s.File]
			maps = append(maps, Drawn{Day: s.Day, Clock: s.Clock, Keyframe: m.keyframe})
			for _, t := range m.told {
				told = append(told, s.File+": "+t)
			}
		}
	}
	if len(maps) == 0 {
		return nil, nil, brief.Invalid("none of the maps can be taken: "+told[0], "look at the dates and the mapping")
	}
	return maps, told, nil
}

// Sketch draws a map for each day on which anything in a table of places changes: what a party holds within an outline. Days before
// from and after until are left out where these are given; until itself gets a map, which says that the table was kept to then.
func Sketch(places []territory.Place, outline territory.Shape, party string, from, until, today brief.Date) ([]Drawn, error) {
	s, err := territory.NewSketch(places, outline)
	if err != nil {
		return nil, err
	}
	var maps []Drawn
	days := s.Days()
	if until != "" && (len(days) == 0 || days[len(days)-1] < until) {
		days = append(days, until)
	}
	for _, day := range days {
		if day < from || until != "" && day > until {
			continue
		}
		if day > today {
			return nil, brief.Invalid(fmt.Sprintf("the sketch has the day %s, which is after today", day), "correct the row, or the last day")
		}
		shape, err := s.On(day)
		if err != nil {
			return nil, err
		}
		var layer territory.Layer
		if len(shape) > 0 {
			layer = territory.Layer{{Class: territory.Assessed, Party: party, Shape: shape}}
		}
		maps = append(maps, Drawn{Day: day, Keyframe: territory.EncodeKeyframe(layer)})
	}
	return maps, nil
}

// Synced tells which of some maps differ from those that stand, and which of those that stand are not among them: what it takes for a
// series to become the maps.
func (s *Standing) Synced(maps []Drawn) (fresh []Drawn, gone []Stand, err error) {
	among := map[Stand]bool{}
	for _, m := range maps {
		among[Stand{Day: m.Day, Clock: m.Clock}] = true
	}
	stands := map[Stand]string{}
	for at, m := range s.Maps {
		is := Stand{Day: m.Day, Clock: m.Clock}
		if !among[is] {
			gone = append(gone, is)
			continue
		}
		layer, err := s.Layer(at)
		if err != nil {
			return nil, nil, err
		}
		stands[is] = SumOf(layer)
	}
	for _, m := range maps {
		if stands[Stand{Day: m.Day, Clock: m.Clock}] != sumOf(m.Keyframe) {
			fresh = append(fresh, m)
		}
	}
	return fresh, gone, nil
}
