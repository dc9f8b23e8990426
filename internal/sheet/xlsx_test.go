package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// written gives a workbook that a program other than ours wrote.
func written(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func put(f *excelize.File, sheet string, rows ...[]any) {
	for i, cells := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprint("A", i+1), &cells); err != nil {
			panic(err)
		}
	}
}

func TestReadWorkbook(t *testing.T) {
	raw := written(t, func(f *excelize.File) {
		put(f, "Sheet1", []any{"Date", " Place ", "Cases", "Rate", "Sure"}, []any{"#date", "#adm1 +Name", "#affected", nil, ""},
			[]any{time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), "Côte & <x>", 12, 0.125, true}, nil,
			[]any{time.Date(2024, 3, 1, 13, 30, 0, 0, time.UTC), "a\nb", ">20", 0.1 + 0.2, false},
			[]any{"2024", nil, "0", 1234567.25})
		percent, _ := f.NewStyle(&excelize.Style{NumFmt: 10})
		day := "dd/mm/yyyy;@"
		date, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
		both, _ := f.NewStyle(&excelize.Style{NumFmt: 22})
		_ = f.SetCellStyle("Sheet1", "D3", "D5", percent)
		_ = f.SetCellStyle("Sheet1", "A3", "A3", date)
		_ = f.SetCellStyle("Sheet1", "A5", "A5", both)
		_, _ = f.NewSheet("Other")
	})
	got, err := Read("cases.xlsx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Table{Name: "cases.xlsx", Dialect: Dialect{Decimal: ".", Sheet: "Sheet1", HeaderRow: 1}, Sheets: []string{"Sheet1", "Other"},
		Header: []string{"Date", "Place", "Cases", "Rate", "Sure"}, HXL: []string{"#date", "#adm1+name", "#affected", "", ""},
		Rows: []Row{row(3, "2024-02-29", "Côte & <x>", "12", "0.125", "TRUE"), row(5, "2024-03-01T13:30:00", "a\nb", ">20", "0.3", "FALSE"),
			row(6, "2024", "", "0", "1234567.25", "")},
		Notes: []string{"The workbook shows cells as per cent that hold a fraction, 0.125 for 12.5%; the fraction was read: D (Rate)."}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if at := got.At(got.Rows[2], 2); at != "Sheet1!C6" {
		t.Errorf("at %s", at)
	}
}

