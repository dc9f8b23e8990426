package brief

import "time"

// SpeakerID names somebody, or a body, that speaks, in the register of a briefing.
type SpeakerID string

// PropositionID joins statements of different speakers that claim the same.
type PropositionID string

// TermID names a term within its statement for ever: t1, t2, ...
type TermID string

// RenderingID names a rendering within its statement: r1, r2, ...
type RenderingID string

// EvidenceID names a piece of evidence within its statement: e1, e2, ...
type EvidenceID string

// Statement is the body of a statement entry: one speech act as it stands from then on, with all that is known of it but
// the outcomes, which are entries of their own. Ids of terms, renderings and evidence are never given twice.
type Statement struct {
	Kind DevelopmentKind `json:"kind"`
	// Title is what the ledger calls it, Summary a sentence or two in the desk's words.
	Title   string    `json:"title"`
	Summary string    `json:"summary,omitempty"`
	Track   TrackID   `json:"track,omitempty"`
	Speaker SpeakerID `json:"speaker"`
	// As is in which capacity the speaker spoke; it is not changed by what becomes of the speaker later.
	As        Capacity `json:"as"`
	Addressee string   `json:"addressee,omitempty"`
	// Language is the BCP 47 tag of what was said, Original the words themselves where they are held.
	Language string `json:"language,omitempty"`
	Original string `json:"original,omitempty"`
	// Channel is where it was said: address, video, decree, interview, briefing, post, letter, ...
	Channel     string        `json:"channel,omitempty"`
	Said        EventTime     `json:"said"`
	Targets     []Target      `json:"targets,omitempty"`
	Proposition PropositionID `json:"proposition,omitempty"`
	Terms       []Term        `json:"terms"`
	Renderings  []Rendering   `json:"renderings"`
	Evidence    []Evidence    `json:"evidence"`
	// Withdrawn says that the desk takes the record of it back; the note of the change says why.
	Withdrawn bool            `json:"withdrawn,omitempty"`
	Change    StatementChange `json:"change"`
}

