package intake

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"livebrief/internal/brief"
)

var start = time.Date(2022, 9, 24, 14, 0, 0, 0, time.UTC)

// desk is a poller over real sockets with a clock that stands still until it is moved.
type desk struct {
	*Poller
	shelf *shelf
	now   time.Time
	src   brief.Source
}

func newDesk(t *testing.T, address string) *desk {
	d := &desk{shelf: newShelf(), now: start}
	d.src = brief.Source{ID: "s", Name: "The Example", Address: address, Language: "en", Briefing: "b", Every: 5 * time.Minute, Health: brief.HealthNew}
	d.Poller = NewPoller(PollerOptions{Store: d.shelf, Get: testClient(t, nil), Now: func() time.Time { return d.now }, Gap: time.Nanosecond})
	return d
}

// look looks once at the time given as minutes after the start, and demands health and sentence.
func (d *desk) look(t *testing.T, minute int, health brief.Health, sentence string) {
	t.Helper()
	d.now = start.Add(time.Duration(minute) * time.Minute)
	d.src = d.Look(t.Context(), d.src)
	if d.src.Health != health || d.src.Sentence != sentence {
		t.Errorf("minute %d: %s, %q, want %s, %q", minute, d.src.Health, d.src.Sentence, health, sentence)
	}
	if !d.src.Checked.Equal(d.now) || !d.src.Next.After(d.now) {
		t.Errorf("minute %d: checked %v, next %v", minute, d.src.Checked, d.src.Next)
	}
}

func rss(items ...string) string {
	return `<rss version="2.0"><channel><title>T</title>` + strings.Join(items, "") + `</channel></rss>`
}

func item(n int, title, text string) string {
	return fmt.Sprintf("<item><guid>g%d</guid><title>%s</title><description>%s</description></item>", n, title, text)
}

func TestHealthIsSaidInWords(t *testing.T) {
	var answer func(w http.ResponseWriter, r *http.Request)
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r) }))
	d := newDesk(t, s.URL+"/feed")
	send := func(tag, body string) {
		answer = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", tag)
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			io.WriteString(w, body)
		}
	}
	send(`"1"`, rss(item(2, "Two", "second"), item(1, "One", "first")))
	d.look(t, 5, brief.HealthFresh, "2 new reports at 14:05 UTC")
	if d.src.ETag != `"1"` || !d.src.Next.Equal(start.Add(10*time.Minute)) {
		t.Errorf("kept %q, next %v", d.src.ETag, d.src.Next)
	}
	if all := d.shelf.all(); len(all) != 2 || all[0].Title != "One" || all[0].Text != "first" || all[0].Outlet != "The Example" ||
		all[0].Briefing != "b" || all[0].Source != "s" || all[0].Language != "en" || !all[0].Fetched.Equal(d.now) {
		t.Errorf("reports %+v", all)
	}
	d.look(t, 10, brief.HealthUnchanged, "Unchanged since 14:05 UTC")
	send(`"2"`, rss(item(2, "Two", "second, edited"), item(1, "One", "first")))
	d.look(t, 15, brief.HealthFresh, "1 new report at 14:15 UTC")
	send(`"3"`, rss(item(1, "One", "first")))
	d.look(t, 20, brief.HealthUnchanged, "Unchanged since 14:15 UTC")
	send(`"4"`, rss())
	d.look(t, 25, brief.HealthEmpty, "Answered at 14:25 UTC, but holds no items")
	d.look(t, 30, brief.HealthEmpty, "Answered at 14:30 UTC, but holds no items")
	answer = func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	d.look(t, 35, brief.HealthFailed, "Failed once: the server answered 503 Service Unavailable; next try 14:45 UTC")
	d.look(t, 45, brief.HealthFailed, "Failed 2 times: the server answered 503 Service Unavailable; next try 15:05 UTC")
	answer = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "36000")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	d.look(t, 60, brief.HealthFailed, "Failed 3 times: the server answered 429 Too Many Requests; next try 25 September 01:00 UTC")
	send(`"5"`, "<rss version='2.0'><channel><item>")
	d.look(t, 700, brief.HealthFailed, "Failed 4 times: the feed is broken: XML syntax error on line 1: unexpected EOF; next try 03:00 UTC")
	if d.src.ETag != `"4"` {
		t.Errorf("a broken answer left the validator %q", d.src.ETag)
	}
	send(`"6"`, rss(item(3, "Three", "third")))
	d.look(t, 24*60, brief.HealthFresh, "1 new report at 14:00 UTC")
	if d.src.Failures != 0 {
		t.Errorf("%d failures stand", d.src.Failures)
	}
	d.look(t, 48*60, brief.HealthUnchanged, "Unchanged since 25 September 14:00 UTC")
}

