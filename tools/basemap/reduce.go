package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
)

// How much is taken away, in steps; 30 steps are about 300 m.
const (
	areaTolerance  = 30
	waterTolerance = 50
	// farRiver, nearRiver and farTown are the ranks of the smallest rivers and towns that are drawn beyond Ukraine and in
	// it; 12 is Natural Earth's smallest.
	farRiver, nearRiver, farTown = 7, 10, 6
	// shortRiver is the least length of a river that has no name.
	shortRiver = scale / 2
)

// unit is an oblast: its ISO 3166-2 code and the name that this program uses.
type unit struct{ code, name string }

// units are the oblasts by the names in the source. Its own ids stand twice in it.
var units = map[string]unit{
	"Vinnytsya": {"UA-05", "Vinnytsia Oblast"}, "Volyn": {"UA-07", "Volyn Oblast"}, "Luhans'k": {"UA-09", "Luhansk Oblast"},
	"Dnipropetrovs'k": {"UA-12", "Dnipropetrovsk Oblast"}, "Donets'k": {"UA-14", "Donetsk Oblast"},
	"Zhytomyr": {"UA-18", "Zhytomyr Oblast"}, "Transcarpathia": {"UA-21", "Zakarpattia Oblast"},
	"Zaporizhzhya": {"UA-23", "Zaporizhzhia Oblast"}, "Ivano-Frankivs'k": {"UA-26", "Ivano-Frankivsk Oblast"},
	"Kiev City": {"UA-30", "Kyiv"}, "Kiev": {"UA-32", "Kyiv Oblast"}, "Kirovohrad": {"UA-35", "Kirovohrad Oblast"},
	"Sevastopol": {"UA-40", "Sevastopol"}, "Crimea": {"UA-43", "Crimea"}, "L'viv": {"UA-46", "Lviv Oblast"},
	"Mykolayiv": {"UA-48", "Mykolaiv Oblast"}, "Odessa": {"UA-51", "Odesa Oblast"}, "Poltava": {"UA-53", "Poltava Oblast"},
	"Rivne": {"UA-56", "Rivne Oblast"}, "Sumy": {"UA-59", "Sumy Oblast"}, "Ternopil'": {"UA-61", "Ternopil Oblast"},
	"Kharkiv": {"UA-63", "Kharkiv Oblast"}, "Kherson": {"UA-65", "Kherson Oblast"}, "Khmel'nyts'kyy": {"UA-68", "Khmelnytskyi Oblast"},
	"Cherkasy": {"UA-71", "Cherkasy Oblast"}, "Chernihiv": {"UA-74", "Chernihiv Oblast"}, "Chernivtsi": {"UA-77", "Chernivtsi Oblast"},
}

// spellings are names of the source that this program spells otherwise.
var spellings = map[string]string{
	"Kiev": "Kyiv", "Lvov": "Lviv", "Odessa": "Odesa", "Chernobyl": "Chornobyl", "Kirovohrad": "Kropyvnytskyi",
	"Illichivsk": "Chornomorsk", "Uzhgorod": "Uzhhorod", "Sevastapol": "Sevastopol", "Vinnytsya": "Vinnytsia",
	"Khmelnytskyy": "Khmelnytskyi", "Kamyanets-Podilskyy": "Kamianets-Podilskyi",
	"Dnepre": "Dnipro", "Donets": "Siverskyi Donets", "Seym": "Seim", "Kiev Reservoir": "Kyiv Reservoir",
	"Rostov": "Rostov-on-Don", "Naltchik": "Nalchik", "Groznyy": "Grozny", "Liepaga": "Liepāja", "Homyel": "Gomel", "Vitsyebsk": "Vitebsk",
}

func spelled(name string) string {
	if s, is := spellings[name]; is {
		return s
	}
	return name
}

// reduce makes the base map from the layers of a folder.
func reduce(from fs.FS) ([]byte, error) {
	w := newWriter()
	ukraine, err := w.oblasts(from)
	if err != nil {
		return nil, err
	}
	if err := w.land(from); err != nil {
		return nil, err
	}
	if err := w.lakes(from); err != nil {
		return nil, err
	}
	if err := w.rivers(from, ukraine); err != nil {
		return nil, err
	}
	if err := w.towns(from, ukraine); err != nil {
		return nil, err
	}
	return w.bytes()
}

