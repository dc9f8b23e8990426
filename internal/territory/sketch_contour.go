package territory

// contour draws the border between positive values and others, the positive side to the left, as closed rings. Its
// corners lie strictly between two points of the field, so that rings neither touch nor cross.
func (f *field) contour(values []int32) Shape {
	c := contour{field: f, values: values, next: map[side]side{}}
	for y := range f.height - 1 {
		for x := range f.width - 1 {
			c.cell(x, y)
		}
	}
	var shape Shape
	for _, start := range c.order {
		if _, open := c.next[start]; open {
			shape = append(shape, c.ring(start))
		}
	}
	return shape
}

// side is the line between two neighbouring points of the field: from (x, y) to the east, or to the north.
type side struct {
	x, y  int
	north bool
}

// contour is a border while it is drawn.
type contour struct {
	*field
	values []int32
	next   map[side]side // where the border goes on
	order  []side        // the sides in the order in which they were met
}

func (c *contour) inside(x, y int) bool { return c.values[y*c.width+x] > 0 }

// cell adds the pieces of the border through one cell. A piece enters at one side and leaves at another with the
// positive corners to its left.
func (c *contour) cell(x, y int) {
	south, north := side{x, y, false}, side{x, y + 1, false}
	west, east := side{x, y, true}, side{x + 1, y, true}
	corners := 0
	for i, in := range []bool{c.inside(x, y), c.inside(x+1, y), c.inside(x+1, y+1), c.inside(x, y+1)} {
		if in {
			corners |= 1 << i
		}
	}
	switch corners {
	case 0b0001:
		c.add(south, west)
	case 0b0010:
		c.add(east, south)
	case 0b0011:
		c.add(east, west)
	case 0b0100:
		c.add(north, east)
	case 0b0101:
		if c.mean(x, y) > 0 {
			c.add(south, east)
			c.add(north, west)
		} else {
			c.add(south, west)
			c.add(north, east)
		}
	case 0b0110:
		c.add(north, south)
	case 0b0111:
		c.add(north, west)
	case 0b1000:
		c.add(west, north)
	case 0b1001:
		c.add(south, north)
	case 0b1010:
		if c.mean(x, y) > 0 {
			c.add(east, north)
			c.add(west, south)
		} else {
			c.add(east, south)
			c.add(west, north)
		}
	case 0b1011:
		c.add(east, north)
	case 0b1100:
		c.add(west, east)
	case 0b1101:
		c.add(south, east)
	case 0b1110:
		c.add(west, south)
	}
}

func (c *contour) add(from, to side) {
	c.next[from] = to
	c.order = append(c.order, from)
}

// mean tells on which side the middle of a cell lies.
func (c *contour) mean(x, y int) int64 {
	i := y*c.width + x
	return int64(c.values[i]) + int64(c.values[i+1]) + int64(c.values[i+c.width]) + int64(c.values[i+c.width+1])
}

// ring follows the border from a side until it is back there.
func (c *contour) ring(start side) Ring {
	var ring Ring
	for at := start; ; {
		to, open := c.next[at]
		if !open {
			return ring
		}
		ring = append(ring, c.corner(at))
		delete(c.next, at)
		at = to
	}
}

// corner gives where the border crosses a side, by the values at its ends. A value of nothing counts as just outside.
func (c *contour) corner(s side) Point {
	i := s.y*c.width + s.x
	j := i + 1
	if s.north {
		j = i + c.width
	}
	a, b := int64(c.values[i]), int64(c.values[j])
	if a == 0 {
		a = -1
	}
	if b == 0 {
		b = -1
	}
	lon, lat := c.west+int64(s.x)*c.stepLon, c.south+int64(s.y)*c.stepLat
	if s.north {
		return Point{int32(lon), int32(lat + c.stepLat*a/(a-b))}
	}
	return Point{int32(lon + c.stepLon*a/(a-b)), int32(lat)}
}
