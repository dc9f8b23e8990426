package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"livebrief/internal/edition"
	"livebrief/internal/store"
)

// browse starts Chromium, or skips aloud.
func browse(t *testing.T) context.Context {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: the browser tests are skipped")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true),
		chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("starting chromium: %v", err)
	}
	return ctx
}

// startRoom runs a newsroom on a fresh data folder until the test ends.
func startRoom(t testing.TB, sample bool) *Room {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	room, err := Open(ctx, filepath.Join(t.TempDir(), "data"), Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if sample {
		if err := room.loadSample(ctx); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("running: %v", err)
		}
		if err := room.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(room.folder.path, deskFileName)); err != nil {
		t.Fatal(err)
	}
	return room
}

// commands gives a client of the room's desk in the name of the first person.
func (r *Room) commands(t testing.TB) *client {
	t.Helper()
	cl, err := (&Common{Data: r.folder.path}).client()
	if err != nil {
		t.Fatal(err)
	}
	return cl
}

// samplePages finds every page of the sample that a reader can reach from the live page, one of each kind at least.
func samplePages(t *testing.T, room *Room) []string {
	t.Helper()
	pages := []string{"/", "/ukraine/", "/ukraine/page/2", "/ukraine/coverage", "/ukraine/corrections", "/ukraine/lite",
		"/ukraine/box", "/ukraine/embed", "/ukraine/as-of/20", "/ukraine/changes/20", "/ukraine/track/aid",
		"/ukraine/day/2022-09-24", "/nowhere/"}
	state, err := room.press.Current(t.Context(), room.press.order[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range state.Glance.Lines[:1] {
		pages = append(pages, "/ukraine/glance/"+string(line.ID))
	}
	for _, c := range state.Corrections() {
		if c.Item != "" && c.Item != "glance" {
			pages = append(pages, "/ukraine/p/"+string(c.Item), "/ukraine/p/"+string(c.Item)+"/history")
		}
	}
	return pages
}

// TestNothingLeavesTheOrigin visits every kind of page with interception: every request goes to the newsroom itself,
// no cookie is set, nothing is kept on the device, and the console has no complaint.
func TestNothingLeavesTheOrigin(t *testing.T) {
	ctx := browse(t)
	room := startRoom(t, true)
	var mu sync.Mutex
	var requests, complaints []string
	chromedp.ListenTarget(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			requests = append(requests, e.Request.URL)
		case *runtime.EventConsoleAPICalled:
			complaints = append(complaints, string(e.Type))
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Error())
		}
	})
	var cookies []*network.Cookie
	var kept int
	for _, path := range samplePages(t, room) {
		err := chromedp.Run(ctx, network.Enable(), chromedp.Navigate(room.ReadersURL()+path), chromedp.WaitReady("body"),
			chromedp.Evaluate(`localStorage.length + sessionStorage.length`, &kept),
			chromedp.ActionFunc(func(ctx context.Context) (err error) {
				cookies, err = network.GetCookies().Do(ctx)
				return err
			}))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if len(cookies) != 0 || kept != 0 {
			t.Errorf("%s: %d cookies and %d stored values", path, len(cookies), kept)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(requests) < 20 {
		t.Fatalf("only %d requests were seen: the interception does not work", len(requests))
	}
	for _, address := range requests {
		if !strings.HasPrefix(address, room.ReadersURL()+"/") && !strings.HasPrefix(address, "data:") {
			t.Errorf("a page asked for %s", address)
		}
	}
	for _, c := range complaints {
		t.Errorf("console: %s", c)
	}
}

// look is one way of looking at a page.
type look struct {
	width, height int64
	dark          bool
}

func (l look) String() string {
	shade := "light"
	if l.dark {
		shade = "dark"
	}
	return fmt.Sprintf("%d-%s", l.width, shade)
}

func (l look) apply() chromedp.Tasks {
	shade := "light"
	if l.dark {
		shade = "dark"
	}
	return chromedp.Tasks{
		emulation.SetDeviceMetricsOverride(l.width, l.height, 1, l.width < 500),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: shade}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
	}
}

var looks = []look{{360, 740, false}, {360, 740, true}, {1280, 900, false}, {1280, 900, true}}

