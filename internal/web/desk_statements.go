package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// ledgerView is the ledger of a briefing as its desk sees it: what waits, what is due, what was said.
type ledgerView struct {
	Frame          frame
	Name           brief.Name
	Waiting        []waitingRow
	Due            []dueRow
	Statements     []statementRow
	Kinds          []choice
	Total          int
	Newer, Older   string
	MayRecord      bool
	Reconstruction bool
	// Hidden says that the briefing's section of statements is off, so that readers find none.
	Hidden bool
}

// statementRow is one statement in a list.
type statementRow struct {
	ID                         brief.StatementID
	Title, Who, Said           string
	Kind, State                string
	Open, Due                  int
	Review, Withdrawn, Removed bool
}

// dueRow is a term that somebody has to look at.
type dueRow struct {
	On, Title, Who, Text, State string
	Statement                   brief.StatementID
	Late, Review                bool
}

// waitingRow is a proposal that somebody has to decide.
type waitingRow struct {
	ID                                             string
	Briefing                                       brief.Name
	Statement                                      brief.StatementID
	Title, Term, Verdict, AsOf, Why, By, When, Own string
	RestsOn                                        []brief.EvidenceID
	MayApprove, MayDecline                         bool
}

const (
	ledgerShown = 50
	dueShown    = 20
)

// ledgerPage lists the ledger.
func (s *deskServer) ledgerPage(c *call) error {
	return s.showLedger(c, http.StatusOK, nil)
}

func (s *deskServer) showLedger(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	offset, err := offsetOf(c.r)
	if err != nil {
		return err
	}
	kind := brief.DevelopmentKind(c.query("kind"))
	rows, total := d.state.Statements(edition.LedgerFilter{Kind: kind}, offset, ledgerShown)
	bodies, err := statementBodies(c, s.Texts, d, rows)
	if err != nil {
		return err
	}
	view := ledgerView{Frame: s.frameOf(c, d, "Statements", "statements"), Name: d.name(), Total: total, Hidden: !d.state.Briefing.Shows(brief.SectionStatements), Reconstruction: d.state.Briefing.Reconstruction,
		MayRecord: desk.Can(c.who.Role, desk.RecordStatement) == nil, Kinds: append([]choice{{"", "every kind", kind == ""}}, choices(statement.Kinds, kind)...)}
	view.Frame.Trouble = wrong
	for i, r := range rows {
		view.Statements = append(view.Statements, rowOf(r, bodies[i], d.zone))
	}
	page := func(offset int) string {
		return d.at("statements") + query("kind", string(kind), "offset", strconv.Itoa(offset))
	}
	if offset > 0 {
		view.Newer = page(max(0, offset-ledgerShown))
	}
	if offset+ledgerShown < total {
		view.Older = page(offset + ledgerShown)
	}
	if view.Due, err = s.dueRows(c, d); err != nil {
		return err
	}
	if view.Waiting, err = s.waitingRows(c, d, ""); err != nil {
		return err
	}
	return s.show(c, status, "statements", view)
}

func rowOf(r edition.Statement, b brief.Statement, zone *time.Location) statementRow {
	row := statementRow{ID: r.ID, Title: b.Title, Who: b.As.Name, Kind: words(string(r.Kind)), State: words(string(r.State.Verdict)),
		Open: r.State.Terms - r.State.Decided, Review: r.State.Review, Withdrawn: r.Status == edition.Withdrawn, Removed: r.Status == edition.Removed}
	if !row.Removed {
		row.Said = string(statement.SaidOn(b, zone))
	}
	return row
}

// words writes a word of the ledger for people.
func words(word string) string { return strings.ReplaceAll(word, "_", " ") }

// dueRows are the terms that somebody has to look at, up to a month from now.
func (s *deskServer) dueRows(c *call, d *dossier) ([]dueRow, error) {
	today := brief.DateOf(c.now.In(d.zone))
	list, _ := d.state.Due("", brief.DateOf(c.now.In(d.zone).AddDate(0, 1, 0)), dueShown)
	due, err := s.listedDue(c, d, list)
	if err != nil {
		return nil, err
	}
	out := make([]dueRow, 0, len(due))
	for _, x := range due {
		out = append(out, dueRow{On: string(x.On), Title: x.Title, Who: x.Speaker, Text: x.Text, State: words(string(x.Verdict)), Statement: x.Statement,
			Late: x.On < today, Review: x.Review})
	}
	return out, nil
}

// waitingRows are the proposals that wait, of one statement or of all.
func (s *deskServer) waitingRows(c *call, d *dossier, of brief.StatementID) ([]waitingRow, error) {
	list, err := s.Proposals.Proposals(c.ctx(), d.id, ledgerShown)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	names, err := s.names(c)
	if err != nil {
		return nil, err
	}
	var out []waitingRow
	for _, p := range list {
		if of != "" && p.Outcome.Statement != of {
			continue
		}
		found, _, err := s.Ledger.Case(c.ctx(), d.id, p.Outcome.Statement)
		if brief.KindOf(err) == brief.KindNotFound {
			continue // its text was removed meanwhile
		}
		if err != nil {
			return nil, err
		}
		own := p.Person == c.who.ID
		row := waitingRow{ID: p.ID, Briefing: d.name(), Statement: p.Outcome.Statement, Title: found.Statement.Title, Verdict: words(string(p.Outcome.Verdict)), AsOf: string(p.Outcome.AsOf),
			Why: p.Outcome.Rationale, By: names[p.Person], When: clock(p.At, d.zone), RestsOn: p.Outcome.RestsOn,
			MayApprove: desk.Can(c.who.Role, desk.DecideOutcome) == nil && (!own || d.state.Briefing.OutcomesByOne), MayDecline: own || desk.Can(c.who.Role, desk.DecideOutcome) == nil}
		for _, t := range found.Statement.Terms {
			if t.ID == p.Outcome.Term {
				row.Term = t.Text
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// names gives the people of the desk by id.
func (s *deskServer) names(c *call) (map[brief.PersonID]string, error) {
	people, err := s.People.People(c.ctx())
	names := make(map[brief.PersonID]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, err
}

// decideForm approves or declines a proposal.
func (s *deskServer) decideForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if c.path("how") == "approve" {
		_, err = s.Desk.Approve(c.ctx(), c.now, c.who, d.id, c.path("id"), c.field("note"))
	} else {
		err = s.Desk.Decline(c.ctx(), c.who, d.id, c.path("id"), c.field("note"))
	}
	if err != nil {
		return s.showLedger(c, statusOf(err), troubleOf(err))
	}
	if back := c.field("statement"); back != "" {
		return c.to(d.at("statements/" + url.PathEscape(back)))
	}
	return c.to(d.at("statements"))
}
