package reading

import (
	"strings"
	"unicode"
)

var (
	// byWords lead a byline. deskWords do too, and may close an agency's report in brackets.
	byWords   = wordings(map[int]string{1: "by | story by | text by | words by | автор: | текст: | авторка:"})
	deskWords = wordings(map[int]string{1: `reporting by | additional reporting by | writing by | written by | editing by | edited by |
		compiled by | with reporting by | report by | translated by`})
	particles = set("de van von der den la le di da del bin ibn al el e y of")
)

// longestName is how many words in upper case one name has at most.
const longestName = 3

// bylineRule gives the rule by which a whole line names who wrote it, empty when it does not.
func bylineRule(f []token) string {
	if n, _ := byWords.longest(f, 0); n > 0 && f[0].upper {
		end := namesTo(f, n)
		if end < 0 || namesIn(f[n:end]) < 2 {
			return ""
		}
		for end < len(f) && (f[end].low == "," || f[end].low == "|" || f[end].low == "·") {
			end++
		}
		if end == len(f) || stampLine(f[end:]) != "" {
			return "by-name"
		}
		return ""
	}
	i := 0
	if low(f, 0) == "(" {
		i = 1
	}
	n, _ := deskWords.longest(f, i)
	for n > 0 && i < len(f) && f[i].upper {
		end := namesTo(f, i+n)
		if end < 0 {
			return ""
		}
		if n, _ = deskWords.longest(f, end); n > 0 {
			i = end
			continue
		}
		for end < len(f) && (f[end].low == ")" || f[end].low == ".") {
			end++
		}
		if end == len(f) {
			return "by-desk"
		}
		return ""
	}
	return ""
}

// namesTo reads a list of names with what may stand between and behind them: Ada Brun, Carl van Dorn and Eve Falk in
// Oldford for The Daily Tern. -1 when no name stands at i.
func namesTo(f []token, i int) int {
	start, run, between := i, 0, true
	for ; i < len(f); i++ {
		t := f[i]
		switch {
		case t.kind == word && t.upper && (!nonNames[t.low] || between && t.low == "the" && i > start):
			if run++; run > longestName {
				return -1
			}
			between = false
			continue
		case particles[t.low] && i > start && i+1 < len(f) && f[i+1].upper && !between:
			continue
		case t.low == "and" && !t.upper || t.low == "in" || t.low == "for" || t.low == "," || t.low == ";" || t.low == "&" || t.low == "|" || t.low == "/" || t.low == "at":
			n, _ := deskWords.longest(f, i+1)
			if n > 0 {
				return i + 1
			}
			if i == start || i+1 == len(f) || !f[i+1].upper || f[i+1].kind != word || nonNames[f[i+1].low] && f[i+1].low != "the" {
				return endOf(start, i)
			}
			run, between = 0, true
			continue
		}
		return endOf(start, i)
	}
	return endOf(start, i)
}

func endOf(start, i int) int {
	if i == start {
		return -1
	}
	return i
}

// namesIn counts the words of names.
func namesIn(f []token) int {
	n := 0
	for _, t := range f {
		if t.kind == word && t.upper {
			n++
		}
	}
	return n
}

// notTowns are set in capitals before a dash and are no place.
var notTowns = set(`update updated breaking exclusive watch live file new analysis opinion video photos photo correction explainer
	note nato warning urgent alert listen read related`)

// datelineTo finds where the report goes on behind its dateline, as a token; -1 when it has none. The town is in
// capitals, or an agency stands in brackets: OLDFORD, Northland —; Oldford (NPA) -; LONDON/KYIV, March 4 (NPA) --. A town
// alone before a hyphen is one only near the head of the text, since lists of short forms look the same.
func datelineTo(text string, f []token, early bool) int {
	i, words, bytes, caps := 0, 0, 0, true
	for ; i < len(f) && f[i].kind == word && f[i].upper; i++ {
		words, bytes = words+1, bytes+f[i].End-f[i].Start
		caps = caps && capitals(f[i].Of(text))
		if i+1 < len(f) && f[i+1].low == "/" {
			i++
		}
	}
	if words == 0 || words > 4 || bytes < 3 || words == 1 && notTowns[f[0].low] {
		return -1
	}
	alone := true
	if low(f, i) == "," {
		alone = false
		for i++; i < len(f) && f[i].Start < f[0].Start+80 && (f[i].upper || f[i].kind == number || f[i].low == "." || f[i].low == ","); i++ {
		}
	}
	agency := false
	if low(f, i) == "(" {
		for k := i + 1; k < len(f) && k < i+7; k++ {
			if f[k].low == ")" {
				i, agency = k+1, k > i+1
				break
			}
		}
	}
	if !caps && !agency || alone && !agency && !early && low(f, i) == "-" && low(f, i+1) != "-" {
		return -1
	}
	i = dashTo(f, i)
	if i < 0 || i >= len(f) || !f[i].upper && f[i].kind != number && !strings.ContainsAny(f[i].low, openMarks) {
		return -1
	}
	return i
}

// dashTo reads a dash, or hyphens that stand for one; -1 when none stands at i.
func dashTo(f []token, i int) int {
	switch low(f, i) {
	case "—", "–":
		return i + 1
	case "-":
		if low(f, i+1) == "-" {
			return i + 2
		}
		if i > 0 && i+1 < len(f) && f[i].Start > f[i-1].End && f[i+1].Start > f[i].End {
			return i + 1
		}
	}
	return -1
}

// capitals tells whether a word is in capitals alone.
func capitals(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0 && strings.IndexFunc(s, unicode.IsUpper) >= 0
}
