package desk

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"livebrief/internal/brief"
)

func TestTheWarTemplateIsTheArchetype(t *testing.T) {
	b, err := Template("war")
	if err != nil {
		t.Fatal(err)
	}
	want := []brief.Track{{ID: "world", Name: "World", Order: 1}, {ID: "home", Name: "Home fronts", Order: 2},
		{ID: "fighting", Name: "Fighting", Order: 3}, {ID: "civilians", Name: "Civilians", Order: 4}, {ID: "aid", Name: "Military aid", Order: 5}}
	if d := cmp.Diff(want, b.Tracks); d != "" {
		t.Error(d)
	}
	if !b.Shows(brief.SectionMap) || b.Standfirst == "" {
		t.Errorf("%+v", b)
	}
	_, err = Template("sport")
	refused(t, err, brief.KindNotFound, "war, disaster, election, blank")
}

func TestEveryTemplateMakesABriefing(t *testing.T) {
	for _, b := range Templates() {
		b.Name, b.Title = "name", "Title"
		if err := checkBriefing(&b); err != nil {
			t.Errorf("%s: %v", b.Template, err)
		}
		if words := len(strings.Fields(b.Standfirst)); words > maxWords {
			t.Errorf("%s: the standfirst has %d words", b.Template, words)
		}
	}
}

func TestWhatABriefingLeavesEmptyComesFromItsTemplate(t *testing.T) {
	r := newRoom(t, nil)
	b := r.book.state().Briefing
	if b.Template != "war" || len(b.Tracks) != 5 || b.Zone != "Europe/Kyiv" || b.State != brief.Open || b.Lang() != "en" || b.Standfirst == "" {
		t.Errorf("%+v", b)
	}
	if r.book.origin != "example.org/war" || len(r.id) != 16 {
		t.Errorf("origin %q, id %q", r.book.origin, r.id)
	}
	e := r.book.entries[0].Entry
	if e.Kind != brief.EntryBriefing || e.Item != brief.ItemBriefing || e.Role != brief.Chief || e.Lang != "en" {
		t.Errorf("%+v", e)
	}
	own := newRoom(t, func(b *brief.Briefing) {
		b.Template, b.Tracks, b.Sections, b.Languages = "", []brief.Track{{ID: "x", Name: "X"}}, []brief.Section{}, []string{"ru", "en"}
	})
	if b = own.book.state().Briefing; b.Template != "blank" || len(b.Tracks) != 1 || len(b.Sections) != 0 || b.Lang() != "ru" {
		t.Errorf("%+v", b)
	}
}

