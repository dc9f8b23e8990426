package web

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
	"livebrief/internal/desk"
	"livebrief/internal/page"
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
		{"Kind", string(old.Kind), string(new.Kind)}, {"Label", string(old.Label), string(new.Label)}, {"Place", old.Place, new.Place},
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
		lines = append(lines, strings.TrimSpace(strings.Join([]string{r.Outlet, r.Title, r.URL, r.Quote}, " ")))
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

// previewPage shows what the form would publish. It changes nothing.
func (s *deskServer) previewPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	f, err := readAct(c)
	if err != nil {
		return err
	}
	base, err := s.base(c, d, &f)
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
		Embargo: clock(ch.EmbargoUntil, d.zone)}
	view.Frame.Styles = append([]string{page.AssetHash("live.css")}, view.Frame.Styles...)
	return s.show(c, http.StatusOK, "preview", view)
}

// rendered gives the development as readers will see it: the article of the page that the page room makes of it.
func (s *deskServer) rendered(d *dossier, draft brief.Development, previous *brief.Development) (template.HTML, error) {
	var b bytes.Buffer
	if err := page.Preview(&b, page.Shelf{Name: d.name(), State: d.state}, draft, previous); err != nil {
		return "", err
	}
	text := b.String()
	start, end := strings.Index(text, "<article"), strings.LastIndex(text, "</article>")
	if start < 0 || end < start {
		return "", brief.Unavailable("the preview cannot be shown", "publish without it or try again", nil)
	}
	return template.HTML(text[start : end+len("</article>")]), nil // made by our own templates, which escape
}
