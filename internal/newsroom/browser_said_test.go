package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// saidText is a report with a promise of three things and a forecast with a day.
const saidText = `Three promises to the dockers of Oldford

OLDFORD -- Harbour Minister Ada Brun spoke to the dockers of Oldford on Monday. "I promise you three things," she said. "First, nobody will be dismissed. Second, the crane fund will be paid out by 31 March. And third, the crane will be repaired."

The leader of the dockers, Carl Vell, said that the north gate would be open by 31 March.
`

// submit fills a form of the page by the names of its fields, clicks its first button, and waits for the page that answers.
func (p *deskTab) submit(form string, fields map[string]string) {
	p.t.Helper()
	raw, err := json.Marshal(fields)
	if err != nil {
		p.t.Fatal(err)
	}
	wrong := get(p.t, p.ctx, "filling "+form, chromedp.Evaluate[string](fmt.Sprintf(`(() => {
		const form = document.querySelector(%s), fields = %s
		if (!form) return "there is no such form"
		for (const name in fields) {
			const all = [...form.querySelectorAll('[name="' + name + '"]')]
			if (!all.length) return "there is no field " + name
			for (const f of all) {
				if (f.type === "checkbox") f.checked = fields[name].split(" ").includes(f.value)
				else f.value = fields[name]
			}
			if (all[0].tagName === "SELECT" && all[0].value !== fields[name]) return "no choice " + fields[name] + " of " + name
		}
		if (!form.checkValidity()) return "the browser would not send it: " + [...form.elements].filter(e => !e.checkValidity()).map(e => e.name)
		document.documentElement.dataset.before = "yes"
		return ""
	})()`, quoted(form), raw)))
	if wrong != "" {
		p.t.Fatalf("%s: %s", form, wrong)
	}
	do(p.t, p.ctx, "sending "+form, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%s).querySelector('button').click()`, quoted(form))),
		chromedp.WaitReady(chromedp.CSS("html:not([data-before]) body")))
}

// deskTab is a person at the desk, in a browser.
type deskTab struct {
	t    *testing.T
	ctx  context.Context
	room *Room
}

// open goes to a page of the desk.
func (p *deskTab) open(path string) {
	p.t.Helper()
	do(p.t, p.ctx, "opening "+path, chromedp.Navigate(p.room.DeskURL()+path), chromedp.WaitReady(chromedp.CSS(`form[action="/sign-out"]`)))
}

// record opens the report, follows what leads from its nth statement to the ledger, and records it.
func (p *deskTab) record(report string, n int, fields map[string]string) (id string) {
	p.t.Helper()
	p.open("/reports/" + report)
	href := get(p.t, p.ctx, "the way to the ledger", chromedp.Evaluate[string](fmt.Sprintf(
		`[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => h.includes('/statements/new') && h.endsWith('statement=%d'))[0] ?? ''`, n)))
	if href == "" {
		p.t.Fatalf("nothing leads from statement %d to the ledger", n)
	}
	p.open(href)
	p.submit("form[action='/b/oldford/statements']", fields)
	at := get(p.t, p.ctx, "where it stands", chromedp.Evaluate[string](`location.pathname`))
	if !strings.HasPrefix(at, "/b/oldford/statements/") {
		p.t.Fatalf("recording leads to %s: %s", at, get(p.t, p.ctx, "the page", chromedp.Evaluate[string](`document.body.innerText`)))
	}
	return filepath.Base(at)
}

// TestReadersSeeWhatCameOfWhatWasSaid goes the whole way in browsers: a report comes in, a promise and a forecast of it are
// recorded from what was read, another outlet's wording is added, the day passes, somebody proposes what came of it and
// somebody else approves, and the page that a reader has open changes. A copy of it all stands up to its check, and the page
// as of the day before says what was known then.
func TestReadersSeeWhatCameOfWhatWasSaid(t *testing.T) {
	t.Parallel()
	reader, desk := browse(t), browse(t)
	room := startRoom(t, false)
	run := func(args ...string) string { return mustCommand(t, append(args, "--data", room.folder.path)...) }
	file := filepath.Join(t.TempDir(), "report.txt")
	if err := os.WriteFile(file, []byte(saidText), 0o600); err != nil {
		t.Fatal(err)
	}
	run("briefing", "create", "oldford", "--template", "war", "--title", "The port of Oldford", "--zone", "UTC", "--reconstruction", "--dated", "2019-01-08T06:00:00Z")
	for _, who := range [][2]string{{"Ada Brun", "harbour minister | Westmark | Westmark | 2018-06-01"}, {"Carl Vell", "leader of the dockers | Dockers | Westmark | 2017"}} {
		run("speaker", "add", "--briefing", "oldford", who[0], "--office", who[1], "--dated", "2019-01-08T06:00:00Z")
	}
	var boris struct{ Token string }
	if err := json.Unmarshal([]byte(run("--format", "json", "person", "add", "Boris", "--role", "editor")), &boris); err != nil {
		t.Fatal(err)
	}
	var added addAnswer
	if err := json.Unmarshal([]byte(run("--format", "json", "add", file, "--briefing", "oldford", "--source", "First Outlet", "--published", "2019-01-08")), &added); err != nil {
		t.Fatal(err)
	}
	report := string(added.Reports[0].Report.ID)

	p := &deskTab{t, desk, room}
	signIn(t, desk, room)
	pledge := p.record(report, 1, map[string]string{"title": "Three promises to the dockers", "track": "home", "said": "2019-01-07", "url": "https://one.example/promises", "dated": "2019-01-08T09:00"})
	see(t, desk, `document.body.innerText.includes('due by 2019-03-31')`)
	p.submit("form[action$='/rendering']", map[string]string{"url": "https://two.example/promises", "outlet": "Second Outlet", "on": "2019-01-09", "verb": "claimed",
		"covers": "t1 quoted\nt2 hedged: may be paid out", "dated": "2019-01-09T08:00"})
	forecast := p.record(report, 2, map[string]string{"title": "The gate opens by the end of March", "track": "home", "said": "2019-01-07", "url": "https://one.example/promises", "dated": "2019-01-09T09:30"})
	p.submit("form[action$='/evidence']", map[string]string{"terms": "t1", "stance": "absence", "side": "independent", "date": "2019-04-10", "text": "No report that the gate is open.",
		"searched": "north gate | two outlets and the register of the port | 2019-04-10", "dated": "2019-04-10T09:00"})

	do(t, reader, "opening the statement", chromedp.Navigate(room.ReadersURL()+"/oldford/statements/"+forecast), chromedp.WaitReady(chromedp.CSS("article.ledger")),
		chromedp.Evaluate[chromedp.Void](`window.opened = "once"`))
	p.submit("form[action$='/propose']", map[string]string{"term": "t1", "verdict": "not_borne_out", "as_of": "2019-04-10", "rests_on": "e1", "rationale": "Ten days after its day there is no report of it.", "dated": "2019-04-11T09:00"})
	see(t, desk, `document.body.innerText.includes('Ten days after its day') && !document.querySelector("button[formaction$='/approve']")`)
	p.open("/inbox")
	p.submit("form[action='/sign-out']", nil)
	p.submit("form:has(input[name=token])", map[string]string{"token": boris.Token})
	p.open("/b/oldford/statements/" + forecast)
	p.submit("form:has(button[formaction$='/approve'])", nil)

	see(t, reader, `document.querySelector('article.ledger').innerText.includes('Ten days after its day there is no report of it.')`)
	see(t, reader, `document.querySelector('article.ledger').innerText.includes('Not borne out')`)
	if opened := get(t, reader, "the mark", chromedp.Evaluate[string](`window.opened ?? "again"`)); opened != "once" {
		t.Error("the page was loaded again")
	}
	for at, want := range map[string]string{"/statements/" + pledge: "may be paid out", "/as-of/2019-04-11/statements/" + forecast: "Not borne out", "/due": "the crane fund will be paid out by 31 March"} {
		do(t, reader, "opening "+at, chromedp.Navigate(room.ReadersURL()+"/oldford"+at), chromedp.WaitReady(chromedp.CSS("#main")))
		see(t, reader, fmt.Sprintf(`document.body.innerText.includes(%s)`, quoted(want)))
	}
	do(t, reader, "opening the day before", chromedp.Navigate(room.ReadersURL()+"/oldford/as-of/2019-04-10/statements/"+forecast), chromedp.WaitReady(chromedp.CSS("#main")))
	before := get(t, reader, "the day before", chromedp.Evaluate[string](`document.querySelector('main').innerText`))
	if !strings.Contains(before, "Open") || strings.Contains(before, "Not borne out") || strings.Contains(before, "Ten days") {
		t.Errorf("the day before says\n%s", before)
	}

	dir := filepath.Join(t.TempDir(), "copy")
	run("export", "--briefing", "oldford", "--to", dir)
	if said := run("verify", dir, "--key", filepath.Join(dir, "key")); !strings.HasSuffix(strings.TrimSpace(said), "ok") {
		t.Errorf("the copy is found to be\n%s", said)
	}
	do(t, reader, "opening the copy", chromedp.Navigate("file://"+dir+"/statements/"+forecast+".html"), chromedp.WaitReady(chromedp.CSS("article.ledger")))
	see(t, reader, `document.body.innerText.includes('Not borne out')`)
}
