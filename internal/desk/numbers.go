package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/series"
)

// Trackers is how the numbers of a briefing stand before an act.
type Trackers interface {
	// Tracker gives a tracker by its name; one that is not there has no Item.
	Tracker(ctx context.Context, id brief.BriefingID, name string) (Tracker, error)
	// Standing gives the latest number of each series that counts people.
	Standing(ctx context.Context, id brief.BriefingID) ([]Standing, error)
	// Cited finds a number that is cited as "series/version"; the versions have no ids where it is not there.
	Cited(ctx context.Context, id brief.BriefingID, cite string) (CitedNumber, error)
}

// Tracker is a tracker of numbers as it stands.
type Tracker struct {
	Item brief.ItemID
	Rev  int
	// Body is what the tracker says of itself, with the mapping that stands, without series and versions.
	Body brief.Numbers
	// Series are those of the tracker, Stands gives the versions of a number, and Holder the tracker that keeps a series, empty for none.
	Series map[brief.SeriesID]brief.Series
	Stands func(series.Key) series.Chain
	Holder func(brief.SeriesID) string
}

// numberFacts completes what the rules about numbers need to know. They only warn: what cannot be found out is left out.
func (d *Desk) numberFacts(ctx context.Context, id brief.BriefingID, cites []string, facts *LintFacts) {
	if d.ports.Figures == nil || d.ports.Trackers == nil {
		return
	}
	standing, err := d.ports.Trackers.Standing(ctx, id)
	if err != nil {
		return
	}
	facts.Figures, facts.Standing = d.ports.Figures, standing
	for _, cite := range cites {
		if c, err := d.ports.Trackers.Cited(ctx, id, cite); err == nil {
			facts.Cited = append(facts.Cited, c)
		}
	}
}

// NumbersOrder asks to take numbers into a tracker. Nothing is published by it.
type NumbersOrder struct {
	Briefing brief.BriefingID
	// Tracker is its name in addresses; an empty title, topic or source is the one that stands.
	Tracker, Title string
	Topic          brief.Topic
	Source         brief.NumberSource
	Series         []brief.Series
	// Versions are without ids: those that stand already are left out.
	Versions []brief.Version
	// Change and Reason say why numbers that stand change.
	Change brief.NumberChange
	Reason string
	// Convert tells money in the base besides; nil for not at all.
	Convert *series.Conversion
	Mapping json.RawMessage
	// Notes are the sentences of the import, Note is public.
	Notes []string
	Note  string
	Dated time.Time
}

// maxNumberNotes bounds the sentences of an import that are kept.
const maxNumberNotes = 60

