package territory

import "fmt"

// plotter puts the positions of one file on the grid and its rings into features. Formats feed it; it refuses what no
// map can hold.
type plotter struct {
	axes Axes
	left int // positions that the file may still have

	feature              *Feature
	polygon, ring, spot  int // where it is in the feature, from 1
	unclosed, thin, bare tally
}

// tally counts one kind of oddity and keeps where it was met first.
type tally struct {
	count int
	first string
}

func (t *tally) add(where string) {
	if t.count++; t.count == 1 {
		t.first = where
	}
}

func newPlotter(axes Axes) *plotter { return &plotter{axes: axes, left: maxPositions} }

// begin turns to the next feature.
func (p *plotter) begin(f *Feature) {
	p.feature, p.polygon, p.ring, p.spot = f, 0, 0, 0
	p.unclosed, p.thin, p.bare = tally{}, tally{}, tally{}
}

// end writes the notes of the feature.
func (p *plotter) end() {
	if p.unclosed.count > 0 {
		p.note("not closed, taken as closed: rings %d, the first is %s", p.unclosed.count, p.unclosed.first)
	}
	if p.thin.count > 0 {
		p.note("fewer than three different positions, left out: rings %d, the first is %s", p.thin.count, p.thin.first)
	}
	if p.bare.count > 0 {
		p.note("no outer boundary, left out: polygons %d, the first is %s", p.bare.count, p.bare.first)
	}
}

func (p *plotter) note(format string, args ...any) {
	p.feature.Notes = append(p.feature.Notes, fmt.Sprintf(format, args...))
}

func (p *plotter) where() string { return fmt.Sprintf("polygon %d, ring %d", p.polygon, p.ring) }

// complain places a refusal at the position that was read last.
func (p *plotter) complain(do, format string, args ...any) error {
	return complaint{fmt.Sprintf("%s, position %d %s", p.where(), p.spot, fmt.Sprintf(format, args...)), do}
}

// startPolygon and startRing count where the plotter is.
func (p *plotter) startPolygon() { p.polygon, p.ring = p.polygon+1, 0 }

func (p *plotter) startRing() { p.ring, p.spot = p.ring+1, 0 }

// next counts a position before it is read.
func (p *plotter) next() error {
	p.spot++
	if p.left--; p.left < 0 {
		return complaint{fmt.Sprintf("the file has more than %d positions", maxPositions), "split or simplify it"}
	}
	return nil
}

// place puts two numbers, in the order of the file, on the grid.
func (p *plotter) place(first, second []byte) (Point, error) {
	if p.axes == LatLon {
		first, second = second, first
	}
	lon, lonOK := parseDegrees(first)
	lat, latOK := parseDegrees(second)
	if !lonOK || !latOK {
		bad := first
		if lonOK {
			bad = second
		}
		return Point{}, p.complain("write degrees as decimal numbers", "has %q for a number", clip(string(bad)))
	}
	const order = "check the order of longitude and latitude in the mapping"
	switch {
	case lon < -180*Unit || lon > 180*Unit:
		return Point{}, p.complain(order, "has the longitude %s, beyond 180 degrees", clip(string(first)))
	case lat < -90*Unit || lat > 90*Unit:
		return Point{}, p.complain(order, "has the latitude %s, beyond 90 degrees", clip(string(second)))
	case lat == -90*Unit || lat == 90*Unit:
		return Point{}, p.complain("cut the area off before the pole", "touches a pole")
	}
	return Point{int32(lon), int32(lat)}, nil
}

// finishRing drops the closing position and refuses an edge that could run either way round the Earth. It gives nil
// for a ring that encloses nothing.
func (p *plotter) finishRing(ring Ring) (Ring, error) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if d := int64(a.Lon) - int64(b.Lon); d > 180*Unit || d < -180*Unit {
			p.spot = i + 1
			return nil, p.complain("cut the area in two at the meridian, as RFC 7946 asks in section 3.1.9",
				"begins an edge longer than 180 degrees: the area runs over the 180th meridian")
		}
	}
	closed := len(ring) > 1 && ring[0] == ring[len(ring)-1]
	if closed {
		ring = ring[:len(ring)-1]
	}
	if !encloses(ring) {
		p.thin.add(p.where())
		return nil, nil
	}
	if !closed {
		p.unclosed.add(p.where())
	}
	return ring, nil
}

// encloses tells whether a ring has three different positions.
func encloses(ring Ring) bool {
	var second *Point
	for i := range ring {
		switch {
		case ring[i] == ring[0]:
		case second == nil:
			second = &ring[i]
		case ring[i] != *second:
			return true
		}
	}
	return false
}

// addPolygon keeps a polygon of finished rings; the first is the shell.
func (p *plotter) addPolygon(shell Ring, holes []Ring) {
	if shell != nil {
		p.feature.Polygons = append(p.feature.Polygons, Polygon{Shell: shell, Holes: holes})
	}
}
