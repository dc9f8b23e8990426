package web

import (
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// hintRow is a hint in words, with the way to the form that it is about.
type hintRow struct{ Says, Title, Href string }

// hintRows puts the hints of a report into words.
func (s *deskServer) hintRows(c *call, r brief.Report, into *dossier) ([]hintRow, error) {
	list, err := s.hints(c, r)
	if err != nil || into == nil || into.id != r.Briefing {
		return nil, err
	}
	var rows []hintRow
	for _, h := range list {
		found, _, err := s.Ledger.Case(c.ctx(), r.Briefing, h.Statement)
		if err != nil {
			return nil, err
		}
		row := hintRow{Says: "may report a statement that is on the record", Title: found.Statement.Title, Href: into.at("statements/"+string(h.Statement)) + query(
			"report", string(r.ID), "start", strconv.Itoa(h.Span.Start), "end", strconv.Itoa(h.Span.End), "stance", string(h.Stance), "term", string(h.Term))}
		switch h.Stance {
		case brief.Supports:
			row.Says = "may bear out " + string(h.Term) + " of"
		case brief.Contradicts:
			row.Says = "may contradict " + string(h.Term) + " of"
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// How many recorded statements a report is compared with: of each who speaks in it, the newest, and what falls due next.
const (
	hintedOfSpeaker = 100
	hintedDue       = 200
)

// hints gives what a report seems to be to the ledger of its briefing. Looking keeps nothing.
func (s *deskServer) hints(c *call, r brief.Report) ([]statement.Hint, error) {
	if r.Briefing == "" {
		return []statement.Hint{}, nil
	}
	state, err := s.Editions.Current(c.ctx(), r.Briefing)
	if err != nil || state.LedgerLen() == 0 {
		return []statement.Hint{}, err
	}
	reading, err := s.reading(c, &r)
	if err != nil {
		return nil, err
	}
	register, err := s.Ledger.Register(c.ctx(), r.Briefing)
	if err != nil {
		return nil, err
	}
	rows := map[brief.StatementID]brief.Seq{}
	var order []brief.StatementID
	add := func(id brief.StatementID, current brief.Seq) {
		if _, there := rows[id]; !there {
			order = append(order, id)
			rows[id] = current
		}
	}
	for _, read := range reading.Statements {
		if who, ok := register.Owner(statement.FoldName(read.Speaker.Name)); ok {
			list, _ := state.Statements(edition.LedgerFilter{Speaker: who}, 0, hintedOfSpeaker)
			for _, st := range list {
				if st.Status == edition.Live {
					add(st.ID, st.Current)
				}
			}
		}
	}
	due, _ := state.Due("", "", hintedDue)
	for _, d := range due {
		add(d.Statement, d.Current)
	}
	seqs := make([]brief.Seq, len(order))
	for i, id := range order {
		seqs[i] = rows[id]
	}
	found, err := s.Texts.Bodies(c.ctx(), r.Briefing, seqs)
	if err != nil {
		return nil, err
	}
	candidates := make([]statement.Candidate, len(order))
	for i, id := range order {
		candidates[i].ID = id
		if candidates[i].Statement, err = edition.Body[brief.Statement](found[rows[id]]); err != nil {
			return nil, err
		}
	}
	return some(statement.Hints(r, reading, register, candidates, state.Briefing.Location())), nil
}
