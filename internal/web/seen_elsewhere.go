package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/reading/echo"
)

// Echoes tells what a report is to the others of its briefing, as proposals, and keeps which a person turned down.
type Echoes interface {
	// Seen proposes copies, updated ones, parts, and reports on the same event.
	Seen(ctx context.Context, r brief.Report) ([]echo.Proposal, error)
	// Story gives the reports that belong with one by the proposals as they are, itself first.
	Story(ctx context.Context, r brief.Report) ([]brief.ReportID, error)
	// Apart gives the reports of which a person said that they are not the same as this one.
	Apart(ctx context.Context, r brief.Report) ([]brief.ReportID, error)
	// SetApart keeps that two reports are not the same, or takes that back; it tells whether that is new.
	SetApart(ctx context.Context, a, b brief.Report, apart bool) (bool, error)
}

// SeenElsewhere is what a report is to another one of its briefing, as a proposal, with a sentence that says it.
type SeenElsewhere struct {
	echo.Proposal
	Words string `json:"words"`
}

// ListedReport is a report of a list, with what was read in it.
type ListedReport struct {
	brief.Report
	Read Glimpse         `json:"read"`
	Seen []SeenElsewhere `json:"seen"`
	// Story are the other reports that belong with this one.
	Story []brief.ReportID `json:"story"`
}

// seen gives what a report is to others. Looking keeps nothing, and both are always kept.
func (s *deskServer) seen(c *call, r brief.Report) ([]SeenElsewhere, error) {
	found, err := s.Echoes.Seen(c.ctx(), r)
	if err != nil {
		return nil, err
	}
	out := make([]SeenElsewhere, 0, len(found))
	for _, p := range found {
		out = append(out, SeenElsewhere{p, p.String()})
	}
	return out, nil
}

// listed adds to each report of a list what was read in it, where else it was seen, and what belongs with it.
func (s *deskServer) listed(c *call, list []brief.Report) ([]ListedReport, error) {
	read, err := s.glimpse(c, list)
	if err != nil {
		return nil, err
	}
	out := make([]ListedReport, 0, len(list))
	stories := map[brief.ReportID][]brief.ReportID{}
	for i, r := range list {
		seen, err := s.seen(c, r)
		if err != nil {
			return nil, err
		}
		if len(seen) > 0 && stories[r.ID] == nil {
			story, err := s.Echoes.Story(c.ctx(), r)
			if err != nil {
				return nil, err
			}
			for _, id := range story {
				if stories[id] == nil {
					stories[id] = story
				}
			}
		}
		others := slices.DeleteFunc(slices.Clone(stories[r.ID]), func(id brief.ReportID) bool { return id == r.ID })
		out = append(out, ListedReport{Report: r, Read: read[i], Seen: seen, Story: some(others)})
	}
	return out, nil
}

// seenLine is a proposal as a page says it: with the outlet of the other report in place of its id.
type seenLine struct {
	ID    brief.ReportID
	Words string
	Later bool
}

// seenLines says proposals for a page. Known are reports that are at hand; others are looked up.
func (s *deskServer) seenLines(c *call, found []SeenElsewhere, known map[brief.ReportID]string) ([]seenLine, error) {
	out := make([]seenLine, 0, len(found))
	for _, p := range found {
		outlet, ok := known[p.ID]
		if !ok {
			other, err := s.Reports.Report(c.ctx(), p.ID)
			if err != nil {
				return nil, err
			}
			outlet = other.Outlet
		}
		said := p.Proposal
		said.ID = brief.ReportID(cmp.Or(outlet, "one without an outlet"))
		out = append(out, seenLine{p.ID, said.String(), p.Later})
	}
	return out, nil
}

// apartFrom lists the reports of which a person said that they are not the same as this one.
func (s *deskServer) apartFrom(c *call, r brief.Report) ([]apartFrom, error) {
	ids, err := s.Echoes.Apart(c.ctx(), r)
	if err != nil {
		return nil, err
	}
	var out []apartFrom
	for _, id := range ids {
		other, err := s.Reports.Report(c.ctx(), id)
		if err != nil {
			return nil, err
		}
		title, err := s.called(c, &other)
		if err != nil {
			return nil, err
		}
		out = append(out, apartFrom{id, title})
	}
	return out, nil
}

// setApart keeps that two reports are not the same, or takes that back, in the name of who says it.
func (s *deskServer) setApart(c *call, other brief.ReportID, apart bool) error {
	var two [2]brief.Report
	for i, id := range [2]brief.ReportID{brief.ReportID(c.path("id")), other} {
		var err error
		if two[i], err = s.Reports.Report(c.ctx(), id); err != nil {
			return err
		}
	}
	if two[0].Briefing != two[1].Briefing {
		return brief.Invalid("the two reports came for different briefings", "reports of one briefing only are compared")
	}
	changed, err := s.Echoes.SetApart(c.ctx(), two[0], two[1], apart)
	if err != nil || !changed {
		return err
	}
	verb := desk.Apart
	if !apart {
		verb = desk.Together
	}
	return s.note(c, verb, string(two[0].ID)+" "+string(two[1].ID), two[0].Briefing)
}

// apartForm is "Not the same" on the page of a report; togetherForm takes it back.
func (s *deskServer) apartForm(c *call) error    { return s.partForm(c, true) }
func (s *deskServer) togetherForm(c *call) error { return s.partForm(c, false) }

func (s *deskServer) partForm(c *call, apart bool) error {
	if err := s.setApart(c, brief.ReportID(c.field("other")), apart); err != nil {
		return err
	}
	return c.to("/reports/" + url.PathEscape(c.path("id")) + "#seen")
}

// apiApart keeps that two reports are not the same; apiTogether takes it back. Asked again, neither changes anything.
func (s *deskServer) apiApart(c *call) error    { return s.apiPart(c, true) }
func (s *deskServer) apiTogether(c *call) error { return s.apiPart(c, false) }

func (s *deskServer) apiPart(c *call, apart bool) error {
	var req struct {
		Other brief.ReportID `json:"other"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	if req.Other == "" {
		return brief.Invalid("it is not said which other report is meant", `send {"other":"ID"}`)
	}
	return c.nothing(s.setApart(c, req.Other, apart))
}
