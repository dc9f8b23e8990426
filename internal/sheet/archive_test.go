package sheet

import (
	"archive/zip"
	"bytes"
	"strconv"
	"strings"
	"testing"
)

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
		"formats cut off":      {with("xl/styles.xml", "<styleSheet><cellXfs>"), "damaged in its part xl/styles.xml"},
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
