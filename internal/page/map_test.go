package page

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/chart"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
)

// TestTheSheetOfMapsHasTheLooksOfDrawings holds the style sheet to the drawings, which bring none when they stand in a page.
func TestTheSheetOfMapsHasTheLooksOfDrawings(t *testing.T) {
	sheet, _, ok := Asset("map.css")
	if !ok {
		t.Fatal("there is no map.css")
	}
	for name, want := range map[string]string{"Style": chart.Style, "ChartStyle": chart.ChartStyle} {
		if !bytes.Contains(sheet, []byte(want)) {
			t.Errorf("map.css does not hold chart.%s", name)
		}
	}
}

// mapShelf is a briefing with a map of two days and a development on the second, in a language.
func mapShelf(t *testing.T, lang string, about brief.MapChange) (Shelf, Bodies) {
	t.Helper()
	const unit = territory.Unit
	area := func(east int32) territory.Layer {
		return territory.Layer{{Class: territory.Assessed, Party: about.Series, Shape: territory.Shape{{{Lon: 36 * unit, Lat: 48 * unit}, {Lon: east * unit, Lat: 48 * unit}, {Lon: east * unit, Lat: 49 * unit}, {Lon: 36 * unit, Lat: 49 * unit}}}}}
	}
	var maps []atlas.Drawn
	for day, east := range map[brief.Date]int32{"2022-09-20": 38, "2022-09-24": 37} {
		maps = append(maps, atlas.Drawn{Day: day, Keyframe: territory.EncodeKeyframe(area(east))})
	}
	in, err := (&atlas.Standing{}).Enter(maps, nil, about.Source.Sketch, nil)
	if err != nil {
		t.Fatal(err)
	}
	about.Days, about.Layers, about.Change.Class = in.Days, in.Layers, brief.Publish
	state := edition.New()
	entries := map[brief.Seq]brief.Published{}
	put := func(kind brief.EntryKind, item brief.ItemID, body any) {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		seq := state.Seq + 1
		p := brief.Published{Entry: brief.Entry{Seq: seq, Kind: kind, Item: item, Briefing: "b", Rev: 1, At: start}, Body: raw}
		if err := state.Apply(p); err != nil {
			t.Fatal(err)
		}
		entries[seq] = p
	}
	put(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "War", Zone: "Europe/Kyiv", Languages: []string{lang}, Sections: []brief.Section{brief.SectionMap}})
	put(brief.EntryMap, "m", about)
	put(brief.Publish, "d", brief.Development{Headline: about.Title, Place: about.Title, Position: brief.Position{Lat: "48.5", Lon: "36.5"}, Label: brief.Official,
		Event: brief.EventTime{From: start, Precision: brief.ToDay, Zone: "Europe/Kyiv"}})
	return Shelf{Name: "war", State: state}, func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) { return entries, nil }
}

func mapPage(t *testing.T, s Shelf, bodies Bodies, at string) string {
	t.Helper()
	a, err := ParseMap(s.State, at)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	var out strings.Builder
	if err := WriteMap(&out, s, bodies, a); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	return out.String()
}

func TestMapsAreToldInTheReadersLanguage(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"The map on 24\u00a0September\u00a02022", "Gained", "held by x", "Kharkiv"},
		"uk": {"The map: 24\u00a0вересня\u00a02022", "Додалося", "під контролем: x", "Харків"},
		"ru": {"The map: 24\u00a0сентября\u00a02022", "Прибавилось", "под контролем: x", "Харьков"},
	} {
		s, bodies := mapShelf(t, lang, brief.MapChange{Series: "x", Title: "The map", Source: brief.MapSource{Name: "S"}})
		all := mapPage(t, s, bodies, "2022-09-24") + mapPage(t, s, bodies, "2022-09-20..2022-09-24")
		for _, w := range want {
			if !strings.Contains(all, w) {
				t.Errorf("%s: %q is missing", lang, w)
			}
		}
	}
	en, uk := englishMaps, ukrainianMaps
	for _, w := range []mapWords{uk, russianMaps} {
		if len(w.Script) != len(en.Script) || len(w.Classes) != len(en.Classes) || len(w.ClassesBy) != len(en.ClassesBy) || len(w.Regions) != 27 || len(w.Towns) != len(uk.Towns) || w.Places.One == "" || w.Places.Many == "" {
			t.Errorf("words are missing: %d, %d, %d, %d, %d", len(w.Script), len(w.Classes), len(w.ClassesBy), len(w.Regions), len(w.Towns))
		}
	}
}

