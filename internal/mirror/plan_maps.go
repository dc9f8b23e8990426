package mirror

import (
	"fmt"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// maps plans the control maps, as far as the briefing shows them: a page for each day that has a map and for each change, and the
// data of the script, which needs no server. Cards for social networks and frames for other sites are left out; nobody looks at
// them in a copy.
func (p *planner) maps() {
	if !p.state.Briefing.Shows(brief.SectionMap) {
		return
	}
	since := p.state.Version(edition.OfMaps())
	for _, m := range p.state.Maps() {
		if m.Name == "" || len(m.Maps) == 0 {
			continue
		}
		at := page.MapPath(p.state, m.Name)
		add := func(rest string) {
			path := at
			if rest != "" {
				path += "/" + rest
			}
			p.page(path, since, func(w io.Writer) error { return p.writeMap(w, p.shelf, path) })
		}
		add("")
		days, data := m.Days(), page.MapData(p.shelf, p.bodies, m)
		for k, d := range days {
			add(string(d.Day))
			if k > 0 {
				add(fmt.Sprintf("%s..%s", days[k-1].Day, d.Day))
			}
			if data {
				add(string(d.Day) + ".geojson")
				add(string(d.Day) + ".csv")
			}
		}
		add(string(days[len(days)-1].Day) + ".small.svg")
		add("area")
		add("area.csv")
		add("index.js")
		for n := range page.MapRuns(&m) {
			add(fmt.Sprintf("run/%d.js", n))
		}
	}
	if _, shown := page.ShownMap(p.state); shown {
		p.page("lite/map", since, func(w io.Writer) error { return page.WriteLiteMap(w, p.shelf, p.bodies, "") })
	}
}

// writeMap writes the map at an address below the briefing.
func (p *planner) writeMap(w io.Writer, s page.Shelf, path string) error {
	a, err := page.ParseMap(s.State, page.BelowMap(path))
	if err != nil {
		return err
	}
	return page.WriteMap(w, s, p.bodies, a)
}

// pastMap plans the map of an older edition, and the small picture of it on that edition's page.
func (p *planner) pastMap(s page.Shelf, m edition.MapSeries, since brief.Seq) {
	at := fmt.Sprintf("as-of/%d/map", s.State.Seq)
	for _, rest := range []string{"", "/" + string(m.Maps[len(m.Maps)-1].Day) + ".small.svg"} {
		p.page(at+rest, since, func(w io.Writer) error { return p.writeMap(w, s, "map"+rest) })
	}
}
