package page

import (
	"bytes"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

func TestOlderEditionAppliesLaterRemovals(t *testing.T) {
	c := newChronicle(t, warBriefing())
	c.add(brief.Publish, "secret", dev("A headline with a name in it"))
	older := c.state.Clone()
	c.redact("secret", "safety", "A name was taken out.", nil)
	if it, _ := older.Item("secret"); it.Status != edition.Live {
		t.Fatalf("the older edition is %s already; the test proves nothing", it.Status)
	}
	s := c.shelf()
	s.State, s.AsOf = older, true
	var b bytes.Buffer
	if err := WriteLive(&b, s, c.bodies, 1); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "with a name in it") || !strings.Contains(b.String(), "Removed openly") {
		t.Error("an older edition still shows a text that was removed since")
	}
}

func TestCopyWithoutAServerAsksForNothing(t *testing.T) {
	c := fullChronicle(t)
	s := c.shelf()
	s.Static = true
	live := find(t, site(t, c, s), "live")
	for _, unwant := range []string{"data-live", "data-head", "data-log", "<script src"} {
		if strings.Contains(live, unwant) {
			t.Errorf("a copy without a server has %s", unwant)
		}
	}
}

func TestOtherLanguagesAreOfferedInTheirOwnWords(t *testing.T) {
	c := fullChronicle(t)
	s := c.shelf()
	s.Languages = []Language{{"war", "en"}, {"war.uk", "uk"}}
	for name, want := range map[string]string{
		"live":     `<a href="../war.uk/" lang="uk" hreflang="uk">Українською</a>`,
		"item law": `<a href="../../war.uk/" lang="uk" hreflang="uk">Українською</a>`,
	} {
		if !strings.Contains(find(t, site(t, c, s), name), want) {
			t.Errorf("%s does not lead to the other language", name)
		}
	}
}

func TestBriefingOfAnotherLanguageSpeaksIt(t *testing.T) {
	c := russianDay(t)
	for _, p := range site(t, c, c.shelf()) {
		if p.name != "box" && !strings.Contains(p.body, `lang="ru"`) {
			t.Errorf("%s does not say its language", p.name)
		}
		for _, english := range []string{"At a glance", "Rests on", "Link to this", "Corrections<", "No cookies"} {
			if strings.Contains(p.body, english) {
				t.Errorf("%s says %q in the middle of Russian", p.name, english)
			}
		}
	}
}

func TestTextOfAnotherLanguageIsMarked(t *testing.T) {
	c := newChronicle(t, warBriefing())
	c.add(brief.Publish, "one", dev("Заголовок"))
	c.entries[1].Entry.Lang = "ru"
	live := find(t, site(t, c, c.shelf()), "live")
	if !strings.Contains(live, `data-when="2022-09-24T06:10:00Z" lang="ru"`) {
		t.Error("a Russian item on an English page is not marked")
	}
}

func TestTracksOfOtherTemplatesHaveHuesOfTheirOwn(t *testing.T) {
	tracks := []brief.Track{{ID: "rescue", Order: 2}, {ID: "warning", Order: 1}, {ID: "aid", Order: 3}}
	got := hues(tracks)
	if got["warning"] != "t0" || got["rescue"] != "t1" || got["aid"] != "aid" {
		t.Errorf("got %v", got)
	}
}
