package web

import (
	"net/http"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// speakersView is the register of a briefing.
type speakersView struct {
	Frame          frame
	Name           brief.Name
	Key            string
	Speakers       []speakerRow
	Choices        []choice
	Suggested      string
	Reconstruction bool
	Back           string
}

type speakerRow struct {
	ID                     brief.SpeakerID
	Rev                    int
	Name, Aliases, Offices string
	Said                   string
	Body                   bool
	Merged                 string
}

// speakersPage lists the register.
func (s *deskServer) speakersPage(c *call) error {
	return s.showSpeakers(c, http.StatusOK, nil)
}

func (s *deskServer) showSpeakers(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	list, err := s.register(c, d)
	if err != nil {
		return err
	}
	view := speakersView{Frame: s.frameOf(c, d, "Who speaks", "speakers"), Name: d.name(), Key: newKey(), Suggested: c.query("name"), Reconstruction: d.state.Briefing.Reconstruction,
		Back: c.query("back")}
	view.Frame.Trouble = wrong
	names := map[brief.SpeakerID]string{}
	for _, v := range list {
		names[v.ID] = v.Name
	}
	for _, v := range list {
		row := speakerRow{ID: v.ID, Rev: v.Rev, Said: counted(v.Statements, "statement", "statements"), Name: v.Name, Aliases: strings.Join(v.Aliases, "\n"), Body: v.Speaker.Body, Merged: names[v.MergedInto]}
		for _, r := range v.Roles {
			row.Offices += desk.WriteOffice(r) + "\n"
		}
		view.Speakers = append(view.Speakers, row)
		if v.MergedInto == "" {
			view.Choices = append(view.Choices, choice{Value: string(v.ID), Name: v.Name})
		}
	}
	return s.show(c, status, "speakers", view)
}

// speakerForm adds a speaker, changes one, or makes two one.
func (s *deskServer) speakerForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if err = s.speakerAct(c, d); err != nil {
		if brief.KindOf(err) == brief.KindOther {
			return err
		}
		return s.showSpeakers(c, statusOf(err), troubleOf(err))
	}
	return c.to(d.at("speakers"))
}

func (s *deskServer) speakerAct(c *call, d *dossier) error {
	dated, err := parseTime(c.field("dated"), d.zone)
	if err != nil {
		return err
	}
	id := brief.SpeakerID(c.field("speaker"))
	switch c.field("act") {
	case "merge":
		_, err = s.Desk.MergeSpeakers(c.ctx(), c.now, c.who, desk.Merge{Briefing: d.id, From: id, Into: brief.SpeakerID(c.field("into")), Note: c.field("note"), Dated: dated, Key: c.field("key")})
		return err
	case "unmerge":
		_, err = s.Desk.UnmergeSpeakers(c.ctx(), c.now, c.who, desk.Merge{Briefing: d.id, From: id, Note: c.field("note"), Dated: dated, Key: c.field("key")})
		return err
	}
	e := desk.SpeakerEdit{Briefing: d.id, Speaker: id, Class: brief.Publish, Note: c.field("note"), Dated: dated, Key: c.field("key"),
		Body: brief.Speaker{Name: c.field("name"), Body: c.field("body") == "yes"}}
	for line := range strings.Lines(c.form.Get("aliases")) {
		if line = strings.TrimSpace(line); line != "" {
			e.Body.Aliases = append(e.Body.Aliases, line)
		}
	}
	if e.Body.Roles, err = desk.ParseEach(c.form.Get("offices"), desk.ParseOffice); err != nil {
		return err
	}
	if id != "" {
		if e.IfRev, err = formRev(c); err != nil {
			return err
		}
		e.Class = brief.Update
		if e.Note != "" {
			e.Class = brief.Correct
		}
	}
	_, err = s.Desk.SetSpeaker(c.ctx(), c.now, c.who, e)
	return err
}
