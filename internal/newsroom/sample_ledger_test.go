package newsroom

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

func ledgerOfSample(t *testing.T) []ledgerStep {
	t.Helper()
	raw, err := sampleFiles.ReadFile("sample/ledger.json")
	if err != nil {
		t.Fatal(err)
	}
	var script ledgerScript
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&script); err != nil {
		t.Fatalf("ledger.json: %v", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Fatal("ledger.json goes on after its end")
	}
	return script.Steps
}

// TestTheSampleKeepsTheRulesOfTheLedger replays the ledger as a desk would have kept it, day by day, against the rules.
func TestTheSampleKeepsTheRulesOfTheLedger(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	register := statement.Register{}
	cases := map[string]*statement.Case{}
	seq := brief.Seq(0)
	for i, s := range ledgerOfSample(t) {
		seq++
		today := brief.DateOf(s.Dated.In(zone))
		known := statement.Known{Speaker: register.Speaker, Zone: zone, Statement: func(brief.StatementID) bool { return false }}
		switch {
		case s.Speaker != nil:
			err = statement.CheckSpeaker(brief.SpeakerID(s.Item), *s.Speaker, register.Owner)
			register[brief.SpeakerID(s.Item)] = statement.Registered{Speaker: *s.Speaker, Rev: 1}
		case s.Statement != nil:
			s.Statement.Change.Class = brief.Publish
			err = statement.Check(brief.StatementID(s.Item), *s.Statement, known)
			cases[s.Item] = &statement.Case{Statement: *s.Statement}
		case s.Add != nil:
			c := cases[s.Item]
			was := c.Statement
			known.Was = &was
			c.Statement.Evidence = append(slices.Clip(c.Statement.Evidence), s.Add.Evidence...)
			c.Statement.Change = brief.StatementChange{Class: brief.Update, What: "evidence"}
			err = statement.Check(brief.StatementID(s.Item), c.Statement, known)
		default:
			c := cases[s.Item]
			if before, ok := c.Latest(s.Outcome.Term); ok {
				s.Outcome.Supersedes = before.Seq
			}
			err = statement.CheckOutcome(*c, *s.Outcome, zone, today)
			c.Outcomes = append(c.Outcomes, statement.Decided{Seq: seq, Outcome: *s.Outcome})
		}
		if err != nil {
			t.Errorf("step %d (%s, %s): %v", i+1, s.Item, today, err)
		}
	}
	for name, want := range map[string][]brief.Verdict{
		"guarantees":   {statement.PartlyKept, statement.Contested, statement.Contested},
		"forecast":     {statement.NotBorneOut, statement.NotBorneOut, statement.NotBorneOut, statement.NotBorneOut},
		"january-wave": {statement.NotBorneOut},
		"denial":       {statement.Disputed},
		"surrender":    {statement.Applied, statement.Applied},
		"citizenship":  {statement.Amended},
	} {
		var got []brief.Verdict
		for _, st := range statement.States(*cases[name]) {
			got = append(got, st.Verdict)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s ended at %v, want %v", name, got, want)
		}
	}
}

// TestTheSampleShowsOnAnyDayWhatWasKnownThen walks the sample through its own clock: on no day does an edition know a statement,
// a piece of evidence or a verdict of a later one, or miss an earlier.
func TestTheSampleShowsOnAnyDayWhatWasKnownThen(t *testing.T) {
	room := sampleRoom(t)
	id := room.press.order[0]
	head := room.press.stands[id].now.Load().Seq
	entries, err := room.store.Entries(t.Context(), id, 1, head)
	if err != nil {
		t.Fatal(err)
	}
	state, at := edition.New(), 0
	bodies := func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		return room.store.Bodies(t.Context(), id, seqs)
	}
	steps := ledgerOfSample(t)
	for day := time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC); day.Before(time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)); day = day.AddDate(0, 0, 1) {
		end := day.AddDate(0, 0, 1)
		seq, err := room.store.SeqAt(t.Context(), id, end.Add(-time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		for ; at < len(entries) && entries[at].Entry.Seq <= seq; at++ {
			if err := state.Apply(entries[at]); err != nil {
				t.Fatal(err)
			}
		}
		said, found, decided := 0, 0, 0
		for _, s := range steps {
			switch {
			case !s.Dated.Before(end):
			case s.Statement != nil:
				said++
			case s.Add != nil:
				found += len(s.Add.Evidence)
			case s.Outcome != nil:
				decided++
			}
		}
		rows, n := state.Statements(edition.LedgerFilter{}, 0, 100)
		gotFound, gotDecided := 0, 0
		for _, r := range rows {
			c, _, err := state.Case(r.ID, bodies)
			if err != nil {
				t.Fatal(err)
			}
			gotFound, gotDecided = gotFound+len(c.Statement.Evidence), gotDecided+len(c.Outcomes)
		}
		if n != said || gotFound != found || gotDecided != decided {
			t.Fatalf("at the end of %s: %d statements, %d pieces of evidence, %d outcomes; want %d, %d, %d",
				day.Format(time.DateOnly), n, gotFound, gotDecided, said, found, decided)
		}
	}
	for ; at < len(entries); at++ { // numbers that were read later claim no date of the story
		if e := entries[at].Entry; e.Kind != brief.EntryVersions || !e.Dated.IsZero() {
			t.Errorf("entry %d was never shown", e.Seq)
		}
	}
}

// sampleRoom is a newsroom on a new folder with the sample in it.
func sampleRoom(t *testing.T) *Room {
	t.Helper()
	room, err := Open(t.Context(), t.TempDir(), Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := room.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := room.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	return room
}
