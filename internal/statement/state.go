package statement

import (
	"slices"

	"livebrief/internal/brief"
)

// Mixed is the state of a statement whose terms came out differently.
const Mixed brief.Verdict = "mixed"

// TermState is where a term stands.
type TermState struct {
	Term    brief.TermID
	Verdict brief.Verdict
	// AsOf is the day of the verdict, Seq its entry; empty and 0 while nothing was decided.
	AsOf brief.Date
	Seq  brief.Seq
	// Review says that something on which the verdict rests was taken back, so that it has to be judged again.
	Review bool
	Weak   bool
}

// States gives where each term stands, in the order of the terms.
func States(c Case) []TermState {
	out := make([]TermState, 0, len(c.Statement.Terms))
	retracted := func(id brief.EvidenceID) bool {
		e, ok := evidenceOf(c.Statement, id)
		return !ok || e.Retracted != ""
	}
	for _, t := range c.Statement.Terms {
		latest, _ := c.Latest(t.ID)
		out = append(out, StateOfTerm(t.ID, latest, retracted))
	}
	return out
}

// StateOfTerm gives where a term stands by its newest outcome, of which the verdict, its day, its entry and what it rests on
// are asked; the zero Decided is none. Retracted tells which evidence was taken back (rule nothing-retracted).
func StateOfTerm(term brief.TermID, latest Decided, retracted func(brief.EvidenceID) bool) TermState {
	if latest.Verdict == "" {
		return TermState{Term: term, Verdict: Open}
	}
	st := TermState{Term: term, Verdict: latest.Verdict, AsOf: latest.AsOf, Seq: latest.Seq, Weak: latest.Weak}
	st.Review = st.Verdict != Open && slices.ContainsFunc(latest.RestsOn, retracted)
	return st
}

// State is where a statement stands. It is worked out from its terms and kept nowhere.
type State struct {
	// Verdict is that of all terms where they have the same, Mixed where they have not; Open while none is decided, or
	// where nothing can be.
	Verdict brief.Verdict
	// Terms and Decided count its terms, and those that are not open.
	Terms, Decided int
	// Review says that a verdict of one of them has to be judged again.
	Review bool
}

// StateOf works the state of a statement out of its terms (rule never-averaged): all have to be kept for it to be kept.
func StateOf(terms []TermState) State {
	st := State{Verdict: Open, Terms: len(terms)}
	for i, t := range terms {
		if t.Verdict != Open {
			st.Decided++
		}
		st.Review = st.Review || t.Review
		switch {
		case i == 0:
			st.Verdict = t.Verdict
		case t.Verdict != st.Verdict:
			st.Verdict = Mixed
		}
	}
	return st
}

// DueOf gives the day by which somebody has to look at a term: the end of its window while it is open, else a day of review
// after the verdict; the day of the verdict where that has to be judged again. Empty where nothing is due.
func DueOf(t brief.Term, st TermState) brief.Date {
	switch {
	case st.Review:
		return st.AsOf
	case st.Verdict == Open && t.Due.To != "":
		return t.Due.To.Last()
	case t.ReviewOn.Last() > st.AsOf:
		return t.ReviewOn.Last()
	}
	return ""
}
