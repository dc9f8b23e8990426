package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"

	"golang.org/x/net/html"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hiddenOf reads a page's hidden fields, as a browser would send them on.
func hiddenOf(page string) url.Values {
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Add(m[1], html.UnescapeString(m[2]))
	}
	return form
}

// written is a form that can be published.
func written() url.Values {
	return url.Values{"act": {"publish"}, "key": {"key-one"}, "headline": {"Donors promise air defence"}, "text": {"Two donors, their ministries said on September 24, will send air defence."},
		"track": {"aid"}, "kind": {"pledge"}, "label": {"reported"}, "event_from": {"2022-09-24T18:30"}, "event_zone": {"Europe/Kyiv"}, "place": {"Kyiv"},
		"rest-url": {"https://example.org/story"}, "rest-outlet": {"A Paper"}, "rest-title": {"Air defence"}, "rest-quote": {""}, "rest-report": {""}, "rest-start": {""}, "rest-end": {""}}
}

func TestDevelopmentGoesFromReportToRecord(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	w := b.post("/inbox", url.Values{"briefing": {"ukraine"}, "title": {"A report"}, "outlet": {"A Paper"}, "text": {"Kyiv promised three things, officials said."}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("pasting: %d %s", w.Code, w.Body)
	}
	reportPage := b.get(w.Header().Get("Location")).Body.String()
	link := regexp.MustCompile(`href="(/b/ukraine/write[^"]*start=[^"]*)"`).FindStringSubmatch(reportPage)
	if link == nil {
		t.Fatalf("no way on from the report: %s", reportPage)
	}
	formPage := b.get(html.UnescapeString(link[1])).Body.String()
	for _, want := range []string{"Kyiv promised three things, officials said.</textarea>", `<option value="pledge" selected>`, `<option value="aid" selected>`, `name="rest-report" value="report0"`} {
		if !strings.Contains(formPage, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	form := hiddenOf(formPage)
	for name, values := range written() {
		if !strings.HasPrefix(name, "rest-") && name != "key" {
			form[name] = values
		}
	}
	form["rest-url"], form["rest-outlet"], form["rest-title"], form["rest-quote"] = []string{"", ""}, []string{"A Paper", ""}, []string{"A report", ""}, []string{"Kyiv promised three things, officials said.", ""}
	before := len(o.books[o.id].entries)
	w = b.post("/b/ukraine/preview", form)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<article") || len(o.books[o.id].entries) != before {
		t.Fatalf("previewing: %d %s", w.Code, w.Body)
	}
	w = b.post("/b/ukraine/acts", hiddenOf(w.Body.String()))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("publishing: %d %s", w.Code, w.Body)
	}
	p := o.books[o.id].entries[before]
	var d brief.Development
	if err := json.Unmarshal(p.Body, &d); err != nil {
		t.Fatal(err)
	}
	if d.Headline != "Donors promise air defence" || len(d.RestsOn) != 1 || d.RestsOn[0].Report != "report0" || d.RestsOn[0].Span == nil || d.RestsOn[0].Span.End != 43 ||
		d.Event.From.Format("15:04") != "15:30" || d.Event.Precision != brief.ToMinute || d.Event.Zone != "Europe/Kyiv" {
		t.Errorf("published %+v", d)
	}
	if o.reports[0].State != brief.ReportUsed {
		t.Errorf("the report is %s", o.reports[0].State)
	}
	if w := b.get(w.Header().Get("Location")); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Donors promise air defence") {
		t.Errorf("the item's page: %d", w.Code)
	}
}

func TestSameFormTwicePublishesOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	before := len(o.books[o.id].entries)
	for range 2 {
		if w := b.post("/b/ukraine/acts", written()); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if n := len(o.books[o.id].entries) - before; n != 1 {
		t.Errorf("two presses of the button made %d entries", n)
	}
}

func TestBadFormComesBackWithItsText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	for field, bad := range map[string]string{"event_from": "last week", "event_zone": "Kyiv", "see_also": "no bar", "headline": "", "dated": "whenever"} {
		form := written()
		form.Set(field, bad)
		for _, path := range []string{"/b/ukraine/preview", "/b/ukraine/acts"} {
			w := b.post(path, form)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Two donors, their ministries said") || !strings.Contains(w.Body.String(), `class="trouble"`) {
				t.Errorf("%s with %s %q: %d", path, field, bad, w.Code)
			}
		}
	}
}

