package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// inboxView lists reports.
type inboxView struct {
	Frame     frame
	Briefings []choice
	States    []choice
	Cards     []inboxCard
	More      string
	Here      brief.Name
}

// inboxCard is one report with what was read in it.
type inboxCard struct {
	ID                               brief.ReportID
	Title, Outlet, Briefing, Fetched string
	Age, Track, State                string
	Outside                          bool
	Statements                       []cardStatement
	MoreSaid                         int
	Places, Figures                  string
	Seen                             []seenLine
	MoreSeen                         int
	// Story are the other reports of this page that belong with it.
	Story []inboxCard
}

// cardStatement is who said what, in a line.
type cardStatement struct{ Who, Kind, Words, Due string }

// inboxShown is how many reports stand on one page of the inbox, seenShown how many of the reports that are like one.
const (
	inboxShown = 50
	seenShown  = 2
)

// reportStates gives where a report can stand.
func reportStates() []brief.ReportState {
	return []brief.ReportState{brief.ReportNew, brief.ReportUsed, brief.ReportAside}
}

// inboxPage lists what came, the newest first.
func (s *deskServer) inboxPage(c *call) error {
	return s.showInbox(c, http.StatusOK, nil, c.query("briefing"))
}

func (s *deskServer) showInbox(c *call, status int, wrong *trouble, chosen string) error {
	all, err := s.dossiers(c)
	if err != nil {
		return err
	}
	q := ReportQuery{State: brief.ReportState(c.query("state")), Before: brief.ReportID(c.query("before")), Limit: inboxShown}
	if q.State == "" {
		q.State = brief.ReportNew
	}
	names := map[brief.BriefingID]*dossier{}
	view := inboxView{Frame: s.frame(c, "Inbox", "/inbox"), States: choices(reportStates(), q.State), Here: brief.Name(chosen)}
	view.Frame.Trouble = wrong
	for _, d := range all {
		names[d.id] = d
		here := chosen != "" && (string(d.name()) == chosen || string(d.id) == chosen)
		if here {
			q.Briefing = d.id
		}
		view.Briefings = append(view.Briefings, choice{string(d.name()), d.state.Briefing.Title, here})
	}
	reports, err := s.Reports.Reports(c.ctx(), q)
	if err != nil {
		return err
	}
	listed, err := s.listed(c, reports)
	if err != nil {
		return err
	}
	outlets := map[brief.ReportID]string{}
	for _, r := range reports {
		outlets[r.ID] = r.Outlet
	}
	cards := make([]inboxCard, len(listed))
	for i := range listed {
		r := &listed[i]
		cards[i] = s.card(c, r, names[r.Briefing], q)
		if cards[i].Seen, err = s.seenLines(c, r.Seen[:min(len(r.Seen), seenShown)], outlets); err != nil {
			return err
		}
	}
	view.Cards = stacked(listed, cards)
	if len(reports) == inboxShown {
		view.More = "/inbox" + query("briefing", chosen, "state", string(q.State), "before", string(reports[len(reports)-1].ID))
	}
	return s.show(c, status, "inbox", view)
}

// stacked lays the cards of one story under the newest of them; cards and reports are in the same order.
func stacked(list []ListedReport, cards []inboxCard) []inboxCard {
	var out []inboxCard
	under := map[brief.ReportID]int{}
	for i, r := range list {
		if at, ok := under[r.ID]; ok {
			out[at].Story = append(out[at].Story, cards[i])
			continue
		}
		for _, id := range append(r.Story, r.ID) {
			if _, ok := under[id]; !ok {
				under[id] = len(out)
			}
		}
		out = append(out, cards[i])
	}
	return out
}

// card fills the card of one report. What the list was narrowed to is not said again on each.
func (s *deskServer) card(c *call, r *ListedReport, d *dossier, q ReportQuery) inboxCard {
	v := inboxCard{ID: r.ID, Title: headingOr(r.Read.Called, &r.Report), Outlet: r.Outlet, Fetched: clock(r.Fetched, time.UTC),
		Age: age(c.now.Sub(r.Fetched)), Outside: r.Read.Outside, Places: strings.Join(r.Read.Places, ", "),
		MoreSaid: r.Read.Said - len(r.Read.Statements), MoreSeen: max(len(r.Seen)-seenShown, 0)}
	if r.State != q.State {
		v.State = string(r.State)
	}
	if d != nil {
		if q.Briefing == "" {
			v.Briefing = d.state.Briefing.Title
		}
		if t, ok := d.state.Briefing.Track(brief.TrackID(r.Read.Track)); ok {
			v.Track = t.Name
		}
	}
	for _, st := range r.Read.Statements {
		v.Statements = append(v.Statements, cardStatement{Who: cmp.Or(st.Speaker, st.Role, "Nobody named"),
			Kind: strings.ReplaceAll(string(st.Kind), "_", " "), Words: st.Words, Due: Window(st.Due)})
	}
	var figures []string
	for _, f := range r.Read.Figures {
		text := f.Text
		if f.Of != "" && !strings.Contains(strings.ToLower(text), f.Of) {
			text = fmt.Sprintf("%s (%s)", text, f.Of)
		}
		figures = append(figures, text)
	}
	v.Figures = strings.Join(figures, ", ")
	return v
}

// Window says until when, or between which days, a term is due; empty when that is open.
func Window(d brief.Due) string {
	switch {
	case d.From == d.To || d.From == "":
		return d.To
	case d.To == "":
		return "from " + d.From
	}
	return d.From + " to " + d.To
}

// called gives a report's title, or what it is called without one; then it is read.
func (s *deskServer) called(c *call, r *brief.Report) (string, error) {
	if title := (brief.Reading{Report: brief.ReadReport{Title: r.Title}}).Heading(); title != "" {
		return title, nil
	}
	reading, err := s.reading(c, r)
	return headingOr(reading.Heading(), r), err
}

// headingOr is what a report is called on a page, when nothing in it says that.
func headingOr(heading string, r *brief.Report) string {
	return cmp.Or(heading, r.URL, "(no title)")
}
