package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/wire"
)

// LedgerFeed is which part of the ledger a feed carries: all statements, those of a kind or of a speaker, or outcomes.
type LedgerFeed struct {
	Kind     brief.DevelopmentKind
	Speaker  brief.SpeakerID
	Outcomes bool
}

// page gives the page that a feed is about, and the address below which the feed stands.
func (f LedgerFeed) page() (page, under address) {
	switch {
	case f.Outcomes:
		return statementsAt, "outcomes"
	case f.Kind != "":
		return kindAt(f.Kind), kindAt(f.Kind)
	case f.Speaker != "":
		return speakerAt(f.Speaker), speakerAt(f.Speaker)
	}
	return statementsAt, statementsAt
}

// WriteLedgerFeed writes the statements that changed last, or the latest outcomes, as "atom", "rss" or "json".
func WriteLedgerFeed(w io.Writer, s Shelf, bodies Bodies, format string, f LedgerFeed) error {
	page, under := f.page()
	m := newMaker(s, under+address("/feed."+format))
	if !m.ledger() {
		return noLedger()
	}
	feed := wire.Feed{ID: m.urn("feed:" + string(under)), Title: m.b.Title + ": " + m.feedTitle(f), Subtitle: m.words.Ledger.Says, Language: m.b.Lang(),
		Home: m.absolute(page), Self: m.absolute(m.at), Author: m.b.Identity.Name, Generator: "livebrief", Key: m.Fingerprint}
	var err error
	if f.Outcomes {
		feed.Items, err = m.outcomeItems(bodies)
	} else {
		feed.Items, err = m.statementItems(bodies, edition.LedgerFilter{Kind: f.Kind, Speaker: f.Speaker})
	}
	if err != nil {
		return fmt.Errorf("writing the feed of %s: %w", under, err)
	}
	for _, it := range feed.Items {
		feed.Updated = latest(feed.Updated, it.Updated)
	}
	return encode(w, format, feed)
}

func (m *maker) feedTitle(f LedgerFeed) string {
	switch {
	case f.Outcomes:
		return m.words.Ledger.FeedOfOutcomes
	case f.Speaker != "":
		who, _ := m.State.Speaker(f.Speaker)
		return cmp.Or(who.Name, string(f.Speaker))
	}
	return cmp.Or(m.words.Ledger.Plurals[f.Kind], m.words.Ledger.FeedOfAll)
}

// newest gives the n statements or outcomes with the highest sequence, the highest first.
func newest[T any](list []T, n int, seq func(T) brief.Seq) []T {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(seq(b), seq(a)) })
	return list[:min(n, len(list))]
}

func (m *maker) statementItems(bodies Bodies, f edition.LedgerFilter) ([]wire.FeedItem, error) {
	rows, _ := m.State.Statements(f, 0, m.State.LedgerLen())
	rows = newest(rows, feedItems, func(r edition.Statement) brief.Seq { return r.Last })
	if err := m.fetchRows(bodies, rows); err != nil {
		return nil, err
	}
	var out []wire.FeedItem
	for _, r := range rows {
		one, err := m.statementItem(r)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func (m *maker) statementItem(r edition.Statement) (wire.FeedItem, error) {
	out := wire.FeedItem{ID: m.urn(string(r.ID)), URL: m.absolute(statementAt(r.ID)), Published: r.When, Updated: r.Changed}
	c, err := m.claim(r)
	if err != nil {
		return out, err
	}
	out.Title, out.Language, out.Tags = c.Title, cmp.Or(c.Lang, m.b.Lang()), []string{c.Track, c.Kind}
	b, _, err := body[brief.Statement](m.texts[r.Current])
	if err != nil {
		return out, err
	}
	if c.Gone {
		out.Withdrawn, out.Note = r.Changed, cmp.Or(b.Change.Note, m.words.RemovedSays)
		return out, nil
	}
	out.Author = c.Who
	out.Summary = joined([]string{b.Summary, c.Box.Text}, " ")
	c.Href = m.far(statementAt(r.ID))
	out.ContentHTML, err = renderPart("claim", c)
	return out, err
}

// outcomeItems gives the latest verdicts, each as an item of its own.
func (m *maker) outcomeItems(bodies Bodies) ([]wire.FeedItem, error) {
	type decided struct {
		row edition.Statement
		seq brief.Seq
	}
	var all []decided
	m.State.Ledger(func(r edition.Statement) bool {
		for _, seq := range r.Outcomes {
			if r.Status == edition.Live {
				all = append(all, decided{r, seq})
			}
		}
		return true
	})
	all = newest(all, feedItems, func(d decided) brief.Seq { return d.seq })
	var rows []edition.Statement
	var seqs []brief.Seq
	for _, d := range all {
		rows, seqs = append(rows, d.row), append(seqs, d.seq)
	}
	if err := m.fetchRows(bodies, rows, seqs...); err != nil {
		return nil, err
	}
	var out []wire.FeedItem
	for _, d := range all {
		b, _, err := body[brief.Statement](m.texts[d.row.Current])
		if err != nil {
			return nil, err
		}
		o, _, err := body[brief.Outcome](m.texts[d.seq])
		if err != nil {
			return nil, err
		}
		out = append(out, m.outcomeItem(d.row, b, o, d.seq))
	}
	return out, nil
}

func (m *maker) outcomeItem(r edition.Statement, b brief.Statement, o brief.Outcome, seq brief.Seq) wire.FeedItem {
	verdict := capital(m.words.Ledger.verdict(r.Kind, o.Verdict))
	out := wire.FeedItem{ID: m.urn("outcome:" + decimal(seq)), Title: verdict + ": " + cmp.Or(termNamed(&b, o.Term).Text, b.Title), Author: b.As.Name,
		Summary: strings.TrimSpace(b.Title + ". " + o.Rationale), Tags: []string{m.trackName(r.Track), m.kindName(r.Kind)},
		Published: m.when(seq), Updated: m.when(seq), Language: m.b.Lang()}
	if here := m.absolute(statementAt(r.ID)); here != "" {
		out.URL = here + "#" + string(o.Term)
	}
	return out
}
