package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// actForm is the form of one act on a development, as text, so that whatever somebody wrote comes back to them.
type actForm struct {
	Act   brief.EntryKind
	Item  brief.ItemID
	IfRev int
	Key   string
	// Draft is the draft that the text was saved in, empty for none.
	Draft string

	Headline, Text, Track, Kind, Label, Place, Position, Byline string
	EventFrom, EventTo, EventPrecision, EventZone               string
	RestsOn                                                     []restForm
	SeeAlso, Numbers, Note, Dated, Embargo                      string
}

// restForm is one thing that the development rests on. Mark is the stretch of the quote that is marked: 12-40.
type restForm struct{ Report, URL, Outlet, Title, Quote, Start, End, Mark string }

func restOf(ref brief.Reference) restForm {
	r := restForm{Report: string(ref.Report), URL: ref.URL, Outlet: ref.Outlet, Title: ref.Title, Quote: ref.Quote}
	if ref.Span != nil {
		r.Start, r.End = strconv.Itoa(ref.Span.Start), strconv.Itoa(ref.Span.End)
	}
	if ref.Mark != nil {
		r.Mark = fmt.Sprintf("%d-%d", ref.Mark.Start, ref.Mark.End)
	}
	return r
}

func (r *restForm) empty() bool {
	return r.URL == "" && r.Outlet == "" && r.Title == "" && r.Quote == ""
}

// restsShown is how many empty places for references a form offers beyond those filled in.
const restsShown = 1

// restsMost is how many references a form takes.
const restsMost = 40

// readAct takes the form from the call.
func readAct(c *call) (actForm, error) {
	f := actForm{Act: brief.EntryKind(c.field("act")), Item: brief.ItemID(c.field("item")), Key: c.field("key"), Draft: c.field("draft"),
		Headline: c.field("headline"), Text: strings.TrimSpace(c.form.Get("text")), Track: c.field("track"), Kind: c.field("kind"),
		Label: c.field("label"), Place: c.field("place"), Position: c.field("position"), Byline: c.field("byline"), EventFrom: c.field("event_from"),
		EventTo: c.field("event_to"), EventPrecision: c.field("event_precision"), EventZone: c.field("event_zone"),
		SeeAlso: c.field("see_also"), Numbers: c.field("numbers"), Note: c.field("note"), Dated: c.field("dated"), Embargo: c.field("embargo")}
	if f.Act == "" {
		f.Act = brief.Publish
	}
	var err error
	if f.IfRev, err = formRev(c); err != nil {
		return f, err
	}
	at := func(name string, i int) string {
		if values := c.form[name]; i < len(values) {
			return strings.TrimSpace(values[i])
		}
		return ""
	}
	if len(c.form["rest-url"]) > restsMost {
		return f, brief.Invalid("a development rests on more than 40 things", "name the ones that carry it")
	}
	for i := range c.form["rest-url"] {
		r := restForm{Report: at("rest-report", i), URL: at("rest-url", i), Outlet: at("rest-outlet", i), Title: at("rest-title", i),
			Quote: at("rest-quote", i), Start: at("rest-start", i), End: at("rest-end", i), Mark: at("rest-mark", i)}
		if !r.empty() {
			f.RestsOn = append(f.RestsOn, r)
		}
	}
	return f, nil
}

// formRev reads the revision that a form was filled with, 0 when it has none.
func formRev(c *call) (int, error) {
	text := c.field("if_rev")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, malformed("the form holds no revision", "open it again from the item")
	}
	return n, nil
}

// formOf fills a form with a development that stands.
func formOf(act brief.EntryKind, item brief.ItemID, rev int, d brief.Development) actForm {
	f := actForm{Act: act, Item: item, IfRev: rev, Headline: d.Headline, Text: d.Text, Track: string(d.Track), Kind: string(d.Kind),
		Label: string(d.Label), Place: d.Place, Position: d.Position.String(), Byline: d.Byline, EventPrecision: string(d.Event.Precision), EventZone: d.Event.Zone}
	zone, err := time.LoadLocation(d.Event.Zone)
	if err != nil {
		zone = time.UTC
	}
	f.EventFrom, f.EventTo = writeTime(d.Event.From, zone, d.Event.Precision), writeTime(d.Event.To, zone, d.Event.Precision)
	for _, ref := range d.RestsOn {
		f.RestsOn = append(f.RestsOn, restOf(ref))
	}
	f.Numbers = strings.Join(d.Numbers, "\n")
	for _, l := range d.SeeAlso {
		f.SeeAlso += l.Title + " | " + l.URL + "\n"
	}
	return f
}

// onlyNote tells whether the act leaves the text alone and says why in a note.
func (f *actForm) onlyNote() bool { return f.Act == brief.Hold || f.Act == brief.Withdraw }

// fixed gives the fields that say which act it is, hidden in every step of it.
func (f *actForm) fixed() []pair {
	return []pair{{"act", string(f.Act)}, {"item", string(f.Item)}, {"if_rev", strconv.Itoa(f.IfRev)}, {"key", f.Key}, {"draft", f.Draft}}
}

