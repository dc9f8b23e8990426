package web

import (
	"encoding/json"
	"net/http"

	"livebrief/internal/brief"
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
	Class                          brief.EntryKind
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
	people, err := s.People.People(c.ctx())
	if err != nil {
		return err
	}
	names := map[brief.PersonID]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	view := draftsView{Frame: s.frameOf(c, d, "Drafts and embargoes", "drafts"), Name: d.name()}
	for _, draft := range drafts {
		row := draftRow{ID: draft.ID, Headline: draftTitle(draft), Until: "somebody to publish it", Class: draft.Kind,
			Saved: clock(draft.Saved, d.zone), Person: names[draft.Person]}
		if !draft.EmbargoUntil.IsZero() {
			row.Until = "its embargo, " + clock(draft.EmbargoUntil, d.zone)
		}
		view.Drafts = append(view.Drafts, row)
	}
	return s.show(c, http.StatusOK, "drafts", view)
}

// draftTitle names a draft by its headline; a list at a glance has none.
func draftTitle(draft brief.Draft) string {
	var d struct {
		Headline string `json:"headline"`
	}
	if err := json.Unmarshal(draft.Body, &d); err != nil || d.Headline == "" {
		return string(draft.Kind)
	}
	return d.Headline
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
	if err := s.Drafts.DeleteDraft(c.ctx(), d.id, c.path("id")); err != nil {
		return nil, err
	}
	return d, s.note(c, "delete-draft", c.path("id"), d.id)
}
