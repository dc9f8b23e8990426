package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"livebrief/internal/brief"
)

// readText reads a table of text with delimiters.
func readText(name string, raw []byte, o Options) (*Table, error) {
	b := newBuilder(name, o)
	text, charset, notes, err := decode(name, raw, o.Charset)
	if err != nil {
		return nil, err
	}
	b.t.Dialect.Charset, b.t.Notes = charset, notes
	if bytes.IndexByte(text, '\r') >= 0 && bytes.IndexByte(text, '\n') < 0 {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
		b.t.Notes = append(b.t.Notes, "The lines end as on old Macs, with a carriage return alone.")
	}
	text, skipped := skipLines(text, b.t.Dialect.HeaderRow-1)
	if rest, sign, ok := sepLine(text); ok {
		text, skipped = rest, skipped+1
		b.t.Notes = append(b.t.Notes, fmt.Sprintf("The first line names the delimiter (sep=%s), for Excel.", sign))
		if b.t.Dialect.Delimiter == "" {
			b.t.Dialect.Delimiter = sign
		}
	}
	if b.t.Dialect.Delimiter == "" {
		sign, rival := sniff(text)
		b.t.Dialect.Delimiter = sign
		if rival != "" {
			b.t.Notes = append(b.t.Notes, fmt.Sprintf("The delimiter may be %s or %s; %s was taken.", spell(sign), spell(rival), spell(sign)))
		}
	}
	if err := b.records(text, skipped); err != nil {
		return nil, err
	}
	return b.done()
}

// maxRecord is the size of a row of text, quotation marks and all. Without it a line of 64 MB of commas would be two gigabytes of
// empty cells before anybody could count them.
const maxRecord = 4 << 20

// records parses the text and hands on its records with the lines of the file in which they begin.
func (b *builder) records(text []byte, skipped int) error {
	g := &guard{r: bytes.NewReader(text)}
	r := csv.NewReader(g)
	r.Comma, r.FieldsPerRecord = rune(b.t.Dialect.Delimiter[0]), -1
	last := skipped
	for {
		g.left = maxRecord
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			what := "has a quotation mark in the middle of a cell"
			if errors.Is(bad.Err, csv.ErrQuote) {
				what = "has a quotation mark that is never closed, or text behind a closing one"
			}
			return b.invalid(bad.StartLine+skipped, -1, what, "put the cell into quotation marks and double those within it, or mend the line")
		case errors.Is(err, errPiece):
			return b.invalid(last+1, -1, fmt.Sprintf("begins a row of more than %d MB", maxRecord>>20), "see whether a quotation mark is missing there")
		case err != nil:
			return brief.Invalid(fmt.Sprintf("%s cannot be read: %v", b.t.Name, err), saveAsUTF8)
		}
		line, _ := r.FieldPos(0)
		last = line + skipped
		if err := b.add(last, cells, nil); err != nil {
			return err
		}
	}
}

// skipLines cuts off the first lines, which hold titles and are no part of the table; quotation marks mean nothing in them.
func skipLines(text []byte, n int) (rest []byte, skipped int) {
	for skipped < n {
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			return nil, skipped
		}
		text, skipped = text[i+1:], skipped+1
	}
	return text, skipped
}

// sepLine recognises the line by which Excel is told the delimiter, "sep=;".
func sepLine(text []byte) (rest []byte, sign string, ok bool) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	word := strings.Trim(strings.TrimRight(string(line[:min(len(line), 20)]), "\r"), `"`)
	if sign, ok = strings.CutPrefix(strings.ToLower(word), "sep="); !ok || !isDelimiter(sign) {
		return text, "", false
	}
	return rest, sign, true
}
