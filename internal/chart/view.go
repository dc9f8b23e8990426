package chart

import (
	"math"
	"strconv"

	"livebrief/internal/territory"
)

// unit is how many steps of the drawing a pixel has.
const unit = 2

// view is the window of a map: positions become steps of the drawing. Longitude is narrowed by the cosine of the middle latitude, so
// that lines straight in longitude and latitude, as borders of control are, stay straight, and shapes keep their proportions in the
// middle of a country.
type view struct {
	west, north   float64 // in grid steps
	scale         float64 // steps of the drawing per grid step of latitude
	narrow        float64
	width, height int
}

// newView fits a box with a margin into a width in pixels.
func newView(box [2]territory.Point, width int) view {
	west, south, east, north := float64(box[0].Lon), float64(box[0].Lat), float64(box[1].Lon), float64(box[1].Lat)
	narrow := math.Cos((south + north) / 2 / territory.Unit * math.Pi / 180)
	scale := float64(width*unit) / ((east - west) * narrow)
	return view{west: west, north: north, scale: scale, narrow: narrow, width: width * unit, height: int(math.Ceil((north - south) * scale))}
}

// spot is a place of the drawing, in steps.
type spot struct{ x, y int }

func (v view) at(p territory.Point) spot {
	return spot{int(math.Round((float64(p.Lon) - v.west) * v.narrow * v.scale)), int(math.Round((v.north - float64(p.Lat)) * v.scale))}
}

// boxOf is the rectangle round shapes with a margin, in hundredths of its larger side.
func boxOf(margin int, shapes ...territory.Shape) [2]territory.Point {
	low, high := territory.Point{Lon: math.MaxInt32, Lat: math.MaxInt32}, territory.Point{Lon: math.MinInt32, Lat: math.MinInt32}
	for _, s := range shapes {
		for _, r := range s {
			for _, p := range r {
				low = territory.Point{Lon: min(low.Lon, p.Lon), Lat: min(low.Lat, p.Lat)}
				high = territory.Point{Lon: max(high.Lon, p.Lon), Lat: max(high.Lat, p.Lat)}
			}
		}
	}
	by := int32(int64(max(high.Lon-low.Lon, high.Lat-low.Lat)) * int64(margin) / 100)
	return [2]territory.Point{{Lon: low.Lon - by, Lat: low.Lat - by}, {Lon: high.Lon + by, Lat: high.Lat + by}}
}

// line gives the points of an open or closed line that make a difference in the drawing: each once in a row, and none that lies
// on the straight way between its neighbours. What two shapes share comes out the same in both.
func (v view) line(points []territory.Point, closed bool) []spot {
	var out []spot
	for _, p := range points {
		s := v.at(p)
		if n := len(out); n > 0 && out[n-1] == s {
			continue
		}
		for n := len(out); n > 1 && between(out[n-2], out[n-1], s); n = len(out) {
			out = out[:n-1]
		}
		out = append(out, s)
	}
	if closed {
		for len(out) > 1 && out[0] == out[len(out)-1] {
			out = out[:len(out)-1]
		}
	}
	return out
}

// between tells whether b lies on the way from a to c.
func between(a, b, c spot) bool {
	dx, dy, ex, ey := b.x-a.x, b.y-a.y, c.x-b.x, c.y-b.y
	return dx*ey == dy*ex && dx*ex+dy*ey > 0
}

// outside tells whether a line lies wholly on one side of the window.
func (v view) outside(line []spot) bool {
	var west, east, north, south = true, true, true, true
	for _, s := range line {
		west, east = west && s.x < 0, east && s.x > v.width
		north, south = north && s.y < 0, south && s.y > v.height
	}
	return west || east || north || south
}

// appendPath writes a line with relative steps, in as few bytes as SVG allows.
func appendPath(out []byte, line []spot, closed bool) []byte {
	if len(line) < 2 || closed && len(line) < 3 {
		return out
	}
	out = append(out, 'M')
	out = appendPair(out, line[0].x, line[0].y)
	if len(line) > 1 {
		out = append(out, 'l')
	}
	for i, s := range line[1:] {
		out = appendPair(out, s.x-line[i].x, s.y-line[i].y)
	}
	if closed {
		out = append(out, 'z')
	}
	return out
}

func appendPair(out []byte, x, y int) []byte {
	if last := out[len(out)-1]; x >= 0 && last >= '0' && last <= '9' {
		out = append(out, ' ')
	}
	out = strconv.AppendInt(out, int64(x), 10)
	if y >= 0 {
		out = append(out, ' ')
	}
	return strconv.AppendInt(out, int64(y), 10)
}

// shape writes the path of a shape.
func (v view) shape(s territory.Shape) []byte {
	var out []byte
	for _, r := range s {
		if line := v.line(r, true); !v.outside(line) {
			out = appendPath(out, line, true)
		}
	}
	return out
}
