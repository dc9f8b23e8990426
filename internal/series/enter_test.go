package series

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// shelf keeps chains as a briefing does.
type shelf map[Key]Chain

func (s shelf) stands(k Key) Chain { return s[k] }

func (s shelf) take(list []brief.Version) {
	for _, v := range list {
		s[KeyOf(&v)] = append(s[KeyOf(&v)], v)
	}
}

// drawn gives ids in a row.
func drawn(prefix string) func() (brief.VersionID, error) {
	n := 0
	return func() (brief.VersionID, error) { n++; return brief.VersionID(fmt.Sprint(prefix, n)), nil }
}

// read is a number as an import reads it.
func read(value string, known brief.Date) brief.Version {
	return brief.Version{Series: "aid", From: "2022-01-24", To: "2026-04-30", Known: known, Value: value, Basis: brief.BasisRecorded}
}

func TestOneImportHoldsTwoVersionsOfANumber(t *testing.T) {
	stands, how := shelf{}, How{Change: brief.NumberExchangeRate, Reason: "Rates of military equipment were mended.", ID: drawn("v")}
	pair := []brief.Version{read("350.88", "2026-07-27"), read("358.40", "2026-08-04")}
	got, err := Enter(pair, stands.stands, how)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	if got[0].Change != brief.NumberFirst || got[0].Reason != "" || got[1].Change != brief.NumberExchangeRate || got[1].Supersedes != got[0].ID || got[1].Reason != how.Reason {
		t.Errorf("%+v", got)
	}
	if d := Difference(&got[1], &got[0]); d != "+7.52" {
		t.Errorf("the difference is %s", d)
	}
	stands.take(got)
	again, err := Enter(pair, stands.stands, how)
	if err != nil || len(again) != 0 {
		t.Errorf("the same import twice: %+v, %v", again, err)
	}
	same, err := Enter([]brief.Version{read("358.400", "2026-09-01")}, stands.stands, how)
	if err != nil || len(same) != 0 {
		t.Errorf("what stands already: %+v, %v", same, err)
	}
	back, err := Enter([]brief.Version{read("350.88", "2026-09-01")}, stands.stands, how)
	if err != nil || len(back) != 1 {
		t.Errorf("back to the first: %+v, %v", back, err)
	}
}

func TestFaultsOfNumbersAreToldTogetherAndNothingEnters(t *testing.T) {
	stands := shelf{}
	stands.take([]brief.Version{release("a", "350.88", "2026-07-27")})
	bad := []brief.Version{read("1", "2026-07-01"), read("2", "2026-09-01"), read("x", "2026-10-01")}
	bad[2].Locator = "row 7"
	got, err := Enter(bad, stands.stands, How{Change: brief.NumberCorrection, ID: drawn("v")})
	for _, says := range []string{"known on 2026-07-01 follows", "has no reason", "row 7"} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is not in %v", says, err)
		}
	}
	if got != nil {
		t.Errorf("entered: %+v", got)
	}
}

// TestEmptyZeroAndMoreThanAreThreeThings holds them apart: each in the place of another is a change.
func TestEmptyZeroAndMoreThanAreThreeThings(t *testing.T) {
	three := []brief.Version{read("", "2026-07-27"), read("0", "2026-07-27"), read("20", "2026-07-27")}
	three[2].Qualifier = ">"
	for i := range three {
		for k := range three {
			stands := shelf{}
			first, err := Enter(three[i:i+1], stands.stands, How{ID: drawn("a")})
			if err != nil {
				t.Fatal(err)
			}
			stands.take(first)
			then, err := Enter(three[k:k+1], stands.stands, How{ID: drawn("b")})
			if err != nil || (len(then) == 0) != (i == k) {
				t.Errorf("%d then %d: %+v, %v", i, k, then, err)
			}
		}
	}
}

// TestAnImportTwiceIsAnImportOnce enters random imports, each twice, and holds the chains to the rules.
func TestAnImportTwiceIsAnImportOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stands, how := shelf{}, How{Reason: "Why.", ID: drawn("v")}
		for day := range rapid.IntRange(1, 6).Draw(t, "imports") {
			var list []brief.Version
			for i := range rapid.IntRange(0, 8).Draw(t, "rows") {
				v := read(rapid.SampledFrom([]string{"", "0", "1", "1.0", "2"}).Draw(t, "value"), brief.Date(fmt.Sprintf("2026-07-%02d", day+1)))
				if v.From = "2024"; i%2 == 0 {
					v.Event = &brief.AidEvent{Row: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "row"), Count: rapid.SampledFrom([]string{"", "3"}).Draw(t, "count")}
				}
				list = append(list, v)
			}
			got, err := Enter(list, stands.stands, how)
			if err != nil {
				if !strings.Contains(err.Error(), "told twice") {
					t.Fatal(err)
				}
				continue
			}
			stands.take(got)
			if again, err := Enter(list, stands.stands, how); err != nil || len(again) > 0 {
				t.Fatalf("again: %+v, %v", again, err)
			}
		}
		for k, c := range stands {
			for i, v := range c {
				if err := c[:i].Check(v); err != nil {
					t.Fatalf("%v: %v", k, err)
				}
			}
		}
	})
}

func TestMoneyIsConvertedByRuleOrNotAtAll(t *testing.T) {
	r := rates(t, few)
	for name, c := range map[string]struct {
		unit, value string
		from, to    brief.Date
		conv        Conversion
		want        string
		day         brief.Date
	}{
		"the day's rate":          {"NOK", "98", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "10", "2022-03-04"},
		"the last rate before":    {"NOK", "99", "2022-03-03", "", Conversion{Rule: brief.WorthAnnouncement}, "10", "2022-03-02"},
		"the mean of a period":    {"RUB", "1161", "2022-03-01", "2022-03-31", Conversion{Rule: brief.WorthAverage}, "10", ""},
		"one day for all":         {"USD", "11", "2020-01-01", "", Conversion{Rule: brief.WorthFixed, Day: "2022-03-04"}, "10", "2022-03-04"},
		"no rate that day":        {"USD", "11", "2022-03-20", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"no such rate":            {"UAH", "11", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"no day":                  {"USD", "11", "", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"no amount":               {"USD", "", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"the base itself":         {"EUR", "11", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"no money":                {"persons", "11", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"a month, by its end":     {"USD", "11", "2022-02", "", Conversion{Rule: brief.WorthAnnouncement}, "", ""},
		"as precise as told":      {"USD", "1.2345", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "1.1223", "2022-03-04"},
		"two places at the least": {"USD", "1", "2022-03-04", "", Conversion{Rule: brief.WorthAnnouncement}, "0.91", "2022-03-04"},
	} {
		v := brief.Version{Series: "aid", From: c.from, To: c.to, Value: c.value}
		c.conv.Rates, c.conv.Source = r, "the bank"
		c.conv.Convert(&v, c.unit)
		got := brief.Worth{}
		if len(v.Worth) > 0 {
			got = v.Worth[0]
		}
		if got.Value != c.want || got.RateDay != c.day || c.want != "" && (got.Rule != c.conv.Rule || got.RateSource != "the bank" || got.Rate == "") {
			t.Errorf("%s: %+v", name, v.Worth)
		}
	}
	stated := brief.Version{Series: "aid", From: "2022-03-04", Value: "98", Worth: []brief.Worth{{Currency: "EUR", Value: "9.5", Rule: brief.WorthStated}}}
	if (&Conversion{Rule: brief.WorthAnnouncement, Rates: r}).Convert(&stated, "NOK"); len(stated.Worth) != 1 {
		t.Errorf("what the source states was converted besides: %+v", stated.Worth)
	}
}
