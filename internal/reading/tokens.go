package reading

import (
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/reading/register"
)

type tokenKind uint8

const (
	word tokenKind = iota
	number
	punct
	quoted // a whole quotation, its marks included
)

// token is a word, a number, a mark or a whole quotation.
type token struct {
	brief.Span
	kind  tokenKind
	upper bool   // begins in upper case
	low   string // in lower case, without a possessive ending
	owns  bool   // had a possessive ending
	quote int    // of a quotation: its index in the paragraph's list
}

// document is what the readers share: the text, its paragraphs with their sentences, and which words it has in
// lower case.
type document struct {
	text      string
	paras     []paragraph
	lower     map[string]bool
	large     int       // paragraphs that were read in pieces
	unread    int       // sentences too large to search
	published time.Time // zero when it is not known

	register *register.Register
	people   *people // whom the text names, once its statements are read
}

type paragraph struct {
	brief.Paragraph
	sentences []brief.Span
}

// newDocument hands every paragraph its sentences; both lists are in the order of the text.
func newDocument(text string, paras []brief.Paragraph, sents []brief.Span) *document {
	d := &document{text: text, lower: map[string]bool{}, register: register.Default()}
	d.paras = make([]paragraph, 0, len(paras))
	for _, p := range paras {
		n := sort.Search(len(sents), func(i int) bool { return sents[i].Start >= p.End })
		d.add(paragraph{Paragraph: p, sentences: sents[:n]})
		sents = sents[n:]
	}
	return d
}

// add takes a paragraph in, one that is too large in pieces of whole sentences.
func (d *document) add(p paragraph) {
	if prose(p.Kind) && p.End-p.Start > maxParagraph {
		d.large++
		for _, piece := range p.pieces() {
			d.paras = append(d.paras, piece)
			if piece.searched() {
				d.noteLower(piece.Span)
			} else {
				d.unread++
			}
		}
		return
	}
	d.paras = append(d.paras, p)
	if prose(p.Kind) {
		d.noteLower(p.Span)
	}
}

// pieces parts a paragraph that is too large into as few as will do; only a sentence that is too large by itself stays so.
func (p paragraph) pieces() []paragraph {
	var out []paragraph
	for from := 0; from < len(p.sentences); {
		piece := p
		piece.Span = p.sentences[from]
		to := from + 1
		for ; to < len(p.sentences) && p.sentences[to].End-piece.Start <= maxParagraph; to++ {
			piece.End = p.sentences[to].End
		}
		piece.sentences = p.sentences[from:to]
		out, from = append(out, piece), to
	}
	return out
}

// prose tells whether paragraphs of this kind tell the news.
func prose(k brief.ParagraphKind) bool {
	return k == brief.ParaBody || k == brief.ParaHeadline || k == brief.ParaCaption
}

// searched tells whether a paragraph is read for what it says. What repeats a caption has said it already.
func (p paragraph) searched() bool {
	return prose(p.Kind) && p.Rule != ruleDuplicate && p.End-p.Start <= maxParagraph
}

