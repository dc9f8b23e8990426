package desk

import (
	"math"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// RegionChange is how much changed of a class in a region, in square kilometres.
type RegionChange struct {
	Class string `json:"class"`
	Party string `json:"party,omitempty"`
	// Region is an ISO 3166-2 code, empty for the whole country.
	Region string  `json:"region,omitempty"`
	Now    float64 `json:"now"`
	Gained float64 `json:"gained"`
	Lost   float64 `json:"lost"`
}

// Changes tells what changed from the map before the proposed ones to the last of them: each class as a whole, then by region. A sketch
// is not told by region, and its areas are rounded to 1,000 km2.
func (p *MapProposal) Changes() ([]RegionChange, error) {
	changes, err := p.Before.ChangesTo(p.After)
	if err != nil {
		return nil, err
	}
	regions := basemap.Default().Regions()
	if p.Body.Source.Sketch {
		regions = nil
	}
	var out []RegionChange
	for _, c := range changes {
		now := shapeOf(p.After, c.Class, c.Party)
		sum := RegionChange{Class: string(c.Class), Party: c.Party, Now: p.round(now.Km2()), Gained: p.round(c.GainedKm2()), Lost: p.round(c.LostKm2())}
		out = append(out, sum)
		gained, _, err := c.Gained.Within(regions)
		if err != nil {
			return nil, err
		}
		lost, _, err := c.Lost.Within(regions)
		if err != nil {
			return nil, err
		}
		for i, r := range regions {
			if gained[i]+lost[i] < 0.005 {
				continue
			}
			stands, err := territory.Intersection(now, r.Shape)
			if err != nil {
				return nil, err
			}
			out = append(out, RegionChange{Class: string(c.Class), Party: c.Party, Region: r.Code, Now: p.round(stands.Km2()), Gained: p.round(gained[i]), Lost: p.round(lost[i])})
		}
	}
	return out, nil
}

func (p *MapProposal) round(km2 float64) float64 {
	if p.Body.Source.Sketch {
		return math.Round(km2/1000) * 1000
	}
	return math.Round(km2*100) / 100
}

func shapeOf(l territory.Layer, c territory.Class, party string) territory.Shape {
	for _, a := range l {
		if a.Class == c && a.Party == party {
			return a.Shape
		}
	}
	return nil
}
