package web

import (
	"net/http"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// listedStatement is one line of the ledger.
type listedStatement struct {
	ID      brief.StatementID     `json:"id"`
	Rev     int                   `json:"rev"`
	Title   string                `json:"title"`
	Kind    brief.DevelopmentKind `json:"kind"`
	Speaker brief.SpeakerID       `json:"speaker"`
	Name    string                `json:"name"`
	Said    brief.EventTime       `json:"said"`
	Status  edition.Status        `json:"status"`
	Verdict brief.Verdict         `json:"verdict"`
	Review  bool                  `json:"review,omitempty"`
	Terms   []statedTerm          `json:"terms"`
}

// statedTerm is where a term stands.
type statedTerm struct {
	ID      brief.TermID  `json:"id"`
	Verdict brief.Verdict `json:"verdict"`
	AsOf    brief.Date    `json:"as_of,omitempty"`
	Seq     brief.Seq     `json:"seq,omitempty"`
	Review  bool          `json:"review,omitempty"`
	Weak    bool          `json:"weak,omitempty"`
}

func statedTerms(list []statement.TermState) []statedTerm {
	out := make([]statedTerm, 0, len(list))
	for _, t := range list {
		out = append(out, statedTerm{ID: t.Term, Verdict: t.Verdict, AsOf: t.AsOf, Seq: t.Seq, Review: t.Review, Weak: t.Weak})
	}
	return out
}

// apiStatements lists the ledger, the last said first: ?speaker= kind= track= verdict= limit= offset=.
func (s *deskServer) apiStatements(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	limit, err := limitOf(c.r, 50)
	if err != nil {
		return err
	}
	offset, err := offsetOf(c.r)
	if err != nil {
		return err
	}
	rows, total := d.state.Statements(edition.LedgerFilter{Speaker: brief.SpeakerID(c.query("speaker")), Kind: brief.DevelopmentKind(c.query("kind")),
		Track: brief.TrackID(c.query("track")), Verdict: brief.Verdict(c.query("verdict"))}, offset, limit)
	list, err := s.listedStatements(c, d, rows)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Total      int               `json:"total"`
		Statements []listedStatement `json:"statements"`
	}{total, list})
}

// offsetOf reads ?offset=, 0 when it is absent.
func offsetOf(r *http.Request) (int, error) {
	text := r.URL.Query().Get("offset")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, malformed("offset is not a number from 0", "leave it out or choose one")
	}
	return n, nil
}

// listed fetches what a list of statements shows.
func (s *deskServer) listedStatements(c *call, d *dossier, rows []edition.Statement) ([]listedStatement, error) {
	bodies, err := statementBodies(c, s.Texts, d, rows)
	if err != nil {
		return nil, err
	}
	out := make([]listedStatement, 0, len(rows))
	for i, r := range rows {
		b := bodies[i]
		out = append(out, listedStatement{ID: r.ID, Rev: r.Rev, Title: b.Title, Kind: r.Kind, Speaker: r.Speaker, Name: b.As.Name, Said: b.Said,
			Status: r.Status, Verdict: r.State.Verdict, Review: r.State.Review, Terms: statedTerms(r.Terms)})
	}
	return out, nil
}

