package gazetteer

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// named gives the places that a name stands for itself.
func named(x *Index, name string) []Place {
	var out []Place
	for _, e := range x.Find(name) {
		if e.How == Named {
			out = append(out, *x.Place(e.Place))
		}
	}
	return out
}

// TestPlacesLieWhereTheyAre looks up names in every way in which they stand in the data.
func TestPlacesLieWhereTheyAre(t *testing.T) {
	for _, c := range []struct {
		name, place, country string
		lat, lon             float64
		kind                 Kind
	}{
		{"Kyiv", "Kyiv", "UA", 50.45, 30.52, Town},
		{"Kiev", "Kyiv", "UA", 50.45, 30.52, Town},
		{"kyiv", "Kyiv", "UA", 50.45, 30.52, Town},
		{"Київ", "Kyiv", "UA", 50.45, 30.52, Town},
		{"Severodonetsk", "Sievierodonetsk", "UA", 48.95, 38.49, Town},
		{"Сєвєродонецьк", "Sievierodonetsk", "UA", 48.95, 38.49, Town},
		{"Chernobyl", "Chornobyl", "UA", 51.27, 30.22, Town},
		{"Zaporozhye", "Zaporizhzhia", "UA", 47.84, 35.14, Town},
		{"Przemysl", "Przemyśl", "PL", 49.78, 22.77, Town},
		{"Shebekino", "Shebekino", "RU", 50.41, 36.9, Town},
		{"Donetsk Oblast", "Donetsk Oblast", "UA", 48.1, 37.8, Region},
		{"Zakarpattia", "Zakarpattia Oblast", "UA", 48.3, 23.2, Region},
		{"Texas", "Texas", "US", 31, -97.7, Region},
		{"Ukraine", "Ukraine", "UA", 48.5, 31, Country},
		{"Türkiye", "Turkey", "TR", 39, 34.4, Country},
		{"Donbass", "Donbas", "UA", 48.3, 38, Area},
		{"Sea of Azov", "Sea of Azov", "", 46.1, 36.6, Water},
		{"Tokyo", "Tokyo", "JP", 35.69, 139.69, Town},
	} {
		found := slices.ContainsFunc(named(Default(), c.name), func(p Place) bool {
			return p.Name == c.place && p.Country == c.country && p.Kind == c.kind && math.Abs(p.Lat-c.lat) < 0.1 && math.Abs(p.Lon-c.lon) < 0.1
		})
		if !found {
			t.Errorf("%s: %+v; want %s in %q at %v %v", c.name, named(Default(), c.name), c.place, c.country, c.lat, c.lon)
		}
	}
}

// TestTownsLendTheirNamesToRegions: such a name means the region only with a noun.
func TestTownsLendTheirNamesToRegions(t *testing.T) {
	for name, want := range map[string]How{"Kherson": WithNoun, "Kharkiv": WithNoun, "New York": WithNoun, "Volyn": Named, "Crimea": Named} {
		x, found := Default(), false
		for _, e := range x.Find(name) {
			if x.Place(e.Place).Kind == Region {
				found = true
				if e.How != want {
					t.Errorf("%s means its region by %d, want %d", name, e.How, want)
				}
			}
		}
		if !found {
			t.Errorf("%s means no region", name)
		}
	}
}

// TestTownsLieInTheirRegions and countries have their capitals.
func TestTownsLieInTheirRegions(t *testing.T) {
	x := Default()
	capitals := map[string]int{}
	for i, p := range x.places {
		if math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180 || p.Name == "" && p.Kind != Region || p.Class > 5 {
			t.Errorf("place %d is not one: %+v", i, p)
		}
		if p.Region >= 0 && (x.places[p.Region].Kind != Region || x.places[p.Region].Country != p.Country) {
			t.Errorf("%s does not lie in %s", p.Name, x.places[p.Region].Name)
		}
		if p.Capital {
			capitals[p.Country]++
		}
	}
	for _, code := range strings.Fields("UA RU BY MD PL RO HU SK LT LV EE GE TR US GB FR DE CN") {
		if capitals[code] != 1 {
			t.Errorf("%s has %d capitals", code, capitals[code])
		}
	}
	if odesa, region := named(x, "Odesa")[0], x.places[named(x, "Odesa")[0].Region].Name; region != "Odesa Oblast" || odesa.Class != 5 {
		t.Errorf("Odesa lies in %q with class %d; want Odesa Oblast and 5", region, odesa.Class)
	}
}

