package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// ledger shows the statements of the stall's briefing: entry 5 switches the section on, 6 and 7 are a speaker and what she
// promised, 8 and 9 another name of hers.
func (s *stall) ledger() {
	b := s.books[s.id].past[len(s.books[s.id].past)-1].Briefing
	b.Sections = append(b.Sections, brief.SectionStatements)
	s.put(s.t, s.id, brief.EntryBriefing, brief.ItemBriefing, b)
	s.put(s.t, s.id, brief.EntrySpeaker, "mira", brief.Speaker{Name: "Mira Vell", Change: brief.StatementChange{Class: brief.Publish}})
	s.put(s.t, s.id, brief.EntryStatement, "vow", vow("A bridge by spring"))
	s.put(s.t, s.id, brief.EntrySpeaker, "alias", brief.Speaker{Name: "M. Vell", MergedInto: "mira", Change: brief.StatementChange{Class: brief.Publish}})
}

func vow(title string) brief.Statement {
	return brief.Statement{Kind: brief.KindPledge, Title: title, Track: "aid", Speaker: "mira", As: brief.Capacity{Name: "Mira Vell"},
		Said:       brief.EventTime{From: time.Date(2022, 9, 20, 9, 0, 0, 0, time.UTC), Precision: brief.ToDay},
		Terms:      []brief.Term{{ID: "t1", Text: "The bridge will stand.", Force: brief.Flat, Due: brief.DueWindow{To: "2022-10-01"}}},
		Renderings: []brief.Rendering{{ID: "r1", Reference: brief.Reference{URL: "https://courier.example/1", Outlet: "The Courier"}, On: "2022-09-20"}},
		Evidence:   []brief.Evidence{}, Change: brief.StatementChange{Class: brief.Publish}}
}

// TestLedgerAddressesAnswer asks for what is there and what is not.
func TestLedgerAddressesAnswer(t *testing.T) {
	s := newStall(t)
	s.ledger()
	for path, want := range map[string]int{"/ukraine/statements/vow/history": 200, "/ukraine/statements/vow/proof": 200, "/ukraine/statements/page/1": 302, "/ukraine/people/page/1": 302,
		"/ukraine/people/alias": 301, "/ukraine/statements/none": 404, "/ukraine/statements/kind/threat": 404, "/ukraine/statements/kind/none": 404, "/ukraine/statements/page/2": 404,
		"/ukraine/statements/vow/else": 404, "/ukraine/people/none": 404, "/ukraine/people/mira/feed.xml": 404, "/ukraine/as-of/4/statements/vow": 404, "/ukraine/as-of/99/statements": 404,
		"/ukraine/statements/track/aid": 200, "/ukraine/statements/verdict/open": 200, "/ukraine/as-of/7/statements/page/2": 404, "/ukraine/people/mira/page/2": 404} {
		if w := s.get(path); w.Code != want {
			t.Errorf("%s: status %d, want %d", path, w.Code, want)
		}
	}
	if to := s.get("/ukraine/people/alias").Header().Get("Location"); to != "mira" {
		t.Errorf("another name of hers leads to %q", to)
	}
	for path, want := range map[string]string{"statements": "../8/statements", "statements/vow": "../../8/statements/vow", "statements/page/2": "../../../8/statements/page/2"} {
		if w := s.get("/ukraine/as-of/2022-09-24/" + path); w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s on a day: %d to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
}

// TestLedgerIsNotThereWhereItsSectionIsOff asks every address of it in a briefing that does not show its statements.
func TestLedgerIsNotThereWhereItsSectionIsOff(t *testing.T) {
	s := newStall(t)
	s.put(t, s.id, brief.EntrySpeaker, "mira", brief.Speaker{Name: "Mira Vell"})
	s.put(t, s.id, brief.EntryStatement, "vow", vow("A bridge by spring"))
	for pattern, path := range everyAddress() {
		if !strings.Contains(pattern, "statements") && !strings.Contains(pattern, "people") && !strings.Contains(pattern, "due") && !strings.Contains(pattern, "outcomes") {
			continue
		}
		if w := s.get(strings.Replace(path, "as-of/7", "as-of/6", 1)); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

// TestPagesOfTheLedgerAreMadeAnewWhenItMoves changes a statement between two visits.
func TestPagesOfTheLedgerAreMadeAnewWhenItMoves(t *testing.T) {
	s := newStall(t)
	s.ledger()
	paths := []string{"/ukraine/statements", "/ukraine/statements/vow", "/ukraine/people/mira", "/ukraine/due", "/ukraine/due.ics", "/ukraine/statements.csv"}
	for _, path := range paths {
		if !strings.Contains(s.get(path).Body.String(), "A bridge by spring") {
			t.Errorf("%s does not tell of the statement", path)
		}
	}
	corrected := vow("A bridge by autumn")
	corrected.Change = brief.StatementChange{Class: brief.Correct, Note: "It was autumn."}
	s.put(t, s.id, brief.EntryStatement, "vow", corrected)
	for _, path := range paths {
		if body := s.get(path).Body.String(); strings.Contains(body, "A bridge by spring") || !strings.Contains(body, "A bridge by autumn") {
			t.Errorf("%s still tells the old title", path)
		}
	}
	if body := s.get("/ukraine/as-of/7/statements/vow").Body.String(); !strings.Contains(body, "A bridge by spring") || !strings.Contains(body, `href="../../../statements/vow"`) {
		t.Error("the older edition does not tell what it told then, with the way to now")
	}
}

// TestWholeLedgerComesAsAStream asks for the table packed and plain, and again with its tag.
func TestWholeLedgerComesAsAStream(t *testing.T) {
	s := newStall(t)
	s.ledger()
	s.put(t, s.id, brief.EntryOutcome, "vow", brief.Outcome{Statement: "vow", Term: "t1", Verdict: statement.Contested, AsOf: "2022-09-24", Rationale: "Two sides, two stories.", RestsOn: []brief.EvidenceID{}})
	w := s.get("/ukraine/statements.csv")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][4] != "A bridge by spring" || w.Header().Get("Content-Type") != "text/csv; charset=utf-8; header=present" {
		t.Fatalf("%v %q %s", err, rows, w.Header().Get("Content-Type"))
	}
	if again := s.get("/ukraine/statements.csv", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again: %d, %d bytes", again.Code, again.Body.Len())
	}
	packed := s.get("/ukraine/statements.csv", "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("ETag") == w.Header().Get("ETag") || !strings.HasPrefix(packed.Body.String(), "\x1f\x8b") {
		t.Errorf("packed: %v", packed.Header())
	}
}
