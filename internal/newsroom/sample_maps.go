package newsroom

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
	"livebrief/internal/territory/synthetic"
)

// The sample's control map: a sketch of 2022 from towns, with the area that The Economist has for each day beside it.
const (
	sampleSeries = "sketch"
	sampleParty  = "Russian forces"
	// sampleMapsFrom is the first day that is drawn, sampleMapsUntil the last for which the table was kept, sampleMapHour when a day's map is published in the sample's time.
	sampleMapsFrom  = "2022-02-24"
	sampleMapsUntil = "2022-12-30"
	sampleMapHour   = 20 * time.Hour
)

// sampleMap is one change of the maps of a series, and when it is published.
type sampleMap struct {
	item  string // a name of the sample
	dated time.Time
	body  brief.MapChange
}

// sampleMaps are the acts that publish the maps.
func (l *sampleLoad) sampleMaps() ([]brief.Act, error) {
	maps, err := drawnForSample(l.script.Dated.In(l.script.Briefing.Location()))
	if err != nil {
		return nil, err
	}
	acts := make([]brief.Act, len(maps))
	for i, m := range maps {
		item, err := l.item(m.item)
		if err != nil {
			return nil, err
		}
		if acts[i], err = l.bare(brief.EntryMap, item, m.dated, m.body); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// drawnForSample draws the maps. A test that loads the sample again has them already.
var drawnForSample = drawForSample

// drawForSample draws all maps of a briefing that begins at that moment, in its zone: of the sketch what lies before the
// beginning in one change, then each day by itself, so that pages as of a day have the map of that day.
func drawForSample(begins time.Time) ([]sampleMap, error) {
	table, err := sampleFiles.ReadFile("sample/maps/places.csv")
	if err != nil {
		return nil, err
	}
	places, err := territory.ReadPlaces("places.csv", table)
	if err != nil {
		return nil, err
	}
	reference, err := sampleReference()
	if err != nil {
		return nil, err
	}
	maps, err := atlas.Sketch(places, basemap.Default().Ukraine, sampleParty, sampleMapsFrom, sampleMapsUntil, "9999-12-31")
	if err != nil {
		return nil, err
	}
	early := slices.IndexFunc(maps, func(d atlas.Drawn) bool { return d.Day >= brief.DateOf(begins) })
	if early < 0 {
		early = len(maps)
	}
	batches := [][]atlas.Drawn{maps[:early]}
	for i := range maps[early:] {
		batches = append(batches, maps[early+i:early+i+1])
	}
	sketch, err := enterForSample("the map", begins, batches, brief.MapChange{Series: sampleSeries, Title: "Who controls what", Places: string(table), Reference: reference,
		Source: brief.MapSource{Name: "The Sample Desk", Sketch: true, Viewpoint: basemap.Viewpoint, Credit: "Towns: GeoNames, CC BY 4.0",
			Licence: "CC BY 4.0", Download: true}})
	if err != nil {
		return nil, err
	}
	made, err := makeUpForSample(begins)
	return append(sketch, made...), err
}

// The made-up source beside the sketch: a front of the size of a real one, drawn by a program, to show exact areas by region.
const (
	madeUpSeries, madeUpEdges, madeUpMoves, madeUpSeed = "made-up", 1200, 120, 2022
	madeUpFrom, madeUpWeeks                            = "2022-09-04", 17
)

// makeUpForSample draws the made-up source, a map a week.
func makeUpForSample(begins time.Time) ([]sampleMap, error) {
	day, err := time.Parse(time.DateOnly, madeUpFrom)
	if err != nil {
		return nil, err
	}
	front := synthetic.NewFront(madeUpSeed, madeUpEdges)
	var batches [][]atlas.Drawn
	for range madeUpWeeks {
		shape, err := territory.Intersection(front.Shape(), basemap.Default().Ukraine)
		if err != nil {
			return nil, err
		}
		layer := territory.Layer{{Class: territory.Assessed, Party: "nobody", Shape: shape}}
		batches = append(batches, []atlas.Drawn{{Day: brief.DateOf(day), Keyframe: territory.EncodeKeyframe(layer)}})
		front.Advance(madeUpMoves)
		day = day.AddDate(0, 0, 7)
	}
	return enterForSample("the made-up map", begins, batches, brief.MapChange{Series: madeUpSeries, Title: "A made-up front, to show exact areas",
		Source: brief.MapSource{Name: "a program that makes up fronts", Viewpoint: "nobody’s; nothing on this map is so", Credit: "Made up, no map of anything", Licence: "public domain", Download: true}})
}

// enterForSample enters each batch of maps into the series as the batches before it left it.
func enterForSample(item string, begins time.Time, batches [][]atlas.Drawn, about brief.MapChange) ([]sampleMap, error) {
	var changes []sampleMap
	var series atlas.Standing
	var parts []atlas.Part
	series.Layer = func(at int) (territory.Layer, error) {
		from := at
		for !series.Maps[from].Key {
			from--
		}
		return atlas.Read(parts[from : at+1])
	}
	for _, batch := range batches {
		in, err := series.Enter(batch, nil, about.Source.Sketch, basemap.Default().Regions())
		if err != nil {
			return nil, err
		}
		body := about
		body.Days, body.Layers, body.Change.Class = in.Days, in.Layers, brief.Update
		if len(changes) == 0 {
			body.Change.Class = brief.Publish
		} else {
			body.Places, body.Reference = "", nil // what stands is said once, and again when it changes
		}
		t, err := time.ParseInLocation(time.DateOnly, string(batch[len(batch)-1].Day), begins.Location())
		if err != nil {
			return nil, fmt.Errorf("the day of a map: %w", err)
		}
		dated := t.Add(sampleMapHour)
		if dated.Before(begins) {
			dated = begins
		}
		changes = append(changes, sampleMap{item, dated, body})
		for i, d := range body.Days {
			series.Maps, parts = append(series.Maps, atlas.Stand{Day: d.Day, Key: d.Key}), append(parts, atlas.Part{Body: &body, Index: i})
		}
	}
	return changes, nil
}

// sampleReference reads the areas by day that stand beside the sketch.
func sampleReference() (*brief.MapReference, error) {
	raw, err := sampleFiles.ReadFile("sample/maps/economist.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading economist.csv: %w", err)
	}
	r := &brief.MapReference{Name: "The Economist", Credit: "The Economist and Sondre Solstad, CC BY 4.0", Licence: "CC BY 4.0",
		Address: "https://github.com/TheEconomist/the-economist-ukraine-war-dead-and-wounded-estimates"}
	for _, row := range rows[1:] {
		km2, err := strconv.Atoi(row[1])
		if err != nil {
			return nil, fmt.Errorf("reading economist.csv: %w", err)
		}
		r.Days = append(r.Days, brief.MapReferredDay{Day: brief.Date(row[0]), Km2: km2})
	}
	return r, nil
}
