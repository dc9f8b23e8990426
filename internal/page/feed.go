package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/wire"
)

// feedItems is how many developments and stories a feed carries.
const feedItems = 50

// WriteFeed writes the latest developments and stories as "atom", "rss" or "json"; with a track, the developments of
// that track alone. A correction or an update moves an item's updated time, a refile does not; what was withdrawn or
// removed is said as far as the format has a word for it.
func WriteFeed(w io.Writer, s Shelf, bodies Bodies, format string, track brief.TrackID) error {
	at, scope, title, page := address("feed."+format), edition.Whole(), s.State.Briefing.Title, address("")
	if track != "" {
		at, scope, page = trackAt(track)+"/"+at, edition.OfTrack(track), trackAt(track)
	}
	m := newMaker(s, at)
	if track != "" {
		title += ": " + m.trackName(track)
	}
	items := s.State.Developments(edition.Filter{Track: track}, 0, feedItems)
	if track == "" {
		items = slices.Concat(items, s.State.Stories(feedItems))
		slices.SortStableFunc(items, func(a, b edition.Item) int {
			return cmp.Or(b.When.Compare(a.When), cmp.Compare(b.First, a.First))
		})
		items = items[:min(len(items), feedItems)]
	}
	if err := m.fetch(bodies, items); err != nil {
		return err
	}
	f := wire.Feed{ID: m.urn("feed:" + string(page)), Title: title, Subtitle: m.b.Standfirst, Language: m.b.Lang(), Home: m.absolute(page),
		Self: m.absolute(at), Author: m.b.Identity.Name, Generator: "livebrief", Key: m.Fingerprint}
	if scope == edition.Whole() {
		f.Updated = s.State.When
	}
	for _, it := range items {
		item, err := m.feedItem(it)
		if err != nil {
			return err
		}
		f.Items = append(f.Items, item)
	}
	return encode(w, format, f)
}

func encode(w io.Writer, format string, f wire.Feed) error {
	switch format {
	case "atom":
		return wire.EncodeAtom(w, f)
	case "rss":
		return wire.EncodeRSS(w, f)
	case "json":
		return wire.EncodeJSONFeed(w, f)
	}
	return brief.NotFound(fmt.Sprintf("there is no feed of the kind %q", format), "use feed.atom, feed.rss or feed.json")
}

// urn gives a lasting id that holds on any host: ids in feeds must not change when a briefing moves.
func (m *maker) urn(what string) string { return "urn:livebrief:" + string(m.State.ID) + ":" + what }

func (m *maker) feedItem(it edition.Item) (wire.FeedItem, error) {
	out := wire.FeedItem{ID: m.urn(string(it.ID)), URL: m.absolute(itemAt(it.ID)), Published: it.When, Updated: it.Changed}
	b, shown, err := body[brief.Development](m.texts[it.Current])
	if err != nil {
		return out, err
	}
	switch {
	case !shown || it.Status == edition.Removed:
		out.Title, out.Withdrawn, out.Note = m.words.RemovedMark, it.Changed, m.words.RemovedSays
		return out, nil
	case it.Status == edition.Withdrawn:
		out.Title, out.Withdrawn, out.Note = m.words.WithdrawnMark, it.Changed, b.Note
		return out, nil
	}
	d, err := m.development(it)
	if err != nil {
		return out, err
	}
	out.Title, out.Author, out.Language = b.Headline, b.Byline, m.texts[it.Current].Entry.Lang
	out.Summary = firstSentences(MarkdownToText(b.Text), 300)
	out.Tags = []string{m.trackName(b.Track), cmp.Or(m.words.Kinds[b.Kind], string(b.Kind))}
	d.Open = true
	for i := range d.Fixes {
		if d.Fixes[i].Compare != "" {
			d.Fixes[i].Compare = m.far(historyAt(it.ID))
		}
	}
	for i := range d.Claims {
		d.Claims[i].Href = m.far(statementAt(brief.StatementID(d.Claims[i].ID)))
	}
	for i := range d.Numbers {
		d.Numbers[i].Href, d.Numbers[i].Now = m.far(d.Numbers[i].at), m.far(d.Numbers[i].now)
	}
	content, err := renderPart("body", d)
	if err != nil {
		return out, err
	}
	out.ContentHTML = content
	return out, nil
}