func TestBriefingsThatAreRefused(t *testing.T) {
	logo := func(n int) string {
		return "data:image/png;base64," + base64.StdEncoding.EncodeToString(make([]byte, n))
	}
	for _, c := range []struct {
		words string
		edit  func(*brief.Briefing)
	}{
		{"address name", func(b *brief.Briefing) { b.Name = "The War" }},
		{"reserved", func(b *brief.Briefing) { b.Name = "api" }},
		{"no title", func(b *brief.Briefing) { b.Title = "" }},
		{"201 characters", func(b *brief.Briefing) { b.Title = strings.Repeat("ї", 201) }},
		{"links to", func(b *brief.Briefing) { b.Standfirst = "[all](javascript:x)" }},
		{"no zone", func(b *brief.Briefing) { b.Zone = "" }},
		{"not known", func(b *brief.Briefing) { b.Zone = "Kyiv" }},
		{"not known", func(b *brief.Briefing) { b.Zone = "Local" }},
		{"not known", func(b *brief.Briefing) { b.Zone = "../../etc/passwd" }},
		{"no language", func(b *brief.Briefing) { b.Languages = nil }},
		{"not the tag", func(b *brief.Briefing) { b.Languages = []string{"English"} }},
		{"not the tag", func(b *brief.Briefing) { b.Languages = []string{"en", "en_GB"} }},
		{"comes twice", func(b *brief.Briefing) { b.Languages = []string{"en", "en"} }},
		{"no section", func(b *brief.Briefing) { b.Sections = []brief.Section{"sport"} }},
		{"comes twice", func(b *brief.Briefing) { b.Sections = []brief.Section{"map", "map"} }},
		{"no state", func(b *brief.Briefing) { b.State = "archived" }},
		{"use recognised or disputed", func(b *brief.Briefing) { b.MapViewpoint = "mine" }},
		{"no template", func(b *brief.Briefing) { b.Template = "sport" }},
		{"part of an address", func(b *brief.Briefing) { b.Tracks[0].ID = "Home fronts" }},
		{"part of an address", func(b *brief.Briefing) { b.Tracks[0].ID = "../x" }},
		{"comes twice", func(b *brief.Briefing) { b.Tracks[1].ID = b.Tracks[0].ID }},
		{"no name of the track", func(b *brief.Briefing) { b.Tracks[1].Name = " " }},
		{"not a date", func(b *brief.Briefing) { b.Tracks[1].From = "September" }},
		{"ends before", func(b *brief.Briefing) { b.Tracks[1].From, b.Tracks[1].To = "2022-09-02", "2022-09-01" }},
		{"25 tracks", func(b *brief.Briefing) { b.Tracks = make([]brief.Track, 25) }},
		{"not a colour", func(b *brief.Briefing) { b.Identity.Colour = "red;}body{display:none" }},
		{"not a colour", func(b *brief.Briefing) { b.Identity.ColourDark = "#12345" }},
		{"not an address", func(b *brief.Briefing) { b.Identity.Imprint = "javascript:alert(1)" }},
		{"neither a mail address", func(b *brief.Briefing) { b.Identity.Contact = "ask us" }},
		{"neither a mail address", func(b *brief.Briefing) { b.Identity.Contact = "mailto:<script>@x.y" }},
		{"data: address", func(b *brief.Briefing) { b.Identity.Logo = "https://example.org/logo.png" }},
		{"data: address", func(b *brief.Briefing) { b.Identity.Logo = "data:text/html;base64,AAAA" }},
		{"damaged", func(b *brief.Briefing) { b.Identity.Logo = "data:image/png;base64,%%%" }},
		{"larger than 16 KB", func(b *brief.Briefing) { b.Identity.Logo = logo(16<<10 + 1) }},
		{"too large", func(b *brief.Briefing) { b.Identity.Logo = logo(1 << 20) }},
		{"not an address", func(b *brief.Briefing) { b.Mirrors = []string{"javascript:alert(1)"} }},
		{"comes twice", func(b *brief.Briefing) { b.Mirrors = []string{"https://a.example/", "https://a.example/"} }},
		{"51 mirrors", func(b *brief.Briefing) { b.Mirrors = make([]string, 51) }},
		{"no key of the witness", func(b *brief.Briefing) { b.Witnesses = []brief.Witness{{URL: "https://w.example"}} }},
		{"address of the witness", func(b *brief.Briefing) { b.Witnesses = []brief.Witness{{Key: "w+12345678+AAAA"}} }},
		{"public key of the witness cannot be read", func(b *brief.Briefing) {
			b.Witnesses = []brief.Witness{{Key: "news.example/ukraine+5df962d3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", URL: "https://w.example"}}
		}},
		{"public key of the witness cannot be read", func(b *brief.Briefing) {
			b.Witnesses = []brief.Witness{{Key: " witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG5", URL: "https://w.example"}}
		}},
		{"comes twice", func(b *brief.Briefing) {
			w := brief.Witness{Key: "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", URL: "https://w.example"}
			b.Witnesses = []brief.Witness{w, w}
		}},
		{"16 witnesses", func(b *brief.Briefing) { b.Witnesses = make([]brief.Witness, 16) }},
	} {
		b, err := Template("war")
		if err != nil {
			t.Fatal(err)
		}
		b.Name, b.Title = "war", "War"
		c.edit(&b)
		err = checkBriefing(&b)
		refused(t, err, brief.KindInvalid, c.words)
	}
	b, _ := Template("war")
	b.Name, b.Title = "war.ru", "War"
	b.Identity = brief.Identity{Name: "N", Logo: logo(16 << 10), Colour: "#8b1a1a", ColourDark: "#F0A0A0", Home: "https://example.org",
		Contact: "mailto:desk@example.org"}
	if err := checkBriefing(&b); err != nil {
		t.Error(err)
	}
}

func TestAnEditKeepsWhatCannotChange(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) { b.Reconstruction = true })
	ctx := context.Background()
	b := r.book.state().Briefing
	b.Title, b.Template, b.Reconstruction = "The war and after", "blank", false
	o, err := r.Edit(ctx, noon, chief, r.id, b, 1, "k")
	if err != nil || o.Entry.Rev != 2 {
		t.Fatal(o, err)
	}
	if now := r.book.state().Briefing; now.Title != "The war and after" || now.Template != "war" || !now.Reconstruction {
		t.Errorf("%+v", now)
	}
	if again, err := r.Edit(ctx, noon, chief, r.id, b, 1, "k"); err != nil || again.Entry.Seq != o.Entry.Seq {
		t.Errorf("the same key: %v, %v", again, err)
	}
	_, err = r.Edit(ctx, noon, chief, r.id, b, 1, "")
	refused(t, err, brief.KindConflict, "revision 2")
	b.Tracks = b.Tracks[1:]
	_, err = r.Edit(ctx, noon, chief, r.id, b, 2, "")
	refused(t, err, brief.KindInvalid, "World (world) would be gone")
}

func TestCreateIsRefusedBeforeAnythingIsMade(t *testing.T) {
	r := newRoom(t, nil)
	for _, c := range []struct {
		words  string
		b      brief.Briefing
		origin string
		dated  time.Time
	}{
		{"no title", brief.Briefing{Name: "x"}, "o", time.Time{}},
		{"no template", brief.Briefing{Name: "x", Template: "sport"}, "o", time.Time{}},
		{"origin", brief.Briefing{Name: "x", Title: "X"}, "", time.Time{}},
		{"origin", brief.Briefing{Name: "x", Title: "X"}, "two words", time.Time{}},
		{"only a reconstruction", brief.Briefing{Name: "x", Title: "X"}, "o", noon},
		{"still to come", brief.Briefing{Name: "x", Title: "X", Reconstruction: true}, "o", noon.Add(1e9)},
	} {
		id, _, err := r.Create(context.Background(), noon, chief, c.b, c.origin, c.dated)
		refused(t, err, brief.KindInvalid, c.words)
		if id != "" || len(r.book.entries) != 1 {
			t.Errorf("%s: something was made", c.words)
		}
	}
}
