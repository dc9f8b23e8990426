package wire

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func encoders() map[string]func(io.Writer, Feed) error {
	return map[string]func(io.Writer, Feed) error{"atom": EncodeAtom, "rss": EncodeRSS, "json": EncodeJSONFeed}
}

func sampleFeed() Feed {
	at := time.Date(2022, 9, 24, 20, 11, 0, 0, time.UTC)
	return Feed{ID: "tag:news.example,2022:war", Title: `War & "peace" <3`, Subtitle: "What happened", Language: "en",
		Home: "https://news.example/war/?a=1&b=2", Self: "https://news.example/war/feed", Updated: at, Author: "The Example",
		Generator: "livebrief", Key: "news.example/war+ab12cd34",
		Items: []FeedItem{
			{ID: "tag:news.example,2022:1", URL: "https://news.example/war/p/1", Title: "Tom & <Jerry> ]]>", Summary: "He said \"no\" & left",
				ContentHTML: `<p>He said "no" &amp; left. ]]></p>`, Author: "A. Writer", Language: "en", Tags: []string{"Fighting & more"}, Published: at, Updated: at.Add(time.Hour)},
			{ID: "tag:news.example,2022:2", URL: "https://news.example/war/p/2", Title: "Второй", ContentHTML: "<p>Текст</p>", Language: "ru", Published: at},
		}}
}

func TestFeedsComeBackAsTheyWent(t *testing.T) {
	for name, encode := range encoders() {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			in := sampleFeed()
			if err := encode(&b, in); err != nil {
				t.Fatal(err)
			}
			res, err := Decode(b.Bytes(), "", "")
			if err != nil {
				t.Fatalf("%v in\n%s", err, b.String())
			}
			got := res.Feed
			if got.Title != in.Title || got.Subtitle != in.Subtitle || got.Home != in.Home || len(got.Items) != len(in.Items) {
				t.Fatalf("got %+v from\n%s", got, b.String())
			}
			for i, it := range got.Items {
				want := in.Items[i]
				if it.ID != want.ID || it.URL != want.URL || it.Title != want.Title || !it.Published.Equal(want.Published) {
					t.Errorf("got %+v", it)
				}
				if it.ContentHTML != want.ContentHTML {
					t.Errorf("content %q", it.ContentHTML)
				}
			}
			if !strings.Contains(b.String(), "ab12cd34") {
				t.Error("the key's fingerprint is not in the feed")
			}
		})
	}
}

func TestEditMovesUpdatedUnderTheSameID(t *testing.T) {
	for name, want := range map[string]string{
		"atom": "<updated>2022-09-24T21:11:00Z</updated>\n  <published>2022-09-24T20:11:00Z</published>",
		"rss":  "<pubDate>Sat, 24 Sep 2022 20:11:00 +0000</pubDate>\n   <atom:updated>2022-09-24T21:11:00Z</atom:updated>",
		"json": "\"date_published\": \"2022-09-24T20:11:00Z\",\n   \"date_modified\": \"2022-09-24T21:11:00Z\"",
	} {
		var b bytes.Buffer
		if err := encoders()[name](&b, sampleFeed()); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s lacks %s:\n%s", name, want, b.String())
		}
	}
}

