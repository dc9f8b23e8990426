package wire

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// checkResult holds what is true of every decoding, whatever came in.
func checkResult(t *testing.T, raw []byte, contentType string) {
	res, err := Decode(raw, contentType, "https://news.example/dir/page")
	if err != nil {
		if brief.KindOf(err) != brief.KindInvalid || err.Error() == "" {
			t.Fatalf("an input is never anything but invalid: %v", err)
		}
		return
	}
	if !utf8.ValidString(res.Text) || strings.ContainsRune(res.Text, 0) || !utf8.ValidString(res.Title) {
		t.Fatalf("text that no store can hold: %q", res.Text)
	}
	if (res.Feed == nil) == (res.Text == "") {
		t.Fatalf("neither a feed nor a text, or both: %+v", res)
	}
	if res.Decoder == "" || res.Published.Year() > 2201 {
		t.Fatalf("decoder %q, published %v", res.Decoder, res.Published)
	}
	if res.Feed == nil {
		return
	}
	if len(res.Feed.Items) > MaxItems {
		t.Fatalf("%d items", len(res.Feed.Items))
	}
	for _, it := range res.Feed.Items {
		if it.ID == "" || it.URL != "" && !strings.HasPrefix(it.URL, "http") || !utf8.ValidString(it.Text()) {
			t.Fatalf("item %+v", it)
		}
	}
	for name, encode := range encoders() {
		var b bytes.Buffer
		if err := encode(&b, *res.Feed); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := wellFormed(name, b.Bytes()); err != nil {
			t.Fatalf("%s: %v in %q", name, err, b.String())
		}
	}
}

func FuzzDecodeText(f *testing.F) {
	f.Add([]byte("One.\r\nTwo."), "text/plain")
	f.Add([]byte(russian), "text/plain; charset=utf-16")
	f.Add([]byte("\xff\xfeO\x00n\x00"), "")
	f.Add([]byte("\xcf\xf0\xe5\xe7"), "text/plain; charset=windows-1251")
	f.Fuzz(checkResult)
}

func FuzzDecodeHTML(f *testing.F) {
	f.Add(page)
	f.Add("<p>x<table><td><select><svg><![CDATA[x]]><plaintext>y")
	f.Add(`<script type="application/ld+json">{"articleBody":"x","datePublished":1}</script>`)
	f.Fuzz(func(t *testing.T, body string) { checkResult(t, []byte("<html>"+body), "text/html") })
}

func FuzzDecodeFeed(f *testing.F) {
	f.Add([]byte(rssSample))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="xhtml"><div>x</div></content></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"authors":[null]}]}`))
	f.Add([]byte(`<rdf:RDF><item rdf:about="x"><title>t</title></item></rdf:RDF>`))
	f.Fuzz(func(t *testing.T, raw []byte) { checkResult(t, raw, "application/xml") })
}

func FuzzEncode(f *testing.F) {
	f.Add("title", "https://x.example/", "<p>x</p>", int64(1e9), true)
	f.Add("]]>\x00\xff\uFFFF", "x", "&", int64(-1), false)
	f.Fuzz(func(t *testing.T, title, address, content string, at int64, withdrawn bool) {
		item := FeedItem{ID: address, URL: address, Title: title, Summary: content, ContentHTML: content, Published: time.Unix(at%4e9, 0)}
		if withdrawn {
			item.Withdrawn, item.Note = item.Published.Add(time.Hour), content
		}
		for name, encode := range encoders() {
			var b bytes.Buffer
			if err := encode(&b, Feed{Title: title, Self: address, Key: title, Items: []FeedItem{item}}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := wellFormed(name, b.Bytes()); err != nil {
				t.Fatalf("%s: %v in %q", name, err, b.String())
			}
		}
	})
}
