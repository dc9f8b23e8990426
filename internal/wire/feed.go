package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"livebrief/internal/brief"
)

// Feed is a list of items, as it came or as it is to be sent. The fields marked "out" are used by the encoders only.
type Feed struct {
	// ID is the feed's lasting id; out: any IRI, Self stands in when it is empty.
	ID       string
	Title    string
	Subtitle string
	Language string
	// Home is the address of the page that the feed is about, Self that of the feed.
	Home string
	Self string
	// Updated is when anything in it last changed.
	Updated time.Time
	// Author signs the items that name nobody; out.
	Author string
	// Generator names the program; out.
	Generator string
	// Key is the fingerprint of the key that signs the briefing's record; out.
	Key   string
	Items []FeedItem
}

// FeedItem is one item of a feed.
type FeedItem struct {
	// ID is lasting: what the feed gives, else the address, else a hash of title and content.
	ID string
	// URL is an absolute http(s) address or empty.
	URL   string
	Title string
	// Summary is plain text, ContentHTML markup that nobody has cleaned: show it only through Readable.
	Summary     string
	ContentHTML string
	Author      string
	Language    string
	Tags        []string
	// Published and Updated are zero when unknown. They can lie in the future; the taker says so.
	Published time.Time
	Updated   time.Time
	// Withdrawn is when the item was taken back, zero for a standing one; Note says why. Out.
	Withdrawn time.Time
	Note      string
}

// Text gives the item's readable text: its content, else its summary.
func (it *FeedItem) Text() string {
	if text := Readable(it.ContentHTML); text != "" {
		return text
	}
	return it.Summary
}

// decodeFeed reads RSS, Atom or JSON Feed from UTF-8 text.
func decodeFeed(text, address string) (Result, error) {
	res := Result{Format: FeedDoc, Decoder: decoderFeed}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		if err := checkJSON(text); err != nil {
			return Result{}, err
		}
	} else {
		cut, err := guardXML(text)
		if err != nil {
			return Result{}, err
		}
		text = cut.text
		if cut.left > 0 {
			res.Warnings = append(res.Warnings, tooManyItems(cut.left))
		}
	}
	parsed, err := parseFeed(text)
	if err != nil {
		return Result{}, err
	}
	if left := len(parsed.Items) - MaxItems; left > 0 {
		parsed.Items = parsed.Items[:MaxItems]
		res.Warnings = append(res.Warnings, tooManyItems(left))
	}
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	feed, undated := fromGofeed(parsed, base)
	if undated > 0 {
		res.Warnings = append(res.Warnings, fmt.Sprintf("%d of the feed's dates cannot be read.", undated))
	}
	res.Feed, res.Title, res.Language, res.Published = feed, feed.Title, feed.Language, feed.Updated
	return res, nil
}

func tooManyItems(left int) string {
	return fmt.Sprintf("The feed holds more than %d items; %d were left out.", MaxItems, left)
}

// parseFeed calls the library. It reads strangers' bytes, and a panic in it would take down the server for all
// sources; so a panic becomes the same refusal as any other feed that cannot be read.
func parseFeed(text string) (feed *gofeed.Feed, err error) {
	defer func() {
		if recover() != nil {
			feed, err = nil, brief.Invalid("the feed cannot be read", "tell its owner to check it with a validator")
		}
	}()
	feed, err = gofeed.NewParser().ParseString(text)
	if err != nil {
		return nil, brief.Invalid("the feed is broken: "+clip(oneLine(err.Error()), 120), "tell its owner to check it with a validator")
	}
	return feed, nil
}

func fromGofeed(f *gofeed.Feed, base *url.URL) (feed *Feed, undated int) {
	feed = &Feed{Title: inline(f.Title), Subtitle: inline(f.Description), Language: language(f.Language),
		Home: webAddress(base, f.Link), Self: webAddress(base, f.FeedLink), Items: make([]FeedItem, 0, len(f.Items))}
	when := func(text string, parsed *time.Time) time.Time {
		if t, ok := pick(text, parsed); ok {
			return t
		}
		if strings.TrimSpace(text) != "" {
			undated++
		}
		return time.Time{}
	}
	feed.Updated = when(f.Updated, f.UpdatedParsed)
	if feed.Updated.IsZero() {
		feed.Updated = when(f.Published, f.PublishedParsed)
	}
	for _, it := range f.Items {
		if it == nil {
			continue
		}
		item := FeedItem{ID: clean(it.GUID), Title: inline(it.Title), Summary: clip(inline(it.Description), 2000),
			ContentHTML: clean(it.Content), Language: feed.Language}
		if item.ContentHTML == "" {
			item.ContentHTML = clean(it.Description)
		}
		item.Published = when(it.Published, it.PublishedParsed)
		item.Updated = when(it.Updated, it.UpdatedParsed)
		if item.Published.IsZero() {
			item.Published = item.Updated
		}
		for _, link := range append([]string{it.Link}, it.Links...) {
			if item.URL = webAddress(base, link); item.URL != "" {
				break
			}
		}
		if item.URL == "" {
			// An RSS guid is an address only when it says so in full.
			item.URL = webAddress(&url.URL{}, it.GUID)
		}
		if len(it.Authors) > 0 && it.Authors[0] != nil {
			item.Author = inline(it.Authors[0].Name)
		}
		if item.ID == "" {
			item.ID = item.URL
		}
		if item.ID == "" {
			item.ID = hashID(item)
		}
		feed.Items = append(feed.Items, item)
	}
	return feed, undated
}

// pick takes the library's reading of a date, else our own.
func pick(text string, parsed *time.Time) (time.Time, bool) {
	if parsed != nil {
		return plausible(*parsed)
	}
	return parseTime(text)
}

// hashID stands in for a missing id and lasts as long as title and content do.
func hashID(it FeedItem) string {
	sum := sha256.Sum256([]byte(it.Title + "\x00" + it.ContentHTML))
	return "sha256:" + hex.EncodeToString(sum[:16])
}

// webAddress resolves a link of the feed. Only http and https pass: what is shown as a link must not run a script
// or open a file.
func webAddress(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > 2000 {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	u = base.ResolveReference(u)
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// markup finds the tags that people put into titles. Only these count: "<Jerry>" in a title is a word, since two of
// the three formats give plain text there.
var markup = regexp.MustCompile(`(?i)</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|nobr|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>`)

// inline makes one line of plain text of a title or a name, which feeds give as text or as markup.
func inline(s string) string {
	s = clean(s)
	if markup.MatchString(s) {
		return oneLine(strings.ReplaceAll(Readable(s), "\n", " "))
	}
	return oneLine(html.UnescapeString(s))
}

// clean drops what neither XML nor a database holds.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !legalXML(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}
