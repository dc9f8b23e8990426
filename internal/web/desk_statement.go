package web

import (
	"net/http"
	"net/url"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/statement"
)

// statementView is one statement with everything that can be done to it.
type statementView struct {
	Frame                                     frame
	Name                                      brief.Name
	ID                                        brief.StatementID
	Rev                                       int
	Key                                       string
	Kind, Who, Office, Said, Addressee, State string
	Language, Channel, Summary                string
	Review, Withdrawn, MayRecord, MayPropose  bool
	Reconstruction                            bool
	Denies                                    []string
	AddPlace                                  string
	Terms                                     []termRow
	Renderings                                []brief.Rendering
	Evidence                                  []brief.Evidence
	Outcomes                                  []verdictRow
	Waiting                                   []waitingRow
	Verdicts, Stances, Sides                  []choice
	Today                                     brief.Date
	Hinted                                    hinted
}

// termRow is one term with where it stands and how firmly outlets put it.
type termRow struct {
	brief.Term
	State, AsOf, Wording string
	Review, Weak, Differ bool
	In, Of               int
}

// verdictRow is a decided outcome with its verdict in words.
type verdictRow struct {
	statement.Decided
	Word string
}

// hinted is what a link from a report fills into the forms.
type hinted struct {
	URL, Outlet, Date, Quote, Stance, Term string
	Report                                 brief.ReportID
}

// statementPage shows one statement.
func (s *deskServer) statementPage(c *call) error {
	return s.showStatement(c, http.StatusOK, nil)
}

func (s *deskServer) showStatement(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := brief.StatementID(c.path("id"))
	found, rev, err := s.Ledger.Case(c.ctx(), d.id, id)
	if err != nil {
		return err
	}
	st := found.Statement
	whole := statement.StateOf(statement.States(found))
	view := statementView{Frame: s.frameOf(c, d, st.Title, "statements"), Name: d.name(), ID: id, Rev: rev, Key: newKey(), Kind: words(string(st.Kind)),
		Who: st.As.Name, Office: st.As.Role, Said: string(statement.SaidOn(st, d.zone)), Addressee: st.Addressee, State: words(string(whole.Verdict)),
		Language: st.Language, Channel: st.Channel, Summary: st.Summary, Review: whole.Review, Withdrawn: st.Withdrawn,
		MayRecord: !st.Withdrawn && desk.Can(c.who.Role, desk.RecordStatement) == nil, MayPropose: !st.Withdrawn && desk.Can(c.who.Role, desk.ProposeOutcome) == nil,
		Reconstruction: d.state.Briefing.Reconstruction, Renderings: st.Renderings, Evidence: st.Evidence,
		Verdicts: choices(statement.VerdictsOf(st.Kind), ""), Today: brief.DateOf(c.now.In(d.zone))}
	view.Frame.Trouble = wrong
	view.AddPlace = s.placeLink(c, d, st.As.Name+", "+string(statement.SaidOn(st, d.zone))+": "+st.Title, nil)
	for _, t := range st.Targets {
		view.Denies = append(view.Denies, t.Text+string(t.Statement))
	}
	for i, state := range statement.States(found) {
		t := st.Terms[i]
		w := statement.WordingOf(st, t)
		view.Terms = append(view.Terms, termRow{Term: t, State: words(string(state.Verdict)), AsOf: string(state.AsOf), Review: state.Review, Weak: state.Weak,
			Wording: string(w.Force), Differ: w.Differ, In: w.In, Of: w.Of})
	}
	for _, o := range found.Outcomes {
		view.Outcomes = append(view.Outcomes, verdictRow{o, words(string(o.Verdict))})
	}
	if err := s.hint(c, d, &view); err != nil {
		return err
	}
	view.Stances, view.Sides = choices(brief.Stances, brief.Stance(view.Hinted.Stance)), choices(brief.Sides, brief.Independent)
	if view.Waiting, err = s.waitingRows(c, d, id); err != nil {
		return err
	}
	return s.show(c, status, "statement", view)
}

