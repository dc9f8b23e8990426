package wire

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"livebrief/internal/brief"
)

const page = `<!doctype html><html lang="en_US"><head><meta charset="utf-8"><title>Three Promises | The Example</title>
<meta property="og:title" content="Three Promises"><meta property="article:published_time" content="2022-09-24T22:11:00+02:00">
<script>var secret = "not text";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Three Promises</h1>
<p>The governor of the northern isles has promised a berth to every sailor who comes ashore before
   the ice and asked <em>owners</em> not to send out ships that their own crews call unsafe this winter.</p>
<p>Speaking on November&nbsp;3 before the harbour council, the governor added that the fund for this would be
open until spring and pointed to the new inspec&shy;tions that the council had voted for in the summer.</p>
<h2>What was said</h2>
<p>"Nobody on these isles will be left on the quay," the governor said, and named each of the three promises in turn.</p>
</article><footer>Copyright 2019 The Example. All rights reserved.</footer></body></html>`

func TestPageGivesOneLinePerParagraph(t *testing.T) {
	got, err := Decode([]byte(page), "text/html", "https://news.example/a")
	if err != nil {
		t.Fatal(err)
	}
	want := `Three Promises
The governor of the northern isles has promised a berth to every sailor who comes ashore before the ice and asked owners not to send out ships that their own crews call unsafe this winter.
Speaking on November 3 before the harbour council, the governor added that the fund for this would be open until spring and pointed to the new inspections that the council had voted for in the summer.
What was said
"Nobody on these isles will be left on the quay," the governor said, and named each of the three promises in turn.`
	if got.Text != want {
		t.Errorf("text:\n%s", got.Text)
	}
	if got.Title != "Three Promises" || got.Language != "en-US" || got.Decoder != "html/1" || got.Format != HTML {
		t.Errorf("title %q language %q decoder %q", got.Title, got.Language, got.Decoder)
	}
	if want := time.Date(2022, 9, 24, 20, 11, 0, 0, time.UTC); !got.Published.Equal(want) {
		t.Errorf("published %v", got.Published)
	}
}

func TestPageInItsOwnCharacterSet(t *testing.T) {
	raw := encode(t, charmap.Windows1251, `<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>Гарантии</title></head><body><p>`+russian+`</p></body></html>`)
	got, err := Decode(raw, "text/html", "")
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != russian || got.Title != "Гарантии" || got.Decoder != "html-all/1+windows-1251" {
		t.Errorf("%q, %q by %s", got.Title, got.Text, got.Decoder)
	}
}

func TestPageWithoutAnArticleIsReadWhole(t *testing.T) {
	many := `<html><title>T</title><body>` + strings.Repeat(`<i>a</i> `, maxHTMLTags) + `<div hidden>unseen</div><p style="display: none">unseen</p></body></html>`
	got, err := Decode([]byte(many), "text/html", "")
	if err != nil {
		t.Fatal(err)
	}
	if got.Decoder != "html-all/1" || got.Title != "T" || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "too large") {
		t.Errorf("%s %q %q", got.Decoder, got.Title, got.Warnings)
	}
	if want := strings.TrimSpace(strings.Repeat("a ", maxHTMLTags)); got.Text != want {
		t.Errorf("text is %.60q..., %d bytes", got.Text, len(got.Text))
	}
}

func TestShortPageIsNeitherDoubledNorGlued(t *testing.T) {
	sentence := "The council said on Monday that the bridge will be rebuilt by the end of the year. "
	for _, c := range []struct{ name, body, want string }{
		{"one paragraph", "<p>Three", "Three"},
		{"two paragraphs", "<p>One.</p><p>Two <b>bold</b>.</p>", "One.\nTwo bold."},
		{"article among other things", "<nav>Home</nav><article><p>One.</p><p>Two.</p></article><footer>End</footer>", "One.\nTwo."},
		{"main part", "<nav>Home</nav><main><p>One.</p><p>Two.</p></main>", "One.\nTwo."},
		{"empty article", "<article></article><p>One.</p>", "One."},
		{"blocks that the extractor runs together", "<article>" + strings.Repeat("<center>"+sentence+"</center>", 4) + "</article>",
			strings.TrimSuffix(strings.Repeat(strings.TrimSpace(sentence)+"\n", 4), "\n")},
		{"cells", "<article><div>" + sentence + "</div><div>" + sentence + "</div><span>" + sentence + "</span></article>",
			strings.TrimSpace(sentence) + "\n" + strings.TrimSpace(sentence) + "\n" + strings.TrimSpace(sentence)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Decode([]byte("<html><body>"+c.body), "text/html", "")
			if err != nil || got.Text != c.want {
				t.Errorf("%q by %s, %v", got.Text, got.Decoder, err)
			}
		})
	}
}