// TestPagesAreAccessible runs axe on readers' pages and the desk, narrow and wide, light and dark.
func TestPagesAreAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../tools/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not installed (npm ci in tools): the accessibility test is skipped")
	}
	ctx := browse(t)
	room := startRoom(t, true)
	pages := map[string]string{}
	for _, path := range samplePages(t, room) {
		if path != "/ukraine/box" {
			pages[path] = room.ReadersURL() + path
		}
	}
	signIn(t, ctx, room)
	for _, path := range deskPages(t, room) {
		pages["desk "+path] = room.DeskURL() + path
	}
	for _, l := range looks {
		for name, address := range pages {
			var found []axeViolation
			err := chromedp.Run(ctx, page.SetBypassCSP(true), l.apply(), chromedp.Navigate(address), chromedp.WaitReady("body"),
				chromedp.Evaluate(string(axe)+";true", nil),
				chromedp.Evaluate(axeRun, &found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			if err != nil {
				t.Fatalf("%s %s: %v", name, l, err)
			}
			for _, v := range found {
				t.Errorf("%s %s: %s (%s): %s", name, l, v.ID, v.Impact, v.Where)
			}
		}
	}
}

type axeViolation struct{ ID, Impact, Where string }

const axeRun = `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations
	.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.map(v => ({ID: v.id, Impact: v.impact, Where: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')})))`

// signIn signs the first person in at the desk.
func signIn(t *testing.T, ctx context.Context, room *Room) {
	t.Helper()
	left, err := room.folder.readDesk()
	if err != nil {
		t.Fatal(err)
	}
	err = chromedp.Run(ctx, chromedp.Navigate(room.DeskURL()+"/sign-in"), chromedp.SendKeys(`input[name=token]`, left.Token),
		chromedp.Submit(`input[name=token]`), chromedp.WaitReady(`a[href="/inbox"], form[action="/sign-out"]`))
	if err != nil {
		t.Fatalf("signing in: %v", err)
	}
}

// deskPages are one of each kind of page of the desk.
func deskPages(t *testing.T, room *Room) []string {
	t.Helper()
	reports, err := room.store.Reports(t.Context(), store.ReportFilter{})
	if err != nil || len(reports) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	state, err := room.press.Current(t.Context(), room.press.order[0])
	if err != nil {
		t.Fatal(err)
	}
	item := string(slices.MaxFunc(state.Developments(edition.Filter{}, 0, 20), func(a, b edition.Item) int { return a.Rev - b.Rev }).ID)
	return []string{"/", "/inbox", "/reports/" + string(reports[0].ID), "/b/ukraine/", "/b/ukraine/write",
		"/b/ukraine/items/" + item, "/b/ukraine/items/" + item + "/correct", "/b/ukraine/glance", "/b/ukraine/drafts",
		"/b/ukraine/settings", "/new", "/sources", "/people", "/audit"}
}

// TestReadersFollowLive opens the page, publishes and corrects, and sees both arrive without a reload; then the same
// with a browser whose network has no streams.
func TestReadersFollowLive(t *testing.T) {
	for _, streams := range []bool{true, false} {
		t.Run(fmt.Sprintf("streams=%v", streams), func(t *testing.T) {
			ctx := browse(t)
			room := startRoom(t, true)
			cl := room.commands(t)
			if !streams {
				if err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
					_, err := page.AddScriptToEvaluateOnNewDocument(`delete window.EventSource`).Do(ctx)
					return err
				})); err != nil {
					t.Fatal(err)
				}
			}
			if err := chromedp.Run(ctx, chromedp.Navigate(room.ReadersURL()+"/ukraine/"), chromedp.WaitReady("#glance")); err != nil {
				t.Fatal(err)
			}
			made := publishForTest(t, cl, "A headline that was not there before")
			see(t, ctx, `[...document.querySelectorAll('article h3')].some(h => h.textContent.includes('not there before'))`)
			correctForTest(t, cl, made, "A headline that was mended", "The first headline was wrong.")
			see(t, ctx, `[...document.querySelectorAll('article')].some(a => a.textContent.includes('was mended') && a.textContent.includes('first headline was wrong'))`)
			see(t, ctx, `document.querySelectorAll('#d-`+string(made.Entry.Item)+`').length === 1`)
		})
	}
}

