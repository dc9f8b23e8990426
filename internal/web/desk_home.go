package web

import (
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// homeView is the desk's first page.
type homeView struct {
	Frame     frame
	MayCreate bool
	Briefings []homeBriefing
}

type homeBriefing struct {
	Name                brief.Name
	Title, At           string
	State               brief.State
	Seq                 brief.Seq
	Fresh               string
	Developments, Lines int
}

// freshShown is how many waiting reports the first page counts before it says "many".
const freshShown = 100

// homePage shows every briefing with what waits for it.
func (s *deskServer) homePage(c *call) error {
	all, err := s.dossiers(c)
	if err != nil {
		return err
	}
	view := homeView{Frame: s.frame(c, "Briefings", "/"), MayCreate: s.mayOpen(c.who.Role, "/new")}
	for _, d := range all {
		waiting, err := s.Reports.Reports(c.ctx(), ReportQuery{Briefing: d.id, State: brief.ReportNew, Limit: freshShown})
		if err != nil {
			return err
		}
		fresh := count(len(waiting), "report")
		if len(waiting) == freshShown {
			fresh = "many reports"
		}
		view.Briefings = append(view.Briefings, homeBriefing{Name: d.name(), Title: d.state.Briefing.Title, State: d.state.Briefing.State,
			At: clock(d.state.At, d.zone), Seq: d.state.Seq, Fresh: fresh, Developments: d.state.Count(edition.Filter{}),
			Lines: len(d.state.Glance.Lines)})
	}
	return s.show(c, http.StatusOK, "home", view)
}
