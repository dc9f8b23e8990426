package statement

import (
	"testing"
	"time"

	"livebrief/internal/brief"
)

// A bad write is a good one with one thing changed; the rule that it breaks is named. That what it was made of is taken shows
// that the rule refuses the change and nothing else.

// badStatement changes a statement, or what it is judged against.
type badStatement struct {
	name   string
	rule   Rule
	of     func(testing.TB) brief.Statement
	change func(t testing.TB, s *brief.Statement, k *Known)
}

var badStatements = []badStatement{
	{"nobody reported it", Rendered, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings = nil }},
	{"reported by nobody", Rendered, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[0].Outlet = "" }},
	{"reported nowhere", Rendered, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[0].URL = "" }},

	{"reported a week before", NotBefore, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[0].On = "2022-09-17" }},
	{"reported in the year before", NotBefore, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[1].On = "2021" }},
	{"reported a minute before", NotBefore, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[0].At = s.Said.From.Add(-time.Minute) }},

	{"ends before it begins", SaidInOrder, guarantees, func(t testing.TB, s *brief.Statement, _ *Known) { s.Said.To = on(t, "2022-09-23") }},
	{"ends a second before", SaidInOrder, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Said.To = s.Said.From.Add(-time.Second) }},
	{"ends a year before", SaidInOrder, denial, func(t testing.TB, s *brief.Statement, _ *Known) { s.Said.To = on(t, "2021-09-13") }},

	{"a forecast without any date", DueOrReview, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Due = brief.DueWindow{} }},
	{"a forecast with a beginning only", DueOrReview, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Due.To = "" }},
	{"a second term without a date", DueOrReview, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms = append(s.Terms, brief.Term{ID: "t3", Text: "martial law", Force: brief.Flat})
	}},

	{"a denial of nothing", DenialOfSomething, denial, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Targets = nil }},
	{"a denial of empty words", DenialOfSomething, denial, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Targets = []brief.Target{{URL: "https://a.example/"}}
	}},
	{"a denial of itself", DenialOfSomething, denial, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Targets = []brief.Target{{Statement: "self"}} }},

	{"at least ten, at most three years", PenaltyInOrder, surrender, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms[0].Law.PenaltyMin, s.Terms[0].Law.PenaltyMax = "10", "3"
	}},
	{"at least 3.5, at most 3.25", PenaltyInOrder, surrender, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms[0].Law.PenaltyMin, s.Terms[0].Law.PenaltyMax = "3.5", "3.25"
	}},
	{"ten of nothing", PenaltyInOrder, surrender, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Law.PenaltyUnit = "" }},

	{"an absence that nobody looked for", SearchTold, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Searched = nil }},
	{"looked for nowhere", SearchTold, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Searched[0].Where = "" }},
	{"looked for on no day", SearchTold, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Searched[0].On = "2023-02-30" }},
	{"looked for nothing", SearchTold, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[1].Searched[0].For = "" }},

	{"an office not held yet", RoleOfThatDay, guarantees, func(t testing.TB, s *brief.Statement, _ *Known) {
		s.Said.From = on(t, "2019-05-19")
		s.Terms, s.Renderings, s.Evidence = s.Terms[:1], s.Renderings[:1], nil
		s.Renderings[0].Covers = s.Renderings[0].Covers[:1]
	}},
	{"an office not held any more", RoleOfThatDay, forecast, func(t testing.TB, s *brief.Statement, _ *Known) {
		s.Said = brief.EventTime{From: on(t, "2023-09-06"), Precision: brief.ToDay}
		s.Terms, s.Evidence = s.Terms[:1], nil
		s.Terms[0].Due = brief.DueWindow{To: "2024"}
		s.Renderings = []brief.Rendering{rendering("r1", "2023-09-06")}
	}},
	{"another's office", RoleOfThatDay, denial, func(_ testing.TB, s *brief.Statement, _ *Known) { s.As.Role = "president" }},
	{"the other side", RoleOfThatDay, denial, func(_ testing.TB, s *brief.Statement, _ *Known) { s.As.Side = "Ukraine" }},
	{"an update that changes the office", RoleOfThatDay, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		k.Was, s.Change.Class, s.As.Side = &was, brief.Update, ""
	}},

	{"flat where the quoted words are hedged", WeakestWords, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[0].Covers[0].Force = brief.Hedged }},
	{"flat where one of two quotations is hedged", WeakestWords, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Renderings[1].Covers[0] = brief.Coverage{Term: "t1", Verbatim: true, Force: brief.Hedged}
	}},
	{"flat where nobody quotes and one hedges", WeakestWords, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[1].Force = brief.Flat }},

	{"a pledge without a term", SaysSomething, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms, s.Renderings, s.Evidence = nil, s.Renderings[:1], nil
		s.Renderings[0].Covers = nil
	}},
	{"a law without a term", SaysSomething, surrender, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms, s.Evidence = nil, nil
		s.Renderings[0].Covers = nil
	}},
	{"a term without words", SaysSomething, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[1].Text = "" }},

	{"nobody spoke", Connected, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Speaker = "" }},
	{"a speaker whom nobody knows", Connected, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Speaker = "somebody" }},
	{"a speaker who was merged", Connected, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Speaker = "gone" }},
	{"a rendering of a term that is not there", Connected, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Renderings[1].Covers[0].Term = "t9" }},
	{"evidence about a term that is not there", Connected, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Terms = []brief.TermID{"t9"} }},
	{"evidence about nothing", Connected, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Terms = nil }},
	{"a denial of what is not recorded", Connected, denial, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Targets = []brief.Target{{Statement: "unknown"}} }},

	{"evidence older than the statement", Evidenced, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Date = "2022-09-23" }},
	{"evidence of the month before", Evidenced, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[1].Date = "2022-08" }},

	{"an id given twice", NothingLost, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[1].ID = "e1" }},
	{"a term that is gone", NothingLost, forecast, func(t testing.TB, s *brief.Statement, k *Known) {
		was := forecast(t)
		k.Was, s.Change = &was, brief.StatementChange{Class: brief.Correct, Note: "Why."}
		s.Terms = s.Terms[:1]
		s.Renderings = []brief.Rendering{was.Renderings[0], was.Renderings[1]}
		s.Renderings[0].Covers, s.Renderings[1].Covers = s.Renderings[0].Covers[:1], nil
	}},
	{"evidence that is gone", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		k.Was, s.Change = &was, brief.StatementChange{Class: brief.Correct, Note: "Why."}
		s.Evidence = s.Evidence[1:]
	}},
	{"an update that rewrites evidence", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		k.Was, s.Change.Class, s.Evidence[0].Text = &was, brief.Update, "Something else."
	}},
	{"an update that rewrites a term", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		k.Was, s.Change.Class, s.Terms[0].Text = &was, brief.Update, "treated well"
	}},
	{"an update that takes a retraction back", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		was.Evidence[0].Retracted = "2023-01-01"
		k.Was, s.Change.Class = &was, brief.Update
	}},
	{"a correction without a note", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		k.Was, s.Change.Class = &was, brief.Correct
	}},
	{"a change of what was withdrawn", NothingLost, guarantees, func(t testing.TB, s *brief.Statement, k *Known) {
		was := guarantees(t)
		was.Withdrawn = true
		k.Was, s.Change.Class = &was, brief.Update
	}},
	{"withdrawn without saying so", NothingLost, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Withdrawn = true }},

	{"a kind that is none", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Kind = brief.KindEvent }},
	{"no title", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Title = "" }},
	{"said on no day", WellFormed, denial, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Said = brief.EventTime{}
		s.Renderings[0].On = "0001-01-01"
		s.As = brief.Capacity{Name: "Dmitry Peskov"}
	}},
	{"due before it was said", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Due = brief.DueWindow{To: "2022-08"} }},
	{"a window that ends before it begins", WellFormed, forecast, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Due.From = "2023-02" }},
	{"a stance that is none", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[6].Stance = "perhaps" }},
	{"a side that is nobody's", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[0].Side = "ours" }},
	{"a penalty in words", WellFormed, surrender, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Terms[0].Law.PenaltyMax = "ten" }},
	{"a figure above its upper bound", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) {
		s.Terms[0].Figure = brief.FigureTerm{Value: "300", High: "200"}
	}},
	{"an id of another kind", WellFormed, guarantees, func(_ testing.TB, s *brief.Statement, _ *Known) { s.Evidence[6].ID = "r7" }},
}

