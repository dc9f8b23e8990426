package web

import (
	"cmp"
	"net/http"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/series"
)

// numbersProposal is proposed numbers as programs get them.
type numbersProposal struct {
	ID      string      `json:"id"`
	Tracker string      `json:"tracker"`
	Title   string      `json:"title"`
	Source  string      `json:"source"`
	Topic   brief.Topic `json:"topic"`
	// Count is how many versions wait; Numbers are they, at most maxTold of them.
	Count   int             `json:"count"`
	Numbers []waitingNumber `json:"numbers"`
	Movers  []desk.Mover    `json:"movers"`
	Notes   []string        `json:"notes"`
	Series  []brief.Series  `json:"series"`
	// Trouble says why it cannot be looked at.
	Trouble string `json:"trouble,omitempty"`
}

// waitingNumber is a version that waits, beside what stands.
type waitingNumber struct {
	ID         brief.VersionID    `json:"id"`
	Series     brief.SeriesID     `json:"series"`
	From       brief.Date         `json:"from,omitempty"`
	To         brief.Date         `json:"to,omitempty"`
	Row        string             `json:"row,omitempty"`
	Known      brief.Date         `json:"known"`
	Old        string             `json:"old,omitempty"`
	New        string             `json:"new,omitempty"`
	Low        string             `json:"low,omitempty"`
	High       string             `json:"high,omitempty"`
	Qualifier  string             `json:"qualifier,omitempty"`
	Difference string             `json:"difference,omitempty"`
	Unit       string             `json:"unit"`
	Scale      int                `json:"scale,omitempty"`
	Worth      []brief.Worth      `json:"worth,omitempty"`
	Change     brief.NumberChange `json:"change"`
	Reason     string             `json:"reason,omitempty"`
}

// maxTold bounds the versions of a proposal that are told in one answer.
const maxTold = 2000

func numbersAnswer(p *desk.NumbersProposal) numbersProposal {
	b := &p.Body
	a := numbersProposal{ID: p.Draft.ID, Tracker: b.Tracker, Title: b.Title, Source: b.Source.Name, Topic: b.Topic, Count: len(p.Rows), Numbers: []waitingNumber{},
		Movers: some(p.Movers), Notes: some(b.Notes), Series: some(b.Series)}
	for i := range p.Rows[:min(len(p.Rows), maxTold)] {
		r := &p.Rows[i]
		w := waitingNumber{ID: r.ID, Series: r.Version.Series, From: r.From, To: r.To, Known: r.Known, New: r.Value, Low: r.Low, High: r.High, Qualifier: r.Qualifier,
			Difference: r.Difference, Unit: r.Unit, Scale: r.Scale, Worth: r.Worth, Change: r.Change, Reason: r.Reason}
		if r.Was != nil {
			w.Old = r.Was.Value
		}
		if r.Event != nil {
			w.Row = r.Event.Row
		}
		a.Numbers = append(a.Numbers, w)
	}
	return a
}

// numbersRequest is numbers as programs hand them in.
type numbersRequest struct {
	// SeriesOf names a series that is there, in the place of the tracker.
	SeriesOf brief.SeriesID     `json:"series_of"`
	Tracker  string             `json:"tracker"`
	Title    string             `json:"title"`
	Topic    brief.Topic        `json:"topic"`
	Source   brief.NumberSource `json:"source"`
	Series   []brief.Series     `json:"series"`
	// Versions are without ids; one without the day on which it became known was known today.
	Versions []brief.Version    `json:"versions"`
	Change   brief.NumberChange `json:"change"`
	Reason   string             `json:"reason"`
	Note     string             `json:"note"`
	Dated    time.Time          `json:"dated"`
}

// apiProposeNumbers takes numbers, as JSON or as a table, and proposes what they change.
func (s *deskServer) apiProposeNumbers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if !isJSON(c.r) {
		return s.apiImportNumbers(c, d)
	}
	var req numbersRequest
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	if req.SeriesOf != "" {
		_, t, known := d.state.SeriesOf(req.SeriesOf)
		if !known {
			return brief.NotFound("there is no series of numbers "+quoted(string(req.SeriesOf)), "list them and choose")
		}
		req.Tracker = t.Name
	}
	for i := range req.Versions {
		v := &req.Versions[i]
		v.Known = cmp.Or(v.Known, v.Published, brief.DateOf(c.now.In(d.zone)))
	}
	draft, err := s.Desk.ProposeNumbers(c.ctx(), c.now, c.who, desk.NumbersOrder{Briefing: d.id, Tracker: req.Tracker, Title: req.Title, Topic: req.Topic, Source: req.Source,
		Series: req.Series, Versions: req.Versions, Change: req.Change, Reason: req.Reason, Note: req.Note, Dated: req.Dated})
	if err != nil {
		return err
	}
	return s.tellNumbers(c, d, draft.ID, http.StatusCreated)
}

