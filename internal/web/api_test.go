package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// said decodes an answer of the API.
func said[T any](t testing.TB, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var v T
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != jsonType {
		t.Errorf("media type %s", ct)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return v
}

// refused checks an error's status and that it speaks in sentences.
func refused(t *testing.T, w *httptest.ResponseRecorder, status int, kind string) {
	t.Helper()
	e := said[apiError](t, w, status)
	if e.Error.Kind != kind || e.Error.What == "" {
		t.Errorf("the error is %+v, want kind %s", e.Error, kind)
	}
}

const pledgeJSON = `{"headline":"Donors promise air defence","text":"Two donors said on September 24 that they will send it.","track":"aid","kind":"pledge","label":"reported","rests_on":[{"url":"https://example.org/a","outlet":"A Paper"}]}`

func TestAPIPublishesAndChangesByRevision(t *testing.T) {
	o := newOffice(t)
	acts := "/api/briefings/ukraine/acts"
	w := o.api(editorToken, "POST", acts, `{"kind":"publish","development":`+pledgeJSON+`}`, "Idempotency-Key", "k1")
	first := said[actAnswer](t, w, http.StatusCreated)
	if first.Entry == nil || first.Entry.Rev != 1 || first.Warnings == nil || first.Entry.Role != brief.Editor {
		t.Fatalf("published %s", w.Body)
	}
	item := string(first.Entry.Item)
	correct := `{"kind":"correct","item":"` + item + `","development":` + strings.Replace(pledgeJSON, "Donors promise", "One donor promises", 1) + `,"note":"It is one donor."}`
	refused(t, o.api(editorToken, "POST", acts, correct), http.StatusPreconditionRequired, "invalid")
	refused(t, o.api(editorToken, "POST", acts, correct, "If-Match", `"seven"`), http.StatusBadRequest, "invalid")
	refused(t, o.api(editorToken, "POST", acts, correct, "If-Match", `"0"`), http.StatusPreconditionFailed, "conflict")
	second := said[actAnswer](t, o.api(editorToken, "POST", acts, correct, "If-Match", `"1"`, "Idempotency-Key", "k2"), http.StatusCreated)
	again := said[actAnswer](t, o.api(editorToken, "POST", acts, correct, "If-Match", `"1"`, "Idempotency-Key", "k2"), http.StatusCreated)
	if second.Entry.Rev != 2 || again.Entry.Seq != second.Entry.Seq {
		t.Errorf("the same key gave entries %d and %d", second.Entry.Seq, again.Entry.Seq)
	}
	refused(t, o.api(editorToken, "POST", acts, correct, "If-Match", `"1"`), http.StatusPreconditionFailed, "conflict")
	got := said[itemAnswer](t, o.api(reporterToken, "GET", "/api/briefings/id-ukraine/items/"+item, ""), http.StatusOK)
	if got.Rev != 2 || len(got.History) != 2 || got.Development.Headline != "One donor promises air defence" || got.Entry.Kind != brief.Correct || got.Development.Note != "It is one donor." {
		t.Errorf("the item is %+v", got)
	}
	refused(t, o.api(reporterToken, "POST", acts, `{"kind":"publish","development":`+pledgeJSON+`}`), http.StatusForbidden, "forbidden")
	refused(t, o.api(editorToken, "GET", "/api/briefings/ukraine/items/none", ""), http.StatusNotFound, "not_found")
	refused(t, o.api(editorToken, "GET", "/api/briefings/none", ""), http.StatusNotFound, "not_found")
	list := said[struct{ Items []itemSummary }](t, o.api(reporterToken, "GET", "/api/briefings/ukraine/items?limit=1", ""), http.StatusOK)
	if len(list.Items) != 1 || string(list.Items[0].Item) != item || list.Items[0].Headline == "" {
		t.Errorf("the list is %+v", list)
	}
	refused(t, o.api(reporterToken, "GET", "/api/briefings/ukraine/items?limit=0", ""), http.StatusBadRequest, "invalid")
}

func TestAPIRefusesWhatIsNotItsJSON(t *testing.T) {
	o := newOffice(t)
	for body, status := range map[string]int{
		`{"kind":"publish","developement":{}}`: http.StatusBadRequest, `{"kind":`: http.StatusBadRequest, `{"kind":7}`: http.StatusBadRequest,
		`{} {}`: http.StatusBadRequest, `[]`: http.StatusBadRequest, "{\"kind\":\"\xff\"}": http.StatusBadRequest,
		`{"kind":"publish","dated":"yesterday"}`: http.StatusBadRequest, `{"kind":"redact"}`: http.StatusPreconditionRequired,
		`{"kind":"publish","development":{"headline":""}}`: http.StatusUnprocessableEntity, `{"kind":"publish","dated":"2022-01-01T00:00:00Z"}`: http.StatusUnprocessableEntity,
	} {
		refused(t, o.api(editorToken, "POST", "/api/briefings/ukraine/acts", body), status, "invalid")
	}
	good := `{"kind":"publish","development":` + pledgeJSON + `}`
	for contentType, status := range map[string]int{"text/plain": http.StatusUnsupportedMediaType, "": http.StatusUnsupportedMediaType,
		"application/json; charset=latin-1": http.StatusUnsupportedMediaType, "application/json; charset=UTF-8": http.StatusCreated} {
		if w := o.api(editorToken, "POST", "/api/briefings/ukraine/acts", good, "Content-Type", contentType); w.Code != status {
			t.Errorf("as %q: %d", contentType, w.Code)
		}
	}
	e := said[apiError](t, o.api(editorToken, "POST", "/api/briefings/ukraine/acts", `{"knd":1}`), http.StatusBadRequest)
	if !strings.Contains(e.Error.What, `"knd"`) {
		t.Errorf("the sentence does not name the field: %s", e.Error.What)
	}
}

func TestAPIEmbargoIsADraft(t *testing.T) {
	o := newOffice(t)
	w := o.api(editorToken, "POST", "/api/briefings/ukraine/acts", `{"kind":"publish","development":`+pledgeJSON+`,"embargo_until":"2030-01-01T00:00:00Z"}`)
	if a := said[actAnswer](t, w, http.StatusAccepted); a.Draft == nil || a.Entry != nil {
		t.Errorf("answered %s", w.Body)
	}
	drafts := said[struct{ Drafts []brief.Draft }](t, o.api(reporterToken, "GET", "/api/briefings/ukraine/drafts", ""), http.StatusOK)
	if len(drafts.Drafts) != 1 {
		t.Fatalf("drafts %+v", drafts)
	}
	path := "/api/briefings/ukraine/drafts/" + drafts.Drafts[0].ID
	refused(t, o.api(reporterToken, "DELETE", path, ""), http.StatusForbidden, "forbidden")
	if w := o.api(editorToken, "DELETE", path, ""); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("deleting: %d", w.Code)
	}
	refused(t, o.api(editorToken, "DELETE", path, ""), http.StatusNotFound, "not_found")
}

