package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// span is a part of a text, in bytes.
type span struct{ start, end int }

// perParagraph is how many sentences make a paragraph. The set does not say where the paragraphs of Wikinews ended;
// there they have two to four sentences. One long paragraph would be further from that, and would let one mark that
// never closes spoil all that follows it; a paragraph for each sentence would cut most quotations.
const perParagraph = 3

// longestQuote is how many sentences a quotation may keep its paragraph open: after that, its closing mark is lost.
const longestQuote = 8

// plain gives the text of an article and the spans of its sentences. The title and the date are a paragraph each.
// A paragraph never ends within a quotation, and a sentence without an end (a heading, a signature) ends one.
func plain(a article) (string, []span) {
	var s spacing
	var b strings.Builder
	var spans []span
	n := 0
	sentences := settle(a.Sentences)
	for i, tokens := range sentences {
		line := s.sentence(tokens)
		switch {
		case b.Len() == 0:
		case n == 0:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		start := b.Len()
		b.WriteString(line)
		spans = append(spans, span{start, b.Len()})
		n++
		if n >= longestQuote {
			s.double = false
		}
		if i < 2 || n >= perParagraph && !s.double && !goesOn(sentences, i+1) || !finished(line) {
			n, s.single = 0, false
		}
	}
	b.WriteByte('\n')
	return b.String(), spans
}

// settle moves a closing mark that begins a sentence to the end of the one before.
func settle(sentences [][]string) [][]string {
	out := slices.Clone(sentences)
	for i := 1; i < len(out); i++ {
		if len(out[i]) > 1 && out[i][0] == "'" {
			out[i-1] = append(slices.Clone(out[i-1]), "'")
			out[i] = out[i][1:]
		}
	}
	return out
}

// goesOn tells whether sentence i begins small, as "said the mayor" does after a quotation that was cut off from it.
func goesOn(sentences [][]string, i int) bool {
	return i < len(sentences) && strings.ContainsAny(sentences[i][0][:1], "abcdefghijklmnopqrstuvwxyz")
}

func finished(line string) bool { return strings.ContainsAny(line[len(line)-1:], `.?!"')`) }

// sameLetters tells whether a text has the letters and digits of the tokens, all of them, in their order and no more.
func sameLetters(a article, text string) error {
	var tokens strings.Builder
	for _, s := range a.Sentences {
		tokens.WriteString(strings.Join(s, ""))
	}
	want, got := letters(tokens.String()), letters(text)
	if want != got {
		return fmt.Errorf("%s: the text has other letters or digits than the tokens", a.ID)
	}
	return nil
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
