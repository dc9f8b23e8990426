package statement

import (
	"slices"
	"testing"

	"livebrief/internal/brief"
)

// TestKeptOnlyIfAllAreKept is the rule never-averaged.
func TestKeptOnlyIfAllAreKept(t *testing.T) {
	state := func(verdicts ...brief.Verdict) State {
		var terms []TermState
		for _, v := range verdicts {
			terms = append(terms, TermState{Verdict: v})
		}
		return StateOf(terms)
	}
	for _, c := range []struct {
		terms []brief.Verdict
		want  State
	}{
		{nil, State{Verdict: Open}},
		{[]brief.Verdict{Open, Open}, State{Verdict: Open, Terms: 2}},
		{[]brief.Verdict{Kept, Kept}, State{Verdict: Kept, Terms: 2, Decided: 2}},
		{[]brief.Verdict{Kept, Open}, State{Verdict: Mixed, Terms: 2, Decided: 1}},
		{[]brief.Verdict{Kept, Kept, PartlyKept}, State{Verdict: Mixed, Terms: 3, Decided: 3}},
		{[]brief.Verdict{Kept, Broken}, State{Verdict: Mixed, Terms: 2, Decided: 2}},
		{[]brief.Verdict{Kept, Broken, Kept}, State{Verdict: Mixed, Terms: 3, Decided: 3}},
		{[]brief.Verdict{Broken, Broken}, State{Verdict: Broken, Terms: 2, Decided: 2}},
	} {
		if got := state(c.terms...); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.terms, got, c.want)
		}
	}
}

func TestARetractionSendsTheVerdictBack(t *testing.T) {
	c := decided(guarantees(t), partlyKept())
	if st := States(c)[0]; st.Verdict != PartlyKept || st.Review || st.Seq != 10 {
		t.Fatalf("%+v", st)
	}
	c.Statement.Evidence = slices.Clone(c.Statement.Evidence)
	c.Statement.Evidence[1].Retracted = "2025-01-01"
	if st := States(c)[0]; st.Verdict != PartlyKept || !st.Review {
		t.Errorf("after the retraction: %+v", st)
	}
	if st := StateOf(States(c)); !st.Review {
		t.Errorf("the statement: %+v", st)
	}
	again := brief.Outcome{Term: "t1", Verdict: Contested, AsOf: "2025-02-01", Rationale: "One source is gone.", RestsOn: []brief.EvidenceID{"e1"}, Supersedes: 10}
	if err := CheckOutcome(c, again, kyiv(t), proposedOn); err != nil {
		t.Fatal(err)
	}
	c.Outcomes = append(c.Outcomes, Decided{Seq: 11, Outcome: again})
	if st := States(c)[0]; st.Verdict != Contested || st.Review {
		t.Errorf("judged again: %+v", st)
	}
	back := brief.Outcome{Term: "t1", Verdict: Open, AsOf: "2025-03-01", Rationale: "It cannot be told.", Supersedes: 11}
	if err := CheckOutcome(c, back, kyiv(t), proposedOn); err != nil {
		t.Errorf("a verdict cannot be taken back: %v", err)
	}
}

