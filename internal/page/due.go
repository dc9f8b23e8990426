package page

import (
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// dueRow is one term that somebody has to look at.
type dueRow struct {
	Date                              moment
	Why, Text, Title, Who, Href, Lang string
	Class                             string
}

// dueView is what is due.
type dueView struct {
	frame
	Heading, Sub, Empty, More, Calendar string
	Overdue, Coming                     []dueRow
}

// How many terms the page of what is due shows before and after the edition's day, and how many the list of statements.
const (
	dueShown  = 50
	dueOnList = 5
)

// dueTerms is what is due, parted at the edition's day: what was due before it, and what comes.
type dueTerms struct {
	overdue, coming []dueRow
	left            int // how many are not shown
}

// today is the day of the edition in the briefing's zone: pages know no other.
func (m *maker) today() brief.Date { return brief.Date(m.State.DayOf(m.State.When)) }

// DueDay is the day to which the pages of what is due are counted.
func DueDay(s *edition.State) string { return s.DayOf(s.When) }

// WriteDue writes what is due: what nobody has decided yet first, then what comes.
func WriteDue(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, dueAt)
	if !m.ledger() {
		return noLedger()
	}
	words := &m.words.Ledger
	sub := fill(words.DueSays, m.clock.until(m.today()))
	v := dueView{frame: m.frame(words.DueTitle, sub, edition.OfLedger()), Heading: words.DueTitle, Sub: sub, Empty: words.DueEmpty, Calendar: m.link("due.ics")}
	v.Kicker = &link{Href: m.link(statementsAt), Text: words.Statements}
	due, err := m.dueRows(bodies, dueShown)
	if err != nil {
		return err
	}
	v.Overdue, v.Coming = due.overdue, due.coming
	if due.left > 0 {
		v.More = fill(words.DueMore, m.words.number(due.left))
	}
	return render(w, "due", v)
}

// dueRows gives the first n terms that were due before the edition's day, and the next n.
func (m *maker) dueRows(bodies Bodies, n int) (dueTerms, error) {
	var out dueTerms
	over, late := m.State.Due("", dayBefore(m.today()), n)
	next, coming := m.State.Due(m.today(), "", n)
	out.left = late + coming - len(over) - len(next)
	var seqs []brief.Seq
	for _, d := range over {
		seqs = append(seqs, d.Current)
	}
	for _, d := range next {
		seqs = append(seqs, d.Current)
	}
	if err := m.fetch(bodies, nil, seqs...); err != nil {
		return out, err
	}
	known := map[brief.Seq]brief.Statement{}
	var err error
	if out.overdue, err = m.dueRowsOf(over, known, "not"); err != nil {
		return out, err
	}
	out.coming, err = m.dueRowsOf(next, known, "open")
	return out, err
}

// dayBefore gives the day before one.
func dayBefore(d brief.Date) brief.Date {
	day, err := parseDay(d)
	if err != nil {
		return d
	}
	return brief.DateOf(day.AddDate(0, 0, -1))
}

// dueRowsOf fills rows; known keeps the statements that were read, since one can have many terms.
func (m *maker) dueRowsOf(list []edition.DueTerm, known map[brief.Seq]brief.Statement, class string) (out []dueRow, err error) {
	for _, d := range list {
		b, ok := known[d.Current]
		if !ok {
			if b, _, err = body[brief.Statement](m.texts[d.Current]); err != nil {
				return nil, err
			}
			known[d.Current] = b
		}
		t := termNamed(&b, d.Term.Term)
		r := dueRow{Date: m.clock.said(string(d.On)), Why: m.dueText(d, t), Text: t.Text, Title: b.Title, Who: b.As.Name, Href: m.link(statementAt(d.Statement)), Class: class}
		if lang := m.texts[d.Current].Entry.Lang; lang != "" && lang != m.b.Lang() {
			r.Lang = lang
		}
		if r.Href != "" {
			r.Href += "#" + string(d.Term.Term)
		}
		out = append(out, r)
	}
	return out, nil
}