// noteLower remembers the lower-case words of a paragraph: a word that begins a sentence in upper case and stands
// elsewhere in lower case is no name.
func (d *document) noteLower(s brief.Span) {
	t := s.Of(d.text)
	for i := 0; i < len(t); {
		r, n := utf8.DecodeRuneInString(t[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		end := runOf(t, i, len(t), unicode.IsLetter)
		if unicode.IsLower(r) && end-i < 24 {
			d.lower[t[i:end]] = true
		}
		i = end
	}
}

// tokens cuts a span into tokens; the quotations in it, if given, are one token each.
func tokens(text string, s brief.Span, qs []quote) []token {
	return appendTokens(make([]token, 0, 4+(s.End-s.Start)/6), text, s, qs)
}

// appendTokens is tokens into a list at hand.
func appendTokens(out []token, text string, s brief.Span, qs []quote) []token {
	q := 0
	for i := s.Start; i < s.End; {
		if q < len(qs) && i == qs[q].outer.Start {
			out = append(out, token{Span: qs[q].outer, kind: quoted, quote: q})
			i = qs[q].outer.End
			q++
			continue
		}
		end := s.End
		if q < len(qs) {
			end = qs[q].outer.Start
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		switch {
		case gap(r):
			i += n
		case unicode.IsLetter(r):
			t := wordToken(text, i, end)
			out = append(out, t)
			i = t.End
		case unicode.IsDigit(r):
			t := numberToken(text, i, end)
			out = append(out, t)
			i = t.End
		default:
			out = append(out, token{Span: brief.Span{Start: i, End: i + n}, kind: punct, low: text[i : i+n]})
			i += n
		}
	}
	return out
}

// wordToken reads the word at i: letters and digits, inner hyphens and apostrophes, and the full stops of initials
// and abbreviations.
func wordToken(text string, i, end int) token {
	j := i
	for {
		j = runOf(text, j, end, wordRune)
		if j >= end {
			break
		}
		r, n := utf8.DecodeRuneInString(text[j:end])
		if (r == '-' || r == '\'' || r == '’' || r == '‑') && j+n < end && unicode.IsLetter(firstRune(text[j+n:end])) {
			j += n
			continue
		}
		break
	}
	j = site(text, j, end)
	t := token{kind: word, upper: unicode.IsUpper(firstRune(text[i:]))}
	if j < end && text[j] == '.' && dotted(text, i, j, end) {
		j++
		for j+1 < end && text[j+1] == '.' && unicode.IsLetter(rune(text[j])) {
			j += 2
		}
	}
	t.Span = brief.Span{Start: i, End: j}
	t.low = text[i:j]
	if j-i < 64 {
		t.low = strings.ToLower(t.low)
	}
	for _, p := range []string{"'s", "’s"} {
		if strings.HasSuffix(t.low, p) && len(t.low) > len(p) {
			t.low, t.owns = strings.TrimSuffix(t.low, p), true
		}
	}
	return t
}

// siteEndings close the names of sites, which newspapers are named for: Detik.com.
var siteEndings = set("com net org info ru ua by eu tv")

// site is where a word ends that goes on as the name of a site at j.
func site(text string, j, end int) int {
	if j >= end || text[j] != '.' {
		return j
	}
	k := j + 1
	for k < end && k-j <= 4 && text[k] >= 'a' && text[k] <= 'z' {
		k++
	}
	if siteEndings[text[j+1:k]] && (k == end || !wordRune(firstRune(text[k:end]))) {
		return k
	}
	return j
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// dotted tells whether the full stop at j belongs to the word text[i:j]: an initial, U.S., Gen.
func dotted(text string, i, j, end int) bool {
	if j-i > 8 {
		return false
	}
	if titleAbbreviations[strings.ToLower(text[i:j])] {
		return true
	}
	if utf8.RuneCountInString(text[i:j]) != 1 {
		return false
	}
	if unicode.IsUpper(firstRune(text[i:j])) {
		return j+1 < end && text[i:j] != "I"
	}
	return j+2 < end && unicode.IsLetter(rune(text[j+1])) && text[j+2] == '.'
}

// numberToken reads digits with inner separators, and letters glued to them: 300,000 3.5 14:05 10-year 3rd.
func numberToken(text string, i, end int) token {
	j := i
	for {
		j = runOf(text, j, end, wordRune)
		if j+1 < end && strings.IndexByte(",.:-", text[j]) >= 0 && unicode.IsDigit(rune(text[j+1])) {
			j++
			continue
		}
		if j+1 < end && text[j] == '-' && unicode.IsLetter(rune(text[j+1])) {
			j++
			continue
		}
		break
	}
	return token{Span: brief.Span{Start: i, End: j}, kind: number, low: strings.ToLower(text[i:j])}
}

// low is the token at i in lower case, empty outside of the list.
func low(f []token, i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	return f[i].low
}
