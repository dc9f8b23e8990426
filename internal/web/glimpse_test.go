package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// counted has the office read by a rule that counts how often it was asked, and names the speaker after the rules.
func (o *office) counted() *int {
	n := 0
	o.conf.Read = func(ctx context.Context, r brief.Report) brief.Reading {
		n++
		reading := readSentences(ctx, r)
		reading.Rules = o.rules
		reading.Statements[0].Speaker.Name = "Speaker " + o.rules
		return reading
	}
	o.open()
	return &n
}

// read gives what the list of reports says was read in the first.
func (o *office) read(t *testing.T) Glimpse {
	t.Helper()
	return said[struct{ Reports []ListedReport }](t, o.api(reporterToken, "GET", "/api/reports", ""), http.StatusOK).Reports[0].Read
}

// TestListReadsAReportOnceUntilTheRulesOrItsReadingChange also shows that what is read changes at once with them.
func TestListReadsAReportOnceUntilTheRulesOrItsReadingChange(t *testing.T) {
	o := newOffice(t)
	o.rules = "1"
	n := o.counted()
	o.reports = []brief.Report{{ID: "r1", Text: "He promised three things."}}
	for _, step := range []struct {
		do      func()
		speaker string
		reads   int
	}{
		{func() {}, "Speaker 1", 1},
		{func() {}, "Speaker 1", 1},
		{func() { o.rules = "2" }, "Speaker 2", 2},
		{func() { o.api(reporterToken, "PUT", "/api/reports/r1/reading", outsideReading) }, "Olena", 2},
		{func() { o.api(reporterToken, "DELETE", "/api/reports/r1/reading", "") }, "Speaker 2", 3},
	} {
		step.do()
		if got := o.read(t); got.Statements[0].Speaker != step.speaker || *n != step.reads {
			t.Errorf("said by %q after %d reads, want %q after %d", got.Statements[0].Speaker, *n, step.speaker, step.reads)
		}
	}
}

const outsideReading = `{"statements":[{"kind":"pledge","speaker":{"name":"Olena","role":"","start":0,"end":2},"cue":{"start":3,"end":11,"text":"promised"},"content":[{"start":12,"end":24,"text":"three things"}],"speech":"indirect","modality":"flat","rule":"external:model-1"}]}`

// TestGlimpsesForgetWhatNobodyListed, so that they never hold more than two generations.
func TestGlimpsesForgetWhatNobodyListed(t *testing.T) {
	var k glimpses
	for i := range 5 * glimpsesKept {
		id := brief.ReportID(fmt.Sprint(i))
		_, _, mark := k.of("1", id)
		k.keep("1", id, Glimpse{Called: string(id)}, mark)
		k.of("1", "0")
	}
	if n := len(k.new) + len(k.old); n > 2*glimpsesKept {
		t.Errorf("%d are kept", n)
	}
	if g, ok, _ := k.of("1", "0"); !ok || g.Called != "0" {
		t.Error("what is listed all the time was forgotten")
	}
	if _, ok, _ := k.of("1", "1"); ok {
		t.Error("what nobody lists is still there")
	}
}

// TestGlimpseOfBeforeAChangeIsNotKept: a list that began before a reading was brought must not put back the old one.
func TestGlimpseOfBeforeAChangeIsNotKept(t *testing.T) {
	var k glimpses
	_, _, mark := k.of("1", "r")
	k.drop("r")
	k.keep("1", "r", Glimpse{Called: "old"}, mark)
	if _, ok, _ := k.of("1", "r"); ok {
		t.Error("the glimpse of before the change was kept")
	}
}