// ProposeNumbers holds numbers to the rules and keeps those that change what stands for somebody to approve: import never publishes.
func (d *Desk) ProposeNumbers(ctx context.Context, now time.Time, who brief.Person, o NumbersOrder) (brief.Draft, error) {
	if err := may(who, ProposeNumbers); err != nil {
		return brief.Draft{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return brief.Draft{}, err
	}
	o.Dated = keep(o.Dated)
	if err := first(checkDated(now, b, o.Dated), brief.CheckTracker(o.Tracker)); err != nil {
		return brief.Draft{}, err
	}
	t, err := d.ports.Trackers.Tracker(ctx, o.Briefing, o.Tracker)
	if err != nil {
		return brief.Draft{}, err
	}
	body, err := o.body(&t, brief.DateOf(now.In(b.Location())), d.ports.newVersionID)
	if err != nil {
		return brief.Draft{}, err
	}
	if t.Item == "" {
		if t.Item, err = brief.NewID[brief.ItemID](d.ports.Random); err != nil {
			return brief.Draft{}, err
		}
	}
	canonical, err := sealNumbers(&body)
	if err != nil {
		return brief.Draft{}, err
	}
	return d.ports.MapDrafts.SaveDraft(ctx, brief.Draft{Briefing: o.Briefing, Kind: brief.EntryVersions, Item: t.Item, IfRev: t.Rev, Lang: b.Lang(),
		Dated: o.Dated, Body: canonical, Person: who.ID, Saved: now.UTC()})
}

func (p *Ports) newVersionID() (brief.VersionID, error) {
	return brief.NewID[brief.VersionID](p.Random)
}

// sealNumbers counts the versions of a body, puts the root of their tree into it, and gives its canonical bytes.
func sealNumbers(b *brief.Numbers) (json.RawMessage, error) {
	root, err := record.ListRoot(b.Versions)
	if err != nil {
		return nil, err
	}
	b.Root, b.Count = root, len(b.Versions)
	return record.Canonical(b)
}

// body gives the body that takes the numbers into a tracker.
func (o *NumbersOrder) body(t *Tracker, today brief.Date, id func() (brief.VersionID, error)) (brief.Numbers, error) {
	b := brief.Numbers{Tracker: o.Tracker, Title: tidyText(o.Title), Topic: o.Topic, Source: o.Source, Mapping: o.Mapping,
		Notes: o.Notes, Change: brief.StatementChange{Class: brief.Update, Note: tidyText(o.Note)}}
	if len(b.Notes) > maxNumberNotes {
		b.Notes = append(b.Notes[:maxNumberNotes:maxNumberNotes], fmt.Sprintf("and %d sentences more", len(o.Notes)-maxNumberNotes))
	}
	if t.Item == "" {
		b.Change.Class = brief.Publish
	} else {
		asItStands(&b, &t.Body)
	}
	if slices.Equal(b.Mapping, t.Body.Mapping) { // what stands is not said again
		b.Mapping = nil
	}
	var err error
	if b.Series, err = describedAnew(o.Series, t); err != nil {
		return b, err
	}
	if err := first(checkText("reason", o.Reason, maxNote, false), checkLinks("reason", o.Reason), checkNumbers(&b, t, o.Versions, today)); err != nil {
		return b, err
	}
	units := unitsOf(t, b.Series)
	read := slices.Clone(o.Versions)
	for i := range read {
		o.Convert.Convert(&read[i], units[read[i].Series])
	}
	if b.Versions, err = series.Enter(read, t.Stands, series.How{Change: o.Change, Reason: tidyText(o.Reason), ID: id}); err != nil {
		return b, err
	}
	if len(b.Versions) == 0 && len(b.Series) == 0 && len(b.Mapping) == 0 {
		return b, brief.Conflict("nothing would change: these numbers stand already", "bring others")
	}
	if changeOf(b.Versions) == brief.NumberCorrection {
		b.Change.Class = brief.Correct
	}
	return b, nil
}

// asItStands fills in what an order does not say of its tracker.
func asItStands(b, stands *brief.Numbers) {
	if b.Title == "" {
		b.Title = stands.Title
	}
	if b.Topic == "" {
		b.Topic = stands.Topic
	}
	if b.Source == (brief.NumberSource{}) {
		b.Source = stands.Source
	}
}

// describedAnew gives the series that a tracker does not have, or has otherwise.
func describedAnew(list []brief.Series, t *Tracker) ([]brief.Series, error) {
	var out []brief.Series
	for _, s := range list {
		for _, text := range []*string{&s.Title, &s.Actor, &s.Recipient, &s.Place, &s.Method} {
			*text = tidyText(*text)
		}
		if was, known := t.Series[s.ID]; !known || was != s {
			if known && !sameKind(was, s) {
				return nil, brief.Invalid(fmt.Sprintf("the series %s would count something else than before", s.ID), "begin a series of its own for what is counted otherwise")
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// sameKind tells whether two descriptions of a series differ in words only.
func sameKind(a, b brief.Series) bool {
	b.Title, b.Method, b.Place, b.Actor, b.Recipient = a.Title, a.Method, a.Place, a.Actor, a.Recipient
	return a == b
}

func unitsOf(t *Tracker, fresh []brief.Series) map[brief.SeriesID]string {
	units := map[brief.SeriesID]string{}
	for id, s := range t.Series {
		units[id] = s.Unit
	}
	for _, s := range fresh {
		units[s.ID] = s.Unit
	}
	return units
}

// changeOf gives the gravest change among versions: a correction before anything else.
func changeOf(list []brief.Version) brief.NumberChange {
	gravest := brief.NumberFirst
	for _, v := range list {
		switch {
		case v.Change == brief.NumberCorrection:
			return v.Change
		case v.Change != brief.NumberFirst:
			gravest = v.Change
		}
	}
	return gravest
}
