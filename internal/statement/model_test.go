package statement

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// The model test lets a careless desk loose on a ledger: whatever it asks for, what is taken never breaks an invariant of
// the ledger, as they are written down again here from the outside.

// desk is a ledger in memory that takes what the rules take.
type desk struct {
	t     *rapid.T
	zone  *time.Location
	known Register
	good  []brief.Statement
	cases []*Case
	// frozen is in which capacity each statement was first recorded, and history every outcome that was ever taken.
	frozen  []brief.Capacity
	history []string
	seq     brief.Seq
	taken   int
}

var (
	anyDay     = rapid.SampledFrom([]brief.Date{"", "2022", "2022-09", "2022-09-23", "2022-09-24", "2022-09-25", "2022-12-31", "2023-01", "2023-02-01", "2024"})
	fullDay    = rapid.SampledFrom([]brief.Date{"2022-09-20", "2022-09-24", "2022-10-01", "2023-01-01", "2023-02-01", "2024-06-01"})
	anyForce   = rapid.SampledFrom([]brief.Force{brief.Flat, brief.Flat, brief.Attributed, brief.Hedged})
	anyStance  = rapid.SampledFrom(brief.Stances)
	anySide    = rapid.SampledFrom(brief.Sides)
	anyKind    = rapid.SampledFrom(Kinds)
	anyClass   = rapid.SampledFrom(classes)
	anyVerdict = rapid.SampledFrom(slices.Concat(ofPledges, ofForecasts, ofOrders, ofLaws, ofClaims))
	anyPerson  = rapid.SampledFrom([]brief.PersonID{"", "anna", "borys"})
)

func (d *desk) term(n int) brief.Term {
	return brief.Term{ID: brief.TermID(fmt.Sprintf("t%d", n)), Text: rapid.SampledFrom([]string{"", "a", "a", "a"}).Draw(d.t, "text"),
		Force: rapid.SampledFrom([]brief.Force{brief.Flat, brief.Hedged}).Draw(d.t, "force"), Due: brief.DueWindow{From: anyDay.Draw(d.t, "from"), To: anyDay.Draw(d.t, "to")},
		ReviewOn: anyDay.Draw(d.t, "review"), Law: brief.LawTerm{PenaltyMin: rapid.SampledFrom([]string{"", "", "3", "12"}).Draw(d.t, "least"),
			PenaltyMax: rapid.SampledFrom([]string{"", "", "10"}).Draw(d.t, "most"), PenaltyUnit: "years"}}
}

func (d *desk) rendering(n int) brief.Rendering {
	r := rendering(brief.RenderingID(fmt.Sprintf("r%d", n)), fullDay.Draw(d.t, "on"))
	for i := range rapid.IntRange(0, 2).Draw(d.t, "covers") {
		r.Covers = append(r.Covers, brief.Coverage{Term: brief.TermID(fmt.Sprintf("t%d", i+1)), Verbatim: rapid.Bool().Draw(d.t, "verbatim"), Force: anyForce.Draw(d.t, "force")})
	}
	return r
}

func (d *desk) evidence(n int) brief.Evidence {
	e := evidence(brief.EvidenceID(fmt.Sprintf("e%d", n)), brief.TermID(fmt.Sprintf("t%d", rapid.IntRange(1, 2).Draw(d.t, "about"))), anyDay.Draw(d.t, "date"),
		anyStance.Draw(d.t, "stance"), anySide.Draw(d.t, "side"))
	if rapid.Bool().Draw(d.t, "searched") {
		e.Searched = []brief.Search{{For: "a", Where: "b", On: fullDay.Draw(d.t, "searched on")}}
	}
	return e
}

func (d *desk) judge(s brief.Statement, was *brief.Statement) error {
	return Check("self", s, Known{Speaker: d.known.Speaker, Statement: func(brief.StatementID) bool { return false }, Zone: d.zone, Was: was})
}

// seldom is true once in n.
func (d *desk) seldom(n int, what string) bool { return rapid.IntRange(1, n).Draw(d.t, what) == n }

// record hands in a new statement: a good one with some of it changed.
func (d *desk) record() {
	s := rapid.SampledFrom(d.good).Draw(d.t, "made of")
	s.Terms, s.Renderings, s.Evidence = slices.Clone(s.Terms), slices.Clone(s.Renderings), slices.Clone(s.Evidence)
	if d.seldom(4, "another kind") {
		s.Kind = anyKind.Draw(d.t, "kind")
	}
	if d.seldom(5, "another speaker") {
		s.Speaker = rapid.SampledFrom([]brief.SpeakerID{"reznikov", "zelenskiy", "gone", "x"}).Draw(d.t, "speaker")
	}
	if d.seldom(5, "another role") {
		s.As.Role = rapid.SampledFrom([]string{"", "president", "defence minister"}).Draw(d.t, "role")
	}
	if d.seldom(3, "an end") {
		s.Said.To = s.Said.From.AddDate(0, 0, rapid.IntRange(-1, 1).Draw(d.t, "days"))
	}
	if d.seldom(6, "denies") {
		s.Targets = []brief.Target{{Text: rapid.SampledFrom([]string{"", "a"}).Draw(d.t, "denied")}}
	}
	if d.seldom(4, "another term") && len(s.Terms) > 0 {
		s.Terms[0] = d.term(1)
	}
	if d.seldom(4, "another rendering") {
		s.Renderings[0] = d.rendering(1)
	}
	if d.seldom(8, "no rendering") {
		s.Renderings = nil
	}
	if d.judge(s, nil) == nil {
		d.cases = append(d.cases, &Case{Statement: s})
		d.frozen = append(d.frozen, s.As)
		d.taken++
	}
}

