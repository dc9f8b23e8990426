// Package synthetic makes up histories of control maps of the size of real ones, and polygons with the faults that drawn maps
// have. The same seed gives the same history; nothing in it is a place or a war.
package synthetic

import (
	"math"
	"math/rand/v2"

	"livebrief/internal/territory"
)

// Front is an area whose border moves day by day. It is drawn round a middle by distances, so that it never crosses itself.
type Front struct {
	random   *rand.Rand
	distance []float64 // in degrees of latitude, by direction
}

// The middle of what is made up, in degrees, and how much shorter a degree of longitude is there.
const (
	middleLon, middleLat = 36.0, 48.5
	narrowing            = 0.66
)

// NewFront makes an area with some number of edges, from 8 on.
func NewFront(seed uint64, edges int) *Front {
	f := &Front{random: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), distance: make([]float64, edges)}
	for i := range f.distance {
		f.distance[i] = 3
	}
	for wave := 2; wave < edges/4; wave *= 2 { // rough at every scale, like a coast
		height, turn := 1.2/float64(wave)*f.random.Float64(), 2*math.Pi*f.random.Float64()
		for i := range f.distance {
			f.distance[i] += height * math.Sin(2*math.Pi*float64(wave*i)/float64(edges)+turn)
		}
	}
	return f
}

// Shape is the area of today.
func (f *Front) Shape() territory.Shape {
	ring := make(territory.Ring, len(f.distance))
	for i, d := range f.distance {
		angle := 2 * math.Pi * float64(i) / float64(len(f.distance))
		ring[i] = territory.Point{
			Lon: int32(math.Round((middleLon + d*math.Cos(angle)/narrowing) * territory.Unit)),
			Lat: int32(math.Round((middleLat + d*math.Sin(angle)) * territory.Unit)),
		}
	}
	return territory.Shape{ring}
}

// Advance moves the border by a day: in a few places, a little forward or back, so that about that many edges change.
func (f *Front) Advance(edges int) {
	const places = 4
	wide := max(1, edges/places-1)
	for range places {
		from, by := f.random.IntN(len(f.distance)), (f.random.Float64()-0.4)*0.05
		for k := range wide {
			i := (from + k) % len(f.distance)
			f.distance[i] = max(0.2, f.distance[i]+by*math.Sin(math.Pi*(float64(k)+0.5)/float64(wide)))
		}
	}
}
