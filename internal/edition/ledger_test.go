package edition

import (
	"fmt"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// vow is a statement with two terms: t1 falls due at the end of October 2022, t2 is looked at again in January 2023.
func vow(speaker brief.SpeakerID, said string, retracted brief.Date) brief.Statement {
	day, _ := time.Parse(time.DateOnly, said)
	return brief.Statement{Kind: brief.KindPledge, Speaker: speaker, Track: "world", Said: brief.EventTime{From: day, Precision: brief.ToDay},
		Terms:    []brief.Term{{ID: "t1", Due: brief.DueWindow{To: "2022-10"}}, {ID: "t2", ReviewOn: "2023-01-15"}},
		Evidence: []brief.Evidence{{ID: "e1", Retracted: retracted}}}
}

func verdict(term brief.TermID, v brief.Verdict, asOf brief.Date) brief.Outcome {
	return brief.Outcome{Term: term, Verdict: v, AsOf: asOf, RestsOn: []brief.EvidenceID{"e1"}}
}

func ledgerStream() *stream {
	st := newStream()
	st.briefing("Europe/Kyiv")
	st.add(brief.EntrySpeaker, "brun", brief.Speaker{Name: "Brun"})
	st.add(brief.EntryStatement, "a", vow("brun", "2022-09-24", ""))
	st.add(brief.EntryStatement, "b", vow("brun", "2022-09-20", ""))
	return st
}

func state(t *testing.T, s *State, id brief.StatementID) Statement {
	t.Helper()
	got, ok := s.Statement(id)
	if !ok {
		t.Fatalf("no statement %s", id)
	}
	return got
}

func TestAStatementStandsWhereItsTermsStand(t *testing.T) {
	st := ledgerStream()
	s := fold(t, st.entries)
	want(t, "before", state(t, s, "a").State, statement.State{Verdict: statement.Open, Terms: 2})
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Kept, "2022-10-20"))
	want(t, "one kept", state(t, fold(t, st.entries), "a").State, statement.State{Verdict: statement.Mixed, Terms: 2, Decided: 1})
	st.add(brief.EntryOutcome, "a", verdict("t2", statement.Kept, "2022-10-21"))
	s = fold(t, st.entries)
	want(t, "both kept", state(t, s, "a").State, statement.State{Verdict: statement.Kept, Terms: 2, Decided: 2})
	want(t, "outcomes", fmt.Sprint(state(t, s, "a").Outcomes), "[5 6]")
	st.add(brief.EntryStatement, "a", vow("brun", "2022-09-24", "2022-11-01"))
	s = fold(t, st.entries)
	want(t, "its evidence taken back", state(t, s, "a").State, statement.State{Verdict: statement.Kept, Terms: 2, Decided: 2, Review: true})
}

// TestListsThatShowStatementsChangeWithTheLedger publishes two developments on two days, of which one cites a statement.
func TestListsThatShowStatementsChangeWithTheLedger(t *testing.T) {
	st := ledgerStream()
	st.add(brief.Publish, "plain", brief.Development{Headline: "Plain", Track: "home"})
	st.add(brief.Publish, "citing", brief.Development{Headline: "Citing", Track: "world", Statements: []brief.StatementID{"a"}})
	before := fold(t, st.entries)
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Kept, "2022-10-20"))
	after := fold(t, st.entries)
	day := after.DayOf(after.When)
	for _, c := range []struct {
		name  string
		scope Scope
		moves bool
	}{{"its track", OfTrack("world"), true}, {"another track", OfTrack("home"), false}, {"its day", OfDay(day), true}, {"another day", OfDay("1999-01-01"), false}, {"the list", OfList(), true}} {
		want(t, c.name, after.Version(c.scope) == after.Seq && before.Version(c.scope) < after.Seq, c.moves)
	}
	var ids []brief.StatementID
	after.Ledger(func(s Statement) bool { ids = append(ids, s.ID); return true })
	want(t, "the ledger", fmt.Sprint(ids), "[a b]")
}

