package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// deskOf makes a server only to list its routes.
func deskOf(o *office) *deskServer { return &deskServer{DeskConfig: o.conf} }

// addressOf makes an address of a route's pattern.
func addressOf(pattern string) string {
	return strings.NewReplacer("{b}", "ukraine", "{item}", "first", "{act}", "update", "{id}", "none", "{file}", "none.css", "{list}", "names", "{$}", "").Replace(pattern)
}

func TestEveryRouteLetsInWhomItsVerbAllows(t *testing.T) {
	o := newOffice(t)
	browsers := map[brief.Role]*browser{"": {o: o}, brief.Reporter: o.signIn(reporterToken), brief.Editor: o.signIn(editorToken), brief.Chief: o.signIn(chiefToken)}
	tokens := map[brief.Role]string{"": "", brief.Reporter: reporterToken, brief.Editor: editorToken, brief.Chief: chiefToken}
	seen := 0
	for _, route := range deskOf(o).routes() {
		if route.pattern == "/sign-out" {
			continue // it would end the sessions of this test
		}
		for role, b := range browsers {
			want := 0
			switch {
			case route.access == open:
			case role == "":
				want = http.StatusUnauthorized
			case route.access == byVerb && desk.Can(role, route.verb) != nil:
				want = http.StatusForbidden
			}
			var w *httptest.ResponseRecorder
			if route.api() {
				w = o.api(tokens[role], route.method, addressOf(route.pattern), "")
			} else {
				w = b.send(route.method, addressOf(route.pattern), url.Values{})
			}
			got := w.Code
			if got != http.StatusUnauthorized && got != http.StatusForbidden || route.pattern == "/sign-in" {
				got = 0
			}
			if got != want {
				t.Errorf("%s %s as %q: status %d, want %d", route.method, route.pattern, role, w.Code, want)
			}
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s as %q: status %d: %s", route.method, route.pattern, role, w.Code, w.Body)
			}
			seen++
		}
	}
	if seen < 200 {
		t.Errorf("only %d pairs of route and role were tried", seen)
	}
}

func TestRolesGrowAndNobodyElseGetsIn(t *testing.T) {
	o := newOffice(t)
	allowed := map[brief.Role]int{}
	for _, route := range deskOf(o).routes() {
		for _, role := range append(brief.Roles, "", "owner") {
			if route.access == byVerb && desk.Can(role, route.verb) == nil {
				allowed[role]++
			}
		}
		if route.access == denied || route.access == byVerb && route.verb == "" || route.access == open && !slices.Contains([]string{"/sign-in", "/static/{file}", "/health", "/ready"}, route.pattern) {
			t.Errorf("the route %s %s says %d and %q", route.method, route.pattern, route.access, route.verb)
		}
	}
	if !(0 < allowed[brief.Reporter] && allowed[brief.Reporter] < allowed[brief.Editor] && allowed[brief.Editor] < allowed[brief.Chief]) || allowed[""] != 0 || allowed["owner"] != 0 {
		t.Errorf("routes by role: %v", allowed)
	}
}

func TestRouteWithoutAccessLetsNobodyIn(t *testing.T) {
	o := newOffice(t)
	s := deskOf(o)
	c := &call{w: httptest.NewRecorder(), r: httptest.NewRequest("GET", "/api/x", nil), now: o.clock}
	c.r.Header.Set("Authorization", "Bearer "+chiefToken)
	if err := s.admit(c, &deskRoute{method: "GET", pattern: "/api/x"}); brief.KindOf(err) != brief.KindForbidden {
		t.Errorf("a chief gets %v", err)
	}
}

