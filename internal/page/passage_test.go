package page

import (
	"encoding/json"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// citing is a development that rests on a marked sentence.
func citing(mark *brief.Span) brief.Development {
	d := dev("A promise")
	d.RestsOn = []brief.Reference{{Report: "r1", URL: "https://wire.example/1", Outlet: "Wire", Title: "The title", Span: &brief.Span{Start: 11, End: 46},
		Quote: "He said <that> Київ would hold.", Mark: mark}}
	return d
}

// TestItemShowsTheSentenceWithItsStatementMarked on its own page, in lists, feeds and live fragments, and nowhere more of
// the report than that.
func TestItemShowsTheSentenceWithItsStatementMarked(t *testing.T) {
	c := newChronicle(t, warBriefing())
	c.add(brief.Publish, "one", citing(&brief.Span{Start: 15, End: 34}))
	const marked = `He said &lt;that&gt; <mark>Київ would hold</mark>.`
	pages := append(site(t, c, c.shelf()), feeds(t, c, c.shelf())...)
	item := find(t, pages, "item one")
	for _, want := range []string{`<details open><summary>What was read</summary><blockquote cite="https://wire.example/1">` + marked +
		` <cite><a href="https://wire.example/1" rel="noreferrer">Wire</a></cite></blockquote></details>`} {
		if !strings.Contains(item, want) {
			t.Errorf("the page of the item lacks %s", want)
		}
	}
	if live := find(t, pages, "live"); !strings.Contains(live, marked) || strings.Contains(live, "<details open>") {
		t.Error("the live page does not hold the sentence behind a fold")
	}
	var feed struct {
		Items []struct {
			HTML string `json:"content_html"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(find(t, pages, "feed.json ")), &feed); err != nil || len(feed.Items) != 1 || !strings.Contains(feed.Items[0].HTML, marked) {
		t.Errorf("the feed: %v %+v", err, feed)
	}
}

// TestMarkThatDoesNotFitMarksNothing: bodies come from other programs too, and from before there were marks.
func TestMarkThatDoesNotFitMarksNothing(t *testing.T) {
	for _, mark := range []*brief.Span{nil, {Start: 5, End: 400}, {Start: -1, End: 4}, {Start: 9, End: 3}, {Start: 16, End: 34}, {Start: 15, End: 16}} {
		before, marked, after := markedIn(citing(mark).RestsOn[0])
		if before != "He said <that> Київ would hold." || marked+after != "" {
			t.Errorf("%v gives %q %q %q", mark, before, marked, after)
		}
	}
}

// TestWhatIsGoneShowsNoSentence: withdrawn, removed, or with words struck out.
func TestWhatIsGoneShowsNoSentence(t *testing.T) {
	for name, change := range map[string]func(c *chronicle){
		"withdrawn": func(c *chronicle) {
			c.add(brief.Withdraw, "one", brief.Development{Headline: "A promise", Track: "world", Kind: brief.KindEvent, Label: brief.Reported, Note: "It was another."})
		},
		"removed": func(c *chronicle) { c.redact("one", "safety", "A name.", nil) },
		"struck": func(c *chronicle) {
			d := citing(nil)
			d.RestsOn[0].Quote = "He said [removed] would hold."
			c.redact("one", "law", "A name.", d)
		},
	} {
		c := newChronicle(t, warBriefing())
		c.add(brief.Publish, "one", citing(&brief.Span{Start: 15, End: 34}))
		change(c)
		for _, p := range append(site(t, c, c.shelf()), feeds(t, c, c.shelf())...) {
			if strings.Contains(p.body, "would hold") || strings.Contains(p.body, "<blockquote") || strings.Contains(p.body, "What was read") {
				t.Errorf("%s: %s shows a sentence", name, p.name)
			}
		}
	}
}