func TestDueOf(t *testing.T) {
	for name, c := range map[string]struct {
		term brief.Term
		st   TermState
		want brief.Date
	}{
		"the last day of its window":   {brief.Term{Due: brief.DueWindow{To: "2023-02"}, ReviewOn: "2024-01-01"}, TermState{Verdict: Open}, "2023-02-28"},
		"a day of review":              {brief.Term{ReviewOn: "2024-01-01"}, TermState{Verdict: Open}, "2024-01-01"},
		"nothing":                      {brief.Term{}, TermState{Verdict: Open}, ""},
		"a beginning is no deadline":   {brief.Term{Due: brief.DueWindow{From: "2023-01-01"}}, TermState{Verdict: Open}, ""},
		"decided":                      {brief.Term{Due: brief.DueWindow{To: "2023-02"}}, TermState{Verdict: Kept, AsOf: "2023-03-01"}, ""},
		"decided, and looked at again": {brief.Term{ReviewOn: "2024-01-01"}, TermState{Verdict: PartlyKept, AsOf: "2023-03-01"}, "2024-01-01"},
		"reviewed since":               {brief.Term{ReviewOn: "2024-01-01"}, TermState{Verdict: PartlyKept, AsOf: "2024-01-01"}, ""},
		"to be judged again":           {brief.Term{ReviewOn: "2024-01-01"}, TermState{Verdict: Kept, AsOf: "2023-03-01", Review: true}, "2023-03-01"},
	} {
		if got := DueOf(c.term, c.st); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheWeakestQuotedWordsWin(t *testing.T) {
	s := brief.Statement{Renderings: []brief.Rendering{
		rendering("r1", "2023-01-01", brief.Coverage{Term: "t1", Verbatim: true, Force: brief.Flat, Words: "will"}),
		rendering("r2", "2023-01-01", brief.Coverage{Term: "t1", Force: brief.Hedged, Words: "could"}, brief.Coverage{Term: "t2", Force: brief.Attributed}),
		rendering("r3", "2023-01-01", brief.Coverage{Term: "t2", Force: brief.Hedged, Words: "may"})}}
	for _, c := range []struct {
		name string
		term brief.Term
		take bool // take the hedging renderings back
		want Wording
	}{
		{"quoted flatly, reported with a hedge", brief.Term{ID: "t1"}, false, Wording{Force: brief.Flat, Verbatim: true, Words: "will", Differ: true, In: 2, Of: 3}},
		{"reported only", brief.Term{ID: "t2"}, false, Wording{Force: brief.Hedged, Words: "may", Differ: true, In: 2, Of: 3}},
		{"one was taken back", brief.Term{ID: "t2"}, true, Wording{Force: brief.Attributed, In: 1, Of: 2}},
		{"nobody has it", brief.Term{ID: "t3", Force: brief.Hedged}, false, Wording{Force: brief.Hedged, Of: 3}},
	} {
		is := s
		is.Renderings = slices.Clone(s.Renderings)
		if c.take {
			is.Renderings[2].Retracted = "2023-02-01"
		}
		if got := WordingOf(is, c.term); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestAnOfficeIsNeverGuessedBetweenTwo(t *testing.T) {
	s := brief.Speaker{Roles: []brief.SpeakerRole{{Title: "mayor", From: "2020", To: "2022-06-30"}, {Title: "envoy", From: "2022-06-01"}}}
	for day, want := range map[brief.Date]string{"2019-12-31": "", "2020-01-01": "mayor", "2022-06-15": "", "2022-07-01": "envoy"} {
		r, ok := RoleOn(s, day)
		if ok != (want != "") || ok && r.Title != want {
			t.Errorf("%s: %q %v, want %q", day, r.Title, ok, want)
		}
	}
}

func TestFoldName(t *testing.T) {
	for name, want := range map[string]string{" Ada   BRUN ": "ada brun", "Zoë O’Neil": "zoe oneil", "Jean-Luc": "jean luc", "Зеленський": "зеленськии", "J. Doe": "j doe", "’": ""} {
		if got := FoldName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if FoldName("Иванов") == FoldName("Іванов") {
		t.Error("two letters are one")
	}
}

func TestAMergeCanBeTakenBack(t *testing.T) {
	from := brief.Speaker{Name: "O. Reznikov", Aliases: []string{"Minister R."}, Roles: []brief.SpeakerRole{{Title: "lawyer", From: "2008"}}}
	into := register()["reznikov"].Speaker
	gone, whole, err := Merge(from, into, "reznikov", "The same man.")
	if err != nil {
		t.Fatal(err)
	}
	if gone.MergedInto != "reznikov" || len(whole.Roles) != 2 || !slices.Equal(whole.Aliases, []string{"Reznikov", "O. Reznikov", "Minister R."}) {
		t.Fatalf("%+v\n%+v", gone, whole)
	}
	whole.Aliases = append(whole.Aliases, "Резніков") // learnt since
	apart, rest, err := Unmerge(gone, whole, into, "A namesake.")
	if err != nil {
		t.Fatal(err)
	}
	if apart.MergedInto != "" || apart.Name != from.Name || len(rest.Roles) != 1 || !slices.Equal(rest.Aliases, []string{"Reznikov", "Резніков"}) {
		t.Errorf("%+v\n%+v", apart, rest)
	}
	for name, c := range map[string]struct {
		from, into brief.Speaker
		note       string
		rule       Rule
	}{
		"offices of two sides":    {brief.Speaker{Name: "R.", Roles: []brief.SpeakerRole{{Title: "envoy", Side: "Russia", From: "2022-01-01"}}}, into, "x", OfficesApart},
		"a person and a body":     {brief.Speaker{Name: "R.", Body: true}, into, "x", OfficesApart},
		"without a note":          {from, into, "", NothingLost},
		"what was merged already": {gone, into, "x", Connected},
		"into what was merged":    {from, gone, "x", Connected},
	} {
		if _, _, err := Merge(c.from, c.into, "reznikov", c.note); RuleOf(err) != c.rule {
			t.Errorf("%s: %v, want rule %s", name, err, c.rule)
		}
	}
	if _, _, err := Unmerge(from, into, into, "x"); RuleOf(err) != Connected {
		t.Errorf("nothing to take back: %v", err)
	}
	if _, _, err := Unmerge(gone, whole, into, ""); RuleOf(err) != NothingLost {
		t.Errorf("without a note: %v", err)
	}
}
