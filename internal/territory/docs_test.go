package territory

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestTheExamplesOfTheDocsAreTaken reads the mapping, the table and the reference that docs/maps.md shows.
func TestTheExamplesOfTheDocsAreTaken(t *testing.T) {
	raw, err := os.ReadFile("../../docs/maps.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	in, fenced := false, false
	for _, line := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		text, indented := strings.CutPrefix(line, "    ")
		indented = indented && !fenced
		if indented && !in {
			blocks = append(blocks, "")
		}
		if in = indented; in {
			blocks[len(blocks)-1] += text + "\n"
		}
	}
	if len(blocks) != 3 {
		t.Fatalf("%d examples, want a mapping, a table and a reference", len(blocks))
	}
	m, err := ReadMapping("docs/maps.md", []byte(blocks[0]))
	if err != nil || len(m.Rules) != 6 {
		t.Errorf("%d rules, %v", len(m.Rules), err)
	}
	if at, ok := m.Date.read("war_20220924-2.geojson"); !ok || at.day != "2022-09-24" {
		t.Errorf("%+v", at)
	}
	places, err := ReadPlaces("docs/maps.md", []byte(blocks[1]))
	if err != nil || len(places) != 3 || places[1].Source != "three reports, 8 September" {
		t.Errorf("%+v, %v", places, err)
	}
	var reference brief.MapReference
	if err := json.Unmarshal([]byte(blocks[2]), &reference); err != nil || len(reference.Days) != 1 || !reference.Days[0].Day.Day() || reference.Days[0].Km2 == 0 {
		t.Errorf("%+v, %v", reference, err)
	}
}
