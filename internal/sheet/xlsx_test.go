package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
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

// The parts of the smallest workbook; a test replaces what it breaks.
const (
	relsXML = `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookXML = `<workbook><sheets><sheet name="S" sheetId="1" r:id="r1" xmlns:r="http://r"/></sheets></workbook>`
	mapXML  = `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="r2" Type="http://x/styles" Target="/xl/styles.xml"/><Relationship Id="r3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	styleXML = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]mmm\-yy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="22"/></cellXfs></styleSheet>`
	textXML = `<sst><si><t>zero</t></si><si><r><t>one </t></r><r><rPr><b/></rPr><t>more</t></r><rPh><t>spoken</t></rPh></si><si><t>a_x000D__x005F_x_</t></si></sst>`
)

type part struct{ name, text string }

// zipped makes a workbook of the given rows, with other parts in place of the usual ones.
func zipped(t testing.TB, rows string, other ...part) []byte {
	t.Helper()
	parts := []part{{"_rels/.rels", relsXML}, {"xl/workbook.xml", bookXML}, {"xl/_rels/workbook.xml.rels", mapXML}, {"xl/styles.xml", styleXML},
		{"xl/sharedStrings.xml", textXML}, {"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}}
	for _, o := range other {
		found := false
		for i := range parts {
			if parts[i].name == o.name {
				parts[i], found = o, true
			}
		}
		if !found {
			parts = append(parts, o)
		}
	}
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

const headRow = `<row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="str"><v>b</v></c></row>`

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
		"month":                {`<c r="A2" s="2"><v>45323</v></c>`, "2024-02-01", ""},
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

func TestParseFormat(t *testing.T) {
	for code, want := range map[string]format{
		"General": formatPlain, "0.00": formatPlain, "#,##0": formatPlain, "0.00E+00": formatPlain, "@": formatPlain, "": formatPlain,
		`0" days"`: formatPlain, `0\d`: formatPlain, "[Red]0.0": formatPlain, `[>=1000000]0.0,,"M";0`: formatPlain, "0_d": formatPlain, `"open`: formatPlain,
		"0%": formatPercent, `0.0\ %`: formatPercent, `0"%"`: formatPlain,
		"yyyy-mm-dd": formatDate, "dd.mm.yyyy": formatDate, "mmm-yy": formatDate, "mmmm": formatDate, "[$-F800]dddd, mmmm dd, yyyy": formatDate, "D/M/YYYY": formatDate,
		"h:mm": formatTime, "mm:ss": formatTime, "[h]:mm": formatTime, "[mm]": formatTime, "h:mm AM/PM": formatTime,
		"yyyy-mm-dd hh:mm": formatDateTime, "m/d/yy h:mm;@": formatDateTime,
	} {
		if got := parseFormat(code); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
}

func TestReadWorkbookRefuses(t *testing.T) {
	const sheet = "xl/worksheets/sheet1.xml"
	rows := func(rows string) []byte { return zipped(t, headRow+rows) }
	with := func(name, text string) []byte { return zipped(t, headRow, part{name, text}) }
	damaged := rows(`<row r="2"><c r="A2"><v>12345</v></c></row>`)
	stored := storedZip(t, part{"_rels/.rels", relsXML}, part{"xl/workbook.xml", bookXML}, part{"xl/_rels/workbook.xml.rels", mapXML},
		part{"xl/styles.xml", styleXML}, part{"xl/sharedStrings.xml", textXML}, part{sheet, "<worksheet><sheetData>" + headRow + "<row><c><v>12345</v></c></row></sheetData></worksheet>"})
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"no zip":               {[]byte("PK\x03\x04 and then nothing"), "begins like a workbook and cannot be opened"},
		"cut off":              {damaged[:len(damaged)/2], "cannot be opened"},
		"another zip":          {zipped(t, "", part{"_rels/.rels", ""}, part{"a.txt", "x"}), "a zip file without a workbook"},
		"text document":        {zipped(t, "", part{"_rels/.rels", ""}, part{"word/document.xml", "x"}), "a text document (.docx)"},
		"OpenDocument":         {zipped(t, "", part{"_rels/.rels", ""}, part{"content.xml", "x"}), "an OpenDocument file"},
		"binary workbook":      {zipped(t, "", part{"_rels/.rels", ""}, part{"xl/workbook.bin", "x"}), "a binary workbook"},
		"no relations":         {with("xl/_rels/workbook.xml.rels", ""), "its part xl/_rels/workbook.xml.rels is missing"},
		"no sheet part":        {with(sheet, ""), "its part xl/worksheets/sheet1.xml is missing"},
		"no sheet":             {with("xl/workbook.xml", "<workbook/>"), "x has no sheet with cells"},
		"empty sheet":          {with(sheet, "<worksheet><sheetData/></worksheet>"), `x, sheet "S" has no header in row 1`},
		"part twice":           {zipped(t, headRow, part{"XL/Styles.xml", "<a/>"}), "holds its part xl/styles.xml twice"},
		"XML cut off":          {with(sheet, "<worksheet><sheetData>"+headRow+"<row>"), "damaged in its part xl/worksheets/sheet1.xml"},
		"XML broken":           {with(sheet, "<worksheet><sheetData>"+headRow+"</row></sheetData></worksheet>"), "damaged"},
		"XML broken behind":    {with(sheet, "<worksheet><sheetData>"+headRow+"</sheetData></x></worksheet>"), "damaged"},
		"texts cut off":        {with("xl/sharedStrings.xml", "<sst><si><t>a"), "damaged in its part xl/sharedstrings.xml"},
		"bits have fallen":     {bytes.Replace(stored, []byte("12345"), []byte("12346"), 1), "checksum error"},
		"rows descend":         {rows(`<row r="3"/><row r="2"/>`), `row "2" comes behind row 3`},
		"row beyond":           {rows(`<row r="2000000000"><c><v>1</v></c></row>`), "it has a row 2000000000"},
		"row is no number":     {rows(`<row r="x"/>`), `row "x"`},
		"cells descend":        {rows(`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`), `the cell "A2" stands where it cannot be`},
		"cell twice":           {rows(`<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>`), `the cell "A2" stands where it cannot be`},
		"cell of another row":  {rows(`<row r="2"><c r="A3"><v>1</v></c></row>`), `the cell "A3" stands`},
		"cell beyond":          {rows(`<row r="2"><c r="ZZZ2"><v>1</v></c></row>`), `the cell "ZZZ2" stands`},
		"column over limit":    {rows(`<row r="2"><c r="AMK2"><v>1</v></c></row>`), "S!AMK2: holds something; the limit is 1024 columns"},
		"beside the header":    {rows(`<row r="2"><c r="D2"><v>1</v></c></row>`), "x, S!D2: holds a value, but the header has only 2 columns"},
		"text that is missing": {rows(`<row r="2"><c t="s"><v>99</v></c></row>`), "the cell A2 names a text that is not there"},
		"text of minus one":    {rows(`<row r="2"><c t="s"><v>-1</v></c></row>`), "the cell A2 names a text"},
		"long cell":            {rows(`<row r="2"><c t="str"><v>` + strings.Repeat("x", MaxCell+1) + `</v></c></row>`), "S!A2: holds 32 KB"},
		"endless text":         {rows(`<row r="2"><c t="str"><v>` + strings.Repeat("x", 3<<20) + `</v></c></row>`), "a text of more than 1 MB"},
		"endless pieces":       {rows(`<row r="2"><c t="str"><v>` + strings.Repeat("x<b/>", 2<<20) + `</v></c></row>`), "a text of more than 1 MB"},
		"endless tag":          {rows(`<row r="2" x="` + strings.Repeat("x", 3<<20) + `"/>`), "a text of more than 1 MB"},
		"endless nesting":      {with(sheet, strings.Repeat("<a>", 1000)), "nested too deeply"},
		"header error":         {zipped(t, `<row r="1"><c t="str"><v>a</v></c><c t="e"><v>#REF!</v></c></row>`), "has no name in column B"},
		"twice":                {zipped(t, `<row r="4"><c t="str"><v>a</v></c><c t="str"><v>a </v></c></row>`), `sheet "S", row 4: has names twice: columns A and B are both "a"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("x", c.raw, Options{})
			refused(t, err, c.want)
		})
	}
}

// storedZip packs without compression, so that a test can break a byte of a part.
func storedZip(t testing.TB, parts ...part) []byte {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(p.text))
	}
	_ = z.Close()
	return raw.Bytes()
}

// A bomb is refused by what it tells of itself, and one that lies about its size where the lie comes out.
func TestBombs(t *testing.T) {
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	// The sizes alone, as 513 MB of zeros would tell them.
	_, _ = z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CompressedSize64: 0, UncompressedSize64: MaxUnzipped + 1})
	_ = z.Close()
	_, err := Read("bomb.xlsx", raw.Bytes(), Options{})
	refused(t, err, "bomb.xlsx unpacks to more than 512 MB")

	lie := zipped(t, headRow+strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000))
	// The size of the sheet stands in the zip directory; make it a thousand bytes.
	size := uint32(len("<worksheet><sheetData>") + len(headRow) + 26*100_000 + len("</sheetData></worksheet>"))
	real := []byte{byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24)}
	if !bytes.Contains(lie, real) {
		t.Fatal("no size to lie about")
	}
	_, err = Read("lie.xlsx", bytes.ReplaceAll(lie, real, []byte{0xe8, 3, 0, 0}), Options{})
	refused(t, err, "damaged in its part xl/worksheets/sheet1.xml: zip: not a valid zip file")

	raw.Reset()
	z = zip.NewWriter(&raw)
	for i := range MaxParts + 1 {
		_, _ = z.Create(strconv.Itoa(i))
	}
	_ = z.Close()
	_, err = Read("many.xlsx", raw.Bytes(), Options{})
	refused(t, err, "has 10001 parts")
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(headRow+`<row r="2"><c r="A2" s="1"><v>45000</v></c><c t="s"><v>1</v></c></row>`, styleXML, textXML)
	f.Add(headRow+`<row><c t="e"><v>#REF!</v></c><c><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells><sheetData>`, "", "")
	f.Fuzz(func(t *testing.T, rows, styles, texts string) {
		sound(t, zipped(t, rows, part{"xl/styles.xml", styles + " "}, part{"xl/sharedStrings.xml", texts + " "}), Options{})
	})
}

func BenchmarkWorkbook(b *testing.B) {
	raw := large(b, 5580, 90)
	b.SetBytes(int64(len(raw)))
	var table *Table
	debug.FreeOSMemory() // what building the workbook took is not what reading it takes
	before := peak(b, true)
	for b.Loop() {
		var err error
		if table, err = Read("large.xlsx", raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	if len(table.Rows) != 5580 || len(table.Rows[0].Cells) != 90 {
		b.Fatalf("read %d rows", len(table.Rows))
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/read")
	b.ReportMetric(peak(b, false), "peak-MB")
	b.ReportMetric(before, "before-MB")
	b.ReportMetric(float64(len(raw))/(1<<20), "file-MB")
}

// large writes a workbook with a date, two names, a note and numbers, some of them missing, as health ministries do.
func large(b *testing.B, rows, columns int) []byte {
	b.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	head := []any{"Date", "Province", "Zone", "Note"}
	for i := len(head); i < columns; i++ {
		head = append(head, fmt.Sprintf("Indicator %d, all ages", i))
	}
	_ = w.SetRow("A1", head)
	for i := range rows {
		cells := []any{fmt.Sprintf("2024-%02d-%02d", i%12+1, i%28+1), fmt.Sprint("Province ", i%26), fmt.Sprint("Zone de santé ", i%519),
			fmt.Sprintf("Reported late by the district office, revision %d of the week", r.IntN(100_000))}
		for len(cells) < columns {
			switch r.IntN(4) {
			case 0:
				cells = append(cells, nil)
			case 1:
				cells = append(cells, r.Float64()*100)
			default:
				cells = append(cells, r.IntN(5000))
			}
		}
		if err := w.SetRow(fmt.Sprint("A", i+2), cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		b.Fatal(err)
	}
	_ = f.Close()
	return raw.Bytes()
}

// peak gives the most memory in MB that the process held (Linux VmHWM); reset begins the count anew.
func peak(b *testing.B, reset bool) float64 {
	b.Helper()
	if reset {
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			b.Logf("the peak is that of building the workbook too: %v", err)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc here: ", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kb / 1024
}