func TestAPIBriefings(t *testing.T) {
	o := newOffice(t)
	made := said[briefingAnswer](t, o.api(chiefToken, "POST", "/api/briefings",
		`{"name":"sudan","template":"war","title":"War in Sudan","reconstruction":true,"dated":"2022-01-01T00:00:00Z","zone":"Africa/Khartoum"}`), http.StatusCreated)
	if made.ID == "" || made.Rev != 1 || made.Seq != 1 || made.Briefing.Zone != "Africa/Khartoum" || len(made.Briefing.Tracks) != 5 || !made.Briefing.Reconstruction {
		t.Errorf("made %+v", made)
	}
	refused(t, o.api(chiefToken, "POST", "/api/briefings", `{"name":"api","template":"war","title":"x"}`), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(chiefToken, "POST", "/api/briefings", `{"name":"x","template":"none","title":"x"}`), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(editorToken, "POST", "/api/briefings", `{"name":"x"}`), http.StatusForbidden, "forbidden")
	refused(t, o.api(chiefToken, "PATCH", "/api/briefings/sudan", `{"title":"y"}`), http.StatusPreconditionRequired, "invalid")
	edited := said[briefingAnswer](t, o.api(chiefToken, "PATCH", "/api/briefings/sudan", `{"title":"Two wars","state":"quiet"}`, "If-Match", `"1"`), http.StatusOK)
	if edited.Rev != 2 || edited.Briefing.Title != "Two wars" || edited.Briefing.Zone != "Africa/Khartoum" {
		t.Errorf("edited %+v", edited)
	}
	refused(t, o.api(chiefToken, "PATCH", "/api/briefings/sudan", `{"title":"z"}`, "If-Match", `"1"`), http.StatusPreconditionFailed, "conflict")
	all := said[struct{ Briefings []briefingAnswer }](t, o.api(reporterToken, "GET", "/api/briefings", ""), http.StatusOK)
	if len(all.Briefings) != 2 || all.Briefings[1].Briefing.Title != "Two wars" {
		t.Errorf("listed %+v", all)
	}
}

