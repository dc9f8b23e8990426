package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
)

// writeView is the form in which a development is written or changed.
type writeView struct {
	Frame                 frame
	Name                  brief.Name
	Zone                  string
	Form                  *actForm
	Fixed, Unchanged      []pair
	Tracks, Kinds, Labels []choice
	Precisions            []choice
	Cites                 []choice
	Warnings              []desk.Warning
	OnlyNote, NoteNeeded  bool
	Reconstruction        bool
}

// writePage opens an empty form, or one filled from a report and the sentence chosen in it.
func (s *deskServer) writePage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	f := actForm{Act: brief.Publish, Key: newKey(), Kind: string(brief.KindEvent), Label: string(brief.Reported)}
	if id := c.query("report"); id != "" {
		if err := s.fillFromReport(c, d, &f, brief.ReportID(id)); err != nil {
			return err
		}
	}
	return s.showForm(c, d, &f, http.StatusOK, nil)
}

// fillFromReport lets a form rest on a report: the marked sentence as its quote, the finding's kind as its kind.
func (s *deskServer) fillFromReport(c *call, d *dossier, f *actForm, id brief.ReportID) error {
	r, err := s.Reports.Report(c.ctx(), id)
	if err != nil {
		return err
	}
	ref := brief.Reference{Report: r.ID, URL: webAddress(r.URL), Outlet: r.Outlet, Title: r.Title}
	if sentence, ok := spanAsked(c, "start", "end"); ok {
		said, _ := spanAsked(c, "from", "to")
		ref.Cite(r.Text, sentence, said)
		f.Text = ref.Quote
	}
	reading, err := s.reading(c, &r)
	if err != nil {
		return err
	}
	f.Headline = reading.Heading()
	kind := brief.DevelopmentKind(c.query("kind"))
	if ref.Quote == "" && kind == "" {
		kind = reading.Kind
	}
	if slices.Contains(brief.DevelopmentKinds, kind) {
		f.Kind = string(kind)
	}
	if _, ok := d.state.Briefing.Track(brief.TrackID(reading.Track)); ok {
		f.Track = reading.Track
	}
	for _, p := range reading.Places {
		if p.Located() && ref.Span != nil && p.Start >= ref.Span.Start && p.End <= ref.Span.End {
			f.Place, f.Position = p.Name, positionText(p) // the first place of the sentence
			break
		}
	}
	f.RestsOn = append(f.RestsOn, restOf(ref))
	return nil
}

// positionText writes where a place lies as a form takes it.
func positionText(p brief.ReadPlace) string {
	return strconv.FormatFloat(p.Lat, 'f', -1, 64) + ", " + strconv.FormatFloat(p.Lon, 'f', -1, 64)
}

// spanAsked reads a span of a report from the address.
func spanAsked(c *call, start, end string) (brief.Span, bool) {
	from, err1 := strconv.Atoi(c.query(start))
	to, err2 := strconv.Atoi(c.query(end))
	return brief.Span{Start: from, End: to}, err1 == nil && err2 == nil
}

// writeAgain opens the form with what was sent, after a preview or a conflict. It changes nothing.
func (s *deskServer) writeAgain(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	f, err := readAct(c)
	if err != nil {
		return err
	}
	return s.showForm(c, d, &f, http.StatusOK, nil)
}

// changePage opens the form for a change of an item, filled with what stands.
func (s *deskServer) changePage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	act := brief.EntryKind(c.path("act"))
	if !slices.Contains(changes(), act) {
		return noSuchDeskPage()
	}
	item := brief.ItemID(c.path("item"))
	_, now, rev, err := s.standing(c, d, item)
	if err != nil {
		return err
	}
	if it, ok := d.state.Item(item); ok && it.Status == edition.Withdrawn {
		return brief.Conflict("this item was withdrawn", "publish a new one; a withdrawn item takes nothing but a redaction")
	}
	f := formOf(act, item, rev, now)
	f.Key = newKey()
	return s.showForm(c, d, &f, http.StatusOK, nil)
}

// changes lists the acts on an item that have a form of their own text.
func changes() []brief.EntryKind {
	return []brief.EntryKind{brief.Update, brief.Correct, brief.Refile, brief.Hold, brief.Withdraw}
}

// showForm shows the form, with what was wrong with it above when err is not nil.
func (s *deskServer) showForm(c *call, d *dossier, f *actForm, status int, wrong error) error {
	title := "Write a development"
	if f.Item != "" {
		title = sentence(string(f.Act)) + ": " + f.Headline
	}
	view := writeView{Frame: s.frameOf(c, d, title, "write"), Name: d.name(), Zone: d.state.Briefing.Zone, Form: f, Fixed: f.fixed(),
		Kinds: choices(brief.DevelopmentKinds, brief.DevelopmentKind(f.Kind)), Labels: choices(brief.Labels, brief.Label(f.Label)),
		Precisions: precisions(f.EventPrecision), OnlyNote: f.onlyNote(), NoteNeeded: f.onlyNote() || f.Act == brief.Correct,
		Reconstruction: d.state.Briefing.Reconstruction, Cites: citable(d)}
	if wrong != nil {
		view.Frame.Trouble = troubleOf(wrong)
	}
	if view.OnlyNote {
		view.Unchanged = f.content()
	}
	view.Tracks = trackChoices(d, f.Track)
	shown := *f
	shown.RestsOn = append(slices.Clone(f.RestsOn), make([]restForm, restsShown)...)
	view.Form = &shown
	return s.show(c, status, "write", view)
}

func trackChoices(d *dossier, chosen string) []choice {
	list := make([]choice, 0, len(d.state.Briefing.Tracks))
	for _, t := range d.state.Briefing.Tracks {
		list = append(list, choice{string(t.ID), t.Name, string(t.ID) == chosen})
	}
	return list
}

func precisions(chosen string) []choice {
	all := choices([]brief.Precision{brief.ToMinute, brief.ToHour, brief.ToDay, brief.ToMonth, brief.ToYear}, brief.Precision(chosen))
	return append([]choice{{"", "as written", chosen == ""}}, all...)
}

// badForm tells whether an error is one that the person can mend in the form.
func badForm(err error) bool {
	return brief.KindOf(err) == brief.KindInvalid && !errors.As(err, new(*statusError))
}