func TestBadStatementsAreRefusedByTheirRule(t *testing.T) {
	for _, c := range badStatements {
		s, k := c.of(t), known(t)
		if err := Check("self", s, k); err != nil {
			t.Fatalf("%s: what it is made of is refused: %v", c.name, err)
		}
		c.change(t, &s, &k)
		if err := Check("self", s, k); RuleOf(err) != c.rule || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v, want rule %s", c.name, err, c.rule)
		}
	}
}

// goodOutcome is a verdict that the case takes.
func partlyKept() brief.Outcome {
	return brief.Outcome{Statement: "s", Term: "t1", Verdict: PartlyKept, AsOf: "2024-10-02", Rationale: "In camps, not at capture.", RestsOn: []brief.EvidenceID{"e1", "e2"}}
}

func notBorneOut() brief.Outcome {
	return brief.Outcome{Statement: "s", Term: "t1", Verdict: NotBorneOut, AsOf: "2023-02-15", Rationale: "It did not come.", RestsOn: []brief.EvidenceID{"e1", "e3"}}
}

func contested() brief.Outcome {
	return brief.Outcome{Statement: "s", Term: "t3", Verdict: Contested, AsOf: "2023-01-31", Rationale: "Told both ways.", RestsOn: []brief.EvidenceID{"e5", "e6"}}
}

