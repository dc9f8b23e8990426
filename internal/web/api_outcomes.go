package web

import (
	"net/http"
	"time"

	"livebrief/internal/brief"
)

// outcomeRequest proposes an outcome of a term.
type outcomeRequest struct {
	Term      brief.TermID       `json:"term"`
	Verdict   brief.Verdict      `json:"verdict"`
	AsOf      brief.Date         `json:"as_of"`
	Rationale string             `json:"rationale"`
	RestsOn   []brief.EvidenceID `json:"rests_on"`
	Weak      bool               `json:"weak"`
	Dated     time.Time          `json:"dated"`
}

// apiPropose keeps an outcome for somebody else to decide.
func (s *deskServer) apiPropose(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req outcomeRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	p, err := s.Desk.Propose(c.ctx(), c.now, c.who, d.id, brief.Outcome{Statement: brief.StatementID(c.path("id")), Term: req.Term, Verdict: req.Verdict,
		AsOf: req.AsOf, Rationale: req.Rationale, RestsOn: req.RestsOn, Weak: req.Weak}, req.Dated)
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, p)
}

// apiProposals lists what waits for a decision.
func (s *deskServer) apiProposals(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	limit, err := limitOf(c.r, 50)
	if err != nil {
		return err
	}
	list, err := s.Proposals.Proposals(c.ctx(), d.id, limit)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Proposals []brief.Proposal `json:"proposals"`
	}{some(list)})
}

// decisionRequest is what somebody says of a proposal.
type decisionRequest struct {
	Note string `json:"note"`
}

// apiApprove puts a proposed outcome on the record.
func (s *deskServer) apiApprove(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req decisionRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	out, err := s.Desk.Approve(c.ctx(), c.now, c.who, d.id, c.path("id"), req.Note)
	if err != nil {
		return err
	}
	return c.told(out)
}

// apiDecline turns a proposed outcome down.
func (s *deskServer) apiDecline(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req decisionRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	if err := s.Desk.Decline(c.ctx(), c.who, d.id, c.path("id"), req.Note); err != nil {
		return err
	}
	return c.answer(struct {
		State brief.ProposalState `json:"state"`
	}{brief.ProposalDeclined})
}