func TestDeskRefusesOtherSites(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	form := url.Values{"name": {"Mallory"}, "role": {"chief"}}
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}} {
		if w := b.send("POST", "/people", form, headers...); w.Code != http.StatusForbidden {
			t.Errorf("%v: status %d", headers, w.Code)
		}
	}
	if w := b.send("POST", "/people", form, "Content-Type", "text/plain"); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a form that is none: status %d", w.Code)
	}
	if w := b.send("POST", "/api/people", url.Values{}, "Content-Type", "application/json"); w.Code != http.StatusUnauthorized {
		t.Errorf("the API takes a session's cookie: status %d", w.Code)
	}
	if len(o.people) != 3 {
		t.Errorf("there are %d people now", len(o.people))
	}
	if b.cookie.SameSite != http.SameSiteStrictMode || !b.cookie.HttpOnly || b.cookie.Path != "/" || b.cookie.Secure {
		t.Errorf("the cookie is %v", b.cookie)
	}
	o.conf.Secure = true
	o.open()
	if b := o.signIn(chiefToken); b.cookie.Name != "__Host-livebrief-desk" || !b.cookie.Secure || b.cookie.Domain != "" {
		t.Errorf("over https the cookie is %v", b.cookie)
	}
}

func TestDeskHasStrictHeadersAndKeepsNothingInCaches(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	for _, path := range []string{"/", "/inbox", "/nothing", "/sign-in", "/api/me", "/b/ukraine/write"} {
		h := b.get(path).Header()
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self';") || h.Get("Referrer-Policy") != "no-referrer" ||
			h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %v", path, h)
		}
	}
	style := styleName()
	if w := b.get("/static/" + style); w.Code != 200 || w.Header().Get("Cache-Control") != lifeStatic || !strings.Contains(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("the stylesheet: %d %v", w.Code, w.Header())
	}
}

func TestSessionEndsAfterAnIdleHourAndAfterTwelve(t *testing.T) {
	o := newOffice(t) // outside, since the store of sessions sweeps for ever
	synctest.Test(t, func(t *testing.T) {
		b := o.signIn(editorToken)
		time.Sleep(59 * time.Minute)
		if w := b.get("/"); w.Code != http.StatusOK {
			t.Errorf("after 59 minutes: %d", w.Code)
		}
		time.Sleep(61 * time.Minute)
		if w := b.get("/"); w.Code != http.StatusUnauthorized {
			t.Errorf("after an idle hour: %d", w.Code)
		}
		b = o.signIn(editorToken)
		for range 24 {
			time.Sleep(29 * time.Minute)
			if w := b.get("/"); w.Code != http.StatusOK {
				t.Fatalf("within twelve hours: %d", w.Code)
			}
		}
		time.Sleep(29 * time.Minute)
		if w := b.get("/"); w.Code != http.StatusUnauthorized {
			t.Errorf("after twelve hours: %d", w.Code)
		}
	})
}

func TestExpiredSessionKeepsWhatWasWritten(t *testing.T) {
	o := newOffice(t)
	b := &browser{o: o}
	form := url.Values{"headline": {"Kept \"headline\" <b>"}, "text": {"line one\r\nline two"}, "act": {"publish"}, "rest-url": {"https://a.example", "https://b.example"}}
	w := b.post("/b/ukraine/preview", form)
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "Kept &#34;headline&#34; &lt;b&gt;") {
		t.Fatalf("without a session: %d %s", w.Code, w.Body)
	}
	again := url.Values{"token": {"wrong"}, "kept-path": {"/b/ukraine/preview"}}
	for name, values := range form {
		again[keptPrefix+name] = values
	}
	if w = b.post("/sign-in", again); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "kept.headline") || strings.Contains(w.Body.String(), "wrong") {
		t.Fatalf("a wrong token: %d %s", w.Code, w.Body)
	}
	again.Set("token", editorToken)
	w = b.post("/sign-in", again)
	page := w.Body.String()
	if w.Code != http.StatusOK || strings.Contains(page, editorToken) || !strings.Contains(page, `action="/b/ukraine/preview"`) {
		t.Fatalf("signed in again: %d %s", w.Code, page)
	}
	for _, want := range []string{`name="headline" value="Kept &#34;headline&#34; &lt;b&gt;"`, `value="https://a.example"`, `value="https://b.example"`, "line one\nline two"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is lost in %s", want, page)
		}
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "javascript:alert(1)", "/sign-out", ""} {
		b := &browser{o: o}
		w := b.post("/sign-in", url.Values{"token": {editorToken}, "kept-path": {path}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
			t.Errorf("%q: %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestRevokedPersonIsOutAtOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	if w := o.api(chiefToken, "DELETE", "/api/people/editor", ""); w.Code != http.StatusNoContent {
		t.Fatalf("revoking: %d %s", w.Code, w.Body)
	}
	if w := b.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("their session answers %d", w.Code)
	}
	if w := o.api(editorToken, "GET", "/api/me", ""); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("their token answers %d", w.Code)
	}
}

