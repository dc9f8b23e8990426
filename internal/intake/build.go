package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/wire"
)

// Hints are what is known of a report beside its bytes. What the report says itself wins over Language; over Title
// and Published, which a person gave for this very report, the hint wins.
type Hints struct {
	Source    brief.SourceID
	Outlet    string
	Briefing  brief.BriefingID
	Title     string
	Published time.Time
	Language  string
	By        brief.PersonID
}

// Build makes reports of bytes in any format that wire reads: one of a text or a page, one per item of a feed, the
// oldest first. Address is where they came from, empty when nobody knows. The warnings are sentences for the desk.
func Build(raw []byte, contentType, address string, fetched time.Time, h Hints) (reports []brief.Report, warnings []string, err error) {
	res, err := wire.Decode(raw, contentType, address)
	if err != nil {
		return nil, nil, err
	}
	if res.Feed == nil {
		r := h.report(res.Title, address, res.Language, res.Published, fetched)
		r.MediaType, r.Decoder, r.Text = mediaType(contentType, res.Format), res.Decoder, res.Text
		return []brief.Report{sealed(r, raw)}, res.Warnings, nil
	}
	// The hints of a person are about one report, not about each item of a feed.
	h.Title, h.Published = "", time.Time{}
	for i := len(res.Feed.Items) - 1; i >= 0; i-- {
		r, ok := buildItem(res.Feed.Items[i], fetched, h)
		if ok {
			reports = append(reports, r)
		}
	}
	if len(reports) == 0 {
		return nil, nil, brief.Invalid("the feed holds no items", "add one that does")
	}
	return reports, append(res.Warnings, future(res.Feed.Items, fetched)...), nil
}

// buildItem makes a report of one item. An item is no document of its own, so its bytes are the item restated as a
// JSON Feed with that one item: complete, and the same whenever the feed says the same. The updated time is left
// out, because many feeds move it at every look.
func buildItem(it wire.FeedItem, fetched time.Time, h Hints) (brief.Report, bool) {
	text := it.Text()
	if text == "" {
		text = it.Title
	}
	if text == "" {
		return brief.Report{}, false
	}
	it.Updated = time.Time{}
	var raw bytes.Buffer
	if err := wire.EncodeJSONFeed(&raw, wire.Feed{Items: []wire.FeedItem{it}}); err != nil {
		return brief.Report{}, false
	}
	r := h.report(it.Title, it.URL, it.Language, it.Published, fetched)
	r.MediaType, r.Decoder, r.Text, r.Summary = "application/feed+json", wire.DecoderItem, text, it.Summary
	return sealed(r, raw.Bytes()), true
}

func (h *Hints) report(title, address, language string, published, fetched time.Time) brief.Report {
	r := brief.Report{Source: h.Source, Outlet: h.Outlet, Briefing: h.Briefing, Title: title, URL: address, Language: language,
		Published: published, Fetched: fetched.UTC().Truncate(time.Millisecond), State: brief.ReportNew, By: h.By}
	if h.Title != "" {
		r.Title = h.Title
	}
	if !h.Published.IsZero() {
		r.Published = h.Published.UTC().Truncate(time.Millisecond)
	}
	if r.Language == "" {
		r.Language = h.Language
	}
	return r
}

// sealed binds the report to its bytes.
func sealed(r brief.Report, raw []byte) brief.Report {
	sum := sha256.Sum256(raw)
	r.Raw, r.SHA256 = raw, hex.EncodeToString(sum[:])
	return r
}

// mediaType keeps what the sender declared, because the character set in it is needed to decode the bytes again.
func mediaType(declared string, f wire.Format) string {
	for _, b := range []byte(declared) {
		if b < 0x20 || b > 0x7e {
			declared = ""
			break
		}
	}
	if declared != "" && len(declared) <= 200 {
		return declared
	}
	if f == wire.HTML {
		return "text/html"
	}
	return "text/plain"
}

// future counts items that are dated after they arrived. They are kept, and the desk is told: a wrong clock at the
// outlet must neither hide a report nor put it first for ever.
func future(items []wire.FeedItem, now time.Time) []string {
	n := 0
	for i := range items {
		if items[i].Published.After(now.Add(time.Hour)) {
			n++
		}
	}
	switch n {
	case 0:
		return nil
	case 1:
		return []string{"1 item is dated in the future."}
	}
	return []string{fmt.Sprintf("%d items are dated in the future.", n)}
}

// Get fetches an address once and builds its reports, as a source there would.
func (c *Client) Get(ctx context.Context, address string, h Hints) ([]brief.Report, []string, error) {
	got, err := c.Fetch(ctx, address, Validators{})
	if err != nil {
		return nil, nil, err
	}
	return Build(got.Body, got.ContentType, got.FinalURL, c.opts.Now(), h)
}
