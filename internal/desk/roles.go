package desk

import (
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// Verb is something that somebody of the desk can do.
type Verb string

// The verbs.
const (
	AddReport      Verb = "add-report"
	ReadInbox      Verb = "read-inbox"
	Apart          Verb = "apart"
	Together       Verb = "together"
	Draft          Verb = "draft"
	Publish        Verb = "publish"
	Update         Verb = "update"
	Correct        Verb = "correct"
	Refile         Verb = "refile"
	Hold           Verb = "hold"
	Withdraw       Verb = "withdraw"
	Glance         Verb = "glance"
	Sources        Verb = "sources"
	Lists          Verb = "lists"
	RedactText     Verb = "redact"
	CreateBriefing Verb = "create-briefing"
	EditBriefing   Verb = "edit-briefing"
	People         Verb = "people"
	ReadAudit      Verb = "audit"
	Keys           Verb = "keys"
	Backup         Verb = "backup"

	RecordStatement Verb = "record-statement"
	ProposeOutcome  Verb = "propose-outcome"
	DecideOutcome   Verb = "decide-outcome"

	ProposeMap Verb = "propose-map"
	ApproveMap Verb = "approve-map"

	ProposeNumbers Verb = "propose-numbers"
	ApproveNumbers Verb = "approve-numbers"
)

// Verbs lists every verb, each behind those that need no more than it does.
var Verbs = []Verb{AddReport, ReadInbox, Apart, Together, Draft, ProposeOutcome, ProposeMap, ProposeNumbers, RecordStatement, DecideOutcome, ApproveMap, ApproveNumbers, Publish, Update, Correct, Refile, Hold, Withdraw, Glance, Sources, Lists,
	RedactText, CreateBriefing, EditBriefing, People, ReadAudit, Keys, Backup}

// least gives the least role that a verb takes. A verb that is not here is nobody's.
func least(v Verb) (brief.Role, bool) {
	switch v {
	case AddReport, ReadInbox, Apart, Together, Draft, ProposeOutcome, ProposeMap, ProposeNumbers:
		return brief.Reporter, true
	case Publish, Update, Correct, Refile, Hold, Withdraw, Glance, Sources, Lists, RecordStatement, DecideOutcome, ApproveMap, ApproveNumbers:
		return brief.Editor, true
	case RedactText, CreateBriefing, EditBriefing, People, ReadAudit, Keys, Backup:
		return brief.Chief, true
	}
	return "", false
}

// Can tells whether the role may do it: nil, or Forbidden with whom to ask. What is not allowed expressly is not
// allowed.
func Can(role brief.Role, verb Verb) error {
	needed, known := least(verb)
	if !known {
		return brief.Forbidden(fmt.Sprintf("nobody can %.40q", string(verb)), "")
	}
	has := slices.Index(brief.Roles, role)
	if has < 0 {
		return brief.Forbidden("you have no role at the desk", "ask a chief to add you")
	}
	if has < slices.Index(brief.Roles, needed) {
		return brief.Forbidden(fmt.Sprintf("the role of %s does not include %q", role, string(verb)),
			fmt.Sprintf("ask somebody with the role of %s", needed))
	}
	return nil
}

// may tells whether this person, today, may do it.
func may(who brief.Person, verb Verb) error {
	if !who.Revoked.IsZero() {
		return brief.Forbidden("your access to the desk has ended", "ask a chief")
	}
	return Can(who.Role, verb)
}
