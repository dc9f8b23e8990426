package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"time"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/territory/basemap"
)

// Maps is how the control maps of a briefing stand before an act.
type Maps interface {
	// Series gives a series by its name; one that is not there has no Item.
	Series(ctx context.Context, id brief.BriefingID, name string) (MapSeries, error)
}

// MapSeries is a series of control maps as it stands.
type MapSeries struct {
	Item brief.ItemID
	Rev  int
	// Body is that of the last change, without its days.
	Body brief.MapChange
	atlas.Standing
}

// MapDrafts keeps maps that wait for somebody's decision.
type MapDrafts interface {
	SaveDraft(ctx context.Context, d brief.Draft) (brief.Draft, error)
	Drafts(ctx context.Context, id brief.BriefingID) ([]brief.Draft, error)
	DeleteDraft(ctx context.Context, id brief.BriefingID, draft string) error
}

// MapOrder asks to take maps into a series. Nothing is published by it.
type MapOrder struct {
	Briefing brief.BriefingID
	// Series is the series' name in addresses, Title what readers see; an empty title is the one that stands.
	Series, Title string
	Source        brief.MapSource
	Maps          []atlas.Drawn
	// Gone are maps to be taken out of the series.
	Gone []atlas.Stand
	// Places and Reference belong to a sketch.
	Places    string
	Reference *brief.MapReference
	// Class is publish for a series that begins, else update or correct; empty chooses by what stands.
	Class brief.EntryKind
	Note  string
	// Notes are the sentences of the import.
	Notes []string
	Dated time.Time
}

// maxMapNotes bounds the sentences of an import that are kept.
const maxMapNotes = 60