func TestConflictShowsBothVersionsAndKeepsTheText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	page := b.get("/b/ukraine/items/first/correct").Body.String()
	form := hiddenOf(page)
	if form.Get("if_rev") != "1" || form.Get("key") == "" {
		t.Fatalf("the form holds %v", form)
	}
	theirs := event("Headline by somebody faster")
	theirs.Note = "The first one was wrong."
	o.put(t, o.id, brief.Correct, "first", theirs)
	for name, values := range written() {
		if name != "act" && name != "key" {
			form[name] = values
		}
	}
	form.Set("note", "An earlier version named one donor.")
	w := b.post("/b/ukraine/acts", form)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Headline by somebody faster") || !strings.Contains(w.Body.String(), "<ins>") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	kept := hiddenOf(w.Body.String())
	if kept.Get("if_rev") != "2" || kept.Get("headline") != "Donors promise air defence" || kept.Get("note") == "" || kept.Get("key") == form.Get("key") {
		t.Errorf("kept %v", kept)
	}
	w = b.post("/b/ukraine/acts", kept)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("on top of revision 2: %d %s", w.Code, w.Body)
	}
	it, _ := o.books[o.id].past[len(o.books[o.id].past)-1].Item("first")
	if it.Rev != 3 || it.Class != brief.Correct {
		t.Errorf("it stands at %+v", it)
	}
}

func TestUpdateKeepsWhatTheFormDoesNotShow(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	d := event("With a picture")
	d.Images = []brief.Image{{SHA256: strings.Repeat("a", 64), Alt: "A bridge", Width: 10, Height: 10}}
	d.SeeAlso = []brief.Link{{Title: "A | story", URL: "https://example.org/s"}}
	o.put(t, o.id, brief.Publish, "pictured", d)
	form := hiddenOf(b.get("/b/ukraine/items/pictured/update").Body.String())
	for name, values := range written() {
		if name != "act" && name != "key" {
			form[name] = values
		}
	}
	form.Set("see_also", "A | story | https://example.org/s")
	if w := b.post("/b/ukraine/acts", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	entries := o.books[o.id].entries
	var now brief.Development
	if err := json.Unmarshal(entries[len(entries)-1].Body, &now); err != nil || len(now.Images) != 1 || now.Images[0].Alt != "A bridge" || now.SeeAlso[0].Title != "A | story" {
		t.Errorf("it stands as %+v, %v", now, err)
	}
}

func TestWithdrawingNeedsOnlyANote(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	form := hiddenOf(b.get("/b/ukraine/items/first/withdraw").Body.String())
	form.Set("note", "It did not happen.")
	w := b.post("/b/ukraine/preview", form)
	if w.Code != http.StatusOK {
		t.Fatalf("previewing: %d %s", w.Code, w.Body)
	}
	if w = b.post("/b/ukraine/acts", hiddenOf(w.Body.String())); w.Code != http.StatusSeeOther {
		t.Fatalf("withdrawing: %d %s", w.Code, w.Body)
	}
	if it, _ := o.books[o.id].past[len(o.books[o.id].past)-1].Item("first"); it.Status != edition.Withdrawn {
		t.Errorf("it is %s", it.Status)
	}
	if w := b.get("/b/ukraine/items/first"); strings.Contains(w.Body.String(), `items/first/update"`) {
		t.Error("a withdrawn item offers an update")
	}
}

func TestEmbargoedActWaitsOnTheDraftsPage(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	form := written()
	form.Set("embargo", "2030-01-01T12:00")
	before := len(o.books[o.id].entries)
	w := b.post("/b/ukraine/acts", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/b/ukraine/drafts" || len(o.books[o.id].entries) != before || len(o.drafts) != 1 {
		t.Fatalf("%d to %s, %d drafts: %s", w.Code, w.Header().Get("Location"), len(o.drafts), w.Body)
	}
	if got := o.drafts[0].EmbargoUntil.Format("2006-01-02T15:04"); got != "2030-01-01T10:00" {
		t.Errorf("it lifts at %s", got)
	}
	page := b.get("/b/ukraine/drafts").Body.String()
	if !strings.Contains(page, "Donors promise air defence") || !strings.Contains(page, "The editor") {
		t.Errorf("the drafts: %s", page)
	}
	if w := b.post("/b/ukraine/drafts/"+o.drafts[0].ID+"/delete", nil); w.Code != http.StatusSeeOther || len(o.drafts) != 0 {
		t.Errorf("calling it off: %d", w.Code)
	}
}

func TestReporterDraftsAndEditorPublishes(t *testing.T) {
	o := newOffice(t)
	reporter, editor := o.signIn(reporterToken), o.signIn(editorToken)
	before := len(o.books[o.id].entries)
	form := written()
	form.Del("key")
	if w := reporter.post("/b/ukraine/preview", form); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<button>Publish</button>") {
		t.Fatalf("a reporter's preview: %d", w.Code)
	}
	if w := reporter.post("/b/ukraine/acts", form); w.Code != http.StatusForbidden {
		t.Fatalf("a reporter publishes: %d", w.Code)
	}
	if w := reporter.post("/b/ukraine/drafts", form); w.Code != http.StatusSeeOther || len(o.drafts) != 1 {
		t.Fatalf("saving: %d, %d drafts", w.Code, len(o.drafts))
	}
	page := editor.get("/b/ukraine/drafts/" + o.drafts[0].ID).Body.String()
	again := hiddenOf(page)
	if !strings.Contains(page, `value="Donors promise air defence"`) || !strings.Contains(page, `value="2022-09-24T18:30"`) || again.Get("draft") != o.drafts[0].ID {
		t.Fatalf("the draft opens as %s", page)
	}
	for name, values := range written() {
		if name != "key" && name != "act" {
			again[name] = values
		}
	}
	again.Set("headline", "A better headline")
	if w := reporter.post("/b/ukraine/drafts", again); w.Code != http.StatusSeeOther || len(o.drafts) != 1 || !strings.Contains(string(o.drafts[0].Body), "A better headline") {
		t.Fatalf("saving again: %d, %+v", w.Code, o.drafts)
	}
	if len(o.books[o.id].entries) != before {
		t.Fatal("a draft is on the record")
	}
	if w := editor.post("/b/ukraine/acts", again); w.Code != http.StatusSeeOther || len(o.drafts) != 0 || len(o.books[o.id].entries) != before+1 {
		t.Errorf("publishing it: %d, %d drafts left", w.Code, len(o.drafts))
	}
}

