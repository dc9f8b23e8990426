package brief

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// headingLength is how many characters of a first sentence stand for a title.
const headingLength = 90

// Heading is what a report is called: its title, else its headline, else the first words of its text; empty when it has
// none of them.
func (r Reading) Heading() string {
	if title := FirstWords(r.Report.Title, maxHeading); title != "" {
		return title
	}
	for _, p := range r.Paragraphs {
		if p.Kind == ParaHeadline {
			if text := FirstWords(p.Of(r.Report.Text), maxHeading); text != "" {
				return text
			}
		}
	}
	// The first sentence of the story: above it stand bylines and boxes.
	for _, p := range r.Paragraphs {
		if p.Kind != ParaBody {
			continue
		}
		for _, s := range r.Sentences {
			if p.Start <= s.Start && s.End <= p.End {
				return FirstWords(s.Of(r.Report.Text), headingLength)
			}
		}
		return FirstWords(p.Of(r.Report.Text), headingLength)
	}
	return FirstWords(r.Report.Text, headingLength)
}

// maxHeading is how many characters the headline of a development takes at most.
const maxHeading = 300

// FirstWords gives the beginning of a text on one line, at most so many characters, cut behind a word with an ellipsis. A
// word that is longer is cut itself. A text of any length costs no more than its beginning.
func FirstWords(text string, most int) string {
	var b strings.Builder
	left := most
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word[:min(len(word), most*utf8.UTFMax)])
		if b.Len() > 0 {
			n++
		}
		if n > left {
			return cutShort(b.String(), word, left)
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		left -= n
	}
	return b.String()
}

// cutShort ends a text before the word that no longer fits, with an ellipsis, for which one character is kept free.
func cutShort(text, word string, left int) string {
	if text == "" {
		runes := []rune(word[:min(len(word), left*utf8.UTFMax)])
		return string(runes[:max(left-1, 0)]) + "…"
	}
	if left == 0 {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:cmp.Or(max(strings.LastIndexByte(text, ' '), 0), len(text)-size)]
	}
	return strings.TrimRight(text, ",;:–—-") + "…"
}
