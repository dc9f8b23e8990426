package series

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// table reads a table from text.
func table(t testing.TB, text string) *sheet.Table {
	t.Helper()
	tb, err := sheet.Read("table.csv", []byte(text), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tb
}

// fileOf reads a table from a file.
func fileOf(t testing.TB, file string) *sheet.Table {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return table(t, string(raw))
}

// imported reads a table by a mapping of testdata, as if on the first of September 2026.
func imported(t testing.TB, mapping string, tb *sheet.Table) *Imported {
	t.Helper()
	got, err := mappingFile(t, mapping).Read(tb, "2026-09-01")
	if err != nil {
		t.Fatal(err)
	}
	entersAll(t, got)
	return got
}

// entersAll lets what was read enter an empty briefing.
func entersAll(t testing.TB, got *Imported) []brief.Version {
	t.Helper()
	in, err := Enter(got.Versions, shelf{}.stands, How{Reason: "Read again.", ID: drawn("v")})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// told writes versions in short: series, period, qualifier and amounts, worth, row and count.
func told(versions []brief.Version) string {
	var out strings.Builder
	for _, v := range versions {
		fmt.Fprintf(&out, "%s %s", v.Series, v.From)
		if v.To != "" {
			fmt.Fprintf(&out, "..%s", v.To)
		}
		fmt.Fprintf(&out, " %s%s", v.Qualifier, v.Value)
		if v.Low+v.High != "" {
			fmt.Fprintf(&out, " [%s,%s]", v.Low, v.High)
		}
		for _, w := range v.Worth {
			fmt.Fprintf(&out, " =%s %s %s", w.Value, w.Currency, w.Rule)
		}
		fmt.Fprintf(&out, " %s", v.Basis)
		if v.Event != nil {
			fmt.Fprintf(&out, " %s %s*%s", v.Event.Row, v.Event.Count, v.Event.Item)
		}
		out.WriteString("\n")
	}
	return out.String()
}

func sameText(t *testing.T, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheTrapsOfATrackerAreReadAndTold(t *testing.T) {
	got := imported(t, "traps", fileOf(t, "testdata/traps.csv"))
	sameText(t, told(got.Versions), `
traps.northland.military.nok 2024-01-15 1250000.50 =110000.25 EUR stated recorded T1 *
traps.northland.military.nok  75000000000 recorded T2 *
traps.westreach.humanitarian.usd 2024-08 -120.5 =-110.4 EUR stated recorded T3 *
traps.westreach.humanitarian.eur 2024-08-09 40000 recorded T4 *
`)
	sameText(t, strings.Join(got.Report.Sentences(), "\n"), `
6 rows came in, 4 were kept.
1 left out: exact duplicate (line 5).
1 left out: sum row (line 7).
1 row has no day.
1 row has a date without a day.
1 row writes the day before the month.
Blanks at the ends of 1 cell were taken off.
1 row has an amount below zero; it was kept.
The sum row states 149779.45, the rows that were kept add up to 149889.85: 110.4 more; the sum row counts the exact duplicates that were left out.
`)
	if s := got.Series[0]; s.Title != "Northland, military (NOK)" || s.Category != "military" || s.Measure != brief.Pledged || s.Unit != "NOK" || s.Actor != "Northland" || len(got.Series) != 3 {
		t.Errorf("%+v", got.Series)
	}
	if v := got.Versions[0]; v.Locator != "line 2, column 6" || v.Known != "2026-09-01" || v.ID != "" || v.Change != "" {
		t.Errorf("%+v", v)
	}
}

func TestClaimedNumbersKeepHowTheyArePut(t *testing.T) {
	got := imported(t, "personnel", fileOf(t, "testdata/personnel.csv"))
	sameText(t, told(got.Versions), `
general-staff.personnel 2022-02-24..2022-02-25 ~2800 claimed
general-staff.personnel 2022-02-24..2022-02-26 ~4300 claimed
general-staff.personnel 2022-02-24..2022-06-01 >30700 claimed
`)
	if v := got.Versions[2]; v.Known != "2022-06-01" || v.By != "General Staff of Ukraine" || v.Published != "2022-06-01" {
		t.Errorf("%+v", v)
	}
	sameText(t, strings.Join(got.Report.Sentences(), "\n"), "4 rows came in, 3 were kept.\n1 left out: no number in it (line 5).")
}

// small reads a table with the columns place, day and killed, or those of its first row, by the small mapping.
func small(t *testing.T, text string, replace ...string) (*Imported, error) {
	t.Helper()
	m, err := ReadMapping("small", smallMapping(replace...))
	if err != nil {
		t.Fatal(err)
	}
	return m.Read(table(t, text), "2024-12-01")
}

func TestEmptyAndZeroAndMoreThanAreThreeThings(t *testing.T) {
	got, err := small(t, "place,day,killed\nA,2024-01-01,0\nB,2024-01-01,\nC,2024-01-01,>20\nD,2024-01-01,n/a\n")
	if err != nil {
		t.Fatal(err)
	}
	sameText(t, told(got.Versions), "small.a 2024-01-01 0 recorded\nsmall.c 2024-01-01 >20 recorded")
	sameText(t, strings.Join(got.Report.Sentences(), "\n"), "4 rows came in, 2 were kept.\n2 left out: no number in it (lines 3 and 5).")
}

func TestNothingIsTakenWhereARowIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		rows    string
		replace []string
		says    string
	}{
		"no day":                     {"A,,5", nil, "line 2: the number has no day"},
		"a bad day":                  {"A,2024-13-01,5", nil, `line 2: "2024-13-01" is no date`},
		"a day first":                {"A,31.12.2024,5", nil, "day_first"},
		"no number":                  {"A,2024-01-01,five", nil, `line 2: "five" is no number`},
		"two readings":               {"A,2024-01-01,\"1,250\"", nil, "may be 1250 or 1.250"},
		"low above high":             {"A,2024-01-01,9-5", nil, "not in order"},
		"no place":                   {",2024-01-01,5", nil, `column "place" is empty`},
		"a place of other letters":   {"Донецьк,2024-01-01,5", nil, "under values"},
		"one id for two":             {"A b,2024-01-01,5\nA-b,2024-01-01,6", nil, `line 3: the series small.a-b is another than in line 2: title is "Killed in A-b"`},
		"another unit":               {"A,2024-01-01,5", []string{"persons", "{place}"}, `"A" is no unit`},
		"another basis":              {"A,2024-01-01,5", []string{"recorded", "{place}"}, `no basis "A"`},
		"two qualifiers":             {"A,2024-01-01,>5", []string{`"basis"`, `"qualifier": "<", "basis"`}, "says > and its qualifier <"},
		"a range with columns":       {"A,2024-01-01,5-9", []string{`"basis"`, `"low": "3", "basis"`}, "is a range, and there are columns"},
		"what cannot be added":       {"A,2024-01-01,<5", []string{`"basis"`, `"sum": true, "basis"`}, "cannot be added"},
		"a qualifier without a word": {"A,2024-01-01,5", []string{`"basis"`, `"qualifier": "{place}", "basis"`}, `no qualifier "A"`},
	} {
		got, err := small(t, "place,day,killed\n"+c.rows+"\n", c.replace...)
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) || got != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKilledAreNeverMoreThanCasualties(t *testing.T) {
	header := "period_from,period_to,killed,injured,total,qualifier,published,source_read,note\n"
	_, err := mappingFile(t, "ohchr_headline_casualties").Read(table(t, header+"2022-02-24,2022-12-26,17831,,6884,recorded,2022-12-27,,\n2022-02-24,2022-12-27,1,17832,17831,recorded,2022-12-27,,\n"), "2024-12-01")
	if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "line 2: 17831 killed are more than 6884 casualties") || !strings.Contains(err.Error(), "line 3: 17832 injured are more than 17831") {
		t.Error(err)
	}
	elsewhere := `{"id": "all.{place}", "title": "All", "counted": "casualties", "unit": "persons", "place": "%s", "value": "4", "from": "{day}", "basis": "recorded"},`
	for place, kind := range map[string]brief.Kind{"": brief.KindInvalid, "Elsewhere": brief.KindOther} {
		if _, err := small(t, "place,day,killed\nA,2024-01-01,5\n", `"numbers": [`, `"numbers": [`+fmt.Sprintf(elsewhere, place)); brief.KindOf(err) != kind {
			t.Errorf("%q: %v", place, err)
		}
	}
}

func TestFaultsAreToldTogetherAndTheRestIsCounted(t *testing.T) {
	_, err := small(t, "place,day,killed\nA,2024-01-01,5\nB,2024-01-01,x\nC,,5\n"+manyRows(23))
	if err == nil || !strings.Contains(err.Error(), "line 3: ") || !strings.Contains(err.Error(), "line 4: ") || !strings.Contains(err.Error(), "; and 5 more") || strings.Count(err.Error(), "line ") != 20 {
		t.Error(err)
	}
}

func manyRows(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "P%d,2024-01-01,x\n", i)
	}
	return out.String()
}

