package synthetic

import (
	"math/rand/v2"
	"slices"

	"livebrief/internal/territory"
)

// Fault is a way in which drawn polygons go wrong.
type Fault string

// The faults.
const (
	Jitter     Fault = "jitter"     // every position is off by a step of the grid
	Rounding   Fault = "rounding"   // three decimals
	Swapped    Fault = "swapped"    // two neighbours have changed places
	Crossing   Fault = "crossing"   // a part of the border runs backwards, so that it crosses itself
	Unclosed   Fault = "unclosed"   // the last part is missing
	Duplicates Fault = "duplicates" // positions, and the whole polygon, are there twice
	Spikes     Fault = "spikes"     // the border goes out and comes back on itself
)

// Faults lists every fault.
var Faults = []Fault{Jitter, Rounding, Swapped, Crossing, Unclosed, Duplicates, Spikes}

// KeepsArea tells whether a polygon with the fault still shows its area to a thousandth.
func (f Fault) KeepsArea() bool { return f != Swapped && f != Crossing }

// Dirty makes up polygons with a fault, and gives the area that was meant.
func Dirty(seed uint64, fault Fault, edges int) (drawn []territory.Polygon, meant territory.Shape) {
	random := rand.New(rand.NewPCG(seed, 77))
	meant = NewFront(seed, edges).Shape()
	ring := slices.Clone(meant[0])
	switch fault {
	case Jitter:
		for i := range ring {
			ring[i].Lon += random.Int32N(3) - 1
			ring[i].Lat += random.Int32N(3) - 1
		}
	case Rounding:
		for i := range ring {
			ring[i] = territory.Point{Lon: rounded(ring[i].Lon), Lat: rounded(ring[i].Lat)}
		}
	case Swapped:
		for range 1 + random.IntN(5) {
			i := random.IntN(len(ring) - 1)
			ring[i], ring[i+1] = ring[i+1], ring[i]
		}
	case Crossing:
		from := random.IntN(len(ring) / 2)
		slices.Reverse(ring[from : from+3+random.IntN(len(ring)/3)])
	case Unclosed:
		ring = ring[:len(ring)-1]
	case Duplicates:
		for range 5 {
			i := random.IntN(len(ring))
			ring = slices.Insert(ring, i, ring[i])
		}
		drawn = append(drawn, territory.Polygon{Shell: slices.Clone(ring)})
	case Spikes:
		for range 5 {
			i := random.IntN(len(ring))
			out := territory.Point{Lon: ring[i].Lon + random.Int32N(2_000_000) - 1_000_000, Lat: ring[i].Lat + random.Int32N(2_000_000) - 1_000_000}
			ring = slices.Insert(ring, i+1, out, ring[i])
		}
	}
	if random.IntN(2) == 0 {
		slices.Reverse(ring)
	}
	return append(drawn, territory.Polygon{Shell: ring}), meant
}

// rounded rounds to three decimals of a degree.
func rounded(x int32) int32 {
	const step = territory.Unit / 1000
	return (x + step/2) / step * step
}
