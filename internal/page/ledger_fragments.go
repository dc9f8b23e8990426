package page

import (
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// ledgerParts tells which pieces an entry of the ledger changes: the box, the statement on its own page, and the
// developments of the live page that show it. Where the briefing does not show its statements, nothing happened that a
// reader should hear of.
func (m *maker) ledgerParts(bodies Bodies, p brief.Published) (parts []string, says string, err error) {
	if !m.ledger() {
		return nil, saysQuiet, nil
	}
	says, err = saysOfLedger(p)
	if err != nil || p.Entry.Kind == brief.EntrySpeaker {
		return []string{"said"}, says, err
	}
	id := brief.StatementID(p.Entry.Item)
	shown, err := m.showing(bodies, id)
	return append([]string{"said", "st-" + string(id)}, shown...), says, err
}

// showing gives the pieces of the live page's developments that show a statement.
func (m *maker) showing(bodies Bodies, id brief.StatementID) (parts []string, err error) {
	items := m.State.Developments(edition.Filter{}, 0, PerPage)
	if err := m.fetch(bodies, items); err != nil {
		return nil, err
	}
	for _, it := range items {
		b, _, err := body[brief.Development](m.texts[it.Current])
		if err != nil {
			return nil, err
		}
		if slices.Contains(b.Statements, id) {
			parts = append(parts, "d-"+string(it.ID))
		}
	}
	return parts, nil
}

// saysOfLedger gives the word for what an entry of the ledger says.
func saysOfLedger(p brief.Published) (string, error) {
	switch p.Entry.Kind {
	case brief.EntryOutcome:
		return saysOutcome, nil
	case brief.EntrySpeaker:
		return saysQuiet, nil
	}
	b, _, err := body[brief.Statement](p)
	switch b.Change.Class {
	case brief.Correct:
		return saysCorrection, err
	case brief.Withdraw:
		return saysWithdrawal, err
	case brief.Refile:
		return saysQuiet, err
	case brief.Update:
		return saysUpdate, err
	}
	return saysStatement, err
}

// ledgerKind tells whether an entry is one of the ledger.
func ledgerKind(k brief.EntryKind) bool {
	return k == brief.EntryStatement || k == brief.EntryOutcome || k == brief.EntrySpeaker
}
