package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/statement"
)

// recordView is the form in which a statement is recorded.
type recordView struct {
	Frame                      frame
	Name                       brief.Name
	Key                        string
	Form                       recordForm
	Kinds, Tracks, Speakers    []choice
	Precisions                 []choice
	Zone                       string
	Reconstruction, NoSpeakers bool
	// Heard is whom the report names, where the register does not have them.
	Heard string
}

// recordForm is the form as text, so that whatever somebody wrote comes back to them.
type recordForm struct {
	Title, Summary, Kind, Track, Speaker, Role, Addressee, Language, Channel, Said, Precision string
	Denies, Proposition, Terms, Dated                                                         string
	Report, Start, End, URL, Outlet, On, Verb, Quote, Covers                                  string
}

// recordPage opens the form, empty or filled from a statement of a report's reading.
func (s *deskServer) recordPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	f, heard, err := s.recordFrom(c, d)
	if err != nil {
		return err
	}
	return s.showRecord(c, d, f, heard, http.StatusOK, nil)
}

// recordFrom fills the form from a report, where a link from one leads here.
func (s *deskServer) recordFrom(c *call, d *dossier) (recordForm, string, error) {
	f := recordForm{Kind: string(brief.KindPledge), Precision: string(brief.ToDay)}
	id := brief.ReportID(c.query("report"))
	if id == "" {
		return f, "", nil
	}
	r, err := s.Reports.Report(c.ctx(), id)
	if err != nil {
		return f, "", err
	}
	reading, err := s.reading(c, &r)
	if err != nil {
		return f, "", err
	}
	register, err := s.Ledger.Register(c.ctx(), d.id)
	if err != nil {
		return f, "", err
	}
	n, err := strconv.Atoi(c.query("statement"))
	if err != nil {
		return f, "", malformed("the link names no statement of the report", "choose one on the report's page")
	}
	st, err := desk.StatementFrom(r, reading, n, register, d.zone)
	if err != nil {
		return f, "", err
	}
	heard := ""
	if st.Speaker == "" {
		heard = reading.Statements[n-1].Speaker.Name
	}
	return formOfStatement(st, d), heard, nil
}

// formOfStatement fills the form with a statement that is not recorded yet.
func formOfStatement(st brief.Statement, d *dossier) recordForm {
	f := recordForm{Title: st.Title, Summary: st.Summary, Kind: string(st.Kind), Track: string(st.Track), Speaker: string(st.Speaker), Addressee: st.Addressee,
		Language: st.Language, Channel: st.Channel, Said: writeTime(st.Said.From, d.zone, st.Said.Precision), Precision: string(st.Said.Precision)}
	for _, t := range st.Terms {
		f.Terms += desk.WriteTerm(t) + "\n"
	}
	if len(st.Renderings) > 0 {
		r := st.Renderings[0]
		f.Report, f.URL, f.Outlet, f.On, f.Verb, f.Quote = string(r.Report), webAddress(r.URL), r.Outlet, string(r.On), r.Verb, r.Quote
		if r.Span != nil {
			f.Start, f.End = strconv.Itoa(r.Span.Start), strconv.Itoa(r.Span.End)
		}
		for _, cov := range r.Covers {
			line := string(cov.Term)
			if cov.Verbatim {
				line += " quoted"
			}
			if cov.Force != brief.Flat {
				line += " " + string(cov.Force)
			}
			f.Covers += line + "\n"
		}
	}
	return f
}

func (s *deskServer) showRecord(c *call, d *dossier, f recordForm, heard string, status int, wrong *trouble) error {
	view := recordView{Frame: s.frameOf(c, d, "Record a statement", "statements"), Name: d.name(), Key: newKey(), Form: f, Heard: heard,
		Kinds: choices(statement.Kinds, brief.DevelopmentKind(f.Kind)), Zone: d.zone.String(), Reconstruction: d.state.Briefing.Reconstruction,
		Precisions: choices([]brief.Precision{brief.ToMinute, brief.ToHour, brief.ToDay, brief.ToMonth, brief.ToYear}, brief.Precision(f.Precision))}
	view.Frame.Trouble = wrong
	if key := c.field("key"); key != "" {
		view.Key = key
	}
	view.Tracks = []choice{{"", "none", f.Track == ""}}
	for _, t := range d.state.Briefing.Tracks {
		view.Tracks = append(view.Tracks, choice{string(t.ID), t.Name, string(t.ID) == f.Track})
	}
	for _, v := range d.state.Speakers() {
		view.Speakers = append(view.Speakers, choice{string(v.ID), v.Name, string(v.ID) == f.Speaker})
	}
	view.NoSpeakers = len(view.Speakers) == 0
	return s.show(c, status, "record", view)
}

