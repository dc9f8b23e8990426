package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"

	"golang.org/x/net/html"
)

// TestAPledgeGoesFromAReportToItsOutcomeByForms walks the desk's pages: a report comes in, its speaker is added, the statement is
// recorded from the reading with its span, evidence is found, one proposes, another approves.
func TestAPledgeGoesFromAReportToItsOutcomeByForms(t *testing.T) {
	o := newOffice(t)
	o.clock = time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC)
	b, chief := o.signIn(editorToken), o.signIn(chiefToken)
	b.post("/inbox", url.Values{"briefing": {"ukraine"}, "title": {"A report"}, "outlet": {"A Paper"}, "text": {"Ada Brun promised a ferry by October."}, "published": {"2022-09-24T12:00"}})
	id := o.reports[0].ID
	reading := brief.Reading{Sentences: []brief.Span{{Start: 0, End: 37}}, Statements: []brief.ReadStatement{{Kind: brief.KindPledge,
		Speaker: brief.ReadSpeaker{Name: "Ada Brun", Span: brief.Span{End: 8}}, Cue: brief.Mention{Span: brief.Span{Start: 9, End: 17}, Text: "promised"},
		Content: []brief.Mention{{Span: brief.Span{Start: 18, End: 36}, Text: "a ferry by October"}}, Speech: "indirect", Modality: "flat"}}}
	reading.Report.Text = o.reports[0].Text
	if err := o.SaveReading(t.Context(), id, reading, "test"); err != nil {
		t.Fatal(err)
	}
	way := regexp.MustCompile(`href="(/b/ukraine/statements/new[^"]*)"`).FindStringSubmatch(b.get("/reports/" + string(id)).Body.String())
	if way == nil {
		t.Fatal("no way from the report to the ledger")
	}
	page := b.get(html.UnescapeString(way[1])).Body.String()
	if !strings.Contains(page, "The report names Ada Brun") && !strings.Contains(page, "Nobody is in the register") {
		t.Error("the form does not say that the speaker is unknown")
	}
	if w := b.post("/b/ukraine/speakers", url.Values{"name": {"Ada Brun"}, "aliases": {"Brun\n"}, "offices": {"mayor | Oldford | Northland | 2021\n"}, "key": {"s1"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("adding: %d %s", w.Code, w.Body)
	}
	page = b.get(html.UnescapeString(way[1])).Body.String()
	form := hiddenOf(page)
	speaker := regexp.MustCompile(`<option value="([^"]+)" selected>Ada Brun`).FindStringSubmatch(page)
	if speaker == nil || form.Get("report") != string(id) || form.Get("start") != "18" || !strings.Contains(page, "a ferry by October</textarea>") && !strings.Contains(page, "a ferry by October\n") {
		t.Fatalf("the form is not filled: %v\n%s", form, page)
	}
	for name, value := range map[string]string{"title": "A ferry", "kind": "pledge", "speaker": speaker[1], "said": "2022-09-24", "precision": "day",
		"terms": "the ferry sails @ 2022-10", "outlet": "A Paper", "on": "2022-09-24", "verb": "promised", "covers": "t1"} {
		form.Set(name, value)
	}
	w := b.post("/b/ukraine/statements", form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("recording: %d %s", w.Code, w.Body)
	}
	at := w.Header().Get("Location")
	st := brief.StatementID(at[strings.LastIndex(at, "/")+1:])
	found, _, err := knowledge{o.library}.Case(t.Context(), o.id, st)
	if err != nil {
		t.Fatal(err)
	}
	if r := found.Statement.Renderings[0]; r.Report != id || r.Span == nil || r.Span.Start != 18 || found.Statement.As.Role != "mayor" {
		t.Errorf("recorded %+v as %+v", r, found.Statement.As)
	}
	form = hiddenOf(b.get(at).Body.String())
	for name, value := range map[string]string{"terms": "t1", "stance": "supports", "side": "independent", "date": "2022-10-20", "text": "It sailed.", "url": "https://harbor.example/log", "outlet": "Harbor"} {
		form.Set(name, value)
	}
	if w = b.post(at+"/evidence", form); w.Code != http.StatusSeeOther {
		t.Fatalf("evidence: %d %s", w.Code, w.Body)
	}
	early := url.Values{"term": {"t1"}, "verdict": {"borne_out"}, "as_of": {"2022-10-21"}, "rationale": {"It sailed."}, "rests_on": {"e1"}}
	if w = b.post(at+"/propose", early); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "rule verdict-of-kind") {
		t.Errorf("a wrong verdict: %d", w.Code)
	}
	early.Set("verdict", "kept")
	if w = b.post(at+"/propose", early); w.Code != http.StatusSeeOther {
		t.Fatalf("proposing: %d %s", w.Code, w.Body)
	}
	approve := regexp.MustCompile(`formaction="([^"]*approve)"`)
	if approve.MatchString(b.get(at).Body.String()) {
		t.Error("whoever proposed is offered to approve")
	}
	button := approve.FindStringSubmatch(chief.get("/b/ukraine/statements").Body.String())
	if button == nil {
		t.Fatal("nobody is offered to approve")
	}
	if w = chief.post(button[1], url.Values{"note": {"seen"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("approving: %d %s", w.Code, w.Body)
	}
	if found, _, err = (knowledge{o.library}).Case(t.Context(), o.id, st); err != nil || statement.States(found)[0].Verdict != statement.Kept {
		t.Errorf("%+v %v", found.Outcomes, err)
	}
}

func TestTheDeskIsToldWhenReadersHaveNoPageOfTheLedger(t *testing.T) {
	o := newOffice(t)
	const told = "readers have no page of it"
	if page := o.signIn(editorToken).get("/b/ukraine/statements").Body.String(); !strings.Contains(page, told) {
		t.Error("the section is off, and the desk is not told")
	}
	b := o.books[o.id].past[len(o.books[o.id].past)-1].Briefing
	b.Sections = append(b.Sections, brief.SectionStatements)
	o.put(t, o.id, brief.EntryBriefing, brief.ItemBriefing, b)
	if page := o.signIn(editorToken).get("/b/ukraine/statements").Body.String(); strings.Contains(page, told) {
		t.Error("the section is on, and the desk is told that it is off")
	}
}
