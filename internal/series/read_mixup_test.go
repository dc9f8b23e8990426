package series

import (
	"fmt"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// harmMapping reads killed, injured and casualties of a row.
func harmMapping(t *testing.T) *Mapping {
	t.Helper()
	var templates []string
	for _, what := range []string{"killed", "injured", "casualties"} {
		templates = append(templates, fmt.Sprintf(`{"id": "t.%[1]s", "title": "%[1]s", "counted": "%[1]s", "unit": "persons", "value": "{%[1]s}", "from": "{day}", "basis": "verified"}`, what))
	}
	return ready(t, `"numbers": [`+strings.Join(templates, ", ")+`]`)
}

// ready reads a mapping whose head does not matter.
func ready(t *testing.T, rest string) *Mapping {
	t.Helper()
	m, err := ReadMapping("m.json", []byte(`{"tracker": "t", "title": "T", "topic": "civilians", "source": {"name": "S"}, `+rest+`}`))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestCasualtiesToldAsKilledAreFound is the page of December 2022 that wrote that all 17,831 casualties had lost their lives.
func TestCasualtiesToldAsKilledAreFound(t *testing.T) {
	for row, want := range map[string]string{
		"6884,10947,17831":   "",
		"17831,10947,17831":  "killed and injured are 28778 together, more than 17831 casualties",
		"17832,,17831":       "17832 killed are more than 17831 casualties",
		"17831,10947,>17831": "",
		">=9000,9000,17831":  "killed and injured are 18000 together, more than 17831 casualties",
		"~9000,9000,17831":   "",
		"17831,,17831":       "",
	} {
		_, err := harmMapping(t).Read(table(t, "day,killed,injured,casualties\n2022-12-26,"+row+"\n"), "2023-01-01")
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", row, err, want)
		}
	}
}

func TestACellThatDecidesAboutARowIsNotEmptyWhenItIsBroken(t *testing.T) {
	m := ready(t, `"skip": [{"column": "place", "empty": true, "reason": "empty row"}, {"column": "place", "equals": ["Total"], "reason": "sum row", "total": "n"}],
		"numbers": [{"when": [{"column": "what", "equals": ["killed"]}], "id": "t.killed", "title": "Killed", "counted": "killed", "unit": "persons", "value": "{n}", "from": "{day}",
		"basis": "verified", "totalled": true}]`)
	tb := &sheet.Table{Name: "t.xlsx", Sheets: []string{"S"}, Dialect: sheet.Dialect{Sheet: "S"}, Header: []string{"day", "what", "place", "n"}, Rows: []sheet.Row{
		{Line: 2, Cells: []string{"2022", "killed", "A", "1"}},
		{Line: 3, Cells: []string{"2023", "", "A", "2"}, Faults: map[int]string{1: "#REF!"}},
		{Line: 4, Cells: []string{"2024", "killed", "", "3"}, Faults: map[int]string{2: "#N/A"}},
		{Line: 5, Cells: []string{"", "", "Total", ""}, Faults: map[int]string{3: "#VALUE!"}},
	}}
	got, err := m.Read(tb, "2026-01-31")
	if brief.KindOf(err) != brief.KindInvalid {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, want := range []string{`line 3: column "what", which decides what becomes of the row, holds no value but #REF!`,
		`line 4: column "place", which decides what becomes of the row, holds no value but #N/A`, "line 5: the total"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
}

func TestHalfAPersonIsAThousandReadWrongly(t *testing.T) {
	tb := table(t, "Place;Day;Killed;Share\n#adm1+name;#date;#affected+killed;#indicator+percent\nA;2024;1,250;12,5\n")
	m, err := MappingFromHXL(tb, "t", "T", brief.NumberSource{Name: "S"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := m.Read(tb, "2026-01-31"); err == nil || !strings.Contains(err.Error(), "line 3: 1.250 persons are no whole number") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestMillionsOfPeopleMayHavePlaces(t *testing.T) {
	m := ready(t, `"numbers": [{"id": "t.r", "title": "Refugees", "counted": "refugees", "unit": "persons", "scale": 6, "value": "{n}", "from": "{day}", "basis": "estimated"}]`)
	got, err := m.Read(table(t, "day,n\n2024,5.12\n"), "2026-01-31")
	if err != nil || got.Versions[0].Value != "5.12" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := m.Read(table(t, "day,n\n2024,5.1234567\n"), "2026-01-31"); err == nil {
		t.Errorf("%+v", got)
	}
}

func TestABrokenCellIsNoNoughtInTheTotal(t *testing.T) {
	m := ready(t, `"skip": [{"column": "place", "equals": ["Total"], "reason": "sum row", "total": "eur"}],
		"numbers": [{"id": "t.a", "title": "Aid", "counted": "aid", "measure": "allocated", "unit": "NOK", "value": "{n}", "from": "{day}", "basis": "recorded", "totalled": true}]`)
	tb := &sheet.Table{Name: "t.xlsx", Sheets: []string{"S"}, Dialect: sheet.Dialect{Sheet: "S"}, Header: []string{"day", "place", "n", "eur"}, Rows: []sheet.Row{
		{Line: 2, Cells: []string{"2022", "A", "10", "1"}},
		{Line: 3, Cells: []string{"2023", "A", "20", ""}, Faults: map[int]string{3: "#DIV/0!"}},
		{Line: 4, Cells: []string{"", "Total", "", "3"}},
	}}
	if got, err := m.Read(tb, "2026-01-31"); err == nil || !strings.Contains(err.Error(), `line 3: column "eur", which is totalled, holds no value but #DIV/0!`) {
		t.Errorf("%+v, %v", got, err)
	}
}
