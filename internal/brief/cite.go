package brief

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxQuote is how many characters of somebody else's report are shown at most.
const MaxQuote = 600

// Cite lets the reference rest on a sentence of a report's text, with the stretch in it that carries the development
// marked; an empty stretch, or one outside the sentence, marks nothing. Of a sentence that is too long the stretch alone
// is shown, or its beginning.
func (r *Reference) Cite(text string, sentence, marked Span) {
	sentence, marked = trimmed(text, sentence), trimmed(text, marked)
	if marked.Of(text) != "" && (sentence.Of(text) == "" || utf8.RuneCountInString(sentence.Of(text)) > MaxQuote) {
		sentence = marked
	}
	sentence = shortened(text, sentence)
	r.Span, r.Quote, r.Mark = nil, "", nil
	if sentence.Of(text) == "" {
		return
	}
	r.Span, r.Quote = &sentence, UnixBreaks(sentence.Of(text))
	marked.End = min(marked.End, sentence.End)
	if marked.Of(text) == "" || marked.Start < sentence.Start {
		return
	}
	// Line breaks of two characters became one, so that the bytes are counted in the quote.
	start := len(UnixBreaks(text[sentence.Start:marked.Start]))
	r.Mark = &Span{Start: start, End: start + len(UnixBreaks(marked.Of(text)))}
}

// UnixBreaks gives a text with line breaks of one kind, since the form of a browser sends others than it was given.
func UnixBreaks(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// trimmed leaves the blanks at both ends of a span out.
func trimmed(text string, s Span) Span {
	inner := s.Of(text)
	s.Start += len(inner) - len(strings.TrimLeftFunc(inner, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(inner))
	return s
}

// shortened cuts a span to what may be shown, behind a word where there is one.
func shortened(text string, s Span) Span {
	n := 0
	for i := range s.Of(text) {
		if n++; n > MaxQuote {
			kept := text[s.Start : s.Start+i]
			if at := strings.LastIndexAny(kept, " \n\t"); at > 0 {
				kept = strings.TrimSpace(kept[:at])
			}
			return Span{Start: s.Start, End: s.Start + len(kept)}
		}
	}
	return s
}
