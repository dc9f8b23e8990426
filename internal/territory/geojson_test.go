package territory

import (
	"fmt"
	"strings"
	"testing"
)

func TestDeepCollectionsAreRefused(t *testing.T) {
	nest := func(n int) []byte {
		return []byte(strings.Repeat(`{"type":"GeometryCollection","geometries":[`, n) +
			`{"type":"Point","coordinates":[1,2]}` + strings.Repeat(`]}`, n))
	}
	if file, err := ReadGeoJSON("day.geojson", nest(maxNesting), LonLat); err != nil || file.Features[0].Points != 1 {
		t.Errorf("%d deep: %v", maxNesting, err)
	}
	for _, n := range []int{maxNesting + 1, 2000, 100_000} {
		file, err := ReadGeoJSON("day.geojson", nest(n), LonLat)
		if err == nil {
			t.Errorf("%d deep was taken", n)
		}
		checkRead(t, file, err)
	}
}

func TestFilesBeyondTheLimitsAreRefused(t *testing.T) {
	manyFeatures := `{"type":"FeatureCollection","features":[` +
		strings.Repeat(`{"type":"Feature"},`, maxFeatures) + `{"type":"Feature"}]}`
	nestedNames := `{"type":"Feature","geometry":null,"properties":{"` + strings.Repeat("n", 1<<20) + `":{` + members26(200) + `}}}`
	for name, c := range map[string]struct{ text, want string }{
		"bytes":    {strings.Repeat(" ", maxFileBytes+1), "the file has 64 MB, more than 64"},
		"features": {manyFeatures, "the file has more than 100000 features"},
		"names":    {nestedNames, "the attributes of the file are too many"},
	} {
		file, err := ReadGeoJSON("day.geojson", []byte(c.text), LonLat)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		checkRead(t, file, err)
	}
}

func TestMarksAndWrongLettersCostNothing(t *testing.T) {
	raw := "\xEF\xBB\xBF" + `{"type":"Feature","properties":{"name":"Zapori` + "\xE6" + `hia"},"geometry":null}`
	file, err := ReadGeoJSON("day.geojson", []byte(raw), LonLat)
	if err != nil || file.Features[0].Name != "Zapori\uFFFDhia" {
		t.Errorf("%+v, %v", file, err)
	}
}

// members26 writes n different members.
func members26(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"%c%d":1`, 'a'+i%26, i)
	}
	return b.String()
}

func TestTooManyPositionsAreRefused(t *testing.T) {
	var f Feature
	p := newPlotter(LonLat)
	p.begin(&f)
	p.left = 2
	p.startPolygon()
	p.startRing()
	for range 2 {
		if err := p.next(); err != nil {
			t.Fatal(err)
		}
	}
	want := "day.geojson, feature 3: the file has more than 10000000 positions; split or simplify it"
	if err := refuse("day.geojson", 3, "", p.next()); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func FuzzReadGeoJSON(f *testing.F) {
	for _, seed := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"fill":"#A52714","n":{"a":[1]}},"geometry":{"type":"Polygon","coordinates":[[[30,46,1],[31,46],[31,47],[30,46]],[[30.1,46.1],[30.2,46.1],[30.2,46.2]]]}}]}`,
		`{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[179,1],[-179,1],[0,90],[1e9,2]]]]}]}`,
		`{"type":"Feature","crs":{"type":"name","properties":{"name":"EPSG:4326"}},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`,
		`{"type":"Polygon","coordinates":[[[1,NaN]]]}`, `{"features":[`, `{"features":7}`, `{"a":1,"a":2}`, "\xEF\xBB\xBF{}", `"\ud800"`,
	} {
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, raw []byte, turned bool) {
		axes := LonLat
		if turned {
			axes = LatLon
		}
		file, err := ReadGeoJSON("day.geojson", raw, axes)
		checkRead(t, file, err)
	})
}

func FuzzParseDegrees(f *testing.F) {
	for _, seed := range []string{"30.5", "-0.00000015", "1e-8", "99999e99999", "0x1", ".", "1e"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if n, ok := parseDegrees(text); ok && (n > outOfReach || n < -outOfReach) {
			t.Fatalf("%q is %d steps", text, n)
		}
	})
}