// TestFormsOfNames are those of the two languages.
func TestFormsOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"Київ": "Києва Києву Києвом Києві", "Харьков": "Харькова Харькову Харьковом Харькове", "Одеса": "Одеси Одесі Одесу Одесою",
		"Донецьк": "Донецька Донецьку Донецьком", "Запоріжжя": "Запоріжжю Запоріжжям", "Мариуполь": "Мариуполя Мариуполю Мариуполем Мариуполе",
		"Суми": "Сум Сумам Сумами Сумах", "Черновцы": "Черновцов Черновцам Черновцами Черновцах", "Рівне": "Рівного Рівному Рівним",
		"Тернопіль": "Тернополя Тернополю Тернополі", "Хмельницький": "Хмельницького Хмельницькому", "Днепр": "Днепра Днепру Днепре",
		"Авдеевка": "Авдеевки Авдеевке Авдеевку Авдеевкой", "Украина": "Украины Украине Украину", "Україна": "України Україні Україну Україною",
		"Россия": "России Россию Россией", "Крым": "Крыма Крыму", "Изюм": "Изюма Изюме", "Вінниця": "Вінниці Вінницю",
	} {
		got := inflected(name)
		for form := range strings.FieldsSeq(want) {
			if !slices.Contains(got, form) {
				t.Errorf("%s has no form %s among %v", name, form, got)
			}
		}
	}
	for _, name := range []string{"Kyiv", "Кривий Ріг", "", "Ю"} {
		if got := inflected(name); got != nil {
			t.Errorf("%q has forms %v", name, got)
		}
	}
}

