package reading

import (
	"livebrief/internal/brief"
)

// calling are verbs with which a speaker turns to somebody, and how: "appeal to", "call on", "urge".
var calling = map[string]string{"appeal": "to", "call": "on upon to", "turn": "to", "urge": "", "beg": "", "implore": "", "ask": "", "advise": ""}

// addressed is to whom the speaker's own words turn: "I want to appeal to the crews", "we guarantee every sailor three things".
func (s *speech) addressed(st *brief.ReadStatement) string {
	to := ""
	s.eachSentence(st, func(_ brief.Span, f []token) bool {
		for k := range f {
			if f[k].low == "i" || f[k].low == "we" {
				if to = s.calledOn(f, k+1); to != "" {
					return false
				}
			}
		}
		return true
	})
	if to == "" && (st.Kind == brief.KindPledge || st.Kind == brief.KindThreat) {
		to = s.vowedTo(st)
	}
	return to
}

// calledOn reads whom "I" or "we" before k calls on: "want to appeal to the crews".
func (s *speech) calledOn(f []token, k int) string {
	for n := 0; n < 4 && k < len(f) && calling[f[k].low] == "" && f[k].kind == word; n++ {
		switch f[k].low {
		case "want", "would", "like", "to", "must", "also", "again", "now":
			k++
			continue
		}
		break
	}
	if k >= len(f) {
		return ""
	}
	how, ok := calling[f[k].low]
	if !ok || how != "" && !contains(how, low(f, k+1)) {
		return ""
	}
	if k++; how != "" {
		k++
	}
	from := k
	for k < len(f) && k-from < maxSubject && f[k].kind == word && f[k].low != "to" && f[k].low != "not" && f[k].low != "who" && f[k].low != "that" && f[k].low != "for" {
		k++
	}
	if k == from || how == "" && low(f, k) != "to" && low(f, k) != "not" || f[from].low == "you" || f[from].low == "myself" {
		return ""
	}
	return s.d.text[f[from].Start:f[k-1].End]
}

// vowedTo is to whom the speaker's own words promise: "we guarantee every sailor three things", "I promise the crews that".
func (s *speech) vowedTo(st *brief.ReadStatement) string {
	if len(st.Content) == 0 {
		return ""
	}
	f := tokens(s.d.text, brief.Span{Start: st.Content[0].Start, End: st.Content[0].Start + len(head(st.Content[0].Text, actWindow))}, nil)
	for i := range f {
		if promises[f[i].low] && numerals[low(f, i+1)] > 1 && low(f, i+3) == "to" {
			return s.until(f, i+4)
		}
		if !promises[f[i].low] || !(i+1 < len(f) && (determiners[f[i+1].low] || quantifiers[f[i+1].low] || f[i+1].low == "every" || f[i+1].low == "each" || f[i+1].upper)) {
			continue
		}
		for k := i + 1; k < len(f) && k-i < maxSubject; k++ {
			switch {
			case f[k].low == "that" && k > i+1, numerals[f[k].low] > 1 && k > i+1:
				return s.d.text[f[i+1].Start:f[k-1].End]
			case f[k].kind == punct, low(f, k) == "to":
				return ""
			}
		}
	}
	return ""
}

// until is the text from k up to the next mark.
func (s *speech) until(f []token, k int) string {
	end := k
	for end < len(f) && end-k < maxSubject && f[end].kind != punct {
		end++
	}
	if end == k {
		return ""
	}
	return s.d.text[f[k].Start:f[end-1].End]
}
