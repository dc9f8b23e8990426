package newsroom

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// watcher stands between a page and the network: what goes to the newsroom passes, and everything is noted.
type watcher struct {
	home string
	mu   sync.Mutex
	// requests and complaints are what was asked for and what the console said, in order.
	requests, complaints []string
	// headless says that a page without a head was looked at.
	headless bool
}

// watch puts a watcher into the browser.
func watch(t *testing.T, ctx context.Context, home string) *watcher {
	t.Helper()
	w := &watcher{home: home + "/"}
	if err := chromedp.Listen(ctx, func(event any) { w.hear(ctx, event) }); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "watching", tell(fetch.Enable, fetch.EnableParams{}))
	return w
}

func (w *watcher) hear(ctx context.Context, event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		w.requests = append(w.requests, e.Request.URL)
		go w.pass(ctx, e.RequestID, strings.HasPrefix(e.Request.URL, w.home))
	case *network.EventWebSocketCreated:
		w.requests = append(w.requests, e.URL)
	case *runtime.EventConsoleAPICalled:
		w.complaints = append(w.complaints, "called: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, "thrown: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// The browser notes the status of the page that does not exist, and looks for the icon of the box by itself, a
		// fragment that has no head to name one.
		if !strings.HasSuffix(e.Entry.URL, "/nowhere/") && !(w.headless && strings.HasSuffix(e.Entry.URL, "/favicon.ico")) {
			w.complaints = append(w.complaints, string(e.Entry.Level)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// pass lets a request through or refuses it. Its error is that of a page which was left meanwhile.
func (w *watcher) pass(ctx context.Context, id fetch.RequestID, home bool) {
	step := tell(fetch.FailRequest, fetch.FailRequestParams{RequestID: id, ErrorReason: network.ErrorReasonBlockedByClient})
	if home {
		step = tell(fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: id})
	}
	_ = chromedp.Do(ctx, step)
}

// foreign lists the requests that did not go to the newsroom.
func (w *watcher) foreign() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, address := range w.requests {
		if !strings.HasPrefix(address, w.home) && !strings.HasPrefix(address, "data:") {
			list = append(list, address)
		}
	}
	return list
}

// kept counts what a page left on the device, in every place that scripts have for it.
const kept = `(async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length +
	(await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length)()`

// hints are the links by which a page makes a browser call at other hosts without a request of its own.
const hints = `document.querySelectorAll('link[rel~=preconnect],link[rel~=dns-prefetch],link[rel~=prefetch]').length`

// TestNothingLeavesTheOrigin visits every kind of page with interception: every request goes to the newsroom itself,
// no cookie is set, nothing is kept on the device, and the console has no complaint. At last a page from elsewhere
// is asked for, to see that the interception would have noticed.
func TestNothingLeavesTheOrigin(t *testing.T) {
	t.Parallel()
	ctx := browse(t)
	room := startFull(t)
	w := watch(t, ctx, room.ReadersURL())
	pages := samplePages(t, room)
	const box = "/ukraine/box"
	pages = append(slices.DeleteFunc(pages, func(path string) bool { return path == box }), box)
	for _, path := range pages {
		w.mu.Lock()
		w.headless = path == box
		w.mu.Unlock()
		do(t, ctx, path, chromedp.Navigate(room.ReadersURL()+path), chromedp.WaitReady(chromedp.CSS("body")))
		if n := get(t, ctx, path, chromedp.Evaluate[int](kept, chromedp.EvalAwaitPromise)); n != 0 {
			t.Errorf("%s: keeps %d things on the device", path, n)
		}
		if n := get(t, ctx, path, chromedp.Evaluate[int](hints)); n != 0 {
			t.Errorf("%s: hints at other hosts %d times", path, n)
		}
		cookies, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{})
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, c := range cookies.Cookies {
			t.Errorf("%s: the cookie %s", path, c.Name)
		}
	}
	for _, address := range w.foreign() {
		t.Errorf("a page asked for %s", address)
	}
	w.mu.Lock()
	if len(w.requests) <= len(pages) {
		t.Errorf("only %d requests were seen for %d pages", len(w.requests), len(pages))
	}
	for _, c := range w.complaints {
		t.Errorf("console: %s", c)
	}
	w.mu.Unlock()
	if err := chromedp.Do(ctx, chromedp.Navigate("http://elsewhere.example/")); err == nil || len(w.foreign()) == 0 {
		t.Errorf("a page from elsewhere came through (%v), or was not noticed: %v", err, w.foreign())
	}
}

// TestScriptsAddNoItem compares what readers see with scripts and without, and in which order. It asks the browser's
// tree, not a script.
func TestScriptsAddNoItem(t *testing.T) {
	t.Parallel()
	ctx := browse(t)
	room := startFull(t)
	items := func(path string) string {
		do(t, ctx, path, chromedp.Navigate(room.ReadersURL()+path), chromedp.WaitReady(chromedp.CSS("footer")))
		var ids []string
		for _, attributes := range get(t, ctx, path, chromedp.AttributesAll(chromedp.CSSAll("main, article, .glance li, .dayset"))) {
			ids = append(ids, attributes["id"]+attributes["data-day"])
		}
		return strings.Join(ids, " ")
	}
	paths := []string{"/ukraine/", "/ukraine/page/2", "/ukraine/track/aid", "/ukraine/as-of/20", "/ukraine/coverage"}
	with := map[string]string{}
	for _, path := range paths {
		with[path] = items(path)
	}
	do(t, ctx, "waiting for the script", chromedp.Navigate(room.ReadersURL()+paths[0]), chromedp.WaitVisible(chromedp.CSS("#pause")))
	do(t, ctx, "scripts off", tell(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	do(t, ctx, "seeing no script", chromedp.Navigate(room.ReadersURL()+paths[0]), chromedp.WaitNotVisible(chromedp.CSS("#pause")))
	for _, path := range paths {
		if without := items(path); with[path] != without || strings.Count(without, " ") < 3 {
			t.Errorf("%s: with scripts %q, without %q", path, with[path], without)
		}
	}
}
