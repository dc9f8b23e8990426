package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/record"
)

// draftsView lists what is not in the record yet.
type draftsView struct {
	Frame  frame
	Name   brief.Name
	Drafts []draftRow
}

type draftRow struct {
	ID                             string
	Headline, Until, Saved, Person string
	Reason                         string
	Class                          brief.EntryKind
	Open, MayDelete                bool
}

// draftsPage lists drafts and acts under embargo.
func (s *deskServer) draftsPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	drafts, err := s.Drafts.Drafts(c.ctx(), d.id)
	if err != nil {
		return err
	}
	names, err := s.names(c)
	if err != nil {
		return err
	}
	view := draftsView{Frame: s.frameOf(c, d, "Drafts and embargoes", "drafts"), Name: d.name()}
	for _, draft := range drafts {
		row := draftRow{ID: draft.ID, Headline: draftTitle(draft), Until: "somebody to publish it", Class: draft.Kind,
			Saved: clock(draft.Saved, d.zone), Person: names[draft.Person], Reason: draft.Reason,
			Open: draft.EmbargoUntil.IsZero() && draft.Kind.OfDevelopment(), MayDelete: mayDelete(c.who, draft) == nil}
		if !draft.EmbargoUntil.IsZero() {
			row.Until = "its embargo, " + clock(draft.EmbargoUntil, d.zone)
		}
		view.Drafts = append(view.Drafts, row)
	}
	return s.show(c, http.StatusOK, "drafts", view)
}

// draftTitle names a draft by its headline, or by the title of its maps; a list at a glance has neither.
func draftTitle(draft brief.Draft) string {
	var d struct {
		Headline string `json:"headline"`
		Title    string `json:"title"`
	}
	if err := json.Unmarshal(draft.Body, &d); err != nil {
		return string(draft.Kind)
	}
	return cmp.Or(d.Headline, d.Title, string(draft.Kind))
}

// draftSave keeps what the form holds, fit to be published or not. It is not on the record.
func (s *deskServer) draftSave(c *call) error {
	d, f, base, err := s.asked(c)
	if err != nil {
		return err
	}
	ch, err := f.change(d, base)
	if err != nil {
		return s.refuseForm(c, d, &f, err)
	}
	ch.Development.Note = ch.Note
	body, err := record.Canonical(ch.Development)
	if err != nil {
		return err
	}
	_, err = s.Drafts.SaveDraft(c.ctx(), brief.Draft{ID: f.Draft, Briefing: d.id, Kind: ch.Kind, Item: ch.Item, IfRev: ch.IfRev, Dated: ch.Dated,
		Body: body, Person: c.who.ID, Saved: c.now.UTC()})
	if err != nil {
		return s.refuseForm(c, d, &f, err)
	}
	return c.to(d.at("drafts"))
}

// draftPage opens the form with a draft.
func (s *deskServer) draftPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	draft, err := s.draft(c, d, c.path("id"))
	if err != nil {
		return err
	}
	if !draft.EmbargoUntil.IsZero() || !draft.Kind.OfDevelopment() {
		return brief.Conflict("this waits for its embargo to lift, or is no development", "delete it and hand it in anew")
	}
	var dev brief.Development
	if err := json.Unmarshal(draft.Body, &dev); err != nil {
		return fmt.Errorf("decoding a draft: %w", err)
	}
	f := formOf(draft.Kind, draft.Item, draft.IfRev, dev)
	if f.Act == brief.Publish {
		f.Item = ""
	}
	f.Note, f.Key, f.Draft, f.Dated = dev.Note, newKey(), draft.ID, writeTime(draft.Dated, d.zone, brief.ToMinute)
	return s.showForm(c, d, &f, http.StatusOK, nil)
}

// waiting gives the drafts of a kind, which wait for a decision.
func (s *deskServer) waiting(c *call, d *dossier, kind brief.EntryKind) ([]brief.Draft, error) {
	all, err := s.Drafts.Drafts(c.ctx(), d.id)
	return slices.DeleteFunc(all, func(k brief.Draft) bool { return k.Kind != kind }), err
}

// draft finds one draft of a briefing.
func (s *deskServer) draft(c *call, d *dossier, id string) (brief.Draft, error) {
	all, err := s.Drafts.Drafts(c.ctx(), d.id)
	if err != nil {
		return brief.Draft{}, err
	}
	for _, draft := range all {
		if draft.ID == id {
			return draft, nil
		}
	}
	return brief.Draft{}, brief.NotFound("there is no such draft", "it may have been published or deleted")
}

// dropDraft throws the draft of something away that is published now; one that is gone already is fine.
func (s *deskServer) dropDraft(c *call, d *dossier, id string) error {
	if id == "" {
		return nil
	}
	err := s.Drafts.DeleteDraft(c.ctx(), d.id, id)
	if brief.KindOf(err) == brief.KindNotFound {
		return nil
	}
	return err
}

// mayDelete lets people delete their own drafts, and those who may publish every draft and embargoed act.
func mayDelete(who brief.Person, draft brief.Draft) error {
	if draft.Person == who.ID && draft.EmbargoUntil.IsZero() {
		return nil
	}
	return desk.Can(who.Role, desk.Publish)
}

// draftDelete throws a draft away, or calls an act under embargo off.
func (s *deskServer) draftDelete(c *call) error {
	d, err := s.deleteDraft(c)
	if err != nil {
		return err
	}
	return c.to(d.at("drafts"))
}

func (s *deskServer) deleteDraft(c *call) (*dossier, error) {
	d, err := s.dossier(c)
	if err != nil {
		return nil, err
	}
	draft, err := s.draft(c, d, c.path("id"))
	if err != nil {
		return nil, err
	}
	if err := mayDelete(c.who, draft); err != nil {
		return nil, err
	}
	if err := s.Drafts.DeleteDraft(c.ctx(), d.id, draft.ID); err != nil {
		return nil, err
	}
	return d, s.note(c, desk.Draft, "delete "+draft.ID, d.id)
}
