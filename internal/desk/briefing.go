package desk

import (
	"context"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Create makes a briefing. What b leaves empty it takes from its template, or from "blank". The origin is the first
// line of its checkpoints, for ever. Dated is the claimed date of the first entry of a reconstruction.
func (d *Desk) Create(ctx context.Context, now time.Time, who brief.Person, b brief.Briefing, origin string, dated time.Time) (brief.BriefingID, Outcome, error) {
	if err := may(who, CreateBriefing); err != nil {
		return "", Outcome{}, err
	}
	fill(&b)
	b.Declaration = "" // the key is made by whoever keeps it
	if err := first(checkBriefing(&b), checkDated(now, b, keep(dated)), record.CheckOrigin(origin)); err != nil {
		return "", Outcome{}, err
	}
	id, err := brief.NewID[brief.BriefingID](d.ports.Random)
	if err != nil {
		return "", Outcome{}, err
	}
	body, err := record.Canonical(b)
	if err != nil {
		return "", Outcome{}, err
	}
	entry, err := d.ports.Record.CreateBriefing(ctx, brief.Act{Briefing: id, Kind: brief.EntryBriefing, Item: brief.ItemBriefing,
		Lang: b.Lang(), Dated: keep(dated), Body: body, Person: who.ID, Role: who.Role}, origin)
	if err != nil {
		return "", Outcome{}, err
	}
	return id, outcome(&entry, nil, nil), nil
}

// Edit changes what a briefing says of itself; b is the whole of it as it shall stand. Its template stays, and so
// does whether it is a reconstruction. A track is ended by a date, never taken away: what was filed there stays.
func (d *Desk) Edit(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, b brief.Briefing, ifRev int, key string) (Outcome, error) {
	if err := may(who, EditBriefing); err != nil {
		return Outcome{}, err
	}
	was, _, err := d.ports.Facts.Briefing(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	b.Template, b.Reconstruction, b.Declaration = was.Template, was.Reconstruction, ""
	if err := checkBriefing(&b); err != nil {
		return Outcome{}, err
	}
	for _, t := range was.Tracks {
		if _, stays := b.Track(t.ID); !stays {
			return Outcome{}, brief.Invalid(fmt.Sprintf("the track %s (%s) would be gone, and what was filed there with it", t.Name, t.ID),
				"keep it, and give the date on which it ends")
		}
	}
	body, err := record.Canonical(b)
	if err != nil {
		return Outcome{}, err
	}
	return d.commit(ctx, now, brief.Act{Briefing: id, Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Lang: b.Lang(), Body: body,
		IfRev: ifRev, Key: key, Person: who.ID, Role: who.Role}, nil)
}

// fill completes a new briefing from its template. One that is not there is found by the check.
func fill(b *brief.Briefing) {
	if b.Template == "" {
		b.Template = "blank"
	}
	t, err := Template(b.Template)
	if err != nil {
		return
	}
	if b.Standfirst == "" {
		b.Standfirst = t.Standfirst
	}
	if len(b.Tracks) == 0 {
		b.Tracks = t.Tracks
	}
	if b.Sections == nil {
		b.Sections = t.Sections
	}
	if b.Zone == "" {
		b.Zone = t.Zone
	}
	if len(b.Languages) == 0 {
		b.Languages = t.Languages
	}
	if b.State == "" {
		b.State = t.State
	}
}
