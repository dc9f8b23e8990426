package atlas

import (
	"errors"
	"runtime"

	"golang.org/x/sync/errgroup"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// Reviewed is what a body would change of a series.
type Reviewed struct {
	Steps []Step
	// Before is the layer of the map before the first of its days, nil for none; After that of the last.
	Before, After territory.Layer
	// First and Last are the days of the two, First that of Before, empty for none.
	First, Last brief.Date
}

// Biggest gives the step of the largest share.
func (r *Reviewed) Biggest() Step {
	var most Step
	for _, s := range r.Steps {
		if s.Share() > most.Share() {
			most = s
		}
	}
	return most
}

// Review reads every map of a body as the series would have it, checks it against its hash, and measures each step.
func (s *Standing) Review(body *brief.MapChange) (Reviewed, error) {
	var r Reviewed
	var steps measuring
	steps.work.SetLimit(runtime.GOMAXPROCS(0))
	var before territory.Layer
	sum, left := "", s.remaining(body)
	for i := range body.Days {
		d := &body.Days[i]
		if d.Gone {
			continue
		}
		based := false
		if at := s.lastBefore(d, left); i == 0 || at >= 0 && later(s.Maps[at], body.Days[i-1]) {
			based = true
			var err error
			if before, sum, err = s.read(at); err != nil {
				return r, errors.Join(err, steps.done(&r))
			}
			if i == 0 && at >= 0 {
				r.Before, r.First = before, s.Maps[at].Day
			}
		}
		layer, err := (Part{body, i}).from(before, sum)
		if err != nil {
			return r, errors.Join(err, steps.done(&r))
		}
		steps.add(d.Day, before, layer, based || i == 0)
		r.After, r.Last = layer, d.Day
		before, sum = layer, d.Sum
	}
	return r, steps.done(&r)
}

// measuring works out steps, as many at once as there are processors.
type measuring struct {
	work  errgroup.Group
	steps []*measuredStep
}

// measuredStep is a step; based says that it does not begin where the one before it ends.
type measuredStep struct {
	Step
	based bool
}

func (m *measuring) add(day brief.Date, before, after territory.Layer, based bool) {
	step := &measuredStep{Step{Day: day}, based}
	m.steps = append(m.steps, step)
	m.work.Go(func() error {
		if based {
			step.Before = Km2Held(before)
		}
		changes, err := before.ChangesTo(after)
		for _, c := range changes {
			if held(c.Class) {
				step.Gained, step.Lost = step.Gained+c.GainedKm2(), step.Lost+c.LostKm2()
			}
		}
		return err
	})
}

// done gives the steps. What was held before one is what was held before the last, with what that gained and lost.
func (m *measuring) done(r *Reviewed) error {
	err := m.work.Wait()
	for i, s := range m.steps {
		if !s.based {
			last := m.steps[i-1]
			if s.Before = last.Before + last.Gained - last.Lost; s.Before < 1e-6 { // what rounding leaves
				s.Before = 0
			}
		}
		r.Steps = append(r.Steps, s.Step)
	}
	return err
}

// remaining gives the numbers of the maps that a body neither sets nor takes out.
func (s *Standing) remaining(body *brief.MapChange) []int {
	set := map[Stand]bool{}
	for _, d := range body.Days {
		set[Stand{Day: d.Day, Clock: d.Clock}] = true
	}
	var left []int
	for at, m := range s.Maps {
		if !set[Stand{Day: m.Day, Clock: m.Clock}] {
			left = append(left, at)
		}
	}
	return left
}

// lastBefore gives the last of some maps that lies before a day; -1 for none.
func (s *Standing) lastBefore(d *brief.MapDay, among []int) int {
	last := -1
	for _, at := range among {
		if !later(s.Maps[at], *d) {
			last = at
		}
	}
	return last
}

func later(m Stand, d brief.MapDay) bool {
	return compareSlots(slot{day: m.Day, clock: m.Clock}, slot{day: d.Day, clock: d.Clock}) > 0
}

func (s *Standing) read(at int) (territory.Layer, string, error) {
	if at < 0 {
		return nil, "", nil
	}
	layer, err := s.Layer(at)
	return layer, SumOf(layer), err
}

// from reads a map that stands by itself or is told from a layer with a hash.
func (p Part) from(before territory.Layer, sum string) (territory.Layer, error) {
	raw, err := p.Bytes()
	if err != nil {
		return nil, err
	}
	d := &p.Body.Days[p.Index]
	var layer territory.Layer
	switch {
	case d.Key:
		layer, err = territory.DecodeKeyframe(raw)
	case d.From != sum || sum == "":
		return nil, p.broken("it is not told from the map before it")
	default:
		layer, err = territory.DecodeChange(before, raw)
	}
	if err != nil {
		return nil, err
	}
	if got := SumOf(layer); got != d.Sum {
		return nil, p.broken("its layer has the hash " + got)
	}
	return layer, nil
}

// Km2Held is how much of a layer counts as under control, in square kilometres.
func Km2Held(l territory.Layer) float64 {
	km2 := 0.0
	for _, a := range l {
		if held(a.Class) {
			km2 += a.Shape.Km2()
		}
	}
	return km2
}
