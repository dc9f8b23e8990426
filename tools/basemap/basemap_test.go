package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// two are squares side by side with a bend in their common border, far enough out to be kept.
func two() []feature {
	return []feature{
		{name: "West", polygons: [][][]point{{{{0, 0}, {100, 0}, {101, 20}, {140, 50}, {100, 100}, {0, 100}}}}},
		{name: "East", polygons: [][][]point{{{{100, 0}, {200, 0}, {200, 100}, {100, 100}, {140, 50}, {101, 20}}}}},
	}
}

func TestNeighboursKeepOneBorder(t *testing.T) {
	top := build(two())
	if len(top.arcs) != 3 {
		t.Fatalf("%d arcs, want the border and what is left of each: %v", len(top.arcs), top.arcs)
	}
	top.simplify(20)
	if got := top.shared(func(*feature) bool { return true }); len(got) != 1 {
		t.Fatalf("shared: %v", got)
	} else if line := top.line(got[0][0]); fmt.Sprint(line) != "[{100 0} {140 50} {100 100}]" {
		t.Errorf("the border is %v", line)
	}
	if got := top.shared(func(f *feature) bool { return f.name != "East" }); len(got) != 0 {
		t.Errorf("a border of East is there: %v", got)
	}
	for i, want := range []int{24_000, 16_000} {
		if area := turn(top.points(top.areas[i].rings[0][0])); area != want {
			t.Errorf("%s has twice the area %d, want %d", top.areas[i].name, area, want)
		}
	}
	union, err := top.union()
	if err != nil || len(union) != 1 || len(union[0]) != 1 {
		t.Fatalf("%v, %v", union, err)
	}
	if area := turn(top.points(union[0][0])); area != 2*200*100 {
		t.Errorf("the union has twice the area %d, want 40000", area)
	}
}

func TestAnIslandInALakeIsParted(t *testing.T) {
	ring := func(from, to int) []point { return []point{{from, from}, {to, from}, {to, to}, {from, to}} }
	hole := func(from, to int) []point {
		r := ring(from, to)
		reverse(r)
		return r
	}
	top := build([]feature{{polygons: [][][]point{{ring(40, 60), hole(45, 55)}, {ring(0, 100), hole(20, 80)}}}})
	union, err := top.union()
	if err != nil || len(union) != 2 || len(union[0]) != 2 || len(union[1]) != 2 || top.points(union[0][1])[0] != (point{45, 45}) {
		t.Errorf("want the island and the land round it, each with its own hole: %v, %v", union, err)
	}
	for p, want := range map[point]bool{{10, 10}: true, {30, 30}: false, {42, 42}: true, {50, 50}: false, {110, 50}: false} {
		if top.has(p) != want {
			t.Errorf("%v on land: %v", p, !want)
		}
	}
}

func TestAnEnclaveFillsTheHoleRoundIt(t *testing.T) {
	outer, inner := []point{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, []point{{40, 40}, {60, 40}, {60, 60}, {40, 60}}
	hole := slices.Clone(inner)
	reverse(hole)
	top := build([]feature{{polygons: [][][]point{{outer, hole}}}, {polygons: [][][]point{{inner}}}})
	if len(top.arcs) != 2 {
		t.Errorf("%d arcs, want the outline and the border of the enclave", len(top.arcs))
	}
	if union, err := top.union(); err != nil || len(union) != 1 || len(union[0]) != 1 {
		t.Errorf("%v, %v", union, err)
	}
}

func TestThinningKeepsWhatSticksOut(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"0,0 50,5 100,0", "0,0 100,0"}, {"0,0 50,30 100,0", "0,0 50,30 100,0"}, {"0,0 100,0", "0,0 100,0"},
		{"0,0 1,0 1,1 0,1 0,0", "0,0 1,0 1,1 0,0"}, {"0,0 50,0 100,0 100,100 0,100 0,0", "0,0 100,0 100,100 0,100 0,0"},
	} {
		if got := written(thin(read(c.line), 20)); got != c.want {
			t.Errorf("%s is thinned to %s, want %s", c.line, got, c.want)
		}
	}
}

// TestThinningNeverLetsLinesCross draws a spike that reaches into a bay: thinned alone, the bay would close over it.
func TestThinningNeverLetsLinesCross(t *testing.T) {
	top := &topology{arcs: [][]point{read("0,0 50,18 100,0"), read("50,-100 50,15")}}
	top.simplify(20)
	if got := written(top.arcs[0]); got != "0,0 50,18 100,0" {
		t.Errorf("the bay is %s", got)
	}
	if bad := crossing(top.arcs); len(bad) != 0 {
		t.Errorf("arcs cross: %v", bad)
	}
}

func TestEdgesThatMeetAreFound(t *testing.T) {
	for _, c := range []struct {
		e, f string
		want bool
	}{
		{"0,0 10,10", "0,10 10,0", true}, {"0,0 10,0", "5,0 5,9", true}, {"0,0 10,0", "10,0 20,5", false}, {"0,0 10,0", "10,0 5,0", true},
		{"0,0 10,0", "0,0 10,0", true}, {"0,0 10,0", "10,0 0,0", true}, {"0,0 10,0", "0,1 10,1", false}, {"0,0 10,0", "11,0 20,0", false},
	} {
		e, f := read(c.e), read(c.f)
		if got := meet(edge{0, e[0], e[1]}, edge{1, f[0], f[1]}); got != c.want {
			t.Errorf("%s and %s meet: %v", c.e, c.f, got)
		}
	}
}

func TestLayersThatAreNotWhatTheyShouldBeAreRefused(t *testing.T) {
	layer := func(features ...string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)}
	}
	for _, c := range []struct {
		file *fstest.MapFile
		want string
	}{
		{nil, "file does not exist"}, {layer(), "0 oblasts, want 27"}, {&fstest.MapFile{Data: []byte("{")}, "unexpected end of JSON input"},
		{layer(`{"properties":{"name":"Sumy"},"geometry":{"type":"Circle","coordinates":[]}}`), `Sumy: "Circle" is no geometry of a base map`},
	} {
		folder := fstest.MapFS{}
		if c.file != nil {
			folder["ukraine_oblasts_10m.geojson"] = c.file
		}
		if _, err := reduce(folder); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestTheCommittedMapIsWhatTheLayersMake(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the layers are not at hand")
	}
	if err := run(filepath.Join(shared, "data/basemap"), "../../internal/territory/basemap/basemap.topojson", true); err != nil {
		t.Error(err)
	}
}

func read(text string) []point {
	var line []point
	for _, pair := range strings.Fields(text) {
		var p point
		fmt.Sscanf(pair, "%d,%d", &p.x, &p.y)
		line = append(line, p)
	}
	return line
}

func written(line []point) string {
	var parts []string
	for _, p := range line {
		parts = append(parts, fmt.Sprintf("%d,%d", p.x, p.y))
	}
	return strings.Join(parts, " ")
}
