package atlas

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
	"livebrief/internal/territory/synthetic"
)

// BenchmarkImport takes 60 days of 15,000 positions in three overlapping classes from GeoJSON to the body of an entry; make bench-maps
// runs it over 1,000.
func BenchmarkImport(b *testing.B) {
	m, err := territory.ReadMapping("mapping.json", []byte(strings.Replace(mapping, `"class": "assessed"}`, `"class": "assessed"},
		{"when": [{"property": ["fill"], "is": ["#aaaaaa"]}], "class": "contested"}, {"when": [{"property": ["fill"], "is": ["#bbbbbb"]}], "class": "unknown"}`, 1)))
	if err != nil {
		b.Fatal(err)
	}
	fronts := []*synthetic.Front{synthetic.NewFront(1, 9000), synthetic.NewFront(2, 4000), synthetic.NewFront(3, 2000)}
	day := time.Date(2022, 3, 1, 9, 0, 0, 0, time.UTC)
	most := uint64(0)
	b.ResetTimer()
	g := NewGathering(m)
	for range b.N {
		b.StopTimer()
		file := drawing(fronts)
		day = day.AddDate(0, 0, 1)
		b.StartTimer()
		g.Add(day.Format("map_2006-01-02_1504.geojson"), file)
		if b.N < 100 || day.Day() == 1 {
			most = max(most, heap())
		}
	}
	maps, _, err := g.Maps("9999-12-31")
	if err != nil {
		b.Fatal(err)
	}
	in, err := (&Standing{}).Enter(maps, nil, false, basemap.Default().Regions())
	if err != nil {
		b.Fatal(err)
	}
	most = max(most, heap())
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "days/s")
	b.ReportMetric(float64(len(in.Layers))/float64(b.N), "B/day")
	b.ReportMetric(float64(most)/1e6, "MB")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// drawing moves the fronts on by a day and writes them as GeoJSON.
func drawing(fronts []*synthetic.Front) []byte {
	out := []byte(`{"type":"FeatureCollection","features":[`)
	for i, f := range fronts {
		f.Advance(45)
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, `{"type":"Feature","properties":{"fill":%q},"geometry":{"type":"Polygon","coordinates":[[`, []string{"#a52714", "#aaaaaa", "#bbbbbb"}[i])
		ring := f.Shape()[0]
		for k := 0; k <= len(ring); k++ {
			p := ring[k%len(ring)]
			if k > 0 {
				out = append(out, ',')
			}
			out = fmt.Appendf(out, "[%.7f,%.7f]", float64(p.Lon)/territory.Unit, float64(p.Lat)/territory.Unit)
		}
		out = append(out, "]]}}"...)
	}
	return append(out, "]}"...)
}
