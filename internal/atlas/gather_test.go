package atlas

import (
	"fmt"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

const mapping = `{"source": "Test Map", "dated": "2022-12-31", "viewpoint": "as in 1991", "credit": "Test Map",
"licence": {"name": "ours", "download": "yes"}, "date": {"pattern": "map_{YYYY}-{MM}-{DD}_{hh}{mm}.geojson"},
"rules": [{"when": [{"property": ["fill"], "is": ["#a52714"]}], "class": "assessed"}]}`

func geojson(fill string, wide float64) []byte {
	return fmt.Appendf(nil, `{"type":"Feature","properties":{"fill":%q},"geometry":{"type":"Polygon","coordinates":[[[30,48],[%g,48],[%[2]g,49],[30,49],[30,48]]]}}`, fill, 30+wide)
}

func gathering(t *testing.T) *Gathering {
	t.Helper()
	m, err := territory.ReadMapping("mapping.json", []byte(mapping))
	if err != nil {
		t.Fatal(err)
	}
	return NewGathering(m)
}

func TestFilesBecomeMapsInTheOrderOfTheirDays(t *testing.T) {
	g := gathering(t)
	g.Add("map_2022-03-02_0900.geojson", geojson("#a52714", 2))
	g.Add("map_2022-03-01_0900.geojson", geojson("#a52714", 1))
	g.Add("map_2022-03-02_0800.geojson", geojson("#A52714", 1.5))
	g.Add("map_2023-03-02_0800.geojson", geojson("#a52714", 3))
	maps, told, err := g.Maps("2022-04-01")
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, m := range maps {
		l, err := m.Layer()
		if err != nil {
			t.Fatal(err)
		}
		got += fmt.Sprintf("%s %s %.0f; ", m.Day, m.Clock, Km2Held(l))
	}
	if want := "2022-03-01 09:00:00 8218; 2022-03-02 08:00:00 12327; 2022-03-02 09:00:00 16435; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if all := strings.Join(told, "\n"); !strings.Contains(all, "2023-03-02, which is after today") {
		t.Errorf("told: %s", all)
	}
}

func TestOneBadFileRefusesAll(t *testing.T) {
	g := gathering(t)
	g.Add("map_2022-03-01_0900.geojson", geojson("#a52714", 1))
	g.Add("map_2022-03-02_0900.geojson", []byte(`{"type":"Feature"`))
	if _, _, err := g.Maps("2022-04-01"); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "map_2022-03-02") {
		t.Error(err)
	}
	if _, _, err := gathering(t).Maps("2022-04-01"); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
}
