package web

import (
	"net/http"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
)

// itemSummary is one line of the list of items.
type itemSummary struct {
	Item     brief.ItemID          `json:"item"`
	Rev      int                   `json:"rev"`
	Seq      brief.Seq             `json:"seq"`
	Class    brief.EntryKind       `json:"class"`
	Kind     brief.DevelopmentKind `json:"kind"`
	Track    brief.TrackID         `json:"track"`
	Status   edition.Status        `json:"status"`
	When     time.Time             `json:"when"`
	Headline string                `json:"headline"`
}

// apiItems lists the newest developments and stories.
func (s *deskServer) apiItems(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	limit, err := limitOf(c.r, 50)
	if err != nil {
		return err
	}
	items := d.state.Developments(edition.Filter{}, 0, limit)
	stories := d.state.Stories(limit)
	items = append(items[:len(items):len(items)], stories...)
	developments, err := s.bodies(c, d, items)
	if err != nil {
		return err
	}
	list := make([]itemSummary, 0, len(items))
	for i, it := range items {
		list = append(list, itemSummary{Item: it.ID, Rev: it.Rev, Seq: it.Current, Class: it.Class, Kind: it.Kind, Track: it.Track,
			Status: it.Status, When: it.When, Headline: developments[i].Headline})
	}
	return c.answer(struct {
		Items []itemSummary `json:"items"`
	}{list})
}

// itemAnswer is one item with what stands and everything that was done to it.
type itemAnswer struct {
	Item        brief.ItemID      `json:"item"`
	Rev         int               `json:"rev"`
	Entry       brief.Entry       `json:"entry"`
	Development brief.Development `json:"development"`
	History     []brief.Entry     `json:"history"`
}

// apiItem gives one item.
func (s *deskServer) apiItem(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	history, now, rev, err := s.standing(c, d, brief.ItemID(c.path("item")))
	if err != nil {
		return err
	}
	answer := itemAnswer{Item: brief.ItemID(c.path("item")), Rev: rev, Development: now}
	for _, p := range history {
		answer.History = append(answer.History, p.Entry)
		if p.Entry.Kind.OfDevelopment() {
			answer.Entry = p.Entry
		}
	}
	return c.answer(answer)
}

// actRequest is one act on a development.
type actRequest struct {
	Kind         brief.EntryKind   `json:"kind"`
	Item         brief.ItemID      `json:"item"`
	Development  brief.Development `json:"development"`
	Note         string            `json:"note"`
	Dated        time.Time         `json:"dated"`
	EmbargoUntil time.Time         `json:"embargo_until"`
	Lang         string            `json:"lang"`
}

// actAnswer is what came of an act: an entry of the record, or a draft that waits for its embargo.
type actAnswer struct {
	Entry    *brief.Entry   `json:"entry,omitempty"`
	Draft    *brief.Draft   `json:"draft,omitempty"`
	Warnings []desk.Warning `json:"warnings"`
}

// told answers with the outcome of an act.
func (c *call) told(out desk.Outcome) error {
	if out.Entry == nil {
		return writeJSON(c.w, http.StatusAccepted, answerOf(out))
	}
	return writeJSON(c.w, http.StatusCreated, answerOf(out))
}

func answerOf(out desk.Outcome) actAnswer {
	return actAnswer{Entry: out.Entry, Draft: out.Draft, Warnings: some(out.Warnings)}
}

// apiAct publishes or changes a development.
func (s *deskServer) apiAct(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req actRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	ch := desk.Change{Briefing: d.id, Kind: req.Kind, Item: req.Item, Development: req.Development, Note: req.Note, Lang: req.Lang,
		Dated: req.Dated, EmbargoUntil: req.EmbargoUntil, Key: c.r.Header.Get("Idempotency-Key")}
	if req.Kind != brief.Publish {
		if ch.IfRev, err = ifMatch(c.r); err != nil {
			return err
		}
	}
	out, err := s.do(c, ch)
	if brief.KindOf(err) == brief.KindConflict && req.Kind != brief.Publish {
		if _, _, rev, lookErr := s.standing(c, d, req.Item); lookErr == nil {
			err = stale(err, ch.IfRev, rev)
		}
	}
	if err != nil {
		return err
	}
	return c.told(out)
}

// redactRequest takes text out of the record.
type redactRequest struct {
	Item   brief.ItemID `json:"item"`
	Class  string       `json:"class"`
	Reason string       `json:"reason"`
	Strike []string     `json:"strike"`
}

// apiRedact takes text out of the record, openly.
func (s *deskServer) apiRedact(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req redactRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	out, err := s.Desk.Redact(c.ctx(), c.now, c.who, desk.RedactOrder{Briefing: d.id, Item: req.Item, Class: req.Class,
		Reason: req.Reason, Strike: req.Strike, Key: c.r.Header.Get("Idempotency-Key")})
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusCreated, redactAnswer{answerOf(out), some(d.state.Briefing.Mirrors)})
}

// redactAnswer says besides which mirrors hold the text until they take the new edition: those that were named when it
// was removed.
type redactAnswer struct {
	actAnswer
	Mirrors []string `json:"mirrors"`
}

// apiDrafts lists what is not in the record yet.
func (s *deskServer) apiDrafts(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	drafts, err := s.Drafts.Drafts(c.ctx(), d.id)
	if err != nil {
		return err
	}
	if drafts == nil {
		drafts = []brief.Draft{}
	}
	return c.answer(struct {
		Drafts []brief.Draft `json:"drafts"`
	}{drafts})
}

// apiDraftDelete throws a draft away.
func (s *deskServer) apiDraftDelete(c *call) error {
	_, err := s.deleteDraft(c)
	return c.nothing(err)
}

// nothing answers with 204, or passes the error on.
func (c *call) nothing(err error) error {
	if err == nil {
		c.w.WriteHeader(http.StatusNoContent)
	}
	return err
}
