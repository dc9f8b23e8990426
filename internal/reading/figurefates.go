package reading

import "strings"

// fateMost is how many words may stand between the counted and what became of them.
const fateMost = 16

// deadly and harmful are fates that make casualties when a number has both.
var (
	deadly  = set("killed dead")
	harmful = set("injured hospitalized")
)

// fateAt is the fate that the one or two words at k tell, and how many they are.
func (w *figureWords) fateAt(f []token, k int) (fateWord, int) {
	if k < 0 || k >= len(f) || f[k].kind != word || f[k].owns {
		return fateWord{}, 0
	}
	if k+1 < len(f) && f[k+1].kind == word {
		if x, ok := w.verbs[wordPair{f[k].low, f[k+1].low}]; ok {
			return x, 2
		}
	}
	if x, ok := w.fates[f[k].low]; ok {
		return x, 1
	}
	return fateWord{}, 0
}

// fateEnding is the fate that the one or two words before k tell.
func (w *figureWords) fateEnding(f []token, k int) (fateWord, int) {
	if x, n := w.fateAt(f, k-2); n == 2 {
		return x, 2
	}
	if x, n := w.fateAt(f, k-1); n == 1 {
		return x, 1
	}
	return fateWord{}, 0
}

// fate finds what became of the counted: told by a word beside the noun, by the verb of which they are the object, by the
// verb of which they are the subject, or by the figure with which they are told.
func (r *figureReader) fate(x *draft) {
	if x.of != "" {
		x.of, _ = r.mixed(x.of, x.end)
		x.how = after
		return
	}
	if r.tallied(x) || r.lives(x) {
		return
	}
	behind, end := r.fateAfter(x)
	if r.within(x.start) && (end == 0 || !r.w.fates[low(r.f, x.end)].describes()) {
		behind, end = "", 0
	}
	if of := r.fateBefore(x.start); of != "" && x.class.fits(of) && !(end == x.end+1 && !x.noun && behind != of) {
		x.of, x.how = of, before
		if behind != of || end != x.end+1 {
			return
		}
	}
	if behind != "" && x.class.fits(behind) {
		x.of, x.how = behind, after
		if end > 0 {
			x.end = end
		}
		return
	}
	if x.of == "" {
		r.inherit(x)
	}
}

// describes tells whether a word of fate can stand beside a noun: dead, wounded.
func (x fateWord) describes() bool { return x.sort == suffered || x.sort == being }

// tallied reads "40 deaths" and "40 civilian casualties".
func (r *figureReader) tallied(x *draft) bool {
	unit := "people"
	for k := x.end; !x.noun && k < len(r.f) && k < x.end+4; k++ {
		t := r.f[k]
		if told, n := r.w.fateAt(r.f, k); n == 1 && told.sort == tally {
			x.of, x.how, x.end, x.noun, x.unit, x.class = told.of, after, k+1, true, unit, living
			return true
		}
		if n := r.w.nouns[t.low]; n.one && n.class == living {
			unit = n.unit
		} else if t.kind != word || !t.upper && !r.w.grammar.ofDeaths[t.low] {
			return false
		}
	}
	return false
}

// lives reads "claimed 14 lives" and "14 lives were lost".
func (r *figureReader) lives(x *draft) bool {
	at := x.end
	if x.plural && low(r.f, at) == r.w.of {
		at++
	}
	if s := low(r.f, at); x.noun || s != "lives" && s != "life" {
		return false
	}
	taken := false
	for k := x.start - 1; k >= 0 && k >= x.start-3; k-- {
		taken = taken || r.w.grammar.takes[r.f[k].low]
	}
	if low(r.f, at+2) == "lost" && r.w.grammar.be[low(r.f, at+1)] {
		taken = true
		at += 2
	}
	if !taken {
		return false
	}
	x.end = at
	x.unit, x.class, x.noun, x.of, x.how = "people", living, true, "dead", after
	x.end++
	return true
}

// mixed joins the fate of, told before k, with others after it: "killed or wounded" is casualties, and of anything else
// that differs nobody knows how many there are of which. It gives also where the last one ends.
func (r *figureReader) mixed(of string, k int) (string, int) {
	f := r.f
	hurt, dead, same := harmful[of], deadly[of], true
	for {
		at := k
		for at < len(f) && at < k+3 && (f[at].low == "and" || f[at].low == "or" || f[at].low == "/" || f[at].low == ",") {
			at++
		}
		next, n := r.w.fateAt(f, at)
		if at == k || n == 0 || next.sort == doing || next.sort == tally || next.sort != being && !r.closes(at+n) {
			break
		}
		if low(f, at-1) == "," && low(f, at+n) != "and" && low(f, at+n) != "or" {
			break
		}
		hurt, dead, same = hurt || harmful[next.of], dead || deadly[next.of], same && next.of == of
		k = at + n
	}
	switch {
	case same:
		return of, k
	case hurt && dead:
		return "casualties", k
	}
	return "", k
}

