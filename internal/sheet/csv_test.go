package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

func read(t *testing.T, raw string, o Options) *Table {
	t.Helper()
	table, err := Read("cases.csv", []byte(raw), o)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func row(line int, cells ...string) Row { return Row{Line: line, Cells: cells} }

func TestReadText(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		o    Options
		want Table
	}{
		"comma": {raw: "date,cases\n2024-01-01,12\n2024-01-08,\n2024-01-15,0\n2024-01-22,>20\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"date", "cases"},
			Rows: []Row{row(2, "2024-01-01", "12"), row(3, "2024-01-08", ""), row(4, "2024-01-15", "0"), row(5, "2024-01-22", ">20")}}},
		"semicolon with decimal commas": {raw: "week;rate\r\n1;1,5\r\n2;22,75\r\n", want: Table{
			Dialect: Dialect{Delimiter: ";", Decimal: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"week", "rate"},
			Rows: []Row{row(2, "1", "1,5"), row(3, "2", "22,75")}}},
		"tab": {raw: "place\tn\nA, B\t1.5\n", want: Table{
			Dialect: Dialect{Delimiter: "\t", Decimal: ".", Charset: "utf-8", HeaderRow: 1}, Header: []string{"place", "n"},
			Rows: []Row{row(2, "A, B", "1.5")}}},
		"bar": {raw: "a|b\n1|2\n", want: Table{
			Dialect: Dialect{Delimiter: "|", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}, Rows: []Row{row(2, "1", "2")}}},
		"one column": {raw: "a\n1\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a"}, Rows: []Row{row(2, "1")}}},
		"quotes hide delimiters and line ends": {raw: "a,b\n\"x;y;z\n;;\",\"say \"\"hi\"\"\"\n3,4\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"},
			Rows: []Row{row(2, "x;y;z\n;;", `say "hi"`), row(4, "3", "4")}}},
		"short, long and empty rows": {raw: "a,b,c\n1\n\n , ,\n1,2,3,,\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b", "c"},
			Rows: []Row{row(2, "1", "", ""), row(5, "1", "2", "3")}}},
		"trailing empty columns": {raw: " a , b\u00a0,,\n1,2,,\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}, Rows: []Row{row(2, "1", "2")}}},
		"titles before the header": {raw: "Cases \"so far\nSource: WHO\n\na;b\n1;2\n", o: Options{Dialect: Dialect{HeaderRow: 3}}, want: Table{
			Dialect: Dialect{Delimiter: ";", Charset: "utf-8", HeaderRow: 4}, Header: []string{"a", "b"}, Rows: []Row{row(5, "1", "2")}}},
		"a given delimiter": {raw: "a;b,c\n1;2,3\n", o: Options{Dialect: Dialect{Delimiter: ","}}, want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a;b", "c"}, Rows: []Row{row(2, "1;2", "3")}}},
		"a draw is told": {raw: "a;b,c\n1;2,3\n", want: Table{
			Dialect: Dialect{Delimiter: ";", Decimal: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b,c"}, Rows: []Row{row(2, "1", "2,3")},
			Notes: []string{"The delimiter may be a semicolon or a comma; a semicolon was taken."}}},
		"sep line": {raw: "sep=;\r\na;b\r\n1;2\r\n", want: Table{
			Dialect: Dialect{Delimiter: ";", Charset: "utf-8", HeaderRow: 2}, Header: []string{"a", "b"}, Rows: []Row{row(3, "1", "2")},
			Notes: []string{"The first line names the delimiter (sep=;), for Excel."}}},
		"old Mac": {raw: "a,b\r1,2\r", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}, Rows: []Row{row(2, "1", "2")},
			Notes: []string{"The lines end as on old Macs, with a carriage return alone."}}},
		"hashtags": {raw: "Date,Place,Note,Cases\n#date,#ADM1 + Name,,#affected+infected +f\n2024-01-01,X,,3\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"Date", "Place", "Note", "Cases"},
			HXL: []string{"#date", "#adm1+name", "", "#affected+infected+f"}, Rows: []Row{row(3, "2024-01-01", "X", "", "3")}}},
		"not all are hashtags": {raw: "a,b\n#date,x\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}, Rows: []Row{row(2, "#date", "x")}}},
		"a column called PK": {raw: "PK,n\n1,2\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"PK", "n"}, Rows: []Row{row(2, "1", "2")}}},
		"hashtags only below the header": {raw: "a,b\n1,2\n#date,\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}, Rows: []Row{row(2, "1", "2"), row(3, "#date", "")}}},
		"a formula error in text stays": {raw: "a\n#REF!\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a"}, Rows: []Row{row(2, "#REF!")}}},
		"header alone": {raw: "a,b\n", want: Table{
			Dialect: Dialect{Delimiter: ",", Charset: "utf-8", HeaderRow: 1}, Header: []string{"a", "b"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Name = "cases.csv"
			if diff := cmp.Diff(&c.want, read(t, c.raw, c.o)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadCharsets(t *testing.T) {
	const (
		mark8  = "The file begins with a byte-order mark (utf-8); it was removed."
		mark16 = "The file begins with a byte-order mark (utf-16); it was removed."
	)
	for name, c := range map[string]struct {
		raw     string
		want    string
		charset string
		notes   []string
	}{
		"utf-8":          {"n\nCôte\n", "", "utf-8", nil},
		"utf-8 mark":     {"\xef\xbb\xbfn\nCôte\n", "", "utf-8", []string{mark8}},
		"utf-16 little":  {"\xff\xfen\x00\n\x00C\x00\xf4\x00t\x00e\x00\n\x00", "", "utf-16", []string{mark16}},
		"utf-16 big":     {"\xfe\xff\x00n\x00\n\x00C\x00\xf4\x00t\x00e\x00\n", "", "utf-16", []string{mark16}},
		"utf-16 no mark": {"n\x00\n\x00C\x00\xf4\x00t\x00e\x00\n\x00", "", "utf-16", []string{"The file is in UTF-16 without a byte-order mark; it was recognised by its zero bytes."}},
		"windows": {"n\nC\xf4te\n", "", "windows-1252", []string{
			"The file is not in UTF-8; it was read as Windows-1252. Look at names with accents."}},
		"windows with utf-8 asked for a set it is not": {"n\nC\xf4te\n", "Windows-1252", "windows-1252", []string{
			"The file is not in UTF-8; it was read as Windows-1252. Look at names with accents."}},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.raw, Options{Dialect: Dialect{Charset: c.want}})
			if got.Header[0] != "n" || len(got.Rows) != 1 || got.Rows[0].Cells[0] != "Côte" {
				t.Errorf("got %q %+v", got.Header, got.Rows)
			}
			if got.Dialect.Charset != c.charset {
				t.Errorf("character set %q, want %q", got.Dialect.Charset, c.charset)
			}
			if diff := cmp.Diff(c.notes, got.Notes); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := read(t, "n\nC\uFFFDte\n", Options{}); len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "(\uFFFD) 1 times") {
		t.Errorf("a lost character is not told: %q", got.Notes)
	}
}

func TestReadTextRefuses(t *testing.T) {
	wide := strings.Repeat("a,", 2000)
	for name, c := range map[string]struct {
		raw  string
		o    Options
		want string
	}{
		"empty":              {raw: " \n\n", want: "cases.csv is empty"},
		"separators only":    {raw: ",,,\n,,\n", want: "cases.csv has no header in row 1 or below"},
		"header beyond":      {raw: "a,b\n1,2\n", o: Options{Dialect: Dialect{HeaderRow: 9}}, want: "no header in row 9"},
		"negative header":    {raw: "a\n", o: Options{Dialect: Dialect{HeaderRow: -1}}, want: "row -1"},
		"bad delimiter":      {raw: "a\n", o: Options{Dialect: Dialect{Delimiter: "x"}}, want: `"x" is no delimiter`},
		"bad decimal":        {raw: "a\n", o: Options{Dialect: Dialect{Decimal: ";"}}, want: `";" is no sign of decimals`},
		"unknown set":        {raw: "a\n", o: Options{Dialect: Dialect{Charset: "koi8-r"}}, want: `"koi8-r" is not known`},
		"not utf-8":          {raw: "a\nC\xf4te\n", o: Options{Dialect: Dialect{Charset: "utf-8"}}, want: "not in UTF-8: the byte 0xf4 in line 2"},
		"marked, not utf-8":  {raw: "\xef\xbb\xbfa\n\xf4\n", want: "not in UTF-8: the byte 0xf4 in line 2"},
		"neither set":        {raw: "a\n\xf4\n\x81\n", want: "neither in UTF-8 nor in Windows-1252: the byte 0x81 in line 3"},
		"half a pair":        {raw: "\xff\xfea\x00\n", want: "ends within a character"},
		"zero bytes":         {raw: "a,b\n1,\x00\n", want: "holds a zero byte in line 2"},
		"old Excel":          {raw: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", want: "an old Excel file"},
		"pdf":                {raw: "%PDF-1.7\n", want: "is a PDF file"},
		"web page":           {raw: "\n<!DOCTYPE html><html>", want: "is a web page"},
		"too many cells":     {raw: "a,b\n1,2\n1,2,3\n", want: "cases.csv, line 3, column 3: holds a value, but the header has only 2 columns"},
		"twice":              {raw: "a,b, a\n", want: `names twice: columns 1 and 3 are both "a"`},
		"no name":            {raw: "a,,c,,e,\n", want: "cases.csv, line 1: has no name in column 2, 4"},
		"bare quote":         {raw: "a,b\n1,2\n1,5\" pipe\n", want: "cases.csv, line 3: has a quotation mark in the middle of a cell"},
		"open quote":         {raw: "a,b\n\"1,2\n3,4\n5,6\n", want: "cases.csv, line 2: has a quotation mark that is never closed"},
		"too many columns":   {raw: wide + "\n", want: "has 2000 columns; the limit is 1024"},
		"too wide a cell":    {raw: "a,b\n1," + strings.Repeat("x", MaxCell+1) + "\n", want: "line 2, column 2: holds 32 KB of text"},
		"a line of commas":   {raw: "a,b\n1,2\n" + strings.Repeat(",", 5<<20), want: "line 3: begins a row of more than 4 MB"},
		"many names missing": {raw: strings.Repeat(",", 30) + "z\n", want: "1, 2, 3, 4, 5, 6, 7, 8 and 22 more"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("cases.csv", []byte(c.raw), c.o)
			refused(t, err, c.want)
		})
	}
}

// refused wants an error of the kind invalid with that text, and something to do about it.
func refused(t *testing.T, err error, want string) {
	t.Helper()
	var told *brief.Error
	if !errors.As(err, &told) || told.Kind != brief.KindInvalid || told.Do == "" || !strings.Contains(told.What, want) {
		t.Errorf("got %v, want one of the kind invalid with %q", err, want)
	}
}

func TestLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("the limits need large tables")
	}
	_, err := Read("cases.csv", make([]byte, MaxBytes+1), Options{})
	refused(t, err, "has 64 MB; the limit is 64 MB")
	_, err = Read("cases.csv", []byte("a\n"+strings.Repeat("1\n", MaxRows+1)), Options{})
	refused(t, err, "line 1000002: passes the limit of 1000000 rows")
	// A small file that would be a thousand million cells.
	var head []string
	for i := range MaxColumns {
		head = append(head, fmt.Sprint("c", i))
	}
	_, err = Read("cases.csv", []byte(strings.Join(head, ",")+"\n"+strings.Repeat("1\n", 30_000)), Options{})
	refused(t, err, "passes the limit of 20000000 cells in all")
}

func TestDecimal(t *testing.T) {
	for cells, want := range map[string]string{
		"1":             "",
		"1.5":           ".",
		"1,5":           ",",
		"1.5 2,5":       "",
		"1.234":         "",
		"1,234":         "",
		"0.234":         ".",
		"0,234":         ",",
		"1234.567":      ".",
		"1,234.5":       ".",
		"1.234,5":       ",",
		"1.234.567":     ",",
		"1,234,567":     ".",
		"1.2.2024":      "",
		"12.345 0.5":    ".",
		">2.5":          ".",
		"-3,25%":        ",",
		"v1.5":          "",
		".5":            "",
		"5.":            "",
		"1.234,5.678,9": "",
	} {
		var d decimals
		for _, cell := range strings.Fields(cells) {
			d.see(cell)
		}
		if got := d.sign(); got != want {
			t.Errorf("%s: got %q, want %q", cells, got, want)
		}
	}
}

func TestSniffPrefersWhatIsEven(t *testing.T) {
	for raw, want := range map[string]string{
		"name;note\nA;x, y\nB;x, y, z\n":              ";",
		"name,note\nA,x; y\nB,\"x, y; z\"\n":          ",",
		"a;b;c\n1,5;2,5;3,5\n1,5;2;3,5\n":             ";",
		"date\ta, b\n1\t2\n":                          "\t",
		"x,y|z\n1|2\n3|4\n5,5|6\n":                    "|",
		"\"a;b\",c\n\"1;1;1\",2\n\"x \"\";\"\"\",3\n": ",",
		"a;b,c,d\n1;2,3,4\n":                          ",",
		"\"a,x,y\";c\n\"1,1,1\";2\n":                  ";",
		"nothing\nat all\n":                           ",",
		"":                                            ",",
	} {
		if got, _ := sniff([]byte(raw)); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}

func TestAt(t *testing.T) {
	for column, want := range map[int]string{0: "S!A7", 2: "S!C7", 25: "S!Z7", 26: "S!AA7", 701: "S!ZZ7", 702: "S!AAA7", 1023: "S!AMJ7"} {
		if got := (&Table{Sheets: []string{"S"}, Dialect: Dialect{Sheet: "S"}}).At(Row{Line: 7}, column); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := (&Table{}).At(Row{Line: 12}, 2); got != "line 12, column 3" {
		t.Errorf("got %s", got)
	}
}

func TestProgressIsTold(t *testing.T) {
	var told []int
	read(t, "a\n"+strings.Repeat("1\n", 1203), Options{Progress: func(n int) { told = append(told, n) }})
	if want := []int{500, 1000, 1203}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// What a CSV writer writes comes back the same; an empty cell, a nought and ">20" stay three things.
func TestTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sign := rapid.SampledFrom(delimiters).Draw(t, "delimiter")
		told := rapid.Bool().Draw(t, "told")
		cell := rapid.OneOf(rapid.SampledFrom([]string{"", "0", ">20", "1,5", "a;b", "|", "\t", "say \"x\"", "two\nlines", " x "}),
			rapid.StringMatching(`[a-z0-9äß字,;|\t" \n#+.<>-]{0,8}`))
		if !told {
			// Only what the delimiter cannot be mistaken for.
			cell = rapid.OneOf(rapid.SampledFrom([]string{"", "0", ">20", "say \"x\"", "two\nlines", sign}), rapid.StringMatching(`[a-z0-9äß ]{0,8}`))
		}
		columns := rapid.IntRange(1, 6).Draw(t, "columns")
		records := [][]string{{"id"}}
		for i := range columns {
			records[0] = append(records[0], fmt.Sprint("c", i))
		}
		for i := range rapid.IntRange(0, 8).Draw(t, "rows") {
			records = append(records, append([]string{fmt.Sprint("r", i)}, rapid.SliceOfN(cell, columns, columns).Draw(t, "cells")...))
		}
		var raw bytes.Buffer
		w := csv.NewWriter(&raw)
		w.Comma = rune(sign[0])
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		var o Options
		if told {
			o.Delimiter = sign
		}
		table, err := Read("cases.csv", raw.Bytes(), o)
		if err != nil {
			t.Fatal(err)
		}
		got := [][]string{table.Header}
		for _, r := range table.Rows {
			got = append(got, r.Cells)
		}
		if diff := cmp.Diff(records, got); diff != "" {
			t.Fatalf("delimiter %q: %s", table.Dialect.Delimiter, diff)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\xef\xbb\xbfa;b\r\n\"1\r\n2\";3,5\r\n", "\xff\xfea\x00\n\x00", "a\tb\n#date\t#x+y\n", "n\nC\xf4te", "sep=|\na|b\n", "a,a\n", "a\r1\r"} {
		f.Add([]byte(seed), 1)
	}
	f.Fuzz(func(t *testing.T, raw []byte, header int) {
		sound(t, raw, Options{Dialect: Dialect{HeaderRow: header % 10}})
	})
}

// sound reads and holds a table to what the package promises, whatever was read.
func sound(t *testing.T, raw []byte, o Options) {
	table, err := Read("x", raw, o)
	if err != nil {
		if brief.KindOf(err) != brief.KindInvalid {
			t.Fatalf("kind of %v", err)
		}
		return
	}
	if len(table.Header) == 0 || table.HXL != nil && len(table.HXL) != len(table.Header) {
		t.Fatalf("header %q, hashtags %q", table.Header, table.HXL)
	}
	seen := map[string]bool{}
	for _, name := range table.Header {
		if name == "" || seen[name] || name != strings.TrimSpace(name) {
			t.Fatalf("header %q", table.Header)
		}
		seen[name] = true
	}
	again, err := Read("x", raw, Options{Dialect: table.Dialect})
	if err != nil || cmp.Diff(table.Rows, again.Rows) != "" {
		t.Fatalf("with its own dialect %+v: %v", table.Dialect, err)
	}
	last := table.Dialect.HeaderRow
	for _, r := range table.Rows {
		if len(r.Cells) != len(table.Header) || r.Line <= last || len(r.Faults) == 0 && strings.TrimSpace(strings.Join(r.Cells, "")) == "" {
			t.Fatalf("row %+v behind line %d", r, last)
		}
		for column := range r.Faults {
			if column < 0 || column >= len(r.Cells) || r.Cells[column] != "" {
				t.Fatalf("faults %+v", r)
			}
		}
		last = r.Line
	}
}