func TestAPIPatchNeverWritesIntoTheEdition(t *testing.T) {
	o := newOffice(t)
	before, _ := json.Marshal(o.books[o.id].past[1].Briefing)
	o.api(chiefToken, "PATCH", "/api/briefings/ukraine", `{"tracks":[{"id":"fighting","name":"Overwritten","order":1}],"languages":["fr"]}`, "If-Match", `"9"`)
	if after, _ := json.Marshal(o.books[o.id].past[1].Briefing); string(after) != string(before) {
		t.Errorf("a refused change shows in the edition: %s", after)
	}
}

func TestAPIReports(t *testing.T) {
	o := newOffice(t)
	path := "/api/reports?briefing=ukraine&source=A+Paper&title=A+title&published=2022-09-24T10:00:00Z"
	fresh := said[addAnswer](t, o.api(reporterToken, "POST", path, "Kyiv said no.", "Content-Type", "text/plain"), http.StatusCreated)
	if !fresh.Fresh || fresh.Report.Outlet != "A Paper" || fresh.Report.Title != "A title" || fresh.Report.Briefing != o.id || len(fresh.Reports) != 1 || fresh.Report.Published.Hour() != 10 {
		t.Errorf("added %+v", fresh)
	}
	if known := said[addAnswer](t, o.api(reporterToken, "POST", path, "Kyiv said no.", "Content-Type", "text/plain"), http.StatusOK); known.Fresh || known.Report.ID != fresh.Report.ID {
		t.Errorf("added again %+v", known)
	}
	said[addAnswer](t, o.api(reporterToken, "POST", "/api/reports", `{"text":"Other text."}`), http.StatusCreated)
	said[addAnswer](t, o.api(reporterToken, "POST", "/api/reports", `{"url":"https://example.org/x"}`), http.StatusCreated)
	for _, bad := range []string{`{}`, `{"url":"https://a.example/","text":"x"}`, `{"url":"file:///etc/passwd"}`, `{"url":"//x"}`} {
		refused(t, o.api(reporterToken, "POST", "/api/reports", bad), http.StatusUnprocessableEntity, "invalid")
	}
	refused(t, o.api(reporterToken, "POST", "/api/reports", "%PDF-1.7", "Content-Type", "application/pdf"), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(reporterToken, "POST", "/api/reports?briefing=none", "x", "Content-Type", "text/plain"), http.StatusNotFound, "not_found")
	id := string(fresh.Report.ID)
	if w := o.api(reporterToken, "POST", "/api/reports/"+id+"/state", `{"state":"aside"}`); w.Code != http.StatusNoContent {
		t.Errorf("setting aside: %d %s", w.Code, w.Body)
	}
	refused(t, o.api(reporterToken, "POST", "/api/reports/"+id+"/state", `{"state":"burnt"}`), http.StatusUnprocessableEntity, "invalid")
	list := said[struct{ Reports []brief.Report }](t, o.api(reporterToken, "GET", "/api/reports?state=new&briefing=ukraine", ""), http.StatusOK)
	if len(list.Reports) != 0 {
		t.Errorf("still new: %+v", list)
	}
	one := said[struct{ Report brief.Report }](t, o.api(reporterToken, "GET", "/api/reports/"+id, ""), http.StatusOK)
	if one.Report.Text != "Kyiv said no." || one.Report.State != brief.ReportAside {
		t.Errorf("the report is %+v", one)
	}
}

