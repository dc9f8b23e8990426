package page

import (
	"fmt"
	"io"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// bigLedger has n statements of three terms each by a hundred speakers; every third has a verdict.
func bigLedger(t testing.TB, n int) *chronicle {
	c := bareLedger(t)
	c.t = t
	for i := range 100 {
		c.add(brief.EntrySpeaker, brief.ItemID(fmt.Sprintf("who%02d", i)), brief.Speaker{Name: fmt.Sprintf("Speaker %02d", i), Change: asPublished})
	}
	for i := range n {
		s := bridgePledge()
		s.Kind = []brief.DevelopmentKind{brief.KindPledge, brief.KindThreat, brief.KindAssertion}[i%3]
		s.Speaker, s.Said = brief.SpeakerID(fmt.Sprintf("who%02d", i%100)), brief.EventTime{From: start.Add(-time.Duration(i) * time.Hour), Precision: brief.ToDay}
		s.Terms[0].Due.To = brief.DateOf(start.AddDate(0, 0, i%2000-200))
		c.add(brief.EntryStatement, brief.ItemID(fmt.Sprintf("s%06d", i)), s)
		if i%3 == 1 {
			c.add(brief.EntryOutcome, brief.ItemID(fmt.Sprintf("s%06d", i)), brief.Outcome{Statement: brief.StatementID(fmt.Sprintf("s%06d", i)), Term: "t1", Verdict: statement.PartlyKept, AsOf: "2022-09-24", Rationale: "So.", RestsOn: []brief.EvidenceID{"e1"}})
		}
	}
	return c
}

// BenchmarkLedgerPages writes each kind of page of a ledger of 20,000 statements with 60,000 terms.
func BenchmarkLedgerPages(b *testing.B) {
	c := bigLedger(b, 20_000)
	s := c.shelf()
	whole := LedgerLists(s.State)[0]
	for _, one := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"statements", func(w io.Writer) error { return WriteStatements(w, s, c.bodies, whole, 1) }},
		{"statements/page/400", func(w io.Writer) error { return WriteStatements(w, s, c.bodies, whole, 400) }},
		{"statement", func(w io.Writer) error { return WriteStatement(w, s, c.bodies, "s000001") }},
		{"speaker", func(w io.Writer) error { return WriteSpeaker(w, s, c.bodies, "who01", 1) }},
		{"people", func(w io.Writer) error { return WritePeople(w, s, c.bodies, 1) }},
		{"due", func(w io.Writer) error { return WriteDue(w, s, c.bodies) }},
		{"due list", func(io.Writer) error { s.State.Due("", "", 100); return nil }},
		{"due.ics", func(w io.Writer) error { return WriteCalendar(w, s, c.bodies) }},
		{"live", func(w io.Writer) error { return WriteLive(w, s, c.bodies, 1) }},
		{"statements/feed", func(w io.Writer) error { return WriteLedgerFeed(w, s, c.bodies, "atom", LedgerFeed{}) }},
		{"outcomes/feed", func(w io.Writer) error { return WriteLedgerFeed(w, s, c.bodies, "atom", LedgerFeed{Outcomes: true}) }},
		{"statements.csv", func(w io.Writer) error { return WriteTable(w, s, c.bodies) }},
	} {
		b.Run(one.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := one.write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
