package basemap

import (
	"encoding/json"
	"fmt"
	"math"

	"livebrief/internal/territory"
)

// topology is the part of TopoJSON that the base map is written in.
type topology struct {
	Type      string `json:"type"`
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Objects map[string]struct {
		Geometries []object `json:"geometries"`
	} `json:"objects"`
	Arcs [][][2]int64 `json:"arcs"`

	lines []Line
}

type object struct {
	Type       string `json:"type"`
	ID         string `json:"id"`
	Properties struct {
		Name    string `json:"name"`
		Rank    int    `json:"rank"`
		Ukraine bool   `json:"ukraine"`
	} `json:"properties"`
	Arcs        json.RawMessage `json:"arcs"`
	Coordinates [2]int64        `json:"coordinates"`
}

// parse reads a base map.
func parse(raw []byte) (*Map, error) {
	var t topology
	if err := json.Unmarshal(raw, &t); err != nil || t.Type != "Topology" {
		return nil, fmt.Errorf("the base map is no topology: %w", err)
	}
	if err := t.unfold(); err != nil {
		return nil, err
	}
	m := &Map{}
	for _, layer := range []struct {
		name string
		add  func(object) error
	}{
		{"ukraine", func(o object) error { return t.shape(o, &m.Ukraine) }},
		{"oblasts", func(o object) error {
			m.Oblasts = append(m.Oblasts, Oblast{Code: o.ID, Name: o.Properties.Name})
			return t.shape(o, &m.Oblasts[len(m.Oblasts)-1].Shape)
		}},
		{"oblast_borders", func(o object) error { return t.lineList(o, &m.OblastBorders) }},
		{"land", func(o object) error { return t.shape(o, &m.Land) }},
		{"borders", func(o object) error { return t.lineList(o, &m.Borders) }},
		{"lakes", func(o object) error {
			m.Lakes = append(m.Lakes, Lake{Name: o.Properties.Name, Rank: o.Properties.Rank})
			return t.shape(o, &m.Lakes[len(m.Lakes)-1].Shape)
		}},
		{"rivers", func(o object) error {
			m.Rivers = append(m.Rivers, River{Name: o.Properties.Name, Rank: o.Properties.Rank})
			return t.lineList(o, &m.Rivers[len(m.Rivers)-1].Lines)
		}},
		{"towns", func(o object) error {
			at, err := t.point(o.Coordinates[0], o.Coordinates[1])
			m.Towns = append(m.Towns, Town{Name: o.Properties.Name, Rank: o.Properties.Rank, At: at, InUkraine: o.Properties.Ukraine})
			return err
		}},
	} {
		for _, o := range t.Objects[layer.name].Geometries {
			if err := layer.add(o); err != nil {
				return nil, fmt.Errorf("%s: %w", layer.name, err)
			}
		}
	}
	return m, nil
}

// unfold turns the arcs, which are written as steps, into lines on the grid.
func (t *topology) unfold() error {
	for i, arc := range t.Arcs {
		var x, y int64
		line := make(Line, len(arc))
		for j, step := range arc {
			x, y = x+step[0], y+step[1]
			p, err := t.point(x, y)
			if err != nil {
				return fmt.Errorf("arc %d: %w", i, err)
			}
			line[j] = p
		}
		if len(line) < 2 {
			return fmt.Errorf("arc %d has %d points", i, len(line))
		}
		t.lines = append(t.lines, line)
	}
	return nil
}

// point puts a position of the file on the grid.
func (t *topology) point(x, y int64) (territory.Point, error) {
	lon := math.Round((float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0]) * territory.Unit)
	lat := math.Round((float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]) * territory.Unit)
	if !(math.Abs(lon) <= 180*territory.Unit && math.Abs(lat) < 90*territory.Unit) {
		return territory.Point{}, fmt.Errorf("the position %d, %d is not on the Earth", x, y)
	}
	return territory.Point{Lon: int32(lon), Lat: int32(lat)}, nil
}

// line gives an arc; ^i is arc i backwards.
func (t *topology) line(ref int) (Line, error) {
	i := max(ref, ^ref)
	if i >= len(t.lines) {
		return nil, fmt.Errorf("there is no arc %d", i)
	}
	if ref >= 0 {
		return t.lines[i], nil
	}
	back := make(Line, len(t.lines[i]))
	for j, p := range t.lines[i] {
		back[len(back)-1-j] = p
	}
	return back, nil
}

// shape adds the rings of an object.
func (t *topology) shape(o object, into *territory.Shape) error {
	var polygons [][][]int
	if err := json.Unmarshal(o.Arcs, &polygons); err != nil || o.Type != "MultiPolygon" {
		return fmt.Errorf("a %q is no area", o.Type)
	}
	for _, rings := range polygons {
		for _, refs := range rings {
			var ring territory.Ring
			for _, ref := range refs {
				line, err := t.line(ref)
				if err != nil {
					return err
				}
				if len(ring) > 0 && ring[len(ring)-1] != line[0] {
					return fmt.Errorf("arc %d does not begin where the one before ends", ref)
				}
				ring = append(ring[:max(len(ring)-1, 0)], line...)
			}
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return fmt.Errorf("a ring of %d points is not closed", len(ring))
			}
			*into = append(*into, ring[:len(ring)-1])
		}
	}
	return nil
}

// lineList adds the lines of an object.
func (t *topology) lineList(o object, into *[]Line) error {
	var lines [][]int
	if err := json.Unmarshal(o.Arcs, &lines); err != nil || o.Type != "MultiLineString" {
		return fmt.Errorf("a %q is no line", o.Type)
	}
	for _, refs := range lines {
		for _, ref := range refs {
			line, err := t.line(ref)
			if err != nil {
				return err
			}
			*into = append(*into, line)
		}
	}
	return nil
}
