package page

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// TestCalendarIsWrittenByTheRules compares the calendar of one term, worked out by hand after RFC 5545.
func TestCalendarIsWrittenByTheRules(t *testing.T) {
	c := bareLedger(t)
	s := simple(brief.KindPledge, "A bridge; a fare, a fund", "mira", brief.Term{ID: "t1", Text: "Міст стоятиме до зими, і кожен, хто захоче, зможе ним пройти без плати.", Force: brief.Flat,
		Criteria: "A car\ncrosses \\ it.", Due: brief.DueWindow{To: "2022-10-31"}})
	c.add(brief.EntryStatement, "bridge", s)
	s.Change = brief.StatementChange{Class: brief.Update}
	s.Evidence = []brief.Evidence{}
	c.add(brief.EntryStatement, "bridge", s)
	var b bytes.Buffer
	if err := WriteCalendar(&b, c.shelf(), c.bodies); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//livebrief//due//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Russia’s invasion of Ukraine: Due next",
		"BEGIN:VEVENT", "UID:bridge.t1@b1", "DTSTAMP:20220924T062000Z", "DTSTART;VALUE=DATE:20221031", "DTEND;VALUE=DATE:20221101", "SEQUENCE:1",
		// 74 bytes: the next letter has two.
		`SUMMARY:mira: Міст стоятиме до зими\, і кожен\, х`,
		` то захоче\, зможе ним пройти без плати.`,
		`DESCRIPTION:A bridge\; a fare\, a fund\nby 31` + "\u00a0" + `October` + "\u00a0" + `2022\nA car\ncrosse`,
		` s \\ it.`,
		"URL:https://brief.example/war/statements/bridge#t1", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	if got := b.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestCalendarLinesAreFoldedBetweenCharacters writes hostile texts of every length.
func TestCalendarLinesAreFoldedBetweenCharacters(t *testing.T) {
	for _, x := range append(payloads, "BEGIN:VEVENT\r\nUID:evil", "x\xff\xfe", strings.Repeat("ї", 200)) {
		for pad := range 80 {
			c := bareLedger(t)
			text := strings.Repeat("a", pad) + x
			c.add(brief.EntryStatement, "one", simple(brief.KindPledge, text, "mira", brief.Term{ID: "t1", Text: text, Criteria: x, Due: brief.DueWindow{To: "2022-10-31", Words: x}}))
			var b bytes.Buffer
			if err := WriteCalendar(&b, c.shelf(), c.bodies); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(b.String(), "\r\n"), "\r\n")
			events := 0
			for _, line := range lines {
				if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
					t.Fatalf("%q padded by %d: the line %q", x, pad, line)
				}
				if line == "BEGIN:VEVENT" {
					events++
				}
			}
			if events != 1 {
				t.Fatalf("%q made %d events", x, events)
			}
		}
	}
}
