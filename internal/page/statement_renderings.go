package page

import (
	"cmp"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// renderings is the table of who reported the statement how.
type renderings struct {
	Columns []string // "Term 1" and so on
	Rows    []renderingRow
	Differ  []string // sentences that name the terms that are not put the same everywhere
}

type renderingRow struct {
	Outlet               link
	Date, Verb, Language string
	Small                []string // by way of whom, translated by whom, taken back when
	Cells                []renderingCell
}

// renderingCell is how one outlet gives one term; the zero value is not at all.
type renderingCell struct{ How, Force, Words string }

func (m *maker) renderings(b *brief.Statement) *renderings {
	w := &m.words.Ledger
	out := &renderings{}
	for i := range b.Terms {
		out.Columns = append(out.Columns, fill(w.Term, m.words.number(i+1)))
	}
	for _, r := range b.Renderings {
		row := renderingRow{Outlet: m.source(r.Reference), Date: m.clock.calendar(r.On), Verb: r.Verb}
		if !r.At.IsZero() {
			row.Date = m.clock.full(r.At)
		}
		row.Language = cmp.Or(w.Tongues[r.Language], r.Language)
		if r.Via != "" {
			row.Small = append(row.Small, fill(w.Via, r.Via))
		}
		if r.Translator != "" {
			row.Small = append(row.Small, fill(w.TranslatedBy, r.Translator))
		}
		if r.Retracted != "" {
			row.Small = append(row.Small, fill(w.TakenBackOn, m.clock.calendar(r.Retracted)))
		}
		for _, t := range b.Terms {
			row.Cells = append(row.Cells, m.renderingCell(r, t.ID))
		}
		out.Rows = append(out.Rows, row)
	}
	for i, t := range b.Terms {
		if statement.WordingOf(*b, t).Differ {
			out.Differ = append(out.Differ, fill(w.Differ, m.words.number(i+1), m.differences(b, t.ID)))
		}
	}
	return out
}

func (m *maker) renderingCell(r brief.Rendering, term brief.TermID) renderingCell {
	w := &m.words.Ledger
	at := slices.IndexFunc(r.Covers, func(c brief.Coverage) bool { return c.Term == term })
	if at < 0 {
		return renderingCell{}
	}
	c := r.Covers[at]
	cell := renderingCell{How: w.Paraphrased, Force: cmp.Or(w.Forces[c.Force], string(c.Force)), Words: c.Words}
	if c.Verbatim {
		cell.How = w.Quoted
	}
	return cell
}

// differences says which outlets put a term how: "flat in The Courier; hedged in Evening Post".
func (m *maker) differences(b *brief.Statement, term brief.TermID) string {
	by := map[brief.Force][]string{}
	for _, r := range b.Renderings {
		for _, c := range r.Covers {
			if name := m.source(r.Reference).Text; c.Term == term && r.Retracted == "" && !slices.Contains(by[c.Force], name) {
				by[c.Force] = append(by[c.Force], name)
			}
		}
	}
	var parts []string
	for _, f := range brief.Forces {
		if len(by[f]) > 0 {
			parts = append(parts, fill(m.words.Ledger.Differs[f], m.words.list(by[f])))
		}
	}
	return strings.Join(parts, "; ")
}