// glanceFields is the editor's form as a browser would send it unchanged.
func glanceFields(o *office) url.Values {
	state := o.books[o.id].past[len(o.books[o.id].past)-1]
	form := url.Values{"if_rev": {fmt.Sprint(state.GlanceRev)}, "key": {"glance-key"}}
	for i, l := range state.Glance.Lines {
		f := lineFields(l, i+1)
		for name, v := range map[string]string{"line-id": f.ID, "line-text": f.Text, "line-place": f.Place, "line-said": f.SaidOn, "line-track": f.Track,
			"line-refs": f.Refs, "line-class": "", "line-note": ""} {
			form.Add(name, v)
		}
	}
	return form
}

func TestGlanceIsEditedInPlace(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	if w := b.get("/b/ukraine/glance"); w.Code != http.StatusOK || strings.Count(w.Body.String(), `name="line-text"`) != 2+newLines {
		t.Fatalf("the editor: %d %s", w.Code, w.Body)
	}
	form := glanceFields(o)
	form["line-text"][0] = "Kyiv promised soldiers who surrender four things, officials said."
	if w := b.post("/b/ukraine/glance", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "four things") {
		t.Fatalf("a change without a class: %d %s", w.Code, w.Body)
	}
	form["line-class"][0], form["line-note"][0] = "correct", "An earlier version said three things."
	form["line-place"][0] = "9"
	form.Add("line-id", "")
	form.Add("line-text", "Georgia reported queues at its border on September 24.")
	if w := b.post("/b/ukraine/glance", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	g := o.books[o.id].past[len(o.books[o.id].past)-1].Glance
	if len(g.Lines) != 3 || g.Lines[0].ID != "line2" || g.Lines[2].ID != "line1" || !strings.Contains(g.Lines[2].Text, "four things") {
		t.Errorf("the glance is %+v", g)
	}
	if w := b.post("/b/ukraine/glance", form); w.Code != http.StatusSeeOther {
		t.Errorf("pressed twice: %d", w.Code)
	}
	if n := len(o.books[o.id].past[len(o.books[o.id].past)-1].Glance.Lines); n != 3 {
		t.Errorf("pressed twice it has %d lines", n)
	}
}

func TestGlanceConflictKeepsTheText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	form := glanceFields(o)
	o.put(t, o.id, brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{{ID: "line2", Text: "Somebody else changed this line.", Refs: []brief.ItemID{}}},
		Changes: []brief.LineChange{{ID: "line2", Class: brief.Update}, {ID: "line1", Class: brief.Withdraw}}})
	form["line-text"][0], form["line-class"][0] = "My own wording of the first line.", "update"
	w := b.post("/b/ukraine/glance", form)
	page := w.Body.String()
	if w.Code != http.StatusConflict || !strings.Contains(page, "My own wording of the first line.") || !strings.Contains(page, "Somebody") || hiddenOf(page).Get("if_rev") != "2" {
		t.Errorf("%d %s", w.Code, page)
	}
}

