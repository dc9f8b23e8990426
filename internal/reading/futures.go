package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// modalAct reads a verb of what will be at k: an own act is a pledge or a threat, everything else a forecast.
func modalAct(f []token, k int, v voice) brief.DevelopmentKind {
	if w := f[k].low; (w == "could" || w == "would" || w == "might" || w == "may") && musing[low(f, k+1)] {
		return ""
	}
	if w := low(f, k+1); f[k].low == "could" && (w == "not" || w == "neither") || strings.HasPrefix(f[k].low, "couldn") {
		return ""
	}
	if w := f[k].low; v.direct && (w == "could" || w == "would" || w == "might") && pastBefore(f, k) {
		return ""
	}
	verb, sure := willAt(f, k)
	if verb < 0 || verb == 0 {
		return ""
	}
	if p := subjectWord(f, k); k > 1 && (p == "that" || p == "which" || p == "who") {
		if p == "that" && presents(f) && (f[k].low == "will" || f[k].low == "would") {
			return brief.KindForecast
		}
		return ""
	}
	if verb == k {
		return brief.KindForecast
	}
	if w := f[k].low; w == "should" || w == "must" || w == "ought" {
		if k == 0 || determiners[low(f, k+1)] || f[k-1].kind == punct {
			return ""
		}
		if p := subjectWord(f, k); p == "i" || p == "we" || low(f, verb) == "have" ||
			outcomes[low(f, verb)] && !(low(f, verb) == "be" && participleAt(f, verb+1)) && v.direct {
			return ""
		}
		return brief.KindAppeal
	}
	own := ownSubject(f, k, v)
	act := low(f, verb)
	if own && (feelings[act] || (act == "need" || act == "have") && low(f, verb+1) == "to") {
		return ""
	}
	passive := act == "be" && verb+1 < len(f) && participleAt(f, verb+1)
	switch {
	case own && sure && gravest[act], own && sure && conditional(f) && (harms[act] || negated(f, k, verb)):
		return brief.KindThreat
	case own && sure && (!outcomes[act] || act == "help" || act == "make" && !v.direct || act == "be" && strings.HasSuffix(low(f, verb+1), "ing")):
		return brief.KindPledge
	case own && !sure && !outcomes[act]:
		return ""
	case sure && passive && v.body && !participleOfLoss[f[verb+1].low] && !foreign(f, k):
		return brief.KindPledge
	}
	return brief.KindForecast
}

// willAt finds the verb that a word of the future at k governs, -1 when it governs none; sure tells "will" from
// "may".
func willAt(f []token, k int) (verb int, sure bool) {
	next := k + 1
	switch f[k].low {
	case "will", "won't", "won’t", "shall", "we'll", "we’ll", "i'll", "i’ll", "they'll", "he'll", "she'll", "it'll", "you'll", "you’ll", "wouldn't", "wouldn’t":
		sure = true
	case "would":
		sure = true
	case "may", "might", "could", "should", "must", "ought":
		if f[k].upper && k > 0 && f[k].low == "may" {
			return -1, false
		}
	case "going":
		if k == 0 || !passives[f[k-1].low] && !contracted(f[k-1].low) && f[k-1].low != "not" || low(f, k+1) != "to" {
			return -1, false
		}
		next, sure = k+2, true
	case "is", "are", "was", "were":
		if low(f, k+1) != "to" {
			return expected(f, k)
		}
		if low(f, k+2) != "be" && !bareSubject(f, k) || inCondition(f, k) {
			return -1, false
		}
		next, sure = k+2, true
	case "expect", "expects", "expected", "anticipate", "anticipates", "anticipated", "predict", "predicts", "unlikely", "likely":
		return expects(f, k)
	default:
		return -1, false
	}
	for next < len(f) && next < k+5 && (f[next].low == "not" || f[next].low == "also" || f[next].low == "to" || openers[f[next].low] || auxiliaries[f[next].low] && f[next].low != "be" && f[next].low != "have" || strings.HasSuffix(f[next].low, "ly")) {
		next++
	}
	if next >= len(f) || f[next].kind != word {
		return -1, false
	}
	if w := f[next].low; f[k].low == "would" && (w == "like" || w == "rather" || w == "love" || w == "prefer") || w == "have" && participleAt(f, next+1) {
		return -1, false
	}
	return next, sure
}

// pastBefore tells whether a sentence told of the past before k: "he was brave enough to believe he could".
func pastBefore(f []token, k int) bool {
	for _, t := range f[:k] {
		switch t.low {
		case "was", "were", "had", "did", "knew", "thought", "told", "said", "wanted", "came", "went":
			return true
		}
	}
	return false
}

// bareSubject tells whether a pronoun or a name stands right before k.
func bareSubject(f []token, k int) bool {
	if k == 0 {
		return false
	}
	w := f[k-1].low
	return pronouns[w] || w == "it" || w == "they" || w == "we" || w == "i" || w == "you" || f[k-1].upper
}

// inCondition tells whether the clause of the verb at k begins with "if".
func inCondition(f []token, k int) bool {
	for i := k - 1; i >= 0 && k-i < maxSubject && f[i].kind == word; i-- {
		if f[i].low == "if" {
			return true
		}
	}
	return false
}

func contracted(w string) bool {
	return strings.HasSuffix(w, "'re") || strings.HasSuffix(w, "’re") || strings.HasSuffix(w, "'m") || strings.HasSuffix(w, "’m")
}

// expected reads "is expected to", "are likely to".
func expected(f []token, k int) (int, bool) {
	for i := k + 1; i < len(f) && i < k+4; i++ {
		if w := f[i].low; w == "expected" || w == "likely" || w == "unlikely" || w == "due" && low(f, i+1) == "to" {
			return i, false
		}
		if f[i].kind != word {
			break
		}
	}
	return -1, false
}