// revise hands in a changed statement.
func (d *desk) revise() {
	if len(d.cases) == 0 {
		return
	}
	i := rapid.IntRange(0, len(d.cases)-1).Draw(d.t, "case")
	was := d.cases[i].Statement
	s := was
	s.Terms, s.Renderings, s.Evidence = slices.Clone(was.Terms), slices.Clone(was.Renderings), slices.Clone(was.Evidence)
	s.Change = brief.StatementChange{Class: anyClass.Draw(d.t, "class"), Note: rapid.SampledFrom([]string{"", "why"}).Draw(d.t, "note")}
	s.Withdrawn = rapid.IntRange(0, 9).Draw(d.t, "withdrawn") == 0
	switch rapid.IntRange(0, 7).Draw(d.t, "what") {
	case 0:
		s.Terms = append(s.Terms, d.term(rapid.IntRange(3, 5).Draw(d.t, "id")))
	case 1:
		s.Renderings = append(s.Renderings, d.rendering(len(s.Renderings)+1))
	case 2, 3:
		s.Evidence = append(s.Evidence, d.evidence(len(s.Evidence)+1+len(was.Terms)))
	case 4:
		if len(s.Evidence) > 0 {
			s.Evidence[0].Retracted = anyDay.Draw(d.t, "retracted")
		}
	case 5:
		s.As.Role = rapid.SampledFrom([]string{"", "president", "defence minister"}).Draw(d.t, "role")
	case 6:
		if len(s.Evidence) > 1 {
			s.Evidence = s.Evidence[1:]
		}
	case 7:
		s.Renderings = nil
	}
	if d.judge(s, &was) == nil {
		if s.Change.Class == brief.Correct || s.Change.Class == brief.Refile {
			d.frozen[i] = s.As
		}
		d.cases[i].Statement = s
		d.taken++
	}
}

// decide proposes and approves an outcome.
func (d *desk) decide() {
	if len(d.cases) == 0 {
		return
	}
	i := rapid.IntRange(0, len(d.cases)-1).Draw(d.t, "case")
	c := d.cases[i]
	verdict := anyVerdict.Draw(d.t, "any verdict")
	if fit := VerdictsOf(c.Statement.Kind); len(fit) > 0 && !d.seldom(4, "whatever") {
		verdict = rapid.SampledFrom(fit).Draw(d.t, "verdict")
		if c.Statement.Kind == brief.KindForecast && !d.seldom(2, "another verdict") {
			verdict = NotBorneOut
		}
	}
	if s := &c.Statement; d.seldom(3, "found meanwhile") && !s.Withdrawn {
		e := evidence(brief.EvidenceID(fmt.Sprintf("e%d", 50+len(s.Evidence))), "t1", fullDay.Draw(d.t, "found"), brief.Contradicts, brief.Independent)
		was := *s
		is := was
		is.Evidence, is.Change = append(slices.Clone(was.Evidence), e), brief.StatementChange{Class: brief.Update}
		if d.judge(is, &was) == nil {
			*s = is
		}
	}
	o := brief.Outcome{Term: brief.TermID(fmt.Sprintf("t%d", rapid.IntRange(1, 2).Draw(d.t, "term"))), Verdict: verdict,
		AsOf: fullDay.Draw(d.t, "as of"), Rationale: rapid.SampledFrom([]string{"", "why", "why"}).Draw(d.t, "rationale")}
	for _, e := range c.Statement.Evidence {
		if rapid.Bool().Draw(d.t, "rests") {
			o.RestsOn = append(o.RestsOn, e.ID)
		}
	}
	if before, ok := c.Latest(o.Term); ok && rapid.IntRange(0, 4).Draw(d.t, "follows") > 0 {
		o.Supersedes = before.Seq
	}
	by := Approval{ProposedBy: anyPerson.Draw(d.t, "proposer"), ApprovedBy: anyPerson.Draw(d.t, "approver")}
	if CheckOutcome(*c, o, d.zone, "2024-06-01") != nil || CheckApproval(by) != nil {
		return
	}
	if by.ApprovedBy == "" || by.ApprovedBy == by.ProposedBy {
		d.t.Fatalf("I10, I16: %q approved what %q proposed", by.ApprovedBy, by.ProposedBy)
	}
	d.checkDecision(*c, o)
	d.seq++
	c.Outcomes = append(c.Outcomes, Decided{Seq: d.seq, Outcome: o})
	d.history = append(d.history, fmt.Sprintf("%+v", c.Outcomes[len(c.Outcomes)-1]))
	d.taken++
}

