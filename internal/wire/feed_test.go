package wire

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"livebrief/internal/brief"
)

const rssSample = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Example &amp; Co</title><link>https://news.example/</link><description>All of it</description><language>uk</language>
<item><title>First &lt;em&gt;item&lt;/em&gt; &amp;amp; more</title><link>/a</link><guid isPermaLink="false">id-1</guid>
 <pubDate>Sat, 24 Sep 2022 22:11:00 +0200</pubDate><dc:creator>A. Writer</dc:creator>
 <description>Short &lt;b&gt;words&lt;/b&gt;</description><content:encoded><![CDATA[<p>Long.</p><p>Words.</p>]]></content:encoded></item>
<item><title>No id</title><link>https://news.example/b</link><description>Only a teaser</description><pubDate>once upon a time</pubDate></item>
<item><title>Neither id nor link</title><description>x</description><pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate></item>
<item><title>Hostile</title><link>javascript:alert(1)</link><guid>https://news.example/c</guid></item>
<item><title>Bare &nbsp; entity & ampersand</title><link>http://user:secret@news.example/d</link><guid>abc.def</guid></item>
</channel></rss>`

func TestRSSIsReadLeniently(t *testing.T) {
	got, err := Decode([]byte(rssSample), "text/html", "https://news.example/feeds/all.xml")
	if err != nil {
		t.Fatal(err)
	}
	if got.Format != FeedDoc || got.Text != "" || got.Decoder != "feed/1" || got.Title != "The Example & Co" || got.Language != "uk" {
		t.Errorf("got %+v", got)
	}
	if len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "1 of the feed's dates cannot be read") {
		t.Errorf("warnings %q", got.Warnings)
	}
	want := []FeedItem{
		{ID: "id-1", URL: "https://news.example/a", Title: "First item & more", Summary: "Short words", ContentHTML: "<p>Long.</p><p>Words.</p>",
			Author: "A. Writer", Published: time.Date(2022, 9, 24, 20, 11, 0, 0, time.UTC)},
		{ID: "https://news.example/b", URL: "https://news.example/b", Title: "No id", Summary: "Only a teaser", ContentHTML: "Only a teaser"},
		{ID: "sha256:2d711642b726b04401627ca9fbac32f5", Title: "Neither id nor link", Summary: "x", ContentHTML: "x",
			Published: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)},
		{ID: "https://news.example/c", URL: "https://news.example/c", Title: "Hostile"},
		{ID: "abc.def", Title: "Bare entity & ampersand"},
	}
	for i := range want {
		want[i].Language = "uk"
	}
	items := got.Feed.Items
	if len(items) == len(want) {
		// The stand-in id only has to be there and to last; its value is nobody's business.
		if !strings.HasPrefix(items[2].ID, "sha256:") {
			t.Errorf("stand-in id %q", items[2].ID)
		}
		items[2].ID = want[2].ID
	}
	if d := cmp.Diff(want, items); d != "" {
		t.Error(d)
	}
	if text := items[0].Text(); text != "Long.\nWords." {
		t.Errorf("text %q", text)
	}
}

func TestOnlyWebAddressesAreLinks(t *testing.T) {
	for link, want := range map[string]string{"javascript:alert(1)": "", "javascript://x.example/%0aalert(1)": "", "ftp://x.example/a": "", "data:text/html,x": "",
		"//x.example/a": "https://x.example/a", "a?b=c": "https://news.example/dir/a?b=c", "https://me:pw@x.example/": "", "http://[bad": "", " /a ": "https://news.example/a",
		"https://x.example/" + strings.Repeat("a", 3000): ""} {
		raw := rssOf("<item><guid isPermaLink='false'>1</guid><title>T</title><link>" + link + "</link></item>")
		got, err := Decode([]byte(raw), "", "https://news.example/dir/feed")
		if err != nil || got.Feed.Items[0].URL != want {
			t.Errorf("%.60q gives %+v, %v", link, got.Feed, err)
		}
	}
}

func rssOf(items string) string {
	return "<rss version='2.0'><channel><title>T</title>" + items + "</channel></rss>"
}

func TestAtomAndJSONFeedAreRead(t *testing.T) {
	atom := `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">T &amp;lt;3</title><id>urn:x</id><updated>2022-09-24T20:00:00Z</updated>
