package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// settingsView is the form of a briefing: a new one, or what one says of itself.
type settingsView struct {
	Frame                       frame
	Action, Key                 string
	Rev                         int
	New                         bool
	Form                        settingsFields
	Templates, States, Sections []choice
	Witnesses                   []witnessLine
}

// WitnessState is how far a witness has come, for the desk.
type WitnessState struct {
	Name string
	// Size is the newest edition that it has cosigned, 0 for none, and At when it did.
	Size brief.Seq
	At   time.Time
	// Says is why it has not cosigned the newest one; empty when it has, or has not been asked yet.
	Says string
}

// witnessLine is a witness as the form shows it.
type witnessLine struct {
	Name, Cosigned, Says string
}

// settingsFields are the form's fields as text.
type settingsFields struct {
	Name, Template, Title, Standfirst, Zone, Languages, Tracks string
	State                                                      string
	Sections                                                   []string
	Outlet, Contact, Home, Imprint, Privacy                    string
	Colour, ColourDark, Logo                                   string
	Mirrors, Witnesses                                         string
	MapDelay, MapJump                                          string // minutes and percent
	MapDisputed                                                bool
	Reconstruction                                             bool
	Dated                                                      string
}

// settingsOf fills the form with a briefing.
func settingsOf(b *brief.Briefing) settingsFields {
	f := settingsFields{Name: string(b.Name), Template: b.Template, Title: b.Title, Standfirst: b.Standfirst, Zone: b.Zone,
		Languages: strings.Join(b.Languages, " "), State: string(b.State), Outlet: b.Identity.Name, Contact: b.Identity.Contact,
		Home: b.Identity.Home, Imprint: b.Identity.Imprint, Privacy: b.Identity.Privacy, Colour: b.Identity.Colour,
		ColourDark: b.Identity.ColourDark, Logo: b.Identity.Logo, Reconstruction: b.Reconstruction}
	f.Mirrors = strings.Join(b.Mirrors, "\n")
	f.MapDelay, f.MapJump = countOf(b.MapDelay), countOf(b.MapJump)
	f.MapDisputed = b.MapViewpoint == brief.Disputed
	for _, w := range b.Witnesses {
		f.Witnesses += w.Key + " " + w.URL + "\n"
	}
	for _, s := range b.Sections {
		f.Sections = append(f.Sections, string(s))
	}
	for _, t := range b.Tracks {
		f.Tracks += string(t.ID) + " = " + t.Name
		if t.From != "" || t.To != "" {
			f.Tracks += " @ " + t.From + ".." + t.To
		}
		f.Tracks += "\n"
	}
	return f
}

// readSettings takes the fields from the form.
func readSettings(c *call) settingsFields {
	return settingsFields{Name: c.field("name"), Template: c.field("template"), Title: c.field("title"), Standfirst: c.field("standfirst"),
		Zone: c.field("zone"), Languages: c.field("languages"), Tracks: c.form.Get("tracks"), State: c.field("state"),
		Sections: c.form["sections"], Outlet: c.field("identity-name"), Contact: c.field("identity-contact"), Home: c.field("identity-home"),
		Imprint: c.field("identity-imprint"), Privacy: c.field("identity-privacy"), Colour: c.field("identity-colour"),
		ColourDark: c.field("identity-colour-dark"), Logo: c.field("identity-logo"), Reconstruction: c.field("reconstruction") == "yes",
		Dated: c.field("dated"), Mirrors: c.form.Get("mirrors"), Witnesses: c.form.Get("witnesses"),
		MapDelay: c.field("map-delay"), MapJump: c.field("map-jump"), MapDisputed: c.field("map-viewpoint") == string(brief.Disputed)}
}

// countOf writes a number for a form, 0 as nothing.
func countOf(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// readCount reads a number from a form; nothing is 0.
func readCount(what, text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, brief.Invalid("the "+what+" is not a number: "+quoted(text), "write one, or leave it empty")
	}
	return n, nil
}

// lay puts what the form says over a briefing; fields left empty in a new one keep what the template has.
func (f *settingsFields) lay(b *brief.Briefing, fresh bool) error {
	put := func(to *string, from string) {
		if from != "" || !fresh {
			*to = from
		}
	}
	put(&b.Title, f.Title)
	put(&b.Standfirst, f.Standfirst)
	put(&b.Zone, f.Zone)
	put((*string)(&b.State), f.State)
	b.Identity = brief.Identity{Name: f.Outlet, Contact: f.Contact, Home: f.Home, Imprint: f.Imprint, Privacy: f.Privacy,
		Colour: f.Colour, ColourDark: f.ColourDark, Logo: f.Logo}
	b.Mirrors, b.Witnesses = lines(f.Mirrors), nil
	for _, line := range lines(f.Witnesses) {
		key, address, _ := strings.Cut(line, " ")
		b.Witnesses = append(b.Witnesses, brief.Witness{Key: key, URL: strings.TrimSpace(address)})
	}
	if langs := strings.FieldsFunc(f.Languages, func(r rune) bool { return r == ' ' || r == ',' }); len(langs) > 0 {
		b.Languages = langs
	}
	if len(f.Sections) > 0 || !fresh {
		b.Sections = []brief.Section{}
		for _, s := range f.Sections {
			b.Sections = append(b.Sections, brief.Section(s))
		}
	}
	var err error
	if b.MapDelay, err = readCount("delay of maps", f.MapDelay); err != nil {
		return err
	}
	if b.MapJump, err = readCount("share of a map", f.MapJump); err != nil {
		return err
	}
	if b.MapViewpoint = ""; f.MapDisputed {
		b.MapViewpoint = brief.Disputed
	}
	tracks, err := readTracks(f.Tracks)
	if len(tracks) > 0 || !fresh {
		b.Tracks = tracks
	}
	return err
}

