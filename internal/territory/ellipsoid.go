package territory

import "math"

// The ellipsoid WGS84: its half axis in kilometres and its eccentricity squared.
const (
	halfAxis     = 6378.137
	flattening   = 1 / 298.257223563
	eccentricity = flattening * (2 - flattening)
)

var excentric = math.Sqrt(eccentricity)

// authalic is q of Snyder, Map Projections (1987), equation 3-12: the area of the ellipsoid between the equator and a latitude in
// radians is proportional to it.
func authalic(latitude float64) float64 {
	s := math.Sin(latitude)
	return (1 - eccentricity) * (s/(1-eccentricity*s*s) + math.Atanh(excentric*s)/excentric)
}

// The nodes and weights of Gauss and Legendre for four points on 0 to 1, exact for polynomials up to the seventh degree.
var gauss = [4]struct{ at, weight float64 }{
	{0.069431844202973712, 0.173927422568726929},
	{0.330009478207571868, 0.326072577431273071},
	{0.669990521792428132, 0.326072577431273071},
	{0.930568155797026288, 0.173927422568726929},
}

// longest is the length of a piece of an edge, in degrees of latitude, over which q is integrated at once.
const longest = 1.0

// Km2 is the area within the ring in square kilometres on WGS84, with edges straight in longitude and latitude; negative where it
// runs clockwise. An area on the ellipsoid is a²/2 times the integral of q over longitude (Snyder, equation 3-12 in the cylindrical
// equal-area projection 10-17, 10-18). Four points a degree leave out less than 1e-12 of it.
func (r Ring) Km2() float64 {
	if len(r) < 3 {
		return 0
	}
	const toRadians = math.Pi / 180 / Unit
	base := authalic(float64(r[0].Lat) * toRadians) // taken off everywhere, so that small rings lose no digits
	sum := 0.0
	for i, p := range r {
		next := r[(i+1)%len(r)]
		width := float64(int64(next.Lon) - int64(p.Lon))
		if width == 0 {
			continue
		}
		from, rise := float64(p.Lat)*toRadians, float64(int64(next.Lat)-int64(p.Lat))*toRadians
		pieces := math.Ceil(math.Abs(rise)*180/math.Pi/longest) + 1
		if rise == 0 {
			sum += width * (authalic(from) - base)
			continue
		}
		mean := 0.0
		for k := range int(pieces) {
			for _, g := range gauss {
				mean += g.weight * (authalic(from+rise*(float64(k)+g.at)/pieces) - base)
			}
		}
		sum += width * mean / pieces
	}
	return -halfAxis * halfAxis / 2 * sum * toRadians
}

// Km2 is the area of the shape in square kilometres on WGS84.
func (s Shape) Km2() float64 {
	sum := 0.0
	for _, r := range s {
		sum += r.Km2()
	}
	return sum
}
