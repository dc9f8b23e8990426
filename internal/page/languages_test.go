package page

import (
	"bytes"
	"strings"
	"testing"
)

// TestNameOfAnotherLanguageSaysThatTheTextIsNotTranslated comes in under each name of a briefing in three languages.
func TestNameOfAnotherLanguageSaysThatTheTextIsNotTranslated(t *testing.T) {
	c := fullChronicle(t)
	shelf := c.shelf()
	shelf.Languages = []Language{{Name: "war", Tag: "en"}, {Name: "war.uk", Tag: "uk"}, {Name: "war.ka", Tag: "ka"}}
	for name, want := range map[string]string{
		"war":    "",
		"war.uk": `<p class="notice" lang="uk">Ще не перекладено; текст подано так, як його написала редакція: In English.</p>`,
		// There are no words in Georgian yet: the sentence falls back too, and says in which language it is.
		"war.ka": `<p class="notice" lang="en">Not translated yet; the text stands as the desk wrote it: In English.</p>`,
	} {
		shelf.Name = shelf.Languages[0].Name
		for _, l := range shelf.Languages {
			if string(l.Name) == name {
				shelf.Name = l.Name
			}
		}
		var live, lite bytes.Buffer
		if err := WriteLive(&live, shelf, c.bodies, 1); err != nil {
			t.Fatal(err)
		}
		if err := WriteLite(&lite, shelf, c.bodies); err != nil {
			t.Fatal(err)
		}
		if want == "" {
			if strings.Contains(live.String(), "Not translated") || strings.Contains(live.String(), "Ще не перекладено") {
				t.Errorf("%s says that its own language is not translated", name)
			}
			continue
		}
		if !strings.Contains(live.String(), want) {
			t.Errorf("%s does not say %s", name, want)
		}
		if text := want[strings.Index(want, ">")+1 : strings.Index(want, "</p>")]; !strings.Contains(lite.String(), text) {
			t.Errorf("%s: the text-only page does not say %s", name, text)
		}
	}
}
