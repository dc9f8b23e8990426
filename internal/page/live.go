package page

import (
	"html/template"
	"io"
	"strings"

	"livebrief/internal/edition"
)

// liveView is the briefing's page: the first one with the glance and the stories, the older ones without.
type liveView struct {
	frame
	Heading, Standfirst string
	Live                *liveHooks
	Glance              *glance
	Said                *said
	Map                 *mapBox
	Numbers             []numberBox
	Stories             *stories
	Tracks              tracks
	List                list
	Band                []band
	JSONLD              template.JS
	// ScriptWords are what the script says, as attributes; it brings English itself.
	ScriptWords template.HTMLAttr
}

// liveHooks are the addresses that the script of a live page asks.
type liveHooks struct{ Seq, Stream, Head, Log string }

// band is a short list below the developments.
type band struct {
	Title, Class string
	List         []bandLine
}

type bandLine struct{ Href, Text, Small string }

// storiesShown and bandShown are how many stories, days and corrections the live page names.
const (
	storiesShown = 5
	bandShown    = 7
)

// WriteLive writes page n of the briefing, counted from 1; the first is the live page itself, or the edition at its
// lasting address when s is AsOf.
func WriteLive(w io.Writer, s Shelf, bodies Bodies, n int) error {
	base := address("")
	if s.AsOf {
		base = asOfAt(s.State.Seq)
	}
	m := newMaker(s, base.page(n))
	v := liveView{frame: m.frame(m.b.Title, m.standfirst(), edition.Whole()), Heading: m.b.Title, Tracks: m.tracks("", true)}
	if v.Kicker != nil && v.Kicker.Text == v.Heading {
		v.Kicker = nil
	}
	items := s.State.Developments(edition.Filter{}, (n-1)*PerPage, PerPage)
	var err error
	if v.List, err = m.list(bodies, items, m.words.DevelopmentsEmpty); err != nil {
		return err
	}
	if v.List.Pager = m.pager(base, n, s.State.Count(edition.Filter{})); s.AsOf && s.Static {
		// A copy keeps the first page of an older edition; the rest of it stands on the pages of the days.
		v.List.Pager = pager{}
	}
	if n == 1 {
		err = m.firstPage(&v, bodies, items)
	} else {
		v.Title = m.b.Title + " · " + v.List.Pager.Text
	}
	if err != nil {
		return err
	}
	return render(w, "live", v)
}

// firstPage adds what only the first page has.
func (m *maker) firstPage(v *liveView, bodies Bodies, items []edition.Item) (err error) {
	v.Standfirst = m.standfirst()
	v.Glance = m.glance()
	if v.Said, err = m.saidBox(bodies, saidShown); err != nil {
		return err
	}
	if v.Map, err = m.mapBox(bodies); err != nil {
		return err
	}
	v.Numbers = m.numberBoxes()
	if v.Stories, err = m.stories(bodies); err != nil {
		return err
	}
	if v.Band, err = m.bands(bodies); err != nil {
		return err
	}
	if m.AsOf {
		return nil
	}
	v.Live, v.Script, v.ScriptWords = m.liveOn()
	v.JSONLD, err = m.liveBlog(bodies, items)
	return err
}

// script gives the address of the live page's script, "" when there is none.
func (m *maker) script() string {
	if AssetHash("live.js") == "" {
		return ""
	}
	return m.asset("live.js")
}

// standfirst gives the desk's standfirst; a sentence that names the tracks follows when it does not name them itself.
func (m *maker) standfirst() string {
	text := strings.TrimSpace(m.b.Standfirst)
	var names []string
	all := true
	for _, t := range m.State.ActiveTracks(m.State.When) {
		names = append(names, t.Name)
		all = all && strings.Contains(strings.ToLower(text), strings.ToLower(t.Name))
	}
	if all || len(names) == 0 {
		return text
	}
	return strings.TrimSpace(text + " " + fill(m.words.Follows, m.words.list(names)))
}

// bands lists the latest days and corrections.
func (m *maker) bands(bodies Bodies) ([]band, error) {
	var out []band
	days := band{Title: m.words.Days, Class: "days"}
	for _, d := range m.State.Days() {
		if len(days.List) == bandShown {
			break
		}
		days.List = append(days.List, bandLine{m.link(dayAt(d.Date)), m.clock.weekday(d.Date), m.words.number(d.Count)})
	}
	if len(days.List) > 1 {
		out = append(out, days)
	}
	rows, err := m.correctionRows(bodies, bandShown-2)
	if err != nil {
		return nil, err
	}
	fixes := band{Title: m.words.LatestCorrections}
	for _, r := range rows {
		fixes.List = append(fixes.List, bandLine{r.Href, r.What, r.Says + " " + r.Time.Text})
	}
	if len(fixes.List) > 0 {
		fixes.List = append(fixes.List, bandLine{m.link("corrections"), m.words.AllCorrections, ""})
		out = append(out, fixes)
	}
	return out, nil
}
