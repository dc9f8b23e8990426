package statement

import (
	"slices"
	"time"

	"livebrief/internal/brief"
)

// Known is what a statement is judged against.
type Known struct {
	// Speaker gives a speaker of the register.
	Speaker func(brief.SpeakerID) (brief.Speaker, bool)
	// Statement tells whether a statement is on the record.
	Statement func(brief.StatementID) bool
	// Zone is the briefing's, in which days are told where the statement names no zone.
	Zone *time.Location
	// Was is the revision before, nil for a new statement.
	Was *brief.Statement
}

// Check holds a statement to the rules, as it shall stand from now on. The error is a *Breach.
func Check(id brief.StatementID, s brief.Statement, k Known) error {
	day := SaidOn(s, k.Zone)
	return first(
		checkKind(s),
		checkSaid(s.Said),
		checkSpeaker(s, k, day),
		checkTargets(id, s, k),
		checkTerms(s, day),
		checkRenderings(s, k.Zone),
		checkForce(s),
		checkEvidence(s, day),
		checkChange(s, k.Was),
	)
}

// SaidOn is the day on which it was said: its first, in the zone that the statement names or else in the briefing's.
func SaidOn(s brief.Statement, zone *time.Location) brief.Date {
	return brief.DateOf(s.Said.From.In(zoneOf(s, zone)))
}

func zoneOf(s brief.Statement, zone *time.Location) *time.Location {
	if s.Said.Zone != "" {
		if own, err := time.LoadLocation(s.Said.Zone); err == nil {
			return own
		}
	}
	if zone == nil {
		return time.UTC
	}
	return zone
}

func checkKind(s brief.Statement) error {
	if !slices.Contains(Kinds, s.Kind) {
		return refuse(WellFormed, "use one of: "+listed(Kinds), "a statement is no %.40q", string(s.Kind))
	}
	if s.Title == "" {
		return refuse(WellFormed, "give it a title, in at most a line", "the statement has no title")
	}
	return nil
}

// checkSaid is the rule said-in-order.
func checkSaid(t brief.EventTime) error {
	switch {
	case t.From.IsZero():
		return refuse(WellFormed, "give the day, or the month or year if that is all that is known", "nothing tells when it was said")
	case !t.To.IsZero() && t.To.Before(t.From):
		return refuse(SaidInOrder, "change the two round, or leave the end out", "it ends to be said on %s, before it begins on %s",
			brief.DateOf(t.To), brief.DateOf(t.From))
	}
	if !slices.Contains([]brief.Precision{brief.ToMinute, brief.ToHour, brief.ToDay, brief.ToMonth, brief.ToYear}, t.Precision) {
		return refuse(WellFormed, "use minute, hour, day, month or year", "%.40q is no precision of the time of saying", string(t.Precision))
	}
	if t.Zone != "" {
		if _, err := time.LoadLocation(t.Zone); err != nil {
			return refuse(WellFormed, "use a name such as Europe/Kyiv", "there is no zone %.40q", t.Zone)
		}
	}
	return nil
}

// checkSpeaker is the rule role-of-that-day for what a statement says of its speaker.
func checkSpeaker(s brief.Statement, k Known, day brief.Date) error {
	if s.Speaker == "" {
		return refuse(Connected, "choose one of the register, or add one", "the statement has no speaker")
	}
	who, ok := k.Speaker(s.Speaker)
	if !ok {
		return refuse(Connected, "add the speaker to the register first", "the register has no speaker %.40q", string(s.Speaker))
	}
	if s.As.Name == "" {
		return refuse(WellFormed, "give the name as the ledger shall print it", "the statement does not name its speaker")
	}
	if k.Was != nil && k.Was.Speaker == s.Speaker && k.Was.As == s.As {
		return nil // what was frozen then is not judged by what the register says now
	}
	if who.MergedInto != "" {
		return refuse(Connected, "record it for that one", "%s was found to be another speaker of the register", who.Name)
	}
	if s.As.Role == "" && s.As.Organisation == "" && s.As.Side == "" {
		return nil
	}
	for _, r := range who.Roles {
		if (s.As.Role == "" || r.Title == s.As.Role) && (s.As.Organisation == "" || r.Organisation == s.As.Organisation) &&
			(s.As.Side == "" || r.Side == s.As.Side) && heldOn(r, day) {
			return nil
		}
	}
	return refuse(RoleOfThatDay, "give the office held that day, or mend its dates in the register",
		"the register does not have %s as %s on %s", who.Name, officeOf(s.As), day)
}

func officeOf(c brief.Capacity) string {
	switch {
	case c.Role != "" && c.Organisation != "":
		return c.Role + " of " + c.Organisation
	case c.Role != "":
		return c.Role
	case c.Organisation != "":
		return "somebody of " + c.Organisation
	}
	return "somebody on the side of " + c.Side
}

// checkTargets is the rule denial-of-something.
func checkTargets(id brief.StatementID, s brief.Statement, k Known) error {
	if s.Kind == brief.KindDenial && len(s.Targets) == 0 {
		return refuse(DenialOfSomething, "say which statement or which words are denied", "the denial denies nothing")
	}
	for _, t := range s.Targets {
		switch {
		case t.Statement == "" && t.Text == "":
			return refuse(DenialOfSomething, "give a statement, or the words that are denied", "what is denied is empty")
		case t.Statement == id && id != "":
			return refuse(DenialOfSomething, "say what else is denied", "the statement denies itself")
		case t.Statement != "" && !k.Statement(t.Statement):
			return refuse(Connected, "give the id of a recorded statement, or the words", "there is no statement %.40q to deny", string(t.Statement))
		}
	}
	return nil
}
