package page

import (
	"bytes"
	"io"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

var asPublished = brief.StatementChange{Class: brief.Publish}

func saidOnDay(day string) brief.EventTime {
	t, _ := time.Parse(time.DateOnly, day)
	return brief.EventTime{From: t.Add(9 * time.Hour), Precision: brief.ToDay, Zone: "Europe/Kyiv"}
}

func told(outlet, url, quote string) brief.Reference {
	return brief.Reference{Outlet: outlet, URL: url, Quote: quote}
}

// bridgePledge has three terms that come out differently, evidence of every stance, and two outlets that disagree on the
// force of the second term.
func bridgePledge() brief.Statement {
	return brief.Statement{Kind: brief.KindPledge, Title: "A bridge, a fare and a fund", Track: "home", Speaker: "mira", As: brief.Capacity{Name: "Mira Vell", Role: "minister of works", Organisation: "Marenia", Side: "Marenia"},
		Summary: "She promised the islanders three things at once.", Addressee: "the islanders", Language: "uk", Original: "Міст стоятиме.", Channel: "video", Said: saidOnDay("2022-09-20"),
		Terms: []brief.Term{
			{ID: "t1", Text: "The bridge will stand before the winter.", Condition: "the ice holds off", Force: brief.Flat, Criteria: "A car crosses it.",
				Due: brief.DueWindow{From: "2022-10-01", To: "2022-11", Precision: brief.ToMonth, Rule: "before-season", Words: "before the winter"}},
			{ID: "t2", Text: "The fare will not rise.", Addressee: "commuters", Force: brief.Hedged, ReviewOn: "2023-03-01"},
			{ID: "t3", Text: "A fund will pay for the boats.", Force: brief.Flat, Due: brief.DueWindow{To: "2022-09-23"}}},
		Renderings: []brief.Rendering{
			{ID: "r1", Reference: told("The Courier", "https://courier.example/1", ""), On: "2022-09-20", Language: "en", Verb: "promised", Translator: "A. Lind", Via: "Agency One",
				Covers: []brief.Coverage{{Term: "t1", Verbatim: true, Force: brief.Flat, Words: "will stand"}, {Term: "t2", Verbatim: true, Force: brief.Hedged, Words: "should not rise"}}},
			{ID: "r2", Reference: told("Evening Post", "https://post.example/2", ""), On: "2022-09-21", Verb: "said",
				Covers: []brief.Coverage{{Term: "t2", Force: brief.Flat}, {Term: "t3", Force: brief.Attributed}}},
			{ID: "r3", Reference: told("Old Gazette", "https://gazette.example/3", ""), On: "2022-09-22", Retracted: "2022-09-23", Covers: []brief.Coverage{{Term: "t3", Force: brief.Flat}}}},
		Evidence: []brief.Evidence{
			{ID: "e1", Terms: []brief.TermID{"t1"}, Date: "2022-09-22", Stance: brief.Supports, Side: brief.Independent, Reference: told("River Watch", "https://river.example/a", "Two piers are up."), Text: "Two of five piers were counted."},
			{ID: "e2", Terms: []brief.TermID{"t1"}, Date: "2022-09-23", Stance: brief.Contradicts, Side: brief.Opponent, Reference: told("Island Council", "https://council.example/b", ""), Text: "The council saw no work at all.", Weak: true},
			{ID: "e3", Terms: []brief.TermID{"t3"}, Date: "2022-09-24", Stance: brief.Absence, Side: brief.Independent, Text: "No report of a fund.", Searched: []brief.Search{{For: "boat fund", Where: "the official gazette", On: "2022-09-24"}}},
			{ID: "e4", Terms: []brief.TermID{"t2"}, Date: "2022-09-01", Stance: brief.Context, Side: brief.Independent, Reference: told("Transport Review", "https://transport.example/c", ""), Text: "The fare last rose in 2019."},
			{ID: "e5", Terms: []brief.TermID{"t3"}, Date: "2022-09-24", Stance: brief.Contradicts, Side: brief.Independent, Reference: told("Ledger Desk", "https://desk.example/d", ""), Text: "The budget has no such line."}},
		Change: asPublished}
}

func simple(kind brief.DevelopmentKind, title, by string, terms ...brief.Term) brief.Statement {
	return brief.Statement{Kind: kind, Title: title, Track: "world", Speaker: brief.SpeakerID(by), As: brief.Capacity{Name: by}, Said: saidOnDay("2022-09-19"), Terms: terms,
		Renderings: []brief.Rendering{{ID: "r1", Reference: told("The Courier", "https://courier.example/"+title, ""), On: "2022-09-19", Covers: []brief.Coverage{}}}, Evidence: []brief.Evidence{}, Change: asPublished}
}

// ledgerChronicle is fullChronicle with a ledger of invented people that has one of everything.
func ledgerChronicle(t testing.TB) *chronicle {
	c := fullChronicle(t)
	b := c.state.Briefing
	b.Sections = append(b.Sections[:len(b.Sections):len(b.Sections)], brief.SectionStatements)
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	c.add(brief.EntrySpeaker, "mira", brief.Speaker{Name: "Mira Vell", Aliases: []string{"Mira Well"}, Change: asPublished, Roles: []brief.SpeakerRole{
		{Title: "mayor of Osel", Side: "Marenia", To: "2020"}, {Title: "minister of works", Organisation: "Marenia", Side: "Marenia", From: "2021-03"}}})
	c.add(brief.EntrySpeaker, "office", brief.Speaker{Name: "Office of Harbours", Body: true, Change: asPublished})
	c.add(brief.EntrySpeaker, "vell", brief.Speaker{Name: "M. Vell", Change: asPublished})
	c.add(brief.EntryStatement, "bridge", bridgePledge())
	forecast := simple(brief.KindForecast, "The harbour freezes by October", "office", brief.Term{ID: "t1", Text: "Ice closes the harbour.", Force: brief.Flat, Due: brief.DueWindow{To: "2022-10-31"}})
	forecast.Proposition = "ice"
	c.add(brief.EntryStatement, "ice", forecast)
	forecast.Title, forecast.Speaker, forecast.As = "Ice before November", "vell", brief.Capacity{Name: "M. Vell"}
	c.add(brief.EntryStatement, "ice2", forecast)
	denial := simple(brief.KindDenial, "No fund was promised", "office", brief.Term{ID: "t1", Text: "There was no promise of a fund.", Force: brief.Flat})
	denial.Targets = []brief.Target{{Statement: "bridge"}, {Text: "a fund for boats", URL: "https://courier.example/1"}, {Text: "a rumour"}}
	c.add(brief.EntryStatement, "denial", denial)
	c.add(brief.EntryStatement, "fines", simple(brief.KindLawChange, "Fines for fishing at night", "office", brief.Term{ID: "t1", Text: "Fishing at night is fined.", Force: brief.Flat,
		Law: brief.LawTerm{PenaltyMin: "100", PenaltyMax: "500", PenaltyUnit: "crowns", InForceFrom: "2022-10-01", Eligibility: "skippers"}}))
	c.add(brief.EntryStatement, "boats", simple(brief.KindFigure, "Boats lost", "office", brief.Term{ID: "t1", Text: "About 300 boats were lost.", Force: brief.Hedged,
		Figure: brief.FigureTerm{Value: "300", Low: "280", High: "320", Unit: "boats", Scope: "all islands", AsOf: "2022-09-01", CountedBy: "the harbour office"}}))
	c.add(brief.EntryStatement, "appeal", simple(brief.KindAppeal, "Stay at home", "mira"))
	c.add(brief.EntryStatement, "forged", simple(brief.KindThreat, "A threat that nobody made", "mira", brief.Term{ID: "t1", Text: "The lights go out.", Force: brief.Flat}))
	forged := simple(brief.KindThreat, "A threat that nobody made", "mira", brief.Term{ID: "t1", Text: "The lights go out.", Force: brief.Flat})
	forged.Withdrawn, forged.Change = true, brief.StatementChange{Class: brief.Withdraw, Note: "The letter was forged."}
	c.add(brief.EntryStatement, "forged", forged)
	c.add(brief.EntryStatement, "struck", simple(brief.KindOrder, "An order with a name in it", "mira", brief.Term{ID: "t1", Text: "Somebody is named.", Force: brief.Flat}))
	c.redact("struck", "safety", "A name was taken out.", nil)
	c.decideLedger()
	return c
}

// decideLedger adds verdicts: one replaces another, one rests on a source that takes its report back later.
func (c *chronicle) decideLedger() {
	first := c.add(brief.EntryOutcome, "bridge", brief.Outcome{Statement: "bridge", Term: "t1", Verdict: statement.Contested, AsOf: "2022-09-23", Rationale: "Two sides, two stories.", RestsOn: []brief.EvidenceID{"e1", "e2"}, ProposedBy: "rule:deadline", Weak: true})
	c.add(brief.EntryOutcome, "bridge", brief.Outcome{Statement: "bridge", Term: "t1", Verdict: statement.PartlyKept, AsOf: "2022-09-24", Rationale: "Two of five piers stand.", RestsOn: []brief.EvidenceID{"e1"}, ProposedBy: "editor", Supersedes: first.Entry.Seq})
	c.add(brief.EntryOutcome, "bridge", brief.Outcome{Statement: "bridge", Term: "t3", Verdict: statement.Broken, AsOf: "2022-09-24", Rationale: "The day has passed and the budget has no such line.", RestsOn: []brief.EvidenceID{"e5"}, ProposedBy: "editor"})
	again := bridgePledge()
	again.Summary, again.Evidence[4].Retracted = "She promised the islanders three things.", "2022-09-24"
	again.Change = brief.StatementChange{Class: brief.Correct, Note: "She did not say that they come at once."}
	c.add(brief.EntryStatement, "bridge", again)
	c.add(brief.EntryOutcome, "fines", brief.Outcome{Statement: "fines", Term: "t1", Verdict: statement.Signed, AsOf: "2022-09-24", Rationale: "It was signed.", RestsOn: []brief.EvidenceID{}, ProposedBy: "editor"})
	c.add(brief.EntrySpeaker, "vell", brief.Speaker{Name: "M. Vell", MergedInto: "mira", Change: brief.StatementChange{Class: brief.Correct, Note: "One and the same."}})
	d := dev("A bridge is promised")
	d.Statements = []brief.StatementID{"bridge", "nobody"}
	c.add(brief.Publish, "citing", d)
}

// ledgerSite writes every page of the ledger.
func ledgerSite(t *testing.T, c *chronicle, s Shelf) (out []written) {
	t.Helper()
	put := func(name string, at address, write func(io.Writer) error) {
		t.Helper()
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, written{name, at, b.String(), true})
	}
	past := s
	past.AsOf = true
	for _, l := range LedgerLists(s.State) {
		put(l.At, address(l.At), func(w io.Writer) error { return WriteStatements(w, s, c.bodies, l, 1) })
	}
	put("past statements", asOfAt(s.State.Seq)+"/statements", func(w io.Writer) error {
		return WriteStatements(w, past, c.bodies, LedgerLists(s.State)[0], 1)
	})
	put("due", dueAt, func(w io.Writer) error { return WriteDue(w, s, c.bodies) })
	put("people", peopleAt, func(w io.Writer) error { return WritePeople(w, s, c.bodies, 1) })
	seen := map[brief.ItemID]bool{}
	for _, e := range c.entries {
		id := e.Entry.Item
		if seen[id] {
			continue
		}
		seen[id] = true
		st := brief.StatementID(id)
		if _, ok := s.State.Statement(st); ok {
			put("statement "+string(id), statementAt(st), func(w io.Writer) error { return WriteStatement(w, s, c.bodies, st) })
			put("past statement "+string(id), asOfAt(s.State.Seq)+"/"+statementAt(st), func(w io.Writer) error { return WriteStatement(w, past, c.bodies, st) })
			put("statement history "+string(id), statementAt(st)+"/history", func(w io.Writer) error { return WriteStatementHistory(w, s, st, c.history(id)) })
		}
		if _, ok := s.State.Speaker(brief.SpeakerID(id)); ok {
			put("speaker "+string(id), speakerAt(brief.SpeakerID(id)), func(w io.Writer) error { return WriteSpeaker(w, s, c.bodies, brief.SpeakerID(id), 1) })
		}
	}
	return out
}