// Capacity is in which office, for which side, somebody spoke.
type Capacity struct {
	// Name is the speaker's as the ledger prints it.
	Name         string `json:"name"`
	Role         string `json:"role,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Side         string `json:"side,omitempty"`
}

// Target is what a denial denies: a recorded statement, or words with or without an address.
type Target struct {
	Statement StatementID `json:"statement,omitempty"`
	Text      string      `json:"text,omitempty"`
	URL       string      `json:"url,omitempty"`
}

// Term is one of the things that a statement says, judged by itself.
type Term struct {
	ID   TermID `json:"id"`
	Text string `json:"text"`
	// Condition is what has to come first, in words; empty for none.
	Condition string    `json:"condition,omitempty"`
	Addressee string    `json:"addressee,omitempty"`
	Due       DueWindow `json:"due,omitzero"`
	// Criteria say how the desk will tell what became of it.
	Criteria string `json:"criteria,omitempty"`
	// ReviewOn is the day on which somebody looks again where nothing falls due.
	ReviewOn Date `json:"review_on,omitempty"`
	// Force is how firmly it was said: flat or hedged.
	Force  Force      `json:"force"`
	Law    LawTerm    `json:"law,omitzero"`
	Figure FigureTerm `json:"figure,omitzero"`
}

// DueWindow is when something is to be so, both days included, with the rule that worked it out of the words.
type DueWindow struct {
	From Date `json:"from,omitempty"`
	To   Date `json:"to,omitempty"`
	// Precision is that of the words: a day, a month, a year.
	Precision Precision `json:"precision,omitempty"`
	Rule      string    `json:"rule,omitempty"`
	Words     string    `json:"words,omitempty"`
}

// LawTerm is what a law says: the penalty as decimal text, for whom, and since when.
type LawTerm struct {
	PenaltyMin  string `json:"penalty_min,omitempty"`
	PenaltyMax  string `json:"penalty_max,omitempty"`
	PenaltyUnit string `json:"penalty_unit,omitempty"`
	InForceFrom Date   `json:"in_force_from,omitempty"`
	Eligibility string `json:"eligibility,omitempty"`
}

// FigureTerm is a number that a statement gives, as decimal text.
type FigureTerm struct {
	Value     string `json:"value,omitempty"`
	Low       string `json:"low,omitempty"`
	High      string `json:"high,omitempty"`
	Unit      string `json:"unit,omitempty"`
	Scope     string `json:"scope,omitempty"`
	AsOf      Date   `json:"as_of,omitempty"`
	CountedBy string `json:"counted_by,omitempty"`
	// Series is the id of the series of numbers that the figure belongs to.
	Series string `json:"series,omitempty"`
}

// Force is how firmly words put something: as it is, as the speaker's claim, or with a reserve.
type Force string

// The forces from strong to weak.
const (
	Flat       Force = "flat"
	Attributed Force = "attributed"
	Hedged     Force = "hedged"
)

// Forces lists every force from strong to weak.
var Forces = []Force{Flat, Attributed, Hedged}

// Rendering is how one outlet reported the statement.
type Rendering struct {
	ID RenderingID `json:"id"`
	// Reference is the report with the span, or an address; the quote is at most a sentence.
	Reference
	// On is the day of publication, At the moment where it is known.
	On         Date      `json:"on"`
	At         time.Time `json:"at,omitzero"`
	Language   string    `json:"language,omitempty"`
	Translator string    `json:"translator,omitempty"`
	// Verb is the reporting verb: said, claimed, promised.
	Verb string `json:"verb,omitempty"`
	// Via is the chain by which it came: "Interfax, relayed by Reuters".
	Via    string     `json:"via,omitempty"`
	Covers []Coverage `json:"covers"`
	// Retracted is the day on which the outlet took it back.
	Retracted Date `json:"retracted,omitempty"`
}

// Coverage is how a rendering gives one term.
type Coverage struct {
	Term     TermID `json:"term"`
	Verbatim bool   `json:"verbatim,omitempty"`
	Force    Force  `json:"force"`
	Words    string `json:"words,omitempty"`
}

// Stance is which way evidence points.
type Stance string

// The stances. Absence is that nothing was found where one looked; context judges nothing.
const (
	Supports    Stance = "supports"
	Contradicts Stance = "contradicts"
	Absence     Stance = "absence"
	Context     Stance = "context"
)

// Stances lists every stance.
var Stances = []Stance{Supports, Contradicts, Absence, Context}

// Side is whose evidence it is.
type Side string

// The sides of evidence.
const (
	SpeakerSide Side = "speaker"
	Opponent    Side = "opponent"
	Independent Side = "independent"
)

// Sides lists every side.
var Sides = []Side{SpeakerSide, Opponent, Independent}

// Evidence is something found about terms of a statement.
type Evidence struct {
	ID    EvidenceID `json:"id"`
	Terms []TermID   `json:"terms"`
	// Date is when what it tells was so or was found, as far as it is known.
	Date   Date   `json:"date"`
	Stance Stance `json:"stance"`
	Side   Side   `json:"side"`
	Reference
	// Text is what was found, in the desk's words.
	Text string `json:"text"`
	// Searched tells for absence what was looked for, where and when.
	Searched []Search `json:"searched,omitempty"`
	// Weak says that the desk itself does not rest much on it.
	Weak bool `json:"weak,omitempty"`
	// Retracted is the day on which its source took it back.
	Retracted Date `json:"retracted,omitempty"`
}

// Search is one look for something that was not found.
type Search struct {
	For   string `json:"for"`
	Where string `json:"where"`
	On    Date   `json:"on"`
}

// StatementChange says what an entry changed of a statement, and for a correction or withdrawal why.
type StatementChange struct {
	// Class is publish, update, correct, refile or withdraw.
	Class EntryKind `json:"class"`
	// What is statement, term, rendering, evidence or retraction, with the id in Ref.
	What string `json:"what,omitempty"`
	Ref  string `json:"ref,omitempty"`
	Note string `json:"note,omitempty"`
}

// Verdict is what became of a term. Which ones fit which kind of statement, internal/statement says.
type Verdict string

// Outcome is the body of an outcome entry: what became of one term, as of a day, and why. It is never changed; a later
// one takes its place.
type Outcome struct {
	Statement StatementID `json:"statement"`
	Term      TermID      `json:"term"`
	Verdict   Verdict     `json:"verdict"`
	AsOf      Date        `json:"as_of"`
	Rationale string      `json:"rationale"`
	// RestsOn is the evidence that carries it.
	RestsOn []EvidenceID `json:"rests_on"`
	// ProposedBy is the role of who proposed it, or "rule:NAME" where the program did. The entry's own role is that of
	// who approved it.
	ProposedBy string `json:"proposed_by"`
	// Supersedes is the entry whose place it takes, 0 for the first outcome of the term.
	Supersedes Seq `json:"supersedes,omitempty"`
	// Weak says that the desk itself thinks it rests on little.
	Weak bool `json:"weak,omitempty"`
}

// Speaker is the body of a speaker entry: somebody, or a body, that speaks, as the register has them from then on.
type Speaker struct {
	// Name is as the briefing writes it; Aliases are other spellings and names.
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	// Body says that it is no person.
	Body  bool          `json:"body,omitempty"`
	Roles []SpeakerRole `json:"roles,omitempty"`
	// MergedInto is the speaker whom this one turned out to be; its statements are listed there.
	MergedInto SpeakerID       `json:"merged_into,omitempty"`
	Change     StatementChange `json:"change"`
}

// SpeakerRole is an office, with the days on which it was held, both included; empty means not known or not over.
type SpeakerRole struct {
	Title        string `json:"title"`
	Organisation string `json:"organisation,omitempty"`
	Side         string `json:"side,omitempty"`
	From         Date   `json:"from,omitempty"`
	To           Date   `json:"to,omitempty"`
}

// ProposalState is what became of a proposal.
type ProposalState string

// The states of a proposal.
const (
	ProposalWaits    ProposalState = "waits"
	ProposalApproved ProposalState = "approved"
	ProposalDeclined ProposalState = "declined"
)

// Proposal is an outcome that somebody proposes and somebody else decides. It is the desk's, and not in the record.
type Proposal struct {
	ID       string        `json:"id"`
	Briefing BriefingID    `json:"briefing"`
	Outcome  Outcome       `json:"outcome"`
	Dated    time.Time     `json:"dated,omitzero"`
	Person   PersonID      `json:"person"`
	Role     Role          `json:"role"`
	At       time.Time     `json:"at"`
	State    ProposalState `json:"state"`
	// By is who decided it, Note what that person said of it.
	By   PersonID `json:"by,omitempty"`
	Note string   `json:"note,omitempty"`
}
