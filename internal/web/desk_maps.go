package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// mapsView is the series of control maps of a briefing, what waits, and the forms that bring more.
type mapsView struct {
	Frame     frame
	Name      brief.Name
	Series    []mapSeriesRow
	Waiting   []mapWaitingRow
	Sketches  []choice
	Place     desk.PlaceRow
	Dated     bool // entries of the briefing claim a date
	MayBring  bool
	Delay     string
	Jump      int
	Published string
}

type mapSeriesRow struct{ Name, Title, What, Days, Public string }

type mapWaitingRow struct{ ID, Title, Days, By, Saved, Waits, Trouble string }

// mapsPage lists the series and what waits.
func (s *deskServer) mapsPage(c *call) error { return s.showMaps(c, http.StatusOK, nil) }

func (s *deskServer) showMaps(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	b := &d.state.Briefing
	view := mapsView{Frame: s.frameOf(c, d, "Control maps", "maps"), Name: d.name(), Dated: b.Reconstruction, MayBring: desk.Can(c.who.Role, desk.ProposeMap) == nil,
		Jump: b.MapJump, Place: desk.PlaceRow{Place: c.query("place"), Lat: c.query("lat"), Lon: c.query("lon"), Basis: c.query("basis")}}
	view.Frame.Trouble = wrong
	if view.Jump == 0 {
		view.Jump = brief.DefaultMapJump
	}
	if b.MapDelay > 0 {
		view.Delay = counted(b.MapDelay, "minute", "minutes")
	}
	for _, m := range d.state.Maps() {
		row := mapSeriesRow{Name: m.Name, Title: m.Title, What: "drawn by its source"}
		if days := m.Days(); len(days) > 0 {
			row.Days = fmt.Sprintf("%s, %s to %s", counted(len(days), "day", "days"), days[0].Day, days[len(days)-1].Day)
		}
		if m.Sketch {
			row.What = "a sketch from a table of towns"
			view.Sketches = append(view.Sketches, choice{Value: m.Name, Name: m.Title + " (" + m.Name + ")"})
		}
		if s.Readers != "" {
			row.Public = s.Readers + "/" + string(d.name()) + "/" + page.MapPath(d.state, m.Name)
		}
		view.Series = append(view.Series, row)
	}
	if view.Waiting, err = s.waitingMaps(c, d); err != nil {
		return err
	}
	return s.show(c, status, "maps", view)
}

// waitingMaps lists the proposals of maps.
func (s *deskServer) waitingMaps(c *call, d *dossier) ([]mapWaitingRow, error) {
	drafts, err := s.waiting(c, d, brief.EntryMap)
	if err != nil {
		return nil, err
	}
	names, err := s.names(c)
	if err != nil {
		return nil, err
	}
	var rows []mapWaitingRow
	for _, k := range drafts {
		row := mapWaitingRow{ID: k.ID, By: names[k.Person], Saved: clock(k.Saved, d.zone), Trouble: k.Reason}
		if p, err := s.Desk.ProposedMaps(c.ctx(), c.now, d.id, k.ID); err != nil {
			row.Title, row.Trouble = "maps", err.Error()
		} else {
			row.Title, row.Days = p.Body.Title+" ("+p.Body.Series+")", daysOf(p)
		}
		if !k.EmbargoUntil.IsZero() {
			row.Waits = clock(k.EmbargoUntil, d.zone)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func daysOf(p desk.MapProposal) string {
	n := counted(len(p.Body.Days), "map", "maps")
	switch {
	case len(p.Steps) == 0:
		return n
	case len(p.Steps) == 1:
		return n + ", " + string(p.Last)
	}
	return fmt.Sprintf("%s, %s to %s", n, p.Steps[0].Day, p.Last)
}

// importForm takes maps from a browser and shows what they would change.
func (s *deskServer) importForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	u, err := readUpload(c)
	if err == nil {
		var draft brief.Draft
		if draft, err = s.propose(c, d, u); err == nil {
			return c.to(d.at("maps/" + draft.ID))
		}
	}
	if brief.KindOf(err) == brief.KindOther {
		return err
	}
	return s.showMaps(c, statusOf(err), troubleOf(err))
}

// placeForm proposes a sketch with one more row in its table.
func (s *deskServer) placeForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	dated, err := parseTime(c.field("dated"), d.zone)
	if err == nil {
		var draft brief.Draft
		draft, err = s.Desk.AddPlace(c.ctx(), c.now, c.who, d.id, c.field("series"), desk.PlaceRow{Place: c.field("place"), Lat: c.field("lat"), Lon: c.field("lon"),
			HeldFrom: c.field("held_from"), HeldTo: c.field("held_to"), Basis: c.field("basis")}, dated)
		if err == nil {
			return c.to(d.at("maps/" + draft.ID))
		}
	}
	if brief.KindOf(err) == brief.KindOther {
		return err
	}
	return s.showMaps(c, statusOf(err), troubleOf(err))
}

// mapProposalView is what proposed maps would change.
type mapProposalView struct {
	Frame                        frame
	Name                         brief.Name
	ID, Days, By, Source         string
	First, Last                  string
	Sketch                       bool
	Jump, Waits, Delay, Note     string
	Rows                         []mapChangeRow
	Notes                        []string
	MayApprove, MayDecline, Mine bool
}

type mapChangeRow struct {
	What, Now, Gained, Lost string
	Region                  bool
}

// mapProposalPage shows what proposed maps would change, with a picture.
func (s *deskServer) mapProposalPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.showProposal(c, d, c.path("id"), http.StatusOK, nil)
}

