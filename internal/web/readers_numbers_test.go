package web

import (
	"net/http"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// numbers publishes the pair of one aid release, and people killed.
func (s *stall) numbers() {
	b := s.books[s.id].past[len(s.books[s.id].past)-1].Briefing
	b.Sections = append(b.Sections, brief.SectionAid, brief.SectionCivilians)
	s.put(s.t, s.id, brief.EntryBriefing, brief.ItemBriefing, b)
	total := brief.Series{ID: "kiel.total.allocation", Title: "aid to Ukraine, all donors", Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated}
	first := brief.Version{ID: "v1", Series: total.ID, From: "2022-01-24", To: "2026-04-30", Known: "2026-07-27", Value: "350.88", Basis: brief.BasisRecorded, Change: brief.NumberFirst}
	second := first
	second.ID, second.Value, second.Known, second.Supersedes, second.Change, second.Reason = "v2", "358.40", "2026-07-30", "v1", brief.NumberExchangeRate, "Rates were mended."
	s.put(s.t, s.id, brief.EntryVersions, "aid", brief.Numbers{Tracker: "kiel", Title: "Aid", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Aid tracker"}, Series: []brief.Series{total},
		Versions: []brief.Version{first, second}, Change: brief.StatementChange{Class: brief.Publish}})
	killed := brief.Series{ID: "ohchr.killed", Title: "civilians killed", Counted: brief.CountedKilled, Unit: "persons", LowerBound: true}
	s.put(s.t, s.id, brief.EntryVersions, "harm", brief.Numbers{Tracker: "ohchr", Title: "Harm", Topic: brief.TopicCivilians, Source: brief.NumberSource{Name: "OHCHR"}, Series: []brief.Series{killed},
		Versions: []brief.Version{{ID: "k1", Series: killed.ID, From: "2022-02-24", To: "2022-12-26", Known: "2022-12-27", Value: "6884", Basis: brief.BasisVerified, Change: brief.NumberFirst}},
		Change:   brief.StatementChange{Class: brief.Publish}})
}

// TestADayLeadsToItsLastingAddress asks as a script would, and follows.
func TestADayLeadsToItsLastingAddress(t *testing.T) {
	s := newStall(t)
	s.numbers()
	for ask, want := range map[string][2]string{"/ukraine/aid?as-of=2026-07-28": {"/ukraine/aid/as-of/2026-07-28", "350.88"}, "/ukraine/aid?as-of=2026-08-05": {"/ukraine/aid/as-of/2026-08-05", "358.40"},
		"/ukraine/n/kiel.total.allocation?as-of=2026-07-28": {"/ukraine/n/kiel.total.allocation/as-of/2026-07-28", "350.88"}} {
		w := s.get(ask)
		to := w.Header().Get("Location")
		at := ask[:strings.LastIndex(ask, "/")+1] + to
		if w.Code/100 != 3 || at != want[0] {
			t.Errorf("%s: %d, %s", ask, w.Code, to)
			continue
		}
		page := s.get(at).Body.String()
		other := map[string]string{"350.88": "358.40", "358.40": "was 350.88"}[want[1]]
		if !strings.Contains(page, want[1]) || strings.Contains(page, other) != (want[1] == "358.40") {
			t.Errorf("%s does not show %s as known then", at, want[1])
		}
	}
	for _, bad := range []string{"/ukraine/aid?as-of=yesterday", "/ukraine/aid/", "/ukraine/n/", "/ukraine/aid/as-of/2026-02-30", "/ukraine/civilians/killed.svg/", "/ukraine/as-of/9/aid/totals/embed"} {
		if w := s.get(bad); w.Code != http.StatusNotFound && w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
}

// TestFilesOfNumbersHaveTheirTypes asks for each form.
func TestFilesOfNumbersHaveTheirTypes(t *testing.T) {
	s := newStall(t)
	s.numbers()
	for at, want := range map[string]string{"civilians/killed.svg": svgType, "civilians/killed.png": pngType, "civilians/killed.csv": tableType, "civilians.json": jsonType, "n/ohchr.killed.csv": tableType,
		"n/ohchr.killed/k1.json": jsonType, "n/ohchr.killed/embed": htmlType} {
		w := s.get("/ukraine/" + at)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %s", at, w.Code, w.Header().Get("Content-Type"))
		}
	}
	if policy := s.get("/ukraine/n/ohchr.killed/embed").Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") {
		t.Errorf("a frame cannot be framed: %s", policy)
	}
}
