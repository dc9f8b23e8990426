package main

import (
	"bytes"
	"encoding/json"
)

// writer collects a TopoJSON file.
type writer struct {
	west, south int
	file        file
}

// file is a topology of the TopoJSON specification, version 1.
type file struct {
	Type      string                 `json:"type"`
	Transform transform              `json:"transform"`
	Objects   map[string]*collection `json:"objects"`
	Arcs      [][][2]int             `json:"arcs"`
}

type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

type collection struct {
	Type       string   `json:"type"`
	Geometries []object `json:"geometries"`
}

type object struct {
	Type        string         `json:"type"`
	ID          string         `json:"id,omitempty"`
	Properties  map[string]any `json:"properties,omitempty"`
	Arcs        any            `json:"arcs,omitempty"`
	Coordinates []int          `json:"coordinates,omitempty"`
}

// newWriter begins a file whose positions are counted from a corner to the south-west of everything.
func newWriter() *writer {
	const west, south = 19, 43
	return &writer{west: west * scale, south: south * scale, file: file{Type: "Topology",
		Transform: transform{Scale: [2]float64{1.0 / scale, 1.0 / scale}, Translate: [2]float64{west, south}},
		Objects:   map[string]*collection{}}}
}

// shift renumbers the arcs of a topology for the file.
type shift int

// arcs adds the arcs of a topology, each as its first position and the steps from there.
func (w *writer) arcs(t *topology) shift {
	first := shift(len(w.file.Arcs))
	for _, line := range t.arcs {
		at := point{w.west, w.south}
		var steps [][2]int
		for _, p := range line {
			steps = append(steps, [2]int{p.x - at.x, p.y - at.y})
			at = p
		}
		w.file.Arcs = append(w.file.Arcs, steps)
	}
	return first
}

func (s shift) lines(lines [][]int) [][]int {
	out := make([][]int, len(lines))
	for i, line := range lines {
		for _, ref := range line {
			if ref < 0 {
				out[i] = append(out[i], ^(^ref + int(s)))
			} else {
				out[i] = append(out[i], ref+int(s))
			}
		}
	}
	return out
}

func (s shift) polygons(polygons [][][]int) [][][]int {
	out := make([][][]int, len(polygons))
	for i, rings := range polygons {
		out[i] = s.lines(rings)
	}
	return out
}

func (w *writer) add(layer string, o object) {
	c := w.file.Objects[layer]
	if c == nil {
		c = &collection{Type: "GeometryCollection"}
		w.file.Objects[layer] = c
	}
	c.Geometries = append(c.Geometries, o)
}

// bytes writes the file; the same layers give the same bytes.
func (w *writer) bytes() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(w.file)
	return b.Bytes(), err
}