// TestADeskAddsPlaces to an index of its own; the one that it began with stays as it was.
func TestADeskAddsPlaces(t *testing.T) {
	const list = "\uFEFF# ours\n\nNorthhook, UA, 47.44 35.84: Northook, Нортхук\r\nKherson-on-Dnipro, UA: Kherson\nGrey Sea, -, 61.5 -3.25, water\n" +
		"Lyman, UA, 45.673 29.744: Lower Lyman\n"
	x, err := Default().With(list)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Place{
		"Northook":          {Name: "Northhook", Country: "UA", Lat: 47.44, Lon: 35.84, Class: 3, Region: -1},
		"Нортхука":          {},
		"Grey Sea":          {Name: "Grey Sea", Lat: 61.5, Lon: -3.25, Kind: Water, Class: 3, Region: -1},
		"Kherson-on-Dnipro": {Name: "Kherson-on-Dnipro", Country: "UA", Lat: 46.637, Lon: 32.615, Class: 4, Near: Heart, Region: named(x, "Kherson")[0].Region},
		"Kherson":           {Name: "Kherson-on-Dnipro", Country: "UA", Lat: 46.637, Lon: 32.615, Class: 4, Near: Heart, Region: named(x, "Kherson")[0].Region},
		"Lower Lyman":       {Name: "Lyman", Country: "UA", Lat: 45.673, Lon: 29.744, Near: Heart, Region: named(x, "Odesa")[0].Region},
	} {
		got := named(x, name)
		if want == (Place{}) && len(got) != 0 || want != (Place{}) && (len(got) != 1 || got[0] != want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if len(named(Default(), "Northhook")) != 0 || named(Default(), "Kherson")[0].Name != "Kherson" {
		t.Error("the desk's list changed the index that comes with the program")
	}
	again, err := x.With("Northhook, UA, 47.45 35.85: Norhook\n")
	if err != nil || len(again.places) != len(x.places) {
		t.Errorf("a place named again within ten kilometres became a second one: %v", err)
	}
}

// TestTwoDesksDoNotMeet: what one adds to a name that many places have, the other never sees.
func TestTwoDesksDoNotMeet(t *testing.T) {
	names := []string{"Mykolaivka", "Kamianka", "Lyman", "Ivanivka", "Pokrovske", "Novoselivka", "Springfield", "Cambridge"}
	list := func(place string, names []string) string {
		var b strings.Builder
		for _, name := range names {
			b.WriteString(place + " " + name + ", NO, 70 25: " + name + "\n")
		}
		return b.String()
	}
	one, err1 := Default().With(list("One", names))
	slices.Reverse(names)
	two, err2 := Default().With(list("Two", names))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, name := range names {
		for x, own := range map[*Index]string{one: "One " + name, two: "Two " + name} {
			found := slices.ContainsFunc(named(x, name), func(p Place) bool { return p.Name == own })
			if !found || len(named(x, name)) != len(named(Default(), name))+1 {
				t.Errorf("%s: %d places, %q among them: %v", name, len(named(x, name)), own, found)
			}
		}
	}
}

// TestAWrongLineIsToldByItsNumber with what is wrong in words.
func TestAWrongLineIsToldByItsNumber(t *testing.T) {
	for line, want := range map[string]string{
		"Northhook":                       "a name and a country must stand before the colon, parted by a comma",
		", UA: Northook":                  "a name and a country must stand before the colon, parted by a comma",
		"Northhook, Ukraine: Northook":    `"Ukraine" is not a country's code of two capital letters, nor -`,
		"Northhook, ua: Northook":         `"ua" is not a country's code of two capital letters, nor -`,
		"Northhook, UA":                   `"Northhook" has neither a position nor another name`,
		"Northhook, UA: Northook":         "no place in UA is known by any of its names; give its position",
		"Northhook, UA, 47.44":            `"47.44" is not a position: two numbers of degrees, north and then east`,
		"Northhook, UA, 147.44 35":        `"147.44 35" is not a position: two numbers of degrees, north and then east`,
		"Northhook, UA, NaN 35":           `"NaN 35" is not a position: two numbers of degrees, north and then east`,
		"Northhook, UA, 47 35, hill":      `"hill" is not a kind of place: town, area or water`,
		"Northhook, UA, 47 35, town, old": "a name and a country must stand before the colon, parted by a comma",
		strings.Repeat("a", 2000):         "it is longer than 1024 bytes",
	} {
		_, err := Default().With("# ours\n\n" + line + "\n")
		var told *brief.Error
		if !errors.As(err, &told) || told.Kind != brief.KindInvalid || told.What != "line 3 of the list of places: "+want ||
			told.Do != "write it as NAME, COUNTRY, LAT LON: OTHER NAME, OTHER NAME" {
			t.Errorf("%.40q: %v; want %s", line, err, want)
		}
	}
	for _, text := range []string{"Kyiv, UA: \xff", strings.Repeat("# ours\n", brief.MaxListText)} {
		if _, err := Default().With(text); err == nil {
			t.Errorf("%.20q was taken", text)
		}
	}
}

// TestTheIndexIsSmall: at most 600 KB in the program and 10 MB in memory.
func TestTheIndexIsSmall(t *testing.T) {
	if n := len(table) + len(aliases); n > 600_000 {
		t.Errorf("the data have %d bytes", n)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := build()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 10<<20 {
		t.Errorf("the index takes %d bytes", grown)
	} else {
		t.Logf("%d places, %d names' nodes, %d bytes of data, %d in memory", len(x.places), len(x.ends), len(table)+len(aliases), grown)
	}
	runtime.KeepAlive(x)
}

// FuzzWith feeds any list: it is taken, or refused as invalid in words.
func FuzzWith(f *testing.F) {
	for _, seed := range []string{"", "#", "Kyiv, UA: Kiew", "A, -, 1 2, water: B, C", ":", ",,,,", "Київ, UA: Київ", "A, UA, 1 2:,,,", "\x00, UA, 0 0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Default().With(text)
		if err != nil {
			var told *brief.Error
			if !errors.As(err, &told) || told.Kind != brief.KindInvalid || !utf8.ValidString(told.What) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		for _, p := range x.places[len(Default().places):] {
			if math.IsNaN(p.Lat) || math.IsInf(p.Lon, 0) || p.Name == "" {
				t.Fatalf("took %+v", p)
			}
		}
	})
}

// BenchmarkBuild unpacks the data, as the first reading of a process does.
func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		build()
	}
}
