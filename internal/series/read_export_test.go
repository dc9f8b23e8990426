package series

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// exported is a version as the page writes it, with the hashtags below the header; see numbersColumns there.
func exported(t testing.TB, s map[brief.SeriesID]brief.Series, versions []brief.Version) []byte {
	t.Helper()
	guard := func(text string) string {
		if bare := strings.TrimLeft(text, "'"); bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
			return "'" + text
		}
		return text
	}
	yes := map[bool]string{true: "yes"}
	rows := [][]string{strings.Split("series,title,counted,unit,scale,cumulative,lower_bound,actor,recipient,place,place_code,place_system,category,measure,valuation,method,from,to,value,low,high,"+
		"eur,eur_rule,eur_rate,eur_rate_day,row,commitment,parent,event,form,item,count,basis,by,source,url,locator,label,published,known,change,reason,version,supersedes,licence", ",")}
	tags := make([]string, len(rows[0]))
	for i := range tags {
		tags[i] = "#meta+x" + strconv.Itoa(i)
	}
	rows = append(rows, tags)
	for i, v := range versions {
		s, e, w := s[v.Series], brief.AidEvent{}, brief.Worth{}
		if v.Event != nil {
			e = *v.Event
		}
		if len(v.Worth) > 0 {
			w = v.Worth[0]
		}
		rows = append(rows, []string{string(s.ID), guard(s.Title), string(s.Counted), s.Unit, strconv.Itoa(s.Scale), yes[s.Cumulative], yes[s.LowerBound], guard(s.Actor), guard(s.Recipient),
			guard(s.Place), guard(s.PlaceCode), guard(s.PlaceSystem), string(s.Category), string(s.Measure), string(s.Valuation), guard(s.Method), string(v.From), string(v.To),
			v.Qualifier + v.Value, v.Low, v.High, w.Value, string(w.Rule), w.Rate, string(w.RateDay), guard(e.Row), guard(e.Commitment), guard(e.Parent), guard(e.Title), guard(e.Form),
			guard(e.Item), e.Count, string(v.Basis), guard(v.By), "Nobody", guard(v.Source.URL), guard(v.Locator), guard(v.Label), string(v.Published), string(v.Known), string(v.Change),
			guard(v.Reason), fmt.Sprint("v", i), "", "CC0"})
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func drawnSeries(t *rapid.T, text *rapid.Generator[string]) map[brief.SeriesID]brief.Series {
	all := map[brief.SeriesID]brief.Series{}
	for i := range rapid.IntRange(1, 4).Draw(t, "series") {
		id := brief.SeriesID(fmt.Sprintf("s%d", i))
		s := brief.Series{ID: id, Title: "T" + text.Draw(t, "title"), Counted: rapid.SampledFrom(brief.AllCounted).Draw(t, "counted"), Unit: rapid.SampledFrom([]string{"persons", "NOK", "TIV"}).Draw(t, "unit"),
			Scale: rapid.IntRange(0, 12).Draw(t, "scale"), Cumulative: rapid.Bool().Draw(t, "cumulative"), LowerBound: rapid.Bool().Draw(t, "bound"), Actor: text.Draw(t, "actor"),
			Place: text.Draw(t, "place"), PlaceCode: text.Draw(t, "code"), Method: text.Draw(t, "method"), Measure: rapid.SampledFrom(brief.AidMeasures).Draw(t, "measure"),
			Valuation: rapid.SampledFrom(brief.Valuations).Draw(t, "valuation")}
		all[id] = s
	}
	return all
}

func drawnVersion(t *rapid.T, id brief.SeriesID, known int, text *rapid.Generator[string]) brief.Version {
	v := brief.Version{Series: id, Known: brief.Date(fmt.Sprintf("2024-01-%02d", known)), Basis: rapid.SampledFrom(brief.Bases).Draw(t, "basis"), By: text.Draw(t, "by"), Label: text.Draw(t, "label"),
		Published: rapid.SampledFrom([]brief.Date{"", "2024", "2024-01", "2024-01-01"}).Draw(t, "published"), Locator: text.Draw(t, "locator"), Reason: text.Draw(t, "reason"),
		Source: brief.Reference{URL: text.Draw(t, "url")}, Change: rapid.SampledFrom(brief.NumberChanges).Draw(t, "change"),
		From: rapid.SampledFrom([]brief.Date{"2022", "2022-03", "2022-03-04"}).Draw(t, "from"), To: rapid.SampledFrom([]brief.Date{"", "2023"}).Draw(t, "to")}
	if v.Change != brief.NumberWithdrawal {
		v.Value = rapid.SampledFrom([]string{"", "0", "7.50", "-7"}).Draw(t, "value")
		v.Qualifier = rapid.SampledFrom(qualifiers).Draw(t, "qualifier")
		v.Low, v.High = rapid.SampledFrom([]string{"", "-9"}).Draw(t, "low"), rapid.SampledFrom([]string{"", "9"}).Draw(t, "high")
	}
	if rapid.Bool().Draw(t, "event") {
		v.Event = &brief.AidEvent{Row: "R" + text.Draw(t, "row"), Commitment: text.Draw(t, "commitment"), Title: text.Draw(t, "event"), Item: text.Draw(t, "item"), Count: rapid.SampledFrom([]string{"", "40000"}).Draw(t, "count")}
		if rapid.Bool().Draw(t, "undated") {
			v.From, v.To = "", ""
		}
	}
	if rapid.Bool().Draw(t, "worth") {
		v.Worth = []brief.Worth{{Currency: "EUR", Value: "3.10", Rule: brief.WorthAnnouncement, Rate: "9.9", RateDay: "2022-03-04"}}
	}
	return v
}

// TestExportedNumbersComeBackAsTheyWere writes any numbers as the page does and reads them again.
func TestExportedNumbersComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`([=+\-@',;"A-Za-zЇї{}~<>#]([ \nA-Za-z0-9,"=']{0,6}[a-z0-9.'])?)?`)
		all := drawnSeries(rt, text)
		var want []brief.Version
		n := rapid.IntRange(1, 9).Draw(rt, "versions")
		for i := range n {
			id := brief.SeriesID(fmt.Sprintf("s%d", rapid.IntRange(0, len(all)-1).Draw(rt, "of")))
			want = append(want, drawnVersion(rt, id, i+1, text))
		}
		tb, err := sheet.Read("numbers.csv", exported(t, all, want), sheet.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		got, err := ReadExport(tb)
		if err != nil {
			rt.Fatal(err)
		}
		slices.SortStableFunc(want, byNumber(want))
		if diff := cmp.Diff(want, got.Versions); diff != "" {
			rt.Fatal(diff)
		}
		for _, s := range got.Series {
			if s != all[s.ID] {
				rt.Fatalf("%+v, want %+v", s, all[s.ID])
			}
		}
		if got.Source != (brief.NumberSource{Name: "Nobody", Licence: "CC0"}) || got.Report.Kept != n {
			rt.Fatalf("%+v of %+v", got.Report, got.Source)
		}
	})
}