func TestARemovedOutcomeBringsBackTheOneBefore(t *testing.T) {
	st := ledgerStream()
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Contested, "2022-10-20"))
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Broken, "2022-10-25"))
	want(t, "broken", state(t, fold(t, st.entries), "a").Terms[0].Verdict, statement.Broken)
	st.redact("a", map[brief.Seq]any{6: nil})
	got := state(t, fold(t, st.entries), "a")
	want(t, "verdict", got.Terms[0].Verdict, statement.Contested)
	want(t, "outcomes", fmt.Sprint(got.Outcomes), "[5]")
	want(t, "status", got.Status, Live)
}

func TestARemovedStatementIsATombstone(t *testing.T) {
	st := ledgerStream()
	st.redact("a", map[brief.Seq]any{3: nil})
	s := fold(t, st.entries)
	want(t, "status", state(t, s, "a").Status, Removed)
	_, due := s.Due("", "", 9)
	want(t, "due", due, 2)
	_, n := s.Statements(LedgerFilter{}, 0, 9)
	want(t, "in the ledger", n, 2)
}

func TestWhatIsDueComesInOrder(t *testing.T) {
	st := ledgerStream()
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Kept, "2022-10-20"))
	s := fold(t, st.entries)
	var got []string
	list, total := s.Due("", "2023-01-15", 9)
	for _, d := range list {
		got = append(got, fmt.Sprintf("%s %s %s", d.On, d.Statement, d.Term.Term))
	}
	want(t, "due", fmt.Sprint(got), "[2022-10-31 b t1 2023-01-15 a t2 2023-01-15 b t2]")
	want(t, "counted", total, 3)
	list, total = s.Due("", "", 1)
	want(t, "the first", fmt.Sprintf("%d %s %d", len(list), list[0].On, total), "1 2022-10-31 3")
	_, total = s.Due("2022-11-01", "", 0)
	want(t, "from November", total, 2)
	_, total = s.Due("", "2022-10-30", 9)
	want(t, "before", total, 0)
}

func TestTheLedgerIsFilteredAndCounted(t *testing.T) {
	st := ledgerStream()
	st.add(brief.EntryStatement, "c", brief.Statement{Kind: brief.KindAppeal, Speaker: "vell", Said: brief.EventTime{From: time.Date(2022, 9, 22, 0, 0, 0, 0, time.UTC)}})
	st.add(brief.EntryOutcome, "b", verdict("t1", statement.Broken, "2022-11-05"))
	st.add(brief.EntryOutcome, "b", verdict("t2", statement.Broken, "2022-11-05"))
	s := fold(t, st.entries)
	for _, c := range []struct {
		name string
		f    LedgerFilter
		want string
	}{
		{"all, the last said first", LedgerFilter{}, "[a c b]"},
		{"of one", LedgerFilter{Speaker: "brun"}, "[a b]"},
		{"of a kind", LedgerFilter{Kind: brief.KindAppeal}, "[c]"},
		{"of a track", LedgerFilter{Track: "world"}, "[a b]"},
		{"broken", LedgerFilter{Verdict: statement.Broken}, "[b]"},
		{"open", LedgerFilter{Verdict: statement.Open}, "[a c]"},
		{"decided", LedgerFilter{Decided: true}, "[b]"},
		{"nobody's", LedgerFilter{Speaker: "x"}, "[]"},
	} {
		list, n := s.Statements(c.f, 0, 9)
		got := []brief.StatementID{}
		for _, st := range list {
			got = append(got, st.ID)
		}
		want(t, c.name, fmt.Sprint(got), c.want)
		want(t, c.name+", counted", n, len(list))
	}
	want(t, "tally", fmt.Sprint(s.Tally(LedgerFilter{})), "map[appeal:map[open:1] pledge:map[broken:2 open:2]]")
	list, n := s.Statements(LedgerFilter{}, 2, 9)
	want(t, "offset", len(list), 1)
	want(t, "total", n, 3)
}

