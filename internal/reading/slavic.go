package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// slavic is what the readers of Ukrainian and Russian know of their language. Both have the same grammar here: what differs are
// words, in all their cases.
type slavic struct {
	months    map[string]int
	weekdays  map[string]int
	seasons   map[string]string
	years     map[string]bool // forms of "year" behind its number
	units     map[string]string
	relative  map[string]int // days from today
	often     map[string]string
	parts     map[string]string // beginning, middle, end of a month
	numerals  map[string]int
	scales    map[string]int
	ago       string
	last      map[string]int // last, this and next before a week, month or year
	about     map[string]string
	several   map[string]bool
	every     map[string]bool
	people    map[string]string // the counted, by their dictionary form in English
	fates     map[string]string
	percent   map[string]bool
	money     map[string]string
	cues      map[string]cue
	according [2]string // "in the words" and "by", each before a name
	that      string
	roles     map[string]bool
	states    map[string]bool // genitives of states, which belong to a role and not to a name
	pronouns  map[string]bool
	hedges    map[string]bool
	clock     map[string]bool // prepositions before a clock time
}

// slavicOf gives the words of a language, nil for every other.
func slavicOf(language string) *slavic {
	code, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch code {
	case "ru":
		return russian
	case "uk":
		return ukrainian
	}
	return nil
}

// inEnglish tells whether the rules for English may be tried: on English, and on what could not be told.
func inEnglish(language string) bool {
	code, _, _ := strings.Cut(strings.ToLower(language), "-")
	return code == "en" || code == ""
}

// wordForms makes a table of word forms: each line of the text is a value and the words that mean it.
func wordForms(lines string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(lines) {
		value, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		for _, w := range strings.Fields(words) {
			out[strings.ReplaceAll(w, "_", " ")] = value
		}
	}
	return out
}

// numbered makes a table of numbers of the same form.
func numbered(lines string) map[string]int {
	out := map[string]int{}
	for w, value := range wordForms(lines) {
		out[w] = atoi(strings.TrimPrefix(value, "-"))
		if value[0] == '-' {
			out[w] = -out[w]
		}
	}
	return out
}

// slavicCues makes the reporting verbs: each line is a kind, or "said", and the verbs.
func slavicCues(lines string) map[string]cue {
	out := map[string]cue{}
	for w, kind := range wordForms(lines) {
		c := cue{quotes: true, that: true}
		if kind != "said" {
			c.kind = brief.DevelopmentKind(kind)
			c.object = true
		}
		out[w] = c
	}
	return out
}

// slavicReader reads one text in one of the two languages.
type slavicReader struct {
	d *document
	w *slavic
}

// two is a word with the one before it, for words that come in pairs.
func two(f []token, i int) string { return low(f, i) + " " + low(f, i+1) }
