package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
)

// scale is the number of steps in a degree: about 11 m.
const scale = 10_000

// point is a position in steps of the output.
type point struct{ x, y int }

// feature is what is kept of a GeoJSON feature: polygons as lists of rings, lines, or points.
type feature struct {
	name     string
	class    string // featurecla
	country  string
	rank     int
	people   int
	polygons [][][]point
	lines    [][]point
	at       point
}

// readLayer reads one file of the folder.
func readLayer(from fs.FS, name string) ([]feature, error) {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	var file struct {
		Features []struct {
			Properties struct {
				Name    string  `json:"name"`
				Class   string  `json:"featurecla"`
				Country string  `json:"adm0name"`
				Rank    float64 `json:"scalerank"`
				People  int     `json:"pop_max"`
			} `json:"properties"`
			Geometry struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var features []feature
	for _, f := range file.Features {
		p := f.Properties
		g := feature{name: p.Name, class: p.Class, country: p.Country, rank: int(p.Rank), people: p.People}
		if err := g.read(f.Geometry.Type, f.Geometry.Coordinates); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", name, p.Name, err)
		}
		features = append(features, g)
	}
	return features, nil
}

// position is a position as GeoJSON writes it.
type position [2]float64

func (f *feature) read(kind string, raw json.RawMessage) error {
	var err error
	switch kind {
	case "Point":
		var p position
		err = json.Unmarshal(raw, &p)
		f.at = snap(p)
	case "LineString":
		var line []position
		err = json.Unmarshal(raw, &line)
		f.addLine(line)
	case "MultiLineString":
		var lines [][]position
		err = json.Unmarshal(raw, &lines)
		for _, line := range lines {
			f.addLine(line)
		}
	case "Polygon":
		var rings [][]position
		err = json.Unmarshal(raw, &rings)
		f.addPolygon(rings)
	case "MultiPolygon":
		var polygons [][][]position
		err = json.Unmarshal(raw, &polygons)
		for _, rings := range polygons {
			f.addPolygon(rings)
		}
	default:
		err = fmt.Errorf("%q is no geometry of a base map", kind)
	}
	return err
}

func snap(p position) point {
	return point{int(math.Round(p[0] * scale)), int(math.Round(p[1] * scale))}
}

// snapAll puts a line on the grid and drops what falls on the same step.
func snapAll(line []position) []point {
	var out []point
	for _, p := range line {
		if at := snap(p); len(out) == 0 || out[len(out)-1] != at {
			out = append(out, at)
		}
	}
	return out
}

func (f *feature) addLine(line []position) {
	if out := snapAll(line); len(out) > 1 {
		f.lines = append(f.lines, out)
	}
}

// addPolygon keeps rings without their closing point, shells counter-clockwise and holes clockwise.
func (f *feature) addPolygon(rings [][]position) {
	var polygon [][]point
	for i, ring := range rings {
		out := snapAll(ring)
		if len(out) > 1 && out[0] == out[len(out)-1] {
			out = out[:len(out)-1]
		}
		area := turn(out)
		if area == 0 {
			if i == 0 {
				return
			}
			continue
		}
		if (area > 0) != (i == 0) {
			reverse(out)
		}
		polygon = append(polygon, out)
	}
	f.polygons = append(f.polygons, polygon)
}

// turn is twice the area of a ring, positive when it runs counter-clockwise.
func turn(ring []point) int {
	sum := 0
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sum += a.x*b.y - b.x*a.y
	}
	return sum
}

func reverse(line []point) {
	for i, j := 0, len(line)-1; i < j; i, j = i+1, j-1 {
		line[i], line[j] = line[j], line[i]
	}
}
