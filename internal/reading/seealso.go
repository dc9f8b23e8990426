package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// partSeeAlso adds a line that leads elsewhere, and the sentence glued to its title as a paragraph of its own.
func partSeeAlso(out []brief.Paragraph, text string, s brief.Span) []brief.Paragraph {
	title := seeAlsoTitle(text, s)
	cut := glued(title.Of(text))
	if cut < 0 {
		return append(out, brief.Paragraph{Span: s, Kind: brief.ParaSeeAlso, Rule: "see-also"})
	}
	first := brief.Span{Start: s.Start, End: title.Start + cut}
	rest := brief.Span{Start: title.Start + cut, End: s.End}
	return append(out,
		brief.Paragraph{Span: first, Kind: brief.ParaSeeAlso, Rule: "see-also-glued"},
		brief.Paragraph{Span: rest, Kind: brief.ParaBody, Rule: "after-glued-title"})
}

// seeAlsoTitle is the span after the words that lead elsewhere.
func seeAlsoTitle(text string, s brief.Span) brief.Span {
	m := seeAlsoShape.FindStringIndex(head(s.Of(text), 80))
	if m == nil {
		return s
	}
	return brief.Span{Start: s.Start + m[1], End: s.End}
}

// wordShape is a word as titles have them.
var wordShape = regexp.MustCompile(`[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*`)

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
		word := wordShape.FindString(window[j:])
		if starters[strings.ToLower(word)] && strings.Contains(window[j:], " ") {
			return j
		}
		if j < end && !camel(window, j) {
			last = j
		}
	}
	return last
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

// titleRun is where title case ends: the first word of four letters or more that is in lower case; 0 when the
// title was never in title case or never leaves it.
func titleRun(s string) int {
	words := 0
	for _, m := range wordShape.FindAllStringIndex(s, -1) {
		first, _ := utf8.DecodeRuneInString(s[m[0]:])
		if !unicode.IsLower(first) {
			words++
			continue
		}
		if m[1]-m[0] >= 4 && !smallTitleWords[s[m[0]:m[1]]] {
			if words < 3 {
				return 0
			}
			return m[0]
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
		camelNames[wordShape.FindString(s[i:])]
}

// endsSentence tells whether s ends as sentences do, closing marks left aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, closeMarks+" ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return terminal(r)
}