func TestSigningInChangesTheSessionAndSigningOutEndsIt(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(editorToken)
	first := b.cookie
	b.post("/sign-in", url.Values{"token": {chiefToken}})
	if b.cookie.Value == first.Value {
		t.Error("a second sign-in keeps the first session's id")
	}
	old := &browser{o: o, cookie: first}
	if w := old.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("the first id still opens the desk: %d", w.Code)
	}
	kept := *b.cookie
	if w := b.post("/sign-out", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("signing out: %d", w.Code)
	}
	if w := (&browser{o: o, cookie: &kept}).get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("after signing out the cookie still opens the desk: %d", w.Code)
	}
}

func TestGETNeverChangesAnything(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	before := len(o.books[o.id].entries)
	for _, route := range deskOf(o).routes() {
		if route.method != http.MethodPost || route.api() {
			continue
		}
		b.send("GET", addressOf(route.pattern)+"?token="+chiefToken+"&name=x&role=chief&state=used&sure=yes", nil)
	}
	if len(o.books[o.id].entries) != before || len(o.people) != 3 || len(o.audit) != 0 || len(o.readings) != 0 {
		t.Error("a GET changed something")
	}
	w := b.send("GET", "/sources/test", nil)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("a GET of a form's address: %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestTooLargeFormsAreRefused(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	big := strings.Repeat("x", formLimit+1)
	if w := b.post("/b/ukraine/preview", url.Values{"text": {big}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form: %d", w.Code)
	}
	if w := o.api(chiefToken, "POST", "/api/lint", `{"development":{"text":"`+big+`"}}`); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("JSON: %d %s", w.Code, w.Body)
	}
	if w := o.api(chiefToken, "POST", "/api/reports", big, "Content-Type", "text/plain"); w.Code != http.StatusCreated {
		t.Errorf("a report of the same size: %d", w.Code)
	}
	if w := o.api(chiefToken, "POST", "/api/reports", strings.Repeat("x", reportLimit+1), "Content-Type", "text/plain"); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a report that is too large: %d", w.Code)
	}
}

func TestDeskErrorsShowNoSecrets(t *testing.T) {
	o := newOffice(t)
	b := o.signIn(chiefToken)
	o.fail = brief.Unavailable("the database is away", "try again", errSecret{})
	for _, w := range []*httptest.ResponseRecorder{b.get("/"), o.api(chiefToken, "GET", "/api/briefings", "")} {
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	o.fail = errSecret{}
	for _, w := range []*httptest.ResponseRecorder{b.get("/"), o.api(chiefToken, "GET", "/api/briefings", "")} {
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if !strings.Contains(o.log.String(), "secret dsn") || strings.Contains(o.log.String(), chiefToken) {
		t.Error("the log does not tell the cause, or tells a token")
	}
}

// brokenPeople cannot look anybody up.
type brokenPeople struct{ *office }

func (brokenPeople) PersonByToken(context.Context, [32]byte) (brief.Person, error) {
	return brief.Person{}, errSecret{}
}

func TestTokenIsNeverShownAgain(t *testing.T) {
	o := newOffice(t)
	o.conf.People = brokenPeople{o}
	o.open()
	w := (&browser{o: o}).post("/sign-in", url.Values{"token": {chiefToken}, keptPrefix + "text": {"kept"}})
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), chiefToken) || !strings.Contains(w.Body.String(), "kept") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

type errSecret struct{}

func (errSecret) Error() string { return "secret dsn" }