// badOutcome changes a verdict, or the case that it is on.
type badOutcome struct {
	name   string
	rule   Rule
	of     func(testing.TB) brief.Statement
	good   func() brief.Outcome
	change func(c *Case, o *brief.Outcome)
}

var badOutcomes = []badOutcome{
	{"a verdict on nothing found", Evidenced, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.RestsOn = nil }},
	{"a verdict on context alone", Evidenced, guarantees, contested, func(c *Case, o *brief.Outcome) { o.Term, o.RestsOn = "t2", []brief.EvidenceID{"e7"} }},
	{"a verdict on what came after it", Evidenced, guarantees, contested, func(_ *Case, o *brief.Outcome) { o.AsOf = "2022-11-01" }},
	{"a verdict without a reason", Evidenced, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Rationale = "" }},
	{"broken by mere absence", Evidenced, forecast, notBorneOut, func(c *Case, o *brief.Outcome) {
		c.Statement.Kind, o.Verdict, o.RestsOn = brief.KindPledge, Broken, []brief.EvidenceID{"e1"}
	}},
	{"contradicted by what supports it", Evidenced, denial, func() brief.Outcome {
		return brief.Outcome{Term: "t1", Verdict: Contradicted, AsOf: "2022-10-01", Rationale: "It came.", RestsOn: []brief.EvidenceID{"e1"}}
	}, func(_ *Case, o *brief.Outcome) { o.RestsOn = []brief.EvidenceID{"e2"} }},

	{"failed before it was due", NotBeforeDue, forecast, notBorneOut, func(c *Case, o *brief.Outcome) {
		c.Statement.Evidence[2].Date, o.AsOf, o.RestsOn = "2023-01-05", "2023-01-06", []brief.EvidenceID{"e3"}
	}},
	{"failed on its last day", NotBeforeDue, forecast, notBorneOut, func(c *Case, o *brief.Outcome) {
		c.Statement.Evidence[2].Date, o.AsOf, o.RestsOn = "2023-01-05", "2023-01-10", []brief.EvidenceID{"e3"}
	}},
	{"failed within the month it was due in", NotBeforeDue, forecast, notBorneOut, func(c *Case, o *brief.Outcome) {
		c.Statement.Terms[0].Due = brief.DueWindow{To: "2023-02"}
	}},

	{"kept by the speaker's own word", IndependentSupport, guarantees, contested, func(_ *Case, o *brief.Outcome) { o.Verdict = Kept }},
	{"partly kept by the speaker's own word", IndependentSupport, guarantees, contested, func(_ *Case, o *brief.Outcome) { o.Verdict = PartlyKept }},
	{"borne out by what contradicts it", IndependentSupport, forecast, notBorneOut, func(_ *Case, o *brief.Outcome) { o.Verdict = BorneOut }},
	{"the speaker says so, nowhere", IndependentSupport, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Verdict = SpeakerSaysKept }},

	{"a broken forecast", VerdictOfKind, forecast, notBorneOut, func(_ *Case, o *brief.Outcome) { o.Verdict = Broken }},
	{"a pledge borne out", VerdictOfKind, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Verdict = BorneOut }},
	{"a pledge in force", VerdictOfKind, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Verdict = InForce }},
	{"a verdict of the statement", VerdictOfKind, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Verdict = Mixed }},
	{"a verdict on an appeal", VerdictOfKind, guarantees, partlyKept, func(c *Case, _ *brief.Outcome) { c.Statement.Kind = brief.KindAppeal }},

	{"in the place of nothing", AppendOnly, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Supersedes = 9 }},
	{"beside the newest verdict", AppendOnly, guarantees, partlyKept, func(c *Case, o *brief.Outcome) {
		c.Outcomes = decided(c.Statement, brief.Outcome{Term: "t1", Verdict: Contested, AsOf: "2023-01-01"}, brief.Outcome{Term: "t1", Verdict: Broken, AsOf: "2023-02-01"}).Outcomes
		o.Supersedes = 10
	}},
	{"as of a day before the last verdict", AppendOnly, guarantees, partlyKept, func(c *Case, o *brief.Outcome) {
		c.Outcomes = decided(c.Statement, brief.Outcome{Term: "t1", Verdict: Contested, AsOf: "2025-01-01"}).Outcomes
		o.Supersedes = 10
	}},
	{"the same verdict again", AppendOnly, guarantees, partlyKept, func(c *Case, o *brief.Outcome) {
		c.Outcomes = decided(c.Statement, *o).Outcomes
		o.Supersedes = 10
	}},
	{"open what is open", AppendOnly, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Verdict = Open }},

	{"resting on an absence that nobody looked for afterwards", SearchTold, forecast, notBorneOut, func(_ *Case, o *brief.Outcome) { o.RestsOn = []brief.EvidenceID{"e2"} }},
	{"resting on what its source took back", NothingRetracted, guarantees, partlyKept, func(c *Case, _ *brief.Outcome) { c.Statement.Evidence[1].Retracted = "2024-06-01" }},
	{"resting on much, of which one was taken back", NothingRetracted, guarantees, contested, func(c *Case, _ *brief.Outcome) { c.Statement.Evidence[4].Retracted = "2022-12" }},
	{"resting on context that was taken back", NothingRetracted, guarantees, contested, func(c *Case, o *brief.Outcome) {
		c.Statement.Evidence[6].Retracted, c.Statement.Evidence[6].Terms = "2023-06", []brief.TermID{"t3"}
		o.RestsOn = append(o.RestsOn, "e7")
	}},
	{"resting on evidence about another term", Connected, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.RestsOn = []brief.EvidenceID{"e1", "e2", "e3"} }},
	{"of a term that is not there", Connected, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.Term = "t9" }},
	{"of a statement that was withdrawn", Connected, guarantees, partlyKept, func(c *Case, _ *brief.Outcome) { c.Statement.Withdrawn = true }},
	{"as of tomorrow", WellFormed, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.AsOf = "2025-06-02" }},
	{"as of a month", WellFormed, guarantees, partlyKept, func(_ *Case, o *brief.Outcome) { o.AsOf = "2024-10" }},
}