func TestRowsOfANumberAreAddedExactly(t *testing.T) {
	got, err := small(t, "place,day,killed\nA,2024,0.1\nA,2024,0.2\nA,2025,7\nA,2024,\nB,2024,100000000000000000000000000000000000001\n", `"basis"`, `"sum": true, "basis"`, `"persons"`, `"percent"`)
	if err != nil {
		t.Fatal(err)
	}
	sameText(t, told(got.Versions), "small.a 2024 0.3 recorded\nsmall.a 2025 7 recorded\nsmall.b 2024 100000000000000000000000000000000000001 recorded")
	if got.Versions[0].Locator != "2 rows" || got.Versions[1].Locator != "1 row" {
		t.Errorf("%+v", got.Versions)
	}
	if want := []string{"1 row of those that are added up has no number; it was not counted as zero."}; !slices.Equal(got.Report.Notes, want) {
		t.Errorf("%q", got.Report.Notes)
	}
	nines := strings.Repeat("9", 40)
	if _, err := small(t, "place,day,killed\nA,2024,"+nines+"\nA,2024,1\n", `"basis"`, `"sum": true, "basis"`); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("more digits than a number can have: %v", err)
	}
}

func TestVersionsOfANumberComeInTheOrderInWhichTheyWereKnown(t *testing.T) {
	got, err := small(t, "place,day,killed,seen\nA,2024-01-01,6,2024-03-01\nB,2024-01-01,1,\nA,2024-01-01,5,2024-02\nB,2024-01-01,2,2024-11\n", `"basis"`, `"published": "{seen}", "basis"`)
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, v := range got.Versions {
		known = append(known, fmt.Sprintf("%s %s %s", v.Series, v.Value, v.Known))
	}
	if want := []string{"small.a 5 2024-02-29", "small.a 6 2024-03-01", "small.b 2 2024-11-30", "small.b 1 2024-12-01"}; !slices.Equal(known, want) {
		t.Errorf("%q", known)
	}
	own, err := small(t, "place,day,killed,seen,own\nA,2024-01-01,6,2024-03-01,2024-03-05\n", `"basis"`, `"published": "{seen}", "known": "{own}", "basis"`)
	if err != nil || own.Versions[0].Known != "2024-03-05" || own.Versions[0].Published != "2024-03-01" {
		t.Error(own, err)
	}
}