// readTracks reads "id = Name @ from..to", one to a line.
func readTracks(text string) ([]brief.Track, error) {
	list := []brief.Track{}
	for i, line := range lines(text) {
		id, rest, ok := strings.Cut(line, "=")
		name, dates, _ := strings.Cut(rest, "@")
		from, to, _ := strings.Cut(dates, "..")
		t := brief.Track{ID: brief.TrackID(strings.TrimSpace(id)), Name: strings.TrimSpace(name), Order: i + 1,
			From: strings.TrimSpace(from), To: strings.TrimSpace(to)}
		if !ok || t.ID == "" || t.Name == "" {
			return nil, brief.Invalid("the track "+quoted(line)+" is not “id = Name”", "write one to a line, such as: aid = Military aid")
		}
		list = append(list, t)
	}
	return list, nil
}

// newPage opens the form of a new briefing.
func (s *deskServer) newPage(c *call) error {
	return s.showSettings(c, nil, settingsView{New: true, Action: "/new", Key: newKey(), Form: settingsFields{State: string(brief.Open)}}, http.StatusOK, nil)
}

// newForm makes a briefing.
func (s *deskServer) newForm(c *call) error {
	f := readSettings(c)
	b := brief.Briefing{Name: brief.Name(f.Name), Template: f.Template, Reconstruction: f.Reconstruction}
	dated, err := parseTime(f.Dated, time.UTC)
	if err == nil {
		err = f.lay(&b, true)
	}
	if err == nil {
		_, _, err = s.create(c, newBriefing{Briefing: b, Dated: dated})
	}
	if err != nil {
		if !badForm(err) && brief.KindOf(err) != brief.KindConflict {
			return err
		}
		return s.showSettings(c, nil, settingsView{New: true, Action: "/new", Key: newKey(), Form: f}, statusOf(err), err)
	}
	return c.to("/b/" + string(b.Name) + "/settings")
}

// settingsPage opens the form with what the briefing says of itself.
func (s *deskServer) settingsPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.showSettings(c, d, settingsView{Action: d.at("settings"), Key: newKey(), Rev: d.state.BriefingRev,
		Form: settingsOf(&d.state.Briefing)}, http.StatusOK, nil)
}

// settingsForm publishes what the form says.
func (s *deskServer) settingsForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(c.field("if_rev"))
	if err != nil {
		return malformed("the form holds no revision", "open the settings again")
	}
	f, b := readSettings(c), d.state.Briefing
	if err = f.lay(&b, false); err == nil {
		_, err = s.Desk.Edit(c.ctx(), c.now, c.who, d.id, b, rev, c.field("key"))
	}
	switch {
	case err == nil:
		return c.to(d.at("settings"))
	case brief.KindOf(err) == brief.KindConflict:
		return s.showSettings(c, d, settingsView{Action: d.at("settings"), Key: newKey(), Rev: d.state.BriefingRev, Form: f}, http.StatusConflict, err)
	case badForm(err):
		return s.showSettings(c, d, settingsView{Action: d.at("settings"), Key: c.field("key"), Rev: rev, Form: f}, http.StatusUnprocessableEntity, err)
	}
	return err
}

func (s *deskServer) showSettings(c *call, d *dossier, view settingsView, status int, wrong error) error {
	if d == nil {
		view.Frame = s.frame(c, "New briefing", "/")
	} else {
		view.Frame = s.frameOf(c, d, "Settings", "settings")
	}
	if wrong != nil {
		view.Frame.Trouble = troubleOf(wrong)
	}
	for _, t := range desk.Templates() {
		view.Templates = append(view.Templates, choice{t.Template, t.Template, t.Template == view.Form.Template})
	}
	if d != nil && s.Witnesses != nil {
		for _, w := range s.Witnesses(d.id) {
			line := witnessLine{Name: w.Name, Cosigned: "nothing cosigned yet", Says: w.Says}
			if w.Size > 0 {
				line.Cosigned = fmt.Sprintf("edition %d cosigned, %s", w.Size, w.At.In(d.state.Briefing.Location()).Format("2 January 2006, 15:04"))
			}
			view.Witnesses = append(view.Witnesses, line)
		}
	}
	view.States = choices(brief.States, brief.State(view.Form.State))
	for _, section := range brief.Sections {
		view.Sections = append(view.Sections, choice{string(section), string(section), slices.Contains(view.Form.Sections, string(section))})
	}
	return s.show(c, status, "settings", view)
}
