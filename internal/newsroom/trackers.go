package newsroom

import (
	"context"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/page"
	"livebrief/internal/reading"
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
	stands.Body.Mapping, err = t.MappingText(bodies)
	return stands, err
}

// Standing gives the latest number of each series that counts people.
func (f facts) Standing(ctx context.Context, id brief.BriefingID) ([]desk.Standing, error) {
	state, err := f.newest(ctx, id)
	if err != nil {
		return nil, err
	}
	return standingOf(state), nil
}

func standingOf(state *edition.State) []desk.Standing {
	var out []desk.Standing
	for _, t := range state.Trackers() {
		for i := range t.Series {
			s := &t.Series[i]
			if leaves := s.Leaves(""); s.Unit == "persons" && len(leaves) > 0 {
				out = append(out, desk.Standing{Series: s.Series, Source: t.Source.Name, Version: *leaves[0].Version})
			}
		}
	}
	return out
}

// Cited finds a number that is cited as "series/version".
func (f facts) Cited(ctx context.Context, id brief.BriefingID, cite string) (desk.CitedNumber, error) {
	state, err := f.newest(ctx, id)
	c := desk.CitedNumber{Cite: cite}
	if err != nil {
		return c, err
	}
	if v, of, s, _, known := page.Cited(state, cite); known {
		c.Series, c.Version, c.Now = s.Series, *v.Version, *of.Now().Version
	}
	return c, nil
}

// figuresIn reads the figures of a text that is being written.
func figuresIn(text, lang string) []brief.ReadFigure {
	return reading.Read(brief.ReadReport{Text: text, Language: lang}, reading.Options{}).Figures
}
