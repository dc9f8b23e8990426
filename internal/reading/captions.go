package reading

import (
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// ruleDuplicate marks a caption that only repeats what stands above it; it is not read a second time.
const ruleDuplicate = "duplicate"

var (
	pictureWords = set("photo photos image images picture pictures caption photograph credit illustration graphic photographer фото иллюстрация ілюстрація foto bild")
	captionLeads = wordings(map[int]string{1: `photo | image | picture | caption | photograph | file photo | file image | handout photo |
		file picture | illustration | graphic | pictured | фото | иллюстрация | ілюстрація | foto | bild`})
)

// The longest credit behind a caption, in tokens, and the longest caption that is compared with its copy, in bytes.
const (
	longestCredit  = 16
	longestCaption = 400
)

// captionCore is what a caption says without the words that mark it, false when nothing marks it.
func captionCore(text string, s brief.Span, f []token) (brief.Span, bool) {
	core, marked := s, false
	n, _ := captionLeads.longest(f, 0)
	switch {
	case n > 0 && low(f, n) == ":":
		core.Start, marked = f[n].End, true
	case low(f, 0) == "file" && capitals(f[0].Of(text)):
		if i := dashTo(f, 1); i > 0 && i < len(f) {
			core.Start, marked = f[i].Start, true
		}
	}
	if cut := credit(f, text); cut > 0 && f[len(f)-1].End == s.End {
		core.End, marked = f[cut].Start, true
	}
	if core.End < core.Start {
		core.End = core.Start
	}
	return trim(text, core), marked
}

// credit finds the token where the credit behind a caption begins: "(File photo)", "(NPA Photo/Ada Brun)", "Photo: Ada
// Brun/NPA"; -1 when there is none.
func credit(f []token, text string) int {
	last := len(f) - 1
	if last < 1 {
		return -1
	}
	for k := last - 1; k >= max(0, last-longestCredit); k-- {
		switch t := f[k]; {
		case f[last].low == ")" && t.low == "(" && (k == 0 || t.Start > f[k-1].End):
			for i := k + 1; i < last; i++ {
				if pictureWords[f[i].low] {
					return k
				}
			}
			return -1
		case t.low == ":" && k > 1 && f[last].kind == word:
			if pictureWords[f[k-1].low] && f[k-1].upper && namesIn(f[k+1:]) > 0 && !strings.ContainsAny(text[f[k].End:f[last].Start], ".!?") {
				return k - 1
			}
			return -1
		}
	}
	return -1
}

// repeated tells whether two paragraphs, or the cores of captions, say the same in the same words, and more than a
// word or two.
func repeated(a, b string) bool {
	if len(a) > longestCaption || len(b) > longestCaption {
		return false
	}
	a, b = strings.TrimRight(a, ".:! "), strings.TrimRight(b, ".:! ")
	return utf8.RuneCountInString(a) >= 12 && strings.Contains(a, " ") && strings.EqualFold(a, b)
}
