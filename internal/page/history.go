package page

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
	"livebrief/internal/edition"
)

// historyView is every version of an item or a line, the newest first.
type historyView struct {
	frame
	Heading, Sub, Empty string
	Sentence            bool   // the heading is a whole line of the glance
	Refs                []link // from a line to what it sums up
	Versions            []version
}

// version is one revision, compared with the one before it.
type version struct {
	Seq                  string
	Says, Version        string
	Time                 moment
	Edition, EditionText string
	Lang                 string
	Note                 string
	Parts                []part
	Empty                string // why there is no text to show
}

// part is the headline, the text or the small print of a version.
type part struct {
	Pieces []compare.Piece
	Small  bool // small print
}

// WriteHistory writes every version of an item, from its entries, oldest first.
func WriteHistory(w io.Writer, s Shelf, id brief.ItemID, history []brief.Published) error {
	it, ok := s.State.Item(id)
	if !ok {
		return brief.NotFound("nothing was published at this address", "go to the briefing and look from there")
	}
	m := newMaker(s, historyAt(id))
	v := historyView{Heading: m.words.History, Sub: m.words.HistorySays, Empty: m.words.TextWithheld}
	var before *brief.Development
	for _, p := range history {
		one := m.version(p)
		if p.Entry.Kind == brief.Redact {
			why, _, err := body[brief.Redaction](p)
			if err != nil {
				return err
			}
			one.Note = strings.TrimSpace(capital(m.words.Reasons[why.Class]) + ". " + why.Reason)
			v.Versions = append(v.Versions, one)
			continue
		}
		b, shown, err := body[brief.Development](p)
		if err != nil {
			return err
		}
		if !shown {
			one.Empty, before = m.withheld(p), nil
			v.Versions = append(v.Versions, one)
			continue
		}
		one.Note = b.Note
		one.Parts = m.partsOf(before, b)
		if len(one.Parts) == 0 {
			one.Empty = m.words.SameText
		}
		v.Versions, before = append(v.Versions, one), &b
	}
	if before != nil && it.Status != edition.Withdrawn && it.Status != edition.Removed {
		v.Heading = m.words.History + ": " + before.Headline
	}
	slices.Reverse(v.Versions)
	v.frame = m.frame(v.Heading, m.words.HistorySays, edition.OfItem(id))
	v.Kicker = &link{Href: m.link(itemAt(id)), Text: m.words.ItemBack}
	return render(w, "history", v)
}

func (m *maker) version(p brief.Published) version {
	v := version{Seq: decimal(p.Entry.Seq), Says: m.change(p.Entry.Kind), Time: m.clock.moment(p.Entry.When()),
		Version: fill(m.words.Change, m.words.number(p.Entry.Rev)),
		Edition: m.lasting(p.Entry.Seq), EditionText: fill(m.words.Edition, m.words.seq(p.Entry.Seq))}
	if p.Entry.Lang != m.b.Lang() {
		v.Lang = p.Entry.Lang
	}
	return v
}

// change names a class of change.
func (m *maker) change(k brief.EntryKind) string { return cmp.Or(m.words.Changes[k], string(k)) }

func (m *maker) withheld(p brief.Published) string {
	if p.Removal == nil {
		return m.words.TextWithheld
	}
	return m.words.TextWithheld + " " + fill(m.words.RemovedWhy, m.words.seq(p.Removal.By))
}

// partsOf compares what readers see of two versions. The first version, and one after a text that is gone, stand whole.
func (m *maker) partsOf(before *brief.Development, b brief.Development) []part {
	if before == nil {
		details := whole(m.details(b))
		details.Small = true
		return []part{whole(b.Headline), whole(MarkdownToText(b.Text)), details}
	}
	var out []part
	for i, pair := range [][2]string{{before.Headline, b.Headline}, {MarkdownToText(before.Text), MarkdownToText(b.Text)}, {m.details(*before), m.details(b)}} {
		if pair[0] != pair[1] {
			out = append(out, part{Pieces: compare.Compare(pair[0], pair[1]), Small: i == 2})
		}
	}
	return out
}

func whole(text string) part {
	return part{Pieces: []compare.Piece{{Kind: compare.Same, Text: text}}}
}

// details puts what stands round a text into one line, so that a changed place or source is seen too.
func (m *maker) details(b brief.Development) string {
	parts := []string{m.tag(b), m.words.Labels[b.Label], m.clock.event(b.Event), b.Place, b.Byline}
	for _, r := range b.RestsOn {
		parts = append(parts, strings.TrimSpace(cmp.Or(r.Outlet, hostOf(r.URL))+" "+r.URL))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, " · ")
}

// WriteLine writes every wording of one line of the glance, from the entries that changed it, oldest first.
func WriteLine(w io.Writer, s Shelf, id brief.LineID, history []brief.Published) error {
	m := newMaker(s, lineAt(id))
	v := historyView{Heading: m.words.AtAGlance, Sub: m.words.LineHistory, Empty: m.words.TextWithheld}
	v.frame = m.frame(m.words.AtAGlance, m.words.LineHistory, edition.OfLine(id))
	for _, l := range s.State.Glance.Lines {
		if l.ID == id {
			v.Heading, v.Sentence = l.Text, true
			for _, ref := range l.Refs {
				if _, ok := s.State.Item(ref); ok {
					v.Refs = append(v.Refs, link{Href: m.link(itemAt(ref)), Text: m.words.More})
				}
			}
		}
	}
	before := ""
	for _, p := range history {
		one, text, err := m.wording(p, id, before)
		if err != nil {
			return err
		}
		v.Versions, before = append(v.Versions, one), text
	}
	slices.Reverse(v.Versions)
	return render(w, "history", v)
}

// wording fills one version of a line; before is its text so far, empty where there is none to compare with.
func (m *maker) wording(p brief.Published, id brief.LineID, before string) (one version, text string, err error) {
	one = m.version(p)
	one.Version = ""
	g, shown, err := body[brief.Glance](p)
	if err != nil {
		return one, "", err
	}
	if !shown {
		one.Says, one.Empty = m.words.RemovedMark, m.withheld(p)
		return one, "", nil
	}
	one.Says = m.change(brief.Update)
	for _, c := range g.Changes {
		if c.ID == id {
			one.Says, one.Note = m.change(c.Class), c.Note
		}
	}
	for _, l := range g.Lines {
		if l.ID != id {
			continue
		}
		said := m.clock.said(l.SaidOn).Text
		text = strings.TrimSpace(l.Text)
		if before == "" {
			one.Parts = []part{whole(text)}
		} else {
			one.Parts = []part{{Pieces: compare.Compare(before, text)}}
		}
		if said != "" {
			one.Version = fill(m.words.SaidOn, said)
		}
		return one, text, nil
	}
	one.Empty = m.words.LineGone
	return one, "", nil
}

// capital makes the first letter a capital.
func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
