package sheet

import (
	"bytes"
	"fmt"

	"livebrief/internal/brief"
)

// progressEvery is the number of rows between two calls of Options.Progress.
const progressEvery = 500

// Read reads a table by its content, whatever its name says: a workbook (.xlsx, .xlsm) where it begins like a zip file, else
// text with delimiters (RFC 4180 and its cousins with semicolon, tab or bar). The name is for the errors only.
//
// The header is the first row at or below Dialect.HeaderRow that holds anything, and Table.Dialect says which it was: handed in
// again, that dialect reads the same table. A row of HXL hashtags directly below it is no row of values.
//
// Rows that hold nothing are skipped; every row that is given has as many cells as the header. What was odd and read all the
// same is in Table.Notes. Errors are of the kind invalid and name the line, or the sheet and cell.
func Read(name string, raw []byte, o Options) (*Table, error) {
	if err := o.check(name); err != nil {
		return nil, err
	}
	if len(raw) > MaxBytes {
		return nil, brief.Invalid(fmt.Sprintf("%s has %d MB; the limit is %d MB", name, len(raw)>>20, MaxBytes>>20),
			"keep only the sheet or the rows that you need, and hand that in")
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, brief.Invalid(name+" is empty", "download it again, or ask its publisher")
	}
	// Four bytes, since a column may well be called PK.
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) || bytes.HasPrefix(raw, []byte("PK\x05\x06")) {
		return readWorkbook(name, raw, o)
	}
	if what := foreign(raw); what != "" {
		return nil, brief.Invalid(fmt.Sprintf("%s is %s, not a table", name, what), "save it as .xlsx or .csv, and hand that in")
	}
	return readText(name, raw, o)
}

// check refuses options that no table can satisfy.
func (o Options) check(name string) error {
	switch d := o.Dialect; {
	case d.HeaderRow < 0:
		return brief.Invalid(fmt.Sprintf("%s: the header cannot be in row %d", name, d.HeaderRow), "count rows from 1")
	case d.Decimal != "" && d.Decimal != "." && d.Decimal != ",":
		return brief.Invalid(fmt.Sprintf("%s: %q is no sign of decimals", name, d.Decimal), `Give "." or ",".`)
	case d.Delimiter != "" && !isDelimiter(d.Delimiter):
		return brief.Invalid(fmt.Sprintf("%s: %q is no delimiter", name, d.Delimiter), "give a comma, a semicolon, a tab or a bar")
	}
	return nil
}

// foreign names files that people hand in for tables; empty for anything that may be one.
func foreign(raw []byte) string {
	head := bytes.TrimSpace(raw[:min(len(raw), 512)])
	lower := bytes.ToLower(head)
	for _, f := range []struct{ magic, what string }{
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls) or a workbook with a password"},
		{"%pdf", "a PDF file"},
		{"\x1f\x8b", "a gzip file"},
		{"<!doctype html", "a web page"},
		{"<html", "a web page"},
		{"<?xml", "an XML file"},
		{"{\\rtf", "a text document (RTF)"},
	} {
		if bytes.HasPrefix(head, []byte(f.magic)) || bytes.HasPrefix(lower, []byte(f.magic)) {
			return f.what
		}
	}
	return ""
}
