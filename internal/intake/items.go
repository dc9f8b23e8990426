package intake

import (
	"context"
	"fmt"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/wire"
)

const (
	// teaser is the length in characters below which an item is taken for a teaser of the page it links to.
	teaser = 600
	// maxPages is how many linked pages one look fetches; the others wait for the next.
	maxPages = 20
)

// wantsPage tells whether the item only leads to its page.
func wantsPage(text, address string) bool {
	return address != "" && utf8.RuneCountInString(text) < teaser
}

// takeFeed keeps the items of a feed that are not known yet, the oldest first.
func (p *Poller) takeFeed(ctx context.Context, src brief.Source, feed *wire.Feed, out *outcome) error {
	if len(feed.Items) == 0 {
		out.health = brief.HealthEmpty
		return nil
	}
	now := p.opts.Now()
	out.notes = append(out.notes, future(feed.Items, now)...)
	pages, left := maxPages, 0
	before, settled := p.settledItems(src.ID), map[string]bool{}
	for i := len(feed.Items) - 1; i >= 0; i-- {
		r, ok := buildItem(feed.Items[i], now, hintsOf(src))
		if !ok {
			continue
		}
		item := r.SHA256
		if before[item] {
			settled[item] = true
			continue
		}
		taken, err := p.takeItem(ctx, r, &pages, out)
		switch {
		case ctx.Err() != nil, err == nil && !taken:
			left++
		case err != nil:
			return err
		default:
			settled[item] = true
		}
	}
	p.settle(src.ID, settled)
	if left > 0 {
		// The feed has to come whole next time, or these items would never be seen again.
		out.valid = Validators{}
		p.forgetBody(src.ID)
		out.notes = append(out.notes, count(left, "item waits", "items wait")+" for the next look.")
	}
	return nil
}

// settledItems gives the hashes of the items that the look before took or knew, so that a feed in which one item of
// hundreds is new costs the store one question and not hundreds.
func (p *Poller) settledItems(id brief.SourceID) map[string]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settled[id]
}

// settle remembers the items of this look in place of those before.
func (p *Poller) settle(id brief.SourceID, items map[string]bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settled[id] = items
}

// takeItem keeps one item, with its page where it is a teaser. It is not taken when no page is left for this look,
// or no time: an item kept as a teaser would count as known and never get its page.
func (p *Poller) takeItem(ctx context.Context, r brief.Report, pages *int, out *outcome) (taken bool, err error) {
	if known, err := p.known(ctx, r); err != nil || known {
		return known, err
	}
	if wantsPage(r.Text, r.URL) {
		if *pages == 0 {
			return false, nil
		}
		*pages--
		r = p.withPage(ctx, r)
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return true, p.keep(ctx, r, out)
}

// known tells whether the newest report of the item's address says the same. A report made of the linked page has
// the page's text and the item's title and summary.
func (p *Poller) known(ctx context.Context, r brief.Report) (bool, error) {
	if r.URL == "" {
		return false, nil
	}
	last, found, err := p.opts.Store.Latest(ctx, r.Source, r.URL)
	if err != nil {
		return false, fmt.Errorf("looking up an item's last report: %w", err)
	}
	same := (last.Title == r.Title || r.Title == "") && last.Summary == r.Summary
	if last.Decoder == wire.DecoderItem {
		same = same && last.Text == r.Text
	}
	return found && same, nil
}

// withPage puts the linked page in the place of a teaser. When it cannot be had, or says less than the teaser, the
// teaser is the report: better than nothing, and the link is there.
func (p *Poller) withPage(ctx context.Context, item brief.Report) brief.Report {
	got, err := p.fetch(ctx, item.URL, Validators{})
	if err != nil || len(got.Body) == 0 {
		return item
	}
	reports, _, err := Build(got.Body, got.ContentType, item.URL, item.Fetched, Hints{Source: item.Source, Outlet: item.Outlet,
		Briefing: item.Briefing, Language: item.Language, Title: item.Title, Published: item.Published})
	if err != nil || len(reports) != 1 || reports[0].Decoder == wire.DecoderItem || len(reports[0].Text) <= len(item.Text) {
		return item
	}
	page := reports[0]
	page.Summary = item.Summary
	return page
}
