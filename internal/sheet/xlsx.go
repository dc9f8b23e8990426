package sheet

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// readWorkbook reads a sheet of a workbook in Office Open XML (ECMA-376), part by part as a stream, so that a sheet is never
// unpacked as a whole. Numbers come as they are stored, to the 15 digits that spreadsheet programs show; dates as 2006-01-02 (with
// T15:04:05 where they have a time of day), told from numbers by the format of their cell; booleans as TRUE and FALSE.
//
// It does not use a library on purpose. The streaming reader of excelize 2.10 ends without an error where the XML of a sheet is
// broken or cut off, shifts cells that are out of order, gives the number of a text that is missing, and hides which cells are
// dates: each would be a wrong number in a briefing. It also writes large parts to temporary files. The tests use it as a writer.
func readWorkbook(name string, raw []byte, o Options) (*Table, error) {
	a, err := openArchive(name, raw)
	if err != nil {
		return nil, err
	}
	book, err := a.book()
	if err != nil {
		return nil, err
	}
	b := newBuilder(name, o)
	b.t.Dialect.Delimiter, b.t.Dialect.Charset = "", ""
	for _, s := range book.sheets {
		b.t.Sheets = append(b.t.Sheets, s.name)
	}
	chosen, err := b.choose(book)
	if err != nil {
		return nil, err
	}
	b.t.Dialect.Sheet = chosen.name
	s := &scan{b: b, archive: a, part: chosen.part, epoch1904: book.epoch1904, merges: &merges{}, percent: map[int]bool{}, known: map[string]string{}}
	if s.formats, err = a.formats(book.styles); err != nil {
		return nil, err
	}
	if s.texts, err = a.texts(book.texts); err != nil {
		return nil, err
	}
	b.hint = s.hint
	if err := s.run(); err != nil {
		return nil, err
	}
	s.notes()
	return b.done()
}

// choose finds the sheet that was asked for, whatever its case, or else the first one that people see when they open the file.
func (b *builder) choose(book *workbook) (sheetPart, error) {
	if len(book.sheets) == 0 {
		return sheetPart{}, brief.Invalid(b.t.Name+" has no sheet with cells", "hand in the workbook that holds the table")
	}
	want := b.t.Dialect.Sheet
	if want == "" {
		i := max(0, slices.IndexFunc(book.sheets, func(s sheetPart) bool { return !s.hidden }))
		if i > 0 {
			b.t.Notes = append(b.t.Notes, fmt.Sprintf("Sheets before %q are hidden; it was taken as the first.", book.sheets[i].name))
		}
		return book.sheets[i], nil
	}
	for _, same := range []func(string) bool{
		func(s string) bool { return s == want },
		func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), strings.TrimSpace(want)) },
	} {
		if i := slices.IndexFunc(book.sheets, func(s sheetPart) bool { return same(s.name) }); i >= 0 {
			return book.sheets[i], nil
		}
	}
	var names []string
	for _, s := range book.sheets {
		names = append(names, fmt.Sprintf("%q", s.name))
	}
	return sheetPart{}, brief.Invalid(fmt.Sprintf("%s has no sheet %q", b.t.Name, want), "It has "+some(names)+"; give one of them.")
}

// notes says what was odd about the sheet as a whole.
func (s *scan) notes() {
	t := s.b.t
	head, body := s.merges.split(t.Dialect.HeaderRow)
	if len(head) > 0 {
		t.Notes = append(t.Notes, "Cells of the header are merged: "+some(head)+".")
	}
	if len(body) > 0 {
		t.Notes = append(t.Notes, "Cells are merged, and only the first of each holds the value: "+some(body)+".")
	}
	if s.merges.more > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d more ranges are merged.", s.merges.more))
	}
	var shown []string
	for i, title := range t.Header {
		if s.percent[i] {
			shown = append(shown, fmt.Sprintf("%s (%s)", letters(i), title))
		}
	}
	if len(shown) > 0 {
		t.Notes = append(t.Notes, "The workbook shows cells as per cent that hold a fraction, 0.125 for 12.5%; the fraction was read: "+some(shown)+".")
	}
}

// merges are the merged ranges of a sheet; past mostMerges they are only counted.
type merges struct {
	list []area
	more int
}

const mostMerges = 10_000

// area is a range of cells, columns counted from 0 and rows from 1.
type area struct{ left, top, right, bottom int }

// add takes a range as a workbook writes it, A1:B2; what is none is passed over, since it moves no value.
func (m *merges) add(ref string) {
	from, to, found := strings.Cut(ref, ":")
	left, top, ok := parseRef(from)
	right, bottom, ok2 := parseRef(to)
	if !found || !ok || !ok2 {
		return
	}
	if len(m.list) == mostMerges {
		m.more++
		return
	}
	m.list = append(m.list, area{left: left, top: top, right: right, bottom: bottom})
}

// split gives the ranges that touch the header and those below it.
func (m *merges) split(header int) (head, body []string) {
	for _, a := range m.list {
		switch text := fmt.Sprintf("%s%d:%s%d", letters(a.left), a.top, letters(a.right), a.bottom); {
		case a.top <= header && header <= a.bottom:
			head = append(head, text)
		case a.top > header:
			body = append(body, text)
		}
	}
	return head, body
}

// hint says that a header cell has no name because it is merged with another. Merged ranges stand behind the cells, so the sheet
// is read again for them; that happens at most once, and only when it fails anyway.
func (s *scan) hint(line, column int) string {
	if s.ahead == nil {
		s.ahead = &merges{}
		_ = s.archive.walk(s.part, func(w *walker) error {
			return w.each(func(e *element) error {
				if e.name == "mergeCell" {
					s.ahead.add(e.attr("ref"))
				}
				return nil
			})
		})
	}
	for _, a := range s.ahead.list {
		if a.left <= column && column <= a.right && a.top <= line && line <= a.bottom && (a.left != column || a.top != line) {
			return fmt.Sprintf("merged with %s%d", letters(a.left), a.top)
		}
	}
	return ""
}

// parseRef reads the name of a cell: C12 is column 2 and row 12.
func parseRef(ref string) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && i < 4 && (ref[i]|0x20) >= 'a' && (ref[i]|0x20) <= 'z' {
		column = column*26 + int(ref[i]|0x20-'a') + 1
		i++
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 {
		return 0, 0, false
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0, false
		}
		row = row*10 + int(ref[i]-'0')
	}
	return column - 1, row, row > 0
}
