package newsroom

import (
	"context"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
)

// Series gives a series of control maps as the newest edition has it.
func (f facts) Series(ctx context.Context, id brief.BriefingID, name string) (desk.MapSeries, error) {
	state, bodies, err := f.ledgerOf(ctx, id)
	if err != nil {
		return desk.MapSeries{}, err
	}
	m, known := state.MapSeriesOf(name)
	if !known {
		return desk.MapSeries{}, nil
	}
	read := edition.ReadMaps(m, bodies)
	series := desk.MapSeries{Item: m.ID, Rev: m.Rev, Standing: atlas.Standing{Layer: read.Layer}}
	for _, d := range m.Maps {
		series.Maps = append(series.Maps, atlas.Stand{Day: d.Day, Clock: d.Clock, Key: d.Key, Redrawn: d.Redrawn})
	}
	body, err := read.About()
	if err != nil {
		return series, err
	}
	series.Body = *body
	return series, nil
}
