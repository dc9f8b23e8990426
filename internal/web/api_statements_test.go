package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// told asks the API as somebody and reads the answer; status 0 takes any that is no error.
func told[T any](t *testing.T, o *office, token, method, path, body string, status int, headers ...string) T {
	t.Helper()
	w := o.api(token, method, path, body, headers...)
	if status == 0 && w.Code >= 400 || status != 0 && w.Code != status {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return v
}

type caseAnswer struct {
	Rev      int
	Verdict  brief.Verdict
	Review   bool
	Outcomes []struct{ Seq brief.Seq }
}

// TestAPledgeIsRecordedAndDecidedByTwo walks a pledge from its speaker to its outcome, and back to review when its evidence
// is taken back.
func TestAPledgeIsRecordedAndDecidedByTwo(t *testing.T) {
	o := newOffice(t)
	o.clock = time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC)
	const at = "/api/briefings/ukraine"
	speaker := told[actAnswer](t, o, editorToken, "POST", at+"/speakers",
		`{"body":{"name":"Ada Brun","aliases":["Brun"],"roles":[{"title":"mayor","organisation":"Oldford","side":"Northland","from":"2021-05"}]}}`, 201).Entry.Item
	vow := `{"body":{"kind":"pledge","title":"A ferry for the island","speaker":"` + string(speaker) + `","said":{"from":"2022-09-24T10:00:00Z","precision":"day"},
		"terms":[{"text":"the ferry sails by the end of October","due":{"to":"2022-10","rule":"month","words":"by the end of October"}}],
		"renderings":[{"url":"https://courier.example/1","outlet":"The Courier","on":"2022-09-24","verb":"promised","covers":[{"term":"t1","verbatim":true,"force":"flat","words":"the ferry will sail"}]}]}}`
	recorded := told[actAnswer](t, o, editorToken, "POST", at+"/statements", vow, 201)
	id := string(recorded.Entry.Item)
	now := told[caseAnswer](t, o, reporterToken, "GET", at+"/statements/"+id, "", 200)
	if now.Verdict != statement.Open {
		t.Fatalf("%+v", now)
	}
	due := told[struct{ Due []listedDue }](t, o, reporterToken, "GET", at+"/due", "", 200)
	if len(due.Due) != 1 || due.Due[0].On != "2022-10-31" || due.Due[0].Speaker != "Ada Brun" {
		t.Errorf("due: %+v", due)
	}
	told[actAnswer](t, o, editorToken, "POST", at+"/statements/"+id,
		`{"class":"update","add":{"evidence":[{"terms":["t1"],"date":"2022-10-20","stance":"supports","side":"independent","url":"https://harbor.example/log","text":"The harbor log has the ferry leave on 20 October."}]}}`, 201, "If-Match", `"1"`)
	proposal := told[brief.Proposal](t, o, editorToken, "POST", at+"/statements/"+id+"/proposals",
		`{"term":"t1","verdict":"kept","as_of":"2022-10-21","rationale":"It sailed.","rests_on":["e1"]}`, 201)
	if w := o.api(editorToken, "POST", at+"/proposals/"+proposal.ID+"/approve", `{}`); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "two-people") {
		t.Errorf("one's own proposal: %d %s", w.Code, w.Body)
	}
	if w := o.api(reporterToken, "POST", at+"/proposals/"+proposal.ID+"/approve", `{}`); w.Code != http.StatusForbidden {
		t.Errorf("a reporter approves: %d", w.Code)
	}
	told[actAnswer](t, o, chiefToken, "POST", at+"/proposals/"+proposal.ID+"/approve", `{"note":"seen"}`, 201)
	if w := o.api(chiefToken, "POST", at+"/proposals/"+proposal.ID+"/approve", `{}`); w.Code != http.StatusConflict {
		t.Errorf("approved twice: %d %s", w.Code, w.Body)
	}
	if now = told[caseAnswer](t, o, reporterToken, "GET", at+"/statements/"+id, "", 200); now.Verdict != statement.Kept || now.Review || len(now.Outcomes) != 1 {
		t.Errorf("%+v", now)
	}
	told[entriesAnswer](t, o, chiefToken, "POST", at+"/retractions", `{"url":"https://harbor.example/log","on":"2022-11-02","note":"The log was of another year."}`, 201)
	if now = told[caseAnswer](t, o, reporterToken, "GET", at+"/statements/"+id, "", 200); !now.Review {
		t.Errorf("after the retraction: %+v", now)
	}
	list := told[struct {
		Total      int
		Statements []listedStatement
	}](t, o, reporterToken, "GET", at+"/statements?verdict=kept", "", 200)
	if list.Total != 1 || list.Statements[0].Title != "A ferry for the island" || !list.Statements[0].Review {
		t.Errorf("%+v", list)
	}
}