func TestReadingFromOutsideMustFitTheText(t *testing.T) {
	o := newOffice(t)
	text := "Київ said no."
	o.api(reporterToken, "POST", "/api/reports", text, "Content-Type", "text/plain")
	path := "/api/reports/report0/reading"
	good := `{"paragraphs":[{"start":0,"end":17,"kind":"body","rule":"p"}],"statements":[{"kind":"denial","speaker":{"name":"Kyiv","role":"","start":0,"end":8},"cue":{"start":9,"end":13,"text":"said"},"content":[{"start":14,"end":16,"text":"no"}],"speech":"indirect","modality":"flat","said_on":{"value":"","start":0,"end":0},"addressee":"","language":"en","rule":"mine"}]}`
	w := o.api(reporterToken, "PUT", path, good)
	r := said[brief.Reading](t, w, http.StatusOK)
	if r.Statements[0].Rule != "external:The reporter" || r.Report.Text != text || strings.Contains(w.Body.String(), "null") {
		t.Errorf("kept %s", w.Body)
	}
	if got := said[brief.Reading](t, o.api(editorToken, "GET", path, ""), http.StatusOK); got.Statements[0].Kind != brief.KindDenial {
		t.Errorf("read back %+v", got)
	}
	for old, bad := range map[string]string{`"end":17`: `"end":18`, `"start":0,"end":17`: `"start":9,"end":8`, `"start":0,"end":8}`: `"start":1,"end":8}`,
		`"text":"no"`: `"text":"yes"`, `"start":9,"end":13`: `"start":-1,"end":13`, `{"paragraphs"`: `{"report":{"text":"another"},"paragraphs"`,
		`"kind":"denial"`: `"kind":"story"`, `"kind":"body"`: `"kind":"advert"`, `"speech":"indirect"`: `"speech":"loud"`, `"modality":"flat"`: `"modality":""`,
		`"name":"Kyiv"`: `"name":"` + strings.Repeat("K", 1001) + `"`, `"rule":"mine"`: `"rule":"external:\u001b[2J"`, `"language":"en"`: `"language":"\u0007"`,
		`"statements"`: `"places":[{"start":0,"end":8,"text":"Київ","lat":91,"lon":0}],"statements"`,
		`"rule":"p"}]`: `"rule":"p"}],"sentences":[` + strings.Repeat(`{"start":0,"end":1},`, maxFindings) + `{"start":0,"end":8}]`} {
		refused(t, o.api(reporterToken, "PUT", path, strings.Replace(good, old, bad, 1)), http.StatusUnprocessableEntity, "invalid")
	}
	refused(t, o.api(reporterToken, "PUT", path, strings.Replace(good, `"rule":"mine"`, `"mood":"mine"`, 1)), http.StatusBadRequest, "invalid")
	refused(t, o.api(reporterToken, "PUT", path, good+strings.Repeat(" ", reportLimit)), http.StatusRequestEntityTooLarge, "invalid")
	if got := said[brief.Reading](t, o.api(editorToken, "GET", path, ""), http.StatusOK); got.Statements[0].Rule != "external:The reporter" {
		t.Errorf("after all that was refused there stands %+v", got)
	}
}

