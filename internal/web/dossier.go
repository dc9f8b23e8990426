package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// dossier is the briefing that a desk's address names, by name or by id.
type dossier struct {
	id    brief.BriefingID
	state *edition.State
	zone  *time.Location
}

func (d *dossier) name() brief.Name { return d.state.Briefing.Name }

// at gives a path of the desk below the briefing.
func (d *dossier) at(path string) string { return "/b/" + string(d.name()) + "/" + path }

// dossier finds the briefing in the address of the call.
func (s *deskServer) dossier(c *call) (*dossier, error) { return s.briefingOf(c, c.path("b")) }

// briefingOf finds a briefing by its name or its id.
func (s *deskServer) briefingOf(c *call, key string) (*dossier, error) {
	id, _, err := s.Editions.Find(c.ctx(), brief.Name(key))
	if brief.KindOf(err) == brief.KindNotFound {
		id, err = brief.BriefingID(key), nil
	}
	if err != nil {
		return nil, err
	}
	return s.dossierOf(c, id)
}

func (s *deskServer) dossierOf(c *call, id brief.BriefingID) (*dossier, error) {
	state, err := s.Editions.Current(c.ctx(), id)
	if brief.KindOf(err) == brief.KindNotFound {
		return nil, brief.NotFound("there is no briefing of this name or id", "list the briefings and choose one")
	}
	if err != nil {
		return nil, err
	}
	return &dossier{id: id, state: state, zone: state.Briefing.Location()}, nil
}

// dossiers gives every briefing.
func (s *deskServer) dossiers(c *call) ([]*dossier, error) {
	ids, err := s.Editions.List(c.ctx())
	if err != nil {
		return nil, err
	}
	list := make([]*dossier, 0, len(ids))
	for _, id := range ids {
		d, err := s.dossierOf(c, id)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// frameOf makes the frame of a page that belongs to a briefing; here is the path below it.
func (s *deskServer) frameOf(c *call, d *dossier, title, here string) frame {
	f := s.frame(c, title, "/")
	b := &briefingFrame{Title: d.state.Briefing.Title}
	if s.Readers != "" {
		b.Public = s.Readers + "/" + string(d.name()) + "/"
	}
	for _, t := range []tab{{Name: "Developments", Href: ""}, {Name: "Write", Href: "write"}, {Name: "At a glance", Href: "glance"},
		{Name: "Statements", Href: "statements"}, {Name: "Who speaks", Href: "speakers"}, {Name: "Maps", Href: "maps"}, {Name: "Numbers", Href: "numbers"}, {Name: "Drafts and embargoes", Href: "drafts"}, {Name: "Lists", Href: "lists"}, {Name: "Settings", Href: "settings"}} {
		route := "/b/{b}/" + t.Href
		if s.mayOpen(c.who.Role, route) {
			b.Tabs = append(b.Tabs, tab{Name: t.Name, Href: d.at(t.Href), Here: t.Href == here})
		}
	}
	f.Briefing = b
	return f
}

// development decodes the text of an entry, the zero value when it was removed.
func development(p *brief.Published) (brief.Development, error) {
	var d brief.Development
	text := p.Text()
	if text == nil {
		return d, nil
	}
	if err := json.Unmarshal(text, &d); err != nil {
		return d, fmt.Errorf("decoding entry %d: %w", p.Entry.Seq, err)
	}
	return d, nil
}

// standing gives an item's history, oldest first, and the development that stands now with its revision.
func (s *deskServer) standing(c *call, d *dossier, item brief.ItemID) (history []brief.Published, now brief.Development, rev int, err error) {
	history, err = s.Texts.History(c.ctx(), d.id, item)
	if err != nil {
		return nil, now, 0, err
	}
	published := false
	for i := range history {
		// A redaction is a revision too, though the text before it is what stands.
		rev = history[i].Entry.Rev
		if history[i].Entry.Kind.OfDevelopment() {
			published = true
			if now, err = development(&history[i]); err != nil {
				return nil, now, 0, err
			}
		}
	}
	if !published {
		return nil, now, 0, brief.NotFound("nothing was published under this id", "list the developments and choose one")
	}
	return history, now, rev, nil
}

// newKey draws an idempotency key for a form.
func newKey() string { return rand.Text() }

// query makes "?a=b" of names and values, without the empty ones.
func query(namesAndValues ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		if namesAndValues[i+1] != "" {
			q.Set(namesAndValues[i], namesAndValues[i+1])
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}
