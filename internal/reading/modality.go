package reading

import (
	"livebrief/internal/brief"
)

// hedgeWords leave it open whether what is said is so.
var hedgeWords = set(`may might could reportedly apparently allegedly appear appears possibly perhaps probably likely unlikely seemingly presumably
	supposedly purportedly seems`)

// hedges tells whether a statement leaves open whether what it says is so: "may", "apparently", "it is possible that".
func (s *speech) hedges(st *brief.ReadStatement) bool {
	hedged := false
	s.eachSentence(st, func(_ brief.Span, f []token) bool {
		for k, t := range f {
			if t.kind != word || t.upper && months[t.low] > 0 {
				continue
			}
			next := low(f, k+1)
			if t.low == "could" && (next == "not" || next == "neither") {
				continue // what could not be is certain
			}
			if hedgeWords[t.low] || (t.low == "possible" || t.low == "probable") && (next == "that" || next == ",") && itIs(f, k-2)+itIs(f, k-1) > 0 {
				hedged = true
			}
		}
		return !hedged
	})
	return hedged
}
