package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/reading"
)

// listView is one list of a briefing: what the desk wrote, what is wrong with it, and who changed it.
type listView struct {
	Frame frame
	Lists []tab
	// Action is where the form goes, empty for who may only read.
	Action string
	Rev    int
	Text   string
	About  listAbout
	// Lines are the wrong ones, Stands what somebody else has written meanwhile.
	Lines   []wrongLine
	Stands  string
	Comes   string
	Changes []listChange
}

// listAbout says what a list does and how it is written.
type listAbout struct {
	Name                   brief.ListName
	Title, Does, Form, How string
	Example                string
}

// wrongLine is a line that cannot be taken, as the desk wrote it.
type wrongLine struct {
	brief.BadLine
	Text string
}

// listChange is one change of the list, as the audit has it.
type listChange struct{ When, Who, What string }

// changesShown is how many of the newest changes of all lists are looked through for those of one.
const changesShown = 300

// aboutLists says what each list does, in the order of the tabs.
func aboutLists() []listAbout {
	return []listAbout{
		{brief.ListOfNames, "Names", "People and bodies as your desk writes them. A speaker who is found under another spelling gets the first name of the line; the text of the report stays as it is. A role is said where the report tells none.",
			"NAME, ROLE: OTHER SPELLING, OTHER SPELLING", "Write - for no role, and a third column “body” for a company or ministry. Every given name of a line goes with every last name of it. Two people with one last name are never guessed between.",
			"Volodymyr Zelenskyy, -: Volodymyr Zelenskiy\nAda Brun, mayor of Oldford: Adda Brun, Brunn\nHarbor Watch, -, body: Port Watch"},
		{brief.ListOfPlaces, "Places", "Places as your desk writes them, and villages that the program does not know.",
			"NAME, COUNTRY, LAT LON, KIND: OTHER NAME, OTHER NAME", "The country is a code of two letters, - for a sea. Position and kind (town, area, water) may be left out for a place that is known.",
			"Mykolaiv, UA, 46.976 31.993: Nikolaev, Миколаїв\nGrey Sea, -, 61.5 -3.25, water"},
		{brief.ListOfTracks, "Tracks", "The words by which a report is proposed for a track, and its news as a kind of statement. The longest one counts alone; headlines count three times, first sentences twice; what is negated counts for nothing.",
			"TRACK, WEIGHT: WORD, TWO WORDS, WORD*", "The track is one of this briefing; “kind pledge, 3: vows to” speaks for a kind. A * stands for any ending. Weight is 0 to 9, 2 when left out; 0 takes away what comes with the program.",
			"fighting, 3: front line*, shelling\ncivilians, 0: market\nkind appeal, 3: begs for"},
	}
}

// aboutList finds the list that an address names.
func aboutList(c *call) (listAbout, error) {
	name := brief.ListName(c.path("list"))
	for _, a := range aboutLists() {
		if a.Name == name {
			return a, nil
		}
	}
	return listAbout{}, brief.NotFound("there is no list "+quoted(string(name)), "use names, places or tracks")
}

// listsPage leads to the first list.
func (s *deskServer) listsPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return c.to(d.at("lists/" + string(brief.ListOfNames)))
}

// listPage shows a list.
func (s *deskServer) listPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	about, err := aboutList(c)
	if err != nil {
		return err
	}
	l, err := s.Lists.List(c.ctx(), d.id, about.Name)
	if err != nil {
		return err
	}
	return s.showList(c, d, listView{About: about, Rev: l.Rev, Text: l.Text}, http.StatusOK, nil)
}

// listForm keeps a list.
func (s *deskServer) listForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	about, err := aboutList(c)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(c.field("if_rev"))
	if err != nil {
		return malformed("the form holds no revision", "open the list again")
	}
	view := listView{About: about, Rev: rev, Text: c.form.Get("text")}
	_, err = s.saveList(c, d, about.Name, rev, view.Text)
	switch {
	case err == nil:
		return c.to(d.at("lists/" + string(about.Name)))
	case brief.KindOf(err) == brief.KindConflict:
		stands, failed := s.Lists.List(c.ctx(), d.id, about.Name)
		if failed != nil {
			return failed
		}
		view.Rev, view.Stands = stands.Rev, stands.Text
		return s.showList(c, d, view, http.StatusConflict, err)
	case badForm(err):
		return s.showList(c, d, view, http.StatusUnprocessableEntity, err)
	}
	return err
}

// saveList checks a list and keeps it.
func (s *deskServer) saveList(c *call, d *dossier, name brief.ListName, rev int, text string) (brief.DeskList, error) {
	if err := reading.CheckList(&d.state.Briefing, name, text); err != nil {
		return brief.DeskList{}, err
	}
	return s.Lists.SaveList(c.ctx(), brief.DeskList{Briefing: d.id, Name: name, Rev: rev, Text: text, Person: c.who.ID}, string(desk.Lists))
}

func (s *deskServer) showList(c *call, d *dossier, view listView, status int, wrong error) error {
	view.Frame = s.frameOf(c, d, view.About.Title, "lists")
	var bad *brief.BadLines
	if errors.As(wrong, &bad) {
		written := strings.Split(view.Text, "\n")
		for _, l := range bad.Lines {
			view.Lines = append(view.Lines, wrongLine{l, written[l.Line-1]})
		}
		view.Frame.Trouble = &trouble{What: "The list was not kept: " + counted(len(bad.Lines), "line is", "lines are") + " wrong", Do: "Mend them below, and keep it again"}
	} else if wrong != nil {
		view.Frame.Trouble = troubleOf(wrong)
	}
	for _, a := range aboutLists() {
		view.Lists = append(view.Lists, tab{Name: a.Title, Href: d.at("lists/" + string(a.Name)), Here: a.Name == view.About.Name})
	}
	if desk.Can(c.who.Role, desk.Lists) == nil {
		view.Action = d.at("lists/" + string(view.About.Name))
	}
	view.Comes = strings.TrimSpace(reading.ListText(&d.state.Briefing, view.About.Name))
	log, err := s.Lists.AuditOf(c.ctx(), d.id, string(desk.Lists), changesShown)
	if err != nil {
		return err
	}
	log = slices.DeleteFunc(log, func(a brief.Audit) bool { return !strings.HasPrefix(a.Object, string(view.About.Name)+",") })
	for _, a := range log {
		_, what, _ := strings.Cut(a.Object, ", ")
		view.Changes = append(view.Changes, listChange{When: clock(a.At, d.zone), Who: a.Name, What: what})
	}
	return s.show(c, status, "list", view)
}

// counted writes a number with the words for one or many.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}
