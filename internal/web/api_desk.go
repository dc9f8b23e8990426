package web

import (
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// apiLint says what the rules have against a development or a line; it keeps nothing.
func (s *deskServer) apiLint(c *call) error {
	var req struct {
		Development *brief.Development `json:"development"`
		Line        *brief.Line        `json:"line"`
		Note        string             `json:"note"`
		Lang        string             `json:"lang"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	warnings := []desk.Warning{}
	if req.Development != nil {
		warnings = append(warnings, desk.Lint(*req.Development, desk.LintFacts{Lang: req.Lang})...)
	}
	if req.Line != nil {
		warnings = append(warnings, desk.LintLine(*req.Line, req.Note, desk.LintFacts{Lang: req.Lang})...)
	}
	return c.answer(struct {
		Warnings []desk.Warning `json:"warnings"`
	}{warnings})
}

// apiSources lists the sources with their health.
func (s *deskServer) apiSources(c *call) error {
	list, err := s.Sources.Sources(c.ctx())
	if err != nil {
		return err
	}
	return c.answer(struct {
		Sources []brief.Source `json:"sources"`
	}{some(list)})
}

// apiAddSource starts watching a source.
func (s *deskServer) apiAddSource(c *call) error {
	var f sourceFields
	if err := readJSON(c.r, &f); err != nil {
		return err
	}
	src, err := s.addSource(c, &f)
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, struct {
		Source brief.Source `json:"source"`
	}{src})
}

// apiTestSource looks at an address once and says what it would bring.
func (s *deskServer) apiTestSource(c *call) error {
	var req struct {
		Address string `json:"address"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	trial, err := s.Intake.Test(c.ctx(), req.Address)
	if err != nil {
		return err
	}
	trial.Items = some(trial.Items)
	return c.answer(trial)
}

// apiRemoveSource stops watching a source; what it brought stays.
func (s *deskServer) apiRemoveSource(c *call) error { return c.nothing(s.removeSource(c)) }

// apiPeople lists the people of the desk.
func (s *deskServer) apiPeople(c *call) error {
	list, err := s.People.People(c.ctx())
	if err != nil {
		return err
	}
	return c.answer(struct {
		People []brief.Person `json:"people"`
	}{some(list)})
}

// apiAddPerson adds somebody and gives their token this once.
func (s *deskServer) apiAddPerson(c *call) error {
	var req struct {
		Name string     `json:"name"`
		Role brief.Role `json:"role"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	p, token, err := s.addPerson(c, req.Name, req.Role)
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, struct {
		Person brief.Person `json:"person"`
		Token  string       `json:"token"`
	}{p, token})
}

// apiRevoke ends somebody's access at once.
func (s *deskServer) apiRevoke(c *call) error { return c.nothing(s.revoke(c)) }

// apiAudit lists who did what, the newest first.
func (s *deskServer) apiAudit(c *call) error {
	limit, err := limitOf(c.r, auditShown)
	if err != nil {
		return err
	}
	list, err := s.Auditor.AuditLog(c.ctx(), limit)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Audit []brief.Audit `json:"audit"`
	}{some(list)})
}