// recordForm records what the form says.
func (s *deskServer) recordStatement(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	f := recordForm{Title: c.field("title"), Summary: c.field("summary"), Kind: c.field("kind"), Track: c.field("track"), Speaker: c.field("speaker"), Role: c.field("role"),
		Addressee: c.field("addressee"), Language: c.field("language"), Channel: c.field("channel"), Said: c.field("said"), Precision: c.field("precision"),
		Denies: c.field("denies"), Proposition: c.field("proposition"), Terms: c.form.Get("terms"), Dated: c.field("dated"), Report: c.field("report"),
		Start: c.field("start"), End: c.field("end"), URL: c.field("url"), Outlet: c.field("outlet"), On: c.field("on"), Verb: c.field("verb"),
		Quote: c.field("quote"), Covers: c.form.Get("covers")}
	edit, err := s.recorded(c, d, &f)
	if err == nil {
		var out desk.Outcome
		if out, err = s.Desk.SetStatement(c.ctx(), c.now, c.who, edit); err == nil {
			return c.to(d.at("statements/" + url.PathEscape(string(out.Entry.Item))))
		}
	}
	if badForm(err) {
		return s.showRecord(c, d, f, "", http.StatusUnprocessableEntity, troubleOf(err))
	}
	return err
}

// recorded makes the statement of the form.
func (s *deskServer) recorded(c *call, d *dossier, f *recordForm) (desk.StatementEdit, error) {
	st := brief.Statement{Kind: brief.DevelopmentKind(f.Kind), Title: f.Title, Summary: f.Summary, Track: brief.TrackID(f.Track), Speaker: brief.SpeakerID(f.Speaker),
		Addressee: f.Addressee, Language: f.Language, Channel: f.Channel, Proposition: brief.PropositionID(f.Proposition)}
	e := desk.StatementEdit{Briefing: d.id, Class: brief.Publish, Body: &st, Key: c.field("key")}
	var err error
	if e.Dated, err = parseTime(f.Dated, d.zone); err != nil {
		return e, err
	}
	if st.Said.From, err = parseTime(f.Said, d.zone); err != nil {
		return e, err
	}
	st.Said.Precision, st.Said.Zone = brief.Precision(f.Precision), d.zone.String()
	if f.Denies != "" {
		st.Targets = []brief.Target{{Text: f.Denies}}
	}
	if st.Terms, err = desk.ParseEach(f.Terms, func(text string) (brief.Term, error) { return desk.ParseTerm(text), nil }); err != nil {
		return e, err
	}
	if f.Role != "" {
		register, err := s.Ledger.Register(c.ctx(), d.id)
		if err != nil {
			return e, err
		}
		st.As = capacityOf(register, st.Speaker, f.Role)
	}
	r := brief.Rendering{Reference: referenceOf(c), On: brief.Date(f.On), Verb: f.Verb}
	if start, end := strings.TrimSpace(f.Start), strings.TrimSpace(f.End); r.Report != "" && end != "" {
		from, wrong := strconv.Atoi(start)
		to, bad := strconv.Atoi(end)
		if wrong != nil || bad != nil {
			return e, malformed("the form holds no span", "open it again from the report")
		}
		r.Span = &brief.Span{Start: from, End: to}
	}
	if r.Covers, err = desk.ParseEach(f.Covers, desk.ParseCoverage); err != nil {
		return e, err
	}
	st.Renderings = []brief.Rendering{r}
	return e, nil
}

// capacityOf takes an office of the register, or the words as they are, which the ledger then judges.
func capacityOf(register statement.Register, id brief.SpeakerID, role string) brief.Capacity {
	who, _ := register.Speaker(id)
	for _, r := range who.Roles {
		if r.Title == role {
			return brief.Capacity{Name: who.Name, Role: role, Organisation: r.Organisation, Side: r.Side}
		}
	}
	return brief.Capacity{Name: who.Name, Role: role}
}