func TestChooseSheet(t *testing.T) {
	raw := written(t, func(f *excelize.File) {
		put(f, "Sheet1", []any{"hidden"})
		for _, name := range []string{"Data", "Über uns"} {
			_, _ = f.NewSheet(name)
			put(f, name, []any{"title"}, []any{name})
		}
		f.SetActiveSheet(1)
		if err := f.SetSheetVisible("Sheet1", false); err != nil {
			t.Fatal(err)
		}
	})
	for want, sheet := range map[string]string{"": "Data", "Data": "Data", "über uns ": "Über uns", "Sheet1": "Sheet1"} {
		got, err := Read("x", raw, Options{Dialect: Dialect{Sheet: want}})
		if err != nil || got.Dialect.Sheet != sheet {
			t.Errorf("%q: got %+v, %v", want, got, err)
		}
		if told := got != nil && len(got.Notes) > 0; told != (want == "") {
			t.Errorf("%q: notes %q", want, got.Notes)
		}
	}
	_, err := Read("x", raw, Options{Dialect: Dialect{Sheet: "Cases"}})
	refused(t, err, `x has no sheet "Cases"`)
	if !strings.Contains(err.Error(), `It has "Sheet1", "Data", "Über uns"`) {
		t.Error(err)
	}
	got, err := Read("x", raw, Options{Dialect: Dialect{Sheet: "Data", HeaderRow: 2}})
	if err != nil || got.Header[0] != "Data" || got.Dialect.HeaderRow != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMergedCells(t *testing.T) {
	names := []any{"A", "B", "C"}
	raw := written(t, func(f *excelize.File) {
		put(f, "Sheet1", names, []any{"x", 1, 2}, []any{nil, 3, 4})
		_ = f.MergeCell("Sheet1", "A2", "A3")
	})
	got, err := Read("x", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Cells are merged, and only the first of each holds the value: A2:A3."}, got.Notes); diff != "" {
		t.Error(diff)
	}
	raw = written(t, func(f *excelize.File) {
		put(f, "Sheet1", []any{"Title"}, names, nil, []any{"x", 1, 2})
		_ = f.MergeCell("Sheet1", "A1", "C1")
		_ = f.MergeCell("Sheet1", "B2", "B3")
	})
	got, err = Read("x", raw, Options{Dialect: Dialect{HeaderRow: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Cells of the header are merged: B2:B3."}, got.Notes); diff != "" {
		t.Error(diff)
	}
	raw = written(t, func(f *excelize.File) {
		put(f, "Sheet1", []any{"Place", "Cases", nil, "Deaths", nil, "End"})
		_ = f.MergeCell("Sheet1", "B1", "C1")
	})
	_, err = Read("x", raw, Options{})
	refused(t, err, `x, sheet "Sheet1", row 1: has no name in column C (merged with B1), E`)
}

func TestCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell  string
		text  string
		fault string
	}{
		"number":               {`<c r="A2"><v>12</v></c>`, "12", ""},
		"sixteen digits":       {`<c r="A2"><v>0.30000000000000004</v></c>`, "0.3", ""},
		"exponent":             {`<c r="A2"><v>1.5E-5</v></c>`, "0.000015", ""},
		"large":                {`<c r="A2"><v>1E+20</v></c>`, "100000000000000000000", ""},
		"no number":            {`<c r="A2"><v>Inf</v></c>`, "Inf", ""},
		"shared":               {`<c r="A2" t="s"><v>0</v></c>`, "zero", ""},
		"rich, unspoken":       {`<c r="A2" t="s"><v>1</v></c>`, "one more", ""},
		"escaped":              {`<c r="A2" t="s"><v>2</v></c>`, "a\r_x_", ""},
		"rich in place":        {`<c r="A2" t="inlineStr"><is><r><t>x</t></r><r><t> y</t></r></is></c>`, "x y", ""},
		"formula":              {`<c r="A2"><f>1+1</f><v>2</v></c>`, "2", ""},
		"formula text":         {`<c r="A2" t="str"><f>A1&amp;"x"</f><v>ax</v></c>`, "ax", ""},
		"formula empty":        {`<c r="A2" t="str"><f>""</f><v></v></c>`, "", ""},
		"formula not reckoned": {`<c r="A2"><f>SUM(B1:B9)</f></c>`, "", "formula without a value"},
		"error":                {`<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "", "#DIV/0!"},
		"new error":            {`<c r="A2" t="e"><v>#BLOCKED!</v></c>`, "", "#BLOCKED!"},
		"error as text":        {`<c r="A2" t="inlineStr"><is><t>#N/A</t></is></c>`, "", "#N/A"},
		"true":                 {`<c r="A2" t="b"><v>1</v></c>`, "TRUE", ""},
		"iso date":             {`<c r="A2" t="d"><v>2024-05-06T00:00:00</v></c>`, "2024-05-06", ""},
		"date":                 {`<c r="A2" s="1"><v>45351</v></c>`, "2024-02-29", ""},
		"date with a time":     {`<c r="A2" s="1"><v>45351.75</v></c>`, "2024-02-29", ""},
		"month":                {`<c r="A2" s="2"><v>45323</v></c>`, "2024-02", ""},
		"clock":                {`<c r="A2" s="3"><v>0.5</v></c>`, "12:00:00", ""},
		"hours beyond a day":   {`<c r="A2" s="3"><v>1.5</v></c>`, "1.5", ""},
		"moment":               {`<c r="A2" s="4"><v>45351.99999999</v></c>`, "2024-03-01", ""},
		"moment with seconds":  {`<c r="A2" s="4"><v>45351.50001157</v></c>`, "2024-02-29T12:00:01", ""},
		"first true date":      {`<c r="A2" s="1"><v>61</v></c>`, "1900-03-01", ""},
		"nought as a date":     {`<c r="A2" s="1"><v>0</v></c>`, "0", ""},
		"negative date":        {`<c r="A2" s="1"><v>-5</v></c>`, "-5", ""},
		"far date":             {`<c r="A2" s="1"><v>1E9</v></c>`, "1000000000", ""},
		"text with a date":     {`<c r="A2" s="1" t="s"><v>0</v></c>`, "zero", ""},
		"unknown style":        {`<c r="A2" s="99"><v>3</v></c>`, "3", ""},
		"no reference":         {`<c><v>3</v></c>`, "3", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read("x", zipped(t, headRow+`<row r="2">`+c.cell+`<c r="B2"><v>7</v></c></row>`), Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := Row{Line: 2, Cells: []string{c.text, "7"}}
			if c.fault != "" {
				want.Faults = map[int]string{0: c.fault}
			}
			if diff := cmp.Diff([]Row{want}, got.Rows); diff != "" {
				t.Error(diff)
			}
		})
	}
	// A row of nothing but faults is a row.
	got, err := Read("x", zipped(t, headRow+`<row r="9"><c r="B9" t="e"><v>#REF!</v></c></row>`), Options{})
	if err != nil || cmp.Diff([]Row{{Line: 9, Cells: []string{"", ""}, Faults: map[int]string{1: "#REF!"}}}, got.Rows) != "" {
		t.Errorf("got %+v, %v", got, err)
	}
	epoch := part{"xl/workbook.xml", strings.Replace(bookXML, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)}
	got, err = Read("x", zipped(t, headRow+`<row r="2"><c s="1"><v>43889</v></c></row>`, epoch), Options{})
	if err != nil || got.Rows[0].Cells[0] != "2024-02-29" {
		t.Errorf("1904: got %+v, %v", got, err)
	}
}

func TestAMonthThatWasTypedAsOneIsNoDay(t *testing.T) {
	for _, c := range []struct {
		stored string
		f      format
		want   string
	}{
		{"45292", formatMonth, "2024-01"}, {"45306", formatMonth, "2024-01-15"}, {"45292", formatYear, "2024"}, {"45323", formatYear, "2024-02-01"},
		{"45292", formatDate, "2024-01-01"}, {"45292.5", formatMonth, "2024-01-01T12:00:00"},
	} {
		if got, ok := moment(c.stored, c.f, false); !ok || got != c.want {
			t.Errorf("%s as %d: got %s, %v; want %s", c.stored, c.f, got, ok, c.want)
		}
	}
	if got := builtIn(17); got != formatMonth {
		t.Errorf("mmm-yy, number 17: got %d", got)
	}
}

func TestParseFormat(t *testing.T) {
	for code, want := range map[string]format{
		"General": formatPlain, "0.00": formatPlain, "#,##0": formatPlain, "0.00E+00": formatPlain, "@": formatPlain, "": formatPlain,
		`0" days"`: formatPlain, `0\d`: formatPlain, "[Red]0.0": formatPlain, `[>=1000000]0.0,,"M";0`: formatPlain, "0_d": formatPlain, `"open`: formatPlain,
		"0%": formatPercent, `0.0\ %`: formatPercent, `0"%"`: formatPlain,
		"yyyy-mm-dd": formatDate, "dd.mm.yyyy": formatDate, "mmmm": formatDate, "mmm-yy": formatMonth, `yyyy"-"mm`: formatMonth, "yyyy": formatYear, "[$-F800]dddd, mmmm dd, yyyy": formatDate, "D/M/YYYY": formatDate,
		"h:mm": formatTime, "mm:ss": formatTime, "[h]:mm": formatTime, "[mm]": formatTime, "h:mm AM/PM": formatTime,
		"yyyy-mm-dd hh:mm": formatDateTime, "m/d/yy h:mm;@": formatDateTime,
	} {
		if got := parseFormat(code); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
}
