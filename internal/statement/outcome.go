package statement

import (
	"slices"
	"time"

	"livebrief/internal/brief"
)

// Decided is an outcome with the entry that has it.
type Decided struct {
	Seq brief.Seq
	// When is the entry's place on the reader's clock.
	When time.Time
	brief.Outcome
}

// Case is a statement with its outcomes, the oldest first.
type Case struct {
	Statement brief.Statement
	Outcomes  []Decided
}

// Latest gives the newest outcome of a term.
func (c Case) Latest(term brief.TermID) (Decided, bool) {
	for _, d := range slices.Backward(c.Outcomes) {
		if d.Term == term {
			return d, true
		}
	}
	return Decided{}, false
}

// CheckOutcome holds an outcome to the rules before anybody approves it. Zone is the briefing's, today the desk's day in it.
// The error is a *Breach.
func CheckOutcome(c Case, o brief.Outcome, zone *time.Location, today brief.Date) error {
	s := c.Statement
	term, ok := termOf(s, o.Term)
	switch {
	case !ok:
		return refuse(Connected, "choose one of its terms", "the statement has no term %.40q", string(o.Term))
	case s.Withdrawn:
		return refuse(Connected, "leave it as it is", "the statement was withdrawn")
	case !o.AsOf.Day():
		return refuse(WellFormed, "write it as YYYY-MM-DD", "the day of the verdict %.40q is no day", string(o.AsOf))
	case o.AsOf > today:
		return refuse(WellFormed, "wait until then", "the verdict is as of %s, which is still to come", o.AsOf)
	case o.Rationale == "":
		return refuse(Evidenced, "say in a sentence or two why", "the verdict gives no reason")
	}
	return first(
		checkVerdict(s.Kind, o.Verdict),
		checkSupersedes(c, o),
		checkRests(s, o, SaidOn(s, zone)),
		checkTime(s, term, o),
	)
}

// checkSupersedes is the rule append-only: the chain of a term's outcomes never forks.
func checkSupersedes(c Case, o brief.Outcome) error {
	before, ok := c.Latest(o.Term)
	switch {
	case !ok && o.Supersedes != 0:
		return refuse(AppendOnly, "leave it out", "nothing was decided on %s that this could take the place of", o.Term)
	case !ok && o.Verdict == Open:
		return refuse(AppendOnly, "leave it as it is", "%s is open already", o.Term)
	case ok && o.Supersedes != before.Seq:
		return refuse(AppendOnly, "look at that one first", "the newest verdict on %s is entry %d, not %d", o.Term, before.Seq, o.Supersedes)
	case ok && o.AsOf < before.AsOf:
		return refuse(AppendOnly, "a later verdict is as of that day or later", "the verdict before is as of %s", before.AsOf)
	case ok && o.Verdict == before.Verdict && slices.Equal(o.RestsOn, before.RestsOn):
		return refuse(AppendOnly, "leave it as it is", "%s stands at %q already, by the same evidence", o.Term, string(o.Verdict))
	}
	return nil
}

// checkRests holds what an outcome rests on to the rules connected, nothing-retracted, evidenced and independent-support.
func checkRests(s brief.Statement, o brief.Outcome, said brief.Date) error {
	var carrying []brief.Evidence
	for _, id := range o.RestsOn {
		e, ok := evidenceOf(s, id)
		switch {
		case !ok || !slices.Contains(e.Terms, o.Term):
			return refuse(Connected, "add it to the term first", "there is no evidence %.40q about %s", string(id), o.Term)
		case e.Retracted != "":
			return refuse(NothingRetracted, "rest the verdict on something else", "the source of %s took it back on %s", id, e.Retracted)
		case e.Stance != brief.Context && e.Date.Last() >= said && e.Date.First() <= o.AsOf:
			carrying = append(carrying, e)
		}
	}
	if o.Verdict == Open {
		return nil
	}
	if len(carrying) == 0 {
		return refuse(Evidenced, "name evidence that supports, contradicts or was looked for, dated from "+string(said)+" to "+string(o.AsOf),
			"%q rests on nothing", string(o.Verdict))
	}
	return first(checkSupport(o, carrying), checkFailure(o, carrying))
}

