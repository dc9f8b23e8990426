package basemap

import (
	"math"
	"strings"
	"testing"

	"livebrief/internal/territory"
)

func TestTheMapHasAllOblasts(t *testing.T) {
	const want = "UA-05 Vinnytsia Oblast, UA-07 Volyn Oblast, UA-09 Luhansk Oblast, UA-12 Dnipropetrovsk Oblast, UA-14 Donetsk Oblast, " +
		"UA-18 Zhytomyr Oblast, UA-21 Zakarpattia Oblast, UA-23 Zaporizhzhia Oblast, UA-26 Ivano-Frankivsk Oblast, UA-30 Kyiv, " +
		"UA-32 Kyiv Oblast, UA-35 Kirovohrad Oblast, UA-40 Sevastopol, UA-43 Crimea, UA-46 Lviv Oblast, UA-48 Mykolaiv Oblast, " +
		"UA-51 Odesa Oblast, UA-53 Poltava Oblast, UA-56 Rivne Oblast, UA-59 Sumy Oblast, UA-61 Ternopil Oblast, UA-63 Kharkiv Oblast, " +
		"UA-65 Kherson Oblast, UA-68 Khmelnytskyi Oblast, UA-71 Cherkasy Oblast, UA-74 Chernihiv Oblast, UA-77 Chernivtsi Oblast"
	var got []string
	for _, o := range Default().Oblasts {
		got = append(got, o.Code+" "+o.Name)
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("%s", strings.Join(got, ", "))
	}
}

func TestUkraineHasItsSize(t *testing.T) {
	m := Default()
	whole, parts := m.Ukraine.Km2(), 0.0
	for _, o := range m.Oblasts {
		parts += o.Shape.Km2()
	}
	if math.Abs(whole/599_099-1) > 0.001 {
		t.Errorf("%.0f square km, want 599,099 within 0.1 %%", whole)
	}
	if math.Abs(whole-parts) > 0.001 {
		t.Errorf("the oblasts have %.3f square km, the outline %.3f", parts, whole)
	}
	// As the source draws them, measured apart from this program.
	for code, want := range map[string]float64{"UA-43": 26_345, "UA-40": 749, "UA-30": 1_643, "UA-65": 26_174, "UA-51": 33_174, "UA-14": 26_603} {
		for _, o := range m.Oblasts {
			if got := o.Shape.Km2(); o.Code == code && math.Abs(got/want-1) > 0.005 {
				t.Errorf("%s has %.0f square km, in the source %.0f", o.Name, got, want)
			}
		}
	}
}

// TestBordersDoNotGap demands of every edge of an oblast that a neighbour runs along it the other way, or the outline
// along with it; and that nothing else is in the outline.
func TestBordersDoNotGap(t *testing.T) {
	type edge struct{ a, b territory.Point }
	edges := func(s territory.Shape, visit func(edge)) {
		for _, r := range s {
			for i, p := range r {
				visit(edge{p, r[(i+1)%len(r)]})
			}
		}
	}
	m := Default()
	count := map[edge]int{}
	for _, o := range m.Oblasts {
		edges(o.Shape, func(e edge) { count[e]++ })
	}
	outline := map[edge]bool{}
	edges(m.Ukraine, func(e edge) { outline[e] = true })
	for e, n := range count {
		if n != 1 || (count[edge{e.b, e.a}] == 1) == outline[e] {
			t.Fatalf("the edge %v: in %d oblasts, outline %v", e, n, outline[e])
		}
		delete(outline, e)
	}
	if len(outline) != 0 {
		t.Errorf("%d edges of the outline belong to no oblast", len(outline))
	}
	inner := 0
	for _, l := range m.OblastBorders {
		for i := range l[1:] {
			inner++
			if count[edge{l[i], l[i+1]}]+count[edge{l[i+1], l[i]}] != 2 {
				t.Fatalf("no border between oblasts: %v", l[i])
			}
		}
	}
	if inner == 0 {
		t.Error("there is no border between oblasts")
	}
}

func TestPlacesLieWhereTheyBelong(t *testing.T) {
	m := Default()
	for _, c := range []struct {
		name     string
		lon, lat float64
		in       bool
		oblast   string
	}{
		{"Simferopol", 34.1108, 44.9572, true, "UA-43"}, {"Sevastopol", 33.5213, 44.6080, true, "UA-40"}, {"Kerch", 36.4754, 45.3567, true, "UA-43"},
		{"Donetsk", 37.8022, 48.0230, true, "UA-14"}, {"Kyiv", 30.5238, 50.4547, true, "UA-30"}, {"Bucha", 30.2088, 50.5474, true, "UA-32"},
		{"Uzhhorod", 22.2947, 48.6242, true, "UA-21"}, {"Izmail", 28.8367, 45.3512, true, "UA-51"}, {"Rostov-on-Don", 39.7139, 47.2364, false, ""},
		{"Tiraspol", 29.6433, 46.8403, false, ""}, {"Belgorod", 36.5683, 50.6107, false, ""}, {"the Black Sea", 31.5, 45.3, false, ""},
	} {
		at := territory.Point{Lon: int32(c.lon * territory.Unit), Lat: int32(c.lat * territory.Unit)}
		if inside(m.Ukraine, at) != c.in {
			t.Errorf("%s: in Ukraine %v, want %v", c.name, !c.in, c.in)
		}
		for _, o := range m.Oblasts {
			if inside(o.Shape, at) != (o.Code == c.oblast) {
				t.Errorf("%s: in %s %v", c.name, o.Name, inside(o.Shape, at))
			}
		}
		if inside(m.Land, at) != (c.name != "the Black Sea") {
			t.Errorf("%s: on land %v", c.name, inside(m.Land, at))
		}
	}
}

