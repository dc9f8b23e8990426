package series

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

const trapsHeader = "activity;donor;day;kind;currency;amount;euros\n"

func TestAnEventNeedsItsRowAndNothingElse(t *testing.T) {
	m := mappingFile(t, "traps")
	m.Numbers[0].Qualifier, m.Numbers[0].Count, m.Numbers[0].Worth[0].Currency = ">", "{amount}", "{kind}"
	m.Values["kind"] = map[string]string{"W": "military"}
	m.Numbers[0].Category = ""
	got, err := m.Read(table(t, trapsHeader+"T1;N;;W;NOK;;\nT2;N;2024;W;NOK;40.000;\n"), "2024-12-01")
	if err != nil {
		t.Fatal(err)
	}
	sameText(t, told(got.Versions), "traps.n.military.nok   recorded T1 *\ntraps.n.military.nok 2024 >40000 recorded T2 40000*") // no amount has no qualifier either
	for row, says := range map[string]string{";N;2024;W;NOK;5;\n": "line 2: an event of aid has no row", "T1;N;2024;W;NOK;5;5\n": `line 2: "military" is no currency`, "T1;N;;W;NOK;>5;\n": `">5" is no number`} {
		if _, err := m.Read(table(t, trapsHeader+row), "2024-12-01"); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", row, err)
		}
	}
}

func TestTheTotalIsOfTheRowsThatItIsOf(t *testing.T) {
	m := mappingFile(t, "traps")
	m.Skip = append(m.Skip, SkipRule{Column: "kind", Empty: true, Reason: "no kind"})
	other := m.Numbers[0]
	other.ID, other.Title, other.Totalled = "traps.other", "Other", false
	m.Numbers[0].When, other.When = []Condition{{Column: "donor", Equals: []string{"N"}}}, []Condition{{Column: "donor", Equals: []string{"O"}}}
	m.Numbers = append(m.Numbers, other)
	m.Numbers[1].Unit, m.Numbers[1].Category = "EUR", ""
	got, err := m.Read(table(t, trapsHeader+"T1;N;2024;Weapons;EUR;5;5\nT2;O;2024;Weapons;EUR;7;7\nT3;N;2024;;EUR;7;7\nT4;P;2024;Weapons;EUR;7;7\n;All together;;;;;5\n"), "2024-12-01")
	if err != nil {
		t.Fatal(err)
	}
	sameText(t, strings.Join(got.Report.Sentences(), "\n"), "5 rows came in, 2 were kept.\n1 left out: no kind (line 4).\n1 left out: no template takes it (line 5).\n1 left out: sum row (line 6).\n"+
		"The sum row states 5, and the rows that were kept add up to it.")
	m.Skip = append(m.Skip, SkipRule{Column: "kind", Empty: true, Reason: "sum row", Total: "amount"})
	if _, err := ReadMapping("traps", m.JSON()); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "skip 3 states a total in another column") {
		t.Error(err)
	}
}

func TestATotalIsToldWithNoPowerOfTenLeftOut(t *testing.T) {
	m := mappingFile(t, "traps")
	m.Numbers[0].Scale = 6
	got, err := m.Read(table(t, trapsHeader+"T1;N;2024;Weapons;EUR;5,5;5,5\nT1;N;2024;Weapons;EUR;5,5;5,5\n;All together;;;;;12\n"), "2024-12-01")
	if err != nil || got.Report.Stated != "12000000" || got.Report.Computed != "5500000" || got.Report.Doubled != "5500000" {
		t.Errorf("%+v, %v", got, err)
	}
	if last := got.Report.Sentences()[3]; last != "The sum row states 12000000, the rows that were kept add up to 5500000: 6500000 less; find out why before you use them." {
		t.Error(last)
	}
}

func TestWhatIsAddedRestsOnOneBasis(t *testing.T) {
	sum := []string{`"basis": "recorded"`, `"sum": true, "basis": "{basis}", "published": "{seen}"`}
	got, err := small(t, "place,day,killed,basis,seen\nA,2024,5,verified,2024-03-01\nA,2024,6,verified,2024-05-01\nA,2024,7,verified,2024-04-01\n", sum...)
	if err != nil || len(got.Versions) != 1 || got.Versions[0].Known != "2024-05-01" || got.Versions[0].Published != "2024-05-01" || got.Versions[0].Value != "18" {
		t.Error(got, err)
	}
	if _, err := small(t, "place,day,killed,basis,seen\nA,2024,5,verified,\nA,2024,6,claimed,\n", sum...); err == nil || !strings.Contains(err.Error(), "line 3: a number that is claimed is added to one that is verified") {
		t.Error(err)
	}
}

func TestCasualtiesOfAnotherPeriodAreOthers(t *testing.T) {
	other := `"numbers": [{"id": "all.x", "title": "All", "counted": "casualties", "unit": "persons", "value": "4", "from": "{day}", "to": "2024-02", "basis": "recorded"},`
	if _, err := small(t, "place,day,killed\nA,2024-01-01,5\n", `"numbers": [`, other); err != nil {
		t.Error(err)
	}
}

func TestManyThingsOfAKindAreCounted(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("place,day,killed\n")
	for i := range 14 {
		fmt.Fprintf(&rows, "P%d,2024,%d.5\n", i, 1000+i)
		fmt.Fprintf(&rows, "Q%d,2024,\n", i)
	}
	got, err := small(t, rows.String(), `"numbers"`, `"thousands": ".", "numbers"`, `"persons"`, `"percent"`)
	if err != nil {
		t.Fatal(err)
	}
	s := got.Report.Sentences()
	if s[1] != "14 left out: no number in it (lines 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 4 more)." || s[2] != `Line 2 writes "1000.5" with other signs than the rest; it was read as 1000.5.` ||
		len(s) != 8 || s[7] != "9 more amounts are written with other signs than the rest." {
		t.Errorf("%q", s)
	}
	if one := (&Report{Rows: 1, Kept: 1, Undated: 2}).Sentences(); !slices.Equal(one, []string{"1 row came in, 1 was kept.", "2 rows have no day."}) {
		t.Errorf("%q", one)
	}
}
