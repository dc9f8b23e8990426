package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
)

// TestTheRealReportsNameTheirPlaces counts, by hand, the places that the two reports name in their prose.
func TestTheRealReportsNameTheirPlaces(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set; the real reports were not read")
	}
	for file, want := range map[string]map[string]int{
		"000_15a1266501a3c8a1.txt": {"Ukraine": 3, "Ukraine metonym": 1, "Russia": 3, "Moscow metonym": 2},
		"004_1d3abd32d83f5402.txt": {"Ukraine": 3, "Russia": 4, "Russia metonym": 1, "Belarus": 1, "Georgia": 1, "Kazakhstan": 1, "Kyrgyzstan": 1},
	} {
		raw, err := os.ReadFile(filepath.Join(shared, "reports", file))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, p := range Read(brief.ReadReport{Text: string(raw)}, Options{}).Places {
			name := p.Name
			if p.Rule == rulePlaceMetonym {
				name += " metonym"
			}
			got[name]++
			if p.Name == "Georgia" && p.Country != "GE" || !p.Located() {
				t.Errorf("%s lies in %q at %v %v", p.Name, p.Country, p.Lat, p.Lon)
			}
		}
		for name, n := range want {
			if got[name] != n {
				t.Errorf("%s names %s %d times, want %d", file, name, got[name], n)
			}
			delete(got, name)
		}
		if len(got) > 0 {
			t.Errorf("%s is said to name %v too", file, got)
		}
	}
}

// TestADesksPlacesAreRead beside those that come with the program, and only by whom they were handed to.
func TestADesksPlacesAreRead(t *testing.T) {
	desk, err := gazetteer.Default().With("Northhook, UA, 47.44 35.84: Northook\nKherson-on-Dnipro, UA: Kherson\n")
	if err != nil {
		t.Fatal(err)
	}
	report := brief.ReadReport{Text: "Northook and Kherson were quiet. Northhook Mayor Ada Brun slept."}
	for _, c := range []struct {
		places *gazetteer.Index
		want   string
	}{
		{desk, "Northook=Northhook, Kherson=Kherson-on-Dnipro, Northhook=Northhook"},
		{nil, "Kherson=Kherson"},
	} {
		var got []string
		for _, p := range Read(report, Options{Places: c.places}).Places {
			got = append(got, p.Text+"="+p.Name)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("read %v, want %s", got, c.want)
		}
	}
}