func TestTownsKnowTheirCountry(t *testing.T) {
	towns := map[string]Town{}
	for _, town := range Default().Towns {
		towns[town.Name] = town
		if town.InUkraine != inside(Default().Ukraine, town.At) {
			t.Errorf("%s: in Ukraine %v", town.Name, town.InUkraine)
		}
	}
	for name, in := range map[string]bool{"Simferopol": true, "Sevastopol": true, "Yalta": true, "Kyiv": true, "Odesa": true, "Kherson": true,
		"Belgorod": false, "Chișinău": false, "Rostov-on-Don": false} {
		if town, there := towns[name]; !there || town.InUkraine != in {
			t.Errorf("%s: there %v, in Ukraine %v", name, there, town.InUkraine)
		}
	}
	for _, old := range []string{"Kiev", "Odessa", "Lvov", "Sevastapol"} {
		if _, there := towns[old]; there {
			t.Errorf("%s is written in the old way", old)
		}
	}
	if first := Default().Towns[0].Rank; first > Default().Towns[len(Default().Towns)-1].Rank {
		t.Error("the towns are not sorted by rank")
	}
}

func TestNoBorderIsDrawnInOrAroundCrimea(t *testing.T) {
	for _, l := range Default().Borders {
		for _, p := range l {
			if p.Lat < 463_000_000 && p.Lon > 315_000_000 && p.Lon < 380_000_000 {
				t.Fatalf("a border runs through %v", p)
			}
		}
	}
	if len(Default().Borders) == 0 {
		t.Error("there are no borders")
	}
}

func TestWhatIsDisputedIsOneShape(t *testing.T) {
	d, want := Disputed(), 26_345+749.0
	if math.Abs(d.Km2()/want-1) > 0.005 {
		t.Errorf("%.0f square km, want %.0f", d.Km2(), want)
	}
	outside, err := territory.Difference(d, Default().Ukraine)
	if err != nil || outside.Km2() > 0 {
		t.Errorf("%.3f square km lie outside the country, %v", outside.Km2(), err)
	}
}

func TestRiversAndLakesAreThere(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Default().Rivers {
		names[r.Name] = true
	}
	for _, l := range Default().Lakes {
		names[l.Name] = true
		if l.Shape.Km2() <= 0 {
			t.Errorf("the lake %q has no area to its left", l.Name)
		}
	}
	for _, want := range []string{"Dnipro", "Siverskyi Donets", "Southern Bug", "Danube", "Kakhovka Reservoir", "Syvash"} {
		if !names[want] {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestTheFileIsSmall(t *testing.T) {
	if len(data) > 200_000 {
		t.Errorf("%d bytes, want at most 200,000", len(data))
	}
}

func TestBrokenMapsAreRefused(t *testing.T) {
	const head = `{"type":"Topology","transform":{"scale":[0.0001,0.0001],"translate":[19,43]},`
	for name, text := range map[string]string{
		"no JSON":        `{`,
		"no topology":    `{"type":"FeatureCollection"}`,
		"short arc":      head + `"arcs":[[[1,1]]]}`,
		"far arc":        head + `"arcs":[[[1,1],[9000000,1]]]}`,
		"missing arc":    head + `"arcs":[],"objects":{"land":{"geometries":[{"type":"MultiPolygon","arcs":[[[7]]]}]}}}`,
		"missing back":   head + `"arcs":[],"objects":{"borders":{"geometries":[{"type":"MultiLineString","arcs":[[-8]]}]}}}`,
		"open ring":      head + `"arcs":[[[1,1],[1,0],[0,1],[1,0]]],"objects":{"land":{"geometries":[{"type":"MultiPolygon","arcs":[[[0]]]}]}}}`,
		"torn ring":      head + `"arcs":[[[1,1],[1,0]],[[5,5],[0,1]]],"objects":{"land":{"geometries":[{"type":"MultiPolygon","arcs":[[[0,1]]]}]}}}`,
		"area of a line": head + `"arcs":[[[1,1],[1,0]]],"objects":{"land":{"geometries":[{"type":"MultiLineString","arcs":[[0]]}]}}}`,
		"line of areas":  head + `"arcs":[[[1,1],[1,0]]],"objects":{"borders":{"geometries":[{"type":"MultiPolygon","arcs":[[[0]]]}]}}}`,
		"town in space":  head + `"arcs":[],"objects":{"towns":{"geometries":[{"type":"Point","coordinates":[0,90000000]}]}}}`,
	} {
		if m, err := parse([]byte(text)); err == nil {
			t.Errorf("%s was taken: %+v", name, m)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"type":"Topology","transform":{"scale":[0.0001,0.0001],"translate":[19,43]},"arcs":[[[1,1],[1,0],[0,1],[-1,-1]]],"objects":{"land":{"geometries":[{"type":"MultiPolygon","arcs":[[[0]],[[-1]]]}]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) { parse(raw) })
}

// inside tells whether a point lies within a shape, by the edges to its west.
func inside(s territory.Shape, p territory.Point) bool {
	in := false
	for _, r := range s {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
				continue
			}
			at := float64(a.Lon) + float64(b.Lon-a.Lon)*float64(p.Lat-a.Lat)/float64(b.Lat-a.Lat)
			if at < float64(p.Lon) {
				in = !in
			}
		}
	}
	return in
}
