package page

import (
	"slices"

	"livebrief/internal/brief"
)

// glance fills the list that comes first; nil when the briefing does not show it.
func (m *maker) glance() *glance {
	if !m.b.Shows(brief.SectionGlance) {
		return nil
	}
	g := &glance{W: m.words}
	for _, l := range m.State.Glance.Lines {
		g.Lines = append(g.Lines, m.line(l))
	}
	return g
}

func (m *maker) line(l brief.Line) line {
	v := line{ID: string(l.ID), Hue: m.hue(l.Track), Track: m.trackName(l.Track), Text: l.Text, Href: m.link(lineAt(l.ID))}
	if l.SaidOn != "" {
		said := m.clock.said(l.SaidOn)
		v.Said, v.SaidISO = fill(m.words.SaidOn, said.Text), said.ISO
	}
	for _, mark := range slices.Backward(m.State.LineMarks(l.ID)) {
		if mark.Class == brief.Correct {
			v.Corrected = fill(m.words.CorrectedMark, m.clock.near(mark.When, m.State.When))
			break
		}
	}
	for _, ref := range l.Refs {
		if _, ok := m.State.Item(ref); ok {
			if href := m.link(itemAt(ref)); href != "" {
				v.Refs = append(v.Refs, href)
			}
		}
	}
	if len(v.Refs) > 1 { // the line says what they share; one way in is enough, its history leads to all
		v.Refs = v.Refs[:1]
	}
	return v
}