func TestMergedSpeakersHaveTheirStatementsTogether(t *testing.T) {
	st := ledgerStream()
	st.add(brief.EntrySpeaker, "brunn", brief.Speaker{Name: "Brunn"})
	st.add(brief.EntryStatement, "c", vow("brunn", "2022-09-21", ""))
	s := fold(t, st.entries)
	want(t, "speakers", len(s.Speakers()), 2)
	st.add(brief.EntrySpeaker, "brunn", brief.Speaker{Name: "Brunn", MergedInto: "brun"})
	s = fold(t, st.entries)
	want(t, "merged", len(s.Speakers()), 1)
	want(t, "said", s.Speakers()[0].Statements, 3)
	_, n := s.Statements(LedgerFilter{Speaker: "brun"}, 0, 9)
	want(t, "of both", n, 3)
	st.add(brief.EntrySpeaker, "brunn", brief.Speaker{Name: "Brunn"})
	want(t, "apart again", len(fold(t, st.entries).Speakers()), 2)
}

func TestSpeakersMergedInACircleEndSomewhere(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.add(brief.EntrySpeaker, "a", brief.Speaker{Name: "A", MergedInto: "b"})
	st.add(brief.EntrySpeaker, "b", brief.Speaker{Name: "B", MergedInto: "a"})
	st.add(brief.EntryStatement, "s", vow("a", "2022-09-24", ""))
	want(t, "speakers", len(fold(t, st.entries).Speakers()), 0)
}

func TestAnItemThatShowsStatementsChangesWithTheLedger(t *testing.T) {
	st := ledgerStream()
	st.add(brief.Publish, "plain", brief.Development{Track: "world", Kind: brief.KindEvent})
	st.add(brief.Publish, "citing", brief.Development{Track: "world", Kind: brief.KindPledge, Statements: []brief.StatementID{"a"}})
	st.add(brief.EntryOutcome, "a", verdict("t1", statement.Kept, "2022-10-20"))
	s := fold(t, st.entries)
	want(t, "plain", s.Version(OfItem("plain")), 5)
	want(t, "citing", s.Version(OfItem("citing")), 7)
	want(t, "a", s.Version(OfStatement("a")), 7)
	want(t, "b", s.Version(OfStatement("b")), 4)
	want(t, "ledger", s.Version(OfLedger()), 7)
	want(t, "speaker", s.Version(OfSpeaker("brun")), 2)
}

// bigLedger has 20,000 statements of three terms each, of 400 speakers, and an outcome for every third term.
func bigLedger(b *testing.B) *State {
	st := newStream()
	st.briefing("Europe/Kyiv")
	s := fold(b, st.entries)
	at := st.at
	put := func(kind brief.EntryKind, item string, body any) {
		st.entries = nil
		st.at = at
		st.add(kind, brief.ItemID(item), body)
		p := st.entries[0]
		p.Entry.Seq = s.Seq + 1
		if err := s.Apply(p); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 20_000 {
		v := vow(brief.SpeakerID(fmt.Sprintf("v%d", i%400)), "2022-09-24", "")
		v.Said.From = v.Said.From.Add(time.Duration(i*7919%200_000) * time.Minute)
		v.Terms = append(v.Terms, brief.Term{ID: "t3", ReviewOn: brief.Date(fmt.Sprintf("2023-%02d-%02d", 1+i%12, 1+i%28))})
		id := fmt.Sprintf("s%05d", i)
		put(brief.EntryStatement, id, v)
		put(brief.EntryOutcome, id, verdict("t1", statement.Kept, "2022-10-20"))
	}
	return s
}

func BenchmarkLedger20000(b *testing.B) {
	s := bigLedger(b)
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			s.Statements(LedgerFilter{Verdict: statement.Mixed}, 5000, 50)
			s.Tally(LedgerFilter{})
			s.Speakers()
		}
	})
	b.Run("due", func(b *testing.B) {
		for b.Loop() {
			s.Due("2022-10-01", "", 200)
		}
	})
	b.Run("clone and outcome", func(b *testing.B) {
		for b.Loop() {
			c := s.Clone()
			if err := c.foldOutcome(&brief.Published{Entry: brief.Entry{Seq: s.Seq + 1, Item: "s00001"}, Body: []byte(`{"term":"t2","verdict":"kept"}`)}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			if _, err := Decode(s.Encode()); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(s.Encode()))/20_000, "bytes/statement")
	})
}