// TestHostileMapsStayText puts markup into every text that a map brings.
func TestHostileMapsStayText(t *testing.T) {
	const bad = `<script>alert(1)</script>"'&`
	s, bodies := mapShelf(t, "en", brief.MapChange{Series: "x", Title: bad, Source: brief.MapSource{Name: bad, Credit: bad, Viewpoint: bad, Licence: bad}, Notes: []string{bad},
		Reference: &brief.MapReference{Name: bad, Credit: bad, Days: []brief.MapReferredDay{{Day: "2022-09-24", Km2: 1}}}})
	for _, at := range []string{"", "2022-09-24", "2022-09-20..2022-09-24", "area", "2022-09-24.svg", "2022-09-24.small.svg", "2022-09-24/embed", "index.js", "run/0.js"} {
		if out := mapPage(t, s, bodies, at); strings.Contains(out, "<script>alert") {
			t.Errorf("%s holds the markup as it came", at)
		}
	}
	var item strings.Builder
	if err := WriteItem(&item, s, bodies, "d"); err != nil || strings.Contains(item.String(), "<script>alert") || !strings.Contains(item.String(), `class="m-dot"`) {
		t.Errorf("the item: %v", err)
	}
}

func TestASketchIsCalledOneEverywhere(t *testing.T) {
	s, bodies := mapShelf(t, "en", brief.MapChange{Series: "x", Title: "The map", Source: brief.MapSource{Name: "S", Sketch: true, Download: true}})
	for _, at := range []string{"", "2022-09-24", "2022-09-20..2022-09-24", "area", "2022-09-24.svg", "2022-09-24.small.svg", "2022-09-24/embed", "2022-09-24.geojson", "2022-09-24.csv", "area.csv"} {
		if out := mapPage(t, s, bodies, at); !strings.Contains(strings.ToLower(out), "sketch") {
			t.Errorf("%s does not say that it is a sketch", at)
		}
	}
	if out := mapPage(t, s, bodies, "2022-09-24"); strings.Contains(out, "UA-") || strings.Contains(out, "Oblast") || !strings.Contains(out, "000") {
		t.Error("a sketch tells regions, or areas that are not round")
	}
	for _, at := range []string{"2022-09-24.geojson"} {
		var file struct {
			Features []struct {
				Properties map[string]any
				Geometry   struct{ Coordinates [][][][]float64 }
			}
		}
		if err := json.Unmarshal([]byte(mapPage(t, s, bodies, at)), &file); err != nil || len(file.Features) != 1 || file.Features[0].Properties["km2"] != nil || len(file.Features[0].Geometry.Coordinates[0][0]) != 5 {
			t.Errorf("the GeoJSON: %+v, %v", file, err)
		}
	}
}

// TestTheLicenceDecidesAboutData asks for data of a source that does not allow it.
func TestTheLicenceDecidesAboutData(t *testing.T) {
	s, bodies := mapShelf(t, "en", brief.MapChange{Series: "x", Title: "The map", Source: brief.MapSource{Name: "S"}})
	for _, at := range []string{"2022-09-24.geojson", "2022-09-24.csv"} {
		a, err := ParseMap(s.State, at)
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteMap(&strings.Builder{}, s, bodies, a); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%s: %v", at, err)
		}
	}
	if page := mapPage(t, s, bodies, "2022-09-24"); !strings.Contains(page, "S does not allow its maps") || strings.Contains(page, ".geojson") {
		t.Error("the page does not say so")
	}
}

// TestTheViewpointIsASetting draws the same maps as either viewpoint has them: a line and a sentence are all that differs, no area does.
func TestTheViewpointIsASetting(t *testing.T) {
	const line, sentence = `class="m-dispute"`, "The dashed line goes round Crimea"
	s, bodies := mapShelf(t, "en", brief.MapChange{Series: "x", Title: "The map", Source: brief.MapSource{Name: "S"}})
	for _, at := range []string{"2022-09-24", "2022-09-20..2022-09-24", "2022-09-24.svg", "2022-09-24.small.svg"} {
		page := func(v brief.Viewpoint) string {
			s.State.Briefing.MapViewpoint = v
			return mapPage(t, s, bodies, at)
		}
		plain, disputed := page(""), page(brief.Disputed)
		if plain != page(brief.Recognised) || strings.Contains(plain, line) || strings.Contains(plain, sentence) {
			t.Errorf("%s: recognised borders are not what an empty setting gives, or have the line", at)
		}
		if strings.Count(disputed, line) != 1 || strings.Contains(disputed, sentence) == strings.HasSuffix(at, ".svg") {
			t.Errorf("%s: the disputed line is drawn %d times", at, strings.Count(disputed, line))
		}
		from, _, _ := strings.Cut(disputed, "<path "+line)
		_, to, _ := strings.Cut(disputed[len(from):], "/>")
		if strings.Replace(from+to, `<p class="also">`+englishMaps.DisputedSays+"</p>", "", 1) != plain {
			t.Errorf("%s: more than the line and the sentence differs", at)
		}
	}
}
