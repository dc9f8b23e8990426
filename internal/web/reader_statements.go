package web

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// The types of the ledger as a table and as a calendar.
const (
	tableType    = "text/csv; charset=utf-8; header=present"
	calendarType = "text/calendar; charset=utf-8"
)

// statementRoutes lists the addresses of the ledger. Lists and statements share the patterns with {id} and {part}: the
// names of the lists are no ids, which are random and longer.
func (s *readers) statementRoutes() []readerRoute {
	routes := []readerRoute{
		{"/statements", s.page(s.statementsPage)},
		{"/statements/{id}", s.page(s.statementPage)},
		{"/statements/{id}/{part}", s.page(s.statementPart)},
		{"/statements/{id}/{part}/page/{n}", s.page(s.statementsPage)},
		{"/statements.csv", s.whole(tableType, page.WriteTable)},
		{"/statements.json", s.whole(jsonType, page.WriteLedgerJSON)},
		{"/due", s.page(s.duePage)},
		{"/due.ics", s.page(s.dueCalendar)},
		{"/people", s.page(s.peoplePage)},
		{"/people/{id}", s.page(s.speakerPage)},
		{"/people/{id}/{part}", s.page(s.speakerPart)},
		{"/people/{id}/page/{n}", s.page(s.speakerPage)},
		{"/as-of/{when}/statements", s.page(s.asOfStatements)},
		{"/as-of/{when}/statements/page/{n}", s.page(s.asOfStatements)},
		{"/as-of/{when}/statements/{id}", s.page(s.asOfStatement)},
	}
	for _, format := range []string{"atom", "rss", "json"} {
		for _, under := range []string{"/statements/", "/outcomes/", "/statements/{id}/{part}/"} {
			routes = append(routes, readerRoute{under + "feed." + format, s.page(s.ledgerFeed)})
		}
	}
	return routes
}

// shown refuses where the briefing does not show its statements.
func shown(v *visit) error {
	if v.state.Briefing.Shows(brief.SectionStatements) {
		return nil
	}
	return brief.NotFound("this briefing does not list statements", "the developments are on the live page")
}

// listOf finds the list of the ledger that an address names.
func listOf(r *http.Request, state *edition.State) (page.LedgerList, error) {
	at := "statements"
	if what := r.PathValue("id"); what != "" {
		at += "/" + what + "/" + r.PathValue("part")
	}
	lists := page.LedgerLists(state)
	i := slices.IndexFunc(lists, func(l page.LedgerList) bool { return l.At == at })
	if i < 0 {
		return page.LedgerList{}, brief.NotFound("there is no such list of statements", "go to the list of all statements and choose from there")
	}
	return lists[i], nil
}

// statementsPage is a list of the ledger. Its first page is counted to the edition's day, so it is made anew on another.
func (s *readers) statementsPage(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	list, err := listOf(r, v.state)
	if err != nil {
		return nil, err
	}
	return s.listPage(r, list.Count, &sheet{version: v.state.Version(edition.OfLedger()), mark: page.DueDay(v.state)}, func(ctx context.Context, w io.Writer, n int) error {
		return page.WriteStatements(w, s.shelf(v), s.texts(ctx, v), list, n)
	})
}

// listPage decides on page n of a list of count things; the first page has one address only.
func (s *readers) listPage(r *http.Request, count int, p *sheet, write func(ctx context.Context, w io.Writer, n int) error) (*sheet, error) {
	n, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	if n == 1 && r.PathValue("n") != "" {
		path := strings.Split(r.URL.Path, "/")
		return &sheet{to: "../../" + path[len(path)-3], life: lifeSlow}, nil
	}
	if n > ledgerPages(count) {
		return nil, noSuchPage()
	}
	p.write = func(ctx context.Context, w io.Writer) error { return write(ctx, w, n) }
	return p, nil
}

// statementIn finds a statement of an edition, and the status of its page.
func statementIn(state *edition.State, id string) (edition.Statement, int, error) {
	found, ok := state.Statement(brief.StatementID(id))
	if !ok {
		return found, 0, brief.NotFound("there is no statement at this address", "go to the list of statements and look from there")
	}
	if found.Status == edition.Removed {
		return found, http.StatusGone, nil
	}
	return found, http.StatusOK, nil
}

// statementPage is one statement with all that came of it.
func (s *readers) statementPage(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	found, status, err := statementIn(v.state, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return &sheet{status: status, version: page.StatementVersion(v.state, found.ID), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteStatement(w, s.shelf(v), s.texts(ctx, v), found.ID)
	}}, nil
}

// statementPart is the history or the proof of a statement, or a list of the ledger.
func (s *readers) statementPart(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	switch id, part := r.PathValue("id"), r.PathValue("part"); {
	case id == "page":
		r.SetPathValue("n", part)
		r.SetPathValue("id", "")
		return s.statementsPage(r, v)
	case id == "kind" || id == "track" || id == "verdict":
		return s.statementsPage(r, v)
	case part == "history":
		return s.statementHistory(id, v)
	case part == "proof":
		return s.statementProof(id, v)
	}
	return nil, noSuchPage()
}