// content gives the fields of the text itself.
func (f *actForm) content() []pair {
	list := []pair{{"headline", f.Headline}, {"text", f.Text}, {"track", f.Track}, {"kind", f.Kind}, {"label", f.Label},
		{"place", f.Place}, {"position", f.Position}, {"byline", f.Byline}, {"event_from", f.EventFrom}, {"event_to", f.EventTo},
		{"event_precision", f.EventPrecision}, {"event_zone", f.EventZone}, {"see_also", f.SeeAlso}, {"numbers", f.Numbers}}
	for _, r := range f.RestsOn {
		list = append(list, pair{"rest-report", r.Report}, pair{"rest-start", r.Start}, pair{"rest-end", r.End}, pair{"rest-mark", r.Mark},
			pair{"rest-url", r.URL}, pair{"rest-outlet", r.Outlet}, pair{"rest-title", r.Title}, pair{"rest-quote", r.Quote})
	}
	return list
}

// all gives every field, for the step after this one.
func (f *actForm) all() []pair {
	list := append(f.fixed(), f.content()...)
	return append(list, pair{"note", f.Note}, pair{"dated", f.Dated}, pair{"embargo", f.Embargo})
}

// change makes the act that the form asks for. What a form does not show (pictures, statements) stays as
// it is in base, the development that stands.
func (f *actForm) change(d *dossier, base brief.Development) (desk.Change, error) {
	ch := desk.Change{Briefing: d.id, Kind: f.Act, Item: f.Item, Note: f.Note, IfRev: f.IfRev, Key: f.Key, Development: base}
	var err error
	if ch.Dated, err = parseTime(f.Dated, d.zone); err != nil {
		return ch, err
	}
	if ch.EmbargoUntil, err = parseTime(f.Embargo, d.zone); err != nil {
		return ch, err
	}
	if f.onlyNote() {
		return ch, nil
	}
	dev := &ch.Development
	dev.Headline, dev.Text, dev.Track, dev.Kind = f.Headline, f.Text, brief.TrackID(f.Track), brief.DevelopmentKind(f.Kind)
	dev.Label, dev.Place, dev.Byline, dev.Note = brief.Label(f.Label), f.Place, f.Byline, ""
	if dev.Event, err = f.event(d); err != nil {
		return ch, err
	}
	if dev.Position, err = brief.ParsePosition(f.Position); err != nil {
		return ch, err
	}
	dev.Numbers = strings.Fields(f.Numbers)
	if dev.SeeAlso, err = f.links(); err != nil {
		return ch, err
	}
	dev.RestsOn, err = f.references()
	return ch, err
}

func (f *actForm) event(d *dossier) (brief.EventTime, error) {
	if f.EventFrom == "" {
		return brief.EventTime{}, nil
	}
	e := brief.EventTime{Zone: f.EventZone, Precision: brief.Precision(f.EventPrecision)}
	if e.Zone == "" {
		e.Zone = d.state.Briefing.Zone
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return e, brief.Invalid("the zone "+quoted(e.Zone)+" is not known", "use a name such as Europe/Kyiv")
	}
	from, precision, err := parseExact(f.EventFrom, zone)
	if err != nil {
		return e, err
	}
	e.From = from
	if e.Precision == "" {
		e.Precision = precision
	}
	e.To, err = parseTime(f.EventTo, zone)
	return e, err
}

func (f *actForm) links() ([]brief.Link, error) {
	var list []brief.Link
	for line := range strings.Lines(f.SeeAlso) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		at := strings.LastIndexByte(line, '|')
		if at < 0 {
			return nil, brief.Invalid("the line "+quoted(strings.TrimSpace(line))+" of see also is not “title | address”", "part the two with |")
		}
		list = append(list, brief.Link{Title: strings.TrimSpace(line[:at]), URL: strings.TrimSpace(line[at+1:])})
	}
	return list, nil
}

func (f *actForm) references() ([]brief.Reference, error) {
	list := []brief.Reference{}
	for _, r := range f.RestsOn {
		ref := brief.Reference{Report: brief.ReportID(r.Report), URL: r.URL, Outlet: r.Outlet, Title: r.Title, Quote: r.Quote}
		if r.End != "" {
			start, err1 := strconv.Atoi(r.Start)
			end, err2 := strconv.Atoi(r.End)
			if err1 != nil || err2 != nil {
				return nil, malformed("a reference's span holds no numbers", "choose the sentence in the report again")
			}
			ref.Span = &brief.Span{Start: start, End: end}
		}
		if from, to, ok := strings.Cut(r.Mark, "-"); ok && r.Quote != "" {
			start, err1 := strconv.Atoi(from)
			end, err2 := strconv.Atoi(to)
			if err1 != nil || err2 != nil {
				return nil, malformed("the mark in a sentence holds no numbers", "choose the statement in the report again")
			}
			ref.Mark = &brief.Span{Start: start, End: end}
		}
		list = append(list, ref)
	}
	return list, nil
}
