package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a token as it is printed, and whether it stands close to what is left and right of it.
type piece struct {
	text        string
	left, right bool
}

// spacing turns tokens back into text, one document at a time: a quotation may run over several sentences, so what
// is open goes on from one to the next.
type spacing struct {
	double, single bool // a quotation in "..." or in '...' is open
	bracket        int  // square brackets open in this sentence
}

// The endings that the tokens part from their word, the marks that stand close to what is before them, and the
// marks of money, which stand close to the amount and to the country before them.
var (
	endings   = set("'s 'S 're 've 'll 'm 'd n't 'RE 'VE")
	parted    = set("s re ve ll m d t S")
	closers   = set(", ; ? ! ) % ...")
	money     = set("$ £ € ¥ US$ CA$ AU$ A$ C$ USD$")
	countries = set("US GB CA AU USD A C HK NZ")
	// Words before and after a lone hyphen that were one word. A lone hyphen is a dash otherwise.
	hyphened = set("Wal-Mart Macintosh-curious iTunes-compatible 's-largest")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// sentence gives the text of one sentence.
func (s *spacing) sentence(tokens []string) string {
	s.bracket = 0
	tokens = partQuotes(tokens)
	var b strings.Builder
	glued := true
	for i, t := range tokens {
		p := s.piece(t, at(tokens, i-1), at(tokens, i+1), tokens[min(i+1, len(tokens)):])
		if p.text == "" || p.text == "." && ends(b.String()) {
			continue
		}
		if !glued && !p.left {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
		glued = p.right
	}
	return b.String()
}

// ends tells whether a text ends in the full stop of an abbreviation, which ends the sentence as well.
func ends(text string) bool { return strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "...") }

// partQuotes parts quotation marks that the tokens left at their word.
func partQuotes(tokens []string) []string {
	var out []string
	for _, t := range tokens {
		if rest, ok := strings.CutPrefix(t, "''"); ok && rest != "" {
			out = append(out, "''", rest)
			continue
		}
		out = append(out, t)
	}
	return out
}

func at(tokens []string, i int) string {
	if i < 0 || i >= len(tokens) {
		return ""
	}
	return tokens[i]
}

// piece decides how one token is printed between its neighbours; rest is all that follows it in the sentence. An
// empty text means that the token is debris of the markup, and is left out.
func (s *spacing) piece(t, prev, next string, rest []string) piece {
	switch {
	case t == "``" || t == "''" || t == `"`:
		return s.doubleMark(t, next == "")
	case t == "`":
		s.single = true
		return piece{"'", false, true}
	case t == "'":
		return s.singleMark(prev, next, rest)
	case t == "..." && prev == ".":
		return piece{t, false, false}
	case endings[t] || closers[t]:
		return piece{t, true, false}
	case strings.HasPrefix(t, "'") && letter(t[1:]):
		s.single = s.single || prev != "O" && contains(rest, "'")
		return piece{t, prev == "O", false}
	case len(t) > 1 && strings.HasSuffix(t, "'"):
		return piece{t, false, true}
	case money[t]:
		return piece{t, countries[prev], true}
	case t == "#" && number(next):
		return piece{"£", countries[prev], true}
	}
	return s.mark(t, prev, next)
}

// mark prints dots, colons, brackets, dashes, strokes and, as they are, words.
func (s *spacing) mark(t, prev, next string) piece {
	switch t {
	case ".":
		return piece{t, true, false}
	case ":":
		if prev == "" || prev == ":" {
			return piece{} // the indent of a list
		}
		return piece{t, true, number(prev) && number(next) && len(next) == 2}
	case "(":
		return piece{t, false, true}
	case "[":
		s.bracket++
		return piece{t, false, true}
	case "]":
		if s.bracket == 0 {
			return piece{} // its opening mark was lost, and nobody knows where it stood
		}
		s.bracket--
		return piece{t, true, false}
	case "/":
		return piece{t, true, true}
	case "+":
		return piece{t, number(prev), false}
	case "--":
		close := number(prev) && number(next)
		return piece{"–", close, close}
	case "-":
		return hyphen(prev, next)
	}
	return piece{t, false, false}
}

func hyphen(prev, next string) piece {
	if hyphened[prev+"-"+next] {
		return piece{"-", true, true}
	}
	return piece{"-", suspended[prev], false}
}

// suspended are words whose lone hyphen waits for the second part of a later word ("piano- and guitar-playing").
var suspended = set("piano medium")

// doubleMark prints a double quotation mark. The tokens name its side, but for some that do not or are wrong: then a
// quotation that is open is closed, and the last mark of a sentence closes.
func (s *spacing) doubleMark(t string, last bool) piece {
	closing := t != "``" && (s.double || t == `"` && last)
	s.double = !closing
	return piece{`"`, closing, !closing}
}

// singleMark prints a lone apostrophe: one that closes a quotation, one within a word, one after a plural, or one
// that opens a quotation because another follows.
func (s *spacing) singleMark(prev, next string, rest []string) piece {
	switch {
	case s.single:
		s.single = false
		return piece{"'", true, false}
	case parted[next]:
		return piece{"'", true, true}
	case prev != "," && (strings.HasSuffix(prev, "s") || !contains(rest, "'")):
		return piece{"'", true, false}
	}
	s.single = true
	return piece{"'", false, true}
}

func contains(tokens []string, t string) bool {
	for _, x := range tokens {
		if x == t {
			return true
		}
	}
	return false
}

func number(t string) bool { return t != "" && t[0] >= '0' && t[0] <= '9' }

func letter(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	return unicode.IsLetter(r)
}
