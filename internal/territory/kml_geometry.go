package territory

import (
	"fmt"
	"strings"
)

// kmlGeometry is what a placemark or a MultiGeometry draws.
type kmlGeometry struct {
	Polygons []kmlPolygon  `xml:"Polygon"`
	Nested   []kmlGeometry `xml:"MultiGeometry"`
	Points   []kmlSkipped  `xml:"Point"`
	Models   []kmlSkipped  `xml:"Model"`
	Lines    []kmlSkipped  `xml:"LineString"`
	Loose    []kmlSkipped  `xml:"LinearRing"`
	Tracks   []kmlSkipped  `xml:"Track"`
	Multi    []kmlSkipped  `xml:"MultiTrack"`
}

type kmlSkipped struct{}

type kmlPolygon struct {
	Outer []string `xml:"outerBoundaryIs>LinearRing>coordinates"`
	Inner []string `xml:"innerBoundaryIs>LinearRing>coordinates"`
}

// kmlGeometry adds a geometry and those in it to the feature.
func (p *plotter) kmlGeometry(g kmlGeometry, depth int) error {
	if depth > maxNesting {
		return complaint{fmt.Sprintf("geometries are nested more than %d deep", maxNesting), "flatten them"}
	}
	p.feature.Points += len(g.Points) + len(g.Models)
	p.feature.Lines += len(g.Lines) + len(g.Loose) + len(g.Tracks) + len(g.Multi)
	for _, polygon := range g.Polygons {
		if err := p.kmlPolygon(polygon); err != nil {
			return err
		}
	}
	for _, nested := range g.Nested {
		if err := p.kmlGeometry(nested, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (p *plotter) kmlPolygon(polygon kmlPolygon) error {
	p.startPolygon()
	if len(polygon.Outer) > 1 {
		return complaint{fmt.Sprintf("polygon %d has more than one outer boundary", p.polygon), "make a polygon of each"}
	}
	var shell Ring
	var holes []Ring
	for _, text := range polygon.Outer {
		ring, err := p.kmlRing(text)
		if err != nil {
			return err
		}
		shell = ring
	}
	for _, text := range polygon.Inner {
		ring, err := p.kmlRing(text)
		if err != nil {
			return err
		}
		if ring != nil {
			holes = append(holes, ring)
		}
	}
	if len(polygon.Outer) == 0 {
		p.bare.add(fmt.Sprintf("polygon %d", p.polygon))
	}
	p.addPolygon(shell, holes)
	return nil
}

// kmlRing reads positions parted by spaces, each of numbers parted by commas, and passes over the heights.
func (p *plotter) kmlRing(text string) (Ring, error) {
	p.startRing()
	var ring Ring
	for tuple := range strings.FieldsSeq(text) {
		if err := p.next(); err != nil {
			return nil, err
		}
		first, rest, pair := strings.Cut(tuple, ",")
		if !pair {
			return nil, p.complain("write longitude,latitude without spaces", "has fewer than two numbers")
		}
		second, _, _ := strings.Cut(rest, ",")
		at, err := p.place([]byte(first), []byte(second))
		if err != nil {
			return nil, err
		}
		ring = append(ring, at)
	}
	return p.finishRing(ring)
}
