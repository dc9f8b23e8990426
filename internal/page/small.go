package page

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// liteView is the briefing in one request: no sheet, no script, no picture.
type liteView struct {
	frame
	Heading, Standfirst string
	Glance              *glance
	Said                *said
	List                list
}

// saidOnLite is how many statements the page that is text only names.
const saidOnLite = 3

// WriteLite writes the glance and the latest developments as plain HTML that a text browser shows well.
func WriteLite(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "lite")
	v := liteView{frame: m.frame(m.b.Title, "", edition.Whole()), Heading: m.b.Title, Standfirst: m.standfirst(), Glance: m.glance()}
	ways := []link{{Href: m.link(""), Text: m.words.FullPage}}
	if m.b.Shows(brief.SectionCoverage) {
		ways = append(ways, link{Href: m.link("coverage"), Text: m.words.AllCoverage})
	}
	v.Foot = append(ways, v.Foot...)
	said, err := m.saidBox(bodies, saidOnLite)
	if err != nil {
		return err
	}
	if said != nil && len(said.List) > 0 {
		v.Said = said
	}
	if v.List, err = m.list(bodies, s.State.Developments(edition.Filter{}, 0, PerPage), m.words.DevelopmentsEmpty); err != nil {
		return err
	}
	return render(w, "lite", v)
}

// boxView is what other pages carry: it names the briefing and leads to it.
type boxView struct {
	frame
	Heading, Standfirst, Href string
	Coverage, CoverageSays    string
	Also                      *link
	Lines                     []line
}

// box fills what box and embed share. Pasted into a page of another site a relative link would lead nowhere, so the
// links are absolute wherever the public address is known.
func (m *maker) box() boxView {
	v := boxView{frame: m.frame(m.b.Title, "", edition.Whole()), Heading: m.b.Title, Standfirst: m.standfirst(),
		Href: m.far("")}
	if !m.b.Shows(brief.SectionCoverage) {
		return v
	}
	v.Coverage, v.CoverageSays = m.far("coverage"), m.words.CoverageHere
	if m.b.Identity.Name != "" {
		v.CoverageSays = fill(m.words.CoverageOf, m.b.Identity.Name)
	}
	return v
}

// far gives the public address of a page, or the relative one when no public address is known.
func (m *maker) far(to address) string { return cmp.Or(m.absolute(to), m.link(to)) }

// WriteBox writes the box that stands inside articles: a piece of HTML without style or script, to be pasted or included
// by the site that carries it. Its last line leads to the latest story, or to the latest development.
func WriteBox(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "box")
	v := m.box()
	cards, err := m.stories(bodies)
	if err != nil {
		return err
	}
	if cards != nil && len(cards.List) > 0 {
		latest := cards.List[0]
		v.Also = &link{Href: latest.Href, Text: latest.Headline, Out: latest.Out}
		if !latest.Out {
			v.Also.Href = m.far(itemAt(brief.ItemID(latest.ID)))
		}
		return render(w, "box", v)
	}
	for _, it := range s.State.Developments(edition.Filter{}, 0, PerPage) {
		if it.Status != edition.Live {
			continue
		}
		if err := m.fetch(bodies, []edition.Item{it}); err != nil {
			return err
		}
		d, err := m.development(it)
		if err != nil {
			return err
		}
		if d.Gone == nil {
			v.Also = &link{Href: m.far(itemAt(it.ID)), Text: d.Headline}
			break
		}
	}
	return render(w, "box", v)
}

// WriteEmbed writes a page to stand in a frame: the briefing's name and the first lines of its glance.
func WriteEmbed(w io.Writer, s Shelf, _ Bodies, lines int) error {
	m := newMaker(s, "embed")
	v := m.box()
	v.Sheets, v.Feeds, v.OpenGraph = m.sheets("embed.css"), nil, ""
	if g := m.glance(); g != nil {
		v.Lines = g.Lines[:min(max(lines, 0), len(g.Lines))]
	}
	for i := range v.Lines {
		v.Lines[i].Href = m.far(lineAt(brief.LineID(v.Lines[i].ID)))
	}
	return render(w, "embed", v)
}

// indexView lists the briefings of a server.
type indexView struct {
	frame
	Briefings []boxView
}

// WriteIndex writes the list of briefings that stands at "/".
func WriteIndex(w io.Writer, shelves []Shelf, public string) error {
	v := indexView{frame: bare(&english, english.Briefings, "")}
	if public != "" {
		v.Canonical = public + "/"
	}
	for _, s := range shelves {
		m := newMaker(s, "")
		box := m.box()
		box.Href = string(s.Name) + "/"
		v.Briefings = append(v.Briefings, box)
	}
	return render(w, "index", v)
}

// errorView is a page that says in words what happened.
type errorView struct {
	frame
	Status, What, Do, Home string
}

// WriteError writes a page for what could not be shown.
func WriteError(w io.Writer, e ErrorView) error {
	v := errorView{frame: bare(&english, capital(e.What), e.Home), Status: strconv.Itoa(e.Status), What: capital(e.What), Do: capital(e.Do), Home: e.Home}
	if err := render(w, "error", v); err != nil {
		return fmt.Errorf("writing the page for status %d: %w", e.Status, err)
	}
	return nil
}

// bare frames a page that belongs to no briefing; root is its way up to "/".
func bare(w *Words, title, root string) frame {
	return frame{W: w, Lang: w.Tag, Dir: direction(w.Tag), Title: title, Sheets: []string{root + "static/" + AssetHash("live.css")}}
}
