package reading

import (
	"strings"
	"time"

	"livebrief/internal/brief"
)

// clauseEnd is where the clause of a verb ends at the latest: before the next verb of the sentence that shares or
// brings its own subject, and before the mark that ends the sentence.
func clauseEnd(f []token, all []report, n int) int {
	end := closedBefore(f, all[n])
	if at := all[n].until; at > 0 {
		end = min(end, at)
	}
	for _, next := range all[n+1:] {
		if next.from >= end {
			break
		}
		if next.from < all[n].to || next.nominal || next.pieces != nil {
			continue
		}
		w := low(f, next.from-1)
		if contrasts[w] && low(f, next.from-2) == "," {
			end = next.from - 1
			break
		}
		if next.shared || next.source || w == "," || w == ";" || w == "and" || w == "but" {
			end = next.from
			break
		}
	}
	for end > 0 && (f[end-1].kind == punct && (f[end-1].low == "," || f[end-1].low == ";" || terminalMark(f[end-1].low)) ||
		end < len(f) && end > all[n].to && (f[end-1].low == "and" || f[end-1].low == "but" || f[end-1].low == "as")) {
		end--
	}
	return end
}

// deniedAhead tells whether ", a charge Westmark denies" begins at k: the reporter's word about another's.
func deniedAhead(f []token, k int) bool {
	for i := k + 1; i < len(f) && i < k+8 && f[i].kind == word; i++ {
		if c := cues[f[i].low]; c.kind == brief.KindDenial {
			return true
		}
	}
	return false
}

// contrasts set what another says against it.
var contrasts = set("while whilst whereas although though")

// closedBefore is where a bracket closes that opened before the verb, or ", while" parts an object from what the
// reporter sets against it; the end of the sentence otherwise.
func closedBefore(f []token, r report) int {
	depth := 0
	for k := r.to; k < len(f); k++ {
		switch w := f[k].low; {
		case w == "(":
			depth++
		case w == ")":
			if depth--; depth < 0 {
				return k
			}
		case w == "," && depth == 0 && (r.relative || r.nominal && introduced(f) || subordinate(f, r)):
			return k
		case (w == "a" || w == "an" || w == "which") && low(f, k-1) == "," && deniedAhead(f, k):
			return k
		case w == ";" && depth == 0 && k+1 < len(f) && f[k+1].upper && f[k+1].kind == word && !nonNames[f[k+1].low]:
			return k
		case w == "referring" && low(f, k-1) == ",":
			return k
		case r.cue.object && k > 0 && f[k-1].low == "," && contrasts[w]:
			return k
		case r.cue.object && r.shared && w == "and" && f[k-1].low == "," && finite[low(f, k+1)]:
			return k
		}
	}
	return len(f)
}

// introduced tells whether a sentence begins with a phrase or a clause that a comma parts from the main one.
func introduced(f []token) bool {
	return prepositions[f[0].low] || besides[f[0].low] || introducers[f[0].low]
}

// subordinate tells whether a verb stands in a clause that opens its sentence: "Although Vell said ..., the unions".
func subordinate(f []token, r report) bool {
	return r.from == 1 && (introducers[f[0].low] || besides[f[0].low] || f[0].low == "while" || f[0].low == "whereas")
}

var introducers = set("despite amid following although though contrary responding if given")

// nounAt tells whether a noun phrase begins at k, so that a "that" further on belongs to it.
func nounAt(f []token, k int) bool {
	if k >= len(f) || f[k].kind != word {
		return k < len(f) && f[k].kind == number
	}
	w := f[k].low
	return w != "that" && (determiners[w] || quantifiers[w] || pronouns[w] || w == "it" || w == "they" || f[k].upper && days[w] == 0 && months[w] == 0)
}

// objectAt tells whether the object of a verb that also takes clauses begins at k, and not an adverbial.
func objectAt(f []token, k int) bool {
	w := f[k].low
	return f[k].kind == quoted || f[k].kind == number || f[k].kind == word && !prepositions[w] && !besides[w] && w != "and" && w != "but" && w != "or" &&
		w != "to" && !passives[w] && !openers[w]
}

// claimNear tells whether what was rejected is something that others said.
func claimNear(f []token, k, limit int) bool {
	for i := k; i < limit && i <= k+5; i++ {
		if w := f[i].low; speechNouns[w].that || w == "idea" || w == "notion" || w == "criticism" || w == "speculation" {
			return true
		}
	}
	return false
}

// questionAfter is where "whether", "if", "why" and the like begin what was asked.
func questionAfter(f []token, k, limit int) int {
	for i := k; i < limit && i <= k+6; i++ {
		switch f[i].low {
		case "whether", "if", "why", "how", "what", "who", "where", "when":
			return i
		case "to", "that", "for":
			return 0
		}
		if f[i].kind != word {
			return 0
		}
	}
	return 0
}