<link rel="self" href="https://a.example/feed"/><link href="https://a.example/"/>
<entry><id>tag:a,1</id><title>One</title><link rel="alternate" href="https://a.example/1"/><updated>2022-09-24T19:00:00.1239Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Body</p></div></content></entry></feed>`
	json := `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"https://a.example/1","title":"One","content_text":"Body","date_published":"2022-09-24T19:00:00Z"},{"id":7,"content_html":"<p>nul\u0000l</p>"}]}`
	for _, c := range []struct{ name, raw, text string }{{"Atom", atom, "Body"}, {"JSON Feed", json, "Body"}} {
		got, err := Decode([]byte(c.raw), "", "")
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		it := got.Feed.Items[0]
		if it.Title != "One" || it.URL != "https://a.example/1" || it.Text() != c.text || it.Published.Format(time.DateTime) != "2022-09-24 19:00:00" {
			t.Errorf("%s: %+v says %q", c.name, it, it.Text())
		}
		if c.name == "JSON Feed" && (got.Feed.Items[1].ID != "7" || got.Feed.Items[1].Text() != "null") {
			t.Errorf("second item %+v", got.Feed.Items[1])
		}
	}
}

func TestFeedInItsOwnCharacterSet(t *testing.T) {
	raw := encode(t, charmap.Windows1251, `<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>Новости</title><item><title>Да</title><guid>1</guid></item></channel></rss>`)
	got, err := Decode(raw, "application/rss+xml", "")
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "Новости" || got.Feed.Items[0].Title != "Да" || got.Decoder != "feed/1+windows-1251" {
		t.Errorf("%q %q by %s", got.Title, got.Feed.Items[0].Title, got.Decoder)
	}
}

func TestFeedWithoutItemsIsAFeed(t *testing.T) {
	got, err := Decode([]byte(`<rss version="2.0"><channel><title>T</title></channel></rss>`), "", "")
	if err != nil || got.Feed == nil || len(got.Feed.Items) != 0 {
		t.Errorf("got %+v, %v", got.Feed, err)
	}
}

func TestLongFeedIsCutNotRefused(t *testing.T) {
	var rss, atom, json strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&rss, "<item><guid>%d</guid><title>t</title></item>", i)
		fmt.Fprintf(&atom, "<entry><id>%d</id><title>t</title></entry>", i)
		fmt.Fprintf(&json, `{"id":"%d"},`, i)
	}
	for name, raw := range map[string]string{
		"RSS":       "<rss version='2.0'><channel><title>T</title>" + rss.String() + "</channel></rss>",
		"RDF":       "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>T</title></channel>" + rss.String() + "</rdf:RDF>",
		"Atom":      "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>" + atom.String() + "</feed>",
		"JSON Feed": `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[` + strings.TrimSuffix(json.String(), ",") + `]}`,
	} {
		got, err := Decode([]byte(raw), "", "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(got.Feed.Items); n != MaxItems || got.Title != "T" {
			t.Errorf("%s: %d items of %q", name, n, got.Title)
		}
		if len(got.Warnings) != 1 || got.Warnings[0] != "The feed holds more than 1000 items; 1500 were left out." {
			t.Errorf("%s: warnings %q", name, got.Warnings)
		}
	}
	heavy := "<rss version='2.0'><channel>" + strings.Repeat("<item><guid>g</guid>"+strings.Repeat("<x/>", 60_000)+"</item>", 3) + "</channel></rss>"
	got, err := Decode([]byte(heavy), "", "")
	if err != nil || len(got.Feed.Items) != 1 || len(got.Warnings) != 1 {
		t.Errorf("heavy items: %v", err)
	}
}

func TestPoisonFeedsAreRefusedWithASentence(t *testing.T) {
	laughs := `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>`
	for _, c := range []struct{ name, raw, says string }{
		{"entities", laughs + "<rss version='2.0'><channel><title>&b;</title></channel></rss>", "document type declaration"},
		{"outside entity", `<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>`, "document type declaration"},
		{"late declaration", "<rss version='2.0'><channel>" + laughs + "</channel></rss>", "document type declaration"},
		{"depth", "<rss version='2.0'>" + strings.Repeat("<a>", 100_000), "nests more than 64 elements"},
		{"markup without items", "<rss version='2.0'>" + strings.Repeat("<a/>", 200_000), "more markup than any feed needs"},
		{"torn", "<rss version='2.0'><channel><item><title>On", "the feed is broken"},
		{"torn JSON", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":`, "the feed is broken"},
		{"JSON with a stray mark", `{"version":"https://jsonfeed.org/version/1.1","items":[}`, "not valid JSON"},
		{"deep JSON", `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 100_000), "nests more than 64 lists"},
		{"JSON of other shape", `{"version":"https://jsonfeed.org/version/1.1","items":"none"}`, "the feed is broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode([]byte(c.raw), "", "")
			if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}
