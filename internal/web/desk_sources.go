package web

import (
	"net/http"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// sourcesView lists what is watched, with how each does.
type sourcesView struct {
	Frame     frame
	MayChange bool
	Sources   []sourceRow
	Tested    *Trial
	Form      *sourceFields
	Kinds     []choice
	Briefings []choice
}

type sourceRow struct {
	ID                                         brief.SourceID
	Name, Address, Sentence, Checked, Briefing string
	Kind                                       brief.SourceKind
	Health                                     brief.Health
}

// sourceFields are the fields of the form as text; the API takes the same as JSON.
type sourceFields struct {
	Address  string `json:"address"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Briefing string `json:"briefing"`
	Language string `json:"language"`
	Every    string `json:"every"`
}

// everyUsual is the time between two looks when nobody says otherwise; everyLeast the shortest that is polite.
const (
	everyUsual = 5 * time.Minute
	everyLeast = 30 * time.Second
)

// sourcesPage lists the sources.
func (s *deskServer) sourcesPage(c *call) error {
	return s.showSources(c, sourcesView{Form: &sourceFields{Every: "5m", Kind: string(brief.SourcePress)}}, http.StatusOK, nil)
}

func (s *deskServer) showSources(c *call, view sourcesView, status int, wrong error) error {
	all, err := s.dossiers(c)
	if err != nil {
		return err
	}
	sources, err := s.Sources.Sources(c.ctx())
	if err != nil {
		return err
	}
	view.Frame, view.MayChange = s.frame(c, "Sources", "/sources"), desk.Can(c.who.Role, desk.Sources) == nil
	if wrong != nil {
		view.Frame.Trouble = troubleOf(wrong)
	}
	titles := map[brief.BriefingID]string{}
	for _, d := range all {
		titles[d.id] = d.state.Briefing.Title
		view.Briefings = append(view.Briefings, choice{string(d.name()), d.state.Briefing.Title, string(d.name()) == view.Form.Briefing})
	}
	for _, src := range sources {
		view.Sources = append(view.Sources, sourceRow{ID: src.ID, Name: src.Name, Address: src.Address, Sentence: src.Sentence,
			Checked: clock(src.Checked, time.UTC), Briefing: titles[src.Briefing], Kind: src.Kind, Health: src.Health})
	}
	view.Kinds = choices(brief.SourceKinds, brief.SourceKind(view.Form.Kind))
	return s.show(c, status, "sources", view)
}

func readSource(c *call) *sourceFields {
	return &sourceFields{Address: c.field("address"), Name: c.field("name"), Kind: c.field("kind"), Briefing: c.field("briefing"),
		Language: c.field("language"), Every: c.field("every")}
}

// sourceForm starts watching a source.
func (s *deskServer) sourceForm(c *call) error {
	f := readSource(c)
	if _, err := s.addSource(c, f); err != nil {
		if !badForm(err) && brief.KindOf(err) != brief.KindConflict {
			return err
		}
		return s.showSources(c, sourcesView{Form: f}, statusOf(err), err)
	}
	return c.to("/sources")
}

// addSource checks and keeps a source.
func (s *deskServer) addSource(c *call, f *sourceFields) (brief.Source, error) {
	src := brief.Source{Name: strings.TrimSpace(f.Name), Kind: brief.SourceKind(f.Kind), Language: f.Language, Address: strings.TrimSpace(f.Address),
		Every: everyUsual, AddedBy: c.who.ID, Health: brief.HealthNew, Sentence: "Nobody has looked yet."}
	if src.Kind == "" {
		src.Kind = brief.SourcePress
	}
	if err := checkSource(&src); err != nil {
		return src, err
	}
	if f.Every != "" {
		every, err := time.ParseDuration(f.Every)
		if err != nil || every < everyLeast {
			return src, brief.Invalid("the time between two looks "+quoted(f.Every)+" cannot be taken", "write 30s or more, such as 5m")
		}
		src.Every = every
	}
	if f.Briefing != "" {
		d, err := s.briefingOf(c, f.Briefing)
		if err != nil {
			return src, err
		}
		src.Briefing = d.id
	}
	src, err := s.Sources.AddSource(c.ctx(), src)
	if err != nil {
		return src, err
	}
	return src, s.note(c, desk.Sources, "add "+string(src.ID), src.Briefing)
}

func checkSource(src *brief.Source) error {
	if src.Address == "" {
		return brief.Invalid("the source has no address", "give the address of a feed or page, or the path of a folder")
	}
	if src.Name == "" {
		return brief.Invalid("the source has no name", "give the outlet's name")
	}
	for _, k := range brief.SourceKinds {
		if k == src.Kind {
			return nil
		}
	}
	return brief.Invalid("the kind of source "+quoted(string(src.Kind))+" is not known", "use press, official, partisan, state, anonymous or own")
}

// sourceTestForm looks at an address once and says what it would bring. It keeps nothing.
func (s *deskServer) sourceTestForm(c *call) error {
	f := readSource(c)
	trial, err := s.Intake.Test(c.ctx(), f.Address)
	if err != nil {
		if statusOf(err) == http.StatusInternalServerError {
			return err
		}
		return s.showSources(c, sourcesView{Form: f}, statusOf(err), err)
	}
	return s.showSources(c, sourcesView{Form: f, Tested: &trial}, http.StatusOK, nil)
}

// sourceRemoveForm stops watching a source.
func (s *deskServer) sourceRemoveForm(c *call) error {
	if err := s.removeSource(c); err != nil {
		return err
	}
	return c.to("/sources")
}

func (s *deskServer) removeSource(c *call) error {
	if err := s.Sources.RemoveSource(c.ctx(), brief.SourceID(c.path("id"))); err != nil {
		return err
	}
	return s.note(c, desk.Sources, "remove "+c.path("id"), "")
}
