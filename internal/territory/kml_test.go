package territory

import (
	"strings"
	"testing"
)

func TestKMLBeyondItsLimitsIsRefused(t *testing.T) {
	folders := func(n int) string {
		return "<kml>" + strings.Repeat("<Folder>", n) + "<Placemark/>" + strings.Repeat("</Folder>", n) + "</kml>"
	}
	geometries := func(n int) string {
		return "<kml><Placemark>" + strings.Repeat("<MultiGeometry>", n) + "<Point/>" + strings.Repeat("</MultiGeometry>", n) + "</Placemark></kml>"
	}
	for _, c := range []struct{ text, want string }{
		{folders(maxFolders), ""}, {folders(maxFolders + 1), "folders stand more than 32 deep"},
		{folders(100_000), "folders stand more than 32 deep"},
		{geometries(maxNesting), ""}, {geometries(maxNesting + 1), "geometries are nested more than 8 deep"},
		{geometries(100_000), "cannot be read as KML"},
		{"<kml>" + strings.Repeat("<Other>", 100_000), "the file ends in the middle"},
		{"<kml><Placemark>" + strings.Repeat("<Polygon/>", maxElements) + "</Placemark></kml>", "the file has more than 1000000 elements"},
	} {
		file, err := ReadKML("day.kml", []byte(c.text), LonLat)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: %v, want %q", c.text, err, c.want)
		}
		checkRead(t, file, err)
	}
}

func TestKMLLettersFollowTheDeclaration(t *testing.T) {
	raw := "<?xml version=\"1.0\" encoding=\"windows-1251\"?><kml><Placemark><name>\xCA\xE8\xBF\xE2</name></Placemark></kml>"
	file, err := ReadKML("day.kml", []byte(raw), LonLat)
	if err != nil || file.Features[0].Name != "Київ" {
		t.Errorf("%+v, %v", file, err)
	}
}

func TestKMLColours(t *testing.T) {
	for text, want := range map[string]string{"7F1427A5": "#a52714 0.50", "#ff0000ff": "#ff0000 1.00", "00ffffff": "#ffffff 0.00",
		"1427a5": "", "ff0000fg": "", "-f0000ff": "", "": "", "100000000": ""} {
		colour, opacity, ok := kmlColour(text)
		if got := strings.TrimSpace(colour + " " + opacity); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzReadKML(f *testing.F) {
	for _, seed := range []string{
		`<kml><Document><Style id="a"><PolyStyle><color>7f1427a5</color></PolyStyle></Style><Folder><name>F</name><Placemark><name>N</name><styleUrl>#a</styleUrl><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>30,46,0 31,46 31,47 30,46</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,1e400</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder></Document></kml>`,
		`<kml/><name>`, `<!DOCTYPE a>`, `<kml><StyleMap id="m"><Pair><key>normal</key><styleUrl>#m</styleUrl></Pair></StyleMap><Placemark><styleUrl>#m</styleUrl></Placemark></kml>`,
		`<kml><NetworkLink/></kml>`, `<?xml version="1.0" encoding="utf-16"?><kml>`, `<kml>&x;</kml>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := ReadKML("day.kml", raw, LonLat)
		checkRead(t, file, err)
	})
}
