package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/series"
)

// numbersView is the trackers of a briefing, what waits, and the forms that bring more.
type numbersView struct {
	Frame    frame
	Name     brief.Name
	Trackers []trackerRow
	Waiting  []numbersWaiting
	Choices  []choice // series, for one number
	Number   numberForm
	Rates    string
	Dated    bool // entries of the briefing claim a date
	MayBring bool
	MayRate  bool
}

type trackerRow struct {
	Title, Name, Source, Public string
	Series                      []trackerSeries
}

type trackerSeries struct{ Title, Name, Latest, Href string }

type numbersWaiting struct{ ID, Title, Count, By, Saved, Trouble string }

// numberForm is one number as somebody began to write it.
type numberForm struct{ Series, From, To, Value, By, URL, Reason string }

// numbersPage lists the trackers and what waits.
func (s *deskServer) numbersPage(c *call) error { return s.showNumbers(c, http.StatusOK, nil) }

func (s *deskServer) showNumbers(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	view := numbersView{Frame: s.frameOf(c, d, "Numbers", "numbers"), Name: d.name(), Dated: d.state.Briefing.Reconstruction,
		MayBring: desk.Can(c.who.Role, desk.ProposeNumbers) == nil, MayRate: desk.Can(c.who.Role, desk.Lists) == nil,
		Number: numberForm{c.query("series"), c.query("from"), c.query("to"), c.query("value"), c.query("by"), c.query("url"), c.query("reason")}}
	view.Frame.Trouble = wrong
	for _, t := range d.state.Trackers() {
		row := trackerRow{Title: cmp.Or(t.Title, "A tracker that was removed"), Name: t.Name, Source: t.Source.Name}
		for i := range t.Series {
			is := &t.Series[i]
			row.Series = append(row.Series, trackerSeries{Title: is.Title, Name: string(is.ID), Latest: latestOf(is), Href: s.publicNumber(d, is.ID)})
			view.Choices = append(view.Choices, choice{Value: string(is.ID), Name: is.Title + " (" + string(is.ID) + ")", Chosen: string(is.ID) == view.Number.Series})
		}
		view.Trackers = append(view.Trackers, row)
	}
	if view.Waiting, err = s.numbersWaiting(c, d); err != nil {
		return err
	}
	_, rates, err := s.rates(c, d)
	if err != nil {
		return err
	}
	if rates.Rev > 0 {
		view.Rates = fmt.Sprintf("%d currencies, %s to %s", len(rates.Currencies), rates.From, rates.To)
	}
	return s.show(c, status, "numbers", view)
}

// latestOf says what stands of a series.
func latestOf(is *edition.NumberSeries) string {
	leaves := is.Leaves("")
	if len(leaves) == 0 {
		return "nothing stands"
	}
	if leaves[0].Version.Event != nil {
		return counted(len(leaves), "event", "events")
	}
	v := leaves[0].Version
	return strings.TrimSpace(numberText(v.Qualifier+v.Value, v.Low, v.High) + " " + unitText(&is.Series) + ", " + string(cmp.Or(v.To, v.From)))
}

// numberText writes a number for the desk.
func numberText(value, low, high string) string {
	if low != "" || high != "" {
		return strings.TrimSpace(value + " (" + low + "–" + high + ")")
	}
	return cmp.Or(value, "–")
}

func unitText(s *brief.Series) string {
	if s.Scale == 0 {
		return s.Unit
	}
	return map[int]string{3: "thousand", 6: "million", 9: "billion"}[s.Scale] + " " + s.Unit
}

func (s *deskServer) publicNumber(d *dossier, id brief.SeriesID) string {
	if s.Readers == "" {
		return ""
	}
	return s.Readers + "/" + string(d.name()) + "/n/" + string(id)
}

// numbersWaiting lists what waits for a decision.
func (s *deskServer) numbersWaiting(c *call, d *dossier) ([]numbersWaiting, error) {
	drafts, err := s.waiting(c, d, brief.EntryVersions)
	if err != nil {
		return nil, err
	}
	names, err := s.names(c)
	if err != nil {
		return nil, err
	}
	var out []numbersWaiting
	for _, k := range drafts {
		row := numbersWaiting{ID: k.ID, Title: "Numbers", By: names[k.Person], Saved: clock(k.Saved, d.zone)}
		p, err := s.Desk.ProposedNumbers(c.ctx(), d.id, k.ID)
		switch {
		case brief.KindOf(err) == brief.KindOther && err != nil:
			return nil, err
		case err != nil:
			row.Trouble = troubleOf(err).What
		default:
			row.Title, row.Count = p.Body.Title, counted(len(p.Rows), "number", "numbers")
		}
		out = append(out, row)
	}
	return out, nil
}

// numbersForm takes a table, or one number, and goes on to what it would change.
func (s *deskServer) numbersForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	u, err := readTable(c)
	if err == nil {
		var draft brief.Draft
		if u.fields["value"] != "" || u.fields["series"] != "" {
			draft, err = s.proposeNumber(c, d, u.fields)
		} else {
			draft, err = s.proposeTable(c, d, u)
		}
		if err == nil {
			return c.to(d.at("numbers/" + draft.ID))
		}
	}
	if brief.KindOf(err) == brief.KindOther {
		return err
	}
	return s.showNumbers(c, statusOf(err), troubleOf(err))
}