func TestPeopleSourcesSettingsAndAudit(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	w := b.post("/people", url.Values{"name": {"Olena"}, "role": {"editor"}})
	token := regexp.MustCompile(`<code>([0-9a-z]{32})</code>`).FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || token == nil {
		t.Fatalf("adding somebody: %d %s", w.Code, w.Body)
	}
	if w := o.api(token[1], "GET", "/api/me", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Olena") {
		t.Errorf("the token shown: %d %s", w.Code, w.Body)
	}
	if strings.Contains(b.get("/people").Body.String(), token[1]) {
		t.Error("the token is shown twice")
	}
	if w := b.post("/people/chief/revoke", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("revoking oneself: %d", w.Code)
	}
	if w := b.post("/sources/test", url.Values{"address": {"https://feed.example/"}, "name": {"Feed"}}); w.Code != http.StatusOK ||
		!strings.Contains(w.Body.String(), "It would bring 1 report.") || len(o.sources) != 0 {
		t.Errorf("testing a source: %d", w.Code)
	}
	if w := b.post("/sources/test", url.Values{"address": {"https://broken.example/"}}); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "does not answer") {
		t.Errorf("testing a broken source: %d", w.Code)
	}
	if w := b.post("/sources", url.Values{"address": {"https://feed.example/"}, "name": {"Feed"}, "kind": {"own"}, "every": {"10m"}, "briefing": {"ukraine"}}); w.Code != http.StatusSeeOther ||
		o.sources[0].Every.Minutes() != 10 || o.sources[0].Briefing != o.id || o.sources[0].AddedBy != "chief" {
		t.Errorf("adding a source: %d %+v", w.Code, o.sources)
	}
	form := hiddenOf(b.get("/b/ukraine/settings").Body.String())
	for name, v := range map[string]string{"title": "A new title", "zone": "Europe/Kyiv", "languages": "en uk", "state": "quiet", "map-viewpoint": "disputed", "tracks": "aid = Military aid\nfighting = Fighting @ 2022-02-24..", "sections": "glance"} {
		form.Set(name, v)
	}
	if w := b.post("/b/ukraine/settings", form); w.Code != http.StatusSeeOther {
		t.Fatalf("the settings: %d %s", w.Code, w.Body)
	}
	now := o.books[o.id].past[len(o.books[o.id].past)-1].Briefing
	if now.Title != "A new title" || now.State != brief.Quiet || len(now.Tracks) != 2 || now.Tracks[1].From != "2022-02-24" || now.MapViewpoint != brief.Disputed {
		t.Errorf("the briefing is %+v", now)
	}
	form.Set("key", "another")
	if w := b.post("/b/ukraine/settings", form); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "A new title") {
		t.Errorf("settings on an old revision: %d", w.Code)
	}
	if w := b.post("/new", url.Values{"name": {"sudan"}, "template": {"war"}, "title": {"War in Sudan"}, "zone": {"Africa/Khartoum"}}); w.Code != http.StatusSeeOther {
		t.Errorf("a new briefing: %d %s", w.Code, w.Body)
	}
	if w := b.get("/"); w.Code != 200 || !strings.Contains(w.Body.String(), "War in Sudan") {
		t.Errorf("home: %d", w.Code)
	}
	if page := b.get("/audit").Body.String(); !strings.Contains(page, "The chief") || !strings.Contains(page, "people") {
		t.Errorf("the audit: %s", page)
	}
}
