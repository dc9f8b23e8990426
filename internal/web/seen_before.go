package web

import (
	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
)

// SeenBefore is what a report is to another one of its briefing, as a proposal, with a sentence that says it.
type SeenBefore struct {
	echo.Proposal
	Words string `json:"words"`
}

// ListedReport is a report of a list.
type ListedReport struct {
	brief.Report
	Seen []SeenBefore `json:"seen"`
}

// seen gives what a report is to others. Looking keeps nothing, and both are always kept.
func (s *deskServer) seen(c *call, r brief.Report) ([]SeenBefore, error) {
	found, err := s.Seen(c.ctx(), r)
	if err != nil {
		return nil, err
	}
	out := make([]SeenBefore, 0, len(found))
	for _, p := range found {
		out = append(out, SeenBefore{p, p.String()})
	}
	return out, nil
}
