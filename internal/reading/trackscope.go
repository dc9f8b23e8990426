package reading

import "strings"

// scope is how a word stands in its sentence: it is said, it is denied, or it is negated.
type scope uint8

const (
	affirmed scope = iota
	underDenial
	underNegation
)

// negators negate so many of the words that follow: no troops were sent, without civilian casualties.
var negators = map[string]int{"no": 6, "not": 8, "never": 8, "cannot": 8, "nor": 8, "neither": 8, "none": 8, "nobody": 8, "nothing": 8,
	"without": 6}

var (
	// soft follow a negator that negates nothing: not only, no fewer than.
	soft = set("only just merely fewer less least more later doubt matter sooner wonder")

	// ceasing are verbs that, negated, leave what they are about in place: did not stop the shelling.
	ceasing = set(`stop stopped stopping stops halt halted halting end ended ending cease ceased ceasing prevent prevented prevents
		preventing deter deterred pause paused interrupt interrupted break broke exclude excluded rule ruled spare spared avoid escape`)

	// turns begin a clause of its own.
	turns = set("but however although though while whereas yet instead because after before since until when as despite unless")

	denying = set("deny denies denied denying denial refute refutes refuted refuting")
	// spurning are verbs that deny what they are about when it is a claim.
	spurning = set("reject rejects rejected rejecting dismiss dismisses dismissed dismissing")
	claims   = set("claim claims report reports allegation allegations accusation accusations suggestion suggestions rumor rumors rumour rumours")

	passive = set("is are was were be been being")
)

// claimWithin is how many words behind rejects a claim may stand.
const claimWithin = 4

// scopes tells how each token of a sentence stands, by what is before it.
func scopes(f []token, words []string) []scope {
	out := make([]scope, len(f))
	now, left := affirmed, 0
	for i, w := range words {
		if w == "" {
			if now != affirmed && closes(f, words, i, now) {
				now = affirmed
			}
			continue
		}
		switch {
		case turns[w], now == underNegation && (w == "and" || ceasing[w]):
			now = affirmed
		case now != affirmed:
			out[i] = now
			if left--; left == 0 && now == underNegation {
				now = affirmed
			}
		}
		if denies(words, i) {
			if now = underDenial; out[i] == underNegation {
				now = affirmed // did not deny
			}
		} else if n := negator(words, i); n > 0 {
			now, left = underNegation, n
		}
	}
	return out
}

// closes tells whether a mark ends a scope. A comma does not end a denial, nor the list that a negator is about.
func closes(f []token, words []string, i int, now scope) bool {
	switch f[i].low {
	case ";", ":", ".", "!", "?", "—", "–", "(", ")":
		return true
	case ",":
		if now == underDenial {
			return false
		}
		for k := i + 1; k < len(f) && k <= i+3; k++ {
			if words[k] == "or" || words[k] == "nor" {
				return false
			}
		}
		return true
	}
	return false
}

// denies tells whether a word denies what follows. Refugees who were denied entry deny nothing.
func denies(words []string, i int) bool {
	if i > 0 && passive[words[i-1]] {
		return false
	}
	if denying[words[i]] {
		return true
	}
	if !spurning[words[i]] {
		return false
	}
	for k := i + 1; k < len(words) && k <= i+claimWithin; k++ {
		if claims[words[k]] {
			return true
		}
	}
	return false
}

// negator is how many words the word at i negates, 0 when it is no negator.
func negator(words []string, i int) int {
	n := negators[words[i]]
	if strings.HasSuffix(words[i], "n't") {
		n = negators["not"]
	}
	if n > 0 && i+1 < len(words) && soft[words[i+1]] {
		return 0
	}
	return n
}
