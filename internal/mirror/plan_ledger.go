package mirror

import (
	"io"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// ledger plans the pages of the statements, as far as the briefing shows them. Those that are counted to the edition's
// day change with any entry.
func (p *planner) ledger() {
	if !p.state.Briefing.Shows(brief.SectionStatements) {
		return
	}
	s, since := p.shelf, p.state.Version(edition.OfLedger())
	for _, l := range page.LedgerLists(p.state) {
		first := since
		if l.At == "statements" {
			first = p.whole
		}
		p.ledgerList(l.At, l.Count, first, since, func(w io.Writer, n int) error { return page.WriteStatements(w, s, p.bodies, l, n) })
		if l.Filter.Kind != "" {
			p.ledgerFeeds(l.At, since, page.LedgerFeed{Kind: l.Filter.Kind})
		}
	}
	p.page("due", p.whole, func(w io.Writer) error { return page.WriteDue(w, s, p.bodies) })
	p.page("due.ics", p.whole, func(w io.Writer) error { return page.WriteCalendar(w, s, p.bodies) })
	p.page("statements.csv", since, func(w io.Writer) error { return page.WriteTable(w, s, p.bodies) })
	p.page("statements.json", since, func(w io.Writer) error { return page.WriteLedgerJSON(w, s, p.bodies) })
	p.ledgerFeeds("statements", since, page.LedgerFeed{})
	p.ledgerFeeds("outcomes", since, page.LedgerFeed{Outcomes: true})
	p.statements()
	p.speakers(since)
}

// ledgerList plans the pages of a list of the ledger; first is the last entry that can have changed the first of them.
func (p *planner) ledgerList(at string, count int, first, since brief.Seq, write func(w io.Writer, n int) error) {
	p.page(at, first, func(w io.Writer) error { return write(w, 1) })
	for n := 2; (n-1)*page.LedgerPerPage < count; n++ {
		p.page(at+"/page/"+strconv.Itoa(n), since, func(w io.Writer) error { return write(w, n) })
	}
}

func (p *planner) ledgerFeeds(under string, since brief.Seq, f page.LedgerFeed) {
	for _, format := range []string{"atom", "rss", "json"} {
		p.page(under+"/feed."+format, since, func(w io.Writer) error { return page.WriteLedgerFeed(w, p.shelf, p.bodies, format, f) })
	}
}

func (p *planner) statements() {
	p.state.Ledger(func(st edition.Statement) bool {
		at := "statements/" + string(st.ID)
		p.page(at, page.StatementVersion(p.state, st.ID), func(w io.Writer) error { return page.WriteStatement(w, p.shelf, p.bodies, st.ID) })
		p.page(at+"/history", p.state.Version(edition.OfStatement(st.ID)), func(w io.Writer) error {
			return page.WriteStatementHistory(w, p.shelf, st.ID, p.histories[brief.ItemID(st.ID)])
		})
		return true
	})
}

// speakers plans a page for everybody in the register; that of another name leads to the speaker it stands for.
func (p *planner) speakers(since brief.Seq) {
	standing := p.state.Speakers()
	p.ledgerList("people", len(standing), since, since, func(w io.Writer, n int) error { return page.WritePeople(w, p.shelf, p.bodies, n) })
	for _, who := range standing {
		at := "people/" + string(who.ID)
		p.ledgerList(at, who.Statements, since, since, func(w io.Writer, n int) error { return page.WriteSpeaker(w, p.shelf, p.bodies, who.ID, n) })
		p.ledgerFeeds(at, since, page.LedgerFeed{Speaker: who.ID})
	}
	for _, id := range p.state.MergedSpeakers() {
		p.page("people/"+string(id), since, func(w io.Writer) error { return page.WriteSpeaker(w, p.shelf, p.bodies, id, 1) })
	}
}
