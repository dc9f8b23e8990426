package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// arrival is a report that somebody brings in by hand: an address, or bytes with what is known of them.
type arrival struct {
	briefing      brief.BriefingID
	address       string
	raw           []byte
	contentType   string
	file          string
	title, outlet string
	published     time.Time
}

// addedReport is a report that was kept; fresh is false when the desk had these bytes already.
type addedReport struct {
	Report brief.Report `json:"report"`
	// Called is its title, or what it is called without one.
	Called string `json:"called"`
	Fresh  bool   `json:"fresh"`
}

// bring makes reports of what somebody brought and keeps them.
func (s *deskServer) bring(c *call, a arrival) ([]addedReport, error) {
	reports, err := s.decode(c, a)
	if err != nil {
		return nil, err
	}
	if len(reports) == 0 {
		return nil, brief.Invalid("there is no report in what was sent", "send a text, a page or a feed")
	}
	added := make([]addedReport, 0, len(reports))
	for _, r := range reports {
		fill(&r, a, c)
		id, fresh, err := s.Reports.AddReport(c.ctx(), r)
		if err != nil {
			return nil, err
		}
		kept, err := s.Reports.Report(c.ctx(), id)
		if err != nil {
			return nil, err
		}
		if fresh {
			if err := s.note(c, desk.AddReport, string(id), a.briefing); err != nil {
				return nil, err
			}
		}
		name, err := s.called(c, &kept)
		if err != nil {
			return nil, err
		}
		added = append(added, addedReport{Report: kept, Called: name, Fresh: fresh})
	}
	return added, nil
}

func (s *deskServer) decode(c *call, a arrival) ([]brief.Report, error) {
	if a.address == "" {
		return s.Intake.Decode(c.ctx(), a.raw, a.contentType, a.file)
	}
	u, err := url.Parse(a.address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, brief.Invalid("the address of the report is not one of the web", "begin it with https://")
	}
	return s.Intake.Fetch(c.ctx(), a.address)
}

// fill adds what the person said to what the decoder found; what they said wins.
func fill(r *brief.Report, a arrival, c *call) {
	r.Briefing, r.By, r.State = a.briefing, c.who.ID, brief.ReportNew
	if a.title != "" {
		r.Title = a.title
	}
	if a.outlet != "" {
		r.Outlet = a.outlet
	}
	if !a.published.IsZero() {
		r.Published = a.published
	}
	if r.Fetched.IsZero() {
		r.Fetched = c.now
	}
}

// inboxAdd takes an address or a pasted text.
func (s *deskServer) inboxAdd(c *call) error {
	a := arrival{address: c.field("url"), raw: []byte(c.form.Get("text")), contentType: "text/plain; charset=utf-8",
		title: c.field("title"), outlet: c.field("outlet")}
	added, err := s.inboxTake(c, a)
	if err != nil {
		if statusOf(err) != http.StatusUnprocessableEntity {
			return err
		}
		return s.showInbox(c, http.StatusUnprocessableEntity, troubleOf(err), c.field("briefing"))
	}
	if len(added) > 1 {
		return c.to("/inbox" + query("briefing", c.field("briefing")))
	}
	return c.to("/reports/" + url.PathEscape(string(added[0].Report.ID)))
}

func (s *deskServer) inboxTake(c *call, a arrival) ([]addedReport, error) {
	var err error
	if when := c.field("published"); when != "" {
		if a.published, err = parseTime(when, time.UTC); err != nil {
			return nil, err
		}
	}
	if a.address == "" && c.field("text") == "" {
		return nil, brief.Invalid("there is neither an address nor a text", "give one of them")
	}
	if name := c.field("briefing"); name != "" {
		d, err := s.briefingOf(c, name)
		if err != nil {
			return nil, err
		}
		a.briefing = d.id
	}
	return s.bring(c, a)
}

// reportState moves a report between new, used and aside.
func (s *deskServer) reportState(c *call) error {
	if err := s.moveReport(c, brief.ReportState(c.field("state"))); err != nil {
		return err
	}
	return c.to("/reports/" + url.PathEscape(c.path("id")))
}

func (s *deskServer) moveReport(c *call, state brief.ReportState) error {
	if !slices.Contains(reportStates(), state) {
		return brief.Invalid("a report cannot be "+strconv.Quote(string(state)), "use new, used or aside")
	}
	id := brief.ReportID(c.path("id"))
	return s.Reports.SetReportState(c.ctx(), id, state)
}