// hint fills the forms from a report, where a link from one leads here.
func (s *deskServer) hint(c *call, d *dossier, view *statementView) error {
	id := brief.ReportID(c.query("report"))
	if id == "" {
		return nil
	}
	r, err := s.Reports.Report(c.ctx(), id)
	if err != nil {
		return err
	}
	view.Hinted = hinted{Report: r.ID, URL: webAddress(r.URL), Outlet: r.Outlet, Stance: c.query("stance"), Term: c.query("term")}
	if !r.Published.IsZero() {
		view.Hinted.Date = string(brief.DateOf(r.Published.In(d.zone)))
	}
	if span, ok := spanAsked(c, "start", "end"); ok {
		view.Hinted.Quote = span.Of(r.Text)
	}
	return nil
}

// statementAct does one thing to a statement: the last part of the address says which.
func (s *deskServer) statementAct(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := brief.StatementID(c.path("id"))
	if c.path("what") == "propose" {
		err = s.proposeForm(c, d, id)
	} else {
		err = s.changeForm(c, d, id)
	}
	if err != nil {
		if brief.KindOf(err) == brief.KindOther {
			return err
		}
		return s.showStatement(c, statusOf(err), troubleOf(err))
	}
	return c.to(d.at("statements/" + url.PathEscape(string(id))))
}

func (s *deskServer) proposeForm(c *call, d *dossier, id brief.StatementID) error {
	dated, err := parseTime(c.field("dated"), d.zone)
	if err != nil {
		return err
	}
	o := brief.Outcome{Statement: id, Term: brief.TermID(c.field("term")), Verdict: brief.Verdict(c.field("verdict")), AsOf: brief.Date(c.field("as_of")),
		Rationale: c.field("rationale"), Weak: c.field("weak") == "yes"}
	for _, e := range c.form["rests_on"] {
		o.RestsOn = append(o.RestsOn, brief.EvidenceID(e))
	}
	_, err = s.Desk.Propose(c.ctx(), c.now, c.who, d.id, o, dated)
	return err
}

func (s *deskServer) changeForm(c *call, d *dossier, id brief.StatementID) error {
	rev, err := formRev(c)
	if err != nil {
		return err
	}
	e := desk.StatementEdit{Briefing: d.id, Statement: id, Class: brief.Update, Note: c.field("note"), IfRev: rev, Key: c.field("key")}
	if e.Dated, err = parseTime(c.field("dated"), d.zone); err != nil {
		return err
	}
	switch c.path("what") {
	case "term":
		e.Add.Terms, err = desk.ParseEach(c.form.Get("terms"), func(text string) (brief.Term, error) { return desk.ParseTerm(text), nil })
	case "review":
		e.Review = []desk.TermReview{{Term: brief.TermID(c.field("term")), ReviewOn: brief.Date(c.field("review_on")), Criteria: c.field("criteria")}}
	case "rendering":
		r := brief.Rendering{Reference: referenceOf(c), On: brief.Date(c.field("on")), Verb: c.field("verb"), Language: c.field("language"), Via: c.field("via")}
		r.Covers, err = desk.ParseEach(c.form.Get("covers"), desk.ParseCoverage)
		e.Add.Renderings = []brief.Rendering{r}
	case "evidence":
		x := brief.Evidence{Reference: referenceOf(c), Date: brief.Date(c.field("date")), Stance: brief.Stance(c.field("stance")), Side: brief.Side(c.field("side")),
			Text: c.field("text"), Weak: c.field("weak") == "yes"}
		for _, t := range c.form["terms"] {
			x.Terms = append(x.Terms, brief.TermID(t))
		}
		x.Searched, err = desk.ParseEach(c.form.Get("searched"), desk.ParseSearch)
		e.Add.Evidence = []brief.Evidence{x}
	case "retract":
		e.Retract = []desk.Retraction{{Ref: c.field("ref"), On: brief.Date(c.field("on"))}}
	case "withdraw":
		e.Class = brief.Withdraw
	default:
		return noSuchDeskPage()
	}
	if err != nil {
		return err
	}
	_, err = s.Desk.SetStatement(c.ctx(), c.now, c.who, e)
	return err
}

// referenceOf reads the report or address that a part of a statement comes from.
func referenceOf(c *call) brief.Reference {
	return brief.Reference{Report: brief.ReportID(c.field("report")), URL: c.field("url"), Outlet: c.field("outlet"), Quote: c.field("quote")}
}