func TestAnExportEntersAnEmptyBriefing(t *testing.T) {
	one := brief.Series{ID: "aid", Title: "=Aid", Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated}
	was, is := brief.Version{Series: "aid", From: "2022", Known: "2026-07-27", Value: "350.88", Basis: brief.BasisRecorded, Change: brief.NumberFirst},
		brief.Version{Series: "aid", From: "2022", Known: "2026-07-30", Value: "358.40", Basis: brief.BasisRecorded, Change: brief.NumberExchangeRate, Reason: "-7 and more were mended."}
	tb := table(t, string(exported(t, map[brief.SeriesID]brief.Series{"aid": one}, []brief.Version{was, is})))
	got, err := ReadExport(tb)
	if err != nil || got.Series[0].Title != "=Aid" {
		t.Fatal(got, err)
	}
	in, err := Enter(got.Versions, shelf{}.stands, How{ID: drawn("n")})
	if err != nil || len(in) != 2 || in[1].Change != brief.NumberExchangeRate || in[1].Reason != "-7 and more were mended." || in[1].Supersedes != "n1" {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestABadExportIsRefusedWhole(t *testing.T) {
	one := map[brief.SeriesID]brief.Series{"a": {ID: "a", Title: "A", Counted: brief.CountedKilled, Unit: "persons"}}
	v := brief.Version{Series: "a", From: "2022", Known: "2026-07-27", Value: "7", Basis: brief.BasisRecorded, Change: brief.NumberFirst, Locator: "here", Reason: "why",
		Worth: []brief.Worth{{Currency: "EUR", Value: "5", Rule: brief.WorthFixed, Rate: "1.5", RateDay: "2022-01-03"}}}
	once, twice := string(exported(t, one, []brief.Version{v})), string(exported(t, one, []brief.Version{v, v}))
	for _, c := range []struct{ good, from, to, says string }{
		{once, ",A,killed", ",A,slain", "line 3: there is nothing counted"}, {once, ",persons", ",people", "line 3: \"people\" is no unit"}, {once, ",persons,0", ",persons,x", "no scale"},
		{once, ",persons,0", ",persons,13", "no scale"}, {once, "persons,0,,", "persons,0,maybe,", "cumulative is"}, {once, ",7,,", ",~>7,,", "no qualifier"},
		{once, ",7,,", ",seven,,", "no number"}, {once, ",2022,,7", ",,,7", "no period"}, {once, ",fixed,", ",best,", "no rule"}, {once, ",1.5,", ",1.5.,", "no rule"},
		{once, ",2022-01-03,", ",2022-01,", "no rule"}, {once, ",recorded,", ",rumoured,", "no basis"}, {once, "2026-07-27", "2026-07", "no day"}, {once, ",first,", ",last,", "no change"},
		{once, "here,,,", "here,,x,", "is no date"}, {once, "\na,A,", "\nA,A,", "cannot name"}, {once, "\na,A,", "\na,,", "no title"},
		{twice, ",Nobody,", ",Somebody,", "line 4: the number is of \"Somebody\""}, {twice, "a,A,", "a,B,", "line 4: the series a is another than in line 3"},
	} {
		last := strings.LastIndex(c.good, c.from)
		if last < 0 {
			t.Fatalf("%q is not in\n%s", c.from, c.good)
		}
		_, err := ReadExport(table(t, c.good[:last]+c.to+c.good[last+len(c.from):]))
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.to, err)
		}
	}
	if _, err := ReadExport(table(t, once)); err != nil {
		t.Error(err)
	}
	if _, err := ReadExport(table(t, "a,b\n1,2\n")); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
	if header, _, _ := strings.Cut(once, "\n"); !IsExport(strings.Split(header, ",")) || IsExport(strings.Split(header, ",")[1:]) || IsExport(nil) {
		t.Error("the header is not known")
	}
}