// statementBodies fetches the texts of statements, in their order; of a removed one the zero value.
func statementBodies(c *call, texts Texts, d *dossier, rows []edition.Statement) ([]brief.Statement, error) {
	seqs := make([]brief.Seq, len(rows))
	for i, r := range rows {
		seqs[i] = r.Current
	}
	found, err := texts.Bodies(c.ctx(), d.id, seqs)
	if err != nil {
		return nil, err
	}
	out := make([]brief.Statement, len(rows))
	for i, r := range rows {
		if out[i], err = edition.Body[brief.Statement](found[r.Current]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// apiStatement gives one statement with where its terms stand and every outcome.
func (s *deskServer) apiStatement(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := brief.StatementID(c.path("id"))
	found, rev, err := s.Ledger.Case(c.ctx(), d.id, id)
	if err != nil {
		return err
	}
	type decided struct {
		Seq  brief.Seq `json:"seq"`
		When time.Time `json:"when"`
		brief.Outcome
	}
	outcomes := make([]decided, 0, len(found.Outcomes))
	for _, o := range found.Outcomes {
		outcomes = append(outcomes, decided{o.Seq, o.When, o.Outcome})
	}
	states := statement.States(found)
	whole := statement.StateOf(states)
	return c.answer(struct {
		ID        brief.StatementID `json:"id"`
		Rev       int               `json:"rev"`
		Verdict   brief.Verdict     `json:"verdict"`
		Review    bool              `json:"review"`
		Terms     []statedTerm      `json:"terms"`
		Statement brief.Statement   `json:"statement"`
		Outcomes  []decided         `json:"outcomes"`
	}{id, rev, whole.Verdict, whole.Review, statedTerms(states), found.Statement, outcomes})
}

// apiRecordStatement records a new statement.
func (s *deskServer) apiRecordStatement(c *call) error {
	return s.setStatement(c, "", 0)
}

// apiChangeStatement changes a recorded one.
func (s *deskServer) apiChangeStatement(c *call) error {
	rev, err := ifMatch(c.r)
	if err != nil {
		return err
	}
	return s.setStatement(c, brief.StatementID(c.path("id")), rev)
}

func (s *deskServer) setStatement(c *call, id brief.StatementID, rev int) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var edit desk.StatementEdit
	if err := readJSON(c.r, &edit); err != nil {
		return err
	}
	if id == "" && edit.Class == "" {
		edit.Class = brief.Publish
	}
	edit.Briefing, edit.Statement, edit.IfRev, edit.Key = d.id, id, rev, c.r.Header.Get("Idempotency-Key")
	out, err := s.Desk.SetStatement(c.ctx(), c.now, c.who, edit)
	if err != nil {
		return err
	}
	return c.told(out)
}

// apiRetract marks a report, or an address, as taken back by its outlet wherever the ledger rests on it.
func (s *deskServer) apiRetract(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req struct {
		Report brief.ReportID `json:"report"`
		URL    string         `json:"url"`
		On     brief.Date     `json:"on"`
		Note   string         `json:"note"`
		Dated  time.Time      `json:"dated"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	entries, err := s.Desk.Retract(c.ctx(), c.now, c.who, desk.RetractOrder{Briefing: d.id, Ref: brief.Reference{Report: req.Report, URL: req.URL},
		On: req.On, Note: req.Note, Dated: req.Dated, Key: c.r.Header.Get("Idempotency-Key")})
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, entriesAnswer{entries})
}

// entriesAnswer is what an act of several entries gives.
type entriesAnswer struct {
	Entries []brief.Entry `json:"entries"`
}

// listedDue is a term that somebody has to look at.
type listedDue struct {
	On        brief.Date        `json:"on"`
	Statement brief.StatementID `json:"statement"`
	Title     string            `json:"title"`
	Speaker   string            `json:"speaker"`
	Term      brief.TermID      `json:"term"`
	Text      string            `json:"text"`
	Verdict   brief.Verdict     `json:"verdict"`
	Review    bool              `json:"review,omitempty"`
}

// apiDue lists the terms that somebody has to look at, the earliest first: ?from= to= limit=.
func (s *deskServer) apiDue(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	limit, err := limitOf(c.r, 50)
	if err != nil {
		return err
	}
	from, to := brief.Date(c.query("from")), brief.Date(c.query("to"))
	for _, day := range []brief.Date{from, to} {
		if day != "" && !day.Day() {
			return malformed("from and to are days", "write 2023-01-31")
		}
	}
	rows, total := d.state.Due(from, to, limit)
	list, err := s.listedDue(c, d, rows)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Total int         `json:"total"`
		Due   []listedDue `json:"due"`
	}{total, list})
}

func (s *deskServer) listedDue(c *call, d *dossier, rows []edition.DueTerm) ([]listedDue, error) {
	seqs := make([]brief.Seq, len(rows))
	for i, r := range rows {
		seqs[i] = r.Current
	}
	found, err := s.Texts.Bodies(c.ctx(), d.id, seqs)
	if err != nil {
		return nil, err
	}
	list := make([]listedDue, 0, len(rows))
	for _, r := range rows {
		b, err := edition.Body[brief.Statement](found[r.Current])
		if err != nil {
			return nil, err
		}
		l := listedDue{On: r.On, Statement: r.Statement, Title: b.Title, Speaker: b.As.Name, Term: r.Term.Term, Verdict: r.Term.Verdict, Review: r.Term.Review}
		for _, t := range b.Terms {
			if t.ID == l.Term {
				l.Text = t.Text
			}
		}
		list = append(list, l)
	}
	return list, nil
}
