package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// speechNouns take "that" and what was said, with what saying it does.
var speechNouns = nounTable()

func nounTable() map[string]cue {
	m := map[string]cue{}
	for _, w := range []struct {
		words string
		kind  brief.DevelopmentKind
	}{
		{"announcement announcements statement statements claim claims allegation allegations assertion assertions suggestion suggestions accusation accusations admission report reports rumor rumors rumour rumours criticism criticisms remark remarks comment comments declaration charge charges", ""},
		{"warning warnings", ""},
		{"promise promises pledge pledges vow vows assurance assurances guarantee guarantees commitment", brief.KindPledge},
		{"prediction predictions forecast forecasts", brief.KindForecast},
		{"threat threats", brief.KindThreat},
		{"denial denials", brief.KindDenial},
		{"estimate estimates", brief.KindFigure},
		{"calls", brief.KindAppeal},
		{"questions doubts", brief.KindAssertion},
		{"demand demands appeal appeals recommendation plea pleas", brief.KindAppeal},
		{"order orders", brief.KindOrder},
	} {
		for word := range set(w.words) {
			m[word] = cue{that: true, vows: w.kind == brief.KindPledge || w.kind == brief.KindThreat, kind: w.kind}
		}
	}
	return m
}

// rumours go round without a speaker.
var rumours = set("claims allegations reports rumors rumours criticisms accusations warnings suggestions charges criticism")

// makers are verbs that make a noun of speech their subject's: "issued a warning that".
var makers = set("issued made gave given repeated renewed reiterated delivered released sent published posted received issuing making repeating")

// possessives are the pronouns of owners, each with the one it stands for.
var possessives = map[string]string{"his": "he", "her": "she", "its": "it", "their": "they"}

// noun reads a noun of speech with what was said: "his warning that the ice is thin", "a promise to pay". Whose it
// is must stand there: before it, behind "by" or "from", or as the subject of a verb that makes it.
func (s *speech) noun(f []token, i int, earlier []report) (report, bool) {
	c, ok := speechNouns[f[i].low]
	if !ok || f[i].owns || i == 0 {
		return report{}, false
	}
	r := report{cue: c, at: i, next: i + 1, from: i, to: i + 1, nominal: true}
	if talk, is := s.rumour(f, r); is {
		return talk, true
	}
	at := i + 1
	if w := low(f, at); w == "by" || w == "from" {
		if r.subject, ok = s.forward(f, at+1); !ok {
			return r, false
		}
		r.to = r.subject.last + 1
	} else if r.subject, ok = s.owner(f, i); !ok {
		if r.subject, ok = s.maker(f, i, earlier); !ok {
			n := len(earlier)
			return r, rumours[f[i].low] && low(f, at) == "that" && (n == 0 || earlier[n-1].to < i)
		}
	}
	if r.subject.End > r.subject.Start && r.subject.first <= 1 && !introduced(f) && r.subject.kind != byPronoun && r.subject.last < i && r.subject.last >= i-3 && f[r.subject.last].owns {
		return r, false // the noun is the subject of a verb further on: nothing tells where what was said ends
	}
	w := low(f, r.to)
	if w == "of" && (f[i].low == "estimate" || f[i].low == "estimates") && amountAt(f, r.to+1) {
		r.pieces, r.rule = []brief.Span{{Start: f[r.to+1].Start, End: f[phraseEnd(f, r.to+1)-1].End}}, "noun-of"
		return r, true
	}
	return r, w == "that" || w == "to" && c.vows && actAt(f, r.to+1) && !ofGiver(f, i, earlier)
}

// rumour reads what goes round without a speaker and is told behind another word than "that": "rumors of a sale", "calls for the
// council to pay", "questions whether it will last".
func (s *speech) rumour(f []token, r report) (report, bool) {
	at := r.to
	switch w := f[r.at].low; {
	case strings.HasPrefix(w, "rumor") || strings.HasPrefix(w, "rumour"):
		for at < len(f) && at < r.to+5 && f[at].kind == word && f[at].low != "of" && low(f, at-1) != "include" && low(f, at-1) != "that" {
			at++
		}
		switch {
		case low(f, at) == "of":
			at++
		case low(f, at-1) != "include":
			return r, false
		}
	case w == "calls":
		if low(f, at) != "for" && low(f, at) != "on" || !(besideNoun(f, r.at)) {
			return r, false
		}
		if at = toAfter(f, at, len(f)) + 1; at <= r.to {
			return r, false
		}
	case w == "questions" || w == "doubts":
		for at < len(f) && (low(f, at) == "about" || low(f, at) == "over" || low(f, at) == "as" || low(f, at) == "to") {
			at++
		}
		if low(f, at) != "whether" {
			return r, false
		}
	default:
		return r, false
	}
	end := sentenceEnd(f)
	if at >= end {
		return r, false
	}
	r.pieces, r.agentless, r.rule = []brief.Span{{Start: f[at].Start, End: f[end-1].End}}, true, "noun-of"
	return r, true
}