// forAfter is "for" after an addressee: asked the council for money.
func forAfter(f []token, k, limit int) int {
	for i := k; i+1 < limit && i <= k+8; i++ {
		if f[i].low == "for" {
			return i
		}
		if f[i].kind != word || f[i].low == "to" || f[i].low == "about" {
			return 0
		}
	}
	return 0
}

// pastDate is the token after the date that begins at k, with or without a preposition; k itself when none does.
func (s *speech) pastDate(f []token, k int) int {
	at := k
	if w := low(f, k); w == "on" || w == "in" || w == "late" {
		at++
	}
	if at >= len(f) {
		return k
	}
	n := s.dateFrom(f[at].Start)
	if n == len(s.dates) || s.dates[n].Start != f[at].Start || dayOf(s.dates[n]) == "" {
		return k
	}
	for at < len(f) && f[at].Start < s.dates[n].End {
		at++
	}
	return at
}

// thatAfter is the token "that" which a verb takes, at once or after its adverbials and addressee.
func thatAfter(f []token, k, limit int) int {
	for i := k; i < limit && i <= k+adverbialMost; i++ {
		switch {
		case f[i].low == "that" && f[i].kind == word && i-k > 2 && determiners[low(f, i-2)] && low(f, i-3) == ",":
			return 0 // "ordered a draft, a move that": the clause hangs on what stands between
		case f[i].low == "that" && f[i].owns:
			return 0 // "that's why"
		case f[i].low == "that" && f[i].kind == word:
			return i
		case f[i].kind == quoted, f[i].kind == punct && f[i].low != "-" && f[i].low != ",":
			return 0
		case i > k && (cues[f[i].low].that && !nounCue(f, i) || pronouns[f[i].low]):
			return 0
		}
	}
	return 0
}

// toAfter is the token "to" after an addressee.
func toAfter(f []token, k, limit int) int {
	for i := k; i < limit && i <= k+10; i++ {
		if f[i].low == "to" {
			return i
		}
		if f[i].kind == quoted || f[i].kind == punct || finite[f[i].low] {
			return 0
		}
	}
	return 0
}

// bareClause tells whether a clause without "that" begins at k: with a noun phrase and a finite verb some way on.
func bareClause(f []token, k, limit int) bool {
	if amountAhead(f, k, limit) {
		k++
	}
	if k >= limit || f[k].kind == punct || finite[f[k].low] || prepositions[f[k].low] || days[f[k].low] > 0 || months[f[k].low] > 0 {
		return false
	}
	t := f[k]
	if (determiners[t.low] || possessives[t.low] != "") && speechNouns[low(f, k+1)].that {
		return false
	}
	if (pronouns[t.low] || clauseWords[t.low] && t.kind == word) && k+1 < limit {
		return true
	}
	if k > 0 && amountAhead(f, k-1, limit) {
		return finiteBy(f, k, limit)
	}
	if !(t.upper || determiners[t.low] || pronouns[t.low] || t.kind == number || clauseWords[t.low] || strings.HasSuffix(t.low, "s")) {
		return plainSubject(f, k, limit)
	}
	return finiteBy(f, k, limit)
}

// plainSubject tells whether the clause at k begins with a noun that nothing marks as one, shortly before its verb: "said
// demand had fallen", "said trade talks would resume".
func plainSubject(f []token, k, limit int) bool {
	if t := f[k]; t.kind != word || strings.HasSuffix(t.low, "ly") || clauseBreaks[t.low] || openers[t.low] || asides[t.low] || auxiliaries[t.low] {
		return false
	}
	for i := k + 1; i < limit && i <= k+maxRoleWords && f[i].kind == word; i++ {
		switch {
		case finite[f[i].low]:
			return true
		case f[i].low == "to" || f[i].low == "that" || clauseBreaks[f[i].low]:
			return false
		}
	}
	return false
}

// infinitiveEnd is where what follows "to" ends before a finite verb that another subject has: "to take the chair and has left".
func infinitiveEnd(f []token, from, limit int) int {
	for k := from + 1; k+1 < limit; k++ {
		if w := f[k].low; w == "that" || w == "which" || w == "who" || f[k].kind == punct {
			break
		}
		if w := low(f, k+1); f[k].low == "and" && (w == "is" || w == "was" || w == "has" || w == "had" || w == "were" || w == "have") {
			return k
		}
	}
	return limit
}