func TestGlimpseIsShort(t *testing.T) {
	long := strings.Repeat("word ", 100)
	r := brief.Reading{Report: brief.ReadReport{Title: "T"}, Track: "aid"}
	for i := range 5 {
		r.Statements = append(r.Statements, brief.ReadStatement{Kind: brief.KindForecast, Speaker: brief.ReadSpeaker{Name: long},
			Content: []brief.Mention{{Text: "one"}, {Text: long}}, Terms: []brief.ReadTerm{{}, {Due: brief.Due{From: "2030-03-01", To: "2030-03-04"}}}})
		r.Places = append(r.Places, brief.ReadPlace{Name: fmt.Sprint("Town ", i/2)})
		r.Figures = append(r.Figures, brief.ReadFigure{Mention: brief.Mention{Text: fmt.Sprint(i, " dollars")}, Unit: "USD", Rule: "money"},
			brief.ReadFigure{Mention: brief.Mention{Text: fmt.Sprint(i, " people")}, Unit: "people", Of: "shot_down"})
	}
	g := glimpseOf(&r, false)
	if len(g.Statements) != 3 || g.Said != 5 || strings.Join(g.Places, "|") != "Town 0|Town 1|Town 2" || len(g.Figures) != 3 ||
		g.Figures[1] != (GlimpsedFigure{"1 people", "shot down"}) || g.Track != "aid" || g.Called != "T" {
		t.Errorf("%+v", g)
	}
	s := g.Statements[0]
	if !strings.HasPrefix(s.Words, "one … word word") || len([]rune(s.Words)) > 140 || len([]rune(s.Speaker)) > 80 || s.Due.To != "2030-03-04" {
		t.Errorf("%+v", s)
	}
	if raw, _ := json.Marshal(glimpseOf(&brief.Reading{}, false)); strings.Contains(string(raw), "null") {
		t.Errorf("an empty glimpse is %s", raw)
	}
}

// TestInboxLaysAStoryUnderTheNewest and hides nothing: each report has its link on the page.
func TestInboxLaysAStoryUnderTheNewest(t *testing.T) {
	o := newOffice(t)
	text := "Shelling of the market in Oldford killed %d people on Monday, the governor of the region said, and rescuers were still looking for others under the roof of the eastern hall."
	o.reports = []brief.Report{{ID: "r1", State: brief.ReportNew, Title: "First", Text: fmt.Sprintf(text, 80)},
		{ID: "r2", State: brief.ReportNew, Text: "The ferry runs again."},
		{ID: "r3", State: brief.ReportNew, Title: "<Third>", Text: fmt.Sprintf(text, 96)}}
	desk := o.signIn(reporterToken)
	page := desk.get("/inbox").Body.String()
	for _, want := range []string{`<a href="/reports/r3">&lt;Third&gt;</a>`, "1 more of the same story", `<a href="/reports/r2">The ferry runs again.</a>`,
		`A &lt;b&gt;speaker&lt;/b&gt;</b> <span class="kind">pledge</span>`, `updated copy of one without an outlet`} {
		if !strings.Contains(page, want) {
			t.Errorf("the inbox lacks %s", want)
		}
	}
	third, first, second := strings.Index(page, "/reports/r3"), strings.Index(page, `<a href="/reports/r1">First`), strings.Index(page, "/reports/r2")
	if !(third < first && first < second) {
		t.Errorf("the reports stand at %d, %d and %d", third, first, second)
	}

	// Said to be apart, they stand apart, and taken back, together.
	if w := desk.post("/reports/r3/apart", map[string][]string{"other": {"r1"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("apart: %d %s", w.Code, w.Body)
	}
	if page := desk.get("/inbox").Body.String(); strings.Contains(page, "of the same story") || strings.Contains(page, "updated copy") {
		t.Error("the two are still one story")
	}
	page = desk.get("/reports/r1").Body.String()
	if !strings.Contains(page, `not the same as <a href="/reports/r3">&lt;Third&gt;</a>`) || !strings.Contains(page, `action="/reports/r1/together"`) {
		t.Error("the page of r1 does not say what was said")
	}
	one := said[struct{ Apart []brief.ReportID }](t, o.api(reporterToken, "GET", "/api/reports/r3", ""), http.StatusOK)
	if len(one.Apart) != 1 || one.Apart[0] != "r1" {
		t.Errorf("the API says %+v", one)
	}
	for range 2 {
		if w := o.api(editorToken, "POST", "/api/reports/r1/together", `{"other":"r3"}`); w.Code != http.StatusNoContent {
			t.Errorf("together: %d %s", w.Code, w.Body)
		}
	}
	if page := desk.get("/reports/r1").Body.String(); !strings.Contains(page, `<a href="/reports/r3">updated copy of`) || strings.Contains(page, "not the same as") {
		t.Error("taken back, the proposal is not there again")
	}
	var verbs []string
	for _, a := range o.audit {
		verbs = append(verbs, a.Verb+" "+a.Object+" "+string(a.Person))
	}
	if got := strings.Join(verbs, "\n"); got != "apart r3 r1 reporter\ntogether r1 r3 editor" {
		t.Errorf("the audit says\n%s", got)
	}
	refused(t, o.api(reporterToken, "POST", "/api/reports/r1/apart", `{"other":"none"}`), http.StatusNotFound, "not_found")
	refused(t, o.api(reporterToken, "POST", "/api/reports/r1/apart", `{}`), http.StatusUnprocessableEntity, "invalid")
}