// besideNoun tells whether the word at i is a noun by what stands before it: "despite calls", "growing calls".
func besideNoun(f []token, i int) bool {
	w := low(f, i-1)
	return prepositions[w] || determiners[w] || quantifiers[w] || introducers[w] || w == "growing" || w == "repeated" || w == "after"
}

// amountAt tells whether a number or a sum begins at k.
func amountAt(f []token, k int) bool {
	return k < len(f) && (f[k].kind == number || f[k].low == "$" || f[k].low == "€" || f[k].low == "£" || numerals[f[k].low] > 0 || amountAhead(f, k, len(f)))
}

// phraseEnd is where a phrase that begins at k ends: before a mark that parts clauses.
func phraseEnd(f []token, k int) int {
	for k < len(f) && f[k].low != "," && f[k].low != ";" && f[k].low != ")" && !clauseBreaks[f[k].low] && !(f[k].kind == punct && terminalMark(f[k].low)) {
		k++
	}
	return k
}

// actAt tells whether a verb stands at k behind "to", and nobody to whom something is promised: "to pay", but "to every
// soldier", "to crews", "to Ada Brun".
func actAt(f []token, k int) bool {
	if k >= len(f) || f[k].kind != word || f[k].upper {
		return false
	}
	w := f[k].low
	return !determiners[w] && !quantifiers[w] && possessives[w] == "" && !pronouns[w] && !collective(w) && !bodyNouns[w] && !trade(w) &&
		w != "those" && w != "them" && w != "whoever" && w != "anyone" && w != "everyone" && numerals[w] == 0 &&
		!(strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && (k+1 >= len(f) || besides[low(f, k+1)] || f[k+1].kind == punct))
}

// ofGiver tells whether the noun at i is the object of a verb that gave it, and is read with that.
func ofGiver(f []token, i int, earlier []report) bool {
	for _, r := range earlier {
		if r.cue.gives && r.at < i && i-r.at <= giverReach {
			return true
		}
	}
	return false
}

// owner is whose noun the one at i is: "Vell's", "the council's", "his".
func (s *speech) owner(f []token, i int) (mention, bool) {
	k := i - 1
	for k > 0 && i-k < 4 && f[k].kind == word && !f[k].owns && possessives[f[k].low] == "" {
		k--
	}
	t := f[k]
	if !t.owns && possessives[t.low] == "" {
		return s.ownerByName(f, i)
	}
	if who := possessives[t.low]; who != "" {
		return mention{Span: t.Span, kind: byPronoun, name: who, first: k, last: k}, true
	}
	if !t.owns {
		return mention{}, false
	}
	g := append([]token(nil), f[max(0, k-maxSubject):k+1]...)
	g[len(g)-1].owns = false
	m, ok := s.d.named(g, len(g)-1)
	if !ok {
		m, ok = s.d.described(g, len(g)-1)
	}
	if !ok {
		return m, false
	}
	m.Span = brief.Span{Start: m.Start, End: m.Start + len(trimOwner(s.d.text[m.Start:t.End]))}
	m.role = trimOwner(m.role)
	return m, ok
}

// ownerByName reads the name right before a noun of speech: "Westmark denials that".
func (s *speech) ownerByName(f []token, i int) (mention, bool) {
	k := i - 1
	if k > 0 && roleModifiers[f[k].low] || low(f, k) == "public" || low(f, k) == "official" {
		k--
	}
	if k < 1 || !f[k].upper || f[k].kind != word {
		return mention{}, false
	}
	return s.d.named(f, k)
}

// trimOwner takes the possessive ending off.
func trimOwner(t string) string {
	for _, p := range []string{"'s", "’s", "'", "’"} {
		if n := len(t) - len(p); n > 0 && t[n:] == p {
			return t[:n]
		}
	}
	return t
}

// maker is the subject of the verb that makes the noun at i.
func (s *speech) maker(f []token, i int, earlier []report) (mention, bool) {
	for k := i - 1; k > 0 && i-k < 5; k-- {
		if !makers[f[k].low] {
			continue
		}
		e := s.beforeVerb(f, k)
		if m, ok := s.active(f, e); ok {
			return m, true
		}
		return s.sentenceSubject(f, k, earlier)
	}
	return mention{}, false
}
