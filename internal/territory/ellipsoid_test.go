package territory_test

import (
	"math"
	"testing"

	"github.com/tidwall/geodesic"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// geodesicKm2 is the area by geodesics (Karney 2013), between points so near each other that a geodesic and a line straight in
// longitude and latitude are the same.
func geodesicKm2(r territory.Ring) float64 {
	polygon := geodesic.WGS84.PolygonInit(false)
	for i, p := range r {
		q := r[(i+1)%len(r)]
		dLon, dLat := float64(q.Lon-p.Lon), float64(q.Lat-p.Lat)
		pieces := math.Ceil(math.Hypot(dLon, dLat)/(territory.Unit/100)) + 1
		for k := range int(pieces) {
			share := float64(k) / pieces
			polygon.AddPoint((float64(p.Lat)+share*dLat)/territory.Unit, (float64(p.Lon)+share*dLon)/territory.Unit)
		}
	}
	var m2 float64
	polygon.Compute(false, true, &m2, nil)
	return m2 / 1e6
}

func TestAreaIsThatOfTheEllipsoid(t *testing.T) {
	for seed := range uint64(80) {
		ring := synthetic.NewFront(seed, 30+int(seed)*10).Shape()[0]
		if got, want := ring.Km2(), geodesicKm2(ring); math.Abs(got/want-1) > 1e-7 {
			t.Errorf("shape %d: %.6f km2, by geodesics %.6f: off by %.2g", seed, got, want, got/want-1)
		}
	}
}

// TestAreaOfACellIsKnown sums what lies between two parallels and two meridians.
func TestAreaOfACellIsKnown(t *testing.T) {
	for _, c := range []struct{ west, south, east, north int32 }{ // in whole degrees
		{0, 0, 1, 1}, {30, 48, 31, 49}, {-10, -60, 20, -40},
	} {
		ring := territory.Ring{}
		for _, p := range [][2]int32{{c.west, c.south}, {c.east, c.south}, {c.east, c.north}, {c.west, c.north}} {
			ring = append(ring, territory.Point{Lon: p[0] * territory.Unit, Lat: p[1] * territory.Unit})
		}
		want := cellKm2(float64(c.south), float64(c.north)) * float64(c.east-c.west)
		if got := ring.Km2(); math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%+v: %.9f km2, want %.9f", c, got, want)
		}
	}
}

// cellKm2 is the area between two parallels, one degree wide, by summing a million bands of the metric itself.
func cellKm2(south, north float64) float64 {
	const a, f, bands = 6378.137, 1 / 298.257223563, 1_000_000
	e2 := f * (2 - f)
	sum := 0.0
	for i := range bands {
		phi := (south + (float64(i)+0.5)/bands*(north-south)) * math.Pi / 180
		s := math.Sin(phi)
		w := 1 - e2*s*s
		sum += a * a * (1 - e2) * math.Cos(phi) / (w * w)
	}
	return sum * (north - south) / bands * math.Pi / 180 * math.Pi / 180
}
