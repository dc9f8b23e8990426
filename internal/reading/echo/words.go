package echo

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"livebrief/internal/brief"
)

// word is one word, number or sign of a text.
type word struct {
	hash       uint64
	start, end uint32 // bytes of the text
	number     bool   // begins with a digit
	upper      bool   // begins in upper case
	first      bool   // stands after the end of a sentence, a line or an opening mark
}

func (w word) span() brief.Span { return brief.Span{Start: int(w.start), End: int(w.end)} }

const (
	// maxText bounds, in bytes, what is compared of one text: of a longer one only the beginning.
	maxText = 1 << 20
	// maxWord bounds a word in bytes; a longer run without a gap is cut into pieces of that size.
	maxWord = 256
)

// head is what is compared of a text, cut between two characters.
func head(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// scan appends the words of a text to out. Marks, dashes and layout are no words; signs of money and % are, and a dash
// right before a number is its minus. Invalid bytes are gaps.
func scan(out []word, text string) []word {
	first := true
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case digit(r):
			w := numberAt(text, i)
			w.first, first = first, false
			out = append(out, w)
			i = int(w.end)
		case letter(r) && !ideogram(r):
			w := wordAt(text, i)
			w.first, first = first, false
			out = append(out, w)
			i = int(w.end)
		case ideogram(r), r == '%', unicode.Is(unicode.Sc, r):
			out = append(out, word{hash: (seedWord ^ uint64(r)) * primeWord, start: uint32(i), end: uint32(i + n), first: first})
			first = false
			i += n
		default:
			first = first || opens(r)
			i += n
		}
	}
	return out
}

// opens tells whether what follows this mark may begin in upper case without being a name.
func opens(r rune) bool {
	switch r {
	case '.', '!', '?', ':', '\n', '"', '“', '”', '«', '»', '„', '…', '•', '*':
		return true
	}
	return false
}

// letter tells whether a word may hold r; ASCII first, since most is.
func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.No, r)
}

func digit(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	return unicode.IsDigit(r)
}

// ideogram tells whether r is a word by itself, in scripts that put no spaces between words.
func ideogram(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// silent are the runes that a word may hold without saying anything: soft hyphens and what has no width.
func silent(r rune) bool {
	return r == 0xad || r >= 0x200b && r <= 0x200d || r == 0x2060 || r == 0xfeff
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´'
}

// wordAt reads the word at i: letters and digits, and apostrophes between them, which are not part of its hash.
func wordAt(text string, i int) word {
	h, j := uint64(seedWord), i
	for end := min(len(text), i+maxWord); j < end && plain[text[j]] != 0; j++ {
		h = (h ^ uint64(plain[text[j]])) * primeWord
	}
	w := word{hash: h, start: uint32(i), end: uint32(j)}
	if j < len(text) && (text[j] >= utf8.RuneSelf || apostrophe(rune(text[j]))) {
		if w.end = uint32(wordEnd(text, i, j)); int(w.end) > j {
			w.hash = folded(text[i:w.end])
		}
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	w.upper = unicode.IsUpper(r)
	return w
}

// plain are the letters and digits of ASCII in lower case, 0 for every other byte.
var plain = func() (p [256]byte) {
	for c := range p {
		if c := rune(c); c < utf8.RuneSelf && (letter(c) || digit(c)) {
			p[c] = byte(unicode.ToLower(c))
		}
	}
	return p
}()

// wordEnd gives where the word ends that begins at i and goes on to j at least.
func wordEnd(text string, i, j int) int {
	for j < len(text) && j-i < maxWord {
		r, n := utf8.DecodeRuneInString(text[j:])
		within := letter(r) && !ideogram(r) || digit(r) || silent(r) || apostrophe(r) && joins(text, j+n)
		if !within {
			break
		}
		j += n
	}
	return j
}

// joins tells whether a letter stands at j, so that an apostrophe before it is inside a word.
func joins(text string, j int) bool {
	if j >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[j:])
	return letter(r)
}

// folded hashes a word that is not plain ASCII: compatible forms are one (NFKC), in lower case, without what is silent.
func folded(text string) uint64 {
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	h := uint64(seedWord)
	for _, r := range text {
		if !silent(r) && !apostrophe(r) {
			h = (h ^ uint64(unicode.ToLower(r))) * primeWord
		}
	}
	return h
}

// numberAt reads the number at i, with the minus before it. Separators of thousands are not part of its hash, so
// 1,000 and 1000 are one; points, colons and letters glued to it are: 3.5, 14:05, 3rd.
func numberAt(text string, i int) word {
	h, start := uint64(seedWord), i
	if d := minus(text, i); d > 0 {
		h, start = (h^'-')*primeWord, i-d
	}
	j := i
	for j < len(text) && j-i < maxWord {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch {
		case digit(r), letter(r) && !ideogram(r):
			h = (h ^ uint64(unicode.ToLower(r))) * primeWord
		case separator(text, j) > 0:
			n = separator(text, j)
		case strings.ContainsRune(".,:", r) && j+1 < len(text) && text[j+1] >= '0' && text[j+1] <= '9':
			h = (h ^ uint64(r)) * primeWord
		default:
			return word{hash: h, start: uint32(start), end: uint32(j), number: true}
		}
		j += n
	}
	return word{hash: h, start: uint32(start), end: uint32(j), number: true}
}

// separator gives the length in bytes of the separator of thousands at j, 0 when there is none.
func separator(text string, j int) int {
	for _, s := range []string{",", "\u00a0", "\u202f", "\u2009"} {
		if strings.HasPrefix(text[j:], s) {
			return len(s) * thousands(text, j+len(s))
		}
	}
	return 0
}

// thousands is 1 where exactly three ASCII digits stand at j, else 0.
func thousands(text string, j int) int {
	n := 0
	for j+n < len(text) && n < 4 && text[j+n] >= '0' && text[j+n] <= '9' {
		n++
	}
	if n == 3 {
		return 1
	}
	return 0
}

// minus gives the length in bytes of a minus that ends at i: a hyphen or dash behind a gap.
func minus(text string, i int) int {
	r, n := utf8.DecodeLastRuneInString(text[:i])
	if r != '-' && r != '−' && r != '–' && r != '‑' {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i-n])
	if i == n || unicode.IsSpace(before) || before == '(' || before == '[' {
		return n
	}
	return 0
}
