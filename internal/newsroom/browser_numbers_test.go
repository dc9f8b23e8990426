package newsroom

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// driveNumbers opens civilians in numbers and uses what the script brings: lines on and off, the table in the place of the chart, and what
// the chart says where it is pointed at.
func driveNumbers(t *testing.T, address string) {
	ctx := browse(t)
	do(t, ctx, "opening the numbers", chromedp.Navigate(address))
	const displaced = `document.querySelector('#displaced')`
	see(t, ctx, `document.querySelectorAll('#displaced .n-line').length === 2`)
	see(t, ctx, displaced+`.querySelector('.m-s1').style.display === ''`)
	do(t, ctx, "a line off", chromedp.Evaluate[chromedp.Void](displaced+`.querySelectorAll('.n-line')[1].click()`))
	see(t, ctx, `[...`+displaced+`.querySelectorAll('.m-s1')].every(e => e.style.display === 'none') && `+displaced+`.querySelector('.m-s0').style.display === ''`)
	do(t, ctx, "the table", chromedp.Evaluate[chromedp.Void](displaced+`.querySelector('.n-ctl button:last-child').click()`))
	see(t, ctx, `getComputedStyle(`+displaced+`.querySelector('svg')).display === 'none' && `+displaced+`.querySelector('details').open`)
	do(t, ctx, "the chart again", chromedp.Evaluate[chromedp.Void](displaced+`.querySelector('.n-ctl button:last-child').click()`))
	do(t, ctx, "the mouse", chromedp.Evaluate[chromedp.Void](`(() => { const s = `+displaced+`.querySelector('svg'), r = s.getBoundingClientRect();
		s.dispatchEvent(new PointerEvent('pointermove', {clientX: r.left + r.width * .075, clientY: r.top + 40, pointerId: 9, bubbles: true})); })()`))
	see(t, ctx, displaced+`.querySelector('.n-tip').textContent.startsWith('2014: UNHCR, people 823')`)
}

func TestNumbersAreDrivenOnTheServer(t *testing.T) {
	t.Parallel()
	driveNumbers(t, startRoom(t, true).ReadersURL()+"/ukraine/civilians")
}

// TestNumbersAreDrivenFromADisk does the same with a copy that was opened as a file.
func TestNumbersAreDrivenFromADisk(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	driveNumbers(t, "file://"+dir+"/civilians.html")
}

// TestANumberGoesFromTheDesksFormToReaders brings one number in a browser, ticks its row, and looks at what readers see.
func TestANumberGoesFromTheDesksFormToReaders(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	ctx := browse(t)
	signIn(t, ctx, room)
	do(t, ctx, "the form", chromedp.Navigate(room.DeskURL()+"/b/ukraine/numbers?series=ohchr.killed-in-month&value=333&from=2022-09&reason=Two+cases+were+verified+later."))
	do(t, ctx, "the form", chromedp.Evaluate[chromedp.Void](`(() => { const f = document.querySelector('#number form'); f.querySelector('[name=change]').value = 'correction'; f.requestSubmit(); })()`), chromedp.WaitReady(chromedp.CSS("input[name=only]")))
	see(t, ctx, `document.body.textContent.includes('331') && document.body.textContent.includes('+2')`)
	do(t, ctx, "nothing ticked", chromedp.Evaluate[chromedp.Void](`document.querySelector('button[formaction$="/some"]').click()`), chromedp.WaitReady(chromedp.CSS(".trouble")))
	see(t, ctx, `document.body.textContent.includes('no row is chosen') || document.body.textContent.includes('No row is chosen')`)
	do(t, ctx, "the row", chromedp.Evaluate[chromedp.Void](`(() => { document.querySelector('input[name=only]').click(); document.querySelector('button[formaction$="/some"]').click(); })()`), chromedp.WaitReady(chromedp.CSS("#number")))
	see(t, ctx, `location.pathname.endsWith('/numbers') && document.body.textContent.includes('333 persons')`)
	do(t, ctx, "what readers see", chromedp.Navigate(room.ReadersURL()+"/ukraine/n/ohchr.killed-in-month"))
	see(t, ctx, `document.body.textContent.includes('Two cases were verified later') && document.querySelectorAll('.steps li').length === 5`)
}