// noon is the day on which the outcomes here are proposed.
const proposedOn = brief.Date("2025-06-01")

func TestBadOutcomesAreRefusedByTheirRule(t *testing.T) {
	for _, c := range badOutcomes {
		of, o := Case{Statement: c.of(t)}, c.good()
		if err := CheckOutcome(of, o, kyiv(t), proposedOn); err != nil {
			t.Fatalf("%s: what it is made of is refused: %v", c.name, err)
		}
		c.change(&of, &o)
		if err := CheckOutcome(of, o, kyiv(t), proposedOn); RuleOf(err) != c.rule || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v, want rule %s", c.name, err, c.rule)
		}
	}
}

// badApprovals are decisions by the wrong person.
var badApprovals = []struct {
	name string
	rule Rule
	by   Approval
}{
	{"one's own proposal", TwoPeople, Approval{ProposedBy: "anna", ApprovedBy: "anna"}},
	{"one's own, as another role", TwoPeople, Approval{ProposedBy: "chief", ApprovedBy: "chief"}},
	{"one's own, once more", TwoPeople, Approval{ProposedBy: "borys", ApprovedBy: "borys"}},
	{"the program approves a person's", PeopleDecide, Approval{ProposedBy: "anna"}},
	{"the program approves its own", PeopleDecide, Approval{}},
	{"the program approves where one person may", PeopleDecide, Approval{ProposedBy: "anna", Alone: true}},
}

