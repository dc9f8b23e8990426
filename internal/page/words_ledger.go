package page

import (
	"cmp"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// ledgerWords is what pages say of the ledger of statements. They are chosen to be fair: that a forecast did not come
// true is not that somebody lied, and that nothing was found is not that nothing was there.
type ledgerWords struct {
	Statements, Says, Empty, ListEmpty, Box, All, NoDate string
	ByKind, ByTrack, ByVerdict                           string
	Outcomes, OutcomesSay                                string
	Tally, TallyDecided                                  string // take counted terms and a list
	TallyPart                                            string // takes a number and a verdict
	TallyShare                                           string // takes such a part and a percentage
	StillOpen                                            string // takes a number
	Download, Calendar, FeedOfAll, FeedOfOutcomes        string
	DueAll, DueTitle, DueSays, DueEmpty                  string // DueSays takes a day
	Overdue, Undecided, ComingUp                         string
	DueMore                                              string // takes a number
	DueBy, LookAgain, JudgeAgain                         string
	To                                                   string // takes an addressee
	ToWhom                                               string
	OfOrganisation                                       string // takes a role and an organisation
	DayIn                                                string // takes a place
	TermByTerm, NoTerms, Condition, Criteria, Review     string
	By, From                                             string // take a date
	FromWords, ByRule                                    string // take words, the name of a rule
	Penalty, InForceFrom, Eligibility, Figure, AsOf      string
	CountedBy                                            string // takes a name
	Hedged, Weakest                                      string
	For, Against, Absent, AbsentBy, Context, LookedFor   string // Absent is that of nobody's side, AbsentBy that of a side
	LookedForIn                                          string // takes what, where and a date
	Weak, UnderReview, UnderReviewSays                   string
	TakenBackOn                                          string // takes a date
	AsOfDay                                              string // takes a date
	DecidedOn                                            string // takes a time
	ProposedByRule                                       string // takes the name of a rule
	HowReported, Outlet, Verb, Quoted, Paraphrased       string
	Via, TranslatedBy                                    string // take names
	Term                                                 string // takes a number
	Differ                                               string // takes a term's number and a list
	Denies, OthersToo, Verdicts, Superseded              string
	HistorySays, Back, Proof                             string
	DecidedOf                                            string // takes two numbers
	OpenOf                                               string // takes two numbers
	People, PeopleSay, PeopleEmpty, Body                 string
	AlsoKnown, Roles                                     string
	Since, Until                                         string // take dates
	MergedInto                                           string // takes a name
	MergedSays                                           string
	ChangedOutcomes, ChangedStatements                   string
	CalendarReview                                       string // takes a text
	// FilterSays stands on copies, which have no search.
	FilterSays string

	Plurals  map[brief.DevelopmentKind]string
	Forces   map[brief.Force]string
	Differs  map[brief.Force]string // take the outlets that put it so
	Sides    map[brief.Side]string
	Channels map[string]string
	Tongues  map[string]string
	Outcome  map[brief.Verdict]string
	// OutcomeOf holds what a verdict is called for one kind alone: a threat is not kept, it is carried out.
	OutcomeOf map[brief.DevelopmentKind]map[brief.Verdict]string

	TermCount, TermsOf, StatementCount plural // TermsOf as in "of 12 terms"
}

// verdict names a verdict on a statement of a kind, without a capital.
func (w *ledgerWords) verdict(kind brief.DevelopmentKind, v brief.Verdict) string {
	return cmp.Or(w.OutcomeOf[kind][v], w.Outcome[v], string(v))
}

// verdictClass gives the class of colour of a verdict. The word says it all; the colour only groups.
func verdictClass(v brief.Verdict) string {
	switch v {
	case statement.Open, statement.Bill:
		return "open"
	case statement.Kept, statement.BorneOut, statement.CarriedOut, statement.Corroborated, statement.Signed, statement.InForce, statement.Applied:
		return "out"
	case statement.Broken, statement.NotBorneOut, statement.NotCarriedOut, statement.Contradicted, statement.Repealed:
		return "not"
	}
	return "mid"
}
