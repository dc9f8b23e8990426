package sheet

import (
	"fmt"
	"slices"
)

// Table is a table as its publisher wrote it: a header and rows of cells.
type Table struct {
	Name string
	// Dialect is how it is written, for a person to confirm.
	Dialect Dialect
	// Sheets lists the sheets of a workbook; empty for CSV.
	Sheets []string
	// Header are the names of the columns, without blanks at their ends. HXL are the hashtags of the row below it, as HXL 1.1 has them,
	// one for each column; empty where there is no such row.
	Header []string
	HXL    []string
	Rows   []Row
	// Notes are sentences about what was found odd and read all the same: a byte-order mark, another character set, merged cells.
	Notes []string
}

// Row is a row of cells, as many as the header has.
type Row struct {
	// Line is its line in the file (the first one of a row of several), or its row in the sheet, counted from 1.
	Line  int
	Cells []string
	// Faults name cells of a workbook that hold no value, by column counted from 0: a formula with an error (#REF!), or one that was
	// saved without its value ("formula without a value"). Their text is empty. Nil where there are none.
	Faults map[int]string
}

// Dialect is how a table is written.
type Dialect struct {
	// Delimiter parts cells: a comma, semicolon, tab or bar; empty for a workbook.
	Delimiter string `json:"delimiter,omitempty"`
	// Decimal is the sign of decimals as far as the cells show it, "." or ","; empty where they do not.
	Decimal string `json:"decimal,omitempty"`
	// Charset is the character set: utf-8, utf-16 or windows-1252.
	Charset string `json:"charset,omitempty"`
	// Sheet is the sheet of a workbook, HeaderRow the row or line of the header, counted from 1.
	Sheet     string `json:"sheet,omitempty"`
	HeaderRow int    `json:"header_row,omitempty"`
}

// Options say what of a table is wanted. The zero value is the first sheet, with its header in the first row.
type Options struct {
	Dialect
	// Progress is told how many rows have been read, now and then; nil for nobody.
	Progress func(rows int)
}

// At gives where a cell stands for people, the column counted from 0: "Sheet!C12" in a workbook, else "line 12, column 3".
func (t *Table) At(row Row, column int) string {
	if len(t.Sheets) > 0 {
		return fmt.Sprintf("%s!%s%d", t.Dialect.Sheet, letters(column), row.Line)
	}
	return fmt.Sprintf("line %d, column %d", row.Line, column+1)
}

// letters name a column, counted from 0, as workbooks do: A, Z, AA.
func letters(column int) string {
	var name []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = append(name, byte('A'+(n-1)%26))
	}
	slices.Reverse(name)
	return string(name)
}
