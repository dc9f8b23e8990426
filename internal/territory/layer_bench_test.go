package territory_test

import (
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// BenchmarkLayer mends a day of 15,000 positions in three classes and finds what changed since the day before.
func BenchmarkLayer(b *testing.B) {
	fronts := []*synthetic.Front{synthetic.NewFront(1, 9000), synthetic.NewFront(2, 4000), synthetic.NewFront(3, 2000)}
	days := make([]territory.Snapshot, 8)
	for i := range days {
		for k, class := range []territory.Class{territory.Assessed, territory.Contested, territory.Unknown} {
			fronts[k].Advance(45)
			days[i].Areas = append(days[i].Areas, territory.RawArea{Class: class, Features: []int{k + 1},
				Polygons: []territory.Polygon{{Shell: fronts[k].Shape()[0]}}})
		}
	}
	var before territory.Layer
	for i := range b.N {
		layer, _, err := days[i%len(days)].Layer()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := before.ChangesTo(layer); err != nil {
			b.Fatal(err)
		}
		before = layer
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "days/s")
}