// TestReadingFromOutsideIsKeptOnceAndTakenBack: brought again it changes nothing, the page says that it was made elsewhere,
// what the desk knows of the report is not overwritten, and without it the rules read again.
func TestReadingFromOutsideIsKeptOnceAndTakenBack(t *testing.T) {
	o := newOffice(t)
	o.reports = []brief.Report{{ID: "r1", Title: "The title", URL: "https://wire.example/1", Text: "He promised three things.", State: brief.ReportNew}}
	path := "/api/reports/r1/reading"
	put := strings.Replace(outsideReading, `{"statements"`, `{"report":{"title":"Another","url":"https://evil.example/"},"rules":"1","statements"`, 1)
	first := o.api(reporterToken, "PUT", path, put).Body.String()
	for range 2 {
		// What came back can be sent again as it is.
		if again := o.api(reporterToken, "PUT", path, first).Body.String(); again != first {
			t.Errorf("sent again it became\n%s\nand was\n%s", again, first)
		}
	}
	if len(o.audit) != 1 || o.audit[0].Object != "reading of r1" {
		t.Errorf("the audit says %+v", o.audit)
	}
	kept := o.readings["r1"]
	if kept.Report.Title != "The title" || kept.Report.URL != "https://wire.example/1" || kept.Rules != "external:The reporter" || kept.Statements[0].Rule != "external:model-1" {
		t.Errorf("kept %+v", kept)
	}
	desk := o.signIn(reporterToken)
	page := desk.get("/reports/r1").Body.String()
	if !strings.Contains(page, "brought from outside") || !strings.Contains(page, "external:model-1") || !strings.Contains(desk.get("/inbox").Body.String(), "read elsewhere") {
		t.Error("the desk does not say that the reading was made elsewhere")
	}
	if w := desk.post("/reports/r1/reading/drop", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("dropped: %d", w.Code)
	}
	if page := desk.get("/reports/r1").Body.String(); strings.Contains(page, "brought from outside") || !strings.Contains(page, "cue:said") {
		t.Error("the rules do not read again")
	}
	if w := o.api(reporterToken, "DELETE", path, ""); w.Code != http.StatusNoContent || len(o.audit) != 2 {
		t.Errorf("dropped twice: %d, %+v", w.Code, o.audit)
	}
	refused(t, o.api(reporterToken, "DELETE", "/api/reports/none/reading", ""), http.StatusNotFound, "not_found")
}

func TestAPIGlanceAndRedaction(t *testing.T) {
	o := newOffice(t)
	glance := "/api/briefings/ukraine/glance"
	now := said[struct {
		Rev   int
		Lines []brief.Line
	}](t, o.api(reporterToken, "GET", glance, ""), http.StatusOK)
	if now.Rev != 1 || len(now.Lines) != 2 {
		t.Fatalf("the glance is %+v", now)
	}
	edit := `{"add":[{"text":"Georgia reported queues on September 24."}],"change":[{"id":"line1","class":"correct","text":"Kyiv promised four things, officials said.","note":"It was three."}],"remove":[{"id":"line2","note":"Old."}],"order":["+1","line1"]}`
	refused(t, o.api(editorToken, "POST", glance, edit), http.StatusPreconditionRequired, "invalid")
	refused(t, o.api(editorToken, "POST", glance, edit, "If-Match", `"7"`), http.StatusPreconditionFailed, "conflict")
	said[actAnswer](t, o.api(editorToken, "POST", glance, edit, "If-Match", `"1"`), http.StatusCreated)
	lines := o.books[o.id].past[len(o.books[o.id].past)-1].Glance.Lines
	if len(lines) != 2 || !strings.HasPrefix(lines[0].Text, "Georgia") || lines[1].ID != "line1" {
		t.Errorf("the lines are %+v", lines)
	}
	order := `{"item":"first","class":"safety","reason":"A life is at risk."}`
	refused(t, o.api(editorToken, "POST", "/api/briefings/ukraine/redactions", order), http.StatusForbidden, "forbidden")
	said[actAnswer](t, o.api(chiefToken, "POST", "/api/briefings/ukraine/redactions", order), http.StatusCreated)
	if got := said[itemAnswer](t, o.api(editorToken, "GET", "/api/briefings/ukraine/items/first", ""), http.StatusOK); got.Development.Headline != "" {
		t.Errorf("after the redaction it says %q", got.Development.Headline)
	}
	if b := o.signIn(chiefToken); b.get("/b/ukraine/items/first").Code != http.StatusOK || b.get("/b/ukraine/").Code != http.StatusOK {
		t.Error("the desk cannot show a removed item")
	}
}

