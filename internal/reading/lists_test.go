package reading

import (
	"errors"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestAReportIsReadByTheListsOfItsBriefing as far as they can be read, and for the tracks that it has.
func TestAReportIsReadByTheListsOfItsBriefing(t *testing.T) {
	b := &brief.Briefing{Template: "war", Tracks: []brief.Track{{ID: "fighting"}, {ID: "parcels"}}}
	report := brief.ReadReport{Text: "Parcels and parcels wait in Northook with humanitarian aid for refugees after the shelling of the post office. Ada Brunn said that the road was open."}
	lists := []brief.DeskList{{Name: brief.ListOfNames, Text: "Ada Brun: Ada Brunn"}, {Name: brief.ListOfPlaces, Text: "Northhook, UA, 47.44 35.84: Northook"},
		{Name: brief.ListOfTracks, Text: "parcels, 4: parcel*\nletters, 9: post office"}}
	o, err := OptionsFor(b, nil, lists)
	if err != nil {
		t.Fatal(err)
	}
	got := Read(report, o)
	if got.Track != "parcels" || len(got.Places) != 1 || got.Places[0].Name != "Northhook" || len(got.Statements) != 1 || got.Statements[0].Speaker.Name != "Ada Brun" {
		t.Errorf("read the track %q, places %+v, statements %+v", got.Track, got.Places, got.Statements)
	}
	for _, w := range got.Deciding {
		if w.Track != "parcels" && w.Track != "" {
			t.Errorf("%q speaks for %q, which the briefing does not have", w.Text, w.Track)
		}
	}
	lists[1].Text = "Northhook"
	o, err = OptionsFor(b, nil, lists)
	if !errors.As(err, new(*brief.BadLines)) || Read(report, o).Statements[0].Speaker.Name != "Ada Brun" || Read(report, o).Track != "parcels" {
		t.Errorf("a list that cannot be read: %v", err)
	}
	if got := Read(report, Options{}); got.Track != "civilians" {
		t.Errorf("without a briefing the track is %q", got.Track)
	}
}

func TestAListIsHeldAgainstItsBriefing(t *testing.T) {
	b := &brief.Briefing{Template: "blank", Tracks: []brief.Track{{ID: "parcels"}}}
	for _, c := range []struct {
		list brief.ListName
		text string
		says string
	}{
		{brief.ListOfTracks, "parcels: post", ""}, {brief.ListOfTracks, "fighting: shelling", "no track of this briefing; it has parcels"},
		{brief.ListOfNames, "Ada: Adda", ""}, {brief.ListOfNames, "Ada", "neither another spelling nor a role"},
		{brief.ListOfPlaces, "Kyiv, UA: Kiew", ""}, {brief.ListOfPlaces, "Kyiv", "a name and a country"},
	} {
		err := CheckList(b, c.list, c.text)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %q: %v", c.list, c.text, err)
		}
	}
	if err := CheckList(&brief.Briefing{}, brief.ListOfTracks, "x: y"); err == nil || !strings.Contains(err.Error(), "it has none") {
		t.Errorf("a briefing without tracks: %v", err)
	}
	for list, want := range map[brief.ListName]string{brief.ListOfNames: "Volodymyr Zelenskiy", brief.ListOfPlaces: "Kyiv, UA", brief.ListOfTracks: "kind denial"} {
		if text := ListText(b, list); !strings.Contains(text, want) || strings.Contains(text, "artillery") {
			t.Errorf("what comes with the program for %s is %.80q", list, text)
		}
	}
}