// TestRefusalsOfTheLedgerNameTheirRule sends what the ledger refuses.
func TestRefusalsOfTheLedgerNameTheirRule(t *testing.T) {
	o := newOffice(t)
	const at = "/api/briefings/ukraine"
	speaker := string(told[actAnswer](t, o, editorToken, "POST", at+"/speakers", `{"body":{"name":"Ada Brun"}}`, 201).Entry.Item)
	rendered := `"renderings":[{"url":"https://courier.example/1","outlet":"The Courier","on":"2022-09-24"}]`
	begin := `{"body":{"title":"T","speaker":"` + speaker + `","said":{"from":"2022-09-24T10:00:00Z","precision":"day"},`
	for name, c := range map[string]struct{ path, body, rule string }{
		"nobody reported it":       {"/statements", begin + `"kind":"assertion"}}`, "rendered"},
		"a pledge without a term":  {"/statements", begin + `"kind":"pledge",` + rendered + `}}`, "says-something"},
		"a denial of nothing":      {"/statements", begin + `"kind":"denial",` + rendered + `}}`, "denial-of-something"},
		"a forecast without dates": {"/statements", begin + `"kind":"forecast","terms":[{"text":"rain"}],` + rendered + `}}`, "due-or-review"},
		"an office not held":       {"/statements", begin + `"kind":"assertion","as":{"name":"Ada Brun","role":"queen"},` + rendered + `}}`, "role-of-that-day"},
		"a second one of the name": {"/speakers", `{"body":{"name":"ADA  BRUN"}}`, "one-name"},
	} {
		w := o.api(editorToken, "POST", at+c.path, c.body)
		if w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "rule "+c.rule) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestTheSameActOnTheLedgerAskedAgainIsOne asks again with the same key, for a new statement and for an update.
func TestTheSameActOnTheLedgerAskedAgainIsOne(t *testing.T) {
	o := newOffice(t)
	const at = "/api/briefings/ukraine"
	speaker := string(told[actAnswer](t, o, editorToken, "POST", at+"/speakers", `{"body":{"name":"Ada Brun"}}`, 201).Entry.Item)
	record := `{"body":{"kind":"assertion","title":"T","speaker":"` + speaker + `","said":{"from":"2022-09-24T10:00:00Z","precision":"day"},
		"terms":[{"text":"the pier is old"}],"renderings":[{"url":"https://courier.example/1","outlet":"The Courier","on":"2022-09-24"}]}}`
	one := told[actAnswer](t, o, editorToken, "POST", at+"/statements", record, 201, "Idempotency-Key", "k1").Entry
	again := told[actAnswer](t, o, editorToken, "POST", at+"/statements", record, 201, "Idempotency-Key", "k1").Entry
	if one.Seq != again.Seq {
		t.Errorf("recorded as %d and %d", one.Seq, again.Seq)
	}
	evidence := `{"class":"update","add":{"evidence":[{"terms":["t1"],"date":"2022-10-20","stance":"context","side":"independent","url":"https://harbor.example/log","text":"It was built in 1902."}]}}`
	path := at + "/statements/" + string(one.Item)
	first := told[actAnswer](t, o, editorToken, "POST", path, evidence, 201, "If-Match", `"1"`, "Idempotency-Key", "k2").Entry
	second := told[actAnswer](t, o, editorToken, "POST", path, evidence, 201, "If-Match", `"1"`, "Idempotency-Key", "k2").Entry
	if first.Seq != second.Seq {
		t.Errorf("updated as %d and %d", first.Seq, second.Seq)
	}
	if w := o.api(editorToken, "POST", path, evidence, "If-Match", `"1"`); w.Code != http.StatusConflict && w.Code != http.StatusPreconditionFailed {
		t.Errorf("on an old revision: %d %s", w.Code, w.Body)
	}
	withdraw := `{"class":"withdraw","note":"Twice."}`
	gone := told[actAnswer](t, o, editorToken, "POST", path, withdraw, 201, "If-Match", `"2"`, "Idempotency-Key", "k3").Entry
	if still := told[actAnswer](t, o, editorToken, "POST", path, withdraw, 201, "If-Match", `"2"`, "Idempotency-Key", "k3").Entry; still.Seq != gone.Seq {
		t.Errorf("withdrawn as %d and %d", gone.Seq, still.Seq)
	}
}
