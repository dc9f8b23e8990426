package page

import (
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// rowsView is a page of short rows in groups: the corrections, or what changed since an edition.
type rowsView struct {
	frame
	Heading, Sub, Empty, More string
	Groups                    []rowGroup
}

type rowGroup struct {
	Title, Count string // both empty for the only group of a page
	List         []row
}

// row is one thing that changed.
type row struct {
	Hue, Says, What, Href, Note string
	Time                        moment
}

// rowsShown bounds each list of rows; a page beyond it says where the rest stands.
const rowsShown = 500

// WriteCorrections writes the public list of what was corrected, withdrawn and removed.
func WriteCorrections(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "corrections")
	rows, err := m.correctionRows(bodies, rowsShown)
	if err != nil {
		return err
	}
	v := rowsView{frame: m.frame(m.words.Corrections, m.words.CorrectionsSays, edition.Whole()), Heading: m.words.Corrections,
		Sub: m.words.CorrectionsSays, Empty: m.words.CorrectionsEmpty}
	if len(rows) > 0 {
		v.Groups = []rowGroup{{List: rows}}
	}
	if len(s.State.Corrections()) > rowsShown {
		v.More = m.words.RowsMore
	}
	return render(w, "rows", v)
}

// correctionRows tells the latest n corrections, withdrawals and removals, newest first.
func (m *maker) correctionRows(bodies Bodies, n int) ([]row, error) {
	list := m.State.Corrections()
	list = list[:min(n, len(list))]
	var items []edition.Item
	var seqs []brief.Seq
	for _, c := range list {
		seqs = append(seqs, c.Seq)
		if it, ok := m.State.Item(c.Item); ok {
			items = append(items, it)
		} else if st, ok := m.State.Statement(brief.StatementID(c.Item)); ok {
			seqs = append(seqs, st.Current)
		}
	}
	if err := m.fetch(bodies, items, seqs...); err != nil {
		return nil, err
	}
	var out []row
	for _, c := range list {
		rows, err := m.correctionRow(c)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func (m *maker) correctionRow(c edition.Correction) ([]row, error) {
	p := m.texts[c.Seq]
	if c.Item == brief.ItemGlance && c.Kind == brief.Correct {
		return m.glanceRows(c, p)
	}
	r := row{Says: m.change(c.Kind), Time: m.clock.moment(c.When), What: m.words.ItemGone}
	if ledgerKind(p.Entry.Kind) || c.Kind == brief.Redact && m.ofLedger(c.Item) {
		return m.ledgerCorrection(r, c, p)
	}
	if c.Item == brief.ItemGlance {
		r.What = m.words.AtAGlance
	}
	if done, err := m.mapCorrection(&r, c, p); done || err != nil {
		return []row{r}, err
	}
	if done, err := m.numberCorrection(&r, c, p); done || err != nil {
		return []row{r}, err
	}
	if it, ok := m.State.Item(c.Item); ok {
		r.Hue, r.Href = m.hue(it.Track), m.link(itemAt(it.ID))
		if c.Kind == brief.Correct {
			r.Href = m.link(historyAt(it.ID))
		}
		now, shown, err := body[brief.Development](m.texts[it.Current])
		if err != nil {
			return nil, err
		}
		if shown && (it.Status == edition.Live || it.Status == edition.Held) {
			r.What = now.Headline
		}
	}
	if c.Kind == brief.Redact {
		why, _, err := body[brief.Redaction](p)
		r.Note = capital(m.words.Reasons[why.Class]) + ". " + why.Reason
		return []row{r}, err
	}
	then, _, err := body[brief.Development](p)
	r.Note = then.Note
	return []row{r}, err
}

// glanceRows has one row for each line that a glance entry corrected.
func (m *maker) glanceRows(c edition.Correction, p brief.Published) ([]row, error) {
	g, _, err := body[brief.Glance](p)
	if err != nil {
		return nil, err
	}
	var out []row
	for _, change := range g.Changes {
		if change.Class != brief.Correct {
			continue
		}
		r := row{Says: m.change(brief.Correct), Time: m.clock.moment(c.When), What: m.words.AtAGlance, Href: m.link(lineAt(change.ID)), Note: change.Note}
		for _, l := range g.Lines {
			if l.ID == change.ID {
				r.Hue, r.What = m.hue(l.Track), l.Text
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// WriteChanges writes what changed since an earlier edition.
func WriteChanges(w io.Writer, s Shelf, bodies Bodies, since brief.Seq) error {
	m := newMaker(s, changesAt(since))
	title := fill(m.words.ChangesTitle, m.words.seq(since))
	sub := fill(m.words.ChangesSays, m.words.seq(since), m.words.seq(s.State.Seq))
	v := rowsView{frame: m.frame(title, sub, edition.Whole()), Heading: title, Sub: sub, Empty: m.words.ChangesNone}
	c := s.State.Since(since)
	for _, g := range []struct {
		title string
		items []edition.Item
	}{{m.words.ChangedNew, c.New}, {m.words.ChangedCorrected, c.Corrected}, {m.words.ChangedUpdated, c.Updated}, {m.words.ChangedHeld, c.Held}, {m.words.ChangedWithdrawn, c.Withdrawn}} {
		shown := g.items[:min(len(g.items), rowsShown)]
		if err := m.fetch(bodies, shown); err != nil {
			return err
		}
		rows, err := m.changeRows(shown)
		if err != nil {
			return err
		}
		v.add(g.title, m.words.number(len(g.items)), rows)
		if len(g.items) > rowsShown {
			v.More = m.words.RowsMore
		}
	}
	v.add(m.words.ChangedGlance, m.words.number(len(c.Glance)), m.lineRows(c.Glance))
	if err := m.ledgerChanges(&v, bodies, since); err != nil {
		return err
	}
	return render(w, "rows", v)
}

func (v *rowsView) add(title, count string, rows []row) {
	if len(rows) > 0 {
		v.Groups = append(v.Groups, rowGroup{Title: title, Count: count, List: rows})
	}
}

func (m *maker) changeRows(items []edition.Item) ([]row, error) {
	var out []row
	for _, it := range items {
		d, err := m.development(it)
		if err != nil {
			return nil, err
		}
		r := row{Hue: d.Hue, What: d.Headline, Href: d.Href, Time: m.clock.moment(it.Changed)}
		switch {
		case d.Gone != nil:
			r.What, r.Note = d.Gone.Mark, d.Gone.Reason
		case len(d.Fixes) > 0:
			r.Note = d.Fixes[0].Note
		}
		out = append(out, r)
	}
	return out, nil
}

func (m *maker) lineRows(marks []edition.LineMark) []row {
	lines := map[brief.LineID]brief.Line{}
	for _, l := range m.State.Glance.Lines {
		lines[l.ID] = l
	}
	var out []row
	for _, mark := range marks {
		r := row{Says: m.change(mark.Class), Time: m.clock.moment(mark.When), What: m.words.LineGone, Href: m.link(lineAt(mark.Line))}
		if l, ok := lines[mark.Line]; ok {
			r.What, r.Hue = l.Text, m.hue(l.Track)
		}
		out = append(out, r)
	}
	return out
}

// mapCorrection tells a correction of control maps; done is false for everything else, and for what was removed of them, of which only the
// title is left to fill in.
func (m *maker) mapCorrection(r *row, c edition.Correction, p brief.Published) (done bool, err error) {
	for _, s := range m.State.Maps() {
		if s.ID == c.Item && s.Name != "" && m.b.Shows(brief.SectionMap) {
			r.What, r.Href = s.Title, m.link(seriesAt(m.State, s.Name))
		}
	}
	if p.Entry.Kind != brief.EntryMap {
		return false, nil
	}
	change, _, err := body[struct {
		Change brief.StatementChange `json:"change"`
	}](p)
	r.Note = change.Change.Note
	return true, err
}
