package reading

import (
	"time"

	"livebrief/internal/brief"
)

// The types of TIMEX3 that the rules find, and the modifiers that say which part of a time is meant.
const (
	timexDate     = "DATE"
	timexTime     = "TIME"
	timexDuration = "DURATION"

	modStart  = "START"
	modMid    = "MID"
	modEnd    = "END"
	modApprox = "APPROX"
)

// found is one time expression: the tokens from first up to, not with, next, and what they come to.
type found struct {
	first, next     int
	typ, value, mod string
	rule            string
	full            time.Time // the day, when the text itself gives its year
}

// dater reads the dates of one report in the order of its text.
type dater struct {
	anchor    time.Time // zero when nothing tells the year
	narrative bool
	lastDay   string // the value of the last expression that named a day
	coming    bool   // the sentence speaks of what will be
}

// readDates finds the time expressions in the prose of a report. Years that the text does not tell are worked out
// from the anchor, and stay open without one.
func readDates(d *document, published time.Time, anchor string) []brief.ReadDate {
	r := &dater{anchor: published.UTC(), narrative: anchor == "narrative"}
	if published.IsZero() {
		r.anchor = time.Time{}
	}
	out := []brief.ReadDate{}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		for _, s := range p.sentences {
			out = r.sentence(out, d.text, tokens(d.text, s, nil))
		}
	}
	return out
}

func (r *dater) sentence(out []brief.ReadDate, text string, f []token) []brief.ReadDate {
	r.coming = false
	for _, t := range f {
		if t.low == "will" || t.low == "shall" {
			r.coming = true
			break
		}
	}
	for i := 0; i < len(f); {
		x, ok := r.at(f, i)
		if !ok {
			i++
			continue
		}
		s := brief.Span{Start: f[x.first].Start, End: f[x.next-1].End}
		if f[x.next-1].owns {
			s.End -= len("'s")
			if text[s.End] != '\'' {
				s.End = f[x.next-1].End - len("’s")
			}
		}
		out = append(out, brief.ReadDate{Mention: brief.Mention{Span: s, Text: s.Of(text)}, Type: x.typ, Value: x.value, Mod: x.mod, Rule: x.rule})
		if len(x.value) == len("2006-01-02") && x.typ == timexDate {
			r.lastDay = x.value
		}
		if r.narrative && !x.full.IsZero() {
			r.anchor = x.full
		}
		i = x.next
	}
	return out
}

// at reads the expression that begins at token i, with the words that say which part of it or how exactly.
func (r *dater) at(f []token, i int) (found, bool) {
	mod, j := partBefore(f, i)
	if x, ok := r.calendar(f, j, mod != ""); ok {
		x.first, x.mod = i, mod
		return x, true
	}
	how, j := howMuchBefore(f, i)
	if x, ok := r.amount(f, j, how); ok {
		x.first = i
		return x, true
	}
	return r.wordsFor(f, i)
}

// partBefore reads "late on", "early", "the beginning of"; it gives where the time itself begins.
func partBefore(f []token, i int) (mod string, next int) {
	j := i
	if low(f, j) == "the" {
		j++
	}
	switch low(f, j) {
	case "beginning", "start":
		mod = modStart
	case "middle":
		mod = modMid
	case "end":
		mod = modEnd
	}
	if mod != "" && low(f, j+1) == "of" {
		return mod, j + 2
	}
	switch low(f, i) {
	case "early":
		mod = modStart
	case "mid":
		mod = modMid
	case "late":
		mod = modEnd
	default:
		return "", i
	}
	j = i + 1
	if w := low(f, j); w == "on" || w == "in" || w == "-" {
		j++
	}
	return mod, j
}

// howMuchBefore reads "about", "more than", "at least" before an amount of time.
func howMuchBefore(f []token, i int) (how string, next int) {
	switch low(f, i) {
	case "about", "around", "approximately", "roughly", "nearly", "almost", "some":
		return modApprox, i + 1
	case "over":
		return "MORE_THAN", i + 1
	case "under":
		return "LESS_THAN", i + 1
	}
	switch low(f, i) + " " + low(f, i+1) {
	case "more than":
		return "MORE_THAN", i + 2
	case "less than", "fewer than":
		return "LESS_THAN", i + 2
	case "at least", "no less":
		return "EQUAL_OR_MORE", i + 2
	case "at most", "up to":
		return "EQUAL_OR_LESS", i + 2
	}
	return "", i
}

// low is the token at i in lower case, empty beyond the end.
func low(f []token, i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	return f[i].low
}
