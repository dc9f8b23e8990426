package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// clauseStart finds where what was said begins, to whom it was said, and under which rule; no rule means none.
func (s *speech) clauseStart(f []token, r report, limit int) (from int, addressee, rule string) {
	c, k := r.cue, r.to
	switch {
	case r.source && r.from == 0 && low(f, k) == ",":
		return pastQuoter(f, k+1, limit), "", "according-to"
	case r.source:
		return 0, "", ""
	case c.kind == brief.KindNoComment && c.asks:
		if low(f, k) == "that" {
			k++
		}
		return k, "", "refusal"
	case c.remains:
		return r.at, "", "cue-alone"
	}
	if c.vows && !r.agentless {
		if from, rule = vowStart(f, r); rule != "" {
			return from, "", rule
		}
	}
	if c.that && (c.tells || c.urges || !nounAt(f, k)) || c.tells {
		if at := thatAfter(f, k, limit); at > 0 {
			if c.tells || c.urges && at > k {
				addressee = s.addressee(f, k, at)
			}
			if at++; low(f, at) == "that" || low(f, at) == "," {
				at++
			}
			if r.nominal {
				return at, "", "noun-that"
			}
			return at, addressee, "cue-that"
		}
	}
	if r.agentless {
		return 0, "", ""
	}
	if from, addressee, rule = s.askedStart(f, r, limit); rule != "" || r.nominal {
		return from, addressee, rule
	}
	return s.objectStart(f, r, limit)
}

// pastQuoter is the token behind ", as quoted by the Herald," or ", who spoke later," at k, k itself when nothing of that kind
// stands there.
func pastQuoter(f []token, k, limit int) int {
	at := k
	if low(f, at) == "as" {
		at++
	}
	if w := low(f, at); w != "quoted" && w != "cited" && w != "who" && w != "which" && w != "whose" {
		return k
	}
	for i := at; i+1 < limit; i++ {
		if f[i].low == "," {
			return i + 1
		}
	}
	return k
}

// vowStart is where a vow begins behind "to" or "not to".
func vowStart(f []token, r report) (from int, rule string) {
	k := r.to
	switch w := low(f, k); {
	case w == "to" && r.nominal:
		return k + 1, "noun-to"
	case w == "to":
		return k + 1, "cue-vow"
	case (w == "not" || w == "never") && low(f, k+1) == "to":
		return k, "cue-vow"
	}
	return 0, ""
}

// askedStart is where what was asked begins: behind "whether", behind "to", behind "for".
func (s *speech) askedStart(f []token, r report, limit int) (from int, addressee, rule string) {
	c, k := r.cue, r.to
	if c.tells {
		if at := toldClause(f, k, limit); at > 0 {
			return at, s.addressee(f, k, at), "cue-clause"
		}
	}
	if c.asks || c.tells {
		if at := questionAfter(f, k, limit); at > 0 {
			return at, s.addressee(f, k, at), "cue-question"
		}
	}
	if c.urges {
		if at := quotedTo(f, k, limit); s.d.leadsWith(f, at, "to ") {
			return at, s.addressee(f, k, at), "cue-to"
		}
		if at := toAfter(f, k, limit); at >= k && at > 0 && !(determiners[low(f, at+1)] || possessives[low(f, at+1)] != "") {
			if low(f, at-1) == "not" && at > k {
				return at - 1, s.addressee(f, k, at-1), "cue-to"
			}
			return at + 1, s.addressee(f, k, at), "cue-to"
		}
	}
	if c.asks {
		if at := forAfter(f, k, limit); at > 0 {
			return at + 1, s.addressee(f, k, at), "cue-for"
		}
	}
	return 0, "", ""
}

// quotedTo is the quotation behind whom somebody urges, 0 when there is none.
func quotedTo(f []token, k, limit int) int {
	for i := k + 1; i < limit && i <= k+maxRoleWords; i++ {
		switch {
		case f[i].kind == quoted:
			return i
		case f[i].kind != word || finite[f[i].low] || f[i].low == "to":
			return 0
		}
	}
	return 0
}

// leadsWith tells whether the quotation at token i begins with some words.
func (d *document) leadsWith(f []token, i int, words string) bool {
	return i > 0 && strings.HasPrefix(strings.TrimLeft(d.text[f[i].Start:f[i].End], "\"“„«‘' "), words)
}

// toldClause is where a clause without "that" begins behind whom it is told to: "told the crews they would be paid".
func toldClause(f []token, k, limit int) int {
	for i := k; i < limit && i < k+maxRoleWords; i++ {
		w := f[i].low
		switch {
		case f[i].kind != word && f[i].kind != number, w == "to", w == "about", w == "of", w == "if", w == "whether", w == "how", w == "what", w == "why":
			return 0
		case i == k, prepositions[f[i-1].low], determiners[f[i-1].low], f[i-1].low == "and":
			continue
		case (pronouns[w] || w == "it" || w == "they" || w == "we" || w == "i" || w == "you" || w == "there" || determiners[w] && w != "that") && finiteBy(f, i, limit):
			return i
		}
	}
	return 0
}

// objectStart is where a clause without "that", or the object of a verb, begins.
func (s *speech) objectStart(f []token, r report, limit int) (from int, addressee, rule string) {
	c, k := r.cue, r.to
	if at := s.pastDate(f, k); c.bare && bareClause(f, at, limit) {
		return at, "", "cue-clause"
	}
	if c.object {
		k = s.pastDate(f, k)
	}
	if c.signs && !lawNear(f, k, limit) || c.claims && !claimNear(f, k, limit) || !(c.object || c.signs || c.orders) ||
		k >= limit || f[k].kind == punct || c.that && !objectAt(f, k) {
		return 0, "", ""
	}
	if f[k].low == "as" && k+1 < limit && !(k+2 < limit && f[k+1].kind == quoted && f[k+2].kind == word && !prepositions[f[k+2].low] && !determiners[f[k+2].low]) {
		k++
	}
	return k, "", "cue-object"
}