func (s *deskServer) tellNumbers(c *call, d *dossier, id string, status int) error {
	p, err := s.Desk.ProposedNumbers(c.ctx(), d.id, id)
	if err != nil {
		return err
	}
	return writeJSON(c.w, status, numbersAnswer(&p))
}

// listedTracker is a tracker as programs get it.
type listedTracker struct {
	ID      brief.ItemID       `json:"id"`
	Rev     int                `json:"rev"`
	Tracker string             `json:"tracker"`
	Title   string             `json:"title"`
	Topic   brief.Topic        `json:"topic"`
	Source  brief.NumberSource `json:"source"`
	Series  []listedNumbers    `json:"series"`
}

// listedNumbers is a series as programs get it.
type listedNumbers struct {
	brief.Series
	Numbers  int `json:"numbers"`
	Versions int `json:"versions"`
	// From and To are the first and the last period.
	From brief.Date `json:"from,omitempty"`
	To   brief.Date `json:"to,omitempty"`
}

func listedOf(s *edition.NumberSeries) listedNumbers {
	l := listedNumbers{Series: s.Series, Numbers: len(s.Numbers)}
	for _, n := range s.Numbers {
		l.Versions += len(n)
		v := n.Now()
		if v.From != "" && (l.From == "" || v.From < l.From) {
			l.From = v.From
		}
		l.To = max(l.To, cmp.Or(v.To, v.From))
	}
	return l
}

// apiNumbers lists the trackers, and what waits for a decision.
func (s *deskServer) apiNumbers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	answer := struct {
		Trackers  []listedTracker   `json:"trackers"`
		Proposals []numbersProposal `json:"proposals"`
	}{[]listedTracker{}, []numbersProposal{}}
	for _, t := range d.state.Trackers() {
		l := listedTracker{ID: t.ID, Rev: t.Rev, Tracker: t.Name, Title: t.Title, Topic: t.Topic, Source: t.Source, Series: []listedNumbers{}}
		for i := range t.Series {
			l.Series = append(l.Series, listedOf(&t.Series[i]))
		}
		answer.Trackers = append(answer.Trackers, l)
	}
	drafts, err := s.waiting(c, d, brief.EntryVersions)
	if err != nil {
		return err
	}
	for _, k := range drafts {
		p, err := s.Desk.ProposedNumbers(c.ctx(), d.id, k.ID)
		if err != nil {
			if brief.KindOf(err) == brief.KindOther {
				return err
			}
			answer.Proposals = append(answer.Proposals, numbersProposal{ID: k.ID, Numbers: []waitingNumber{}, Movers: []desk.Mover{}, Notes: []string{}, Series: []brief.Series{}, Trouble: err.Error()})
			continue
		}
		answer.Proposals = append(answer.Proposals, numbersAnswer(&p))
	}
	return c.answer(answer)
}

// apiNumbersProposal gives what one proposal would change.
func (s *deskServer) apiNumbersProposal(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.tellNumbers(c, d, c.path("id"), http.StatusOK)
}

// apiApproveNumbers puts proposed numbers on the record: all, or those that "only" names.
func (s *deskServer) apiApproveNumbers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var req struct {
		Only []brief.VersionID `json:"only"`
	}
	if isJSON(c.r) {
		if err := readJSON(c.r, &req); err != nil {
			return err
		}
	}
	out, err := s.Desk.ApproveNumbers(c.ctx(), c.now, c.who, d.id, c.path("id"), req.Only)
	if err != nil {
		return err
	}
	return c.told(out)
}

// apiDeclineNumbers throws proposed numbers away.
func (s *deskServer) apiDeclineNumbers(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return c.nothing(s.Desk.DeclineNumbers(c.ctx(), c.who, d.id, c.path("id")))
}

// apiSum adds the latest number of each series that is named, every event of one that has events, or says what clashes: ?series=A&series=B
// currency= as-of=.
func (s *deskServer) apiSum(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	q := c.r.URL.Query()
	var leaves []series.Leaf
	for _, id := range q["series"] {
		is, _, known := d.state.SeriesOf(brief.SeriesID(id))
		if !known {
			return brief.NotFound("there is no series of numbers "+quoted(id), "list them and choose")
		}
		leaves = append(leaves, is.Leaves(brief.Date(q.Get("as-of")))...)
	}
	if len(leaves) == 0 {
		return brief.Invalid("no series is named", "say which, as series=NAME, once for each")
	}
	currency := q.Get("currency")
	if currency == "" && leaves[0].Series.Counted == brief.CountedAid && leaves[0].Series.Unit != "items" {
		currency = series.Base
	}
	t, err := series.Add(leaves, currency)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Value    string `json:"value"`
		Currency string `json:"currency,omitempty"`
		Of       int    `json:"of"`
		Without  int    `json:"without"`
		Undated  int    `json:"undated"`
	}{t.Value, currency, t.Of, t.Without, t.Undated})
}
