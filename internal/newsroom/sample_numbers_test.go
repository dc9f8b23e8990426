package newsroom

import (
	"os"
	"path/filepath"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/record"
	"livebrief/internal/series"
	"livebrief/internal/sheet"
)

// TestTheSampleHasTheNumbersOfItsStory holds what stands to figures that were written down by hand.
func TestTheSampleHasTheNumbersOfItsStory(t *testing.T) {
	room := sampleRoom(t)
	state := room.press.stands[room.press.order[0]].now.Load()
	for id, want := range map[brief.SeriesID]struct {
		numbers, versions int
		latest            string
	}{
		"ohchr.killed": {23, 23, "12654"}, "ohchr.injured": {23, 23, "29392"}, "ohchr.casualties": {23, 23, "42046"}, "ohchr.killed-in-month": {1, 4, "331"},
		"unhcr-europe.recorded": {10, 10, "8046560"}, "unhcr.refugees": {12, 12, "5224131"}, "unhcr.displaced": {12, 12, "3712000"}, "idmc.displaced": {12, 12, "3712000"},
		"claimed-losses.personnel": {56, 56, "1456610"}, "kiel.total.allocated": {1, 2, "358.40"}, "kiel.us.committed": {1, 1, "118.96"},
	} {
		s, _, known := state.SeriesOf(id)
		versions := 0
		for _, n := range s.Numbers {
			versions += len(n)
		}
		if !known || len(s.Numbers) != want.numbers || versions != want.versions || s.Leaves("")[0].Version.Value != want.latest {
			t.Errorf("%s: %d numbers, %d versions, %+v", id, len(s.Numbers), versions, s.Leaves(""))
		}
	}
	release, _, _ := state.SeriesOf("kiel.total.allocated")
	for day, want := range map[brief.Date]string{"2026-07-28": "350.88", "2026-08-05": "358.40"} {
		if v, known := release.Numbers[0].AsOf(day); !known || v.Value != want {
			t.Errorf("as of %s: %+v", day, v)
		}
	}
	apart := map[string]string{}
	for _, name := range []string{"unhcr", "idmc"} {
		s, _, _ := state.SeriesOf(brief.SeriesID(name + ".displaced"))
		for _, n := range s.Numbers {
			if n.Now().From == "2017" {
				apart[name] = n.Now().Value
			}
		}
	}
	if apart["unhcr"] != "1800000" || apart["idmc"] != "800000" {
		t.Errorf("2017: %v", apart)
	}
	checkRoots(t, room, state)
}

// checkRoots holds the root of each entry of numbers to its versions.
func checkRoots(t *testing.T, room *Room, state *edition.State) {
	t.Helper()
	for _, tr := range state.Trackers() {
		for _, seq := range tr.Entries {
			found, err := room.store.Bodies(t.Context(), room.press.order[0], []brief.Seq{seq})
			if err != nil {
				t.Fatal(err)
			}
			if err := record.CheckNumbers(found[seq].Body); err != nil {
				t.Errorf("entry %d: %v", seq, err)
			}
		}
	}
}

// TestTheSamplesYearsAreThoseOfTheWholeTable adds the countries of asylum up from the whole table of UNHCR.
func TestTheSamplesYearsAreThoseOfTheWholeTable(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the years of the sample are not held to the whole table")
	}
	raw, err := os.ReadFile("../series/testdata/unhcr_population_ukr.mapping.json")
	if err != nil {
		t.Fatal(err)
	}
	m, err := series.ReadMapping("m.json", raw)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err = os.ReadFile(filepath.Join(shared, "data/civilians/unhcr_population_ukr.csv")); err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read("unhcr.csv", raw, sheet.Options{Dialect: m.Dialect})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := m.Read(table, "2025-12-01")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	counted := map[brief.SeriesID]brief.Counted{}
	for _, s := range whole.Series {
		counted[s.ID] = s.Counted
	}
	for _, v := range whole.Versions {
		want[string(counted[v.Series])+" "+string(v.From)] = v.Value
	}
	_, ours, err := readSampleTable("unhcr")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range ours.Versions {
		kind := "refugees"
		if v.Series == "unhcr.displaced" {
			kind = "displaced"
		}
		if is := want[kind+" "+string(v.From)]; is != v.Value {
			t.Errorf("%s %s: %s, the whole table has %s", kind, v.From, v.Value, is)
		}
	}
	if len(ours.Versions) != 24 {
		t.Errorf("%d numbers", len(ours.Versions))
	}
}