func TestWhatARowStatesInItsOwnCurrencyIsItsAmount(t *testing.T) {
	m := mappingFile(t, "traps")
	got, err := m.Read(table(t, "activity;donor;day;kind;currency;amount;euros\nT1;N;2024-01-01;Weapons;EUR;;5,5\nT2;N;2024-01-01;Weapons;EUR;6;5,5\nT3;N;2024-01-01;Weapons;EUR;;\n"), "2024-12-01")
	if err != nil {
		t.Fatal(err)
	}
	sameText(t, told(got.Versions), "traps.n.military.eur 2024-01-01 5.5 recorded T1 *\ntraps.n.military.eur 2024-01-01 6 recorded T2 *\ntraps.n.military.eur 2024-01-01  recorded T3 *")
	if want := []string{"Line 3 states 6 and 5.5 in EUR; the first was taken."}; !slices.Equal(got.Report.Notes, want) {
		t.Errorf("%q", got.Report.Notes)
	}
	if got.Report.Stated != "" || got.Report.Computed != "" {
		t.Errorf("%+v", got.Report)
	}
}

func TestATableThatIsAnotherIsRefused(t *testing.T) {
	m := mappingFile(t, "personnel")
	if _, err := m.Read(table(t, "date,personnel,note\n2022-02-25,5,\n"), "2024-12-01"); brief.KindOf(err) != brief.KindConflict {
		t.Error(err)
	}
	m.Header = nil
	if _, err := m.Read(table(t, "date,personnel,note\n2022-02-25,5,\n"), "2024-12-01"); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), `"qualifier", which the table does not have`) {
		t.Error(err)
	}
	if _, err := m.Read(table(t, "date,personnel,note\n2022-02-25,5,\n"), "2024-12"); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
}

func TestACellWithAnErrorIsNoNumber(t *testing.T) {
	m := mappingFile(t, "personnel")
	tb := table(t, "date,personnel,qualifier,note\n2022-02-25,5,about,\n")
	tb.Rows[0].Faults = map[int]string{1: "#REF!"}
	if _, err := m.Read(tb, "2024-12-01"); err == nil || !strings.Contains(err.Error(), `line 2: column "personnel" holds no value but #REF!`) {
		t.Error(err)
	}
	tb.Rows[0].Faults = map[int]string{3: "#REF!"}
	tb.Rows[0].Cells = tb.Rows[0].Cells[:2]
	m.Numbers[0].Label = ""
	if got, err := m.Read(tb, "2024-12-01"); err != nil || len(got.Versions) != 1 {
		t.Error(err)
	}
}

func TestTwoTotalsAreOneTooMany(t *testing.T) {
	m := mappingFile(t, "traps")
	rows := "T1;N;2024-01-01;Weapons;EUR;5;5\n;All together;;;;;5\n"
	if got, err := m.Read(table(t, "activity;donor;day;kind;currency;amount;euros\n"+rows), "2024-12-01"); err != nil ||
		got.Report.Sentences()[2] != "The sum row states 5, and the rows that were kept add up to it." {
		t.Error(got, err)
	}
	for rows, says := range map[string]string{rows + ";All together;;;;;6\n": "line 4: a second sum row", ";All together;;;;;x\n": "line 2: the total in column", "T1;N;2024-01-01;Weapons;NOK;5;\n;All together;;;;;5\n": ""} {
		got, err := m.Read(table(t, "activity;donor;day;kind;currency;amount;euros\n"+rows), "2024-12-01")
		if says == "" {
			if err != nil || got.Report.Sentences()[2] != "The sum row states 5, the rows that were kept add up to 0: 5 less; find out why before you use them." {
				t.Error(got, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Error(err)
		}
	}
}

// sharedFile reads a table of the shared folder, and skips the test without one.
func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skipf("LIVEBRIEF_SHARED is not set: %s is not read", name)
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data", name))
	if err != nil {
		t.Skipf("LIVEBRIEF_SHARED has no %s: the test is skipped", name)
	}
	return raw
}
