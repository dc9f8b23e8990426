package sheet

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// builder puts a table together from rows as they come, from text and from workbooks alike.
type builder struct {
	t        *Table
	progress func(int)
	headed   bool
	tagged   bool // the row below the header has been looked at
	cells    int
	text     int
	decimal  decimals
	// hint says why a header cell may have no name; nil where nothing is known.
	hint func(line, column int) string
}

// newBuilder begins a table with the dialect that was asked for.
func newBuilder(name string, o Options) *builder {
	t := &Table{Name: name, Dialect: o.Dialect}
	if t.Dialect.HeaderRow == 0 {
		t.Dialect.HeaderRow = 1
	}
	return &builder{t: t, progress: o.Progress}
}

// add takes the next row: what stands before the header and what is empty is passed over. The cells become the table's own.
func (b *builder) add(line int, cells []string, faults map[int]string) error {
	if line < b.t.Dialect.HeaderRow && !b.headed {
		return nil
	}
	used := len(cells)
	for used > 0 && strings.TrimSpace(cells[used-1]) == "" && faults[used-1] == "" {
		used--
	}
	if used == 0 {
		return nil
	}
	if err := b.limits(line, cells[:used]); err != nil {
		return err
	}
	if !b.headed {
		return b.header(line, cells[:used])
	}
	if !b.tagged {
		b.tagged = true
		if tags := hxlRow(cells[:used], len(b.t.Header)); tags != nil {
			b.t.HXL = tags
			return nil
		}
	}
	return b.row(line, cells, used, faults)
}

// limits holds a row to the limits that no table may pass.
func (b *builder) limits(line int, cells []string) error {
	if len(cells) > MaxColumns {
		return b.invalid(line, -1, fmt.Sprintf("has %d columns; the limit is %d", len(cells), MaxColumns),
			"keep only the columns that you need")
	}
	for i, cell := range cells {
		if len(cell) > MaxCell {
			return b.invalid(line, i, fmt.Sprintf("holds %d KB of text; the limit is %d KB", len(cell)>>10, MaxCell>>10),
				"see whether a quotation mark is missing there, or shorten the text")
		}
		b.text += len(cell)
	}
	if b.text > MaxText {
		return b.invalid(line, -1, fmt.Sprintf("passes the limit of %d MB of text", MaxText>>20), "keep only the rows that you need")
	}
	return nil
}

// header takes the names of the columns. Each must have one of its own, or no cell could be named by it.
func (b *builder) header(line int, cells []string) error {
	names := make([]string, len(cells))
	first := map[string]int{}
	var empty, twice []string
	for i, cell := range cells {
		names[i] = strings.Clone(strings.TrimSpace(cell))
		switch before, ok := first[names[i]]; {
		case names[i] == "" && b.hint != nil && b.hint(line, i) != "":
			empty = append(empty, fmt.Sprintf("%s (%s)", b.column(i), b.hint(line, i)))
		case names[i] == "":
			empty = append(empty, b.column(i))
		case ok:
			twice = append(twice, fmt.Sprintf("%s and %s are both %q", b.column(before), b.column(i), names[i]))
		default:
			first[names[i]] = i
		}
	}
	const otherRow = "or say which row holds the header"
	if len(empty) > 0 {
		return b.invalid(line, -1, "has no name in column "+some(empty), "Name every column up to the last one that is used, "+otherRow)
	}
	if len(twice) > 0 {
		return b.invalid(line, -1, "has names twice: columns "+some(twice), "give each column a name of its own, "+otherRow)
	}
	b.t.Header, b.t.Dialect.HeaderRow, b.headed = names, line, true
	return nil
}

// row takes a row of values and brings it to the width of the header.
func (b *builder) row(line int, cells []string, used int, faults map[int]string) error {
	width := len(b.t.Header)
	if used > width {
		return b.invalid(line, used-1, fmt.Sprintf("holds a value, but the header has only %d columns", width),
			"say which row holds the header if it is another one; else give that column a name, or see whether a delimiter or quotation mark is wrong in that row")
	}
	if len(b.t.Rows) == MaxRows {
		return b.invalid(line, -1, fmt.Sprintf("passes the limit of %d rows", MaxRows), "keep only the rows that you need")
	}
	if b.cells += width; b.cells > MaxCells {
		return b.invalid(line, -1, fmt.Sprintf("passes the limit of %d cells in all", MaxCells), "keep only the rows and columns that you need")
	}
	if len(cells) < width {
		cells = append(make([]string, 0, width), cells...)
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	cells = cells[:width:width]
	for _, cell := range cells {
		b.decimal.see(cell)
	}
	b.t.Rows = append(b.t.Rows, Row{Line: line, Cells: cells, Faults: faults})
	if b.progress != nil && len(b.t.Rows)%progressEvery == 0 {
		b.progress(len(b.t.Rows))
	}
	return nil
}

// done gives the table, or says that it has no header.
func (b *builder) done() (*Table, error) {
	if !b.headed {
		return nil, brief.Invalid(fmt.Sprintf("%s has no header in row %d or below", b.where(), b.t.Dialect.HeaderRow),
			"say which row holds the names of the columns")
	}
	if b.t.Dialect.Decimal == "" {
		b.t.Dialect.Decimal = b.decimal.sign()
	}
	if b.progress != nil && len(b.t.Rows)%progressEvery != 0 {
		b.progress(len(b.t.Rows))
	}
	return b.t, nil
}

// invalid makes an error that names where it is; column -1 is the whole line.
func (b *builder) invalid(line, column int, what, do string) error {
	where := fmt.Sprintf("%s, line %d", b.t.Name, line)
	switch {
	case len(b.t.Sheets) > 0 && column < 0:
		where = fmt.Sprintf("%s, row %d", b.where(), line)
	case column >= 0:
		where = b.t.Name + ", " + b.t.At(Row{Line: line}, column)
	}
	return brief.Invalid(where+": "+what, do)
}

// where names the table, and its sheet if it is of a workbook.
func (b *builder) where() string {
	if len(b.t.Sheets) == 0 {
		return b.t.Name
	}
	return fmt.Sprintf("%s, sheet %q", b.t.Name, b.t.Dialect.Sheet)
}

// column names a column as the program shows it in which people open such a file.
func (b *builder) column(i int) string {
	if len(b.t.Sheets) > 0 {
		return letters(i)
	}
	return fmt.Sprint(i + 1)
}

// some lists the first of many, since a header of a thousand empty names is one mistake.
func some(list []string) string {
	const most = 8
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}
