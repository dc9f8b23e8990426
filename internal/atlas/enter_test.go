package atlas

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// square is an area from 30 east and 48 north on, with sides in tenths of a degree.
func square(west, south, wide, high int32) territory.Shape {
	const tenth = territory.Unit / 10
	w, s := 30*territory.Unit+west*tenth, 48*territory.Unit+south*tenth
	e, n := w+wide*tenth, s+high*tenth
	return territory.Shape{{{Lon: w, Lat: s}, {Lon: e, Lat: s}, {Lon: e, Lat: n}, {Lon: w, Lat: n}}}
}

// kept is a series as the record keeps it: every body, and where each map stands.
type kept struct {
	t      testing.TB
	stands []Stand
	where  []Part
	truth  map[Stand]territory.Layer
}

func (k *kept) standing() *Standing {
	return &Standing{Maps: k.stands, Layer: func(at int) (territory.Layer, error) {
		from := at
		for !k.stands[from].Key {
			from--
		}
		return Read(k.where[from : at+1])
	}}
}

func (k *kept) enter(maps []Drawn, gone []Stand) {
	s := k.standing()
	in, err := s.Enter(maps, gone, false, nil)
	if err != nil {
		k.t.Fatal(err)
	}
	body := &brief.MapChange{Days: in.Days, Layers: in.Layers}
	if _, err := s.Review(body); err != nil {
		k.t.Fatalf("what was written is refused: %v", err)
	}
	for i, d := range body.Days {
		is := Stand{Day: d.Day, Clock: d.Clock, Key: d.Key}
		at, known := slices.BinarySearchFunc(k.stands, is, func(a, b Stand) int {
			return compareSlots(slot{day: a.Day, clock: a.Clock}, slot{day: b.Day, clock: b.Clock})
		})
		switch {
		case d.Gone && known:
			k.stands, k.where = slices.Delete(slices.Clone(k.stands), at, at+1), slices.Delete(slices.Clone(k.where), at, at+1)
		case known:
			k.stands[at], k.where[at] = is, Part{body, i}
		case !d.Gone:
			k.stands, k.where = slices.Insert(slices.Clone(k.stands), at, is), slices.Insert(slices.Clone(k.where), at, Part{body, i})
		}
	}
}

// check reads every map and holds it to what was meant.
func (k *kept) check() {
	if len(k.stands) != len(k.truth) {
		k.t.Fatalf("%d maps stand, %d were brought", len(k.stands), len(k.truth))
	}
	for at, s := range k.stands {
		got, err := k.standing().Layer(at)
		if want := k.truth[Stand{Day: s.Day, Clock: s.Clock}]; err != nil || SumOf(got) != SumOf(want) {
			k.t.Fatalf("the map of %s %s: %v, %v; want %v", s.Day, s.Clock, got, err, want)
		}
		if at > 0 && k.where[at].Body.Days[k.where[at].Index].From != "" {
			if before, _ := k.standing().Layer(at - 1); SumOf(before) != k.where[at].Body.Days[k.where[at].Index].From {
				k.t.Fatalf("the map of %s is not told from the one before it", s.Day)
			}
		}
	}
}

func TestMapsComeBackAsTheyWereHoweverTheyEntered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := &kept{t: t, truth: map[Stand]territory.Layer{}}
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			var maps []Drawn
			seen := map[Stand]bool{}
			for range rapid.IntRange(1, 5).Draw(rt, "maps") {
				is := Stand{Day: brief.Date(fmt.Sprintf("2022-03-%02d", rapid.IntRange(1, 9).Draw(rt, "day"))), Clock: rapid.SampledFrom([]string{"06:00:00", "18:00:00"}).Draw(rt, "clock")}
				if seen[is] {
					continue
				}
				seen[is] = true
				layer := territory.Layer{{Class: territory.Assessed, Shape: square(0, 0, int32(rapid.IntRange(1, 30).Draw(rt, "wide")), 10)}}
				if rapid.Bool().Draw(rt, "claimed") {
					layer = append(layer, territory.Area{Class: territory.Claimed, Party: "W", Shape: square(40, 0, 5, 5)})
				}
				maps, k.truth[is] = append(maps, Drawn{Day: is.Day, Clock: is.Clock, Keyframe: territory.EncodeKeyframe(layer)}), layer
			}
			var gone []Stand
			for _, s := range k.stands {
				if is := (Stand{Day: s.Day, Clock: s.Clock}); !seen[is] && rapid.IntRange(0, 4).Draw(rt, "gone") == 0 {
					gone = append(gone, is)
					delete(k.truth, is)
				}
			}
			k.enter(maps, gone)
			k.check()
		}
	})
}