func TestBackOffDoublesUpToSixHours(t *testing.T) {
	d := newDesk(t, "http://127.0.0.1/")
	var waits []string
	for range 9 {
		d.src = d.Look(t.Context(), d.src)
		waits = append(waits, d.src.Next.Sub(d.now).String())
	}
	if got := strings.Join(waits, " "); got != "10m0s 20m0s 40m0s 1h20m0s 2h40m0s 5h20m0s 6h0m0s 6h0m0s 6h0m0s" {
		t.Error(got)
	}
	if !strings.Contains(d.src.Sentence, "Failed 9 times: the address leads to 127.0.0.1, a machine-local address; next try 20:00 UTC") {
		t.Error(d.src.Sentence)
	}
	if got := backOff(24*time.Hour, 3); got != 24*time.Hour {
		t.Errorf("a daily source is tried again after %v", got)
	}
}

func TestLooksAreSpread(t *testing.T) {
	for random, want := range map[float64]time.Duration{0: 9 * time.Minute, 0.5: 10 * time.Minute, 1: 11 * time.Minute} {
		p := NewPoller(PollerOptions{Random: func() float64 { return random }})
		if got := p.spread(10 * time.Minute); got != want {
			t.Errorf("%v gives %v", random, got)
		}
	}
}

func pageOf(title string, paragraphs ...string) string {
	return "<html><head><title>" + title + "</title></head><body><article><p>" + strings.Join(paragraphs, "</p><p>") + "</p></article></body></html>"
}

const long = "The council said on Monday that the bridge will be rebuilt by the end of the year, and that the money for it has been found. "

func TestTeaserBringsItsPageOnce(t *testing.T) {
	var feed, page atomic.Value
	var asked atomic.Int32
	page.Store(pageOf("Page title", long, long+"It named no sum."))
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			io.WriteString(w, feed.Load().(string))
			return
		}
		// A page is never the same twice: only its text tells whether it changed.
		io.WriteString(w, page.Load().(string)+fmt.Sprintf("<!-- %d -->", asked.Add(1)))
	}))
	d := newDesk(t, s.URL+"/feed")
	one := func(title, teaser string) string {
		return "<item><guid>1</guid><link>" + s.URL + "/a</link><title>" + title + "</title><description>" + teaser +
			"</description><pubDate>Sat, 24 Sep 2022 12:00:00 GMT</pubDate></item>"
	}
	feed.Store(rss(one("Bridge", "A bridge.")))
	d.look(t, 0, brief.HealthFresh, "1 new report at 14:00 UTC")
	r := d.shelf.all()[0]
	if r.Title != "Bridge" || r.Summary != "A bridge." || r.URL != s.URL+"/a" || !strings.HasSuffix(r.Text, "It named no sum.") ||
		r.Decoder != "html/1" || !strings.HasPrefix(string(r.Raw), "<html>") || r.Published.Hour() != 12 {
		t.Errorf("report %+v", r)
	}
	feed.Store(rss(item(2, "Other", strings.Repeat(long, 8)), one("Bridge", "A bridge.")))
	d.look(t, 5, brief.HealthFresh, "1 new report at 14:05 UTC")
	if n := asked.Load(); n != 1 {
		t.Errorf("the page was asked %d times", n)
	}
	feed.Store(rss(one("Bridge, corrected", "A bridge.")))
	page.Store(pageOf("Page title", long, long+"It named a sum."))
	d.look(t, 10, brief.HealthFresh, "1 new report at 14:10 UTC")
	if all := d.shelf.all(); len(all) != 3 || all[2].Title != "Bridge, corrected" || !strings.HasSuffix(all[2].Text, "It named a sum.") {
		t.Errorf("reports %+v", all)
	}
}

func TestTeaserStandsWherePageCannotBeHad(t *testing.T) {
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			io.WriteString(w, rss("<item><link>http://127.0.0.1/inside</link><title>Inside</title><description>One teaser.</description></item>",
				"<item><link>/pdf</link><title>PDF</title><description>Two teaser.</description></item>",
				"<item><link>/wall</link><title>Wall</title><description>Three, a longer teaser than the page.</description></item>"))
		case "/pdf":
			io.WriteString(w, "%PDF-1.7")
		case "/wall":
			io.WriteString(w, pageOf("Wall", "Accept cookies"))
		}
	}))
	d := newDesk(t, s.URL+"/feed")
	d.look(t, 0, brief.HealthFresh, "3 new reports at 14:00 UTC")
	for _, r := range d.shelf.all() {
		if r.Decoder != "item/1" || !strings.Contains(r.Text, "teaser") {
			t.Errorf("%s: %q by %s", r.Title, r.Text, r.Decoder)
		}
	}
}

