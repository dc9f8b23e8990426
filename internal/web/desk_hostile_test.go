package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hostile are texts that would run or break a page that does not escape them.
func hostile() []string {
	return []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(1)>`, `javascript:alert(1)`,
		`</textarea><script>alert(1)</script>`, `</title><script>alert(1)</script>`, `{{.}}`, "`${alert(1)}`", `<a href="javascript:alert(1)">x</a>`,
		"\u202e<b>", `<!--`, `]]><script>alert(1)</script>`, `<style>*{display:none}</style>`, `&lt;script&gt;`, `<base href=//evil.example>`,
		`<form action=//evil.example>`, `<iframe srcdoc=x>`, `<meta http-equiv=refresh content=0>`, "\x00<script>", `<math><mtext></mtext><script>1</script></math>`}
}

// checkSafe parses a page and looks for anything that a hostile text could have made.
func checkSafe(t *testing.T, what, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	bad := map[string]bool{"script": true, "img": true, "svg": true, "iframe": true, "style": true, "base": true, "math": true, "object": true, "embed": true}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if bad[n.Data] {
			t.Errorf("%s: the page holds <%s>", what, n.Data)
		}
		for _, a := range n.Attr {
			v := strings.ToLower(strings.TrimSpace(a.Val))
			link := a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction"
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "http-equiv" || link && (strings.HasPrefix(v, "javascript:") || strings.Contains(v, "evil.example")) {
				t.Errorf("%s: <%s %s=%q>", what, n.Data, a.Key, a.Val)
			}
		}
	}
}

func TestHostileReportsStayText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	for i, text := range hostile() {
		q := url.Values{"title": {text}, "source": {text}, "briefing": {"ukraine"}}
		w := o.api(chiefToken, "POST", "/api/reports?"+q.Encode(), fmt.Sprint(text, i), "Content-Type", "text/plain")
		if w.Code != http.StatusCreated {
			t.Fatalf("%q: %d %s", text, w.Code, w.Body)
		}
		o.reports[i].URL = text
		id := string(o.reports[i].ID)
		for _, path := range []string{"/inbox", "/reports/" + id, "/b/ukraine/write?report=" + id + "&start=0&end=" + fmt.Sprint(len(text))} {
			w := b.get(path)
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d", path, w.Code)
			}
			checkSafe(t, path+" with "+text, w.Body.String())
		}
		raw := o.api(chiefToken, "GET", "/api/reports/"+id+"/raw", "")
		if raw.Body.String() != fmt.Sprint(text, i) || raw.Header().Get("Content-Type") != binaryType || !strings.HasPrefix(raw.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("raw: %v", raw.Header())
		}
	}
}

func TestHostileFormsStayText(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	for _, text := range hostile() {
		form := url.Values{}
		for _, name := range []string{"headline", "text", "track", "kind", "label", "place", "byline", "event_from", "event_to", "event_zone", "see_also", "note",
			"dated", "embargo", "rest-url", "rest-outlet", "rest-title", "rest-quote", "rest-report", "key", "reason", "strike", "class", "address", "name",
			"role", "every", "briefing", "title", "tracks", "zone", "languages", "identity-logo", "identity-home", "line-text", "line-said", "line-place",
			"line-note", "line-class", "line-refs", "template", "url", "published", "summary", "speaker", "addressee", "language", "channel", "said", "precision", "denies",
			"proposition", "terms", "report", "start", "end", "outlet", "on", "verb", "quote", "covers", "aliases", "offices", "body", "act", "into", "term", "verdict",
			"as_of", "rationale", "rests_on", "stance", "side", "date", "searched", "ref", "review_on", "criteria", "weak", "statement", "series", "lat", "lon", "held_from", "held_to", "basis"} {
			form.Set(name, text)
		}
		form.Set("if_rev", "1")
		for _, path := range []string{"/b/ukraine/write", "/b/ukraine/preview", "/b/ukraine/acts", "/b/ukraine/glance", "/b/ukraine/settings", "/new", "/sources",
			"/sources/test", "/people", "/inbox", "/b/ukraine/items/first/redact", "/b/ukraine/statements", "/b/ukraine/speakers",
			"/b/ukraine/proposals/x/approve", "/b/ukraine/proposals/x/decline", "/b/ukraine/statements/x/propose", "/b/ukraine/statements/x/evidence",
			"/b/ukraine/lists/names", "/b/ukraine/lists/places", "/b/ukraine/lists/tracks", "/b/ukraine/places", "/b/ukraine/maps/x/approve", "/b/ukraine/maps/x/decline"} {
			w := b.post(path, form)
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("%s with %q: %d", path, text, w.Code)
			}
			checkSafe(t, path+" with "+text, w.Body.String())
		}
		(&browser{o: o}).post("/b/ukraine/preview", form)
	}
}

func TestEveryTemplateShowsItsViewEmpty(t *testing.T) {
	pages, err := parseTemplates()
	if err != nil {
		t.Fatal(err)
	}
	empty := map[string]any{"redacted": redactedView{}, "signin": signInView{}, "kept": keptView{}, "error": errorView{}, "home": homeView{}, "inbox": inboxView{}, "report": reportView{},
		"write": writeView{Form: &actForm{}}, "preview": previewView{}, "conflict": conflictView{}, "items": itemsView{}, "item": itemView{}, "redact": redactView{},
		"glance": glanceView{}, "drafts": draftsView{}, "settings": settingsView{}, "sources": sourcesView{Form: &sourceFields{}}, "people": peopleView{}, "list": listView{}, "audit": auditView{},
		"statements": ledgerView{}, "statement": statementView{}, "record": recordView{}, "speakers": speakersView{},
		"maps": mapsView{}, "map_proposal": mapProposalView{}, "numbers": numbersView{}, "numbers_proposal": numbersProposalView{}}
	for name, tmpl := range pages {
		view, ok := empty[name]
		if !ok {
			t.Errorf("the page %s has no view in this test", name)
			continue
		}
		var b strings.Builder
		if err := tmpl.Execute(&b, view); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(b.String(), "</html>") || strings.Contains(b.String(), "style=") || strings.Contains(b.String(), "<script") {
			t.Errorf("%s is not whole, or has something inline", name)
		}
		delete(empty, name)
	}
	if len(empty) != 0 {
		t.Errorf("views without a page: %v", empty)
	}
}