// checkDecision holds a verdict that was taken to the invariants of verdicts.
func (d *desk) checkDecision(c Case, o brief.Outcome) {
	if o.Verdict == Open {
		return
	}
	said := c.Statement.Said.From.In(d.zone).Format(time.DateOnly)
	carrying, independent := 0, false
	for _, e := range c.Statement.Evidence {
		if !slices.Contains(o.RestsOn, e.ID) {
			continue
		}
		if e.Retracted != "" {
			d.t.Fatalf("I18: %s rests on %s, which was taken back", o.Verdict, e.ID)
		}
		if e.Stance != brief.Context && string(e.Date.Last()) >= said && e.Date.First() <= o.AsOf {
			carrying++
			independent = independent || e.Stance == brief.Supports && e.Side == brief.Independent
		}
	}
	if carrying == 0 {
		d.t.Fatalf("I4: %s rests on nothing of its time", o.Verdict)
	}
	switch o.Verdict {
	case Kept, BorneOut, CarriedOut, Corroborated:
		if !independent {
			d.t.Fatalf("I7: %s without independent support", o.Verdict)
		}
	case NotBorneOut:
		for _, t := range c.Statement.Terms {
			if t.ID == o.Term && t.Due.To != "" && o.AsOf <= t.Due.To.Last() {
				d.t.Fatalf("I5: not borne out on %s, due by %s", o.AsOf, t.Due.To)
			}
		}
	}
	if !slices.Contains(VerdictsOf(c.Statement.Kind), o.Verdict) {
		d.t.Fatalf("I8: %s of a %s", o.Verdict, c.Statement.Kind)
	}
}

// check holds the whole ledger to the invariants of statements.
func (d *desk) check() {
	var history []string
	for i, c := range d.cases {
		s := c.Statement
		said := s.Said.From.In(d.zone).Format(time.DateOnly)
		if len(s.Renderings) == 0 {
			d.t.Fatal("I1: nobody reported it")
		}
		for _, r := range s.Renderings {
			if last, _ := time.Parse(time.DateOnly, string(r.On.Last())); last.AddDate(0, 0, 3).Format(time.DateOnly) < said {
				d.t.Fatalf("I2: reported on %s, said on %s", r.On, said)
			}
		}
		if !s.Said.To.IsZero() && s.Said.To.Before(s.Said.From) {
			d.t.Fatal("I3: ends before it begins")
		}
		if s.Kind == brief.KindDenial && (len(s.Targets) == 0 || s.Targets[0].Text == "") {
			d.t.Fatal("I11: a denial of nothing")
		}
		for _, e := range s.Evidence {
			if e.Stance == brief.Absence && len(e.Searched) == 0 {
				d.t.Fatal("I13: an absence that nobody looked for")
			}
		}
		if s.As != d.frozen[i] {
			d.t.Fatalf("I15: %+v became %+v", d.frozen[i], s.As)
		}
		for _, t := range s.Terms {
			if s.Kind == brief.KindForecast && t.Due.To == "" && t.ReviewOn == "" {
				d.t.Fatal("I6: a forecast without a day")
			}
			if t.Law.PenaltyMin == "12" && t.Law.PenaltyMax == "10" {
				d.t.Fatal("I12: at least 12, at most 10")
			}
			hedged := false
			for _, r := range s.Renderings {
				for _, v := range r.Covers {
					hedged = hedged || v.Term == t.ID && v.Verbatim && v.Force == brief.Hedged && r.Retracted == ""
				}
			}
			if hedged && t.Force == brief.Flat {
				d.t.Fatal("I17: flat where the words are hedged")
			}
		}
		kept := len(s.Terms) > 0
		for _, t := range s.Terms {
			latest, ok := c.Latest(t.ID)
			kept = kept && ok && latest.Verdict == Kept
		}
		if (StateOf(States(*c)).Verdict == Kept) != kept {
			d.t.Fatal("I14: kept, and not all of it")
		}
		for _, o := range c.Outcomes {
			history = append(history, fmt.Sprintf("%+v", o))
		}
	}
	slices.Sort(history)
	was := slices.Sorted(slices.Values(d.history))
	if !slices.Equal(history, was) {
		d.t.Fatal("I9: an outcome changed or went")
	}
}

func TestRandomActsNeverBreakAnInvariant(t *testing.T) {
	zone := kyiv(t)
	good := []brief.Statement{guarantees(t), forecast(t), denial(t), surrender(t)}
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		d := &desk{t: t, zone: zone, known: register(), good: good}
		for range 80 {
			switch rapid.IntRange(0, 9).Draw(t, "act") {
			case 0, 1, 2:
				d.record()
			case 3, 4, 5:
				d.revise()
			default:
				d.decide()
			}
			d.check()
		}
		taken += d.taken
	})
	if taken < 1000 {
		t.Errorf("only %d acts were taken: the desk asks for nothing that the rules take", taken)
	}
}
