package newsroom

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mapDay is the day that the slider of a map shows, and mapLink what the link to the view holds.
const (
	mapReady = `!!document.querySelector('.map-ctl output')?.textContent`
	mapDay   = `document.querySelector('.map-ctl output').textContent`
	mapLink  = `document.querySelector('.map-ctl a').hash`
	// mapInk counts the pixels of the canvas that have the hue of what is held more than any other.
	mapInk = `(() => { const c = document.querySelector('.mapview canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
		let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] - d[i + 2] > 60) n++; return n; })()`
	// mapGreen counts those of what was given up.
	mapGreen = `(() => { const c = document.querySelector('.mapview canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
		let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 1] - d[i] > 30) n++; return n; })()`
)

// driveMap opens a map and drives it as a reader does: by keyboard, slider, comparison and link.
func driveMap(t *testing.T, address string) {
	ctx := browse(t)
	do(t, ctx, "opening the map", chromedp.Navigate(address))
	see(t, ctx, mapReady)
	see(t, ctx, mapInk+" > 500")
	see(t, ctx, mapDay+" === '12 Sep 2022'") // the map of 24 September is that of the 12th
	see(t, ctx, `document.querySelector('.map-mark').textContent === 'Sketch'`)

	do(t, ctx, "the keyboard", chromedp.Focus(chromedp.CSS(".mapview")), chromedp.KeyEvent(","))
	see(t, ctx, mapDay+" === '11 Sep 2022'")
	do(t, ctx, "the keyboard", chromedp.KeyEvent("."), chromedp.KeyEvent("+"), chromedp.KeyEvent("+"), chromedp.KeyEvent(kb.ArrowLeft))
	see(t, ctx, mapDay+" === '12 Sep 2022'")
	see(t, ctx, mapLink+".includes('at=')")
	do(t, ctx, "the keyboard", chromedp.KeyEvent("0"), chromedp.KeyEvent(kb.Home))
	see(t, ctx, mapDay+" === '24 Feb 2022'")

	do(t, ctx, "the slider", chromedp.Evaluate[chromedp.Void](`(() => { const s = document.querySelector('.map-ctl input'); s.value = s.max; s.dispatchEvent(new Event('input')); })()`))
	see(t, ctx, mapDay+".endsWith('2022') && "+mapDay+".includes('Dec')")
	before := get(t, ctx, "what is held", chromedp.Evaluate[int](mapInk))

	do(t, ctx, "the comparison", chromedp.Evaluate[chromedp.Void](`(() => { document.querySelector('.map-ctl button[aria-pressed], .map-ctl button:nth-of-type(2)').click();
		const o = document.querySelector('.map-ctl select'); o.value = '2022-09-04'; o.dispatchEvent(new Event('change')); })()`))
	see(t, ctx, mapGreen+" > 500")
	see(t, ctx, mapLink+".includes('with=2022-09-04')")
	see(t, ctx, `document.querySelector('.map-figures').textContent.includes('4 Sep 2022')`)
	if before < 500 {
		t.Errorf("only %d pixels are held on the last day", before)
	}

	link := get(t, ctx, "the link", chromedp.Evaluate[string](mapLink))
	do(t, ctx, "another page", chromedp.Navigate("about:blank"), chromedp.Navigate(address+link))
	see(t, ctx, mapReady)
	see(t, ctx, mapDay+".includes('Dec')")
	see(t, ctx, fmt.Sprintf(`document.querySelector('.map-ctl select').value === '2022-09-04' && %s > 500`, mapGreen))

	do(t, ctx, "the mouse", chromedp.Evaluate[chromedp.Void](`(() => { const b = document.querySelector('.mapview'), r = b.getBoundingClientRect();
		b.dispatchEvent(new PointerEvent('pointermove', {clientX: r.left + r.width * .68, clientY: r.top + r.height * .84, pointerId: 9, bubbles: true})); })()`))
	see(t, ctx, `!document.querySelector('.map-tip').hidden && document.querySelector('.map-tip').textContent.startsWith('Crimea')`)
}

func TestAMapIsDrivenOnTheServer(t *testing.T) {
	t.Parallel()
	driveMap(t, startRoom(t, true).ReadersURL()+"/ukraine/map/2022-09-24")
}

// TestAMapIsDrivenFromADisk does the same with a copy that was opened as a file.
func TestAMapIsDrivenFromADisk(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	driveMap(t, "file://"+dir+"/map/2022-09-12.html")
}

// TestAMapIsWholeWithoutAScript reads the page as it comes.
func TestAMapIsWholeWithoutAScript(t *testing.T) {
	t.Parallel()
	status, page := visitMirror(t, http.DefaultClient, startRoom(t, true).ReadersURL()+"/ukraine/map/2022-09-24")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{"Who controls what", "held by Russian forces", "about 115", "The Economist", "Sketch", "Previous change", "m-assessed", "<title id="} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
