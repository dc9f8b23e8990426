package statement

import (
	"errors"
	"fmt"

	"livebrief/internal/brief"
)

// Rule is the name of a rule of the ledger. The names are printed in refusals and stand in docs/statements.md.
type Rule string

// The rules. Each is enforced by the function that names it, and by no other.
const (
	// Rendered: every statement has a rendering.
	Rendered Rule = "rendered"
	// NotBefore: nothing is reported before it was said.
	NotBefore Rule = "not-before"
	// SaidInOrder: the time of saying does not end before it begins.
	SaidInOrder Rule = "said-in-order"
	// Evidenced: a verdict rests on evidence dated from the day it was said to the day of the verdict.
	Evidenced Rule = "evidenced"
	// NotBeforeDue: nothing has failed to come before it is due.
	NotBeforeDue Rule = "not-before-due"
	// DueOrReview: a forecast has a date by which it can be judged.
	DueOrReview Rule = "due-or-review"
	// IndependentSupport: the speaker's own side does not show that a word was kept.
	IndependentSupport Rule = "independent-support"
	// VerdictOfKind: each kind of statement has its own verdicts.
	VerdictOfKind Rule = "verdict-of-kind"
	// AppendOnly: an outcome takes the place of the one before, and none is changed.
	AppendOnly Rule = "append-only"
	// TwoPeople: who proposes an outcome does not approve it.
	TwoPeople Rule = "two-people"
	// DenialOfSomething: a denial names what it denies.
	DenialOfSomething Rule = "denial-of-something"
	// PenaltyInOrder: a penalty's least is not above its most.
	PenaltyInOrder Rule = "penalty-in-order"
	// SearchTold: absence says what was looked for, where and when.
	SearchTold Rule = "search-told"
	// NeverAveraged: the state of a statement follows from all its terms, and is never a mean.
	NeverAveraged Rule = "never-averaged"
	// RoleOfThatDay: a speaker spoke in an office held that day, and that is not changed later.
	RoleOfThatDay Rule = "role-of-that-day"
	// PeopleDecide: the program proposes, and never approves.
	PeopleDecide Rule = "people-decide"
	// WeakestWords: a term is put no more firmly than the weakest words quoted for it.
	WeakestWords Rule = "weakest-words"
	// NothingRetracted: no verdict rests on what its source took back.
	NothingRetracted Rule = "nothing-retracted"
	// SaysSomething: a statement has the terms that its kind cannot do without.
	SaysSomething Rule = "says-something"
	// Connected: what is named stands there: terms, evidence, speakers, other statements.
	Connected Rule = "connected"
	// NothingLost: a revision drops no term, rendering or evidence, and gives no id again.
	NothingLost Rule = "nothing-lost"
	// WellFormed: texts, dates, numbers and words are what they should be.
	WellFormed Rule = "well-formed"
	// OneName: a name or spelling belongs to one speaker.
	OneName Rule = "one-name"
	// OfficesApart: one speaker does not hold offices of two sides at once.
	OfficesApart Rule = "offices-apart"
)

// Breach is a refusal: the rule, and a sentence for people.
type Breach struct {
	Rule Rule
	err  error
}

// Error gives the sentence with the rule's name, and what to do.
func (b *Breach) Error() string { return b.err.Error() }

// Unwrap gives the error of kind Invalid or Forbidden.
func (b *Breach) Unwrap() error { return b.err }

// RuleOf gives the rule that an error is about, empty when it is about none.
func RuleOf(err error) Rule {
	var b *Breach
	if errors.As(err, &b) {
		return b.Rule
	}
	return ""
}

func refuse(rule Rule, do, what string, args ...any) error {
	return &Breach{Rule: rule, err: brief.Invalid(named(rule, fmt.Sprintf(what, args...)), do)}
}

// forbid is refuse for what somebody else may do.
func forbid(rule Rule, do, what string) error {
	return &Breach{Rule: rule, err: brief.Forbidden(named(rule, what), do)}
}

func named(rule Rule, what string) string { return what + " (rule " + string(rule) + ")" }

// first gives the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
