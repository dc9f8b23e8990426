package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
	"livebrief/internal/desk"
	"livebrief/internal/page"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// previewView shows a development as readers will see it, with what the rules say of it.
type previewView struct {
	Frame    frame
	Name     brief.Name
	Item     brief.ItemID
	Rendered template.HTML
	Compared []compared
	Warnings []desk.Warning
	Hidden   []pair
	Verb     string
	MayAct   bool
	Embargo  string
}

// compared is one field that differs, word by word.
type compared struct {
	Name   string
	Pieces []compare.Piece
}

// compareAll compares two developments field by field; fields that are the same are left out.
func compareAll(old, new brief.Development) []compared {
	var list []compared
	for _, field := range []struct{ name, old, new string }{
		{"Headline", old.Headline, new.Headline}, {"Text", old.Text, new.Text}, {"Track", string(old.Track), string(new.Track)},
		{"Kind", string(old.Kind), string(new.Kind)}, {"Label", string(old.Label), string(new.Label)}, {"Place", old.Place, new.Place}, {"Position", old.Position.String(), new.Position.String()},
		{"Happened", happened(old), happened(new)}, {"Byline", old.Byline, new.Byline}, {"Rests on", rests(old), rests(new)},
		{"Note", old.Note, new.Note},
	} {
		if field.old != field.new {
			list = append(list, compared{field.name, compare.Compare(field.old, field.new)})
		}
	}
	return list
}

func happened(d brief.Development) string {
	f := formOf("", "", 0, d)
	return strings.TrimSpace(f.EventFrom + " " + f.EventTo + " " + f.EventZone)
}

func rests(d brief.Development) string {
	var lines []string
	for _, r := range d.RestsOn {
		lines = append(lines, strings.Join(strings.Fields(strings.Join([]string{r.Outlet, r.Title, r.URL, r.Quote}, " ")), " "))
	}
	return strings.Join(lines, "\n")
}

// base gives the development that an act changes, and nothing for a new one.
func (s *deskServer) base(c *call, d *dossier, f *actForm) (brief.Development, error) {
	if f.Item == "" {
		return brief.Development{}, nil
	}
	_, now, _, err := s.standing(c, d, f.Item)
	return now, err
}

// asked gives what every act in a form begins with: the briefing, the form, and the item as it stands.
func (s *deskServer) asked(c *call) (*dossier, actForm, brief.Development, error) {
	d, err := s.dossier(c)
	if err != nil {
		return nil, actForm{}, brief.Development{}, err
	}
	f, err := readAct(c)
	if err != nil {
		return nil, actForm{}, brief.Development{}, err
	}
	base, err := s.base(c, d, &f)
	return d, f, base, err
}

// previewPage shows what the form would publish. It changes nothing.
func (s *deskServer) previewPage(c *call) error {
	d, f, base, err := s.asked(c)
	if err != nil {
		return err
	}
	ch, err := f.change(d, base)
	var warnings []desk.Warning
	if err == nil {
		warnings, err = s.rehearse(c, ch)
	}
	if err != nil {
		if !badForm(err) {
			return err
		}
		return s.showForm(c, d, &f, http.StatusUnprocessableEntity, err)
	}
	draft := ch.Development
	draft.Note = ch.Note
	var previous *brief.Development
	if f.Item != "" {
		previous = &base
	}
	rendered, err := s.rendered(d, draft, previous)
	if err != nil {
		return err
	}
	view := previewView{Frame: s.frameOf(c, d, "Preview", "write"), Name: d.name(), Item: f.Item, Rendered: rendered,
		Compared: compareAll(base, draft), Warnings: warnings, Hidden: f.all(), Verb: sentence(string(f.Act)),
		MayAct:  desk.Can(c.who.Role, desk.Verb(f.Act)) == nil,
		Embargo: clock(ch.EmbargoUntil, d.zone)}
	return s.show(c, http.StatusOK, "preview", view)
}

// rendered gives the development as readers will see it: the heading and the article of the page that the page
// room makes of it.
func (s *deskServer) rendered(d *dossier, draft brief.Development, previous *brief.Development) (template.HTML, error) {
	var b bytes.Buffer
	if err := page.Preview(&b, page.Shelf{Name: d.name(), State: d.state}, draft, previous); err != nil {
		return "", err
	}
	doc, err := html.Parse(&b)
	if err != nil {
		return "", fmt.Errorf("taking the preview apart: %w", err)
	}
	var parts strings.Builder
	for n := range doc.Descendants() {
		if !partOfItem(n) {
			continue
		}
		settle(n)
		if err := html.Render(&parts, n); err != nil {
			return "", fmt.Errorf("putting the preview together: %w", err)
		}
	}
	return template.HTML(parts.String()), nil // made by the page room's own templates, which escape
}

// partOfItem tells whether a node of the page is the item itself: the line above its title, the title, its text.
func partOfItem(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	class := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "class" })
	return n.Data == "article" || n.Data == "h1" || n.Data == "p" && class >= 0 && strings.Contains(n.Attr[class].Val, "top-meta")
}

// settle fits a part of the readers' page into a page of the desk: it is under another title there, and what leads
// to other pages of the item leads nowhere yet.
func settle(part *html.Node) {
	if part.Data == "h1" {
		part.Data, part.DataAtom = "h2", atom.H2
	}
	for n := range part.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" {
			n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
				return a.Key == "href" && !strings.Contains(a.Val, ":")
			})
		}
	}
}
