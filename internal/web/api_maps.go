package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/territory"
)

// The largest uploads of maps in bytes: all files of one import, and one file.
const (
	mapsLimit    = 4 << 30
	mapFileLimit = 64 << 20
)

// upload is an import of maps as it came in: the fields of its form, and the files.
type upload struct {
	fields  map[string]string
	mapping *territory.Mapping
	gather  *atlas.Gathering
	// places and reference are those of a sketch.
	placesName string
	places     []byte
	reference  *brief.MapReference
}

// readUpload takes a form of several parts as it arrives; fields and mapping come before the files.
func readUpload(c *call) (*upload, error) {
	u := &upload{fields: map[string]string{}}
	return u, eachPart(c, "the request is no form with files",
		brief.Invalid(fmt.Sprintf("more than %d files at once are too many", partsLimit), "bring them in several imports"), u.part)
}

func (u *upload) part(p *multipart.Part) error {
	limit := int64(fieldLimit)
	if p.FileName() != "" {
		limit = mapFileLimit
	}
	raw, err := readPart(p, limit)
	if err != nil {
		return err
	}
	if p.FileName() == "" {
		u.fields[p.FormName()] = strings.TrimSpace(string(raw))
		return nil
	}
	if len(raw) == 0 { // what a browser sends for a field that nobody filled
		return nil
	}
	switch p.FormName() {
	case "mapping":
		m, err := territory.ReadMapping(p.FileName(), raw)
		if err != nil {
			return err
		}
		u.mapping, u.gather = &m, atlas.NewGathering(m)
	case "places":
		u.placesName, u.places = p.FileName(), raw
	case "reference":
		u.reference = &brief.MapReference{}
		if err := json.Unmarshal(raw, u.reference); err != nil {
			return malformed(p.FileName()+": "+jsonTrouble(err), "see docs/maps.md for the form of a reference")
		}
	case "file":
		if u.gather == nil {
			return brief.Invalid("there is no mapping for the maps", "hand in the mapping of their source before them")
		}
		u.gather.Add(p.FileName(), raw)
	default:
		return malformed(fmt.Sprintf("nothing takes a file as %.40q", p.FormName()), "use mapping, places, reference or file")
	}
	return nil
}

// propose makes the upload a draft that waits for somebody to approve it.
func (s *deskServer) propose(c *call, d *dossier, u *upload) (brief.Draft, error) {
	dated, err := parseTime(u.fields["dated"], d.zone)
	if err != nil {
		return brief.Draft{}, err
	}
	series, title := u.fields["series"], u.fields["title"]
	if title == "" {
		title = "Who controls what"
		if m, known := d.state.MapSeriesOf(series); known && series != "" {
			title = m.Title
		}
	}
	if u.places != nil {
		if u.gather != nil {
			return brief.Draft{}, brief.Invalid("a table of places and a mapping are two sources", "bring one of them into a series")
		}
		source := brief.MapSource{Name: u.fields["source"], Credit: u.fields["credit"], Licence: u.fields["licence"], Download: u.fields["download"] != "no"}
		if source.Name == "" {
			source.Name = "the desk’s sketch"
		}
		return s.Desk.ProposeSketch(c.ctx(), c.now, c.who, desk.SketchOrder{Briefing: d.id, Series: cmp.Or(series, "sketch"), Title: title, Source: source, Name: u.placesName, Party: u.fields["party"],
			Table: u.places, From: brief.Date(u.fields["from"]), Until: brief.Date(u.fields["until"]), Reference: u.reference, Note: u.fields["note"], Dated: dated})
	}
	if u.gather == nil {
		return brief.Draft{}, brief.Invalid("there are no maps", "hand in a mapping and the files of its source, or a table of places")
	}
	if said := u.fields["source"]; said != "" && said != u.mapping.Source {
		return brief.Draft{}, brief.Invalid(fmt.Sprintf("the mapping is that of %q, not of %q", u.mapping.Source, said), "use the mapping of the source")
	}
	maps, told, err := u.gather.Maps(brief.DateOf(c.now.In(d.zone)))
	if err != nil {
		return brief.Draft{}, err
	}
	for i := range maps {
		maps[i].Redrawn = u.fields["redrawn"] == "yes"
	}
	m := u.mapping
	return s.Desk.ProposeMaps(c.ctx(), c.now, c.who, desk.MapOrder{Briefing: d.id, Series: cmp.Or(series, "map"), Title: title, Class: brief.EntryKind(u.fields["class"]),
		Source: brief.MapSource{Name: m.Source, Viewpoint: m.Viewpoint, Credit: m.Credit, Licence: m.Licence.Name, Address: m.Licence.Address, Download: m.Licence.Download == "yes"},
		Maps:   maps, Notes: told, Note: u.fields["note"], Dated: dated})
}

