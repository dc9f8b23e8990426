package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

func TestAListIsWrittenAtTheDesk(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	if w := b.get("/b/ukraine/lists"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/b/ukraine/lists/names" {
		t.Errorf("the lists lead to %d %s", w.Code, w.Header().Get("Location"))
	}
	page := b.get("/b/ukraine/lists/names").Body.String()
	for _, want := range []string{`name="if_rev" value="0"`, "Keep the list", "Volodymyr Zelenskiy: ", "Nobody has changed this list yet", `aria-current="page">Names</a>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the empty list lacks %s", want)
		}
	}
	w := b.post("/b/ukraine/lists/names", url.Values{"if_rev": {"0"}, "text": {"# ours\r\nAda Brun: Adda <Brun>\r\n"}})
	if w.Code != http.StatusSeeOther || o.lists[brief.ListOfNames].Text != "# ours\nAda Brun: Adda <Brun>\n" || o.lists[brief.ListOfNames].Person != "editor" {
		t.Fatalf("%d %s, kept %+v", w.Code, w.Body, o.lists)
	}
	page = b.get("/b/ukraine/lists/names").Body.String()
	for _, want := range []string{"Adda &lt;Brun&gt;", `name="if_rev" value="1"`, "<td>revision 1</td><td>The editor</td>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if other := b.get("/b/ukraine/lists/places").Body.String(); strings.Contains(other, "<td>revision 1</td>") {
		t.Error("the list of places has the changes of that of names")
	}
	if w := b.get("/b/ukraine/lists/verbs"); w.Code != http.StatusNotFound {
		t.Errorf("a list that is none: %d", w.Code)
	}
	page = o.signIn(reporterToken).get("/b/ukraine/lists/names").Body.String()
	if !strings.Contains(page, "readonly") || strings.Contains(page, "Keep the list") || strings.Contains(page, `<form method="post" action="/b/ukraine/lists`) {
		t.Error("a reporter is offered a change that they may not make")
	}
}

func TestWrongLinesComeBackWithTheText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	w := b.post("/b/ukraine/lists/tracks", url.Values{"if_rev": {"0"}, "text": {"fighting: shelling\nnowhere: x\naid, 12: y\n"}})
	page := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || len(o.lists) != 0 {
		t.Fatalf("%d, kept %+v", w.Code, o.lists)
	}
	for _, want := range []string{"2 lines are wrong", "<b>Line 2</b> <code>nowhere: x</code>: &#34;nowhere&#34; is no track of this briefing; it has fighting, aid", "<b>Line 3</b> <code>aid, 12: y</code>: &#34;12&#34; is not a weight", "aid, 12: y\n</textarea>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestAStaleListOverwritesNothingAndKeepsTheText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	first := url.Values{"if_rev": {"0"}, "text": {"Ada Brun: Adda"}}
	if w := b.post("/b/ukraine/lists/names", first); w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	w := b.post("/b/ukraine/lists/names", url.Values{"if_rev": {"0"}, "text": {"Carl Vell: Karl"}})
	page := w.Body.String()
	if w.Code != http.StatusConflict || o.lists[brief.ListOfNames].Text != "Ada Brun: Adda" {
		t.Fatalf("%d, kept %+v", w.Code, o.lists)
	}
	for _, want := range []string{"Somebody else changed the list", "Carl Vell: Karl</textarea>", "What stands now", `<pre class="lists">Ada Brun: Adda</pre>`, `name="if_rev" value="1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if w := b.post("/b/ukraine/lists/names", url.Values{"if_rev": {"x"}, "text": {""}}); w.Code != http.StatusBadRequest {
		t.Errorf("without a revision: %d", w.Code)
	}
}

func TestListsInTheAPI(t *testing.T) {
	o := newOffice(t)
	const at = "/api/briefings/ukraine/lists/names"
	put := func(token, path, text string, headers ...string) (int, apiSentences) {
		w := o.api(token, "PUT", path, text, append([]string{"Content-Type", "text/plain"}, headers...)...)
		var told apiError
		if w.Code >= 400 {
			if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil {
				t.Fatal(err)
			}
		}
		return w.Code, told.Error
	}
	if w := o.api(reporterToken, "GET", at, ""); w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("ETag") != `"0"` {
		t.Errorf("an unwritten list: %d %q %s", w.Code, w.Body, w.Header().Get("ETag"))
	}
	if code, _ := put(editorToken, at, "Ada Brun: Ада\n"); code != http.StatusPreconditionRequired {
		t.Errorf("without If-Match: %d", code)
	}
	if code, _ := put(reporterToken, at, "Ada Brun: Ада\n", "If-Match", `"0"`); code != http.StatusForbidden {
		t.Errorf("a reporter: %d", code)
	}
	if code, told := put(editorToken, at, "Ada Brun: Ада\n", "If-Match", `"0"`); code != http.StatusOK {
		t.Errorf("%d %+v", code, told)
	}
	w := o.api(reporterToken, "GET", at, "")
	if w.Body.String() != "Ada Brun: Ада\n" || w.Header().Get("ETag") != `"1"` || w.Header().Get("Content-Type") != textType {
		t.Errorf("%q %v", w.Body, w.Header())
	}
	if code, told := put(editorToken, at, "x: y", "If-Match", `"0"`); code != http.StatusPreconditionFailed || told.Kind != "conflict" {
		t.Errorf("stale: %d %+v", code, told)
	}
	code, told := put(editorToken, "/api/briefings/ukraine/lists/places", "Kyiv\nKyiv, UA: Kiew\nNorthhook, U: N\n", "If-Match", `"0"`)
	want := []brief.BadLine{{Line: 1, What: "a name and a country must stand before the colon, parted by a comma"}, {Line: 3, What: `"U" is not a country's code of two capital letters, nor -`}}
	if code != http.StatusBadRequest || told.Kind != "invalid" || !slices.Equal(told.Lines, want) {
		t.Errorf("wrong lines: %d %+v", code, told)
	}
	if code, _ := put(editorToken, "/api/briefings/ukraine/lists/verbs", "x", "If-Match", `"0"`); code != http.StatusNotFound {
		t.Errorf("a list that is none: %d", code)
	}
	if code, _ := put(editorToken, at, "\xff", "If-Match", `"1"`); code != http.StatusUnprocessableEntity {
		t.Errorf("no UTF-8: %d", code)
	}
	if code, _ := put(editorToken, at, strings.Repeat("# ours\n", brief.MaxListText/7+1), "If-Match", `"1"`); code != http.StatusUnprocessableEntity {
		t.Errorf("too long: %d", code)
	}
	if code, _ := put(editorToken, at, strings.Repeat("# ours\n", brief.MaxListText), "If-Match", `"1"`); code != http.StatusRequestEntityTooLarge {
		t.Errorf("far too long: %d", code)
	}
	if w := o.api(editorToken, "PUT", at, "{}", "If-Match", `"1"`); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("JSON: %d", w.Code)
	}
}

