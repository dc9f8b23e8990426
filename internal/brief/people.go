package brief

import "time"

// Role is what somebody may do at the desk.
type Role string

// The roles, each including the one before it. Reporters bring reports in and draft; editors decide what is
// published, corrected and withdrawn; chiefs also redact, and look after briefings and people.
const (
	Reporter Role = "reporter"
	Editor   Role = "editor"
	Chief    Role = "chief"
)

// Roles lists every role from least to most.
var Roles = []Role{Reporter, Editor, Chief}

// Person is somebody of the desk.
type Person struct {
	ID      PersonID  `json:"id"`
	Name    string    `json:"name"`
	Role    Role      `json:"role"`
	Added   time.Time `json:"added"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// Audit is one line of the private table of who did what. It is never published.
type Audit struct {
	At     time.Time  `json:"at"`
	Person PersonID   `json:"person"`
	Name   string     `json:"name"`
	Verb   string     `json:"verb"`
	Object string     `json:"object"`
	Brief  BriefingID `json:"briefing,omitempty"`
	Seq    Seq        `json:"seq,omitempty"`
}