// oblasts writes Ukraine, whole and by its units, and the borders between them. The outline is the union of the oblasts:
// the layer of countries draws who holds what, and gives Crimea to Russia.
func (w *writer) oblasts(from fs.FS) (*topology, error) {
	features, err := readLayer(from, "ukraine_oblasts_10m.geojson")
	if err != nil {
		return nil, err
	}
	if len(features) != len(units) {
		return nil, fmt.Errorf("%d oblasts, want %d", len(features), len(units))
	}
	t := build(features)
	t.simplify(areaTolerance)
	shift := w.arcs(t)
	outline, err := t.union()
	if err != nil {
		return nil, err
	}
	w.add("ukraine", object{Type: "MultiPolygon", Arcs: shift.polygons(outline)})
	slices.SortFunc(t.areas, func(a, b area) int { return cmp.Compare(units[a.name].code, units[b.name].code) })
	for _, a := range t.areas {
		u, known := units[a.name]
		if !known {
			return nil, fmt.Errorf("the oblast %q has no code", a.name)
		}
		w.add("oblasts", object{Type: "MultiPolygon", ID: u.code, Properties: map[string]any{"name": u.name}, Arcs: shift.polygons(a.rings)})
	}
	w.add("oblast_borders", object{Type: "MultiLineString", Arcs: shift.lines(t.shared(func(*feature) bool { return true }))})
	return t, nil
}

// shared gives the arcs between two areas that are both wanted.
func (t *topology) shared(wanted func(*feature) bool) [][]int {
	uses := t.uses()
	for _, a := range t.areas {
		for _, rings := range a.rings {
			for _, ring := range rings {
				for _, ref := range ring {
					if !wanted(&a.feature) {
						uses[max(ref, ^ref)] = 0
					}
				}
			}
		}
	}
	var lines [][]int
	for i, n := range uses {
		if n == 2 {
			lines = append(lines, []int{i})
		}
	}
	return lines
}

// land writes the land as one area without names, so that nobody can take it for a statement about borders; and the
// borders between the countries round Ukraine, none of them Ukraine's own.
func (w *writer) land(from fs.FS) error {
	features, err := readLayer(from, "countries_10m.geojson")
	if err != nil {
		return err
	}
	t := build(features)
	t.simplify(areaTolerance)
	shift := w.arcs(t)
	outline, err := t.union()
	if err != nil {
		return err
	}
	w.add("land", object{Type: "MultiPolygon", Arcs: shift.polygons(outline)})
	w.add("borders", object{Type: "MultiLineString", Arcs: shift.lines(t.shared(func(f *feature) bool { return f.name != "Ukraine" }))})
	return nil
}

func (w *writer) lakes(from fs.FS) error {
	features, err := readLayer(from, "lakes_10m.geojson")
	if err != nil {
		return err
	}
	t := build(features)
	t.simplify(waterTolerance)
	shift := w.arcs(t)
	for _, a := range t.areas {
		w.add("lakes", object{Type: "MultiPolygon", Properties: named(spelled(a.name), a.rank), Arcs: shift.polygons(a.rings)})
	}
	return nil
}

// rivers writes the large rivers, and in Ukraine the smaller ones too, along which a front can run.
func (w *writer) rivers(from fs.FS, ukraine *topology) error {
	for _, name := range []string{"rivers_10m.geojson", "rivers_europe_10m.geojson"} {
		features, err := readLayer(from, name)
		if err != nil {
			return err
		}
		for _, f := range features {
			t := &topology{}
			var lines [][]int
			for _, line := range f.lines {
				if f.rank > farRiver && !(f.rank <= nearRiver && slices.ContainsFunc(line, ukraine.has)) ||
					f.name == "" && length(line) < shortRiver {
					continue
				}
				lines = append(lines, []int{len(t.arcs)})
				t.arcs = append(t.arcs, thin(line, waterTolerance))
			}
			if len(lines) > 0 {
				w.add("rivers", object{Type: "MultiLineString", Properties: named(spelled(f.name), f.rank), Arcs: w.arcs(t).lines(lines)})
			}
		}
	}
	return nil
}

func length(line []point) int {
	sum := 0
	for i := 1; i < len(line); i++ {
		sum += max(abs(line[i].x-line[i-1].x), abs(line[i].y-line[i-1].y))
	}
	return sum
}

func abs(n int) int { return max(n, -n) }

// towns writes towns with a rank, the large ones alone beyond Ukraine. Those that lie within it are Ukraine's, whatever
// the source says.
func (w *writer) towns(from fs.FS, ukraine *topology) error {
	features, err := readLayer(from, "places_10m.geojson")
	if err != nil {
		return err
	}
	slices.SortFunc(features, func(a, b feature) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), -cmp.Compare(a.people, b.people), cmp.Compare(a.name, b.name))
	})
	for _, f := range features {
		p := named(spelled(f.name), f.rank)
		if ukraine.has(f.at) {
			p["ukraine"] = true
		} else if f.rank > farTown {
			continue
		}
		w.add("towns", object{Type: "Point", Properties: p, Coordinates: []int{f.at.x - w.west, f.at.y - w.south}})
	}
	return nil
}

// has tells whether a point lies in any area.
func (t *topology) has(p point) bool {
	for _, a := range t.areas {
		for _, rings := range a.rings {
			in := false
			for _, ring := range rings {
				if contains(t.points(ring), p) {
					in = !in
				}
			}
			if in {
				return true
			}
		}
	}
	return false
}

func named(name string, rank int) map[string]any {
	p := map[string]any{"rank": rank}
	if name != "" {
		p["name"] = name
	}
	return p
}
