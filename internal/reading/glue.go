package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glueWindow is how far into a line, in bytes, the end of a glued title is sought.
const glueWindow = 600

// glued finds where a title meets the sentence that lost its space: "...After The FloodOn Monday, the council...".
// The join is a lower-case letter, or the mark that ends a title, right before an upper-case one. Names such as
// YouTube have one too, so that a join counts only if a word that begins sentences follows it, or else it is the
// last one before the run of title case ends. -1 when nothing is glued.
func glued(title string) int {
	if !endsSentence(title) {
		return -1
	}
	window := head(title, glueWindow)
	end := titleRun(window)
	last := -1
	for _, j := range joins(window) {
		word := wordIn(window[j:])
		if starters[strings.ToLower(word)] && strings.Contains(window[j:], " ") {
			return j
		}
		if j < end && !camel(window, j) {
			last = j
		}
	}
	return last
}

// sureStarters begin sentences and end no name that is written as one word; before the second ones a sentence is sure
// only where the next word shows that it goes on: "On Monday", "In the".
var (
	sureStarters  = set("the he she they it this these those we there but when while after before as if its his her their")
	loosePrefixes = set("in on at for by from with under over during since until a an and")
)

// leadsOn are words that end no heading; glued to another they are the names of programmers: notAfter.
var leadsOn = join(prepositions, determiners, set("not and or is are was were be if get set has do"))

// headingMost is how long a heading is at most, in runes.
const headingMost = 140

// headingEnd finds where the heading that begins at start is glued to a sentence, without any words that say that it
// leads elsewhere; -1 when it is not sure that one is. The heading has three words at least and no end of a sentence in
// it, and the word after the join begins sentences.
func headingEnd(text string, start, end int) int {
	window := head(text[start:end], glueWindow)
	words, wordAt, prev := 0, -1, ' '
	if first, _ := utf8.DecodeRuneInString(window); !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return -1
	}
	for i, r := range window {
		letter := unicode.IsLetter(r) || unicode.IsMark(r)
		switch {
		case letter && unicode.IsUpper(r) && words > 2 && (prev == '?' || unicode.IsLower(prev) && endsHeading(window[wordAt:i])):
			if starts(window, i) && !camel(window, i) && utf8.RuneCountInString(window[:i]) <= headingMost {
				return start + i
			}
		case letter && wordAt < 0:
			words, wordAt = words+1, i
		case !letter && r != '\'' && r != '’':
			wordAt = -1
		}
		if gap(r) && terminal(prev) || r == '"' || r == '“' {
			return -1
		}
		prev = r
	}
	return -1
}

func endsHeading(word string) bool { return len(word) >= 3 && !leadsOn[strings.ToLower(word)] }

// starts tells whether a sentence begins at i for sure.
func starts(s string, i int) bool {
	w := wordIn(s[i:])
	rest := s[i+len(w):]
	after := strings.TrimLeft(rest, " \u00a0")
	if len(after) == len(rest) || after == "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(after)
	switch low := strings.ToLower(w); {
	case sureStarters[low]:
		return unicode.IsLetter(next) || unicode.IsDigit(next)
	case loosePrefixes[low]:
		return unicode.IsUpper(next) || unicode.IsDigit(next) || determiners[wordIn(after)] || low == "a" || low == "an"
	}
	return false
}

// joins lists the places where a word meets an upper-case letter with no space between.
func joins(s string) []int {
	var out []int
	prev := rune(0)
	for i, r := range s {
		if unicode.IsUpper(r) && (unicode.IsLower(prev) || prev == '?' || prev == '!' || prev == '”') {
			out = append(out, i)
		}
		prev = r
	}
	return out
}

// wordIn is the first word of s as titles have them: letters, then letters, digits, apostrophes and hyphens.
func wordIn(s string) string {
	start := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) })
	if start < 0 {
		return ""
	}
	return s[start:runOf(s, start, len(s), titleRune)]
}

func titleRune(r rune) bool { return wordRune(r) || r == '\'' || r == '’' || r == '-' }

// titleRun is where title case ends: the first word of four letters or more that is in lower case; 0 when the
// title was never in title case or never leaves it.
func titleRun(s string) int {
	words := 0
	for at := 0; at < len(s); {
		w := wordIn(s[at:])
		if w == "" {
			break
		}
		i := at + strings.Index(s[at:], w)
		at = i + len(w)
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(first) {
			words++
			continue
		}
		if len(w) >= 4 && !smallTitleWords[w] {
			if words < 3 {
				return 0
			}
			return i
		}
	}
	return 0
}

// camel tells whether the join at j lies in a name that is written with one.
func camel(s string, j int) bool {
	i := j
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= n
	}
	left := s[i:j]
	return left == "Mc" || left == "Mac" || left == "De" || left == "Fitz" || utf8.RuneCountInString(left) == 1 ||
		camelNames[wordIn(s[i:])]
}
