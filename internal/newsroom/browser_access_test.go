package newsroom

import (
	"context"
	"os"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestPagesAreAccessible runs axe on readers' pages and on the desk, narrow and wide, light and dark.
func TestPagesAreAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../tools/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not installed (npm ci in tools): the accessibility test is skipped")
	}
	t.Parallel()
	ctx := browse(t)
	room := startFull(t)
	do(t, ctx, "bringing axe in", tell(page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true}),
		tell(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(axe)}))
	for _, path := range samplePages(t, room) {
		if path != "/ukraine/box" { // a fragment for other people's pages, without a head
			checkAccess(t, ctx, path, room.ReadersURL()+path)
		}
	}
	_, edition := sampleCopy(t)
	checkAccess(t, ctx, "a copy in one file", "file://"+writeOneFile(t, edition))
	checkAccess(t, ctx, "the desk's door", room.DeskURL()+"/sign-in")
	signIn(t, ctx, room)
	for _, path := range deskPages(t, room) {
		checkAccess(t, ctx, "the desk's "+path, room.DeskURL()+path)
	}
}

// violation is what axe holds against a page.
type violation struct {
	ID, Impact, Where string
}

// axeRun gives the violations that keep people out, with where they are, and how many rules were passed. The night
// changes colours only, so only their rules run again. Without a style sheet the browser chooses the colours, and axe
// takes the paper for white whatever the browser chose: its rule of contrast is left out there.
const axeRun = `axe.run(document, {resultTypes: ['violations'], ...(matchMedia('(prefers-color-scheme: dark)').matches
	? {runOnly: ['document-title'].concat(document.styleSheets.length ? ['color-contrast', 'link-in-text-block'] : [])}
	: {rules: {'color-contrast': {enabled: document.styleSheets.length > 0}}})}).then(r => ({Passed: r.passes.length, Found: r.violations
	.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.map(v => ({ID: v.id, Impact: v.impact, Where: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')}))}))`

// overflow names what is wider than the page, so that a reader would have to scroll sideways. What is wide is held against the
// root's width: innerWidth grows with it on a telephone, which zooms out until all of the page is seen.
const overflow = `(wide => document.documentElement.scrollWidth <= wide ? '' : 'the page is ' + document.documentElement.scrollWidth +
	' wide: ' + [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1).slice(0, 3)
	.map(e => e.outerHTML.slice(0, 120)).join(' | '))(document.documentElement.clientWidth)`

// outOfSight names the links to the page itself that lie outside of the row they stand in: where one is, is said at once.
const outOfSight = `[...document.querySelectorAll('.mast nav a[aria-current], .tracks a[aria-current]')].filter(a => {
	const link = a.getBoundingClientRect(), row = a.closest('nav, ul').getBoundingClientRect()
	return link.left < row.left - 1 || link.right > row.right + 1
}).map(a => a.textContent).join(', ')`

// checkAccess looks at a page in every look.
func checkAccess(t *testing.T, ctx context.Context, name, address string) {
	t.Helper()
	do(t, ctx, name, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("body")))
	for _, l := range looks {
		do(t, ctx, name, l.apply())
		result := get(t, ctx, name, chromedp.Evaluate[struct {
			Passed int
			Found  []violation
		}](axeRun, chromedp.EvalAwaitPromise))
		for _, v := range result.Found {
			t.Errorf("%s %s: %s (%s): %s", name, l, v.ID, v.Impact, v.Where)
		}
		if result.Passed == 0 {
			t.Errorf("%s %s: axe passed no rule: it saw nothing", name, l)
		}
		if wide := get(t, ctx, name, chromedp.Evaluate[string](overflow)); wide != "" {
			t.Errorf("%s %s: %s", name, l, wide)
		}
		if hidden := get(t, ctx, name, chromedp.Evaluate[string](outOfSight)); hidden != "" {
			t.Errorf("%s %s: one has to scroll to see that this is %s", name, l, hidden)
		}
	}
}
