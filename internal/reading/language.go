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
	languageSure  = 200 // for statistics of letters alone
)

// functionWords are words that every text in a language is full of and texts in other languages hardly have together.
var functionWords = []struct {
	code  string
	words map[string]bool
}{
	{"en", set("the of and to that was were with from said has have had is are by his their which who not")},
	{"ru", set("и в не на что с по как но за это из его для от до так было только также или через после когда все он")},
	{"uk", set("і й в у не на що з та як але за це із його для від до так було також або через після коли всі він")},
	{"de", set("der die das und ist nicht mit von dem den ein eine auf für sich auch hat wurde nach bei")},
	{"fr", set("le la les des et est une dans pour que qui sur pas avec par ont été du au aux")},
	{"es", set("el la los las de y que en una por con para no se del su fue han al como")},
}

// language tells in which language the prose of a text is, as ISO 639-1; empty when it is too short or unclear.
// Letters that only one language has tell it first; names of places and people say nothing about it, so that function words
// are asked before the statistics of letters.
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
	if code := byLetters(sample); code != "" {
		return code
	}
	if code := byFunctionWords(sample); code != "" {
		return code
	}
	info := whatlanggo.Detect(sample)
	if !info.IsReliable() || len(sample) < languageSure {
		return ""
	}
	return info.Lang.Iso6391()
}

// leastKinds is how many different function words a text must have, and one word in wordsPerHit must be one.
const (
	leastKinds  = 4
	wordsPerHit = 6
)

// byFunctionWords is the language whose function words a text has most of, if it has plenty; empty when two have
// as many.
func byFunctionWords(sample string) string {
	words := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	best, most, tie := "", 0, false
	for _, l := range functionWords {
		hits, kinds := 0, map[string]bool{}
		for _, w := range words {
			if l.words[w] {
				hits++
				kinds[w] = true
			}
		}
		if len(kinds) < leastKinds || hits*wordsPerHit < len(words) || hits < most {
			continue
		}
		best, most, tie = l.code, hits, hits == most
	}
	if tie {
		return ""
	}
	return best
}

// languageNames are the languages in which texts say that somebody spoke.
var languageNames = map[string]string{"russian": "ru", "ukrainian": "uk", "english": "en", "german": "de", "french": "fr",
	"spanish": "es", "polish": "pl", "belarusian": "be", "arabic": "ar", "persian": "fa", "farsi": "fa", "hebrew": "he",
	"turkish": "tr", "chinese": "zh", "mandarin": "zh", "georgian": "ka", "romanian": "ro", "hungarian": "hu", "italian": "it",
	"portuguese": "pt", "czech": "cs", "slovak": "sk", "serbian": "sr", "armenian": "hy", "kazakh": "kk", "tatar": "tt",
	"japanese": "ja", "korean": "ko", "greek": "el", "finnish": "fi", "swedish": "sv", "norwegian": "no", "danish": "da",
	"dutch": "nl", "latvian": "lv", "lithuanian": "lt", "estonian": "et", "bulgarian": "bg", "hindi": "hi", "urdu": "ur"}

// spokenIn finds the language that tokens say was spoken: "in Russian", "switched to the Russian language". An
// adjective before another noun is none: "in Russian hands".
func spokenIn(f []token) string {
	for i, t := range f {
		code := languageNames[t.low]
		if code == "" || i == 0 || !t.upper {
			continue
		}
		named := i+1 < len(f) && f[i+1].low == "language"
		j := i - 1
		if f[j].low == "the" && j > 0 && named {
			j--
		}
		if f[j].low != "in" && f[j].low != "to" && f[j].low != "into" {
			continue
		}
		alone := i+1 == len(f) || f[i+1].kind != word || prepositions[f[i+1].low] || f[i+1].low == "and" || f[i+1].low == "that"
		if named || alone && (f[j].low == "in" || j > 0 && strings.HasPrefix(f[j-1].low, "switch")) {
			return code
		}
	}
	return ""
}
