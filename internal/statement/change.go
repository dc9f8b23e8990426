package statement

import (
	"reflect"
	"slices"

	"livebrief/internal/brief"
)

// classes are the classes of change of a statement.
var classes = []brief.EntryKind{brief.Publish, brief.Update, brief.Correct, brief.Refile, brief.Withdraw}

// checkChange holds a revision to the rules nothing-lost and role-of-that-day: an update adds, and what was there before is
// changed by a correction, which says what was wrong, or refiled where only its spelling was.
func checkChange(s brief.Statement, was *brief.Statement) error {
	c := s.Change
	switch {
	case !slices.Contains(classes, c.Class):
		return refuse(WellFormed, "use "+listed(classes), "a statement is not changed by %.40q", string(c.Class))
	case (was == nil) != (c.Class == brief.Publish):
		return refuse(WellFormed, "publish a new statement, and update or correct a recorded one", "this statement cannot be changed by %q", string(c.Class))
	case (c.Class == brief.Correct || c.Class == brief.Withdraw) && c.Note == "":
		return refuse(NothingLost, "say what was wrong, or why it is taken back", "a change of the class %s has no public note", c.Class)
	case s.Withdrawn != (c.Class == brief.Withdraw):
		return refuse(NothingLost, "withdraw it with a note, or leave it", "a statement is taken back by the class withdraw, and by no other")
	}
	if was == nil {
		return nil
	}
	if was.Withdrawn {
		return refuse(NothingLost, "record it anew", "this statement was withdrawn")
	}
	if err := checkNothingLost(*was, s); err != nil {
		return err
	}
	if c.Class != brief.Update && c.Class != brief.Withdraw {
		return nil
	}
	return checkOnlyAdded(*was, s)
}

func checkNothingLost(was, is brief.Statement) error {
	for _, t := range was.Terms {
		if _, ok := termOf(is, t.ID); !ok {
			return lost("term", string(t.ID))
		}
	}
	for _, r := range was.Renderings {
		if !slices.ContainsFunc(is.Renderings, func(x brief.Rendering) bool { return x.ID == r.ID }) {
			return lost("rendering", string(r.ID))
		}
	}
	for _, e := range was.Evidence {
		if _, ok := evidenceOf(is, e.ID); !ok {
			return lost("evidence", string(e.ID))
		}
	}
	return nil
}

func lost(what, id string) error {
	return refuse(NothingLost, "leave it, and mark it as taken back or correct it", "the %s %s would be gone", what, id)
}

// checkOnlyAdded refuses an update that changes what was said or found.
func checkOnlyAdded(was, is brief.Statement) error {
	if was.Speaker != is.Speaker || was.As != is.As || !was.Said.From.Equal(is.Said.From) || !was.Said.To.Equal(is.Said.To) || was.Kind != is.Kind {
		return refuse(RoleOfThatDay, "correct it, with a note that says what was wrong", "an update cannot change who spoke, in which office, when, or what kind of statement it is")
	}
	for _, t := range was.Terms {
		now, _ := termOf(is, t.ID)
		// When somebody looks again, by what, and when a law enters into force, become known later.
		now.ReviewOn, now.Criteria, now.Law.InForceFrom = t.ReviewOn, t.Criteria, t.Law.InForceFrom
		if now != t {
			return rewritten("term", string(t.ID))
		}
	}
	for _, r := range was.Renderings {
		i := slices.IndexFunc(is.Renderings, func(x brief.Rendering) bool { return x.ID == r.ID })
		now := is.Renderings[i]
		if r.Retracted == "" {
			now.Retracted = ""
		}
		if !now.At.Equal(r.At) {
			return rewritten("rendering", string(r.ID))
		}
		now.At = r.At
		if !reflect.DeepEqual(now, r) {
			return rewritten("rendering", string(r.ID))
		}
	}
	for _, e := range was.Evidence {
		now, _ := evidenceOf(is, e.ID)
		if e.Retracted == "" {
			now.Retracted = ""
		}
		if !reflect.DeepEqual(now, e) {
			return rewritten("evidence", string(e.ID))
		}
	}
	return nil
}

func rewritten(what, id string) error {
	return refuse(NothingLost, "correct it, with a note that says what was wrong", "an update would change the %s %s", what, id)
}