func TestEveryBlockOfAnArticleIsALine(t *testing.T) {
	say := func(n string) string {
		return n + ": the council said on Monday that the bridge will be rebuilt by the end of the year, and that money is there."
	}
	raw := `<html><body><nav><a href="/">Home</a></nav><article><h2>Head</h2><p>` + say("1") + `<br/>` + say("2") + `</p><ul><li>` + say("3") +
		`</li><li>` + say("4") + `</li></ul><blockquote><p>` + say("5") + `</p><p>` + say("6") +
		`</p></blockquote><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><p><strong>Lead.</strong> ` + say("7") + `</p></article><footer>Imprint</footer>`
	got, err := Decode([]byte(raw), "text/html", "https://news.example/a")
	want := strings.Join([]string{"Head", say("1"), say("2"), say("3"), say("4"), say("5"), say("6"), "a b", "c", "Lead. " + say("7")}, "\n")
	if err != nil || got.Decoder != "html/1" || got.Text != want {
		t.Errorf("by %s, %v:\n%s", got.Decoder, err, got.Text)
	}
}

func TestStructuredDataStandsInForAPageThatScriptsFill(t *testing.T) {
	body := strings.Repeat("The council said on Monday that the bridge will be rebuilt. ", 6)
	raw := `<html><body><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + body + `"}</script><p>Loading</p></body></html>`
	got, err := Decode([]byte(raw), "text/html", "")
	if err != nil || got.Text != strings.TrimSpace(body) || got.Decoder != "html/1" {
		t.Errorf("%q by %s, %v", got.Text, got.Decoder, err)
	}
}

func TestPublishedComesFromWhatMachinesAreTold(t *testing.T) {
	day := time.Date(2022, 9, 24, 0, 0, 0, 0, time.UTC)
	at := day.Add(20 * time.Hour)
	for _, c := range []struct {
		name, head string
		want       time.Time
	}{
		{"nothing", `<p>September 24, 2022. Copyright 2022.`, time.Time{}},
		{"structured data", `<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"datePublished":"2022-09-24T20:00:00Z"}]}</script>`, at},
		{"meta before structured data", `<script type="application/ld+json">{"datePublished":"2020-01-01"}</script><meta name="DC.date.issued" content="2022-09-24T20:00Z">`, at},
		{"marked time", `<time datetime="2021-01-01">x</time><time pubdate datetime="2022-09-24T22:00:00+0200">x</time>`, at},
		{"the only time", `<time datetime="2022-09-24">x</time><time datetime="2022-09-24">x</time>`, day},
		{"two times", `<time datetime="2022-09-24">x</time><time datetime="2022-09-25">x</time>`, time.Time{}},
		{"nonsense", `<meta name="date" content="soon"><time datetime="0000-00-00">x</time>`, time.Time{}},
		{"the epoch is no date", `<meta name="date" content="1970-01-01T00:00:00Z">`, time.Time{}},
		{"a year JSON cannot hold", `<meta name="date" content="9999-12-31T23:59:59-14:00">`, time.Time{}},
		{"broken structured data", `<script type="application/ld+json">{"datePublished":</script><meta name="date" content="2022-09-24">`, day},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Decode([]byte("<html><body>"+c.head+"<p>Some words."), "text/html", "")
			if err != nil {
				t.Fatal(err)
			}
			if !got.Published.Equal(c.want) {
				t.Errorf("got %v, want %v", got.Published, c.want)
			}
		})
	}
}

func TestHostilePagesAreRefusedBeforeATreeIsBuilt(t *testing.T) {
	for _, c := range []struct{ name, body, says string }{
		{"100,000 nested tags", strings.Repeat("<div>", 100_000), "nests 100002 elements"},
		{"nesting that the parser makes", strings.Repeat("<table><tr><td>", 400) + "x", "nested too deeply"},
		{"formatting copied into every paragraph", strings.Repeat("<font><p>", 255) + strings.Repeat("</font><b>y", 20_000), "nested too deeply"},
		{"no text", "<script>alert(1)</script><img src=x>", "holds no text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode([]byte("<html><body>"+c.body), "text/html", "")
			if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestReadableGivesWhatABrowserShows(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"plain & simple", "plain & simple"},
		{"one\n\n two  words\r\n", "one\ntwo words"},
		{"<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"},
		{"a<script>x</script><style>y</style><b>b</b>&amp;&nbsp;c", "ab& c"},
		{"<ul><li>One<li>Two</ul>", "One\nTwo"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"zero\u200bwidth می\u200cخواهم", "zerowidth می\u200cخواهم"},
		{strings.Repeat("<div>", 2000) + "deep", "deep"},
		{"5 < 6 and a > b", "5 < 6 and a > b"},
	} {
		if got := Readable(c.in); got != c.want {
			t.Errorf("%.40q gives %q, want %q", c.in, got, c.want)
		}
	}
}
