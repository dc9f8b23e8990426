package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The marks around what is said or set apart.
const (
	openMarks  = "\"“„«‘‹([»"
	closeMarks = "\"”“»’›)]«'"
)

func terminal(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।':
		return true
	}
	return false
}

// sentences adds the sentences of one paragraph to out. A quotation's own sentences are sentences; none crosses
// the paragraph.
func sentences(out []brief.Span, text string, p brief.Span) []brief.Span {
	start := p.Start
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(text[i:p.End])
		if !terminal(r) {
			i += n
			continue
		}
		stop := i
		i = runOf(text, i+n, p.End, terminal)
		marksAt := i
		i = runOf(text, i, p.End, closing)
		if i < p.End && !boundary(text, p, stop, marksAt, i, r) {
			continue
		}
		out = append(out, brief.Span{Start: start, End: i})
		start = runOf(text, i, p.End, gap)
		i = start
	}
	if rest := trim(text, brief.Span{Start: start, End: p.End}); rest.Start < rest.End {
		out = append(out, rest)
	}
	return out
}

func closing(r rune) bool { return strings.ContainsRune(closeMarks, r) }

func runOf(text string, i, end int, ok func(rune) bool) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		if !ok(r) {
			break
		}
		i += n
	}
	return i
}

// boundary tells whether a sentence ends at i: stop is its first terminal, marksAt where closing marks begin.
func boundary(text string, p brief.Span, stop, marksAt, i int, mark rune) bool {
	switch mark {
	case '。', '！', '？', '।', '۔', '؟':
		return true
	}
	next := runOf(text, i, p.End, gap)
	if next == i {
		return false
	}
	at := runOf(text, next, p.End, func(r rune) bool { return strings.ContainsRune(openMarks+"—–-", r) || gap(r) })
	if at >= p.End {
		return true
	}
	first, _ := utf8.DecodeRuneInString(text[at:p.End])
	if unicode.IsLower(first) {
		return false
	}
	word := strings.ToLower(wordAt(text, at, p.End))
	one := marksAt-stop == 1
	if mark == '.' && one && marksAt == i && abbreviated(text, p.Start, stop, word, first) {
		return false
	}
	if (mark == '…' || !one) && word == "i" {
		return false
	}
	if i > marksAt && mark != '.' && cueFollows(text, at, p.End) {
		return false
	}
	return true
}

// wordAt is the word that begins at i, of at most 40 bytes.
func wordAt(text string, i, end int) string {
	return wordIn(head(text[i:end], 40))
}

// abbreviated tells whether the full stop at stop belongs to the word before it: Mr., 3.5, J., U.S., Sept. 24.
// Abbreviations that may end a sentence do so before a word that begins them.
func abbreviated(text string, from, stop int, next string, first rune) bool {
	i := stop
	for i > from && stop-i < 40 {
		r, n := utf8.DecodeLastRuneInString(text[from:i])
		if !unicode.IsLetter(r) && r != '.' && !unicode.IsMark(r) {
			break
		}
		i -= n
	}
	word := strings.ToLower(strings.TrimLeft(text[i:stop], "."))
	switch {
	case word == "":
		// German writes the number of a day with one.
		return i > from && unicode.IsDigit(lastRune(text[from:i])) && foreignMonths[next] > 0
	case titleAbbreviations[word]:
		return true
	case numberAbbreviations[word]:
		return unicode.IsDigit(first)
	case looseAbbreviations[word], strings.Contains(word, "."):
		return !starters[next]
	}
	initial := utf8.RuneCountInString(word) == 1 && unicode.IsUpper(firstRune(text[i:stop]))
	return initial && word != "i" && !starters[next]
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// cueFollows tells whether the words after a quotation that ends in ? or ! name who said it: `"Stop!" Vell said`.
func cueFollows(text string, at, end int) bool {
	for i, w := range strings.Fields(head(text[at:end], 80)) {
		if i > 5 {
			return false
		}
		if c, ok := cues[strings.ToLower(strings.Trim(w, ".,:"))]; ok && c.quotes {
			return true
		}
		if strings.ContainsAny(w, ".,:;!?\"“") {
			return false
		}
	}
	return false
}

// endsSentence tells whether s ends as sentences do, closing marks left aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, closeMarks+" ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return terminal(r)
}
