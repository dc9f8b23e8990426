package reading

import (
	"strings"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"

	"livebrief/internal/brief"
)

// The share of a text, in bytes, that its language is told from, and the least that tells one.
const (
	languageMost  = 4 << 10
	languageLeast = 40
)

// english are the words that every English text is full of and texts in other languages hardly have together.
var english = set("the of and to that was were with from said has have had is are by his their which who not")

// language tells in which language the prose of a text is, as ISO 639-1; empty when it is too short or unclear.
// Names of places and people say nothing about it, so that function words are asked before letters.
func language(text string, paras []brief.Paragraph) string {
	var b strings.Builder
	for _, p := range paras {
		if b.Len() >= languageMost {
			break
		}
		if prose(p.Kind) {
			b.WriteString(head(p.Of(text), languageMost-b.Len()))
			b.WriteByte('\n')
		}
	}
	sample := b.String()
	if len(sample) < languageLeast {
		return ""
	}
	if plainlyEnglish(sample) {
		return "en"
	}
	info := whatlanggo.Detect(sample)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}

// plainlyEnglish tells whether at least one word in six is a function word of English, of five kinds or more.
func plainlyEnglish(sample string) bool {
	words := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	hits, kinds := 0, map[string]bool{}
	for _, w := range words {
		if english[w] {
			hits++
			kinds[w] = true
		}
	}
	return len(kinds) >= 5 && hits*6 >= len(words)
}