func drawn(day brief.Date, l territory.Layer) Drawn {
	return Drawn{Day: day, Keyframe: territory.EncodeKeyframe(l)}
}

func held10(wide int32) territory.Layer {
	return territory.Layer{{Class: territory.Assessed, Shape: square(0, 0, wide, 10)}}
}

func TestAreasAreGivenByRegionAndChange(t *testing.T) {
	regions := []territory.Region{{Code: "X-1", Shape: square(0, 0, 10, 10)}, {Code: "X-2", Shape: square(10, 0, 10, 10)}}
	s := &Standing{}
	in, err := s.Enter([]Drawn{drawn("2022-03-02", held10(15)), drawn("2022-03-01", held10(10)), drawn("2022-03-03", held10(4))}, nil, false, regions)
	if err != nil {
		t.Fatal(err)
	}
	one, half := square(0, 0, 10, 10).Km2(), square(10, 0, 5, 10).Km2()
	want := []brief.MapArea{
		{Class: "assessed", Km2: decimal(one), Regions: map[string]string{"X-1": decimal(one)}},
		{Class: "assessed", Km2: decimal(one + half), Gained: decimal(half), Lost: "0", Regions: map[string]string{"X-1": decimal(one), "X-2": decimal(half)}},
		{Class: "assessed", Km2: decimal(square(0, 0, 4, 10).Km2()), Gained: "0", Lost: decimal(one + half - square(0, 0, 4, 10).Km2()), Regions: map[string]string{"X-1": decimal(square(0, 0, 4, 10).Km2())}},
	}
	for i, d := range in.Days {
		if len(d.Areas) != 1 || !reflect.DeepEqual(d.Areas[0], want[i]) {
			t.Errorf("%s: %+v\nwant %+v", d.Day, d.Areas, want[i])
		}
	}
	if in.Days[0].Day != "2022-03-01" || !in.Days[0].Key || in.Days[1].Key {
		t.Errorf("days: %+v", in.Days)
	}
}

func TestASketchHasRoundNumbersOnly(t *testing.T) {
	in, err := (&Standing{}).Enter([]Drawn{drawn("2022-03-01", held10(10)), drawn("2022-03-02", held10(15))}, nil, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range in.Days {
		if a := d.Areas[0]; !strings.HasSuffix(a.Km2, "000") || a.Gained+a.Lost != "" || a.Regions != nil {
			t.Errorf("%s: %+v", d.Day, a)
		}
	}
}

func TestBrokenBodiesAreRefused(t *testing.T) {
	in, err := (&Standing{}).Enter([]Drawn{drawn("2022-03-01", held10(10)), drawn("2022-03-02", held10(15))}, nil, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	good := func() *brief.MapChange {
		return &brief.MapChange{Days: slices.Clone(in.Days), Layers: slices.Clone(in.Layers)}
	}
	if r, err := (&Standing{}).Review(good()); err != nil || len(r.Steps) != 2 || r.Biggest().Day != "2022-03-02" || r.Last != "2022-03-02" {
		t.Fatalf("%+v, %v", r, err)
	}
	for name, spoil := range map[string]func(b *brief.MapChange){
		"another hash":     func(b *brief.MapChange) { b.Days[1].Sum = "0000000000000000" },
		"another base":     func(b *brief.MapChange) { b.Days[1].From = "0000000000000000" },
		"too few bytes":    func(b *brief.MapChange) { b.Layers = b.Layers[:len(b.Layers)-1] },
		"a negative size":  func(b *brief.MapChange) { b.Days[0].Bytes = -1 },
		"a bit":            func(b *brief.MapChange) { b.Layers[len(b.Layers)-1] ^= 1 },
		"no map to follow": func(b *brief.MapChange) { b.Days = b.Days[1:]; b.Layers = b.Layers[in.Days[0].Bytes:] },
	} {
		b := good()
		spoil(b)
		if _, err := (&Standing{}).Review(b); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
		if name == "another base" || name == "no map to follow" {
			continue // reading by the index, the hash of the result decides
		}
		if l, err := Read([]Part{{b, 0}, {b, 1}}); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}
