package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/store"
)

// act is a step in the browser that gives nothing back.
type act = chromedp.Action[chromedp.Void]

// browse starts Chromium with a profile of its own, or skips aloud. No name but the newsroom's resolves in it.
func browse(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser tests are left out of the short run; the whole one has them")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: the browser tests are skipped")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 900))
	allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting chromium: %v", err)
	}
	// Each step has its own patience; this is for a test that never comes to its end, and with LIVEBRIEF_LONG one of them opens 1,400 pages.
	limited, cancel := context.WithTimeout(ctx, 12*time.Minute)
	t.Cleanup(func() {
		cancel()
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("closing chromium: %v", err)
		}
	})
	return limited
}

// patience is how long steps in the browser may take.
const patience = 30 * time.Second

// do runs steps in the browser.
func do(t *testing.T, ctx context.Context, what string, steps ...act) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// get runs a step in the browser that gives something back.
func get[T any](t *testing.T, ctx context.Context, what string, step chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, step)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return v
}

// tell makes a step of a command of the protocol whose answer nobody needs.
func tell[P, R any](command cdp.Command[P, R], params P) act {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// startRoom runs a newsroom on a fresh data folder until the test ends.
func startRoom(t testing.TB, sample bool) *Room { return startRoomWith(t, sample, Settings{}) }

// startRoomWith runs a newsroom with settings, but for its addresses.
func startRoomWith(t testing.TB, sample bool, s Settings) *Room {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s.Listen, s.Desk = "127.0.0.1:0", "127.0.0.1:0"
	room, err := Open(ctx, filepath.Join(t.TempDir(), "data"), s, io.Discard)
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

// startFull runs the sample with what a desk at work has besides: a second briefing, stories of the house, something
// unverified, something held and something withdrawn, an act under embargo, a fresh report and a source that fails.
func startFull(t *testing.T) *Room {
	t.Helper()
	room := startRoom(t, true)
	cl := room.commands(t)
	evening := time.Date(2023, 1, 31, 17, 0, 0, 0, time.UTC)
	publish := func(d brief.Development, embargo time.Time) actAnswer {
		return actForTest(t, cl, "", actRequest{Kind: brief.Publish, Development: d, Dated: evening, EmbargoUntil: embargo})
	}
	for _, headline := range []string{"What the winter did to a town of eighty thousand", "The tanks that were promised, and when they can come"} {
		d := developmentForTest(headline)
		d.Kind = brief.KindStory
		publish(d, time.Time{})
	}
	d := developmentForTest("Officials report a strike on a bridge")
	d.Label = brief.Unverified
	publish(d, time.Time{})
	publish(developmentForTest("Held back until noon"), time.Now().Add(time.Hour))
	for _, kind := range []brief.EntryKind{brief.Hold, brief.Withdraw} {
		d := developmentForTest("Said by one side only, and then taken back")
		actForTest(t, cl, revision(1), actRequest{Kind: kind, Item: publish(d, time.Time{}).Entry.Item, Development: d,
			Dated: evening, Note: "The only source took it back."})
	}
	second := map[string]any{"template": "disaster", "name": "flood", "title": "The flood on the Example", "languages": []string{"en"}, "zone": "Europe/Warsaw"}
	if err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings", body: second}, nil); err != nil {
		t.Fatal(err)
	}
	query := url.Values{"briefing": {"ukraine"}, "source": {"Example Wire"}, "title": {"Ministry names the towns without light"}}
	err := cl.do(t.Context(), request{method: "POST", path: "/api/reports", query: query, contentType: "text/plain; charset=utf-8",
		raw: strings.NewReader(freshReport)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = room.store.AddSource(t.Context(), brief.Source{Name: "Example Wire", Kind: brief.SourcePress, Every: time.Hour,
		Address: "https://example.org/feed.xml", Health: brief.HealthFailed, Sentence: "The address answered with status 503.",
		Checked: time.Now().UTC(), Next: time.Now().UTC().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

const freshReport = `Written for this test; not a news report.

The ministry said on January 30 that 42 towns were without light. "We will have it back by Friday," Minister Example said.
`

// samplePages are readers' pages of the sample, at least one of each kind, and the page that says there is nothing.
func samplePages(t *testing.T, room *Room) []string {
	t.Helper()
	pages := []string{"/", "/ukraine/", "/ukraine/page/2", "/ukraine/coverage", "/ukraine/corrections", "/ukraine/lite",
		"/ukraine/box", "/ukraine/embed", "/ukraine/as-of/20", "/ukraine/changes/20", "/ukraine/track/aid",
		"/ukraine/day/2022-09-24", "/ukraine/mirrors", "/nowhere/",
		"/ukraine/map", "/ukraine/map/2022-09-24", "/ukraine/map/2022-09-06..2022-09-24", "/ukraine/map/area", "/ukraine/map/2022-09-24/embed", "/ukraine/map/area/embed", "/ukraine/lite/map",
		"/ukraine/aid", "/ukraine/aid/as-of/2026-07-28", "/ukraine/civilians", "/ukraine/n", "/ukraine/n/ohchr.killed-in-month", "/ukraine/n/claimed-losses.personnel", "/ukraine/n/kiel.total.allocated",
		"/ukraine/civilians/displaced/embed", "/ukraine/aid/donors/embed"}
	if len(room.press.order) > 1 {
		pages = append(pages, "/flood/")
	}
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
	pages = append(pages, ledgerPages(t, state)...)
	if len(pages) < 26 {
		t.Fatalf("the sample has too few corrections: only %d pages are looked at", len(pages))
	}
	return pages
}

// ledgerPages are pages of the ledger, one of each kind, and the statements with the most verdicts and the most terms.
func ledgerPages(t *testing.T, state *edition.State) []string {
	t.Helper()
	list, total := state.Statements(edition.LedgerFilter{}, 0, 1000)
	if total == 0 {
		t.Fatal("the sample has no statements")
	}
	decided := slices.MaxFunc(list, func(a, b edition.Statement) int { return len(a.Outcomes) - len(b.Outcomes) })
	longest := longestStatement(state)
	at := "/ukraine/statements/" + string(decided.ID)
	return []string{"/ukraine/statements", at, at + "/history", "/ukraine/statements/" + string(longest.ID), "/ukraine/statements/kind/" + string(decided.Kind), "/ukraine/due",
		"/ukraine/people", "/ukraine/people/" + string(decided.Speaker), fmt.Sprintf("/ukraine/as-of/%d/statements", state.Seq)}
}

// longestStatement is the one with the most terms.
func longestStatement(state *edition.State) edition.Statement {
	list, _ := state.Statements(edition.LedgerFilter{}, 0, 1000)
	return slices.MaxFunc(list, func(a, b edition.Statement) int { return len(a.Terms) - len(b.Terms) })
}

// deskPages are pages of the desk, one of each kind.
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
	standing := slices.DeleteFunc(state.Developments(edition.Filter{}, 0, 20), func(it edition.Item) bool { return it.Status != edition.Live })
	item := string(slices.MaxFunc(standing, func(a, b edition.Item) int { return a.Rev - b.Rev }).ID)
	return []string{"/", "/inbox", "/inbox?state=used", "/reports/" + string(richest(t, room, reports)), "/b/ukraine/", "/b/ukraine/write",
		"/b/ukraine/items/" + item, "/b/ukraine/items/" + item + "/correct", "/b/ukraine/items/" + item + "/hold",
		"/b/ukraine/items/" + item + "/redact", "/b/ukraine/statements", "/b/ukraine/statements/new",
		"/b/ukraine/statements/" + string(longestStatement(state).ID), "/b/ukraine/speakers", "/b/ukraine/maps", "/b/ukraine/maps/" + proposedMap(t, room), "/b/ukraine/numbers", "/b/ukraine/numbers/" + proposedNumber(t, room), "/b/ukraine/glance", "/b/ukraine/drafts", "/b/ukraine/lists/tracks", "/b/ukraine/settings",
		"/new", "/sources", "/people", "/audit", "/nowhere"}
}

// proposedMap brings maps that wait for somebody's decision: the sketch with a row more.
func proposedMap(t *testing.T, room *Room) string {
	t.Helper()
	row := map[string]any{"place": "Exampletown", "lat": "49.46", "lon": "36.85", "held_from": "2022-03-03", "held_to": "2022-09-08",
		"basis": "written for this test", "dated": time.Date(2023, 1, 31, 18, 0, 0, 0, time.UTC)}
	var p mapProposal
	if err := room.commands(t).do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/maps/sketch/places", body: row}, &p); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// proposedNumber brings a number that waits for somebody's decision: it would correct one that stands.
func proposedNumber(t *testing.T, room *Room) string {
	t.Helper()
	v := map[string]any{"series": "ohchr.killed-in-month", "from": "2022-09", "value": "333", "basis": "verified"}
	var p numbersProposal
	err := room.commands(t).do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/numbers", body: map[string]any{"series_of": "ohchr.killed-in-month",
		"versions": []any{v}, "change": "correction", "reason": "Written for this test."}}, &p)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// richest gives the report in which most statements were read.
func richest(t *testing.T, room *Room, reports []brief.Report) (id brief.ReportID) {
	t.Helper()
	most := -1
	for _, r := range reports {
		whole, err := room.store.Report(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(room.arrivals.read(t.Context(), whole).Statements); n > most {
			id, most = r.ID, n
		}
	}
	return id
}

// signIn signs the first person in at the desk.
func signIn(t *testing.T, ctx context.Context, room *Room) {
	t.Helper()
	left, err := room.folder.readDesk()
	if err != nil {
		t.Fatal(err)
	}
	token := chromedp.CSS("input[name=token]")
	do(t, ctx, "signing in", chromedp.Navigate(room.DeskURL()+"/sign-in"), chromedp.SendKeys(token, left.Token),
		chromedp.Submit(token), chromedp.WaitReady(chromedp.CSS(`form[action="/sign-out"]`)))
}

// look is one way of looking at a page.
type look struct {
	width, height int64
	dark          bool
}

// looks are a small telephone and a desktop, by day and by night.
var looks = []look{{360, 800, false}, {360, 800, true}, {1280, 900, false}, {1280, 900, true}}

func (l look) shade() string {
	if l.dark {
		return "dark"
	}
	return "light"
}

func (l look) String() string { return fmt.Sprintf("%d-%s", l.width, l.shade()) }

// apply makes the browser look that way; the page need not be loaded anew.
func (l look) apply() act {
	return chromedp.Steps(
		tell(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: l.width, Height: l.height,
			DeviceScaleFactor: 1, Mobile: l.width < 500}),
		tell(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: l.shade()}, {Name: "prefers-reduced-motion", Value: "reduce"}}}))
}
