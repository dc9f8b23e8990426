// Package territory owns the geometry of control maps: positions on an integer grid, shapes and their repair, area on
// the ellipsoid, what changed between two days, histories of layers, and the formats that maps come in.
//
// It is pure: bytes and values in, values out. It never knows who published a map or whether one may be shown.
//
// Everything is exact on the grid. A position is a pair of integers of 1e-7 degrees (about 1.1 cm); an edge is straight
// in longitude and latitude, as RFC 7946 means it; a map reaches neither the poles nor over the 180th meridian.
package territory

import "cmp"

// Unit is the number of grid steps in one degree.
const Unit = 10_000_000

// Point is a position on the grid: longitude east and latitude north of zero, in 1e-7 degrees (WGS84).
type Point struct {
	Lon, Lat int32
}

// Ring is a closed line through its points; the last point joins the first, which is not repeated.
type Ring []Point

// Shape is an area as its boundary. In a valid shape every ring is simple, rings meet in points at most, and the area
// lies to the left of every edge: outer rings run counter-clockwise, holes clockwise. An empty shape has no rings.
type Shape []Ring

// Class says what a map claims about an area.
type Class string

// The classes of DESIGN's maps. An area that is not territory at all gets no class: it is left out.
const (
	// Assessed is an area that the source itself judges to be under control.
	Assessed Class = "assessed"
	// Claimed is an area that a party says it controls; which party stands beside it.
	Claimed Class = "claimed"
	// Contested is an area that is fought over.
	Contested Class = "contested"
	// Unknown is an area of which the source says that it does not know.
	Unknown Class = "unknown"
	// Freed is an area that was under control earlier and is no longer.
	Freed Class = "freed"
)

// Area is the shape of one class on a map.
type Area struct {
	Class Class
	// Party names who claims a Claimed area, or controls an Assessed one; it may be empty.
	Party string
	Shape Shape
}

// compare orders areas by class and party.
func (a Area) compare(b Area) int {
	return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Party, b.Party))
}

// Layer is a map on one day: what one source says, one area for each class and party, sorted by them.
type Layer []Area
