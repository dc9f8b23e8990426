package page

import (
	"cmp"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// ofLedger tells whether an id is that of a statement or a speaker.
func (m *maker) ofLedger(id brief.ItemID) bool {
	if _, ok := m.State.Statement(brief.StatementID(id)); ok {
		return true
	}
	_, ok := m.State.Speaker(brief.SpeakerID(id))
	return ok
}

// ledgerCorrection tells of a correction, withdrawal or removal in the ledger. Where the briefing does not show its
// statements the row leads nowhere.
func (m *maker) ledgerCorrection(r row, c edition.Correction, p brief.Published) ([]row, error) {
	if st, ok := m.State.Statement(brief.StatementID(c.Item)); ok {
		now, shown, err := body[brief.Statement](m.texts[st.Current])
		if err != nil {
			return nil, err
		}
		r.Hue = m.hue(st.Track)
		if shown && st.Status == edition.Live {
			r.What = now.Title
		}
		if m.ledger() {
			r.Href = m.link(statementAt(st.ID))
			if c.Kind == brief.Correct {
				r.Href = m.link(statementAt(st.ID) + "/history")
			}
		}
	} else if who, ok := m.State.Speaker(brief.SpeakerID(c.Item)); ok {
		r.What = who.Name
		if m.ledger() {
			r.Href = m.link(speakerAt(who.ID))
		}
	}
	if c.Kind == brief.Redact {
		why, _, err := body[brief.Redaction](p)
		r.Note = capital(m.words.Reasons[why.Class]) + ". " + why.Reason
		return []row{r}, err
	}
	then, _, err := body[struct {
		Change brief.StatementChange `json:"change"`
	}](p)
	r.Note = then.Change.Note
	return []row{r}, err
}

// ledgerChanges adds the statements that were recorded since an edition, and the outcomes.
func (m *maker) ledgerChanges(v *rowsView, bodies Bodies, since brief.Seq) error {
	if !m.ledger() {
		return nil
	}
	type decided struct {
		row edition.Statement
		seq brief.Seq
	}
	var fresh []edition.Statement
	var outcomes []decided
	m.State.Ledger(func(r edition.Statement) bool {
		if r.Status != edition.Live || r.Last <= since {
			return true
		}
		if r.First > since {
			fresh = append(fresh, r)
		}
		for _, seq := range r.Outcomes {
			if seq > since {
				outcomes = append(outcomes, decided{r, seq})
			}
		}
		return true
	})
	slices.SortFunc(outcomes, func(a, b decided) int { return cmp.Compare(b.seq, a.seq) })
	slices.SortFunc(fresh, func(a, b edition.Statement) int { return cmp.Compare(b.First, a.First) })
	counts := [2]string{m.words.number(len(outcomes)), m.words.number(len(fresh))}
	if len(outcomes) > rowsShown || len(fresh) > rowsShown {
		v.More = m.words.RowsMore
	}
	outcomes, fresh = outcomes[:min(len(outcomes), rowsShown)], fresh[:min(len(fresh), rowsShown)]
	rows := slices.Clone(fresh)
	var seqs []brief.Seq
	for _, d := range outcomes {
		rows, seqs = append(rows, d.row), append(seqs, d.seq)
	}
	if err := m.fetchRows(bodies, rows, seqs...); err != nil {
		return err
	}
	var list []row
	for _, d := range outcomes {
		one, err := m.outcomeRow(d.row, d.seq)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	v.add(m.words.Ledger.ChangedOutcomes, counts[0], list)
	list = nil
	for _, r := range fresh {
		c, err := m.claim(r)
		if err != nil {
			return err
		}
		list = append(list, row{Hue: c.Hue, Says: c.Kind, What: c.Title, Href: c.Href, Note: joined([]string{c.Who, c.Said.Text}, ", "), Time: m.clock.moment(r.When)})
	}
	v.add(m.words.Ledger.ChangedStatements, counts[1], list)
	return nil
}

// outcomeRow tells of one verdict.
func (m *maker) outcomeRow(r edition.Statement, seq brief.Seq) (row, error) {
	o, _, err := body[brief.Outcome](m.texts[seq])
	if err != nil {
		return row{}, err
	}
	b, _, err := body[brief.Statement](m.texts[r.Current])
	return row{Hue: m.hue(r.Track), Says: capital(m.words.Ledger.verdict(r.Kind, o.Verdict)), What: cmp.Or(termNamed(&b, o.Term).Text, b.Title), Href: m.link(statementAt(r.ID)),
		Note: strings.TrimSpace(b.As.Name + ": " + b.Title), Time: m.clock.moment(m.when(seq))}, err
}
