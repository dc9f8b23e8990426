package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// Lists that a repost ran together into one paragraph, and how they come apart again: at bullets, at numbers that count
// up, and without any mark at words that begin sentences where no full stop stands.

// roundMarks are bullets wherever they stand between gaps; lineMarks only where they begin a paragraph and come again.
const (
	roundMarks = "•●▪‣◦■►➤"
	lineMarks  = "-–*·"
)

// itemsOf gives the items of a paragraph, the whole paragraph when it is no list. A bullet belongs to no item, a number
// to its own.
func itemsOf(text string, p brief.Span) []brief.Span {
	t := p.Of(text)
	first, n := utf8.DecodeRuneInString(t)
	var cuts []brief.Span
	switch {
	case n < len(t) && strings.ContainsRune(lineMarks, first) && gap(firstRune(t[n:])):
		cuts = lineItems(t, 0, first)
	case unicode.IsDigit(first):
		cuts = numberItems(t, 0)
	default:
		cuts = announced(t)
	}
	if cuts == nil && strings.ContainsAny(t, roundMarks) {
		if cuts = roundItems(t); len(cuts) < 2 && !strings.ContainsRune(roundMarks, first) {
			cuts = nil
		}
	}
	if len(cuts) == 0 {
		return []brief.Span{p}
	}
	out := make([]brief.Span, 0, len(cuts)+1)
	start := p.Start
	for _, c := range cuts {
		if s := trim(text, brief.Span{Start: start, End: p.Start + c.Start}); s.Start < s.End {
			out = append(out, s)
		}
		start = p.Start + c.End
	}
	if s := trim(text, brief.Span{Start: start, End: p.End}); s.Start < s.End {
		out = append(out, s)
	}
	return out
}

// announced finds the items of a list that stands behind a colon: The rules: 1. Stay at home 2. Keep calm. One item makes
// no list there.
func announced(t string) []brief.Span {
	colon := strings.Index(t, ": ")
	if colon < 0 || colon+3 >= len(t) {
		return nil
	}
	from := colon + 2
	var cuts []brief.Span
	switch mark := firstRune(t[from:]); {
	case strings.ContainsRune(lineMarks, mark):
		cuts = lineItems(t, from, mark)
	case mark == '1':
		cuts = numberItems(t, from)
	}
	if len(cuts) < 2 {
		return nil
	}
	return cuts
}

// roundItems finds the bullets of a paragraph.
func roundItems(t string) []brief.Span {
	var out []brief.Span
	prev := ' '
	for i, r := range t {
		if strings.ContainsRune(roundMarks, r) && (gap(prev) || terminal(prev)) {
			out = append(out, brief.Span{Start: i, End: i + utf8.RuneLen(r)})
		}
		prev = r
	}
	return out
}

// lineItems finds the places where a mark that began the list stands again between gaps. Each must be followed by upper
// case or a number; one that is not is an aside, and the paragraph no list.
func lineItems(t string, from int, mark rune) []brief.Span {
	var out []brief.Span
	prev := ' '
	for i, r := range t[from:] {
		i += from
		if r == mark && gap(prev) {
			end := i + utf8.RuneLen(r)
			next := firstRune(strings.TrimLeft(strings.TrimLeftFunc(t[end:], gap), openMarks))
			if end < len(t) && gap(firstRune(t[end:])) {
				if !unicode.IsUpper(next) && !unicode.IsDigit(next) {
					return nil
				}
				out = append(out, brief.Span{Start: i, End: end})
			}
		}
		prev = r
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// numberTakers stand before a number that ends a sentence.
var numberTakers = join(prepositions, determiners, set("number no article page chapter phase level top channel route line zone room gate platform section part step act and or than"))

// numberItems finds where the numbers of a list stand that begins at 1. and counts up: 1. ... 2. ..., also 1) ... 2) ...
func numberItems(t string, from int) []brief.Span {
	var out []brief.Span
	want := 1
	for i := from; i < len(t); i++ {
		if t[i] != byte('0'+want%10) && t[i] != byte('0'+want/10) || i > 0 && t[i-1] != ' ' && !gap(lastRune(t[:i])) {
			continue
		}
		end := runOf(t, i, min(len(t), i+3), func(r rune) bool { return r >= '0' && r <= '9' })
		if !isNumber(t[i:end], want) || end+1 >= len(t) || t[end] != '.' && t[end] != ')' || !gap(firstRune(t[end+1:])) {
			continue
		}
		next := firstRune(strings.TrimLeft(strings.TrimLeftFunc(t[end+1:], gap), openMarks))
		if !unicode.IsLetter(next) || want > 1 && !mayEndItem(t[:i]) {
			continue
		}
		if want == 1 && i > from {
			return nil
		}
		out = append(out, brief.Span{Start: i, End: i})
		if want++; want > 99 {
			break
		}
		i = end
	}
	return out
}

func isNumber(s string, n int) bool {
	if n < 10 {
		return len(s) == 1 && s[0] == byte('0'+n)
	}
	return len(s) == 2 && s[0] == byte('0'+n/10) && s[1] == byte('0'+n%10)
}

// mayEndItem tells whether an item may end with t: not with a word that wants a number behind it.
func mayEndItem(t string) bool {
	t = strings.TrimRightFunc(head(t[max(0, len(t)-40):], 40), gap)
	i := strings.LastIndexFunc(t, func(r rune) bool { return !unicode.IsLetter(r) })
	return !numberTakers[strings.ToLower(t[i+1:])]
}

// unmarkedLeast is how many sentences without a full stop must be seen in one before it is taken apart.
const unmarkedLeast = 2

// unmarked finds the places in a sentence where another one begins though no mark ends the one before: a word in lower
// case, then one that begins sentences in upper case, then one in lower case again. One such place may be a title or a
// slip; two make a list that lost its marks.
func unmarked(text string, s brief.Span) []int {
	var out []int
	prev, before := rune(0), rune(0)
	t := s.Of(text)
	last := 0
	for i, r := range t {
		if unicode.IsUpper(r) && prev == ' ' && unicode.IsLower(before) && i-last > 12 {
			w := head(t[i:], 12)
			w = w[:runOf(w, 0, len(w), titleRune)]
			after := t[i+len(w):]
			if low := strings.ToLower(w); sureStarters[low] && len(after) > 1 && after[0] == ' ' && unicode.IsLower(firstRune(after[1:])) && mayEndItem(t[:i]) {
				out = append(out, s.Start+i)
				last = i
			}
		}
		before, prev = prev, r
	}
	if len(out) < unmarkedLeast {
		return nil
	}
	return out
}