func TestBadApprovalsAreForbiddenByTheirRule(t *testing.T) {
	for _, c := range badApprovals {
		if err := CheckApproval(c.by); RuleOf(err) != c.rule || brief.KindOf(err) != brief.KindForbidden {
			t.Errorf("%s: %v, want rule %s", c.name, err, c.rule)
		}
	}
	for _, good := range []Approval{{ProposedBy: "anna", ApprovedBy: "borys"}, {ApprovedBy: "borys"}, {ProposedBy: "anna", ApprovedBy: "anna", Alone: true}} {
		if err := CheckApproval(good); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
}

// badSpeakers are entries of the register that it does not take.
var badSpeakers = []struct {
	name string
	rule Rule
	id   brief.SpeakerID
	is   brief.Speaker
}{
	{"a name that another has", OneName, "new", brief.Speaker{Name: "oleksiy  REZNIKOV"}},
	{"an alias that another has", OneName, "new", brief.Speaker{Name: "Somebody", Aliases: []string{"Зеленський"}}},
	{"an alias that is another's name", OneName, "new", brief.Speaker{Name: "Somebody", Aliases: []string{"Vladimir Putin"}}},
	{"two sides at once", OfficesApart, "new", brief.Speaker{Name: "Somebody", Roles: []brief.SpeakerRole{
		{Title: "envoy", Side: "Ukraine", From: "2020", To: "2024"}, {Title: "envoy", Side: "Russia", From: "2022", To: "2023"}}}},
	{"two sides without dates", OfficesApart, "new", brief.Speaker{Name: "Somebody", Roles: []brief.SpeakerRole{{Title: "a", Side: "Ukraine"}, {Title: "b", Side: "Russia"}}}},
	{"two sides, the second open", OfficesApart, "new", brief.Speaker{Name: "Somebody", Roles: []brief.SpeakerRole{
		{Title: "a", Side: "Ukraine", From: "2020-01-01"}, {Title: "b", Side: "Russia", From: "2021-01-01"}}}},
	{"no name", WellFormed, "new", brief.Speaker{Name: "  "}},
	{"an office without a title", WellFormed, "new", brief.Speaker{Name: "Somebody", Roles: []brief.SpeakerRole{{Side: "Ukraine"}}}},
	{"an office that ends before it begins", WellFormed, "new", brief.Speaker{Name: "Somebody", Roles: []brief.SpeakerRole{{Title: "a", From: "2022", To: "2021-12-31"}}}},
	{"merged into itself", Connected, "new", brief.Speaker{Name: "Somebody", MergedInto: "new"}},
}

func TestBadSpeakersAreRefusedByTheirRule(t *testing.T) {
	for _, c := range badSpeakers {
		if err := CheckSpeaker(c.id, c.is, register().Owner); RuleOf(err) != c.rule {
			t.Errorf("%s: %v, want rule %s", c.name, err, c.rule)
		}
	}
	for _, good := range []brief.Speaker{
		{Name: "Somebody Else"},
		{Name: "Somebody", Roles: []brief.SpeakerRole{{Title: "a", Side: "Ukraine", From: "2020", To: "2022-05-01"}, {Title: "b", Side: "Russia", From: "2022-05-01"}}},
		{Name: "Somebody", Roles: []brief.SpeakerRole{{Title: "a", Side: "Ukraine"}, {Title: "b", Side: "Ukraine"}, {Title: "c"}}},
		{Name: "O. Reznikov"}, // whoever was merged owns no name
	} {
		if err := CheckSpeaker("new", good, register().Owner); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	known := register()["zelenskiy"]
	if err := CheckSpeaker("zelenskiy", known.Speaker, register().Owner); err != nil {
		t.Errorf("a speaker's own names: %v", err)
	}
}

// TestEveryRuleHasItsBadWrites holds the tables to the list of rules: three each at least, for the few that are enforced by
// computing rather than by refusing see TestKeptOnlyIfAllAreKept.
func TestEveryRuleHasItsBadWrites(t *testing.T) {
	count := map[Rule]int{}
	for _, c := range badStatements {
		count[c.rule]++
	}
	for _, c := range badOutcomes {
		count[c.rule]++
	}
	for _, c := range badApprovals {
		count[c.rule]++
	}
	for _, c := range badSpeakers {
		count[c.rule]++
	}
	total := 0
	for _, rule := range []Rule{Rendered, NotBefore, SaidInOrder, Evidenced, NotBeforeDue, DueOrReview, IndependentSupport, VerdictOfKind, AppendOnly, TwoPeople,
		DenialOfSomething, PenaltyInOrder, SearchTold, RoleOfThatDay, PeopleDecide, WeakestWords, NothingRetracted, SaysSomething, Connected, NothingLost, WellFormed,
		OneName, OfficesApart} {
		total += count[rule]
		if count[rule] < 3 {
			t.Errorf("the rule %s has %d bad writes", rule, count[rule])
		}
	}
	if total < 75 {
		t.Errorf("%d bad writes", total)
	}
}