func (s *readers) statementHistory(id string, v *visit) (*sheet, error) {
	found, _, err := statementIn(v.state, id)
	if err != nil {
		return nil, err
	}
	return &sheet{version: v.state.Version(edition.OfStatement(found.ID)), write: func(ctx context.Context, w io.Writer) error {
		history, err := s.Texts.History(ctx, v.id, brief.ItemID(found.ID))
		if err != nil {
			return err
		}
		return page.WriteStatementHistory(w, s.shelf(v), found.ID, upTo(history, v.state.Seq))
	}}, nil
}

func (s *readers) statementProof(id string, v *visit) (*sheet, error) {
	found, _, err := statementIn(v.state, id)
	if err != nil {
		return nil, err
	}
	return s.proofOf(found.Current, v)
}

// pastEdition makes the older edition that an address names; it is made while a page of it is written, and not before,
// so that a crawl of old editions waits like one of pages.
func (s *readers) pastEdition(ctx context.Context, seq brief.Seq, v *visit) (page.Shelf, error) {
	shelf := s.shelf(v)
	var err error
	shelf.State, err = s.Past.AsOf(ctx, v.id, seq)
	shelf.AsOf = true
	return shelf, err
}

// asOfStatements is the ledger as it stood at an edition.
func (s *readers) asOfStatements(r *http.Request, v *visit) (*sheet, error) {
	return s.asOfLedger(r, v, func(ctx context.Context, w io.Writer, shelf page.Shelf, n int) error {
		list := page.LedgerLists(shelf.State)[0]
		if n > ledgerPages(list.Count) {
			return noSuchPage()
		}
		return page.WriteStatements(w, shelf, s.texts(ctx, v), list, n)
	})
}

// asOfStatement is a statement as it stood at an edition. A removal since then takes its text out of it.
func (s *readers) asOfStatement(r *http.Request, v *visit) (*sheet, error) {
	id := brief.StatementID(r.PathValue("id"))
	return s.asOfLedger(r, v, func(ctx context.Context, w io.Writer, shelf page.Shelf, _ int) error {
		return page.WriteStatement(w, shelf, s.texts(ctx, v), id)
	})
}

// asOfLedger decides on a page of the ledger of an older edition.
func (s *readers) asOfLedger(r *http.Request, v *visit, write func(context.Context, io.Writer, page.Shelf, int) error) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	seq, to, err := s.seqAsOf(r, v)
	if to != nil || err != nil {
		return to, err
	}
	return s.listPage(r, 1<<30, &sheet{version: v.state.Version(edition.OfBriefing()), life: lifeSlow}, func(ctx context.Context, w io.Writer, n int) error {
		shelf, err := s.pastEdition(ctx, seq, v)
		if err != nil {
			return err
		}
		return write(ctx, w, shelf, n)
	})
}

// ledgerPages is how many pages a list of n statements or speakers has.
func ledgerPages(n int) int { return max(1, (n+page.LedgerPerPage-1)/page.LedgerPerPage) }

// duePage is what somebody has to look at, counted to the edition's day.
func (s *readers) duePage(_ *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	return &sheet{version: v.state.Version(edition.OfLedger()), mark: page.DueDay(v.state), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteDue(w, s.shelf(v), s.texts(ctx, v))
	}}, nil
}

// dueCalendar is the same for calendars.
func (s *readers) dueCalendar(_ *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	return &sheet{version: v.state.Version(edition.OfLedger()), mark: page.DueDay(v.state), contentType: calendarType, life: lifeSlow,
		write: func(ctx context.Context, w io.Writer) error {
			return page.WriteCalendar(w, s.shelf(v), s.texts(ctx, v))
		}}, nil
}

// ledgerFeed is the statements, those of a kind or a speaker, or the outcomes, for feed readers.
func (s *readers) ledgerFeed(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	f := page.LedgerFeed{Outcomes: strings.HasPrefix(r.URL.Path, "/outcomes/")}
	if r.PathValue("part") != "" {
		list, err := listOf(r, v.state)
		if err != nil || list.Filter.Kind == "" {
			return nil, noSuchPage()
		}
		f.Kind = list.Filter.Kind
	}
	return s.ledgerFeedOf(f, v.path[strings.LastIndexByte(v.path, '.')+1:], v)
}

func (s *readers) ledgerFeedOf(f page.LedgerFeed, format string, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.OfLedger()), contentType: feedType(format), life: lifeSlow,
		write: func(ctx context.Context, w io.Writer) error {
			return page.WriteLedgerFeed(w, s.shelf(v), s.texts(ctx, v), format, f)
		}}, nil
}