// expects reads "we expect", which foretells as "will" does; what one expected earlier foretells nothing.
func expects(f []token, k int) (int, bool) {
	if w := low(f, k-1); w == "never" || w == "had" || strings.HasSuffix(f[k].low, "ed") && (w == "i" || w == "we") {
		return -1, false
	}
	if k > 0 && (f[k-1].low == "as" || f[k-1].low == "than" || determiners[f[k-1].low] || f[k-1].low == "not" || f[k-1].low == "and" || f[k-1].low == "to" || f[k-1].low == "can't" || f[k-1].low == "can’t") || f[k].low == "likely" || f[k].low == "unlikely" {
		return -1, false
	}
	return k, false
}

// subjectWord is the word before a verb, adverbs left aside.
func subjectWord(f []token, k int) string {
	for k--; k >= 0 && f[k].kind == word && (auxiliaries[f[k].low] || strings.HasSuffix(f[k].low, "ly")); k-- {
	}
	return low(f, k)
}

// ownSubject tells whether the subject of the verb at k is the speaker, or the body the speaker speaks for.
func ownSubject(f []token, k int, v voice) bool {
	if v.direct && (strings.HasPrefix(f[k].low, "we'") || strings.HasPrefix(f[k].low, "we’") || strings.HasPrefix(f[k].low, "i'") || strings.HasPrefix(f[k].low, "i’")) {
		return true
	}
	switch p := subjectWord(f, k); p {
	case "i", "we":
		return v.direct
	case "he", "she":
		return !v.direct && !v.thing
	case "it":
		return !v.direct && v.thing
	case "they":
		return !v.direct
	case "who", "which":
		return false
	}
	for i := k - 1; i >= 0 && k-i < 8 && f[i].kind == word && !clauseBreaks[f[i].low]; i-- {
		if prepositions[f[i].low] {
			continue
		}
		if v.names[f[i].low] && !prepositions[low(f, i-1)] || (f[i].low == "our" || f[i].low == "my") && v.direct {
			return true
		}
		if (companyNouns[f[i].low] && v.body || governed[f[i].low] && v.state) && ownDeterminer(f, i) {
			return true
		}
	}
	return false
}

// ownDeterminer tells whether "the" stands before the body at i, with an adjective between: "the federal government".
func ownDeterminer(f []token, i int) bool {
	before := low(f, i-1)
	if before == "federal" || before == "national" || before == "whole" {
		before = low(f, i-2)
	}
	return determiners[before] && before != "a"
}

// plannedAct reads what one who speaks for a body says that it plans, refuses or seeks: "it plans to close two yards".
func plannedAct(f []token, k int, v voice) brief.DevelopmentKind {
	w := f[k].low
	to := k + 1
	for to < len(f) && f[to].kind == punct {
		to++
	}
	switch {
	case w != "plans" && w != "plan" && w != "intends" && w != "intend" && w != "refused" && w != "refuses" && w != "refuse" && w != "seeks" && w != "seek":
		return ""
	case k == 0 || !v.body || !ownSubject(f, k, v):
		return ""
	case strings.HasPrefix(w, "seek"):
		for i := k + 1; i < len(f) && i < k+12; i++ {
			if f[i].low == "from" {
				return brief.KindAppeal
			}
		}
		return ""
	case low(f, to) == "to" && !outcomes[low(f, to+1)]:
		return brief.KindPledge
	}
	return ""
}

// itIs is the token behind "it is", "that's" and the like at k; 0 when nothing of that kind stands there.
func itIs(f []token, k int) int {
	switch w := low(f, k); {
	case w != "it" && w != "this" && w != "that" && w != "these":
		return 0
	case f[k].owns:
		return k + 1
	case low(f, k+1) == "is" || low(f, k+1) == "are":
		return k + 2
	case low(f, k+1) == "would" && low(f, k+2) == "be":
		return k + 3
	}
	return 0
}

// presents tells whether a sentence begins by showing something: "It's a deal that will".
func presents(f []token) bool {
	return itIs(f, 0) > 0
}

// musing are verbs after "could" and "would" that foretell nothing: "one could say".
var musing = set("say argue suggest show think imagine agree describe seem wonder")

// foreign tells whether the subject of the verb at k is somebody else by name.
func foreign(f []token, k int) bool {
	return k > 0 && f[k-1].upper && f[k-1].kind == word && k-1 > 0
}

// participleAt tells whether a past participle stands at k, after adverbs.
func participleAt(f []token, k int) bool {
	for k < len(f) && strings.HasSuffix(f[k].low, "ly") {
		k++
	}
	w := low(f, k)
	return strings.HasSuffix(w, "ed") || irregular[w] || w == "been"
}

var irregular = set("gotten gone come done seen known grown become begun broken chosen fallen risen won led spent told heard met left won hit sent built held made paid given taken shut cut put brought sold kept bought found let set withdrawn rebuilt")

func conditional(f []token) bool {
	for _, t := range f {
		if t.low == "if" || t.low == "unless" || t.low == "until" {
			return true
		}
	}
	return false
}

func negated(f []token, k, verb int) bool {
	for i := k; i < verb; i++ {
		if f[i].low == "not" || strings.HasPrefix(f[i].low, "won") || strings.HasPrefix(f[i].low, "wouldn") {
			return low(f, verb) == "give" || low(f, verb) == "release" || low(f, verb) == "pay" || low(f, verb) == "return" || low(f, verb) == "allow" || low(f, verb) == "let"
		}
	}
	return false
}
