package page

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// development fills the view of one item, whose texts were fetched.
func (m *maker) development(it edition.Item) (development, error) {
	d := m.shell(it)
	p := m.texts[it.Current]
	b, ok, err := body[brief.Development](p)
	if err != nil {
		return d, err
	}
	if !ok || it.Status == edition.Removed {
		d.Gone = m.removedGone(p, it)
		return d, nil
	}
	if lang := p.Entry.Lang; lang != "" && lang != m.b.Lang() {
		d.Lang = lang
	}
	d.Time = m.clock.place(it.When, b.Event, m.b.Reconstruction)
	d.Tag = m.tag(b)
	if it.Status == edition.Withdrawn {
		d.Gone = &gone{Mark: m.words.WithdrawnMark, Says: fill(m.words.Withdrawn, m.clock.near(it.Changed, it.When)), Reason: b.Note}
		return d, nil
	}
	m.fill(&d, b)
	if p.Removal != nil {
		// Words were taken out: a sentence of somebody else's with a gap is no quotation any more.
		for i := range d.Refs {
			d.Refs[i].Before, d.Refs[i].Marked, d.Refs[i].After = "", "", ""
		}
		d.Quotes = false
	}
	if it.Updated.After(it.When) {
		d.Updated = fill(m.words.Updated, m.clock.near(it.Updated, it.When))
	}
	if d.Claims, err = m.claims(b.Statements); err != nil {
		return d, err
	}
	d.Numbers = m.cites(b.Numbers)
	d.Fixes, err = m.fixes(it, p, b)
	return d, err
}

// shell fills what is known of an item without its text.
func (m *maker) shell(it edition.Item) development {
	d := development{W: m.words, ID: string(it.ID), Hue: m.hue(it.Track), Day: m.State.DayOf(it.When), When: iso(it.When),
		Time: moment{ISO: iso(it.When), Text: m.clock.hour(it.When), Zone: m.clock.name},
		Tag:  m.trackName(it.Track), Href: m.link(itemAt(it.ID)), History: m.link(historyAt(it.ID))}
	if it.Rev > 1 {
		d.Versions = m.words.count(it.Rev, m.words.Versions)
	}
	return d
}

// fill puts a development's words into its view.
func (m *maker) fill(d *development, b brief.Development) {
	d.Hue, d.Tag = m.hue(b.Track), m.tag(b)
	d.Headline, d.Text, d.Place = b.Headline, MarkdownToHTML(b.Text), b.Place
	d.Refs, d.Quotes = m.references(b.RestsOn)
	if b.Label == brief.Unverified {
		d.Unverified = m.words.UnverifiedSays
	} else {
		d.Label = m.words.Labels[b.Label]
	}
	if b.Byline != "" {
		d.Byline = fill(m.words.By, b.Byline)
	}
	if when := m.clock.event(b.Event); when != "" {
		d.Happened = fill(m.words.Happened, when)
	}
	for _, l := range b.SeeAlso {
		if href := outgoing(l.URL); href != "" {
			d.Also = append(d.Also, link{Href: href, Text: cmp.Or(l.Title, hostOf(href)), Out: true})
		}
	}
}

// tag gives "Home fronts · Pledge".
func (m *maker) tag(b brief.Development) string {
	parts := []string{m.trackName(b.Track), m.words.Kinds[b.Kind]}
	if parts[1] == "" {
		parts[1] = strings.ReplaceAll(string(b.Kind), "_", " ")
	}
	return strings.Trim(strings.Join(parts, " · "), " ·")
}

func (m *maker) references(refs []brief.Reference) (out []reference, quotes bool) {
	for _, r := range refs {
		href := outgoing(r.URL)
		outlet := cmp.Or(r.Outlet, hostOf(href), r.Title)
		if outlet == "" {
			continue
		}
		one := reference{Outlet: outlet, Title: r.Title, Href: href}
		one.Before, one.Marked, one.After = markedIn(r)
		out = append(out, one)
		quotes = quotes || one.Quote()
	}
	return out, quotes
}

