package reading

import (
	"strings"
	"unicode"
)

// byLetters tells Cyrillic languages apart by the letters that only some of them have; empty for other scripts, and where the
// letters say nothing. Words that begin in upper case may be names from anywhere, and do not count for the script.
func byLetters(sample string) string {
	cyrillic, latin := 0, 0
	seen := map[rune]int{}
	for w := range strings.FieldsFuncSeq(sample, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if unicode.IsUpper(firstRune(w)) && cyrillic+latin > 0 {
			continue
		}
		for _, r := range strings.ToLower(w) {
			switch {
			case unicode.Is(unicode.Cyrillic, r):
				cyrillic++
				seen[r]++
			case unicode.Is(unicode.Latin, r):
				latin++
			}
		}
	}
	if cyrillic <= latin || cyrillic < cyrillicLeast {
		return ""
	}
	some := func(letters string) int {
		n := 0
		for _, r := range letters {
			n += seen[r]
		}
		return n
	}
	uk, ru := some("іїєґ"), some("ыэё")
	switch {
	case some("ў") > 0:
		return "be"
	case some("ђћљњџјѓќѕ") > 0:
		return "sr"
	case some("әңғүұқөһ") > 0:
		return "kk"
	case uk > 0 && ru*8 < uk:
		return "uk"
	case ru > 0 && uk*8 < ru:
		return "ru"
	case some("ъ") > 0 && ru == 0 && uk == 0:
		return "bg"
	case uk == 0 && ru == 0:
		return byShortWords(sample)
	}
	return ""
}

// What only one of the two languages writes in words without a letter of its own.
var (
	wordsOfUkrainian = set("що та від його це як але щоб буде було був була були того також теж тижня року лютого березня липня")
	wordsOfRussian   = set("что от его как но чтобы будет был было были того также тоже года")
)

// byShortWords tells Ukrainian from Russian where no letter does. In doubt it is Russian: Ukrainian hardly goes so far without
// an i of its own, nor Bulgarian without a hard sign.
func byShortWords(sample string) string {
	uk, ru := 0, 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(sample), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if wordsOfUkrainian[w] && !wordsOfRussian[w] {
			uk++
		}
		if wordsOfRussian[w] && !wordsOfUkrainian[w] {
			ru++
		}
	}
	if uk > ru {
		return "uk"
	}
	return "ru"
}

// cyrillicLeast is how many letters of words that are no names tell a language by its letters.
const cyrillicLeast = 20
