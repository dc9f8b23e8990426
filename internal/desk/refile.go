package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
)

// RuleRefile is the name of the warning about a refile that says something else than the text before it.
const RuleRefile = "refile_meaning"

// refileWarnings tells when a refile, which is for slips, changes what is said. Punctuation, case and one letter of a
// word are slips; figures, whole words, and how the item is filed are not.
func refileWarnings(was, is brief.Development) []Warning {
	var changed []string
	if word, ok := newWord(was.Headline, is.Headline); ok {
		changed = append(changed, word)
	} else if word, ok := newWord(was.Text, is.Text); ok {
		changed = append(changed, word)
	}
	for _, f := range []struct {
		what string
		same bool
	}{
		{"the kind", was.Kind == is.Kind}, {"the label", was.Label == is.Label}, {"the track", was.Track == is.Track},
		{"the place", was.Place == is.Place}, {"the time of the event", sameEvent(was.Event, is.Event)},
	} {
		if !f.same {
			changed = append(changed, f.what)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return []Warning{{RuleRefile, "A refile is for slips, and this one changes " + strings.Join(changed, ", ") +
		"; if the meaning changed, correct or update it instead."}}
}

func sameEvent(a, b brief.EventTime) bool {
	return a.From.Equal(b.From) && a.To.Equal(b.To) && a.Precision == b.Precision && a.Zone == b.Zone
}

// newWord finds the first change that is more than a slip.
func newWord(was, is string) (string, bool) {
	pieces := compare.Compare(strings.ToLower(was), strings.ToLower(is))
	for i := 0; i < len(pieces); i++ {
		var old, new string
		start := i
		for ; i < len(pieces) && pieces[i].Kind != compare.Same; i++ {
			if pieces[i].Kind == compare.Removed {
				old += pieces[i].Text
			} else {
				new += pieces[i].Text
			}
		}
		if start == i || slip(words(old), words(new)) && !inFigure(pieces, start, i) {
			continue
		}
		if shown := strings.TrimSpace(new); shown != "" {
			return "“" + shown + "”", true
		}
		return "“" + strings.TrimSpace(old) + "”", true
	}
	return "", false
}

// inFigure tells whether a change touches a figure: a digit is part of it, or stands at both its sides, as where a
// decimal point becomes a comma.
func inFigure(pieces []compare.Piece, start, end int) bool {
	for _, p := range pieces[start:end] {
		if strings.ContainsFunc(p.Text, unicode.IsDigit) {
			return true
		}
	}
	if start == 0 || end == len(pieces) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(pieces[start-1].Text)
	after, _ := utf8.DecodeRuneInString(pieces[end].Text)
	return unicode.IsDigit(before) && unicode.IsDigit(after)
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// slip tells whether the words differ by no more than one letter each. A Latin letter by itself counts as a slipped
// key; words that say yes or no are never slips.
func slip(was, is []string) bool {
	if strings.Join(was, "") == strings.Join(is, "") {
		return true
	}
	was, is = slices.DeleteFunc(was, strayKey), slices.DeleteFunc(is, strayKey)
	if len(was) != len(is) {
		return false
	}
	for i := range was {
		if was[i] != is[i] && (weighty(was[i]) || weighty(is[i]) || !oneLetter([]rune(was[i]), []rune(is[i]))) {
			return false
		}
	}
	return true
}

func strayKey(word string) bool { return len(word) == 1 && word[0] >= 'a' && word[0] <= 'z' }

func weighty(word string) bool {
	switch word {
	case "no", "not", "now", "nor", "non", "can", "cant", "is", "isnt", "won", "wont", "he", "she", "не", "ни", "нет", "но":
		return true
	}
	return false
}

// oneLetter tells whether one letter was put in, left out, replaced, or changed places with the next.
func oneLetter(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	at := 0
	for at < len(a) && a[at] == b[at] {
		at++
	}
	switch len(b) - len(a) {
	case 0:
		if slices.Equal(a[at+1:], b[at+1:]) {
			return true
		}
		return at+1 < len(a) && a[at] == b[at+1] && a[at+1] == b[at] && slices.Equal(a[at+2:], b[at+2:])
	case 1:
		return slices.Equal(a[at:], b[at+1:])
	}
	return false
}
