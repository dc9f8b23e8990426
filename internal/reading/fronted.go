package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// fronted reads a participle with which a sentence begins: "Describing the pier as a ruin, Vell left." It has the subject of
// the clause behind the comma, where what was said ends.
func (s *speech) fronted(f []token, r report) (report, bool) {
	k, m, ok := s.mainClause(f, r.to)
	r.subject, r.until, r.relative = m, k, false
	return r, ok
}

// askedWhether reads what somebody was asked by nobody in particular: "When asked whether the pier would close, Vell said".
func (s *speech) askedWhether(f []token, i int) (report, bool) {
	if f[i].low != "asked" || i > 1 || i == 1 && low(f, 0) != "when" || questionAfter(f, i+1, len(f)) != i+1 {
		return report{}, false
	}
	k, _, ok := s.mainClause(f, i+2)
	if !ok {
		return report{}, false
	}
	if low(f, k-1) == "," {
		k--
	}
	what := brief.Span{Start: f[i+1].Start, End: f[k-1].End}
	return report{cue: cue{kind: brief.KindAssertion}, at: i, next: i + 1, from: i, to: i + 1, agentless: true, beside: true,
		pieces: []brief.Span{what}, rule: "asked-whether"}, true
}

// commaInside tells whether a quotation ends with a comma that stands for one behind it.
func commaInside(text string, t token) bool {
	return t.kind == quoted && strings.HasSuffix(strings.TrimRight(t.Of(text), "\"”»’"), ",")
}

// mainClause is where the main clause begins behind what stands before it, with its subject: behind a comma, or behind a
// quotation that ends with one.
func (s *speech) mainClause(f []token, from int) (int, mention, bool) {
	for k := from; k < len(f) && k-from < sharedMost; k++ {
		t := f[k]
		if t.low != "," && !commaInside(s.d.text, t) {
			continue
		}
		m, ok := s.forward(f, k+1)
		if !ok || m.first != k+1 || m.last+1 >= len(f) {
			continue
		}
		if next := f[m.last+1]; next.kind == word && !next.upper && next.low != "and" && next.low != "or" && (!prepositions[next.low] || determiners[f[k+1].low]) || next.low == "," {
			return k + 1, m, true
		}
	}
	return 0, mention{}, false
}
