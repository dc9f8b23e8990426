package desk

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// SketchOrder asks to draw a series from a table of towns.
type SketchOrder struct {
	Briefing      brief.BriefingID
	Series, Title string
	// Source is a sketch's; an empty viewpoint is that of the base map.
	Source brief.MapSource
	// Party is who holds what is held; empty where nobody is named.
	Party string
	// Name and Table are the table, CSV as docs/maps.md has it.
	Name  string
	Table []byte
	// From and Until bound the days that are drawn; empty for no bound.
	From, Until brief.Date
	Reference   *brief.MapReference
	Note        string
	Dated       time.Time
}

// ProposeSketch draws a map for each day on which anything changes in the table, and keeps what is new for somebody to approve.
func (d *Desk) ProposeSketch(ctx context.Context, now time.Time, who brief.Person, o SketchOrder) (brief.Draft, error) {
	if err := may(who, ProposeMap); err != nil {
		return brief.Draft{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return brief.Draft{}, err
	}
	places, err := territory.ReadPlaces(o.Name, o.Table)
	if err != nil {
		return brief.Draft{}, err
	}
	maps, err := atlas.Sketch(places, basemap.Default().Ukraine, o.Party, o.From, o.Until, brief.DateOf(now.In(b.Location())))
	if err != nil {
		return brief.Draft{}, err
	}
	series, err := d.ports.Maps.Series(ctx, o.Briefing, o.Series)
	if err != nil {
		return brief.Draft{}, err
	}
	fresh, gone, err := series.Synced(maps)
	if err != nil {
		return brief.Draft{}, err
	}
	o.Source.Sketch = true
	if o.Source.Viewpoint == "" {
		o.Source.Viewpoint = basemap.Viewpoint
	}
	if o.Reference == nil {
		o.Reference = series.Body.Reference
	}
	return d.ProposeMaps(ctx, now, who, MapOrder{Briefing: o.Briefing, Series: o.Series, Title: o.Title, Source: o.Source, Maps: fresh, Gone: gone,
		Places: string(o.Table), Reference: o.Reference, Note: o.Note, Dated: o.Dated})
}

// PlaceRow is a row of the table behind a sketch, as people write it.
type PlaceRow struct{ Place, Lat, Lon, HeldFrom, HeldTo, Basis string }

// AddPlace proposes the sketch that a series becomes with one more row in its table, or with another row for a town that has one.
func (d *Desk) AddPlace(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, name string, row PlaceRow, dated time.Time) (brief.Draft, error) {
	series, err := d.ports.Maps.Series(ctx, id, name)
	switch {
	case err != nil:
		return brief.Draft{}, err
	case series.Item == "":
		return brief.Draft{}, brief.NotFound(fmt.Sprintf("there is no series of maps %.40q", name), "begin it with a table of places")
	case !series.Body.Source.Sketch || series.Body.Places == "":
		return brief.Draft{}, brief.Invalid(fmt.Sprintf("the series %q is not drawn from a table of places", name), "choose a sketch")
	}
	table, err := withRow(series.Body.Places, row)
	if err != nil {
		return brief.Draft{}, err
	}
	var from brief.Date
	party := ""
	if n := len(series.Maps); n > 0 {
		from = series.Maps[0].Day
		layer, err := series.Layer(n - 1)
		if err != nil {
			return brief.Draft{}, err
		}
		if len(layer) > 0 {
			party = layer[0].Party
		}
	}
	return d.ProposeSketch(ctx, now, who, SketchOrder{Briefing: id, Series: name, Title: series.Body.Title, Source: series.Body.Source, Name: "the table", Table: []byte(table),
		Party: party, From: from, Reference: series.Body.Reference, Note: row.Place + ": " + row.Basis, Dated: dated})
}

// withRow puts a row into a table, in the place of the town's row where it has one.
func withRow(table string, row PlaceRow) (string, error) {
	if strings.TrimSpace(row.Place) == "" || strings.TrimSpace(row.Basis) == "" {
		return "", brief.Invalid("a row needs the name of a town and what it rests on", "fill in both")
	}
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) == 0 {
		return "", brief.Invalid("the table of the series cannot be read", "bring the whole table anew")
	}
	fields := map[string]string{"place": row.Place, "lat": row.Lat, "lon": row.Lon, "held_from": row.HeldFrom, "held_to": row.HeldTo, "basis": row.Basis}
	is := make([]string, len(rows[0]))
	name := 0
	for i, column := range rows[0] {
		is[i] = strings.TrimSpace(fields[column])
		if column == "place" {
			name = i
		}
	}
	known := false
	for i, r := range rows[1:] {
		if strings.EqualFold(r[name], is[name]) {
			for k, column := range rows[0] {
				if (column == "lat" || column == "lon") && is[k] == "" { // a town stays where it is
					is[k] = r[k]
				}
			}
			rows[i+1], known = is, true
		}
	}
	if !known {
		rows = append(rows, is)
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	if err := w.WriteAll(rows); err != nil {
		return "", fmt.Errorf("writing the table: %w", err)
	}
	return out.String(), nil
}