// proposeNumber proposes one number of a series that is there.
func (s *deskServer) proposeNumber(c *call, d *dossier, f map[string]string) (brief.Draft, error) {
	dated, err := parseTime(f["dated"], d.zone)
	if err != nil {
		return brief.Draft{}, err
	}
	is, t, known := d.state.SeriesOf(brief.SeriesID(f["series"]))
	if !known {
		return brief.Draft{}, brief.NotFound("there is no series of numbers "+quoted(f["series"]), "choose one of the list")
	}
	value := strings.TrimLeft(f["value"], "><=~")
	v := brief.Version{Series: is.ID, From: brief.Date(f["from"]), To: brief.Date(f["to"]), Known: cmp.Or(brief.Date(f["known"]), brief.DateOf(c.now.In(d.zone))),
		Value: value, Qualifier: f["value"][:len(f["value"])-len(value)], Basis: cmp.Or(brief.Basis(f["basis"]), brief.BasisRecorded), By: f["by"], Reason: f["reason"],
		Source: brief.Reference{URL: f["url"]}}
	if f["change"] == string(brief.NumberWithdrawal) {
		v.Value, v.Qualifier, v.Change = "", "", brief.NumberWithdrawal
	}
	return s.Desk.ProposeNumbers(c.ctx(), c.now, c.who, desk.NumbersOrder{Briefing: d.id, Tracker: t.Name, Versions: []brief.Version{v},
		Change: brief.NumberChange(f["change"]), Reason: f["reason"], Dated: dated})
}

// ratesForm takes a file of rates.
func (s *deskServer) ratesForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	u, err := readTable(c)
	if err == nil {
		_, err = s.saveRates(c, d, cmp.Or(u.name, "the file of rates"), u.raw)
	}
	if err != nil {
		if brief.KindOf(err) == brief.KindOther {
			return err
		}
		return s.showNumbers(c, statusOf(err), troubleOf(err))
	}
	return c.to(d.at("numbers"))
}

// numbersProposalView is what proposed numbers would change, row by row.
type numbersProposalView struct {
	Frame                  frame
	Name                   brief.Name
	ID, By, Source         string
	Note                   string
	Rows                   []numberChangeRow
	Left                   string
	Movers                 []desk.Mover
	Notes                  []string
	Changed, Fresh         int
	MayApprove, MayDecline bool
	Mine                   bool
}

type numberChangeRow struct {
	ID, What, Period, Old, New, Difference, Why string
	Changed                                     bool
}

// numberRowsShown is how many rows a proposal shows; those that change what stands come first.
const numberRowsShown = 500

// numbersProposalPage shows what proposed numbers would change.
func (s *deskServer) numbersProposalPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.showNumbersProposal(c, d, c.path("id"), http.StatusOK, nil)
}

func (s *deskServer) showNumbersProposal(c *call, d *dossier, id string, status int, wrong *trouble) error {
	p, err := s.Desk.ProposedNumbers(c.ctx(), d.id, id)
	if err != nil {
		return err
	}
	mine := p.Draft.Person == c.who.ID
	approver := desk.Can(c.who.Role, desk.ApproveNumbers) == nil
	view := numbersProposalView{Frame: s.frameOf(c, d, p.Body.Title+": what would change", "numbers"), Name: d.name(), ID: id, Source: p.Body.Source.Name, Note: p.Body.Change.Note,
		Movers: p.Movers, Notes: p.Body.Notes, Mine: mine, MayApprove: approver, MayDecline: approver || mine}
	view.Frame.Trouble = wrong
	for _, changed := range []bool{true, false} {
		for i := range p.Rows {
			if r := &p.Rows[i]; (r.Was != nil) == changed {
				view.Rows = append(view.Rows, changeRow(r))
				if changed {
					view.Changed++
				} else {
					view.Fresh++
				}
			}
		}
	}
	if n := len(view.Rows); n > numberRowsShown {
		view.Rows, view.Left = view.Rows[:numberRowsShown], fmt.Sprintf("%d of %d are shown; approving all takes them all.", numberRowsShown, n)
	}
	return s.show(c, status, "numbers_proposal", view)
}

func changeRow(r *desk.NumberRow) numberChangeRow {
	row := numberChangeRow{ID: string(r.ID), What: r.Title, Period: string(r.From), New: numberText(r.Qualifier+r.Value, r.Low, r.High), Difference: r.Difference,
		Why: strings.TrimSuffix(string(r.Change)+": "+r.Reason, ": "), Changed: r.Was != nil}
	if r.To != "" {
		row.Period += " to " + string(r.To)
	}
	if r.Event != nil {
		row.Period = strings.TrimSpace(row.Period + " " + r.Event.Row)
	}
	if eur := series.InCurrency(&r.Version, r.Unit, series.Base); eur != "" && r.Unit != series.Base {
		row.New += " (" + eur + " " + series.Base + ")"
	}
	if r.Was != nil {
		row.Old = numberText(r.Was.Qualifier+r.Was.Value, r.Was.Low, r.Was.High)
	}
	return row
}

// decideNumbers approves all or some of what waits, or declines it.
func (s *deskServer) decideNumbers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := c.path("id")
	switch c.path("how") {
	case "approve":
		_, err = s.Desk.ApproveNumbers(c.ctx(), c.now, c.who, d.id, id, nil)
	case "some":
		var only []brief.VersionID
		for _, v := range c.form["only"] {
			only = append(only, brief.VersionID(v))
		}
		if len(only) == 0 {
			err = brief.Invalid("no row is chosen", "tick those that you approve")
			break
		}
		_, err = s.Desk.ApproveNumbers(c.ctx(), c.now, c.who, d.id, id, only)
	case "decline":
		err = s.Desk.DeclineNumbers(c.ctx(), c.who, d.id, id)
	default:
		return noSuchDeskPage()
	}
	if err != nil {
		if brief.KindOf(err) == brief.KindOther || brief.KindOf(err) == brief.KindNotFound {
			return err
		}
		return s.showNumbersProposal(c, d, id, statusOf(err), troubleOf(err))
	}
	return c.to(d.at("numbers"))
}
