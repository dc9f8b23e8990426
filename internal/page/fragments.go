package page

import (
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// What a frame says to the reader who is told.
const (
	saysNew        = "new"
	saysUpdate     = "update"
	saysCorrection = "correction"
	saysWithdrawal = "withdrawal"
	saysGlance     = "glance"
	saysStory      = "story"
	saysStatement  = "statement"
	saysOutcome    = "outcome"
	saysMap        = "map"
	saysNumbers    = "numbers"
	saysQuiet      = "quiet"
)

// Fragments gives the pieces of the live page that entry p changes, as they stand in s, and the word for what happened:
// new, update, correction, withdrawal, glance, story, statement, outcome, map, numbers or quiet. The pieces are made by the templates of the page, so a
// page that took them in is the page that a reload gives.
func Fragments(s Shelf, bodies Bodies, p brief.Published) ([]Fragment, string, error) {
	m := newMaker(s, "")
	parts, says, err := m.changed(p)
	if err != nil {
		return nil, "", err
	}
	if ledgerKind(p.Entry.Kind) {
		if parts, says, err = m.ledgerParts(bodies, p); err != nil {
			return nil, "", err
		}
	}
	var out []Fragment
	parts = slices.DeleteFunc(parts, m.hides)
	for _, id := range append(parts, "masthead") {
		f, err := m.fragment(bodies, id)
		if err != nil {
			return nil, "", err
		}
		out = append(out, f)
	}
	if says == saysNew && len(parts) > 0 {
		out[0].Place = "insert"
	}
	return out, says, nil
}

// hides tells that a piece belongs to a section that the briefing does not show.
func (m *maker) hides(id string) bool {
	return id == "glance" && !m.b.Shows(brief.SectionGlance) || id == "stories" && !m.b.Shows(brief.SectionCoverage) || id == "said" && !m.ledger() ||
		id == "mapbox" && !m.charts() || strings.HasPrefix(id, numberBoxID) && !ShowsNumbers(m.State, brief.Topic(id[len(numberBoxID):]))
}

// changed tells which pieces an entry changes, besides the masthead: their ids, "d-" and the id for a development.
func (m *maker) changed(p brief.Published) (parts []string, says string, err error) {
	switch kind := p.Entry.Kind; {
	case kind == brief.EntryGlance:
		g, _, err := body[brief.Glance](p)
		return []string{"glance"}, saysOfGlance(g), err
	case kind == brief.EntryBriefing:
		return []string{"glance", "tracks", "said", "stories", "mapbox", numberBoxID + "civilians", numberBoxID + "aid"}, saysQuiet, nil
	case kind == brief.EntryMap:
		change, _, err := body[struct {
			Change brief.StatementChange `json:"change"`
		}](p)
		if change.Change.Class == brief.Correct {
			return []string{"mapbox"}, saysCorrection, err
		}
		return []string{"mapbox"}, saysMap, err
	case kind == brief.EntryVersions:
		return m.numbersChanged(p)
	case kind == brief.Redact:
		why, _, err := body[brief.Redaction](p)
		target := why.Target
		if target == "" {
			target = p.Entry.Item
		}
		if target == brief.ItemGlance || target == brief.ItemBriefing {
			return []string{"glance", "tracks"}, saysWithdrawal, err
		}
		parts, _ = m.itemParts(target)
		return parts, saysWithdrawal, err
	case kind.OfDevelopment():
		parts, story := m.itemParts(p.Entry.Item)
		return parts, saysOfItem(kind, story), nil
	}
	return nil, saysQuiet, nil
}

func (m *maker) itemParts(id brief.ItemID) (parts []string, story bool) {
	it, ok := m.State.Item(id)
	if topic, is := m.topicOf(id); is {
		return m.numberParts(topic), false
	}
	switch {
	case !ok && m.ledger():
		parts = []string{"said"}
		if _, known := m.State.Statement(brief.StatementID(id)); known {
			parts = append(parts, "st-"+string(id))
		}
		return parts, false
	case !ok:
		return nil, false
	case it.Story():
		return []string{"stories"}, true
	}
	return []string{"d-" + string(id), "tracks"}, false
}

func saysOfItem(kind brief.EntryKind, story bool) string {
	switch {
	case kind == brief.Correct:
		return saysCorrection
	case kind == brief.Withdraw:
		return saysWithdrawal
	case kind == brief.Refile:
		return saysQuiet
	case story:
		return saysStory
	case kind == brief.Publish:
		return saysNew
	}
	return saysUpdate
}

// saysOfGlance tells a corrected line from other changes, and says nothing of misprints.
func saysOfGlance(g brief.Glance) string {
	says := saysQuiet
	for _, c := range g.Changes {
		switch c.Class {
		case brief.Correct:
			return saysCorrection
		case brief.Refile:
		default:
			says = saysGlance
		}
	}
	return says
}

// fragment renders one piece.
func (m *maker) fragment(bodies Bodies, id string) (Fragment, error) {
	f := Fragment{ID: id, Place: "replace"}
	name, view, err := id, any(nil), error(nil)
	switch id {
	case "glance":
		view = m.glance()
	case "tracks":
		view = m.tracks("", true)
	case "masthead":
		view = m.masthead(edition.Whole())
	case "stories":
		view, err = m.stories(bodies)
	case "mapbox":
		name = "map-box"
		view, err = m.mapBox(bodies)
	case numberBoxID + "civilians", numberBoxID + "aid":
		name = "number-box"
		view, _ = m.numberBox(brief.Topic(id[len(numberBoxID):]))
	case "said":
		name = "said-box"
		view, err = m.saidBox(bodies, saidShown)
	default:
		if id, ok := strings.CutPrefix(id, "st-"); ok {
			name = "statement"
			row, _ := m.State.Statement(brief.StatementID(id))
			view, err = m.statementBody(bodies, row)
			break
		}
		name = "development"
		it, _ := m.State.Item(brief.ItemID(id[len("d-"):]))
		if err = m.fetch(bodies, []edition.Item{it}); err == nil {
			var d development
			d, err = m.development(it)
			d.DayName = m.clock.weekday(d.Day)
			view = d
		}
	}
	if err == nil {
		f.HTML, err = renderPart(name, view)
	}
	return f, err
}
