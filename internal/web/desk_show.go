package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

//go:embed templates/desk/*.html
var deskTemplates embed.FS

// sheets are the desk's pages by name.
type sheets map[string]*template.Template

// parseTemplates parses every page with the layout, each by itself so that a page can define what it likes.
func parseTemplates() (sheets, error) {
	files, err := fs.Glob(deskTemplates, "templates/desk/*.html")
	if err != nil {
		return nil, fmt.Errorf("finding the desk's templates: %w", err)
	}
	all := sheets{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" {
			continue
		}
		t, err := template.New(path.Base(file)).Option("missingkey=error").
			ParseFS(deskTemplates, "templates/desk/layout.html", file)
		if err != nil {
			return nil, fmt.Errorf("parsing the desk's page %s: %w", name, err)
		}
		all[name] = t
	}
	return all, nil
}

// frame is what stands round every page of the desk.
type frame struct {
	Title    string
	Person   brief.Person
	Nav      []tab
	Briefing *briefingFrame
	Styles   []string
	// Held says on every page what cannot be published, so that nobody writes an hour for nothing.
	Held    []*trouble
	Trouble *trouble
}

// tab is one link of a row; Here marks the page it stands on.
type tab struct {
	Name, Href string
	Here       bool
}

// briefingFrame is the second row, on pages that belong to one briefing.
type briefingFrame struct {
	Title, Public string
	Tabs          []tab
}

// trouble says above a form why it was not taken.
type trouble struct{ What, Do string }

// troubleOf makes one of an error that a person can mend.
func troubleOf(err error) *trouble {
	what, do := sentences(err)
	return &trouble{What: sentence(what), Do: sentence(do)}
}

// sentence begins a clause with a capital.
func sentence(clause string) string {
	if clause == "" {
		return ""
	}
	r := []rune(clause)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

// pair is a field of a form as it is carried along, hidden.
type pair struct{ Name, Value string }

// pairs lists a form's fields in the order of their names; fields of one name keep their own order. A token is
// never among them.
func pairs(form url.Values) []pair {
	var list []pair
	names := make([]string, 0, len(form))
	for name := range form {
		if name != "token" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range form[name] {
			list = append(list, pair{name, v})
		}
	}
	return list
}

// choice is one line of a select.
type choice struct {
	Value, Name string
	Chosen      bool
}

// choices makes a select of a closed list; the name of each value is the value without underscores.
func choices[T ~string](values []T, chosen T) []choice {
	list := make([]choice, 0, len(values))
	for _, v := range values {
		list = append(list, choice{string(v), strings.ReplaceAll(string(v), "_", " "), v == chosen})
	}
	return list
}

// frame makes the frame of a page; here is the path of the tab it belongs to.
func (s *deskServer) frame(c *call, title, here string) frame {
	f := frame{Title: title, Person: c.who, Styles: []string{s.style}}
	for _, t := range []tab{{Name: "Briefings", Href: "/"}, {Name: "Inbox", Href: "/inbox"}, {Name: "Sources", Href: "/sources"},
		{Name: "People", Href: "/people"}, {Name: "Audit", Href: "/audit"}} {
		if s.mayOpen(c.who.Role, t.Href) {
			t.Here = t.Href == here
			f.Nav = append(f.Nav, t)
		}
	}
	if s.Held != nil && c.who.Name != "" {
		for _, reason := range s.Held() {
			f.Held = append(f.Held, troubleOf(reason))
		}
	}
	return f
}

// show answers with a page of the desk.
func (s *deskServer) show(c *call, status int, name string, view any) error {
	t, ok := s.sheets[name]
	if !ok {
		return fmt.Errorf("the desk has no page %q", name)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return fmt.Errorf("writing the desk's page %s: %w", name, err)
	}
	c.w.Header().Set("Content-Type", htmlType)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(b.Bytes())
	return nil
}

// errorView says in words what happened; Kept is what the person had sent.
type errorView struct {
	Frame    frame
	What, Do string
	Kept     []pair
}

// refusePage answers with a page that says what happened. Who is not signed in gets the sign-in page; what was
// written is kept in either.
func (s *deskServer) refusePage(c *call, err error) {
	status := statusOf(err)
	var shown error
	if status == http.StatusUnauthorized {
		shown = s.askAgain(c)
	} else {
		what, do := sentences(err)
		if status == http.StatusServiceUnavailable {
			c.w.Header().Set("Retry-After", "10")
		}
		shown = s.show(c, status, "error", errorView{Frame: s.frame(c, http.StatusText(status), ""),
			What: sentence(what), Do: sentence(do), Kept: pairs(c.form)})
	}
	if shown != nil {
		http.Error(c.w, "The desk cannot show this page.", http.StatusInternalServerError)
	}
}

// clock tells a time at the desk in the zone it is given.
func clock(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2 Jan 2006, 15:04 MST")
}

// age tells how long ago something was, coarsely.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute") + " ago"
	case d < 48*time.Hour:
		return count(int(d.Hours()), "hour") + " ago"
	}
	return count(int(d.Hours()/24), "day") + " ago"
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}
