package statement

import (
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// Open is the verdict of a term on which nothing was decided yet; it can be decided again, when a verdict is taken back.
const Open brief.Verdict = "open"

// The verdicts.
const (
	Kept             brief.Verdict = "kept"
	PartlyKept       brief.Verdict = "partly_kept"
	SpeakerSaysKept  brief.Verdict = "speaker_says_kept"
	Broken           brief.Verdict = "broken"
	Contested        brief.Verdict = "contested"
	NotTriggered     brief.Verdict = "not_triggered"
	TakenBack        brief.Verdict = "taken_back"
	BorneOut         brief.Verdict = "borne_out"
	PartlyBorneOut   brief.Verdict = "partly_borne_out"
	NotBorneOut      brief.Verdict = "not_borne_out"
	Ambiguous        brief.Verdict = "ambiguous"
	Overtaken        brief.Verdict = "overtaken"
	CarriedOut       brief.Verdict = "carried_out"
	PartlyCarriedOut brief.Verdict = "partly_carried_out"
	SpeakerSaysDone  brief.Verdict = "speaker_says_carried_out"
	NotCarriedOut    brief.Verdict = "not_carried_out"
	Cancelled        brief.Verdict = "cancelled"
	Bill             brief.Verdict = "bill"
	Signed           brief.Verdict = "signed"
	InForce          brief.Verdict = "in_force"
	Applied          brief.Verdict = "applied"
	Amended          brief.Verdict = "amended"
	Repealed         brief.Verdict = "repealed"
	Corroborated     brief.Verdict = "corroborated"
	Contradicted     brief.Verdict = "contradicted"
	Disputed         brief.Verdict = "disputed"
	Retracted        brief.Verdict = "retracted"
	Revised          brief.Verdict = "revised"
)

var (
	ofPledges   = []brief.Verdict{Open, Kept, PartlyKept, SpeakerSaysKept, Broken, Contested, NotTriggered, TakenBack}
	ofForecasts = []brief.Verdict{Open, BorneOut, PartlyBorneOut, NotBorneOut, Ambiguous, Overtaken}
	ofOrders    = []brief.Verdict{Open, CarriedOut, PartlyCarriedOut, SpeakerSaysDone, NotCarriedOut, Cancelled}
	ofLaws      = []brief.Verdict{Open, Bill, Signed, InForce, Applied, Amended, Repealed}
	ofClaims    = []brief.Verdict{Open, Corroborated, Contradicted, Disputed, Retracted, Revised}
)

// VerdictsOf lists the verdicts of a kind in the order of the ledger, Open first. An appeal asks and a refusal to
// comment says nothing: nothing becomes of them, and they have none.
func VerdictsOf(kind brief.DevelopmentKind) []brief.Verdict {
	switch kind {
	case brief.KindPledge, brief.KindThreat:
		return ofPledges
	case brief.KindForecast:
		return ofForecasts
	case brief.KindOrder:
		return ofOrders
	case brief.KindLawChange:
		return ofLaws
	case brief.KindAssertion, brief.KindDenial, brief.KindFigure:
		return ofClaims
	}
	return nil
}

// Kinds lists the kinds of statement.
var Kinds = []brief.DevelopmentKind{brief.KindPledge, brief.KindThreat, brief.KindForecast, brief.KindOrder, brief.KindLawChange,
	brief.KindAssertion, brief.KindDenial, brief.KindFigure, brief.KindAppeal, brief.KindNoComment}

// needsTerms are the kinds that say something which can be judged term by term.
var needsTerms = []brief.DevelopmentKind{brief.KindPledge, brief.KindThreat, brief.KindForecast, brief.KindOrder, brief.KindLawChange,
	brief.KindFigure}

// NeedsTerm tells whether a statement of that kind says nothing without a term.
func NeedsTerm(kind brief.DevelopmentKind) bool { return slices.Contains(needsTerms, kind) }

// fulfilled are the verdicts that say that it came about; the speaker's own side is no witness to that.
var fulfilled = []brief.Verdict{Kept, PartlyKept, BorneOut, PartlyBorneOut, CarriedOut, PartlyCarriedOut, Corroborated}

// failedInTime are the verdicts that say that it did not come about in the time that was told.
var failedInTime = []brief.Verdict{NotBorneOut, NotCarriedOut}

// checkVerdict holds a verdict to the kind (rule verdict-of-kind).
func checkVerdict(kind brief.DevelopmentKind, v brief.Verdict) error {
	fit := VerdictsOf(kind)
	if slices.Contains(fit, v) {
		return nil
	}
	if len(fit) == 0 {
		return refuse(VerdictOfKind, "record what came of it as a statement of its own", "nothing is decided of %s", nounOf(kind))
	}
	return refuse(VerdictOfKind, "use one of: "+listed(fit), "%.40q is no verdict on %s", string(v), nounOf(kind))
}

// nounOf names a kind with its article.
func nounOf(kind brief.DevelopmentKind) string {
	switch kind {
	case brief.KindAppeal, brief.KindAssertion, brief.KindOrder:
		return "an " + string(kind)
	case brief.KindLawChange:
		return "a change of law"
	case brief.KindNoComment:
		return "a refusal to comment"
	}
	return "a " + string(kind)
}

func listed[T ~string](words []T) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}
