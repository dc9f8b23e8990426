package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// textFlags are the parts of a development that a command line can set. What is not given stays as it is.
type textFlags struct {
	Headline  *string  `help:"Headline." placeholder:"TEXT"`
	Text      *string  `help:"Text in Markdown (paragraphs, emphasis, links, lists, quotes); - reads standard input." placeholder:"TEXT"`
	Track     *string  `help:"Id of the track." placeholder:"TRACK"`
	Kind      *string  `help:"event, a kind of statement (assertion, denial, pledge, ...) or story." placeholder:"KIND"`
	Label     *string  `help:"witnessed, official, reported, verified or unverified." placeholder:"LABEL"`
	Place     *string  `help:"Where it happened." placeholder:"PLACE"`
	Position  *string  `help:"Where that is on the map, latitude first: 49.99,36.23." placeholder:"DEGREES"`
	Byline    *string  `help:"Who wrote it, if that is public." placeholder:"NAME"`
	Event     *string  `help:"When it happened: 2022-09-24, 2022-09-24T18 or 2022-09-24T18:30 in the event's zone." placeholder:"TIME"`
	EventZone *string  `help:"Zone of --event; the briefing's zone when not given." placeholder:"ZONE"`
	RestsOn   []string `help:"Address that the development rests on; may be repeated." placeholder:"URL" sep:"none"`
	Outlet    string   `help:"Outlet of the addresses in --rests-on." placeholder:"NAME"`
	Cite      []string `help:"Number that it cites, as in the address of its page: SERIES/VERSION; may be repeated." placeholder:"NUMBER" sep:"none"`
	SeeAlso   []string `help:"\"TITLE|URL\" of related coverage; may be repeated." placeholder:"LINK" sep:"none"`
}