// closes tells whether what begins at k can be neither the object of a participle nor a noun that is counted.
func (r *figureReader) closes(k int) bool {
	f := r.f
	if k >= len(f) || f[k].kind == punct {
		return k >= len(f) || r.w.money.signs[f[k].low] == ""
	}
	s := f[k].low
	return r.w.grammar.afterParticiple[s] || strings.HasSuffix(s, "ly") || days[s] > 0 || r.dated(k, k+1) || r.w.grammar.be[s] || r.w.grammar.have[s] || r.w.grammar.beside[s]
}

// fateAfter looks behind the counted: were killed, have died, remain missing, killed in the raid, who fled. It gives also
// where that ends if it belongs to the figure's text, else 0.
func (r *figureReader) fateAfter(x *draft) (string, int) {
	f, k := r.f, x.end
	passive, perfect, clear, phrase, alsoOne := false, false, true, false, false
	for n := 0; n < fateMost && k < len(f); n++ {
		t := f[k]
		fate, m := r.w.fateAt(f, k)
		switch {
		case m > 0 && fate.sort != tally:
			if !r.tells(fate, k+m, passive, perfect, clear) {
				return "", 0
			}
			of, end := r.mixed(fate.of, k+m)
			return of, either(phrase, 0, end)
		case r.w.grammar.be[t.low]:
			if passive = true; alsoOne && (t.low == "was" || t.low == "is") {
				return "", 0
			}
		case r.w.grammar.have[t.low]:
			perfect = true
		case r.w.grammar.beside[t.low] && !(t.low == "to" && !passive), strings.HasSuffix(t.low, "ly") && t.kind == word:
		case t.low == "among" && passive:
			return r.among(k + 1), 0
		case (t.low == "taken" || t.low == "rushed") && passive && r.toHospital(k+1):
			return "hospitalized", 0
		case t.low == "and" && clear && x.noun && !passive && !perfect && k == x.end && r.another(k+1):
			clear, phrase, alsoOne = false, true, true
		case t.low == "," && !passive:
			if k = r.aside(k); k == 0 || !x.noun {
				return "", 0
			}
			phrase = true
		case passive || perfect, t.kind != word, !x.noun && !x.part:
			return "", 0
		case prepositions[t.low]:
			clear, phrase = false, true
		case clear || pronouns[t.low] || t.low == "and" || t.low == "or" || t.low == "but" || r.w.grammar.otherClause[t.low]:
			return "", 0
		default:
			if _, reports := cues[t.low]; reports {
				return "", 0
			}
		}
		k++
	}
	return "", 0
}

// toHospital tells whether "to hospital" stands at k, with an article or without.
func (r *figureReader) toHospital(k int) bool {
	if low(r.f, k) != "to" {
		return false
	}
	if k++; determiners[low(r.f, k)] {
		k++
	}
	return strings.HasPrefix(low(r.f, k), "hospital")
}

// another tells whether somebody else begins at k who has the same verb: and a driver were killed.
func (r *figureReader) another(k int) bool {
	s := low(r.f, k)
	return s == "a" || s == "an"
}

// within tells whether the figure at i is what another is part of: four of the 12 missiles were shot down.
func (r *figureReader) within(i int) bool {
	k := i - 1
	for k > 0 && (determiners[r.f[k].low] || r.f[k].low == "these" || r.f[k].low == "those") {
		k--
	}
	s := low(r.f, k-1)
	return low(r.f, k) == r.w.of && k > 0 && r.w.plurals[s] == (plural{}) && s != "total" && s != "group" && s != "maximum" && s != "minimum"
}

// tells tells whether a word of fate that ends before k speaks of the subject before it.
func (r *figureReader) tells(fate fateWord, k int, passive, perfect, clear bool) bool {
	switch fate.sort {
	case suffered:
		return passive || clear && !perfect && r.closes(k)
	case done:
		return true
	case being:
		return passive || clear
	}
	return false
}

// aside is the comma that ends what the comma at k begins; 0 when nothing does so soon, or when no verb follows it.
func (r *figureReader) aside(k int) int {
	for n := k + 1; n < len(r.f) && n < k+fateMost; n++ {
		if r.f[n].low != "," {
			continue
		}
		s := low(r.f, n+1)
		if _, m := r.w.fateAt(r.f, n+1); m > 0 || r.w.grammar.be[s] || r.w.grammar.have[s] {
			return n
		}
		return 0
	}
	return 0
}

// among is the fate of those that are told after "among".
func (r *figureReader) among(k int) string {
	for n := k; n < k+3; n++ {
		if x, m := r.w.fateAt(r.f, n); m > 0 && x.describes() {
			of, _ := r.mixed(x.of, n+m)
			return of
		}
	}
	return ""
}