// ProposeMaps holds maps to the rules and keeps them for somebody to approve: import never publishes.
func (d *Desk) ProposeMaps(ctx context.Context, now time.Time, who brief.Person, o MapOrder) (brief.Draft, error) {
	if err := may(who, ProposeMap); err != nil {
		return brief.Draft{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return brief.Draft{}, err
	}
	o.Dated = keep(o.Dated)
	if err := first(checkDated(now, b, o.Dated), brief.CheckSeries(o.Series)); err != nil {
		return brief.Draft{}, err
	}
	series, err := d.ports.Maps.Series(ctx, o.Briefing, o.Series)
	if err != nil {
		return brief.Draft{}, err
	}
	body, err := o.body(&series)
	if err != nil {
		return brief.Draft{}, err
	}
	if series.Item == "" {
		if series.Item, err = brief.NewID[brief.ItemID](d.ports.Random); err != nil {
			return brief.Draft{}, err
		}
	}
	canonical, err := record.Canonical(body)
	if err != nil {
		return brief.Draft{}, err
	}
	return d.ports.MapDrafts.SaveDraft(ctx, brief.Draft{Briefing: o.Briefing, Kind: brief.EntryMap, Item: series.Item, IfRev: series.Rev, Lang: b.Lang(),
		Dated: o.Dated, Body: canonical, Person: who.ID, Saved: now.UTC()})
}

// body gives the body that takes the maps into a series.
func (o *MapOrder) body(series *MapSeries) (brief.MapChange, error) {
	m := brief.MapChange{Series: o.Series, Title: tidyText(o.Title), Source: o.Source, Places: o.Places, Reference: o.Reference,
		Notes: o.Notes, Change: brief.StatementChange{Class: o.Class, Note: tidyText(o.Note)}}
	if len(m.Notes) > maxMapNotes {
		m.Notes = append(m.Notes[:maxMapNotes:maxMapNotes], fmt.Sprintf("and %d sentences more", len(o.Notes)-maxMapNotes))
	}
	if m.Title == "" {
		m.Title = series.Body.Title
	}
	if m.Places == series.Body.Places { // what stands is not said again
		m.Places = ""
	}
	if reflect.DeepEqual(m.Reference, series.Body.Reference) {
		m.Reference = nil
	}
	if m.Change.Class == "" {
		if m.Change.Class = brief.Update; series.Item == "" {
			m.Change.Class = brief.Publish
		}
	}
	if err := checkMap(&m, series); err != nil {
		return m, err
	}
	if len(o.Maps)+len(o.Gone) == 0 && m.Places == "" && m.Reference == nil {
		return m, brief.Conflict("nothing would change: the series has these maps already", "bring others")
	}
	entering, err := series.Enter(o.Maps, o.Gone, m.Source.Sketch, basemap.Default().Regions())
	m.Days, m.Layers = entering.Days, entering.Layers
	return m, err
}

// checkMap holds what a body says of its series to the rules.
func checkMap(m *brief.MapChange, series *MapSeries) error {
	if err := first(required("title of the map", m.Title, maxShort, false), required("name of the source", m.Source.Name, maxShort, false),
		checkShort(m.Source.Viewpoint, m.Source.Credit, m.Source.Licence), checkText("note", m.Change.Note, maxNote, true), checkLinks("note", m.Change.Note)); err != nil {
		return err
	}
	if m.Source.Address != "" {
		if err := checkAddress("address of the licence", m.Source.Address); err != nil {
			return err
		}
	}
	switch c := m.Change.Class; {
	case series.Item == "" && c != brief.Publish:
		return brief.NotFound(fmt.Sprintf("there is no series of maps %q to change", m.Series), "begin it by bringing its first maps")
	case series.Item != "" && c == brief.Publish:
		return brief.Conflict(fmt.Sprintf("there is a series of maps %q already", m.Series), "update or correct it")
	case c == brief.Correct && m.Change.Note == "":
		return brief.Invalid("a correction needs a public note", "say what was wrong with the map")
	case c == brief.Withdraw && m.Change.Note == "":
		return brief.Invalid("taking maps out needs a public note", "say why")
	case c != brief.Publish && c != brief.Update && c != brief.Correct && c != brief.Withdraw:
		return brief.Invalid(fmt.Sprintf("maps are not changed by %.40q", string(c)), "use update or correct")
	}
	if was := series.Body.Source; series.Item != "" && (was.Name != m.Source.Name || was.Sketch != m.Source.Sketch) {
		return brief.Invalid(fmt.Sprintf("the series %q is of %q, these maps are of %q", m.Series, was.Name, m.Source.Name),
			"begin a series of its own for each source: they are never mixed")
	}
	return nil
}

// MapProposal is a draft of maps with what it would change.
type MapProposal struct {
	Draft brief.Draft
	Body  brief.MapChange
	atlas.Reviewed
	// Jump says in a sentence why a second person has to look; empty when one suffices.
	Jump string
	// Until is when it would be seen if it were approved now; zero for at once.
	Until time.Time
}

// ProposedMaps gives what a draft of maps would change.
func (d *Desk) ProposedMaps(ctx context.Context, now time.Time, id brief.BriefingID, draft string) (MapProposal, error) {
	k, err := d.mapDraft(ctx, id, draft)
	p := MapProposal{Draft: k}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(k.Body, &p.Body); err != nil {
		return p, fmt.Errorf("reading the draft %s: %w", k.ID, err)
	}
	b, _, err := d.ports.Facts.Briefing(ctx, k.Briefing)
	if err != nil {
		return p, err
	}
	series, err := d.ports.Maps.Series(ctx, k.Briefing, p.Body.Series)
	if err != nil {
		return p, err
	}
	if series.Rev != k.IfRev {
		return p, brief.Conflict("the series has changed since these maps were brought", "decline this, and bring them again")
	}
	if p.Reviewed, err = series.Review(&p.Body); err != nil {
		return p, err
	}
	p.Jump = jump(b, p.Biggest())
	if b.MapDelay > 0 {
		p.Until = now.Add(time.Duration(b.MapDelay) * time.Minute)
	}
	return p, nil
}

// mapDraft finds maps that wait.
func (d *Desk) mapDraft(ctx context.Context, id brief.BriefingID, draft string) (brief.Draft, error) {
	all, err := d.ports.MapDrafts.Drafts(ctx, id)
	if err != nil {
		return brief.Draft{}, err
	}
	for _, k := range all {
		if k.ID == draft && k.Kind == brief.EntryMap {
			return k, nil
		}
	}
	return brief.Draft{}, brief.NotFound(fmt.Sprintf("no maps wait as %.40q", draft), "they may have been approved or declined")
}

// jump says why a step needs a second person.
func jump(b brief.Briefing, s atlas.Step) string {
	most := b.MapJump
	if most == 0 {
		most = brief.DefaultMapJump
	}
	if s.Share()*100 <= float64(most) {
		return ""
	}
	return fmt.Sprintf("The map of %s differs from the one before by %d %% of what was held (%s km2 gained, %s km2 lost); more than %d %% takes a second person.",
		s.Day, int(math.Round(s.Share()*100)), whole(s.Gained), whole(s.Lost), most)
}

func whole(km2 float64) string { return fmt.Sprintf("%.0f", km2) }

// ApproveMaps puts proposed maps on the record, at once or after the briefing's delay. Whoever brought maps with a jump in them
// cannot approve them, unless the briefing says openly that one person decides. The same maps approved twice are one entry.
func (d *Desk) ApproveMaps(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, draft string) (Outcome, error) {
	if err := may(who, ApproveMap); err != nil {
		return Outcome{}, err
	}
	p, err := d.ProposedMaps(ctx, now, id, draft)
	if err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	switch {
	case !p.Draft.EmbargoUntil.IsZero():
		return Outcome{}, brief.Conflict("these maps are approved and wait for their delay to end", "decline them to call that off")
	case p.Jump != "" && p.Draft.Person == who.ID && !b.OutcomesByOne:
		return Outcome{}, brief.Forbidden(p.Jump+" You brought them yourself.", "ask somebody else to look at the picture and approve")
	}
	act := brief.Act{Briefing: id, Kind: brief.EntryMap, Item: p.Draft.Item, Lang: p.Draft.Lang, Dated: p.Draft.Dated, Body: p.Draft.Body, IfRev: p.Draft.IfRev,
		Key: "maps " + draft, EmbargoUntil: keep(p.Until), Person: who.ID, Role: who.Role}
	out, err := d.commit(ctx, now, act, nil)
	if err != nil {
		return Outcome{}, err
	}
	return out, d.ports.MapDrafts.DeleteDraft(ctx, id, draft)
}

// DeclineMaps throws proposed maps away; one's own always, those of others with the right to approve.
func (d *Desk) DeclineMaps(ctx context.Context, who brief.Person, id brief.BriefingID, draft string) error {
	if err := may(who, ProposeMap); err != nil {
		return err
	}
	k, err := d.mapDraft(ctx, id, draft)
	if err != nil {
		return err
	}
	if k.Person != who.ID {
		if err := may(who, ApproveMap); err != nil {
			return err
		}
	}
	return d.ports.MapDrafts.DeleteDraft(ctx, id, draft)
}