func (s *deskServer) showProposal(c *call, d *dossier, id string, status int, wrong *trouble) error {
	p, err := s.Desk.ProposedMaps(c.ctx(), c.now, d.id, id)
	if err != nil {
		return err
	}
	changes, err := p.Changes()
	if err != nil {
		return err
	}
	mine := p.Draft.Person == c.who.ID
	approver := desk.Can(c.who.Role, desk.ApproveMap) == nil
	view := mapProposalView{Frame: s.frameOf(c, d, p.Body.Title+": what would change", "maps"), Name: d.name(), ID: id, Days: daysOf(p), Source: p.Body.Source.Name,
		First: string(p.First), Last: string(p.Last), Sketch: p.Body.Source.Sketch, Jump: p.Jump, Note: p.Body.Change.Note, Notes: p.Body.Notes, Mine: mine,
		MayApprove: approver && p.Draft.EmbargoUntil.IsZero() && (p.Jump == "" || !mine || d.state.Briefing.OutcomesByOne), MayDecline: approver || mine}
	view.Frame.Trouble = wrong
	if !p.Draft.EmbargoUntil.IsZero() {
		view.Waits = clock(p.Draft.EmbargoUntil, d.zone)
	} else if !p.Until.IsZero() {
		view.Delay = counted(d.state.Briefing.MapDelay, "minute", "minutes")
	}
	for _, ch := range changes {
		row := mapChangeRow{What: ch.Class, Now: km2(ch.Now), Gained: km2(ch.Gained), Lost: km2(ch.Lost), Region: ch.Region != ""}
		if ch.Party != "" {
			row.What += " (" + ch.Party + ")"
		}
		if row.Region {
			row.What = page.RegionName(ch.Region)
		}
		view.Rows = append(view.Rows, row)
	}
	return s.show(c, status, "map_proposal", view)
}

// km2 writes an area for the desk, with narrow spaces between thousands.
func km2(n float64) string {
	text := fmt.Sprintf("%.0f", n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "\u202f" + text[at:]
	}
	return text
}

// mapPicture draws what proposed maps would change.
func (s *deskServer) mapPicture(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	p, err := s.Desk.ProposedMaps(c.ctx(), c.now, d.id, c.path("id"))
	if err != nil {
		return err
	}
	var body strings.Builder
	if err := page.WriteMapChange(&body, d.state, p.Body.Source.Sketch, c.query("narrow") != "", p.Before, p.After); err != nil {
		return err
	}
	c.w.Header().Set("Content-Security-Policy", drawingPolicy)
	newAnswer(http.StatusOK, svgType, "", []byte(body.String())).send(c.w, c.r, lifeNone)
	return nil
}

// decideMaps approves or declines proposed maps.
func (s *deskServer) decideMaps(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := c.path("id")
	switch c.path("how") {
	case "approve":
		if err = desk.Can(c.who.Role, desk.ApproveMap); err == nil {
			_, err = s.Desk.ApproveMaps(c.ctx(), c.now, c.who, d.id, id)
		}
	case "decline":
		err = s.Desk.DeclineMaps(c.ctx(), c.who, d.id, id)
	default:
		return noSuchDeskPage()
	}
	if err != nil {
		if brief.KindOf(err) == brief.KindOther || brief.KindOf(err) == brief.KindNotFound {
			return err
		}
		return s.showProposal(c, d, id, statusOf(err), troubleOf(err))
	}
	return c.to(d.at("maps"))
}

// placeLink leads to the form for a row of the table behind a sketch, with what the row would rest on and the first place of a reading;
// it is empty where there is no sketch, or the person may not bring maps.
func (s *deskServer) placeLink(c *call, d *dossier, basis string, places []brief.ReadPlace) string {
	sketched := slices.ContainsFunc(d.state.Maps(), func(m edition.MapSeries) bool { return m.Sketch })
	if !sketched || desk.Can(c.who.Role, desk.ProposeMap) != nil {
		return ""
	}
	q := []string{"basis", basis}
	for _, p := range places {
		if p.Located() {
			lat, lon, _ := strings.Cut(positionText(p), ", ")
			q = append(q, "place", p.Name, "lat", lat, "lon", lon)
			break
		}
	}
	return d.at("maps") + query(q...) + "#place"
}