// actFlags are what every act takes.
type actFlags struct {
	Briefing     string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Note         string    `help:"Public note: what was wrong, or why." placeholder:"TEXT"`
	Dated        time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	EmbargoUntil time.Time `help:"Keep it back until then." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Key          string    `help:"Idempotency key: the same key never acts twice." placeholder:"KEY"`
}

// actRequest is the body of POST /api/briefings/{b}/acts.
type actRequest struct {
	Kind         brief.EntryKind   `json:"kind"`
	Item         brief.ItemID      `json:"item,omitempty"`
	Development  brief.Development `json:"development"`
	Note         string            `json:"note,omitempty"`
	Dated        time.Time         `json:"dated,omitzero"`
	EmbargoUntil time.Time         `json:"embargo_until,omitzero"`
}

// actAnswer is what the desk says to an act.
type actAnswer struct {
	Entry    *brief.Entry `json:"entry,omitempty"`
	Draft    *brief.Draft `json:"draft,omitempty"`
	Warnings []warning    `json:"warnings"`
}

type warning struct {
	Rule     string `json:"rule"`
	Sentence string `json:"sentence"`
}

// itemAnswer is the answer of GET /api/briefings/{b}/items/{item}.
type itemAnswer struct {
	Item        brief.ItemID      `json:"item"`
	Rev         int               `json:"rev"`
	Entry       brief.Entry       `json:"entry"`
	Development brief.Development `json:"development"`
	History     []brief.Entry     `json:"history"`
}

// apply lays the flags over a development.
func (f *textFlags) apply(d *brief.Development, in io.Reader, zone string) error {
	set := func(to *string, from *string) {
		if from != nil {
			*to = *from
		}
	}
	if f.Text != nil && *f.Text == "-" {
		raw, err := io.ReadAll(io.LimitReader(in, 1<<20))
		if err != nil {
			return fmt.Errorf("reading the text: %w", err)
		}
		text := strings.TrimSpace(string(raw))
		f.Text = &text
	}
	set(&d.Headline, f.Headline)
	set(&d.Text, f.Text)
	set((*string)(&d.Track), f.Track)
	set((*string)(&d.Kind), f.Kind)
	set((*string)(&d.Label), f.Label)
	set(&d.Place, f.Place)
	set(&d.Byline, f.Byline)
	for _, address := range f.RestsOn {
		d.RestsOn = append(d.RestsOn, brief.Reference{URL: address, Outlet: f.Outlet})
	}
	if len(f.Cite) > 0 {
		d.Numbers = f.Cite
	}
	for _, link := range f.SeeAlso {
		title, address, ok := strings.Cut(link, "|")
		if !ok {
			return usageError{fmt.Errorf("--see-also %q is not \"TITLE|URL\"", link)}
		}
		d.SeeAlso = append(d.SeeAlso, brief.Link{Title: title, URL: address})
	}
	if f.Position != nil {
		var err error
		if d.Position, err = brief.ParsePosition(*f.Position); err != nil {
			return err
		}
	}
	if f.Event == nil {
		return nil
	}
	if f.EventZone != nil {
		zone = *f.EventZone
	}
	event, err := parseEvent(*f.Event, zone)
	d.Event = event
	return err
}

// parseEvent reads an event's time in as much detail as it is given.
func parseEvent(text, zone string) (brief.EventTime, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return brief.EventTime{}, brief.Invalid(fmt.Sprintf("the zone %q is not known", zone), "use a name such as Europe/Kyiv")
	}
	forms := []struct {
		layout    string
		precision brief.Precision
	}{
		{"2006-01-02T15:04", brief.ToMinute}, {"2006-01-02T15", brief.ToHour}, {"2006-01-02", brief.ToDay},
		{"2006-01", brief.ToMonth}, {"2006", brief.ToYear},
	}
	for _, form := range forms {
		if t, err := time.ParseInLocation(form.layout, text, loc); err == nil {
			return brief.EventTime{From: t.UTC(), Precision: form.precision, Zone: zone}, nil
		}
	}
	return brief.EventTime{}, brief.Invalid(fmt.Sprintf("the time %q is not understood", text),
		"write 2022-09-24, 2022-09-24T18 or 2022-09-24T18:30")
}

// act sends an act and says what came of it.
func (c *Common) act(ctx context.Context, std *Streams, cl *client, b string, r actRequest, key, ifMatch string) error {
	var answer actAnswer
	err := cl.do(ctx, request{method: "POST", path: "/api/briefings/" + url.PathEscape(b) + "/acts", body: r, key: key, ifMatch: ifMatch}, &answer)
	if err != nil {
		return err
	}
	return c.said(std, answer)
}

// said prints the outcome of an act.
func (c *Common) said(std *Streams, answer actAnswer) error {
	answer.warn(std)
	return c.print(std.Out, answer, answer.tell)
}

// warn prints the warnings to standard error.
func (a *actAnswer) warn(std *Streams) {
	for _, w := range a.Warnings {
		fmt.Fprintf(std.Err, "warning: %s (%s)\n", w.Sentence, w.Rule)
	}
}

// tell says in a line what came of the act.
func (a *actAnswer) tell(out io.Writer) {
	switch {
	case a.Entry != nil:
		fmt.Fprintf(out, "%s %s revision %d as entry %d\n", a.Entry.Kind, a.Entry.Item, a.Entry.Rev, a.Entry.Seq)
	case a.Draft != nil:
		fmt.Fprintf(out, "embargoed until %s as draft %s\n", a.Draft.EmbargoUntil.Format(time.RFC3339), a.Draft.ID)
	}
}

// item fetches an item as it stands.
func (c *client) item(ctx context.Context, b, item string) (itemAnswer, error) {
	var answer itemAnswer
	err := c.do(ctx, request{method: "GET", path: "/api/briefings/" + url.PathEscape(b) + "/items/" + url.PathEscape(item)}, &answer)
	return answer, err
}

// zone fetches the briefing's zone.
func (c *client) zone(ctx context.Context, b string) (string, error) {
	var answer briefingAnswer
	err := c.do(ctx, request{method: "GET", path: "/api/briefings/" + url.PathEscape(b)}, &answer)
	return answer.Briefing.Zone, err
}
