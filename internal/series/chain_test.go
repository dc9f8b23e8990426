package series

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// release is the total of an aid release, in billions of euros.
func release(id, value string, known brief.Date) brief.Version {
	return brief.Version{ID: brief.VersionID(id), Series: "aid", From: "2022-01-24", To: "2026-04-30", Known: known, Value: value, Basis: brief.BasisRecorded,
		Label: "Release 29", Change: brief.NumberFirst}
}

// next is a version in the place of the last of a chain.
func next(c Chain, id, value string, known brief.Date, change brief.NumberChange, reason string) brief.Version {
	v := release(id, value, known)
	v.Supersedes, v.Change, v.Reason = c[len(c)-1].ID, change, reason
	return v
}

// TestANumberThatChangedUnderOneLabelHasTwoVersions is the pair of one published release.
func TestANumberThatChangedUnderOneLabelHasTwoVersions(t *testing.T) {
	c := Chain{release("a", "350.88", "2026-07-27")}
	second := next(c, "b", "358.40", "2026-08-04", brief.NumberExchangeRate, "Exchange rates of military equipment were mended.")
	if err := c.Check(second); err != nil {
		t.Fatal(err)
	}
	c = append(c, second)
	for day, want := range map[brief.Date]string{"2026-07-28": "350.88", "2026-08-05": "358.40", "2026-08-04": "358.40"} {
		if v, ok := c.AsOf(day); !ok || v.Value != want {
			t.Errorf("as of %s: %s, %v", day, v.Value, ok)
		}
	}
	if v, ok := c.AsOf("2026-07-26"); ok {
		t.Errorf("known before it was: %+v", v)
	}
}

func TestVersionsThatDoNotFollowAreRefused(t *testing.T) {
	c := Chain{release("a", "350.88", "2026-07-27")}
	for name, b := range map[string]struct {
		spoil func(v *brief.Version)
		says  string
	}{
		"a fork":                  {func(v *brief.Version) { v.Supersedes = "z" }, "never forks"},
		"a second first":          {func(v *brief.Version) { v.Change, v.Supersedes = brief.NumberFirst, "" }, "already"},
		"another period":          {func(v *brief.Version) { v.To = "2026-05-31" }, "another period"},
		"another series":          {func(v *brief.Version) { v.Series = "other" }, "another period or series"},
		"known before":            {func(v *brief.Version) { v.Known = "2026-07-26" }, "follows one known"},
		"its own id again":        {func(v *brief.Version) { v.ID = "a" }, "there already"},
		"no reason":               {func(v *brief.Version) { v.Reason = " " }, "no reason"},
		"no such change":          {func(v *brief.Version) { v.Change = "typo" }, "no change"},
		"no such basis":           {func(v *brief.Version) { v.Basis = "" }, "no basis"},
		"no such qualifier":       {func(v *brief.Version) { v.Qualifier = "at least" }, "no qualifier"},
		"a month it became known": {func(v *brief.Version) { v.Known = "2026-08" }, "no day"},
		"no period":               {func(v *brief.Version) { v.From = "" }, "no period"},
		"a period turned round":   {func(v *brief.Version) { v.From, v.To = "2026-05", "2022" }, "no period"},
		"no id":                   {func(v *brief.Version) { v.ID = "" }, "no id"},
		"a comma":                 {func(v *brief.Version) { v.Value = "358,40" }, "no number"},
		"low above value":         {func(v *brief.Version) { v.Low = "400" }, "not in order"},
		"high below low":          {func(v *brief.Version) { v.Value, v.Low, v.High = "", "2", "1" }, "not in order"},
		"withdrawn with a value":  {func(v *brief.Version) { v.Change = brief.NumberWithdrawal }, "withdrawn"},
	} {
		v := next(c, "b", "358.40", "2026-08-04", brief.NumberCorrection, "The sum left a country out.")
		if err := c.Check(v); err != nil {
			t.Fatal(err)
		}
		b.spoil(&v)
		if err := c.Check(v); err == nil || !strings.Contains(err.Error(), b.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	first := release("a", "1", "2026-07-27")
	first.Change = brief.NumberUpdate
	if err := (Chain{}).Check(first); err == nil {
		t.Error("a chain began with an update")
	}
}

// TestAChainIsOnePathAndAsOfGoesOneWay offers versions at random, and takes those that may follow.
func TestAChainIsOnePathAndAsOfGoesOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Chain
		for i := range rapid.IntRange(1, 30).Draw(t, "offers") {
			v := release(fmt.Sprint("v", i), "1", brief.Date(fmt.Sprintf("2026-07-%02d", rapid.IntRange(1, 31).Draw(t, "known"))))
			v.Change = rapid.SampledFrom(brief.NumberChanges).Draw(t, "change")
			if v.Reason = "Why."; v.Change == brief.NumberWithdrawal {
				v.Value = ""
			}
			if n := rapid.IntRange(0, i).Draw(t, "supersedes"); n > 0 {
				v.Supersedes = brief.VersionID(fmt.Sprint("v", n-1))
			}
			if c.Check(v) == nil {
				c = append(c, v)
			}
		}
		replaced := map[brief.VersionID]bool{}
		for i, v := range c {
			if replaced[v.Supersedes] && i > 0 || i > 0 && v.Supersedes != c[i-1].ID {
				t.Fatalf("the chain forks at %s", v.ID)
			}
			replaced[v.Supersedes] = true
		}
		at := -1
		for day := range 32 {
			v, ok := c.AsOf(brief.Date(fmt.Sprintf("2026-07-%02d", day)))
			for i := range c {
				if ok && c[i].ID == v.ID {
					if i < at {
						t.Fatalf("as of day %d the number goes back", day)
					}
					at = i
				}
			}
		}
	})
}