func TestWithdrawnItemSaysSoInEveryForm(t *testing.T) {
	f := sampleFeed()
	f.Items[0].Withdrawn = time.Date(2022, 9, 25, 8, 0, 0, 0, time.UTC)
	f.Items[0].Note = "The report was false & is withdrawn."
	f.Items[0].Title = "Withdrawn"
	for name, want := range map[string][]string{
		"atom": {`xmlns:at="http://purl.org/atompub/tombstones/1.0"`, `<at:deleted-entry ref="tag:news.example,2022:1" when="2022-09-25T08:00:00Z">`,
			"<at:comment>The report was false &amp; is withdrawn.</at:comment>", "<updated>2022-09-25T08:00:00Z</updated>"},
		"rss":  {`<guid isPermaLink="false">tag:news.example,2022:1</guid>`, "<description>The report was false &amp; is withdrawn.</description>"},
		"json": {`"id": "tag:news.example,2022:1"`, `"content_text": "The report was false & is withdrawn."`, `"withdrawn": "2022-09-25T08:00:00Z"`},
	} {
		var b bytes.Buffer
		if err := encoders()[name](&b, f); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s lacks %s:\n%s", name, w, b.String())
			}
		}
		if strings.Contains(b.String(), "He said") {
			t.Errorf("%s still holds the withdrawn text:\n%s", name, b.String())
		}
		if name == "atom" && strings.Contains(b.String(), "<id>tag:news.example,2022:1</id>") {
			t.Error("the withdrawn entry still stands")
		}
	}
}

func TestNoCharacterBreaksAFeed(t *testing.T) {
	bad := "a\x00b\x0bc\x1b[31m\uFFFEd\xff\xed\xa0\x80e\u2028f"
	f := Feed{Title: bad, Self: "https://x.example/" + bad, Language: bad, Author: bad, Key: bad,
		Items: []FeedItem{{ID: bad, URL: bad, Title: bad, Summary: bad, ContentHTML: bad, Tags: []string{bad}, Author: bad, Language: bad},
			{ID: bad, Note: bad, Withdrawn: time.Unix(1e9, 0)}}}
	for name, encode := range encoders() {
		var b bytes.Buffer
		if err := encode(&b, f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := wellFormed(name, b.Bytes()); err != nil {
			t.Errorf("%s: %v in\n%q", name, err, b.String())
		}
	}
	if f.Items[0].Tags[0] != bad {
		t.Error("encoding changed the caller's feed")
	}
}

// wellFormed reads the document with the strict parsers of the standard library.
func wellFormed(name string, doc []byte) error {
	if name == "json" {
		if !json.Valid(doc) {
			return errors.New("not JSON")
		}
		return nil
	}
	for dec := xml.NewDecoder(bytes.NewReader(doc)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestEmptyFeedIsWholeInEveryForm(t *testing.T) {
	for name, encode := range encoders() {
		var b bytes.Buffer
		if err := encode(&b, Feed{Title: "T", Self: "https://x.example/f", Updated: time.Unix(1e9, 0)}); err != nil {
			t.Fatal(err)
		}
		res, err := Decode(b.Bytes(), "", "")
		if err != nil || res.Title != "T" || len(res.Feed.Items) != 0 {
			t.Errorf("%s: %v, %+v", name, err, res.Feed)
		}
		if name == "json" && !strings.Contains(b.String(), `"items": []`) {
			t.Errorf("items are null:\n%s", b.String())
		}
	}
}

func TestAtomIsExactlyThis(t *testing.T) {
	at := time.Date(2022, 9, 24, 20, 11, 0, 0, time.UTC)
	var b bytes.Buffer
	err := EncodeAtom(&b, Feed{ID: "tag:x,1", Title: "T", Self: "https://x.example/f", Language: "en", Updated: at,
		Items: []FeedItem{{ID: "tag:x,2", URL: "https://x.example/2", Title: "One", ContentHTML: "<p>B</p>", Language: "uk", Published: at}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
 <id>tag:x,1</id>
 <title>T</title>
 <updated>2022-09-24T20:11:00Z</updated>
 <author>
  <name>T</name>
 </author>
 <link rel="self" type="application/atom+xml" href="https://x.example/f"></link>
 <entry xml:lang="uk">
  <id>tag:x,2</id>
  <title>One</title>
  <updated>2022-09-24T20:11:00Z</updated>
  <published>2022-09-24T20:11:00Z</published>
  <link rel="alternate" type="text/html" href="https://x.example/2"></link>
  <content type="html">&lt;p&gt;B&lt;/p&gt;</content>
 </entry>
</feed>
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}
