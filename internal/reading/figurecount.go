package reading

import "strings"

// nounMost is how many words may stand between a number and what it counts.
const nounMost = 6

// counted finds the noun that is counted, behind words that qualify it. It gives also the fate that such a word tells.
func (r *figureReader) counted(x *draft, k int) (noun nounWord, end int, of string) {
	f, single, first := r.f, x.value == "1", k
	for n := 0; n <= nounMost && k < len(f); n++ {
		t := f[k]
		fate, m := r.w.fateAt(f, k)
		w, known := r.w.nounAt(t, r.d.text)
		switch {
		case t.kind == number:
			if !strings.HasSuffix(t.low, "mm") && (k == first || !f[k-1].upper && f[k-1].low != "-") {
				return noun, end, of
			}
		case t.kind == punct:
			if t.low != "-" || !r.glued(k) || !r.glued(k+1) {
				return noun, end, of
			}
		case t.kind != word:
			return noun, end, of
		case known && (w.either || w.one == single):
			if t.owns {
				return nounWord{}, 0, ""
			}
			noun, end = w, k+1
		case known && end == 0, noun.unit == "" && fate.describes():
			if !known {
				of = fate.of
				k += m - 1
			}
		case end > 0 || r.stopsNoun(k, first):
			return noun, end, of
		}
		k++
	}
	return noun, end, of
}

// nounAt is the noun that a token is; names of peoples are told by their endings, and are written as the text has them.
func (w *figureWords) nounAt(t token, text string) (nounWord, bool) {
	if t.kind != word {
		return nounWord{}, false
	}
	if n, ok := w.nouns[t.low]; ok {
		if n.unit == "" {
			n.unit = text[t.Start : t.Start+len(t.low)]
		}
		return n, t.upper || n.unit[0] > 'Z' || n.unit[0] < 'A'
	}
	if !t.upper || len(t.low) < 7 {
		return nounWord{}, false
	}
	for _, s := range w.peoples {
		if strings.HasSuffix(t.low, s) {
			return nounWord{unit: text[t.Start : t.Start+len(t.low)], class: living}, true
		}
	}
	return nounWord{}, false
}

// stopsNoun tells whether a word cannot stand between a number and its noun.
func (r *figureReader) stopsNoun(k, first int) bool {
	s := r.f[k].low
	if r.w.grammar.stops[s] || unitOf(r.f[k]) != "" || r.w.numbers[s].sort != notNumber {
		return true
	}
	if _, reports := cues[s]; reports {
		return true
	}
	verb := strings.HasSuffix(s, "ed") || strings.HasSuffix(s, "ing")
	return verb && strings.IndexByte(s, '-') < 0 && !r.w.grammar.adjectives[s] && !(k > first && strings.HasSuffix(r.f[k-1].low, "ly"))
}

// people reads what a number counts, with what became of it; false when it counts nothing that is known.
func (r *figureReader) people(x *draft) bool {
	if x.suffix != "" && x.suffix != "strong" {
		return false
	}
	if r.outOf(x) {
		return !r.passing(x, nounWord{})
	}
	k, bare := x.end, x.end
	if low(r.f, k) == r.w.of {
		if k = r.ofWhat(x); k == 0 {
			return false
		}
		if x.part {
			bare = k
		}
	}
	noun, end, of := r.counted(x, k)
	switch {
	case end > 0:
		x.unit, x.class, x.of, x.end, x.noun = noun.unit, noun.class, of, end, true
		if noun.unit == "others" {
			r.others(x)
		}
	case x.suffix != "":
		x.unit, x.class, x.noun = "people", living, true
	default:
		x.end, x.class = bare, living|things|homes
	}
	if r.ballots(x) {
		return true
	}
	r.fate(x)
	if !x.noun {
		if x.of == "" || !r.alone(x) {
			return false
		}
		r.others(x)
	}
	x.rule = either(x.of != "", "fate", either(x.class&living != 0, "people", "items"))
	return !r.passing(x, noun)
}

// ofWhat is where what is counted begins after the "of" behind a number: dozens of, five of the, three of them. It is 0
// where the number counts nothing by it.
func (r *figureReader) ofWhat(x *draft) int {
	k := x.end + 1
	s := low(r.f, k)
	x.part = s == "them" || s == "whom" || s == "which" || s == "those" && !x.plural
	if !x.plural && !x.few() && !x.part && !determiners[s] || x.value == "1" && !x.part {
		return 0
	}
	if x.part || determiners[s] || s == "those" || s == "these" {
		k++
	}
	return k
}

// outOf reads the part of a number that is told with the whole: four of the 12 missiles, 15 out of 20 drones.
func (r *figureReader) outOf(x *draft) bool {
	k := x.end
	if low(r.f, k) == "out" {
		k++
	}
	if low(r.f, k) != r.w.of || x.value == "" || x.value == "1" || x.suffix != "" {
		return false
	}
	if k++; determiners[low(r.f, k)] {
		k++
	}
	whole, ok := r.w.amountAt(r.f, k)
	if !ok || whole.suffix != "" || r.dated(k, whole.to) {
		return false
	}
	noun, end, _ := r.counted(&draft{amount: whole}, whole.to)
	if end == 0 {
		return false
	}
	y := *x
	y.unit, y.class, y.end, y.noun = noun.unit, noun.class, end, true
	r.fate(&y)
	x.unit, x.class, x.of, x.how, x.rule = y.unit, y.class, y.of, y.how, either(y.of != "", "fate", either(y.class&living != 0, "people", "items"))
	return true
}

// others gives a number without a noun of its own the unit of the figure it is told with, or people.
func (r *figureReader) others(x *draft) {
	x.unit, x.class = "people", living
	if fatesOfThings[x.of] && !fatesOfLiving[x.of] {
		x.unit, x.class = "", things
	}
	if last := len(r.told) - 1; last >= 0 && (x.of == "" || r.told[last].class.fits(x.of)) {
		x.unit, x.class = r.out[r.told[last].n].Unit, r.told[last].class
	}
}

// passing tells whether a number is told in passing and nobody would keep it: two officials said, the three men, one
// resident.
func (r *figureReader) passing(x *draft, noun nounWord) bool {
	if x.unit == "" {
		return true
	}
	if x.of != "" {
		return false
	}
	if noun.told || x.spelled && x.value == "1" {
		return true
	}
	if !x.few() || x.qualifier != "" {
		return false
	}
	before := low(r.f, x.start-1)
	return noun.loose || determiners[before] || before == "these" || before == "those" || before == "both" || before == "other" || before == "all"
}

// alone tells whether a number without a noun can count people: nothing else follows to be counted, and it is no year.
func (r *figureReader) alone(x *draft) bool {
	if !x.spelled && len(x.value) == 4 && x.power == 0 && r.f[x.from].low == x.value && x.value < "2100" {
		return false
	}
	return r.closes(x.end)
}
