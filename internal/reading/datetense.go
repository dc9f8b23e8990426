package reading

import "strings"

// tense tells whether what happens at a date is over or still to come.
type tense uint8

const (
	unclear tense = iota
	past
	toCome
)

// How many tokens from a date a verb speaks of it: behind it, and after it.
const (
	tenseBack    = 28
	tenseForward = 18
)

var (
	// future are the words that speak of what is to come.
	future = set(`will shall won't we'll they'll he'll she'll i'll it'll you'll must intends intend would upcoming`)
	// maybe are words that do so within their clause only.
	maybe = set("may might could should")
	// scheduled are verbs of timetables: right before "on June 1" their present speaks of what is to come.
	scheduled = set(`ends begins starts opens reopens closes expires resumes returns arrives departs leaves meets sails lands runs
		end begin start open reopen close expire resume return arrive depart leave meet sail effect place live`)
	// meant are words that do so with "to" or "for" behind them.
	meant = set("promise promises pledge pledges vow vows plan plans planning wants want aims aim hopes hope seeks going due set ready")
	// arranged are participles that speak of what is to come, unless it "was" arranged.
	arranged = set("planned scheduled expected slated projected anticipated tipped poised")
	// pastVerbs are the commonest that do not end in ed.
	pastVerbs = set(`was were had did said told came went began took made gave got left fell rose held met won lost sent shot struck
		broke found saw became ran led read spoke wrote hit kept stood sat knew thought brought bought sold built grew drew flew
		sank shook arose drove chose swore withdrew fought beat fled spent paid heard felt meant`)
	// soon are those of them that stand right before a weekday: the trial begins Monday.
	soon = set("begins starts reopens resumes expires")
	// notPast end in ed and are no verbs.
	notPast = set("hundred need indeed speed feed bed red united aged armed wounded injured unemployed embed shed speed creed greed seed weed exceed proceed succeed")
)

// tenseAt tells the tense of the clause that a date stands in: the verb nearest before it, then the one behind it,
// then those of the clauses before. A verb of saying is one like any other: what was said on Monday may lie ahead,
// Monday does not.
func tenseAt(f []token, x found) tense {
	if s := low(f, x.from-1); soon[s] || (s == "on" || s == "in" || s == "from") && scheduled[low(f, x.from-2)] && inPresent(f, x.from-3) {
		return toCome
	}
	i, t := tenseBefore(f, x.from-1, x.from-tenseBack, true)
	if t != unclear {
		return t
	}
	if t = tenseAfter(f, x.to); t != unclear {
		return t
	}
	if _, t = tenseBefore(f, i-1, x.from-tenseBack, false); t != unclear {
		return t
	}
	switch low(f, x.from-1) {
	case "by", "until", "till":
		return toCome
	case "than":
		return either(low(f, x.from-2) == "later", toCome, unclear)
	}
	return unclear
}

// inPresent tells whether the verb behind token i is in the present, so that no auxiliary puts it into the past.
func inPresent(f []token, i int) bool {
	switch low(f, i) {
	case "to", "not", "did", "had", "was", "were", "the", "a", "took", "went":
		return false
	}
	return true
}

// tenseBefore looks backwards from i; within tells to stop where the clause begins. It gives where it stopped.
func tenseBefore(f []token, i, least int, within bool) (int, tense) {
	for ; i >= max(least, 0) && !stops(f[i]); i-- {
		if within && parts(f[i]) {
			return i, unclear
		}
		if t := tenseOf(f, i); t != unclear {
			return i, t
		}
		if within && maybe[f[i].low] && !f[i].upper {
			return i, toCome
		}
	}
	return -1, unclear
}

func tenseAfter(f []token, from int) tense {
	if low(f, from) == "," {
		from++
	}
	for i := from; i < len(f) && i < from+tenseForward && !stops(f[i]) && !parts(f[i]); i++ {
		if t := tenseOf(f, i); t != unclear {
			return t
		}
		if maybe[f[i].low] && !f[i].upper {
			return toCome
		}
	}
	return unclear
}

// tenseOf is the tense that one token tells.
func tenseOf(f []token, i int) tense {
	t, before := f[i], low(f, i-1)
	switch {
	case t.kind != word || t.upper && i > 0 && !stops(f[i-1]):
		return unclear
	case arranged[t.low]:
		if before == "was" || before == "were" || before == "been" && low(f, i-2) == "had" {
			return past
		}
		return toCome
	case t.low == "due" && (before == "is" || before == "are") && (ends(f, i+1) || prepositions[low(f, i+1)]):
		return toCome
	case future[t.low], meant[t.low] && (low(f, i+1) == "to" && low(f, i+2) != "the" || low(f, i+1) == "for"):
		return toCome
	case t.low == "be":
		if before == "to" {
			return toCome
		}
		return unclear
	case before == "be" || before == "is" || before == "are" || before == "been" && low(f, i-2) == "have" && future[low(f, i-3)]:
		return unclear
	case pastVerbs[t.low], cues[t.low].that || cues[t.low].quotes:
		return past
	}
	if len(t.low) < 4 || !strings.HasSuffix(t.low, "ed") || notPast[t.low] {
		return unclear
	}
	return past
}

func stops(t token) bool { return t.kind == punct && terminal(firstRune(t.low)) }

// parts tells whether a token begins or ends a clause.
func parts(t token) bool {
	switch t.low {
	case ",", ";", ":", "—", "–", "(", ")", "that", "which", "who", "but", "\"", "“", "”":
		return true
	}
	return false
}