func TestAPIPeopleSourcesLintAndAudit(t *testing.T) {
	o := newOffice(t)
	added := said[struct {
		Person brief.Person
		Token  string
	}](t, o.api(chiefToken, "POST", "/api/people", `{"name":"Olena","role":"reporter"}`), http.StatusCreated)
	if me := said[struct{ Person brief.Person }](t, o.api(added.Token, "GET", "/api/me", ""), http.StatusOK); me.Person.Name != "Olena" {
		t.Errorf("the token opens %+v", me)
	}
	refused(t, o.api(chiefToken, "POST", "/api/people", `{"name":"X","role":"owner"}`), http.StatusUnprocessableEntity, "invalid")
	if w := o.api(chiefToken, "GET", "/api/people", ""); strings.Contains(w.Body.String(), added.Token) {
		t.Error("the list of people tells a token")
	}
	src := said[struct{ Source brief.Source }](t, o.api(editorToken, "POST", "/api/sources", `{"address":"https://feed.example/","name":"Feed","kind":"press","briefing":"ukraine","every":"10m0s","language":""}`), http.StatusCreated)
	refused(t, o.api(editorToken, "POST", "/api/sources", `{"address":"https://feed.example/","name":"Feed","every":"1s"}`), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(editorToken, "POST", "/api/sources", `{"address":"https://feed.example/","name":"Feed","kind":"nice"}`), http.StatusUnprocessableEntity, "invalid")
	if trial := said[Trial](t, o.api(editorToken, "POST", "/api/sources/test", `{"address":"https://feed.example/"}`), http.StatusOK); trial.Format != "feed" || len(trial.Items) != 1 {
		t.Errorf("the trial is %+v", trial)
	}
	if w := o.api(editorToken, "DELETE", "/api/sources/"+string(src.Source.ID), ""); w.Code != http.StatusNoContent {
		t.Errorf("removing a source: %d", w.Code)
	}
	lint := said[struct{ Warnings []struct{ Rule string } }](t, o.api(reporterToken, "POST", "/api/lint", `{"development":{"headline":"Kyiv claimed it","text":"Kyiv claimed overnight that it did","label":"unverified"}}`), http.StatusOK)
	if len(lint.Warnings) == 0 {
		t.Error("the lint has nothing against a claim without a full stop")
	}
	audit := said[struct{ Audit []brief.Audit }](t, o.api(chiefToken, "GET", "/api/audit?limit=10", ""), http.StatusOK)
	if len(audit.Audit) != 3 || audit.Audit[0].Person != "chief" || audit.Audit[2].Person != "editor" {
		t.Errorf("the audit is %+v", audit)
	}
	refused(t, o.api("", "GET", "/api/me", ""), http.StatusUnauthorized, "forbidden")
	refused(t, o.api("nonsense", "GET", "/api/me", ""), http.StatusUnauthorized, "forbidden")
	refused(t, o.api(chiefToken, "GET", "/api/nothing", ""), http.StatusNotFound, "not_found")
	if w := o.api(chiefToken, "PUT", "/api/people", ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, POST" {
		t.Errorf("a wrong method: %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}
