package doctor

import (
	"net/http"
	"slices"
	"testing"
)

func TestWorstVerdictIsTheReports(t *testing.T) {
	for _, c := range []struct {
		verdicts []Verdict
		want     Verdict
	}{
		{nil, OK}, {[]Verdict{OK, OK}, OK}, {[]Verdict{OK, Warning, OK}, Warning}, {[]Verdict{Warning, Fault, OK}, Fault}, {[]Verdict{Fault, Warning}, Fault},
	} {
		r := &Report{}
		for _, v := range c.verdicts {
			r.Findings = append(r.Findings, Finding{Verdict: v})
		}
		if got := r.Worst(); got != c.want {
			t.Errorf("%v: %q, want %q", c.verdicts, got, c.want)
		}
	}
}

func TestScriptsFromElsewhereAreCounted(t *testing.T) {
	for _, c := range []struct {
		page    string
		foreign int
	}{
		{`<script src="../static/live.0badcafe.js" defer></script><script type="application/ld+json">{}</script>`, 0},
		{`<SCRIPT SRC="https://stats.example/a.js"></SCRIPT>`, 1}, {`<script>alert(1)</script><script src="//x/static/live.js"></script>`, 2},
		{`<script type="application/ld+json" src="//x"></script>`, 1},
	} {
		if got := foreign([]byte(c.page)); got != c.foreign {
			t.Errorf("%s: %d, want %d", c.page, got, c.foreign)
		}
	}
}

func TestHeadersAreReadAsListsOfWords(t *testing.T) {
	r := &reply{header: http.Header{"Cache-Control": {"public, Max-Age=5", `s-maxage="10"`}, "Vary": {"Accept-Encoding, Cookie", "accept-encoding"}}}
	if got := r.directives(); got["max-age"] != "5" || got["s-maxage"] != "10" || len(got) != 3 {
		t.Errorf("%v", got)
	}
	if got := r.vary(); !slices.Equal(got, []string{"accept-encoding", "cookie"}) {
		t.Errorf("%v", got)
	}
}
