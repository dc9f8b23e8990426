package territory

import (
	"fmt"
	"math"
	"slices"

	"livebrief/internal/brief"
)

// The method of a sketch. They are the same for every day and every map; nothing is fitted to a day.
const (
	// sketchStep is the distance of two points of the field, in grid steps of latitude: 0.0225 degrees, about 2.5 km.
	sketchStep = 225_000
	// sketchRadius is how many points to each side are averaged, three times over: what makes cells into a front.
	sketchRadius = 3
	// cellSize is the length of a step in the plane of the field.
	cellSize = 1000
	// sketchMargin is how far the field goes beyond the outline, in steps.
	sketchMargin = 4
	// maxField bounds the points of a field; Ukraine has 200,000.
	maxField = 4_000_000
	// maxReach bounds the work of finding the nearest town: points of the field times towns.
	maxReach = 2_000_000_000
)

// Sketch draws areas of control from towns: every point belongs to its nearest town, the borders between the towns are
// smoothed, and the whole is cut to the outline of a country. It counts on the grid, so that every machine draws the
// same.
type Sketch struct {
	places  []Place
	field   field
	nearest []int32 // by point of the field: the index of its town
	outline Shape
}

// NewSketch prepares a sketch of the places inside an outline, whose area lies to the left of its edges.
func NewSketch(places []Place, outline Shape) (*Sketch, error) {
	if len(places) == 0 {
		return nil, brief.Invalid("there are no places to sketch from", "add a row for each town to the table")
	}
	f, err := newField(outline)
	if err != nil {
		return nil, err
	}
	if f.size() > maxReach/len(places) {
		return nil, brief.Invalid(fmt.Sprintf("%d places are too many for a country of %d points", len(places), f.size()), "keep the larger towns")
	}
	s := &Sketch{places: slices.Clone(places), field: f, nearest: make([]int32, f.size()), outline: outline}
	towns := make([]spot, len(places))
	for i, p := range places {
		towns[i] = f.spotOf(p.At)
	}
	for y := range f.height {
		for x := range f.width {
			s.nearest[y*f.width+x] = nearestOf(towns, spot{int64(x) * cellSize, int64(y) * cellSize})
		}
	}
	return s, nil
}

// nearestOf gives the town that is nearest in the plane; of two at the same distance, the first.
func nearestOf(towns []spot, at spot) int32 {
	best, least := int32(0), int64(math.MaxInt64)
	for i, t := range towns {
		if d := t.distance2(at); d < least {
			best, least = int32(i), d
		}
	}
	return best
}

// Days gives the days on which anything changes, in order.
func (s *Sketch) Days() []brief.Date {
	var days []brief.Date
	for _, p := range s.places {
		for _, d := range []brief.Date{p.Since, p.Until} {
			if d != "" {
				days = append(days, d)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// On draws the area that was held on a day; the empty day is the time before the table begins.
func (s *Sketch) On(day brief.Date) (Shape, error) {
	held := make([]bool, len(s.places))
	for i := range s.places {
		held[i] = s.places[i].HeldOn(day)
	}
	values := make([]int32, len(s.nearest))
	for i, town := range s.nearest {
		if held[town] {
			values[i] = 1
		}
	}
	s.field.blur(values, sketchRadius)
	const window = 2*sketchRadius + 1
	const whole = window * window * window * window * window * window
	for i, n := range values {
		values[i] = 2*n - whole
	}
	s.field.closed(values)
	return Intersection(s.field.contour(values), s.outline)
}

// newField lays a field over an outline.
func newField(outline Shape) (field, error) {
	west, south, east, north := int64(math.MaxInt32), int64(math.MaxInt32), int64(math.MinInt32), int64(math.MinInt32)
	for _, r := range outline {
		for _, p := range r {
			west, east = min(west, int64(p.Lon)), max(east, int64(p.Lon))
			south, north = min(south, int64(p.Lat)), max(north, int64(p.Lat))
		}
	}
	if west >= east || south >= north {
		return field{}, brief.Invalid("the outline of the country encloses nothing", "give the shape of the country")
	}
	mean := float64(south+north) / 2 / Unit * math.Pi / 180
	stepLon := int64(math.Round(sketchStep / math.Cos(mean)))
	f := field{stepLon: stepLon, stepLat: sketchStep, west: west - sketchMargin*stepLon, south: south - sketchMargin*sketchStep}
	f.width = int((east-west)/stepLon) + 2*sketchMargin + 2
	f.height = int((north-south)/sketchStep) + 2*sketchMargin + 2
	eastEnd, northEnd := f.west+int64(f.width)*stepLon, f.south+int64(f.height)*sketchStep
	if f.width > maxField/f.height || f.west < -180*Unit || eastEnd > 180*Unit || f.south <= -85*Unit || northEnd >= 85*Unit {
		return field{}, brief.Invalid(fmt.Sprintf("the country is too large for a sketch, or too near a pole or the 180th meridian: %d by %d points", f.width, f.height),
			"import a drawn map instead")
	}
	return f, nil
}