// see waits until an expression is true in the page.
func see(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	if err := chromedp.Run(ctx, chromedp.Poll(expression, nil, chromedp.WithPollingTimeout(45*time.Second))); err != nil {
		t.Fatalf("never true in the page: %s: %v", expression, err)
	}
}

// TestScriptsAddNoItem compares what readers see with scripts on and off.
func TestScriptsAddNoItem(t *testing.T) {
	ctx := browse(t)
	room := startRoom(t, true)
	var with, without string
	items := `[...document.querySelectorAll('article')].map(a => a.id).join(' ')`
	err := chromedp.Run(ctx, chromedp.Navigate(room.ReadersURL()+"/ukraine/"), chromedp.WaitReady("body"), chromedp.Evaluate(items, &with),
		emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(room.ReadersURL()+"/ukraine/"), chromedp.WaitReady("body"),
		chromedp.Evaluate(items, &without))
	if err != nil {
		t.Fatal(err)
	}
	if with != without || strings.Count(with, " ") < 10 {
		t.Errorf("with scripts %q, without %q", with, without)
	}
}

// TestShots takes the pictures of the README and of every kind of page when LIVEBRIEF_SHOTS names a folder.
func TestShots(t *testing.T) {
	folder := os.Getenv("LIVEBRIEF_SHOTS")
	if folder == "" {
		t.Skip("LIVEBRIEF_SHOTS is not set: `make shots` sets it")
	}
	ctx := browse(t)
	room := startRoom(t, true)
	shot := func(name, address string) {
		for _, l := range looks {
			var png []byte
			if err := chromedp.Run(ctx, l.apply(), chromedp.Navigate(address), chromedp.WaitReady("body"),
				chromedp.CaptureScreenshot(&png)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if os.Getenv("LIVEBRIEF_SHOTS_WHOLE") != "" {
				if err := chromedp.Run(ctx, chromedp.FullScreenshot(&png, 100)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			if err := os.WriteFile(filepath.Join(folder, name+"-"+l.String()+".png"), png, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, path := range samplePages(t, room) {
		name := strings.Trim(strings.ReplaceAll(strings.TrimPrefix(path, "/ukraine"), "/", "-"), "-")
		if name == "" {
			name = map[string]string{"/": "index", "/ukraine/": "live"}[path]
		}
		shot(name, room.ReadersURL()+path)
	}
	signIn(t, ctx, room)
	for _, path := range deskPages(t, room) {
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/b/ukraine"), "/"), "/")
		if strings.HasSuffix(path, "/correct") {
			name = "correct"
		}
		if name == "" {
			name = map[string]string{"/": "home", "/b/ukraine/": "briefing"}[path]
		}
		shot("desk-"+strings.TrimSuffix(name, "s"), room.DeskURL()+path)
	}
}

// publishForTest publishes a line in the sample.
func publishForTest(t testing.TB, cl *client, headline string) actAnswer {
	t.Helper()
	return actForTest(t, cl, "", `{"kind":"publish","dated":"2023-01-31T12:00:00Z","development":{"headline":`+quoted(headline)+
		`,"text":"The ministry said so.","track":"world","kind":"event","label":"official","rests_on":[{"url":"https://example.org/"}]}}`)
}

// correctForTest corrects it.
func correctForTest(t testing.TB, cl *client, made actAnswer, headline, note string) {
	t.Helper()
	actForTest(t, cl, revision(made.Entry.Rev), `{"kind":"correct","item":`+quoted(string(made.Entry.Item))+`,"dated":"2023-01-31T12:30:00Z","note":`+quoted(note)+
		`,"development":{"headline":`+quoted(headline)+`,"text":"The ministry said so.","track":"world","kind":"event","label":"official","rests_on":[{"url":"https://example.org/"}]}}`)
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}

func actForTest(t testing.TB, cl *client, ifMatch, body string) actAnswer {
	t.Helper()
	var answer actAnswer
	err := cl.do(t.Context(), request{method: http.MethodPost, path: "/api/briefings/" + url.PathEscape("ukraine") + "/acts",
		raw: strings.NewReader(body), contentType: "application/json", ifMatch: ifMatch}, &answer)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}