// beforePastDate leaves out a past date with which what was announced or reported ends, and gives its index: it is the day of
// the report. The index is -1 where there is none.
func (s *speech) beforePastDate(f []token, from, limit int) (end, day int) {
	if limit-2 <= from || f[limit-1].kind == punct {
		return limit, -1
	}
	k := s.beforeDate(f, limit-1)
	if k == limit-1 || k < from {
		return limit, -1
	}
	if w := f[k].low; prepositions[w] || timePrepositions[w] || f[k].kind == punct {
		return limit, -1
	}
	for _, t := range f[from:k] {
		if t.kind == word && (clauseBreaks[t.low] || finite[t.low]) {
			return limit, -1 // the date may be that of what happens there
		}
	}
	n := s.dateFrom(f[k+1].Start)
	if n == len(s.dates) || s.dates[n].End > f[limit-1].End || !s.past(s.dates[n]) {
		return limit, -1
	}
	return k + 1, n
}

// withoutDay parts what was announced round the day on which it was, and gives the index of that date: "announced plans Friday
// to close". The index is -1 where there is none.
func (s *speech) withoutDay(f []token, from, limit int) ([]brief.Mention, int) {
	for k := from + 1; k < limit-1 && k < from+adverbialMost; k++ {
		n := s.dateFrom(f[k].Start)
		if n == len(s.dates) || s.dates[n].Start != f[k].Start {
			continue
		}
		to := k
		for to < limit && f[to].Start < s.dates[n].End {
			to++
		}
		end := k
		if f[k-1].low == "on" {
			end--
		}
		if end <= from || to >= limit || !goesOnBehindDay[f[to].low] || prepositions[f[end-1].low] || timePrepositions[f[end-1].low] || dayOf(s.dates[n]) == "" {
			break
		}
		return s.mentions([]brief.Span{{Start: f[from].Start, End: f[end-1].End}, {Start: f[to].Start, End: f[limit-1].End}}), n
	}
	return nil, -1
}

// goesOnBehindDay are the words with which a phrase goes on behind the day of its verb.
var goesOnBehindDay = set("to that which under")

// timePrepositions before a date make it part of what is told.
var timePrepositions = set("during since by until till before after from through and or between than")

// past tells whether a date lies before the day of publication.
func (s *speech) past(d brief.ReadDate) bool {
	day := s.d.published.Format(time.DateOnly)
	return !s.d.published.IsZero() && d.Type == "DATE" && len(d.Value) >= 4 && d.Value[0] >= '0' && d.Value[0] <= '9' && d.Value < day[:min(len(day), len(d.Value))]
}

// frontedPhrase is what stands before the subject of a verb and belongs to what was said: "Under the deal, Vell said it would
// get two ships." When and where it was said does not.
func (s *speech) frontedPhrase(f []token, r report) brief.Span {
	if r.from < 3 || r.nominal || r.source || r.agentless && r.pieces == nil || low(f, r.from-1) != "," || !conditions[f[0].low] {
		return brief.Span{}
	}
	if w := low(f, 1); f[0].low == "as" && w != "well" || f[0].low == "not" && w != "including" || f[0].low == "because" && w != "of" {
		return brief.Span{}
	}
	for _, t := range f[:r.from-1] {
		if t.kind == quoted || t.kind == punct || cues[t.low].that {
			return brief.Span{}
		}
	}
	return brief.Span{Start: f[0].Start, End: f[r.from-2].End}
}

// conditions begin what bears on the content of a sentence and not on the saying of it.
var conditions = set("under due not as excluding without if unless because given")

// finiteBy tells whether a finite verb or a quotation comes some way behind k.
func finiteBy(f []token, k, limit int) bool {
	for i := k + 1; i < limit && i <= k+25; i++ {
		if low(f, i-1) == "be" || low(f, i-1) == "been" || low(f, i-1) == "being" {
			continue
		}
		if f[i].upper && months[f[i].low] > 0 {
			continue
		}
		if f[i].kind == quoted || finite[f[i].low] || finiteEd(f, i) {
			return true
		}
	}
	return false
}

// amountAhead tells whether "at least", "more than" and the like stand at k before a number.
func amountAhead(f []token, k, limit int) bool {
	switch low(f, k) {
	case "at", "more", "up", "over", "about", "around", "as":
	default:
		return false
	}
	for i := k + 1; i < limit && i < k+4; i++ {
		if f[i].kind == number || numerals[f[i].low] > 0 {
			return true
		}
	}
	return false
}

// finiteEd tells whether a word in -ed at i can be a verb in the past, and does not describe a noun.
func finiteEd(f []token, i int) bool {
	p := f[i-1].low
	return f[i].kind == word && strings.HasSuffix(f[i].low, "ed") && !determiners[p] && !prepositions[p] && p != "and" && p != "as"
}

func lawNear(f []token, k, limit int) bool {
	for i := k; i < limit && i <= k+8; i++ {
		if laws[f[i].low] {
			return true
		}
	}
	return false
}