// mapProposal is proposed maps as programs get them.
type mapProposal struct {
	ID     string     `json:"id"`
	Series string     `json:"series"`
	Source string     `json:"source"`
	Maps   int        `json:"maps"`
	From   brief.Date `json:"from"`
	To     brief.Date `json:"to"`
	// Jump says why a second person has to look; Waits until when approved maps wait.
	Jump  string    `json:"jump,omitempty"`
	Waits time.Time `json:"waits,omitzero"`
	// Until is when it would be seen if it were approved now, where the briefing delays maps.
	Until time.Time `json:"until,omitzero"`
	// Changes is what changed from the map before the first to the last of them.
	Changes []desk.RegionChange `json:"changes"`
	Notes   []string            `json:"notes"`
	// Trouble says why it cannot be looked at.
	Trouble string `json:"trouble,omitempty"`
}

func proposalAnswer(p desk.MapProposal) (mapProposal, error) {
	changes, err := p.Changes()
	a := mapProposal{ID: p.Draft.ID, Series: p.Body.Series, Source: p.Body.Source.Name, Jump: p.Jump, Waits: p.Draft.EmbargoUntil, Until: p.Until,
		Changes: some(changes), Notes: some(p.Body.Notes)}
	for _, day := range p.Body.Days {
		if a.Maps++; a.From == "" || day.Day < a.From {
			a.From = day.Day
		}
		a.To = max(a.To, day.Day)
	}
	return a, err
}

// apiImportMaps takes maps, or a table of places, and proposes what they change.
func (s *deskServer) apiImportMaps(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	u, err := readUpload(c)
	if err != nil {
		return err
	}
	draft, err := s.propose(c, d, u)
	if err != nil {
		return err
	}
	return s.tellProposal(c, d, draft.ID, http.StatusCreated)
}

func (s *deskServer) tellProposal(c *call, d *dossier, id string, status int) error {
	p, err := s.Desk.ProposedMaps(c.ctx(), c.now, d.id, id)
	if err != nil {
		return err
	}
	answer, err := proposalAnswer(p)
	if err != nil {
		return err
	}
	return writeJSON(c.w, status, answer)
}

// listedSeries is a series of maps as programs get it.
type listedSeries struct {
	ID     brief.ItemID `json:"id"`
	Rev    int          `json:"rev"`
	Series string       `json:"series"`
	Title  string       `json:"title"`
	Sketch bool         `json:"sketch"`
	Maps   int          `json:"maps"`
	From   brief.Date   `json:"from,omitempty"`
	To     brief.Date   `json:"to,omitempty"`
}

// apiMaps lists the series, and what waits for a decision.
func (s *deskServer) apiMaps(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	answer := struct {
		Series    []listedSeries `json:"series"`
		Proposals []mapProposal  `json:"proposals"`
	}{[]listedSeries{}, []mapProposal{}}
	for _, m := range d.state.Maps() {
		l := listedSeries{ID: m.ID, Rev: m.Rev, Series: m.Name, Title: m.Title, Sketch: m.Sketch, Maps: len(m.Maps)}
		if len(m.Maps) > 0 {
			l.From, l.To = m.Maps[0].Day, m.Maps[len(m.Maps)-1].Day
		}
		answer.Series = append(answer.Series, l)
	}
	drafts, err := s.waiting(c, d, brief.EntryMap)
	if err != nil {
		return err
	}
	for _, k := range drafts {
		p, err := s.Desk.ProposedMaps(c.ctx(), c.now, d.id, k.ID)
		if err != nil {
			if brief.KindOf(err) == brief.KindOther {
				return err
			}
			answer.Proposals = append(answer.Proposals, mapProposal{ID: k.ID, Changes: []desk.RegionChange{}, Notes: []string{}, Trouble: err.Error()})
			continue
		}
		a, err := proposalAnswer(p)
		if err != nil {
			return err
		}
		answer.Proposals = append(answer.Proposals, a)
	}
	return c.answer(answer)
}

// apiMapProposal gives what one proposal would change.
func (s *deskServer) apiMapProposal(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.tellProposal(c, d, c.path("id"), http.StatusOK)
}

// apiApproveMaps puts proposed maps on the record.
func (s *deskServer) apiApproveMaps(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	out, err := s.Desk.ApproveMaps(c.ctx(), c.now, c.who, d.id, c.path("id"))
	if err != nil {
		return err
	}
	return c.told(out)
}

// apiDeclineMaps throws proposed maps away.
func (s *deskServer) apiDeclineMaps(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return c.nothing(s.Desk.DeclineMaps(c.ctx(), c.who, d.id, c.path("id")))
}

// placeRequest is a row for the table behind a sketch.
type placeRequest struct {
	Place    string    `json:"place"`
	Lat      string    `json:"lat"`
	Lon      string    `json:"lon"`
	HeldFrom string    `json:"held_from"`
	HeldTo   string    `json:"held_to"`
	Basis    string    `json:"basis"`
	Dated    time.Time `json:"dated"`
}

// apiAddPlace proposes the sketch with one more row.
func (s *deskServer) apiAddPlace(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req placeRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	draft, err := s.Desk.AddPlace(c.ctx(), c.now, c.who, d.id, c.path("series"),
		desk.PlaceRow{Place: req.Place, Lat: req.Lat, Lon: req.Lon, HeldFrom: req.HeldFrom, HeldTo: req.HeldTo, Basis: req.Basis}, req.Dated)
	if err != nil {
		return err
	}
	return s.tellProposal(c, d, draft.ID, http.StatusCreated)
}
