package page

import (
	"bufio"
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// calendarTerms is how many terms stand in the calendar: so many that were due before the edition's day, so many after.
const calendarTerms = 250

// WriteCalendar writes what is due as iCalendar (RFC 5545): for each term an event that fills its day. The same edition
// gives the same bytes, because an event is stamped with the time of the last entry about its statement.
func WriteCalendar(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "due.ics")
	if !m.ledger() {
		return noLedger()
	}
	over, _ := s.State.Due("", dayBefore(m.today()), calendarTerms)
	next, _ := s.State.Due(m.today(), "", calendarTerms)
	list := append(over, next...)
	var seqs []brief.Seq
	for _, d := range list {
		seqs = append(seqs, d.Current)
	}
	if err := m.fetch(bodies, nil, seqs...); err != nil {
		return err
	}
	c := calendar{bufio.NewWriter(w)}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//livebrief//due//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.line("X-WR-CALNAME", escapeText(m.b.Title+": "+m.words.Ledger.DueTitle))
	for _, d := range list {
		if err := m.event(c, d); err != nil {
			return err
		}
	}
	c.line("END", "VCALENDAR")
	return c.Flush()
}

func parseDay(d brief.Date) (time.Time, error) { return time.Parse(time.DateOnly, string(d)) }

// event writes one term.
func (m *maker) event(c calendar, d edition.DueTerm) error {
	b, _, err := body[brief.Statement](m.texts[d.Current])
	if err != nil {
		return err
	}
	day, err := parseDay(d.On)
	if err != nil {
		return err
	}
	row, _ := m.State.Statement(d.Statement)
	t := termNamed(&b, d.Term.Term)
	text, about := cmp.Or(t.Text, b.Title), joined([]string{m.window(t.Due), t.Criteria}, "\n")
	if why := m.dueText(d, t); why != m.words.Ledger.DueBy && why != m.words.Ledger.Undecided {
		text = fill(m.words.Ledger.CalendarReview, text)
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", escapeText(string(d.Statement)+"."+string(d.Term.Term)+"@"+string(m.State.ID)))
	c.line("DTSTAMP", row.Changed.UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE", day.Format("20060102"))
	c.line("DTEND;VALUE=DATE", day.AddDate(0, 0, 1).Format("20060102"))
	c.line("SEQUENCE", strconv.Itoa(max(row.Rev-1, 0)))
	c.line("SUMMARY", escapeText(joined([]string{b.As.Name, text}, ": ")))
	c.line("DESCRIPTION", escapeText(joined([]string{b.Title, about}, "\n")))
	if here := m.absolute(statementAt(d.Statement)); here != "" {
		c.line("URL", here+"#"+string(d.Term.Term))
	}
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
	return nil
}

// calendar writes content lines.
type calendar struct{ *bufio.Writer }

// foldAt is the most bytes of a line without its end.
const foldAt = 75

// line writes a property. A long one is folded, between two characters and never within one.
func (c calendar) line(name, value string) {
	rest, room := name+":"+value, foldAt
	for len(rest) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		_, _ = c.WriteString(rest[:cut] + "\r\n ") // an error stays in the writer, and Flush tells it
		rest, room = rest[cut:], foldAt-1
	}
	_, _ = c.WriteString(rest + "\r\n")
}

// escapeText makes a value of type TEXT: control characters, which it must not hold, become blanks.
func escapeText(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}
