package basemap

import (
	_ "embed"
	"sync"

	"livebrief/internal/territory"
)

// Credit is the line that stands beside a map drawn on this one.
const Credit = "Base map: Natural Earth"

// Viewpoint is the sentence about whose borders it draws.
const Viewpoint = "Ukraine within its internationally recognised borders"

// Line is an open line through its points.
type Line []territory.Point

// Map is the base map, ready to be drawn.
type Map struct {
	// Ukraine is the outline of the whole country.
	Ukraine territory.Shape
	// Oblasts are its 27 units in the order of their codes; neighbours share their border point by point.
	Oblasts []Oblast
	// OblastBorders are the borders between two oblasts, each once.
	OblastBorders []Line
	// Land is all land of the map without any border.
	Land territory.Shape
	// Borders are those between countries round Ukraine; Ukraine's own is its outline.
	Borders []Line
	Lakes   []Lake
	Rivers  []River
	// Towns are sorted by rank and size, those to be named first at the head.
	Towns []Town
}

// Oblast is a unit of Ukraine: an oblast, Crimea, or one of the two cities with that standing.
type Oblast struct {
	// Code is its ISO 3166-2 code, as UA-65.
	Code, Name string
	Shape      territory.Shape
}

// Lake is standing water. A reservoir is drawn as it was before its dam broke.
type Lake struct {
	Name  string // often empty
	Rank  int    // smaller is more important
	Shape territory.Shape
}

// River is a river or a stretch of one.
type River struct {
	Name  string // often empty
	Rank  int    // smaller is more important
	Lines []Line
}

// Town is a town at its middle.
type Town struct {
	Name string
	Rank int // smaller is more important
	At   territory.Point
	// InUkraine tells whether it lies within the outline.
	InUkraine bool
}

//go:embed basemap.topojson
var data []byte

// Default is the base map that comes with the program. The first call builds it; nobody may change it.
var Default = sync.OnceValue(func() *Map {
	m, err := parse(data)
	if err != nil {
		panic(err) // the file is part of the program and tested
	}
	return m
})

// Disputed is what of the country another state claimed and administered before the whole of it was invaded, Crimea and Sevastopol, as
// one shape without inner borders.
var Disputed = sync.OnceValue(func() territory.Shape {
	var parts []territory.Shape
	for _, o := range Default().Oblasts {
		if o.Code == "UA-43" || o.Code == "UA-40" {
			parts = append(parts, o.Shape)
		}
	}
	whole, err := territory.UnionOf(parts...)
	if err != nil {
		panic(err) // the file is part of the program and tested
	}
	return whole
})

// Regions are the oblasts as regions to measure in.
func (m *Map) Regions() []territory.Region {
	out := make([]territory.Region, len(m.Oblasts))
	for i, o := range m.Oblasts {
		out[i] = territory.Region{Code: o.Code, Shape: o.Shape}
	}
	return out
}
