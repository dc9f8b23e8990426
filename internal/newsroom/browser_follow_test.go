package newsroom

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"livebrief/internal/brief"
)

// TestReadersFollowLive opens the page, publishes and corrects, and sees both arrive in the page that was opened,
// once; then the same in a browser that has no streams.
func TestReadersFollowLive(t *testing.T) {
	t.Parallel() // half of it is waiting for the next look
	ctx := browse(t)
	room := startRoom(t, true)
	cl := room.commands(t)
	asked := countRequests(t, ctx)
	t.Run("streams", func(t *testing.T) {
		follow(t, ctx, room, cl, "by a stream")
		if asked("/ukraine/live") == 0 || asked("/ukraine/head") != 0 {
			t.Errorf("asked %d times for the stream and %d times for the head", asked("/ukraine/live"), asked("/ukraine/head"))
		}
	})
	t.Run("polling", func(t *testing.T) {
		streams := asked("/ukraine/live")
		do(t, ctx, "taking streams away", tell(page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete window.EventSource"}))
		follow(t, ctx, room, cl, "by polling")
		if asked("/ukraine/live") != streams || asked("/ukraine/head") == 0 {
			t.Errorf("asked %d times for the stream and %d times for the head", asked("/ukraine/live")-streams, asked("/ukraine/head"))
		}
	})
}

// follow opens the live page and waits for a development to come, and to be corrected, in it.
func follow(t *testing.T, ctx context.Context, room *Room, cl *client, how string) {
	t.Helper()
	do(t, ctx, "opening the live page", chromedp.Navigate(room.ReadersURL()+"/ukraine/"), chromedp.WaitReady(chromedp.CSS("#glance")),
		chromedp.Evaluate[chromedp.Void](`window.opened = "once"`))
	made := publishForTest(t, cl, "A headline that came "+how)
	article := `document.getElementById(` + quoted("d-"+string(made.Entry.Item)) + `)`
	see(t, ctx, article+`?.querySelector('h3').textContent === `+quoted("A headline that came "+how))
	correctForTest(t, cl, made, "A headline mended "+how, "The first headline was wrong "+how+".")
	see(t, ctx, article+`?.querySelector('h3').textContent === `+quoted("A headline mended "+how))
	see(t, ctx, article+`.textContent.includes(`+quoted("The first headline was wrong "+how+".")+`)`)
	see(t, ctx, `[...document.querySelectorAll('article')].filter(a => a.textContent.includes(`+quoted(how)+`)).length === 1`)
	see(t, ctx, `document.querySelectorAll('[id=`+quoted("d-"+string(made.Entry.Item))+`]').length === 1`)
	if opened := get(t, ctx, "the mark", chromedp.Evaluate[string](`window.opened ?? "again"`)); opened != "once" {
		t.Error("the page was loaded again")
	}
	if order := whens(t, ctx); !newestFirst(order) {
		t.Errorf("not the newest first: %v", order)
	}
}

// countRequests counts what the browser asks for, by path.
func countRequests(t *testing.T, ctx context.Context) func(path string) int {
	t.Helper()
	var mu sync.Mutex
	counts := map[string]int{}
	err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			if u, err := url.Parse(e.Request.URL); err == nil {
				mu.Lock()
				counts[u.Path]++
				mu.Unlock()
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(path string) int {
		mu.Lock()
		defer mu.Unlock()
		return counts[path]
	}
}

// see waits until an expression is true in the page.
func see(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	poll := chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(45*time.Second))
	if _, err := chromedp.Run(ctx, poll); err != nil {
		t.Fatalf("never true in the page: %s: %v", expression, err)
	}
}

// whens gives the times of the developments in the order of the page.
func whens(t *testing.T, ctx context.Context) []string {
	t.Helper()
	return get(t, ctx, "the order", chromedp.Evaluate[[]string](`[...document.querySelectorAll('article.d')].map(a => a.dataset.when)`))
}

func newestFirst(whens []string) bool {
	for i := 1; i < len(whens); i++ {
		a, errA := time.Parse(time.RFC3339, whens[i-1])
		b, errB := time.Parse(time.RFC3339, whens[i])
		if errA != nil || errB != nil || a.Before(b) {
			return false
		}
	}
	return len(whens) > 1
}

// publishForTest publishes a line in the sample.
func publishForTest(t testing.TB, cl *client, headline string) actAnswer {
	t.Helper()
	return actForTest(t, cl, "", actRequest{Kind: brief.Publish, Dated: time.Date(2023, 1, 31, 12, 0, 0, 0, time.UTC),
		Development: developmentForTest(headline)})
}

// correctForTest corrects it.
func correctForTest(t testing.TB, cl *client, made actAnswer, headline, note string) {
	t.Helper()
	actForTest(t, cl, revision(made.Entry.Rev), actRequest{Kind: brief.Correct, Item: made.Entry.Item, Note: note,
		Dated: time.Date(2023, 1, 31, 12, 30, 0, 0, time.UTC), Development: developmentForTest(headline)})
}

func developmentForTest(headline string) brief.Development {
	return brief.Development{Headline: headline, Text: "The ministry said so.", Track: "world", Kind: brief.KindEvent,
		Label: brief.Official, RestsOn: []brief.Reference{{URL: "https://example.org/"}}}
}

func actForTest(t testing.TB, cl *client, ifMatch string, body actRequest) actAnswer {
	t.Helper()
	var answer actAnswer
	err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/acts", body: body, ifMatch: ifMatch}, &answer)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// quoted writes a text as a string of JavaScript; the texts of the tests need no more than quotes around them.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
