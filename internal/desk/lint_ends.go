package desk

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// loneLetter is a small letter by itself at the end, as a slipped key leaves it.
	loneLetter = regexp.MustCompile(`(?:^|[\s.!?…"”»)])[a-zа-яёіїєґ]$`)
	listItem   = regexp.MustCompile(`^(?:[-+•–]|\d+[.)])\s`)
)

// Marks that end a sentence, that may stand behind its end, and that leave it open.
const (
	stops   = ".!?…。！？؟।"
	closers = "\"'”’»«“)]›"
	open    = ",;:-–—([{&/„«“"
)

// strayHeadline finds a headline that stops in the middle.
func (l *linter) strayHeadline(headline string) {
	l.stray("headline", strings.TrimSpace(headline), false)
}

// strayText finds a text whose last paragraph stops in the middle or has no full stop; a list may do without.
func (l *linter) strayText(what, text string) {
	text = strings.TrimSpace(text)
	last := text[strings.LastIndexByte(text, '\n')+1:]
	l.stray(what, last, !listItem.MatchString(last))
}

func (l *linter) stray(what, text string, needsStop bool) {
	if text == "" {
		return
	}
	bare := strings.TrimRight(text, closers)
	last, size := utf8.DecodeLastRuneInString(bare)
	before, _ := utf8.DecodeLastRuneInString(bare[:len(bare)-size])
	end, _ := utf8.DecodeLastRuneInString(text)
	switch {
	case strings.ContainsRune(open, end) && !strings.ContainsRune(closers, end), bare != "" && strings.ContainsRune(",;:-–—", last):
		l.add(RuleStray, fmt.Sprintf("The %s ends with %q; finish the sentence.", what, string(last)))
	case loneLetter.MatchString(text):
		l.add(RuleStray, fmt.Sprintf("The %s ends with a stray %q; take it out.", what, string(end)))
	case doubled(bare, before, last):
		l.add(RuleStray, fmt.Sprintf("The %s ends with %q; keep one of the marks.", what, string(before)+string(last)))
	case needsStop && !strings.ContainsRune(stops, last):
		l.add(RuleStray, fmt.Sprintf("The %s has no full stop at its end.", what))
	}
}

// doubled tells whether two marks stand where one should; "...", "?!" and "!?" are usual.
func doubled(text string, before, last rune) bool {
	const marks = ".,;:!?"
	if !strings.ContainsRune(marks, last) || !strings.ContainsRune(marks, before) {
		return false
	}
	return !strings.HasSuffix(text, "...") && !strings.HasSuffix(text, "?!") && !strings.HasSuffix(text, "!?")
}

// quotes finds a quotation that is opened and not closed, or the other way round. A quotation over several
// paragraphs opens each of them and closes the last.
func (l *linter) quotes(what, text string) {
	if unbalanced(text) {
		l.add(RuleQuotes, fmt.Sprintf("The quotation marks of the %s do not pair; close the quotation where it ends.", what))
	}
}

func unbalanced(text string) bool {
	if strings.Count(text, `"`)%2 != 0 && strings.Count(inches.ReplaceAllString(text, ""), `"`)%2 != 0 {
		return true
	}
	low, left, right := strings.Count(text, "„"), strings.Count(text, "“"), strings.Count(text, "”")
	if low > 0 {
		return low != left+right || strings.Count(text, "«") != strings.Count(text, "»")
	}
	return pending(text, '“', '”') || strings.Count(text, "«") != strings.Count(text, "»")
}

var inches = regexp.MustCompile(`\d"`)

// pending walks through paired marks: closing needs an opening, and an opening may be repeated only at the start of
// a paragraph.
func pending(text string, left, right rune) bool {
	inside, fresh := false, true
	for _, r := range text {
		switch {
		case r == left && inside && !fresh, r == right && !inside:
			return true
		case r == left:
			inside = true
		case r == right:
			inside = false
		}
		fresh = r == '\n' || fresh && (r == ' ' || r == '\t')
	}
	return inside
}
