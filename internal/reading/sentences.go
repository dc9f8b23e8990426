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

// abbreviations are the ones of a language whose full stop ends no sentence: before a name, before a number, and loose
// ones, which do end one before a word that begins sentences.
type abbreviations struct{ names, numbers, loose map[string]bool }

// stopsOf adds to the abbreviations of words.go, which hold in every text, those that only one language has; by ISO
// 639-1.
var stopsOf = map[string]abbreviations{
	"en": {
		names:   set("mt ft supt insp det pres amb atty cdr maj.gen lt.col lt.gen messrs pte pfc spc comdr ald rt ven"),
		numbers: set(`para pt pts ver eq ex cf tel ext est`),
		loose:   set("ave blvd rd univ assn bhd plc ph.d m.d b.a m.a d.c l.a n.y u.a.e u.s.s.r viz ibid"),
	},
	"ru": {
		names:   set("г им ул пл пос дер обл р-н ген полк майор лейт проф акад гр тов о св"),
		numbers: set("ст п пп стр гл рис табл см т д кв"),
		loose:   set("т.д т.п т.е т.к др пр гг вв н.э руб тыс млн млрд с.г к.м кв.м и.о в.и.о с.ш в.д"),
	},
	"uk": {
		names:   set("м ім вул пл смт обл р-н ген полк проф акад гр тов св с"),
		numbers: set("ст п пп стор гл рис табл див т буд кв"),
		loose:   set("т.д т.п т.зв т.ін ін рр н.е грн тис млн млрд кв.м в.о"),
	},
	"de": {
		names:   set("prof.dr dipl frl hl"),
		numbers: set("abs nr bd kap ziff str tel"),
		loose:   set("evtl ggf inkl zzgl u.a o.ä v.a i.d.r mio mrd"),
	},
}

// splitter cuts paragraphs into sentences in one language.
type splitter struct {
	text string
	own  abbreviations
}

// newSplitter takes the language as ISO 639-1, empty when it is not known.
func newSplitter(text, language string) splitter {
	code, _, _ := strings.Cut(strings.ToLower(language), "-")
	return splitter{text, stopsOf[code]}
}

func terminal(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।':
		return true
	}
	return false
}

// sentences adds the sentences of a paragraph to out, in whatever language it is.
func sentences(out []brief.Span, text string, p brief.Span) []brief.Span {
	return splitter{text: text}.paragraph(out, p)
}

// paragraph adds the sentences of one paragraph to out. A quotation's own sentences are sentences; none crosses
// the paragraph. The items of a list that was run together are apart, without their bullets.
func (c splitter) paragraph(out []brief.Span, p brief.Span) []brief.Span {
	for _, item := range itemsOf(c.text, p) {
		out = c.item(out, item)
	}
	return out
}

// item adds the sentences of one item, or of a paragraph that is no list.
func (c splitter) item(out []brief.Span, p brief.Span) []brief.Span {
	text := c.text
	start := p.Start
	cut := headingEnd(text, start, p.End)
	for i := start; i < p.End; {
		if i == cut {
			out = append(out, brief.Span{Start: start, End: i})
			start, cut = i, -1
		}
		r, n := utf8.DecodeRuneInString(text[i:p.End])
		if !terminal(r) {
			i += n
			continue
		}
		stop := i
		i = runOf(text, i+n, p.End, terminal)
		marksAt := i
		i = runOf(text, i, p.End, closing)
		if i < p.End && !c.boundary(brief.Span{Start: start, End: p.End}, stop, marksAt, i, r) {
			continue
		}
		out = c.finish(out, brief.Span{Start: start, End: i})
		start = runOf(text, i, p.End, gap)
		i = start
		cut = headingEnd(text, start, p.End)
	}
	if rest := trim(text, brief.Span{Start: start, End: p.End}); rest.Start < rest.End {
		out = c.finish(out, rest)
	}
	return out
}

