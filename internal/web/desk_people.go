package web

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// peopleView lists the people of the desk; Token is shown once, to whoever added somebody.
type peopleView struct {
	Frame        frame
	People       []personRow
	Roles        []choice
	Token, Added string
}

type personRow struct {
	ID                   brief.PersonID
	Name, Added, Revoked string
	Role                 brief.Role
	Self                 bool
}

// peoplePage lists the people.
func (s *deskServer) peoplePage(c *call) error {
	return s.showPeople(c, peopleView{}, http.StatusOK, nil)
}

func (s *deskServer) showPeople(c *call, view peopleView, status int, wrong error) error {
	people, err := s.People.People(c.ctx())
	if err != nil {
		return err
	}
	view.Frame, view.Roles = s.frame(c, "People", "/people"), choices(brief.Roles, brief.Editor)
	if wrong != nil {
		view.Frame.Trouble = troubleOf(wrong)
	}
	for _, p := range people {
		view.People = append(view.People, personRow{ID: p.ID, Name: p.Name, Role: p.Role, Added: clock(p.Added, time.UTC),
			Revoked: clock(p.Revoked, time.UTC), Self: p.ID == c.who.ID})
	}
	return s.show(c, status, "people", view)
}

// personForm adds somebody and shows their token this once.
func (s *deskServer) personForm(c *call) error {
	p, token, err := s.addPerson(c, c.field("name"), brief.Role(c.field("role")))
	if err != nil {
		if !badForm(err) {
			return err
		}
		return s.showPeople(c, peopleView{}, statusOf(err), err)
	}
	return s.showPeople(c, peopleView{Token: token, Added: p.Name}, http.StatusOK, nil)
}

// addPerson keeps somebody with the hash of a fresh token. The token itself is given back and kept nowhere.
func (s *deskServer) addPerson(c *call, name string, role brief.Role) (brief.Person, string, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return brief.Person{}, "", brief.Invalid("the name has no letters, or more than 200", "give a name that the desk knows")
	}
	if !slices.Contains(brief.Roles, role) {
		return brief.Person{}, "", brief.Invalid("the role "+quoted(string(role))+" is not known", "use reporter, editor or chief")
	}
	token, err := newToken(s.Random)
	if err != nil {
		return brief.Person{}, "", err
	}
	p, err := s.People.AddPerson(c.ctx(), brief.Person{Name: name, Role: role, Added: c.now.UTC()}, sha256.Sum256([]byte(token)))
	if err != nil {
		return brief.Person{}, "", err
	}
	return p, token, s.note(c, desk.People, "add "+string(p.ID), "")
}

// revokeForm ends somebody's access.
func (s *deskServer) revokeForm(c *call) error {
	if err := s.revoke(c); err != nil {
		return err
	}
	return c.to("/people")
}

// revoke ends somebody's access at once. Nobody revokes themselves, so that the desk is not left without a chief.
func (s *deskServer) revoke(c *call) error {
	id := brief.PersonID(c.path("id"))
	if id == c.who.ID {
		return brief.Invalid("you cannot revoke yourself", "ask another chief")
	}
	if err := s.People.RevokePerson(c.ctx(), id); err != nil {
		return err
	}
	return s.note(c, desk.People, "revoke "+string(id), "")
}

// auditView lists who did what.
type auditView struct {
	Frame frame
	Lines []auditRow
}

type auditRow struct {
	When, Name, Verb, Object string
	Seq                      brief.Seq
}

// auditShown is how many lines of the audit the page shows.
const auditShown = 200

// auditPage lists the newest lines of the audit.
func (s *deskServer) auditPage(c *call) error {
	all, err := s.Auditor.AuditLog(c.ctx(), auditShown)
	if err != nil {
		return err
	}
	view := auditView{Frame: s.frame(c, "Audit", "/audit")}
	for _, a := range all {
		view.Lines = append(view.Lines, auditRow{When: clock(a.At, time.UTC), Name: a.Name, Verb: a.Verb, Object: a.Object, Seq: a.Seq})
	}
	return s.show(c, http.StatusOK, "audit", view)
}
