package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// scan reads the cells of a sheet, row by row.
type scan struct {
	b         *builder
	archive   *archive
	part      string
	texts     []string
	formats   []format
	epoch1904 bool
	merges    *merges
	ahead     *merges // those that hint looked up
	percent   map[int]bool
	known     map[string]string // short texts that were met, kept once
	row       int
	cells     []string
	faults    map[int]string
}

// The bounds of a sheet in every program, and how many short texts are kept once.
const (
	lastRow    = 1_048_576
	lastColumn = 16_384
	mostKnown  = 1 << 16
)

// uncalculated is the fault of a formula that was saved without its value, as programs do that write workbooks and cannot reckon.
const uncalculated = "formula without a value"

// run reads the sheet to its end.
func (s *scan) run() error {
	return s.archive.walk(s.part, func(w *walker) error {
		data := false
		for {
			token, err := w.next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			switch t := token.(type) {
			case xml.StartElement:
				e := &element{name: t.Name.Local, attrs: t.Attr}
				switch {
				case e.name == "sheetData":
					data = true
				case e.name == "row" && data:
					err = s.line(w, e)
				case e.name == "mergeCell":
					s.merges.add(e.attr("ref"))
				}
			case xml.EndElement:
				if t.Name.Local == "sheetData" {
					data = false
				}
			}
			if err != nil {
				return err
			}
		}
	})
}

// line reads a row and hands it on. Rows must ascend: one that does not could be taken for another.
func (s *scan) line(w *walker, e *element) error {
	next := s.row + 1
	if r := e.attr("r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < next {
			return s.broken(fmt.Sprintf("row %.20q comes behind row %d", r, s.row))
		}
		next = n
	}
	if next > lastRow {
		return s.broken(fmt.Sprintf("it has a row %d", next))
	}
	s.row, s.cells, s.faults = next, s.cells[:0], nil
	column := 0
	for {
		token, err := w.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				if _, err := w.value(false); err != nil {
					return err
				}
				continue
			}
			if column, err = s.cell(w, &element{name: "c", attrs: t.Attr}, column); err != nil {
				return err
			}
		case xml.EndElement:
			cells := make([]string, len(s.cells), max(len(s.cells), len(s.b.t.Header)))
			copy(cells, s.cells)
			return s.b.add(s.row, cells, s.faults)
		}
	}
}

// cell reads a cell that stands in the column or behind it, and gives the column behind it.
func (s *scan) cell(w *walker, e *element, column int) (next int, err error) {
	if r := e.attr("r"); r != "" {
		c, row, ok := parseRef(r)
		if !ok || row != s.row || c < column || c >= lastColumn {
			return 0, s.broken(fmt.Sprintf("the cell %.20q stands where it cannot be, in row %d", r, s.row))
		}
		column = c
	}
	text, fault, err := s.content(w, e, column)
	if err != nil {
		return 0, err
	}
	if text == "" && fault == "" {
		return column + 1, nil
	}
	if column >= MaxColumns {
		return 0, s.b.invalid(s.row, column, fmt.Sprintf("holds something; the limit is %d columns", MaxColumns), "keep only the columns that you need")
	}
	for len(s.cells) <= column {
		s.cells = append(s.cells, "")
	}
	s.cells[column] = text
	if fault != "" {
		if s.faults == nil {
			s.faults = map[int]string{}
		}
		s.faults[column] = fault
	}
	return column + 1, nil
}

// content reads what a cell holds, to its end tag.
func (s *scan) content(w *walker, e *element, column int) (text, fault string, err error) {
	end := w.depth - 1
	var formula, valued bool
	for w.depth > end {
		token, err := w.next()
		if err != nil {
			return "", "", err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		value, err := w.value(start.Name.Local == "is")
		if err != nil {
			return "", "", err
		}
		switch start.Name.Local {
		case "f":
			formula = true
		case "v":
			valued = true
			if text, fault, err = s.interpret(e, value, column); err != nil {
				return "", "", err
			}
		case "is":
			valued, text = true, unescape(string(value))
		}
	}
	if formula && !valued {
		fault = uncalculated
	}
	if isFault(text) {
		text, fault = "", text
	}
	return text, fault, nil
}

// interpret gives the text of a stored value by the type and format of its cell (ECMA-376 part 1, 18.18.11).
func (s *scan) interpret(e *element, value []byte, column int) (text, fault string, err error) {
	switch kind := e.attr("t"); kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(value)))
		if len(value) == 0 {
			return "", "", nil
		}
		if err != nil || i < 0 || i >= len(s.texts) {
			return "", "", s.broken(fmt.Sprintf("the cell %s%d names a text that is not there", letters(column), s.row))
		}
		return s.texts[i], "", nil
	case "str", "inlineStr":
		return unescape(s.once(value)), "", nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[string(value)], "", nil
	case "e":
		return "", s.once(value), nil
	case "d":
		return strings.TrimSuffix(strings.TrimSuffix(string(value), "Z"), "T00:00:00"), "", nil
	}
	stored := strings.TrimSpace(s.once(value))
	named := e.attr("s")
	if named == "" {
		return number(stored), "", nil
	}
	style, err := strconv.Atoi(named)
	if err != nil || style < 0 || style >= len(s.formats) || stored == "" {
		return number(stored), "", nil
	}
	switch f := s.formats[style]; f {
	case formatDate, formatMonth, formatYear, formatDateTime, formatTime:
		if text, ok := moment(stored, f, s.epoch1904); ok {
			return text, "", nil
		}
	case formatPercent:
		s.percent[column] = s.percent[column] || s.b.headed
	}
	return number(stored), "", nil
}

// once gives a text, the same one for the same short bytes: tables repeat themselves.
func (s *scan) once(value []byte) string {
	if text, ok := s.known[string(value)]; ok {
		return text
	}
	text := string(value)
	if len(text) <= 24 && len(s.known) < mostKnown {
		s.known[text] = text
	}
	return text
}

// isFault recognises what formulas give that went wrong, also where somebody pasted it as a text.
func isFault(text string) bool {
	switch text {
	case "#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA":
		return true
	}
	return false
}

// broken says that the sheet is not in order.
func (s *scan) broken(what string) error {
	return s.archive.damaged(s.part, errors.New(what))
}