// finish adds a sentence, in pieces where it is several that lost their full stops.
func (c splitter) finish(out []brief.Span, s brief.Span) []brief.Span {
	for _, at := range unmarked(c.text, s) {
		out = append(out, trim(c.text, brief.Span{Start: s.Start, End: at}))
		s.Start = at
	}
	return append(out, s)
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

// boundary tells whether a sentence ends at i: stop is its first terminal, marksAt where closing marks begin; s runs
// from where the sentence begins to where its paragraph ends.
func (c splitter) boundary(s brief.Span, stop, marksAt, i int, mark rune) bool {
	switch mark {
	case '。', '！', '？', '।', '۔', '؟':
		return true
	}
	text := c.text
	next := runOf(text, i, s.End, gap)
	if next == i {
		return marksAt-stop == 1 && lostSpace(text, s, stop, marksAt, i)
	}
	at := runOf(text, next, s.End, func(r rune) bool { return strings.ContainsRune(openMarks+"—–-", r) || gap(r) })
	if at >= s.End {
		return true
	}
	first, _ := utf8.DecodeRuneInString(text[at:s.End])
	if unicode.IsLower(first) {
		return false
	}
	word := strings.ToLower(wordAt(text, at, s.End))
	one := marksAt-stop == 1
	if mark == '.' && one && marksAt == i && (itemNumber(text, s.Start, stop) || c.abbreviated(s.Start, stop, word, first)) {
		return false
	}
	if (mark == '…' || !one) && word == "i" {
		return false
	}
	if i > marksAt && mark != '.' && cueFollows(text, at, s.End) {
		return false
	}
	return true
}

// itemNumber tells whether a sentence begins with a number and its full stop, as an item does: 3. Stay at home.
func itemNumber(text string, start, stop int) bool {
	return stop-start <= 2 && allDigits(text[start:stop])
}

// domains are what an address may end with behind its full stop.
var domains = set("com org net gov edu info io js ai tv ru ua de uk eu")

// lostSpace tells whether a sentence ends at i though no space follows: a word in lower case, the mark, and a word that
// begins in upper case. Addresses and names such as Node.js have no such word before the full stop, or none behind it.
func lostSpace(text string, s brief.Span, stop, marksAt, i int) bool {
	if i > marksAt && text[i-1] == '"' {
		return false // it may as well open the next quotation
	}
	w := wordAt(text, i, s.End)
	after := i + len(w)
	if utf8.RuneCountInString(w) < 2 && w != "A" && w != "I" || !strings.HasPrefix(text[i:s.End], w) || domains[strings.ToLower(w)] ||
		after >= s.End || !gap(firstRune(text[after:s.End])) && text[after] != ',' {
		return false
	}
	if first, n := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) || n < len(w) && !unicode.IsLower(firstRune(w[n:])) {
		return false
	}
	j, letters := stop, 0
	for j > s.Start && stop-j < 80 {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:j])
		if unicode.IsUpper(r) && text[stop] != '.' {
			return starters[strings.ToLower(w)] // Why?The town, and not Yahoo!Mail
		}
		if !unicode.IsLower(r) {
			return letters >= 3 && (gap(r) || strings.ContainsRune("-’'”\"", r))
		}
		letters++
		j -= n
	}
	return false
}

// wordAt is the word that begins at i, of at most 40 bytes.
func wordAt(text string, i, end int) string { return wordIn(head(text[i:end], 40)) }

// abbreviated tells whether the full stop at stop belongs to the word before it: Mr., 3.5, J., U.S., Sept. 24.
// Abbreviations that may end a sentence do so before a word that begins them.
func (c splitter) abbreviated(from, stop int, next string, first rune) bool {
	text := c.text
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
	case titleAbbreviations[word], c.own.names[word]:
		return true
	case numberAbbreviations[word], c.own.numbers[word]:
		return unicode.IsDigit(first)
	case looseAbbreviations[word], c.own.loose[word], strings.Contains(word, "."):
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