// checkSupport is the rule independent-support.
func checkSupport(o brief.Outcome, carrying []brief.Evidence) error {
	supports := func(side brief.Side) bool {
		return slices.ContainsFunc(carrying, func(e brief.Evidence) bool {
			return e.Stance == brief.Supports && (side == "" || e.Side == side)
		})
	}
	if slices.Contains(fulfilled, o.Verdict) && !supports(brief.Independent) {
		return refuse(IndependentSupport, "find a source of neither side, or record that the speaker says so, or that it is contested",
			"%q has no independent support", string(o.Verdict))
	}
	if (o.Verdict == SpeakerSaysKept || o.Verdict == SpeakerSaysDone) && !supports(brief.SpeakerSide) {
		return refuse(IndependentSupport, "name where the speaker's side says so", "%q rests on nothing that the speaker's side says", string(o.Verdict))
	}
	return nil
}

// checkFailure asks for evidence against where a verdict says that something was not so (rule evidenced). That nothing
// was found breaks no word; that it did not come in time it can show.
func checkFailure(o brief.Outcome, carrying []brief.Evidence) error {
	against := slices.ContainsFunc(carrying, func(e brief.Evidence) bool { return e.Stance == brief.Contradicts })
	absent := slices.ContainsFunc(carrying, func(e brief.Evidence) bool { return e.Stance == brief.Absence })
	switch {
	case (o.Verdict == Broken || o.Verdict == Contradicted) && !against:
		return refuse(Evidenced, "name evidence that contradicts it", "%q rests on nothing that contradicts it", string(o.Verdict))
	case slices.Contains(failedInTime, o.Verdict) && !against && !absent:
		return refuse(Evidenced, "name evidence that contradicts it, or that it was looked for in vain", "%q rests on nothing against it", string(o.Verdict))
	}
	return nil
}

// checkTime is the rule not-before-due, and search-told where a verdict rests on absence alone: somebody looked after
// the time was over.
func checkTime(s brief.Statement, t brief.Term, o brief.Outcome) error {
	if !slices.Contains(failedInTime, o.Verdict) {
		return nil
	}
	end := t.Due.To.Last()
	if end == "" {
		end = t.ReviewOn.Last()
	}
	if end == "" {
		return nil
	}
	if o.AsOf <= end {
		return refuse(NotBeforeDue, "wait until it is over", "%q is decided as of %s, and %s is due until %s", string(o.Verdict), o.AsOf, o.Term, end)
	}
	absent, looked := true, false
	for _, id := range o.RestsOn {
		e, _ := evidenceOf(s, id)
		absent = absent && (e.Stance == brief.Absence || e.Stance == brief.Context)
		looked = looked || slices.ContainsFunc(e.Searched, func(x brief.Search) bool { return x.On.Last() > end })
	}
	if absent && !looked {
		return refuse(SearchTold, "look again, and add when and where", "nobody looked for %s after %s, when its time was over", o.Term, end)
	}
	return nil
}

// Approval is who stands behind an outcome.
type Approval struct {
	// ProposedBy is empty where the program proposed.
	ProposedBy, ApprovedBy brief.PersonID
	// Alone says that the desk lets one person do both.
	Alone bool
}

// CheckApproval holds an approval to the rules people-decide and two-people. The error is a *Breach of kind Forbidden.
func CheckApproval(a Approval) error {
	switch {
	case a.ApprovedBy == "":
		return forbid(PeopleDecide, "let somebody of the desk decide", "the program cannot approve an outcome")
	case !a.Alone && a.ProposedBy == a.ApprovedBy:
		return forbid(TwoPeople, "ask somebody else of the desk", "whoever proposed an outcome cannot approve it")
	}
	return nil
}
