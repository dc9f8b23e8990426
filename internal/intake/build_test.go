package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/wire"
)

func TestReportIsBoundToItsBytes(t *testing.T) {
	given := start.Add(-time.Hour)
	for _, c := range []struct {
		name, raw, contentType string
		hints                  Hints
		title, media, language string
		published              time.Time
	}{
		{"text", "One.\r\nTwo.", "", Hints{Language: "uk", Title: "Given", Published: given}, "Given", "text/plain", "uk", given},
		{"page", pageOf("Its title", long, long), "", Hints{}, "Its title", "text/html", "", time.Time{}},
		{"page with a title given", pageOf("Its title", long, long), "text/html; charset=utf-8", Hints{Title: "Given"}, "Given", "text/html; charset=utf-8", "", time.Time{}},
		{"label that no header holds", "One", "text/plain\r\nX: y", Hints{}, "", "text/plain", "", time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.hints.Outlet, c.hints.By = "The Example", "p"
			all, _, err := Build([]byte(c.raw), c.contentType, "https://news.example/a", start, c.hints)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d reports, %v", len(all), err)
			}
			r := all[0]
			sum := sha256.Sum256([]byte(c.raw))
			if string(r.Raw) != c.raw || r.SHA256 != hex.EncodeToString(sum[:]) || r.Text == "" || r.Decoder == "" {
				t.Errorf("%+v", r)
			}
			if r.Title != c.title || r.MediaType != c.media || r.Language != c.language || !r.Published.Equal(c.published) {
				t.Errorf("%q %q %q %v", r.Title, r.MediaType, r.Language, r.Published)
			}
			if r.URL != "https://news.example/a" || r.Outlet != "The Example" || r.By != "p" || r.State != brief.ReportNew || !r.Fetched.Equal(start) || r.ID != "" {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestItemOfAFeedReadsBackFromItsBytes(t *testing.T) {
	feed := rss(`<item><guid>1</guid><link>https://news.example/1</link><title>A &amp;amp; B</title><description>&lt;p&gt;First &lt;b&gt;bold&lt;/b&gt;&lt;/p&gt;&lt;p&gt;Second&lt;/p&gt;</description><pubDate>Sat, 24 Sep 2022 12:00:00 GMT</pubDate></item>`)
	all, _, err := Build([]byte(feed), "", "", start, Hints{Title: "for one report only"})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	r := all[0]
	if r.Title != "A & B" || r.Text != "First bold\nSecond" || r.Summary != "First bold Second" || r.URL != "https://news.example/1" {
		t.Errorf("%+v", r)
	}
	again, err := wire.Decode(r.Raw, r.MediaType, r.URL)
	if err != nil || len(again.Feed.Items) != 1 {
		t.Fatal(err)
	}
	it := again.Feed.Items[0]
	if it.Text() != r.Text || it.Title != r.Title || it.URL != r.URL || !it.Published.Equal(r.Published) {
		t.Errorf("reads back as %+v", it)
	}
}

func TestUpdatedTimeAloneMakesNoNewReport(t *testing.T) {
	at := func(updated string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title><content>C</content><published>2022-09-24T12:00:00Z</published><updated>` + updated + `</updated></entry></feed>`
	}
	one, _, err := Build([]byte(at("2022-09-24T13:00:00Z")), "", "", start, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	two, _, err := Build([]byte(at("2022-09-24T13:30:00Z")), "", "", start, Hints{})
	if err != nil || one[0].SHA256 != two[0].SHA256 {
		t.Errorf("%v; %s and %s", err, one[0].Raw, two[0].Raw)
	}
}

func TestEmptyFeedCannotBeAdded(t *testing.T) {
	_, _, err := Build([]byte(rss()), "", "", start, Hints{})
	refused(t, err, brief.KindInvalid, "the feed holds no items")
}

func TestGetBuildsWhatASourceWouldBring(t *testing.T) {
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		io.WriteString(w, pageOf("T", long, long))
	}))
	all, _, err := testClient(t, nil).Get(t.Context(), s.URL+"/old", Hints{Briefing: "b"})
	if err != nil || len(all) != 1 || all[0].URL != s.URL+"/new" || all[0].Briefing != "b" || all[0].Title != "T" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestSourceTestFindsTheFeedOfAPage(t *testing.T) {
	feed := rss("<item><title>Two</title><link>/2</link><description>x</description><pubDate>Sat, 24 Sep 2022 12:00:00 GMT</pubDate></item>",
		"<item><title>One</title><description>"+strings.Repeat(long, 6)+"</description></item>")
	head := func(link string) string {
		return strings.Replace(pageOf("Home", long, long, long), "<title>", link+"<title>", 1)
	}
	const rel = `<link rel="alternate" type="application/rss+xml" title="%s" href="%s">`
	pages := map[string]string{
		"/feed":   feed,
		"/home":   head(fmt.Sprintf(rel, "Comments", "/comments") + `<link rel="alternate" type="text/html" href="/ru"><LINK REL='ALTERNATE' TYPE='application/rss+xml' HREF='feed'>`),
		"/broken": head(fmt.Sprintf(rel, "All", "/gone")),
		"/inside": head(fmt.Sprintf(rel, "All", "http://169.254.169.254/feed")),
		"/plain":  head(""),
		"/empty":  rss(),
	}
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if pages[r.URL.Path] == "" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, pages[r.URL.Path])
	}))
	c := testClient(t, nil)
	for _, c2 := range []struct{ path, format, title, address, sentence, warning string }{
		{"/feed", "feed", "T", "/feed", "The feed holds 2 items, the newest of 24 September 2022; 1 is a teaser only, whose page would be fetched.", ""},
		{"/home", "feed", "T", "/feed", "This is a page; its feed is at " + s.URL + "/feed. The feed holds 2 items, the newest of 24 September 2022; 1 is a teaser only, whose page would be fetched.", ""},
		{"/broken", "page", "Home", "/broken", "A page of 78 words; every time its text changes, it becomes one report.", "The page offers a feed at " + s.URL + "/gone, but it cannot be read."},
		{"/inside", "page", "Home", "/inside", "A page of 78 words; every time its text changes, it becomes one report.", "The page offers a feed at http://169.254.169.254/feed, but it cannot be read."},
		{"/plain", "page", "Home", "/plain", "A page of 78 words; every time its text changes, it becomes one report.", ""},
		{"/empty", "feed", "T", "/empty", "The feed is valid, but holds no items now.", ""},
	} {
		got, err := c.TestSource(t.Context(), s.URL+c2.path)
		if err != nil {
			t.Errorf("%s: %v", c2.path, err)
			continue
		}
		if got.Format != c2.format || got.Title != c2.title || got.Address != s.URL+c2.address || got.Sentence != c2.sentence || strings.Join(got.Warnings, " ") != c2.warning {
			t.Errorf("%s: %+v", c2.path, got)
		}
		if c2.format == "feed" && c2.path != "/empty" && (len(got.Items) != 2 || got.Items[0].URL != s.URL+"/2") {
			t.Errorf("%s: items %+v", c2.path, got.Items)
		}
	}
	_, err := c.TestSource(t.Context(), s.URL+"/none")
	refused(t, err, brief.KindUnavailable, "the server answered 404 Not Found")
}
