package web

import (
	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// apiGlance gives the list at a glance with its revision.
func (s *deskServer) apiGlance(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Rev   int          `json:"rev"`
		Seq   brief.Seq    `json:"seq"`
		Lines []brief.Line `json:"lines"`
	}{d.state.GlanceRev, d.state.GlanceSeq, some(d.state.Glance.Lines)})
}

// apiSetGlance publishes an edit of the list at a glance: lines to add, to change with a class each, to take off,
// and the order.
func (s *deskServer) apiSetGlance(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	rev, err := ifMatch(c.r)
	if err != nil {
		return err
	}
	var edit desk.GlanceEdit
	if err := readJSON(c.r, &edit); err != nil {
		return err
	}
	edit.Briefing, edit.IfRev, edit.Key = d.id, rev, c.r.Header.Get("Idempotency-Key")
	out, err := s.Desk.SetGlance(c.ctx(), c.now, c.who, edit)
	if err != nil {
		return stale(err, rev, d.state.GlanceRev)
	}
	return c.told(out)
}