// TestTheReportSaysWhyATrackIsProposed, and the form that is written from it has track and kind.
func TestTheReportSaysWhyATrackIsProposed(t *testing.T) {
	o := newOffice(t)
	word := func(at int, text, track string) brief.Deciding {
		return brief.Deciding{Mention: brief.Mention{Span: brief.Span{Start: at, End: at + len(text)}, Text: text}, Track: track, Weight: 3, Rule: "track-body"}
	}
	made := brief.Reading{Track: "fighting", Kind: brief.KindNoComment, Deciding: []brief.Deciding{word(0, "Shelling", "fighting"), word(10, "brigade", "fighting"), word(20, "SHELLING", "fighting"),
		word(30, "declined to\ncomment", "")}}
	o.conf.Read = func(context.Context, brief.Report) brief.Reading { r := made; full(&r); return r }
	o.open()
	o.reports = []brief.Report{{ID: "r1", Title: "Shelling", Text: "Shelling, brigade."}}
	b := o.signIn(editorToken)
	page := b.get("/reports/r1").Body.String()
	for _, want := range []string{"<dt>Track</dt><dd><b>Fighting</b>: shelling, brigade</dd>", "<dt>Kind</dt><dd><b>no comment</b>: declined to comment</dd>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	form := b.get("/b/ukraine/write?report=r1").Body.String()
	for _, want := range []string{`<option value="fighting" selected>`, `<option value="no_comment" selected>`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	// A marked sentence is not the report's main news: its own kind counts.
	if form := b.get("/b/ukraine/write?report=r1&start=0&end=8").Body.String(); !strings.Contains(form, `<option value="event" selected>`) {
		t.Error("a marked sentence has the kind of the report")
	}
	made = brief.Reading{Kind: brief.KindEvent, Deciding: []brief.Deciding{word(0, "Shelling", "fighting"), word(10, "tanks", "aid"), word(12, "x", "elsewhere")}}
	page = b.get("/reports/r1").Body.String()
	if !strings.Contains(page, "<dt>Track, open between</dt><dd><b>Fighting</b>: shelling</dd>\n<dd><b>Military aid</b>: tanks</dd>") || strings.Contains(page, "elsewhere") {
		t.Errorf("an open track is shown as %s", page)
	}
	made = brief.Reading{Kind: brief.KindEvent}
	if page = b.get("/reports/r1").Body.String(); !strings.Contains(page, "None: too few words speak for one.") {
		t.Error("a report without a track does not say so")
	}
}

func TestAReadingFromOutsideHasSoundReasons(t *testing.T) {
	for name, c := range map[string]struct {
		reading brief.Reading
		says    string
	}{
		"a kind that is none": {brief.Reading{Kind: "fight"}, `the kind “fight” is none of a development`},
		"a wrong text":        {brief.Reading{Deciding: []brief.Deciding{{Mention: brief.Mention{Span: brief.Span{End: 3}, Text: "dog"}}}}, "holds"},
		"a span outside":      {brief.Reading{Deciding: []brief.Deciding{{Mention: brief.Mention{Span: brief.Span{End: 99}}}}}, "does not lie"},
	} {
		if err := adoptReading(&c.reading, &brief.Report{Text: "cat"}, "a model"); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := brief.Reading{Kind: brief.KindPledge, Deciding: []brief.Deciding{{Mention: brief.Mention{Span: brief.Span{End: 3}, Text: "cat"}, Rule: "mine"}}}
	if err := adoptReading(&good, &brief.Report{Text: "cat"}, "a model"); err != nil || good.Deciding[0].Rule != "external:a model" {
		t.Errorf("%+v, %v", good.Deciding, err)
	}
}
