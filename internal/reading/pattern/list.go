package pattern

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// form is how a line of the list is written.
const form = "TRACK, WEIGHT: WORD, TWO WORDS, WORD*"

// What a pattern may have, and what a word weighs of which the list does not say it.
const (
	wordsMost     = 6
	beginningLess = 3 // letters before the *
	weightMost    = 9
	weightUsual   = 2
)

// line is one line of a list.
type line struct {
	name     string
	kind     bool
	weight   int
	patterns [][]string
}

// read takes a list in, one track or kind a line:
//
//	TRACK[, WEIGHT]: PATTERN, PATTERN
//	kind KIND[, WEIGHT]: PATTERN, PATTERN
//
// A pattern is up to six words; a * behind a word stands for any ending of it. Weight is 0 to 9, 2 where it is left
// out; 0 takes the pattern's weight away. Tracks, if given, are those that there are.
func (s *Set) read(text string, tracks []string) error {
	return brief.ReadList(brief.ListOfTracks, text, form, func(text string) string {
		l, wrong := parse(text)
		if wrong == "" && !l.kind && tracks != nil && !slices.Contains(tracks, l.name) {
			wrong = fmt.Sprintf("%q is no track of this briefing; it has %s", l.name, either(strings.Join(tracks, ", "), "none"))
		}
		if wrong == "" {
			s.take(l)
		}
		return wrong
	})
}

func either(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// parse reads one line; the second result says what is wrong with it.
func parse(text string) (line, string) {
	head, patterns := brief.ListLine(text)
	l := line{name: head[0], weight: weightUsual}
	if kind, ok := strings.CutPrefix(l.name, "kind "); ok {
		l.kind, l.name = true, strings.TrimSpace(kind)
		if k := brief.DevelopmentKind(l.name); k == brief.KindStory || !slices.Contains(brief.DevelopmentKinds, k) {
			return l, fmt.Sprintf("%q is no kind of development", l.name)
		}
	}
	if l.name == "" || strings.ContainsFunc(l.name, unicode.IsSpace) {
		return l, fmt.Sprintf("%q is not the id of a track, nor the word kind and a kind", l.name)
	}
	if len(head) > 2 {
		return l, "a track and a weight may stand before the colon, parted by a comma"
	}
	if len(head) == 2 {
		n, err := strconv.Atoi(head[1])
		if err != nil || n < 0 || n > weightMost {
			return l, fmt.Sprintf("%q is not a weight from 0 to %d", head[1], weightMost)
		}
		l.weight = n
	}
	if len(patterns) == 0 {
		return l, "no words stand behind a colon"
	}
	for _, p := range patterns {
		words, wrong := parsePattern(p)
		if wrong != "" {
			return l, wrong
		}
		l.patterns = append(l.patterns, words)
	}
	return l, ""
}

// marks are the apostrophes that words are written with; patterns have one of them.
var marks = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'")

// Fold writes a lower-case word of a text as the patterns have it.
func Fold(word string) string {
	if strings.IndexByte(word, 0xe2) < 0 && strings.IndexByte(word, 0xca) < 0 {
		return word
	}
	return marks.Replace(word)
}

// parsePattern gives the words of a pattern in lower case.
func parsePattern(p string) ([]string, string) {
	words := strings.Fields(marks.Replace(strings.ToLower(p)))
	if len(words) > wordsMost {
		return nil, fmt.Sprintf("%q has more than %d words", p, wordsMost)
	}
	for _, w := range words {
		stem, begins := strings.CutSuffix(w, "*")
		if begins && utf8.RuneCountInString(stem) < beginningLess {
			return nil, fmt.Sprintf("%q has fewer than %d letters before its *", w, beginningLess)
		}
		if !strings.ContainsFunc(stem, letter) || strings.ContainsFunc(stem, func(r rune) bool { return !letter(r) && !strings.ContainsRune("-'.", r) }) {
			return nil, fmt.Sprintf("%q is not a word", w)
		}
	}
	return words, ""
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// take adds a line. Words that are parted by a space in the list may be joined by a hyphen in a text.
func (s *Set) take(l line) {
	x := s.tracks
	if l.kind {
		x = s.kinds
	} else if !slices.Contains(s.order, l.name) {
		s.order = append(slices.Clip(s.order), l.name)
	}
	for _, words := range l.patterns {
		m := Mark{l.name, l.weight}
		x.add(words, m)
		if joined := strings.Join(words, "-"); len(words) > 1 && !strings.Contains(strings.TrimSuffix(joined, "*"), "*") {
			x.add([]string{joined}, m)
		}
	}
}