func TestLongFeedIsTakenInTurns(t *testing.T) {
	var tags []string
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			io.WriteString(w, pageOf("P", long, long+r.URL.Path))
			return
		}
		tags = append(tags, r.Header.Get("If-None-Match"))
		w.Header().Set("ETag", `"same"`)
		var items []string
		for i := range 45 {
			items = append(items, fmt.Sprintf("<item><link>/p%d</link><title>t%d</title><description>short</description></item>", i, i))
		}
		io.WriteString(w, rss(items...))
	}))
	d := newDesk(t, s.URL+"/feed")
	d.look(t, 0, brief.HealthFresh, "20 new reports at 14:00 UTC. 25 items wait for the next look")
	d.look(t, 5, brief.HealthFresh, "20 new reports at 14:05 UTC. 5 items wait for the next look")
	d.look(t, 10, brief.HealthFresh, "5 new reports at 14:10 UTC")
	d.look(t, 15, brief.HealthUnchanged, "Unchanged since 14:10 UTC")
	if got := strings.Join(tags, ","); got != `,,,"same"` {
		t.Errorf("validators sent: %s", got)
	}
}

func TestOneNewItemCostsTheStoreOneQuestion(t *testing.T) {
	text := strings.Repeat(long, 6)
	link := func(n int) string {
		return fmt.Sprintf("<item><link>https://news.example/%d</link><title>t%d</title><description>%s</description></item>", n, n, text)
	}
	items := []string{link(1), link(2), link(3)}
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, rss(items...)) }))
	d := newDesk(t, s.URL)
	d.look(t, 0, brief.HealthFresh, "3 new reports at 14:00 UTC")
	items, d.shelf.asked = append(items, link(4)), 0
	d.look(t, 5, brief.HealthFresh, "1 new report at 14:05 UTC")
	if d.shelf.asked != 1 {
		t.Errorf("the store was asked %d times", d.shelf.asked)
	}
	items = items[:1]
	d.look(t, 10, brief.HealthUnchanged, "Unchanged since 14:05 UTC")
	if n := len(d.settledItems("s")); n != 1 {
		t.Errorf("%d items are remembered of a feed of one", n)
	}
}

func TestPageIsOneReportPerChangedText(t *testing.T) {
	var text atomic.Value
	n := 0
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		fmt.Fprintf(w, "%s<!-- served %d -->", pageOf("P", long, long+text.Load().(string)), n)
	}))
	d := newDesk(t, s.URL)
	text.Store("First.")
	d.look(t, 0, brief.HealthFresh, "1 new report at 14:00 UTC")
	d.look(t, 5, brief.HealthUnchanged, "Unchanged since 14:00 UTC")
	text.Store("Second.")
	d.look(t, 10, brief.HealthFresh, "1 new report at 14:10 UTC")
	if all := d.shelf.all(); len(all) != 2 || all[1].URL != s.URL || all[1].Title != "P" {
		t.Errorf("%d reports", len(all))
	}
}

func TestDatesInTheFutureAreKeptAndSaid(t *testing.T) {
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, rss("<item><title>T</title><description>x</description><pubDate>Sun, 25 Sep 2022 12:00:00 GMT</pubDate></item>"))
	}))
	d := newDesk(t, s.URL)
	d.look(t, 0, brief.HealthFresh, "1 new report at 14:00 UTC. 1 item is dated in the future")
	if got := d.shelf.all()[0].Published; got.Day() != 25 {
		t.Errorf("published %v", got)
	}
}

func TestWhatCouldNotBeKeptIsOfferedAgain(t *testing.T) {
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		io.WriteString(w, rss(item(1, "One", "first")))
	}))
	d := newDesk(t, s.URL)
	d.shelf.broken = true
	d.look(t, 0, brief.HealthFailed, "Failed once: the reports could not be kept here; next try 14:10 UTC")
	d.shelf.broken = false
	d.look(t, 10, brief.HealthFresh, "1 new report at 14:10 UTC")
}

func TestOtherSchemesFailWithASentence(t *testing.T) {
	d := newDesk(t, "file:///etc/passwd")
	d.look(t, 0, brief.HealthFailed, `Failed once: the address begins with "file:"; next try 14:10 UTC`)
}
