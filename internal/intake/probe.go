package intake

import (
	"context"
	"fmt"
	"strings"
	"time"

	"livebrief/internal/wire"
)

// Probe is what one look at an address would bring as a source.
type Probe struct {
	// Format is feed, page or text.
	Format string
	Title  string
	// Address is what to add as a source: where the redirects ended, or the feed that the page offers.
	Address string
	// Sentence tells what would happen.
	Sentence string
	Warnings []string
	Items    []ProbeItem
}

// ProbeItem is one report that the address would bring, the newest first.
type ProbeItem struct {
	Title     string
	URL       string
	Published time.Time
}

// TestSource looks at an address once, as a source there would. A page that offers a feed is passed over for it.
func (c *Client) TestSource(ctx context.Context, address string) (Probe, error) {
	probe, page, err := c.probe(ctx, address)
	if err != nil || probe.Format != "page" {
		return probe, err
	}
	link := wire.FeedLink(page.Body, page.ContentType, page.FinalURL)
	if link == "" {
		return probe, nil
	}
	feed, _, err := c.probe(ctx, link)
	if err != nil || feed.Format != "feed" {
		probe.Warnings = append(probe.Warnings, fmt.Sprintf("The page offers a feed at %s, but it cannot be read.", link))
		return probe, nil
	}
	feed.Sentence = fmt.Sprintf("This is a page; its feed is at %s. %s", feed.Address, feed.Sentence)
	return feed, nil
}

func (c *Client) probe(ctx context.Context, address string) (Probe, Fetched, error) {
	got, err := c.Fetch(ctx, address, Validators{})
	if err != nil {
		return Probe{}, got, err
	}
	res, err := wire.Decode(got.Body, got.ContentType, got.FinalURL)
	if err != nil {
		return Probe{}, got, err
	}
	p := Probe{Format: string(res.Format), Title: res.Title, Address: got.FinalURL, Warnings: res.Warnings}
	if res.Format == wire.HTML {
		p.Format = "page"
	}
	if res.Feed == nil {
		p.Items = []ProbeItem{{res.Title, got.FinalURL, res.Published}}
		p.Sentence = fmt.Sprintf("A %s of %d words; every time its text changes, it becomes one report.", p.Format, len(strings.Fields(res.Text)))
		return p, got, nil
	}
	p.Warnings = append(p.Warnings, future(res.Feed.Items, c.opts.Now())...)
	for _, it := range res.Feed.Items {
		p.Items = append(p.Items, ProbeItem{it.Title, it.URL, it.Published})
	}
	p.Sentence = feedSentence(res.Feed.Items)
	return p, got, nil
}

func feedSentence(items []wire.FeedItem) string {
	if len(items) == 0 {
		return "The feed is valid, but holds no items now."
	}
	var newest time.Time
	short := 0
	for i := range items {
		if items[i].Published.After(newest) {
			newest = items[i].Published
		}
		if wantsPage(items[i].Text(), items[i].URL) {
			short++
		}
	}
	s := "The feed holds " + count(len(items), "item", "items")
	if !newest.IsZero() {
		s += ", the newest of " + newest.Format("2 January 2006")
	}
	if short > 0 {
		s += "; " + count(short, "is", "are") + " a teaser only, whose page would be fetched"
	}
	return s + "."
}

// count writes a number with its word.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
