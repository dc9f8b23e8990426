package web

import (
	"encoding/json"
	"net/http"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// apiMe says whose token it is.
func (s *deskServer) apiMe(c *call) error {
	return c.answer(struct {
		Person brief.Person `json:"person"`
	}{c.who})
}

// briefingAnswer is a briefing as programs get it.
type briefingAnswer struct {
	ID       brief.BriefingID `json:"id"`
	Rev      int              `json:"rev"`
	Seq      brief.Seq        `json:"seq"`
	Briefing brief.Briefing   `json:"briefing"`
	Warnings []desk.Warning   `json:"warnings,omitempty"`
}

func (d *dossier) answer() briefingAnswer {
	return briefingAnswer{ID: d.id, Rev: d.state.BriefingRev, Seq: d.state.Seq, Briefing: d.state.Briefing}
}

// apiBriefings lists the briefings.
func (s *deskServer) apiBriefings(c *call) error {
	all, err := s.dossiers(c)
	if err != nil {
		return err
	}
	list := make([]briefingAnswer, 0, len(all))
	for _, d := range all {
		list = append(list, d.answer())
	}
	return c.answer(struct {
		Briefings []briefingAnswer `json:"briefings"`
	}{list})
}

// apiBriefing gives one briefing.
func (s *deskServer) apiBriefing(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return c.answer(d.answer())
}

// newBriefing is a briefing to be made: the template, and the fields that differ from it.
type newBriefing struct {
	brief.Briefing
	Dated time.Time `json:"dated"`
}

// apiCreate makes a briefing; what is not sent comes from the template.
func (s *deskServer) apiCreate(c *call) error {
	var fresh newBriefing
	if err := readJSON(c.r, &fresh); err != nil {
		return err
	}
	id, out, err := s.create(c, fresh)
	if err != nil {
		return err
	}
	d, err := s.dossierOf(c, id)
	if err != nil {
		return err
	}
	answer := d.answer()
	answer.Warnings = out.Warnings
	return writeJSON(c.w, http.StatusCreated, answer)
}

// create makes a briefing and begins its record.
func (s *deskServer) create(c *call, b newBriefing) (brief.BriefingID, desk.Outcome, error) {
	if err := b.Name.Check(); err != nil {
		return "", desk.Outcome{}, err
	}
	return s.Desk.Create(c.ctx(), c.now, c.who, b.Briefing, s.Origin(b.Name), b.Dated)
}

// apiEdit changes what a briefing says of itself; fields that are not sent stay.
func (s *deskServer) apiEdit(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	rev, err := ifMatch(c.r)
	if err != nil {
		return err
	}
	b, err := copyOf(d.state.Briefing)
	if err != nil {
		return err
	}
	if err := readJSON(c.r, &b); err != nil {
		return err
	}
	out, err := s.Desk.Edit(c.ctx(), c.now, c.who, d.id, b, rev, c.r.Header.Get("Idempotency-Key"))
	if err != nil {
		return stale(err, rev, d.state.BriefingRev)
	}
	answer := briefingAnswer{ID: d.id, Rev: rev, Seq: d.state.Seq, Briefing: b, Warnings: out.Warnings}
	if out.Entry != nil {
		answer.Rev, answer.Seq = out.Entry.Rev, out.Entry.Seq
	}
	return c.answer(answer)
}

// copyOf copies a briefing down to its lists, so that decoding over it does not write into a shared edition.
func copyOf(b brief.Briefing) (brief.Briefing, error) {
	raw, err := json.Marshal(b)
	if err != nil {
		return b, err
	}
	var fresh brief.Briefing
	return fresh, json.Unmarshal(raw, &fresh)
}

// stale gives a conflict the status of a failed precondition when the revision is what failed.
func stale(err error, sent, stands int) error {
	if brief.KindOf(err) == brief.KindConflict && sent != stands {
		return withStatus(http.StatusPreconditionFailed, err)
	}
	return err
}
