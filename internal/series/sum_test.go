package series

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// leaf is a number of aid in euros, of one event.
func leaf(row, value string, spoil ...func(*brief.Series, *brief.Version)) Leaf {
	s := &brief.Series{ID: brief.SeriesID("aid." + row), Counted: brief.CountedAid, Unit: "EUR", Actor: "Northland", Category: "military", Measure: brief.Allocated}
	v := &brief.Version{Series: s.ID, From: "2024-01-15", Value: value, Event: &brief.AidEvent{Row: row}}
	for _, f := range spoil {
		f(s, v)
	}
	return Leaf{s, v}
}

func TestWhatDoesNotGoTogetherIsNotAdded(t *testing.T) {
	whole := func(s *brief.Series, v *brief.Version) { v.Event = nil }
	for name, c := range map[string]struct {
		leaves []Leaf
		says   string
	}{
		"promised and delivered":      {[]Leaf{leaf("a", "1"), leaf("b", "2", func(s *brief.Series, _ *brief.Version) { s.Measure = brief.Delivered })}, "delivered and what is allocated are different measures"},
		"an envelope and its tranche": {[]Leaf{leaf("a", "50"), leaf("b", "4", func(_ *brief.Series, v *brief.Version) { v.Event.Parent = "a" })}, "b is a tranche of the envelope a"},
		"two valuations":              {[]Leaf{leaf("a", "1", func(s *brief.Series, _ *brief.Version) { s.Valuation = "book" }), leaf("b", "2", func(s *brief.Series, _ *brief.Version) { s.Valuation = "replacement" })}, "valued at replacement prices, some at book prices"},
		"money and tanks":             {[]Leaf{leaf("a", "1"), leaf("b", "10", func(s *brief.Series, _ *brief.Version) { s.Unit = "items" })}, "money (EUR) and items"},
		"tanks and people":            {[]Leaf{leaf("a", "1", func(s *brief.Series, _ *brief.Version) { s.Unit = "persons" }), leaf("b", "10", func(s *brief.Series, _ *brief.Version) { s.Unit = "items" })}, "items and persons are different units"},
		"money and an index":          {[]Leaf{leaf("a", "1"), leaf("b", "10", func(s *brief.Series, _ *brief.Version) { s.Unit = "TIV" })}, "money (EUR) and TIV"},
		"killed and casualties": {[]Leaf{leaf("a", "1", whole, func(s *brief.Series, _ *brief.Version) { s.Counted, s.Unit = brief.CountedKilled, "persons" }),
			leaf("b", "1", whole, func(s *brief.Series, _ *brief.Version) { s.Counted, s.Unit = brief.CountedCasualties, "persons" })}, "casualties is not killed"},
		"all kinds and one":        {[]Leaf{leaf("a", "9", whole, func(s *brief.Series, _ *brief.Version) { s.Category = "" }), leaf("b", "2", whole)}, "aid.b is part of aid.a, which is all kinds"},
		"all donors and one":       {[]Leaf{leaf("a", "9", whole, func(s *brief.Series, _ *brief.Version) { s.Actor = "" }), leaf("b", "2", whole)}, "aid.b is part of aid.a, which is all donors"},
		"two sources of one thing": {[]Leaf{leaf("a", "9", whole), leaf("b", "2", whole)}, "two sources are two numbers"},
	} {
		got, err := Add(c.leaves, "EUR")
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	count := leaf("a", "5", whole, func(s *brief.Series, _ *brief.Version) {
		s.Cumulative, s.Counted, s.Unit = true, brief.CountedKilled, "persons"
	})
	later := count
	later.Version = &brief.Version{Series: count.Series.ID, From: "2024-02", Value: "6"}
	if _, err := Add([]Leaf{count, later}, ""); err == nil || !strings.Contains(err.Error(), "counts from a beginning") {
		t.Error(err)
	}
}

func TestSumsKeepScaleAndSayWhatIsWithout(t *testing.T) {
	billions := leaf("b", "1.5", func(s *brief.Series, _ *brief.Version) { s.Scale = 9 })
	kroner := leaf("c", "700000000", func(s *brief.Series, v *brief.Version) {
		s.Unit, v.Worth, v.From = "NOK", []brief.Worth{{Currency: "EUR", Value: "61890000", Rule: brief.WorthStated}}, ""
	})
	rubles := leaf("d", "5", func(s *brief.Series, _ *brief.Version) { s.Unit = "RUB" })
	got, err := Add([]Leaf{leaf("a", "0.1"), billions, kroner, rubles, leaf("e", "-0.2")}, "EUR")
	want := Total{Value: "1561889999.9", Of: 4, Without: 1, Undated: 1}
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if got, err := Add(nil, "EUR"); err != nil || got.Of != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestEuroSumsNeverPassThroughAFraction adds leaves and holds the sum, and each part of it, to exact fractions.
func TestEuroSumsNeverPassThroughAFraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var leaves []Leaf
		want, parts := new(big.Rat), map[brief.AidCategory][]Leaf{}
		for i, text := range rapid.SliceOfN(rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,4})?`), 1, 40).Draw(t, "amounts") {
			l := leaf(fmt.Sprint("r", i), text, func(s *brief.Series, _ *brief.Version) {
				s.Category, s.Scale = rapid.SampledFrom(brief.AidCategories).Draw(t, "kind"), rapid.SampledFrom([]int{0, 6, 9}).Draw(t, "scale")
			})
			one, _ := new(big.Rat).SetString(text + fmt.Sprintf("e%d", l.Series.Scale))
			want.Add(want, one)
			leaves, parts[l.Series.Category] = append(leaves, l), append(parts[l.Series.Category], l)
		}
		total, err := Add(leaves, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		sum := new(big.Rat)
		for _, list := range parts {
			part, err := Add(list, "EUR")
			if err != nil {
				t.Fatal(err)
			}
			one, _ := new(big.Rat).SetString(part.Value)
			sum.Add(sum, one)
		}
		if got, ok := new(big.Rat).SetString(total.Value); !ok || got.Cmp(want) != 0 || sum.Cmp(want) != 0 {
			t.Fatalf("%s, the parts %s, want %s", total.Value, sum.FloatString(6), want.FloatString(6))
		}
	})
}
