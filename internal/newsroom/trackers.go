package newsroom

import (
	"context"
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/series"
)

// Tracker gives a tracker of numbers as the newest edition has it.
func (f facts) Tracker(ctx context.Context, id brief.BriefingID, name string) (desk.Tracker, error) {
	state, bodies, err := f.ledgerOf(ctx, id)
	if err != nil {
		return desk.Tracker{}, err
	}
	stands := desk.Tracker{Series: map[brief.SeriesID]brief.Series{}, Holder: func(s brief.SeriesID) string {
		_, t, _ := state.SeriesOf(s)
		return t.Name
	}}
	t, known := state.TrackerOf(name)
	chains := map[series.Key]series.Chain{}
	stands.Stands = func(k series.Key) series.Chain { return chains[k] }
	if !known {
		return stands, nil
	}
	stands.Item, stands.Rev = t.ID, t.Rev
	stands.Body = brief.Numbers{Tracker: t.Name, Title: t.Title, Topic: t.Topic, Source: t.Source}
	for _, s := range t.Series {
		stands.Series[s.ID] = s.Series
		for _, n := range s.Numbers {
			chain := make(series.Chain, len(n))
			for i, v := range n {
				chain[i] = *v.Version
			}
			chains[series.KeyOf(&chain[0])] = chain
		}
	}
	stands.Body.Mapping, err = mappingOf(t, bodies)
	return stands, err
}

// mappingOf gives the mapping of a tracker that stands, nil for none.
func mappingOf(t edition.Tracker, bodies edition.Bodies) (json.RawMessage, error) {
	if t.Mapping == 0 {
		return nil, nil
	}
	found, err := bodies([]brief.Seq{t.Mapping})
	if err != nil {
		return nil, err
	}
	p := found[t.Mapping]
	var body struct {
		Mapping json.RawMessage `json:"mapping"`
	}
	if err := json.Unmarshal(p.Text(), &body); err != nil {
		return nil, fmt.Errorf("reading the mapping of entry %d: %w", t.Mapping, err)
	}
	return body.Mapping, nil
}
