package web

import (
	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
)

// SeenElsewhere is what a report is to another one of its briefing, as a proposal, with a sentence that says it.
type SeenElsewhere struct {
	echo.Proposal
	Words string `json:"words"`
}

// ListedReport is a report of a list.
type ListedReport struct {
	brief.Report
	Seen []SeenElsewhere `json:"seen"`
}

// seen gives what a report is to others. Looking keeps nothing, and both are always kept.
func (s *deskServer) seen(c *call, r brief.Report) ([]SeenElsewhere, error) {
	found, err := s.Seen(c.ctx(), r)
	if err != nil {
		return nil, err
	}
	out := make([]SeenElsewhere, 0, len(found))
	for _, p := range found {
		out = append(out, SeenElsewhere{p, p.String()})
	}
	return out, nil
}
