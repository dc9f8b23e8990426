package series

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/sheet"
)

// cells are those of a row by column: trimmed, what they stand for, and that again but empty for what is not known.
type cells struct {
	row                  *sheet.Row
	trimmed, said, plain []string
	blanks               int // cells with blanks at their ends
	// What was met in the row while versions were made of it.
	undated, monthOnly, dayFirst, negative bool
}

// cells reads a row as the mapping has it. Columns that it lacks are empty.
func (r *reader) cells(row *sheet.Row) *cells {
	n := len(r.t.Header)
	all := make([]string, 3*n)
	c := &cells{row: row, trimmed: all[:n:n], said: all[n : 2*n : 2*n], plain: all[2*n:]}
	for i := range n {
		if i >= len(row.Cells) {
			break
		}
		text := strings.TrimSpace(row.Cells[i])
		if len(text) != len(row.Cells[i]) {
			c.blanks++
		}
		c.trimmed[i] = text
		if other, stands := r.m.Values[r.t.Header[i]][text]; stands {
			text = other
		}
		c.said[i] = text
		if !slices.Contains(r.m.Unknown, text) {
			c.plain[i] = text
		}
	}
	return c
}

// compiled is a template whose columns are found.
type compiled struct {
	of    *Template
	when  []int
	texts [][]slot
	// locate is the column of the first placeholder of an amount; -1 for none.
	locate int
}

// slot is a piece of a text: letters, or the cell of a column.
type slot struct {
	letters string
	column  int // -1 for letters
}

func compile(t *Template, columns map[string]int) compiled {
	c := compiled{of: t, locate: -1}
	for _, w := range t.When {
		c.when = append(c.when, columns[w.Column])
	}
	for _, f := range t.texts() {
		pieces, _ := cutText(*f.at)
		var slots []slot
		for _, p := range pieces {
			s := slot{p.letters, -1}
			if p.column != "" {
				s.column = columns[p.column]
			}
			slots = append(slots, s)
		}
		c.texts = append(c.texts, slots)
	}
	for _, text := range []string{t.Value, t.Low, t.High} {
		if named := columnsIn(text); c.locate < 0 && len(named) > 0 {
			c.locate = columns[named[0]]
		}
	}
	return c
}

// holds tells whether the conditions of a template hold for a row.
func (t *compiled) holds(c *cells) bool {
	for i := range t.of.When {
		w, at := &t.of.When[i], t.when[i]
		switch {
		case len(w.Equals) > 0 && !slices.Contains(w.Equals, c.said[at]), slices.Contains(w.Except, c.said[at]),
			w.Filled && c.plain[at] == "", w.Empty && c.plain[at] != "":
			return false
		}
	}
	return true
}

// fill gives a template with the cells of a row in its texts. The fault names a cell that holds no value, or that cannot be part of an id.
func (t *compiled) fill(c *cells, header []string) (filled *Template, fault string) {
	f := *t.of
	f.Worth = slices.Clone(f.Worth)
	var out strings.Builder
	for i, field := range f.texts() {
		out.Reset()
		for _, s := range t.texts[i] {
			if s.column < 0 {
				out.WriteString(s.letters)
				continue
			}
			if bad, is := c.row.Faults[s.column]; is {
				return nil, fmt.Sprintf("column %.60q holds no value but %.40s", header[s.column], bad)
			}
			text := c.plain[s.column]
			if field.at == &f.ID {
				if text == "" {
					return nil, fmt.Sprintf("column %.60q is empty, and the id of the series needs it", header[s.column])
				}
				if text, fault = slug(text); fault != "" {
					return nil, fault
				}
			}
			out.WriteString(text)
		}
		*field.at = strings.TrimSpace(out.String())
	}
	return &f, ""
}
