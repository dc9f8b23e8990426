package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// listedSpeaker is a speaker of the register with the revision and how many statements are recorded.
type listedSpeaker struct {
	ID         brief.SpeakerID `json:"id"`
	Rev        int             `json:"rev"`
	Statements int             `json:"statements"`
	brief.Speaker
}

// apiSpeakers lists the register by name, merged speakers last.
func (s *deskServer) apiSpeakers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	list, err := s.register(c, d)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Speakers []listedSpeaker `json:"speakers"`
	}{list})
}

// register gives the speakers by name, merged ones last.
func (s *deskServer) register(c *call, d *dossier) ([]listedSpeaker, error) {
	register, err := s.Ledger.Register(c.ctx(), d.id)
	if err != nil {
		return nil, err
	}
	said := map[brief.SpeakerID]int{}
	for _, v := range d.state.Speakers() {
		said[v.ID] = v.Statements
	}
	list := make([]listedSpeaker, 0, len(register))
	for id, r := range register {
		list = append(list, listedSpeaker{id, r.Rev, said[id], r.Speaker})
	}
	slices.SortFunc(list, func(a, b listedSpeaker) int {
		return cmp.Or(cmp.Compare(a.MergedInto, b.MergedInto), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// apiAddSpeaker adds a speaker.
func (s *deskServer) apiAddSpeaker(c *call) error { return s.setSpeaker(c, "", 0) }

// apiChangeSpeaker changes one.
func (s *deskServer) apiChangeSpeaker(c *call) error {
	rev, err := ifMatch(c.r)
	if err != nil {
		return err
	}
	return s.setSpeaker(c, brief.SpeakerID(c.path("id")), rev)
}

func (s *deskServer) setSpeaker(c *call, id brief.SpeakerID, rev int) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var edit desk.SpeakerEdit
	if err := readJSON(c.r, &edit); err != nil {
		return err
	}
	if id == "" && edit.Class == "" {
		edit.Class = brief.Publish
	}
	edit.Briefing, edit.Speaker, edit.IfRev, edit.Key = d.id, id, rev, c.r.Header.Get("Idempotency-Key")
	out, err := s.Desk.SetSpeaker(c.ctx(), c.now, c.who, edit)
	if err != nil {
		return err
	}
	return c.told(out)
}

// mergeRequest makes the speaker of the address one with another, or takes that back.
type mergeRequest struct {
	Into  brief.SpeakerID `json:"into"`
	Note  string          `json:"note"`
	Dated time.Time       `json:"dated"`
}

// apiMergeSpeaker makes two speakers one.
func (s *deskServer) apiMergeSpeaker(c *call) error {
	return s.merge(c, s.Desk.MergeSpeakers)
}

// apiUnmergeSpeaker takes a merge back.
func (s *deskServer) apiUnmergeSpeaker(c *call) error {
	return s.merge(c, s.Desk.UnmergeSpeakers)
}

func (s *deskServer) merge(c *call, act func(context.Context, time.Time, brief.Person, desk.Merge) ([]brief.Entry, error)) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req mergeRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	entries, err := act(c.ctx(), c.now, c.who, desk.Merge{Briefing: d.id, From: brief.SpeakerID(c.path("id")), Into: req.Into, Note: req.Note,
		Dated: req.Dated, Key: c.r.Header.Get("Idempotency-Key")})
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, entriesAnswer{entries})
}
