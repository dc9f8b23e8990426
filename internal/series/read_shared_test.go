package series

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// leavesOf gives what was read for adding, those that a test wants.
func leavesOf(got *Imported, wants func(s *brief.Series) bool) []Leaf {
	var out []Leaf
	for i := range got.Versions {
		v := &got.Versions[i]
		at := slices.IndexFunc(got.Series, func(s brief.Series) bool { return s.ID == v.Series })
		if s := &got.Series[at]; wants(s) {
			out = append(out, Leaf{s, v})
		}
	}
	return out
}

// TestTheSyntheticTrackerIsReadAsItsAuthorExpects holds the import to the numbers beside the table.
func TestTheSyntheticTrackerIsReadAsItsAuthorExpects(t *testing.T) {
	raw := sharedFile(t, "aid/synthetic_tracker.csv")
	var want struct {
		Rows       int               `json:"import_rows"`
		Stated     string            `json:"stated_total_eur"`
		Skipped    map[string]int    `json:"skipped"`
		Allocation map[string]string `json:"allocation_eur"`
		Computed   string            `json:"allocation_eur_total"`
		Undated    int               `json:"rows_without_date"`
		Precision  map[string]int    `json:"date_precision"`
		Committed  string            `json:"commitment_activities_eur_stated"`
	}
	if err := json.Unmarshal(sharedFile(t, "aid/synthetic_tracker.expected.json"), &want); err != nil || want.Rows != 10 {
		t.Fatal(want, err)
	}
	got := imported(t, "synthetic_tracker", table(t, string(raw)))
	r := got.Report
	skipped := map[string]int{}
	for _, s := range r.Skipped {
		skipped[strings.ReplaceAll(s.Reason, " ", "_")] = len(s.Rows)
	}
	if r.Kept != want.Rows || r.Rows != 12 || fmt.Sprint(skipped) != fmt.Sprint(want.Skipped) || r.Undated != want.Undated || r.MonthOnly != want.Precision["month"] ||
		r.DayFirst != want.Precision["day_first"] || r.Stated != want.Stated || r.Computed != want.Computed || r.Doubled != "25000000" || r.Negative != 1 || r.Trimmed != 1 {
		t.Errorf("%+v\n%+v", r, want)
	}
	sum := func(measure brief.AidMeasure, category string) string {
		total, err := Add(leavesOf(got, func(s *brief.Series) bool {
			return s.Measure == measure && isMoney(s.Unit) && (category == "" || string(s.Category) == category)
		}), "EUR")
		if err != nil {
			t.Error(err)
		}
		return total.Value
	}
	for kind, euros := range want.Allocation {
		if got := sum(brief.Allocated, strings.ToLower(kind)); got != euros {
			t.Errorf("%s: %s, want %s", kind, got, euros)
		}
	}
	if a, c := sum(brief.Allocated, ""), sum(brief.Committed, ""); a != want.Computed || c != want.Committed {
		t.Errorf("%s allocated, %s committed", a, c)
	}
	if delivered := leavesOf(got, func(s *brief.Series) bool { return s.Measure == brief.Delivered }); len(delivered) != 2 || delivered[0].Version.Value != "2" || delivered[1].Version.Value != "10" {
		t.Errorf("%+v", delivered)
	}
	for _, sentence := range []string{"12 rows came in, 10 were kept.", "1 left out: exact duplicate (line 11).", "1 left out: sum row (line 13).",
		"The sum row states 4712550538, the rows that were kept add up to 4687550538: 25000000 less; the sum row counts the exact duplicates that were left out.",
		`Line 12 writes "1.250.000,50" with other signs than the rest; it was read as 1250000.50.`} {
		if !slices.Contains(r.Sentences(), sentence) {
			t.Errorf("%q is missing in %q", sentence, r.Sentences())
		}
	}
}

