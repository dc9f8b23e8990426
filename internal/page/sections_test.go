package page

import (
	"bytes"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestSectionsThatAreOffStandNowhere switches glance and coverage off in a briefing that has both: no page, box or
// frame shows or links them, and the page of all coverage is not there.
func TestSectionsThatAreOffStandNowhere(t *testing.T) {
	c := fullChronicle(t)
	quiet := c.state.Briefing
	quiet.Sections = nil
	entry := c.add(brief.EntryBriefing, brief.ItemBriefing, quiet)
	write := map[string]func(*bytes.Buffer) error{
		"live":  func(w *bytes.Buffer) error { return WriteLive(w, c.shelf(), c.bodies, 1) },
		"lite":  func(w *bytes.Buffer) error { return WriteLite(w, c.shelf(), c.bodies) },
		"box":   func(w *bytes.Buffer) error { return WriteBox(w, c.shelf(), c.bodies) },
		"embed": func(w *bytes.Buffer) error { return WriteEmbed(w, c.shelf(), c.bodies, 5) },
	}
	for name, page := range write {
		var w bytes.Buffer
		if err := page(&w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, trace := range []string{`id="glance"`, "At a glance", `href="coverage"`, "/coverage", "Our coverage", c.state.Glance.Lines[0].Text} {
			if strings.Contains(w.String(), trace) {
				t.Errorf("%s shows %q", name, trace)
			}
		}
		if !strings.Contains(w.String(), quiet.Title) {
			t.Errorf("%s shows nothing at all", name)
		}
	}
	var w bytes.Buffer
	if err := WriteCoverage(&w, c.shelf(), c.bodies, 1); brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("the page of all coverage: %v", err)
	}
	pieces, _, err := Fragments(c.shelf(), c.bodies, entry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pieces {
		if p.ID == "glance" || p.ID == "stories" {
			t.Errorf("a frame carries %s", p.ID)
		}
	}
}