// markedIn parts a quote round its mark. A mark that does not fit the quote marks nothing.
func markedIn(r brief.Reference) (before, marked, after string) {
	if r.Mark == nil || r.Mark.Of(r.Quote) == "" || !utf8.ValidString(r.Mark.Of(r.Quote)) {
		return r.Quote, "", ""
	}
	return r.Quote[:r.Mark.Start], r.Mark.Of(r.Quote), r.Quote[r.Mark.End:]
}

// fixes gives the boxes below a text: what was wrong, that it is being checked, that words were taken out.
func (m *maker) fixes(it edition.Item, p brief.Published, b brief.Development) ([]fix, error) {
	var out []fix
	if it.Status == edition.Held {
		out = append(out, fix{Class: "hold", Says: m.words.HeldSays, Note: b.Note})
	}
	if c, ok := m.corrected[it.ID]; ok {
		note := b.Note
		if c.Seq != it.Current {
			then, _, err := body[brief.Development](m.texts[c.Seq])
			if err != nil {
				return nil, err
			}
			note = then.Note
		}
		out = append(out, fix{Class: "correct", Says: fill(m.words.Corrected, m.clock.near(c.When, it.When)), Note: note, Compare: m.link(historyAt(it.ID))})
	}
	if p.Removal != nil {
		out = append(out, fix{Class: "cut", Says: fill(m.words.PartRemoved, m.words.Reasons[p.Removal.Class])})
	}
	return out, nil
}

// removedGone tells that a text was removed openly: why, when, and where the record says so.
func (m *maker) removedGone(p brief.Published, it edition.Item) *gone {
	g := &gone{Mark: m.words.RemovedMark, Says: m.words.RemovedSays}
	if p.Removal == nil {
		return g
	}
	g.Reason = fill(m.words.RemovedWhy, m.words.seq(p.Removal.By))
	if !it.Redacted.IsZero() {
		g.Says = fill(m.words.Removed, m.words.Reasons[p.Removal.Class], m.clock.near(it.Redacted, it.When))
	}
	return g
}

// list fills a run of developments, newest first, by day.
func (m *maker) list(bodies Bodies, items []edition.Item, empty string) (list, error) {
	out := list{W: m.words, Empty: empty}
	if err := m.fetch(bodies, items); err != nil {
		return out, err
	}
	for _, it := range items {
		d, err := m.development(it)
		if err != nil {
			return out, err
		}
		if n := len(out.Days); n == 0 || out.Days[n-1].Day != d.Day {
			out.Days = append(out.Days, daySet{Day: d.Day, Text: m.clock.weekday(d.Day), Href: m.link(dayAt(d.Day))})
		}
		last := &out.Days[len(out.Days)-1]
		last.List = append(last.List, d)
	}
	return out, nil
}

// pager leads from page n of a list of count things at base to the pages beside it.
func (m *maker) pager(base address, n, count int) pager { return m.pagerOf(base, n, count, PerPage) }

// pagerOf is [maker.pager] of a list with another number of things on a page; an empty list has one page.
func (m *maker) pagerOf(base address, n, count, each int) pager {
	last := max(1, (count+each-1)/each)
	if last == 1 {
		return pager{}
	}
	p := pager{W: m.words, Text: fill(m.words.PageOf, m.words.number(n), m.words.number(last))}
	if n > 1 {
		p.Newer = m.link(base.page(n - 1))
	}
	if n < last {
		p.Older = m.link(base.page(n + 1))
	}
	return p
}

// tracks fills the row of headings. Counts change with every development, so only pages of the whole edition have them.
func (m *maker) tracks(current brief.TrackID, whole bool) tracks {
	out := tracks{W: m.words}
	add := func(href, name string, n int, is bool) {
		t := trackLink{Href: href, Name: name, Current: is}
		if whole {
			t.Count = m.words.number(n)
		}
		out.List = append(out.List, t)
	}
	add(m.link(""), m.words.All, m.State.Count(edition.Filter{}), current == "" && whole)
	counts := m.State.TrackCounts()
	day := m.State.When.In(m.clock.zone)
	for _, t := range sortedTracks(m.b.Tracks) {
		if !whole || counts[t.ID] > 0 || t.ActiveOn(day) {
			add(m.link(trackAt(t.ID)), t.Name, counts[t.ID], t.ID == current)
		}
	}
	return out
}