// TestAMappingIsKeptWithTheDialectOfItsTable does what an import does: it keeps the mapping with what the table showed, and reads the next one
// by it.
func TestAMappingIsKeptWithTheDialectOfItsTable(t *testing.T) {
	for name, file := range map[string]string{"synthetic_tracker": "aid", "headline_figures": "aid", "ohchr_headline_casualties": "civilians", "unhcr_idmc_ukr": "civilians"} {
		tb, m := table(t, string(sharedFile(t, file+"/"+name+".csv"))), mappingFile(t, name)
		first, err := m.Read(tb, "2026-09-01")
		if err != nil {
			t.Fatal(err)
		}
		m.Dialect, m.Header = tb.Dialect, tb.Header
		if m, err = ReadMapping(name, m.JSON()); err != nil {
			t.Fatal(err)
		}
		if next, err := m.Read(tb, "2026-09-01"); err != nil || told(next.Versions) != told(first.Versions) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTheEnvelopeIsKeptWithoutDayAndWithoutEuros looks at single rows of the tracker.
func TestTheEnvelopeIsKeptWithoutDayAndWithoutEuros(t *testing.T) {
	got := imported(t, "synthetic_tracker", table(t, string(sharedFile(t, "aid/synthetic_tracker.csv"))))
	lines := strings.Split(told(got.Versions), "\n")
	for _, want := range []string{
		"synthetic.northland.military.committed.nok  75000000000 recorded A002.1 *",
		"synthetic.northland.military.allocated.nok 2024-01-15 430000000 =38018000 EUR stated recorded A001.2 40000*shell 155mm",
		"synthetic.southmere.military.allocated.sek 2024-08  =25000000 EUR stated recorded A006.1 10*tank (old model)",
		"synthetic.southmere.military.delivered.items 2024-08 10 recorded A006.1 10*tank (old model)",
		"synthetic.easthaven.humanitarian.allocated.gbp 2024-12-31 1250000.50 =1507538.00 EUR stated recorded A007.1 *",
		"synthetic.union-institutions.financial.committed.eur 2024-06-30 50000000000 recorded A005.1 *",
		"synthetic.westreach.financial.allocated.usd 2024-11-01 -120000000 =-110400000 EUR stated recorded A004.2 *",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s is missing in\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

func TestCasualtiesAreReadAsTheOfficeGaveThem(t *testing.T) {
	got := imported(t, "ohchr_headline_casualties", table(t, string(sharedFile(t, "civilians/ohchr_headline_casualties.csv"))))
	if got.Report.Kept != 9 || len(got.Versions) != 27 || len(got.Series) != 3 {
		t.Fatalf("%+v", got.Report)
	}
	first, last := got.Versions[0], got.Versions[26]
	if first.Value != "180" || first.From != "2022-02-24" || first.To != "2022-03-01" || first.Known != "2022-03-03" || first.Basis != brief.BasisRecorded || first.Source.Outlet != "reliefweb.int" {
		t.Errorf("%+v", first)
	}
	if last.Value != "42046" || last.Series != "ohchr.casualties" || last.To != "2025-02-28" || last.Published != "" || last.Known != "2026-09-01" || last.Basis != brief.BasisVerified {
		t.Errorf("%+v", last)
	}
	for _, s := range got.Series {
		if !s.Cumulative || !s.LowerBound || s.Unit != "persons" {
			t.Errorf("%+v", s)
		}
	}
}

func TestRefugeesAreAddedOverCountriesAndTwoSourcesStayTwo(t *testing.T) {
	unhcr := imported(t, "unhcr_population_ukr", table(t, string(sharedFile(t, "civilians/unhcr_population_ukr.csv"))))
	idmc := imported(t, "unhcr_idmc_ukr", table(t, string(sharedFile(t, "civilians/unhcr_idmc_ukr.csv"))))
	years := map[string]string{}
	for _, got := range []*Imported{unhcr, idmc} {
		for _, v := range got.Versions {
			years[string(v.Series)+" "+string(v.From)] = v.Value + " " + v.Locator
		}
	}
	for number, want := range map[string]string{ // the sums by awk, the others by the folder's README
		"unhcr.refugees 2014": "237617 56 rows", "unhcr.refugees 2021": "27562 59 rows", "unhcr.refugees 2022": "5684177 79 rows", "unhcr.refugees 2023": "5960362 80 rows",
		"unhcr.refugees 2025":  "5224131 79 rows",
		"unhcr.displaced 2014": "823000 line 56, column 11", "idmc.displaced 2014": "647000 line 2, column 8", "unhcr.displaced 2018": "1500002 line 297, column 11",
		"idmc.displaced 2018": "800000 line 6, column 8", "idmc.displaced 2025": "3712000 line 13, column 8",
	} {
		if years[number] != want {
			t.Errorf("%s: %q, want %q", number, years[number], want)
		}
	}
	if unhcr.Report.Kept != 801 || len(unhcr.Versions) != 24 || len(idmc.Versions) != 12 {
		t.Errorf("%+v of %d, %d", unhcr.Report, len(unhcr.Versions), len(idmc.Versions))
	}
}

func TestBothVersionsOfAHeadlineAreRead(t *testing.T) {
	got := imported(t, "headline_figures", table(t, string(sharedFile(t, "aid/headline_figures.csv"))))
	if r := got.Report; r.Kept != 13 || len(r.Skipped) != 2 || !slices.Equal(r.Skipped[0].Rows, []int{4}) || !slices.Equal(r.Skipped[1].Rows, []int{16, 17}) {
		t.Errorf("%+v", r)
	}
	in := entersAll(t, got)
	at := slices.IndexFunc(in, func(v brief.Version) bool { return v.Value == "350.88" })
	was, is := in[at], in[at+1]
	if was.Known != "2026-07-27" || is.Value != "358.40" || is.Known != "2026-07-30" || is.Supersedes != was.ID || Difference(&is, &was) != "+7.52" || was.Series != "kiel-total-allocation" {
		t.Errorf("%+v\n%+v", was, is)
	}
	us := slices.IndexFunc(got.Series, func(s brief.Series) bool { return s.ID == "kiel-us-allocation" })
	if s := got.Series[us]; s.Actor != "United States" || s.Scale != 9 || s.Unit != "EUR" || s.Measure != brief.Allocated || !s.Cumulative || s.Title != "Aid of United States to Ukraine, allocated" {
		t.Errorf("%+v", s)
	}
	norway := slices.IndexFunc(in, func(v brief.Version) bool { return v.Value == "24.724" })
	if v := in[norway]; v.Known != "2026-04-30" || v.Published != "2026-04" {
		t.Errorf("%+v", v)
	}
}

func TestAHashtaggedTableNeedsNoMapping(t *testing.T) {
	tb := table(t, string(sharedFile(t, "civilians/synthetic_hxl.csv")))
	sameText(t, told(hashtagged(t, tb).Versions), hxlTold)
}

// TestTheClaimsOfTheGeneralStaffKeepTheirQualifiers turns the JSON of the claims into the CSV that the mapping is for.
func TestTheClaimsOfTheGeneralStaffKeepTheirQualifiers(t *testing.T) {
	var days []struct {
		Date      string `json:"date"`
		Personnel int    `json:"personnel"`
		Qualifier string `json:"personnel*"`
	}
	if err := json.Unmarshal(sharedFile(t, "civilians/claimed_losses/russia_losses_personnel.json"), &days); err != nil {
		t.Fatal(err)
	}
	text := "date,personnel,qualifier,note\n"
	for _, d := range days {
		text += fmt.Sprintf("%s,%d,%s,\n", d.Date, d.Personnel, d.Qualifier)
	}
	got := imported(t, "personnel", table(t, text))
	qualifiers := map[string]int{}
	for _, v := range got.Versions {
		qualifiers[v.Qualifier]++
		if v.Basis != brief.BasisClaimed || v.Known != v.To {
			t.Fatalf("%+v", v)
		}
	}
	if fmt.Sprint(qualifiers) != "map[>:6 ~:1620]" {
		t.Error(qualifiers)
	}
}
