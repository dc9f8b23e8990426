package newsroom

import (
	"net/http"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
)

// TestTheSamplePlaysTheAutumn looks where towns of the sample's sketch lie as the autumn of 2022 goes on: the Kharkiv region is freed in
// September, the right bank of the Dnipro in November.
func TestTheSamplePlaysTheAutumn(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	id := room.press.order[0]
	state, err := room.press.Current(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	sketch, _ := state.MapSeriesOf(sampleSeries)
	read := edition.ReadMaps(sketch, func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		return room.store.Bodies(t.Context(), id, seqs)
	})
	towns := map[string]territory.Point{"Izium": {Lon: 372768000, Lat: 492070000}, "Snihurivka": {Lon: 328061000, Lat: 470758000}, "Donetsk": {Lon: 378028000, Lat: 480159000}, "Kyiv": {Lon: 305238000, Lat: 504547000}}
	for _, c := range []struct {
		day  brief.Date
		held string
	}{{"2022-09-01", "Donetsk Izium Snihurivka"}, {"2022-09-09", "Donetsk Izium Snihurivka"}, {"2022-09-10", "Donetsk Snihurivka"}, {"2022-11-09", "Donetsk Snihurivka"},
		{"2022-11-11", "Donetsk"}, {"2022-12-30", "Donetsk"}} {
		layer, err := read.Layer(sketch.On(c.day))
		if err != nil {
			t.Fatal(err)
		}
		var held []string
		for _, name := range []string{"Donetsk", "Izium", "Snihurivka", "Kyiv"} {
			at := towns[name]
			spot := territory.Shape{{{Lon: at.Lon - 100, Lat: at.Lat - 100}, {Lon: at.Lon + 100, Lat: at.Lat - 100}, {Lon: at.Lon + 100, Lat: at.Lat + 100}, {Lon: at.Lon - 100, Lat: at.Lat + 100}}}
			both, err := territory.Intersection(layer[0].Shape, spot)
			if err != nil {
				t.Fatal(err)
			}
			if len(both) > 0 {
				held = append(held, name)
			}
		}
		if got := strings.Join(held, " "); got != c.held {
			t.Errorf("%s: held are %s, want %s", c.day, got, c.held)
		}
	}
	_, page := visitMirror(t, http.DefaultClient, room.ReadersURL()+"/ukraine/map/2022-11-11")
	for _, want := range []string{"a sketch from 190\u00a0places", "about 10", "Against the figures of The Economist"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	_, beside := visitMirror(t, http.DefaultClient, room.ReadersURL()+"/ukraine/map/made-up/2022-12-25")
	for _, want := range []string{"A made-up front", "By region", "Donetsk Oblast", "GeoJSON"} {
		if !strings.Contains(beside, want) {
			t.Errorf("the page of the made-up source lacks %q", want)
		}
	}
	if strings.Contains(beside, ">about ") || strings.Contains(beside, "Sketch") {
		t.Error("exact areas are told as a sketch's")
	}
}
