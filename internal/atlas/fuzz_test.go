package atlas

import (
	"encoding/json"
	"testing"

	"livebrief/internal/brief"
)

// FuzzReview reads bodies that anybody may have written: it refuses or takes them, and never panics; what it takes can be read day by day.
func FuzzReview(f *testing.F) {
	in, err := (&Standing{}).Enter([]Drawn{drawn("2022-03-01", held10(10)), drawn("2022-03-02", held10(15)), drawn("2022-03-03", held10(4))}, nil, false, nil)
	if err != nil {
		f.Fatal(err)
	}
	good, err := json.Marshal(brief.MapChange{Days: in.Days, Layers: in.Layers})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"days":[{"day":"2022-03-01","bytes":-1,"key":true},{"gone":true}],"layers":"TEsxAA=="}`))
	f.Add([]byte(`{"days":[{"day":"2022-03-01","bytes":4,"key":true,"sum":"0"}],"layers":"TEsxAA=="}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var body brief.MapChange
		if json.Unmarshal(raw, &body) != nil || len(body.Days) > 50 || len(body.Layers) > 1<<16 {
			return
		}
		if _, err := (&Standing{}).Review(&body); err != nil {
			return
		}
		var parts []Part
		for i, d := range body.Days {
			if d.Gone {
				continue
			}
			if parts = append(parts, Part{&body, i}); d.Key {
				parts = parts[len(parts)-1:]
			}
			if _, err := Read(parts); err != nil {
				t.Fatalf("the map of %s was taken and cannot be read: %v", d.Day, err)
			}
		}
	})
}
