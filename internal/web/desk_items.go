package web

import (
	"net/http"
	"net/url"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// itemsView lists a briefing's developments for the desk.
type itemsView struct {
	Frame        frame
	Name         brief.Name
	Items        []itemRow
	Stories      []itemRow
	Newer, Older string
}

type itemRow struct {
	ID                    brief.ItemID
	Headline, Track, When string
	Rev                   int
	Class                 brief.EntryKind
	State                 edition.Status
}

// itemsShown is how many developments stand on one page of the desk's list.
const itemsShown = 50

// itemsPage lists developments, the newest first, and below the first of them the newest stories.
func (s *deskServer) itemsPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	offset, err := strconv.Atoi(c.query("from"))
	if err != nil || offset < 0 {
		offset = 0
	}
	rows, err := s.rows(c, d, d.state.Developments(edition.Filter{}, offset, itemsShown))
	if err != nil {
		return err
	}
	view := itemsView{Frame: s.frameOf(c, d, d.state.Briefing.Title, ""), Name: d.name(), Items: rows}
	if offset == 0 {
		if view.Stories, err = s.rows(c, d, d.state.Stories(itemsShown)); err != nil {
			return err
		}
	} else {
		view.Newer = d.at("") + query("from", strconv.Itoa(max(0, offset-itemsShown)))
	}
	if offset+itemsShown < d.state.Count(edition.Filter{}) {
		view.Older = d.at("") + query("from", strconv.Itoa(offset+itemsShown))
	}
	return s.show(c, http.StatusOK, "items", view)
}

// rows fetches the headlines of items.
func (s *deskServer) rows(c *call, d *dossier, items []edition.Item) ([]itemRow, error) {
	bodies, err := s.bodies(c, d, items)
	if err != nil {
		return nil, err
	}
	list := make([]itemRow, 0, len(items))
	for i, it := range items {
		track := string(it.Track)
		if t, ok := d.state.Briefing.Track(it.Track); ok {
			track = t.Name
		}
		headline := bodies[i].Headline
		if headline == "" {
			headline = "(no headline)"
		}
		list = append(list, itemRow{ID: it.ID, Headline: headline, Track: track, When: clock(it.When, d.zone), Rev: it.Rev, Class: it.Class, State: it.Status})
	}
	return list, nil
}

// bodies gives the developments of items, in their order; removed ones are empty.
func (s *deskServer) bodies(c *call, d *dossier, items []edition.Item) ([]brief.Development, error) {
	seqs := make([]brief.Seq, 0, len(items))
	for _, it := range items {
		seqs = append(seqs, it.Current)
	}
	found, err := s.Texts.Bodies(c.ctx(), d.id, seqs)
	if err != nil {
		return nil, err
	}
	list := make([]brief.Development, 0, len(items))
	for _, it := range items {
		p := found[it.Current]
		dev, err := development(&p)
		if err != nil {
			return nil, err
		}
		list = append(list, dev)
	}
	return list, nil
}

// itemView is one development with everything that was done to it.
type itemView struct {
	Frame   frame
	Name    brief.Name
	Item    brief.ItemID
	Rev     int
	State   edition.Status
	Public  string
	Open    bool
	Acts    []choice
	Now     *brief.Development
	History []revision
}

type revision struct {
	Rev            int
	Class          brief.EntryKind
	Seq            brief.Seq
	When           string
	Role           brief.Role
	Removed        string
	First          bool
	Headline, Note string
	Compared       []compared
}

// itemPage shows a development with its history and the acts that are open to it.
func (s *deskServer) itemPage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	id := brief.ItemID(c.path("item"))
	history, now, rev, err := s.standing(c, d, id)
	if err != nil {
		return err
	}
	revisions, err := revisionsOf(d, history)
	if err != nil {
		return err
	}
	it, _ := d.state.Item(id)
	title := now.Headline
	if title == "" {
		title = "Development " + string(id)
	}
	view := itemView{Frame: s.frameOf(c, d, title, "items"), Name: d.name(), Item: id, Rev: rev, State: it.Status, Now: &now,
		Open: it.Status == edition.Live || it.Status == edition.Held, History: revisions}
	if s.Readers != "" {
		view.Public = s.Readers + "/" + string(d.name()) + "/p/" + url.PathEscape(string(id))
	}
	for _, act := range changes() {
		view.Acts = append(view.Acts, choice{Value: string(act), Name: sentence(string(act))})
	}
	if s.mayOpen(c.who.Role, "/b/{b}/items/{item}/redact") {
		view.Acts = append(view.Acts, choice{Value: "redact", Name: "Remove text"})
	}
	return s.show(c, http.StatusOK, "item", view)
}

// revisionsOf tells an item's history, newest first, each compared with the one before.
func revisionsOf(d *dossier, history []brief.Published) ([]revision, error) {
	list := make([]revision, len(history))
	var before brief.Development
	for i := range history {
		p := &history[i]
		r := revision{Rev: p.Entry.Rev, Class: p.Entry.Kind, Seq: p.Entry.Seq, When: clock(p.Entry.When(), d.zone), Role: p.Entry.Role, First: i == 0}
		if p.Removal != nil {
			r.Removed = p.Removal.Class
		}
		if p.Entry.Kind.OfDevelopment() {
			dev, err := development(p)
			if err != nil {
				return nil, err
			}
			r.Headline, r.Note = dev.Headline, dev.Note
			before.Note, dev.Note = "", ""
			r.Compared = compareAll(before, dev)
			before = dev
		}
		list[len(history)-1-i] = r
	}
	return list, nil
}
