package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// After a removal the desk hears which mirrors still have the text: by the API, and on the page behind the form.
func TestRedactionSaysWhichMirrorsToTell(t *testing.T) {
	o := newOffice(t)
	order := `{"item":"glance","class":"safety","reason":"A life is at risk."}`
	none := said[redactAnswer](t, o.api(chiefToken, "POST", "/api/briefings/ukraine/redactions", order), http.StatusCreated)
	if none.Mirrors == nil || len(none.Mirrors) != 0 {
		t.Errorf("without mirrors the answer has %v", none.Mirrors)
	}
	edit := o.api(chiefToken, "PATCH", "/api/briefings/ukraine", `{"mirrors":["https://mirror.example/","http://abc.onion/"]}`, "If-Match", `"1"`)
	if edit.Code != http.StatusOK && edit.Code != http.StatusCreated {
		t.Fatalf("naming mirrors: %d %s", edit.Code, edit.Body)
	}
	b := o.signIn(chiefToken)
	w := b.post("/b/ukraine/items/first/redact", url.Values{"key": {"k1"}, "class": {"safety"}, "reason": {"A life is at risk."}, "sure": {"yes"}})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/b/ukraine/items/first/redact?entry=") {
		t.Fatalf("after the form: %d to %q", w.Code, to)
	}
	_, entry, _ := strings.Cut(to, "=")
	body := b.get(to).Body.String()
	for _, want := range []string{"https://mirror.example/", "http://abc.onion/", "until they take edition " + entry + " or later", `href="/b/ukraine/items/first"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page behind the form lacks %s", want)
		}
	}
	for _, bad := range []string{"0", "999", "-1"} {
		if w := b.get("/b/ukraine/items/first/redact?entry=" + bad); strings.Contains(w.Body.String(), "mirror.example") {
			t.Errorf("entry %s is told about", bad)
		}
	}
	got := said[redactAnswer](t, o.api(chiefToken, "POST", "/api/briefings/ukraine/redactions",
		`{"item":"briefing","class":"safety","reason":"A life is at risk.","strike":["mirror.example"]}`), http.StatusCreated)
	if want := []string{"https://mirror.example/", "http://abc.onion/"}; !slices.Equal(got.Mirrors, want) {
		t.Errorf("the answer names %v, want %v: the mirror that was struck has the text too", got.Mirrors, want)
	}
}
